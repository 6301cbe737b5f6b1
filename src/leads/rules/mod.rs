//! The rules, by family, and the order in which they run.

mod status;

use super::{Check, Finding, Layout, Report, Row, Rows, Rule};

/// The families of rules, in the order of their IDs.
static FAMILIES: [&[Rule]; 1] = [&status::RULES];

/// Iterates over all rules.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.iter())
}

/// Returns the rule with this code.
pub fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code == code)
}

/// Runs the rules that look at one row, and appends what they find.
pub fn check_row(row: &Row, number: u32, out: &mut Vec<Finding>) {
    let candidate = row.is_candidate();
    for rule in all() {
        if let Check::Row(check) = rule.check {
            check(row, &mut Report::row(rule, row, number, candidate, out));
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
            Check::Rows(check) => check(rows, &mut report),
            Check::Row(_) | Check::Open | Check::Export => {}
        }
    }
}
