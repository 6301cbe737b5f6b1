//! What the reports for people share: lines that fit the terminal, colours, sections.

use crate::cli::check::Env;
use crate::cli::text::truncate;
use crate::leads::{Field, Row, thousands, visible};
use crate::table::{Join, Table};
use std::borrow::Cow;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr as _;

/// How many lines of a section are listed.
const MAX_LISTED: usize = 100;

/// The most columns that a text takes.
const MAX_WIDTH: usize = 600;

/// The most columns that a text of a cell takes.
pub(crate) const MAX_CELL_WIDTH: usize = 80;

/// The least width that is worth wrapping to.
const MIN_WIDTH: usize = 24;

/// The most characters of a cell that are told as its value.
const MAX_VALUE_CHARS: usize = 1_000;

/// How a piece of text is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Emphasis {
    Plain,
    Bold,
    Error,
    Warning,
}

/// One line of a section: what stands before its text, and the text, which is wrapped beside it.
pub(crate) struct Line {
    /// The pieces in front, blanks included; never broken.
    pub head: Vec<(Emphasis, String)>,
    pub text: String,
}

impl Line {
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self { head: Vec::new(), text: text.into() }
    }
}

/// Where a report for people goes, every character of it made visible.
pub(crate) struct ReportWriter<'o> {
    out: &'o mut dyn Write,
    env: &'o Env,
    begun: bool,
}

impl<'o> ReportWriter<'o> {
    pub(crate) fn new(out: &'o mut dyn Write, env: &'o Env) -> Self {
        Self { out, env, begun: false }
    }

    /// Writes a text, broken between words where a terminal shows it.
    pub(crate) fn line(&mut self, text: &str) -> io::Result<()> {
        self.item("", &Line::plain(text))
    }

    /// Writes a heading after an empty line.
    pub(crate) fn heading(&mut self, text: &str) -> io::Result<()> {
        self.gap()?;
        self.begun = true;
        for line in self.wrapped(text, 0) {
            writeln!(self.out, "{}", self.painted(Emphasis::Bold, &line))?;
        }
        Ok(())
    }

    /// Writes an empty line, unless it would be the first.
    pub(crate) fn gap(&mut self) -> io::Result<()> {
        if self.begun { writeln!(self.out) } else { Ok(()) }
    }

    /// Writes an item, its further lines below the beginning of its text.
    pub(crate) fn item(&mut self, margin: &str, item: &Line) -> io::Result<()> {
        self.begun = true;
        let mut indent = margin.width();
        write!(self.out, "{margin}")?;
        for (paint, piece) in &item.head {
            indent += truncate(&visible(piece), MAX_WIDTH).width();
            let piece = self.painted(*paint, piece);
            write!(self.out, "{piece}")?;
        }
        let mut lines = self.wrapped(&item.text, indent).into_iter();
        writeln!(self.out, "{}", lines.next().unwrap_or_default())?;
        lines.try_for_each(|line| writeln!(self.out, "{:indent$}{line}", ""))
    }

    /// Breaks a text between words into lines that fit beside an indent, if a terminal shows it.
    fn wrapped(&self, text: &str, indent: usize) -> Vec<String> {
        let text = truncate(&visible(text), MAX_WIDTH);
        let room = self.env.width.and_then(|width| width.checked_sub(indent + 1));
        match room.filter(|room| *room >= MIN_WIDTH) {
            None => vec![text],
            Some(room) => textwrap::wrap(&text, room).into_iter().map(Cow::into_owned).collect(),
        }
    }

    /// Writes a heading and the items under it, as many as are listed; nothing if there are none.
    pub(crate) fn section(
        &mut self,
        heading: &str,
        items: impl Iterator<Item = Line>,
    ) -> io::Result<()> {
        let mut count = 0;
        for item in items {
            if count == 0 {
                self.heading(heading)?;
            }
            count += 1;
            if count <= MAX_LISTED {
                self.item("  ", &item)?;
            }
        }
        match count.saturating_sub(MAX_LISTED) {
            0 => Ok(()),
            more => self.line(&format!("  … and {} more", thousands(more))),
        }
    }

    fn painted(&self, paint: Emphasis, text: &str) -> String {
        let text = truncate(&visible(text), MAX_WIDTH);
        let code = match paint {
            Emphasis::Bold => "1",
            Emphasis::Error => "1;31",
            Emphasis::Warning => "33",
            Emphasis::Plain => return text,
        };
        if self.env.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text }
    }
}

/// The Referral ID of a row.
pub(crate) fn id(table: &Table, row: Row) -> String {
    let field = table.layout().referral_id();
    field.map(|field| value(table.cell(row, field).trim())).unwrap_or_default()
}

/// The text of a cell, limited.
pub(crate) fn value(text: &str) -> String {
    text.chars().take(MAX_VALUE_CHARS).collect()
}

/// What a lead is called in a line.
pub(crate) fn lead_label(id: &str, name: &str) -> String {
    format!("{id}  {}", truncate(&visible(name), MAX_CELL_WIDTH)).trim().to_owned()
}

/// The names of columns that only one of two files has.
pub(crate) struct TextColumns {
    pub added: Vec<String>,
    pub missing: Vec<String>,
}

/// The columns that only one of two files has.
pub(crate) fn columns(file: &Table, original: &Table, join: &Join) -> TextColumns {
    let alone = |table: &Table, found: &[bool]| {
        let fields = Field::first(found.len()).zip(found).filter(|(_, found)| !**found);
        fields.map(|(field, _)| table.layout().name(field).to_owned()).collect()
    };
    let (mut ours, mut theirs) = (vec![false; file.width()], vec![false; original.width()]);
    for (field, same) in join.columns() {
        (ours[field.index()], theirs[same.index()]) = (true, true);
    }
    TextColumns { added: alone(file, &ours), missing: alone(original, &theirs) }
}
