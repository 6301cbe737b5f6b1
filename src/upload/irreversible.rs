//! What no upload can put back, lead by lead and one line a reason.

use crate::leads::sort::sort_by_key;
use crate::leads::{Field, Layout, Row, plural, thousands};
use crate::sheet::Sheet;

/// Cells of a lead that an upload changes for good, all for the same reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Irreversible {
    /// The row of the download.
    pub row: Row,
    /// The fields, in file order.
    pub fields: Vec<Field>,
    /// Whether these are all that the upload changes of the lead, so that it isn't in the revert file.
    pub is_whole: bool,
    /// The rule that keeps them from going back.
    pub rule: &'static str,
    /// What it says, as a sentence.
    pub reason: String,
}

impl Irreversible {
    /// The names of the columns, with commas between them.
    pub fn columns(&self, layout: &Layout) -> String {
        names(&self.fields, layout)
    }
}

/// Why leads can't go back, as far as it makes a line of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IrreversibleCause {
    /// The lead becomes Closed.
    Closing,
    /// The cells were empty before, and the rule doesn't let them be emptied.
    WasEmpty,
    /// The rule refuses the old values.
    Rule,
}

/// The leads that can't go back for the same cause under the same rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IrreversibleGroup {
    /// Why.
    pub cause: IrreversibleCause,
    /// The rule that keeps them from going back.
    pub rule: &'static str,
    /// The rows of the download, in file order.
    pub rows: Vec<Row>,
    /// The columns that stay, in file order; of some of the leads only, where they differ.
    pub fields: Vec<Field>,
    /// What the rule says of the first lead, as a sentence.
    pub reason: String,
    /// Whether it says the same of all.
    pub is_same: bool,
}

impl IrreversibleGroup {
    /// Groups what can't go back: closings first, then the most leads first.
    pub fn of<'s>(
        stuck: impl IntoIterator<Item = &'s Irreversible>,
        sheet: &Sheet,
        closes: impl Fn(Row) -> bool,
    ) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for stuck in stuck {
            let was_empty = |field: &Field| sheet.base_text(stuck.row, *field).is_empty();
            let cause = if closes(stuck.row) {
                IrreversibleCause::Closing
            } else if stuck.fields.iter().all(was_empty) {
                IrreversibleCause::WasEmpty
            } else {
                IrreversibleCause::Rule
            };
            let is_closing = cause == IrreversibleCause::Closing;
            let is_own = |group: &&mut Self| {
                group.cause == cause && (is_closing || group.rule == stuck.rule)
            };
            match groups.iter_mut().find(is_own) {
                Some(group) => group.add(stuck),
                None => groups.push(Self {
                    cause,
                    rule: stuck.rule,
                    rows: vec![stuck.row],
                    fields: stuck.fields.clone(),
                    reason: stuck.reason.clone(),
                    is_same: true,
                }),
            }
        }
        for group in &mut groups {
            group.rows.sort_unstable();
            group.rows.dedup();
            group.fields.sort_unstable();
            group.fields.dedup();
        }
        sort_by_key(&mut groups, |group| {
            let is_closing = group.cause == IrreversibleCause::Closing;
            (!is_closing, std::cmp::Reverse(group.rows.len()), group.rows.first().copied())
        });
        groups
    }

    fn add(&mut self, stuck: &Irreversible) {
        self.rows.push(stuck.row);
        self.fields.extend(&stuck.fields);
        self.is_same &= self.reason == stuck.reason;
    }

    /// What can't go back and why, in a line without the rows.
    pub fn describe(&self, layout: &Layout) -> String {
        let (leads, columns) = (plural(self.rows.len(), "lead"), names(&self.fields, layout));
        let s = if self.rows.len() == 1 { "s" } else { "" };
        let reason = match self.cause {
            IrreversibleCause::Closing => {
                return format!("{leads} become{s} Closed: this can't be undone");
            }
            IrreversibleCause::WasEmpty => {
                let [it, them] =
                    if self.fields.len() == 1 { ["it was", "it"] } else { ["they were", "them"] };
                format!("{it} empty before, and an upload can't empty {them} again")
            }
            IrreversibleCause::Rule => {
                let example = if self.is_same { "" } else { "e.g. " };
                format!("{example}{}", self.reason.trim_end_matches('.'))
            }
        };
        format!("{leads} keep{s} {columns} as uploaded: {reason}")
    }
}

/// The names of columns, with commas between them.
fn names(fields: &[Field], layout: &Layout) -> String {
    let names: Vec<&str> = fields.iter().map(|field| layout.name(*field)).collect();
    names.join(", ")
}

/// How many rows are named before the others are only counted.
const MAX_ROWS_NAMED: usize = 3;

/// Names rows, the first ones only if they are many: `row 7`, `rows 12, 48, 51 and 27 more`.
pub fn name_rows(rows: &[Row]) -> String {
    let numbers: Vec<String> =
        rows.iter().take(MAX_ROWS_NAMED).map(|row| thousands(row.number())).collect();
    match (rows.len().saturating_sub(MAX_ROWS_NAMED), numbers.as_slice()) {
        (_, []) => String::new(),
        (0, [row]) => format!("row {row}"),
        (0, [first @ .., last]) => format!("rows {} and {last}", first.join(", ")),
        (more, all) => format!("rows {} and {} more", all.join(", "), thousands(more)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::Origin;
    use crate::table::Table;
    use chrono::NaiveDate;

    fn stuck(row: u32, field: u32, rule: &'static str, reason: &str) -> Irreversible {
        let fields = vec![Field::at(field as usize)];
        Irreversible { row: Row(row), fields, is_whole: false, rule, reason: reason.to_owned() }
    }

    #[test]
    fn what_cannot_go_back_is_a_line_a_reason_with_closings_first() {
        let text = "Referral ID,Lead Name,Notes\na,A,x\nb,B,\nc,C,y\nd,D,z\n".to_owned();
        let table = Table::parse(text, b',').expect("well-formed");
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let sheet = Sheet::new(table, Origin::Download, today);
        let all = [
            stuck(0, 2, "N-01", "Notes are short."),
            stuck(1, 2, "N-01", "Notes are needed."),
            stuck(3, 2, "N-01", "Notes are long."),
            stuck(2, 2, "R-05", "the lead is Closed."),
            stuck(2, 1, "R-06", "the lead is Closed."),
        ];
        let groups = IrreversibleGroup::of(&all, &sheet, |row| row == Row(2));
        let line = |group: &IrreversibleGroup| {
            format!("{} ({})", group.describe(sheet.layout()), name_rows(&group.rows))
        };
        let lines: Vec<String> = groups.iter().map(line).collect();
        assert_eq!(
            lines,
            [
                "1 lead becomes Closed: this can't be undone (row 3)",
                "2 leads keep Notes as uploaded: e.g. Notes are short (rows 1 and 4)",
                "1 lead keeps Notes as uploaded: it was empty before, and an upload can't empty it \
                 again (row 2)",
            ]
        );
    }

    #[test]
    fn only_the_first_rows_of_many_are_named() {
        let rows: Vec<Row> = (0..1_500).map(Row).collect();
        for (number, text) in [
            (0, ""),
            (1, "row 1"),
            (2, "rows 1 and 2"),
            (3, "rows 1, 2 and 3"),
            (4, "rows 1, 2, 3 and 1 more"),
            (1_500, "rows 1, 2, 3 and 1,497 more"),
        ] {
            assert_eq!(name_rows(&rows[..number]), text);
        }
    }
}
