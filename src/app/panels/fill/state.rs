//! What the panel of a fill knows, and which lines it has.

use crate::app::cell_info::Tone;
use crate::app::panels::list_state::ListState;
use crate::leads::{Field, plural, thousands};
use crate::sheet::Sheet;
use crate::sync::fill::{ColumnValue, Fill, FillCellGroup, FillMapping, KeyMatch, SourceTable};
use std::sync::Arc;

/// How many cells of a group are listed.
const MAX_LISTED: usize = 100;

/// The panel that fills leads from another file.
#[derive(Clone, Debug)]
pub struct FillPanel {
    /// The rows of the file.
    pub(crate) source: Arc<SourceTable>,
    /// What the columns of the file fill.
    pub(crate) mapping: FillMapping,
    /// What comes of it.
    pub(crate) fill: Fill,
    /// What there is to say about the file, and about its mapping.
    notes: Vec<String>,
    /// The keys that match any lead, and the one in use.
    keys: Vec<KeyMatch>,
    /// The columns that fill nothing and that something is suggested for.
    suggested: Vec<usize>,
    pub(super) lines: Vec<FillLine>,
    /// Which lines are in sight.
    pub(crate) window: ListState,
}

/// What a line of the panel shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FillLine {
    /// The name of a part of the panel, or what there is to say.
    Heading(String),
    Note(String, Tone),
    /// A possible key.
    Key(KeyMatch),
    /// A column of the file.
    Column(usize),
    /// A value of a column of the file.
    Value(usize, ColumnValue),
    /// A cell, by its place in the fill.
    Cell(usize),
    /// A key that several rows or leads have, by its place.
    Ambiguous(usize),
    /// A row that is no lead.
    NoLead(usize),
}

/// The groups of cells that are listed, what has to be looked at first.
const LISTED: [FillCellGroup; 4] =
    [FillCellGroup::Rejected, FillCellGroup::Edited, FillCellGroup::Locked, FillCellGroup::Filled];

impl FillPanel {
    pub(crate) fn new(
        source: Arc<SourceTable>,
        mapping: FillMapping,
        notes: Vec<String>,
        sheet: &Sheet,
    ) -> Self {
        let mut panel = Self {
            source,
            mapping,
            fill: Fill::default(),
            notes,
            keys: Vec::new(),
            suggested: Vec::new(),
            lines: Vec::new(),
            window: ListState::default(),
        };
        panel.renew(sheet);
        let key = || panel.lines.iter().position(|line| matches!(line, FillLine::Key(_)));
        panel.window.selected = panel.next_open(0).or_else(key).unwrap_or_default();
        panel
    }

    /// Works out what comes of the mapping as it is now.
    pub(crate) fn renew(&mut self, sheet: &Sheet) {
        let source = &self.source;
        self.fill = Fill::new(source, sheet, &self.mapping);
        self.keys = KeyMatch::find_all(source, sheet);
        if let Some((field, column)) = self.mapping.key
            && !self.keys.iter().any(|key| (key.field, key.source) == (field, column))
        {
            self.keys.push(KeyMatch::count(source, sheet, field, column));
        }
        let key = self.mapping.key.map(|(_, column)| column);
        let is_suggested = |at: &usize| {
            let suggestion = self.mapping.suggestion(source.header(*at), sheet.layout());
            Some(*at) != key && self.mapping.columns[*at].target.is_none() && suggestion.is_some()
        };
        self.suggested = (0..source.headers.len()).filter(is_suggested).collect();
        self.lines = self.list(sheet);
    }

    /// How many cells are filled; an outcome counts once.
    pub fn filled(&self) -> usize {
        self.fill.of_group(FillCellGroup::Filled).count()
    }

    /// Whether a key is the one in use.
    pub(super) fn is_in_use(&self, key: &KeyMatch) -> bool {
        self.mapping.key == Some((key.field, key.source))
    }

    /// Takes a key.
    pub(crate) fn take_key(&mut self, key: (Field, usize), sheet: &Sheet) {
        self.mapping.key = Some(key);
        self.renew(sheet);
    }

    /// The selected line.
    pub(crate) fn selected(&self) -> Option<&FillLine> {
        self.lines.get(self.window.selected)
    }

    /// The next line from one on, round and round, that waits for an answer: a value without a meaning, or, if there
    /// is none, a column with a suggestion.
    pub(crate) fn next_open(&self, from: usize) -> Option<usize> {
        let is_open =
            |line: &FillLine| matches!(line, FillLine::Value(_, v) if v.meaning.is_none());
        let is_free = |line: &FillLine| match line {
            FillLine::Column(at) => self.suggested.contains(at),
            _ => false,
        };
        let places = || (from..self.lines.len()).chain(0..from.min(self.lines.len()));
        let open = places().find(|at| is_open(&self.lines[*at]));
        open.or_else(|| places().find(|at| is_free(&self.lines[*at])))
    }

