//! A condition on leads.

use crate::leads::Pattern;
use crate::leads::condition::{BoundCondition, Condition, ConditionError, Truth};
use crate::leads::index::index;
use crate::leads::{Field, Level, Row, plural};
use crate::sheet::sheet::Sheet;
use crate::sheet::state::RowState;
use std::collections::BTreeSet;

/// A condition on leads.
#[derive(Clone, Debug)]
pub enum Filter {
    /// A cell holds one of these texts, or none of them.
    Values {
        /// The field of the cell.
        field: Field,
        /// The texts; the empty one stands for an empty cell.
        texts: BTreeSet<String>,
        /// Whether it holds none of them.
        is_excluded: bool,
    },
    /// A cell has the pattern.
    Has {
        /// The field of the cell, or any if nothing.
        field: Option<Field>,
        /// The pattern.
        pattern: Pattern,
    },
    /// A condition holds.
    Condition {
        /// The condition as it was written.
        condition: Condition,
        /// The condition on the fields of the file.
        bound: BoundCondition,
    },
    /// The lead has an error or a warning.
    Problems,
    /// The lead has an error.
    Errors,
    /// The lead has a changed cell.
    Changed,
    /// The last upload refused the lead, whether it was corrected since or not.
    Failed,
    /// The lead is due within some days, or was before.
    Due {
        /// The number of days, from today on.
        days: u32,
    },
    /// The lead is flagged.
    Flagged,
    /// The lead has a private note.
    PrivateNote,
    /// The lead is at this place on its way to Partner Center.
    State(RowState),
}

/// How many texts of one column the description of a filter names.
const MAX_NAMED_TEXTS: usize = 3;

/// How many characters of a text the description of a filter shows.
const MAX_TEXT_CHARS: usize = 24;

impl Filter {
    /// The cell holds exactly this text.
    pub fn value(field: Field, text: impl Into<String>) -> Self {
        Self::Values { field, texts: BTreeSet::from([text.into()]), is_excluded: false }
    }

    /// The cell holds another text.
    pub fn other(field: Field, text: impl Into<String>) -> Self {
        Self::Values { field, texts: BTreeSet::from([text.into()]), is_excluded: true }
    }

    /// The leads for which a condition holds.
    ///
    /// # Errors
    ///
    /// Fails if the condition doesn't fit the columns of the sheet.
    pub fn condition(condition: Condition, sheet: &Sheet) -> Result<Self, ConditionError> {
        let bound = condition.bind(sheet.layout(), sheet.context())?;
        Ok(Self::Condition { condition, bound })
    }

    /// The column whose texts it lists, if it does.
    pub fn values_field(&self) -> Option<Field> {
        match self {
            Self::Values { field, .. } => Some(*field),
            _ => None,
        }
    }

    /// The filter that a row fits if it fits this and the other one; nothing if no single filter says that.
    pub fn and(&self, other: &Self) -> Option<Self> {
        let (
            Self::Values { field, texts: a, is_excluded: not_a },
            Self::Values { field: other, texts: b, is_excluded: not_b },
        ) = (self, other)
        else {
            return None;
        };
        if field != other {
            return None;
        }
        let texts: BTreeSet<&String> = match (not_a, not_b) {
            (true, true) => a.union(b).collect(),
            (true, false) => b.difference(a).collect(),
            (false, true) => a.difference(b).collect(),
            (false, false) => a.intersection(b).collect(),
        };
        let texts = texts.into_iter().cloned().collect();
        Some(Self::Values { field: *field, texts, is_excluded: *not_a && *not_b })
    }

    /// Describes filters in a few words each; those on the values of one column are one.
    pub fn describe_all(filters: &[Self], sheet: &Sheet) -> Vec<String> {
        let mut joined: Vec<Self> = Vec::new();
        for filter in filters {
            let same = joined.iter_mut().find_map(|one| Some((one.and(filter)?, one)));
            match same {
                Some((both, one)) => *one = both,
                None => joined.push(filter.clone()),
            }
        }
        joined.iter().map(|filter| filter.describe(sheet)).collect()
    }

