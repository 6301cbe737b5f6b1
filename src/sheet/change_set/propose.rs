//! Working out what a bulk change does to each lead.

use crate::leads::value_change::{BoundAssignment, CannotChange, ProposedText};
use crate::leads::{self, CellRef, Field, Lead, Lock, Row};
use crate::sheet::change_set::{ChangeSet, LeftOut, LeftOutKind, ProposedCell};
use crate::sheet::edit::CellEdit;
use crate::sheet::row::{RowBuffer, RowDraft};
use crate::sheet::sheet::Sheet;
use crate::table::parallel::in_pieces;
use std::ops::Range;

/// What was worked out for some leads.
#[derive(Default)]
struct Proposed {
    cells: Vec<ProposedCell>,
    left_out: Vec<LeftOut>,
}

/// The new texts of one lead so far, in the order in which they are set.
type Texts = Vec<(Field, String)>;

impl Sheet {
    /// Works out what assignments do to some leads. Nothing changes.
    ///
    /// They are made one after the other, so that a reason can follow the outcome that asks for it.
    pub fn propose(
        &self,
        rows: &[Row],
        assignments: &[BoundAssignment],
        label: impl Into<String>,
    ) -> ChangeSet {
        let of_piece = |piece: Range<usize>| {
            let mut buffer = RowBuffer::default();
            let mut proposed = Proposed::default();
            for &row in &rows[piece] {
                let gathered = buffer.gather(self, row);
                proposed.lead(self, row, gathered.row(), assignments);
            }
            proposed
        };
        collect(label.into(), in_pieces(rows.len(), of_piece))
    }

    /// Works out what new texts change, each cell once. Nothing changes.
    ///
    /// A text can say where it comes from. Cells that are locked or have the text already are left out.
    pub fn propose_texts(
        &self,
        label: impl Into<String>,
        sets: Vec<(CellEdit, Option<String>)>,
    ) -> ChangeSet {
        let mut sets = sets;
        // By lead, and in a lead those first that others depend on.
        sets.sort_by_key(|(set, _)| (set.at.row, self.layout().write_order(set.at.field)));
        let by_lead: Vec<&[(CellEdit, Option<String>)]> =
            sets.chunk_by(|(one, _), (next, _)| one.at.row == next.at.row).collect();
        let of_piece = |piece: Range<usize>| {
            let mut buffer = RowBuffer::default();
            let mut proposed = Proposed::default();
            for lead in &by_lead[piece] {
                let row = lead[0].0.at.row;
                let gathered = buffer.gather(self, row);
                proposed.texts_of_lead(self, gathered.row(), lead);
            }
            proposed
        };
        collect(label.into(), in_pieces(by_lead.len(), of_piece))
    }
}

fn collect(label: String, pieces: Vec<Proposed>) -> ChangeSet {
    let mut set = ChangeSet { label, ..ChangeSet::default() };
    for piece in pieces {
        set.cells.extend(piece.cells);
        set.left_out.extend(piece.left_out);
    }
    set
}

impl Proposed {
    /// Works out what assignments do to one lead.
    fn lead(&mut self, sheet: &Sheet, row: Row, lead: Lead, assignments: &[BoundAssignment]) {
        let mut made: Texts = Vec::new();
        for assignment in assignments {
            let mut draft = RowDraft::new(lead);
            for (field, text) in &made {
                draft.set(*field, text);
            }
            let field = assignment.main_field(sheet.layout());
            let texts = match assignment.texts(&draft.row()) {
                Ok(texts) => texts,
                Err(error) => {
                    let lock = field.and_then(|f| leads::check_editable(&draft.row(), f).err());
                    self.left_out.push(not_made(row, field, &error, lock));
                    continue;
                }
            };
            let (set, locked) = allowed(&mut draft, &texts);
            let is_same = set.is_empty() && locked.is_none();
            if let Some((field, lock)) = locked {
                self.left_out.push(left_out(row, Some(field), LeftOutKind::Locked, &lock));
            }
            if is_same {
                self.left_out.push(unchanged(row, field));
            }
            let set: Texts =
                set.into_iter().map(|at| (texts[at].field, texts[at].text.clone())).collect();
            drop(draft);
            for (field, text) in set {
                put(&mut made, field, text);
            }
        }
        for (field, after) in made {
            let before = sheet.text(row, field).into_owned();
            if before == after {
                self.left_out.push(unchanged(row, Some(field)));
            } else {
                let at = CellRef::new(row, field);
                self.cells.push(ProposedCell { at, before, after, reason: None });
            }
        }
    }

    /// Works out which of the new texts of one lead change something.
    fn texts_of_lead(&mut self, sheet: &Sheet, lead: Lead, sets: &[(CellEdit, Option<String>)]) {
        let mut draft = RowDraft::new(lead);
        for (CellEdit { at, text }, reason) in sets {
            let CellRef { row, field } = *at;
            let before = sheet.text(row, field);
            if before == text.as_str() {
                self.left_out.push(unchanged(row, Some(field)));
                continue;
            }
            if let Err(lock) = leads::check_editable_text(&draft.row(), field, text) {
                self.left_out.push(left_out(row, Some(field), LeftOutKind::Locked, &lock));
                continue;
            }
            draft.set(field, text);
            let (before, after) = (before.into_owned(), text.clone());
            self.cells.push(ProposedCell { at: *at, before, after, reason: reason.clone() });
        }
    }
}

/// Sets the texts that a lead doesn't have already, and returns which ones could be set and the first one that is
/// locked.
fn allowed<'t>(
    draft: &mut RowDraft<'t>,
    texts: &'t [ProposedText],
) -> (Vec<usize>, Option<(Field, Lock)>) {
    let (mut set, mut locked) = (Vec::new(), None);
    for (at, ProposedText { field, text }) in texts.iter().enumerate() {
        if draft.row().current.get(field.index()).copied().unwrap_or_default() == text {
            continue;
        }
        if let Err(lock) = leads::check_editable_text(&draft.row(), *field, text) {
            locked = locked.or(Some((*field, lock)));
            continue;
        }
        draft.set(*field, text);
        set.push(at);
    }
    (set, locked)
}

/// Puts a text behind the others, or in the place of an earlier one of the same cell.
fn put(made: &mut Texts, field: Field, text: String) {
    match made.iter_mut().find(|(other, _)| *other == field) {
        Some((_, before)) => *before = text,
        None => made.push((field, text)),
    }
}

fn not_made(row: Row, field: Option<Field>, error: &CannotChange, lock: Option<Lock>) -> LeftOut {
    match lock {
        Some(lock) => left_out(row, field, LeftOutKind::Locked, &lock),
        None if error.is_unreadable() => left_out(row, field, LeftOutKind::Unreadable, error),
        None => left_out(row, field, LeftOutKind::NotPossible, error),
    }
}

fn left_out(row: Row, field: Option<Field>, kind: LeftOutKind, reason: &impl ToString) -> LeftOut {
    LeftOut { row: Some(row), field, kind, reason: reason.to_string() }
}

fn unchanged(row: Row, field: Option<Field>) -> LeftOut {
    LeftOut { row: Some(row), field, kind: LeftOutKind::Unchanged, reason: String::new() }
}
