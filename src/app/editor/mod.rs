//! The editor of a cell. What it is follows from the kind of the column.

pub(crate) mod calendar_keys;
pub(crate) mod cell_info;
pub(crate) mod commit;
pub(crate) mod date;
pub(crate) mod keys;
pub(crate) mod notes;
pub(crate) mod notes_keys;
pub(crate) mod parts;
pub(crate) mod parts_keys;
pub(crate) mod private_note;

pub use date::DateEntry;
pub use notes::NotesEditor;
pub use parts::PartsForm;

use crate::app::command::When;
use crate::app::grid::viewport::ViewSize;
use crate::app::text::Text;
use crate::leads::kind::Understood;
use crate::leads::sort::sort_by_key;
use crate::leads::{Field, Finding, Kind, Row};
use crate::sheet::Sheet;

/// A cell that is being edited.
#[derive(Clone, Debug)]
pub struct Editor {
    /// The row of the cell, counted from 0.
    pub row: Row,
    /// Its field, counted from 0.
    pub field: Field,
    /// What is typed so far, in the shape that the column's kind asks for.
    pub body: EditorBody,
    /// Whether the arrows accept the text and move, because it was begun by typing over the cell.
    pub typed_over: bool,
    /// Whether the private note of the lead is edited, and not the cell.
    pub is_private_note: bool,
    /// The text that the editor opened with.
    opened_with: String,
}

/// What is typed, by kind of column.
#[derive(Clone, Debug)]
pub enum EditorBody {
    /// One line: texts and amounts.
    Line(Text),
    /// One line, with a calendar.
    Date(DateEntry),
    /// Many lines in a panel.
    Notes(NotesEditor),
    /// A field for each part of a team member, an offer or a solution.
    Parts(Box<PartsForm>),
}

impl Editor {
    /// Opens on a cell with the text that it has, caret at the end.
    pub(crate) fn open(sheet: &Sheet, row: Row, field: Field) -> Self {
        let text = sheet.text(row, field).into_owned();
        let body = match sheet.layout().col(field).map(|col| col.column().kind) {
            Some(Kind::Date) => EditorBody::Date(DateEntry::new(&text)),
            Some(Kind::LongText) => EditorBody::Notes(NotesEditor::new(&text)),
            Some(Kind::Parts(parts)) => PartsForm::new(parts, &text).map_or_else(
                || EditorBody::Line(Text::new(&*text)),
                |form| EditorBody::Parts(Box::new(form)),
            ),
            _ => EditorBody::Line(Text::new(&*text)),
        };
        Self { row, field, body, typed_over: false, is_private_note: false, opened_with: text }
    }

    /// Opens on the private note of a lead; the field is that of the cell under the cursor.
    pub(crate) fn open_private_note(sheet: &Sheet, row: Row, field: Field) -> Self {
        let text = sheet.annotation(row).note.clone();
        let body = EditorBody::Notes(NotesEditor::new(&text));
        Self { row, field, body, typed_over: false, is_private_note: true, opened_with: text }
    }

