//! What `export` would make of an edited file, cell by cell.

use crate::support::fixtures::today;
use leadsheet::leads::{Field, Row};
use leadsheet::sheet::Sheet;
use leadsheet::table::{Join, Table};
use std::collections::BTreeSet;

/// A cell whose text differs from the download's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    pub column: String,
    pub old: String,
    pub new: String,
}

impl Cell {
    /// The cell in one line, for a list.
    pub fn line(&self) -> String {
        let short = |text: &str| {
            let quoted = format!("{text:?}");
            if quoted.chars().count() < 70 {
                return quoted;
            }
            format!("{}… ({})", quoted.chars().take(60).collect::<String>(), text.len())
        };
        format!("{}: {} -> {}", self.column, short(&self.old), short(&self.new))
    }
}

/// The cells that differ, by what becomes of them.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Those that are uploaded, or would be if no rule held their row back.
    pub taken: BTreeSet<Cell>,
    /// Those that a rule refuses, alone or with the whole row.
    pub refused: BTreeSet<Cell>,
    /// Those that keep the download's text, as damage or as the same value in another form.
    pub kept: BTreeSet<Cell>,
    /// How many rows the upload files have.
    pub ready: usize,
}

/// Judges an edited file as `export --original` does.
pub fn judge(original: Table, edited: &Table) -> Verdict {
    let (sheet, report) = Sheet::with_import(original, edited, today());
    let refused: BTreeSet<(Row, Field)> =
        report.rejected.iter().map(|cell| (cell.row, cell.field)).collect();
    let mut verdict = Verdict { ready: sheet.plan().ready().count(), ..Verdict::default() };
    let join = Join::new(edited, sheet.table());
    for (row, lead) in join.pairs() {
        for (from, field) in join.columns() {
            let (old, new) = (sheet.table().cell(lead, field), edited.cell(row, from));
            if old == new {
                continue;
            }
            let column = sheet.layout().name(field).to_owned();
            let cell = Cell { column, old: old.into_owned(), new: new.into_owned() };
            let list = if sheet.changed_text(lead, field).is_some() {
                &mut verdict.taken
            } else if refused.contains(&(row, field)) || report.ragged.contains(&row) {
                &mut verdict.refused
            } else {
                &mut verdict.kept
            };
            list.insert(cell);
        }
    }
    verdict
}
