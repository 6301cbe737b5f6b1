//! Hands rows to the rules.

use super::parallel::in_pieces;
use super::standing::Standing;
use super::state::Changes;
use super::{Sheet, Table};
use crate::leads::{
    self, Col, Facts, Finding, Last, Layout, Level, Lock, Origin, Row, Rows, is_plain, rules,
};
use std::borrow::Cow;
use std::ops::Range;

/// The texts of one row, gathered. Used again from row to row to save allocations.
#[derive(Default)]
pub(super) struct Cells<'s> {
    loaded: Vec<Cow<'s, str>>,
    current: Vec<Cow<'s, str>>,
    odd: Vec<usize>,
    changed: Vec<usize>,
    corrected: Vec<usize>,
}

impl<'s> Cells<'s> {
    /// Gathers the texts of a row and returns it in the form that the rules read.
    pub(super) fn row<'c>(&'c mut self, sheet: &'s Sheet, row: u32) -> Row<'c>
    where
        's: 'c,
    {
        self.loaded.clear();
        self.loaded.extend(sheet.table().cells(row as usize));
        self.current.clear();
        let changes = sheet.changes_of(row);
        self.find_odd(sheet.table(), row as usize, changes);
        self.changed.clear();
        let origin = self.compare(sheet, row);
        let current = if changes.is_empty() && self.current.is_empty() {
            &self.loaded
        } else {
            if self.current.is_empty() {
                self.current.extend(self.loaded.iter().cloned());
            }
            for (field, text) in changes {
                set(&mut self.current, sheet.layout(), *field, text);
                set_changed(&mut self.changed, &self.loaded, *field as usize, text);
            }
            &self.current
        };
        let standing = sheet.standing.get(&row);
        self.corrected.clear();
        match standing {
            Some(standing) => corrected(&mut self.corrected, &standing.sent, changes),
            None => self.corrected.extend(&self.changed),
        }
        let errors = sheet.layout().field(Col::Errors);
        let came_with = || errors.and_then(|field| self.loaded.get(field)).map_or("", |e| e.trim());
        Row {
            last: standing.map_or(Last::Unknown, Standing::last),
            said: standing.map_or_else(came_with, Standing::said),
            corrected: &self.corrected,
            layout: sheet.layout(),
            loaded: &self.loaded,
            current,
            origin,
            odd: &self.odd,
            changed: &self.changed,
            facts: sheet.facts(),
        }
    }

    /// Finds the cells whose current text isn't plain.
    fn find_odd(&mut self, table: &Table, row: usize, changes: &[(u32, String)]) {
        self.odd.clear();
        self.odd.extend(table.odd_fields(row));
        for (field, text) in changes {
            set_odd(&mut self.odd, *field as usize, text);
        }
    }

    /// Puts the download's texts under those of the file, if it is compared with a download, and
    /// returns where the loaded texts come from.
    ///
    /// A column that the download lacks keeps its text, and so does a row with another number of
    /// fields than the header: its cells can't be matched with columns.
    fn compare(&mut self, sheet: &'s Sheet, row: u32) -> Origin {
        let Some(baseline) = sheet.baseline() else { return sheet.origin() };
        let Some(lead) = baseline.join.row(row) else { return Origin::Added };
        if self.loaded.len() != sheet.layout().len() {
            return Origin::Compared;
        }
        std::mem::swap(&mut self.loaded, &mut self.current);
        self.loaded.extend(self.current.iter().cloned());
        for (field, original) in baseline.join.columns() {
            if let Some(cell) = self.loaded.get_mut(field as usize) {
                *cell = baseline.table.cell(lead as usize, original as usize);
            }
        }
        let pairs = self.loaded.iter().zip(&self.current).enumerate();
        self.changed.extend(pairs.filter(|(_, (old, new))| old != new).map(|(field, _)| field));
        Origin::Compared
    }
}

/// Finds the fields in which a row isn't as it was sent: both lists are in file order.
fn corrected(fields: &mut Vec<usize>, sent: &Changes, now: &[(u32, String)]) {
    let lacks = |cells: &[(u32, String)], cell: &(u32, String)| !cells.contains(cell);
    let new = now.iter().filter(|cell| lacks(sent, cell));
    let old = sent.iter().filter(|cell| lacks(now, cell));
    fields.extend(new.chain(old).map(|(field, _)| *field as usize));
    fields.sort_unstable();
    fields.dedup();
}

/// Notes whether a cell's new text is plain.
fn set_odd(odd: &mut Vec<usize>, field: usize, text: &str) {
    note(odd, field, !is_plain(text));
}

/// Notes whether a cell's new text is another one than the loaded.
fn set_changed(changed: &mut Vec<usize>, loaded: &[Cow<str>], field: usize, text: &str) {
    note(changed, field, loaded.get(field).map_or("", |loaded| &**loaded) != text);
}

