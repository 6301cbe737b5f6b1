//! What the reports about two files share.

use super::text::{grouped, short};
use crate::leads::{Col, visible};
use crate::sheet::{Join, Table};
use std::io::{self, Write};

/// How many lines of a section are listed.
const LISTED: usize = 100;

/// The most columns that a line takes.
const WIDTH: usize = 600;

/// The most characters of a cell that are told as its value.
const VALUE_CHARS: usize = 1_000;

/// Where a report for people goes, every character of it made visible.
pub(super) struct Lines<'o> {
    out: &'o mut dyn Write,
    begun: bool,
}

impl<'o> Lines<'o> {
    pub(super) fn new(out: &'o mut dyn Write) -> Self {
        Self { out, begun: false }
    }

    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        self.begun = true;
        writeln!(self.out, "{}", short(&visible(text), WIDTH))
    }

    /// Writes an empty line, unless it would be the first.
    pub(super) fn gap(&mut self) -> io::Result<()> {
        if self.begun { writeln!(self.out) } else { Ok(()) }
    }

    /// Writes a heading and the lines under it, as many as are listed; nothing if there are none.
    pub(super) fn section(
        &mut self,
        heading: &str,
        lines: impl Iterator<Item = String>,
    ) -> io::Result<()> {
        let mut count = 0;
        for line in lines {
            if count == 0 {
                self.gap()?;
                self.line(heading)?;
            }
            count += 1;
            if count <= LISTED {
                self.line(&format!("  {line}"))?;
            }
        }
        match count.saturating_sub(LISTED) {
            0 => Ok(()),
            more => self.line(&format!("  … and {} more", grouped(more))),
        }
    }
}

/// Returns the Referral ID of a row.
pub(super) fn id(table: &Table, row: u32) -> String {
    let field = table.layout().field(Col::ReferralId);
    field.map(|field| value(table.cell(row as usize, field).trim())).unwrap_or_default()
}

/// Returns the text of a cell, limited.
pub(super) fn value(text: &str) -> String {
    text.chars().take(VALUE_CHARS).collect()
}

/// The names of columns that only one of two files has.
pub(super) struct Columns {
    pub added: Vec<String>,
    pub missing: Vec<String>,
}

/// Returns the columns that only one of two files has.
pub(super) fn columns(file: &Table, original: &Table, join: &Join) -> Columns {
    let alone = |table: &Table, found: &[bool]| {
        let fields = found.iter().enumerate().filter(|(_, found)| !**found);
        fields.map(|(field, _)| table.layout().name(field).to_owned()).collect()
    };
    let (mut ours, mut theirs) = (vec![false; file.width()], vec![false; original.width()]);
    for (field, same) in join.columns() {
        (ours[field as usize], theirs[same as usize]) = (true, true);
    }
    Columns { added: alone(file, &ours), missing: alone(original, &theirs) }
}