    /// Goes on after an answer: to the next value of the column without a meaning, else to the column itself.
    pub(super) fn go_on(&mut self, column: usize) {
        let is_open = |line: &FillLine| matches!(line, FillLine::Value(at, v) if *at == column && v.meaning.is_none());
        let is_column = |line: &FillLine| *line == FillLine::Column(column);
        let places = || (0..self.lines.len()).filter(|at| *at >= self.window.selected);
        let next = places().find(|at| is_open(&self.lines[*at]));
        let next = next.or_else(|| self.lines.iter().position(is_open));
        let is_value = matches!(self.selected(), Some(FillLine::Value(..)));
        let own = || self.lines.iter().position(is_column).filter(|_| !is_value);
        if let Some(at) = next.or_else(own) {
            self.window.selected = at;
        }
    }

    fn list(&self, sheet: &Sheet) -> Vec<FillLine> {
        let mut lines = Vec::new();
        lines.extend(self.notes.iter().map(|note| FillLine::Note(note.clone(), Tone::Note)));
        lines.push(FillLine::Heading(match self.keys.len() {
            0 => "No column has the keys of these leads".to_owned(),
            _ => "Which row is which lead".to_owned(),
        }));
        lines.extend(self.keys.iter().map(|key| FillLine::Key(*key)));
        lines.push(FillLine::Heading("What the columns of the file fill".to_owned()));
        let key = self.mapping.key.map(|(_, column)| column);
        let columns = (0..self.source.headers.len()).filter(|at| Some(*at) != key);
        let named = columns.filter(|at| !self.source.header(*at).is_empty());
        // What fills something is looked at first.
        let (mut filling, mut others): (Vec<usize>, Vec<usize>) =
            named.partition(|at| self.mapping.columns[*at].target.is_some());
        filling.append(&mut others);
        lines.extend(filling.into_iter().map(FillLine::Column));
        for (column, _) in self.mapping.filling() {
            let values = self.mapping.values_of(&self.source, sheet, column);
            let open = values.iter().filter(|value| value.meaning.is_none()).count();
            if values.is_empty() {
                continue;
            }
            let name = self.source.header(column);
            let open = match open {
                0 => String::new(),
                open => format!(", {} not mapped", thousands(open)),
            };
            let count = plural(values.len(), "value");
            lines.push(FillLine::Heading(format!("What {name} means: {count}{open}")));
            lines.extend(values.into_iter().map(|value| FillLine::Value(column, value)));
        }
        self.list_results(&mut lines);
        lines
    }

    fn list_results(&self, lines: &mut Vec<FillLine>) {
        let join = &self.fill.join;
        let mut part = |heading: String, places: Vec<usize>, line: fn(usize) -> FillLine| {
            if places.is_empty() {
                return;
            }
            lines.push(FillLine::Heading(heading));
            lines.extend(places.iter().take(MAX_LISTED).map(|at| line(*at)));
            if let Some(more @ 1..) = places.len().checked_sub(MAX_LISTED) {
                let more = format!("… and {} more", thousands(more));
                lines.push(FillLine::Note(more, Tone::Plain));
            }
        };
        let ambiguous = join.ambiguous.len();
        part(
            format!("Ambiguous, so not filled: {}", plural(ambiguous, "key")),
            (0..ambiguous).collect(),
            FillLine::Ambiguous,
        );
        for group in LISTED {
            let of = |(at, cell): (usize, &crate::sync::fill::FillCell)| {
                (cell.group == group).then_some(at)
            };
            let cells: Vec<usize> = self.fill.cells.iter().enumerate().filter_map(of).collect();
            let label = group.label();
            let (first, rest) = label.split_at(1);
            let count = plural(cells.len(), "cell");
            part(format!("{}{rest}: {count}", first.to_uppercase()), cells, FillLine::Cell);
        }
        let unknown = join.unknown.clone();
        part(format!("No such lead: {}", plural(unknown.len(), "row")), unknown, FillLine::NoLead);
    }

    /// How many cells of each group there are, in a sentence.
    pub(super) fn summary(&self) -> String {
        let mut text = String::new();
        for group in FillCellGroup::ALL {
            let count = self.fill.of_group(group).count();
            if count > 0 || group == FillCellGroup::Filled {
                let mark = if text.is_empty() { "" } else { " · " };
                text = format!("{text}{mark}{} {}", thousands(count), group.label());
            }
        }
        let join = &self.fill.join;
        for (count, what) in [
            (join.ambiguous.len(), "ambiguous"),
            (join.unknown.len(), "no such lead"),
            (join.keyless.len(), "without a key"),
        ] {
            if count > 0 {
                text = format!("{text} · {} {what}", thousands(count));
            }
        }
        text
    }
}
