//! What the rules find, kept for every row that they find something in.

use super::Sheet;
use super::parallel::{beside_pieces, in_pieces};
use super::row::Cells;
use crate::leads::{Check, Finding, Level, Origin, Rule, Tally, rules};
use std::collections::BTreeMap;
use std::ops::Range;

/// What the rules find in a sheet, derived from its texts alone.
///
/// Of rows that aren't going to be uploaded only problems are kept: their notes are worked out when
/// somebody looks at a cell, see [`Sheet::findings_at`].
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// What the rules find in each row by itself.
    by_row: BTreeMap<u32, Box<[Finding]>>,
    /// What they find in the header and in all rows together, the whole file first.
    file: Vec<Finding>,
    tally: Tally,
}

impl Findings {
    /// Runs every rule over everything.
    pub(super) fn of(sheet: &Sheet) -> Self {
        Self::of_some(sheet, sheet.rows() as usize, |row| row as u32)
    }

    /// Runs the rules that look at one row over some rows, and the others over everything.
    ///
    /// `row_at` gives the number of each of the `count` rows.
    pub(super) fn of_some(
        sheet: &Sheet,
        count: usize,
        row_at: impl Fn(usize) -> u32 + Sync,
    ) -> Self {
        let of_file: Vec<&Rule> = rules::of_file().collect();
        let run = |rule: &&'static Rule| {
            let mut found = Vec::new();
            rules::check_file(rule, sheet, &mut found);
            found
        };
        let of_piece = |piece: Range<usize>| of_rows(sheet, piece.map(&row_at));
        let (file, rows) = beside_pieces(sheet.rows() as usize, &of_file, run, count, of_piece);
        let mut file = file.concat();
        file.sort_by_key(|f| f.row);
        let mut all = Self { tally: Tally::of(&file), file, ..Self::default() };
        for piece in rows {
            all.tally.add(piece.tally);
            all.by_row.extend(piece.found);
        }
        all
    }

    /// Runs the rules again after an edit of some rows in some fields.
    pub(super) fn renew(&mut self, sheet: &Sheet, rows: &[u32], fields: &[u32]) {
        debug_assert!(!sheet.only_counts_notes(), "what isn't kept can't be taken back");
        for old in rows.iter().filter_map(|row| self.by_row.remove(row)) {
            self.tally.take(Tally::of(&old));
        }
        let of_piece = |piece: Range<usize>| of_rows(sheet, rows[piece].iter().copied());
        for piece in in_pieces(rows.len(), of_piece) {
            self.tally.add(piece.tally);
            self.by_row.extend(piece.found);
        }
        self.tally.take(Tally::of(&self.file));
        let edited = |col| sheet.layout().field(col).is_some_and(|f| fields.contains(&(f as u32)));
        rules::check_columns(sheet, edited, &mut self.file);
        self.file.sort_by_key(|f| f.row);
        self.tally.add(Tally::of(&self.file));
    }

    /// Returns how many findings there are of each level.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Iterates over all findings: the whole file's first, then row by row.
    pub fn all(&self) -> impl Iterator<Item = &Finding> {
        let of_rows = self.by_row.values().map(|findings| findings.len());
        let mut list: Vec<&Finding> = Vec::with_capacity(self.file.len() + of_rows.sum::<usize>());
        list.extend(&self.file);
        list.extend(self.by_row.values().flatten());
        if self.file.last().is_none_or(|f| f.row.is_none()) {
            // Row by row already, so that only the findings of each row are put in order.
            for row in list.chunk_by_mut(|a, b| a.row == b.row) {
                row.sort_by_key(|f| f.field);
            }
        } else {
            list.sort_by_key(|f| (f.row, f.field));
        }
        list.into_iter()
    }

    /// Iterates over the findings of a row; without notes if it isn't going to be uploaded.
    pub fn row(&self, row: u32) -> impl Iterator<Item = &Finding> {
        let own = self.by_row.get(&row).into_iter().flatten();
        let start = self.file.partition_point(|f| f.row < Some(row));
        let shared = self.file[start..].iter().take_while(move |f| f.row == Some(row));
        own.chain(shared)
    }

    /// Iterates over the findings that aren't about a row.
    pub fn file(&self) -> impl Iterator<Item = &Finding> {
        self.file.iter().take_while(|f| f.row.is_none())
    }

    /// Tells whether something holds the row back.
    pub fn holds_back(&self, row: u32) -> bool {
        self.row(row).any(|f| f.level == Level::Error)
    }

    /// Returns how many rows have something that holds them back.
    pub fn rows_held_back(&self) -> usize {
        let errors = |list: &[Finding]| list.iter().any(|f| f.level == Level::Error);
        let by_row = self.by_row.iter().filter(|(_, list)| errors(list)).map(|(row, _)| *row);
        let shared = self.file.iter().filter(|f| f.level == Level::Error).filter_map(|f| f.row);
        let mut rows: Vec<u32> = by_row.chain(shared).collect();
        rows.sort_unstable();
        rows.dedup();
        rows.len()
    }

    /// Returns the errors of the header and the file, which hold every row back.
    pub fn blocks(&self) -> impl Iterator<Item = &Finding> {
        self.file().filter(|f| f.level == Level::Error && !matches!(f.rule.check, Check::Export))
    }
}

/// What the rules find in some rows.
struct Piece {
    /// The rows with findings that are kept.
    found: Vec<(u32, Box<[Finding]>)>,
    /// How many there are, the ones that aren't kept included.
    tally: Tally,
}

/// Runs the rules that look at one row over some rows, and leaves out those with nothing to find.
fn of_rows(sheet: &Sheet, rows: impl Iterator<Item = u32>) -> Piece {
    let mut cells = Cells::default();
    let mut piece = Piece { found: Vec::new(), tally: Tally::default() };
    let mut found = Vec::new();
    for row in rows {
        rules::check_row(&cells.gather(sheet, row).row(), row, least(sheet, row), &mut found);
        piece.tally.add(Tally::of(&found));
        let is_kept = |f: &Finding| f.level.is_problem() || !sheet.only_counts_notes();
        let kept: Box<[Finding]> = found.drain(..).filter(is_kept).map(Finding::shrunk).collect();
        if !kept.is_empty() {
            piece.found.push((row, kept));
        }
    }
    piece
}

/// Returns the least level of the findings that are kept of a row.
fn least(sheet: &Sheet, row: u32) -> Level {
    match sheet.origin() {
        Origin::Download if sheet.changes_of(row).is_empty() => Level::Warning,
        _ => Level::Note,
    }
}

impl Sheet {
    /// Returns all findings of a cell, notes too, the gravest first.
    pub fn findings_at(&self, row: u32, field: u32) -> Vec<Finding> {
        let mut found = Vec::new();
        self.with_row(row, |r| rules::check_row(r, row, Level::Note, &mut found));
        let shared = self.findings().file.iter().filter(|f| f.row == Some(row));
        found.extend(shared.cloned());
        found.retain(|f| f.field == Some(field));
        found.sort_by_key(|f| std::cmp::Reverse(f.level));
        found
    }
}
