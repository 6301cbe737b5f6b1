//! What a press of a button does.

use crate::app::app::App;
use crate::app::command::{When, command};
use crate::app::editor::EditorBody;
use crate::app::editor::commit::{AfterCommit, commit_and};
use crate::app::grid::filter::arrange;
use crate::app::grid::selection::Selection;
use crate::app::mode::Mode;
use crate::app::mouse::input::MouseInput;
use crate::app::mouse::state::Held;
use crate::app::mouse::target::Target;
use crate::app::panels::picker::open::edit;
use crate::app::text::Text;
use crate::app::text::wrap::at_column;
use crate::leads::Field;
use crate::sheet::Sort;
use chrono::{Months, NaiveDate};

impl App {
    /// Does what a click on a place does: what the key for it does.
    pub(crate) fn press(&mut self, done: MouseInput, clicks: u8) {
        let Some(target) = done.target else { return };
        if !self.mouse.counts_click(target, clicks) {
            return;
        }
        self.begin_click(target);
        let width = match target {
            Target::Border { column } => self.columns.width(column),
            _ => 0,
        };
        self.mouse.held = Some(Held { target, at: done.at, width, beyond: None });
        let is_double = clicks == 2;
        match target {
            Target::Command { when, name } => self.run_clicked(when, name),
            Target::Text { part, .. } => {
                self.place_caret(done, part, false);
                if is_double {
                    self.edit_text(Text::select_word);
                }
            }
            Target::Day(day) => self.choose_day(day, is_double),
            Target::Month(months) => self.turn_month(months),
            Target::Choice(at) => self.choose_clicked(at, is_double),
            Target::Menu(at) => self.open_clicked(at),
            Target::Line(line) => self.click_line(line, is_double),
            Target::Cell { position, column } => self.click_cell((position, column), done, clicks),
            Target::Lead { position } => self.click_lead(position),
            Target::Header { column } => self.click_header(column),
            Target::Border { column } => self.click_border(column, is_double),
            Target::Field(field) => self.click_field(field, is_double),
            Target::Title => self.click_title(),
            Target::Grid => {
                self.leave_open();
            }
            Target::Context | Target::Status | Target::Overlay => {}
        }
    }

    /// Ends what an unfinished key has begun, as the next key does.
    fn begin_click(&mut self, target: Target) {
        (self.message, self.target) = (None, None);
        (self.hints_shown, self.count) = (false, None);
        self.pending.clear();
        // A border is moved where it is seen.
        self.viewport.is_free &= matches!(target, Target::Border { .. });
    }

    /// Opens what is possible at a place: the drop-down of a cell, or the commands for it.
    pub(crate) fn press_right(&mut self, done: MouseInput) {
        let Some(target) = done.target else { return };
        self.begin_click(target);
        match target {
            Target::Cell { position, column } if self.leave_open() => {
                if self.selection.is_none() || !self.is_selected(position, column) {
                    self.clear_selection();
                    self.go_to_position((position, column));
                }
                self.open_for_cell();
            }
            Target::Field(field) if self.leave_open() => {
                self.go_to(self.viewport.row, Some(field));
                self.open_for_cell();
            }
            Target::Lead { position } if self.leave_open() => {
                self.click_lead(position);
                self.open_for_lead();
            }
            Target::Header { column } if self.leave_open() => {
                self.viewport.column = column;
                self.open_for_column();
            }
            _ => {}
        }
    }

    /// Runs a command that is offered somewhere on the screen, if it still holds.
    fn run_clicked(&mut self, when: When, name: &str) {
        if let Some(command) = command(when, name).filter(|_| self.places().contains(&when)) {
            self.run(command);
        }
    }

    /// Goes back to the grid: accepts what was typed as its key does, and closes a list. Returns false if
    /// something else is open, or if what was typed was refused.
    fn leave_open(&mut self) -> bool {
        match &self.mode {
            Mode::Editor(_) => commit_and(self, AfterCommit::Stay),
            Mode::Picker(_) => self.run_clicked(When::Picker, "cancel"),
            Mode::Menu(_) => self.run_clicked(When::Menu, "cancel"),
            _ => {}
        }
        matches!(self.mode, Mode::Grid)
    }

    fn click_cell(&mut self, place: (u32, usize), done: MouseInput, clicks: u8) {
        if !self.leave_open() {
            self.mouse.held = None;
            return;
        }
        if done.shift {
            return self.extend_selection_to(place);
        }
        self.clear_selection();
        self.go_to_position(place);
        if clicks == 2 {
            self.mouse.held = None;
            edit(self);
        }
    }

    /// Selects a lead, and with a drag those up to another one.
    fn click_lead(&mut self, position: u32) {
        if self.leave_open() {
            self.go_to_position((position, self.viewport.column));
            self.selection = Some(Selection::Leads { row: self.viewport.row });
        }
    }