/// Puts a field into a list or takes it out.
fn note(fields: &mut Vec<usize>, field: usize, belongs: bool) {
    match (fields.binary_search(&field), belongs) {
        (Ok(at), false) => drop(fields.remove(at)),
        (Err(at), true) => fields.insert(at, field),
        _ => {}
    }
}

/// Sets a cell, which a short row may lack.
fn set<'s>(cells: &mut Vec<Cow<'s, str>>, layout: &Layout, field: u32, text: &'s str) {
    let field = field as usize;
    if field >= cells.len() && field < layout.len() {
        cells.resize(field + 1, Cow::Borrowed(""));
    }
    if let Some(cell) = cells.get_mut(field) {
        *cell = Cow::Borrowed(text);
    }
}

/// The texts of a row as they would be, while the cells of an edit are set one after the other.
struct Trial<'r> {
    row: Row<'r>,
    current: Vec<Cow<'r, str>>,
    odd: Vec<usize>,
    changed: Vec<usize>,
}

impl<'r> Trial<'r> {
    fn new(row: Row<'r>) -> Self {
        let (odd, changed) = (row.odd.to_vec(), row.changed.to_vec());
        Self { row, current: row.current.to_vec(), odd, changed }
    }

    /// Returns the row as it would be.
    fn row(&self) -> Row<'_> {
        Row { current: &self.current, odd: &self.odd, changed: &self.changed, ..self.row }
    }

    /// Sets a cell. An empty text leaves a missing cell missing, as an edit does.
    fn set(&mut self, field: u32, text: &'r str) {
        if self.current.get(field as usize).map_or("", |now| &**now) != text {
            set(&mut self.current, self.row.layout, field, text);
            set_odd(&mut self.odd, field as usize, text);
            set_changed(&mut self.changed, self.row.loaded, field as usize, text);
        }
    }
}

impl Sheet {
    /// Returns which of the cells that an edit sets are locked and why, by their places in the edit.
    ///
    /// Each cell is judged after the ones before it in the same row, without those that are locked.
    pub(super) fn locks(&self, sets: &[(u32, u32, String)]) -> Vec<(usize, Lock)> {
        let mut order: Vec<usize> = (0..sets.len()).collect();
        order.sort_by_key(|&at| sets[at].0);
        let by_row: Vec<&[usize]> = order.chunk_by(|a, b| sets[*a].0 == sets[*b].0).collect();
        let of_piece = |piece: Range<usize>| {
            let mut cells = Cells::default();
            let mut locks = Vec::new();
            for places in &by_row[piece] {
                self.locks_of_row(sets, places, &mut cells, &mut locks);
            }
            locks
        };
        let mut locks: Vec<_> = in_pieces(by_row.len(), of_piece).into_iter().flatten().collect();
        locks.sort_unstable_by_key(|(at, _)| *at);
        locks
    }

    /// Judges the cells of an edit that are in one row, given by their places in the edit.
    fn locks_of_row<'s>(
        &'s self,
        sets: &'s [(u32, u32, String)],
        places: &[usize],
        cells: &mut Cells<'s>,
        locks: &mut Vec<(usize, Lock)>,
    ) {
        let Some((&last, others)) = places.split_last() else { return };
        let permit = |row: &Row, at: usize| {
            let (_, field, text) = &sets[at];
            leads::permit_text(row, *field as usize, text).map_err(|lock| (at, lock)).err()
        };
        let row = cells.row(self, sets[last].0);
        if others.is_empty() {
            return locks.extend(permit(&row, last));
        }
        let mut trial = Trial::new(row);
        for &at in others {
            match permit(&trial.row(), at) {
                Some(lock) => locks.push(lock),
                None => trial.set(sets[at].1, &sets[at].2),
            }
        }
        locks.extend(permit(&trial.row(), last));
    }

    /// Hands a row, counted from 0, to a function in the form that the rules read.
    pub fn with_row<R>(&self, row: u32, look: impl FnOnce(&Row) -> R) -> R {
        look(&Cells::default().row(self, row))
    }

    /// Returns what the rules would find in a row if a cell had another text. Nothing changes.
    pub fn trial(&self, row: u32, field: u32, text: &str) -> Vec<Finding> {
        let mut cells = Cells::default();
        let mut trial = Trial::new(cells.row(self, row));
        trial.set(field, text);
        let mut found = Vec::new();
        rules::check_row(&trial.row(), row, Level::Note, &mut found);
        found
    }
}

impl Rows for Sheet {
    fn layout(&self) -> &Layout {
        Sheet::layout(self)
    }

    fn count(&self) -> usize {
        self.table().len()
    }

    fn text(&self, row: usize, field: usize) -> Cow<'_, str> {
        Sheet::text(self, row as u32, field as u32)
    }

    fn source(&self) -> &str {
        self.table().text()
    }

    fn has_mixed_line_ends(&self) -> bool {
        self.table().has_mixed_line_ends()
    }

    fn facts(&self) -> &Facts {
        Sheet::facts(self)
    }

    fn original(&self) -> Option<&Layout> {
        Some(self.baseline()?.table.layout())
    }
}
