//! What a pilot part has to try: the kinds of change of the ready leads that no upload has settled.

use crate::leads::Row;
use crate::upload::pilot::cover::NumberSet;
use crate::upload::pilot::kind::ChangeKind;
use crate::upload::pilot::lessons::{KindVerdict, Lessons};
use std::collections::{BTreeMap, BTreeSet};

/// A lead with the kinds of change that its upload makes.
#[derive(Debug)]
pub(crate) struct KindLead {
    pub row: Row,
    pub kinds: Vec<ChangeKind>,
}

/// The ready leads of a file with the same kinds to try: one of them.
pub(crate) struct Alike {
    pub row: Row,
    pub file: usize,
    pub set: NumberSet,
}

/// The kinds that a pilot part has to try, by number.
#[derive(Default)]
pub(crate) struct Needs {
    pub kinds: Vec<ChangeKind>,
    /// How many leads have each kind.
    pub weights: Vec<usize>,
    numbers: BTreeMap<ChangeKind, usize>,
    /// The kinds in doubt that some lead has without another doubt.
    alone: BTreeSet<ChangeKind>,
    doubtful: BTreeMap<ChangeKind, BTreeSet<ChangeKind>>,
    rejected: BTreeSet<ChangeKind>,
}

impl Needs {
    /// What leads that don't become Closed need to be tried after these lessons.
    pub fn new(lessons: &Lessons, leads: &[&KindLead]) -> Self {
        let of = |is: fn(KindVerdict) -> bool| {
            lessons.kinds.iter().filter(move |known| is(known.verdict))
        };
        let rejected = of(|verdict| verdict == KindVerdict::Rejected);
        let rejected: BTreeSet<ChangeKind> = rejected.map(|known| known.kind.clone()).collect();
        let doubtful = of(KindVerdict::is_doubtful);
        let doubtful: BTreeMap<ChangeKind, BTreeSet<ChangeKind>> =
            doubtful.map(|known| (known.kind.clone(), known.company.clone())).collect();
        let mut counts: BTreeMap<ChangeKind, usize> = BTreeMap::new();
        let mut alone = BTreeSet::new();
        let is_tried = |kind: &ChangeKind| {
            let is_settled =
                |verdict| matches!(verdict, KindVerdict::Accepted | KindVerdict::Rejected);
            lessons.verdict(kind).is_some_and(is_settled)
                || lessons.result(kind).is_some_and(|known| known.is_waiting)
        };
        let others = || leads.iter().filter(|lead| !has_any(&lead.kinds, &rejected));
        for lead in others() {
            let mut doubts = lead.kinds.iter().filter(|kind| doubtful.contains_key(*kind));
            if let (Some(doubt), None) = (doubts.next(), doubts.next()) {
                alone.insert(doubt.clone());
            }
        }
        // What was rejected twice together with other kinds, and has no lead without them, stays so.
        let is_stuck = |kind: &ChangeKind| {
            let is_known = lessons.result(kind).is_some_and(|known| known.rejected > 1);
            is_known && !alone.contains(kind)
        };
        for lead in others() {
            for kind in lead.kinds.iter().filter(|kind| !is_tried(kind) && !is_stuck(kind)) {
                *counts.entry(kind.clone()).or_default() += 1;
            }
        }
        let (kinds, weights): (Vec<ChangeKind>, Vec<usize>) = counts.into_iter().unzip();
        let numbers = kinds.iter().cloned().zip(0..).collect();
        Self { kinds, weights, numbers, alone, doubtful, rejected }
    }

    /// A lead of each file for each set of kinds to try: the first one of those that have the fewest other kinds
    /// in common with the leads that were rejected for these kinds.
    pub fn alike(&self, leads: &[&KindLead], file: impl Fn(Row) -> usize) -> Vec<Alike> {
        let mut known: BTreeMap<(usize, Vec<usize>), (usize, Row)> = BTreeMap::new();
        for lead in leads.iter().filter(|lead| !has_any(&lead.kinds, &self.rejected)) {
            let place = (file(lead.row), self.tries(&lead.kinds));
            let own = (self.company(&lead.kinds), lead.row);
            known.entry(place).and_modify(|best| *best = own.min(*best)).or_insert(own);
        }
        let alike = |((file, tries), (_, row))| Alike { row, file, set: NumberSet::new(tries) };
        let mut alike: Vec<Alike> = known.into_iter().map(alike).collect();
        alike.sort_unstable_by_key(|alike| alike.row);
        alike
    }

    /// How many kinds a lead has in common with all leads that were rejected for a kind in doubt in it.
    fn company(&self, kinds: &[ChangeKind]) -> usize {
        let company = kinds.iter().filter_map(|kind| self.doubtful.get(kind));
        company.map(|company| kinds.iter().filter(|kind| company.contains(kind)).count()).sum()
    }

    /// Whether a kind has to be tried.
    pub fn has(&self, kind: &ChangeKind) -> bool {
        self.numbers.contains_key(kind)
    }

    /// Whether a kind has to be tried in leads of any outcome.
    pub fn has_value(&self, kind: &ChangeKind) -> bool {
        self.kinds.iter().any(|own| own.is_same_value(kind))
    }

    /// The numbers of the kinds that a lead tries.
    fn tries(&self, kinds: &[ChangeKind]) -> Vec<usize> {
        let doubts = kinds.iter().filter(|kind| self.doubtful.contains_key(*kind)).count();
        let tries = |kind: &&ChangeKind| doubts < 2 || !self.alone.contains(*kind);
        kinds.iter().filter(tries).filter_map(|kind| self.numbers.get(kind).copied()).collect()
    }
}

fn has_any(kinds: &[ChangeKind], among: &BTreeSet<ChangeKind>) -> bool {
    kinds.iter().any(|kind| among.contains(kind))
}
