//! The lines about the cell under the cursor.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::mode::Mode;
use crate::leads::{CellRef, Field, Finding, Level, Lock, Row, Tally, Unlock, difference, plural};
use crate::sheet::Sheet;
use unicode_width::UnicodeWidthStr as _;

/// How something is meant, and so how it is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// An explanation.
    #[default]
    Plain,
    /// Something that works or worked.
    Good,
    /// A remark.
    Note,
    /// Something to look at.
    Warning,
    /// Something that is wrong.
    Error,
    /// Something that may not change.
    Locked,
    /// A heading.
    Heading,
}

impl From<Level> for Tone {
    fn from(level: Level) -> Self {
        match level {
            Level::Note => Self::Note,
            Level::Warning => Self::Warning,
            Level::Error => Self::Error,
        }
    }
}

/// The two context lines: the cell's full text, and what there is to say about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellInfo {
    /// The column's name.
    pub column: String,
    /// The whole text of the cell, or what would be written while it is edited.
    pub text: String,
    /// What that is in other words, while it is edited.
    pub detail: String,
    /// What is wrong, why it's locked, or what is allowed.
    pub explanation: String,
    /// How that is meant.
    pub tone: Tone,
}

impl App {
    /// The lines about the cell under the cursor, or about what is typed into it.
    pub fn cell_info(&self) -> CellInfo {
        let CellRef { row, field } = self.cell();
        let column = self.sheet.layout().name(field).to_owned();
        if let Mode::Editor(editor) = &self.mode {
            return self.about_editor(editor);
        }
        if let Mode::SuspectedPaste(text) = &self.mode {
            return self.suspected_paste_info(text);
        }
        if let Mode::Picker(picker) = &self.mode
            && let Some(at) = picker.selected()
        {
            let (text, say) = picker.offers.show(at);
            let column = picker.title.clone();
            let aside = picker.offers.keys(at).to_owned();
            return CellInfo {
                column,
                text,
                detail: aside,
                explanation: say,
                ..CellInfo::default()
            };
        }
        let text = self.sheet.text(row, field).into_owned();
        let (say, tone) = self.explain_cell_info(row, field);
        let info = CellInfo { column, text, explanation: say, tone, ..CellInfo::default() };
        self.with_annotation(info, row)
    }

    /// Adds what is noted about a lead: beside the text of the cell if there is room, else before the
    /// explanation.
    fn with_annotation(&self, info: CellInfo, row: Row) -> CellInfo {
        if self.sheet.row_count() == 0 || self.sheet.annotation(row).is_empty() {
            return info;
        }
        let noted = self.sheet.annotation(row).label();
        let taken = info.column.width() + info.text.width() + noted.width() + "::  ".len();
        if taken <= usize::from(self.fit.width) {
            return CellInfo { detail: noted, ..info };
        }
        let explanation = format!("{noted} · {}", info.explanation);
        CellInfo { explanation, ..info }
    }

    /// The short name of a column, for where there is little room.
    pub fn short_name(&self, field: Field) -> String {
        let layout = self.sheet.layout();
        let col = layout.col(field);
        col.map_or_else(|| layout.name(field).to_owned(), |col| col.short())
    }

    fn explain_cell_info(&self, row: Row, field: Field) -> (String, Tone) {
        if self.sheet.row_count() == 0 {
            return ("This file has a header but no leads.".to_owned(), Tone::Warning);
        }
        let finding = self.sheet.findings_at(row, field).into_iter().next();
        let locked = self.sheet.check_editable(row, field).err();
        match (finding, locked) {
            (Some(finding), None) => self.finding_message(&finding),
            (Some(finding), Some(_)) if finding.level.is_problem() => {
                self.finding_message(&finding)
            }
            (_, Some(lock)) => (self.lock_message(&lock), Tone::Locked),
            (None, None) if !self.meaning(row, field).is_empty() => {
                (self.meaning(row, field), Tone::Good)
            }
            (None, None) => {
                if self.sheet.is_changed(row, field) {
                    let room = usize::from(self.fit.width);
                    (format!("was {}", self.loaded_text(row, field, room)), Tone::Good)
                } else {
                    (self.explain(field), Tone::Plain)
                }
            }
        }
    }

    /// What a reason's number means, or nothing for any other cell.
    pub(crate) fn meaning(&self, row: Row, field: Field) -> String {
        if self.sheet.layout().reason() != Some(field) {
            return String::new();
        }
        let reason = self.sheet.reason(row);
        reason.map(|r| format!("{}: {}.", r.code, r.text)).unwrap_or_default()
    }

    /// The text that a cell had in Partner Center before it was changed, in quotes, or the word for an empty one.
    ///
    /// A text that doesn't fit the room is cut around what differs from the text now.
    pub(crate) fn loaded_text(&self, row: Row, field: Field, room: usize) -> String {
        let text = self.sheet.reference_text(row, field);
        if text.is_empty() {
            return "empty".to_owned();
        }
        let room = room.saturating_sub("was \"\"".len());
        let [text, _] = difference(&text, &self.sheet.text(row, field), room);
        format!("\"{text}\"")
    }

    /// Why a cell is locked, with the key for what can be done all the same.
    pub(crate) fn lock_message(&self, lock: &Lock) -> String {
        let (command, what) = match lock.unlock {
            None => return lock.to_string(),
            Some(Unlock::ChooseOutcome) => ("outcome", ""),
            Some(Unlock::Clear) => ("clear", " clears it"),
            Some(Unlock::UnlockOffers) => ("unlock_offers", ""),
        };
        match self.keymap.hint(When::Grid, command) {
            key if key.is_empty() => format!("{lock} ({})", self.keymap.key_or_name(command)),
            key => format!("{lock} ({key}{what})"),
        }
    }

    /// What a finding says, with what would put it right and the key for that.
    pub(crate) fn finding_message(&self, finding: &Finding) -> (String, Tone) {
        let mut text =
            format!("{} {}: {}", finding.level.label(), finding.rule.code(), finding.message);
        if let Some(fix) = &finding.fix {
            let key = self.keymap.hint(When::Grid, "apply_suggestion");
            text = format!("{text} {key} → {fix}");
        }
        (text, finding.level.into())
    }

    pub(crate) fn explain(&self, field: Field) -> String {
        let Some(col) = self.sheet.layout().col(field) else { return String::new() };
        col.column().help.to_owned()
    }
}

/// A finding as a line that says where it is: with the column, unless the sentence names it.
pub(crate) fn describe(sheet: &Sheet, finding: &Finding) -> String {
    let (level, code, say) = (finding.level.label(), finding.rule.code(), &finding.message);
    match finding.unnamed_column(sheet.layout()) {
        None => format!("{level} {code}: {say}"),
        Some(column) => format!("{level} {code}, {column}: {say}"),
    }
}

/// The number of errors and warnings: `1 error, 3 warnings`, or `none`.
pub fn tally_label(tally: Tally) -> String {
    match (tally.errors, tally.warnings) {
        (0, 0) => "none".to_owned(),
        (errors, 0) => plural(errors, "error"),
        (0, warnings) => plural(warnings, "warning"),
        (errors, warnings) => {
            format!("{}, {}", plural(errors, "error"), plural(warnings, "warning"))
        }
    }
}
