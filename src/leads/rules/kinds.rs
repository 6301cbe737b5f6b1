//! Rules about all rows together that need of each row only of which kind it is.

use super::all;
use crate::leads::index::Row;
use crate::leads::{Check, Col, Finding, KindOf, Report, Rows, Rule};
use std::collections::BTreeMap;

/// The kind of each row for a rule, and how many rows are of each kind.
///
/// A row of kind 0 is nothing to the rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowKinds {
    /// As far as the last row that isn't of kind 0.
    kinds: Vec<u8>,
    counts: BTreeMap<u8, usize>,
}

/// The kinds of the rows for each rule that asks for them, by its code.
pub type KindsByRule = BTreeMap<&'static str, RowKinds>;

impl RowKinds {
    /// Looks at all rows.
    fn read(rows: &dyn Rows, kind_of: KindOf) -> Self {
        let mut kinds = Self::default();
        for row in Row::first(rows.count()) {
            kinds.set(row, look(rows, row, kind_of));
        }
        kinds.kinds.shrink_to_fit();
        kinds
    }

    /// Looks at some rows again, and tells whether one is of another kind now.
    fn refresh(&mut self, rows: &dyn Rows, kind_of: KindOf, edited: &[Row]) -> bool {
        let mut has_changed = false;
        for &row in edited {
            has_changed |= self.set(row, look(rows, row, kind_of));
        }
        has_changed
    }

    /// Sets the kind of a row, and tells whether it was another one.
    fn set(&mut self, row: Row, kind: u8) -> bool {
        let known = self.kinds.len();
        let before = self.kinds.get(row.index()).copied().unwrap_or_default();
        if before == kind {
            return false;
        }
        self.kinds.resize(known.max(row.number()), 0);
        self.kinds[row.index()] = kind;
        if let Some(count) = self.counts.get_mut(&before) {
            *count -= 1;
        }
        if kind > 0 {
            *self.counts.entry(kind).or_default() += 1;
        }
        true
    }

    /// How many rows are of a kind other than 0.
    pub fn count(&self, kind: u8) -> usize {
        self.counts.get(&kind).copied().unwrap_or_default()
    }

    /// The rows of a kind other than 0.
    pub fn rows(&self, kind: u8) -> impl Iterator<Item = Row> + '_ {
        let rows = Row::first(self.kinds.len()).zip(&self.kinds);
        rows.filter(move |(_, of)| **of == kind).map(|(row, _)| row)
    }
}

/// The kind of a row. Each of these is counted in tests.
fn look(rows: &dyn Rows, row: Row, kind_of: KindOf) -> u8 {
    #[cfg(test)]
    super::probe::count();
    kind_of(rows, row)
}

/// Runs a rule over all rows, and returns of which kinds they are.
pub(super) fn check_all(
    rule: &'static Rule,
    kind_of: KindOf,
    rows: &dyn Rows,
    report: &mut Report,
) -> Option<RowKinds> {
    let Check::Kinds(_, _, judge) = rule.check else { return None };
    let kinds = RowKinds::read(rows, kind_of);
    judge(rows, &kinds, report);
    Some(kinds)
}

/// Brings the findings of the rules that look at kinds of rows up to date after an edit.
///
/// `edited` tells whether a column was edited, and `edited_rows` are the rows with an edit: no other one is looked at.
/// Where no row is of another kind than before, what a rule found stays.
pub fn check_kinds(
    rows: &dyn Rows,
    edited: impl Fn(Col) -> bool,
    edited_rows: &[Row],
    by_rule: &mut KindsByRule,
    out: &mut Vec<Finding>,
) {
    for rule in all() {
        let Check::Kinds(col, kind_of, judge) = rule.check else { continue };
        if col.is_some_and(|col| !edited(col)) {
            continue;
        }
        let Some(kinds) = by_rule.get_mut(rule.code) else { continue };
        if kinds.refresh(rows, kind_of, edited_rows) {
            out.retain(|finding| !finding.rule.is(rule));
            judge(rows, kinds, &mut Report::file(rule, rows.layout(), out));
        }
    }
}
