//! What the sentences of a policy come to in one lead.

use crate::leads::value_change::{BoundAssignment, CannotChange};
use crate::leads::{self, Field, Lead, Lock, Row};
use crate::sheet::change_set::LeftOutKind;
use crate::sheet::edit::CellEdit;
use crate::sheet::policy::conflict::{PolicyConflict, Wish};
use crate::sheet::policy::earlier::EarlierCells;
use crate::sheet::policy::run::{PolicyRun, SentenceCount, SkippedCell};
use crate::sheet::policy::{Match, Policy, PolicyTarget, Sentence};
use crate::sheet::row::{RowBuffer, RowDraft};
use crate::sheet::sheet::Sheet;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What is known while the leads are judged one by one.
pub(super) struct Judge<'p> {
    pub sheet: &'p Sheet,
    pub policy: &'p Policy,
    pub earlier: &'p EarlierCells,
}

/// A lead that is judged.
struct JudgedLead<'p> {
    sheet: &'p Sheet,
    row: Row,
    /// What an earlier run of the policy set in it: the cells and what Partner Center holds of them.
    earlier: &'p [(Field, String)],
}

/// New texts of a lead, in the order in which they are set.
type JudgedTexts = Vec<(Field, String)>;

/// What the sentences want of each target of a lead, in the order of the sentences.
type SentenceWishes = BTreeMap<PolicyTarget, Vec<Wish>>;

impl Judge<'_> {
    /// Finds out what the sentences come to in one lead.
    pub fn lead(&self, row: Row, buffer: &mut RowBuffer, run: &mut PolicyRun) {
        let earlier = self.earlier.get(&row).map_or(&[][..], Vec::as_slice);
        let lead = JudgedLead { sheet: self.sheet, row, earlier };
        let mut holding = Vec::new();
        for (at, sentence) in self.policy.sentences.iter().enumerate() {
            match sentence.matches(|field| lead.judged_text(field), self.sheet.context()) {
                Match::Yes => holding.push((at, sentence)),
                Match::No => {}
                Match::Unreadable(field) => run.skipped.push(lead.unreadable(at, field)),
            }
        }
        if holding.is_empty() {
            return;
        }
        let gathered = buffer.gather(self.sheet, row);
        let loaded = lead.held_texts(&gathered.row());
        let judged = Lead { loaded: &loaded, ..gathered.row() };
        let mut wishes = SentenceWishes::new();
        for (at, sentence) in holding {
            run.sentences[at].leads += 1;
            lead.ask(judged, (at, sentence), &mut wishes, &mut run.skipped);
        }
        let mut agreed = Vec::new();
        for (target, wishes) in wishes {
            lead.decide(target, wishes, &mut agreed, run);
        }
        lead.leave_locked(&mut agreed, &mut run.skipped);
        for (_, wish) in agreed {
            count(&mut run.sentences, &wish);
            run.sets.extend(wish);
        }
    }
}

/// The cells that are set, each with its sentence.
pub(super) type SentenceSets = Vec<(CellEdit, usize)>;

fn count(sentences: &mut [SentenceCount], sets: &SentenceSets) {
    for (_, at) in sets {
        sentences[*at].cells += 1;
    }
}

