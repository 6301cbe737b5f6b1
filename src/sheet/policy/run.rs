//! What a policy comes to in all leads of a sheet.

use crate::leads::{Field, Row};
use crate::sheet::change_set::{ChangeSet, LeftOut, LeftOutKind};
use crate::sheet::policy::conflict::{self, ConflictGroup, PolicyConflict};
use crate::sheet::policy::judge::{Judge, SentenceSets};
use crate::sheet::policy::{Policy, PolicyTarget};
use crate::sheet::row::RowBuffer;
use crate::sheet::sheet::Sheet;
use crate::table::parallel::in_pieces;
use std::collections::HashMap;
use std::ops::Range;

/// What a policy comes to in all leads of a sheet. Nothing changes until the edit of its
/// [change set](Self::change_set) is applied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyRun {
    /// What undo will call it.
    pub label: String,
    /// Each sentence of the policy, with how much it does.
    pub sentences: Vec<SentenceCount>,
    /// The cells that sentences want to set to different texts, by lead.
    pub disputed: Vec<PolicyConflict>,
    /// What sentences want and isn't done, and the leads on which a condition can't be compared.
    pub skipped: Vec<SkippedCell>,
    /// The cells that are set, each with its sentence.
    pub(super) sets: SentenceSets,
}

/// A sentence of a policy, and how much it does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SentenceCount {
    /// Its name.
    pub name: String,
    /// On how many leads all of its conditions hold.
    pub leads: usize,
    /// How many cells it changes, without those of conflicts.
    pub cells: usize,
}

/// Something that a sentence wants and that isn't done, or a lead on which its conditions can't be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedCell {
    /// The lead.
    pub row: Row,
    /// The field, if it is one.
    pub field: Option<Field>,
    /// The sentence, by its place in the policy.
    pub sentence: usize,
    /// Why it isn't done.
    pub kind: LeftOutKind,
    /// The reason in a part of a sentence; empty if the kind says it all.
    pub reason: String,
}

impl PolicyRun {
    /// Finds out what a policy comes to in all leads. Nothing changes.
    pub fn new(sheet: &Sheet, policy: &Policy) -> Self {
        let label = policy.label();
        let earlier = sheet.cells_set_by(&label);
        let judge = Judge { sheet, policy, earlier: &earlier };
        let of_piece = |piece: Range<usize>| {
            let mut buffer = RowBuffer::default();
            let mut run = Self::empty(policy);
            for row in sheet.rows().skip(piece.start).take(piece.len()) {
                judge.lead(row, &mut buffer, &mut run);
            }
            run
        };
        let mut whole = Self { label, ..Self::empty(policy) };
        for piece in in_pieces(sheet.row_count(), of_piece) {
            whole.add(piece);
        }
        whole
    }

    fn empty(policy: &Policy) -> Self {
        let count =
            |name: &String| SentenceCount { name: name.clone(), ..SentenceCount::default() };
        let names = policy.sentences.iter().map(|sentence| &sentence.name);
        Self { sentences: names.map(count).collect(), ..Self::default() }
    }

    fn add(&mut self, piece: Self) {
        for (count, more) in self.sentences.iter_mut().zip(piece.sentences) {
            count.leads += more.leads;
            count.cells += more.cells;
        }
        self.disputed.extend(piece.disputed);
        self.skipped.extend(piece.skipped);
        self.sets.extend(piece.sets);
    }

    /// The conflicts, grouped by what is decided about them together.
    pub fn conflicts(&self) -> Vec<ConflictGroup> {
        conflict::groups(&self.disputed)
    }

    /// The change set, with a choice for each group of conflicts: the sentence that is followed, by its place in the
    /// policy. A group without a choice is left out.
    pub fn change_set(&self, sheet: &Sheet, choices: &[Option<usize>]) -> ChangeSet {
        let mut sets = self.sets.clone();
        let mut left_out: Vec<LeftOut> = Vec::new();
        for (at, group) in self.conflicts().iter().enumerate() {
            let choice = choices.get(at).copied().flatten();
            for conflict in group.conflicts.iter().map(|at| &self.disputed[*at]) {
                match conflict.wishes.iter().find(|wish| Some(wish.sentence) == choice) {
                    Some(wish) => sets.extend(wish.sets(conflict.row)),
                    None => left_out.push(self.undecided(conflict, sheet)),
                }
            }
        }
        let name = |at: usize| self.sentences.get(at).map(|sentence| sentence.name.clone());
        let sets = sets.into_iter().map(|(set, sentence)| (set, name(sentence))).collect();
        let mut set = sheet.propose_texts(self.label.clone(), sets);
        set.left_out.extend(left_out);
        set.left_out.extend(self.skipped.iter().map(|cell| self.left_out(cell)));
        set.left_out.sort_by_key(|out| (out.row, out.field));
        set
    }

    /// A change set of the policy with its leads in the order of the sentences, each by its first one.
    pub fn by_sentence(&self, mut set: ChangeSet) -> ChangeSet {
        let names = self.sentences.iter().enumerate().map(|(at, count)| (&*count.name, at));
        let places: HashMap<&str, usize> = names.collect();
        let mut first: HashMap<Row, usize> = HashMap::new();
        for cell in &set.cells {
            let place = cell.reason.as_deref().and_then(|name| places.get(name)).copied();
            let place = place.unwrap_or(places.len());
            let known = first.entry(cell.at.row).or_insert(place);
            *known = place.min(*known);
        }
        set.cells.sort_by_key(|cell| (first.get(&cell.at.row).copied(), cell.at.row));
        set
    }

    fn left_out(&self, cell: &SkippedCell) -> LeftOut {
        let SkippedCell { row, field, sentence, kind, reason } = cell;
        let name = self.sentences.get(*sentence).map_or("", |sentence| sentence.name.as_str());
        let reason = if reason.is_empty() { String::new() } else { format!("{name}: {reason}") };
        LeftOut { row: Some(*row), field: *field, kind: *kind, reason }
    }

    fn undecided(&self, conflict: &PolicyConflict, sheet: &Sheet) -> LeftOut {
        let field = match conflict.target {
            PolicyTarget::Outcome => sheet.layout().status(),
            PolicyTarget::Cell(field) => Some(field),
        };
        let names = conflict.wishes.iter().filter_map(|wish| self.sentences.get(wish.sentence));
        let names: Vec<String> = names.map(|sentence| format!("\"{}\"", sentence.name)).collect();
        LeftOut {
            row: Some(conflict.row),
            field,
            kind: LeftOutKind::Conflict,
            reason: names.join(" or "),
        }
    }
}
