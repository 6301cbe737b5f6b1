//! The record: one lead over the whole screen, its fields in groups.
//!
//! It's another view of the grid's cursor. While it is open the columns stand in the form's order, all
//! of them shown, so that everything that goes from column to column goes from field to field.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::grid::columns::Columns;
use crate::app::grid::selection::Selection;
use crate::app::panels::panel::DETAIL_LINES;
use crate::app::panels::review::state::lead_name;
use crate::app::text::wrap::{wrap_lines, wrap_text};
use crate::leads::index::columns;
use crate::leads::{CellRef, Field, FieldGroup, Level, plural};
use crate::sheet::RowState;
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// The widest that the names of the fields get, in terminal columns.
const MAX_LABEL_WIDTH: u16 = 30;
/// The widest that values are broken for: longer lines are hard to read.
const MAX_VALUE_WIDTH: u16 = 120;
/// The most characters of a value that are shown; spreadsheet programs don't take more in a cell.
const MAX_VALUE_CHARS: usize = 32_767;
/// From how many lines on the groups have a blank line between them.
const SPACED_FROM_LINES: usize = 18;

/// The form of the lead under the cursor.
#[derive(Debug)]
pub struct DetailView {
    /// The columns of the grid, to go back to.
    pub(crate) grid: Columns,
    /// The first column in sight there.
    left: usize,
    /// The form, line by line.
    pub lines: Vec<DetailLine>,
    /// The first line in sight.
    pub top: usize,
    /// How many lines are in sight at once.
    height: usize,
    /// How wide the names of the fields are.
    pub label: u16,
}

/// A line of the form.
#[derive(Clone, Debug, Default)]
pub struct DetailLine {
    /// The field that it belongs to.
    pub field: Option<Field>,
    /// The name of the field, in its first line.
    pub label: String,
    /// What the line says.
    pub text: String,
    /// What it is.
    pub part: DetailPart,
}

/// What a line of the form is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DetailPart {
    /// The heading of a group, or the blank line before it.
    #[default]
    Heading,
    /// Text of a cell.
    Value,
    /// A remark about the cell above, or about the whole lead: how it was, what is wrong with it.
    Remark(Tone),
}

impl DetailView {
    /// The lines of a field, from its first to the one after its last.
    fn block(&self, field: Field) -> Range<usize> {
        let start = self.lines.iter().position(|line| line.field == Some(field)).unwrap_or(0);
        let rest = self.lines[start..].iter().take_while(|line| line.field == Some(field));
        start..start + rest.count()
    }

    /// Moves the window so that a field is in it, with the heading above it where there is room. Of a
    /// field with more lines than the window a full window is shown.
    fn follow(&mut self, field: Field) {
        let block = self.block(field);
        let before = self.lines[..block.start].iter().rev().take_while(|line| line.field.is_none());
        let start = block.start - before.count();
        let start = if block.end - start > self.height { block.start } else { start };
        let end = block.end.saturating_sub(self.height);
        self.top = self.top.clamp(start.min(end), start.max(end));
        self.top = self.top.min(self.lines.len().saturating_sub(self.height));
    }

    /// Moves the window by some lines and returns the field that the cursor goes to: the same one as long as
    /// it is in sight.
    pub(crate) fn turn(&mut self, field: Field, by: isize) -> Option<Field> {
        let last = self.lines.len().saturating_sub(self.height);
        self.top = self.top.saturating_add_signed(by).min(last);
        let window = self.top..(self.top + self.height).min(self.lines.len());
        let is_in_sight = |field: &Field| {
            let block = self.block(*field);
            window.start <= block.start && block.end <= window.end
        };
        if is_in_sight(&field) {
            return Some(field);
        }
        let mut fields = self.lines[window.clone()].iter().filter_map(|line| line.field);
        let next = if by > 0 { fields.find(is_in_sight) } else { fields.rfind(is_in_sight) };
        next.or(Some(field))
    }