impl<'p> JudgedLead<'p> {
    /// The text of a cell that conditions and changes go by.
    fn judged_text(&self, field: Field) -> Cow<'_, str> {
        match self.earlier.iter().find(|(other, _)| *other == field) {
            Some((_, held)) => Cow::Borrowed(held),
            None => self.text(field),
        }
    }

    fn text(&self, field: Field) -> Cow<'p, str> {
        self.sheet.text(self.row, field)
    }

    /// The loaded texts of the lead, without what an export made of cells that an earlier run set: which outcomes
    /// there are depends on them.
    fn held_texts<'t>(&'t self, lead: &Lead<'t>) -> Vec<&'t str> {
        let mut loaded = lead.loaded.to_vec();
        for (field, held) in self.earlier {
            if let Some(cell) = loaded.get_mut(field.index()) {
                *cell = held;
            }
        }
        loaded
    }

    fn is_earlier(&self, field: Field) -> bool {
        self.earlier.iter().any(|(other, _)| *other == field)
    }

    /// Whether a person edited the cell: it differs from what Partner Center holds, and not by the policy.
    fn is_by_hand(&self, field: Field) -> bool {
        !self.is_earlier(field) && self.text(field) != self.sheet.base_text(self.row, field)
    }

    fn skipped(
        &self,
        sentence: usize,
        field: Option<Field>,
        kind: LeftOutKind,
        reason: &impl ToString,
    ) -> SkippedCell {
        SkippedCell { row: self.row, field, sentence, kind, reason: reason.to_string() }
    }

    fn unreadable(&self, sentence: usize, field: Option<Field>) -> SkippedCell {
        let reason = field.map(|field| {
            let layout = self.sheet.layout();
            let name = layout.col(field).map_or_else(|| layout.name(field).into(), |c| c.short());
            format!("{name} \"{}\" can't be compared", self.judged_text(field))
        });
        self.skipped(sentence, field, LeftOutKind::Unreadable, &reason.unwrap_or_default())
    }

    /// Finds out what a sentence wants of the lead. What it can't change is noted with the reason.
    fn ask(
        &self,
        lead: Lead,
        (at, sentence): (usize, &Sentence),
        wishes: &mut SentenceWishes,
        skipped: &mut Vec<SkippedCell>,
    ) {
        let layout = self.sheet.layout();
        let mut made: Vec<(Field, String)> = Vec::new();
        let mut failed: Vec<PolicyTarget> = Vec::new();
        for assignment in &sentence.set {
            let field = assignment.main_field(layout);
            let target = field.map_or(PolicyTarget::Outcome, |f| PolicyTarget::of(f, layout));
            match self.texts(lead, &made, assignment) {
                Ok(texts) => {
                    made.retain(|(field, _)| texts.iter().all(|(other, _)| other != field));
                    made.extend(texts);
                }
                // What else the sentence sets with it would be half of a decision.
                Err((error, lock)) if !failed.contains(&target) => {
                    failed.push(target);
                    let kind = match lock {
                        Some(_) => LeftOutKind::Locked,
                        None if error.is_unreadable() => LeftOutKind::Unreadable,
                        None => LeftOutKind::NotPossible,
                    };
                    let reason = lock.map_or_else(|| error.to_string(), |lock| lock.to_string());
                    skipped.push(self.skipped(at, field, kind, &reason));
                }
                Err(_) => {}
            }
        }
        let mut wish: BTreeMap<PolicyTarget, Vec<(Field, String)>> = BTreeMap::new();
        for (field, text) in made {
            wish.entry(PolicyTarget::of(field, layout)).or_default().push((field, text));
        }
        for (target, texts) in wish.into_iter().filter(|(target, _)| !failed.contains(target)) {
            wishes.entry(target).or_default().push(Wish { sentence: at, texts });
        }
    }

    /// The texts that an assignment gives to the lead after those that were made before it.
    fn texts(
        &self,
        lead: Lead,
        made: &[(Field, String)],
        assignment: &BoundAssignment,
    ) -> Result<JudgedTexts, (CannotChange, Option<Lock>)> {
        let mut draft = RowDraft::new(lead);
        for (field, text) in self.earlier.iter().chain(made) {
            draft.set(*field, text);
        }
        match assignment.texts(&draft.row()) {
            Ok(texts) => Ok(texts.into_iter().map(|set| (set.field, set.text)).collect()),
            Err(error) => {
                let field = assignment.main_field(self.sheet.layout());
                let lock = field.and_then(|f| leads::check_editable(&draft.row(), f).err());
                Err((error, lock))
            }
        }
    }

    /// Decides what becomes of some cells that sentences want to set.
    fn decide(
        &self,
        target: PolicyTarget,
        wishes: Vec<Wish>,
        agreed: &mut Vec<(PolicyTarget, SentenceSets)>,
        run: &mut PolicyRun,
    ) {
        let is_same = |(field, text): &(Field, String)| self.text(*field) == text.as_str();
        let by_hand = wishes.iter().find_map(|wish| {
            let cell = wish.texts.iter().find(|set| !is_same(set) && self.is_by_hand(set.0));
            cell.map(|(field, _)| (wish.sentence, *field))
        });
        if let Some((sentence, field)) = by_hand {
            let reason = format!("\"{}\" stays", self.text(field));
            run.skipped.push(self.skipped(
                sentence,
                Some(field),
                LeftOutKind::EditedByHand,
                &reason,
            ));
            return;
        }
        let Some(sets) = union(self.row, &wishes) else {
            let is_chosen = |wish: &Wish| {
                wish.texts.iter().all(is_same) && wish.texts.iter().any(|t| self.is_earlier(t.0))
            };
            match wishes.iter().find(|wish| is_chosen(wish)) {
                Some(wish) => run.skipped.push(self.unchanged(wish)),
                None => run.disputed.push(PolicyConflict { row: self.row, target, wishes }),
            }
            return;
        };
        let sets: SentenceSets =
            sets.into_iter().filter(|(set, _)| self.text(set.at.field) != set.text).collect();
        match wishes.first() {
            Some(wish) if sets.is_empty() => run.skipped.push(self.unchanged(wish)),
            _ => agreed.push((target, sets)),
        }
    }

    fn unchanged(&self, wish: &Wish) -> SkippedCell {
        let field = wish.texts.first().map(|(field, _)| *field);
        self.skipped(wish.sentence, field, LeftOutKind::Unchanged, &"")
    }

    /// Leaves out the targets with a locked cell, as a whole.
    fn leave_locked(
        &self,
        agreed: &mut Vec<(PolicyTarget, SentenceSets)>,
        skipped: &mut Vec<SkippedCell>,
    ) {
        agreed.sort_by_key(|(_, sets)| {
            sets.iter().map(|(set, _)| self.sheet.layout().write_order(set.at.field)).min()
        });
        loop {
            let sets: Vec<CellEdit> =
                agreed.iter().flat_map(|(_, sets)| sets).map(|(set, _)| set.clone()).collect();
            let Some((at, lock)) = self.sheet.locks(&sets).into_iter().next() else { return };
            let field = sets[at].at.field;
            let is_locked = |(_, sets): &(PolicyTarget, SentenceSets)| {
                sets.iter().any(|(set, _)| set.at.field == field)
            };
            let Some(place) = agreed.iter().position(is_locked) else { return };
            let (_, left) = agreed.remove(place);
            let sentence = left.first().map_or(0, |(_, sentence)| *sentence);
            skipped.push(self.skipped(sentence, Some(field), LeftOutKind::Locked, &lock));
        }
    }
}

/// All cells that sentences want to set, each with the first sentence that wants it; nothing if they want different
/// texts.
fn union(row: Row, wishes: &[Wish]) -> Option<SentenceSets> {
    let mut sets = SentenceSets::new();
    for (set, sentence) in wishes.iter().flat_map(|wish| wish.sets(row)) {
        match sets.iter().find(|(other, _)| other.at == set.at) {
            Some((other, _)) if other.text == set.text => {}
            Some(_) => return None,
            None => sets.push((set, sentence)),
        }
    }
    Some(sets)
}
