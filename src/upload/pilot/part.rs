//! The choice of the leads of a pilot part.

use crate::leads::Row;
use crate::sheet::{RowState, Sheet};
use crate::upload::pilot::cover::{Cover, NumberSet};
use crate::upload::pilot::kind::ChangeKind;
use crate::upload::pilot::lessons::{KindVerdict, Lessons};
use std::collections::{BTreeMap, BTreeSet};

/// The most leads of a pilot part.
pub const MAX_PILOT_LEADS: usize = 8;

/// The number of ready leads from which on a pilot part is offered.
pub const MIN_PILOT_OFFER: usize = 50;

/// The fewest leads that try each kind of change once. None of them becomes Closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PilotPart {
    /// The leads, in file order.
    pub rows: Vec<Row>,
    /// The kinds of change that they try and that no upload has tried before.
    pub tried: Vec<ChangeKind>,
    /// The kinds that more leads than are allowed would be needed for, with how many ready leads have each.
    pub untried: Vec<(ChangeKind, usize)>,
    /// The ready leads that become Closed: what is done to them isn't tried.
    pub closing: usize,
    /// All ready leads.
    pub ready: usize,
}

impl PilotPart {
    /// Whether it is worth a review's line: the upload is big, and changes more than one column or needs more
    /// than one lead to try.
    pub fn is_offered(&self) -> bool {
        let is_other = |kind: &ChangeKind| kind.field != self.tried[0].field;
        let has_many = self.rows.len() > 1 || self.tried.iter().any(is_other);
        self.ready > MIN_PILOT_OFFER && has_many
    }
}

/// The ready leads with the same kinds to try.
struct Alike {
    first: Row,
    kinds: Vec<ChangeKind>,
}

impl Sheet {
    /// The pilot part of the ready leads; nothing if there is no kind of change to try, or if it would have
    /// every ready lead.
    ///
    /// Kinds that were accepted, or that wait for results, are tried already, and kinds that are known to
    /// be rejected aren't tried again. A kind in doubt is tried in a lead without any other doubt, if there
    /// is one; without one only until a second lead was rejected.
    pub fn pilot_part(&self) -> Option<PilotPart> {
        let ready: Vec<Row> =
            self.tracked_rows().filter(|row| self.state(*row) == RowState::Ready).collect();
        let open: Vec<Row> = ready.iter().copied().filter(|row| !self.closes(*row)).collect();
        let lessons = Lessons::of(self);
        let leads: Vec<(Row, Vec<ChangeKind>)> =
            open.iter().map(|row| (*row, self.change_kinds(*row))).collect();
        let needs = Needs::new(&lessons, &leads);
        let alike = needs.alike(&leads);
        let sets: Vec<NumberSet> = alike.iter().map(|alike| needs.set(&alike.kinds)).collect();
        let cover = Cover { sets: &sets, weights: &needs.weights };
        let chosen = cover.choose(MAX_PILOT_LEADS);
        let mut covered = NumberSet::default();
        for at in &chosen {
            covered.add(&sets[*at]);
        }
        let mut rows: Vec<Row> = chosen.iter().map(|at| alike[*at].first).collect();
        rows.sort_unstable();
        if rows.is_empty() || rows.len() == ready.len() {
            return None;
        }
        let (mut tried, mut untried) = (Vec::new(), Vec::new());
        for (number, kind) in needs.kinds.iter().enumerate() {
            if covered.contains(number) {
                tried.push(kind.clone());
            } else {
                untried.push((kind.clone(), needs.weights[number]));
            }
        }
        let closing = ready.len() - open.len();
        Some(PilotPart { rows, tried, untried, closing, ready: ready.len() })
    }
}

/// The kinds that a pilot part has to try, by number.
struct Needs {
    kinds: Vec<ChangeKind>,
    numbers: BTreeMap<ChangeKind, usize>,
    /// How many leads have each kind.
    weights: Vec<usize>,
    /// The kinds in doubt that some lead has without another doubt.
    alone: BTreeSet<ChangeKind>,
    doubtful: BTreeSet<ChangeKind>,
    rejected: BTreeSet<ChangeKind>,
}

impl Needs {
    fn new(lessons: &Lessons, leads: &[(Row, Vec<ChangeKind>)]) -> Self {
        let of = |is: fn(KindVerdict) -> bool| {
            let known = lessons.kinds.iter().filter(|known| is(known.verdict));
            known.map(|known| known.kind.clone()).collect::<BTreeSet<ChangeKind>>()
        };
        let rejected = of(|verdict| verdict == KindVerdict::Rejected);
        let doubtful = of(|verdict| verdict.is_doubtful());
        let mut counts: BTreeMap<ChangeKind, usize> = BTreeMap::new();
        let mut alone = BTreeSet::new();
        let is_tried = |kind: &ChangeKind| {
            let is_settled =
                |verdict| matches!(verdict, KindVerdict::Accepted | KindVerdict::Rejected);
            lessons.verdict(kind).is_some_and(is_settled)
                || lessons.result(kind).is_some_and(|known| known.is_waiting)
        };
        let others = || leads.iter().filter(|(_, kinds)| !has_any(kinds, &rejected));
        for (_, kinds) in others() {
            let mut doubts = kinds.iter().filter(|kind| doubtful.contains(*kind));
            if let (Some(doubt), None) = (doubts.next(), doubts.next()) {
                alone.insert(doubt.clone());
            }
        }
        // What was rejected twice together with other kinds, and has no lead without them, stays so.
        let is_stuck = |kind: &ChangeKind| {
            let is_known = lessons.result(kind).is_some_and(|known| known.rejected > 1);
            is_known && !alone.contains(kind)
        };
        for (_, kinds) in others() {
            for kind in kinds.iter().filter(|kind| !is_tried(kind) && !is_stuck(kind)) {
                *counts.entry(kind.clone()).or_default() += 1;
            }
        }
        let (kinds, weights): (Vec<ChangeKind>, Vec<usize>) = counts.into_iter().unzip();
        let numbers = kinds.iter().cloned().zip(0..).collect();
        Self { kinds, numbers, weights, alone, doubtful, rejected }
    }

    /// The leads that have the same kinds to try: the first one of each sort.
    fn alike(&self, leads: &[(Row, Vec<ChangeKind>)]) -> Vec<Alike> {
        let mut known: BTreeSet<Vec<usize>> = BTreeSet::new();
        let mut alike = Vec::new();
        for (row, kinds) in leads.iter().filter(|(_, kinds)| !has_any(kinds, &self.rejected)) {
            if known.insert(self.tries(kinds)) {
                alike.push(Alike { first: *row, kinds: kinds.clone() });
            }
        }
        alike
    }

    /// The numbers of the kinds that a lead tries.
    fn tries(&self, kinds: &[ChangeKind]) -> Vec<usize> {
        let doubts = kinds.iter().filter(|kind| self.doubtful.contains(*kind)).count();
        let tries = |kind: &&ChangeKind| doubts < 2 || !self.alone.contains(*kind);
        kinds.iter().filter(tries).filter_map(|kind| self.numbers.get(kind).copied()).collect()
    }

    fn set(&self, kinds: &[ChangeKind]) -> NumberSet {
        NumberSet::new(self.tries(kinds))
    }
}

fn has_any(kinds: &[ChangeKind], among: &BTreeSet<ChangeKind>) -> bool {
    kinds.iter().any(|kind| among.contains(kind))
}