    /// Moves the window by half of its lines and returns the field that the cursor goes to: the same
    /// one while it fills the window.
    pub(crate) fn scroll(&mut self, field: Field, is_down: bool) -> Option<Field> {
        let half = (self.height / 2).max(1);
        let block = self.block(field);
        let last = self.lines.len().saturating_sub(self.height);
        let top = if is_down { (self.top + half).min(last) } else { self.top.saturating_sub(half) };
        let window = top..top + self.height;
        self.top = top;
        if block.start <= window.start && window.end <= block.end {
            return Some(field);
        }
        let fields = |lines: Range<usize>| self.lines[lines].iter().filter_map(|line| line.field);
        if is_down {
            let from = block.end.max(block.start + half).min(self.lines.len());
            fields(from..self.lines.len())
                .next()
                .or_else(|| fields(0..self.lines.len()).next_back())
        } else {
            let to = block.start.min((block.start + 1).saturating_sub(half));
            fields(0..to).next_back().or_else(|| fields(0..self.lines.len()).next())
        }
    }
}

impl App {
    /// Shows the lead under the cursor as a form.
    pub(crate) fn open_record(&mut self) {
        if self.sheet.row_count() == 0 {
            return self.set_status("There is no lead to show.");
        }
        let field = self.cell().field;
        self.selection = None;
        let columns = self.columns.grouped(&self.sheet);
        self.viewport.column = columns.position(field).unwrap_or_default();
        let grid = std::mem::replace(&mut self.columns, columns);
        let left = self.viewport.left;
        let lines = Vec::new();
        self.record = Some(DetailView { grid, left, lines, top: 0, height: 1, label: 0 });
        self.renew_search(true);
    }

    /// Shows the grid again: the field of the form, or the next one to its right that is shown there.
    pub(crate) fn close_record(&mut self) {
        let Some(record) = self.record.take() else { return };
        let field = self.cell().field;
        let columns = std::mem::replace(&mut self.columns, record.grid);
        self.viewport.column = self.columns.nearest(field);
        self.viewport.left = record.left;
        if let Some(Selection::Cells { column, .. }) = &mut self.selection {
            *column = self.columns.nearest(columns.field(*column));
        }
        self.renew_search(true);
    }

    /// Writes the form for the screen and moves its window to the cursor. Cells are selected in the
    /// grid, where they can be seen: selecting leaves the form.
    pub(crate) fn follow_record(&mut self) {
        if self.selection.is_some() {
            self.close_record();
        }
        let Some(mut record) = self.record.take() else { return };
        record.height = usize::from(self.fit.lines.saturating_sub(DETAIL_LINES).max(1));
        let names = (0..self.columns.len()).map(|at| self.columns.field(at));
        let widest = names.map(|field| self.sheet.layout().name(field).width()).max();
        let most = MAX_LABEL_WIDTH.min(self.fit.width * 2 / 5);
        record.label = most.min(columns(widest.unwrap_or_default()));
        record.lines = self.write_record(&record);
        record.follow(self.cell().field);
        self.record = Some(record);
    }

    fn write_record(&self, record: &DetailView) -> Vec<DetailLine> {
        let row = self.viewport.row;
        let room = self.fit.width.saturating_sub(record.label + 5).min(MAX_VALUE_WIDTH);
        let mut lines = Vec::new();
        let whole = self.sheet.findings_of(row).into_iter().filter(|f| f.field.is_none());
        for finding in whole.filter(|f| f.level.is_problem()) {
            let (say, tone) = self.finding_message(&finding);
            let line =
                |text| DetailLine { text, part: DetailPart::Remark(tone), ..DetailLine::default() };
            lines.extend(wrap_text(&say, self.fit.width.saturating_sub(2)).into_iter().map(line));
        }
        let noted = self.sheet.annotation(row);
        let flag = noted.is_flagged.then(|| "Flagged.".to_owned());
        let note = noted.has_note().then(|| format!("Private note: {}", noted.note));
        for text in flag.into_iter().chain(note) {
            let part = DetailPart::Remark(Tone::Note);
            let line = |text| DetailLine { text, part, ..DetailLine::default() };
            lines.extend(wrap_lines(&text, self.fit.width.saturating_sub(2)).into_iter().map(line));
        }
        let mut last = None;
        for field in (0..self.columns.len()).map(|at| self.columns.field(at)) {
            let group = self.group(field);
            if last.replace(group) != Some(group) {
                if record.height >= SPACED_FROM_LINES && !lines.is_empty() {
                    lines.push(DetailLine::default());
                }
                lines.push(DetailLine { text: group.title().to_owned(), ..DetailLine::default() });
            }
            self.write_field(record, CellRef::new(row, field), room, &mut lines);
        }
        lines
    }

