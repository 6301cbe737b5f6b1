//! The choice of the leads of a pilot part.

use crate::leads::Row;
use crate::sheet::{RowState, Sheet};
use crate::upload::pilot::cover::{Cover, NumberSet};
use crate::upload::pilot::kind::ChangeKind;
use crate::upload::pilot::lessons::Lessons;
use crate::upload::pilot::needs::{Alike, KindLead, Needs};

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
    /// What the pilot part before it came to; nothing if it is the first one.
    pub earlier: Option<EarlierPilot>,
}

/// The pilot part before another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EarlierPilot {
    /// Its results are missing.
    Waiting,
    /// They are imported.
    Answered,
}

impl PilotPart {
    /// Whether it is worth a review's line: the upload is big, and changes more than one column or needs more
    /// than one lead to try. Another one is worth it once the results of the one before are imported: the leads
    /// with what it tries are left out.
    pub fn is_offered(&self) -> bool {
        if let Some(earlier) = self.earlier {
            return earlier == EarlierPilot::Answered;
        }
        let is_other = |kind: &ChangeKind| kind.field != self.tried[0].field;
        let has_many = self.rows.len() > 1 || self.tried.iter().any(is_other);
        self.ready > MIN_PILOT_OFFER && has_many
    }
}

impl Sheet {
    /// The pilot part of the ready leads; nothing if there is no kind of change to try, or if it would have
    /// every ready lead.
    ///
    /// Kinds that were accepted, or that wait for results, are tried already, and kinds that are known to
    /// be rejected aren't tried again. A kind in doubt is tried in a lead without any other doubt, if there
    /// is one; without one only until a second lead was rejected. Of several files the leads are from as few as
    /// possible, because each file is an upload of its own.
    pub fn pilot_part(&self) -> Option<PilotPart> {
        let ready: Vec<Row> =
            self.tracked_rows().filter(|row| self.state(*row) == RowState::Ready).collect();
        let open: Vec<Row> = ready.iter().copied().filter(|row| !self.closes(*row)).collect();
        let lessons = Lessons::of(self);
        let leads = self.kind_leads(&open);
        let leads: Vec<&KindLead> = leads.iter().collect();
        let needs = Needs::new(&lessons, &leads);
        let alike = few_files(needs.alike(&leads, |row| self.file_of(row)), &needs);
        let sets: Vec<NumberSet> = alike.iter().map(|alike| alike.set.clone()).collect();
        let cover = Cover { sets: &sets, weights: &needs.weights };
        let chosen = cover.choose(MAX_PILOT_LEADS);
        let mut covered = NumberSet::default();
        for at in &chosen {
            covered.add(&sets[*at]);
        }
        let mut rows: Vec<Row> = chosen.iter().map(|at| alike[*at].row).collect();
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
        let earlier = match lessons.is_waiting() {
            _ if lessons.is_empty() => None,
            true => Some(EarlierPilot::Waiting),
            false => Some(EarlierPilot::Answered),
        };
        Some(PilotPart { rows, tried, untried, closing, ready: ready.len(), earlier })
    }
}

/// Those of the fewest files that try all of it.
fn few_files(mut alike: Vec<Alike>, needs: &Needs) -> Vec<Alike> {
    let files = alike.iter().map(|alike| alike.file + 1).max().unwrap_or_default();
    let mut sets = vec![NumberSet::default(); files];
    for alike in &alike {
        sets[alike.file].add(&alike.set);
    }
    let chosen = Cover { sets: &sets, weights: &needs.weights }.choose(files);
    alike.retain(|alike| chosen.contains(&alike.file));
    alike
}