    /// Sorts by a column; again, the other way round; again, not at all.
    fn click_header(&mut self, column: usize) {
        if !self.leave_open() {
            return;
        }
        let field = self.columns.field(column);
        let sort = match self.sort {
            Some(Sort { field: by, descending: true }) if by == field => None,
            Some(Sort { field: by, .. }) if by == field => Some(Sort { field, descending: true }),
            _ => Some(Sort { field, descending: false }),
        };
        arrange(self, self.filters.clone(), sort);
    }

    fn click_border(&mut self, column: usize, is_double: bool) {
        if is_double {
            self.columns.fit(&self.sheet, column);
        } else {
            let name = self.short_name(self.columns.field(column));
            let text = format!("Drag to change the width of {name}; a double click fits it.");
            self.set_status(text);
        }
    }

    fn click_field(&mut self, field: Field, is_double: bool) {
        if self.leave_open() {
            self.go_to(self.viewport.row, Some(field));
            if is_double {
                edit(self);
            }
        }
    }

    /// Selects a line of a list, and with a double click does what the list is for.
    fn click_line(&mut self, line: usize, is_double: bool) {
        let (panel, command) = match &mut self.mode {
            Mode::Panel(panel) => {
                let command = panel.line_command();
                (panel, command)
            }
            Mode::Prompt(prompt) if prompt.asks_for_path() => match &mut prompt.panel {
                Some(panel) => (panel, Some((When::Path, "accept"))),
                None => return,
            },
            _ => return,
        };
        if !panel.has_selection() {
            return;
        }
        panel.list_state_mut().selected = line;
        if let Some((when, name)) = command.filter(|_| is_double) {
            self.run_clicked(when, name);
        }
    }

    /// Takes a line of the menu; or a choice: where several can be ticked, ticks it, and a double click takes it.
    fn choose_clicked(&mut self, at: usize, is_double: bool) {
        if let Mode::Menu(menu) = &mut self.mode {
            menu.select(at);
            return self.run_clicked(When::Menu, "choose");
        }
        let Mode::Picker(picker) = &mut self.mode else { return };
        let Some(&offer) = picker.shown.get(at) else { return };
        let has_ticks = picker.offers.is_ticked(offer).is_some();
        if is_double && !has_ticks {
            // The first click has taken a choice, and this list has followed.
            return;
        }
        let selected = std::mem::replace(&mut picker.at, at);
        if is_double || !has_ticks {
            return self.run_clicked(When::Picker, "choose");
        }
        self.run_clicked(When::Values, "tick");
        // The lines stay where they are for the next click.
        if let Mode::Picker(picker) = &mut self.mode {
            picker.at = selected;
        }
    }

    /// Opens a section of the menu.
    fn open_clicked(&mut self, at: usize) {
        if let Mode::Menu(menu) = &mut self.mode {
            menu.open_at(at);
        }
    }

    fn choose_day(&mut self, day: NaiveDate, is_double: bool) {
        let today = self.sheet.context().today;
        if let Mode::Editor(editor) = &mut self.mode
            && let EditorBody::Date(date) = &mut editor.body
        {
            date.go(today, |_| Some(day));
            if is_double {
                self.run_clicked(When::Editor, "commit");
            }
        }
    }

    /// Goes to the same day of another month.
    pub(crate) fn turn_month(&mut self, months: i16) {
        let today = self.sheet.context().today;
        let by = Months::new(months.unsigned_abs().into());
        if let Mode::Editor(editor) = &mut self.mode
            && let EditorBody::Date(date) = &mut editor.body
        {
            date.go(today, |day| {
                if months < 0 { day.checked_sub_months(by) } else { day.checked_add_months(by) }
            });
        }
    }

    /// Opens the menu.
    fn click_title(&mut self) {
        if self.leave_open() {
            self.run_clicked(When::Grid, "menu");
        }
    }

    /// Puts the caret where the mouse is; `stretch` selects the text up to there.
    pub(crate) fn place_caret(&mut self, done: MouseInput, part: usize, stretch: bool) {
        let Some(Target::Text { part: under, start, end }) = done.target else { return };
        if under != part {
            return;
        }
        if let Mode::Editor(editor) = &mut self.mode
            && let EditorBody::Parts(form) = &mut editor.body
            && form.at != part
        {
            form.enter(part);
        }
        let column = usize::from(done.offset.0);
        self.edit_text(|text: &mut Text| {
            let end = end.min(text.value().len());
            // The line is drawn as one, so what follows it doesn't matter.
            let line = std::iter::once(start.min(end)..end).collect::<Vec<_>>();
            let caret = at_column(text.value(), &line, 0, column);
            text.go_to(caret, stretch);
        });
    }
}