    /// Describes the condition in a few words, with the names of the sheet's columns.
    pub fn describe(&self, sheet: &Sheet) -> String {
        let name = |field: Field| {
            let col = sheet.layout().col(field);
            col.map_or_else(|| sheet.layout().name(field).to_owned(), |col| col.short())
        };
        match self {
            Self::Values { field, texts, is_excluded } => {
                format!("{}: {}", name(*field), describe_texts(texts, *is_excluded))
            }
            Self::Has { field, pattern } => {
                let sign = if pattern.is_regex() { "matches" } else { "has" };
                let field = field.map_or("any column".to_owned(), name);
                format!("{field} {sign} \"{}\"", pattern.typed())
            }
            Self::Condition { condition, .. } => condition.to_string(),
            Self::Problems => "with problems".to_owned(),
            Self::Errors => "with errors".to_owned(),
            Self::Changed => "changed".to_owned(),
            Self::Failed => "failed".to_owned(),
            Self::Due { days } => format!("due in {}", plural(index(*days), "day")),
            Self::Flagged => "flagged".to_owned(),
            Self::PrivateNote => "with a private note".to_owned(),
            Self::State(state) => state.label().to_owned(),
        }
    }

    /// Tells whether a row fits.
    pub fn matches(&self, sheet: &Sheet, row: Row) -> bool {
        match self {
            Self::Values { field, texts, is_excluded } => {
                texts.contains(&*sheet.text(row, *field)) != *is_excluded
            }
            Self::Has { field: Some(field), pattern } => pattern.is_in(&sheet.text(row, *field)),
            Self::Has { field: None, pattern } => sheet.has(row, pattern),
            Self::Condition { bound, .. } => sheet.truth(row, bound).holds(),
            Self::Problems => sheet.findings().row(row).any(|f| f.level.is_problem()),
            Self::Errors => sheet.findings().row(row).any(|f| f.level == Level::Error),
            Self::Changed => sheet.is_row_changed(row),
            Self::Failed => sheet.last_upload(row).is_rejected(),
            Self::Due { days } => sheet.due().row(row, sheet.day_ahead(*days)).next().is_some(),
            Self::Flagged => sheet.annotation(row).is_flagged,
            Self::PrivateNote => sheet.annotation(row).has_note(),
            Self::State(state) => sheet.state(row) == *state,
        }
    }
}

impl Sheet {
    /// Whether a condition holds for a row.
    pub fn truth(&self, row: Row, condition: &BoundCondition) -> Truth {
        condition.check(|field| self.text(row, field), self.context())
    }
}

/// Lists the texts of a filter: `New or Active`, `not US, not CA`; of many only the first ones.
fn describe_texts(texts: &BTreeSet<String>, is_excluded: bool) -> String {
    let shown = if texts.len() > MAX_NAMED_TEXTS { MAX_NAMED_TEXTS - 1 } else { texts.len() };
    let not = if is_excluded { "not " } else { "" };
    let mut named: Vec<String> =
        texts.iter().take(shown).map(|text| format!("{not}{}", short(text))).collect();
    if texts.len() > shown {
        named.push(format!("{not}{} others", texts.len() - shown));
    }
    match named.split_last() {
        None if is_excluded => "any".to_owned(),
        None => "none".to_owned(),
        Some((last, rest)) if rest.is_empty() || is_excluded => named_list(rest, ", ", last),
        Some((last, rest)) => named_list(rest, " or ", last),
    }
}

fn named_list(rest: &[String], before_last: &str, last: &str) -> String {
    if rest.is_empty() {
        return last.to_owned();
    }
    format!("{}{before_last}{last}", rest.join(", "))
}

/// A text of a cell, cut if it is long; an empty one is named.
fn short(text: &str) -> String {
    match text.char_indices().nth(MAX_TEXT_CHARS) {
        _ if text.is_empty() => "(blank)".to_owned(),
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}