    fn write_field(
        &self,
        record: &DetailView,
        CellRef { row, field }: CellRef,
        room: u16,
        lines: &mut Vec<DetailLine>,
    ) {
        let first = lines.len();
        let line = |text, part| DetailLine { field: Some(field), label: String::new(), text, part };
        let text = self.sheet.text(row, field);
        let end = text.char_indices().nth(MAX_VALUE_CHARS).map_or(text.len(), |(at, _)| at);
        let value = wrap_lines(&text[..end], room);
        lines.extend(value.into_iter().map(|text| line(text, DetailPart::Value)));
        if end < text.len() {
            let more = format!("… and {} more characters", text[end..].chars().count());
            lines.push(line(more, DetailPart::Remark(Tone::Note)));
        }
        if self.sheet.is_changed(row, field) {
            let was = format!("was {}", self.loaded_text(row, field, 2 * usize::from(room)));
            let part = DetailPart::Remark(Tone::Good);
            lines.extend(wrap_text(&was, room).into_iter().map(|text| line(text, part)));
        }
        let found = self.sheet.findings_of(row).into_iter().filter(|f| f.field == Some(field));
        for finding in found.filter(|f| f.level.is_problem()) {
            let (say, tone) = self.finding_message(&finding);
            let part = DetailPart::Remark(tone);
            lines.extend(wrap_text(&say, room).into_iter().map(|text| line(text, part)));
        }
        if let Some(first) = lines.get_mut(first) {
            first.label = self.label(field, record.label);
        }
    }

    /// The name of a field, or its short one where there is no room.
    fn label(&self, field: Field, room: u16) -> String {
        let layout = self.sheet.layout();
        let name = layout.name(field);
        match layout.col(field) {
            Some(col) if name.width() > usize::from(room) => col.short(),
            _ => name.to_owned(),
        }
    }

    fn group(&self, field: Field) -> FieldGroup {
        let col = self.sheet.layout().col(field);
        col.map_or(FieldGroup::Other, |col| col.column().group)
    }

    /// The heading of the record: which lead it is and how it stands.
    pub fn record_heading(&self) -> String {
        let row = self.viewport.row;
        // The state stands before the name, which may be long.
        let state = match self.sheet.state(row) {
            RowState::Untouched => String::new(),
            RowState::HeldBack => {
                let found = self.sheet.findings_of(row);
                let errors = found.iter().filter(|f| f.level == Level::Error);
                format!(", held back by {}", plural(errors.count(), "error"))
            }
            state => format!(", {}", state.label()),
        };
        let place = self.sheet.row_place(row);
        format!("Row {place}{state}: {}", lead_name(&self.sheet, row))
    }

    /// What there is to say about the field under the cursor besides what the form shows, in
    /// the lines that the screen shows, and how it is meant.
    pub fn field_detail(&self) -> (Vec<String>, Tone) {
        let CellRef { row, field } = self.cell();
        let found = self.sheet.findings_at(row, field).into_iter().next();
        let (say, tone) = match (self.sheet.check_editable(row, field), found) {
            (Err(lock), _) => (self.lock_message(&lock), Tone::Locked),
            (Ok(()), Some(found)) if found.level.is_problem() => {
                (found.rule.help().to_owned(), Tone::Plain)
            }
            (Ok(()), Some(note)) => self.finding_message(&note),
            (Ok(()), None) => match self.meaning(row, field) {
                meaning if meaning.is_empty() => (self.explain(field), Tone::Plain),
                meaning => (meaning, Tone::Good),
            },
        };
        (wrap_text(&say, self.fit.width), tone)
    }
}
