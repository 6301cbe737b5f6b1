//! The rules, by family, and the order in which they run.

mod export;
mod file;
mod header;
#[cfg(test)]
mod probe;
mod reason;
mod required;
mod status;
mod values;
mod words;

pub use file::is_co_sell;
pub use required::id_key;

use super::kind::date::Written;
use super::{Check, Col, Finding, Last, Layout, Level, Report, Row, Rows, Rule};
use std::cell::OnceCell;
use std::sync::LazyLock;

pub use values::member::part_of as member_part;

/// The families of rules, in the order in which they run and are listed.
static FAMILIES: [&[Rule]; 18] = [
    &file::RULES,
    &header::RULES,
    &required::RULES,
    &status::STATUS,
    &status::TRANSITIONS,
    &reason::REASONS,
    &reason::STAGES,
    &values::text::NAMES,
    &values::amount_currency::AMOUNTS,
    &values::amount_currency::CURRENCIES,
    &values::date::RULES,
    &values::list::INTENTS,
    &values::member::RULES,
    &values::list::OFFERS,
    &values::list::MATCHES,
    &values::text::TEXTS,
    &values::locked::RULES,
    &export::RULES,
];

/// The rules that look at one row.
static OF_ROWS: LazyLock<Vec<&Rule>> =
    LazyLock::new(|| all().filter(|rule| rule.check.is_of_row()).collect());

/// The rules that look at a row with another number of fields than the header.
///
/// Its cells can't be matched with columns, so no other rule can say anything about them.
const OF_RAGGED_ROWS: [&str; 3] = ["F-05", "R-04", "R-05"];

/// The rules that look at a row that came Closed: nothing else in it can be put right.
const OF_CLOSED_ROWS: [&str; 5] = ["R-01", "R-02", "R-04", "R-05", "R-06"];

static RAGGED: LazyLock<Vec<&Rule>> = LazyLock::new(|| of_rows_with(&OF_RAGGED_ROWS));
static CLOSED: LazyLock<Vec<&Rule>> = LazyLock::new(|| of_rows_with(&OF_CLOSED_ROWS));

/// Returns the rules with these codes that look at one row, in their order.
fn of_rows_with(codes: &[&str]) -> Vec<&'static Rule> {
    OF_ROWS.iter().copied().filter(|rule| codes.contains(&rule.code)).collect()
}

/// Iterates over all rules.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.iter())
}

/// Returns the rule with this code.
pub fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code == code)
}

/// Runs the rules that look at one row, and appends what they find.
///
/// With [`Level::Warning`] as the least level, rules that could only give notes in this row don't
/// run: nearly all of them, while the row isn't going to be uploaded. An empty row is left to the
/// rule that lists all of them (F-10), and of a row that Partner Center took nothing is left to say.
pub fn check_row(row: &Row, number: u32, least: Level, out: &mut Vec<Finding>) {
    if (row.is_blank() && !row.is_changed()) || row.last == Last::Accepted {
        return;
    }
    let rules: &[&Rule] = match (row.is_ragged(), row.came_closed()) {
        (true, _) => &RAGGED,
        (false, true) => &CLOSED,
        (false, false) => &OF_ROWS,
    };
    let Some(first) = rules.first() else { return };
    let mut report = Report::row(first, row, number, out);
    let members = OnceCell::new();
    let date = OnceCell::new();
    for rule in rules {
        if !report.turn_to(rule, least) {
            continue;
        }
        match rule.check {
            Check::Row(check) => check(row, &mut report),
            Check::Members(check) => {
                check(row, members.get_or_init(|| values::member::read(row)), &mut report);
            }
            Check::CloseDate(check) => {
                if let Some(date) = date.get_or_init(|| Written::read(row.text(Col::CloseDate))) {
                    check(row, date, &mut report);
                }
            }
            _ => {}
        }
    }
}

/// Runs the rules that look at the header or at all rows together.
pub fn check_file(rows: &dyn Rows, out: &mut Vec<Finding>) {
    let layout: &Layout = rows.layout();
    for rule in all() {
        let mut report = Report::file(rule, layout, out);
        match rule.check {
            Check::Header(check) => check(layout, &mut report),
            Check::Rows(check) | Check::Column(_, check) | Check::Cells(check) => {
                check(rows, &mut report);
            }
            _ => {}
        }
    }
}

/// Runs the rules again that look at all cells of an edited column, or of any column.
///
/// `edited` tells whether a column was edited. What these rules found before is replaced.
pub fn check_columns(rows: &dyn Rows, edited: impl Fn(Col) -> bool, out: &mut Vec<Finding>) {
    for rule in all() {
        let check = match rule.check {
            Check::Column(col, check) if edited(col) => check,
            Check::Cells(check) => check,
            _ => continue,
        };
        out.retain(|finding| !std::ptr::eq(finding.rule, rule));
        check(rows, &mut Report::file(rule, rows.layout(), out));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::{Access, COLUMNS};

    #[test]
    fn every_rule_has_its_words_and_a_code_of_its_own_in_order() {
        for family in FAMILIES {
            let letter = &family[0].code[..2];
            assert!(family.is_sorted_by(|a, b| a.code < b.code), "{letter}");
            for rule in family {
                assert!(rule.code.starts_with(letter) && rule.code.len() == 4, "{}", rule.code);
                assert!(rule.text.ends_with('.') && rule.help.ends_with('.'), "{}", rule.code);
                assert!(!rule.source.is_empty(), "{}", rule.code);
                assert!(std::ptr::eq(find(rule.code).expect("a rule"), rule), "{}", rule.code);
            }
        }
    }

    #[test]
    fn the_rules_that_lock_columns_exist() {
        for column in &COLUMNS {
            if let Access::Locked(code) | Access::Unlockable(code) | Access::ClearOnly(code) =
                column.access
            {
                assert!(find(code).is_some(), "{code}");
            }
        }
    }

    #[test]
    fn the_rules_that_stand_alone_exist() {
        assert!(OF_RAGGED_ROWS.iter().chain(&OF_CLOSED_ROWS).all(|code| find(code).is_some()));
    }
}