    /// The sections of the key map that hold, the first one before the others.
    pub(crate) fn sections(&self) -> &'static [When] {
        match &self.body {
            EditorBody::Line(_) if self.typed_over => &[When::Entry, When::Editor, When::Text],
            EditorBody::Line(_) => &[When::Editor, When::Text],
            EditorBody::Date(date) if date.in_calendar => {
                &[When::Calendar, When::Editor, When::Text]
            }
            EditorBody::Date(_) if self.typed_over => {
                &[When::Entry, When::Date, When::Editor, When::Text]
            }
            EditorBody::Date(_) => &[When::Date, When::Editor, When::Text],
            EditorBody::Notes(_) => &[When::Notes, When::Editor, When::Text],
            EditorBody::Parts(_) => &[When::Form, When::Editor, When::Text],
        }
    }

    /// The text that has the caret.
    pub fn text(&self) -> &Text {
        match &self.body {
            EditorBody::Line(text) => text,
            EditorBody::Date(date) => &date.text,
            EditorBody::Notes(notes) => &notes.text,
            EditorBody::Parts(form) => form.text(),
        }
    }

    /// Gives the text that has the caret to a function that moves or types.
    pub(crate) fn edit<R>(&mut self, with: impl FnOnce(&mut Text) -> R) -> R {
        match &mut self.body {
            EditorBody::Line(text) => with(text),
            EditorBody::Date(date) => {
                date.in_calendar = false;
                with(&mut date.text)
            }
            EditorBody::Notes(notes) => notes.edit(with),
            EditorBody::Parts(form) => form.edit(with),
        }
    }

    /// Takes a letter or sign that was typed.
    pub(crate) fn insert_char(&mut self, letter: char) {
        // As the parts are written one after the other, a comma ends one.
        if let EditorBody::Parts(form) = &mut self.body
            && letter == ','
            && form.step(1)
        {
            return;
        }
        self.edit(|text| text.insert(letter.encode_utf8(&mut [0; 4])));
    }

    /// Puts pasted text at the caret; a whole text of four parts into an empty form.
    pub(crate) fn paste(&mut self, pasted: &str) {
        if let EditorBody::Parts(form) = &mut self.body
            && form.paste(pasted)
        {
            return;
        }
        self.edit(|text| text.paste(pasted));
    }

    /// Empties it; undo brings the text back.
    pub(crate) fn empty(&mut self) {
        match &mut self.body {
            EditorBody::Parts(form) => form.empty(),
            _ => self.edit(Text::empty),
        }
    }

    /// Fills the form with the parts of another cell.
    pub(crate) fn take_parts(&mut self, text: &str) {
        if let EditorBody::Parts(form) = &mut self.body
            && let Some(parts) = form.parts.split(text)
        {
            form.fill(parts);
        }
    }

    /// Takes back what was typed last, or types it again.
    pub(crate) fn undo(&mut self, again: bool) -> bool {
        match &mut self.body {
            EditorBody::Parts(form) => form.undo(again),
            _ if again => self.edit(Text::redo),
            _ => self.edit(Text::undo),
        }
    }

    /// Breaks lines for the room that the screen gives, where there are lines.
    pub(crate) fn scroll_to_caret(&mut self, fit: ViewSize) {
        if let EditorBody::Notes(notes) = &mut self.body {
            notes.follow(fit.panel);
        }
    }

    /// What was typed, as one text.
    pub fn typed(&self) -> String {
        match &self.body {
            EditorBody::Parts(form) if !form.is_changed() => self.opened_with.clone(),
            EditorBody::Parts(form) => form.typed(),
            _ => self.text().value().to_owned(),
        }
    }

    /// What was typed as it is understood.
    ///
    /// An untouched text stays as it was, in any form.
    pub fn understood(&self, sheet: &Sheet) -> Understood {
        let typed = self.typed();
        let col = sheet.layout().col(self.field).filter(|_| !self.is_private_note);
        let Some(col) = col else {
            return Understood::as_typed(typed);
        };
        let understood = sheet.understand(self.row, col, &typed);
        if typed == self.opened_with {
            Understood { text: typed, ..understood }
        } else {
            understood
        }
    }

    /// The text that would be written: what was typed, in the form of the column's kind.
    pub fn reads(&self, sheet: &Sheet) -> String {
        self.understood(sheet).text
    }

    /// What the rules would find in the cell with what was typed, the gravest first.
    pub fn findings(&self, sheet: &Sheet) -> Vec<Finding> {
        if self.is_private_note {
            return Vec::new();
        }
        let mut found = sheet.preview_findings(self.row, self.field, &self.reads(sheet));
        found.retain(|f| f.field == Some(self.field));
        sort_by_key(&mut found, |f| std::cmp::Reverse(f.level));
        found
    }
}
