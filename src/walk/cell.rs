//! The question about one cell, and its answer.

use crate::app::cell_info::describe;
use crate::app::editor::Editor;
use crate::app::edits::apply::apply_edit;
use crate::app::panels::picker::choose::choose_in;
use crate::leads::kind::Understood;
use crate::leads::{Choice, Choices, Col, Field, Kind, Level, Row};
use crate::sheet::CellEdit;
use crate::walk::answer::TypedAnswer;
use crate::walk::conversation::{Walk, WalkStep};
use crate::walk::visit::question_of;

/// The most choices that are listed without being asked for.
const MAX_LISTED_CHOICES: usize = 24;

impl Walk {
    /// What the question about a column is called.
    pub(super) fn name_of(&self, field: Field) -> String {
        match self.col(field) {
            Some(col) if col.is_outcome() => "Outcome".to_owned(),
            _ => self.app.short_name(field),
        }
    }

    fn col(&self, field: Field) -> Option<Col> {
        self.app.sheet.layout().col(field)
    }

    /// Asks for a cell of the lead: says what it has, what is wrong with it, and what can be chosen.
    pub(super) fn ask_cell(&mut self, field: Field) {
        let Some(row) = self.visit.as_ref().map(|visit| visit.row) else { return self.menu() };
        self.step = WalkStep::Cell(field);
        self.output.gap();
        let choices = self.app.sheet.choices(row, field).unwrap_or_default();
        let (name, value) = (self.name_of(field), self.value_of(row, field));
        match value {
            // The list says which one it is.
            Some(_) if choices.current.is_some() && is_short(&choices) => {
                self.output.say(format!("{name}?"));
            }
            value => self.lines(&name, value.as_deref().unwrap_or("empty")),
        }
        self.say_findings(row, field);
        if choices.items.is_empty() {
            self.say_how_to(row, field);
        } else {
            self.say_choices(field, &choices);
        }
        self.ask_again(field);
    }

    /// Asks for the answer once more, without repeating the question.
    pub(super) fn ask_again(&mut self, field: Field) {
        let Some(row) = self.visit.as_ref().map(|visit| visit.row) else { return self.menu() };
        let what = match self.app.sheet.choices(row, field) {
            Some(choices) if choices.items.is_empty() => "New text",
            Some(choices) if is_short(&choices) => "Number",
            Some(_) => "Name",
            None => "New text",
        };
        let is_empty = self.value_of(row, field).is_none();
        let keep = if is_empty { "Enter to leave it empty" } else { "Enter to keep it" };
        self.output.ask(&format!("{what}, or {keep}"));
    }

    /// The text of a cell as it is said: that of an outcome with its parts, that of a reason with its meaning.
    fn value_of(&self, row: Row, field: Field) -> Option<String> {
        match self.col(field) {
            Some(col) if col.is_outcome() => self.outcome_of(row),
            Some(col) if col.is_reason() && !self.app.meaning(row, field).is_empty() => {
                let meaning = self.app.meaning(row, field).replacen(": ", ", ", 1);
                Some(meaning.trim_end_matches('.').to_owned())
            }
            _ => {
                let text = self.app.sheet.text(row, field).into_owned();
                (!text.is_empty()).then_some(text)
            }
        }
    }

    /// Says what is wrong with the cells that a question is about.
    fn say_findings(&mut self, row: Row, field: Field) {
        let sheet = &self.app.sheet;
        let is_asked = |at: Field| question_of(sheet, at) == field;
        let found = sheet.findings().row(row).filter(|f| f.level.is_problem());
        let mut lines = Vec::new();
        for finding in found.filter(|finding| finding.field.is_some_and(is_asked)) {
            lines.push(describe(sheet, finding));
            if let Some(fix) = finding.fix.as_ref().filter(|_| finding.field == Some(field)) {
                lines.push(format!("Suggestion: {fix} (type y to take it)"));
            }
        }
        for line in lines {
            self.output.say(line);
        }
    }

    /// What the first finding of a cell suggests.
    fn suggestion(&self, row: Row, field: Field) -> Option<String> {
        let mut found = self.app.sheet.findings().row(row).filter(|f| f.level.is_problem());
        found.find_map(|f| f.fix.clone().filter(|_| f.field == Some(field)))
    }

    /// Says how a text is typed, once for each column.
    fn say_how_to(&mut self, row: Row, field: Field) {
        let Some(col) = self.col(field) else { return };
        if !self.explained.insert(field) {
            return;
        }
        match col.column().kind {
            Kind::Date | Kind::Amount => {
                let editor = Editor::open(&self.app.sheet, row, field);
                self.output.say(self.app.how_to(&editor));
            }
            Kind::Parts(parts) => {
                self.output.say(format!("Type: {}.", parts.names.join(", ")));
            }
            Kind::LongText => {
                self.output.say("A text replaces the notes; + and a text adds a line.");
            }
            Kind::Text | Kind::Choice(_) => {}
        }
    }

    fn say_choices(&mut self, field: Field, choices: &Choices) {
        let is_reason = self.col(field).is_some_and(Col::is_reason);
        let lines: Vec<String> = (choices.items.iter().enumerate())
            .map(|(at, choice)| {
                let is_now = if choices.current == Some(at) { " (as it is now)" } else { "" };
                format!("{}{is_now}", choice_line(at, choice, is_reason))
            })
            .collect();
        if is_short(choices) {
            self.output.list(lines);
        } else {
            let number = lines.len();
            self.output.hold(lines);
            self.output.say(format!("Type the beginning of the name; m reads all {number}."));
        }
    }

    /// Takes the answer to the question about a cell.
    pub(super) fn cell_answer(&mut self, field: Field, answer: TypedAnswer) {
        let Some(row) = self.visit.as_ref().map(|visit| visit.row) else { return self.menu() };
        let choices = self.app.sheet.choices(row, field).unwrap_or_default();
        match (answer, self.suggestion(row, field)) {
            (TypedAnswer::Keep, _) => self.answered(field),
            (TypedAnswer::Text("y" | "Y"), Some(fix)) => self.write(row, field, &fix),
            (TypedAnswer::Literal(""), _) => self.write(row, field, ""),
            (TypedAnswer::Text(text) | TypedAnswer::Literal(text), _)
                if !choices.items.is_empty() =>
            {
                self.choose(row, field, choices, text);
            }
            (TypedAnswer::Text(text), _) if text.starts_with('+') && self.is_long(field) => {
                let old = self.app.sheet.text(row, field).into_owned();
                let more = text.trim_start_matches('+').trim();
                let text = if old.is_empty() { more.to_owned() } else { format!("{old}\n{more}") };
                self.write(row, field, &text);
            }
            (TypedAnswer::Text(text) | TypedAnswer::Literal(text), _) => {
                self.write(row, field, text);
            }
            (TypedAnswer::Column(_) | TypedAnswer::LineCommand(_), _) => self.ask_again(field),
        }
    }

    fn is_long(&self, field: Field) -> bool {
        self.col(field).is_some_and(|col| matches!(col.column().kind, Kind::LongText))
    }

    /// Takes the choice with a number or a name.
    fn choose(&mut self, row: Row, field: Field, choices: Choices, typed: &str) {
        let is_reason = self.col(field).is_some_and(Col::is_reason);
        let found = find(&choices, typed, is_reason);
        match found.as_slice() {
            [] => {
                self.output.say(format!("There is no choice \"{typed}\"."));
                self.ask_again(field);
            }
            [at] => {
                let choice = choices.items.into_iter().nth(*at).unwrap_or_default();
                self.take_choice(row, field, &choice);
            }
            several => {
                self.output.say("Which of these?");
                let line = |at: &usize| choice_line(*at, &choices.items[*at], is_reason);
                self.output.list(several.iter().map(line).collect::<Vec<_>>());
                self.ask_again(field);
            }
        }
    }

    fn take_choice(&mut self, row: Row, field: Field, choice: &Choice) {
        self.app.message = None;
        if choose_in(&mut self.app, &[row], field, &choice.label).is_none() {
            self.say_message();
            return self.ask_again(field);
        }
        let then = choice.then.and_then(|col| self.app.sheet.layout().field(col));
        if let (Some(visit), Some(then)) = (&mut self.visit, then) {
            visit.ask_next(then);
        }
        self.written(row, field, "");
    }

    /// Writes a text into the cell as the column reads it, unless a rule forbids it there.
    fn write(&mut self, row: Row, field: Field, typed: &str) {
        let sheet = &self.app.sheet;
        let read = |col: Col| sheet.understand(row, col, typed);
        let Understood { text, detail, doubt } =
            self.col(field).map_or_else(|| Understood::as_typed(typed), read);
        if !doubt.is_empty() {
            self.output.say(doubt);
            return self.ask_again(field);
        }
        if text == sheet.text(row, field) {
            return self.answered(field);
        }
        let mut found = sheet.preview_findings(row, field, &text).into_iter();
        let is_wrong = |level, at| level == Level::Error && at == Some(field);
        if let Some(error) = found.find(|f| is_wrong(f.level, f.field)) {
            self.output.say(format!("Not written: {}", error.message));
            return self.ask_again(field);
        }
        self.app.message = None;
        if apply_edit(&mut self.app, "edit", vec![CellEdit::new(row, field, text)]) {
            self.written(row, field, &detail);
        } else {
            self.say_message();
            self.ask_again(field);
        }
    }

    /// Says what a cell has now, and asks the next question.
    fn written(&mut self, row: Row, field: Field, detail: &str) {
        let (name, value) = (self.name_of(field), self.value_of(row, field));
        let detail = if detail.is_empty() { String::new() } else { format!(" ({detail})") };
        match value {
            Some(value) => self.lines(&name, &format!("{value}{detail}")),
            None => self.output.say(format!("{name}: empty now.")),
        }
        self.answered(field);
    }

    fn answered(&mut self, field: Field) {
        if let Some(visit) = &mut self.visit {
            visit.answered(field);
        }
        self.next_question();
    }

    /// Asks for the column that was named.
    pub(super) fn ask_column(&mut self, typed: &str) {
        let Some(row) = self.visit.as_ref().map(|visit| visit.row) else { return self.menu() };
        let found = self.columns_named(typed);
        match found.as_slice() {
            [] => self.output.say(format!(
                "There is no column \"{typed}\". To write a text that begins with c, type = before it."
            )),
            [field] => match self.app.sheet.check_edit(row, *field) {
                Ok(()) => {
                    let current = self.current_field();
                    let field = question_of(&self.app.sheet, *field);
                    if let Some(visit) = &mut self.visit {
                        if let Some(current) = current {
                            visit.ask_next(current);
                        }
                        visit.ask_next(field);
                    }
                    return self.next_question();
                }
                Err(refusal) => self.output.say(format!("{}: {refusal}", self.name_of(*field))),
            },
            several => {
                let names = several.iter().map(|field| self.app.sheet.layout().name(*field));
                let names = names.collect::<Vec<_>>().join(", ");
                self.output.say(format!("Which column? {names}"));
            }
        }
        match self.current_field() {
            Some(field) => self.ask_again(field),
            None => self.ask_to_go_on(),
        }
    }

    /// The columns with a name, else those whose names have a text in them; without one all that may be edited.
    fn columns_named(&self, typed: &str) -> Vec<Field> {
        let sheet = &self.app.sheet;
        let row = self.visit.as_ref().map(|visit| visit.row).unwrap_or_default();
        if typed.is_empty() {
            let is_open = |field: &Field| sheet.check_edit(row, *field).is_ok();
            return sheet.layout().fields().filter(is_open).collect();
        }
        let wanted = typed.to_lowercase();
        let short = |field: &Field| self.app.short_name(*field).to_lowercase();
        let named = sheet.column(typed);
        let named = named.or_else(|| sheet.layout().fields().find(|f| short(f) == wanted));
        if let Some(field) = named {
            return vec![field];
        }
        let has = |field: &Field| {
            let name = sheet.layout().name(*field).to_lowercase();
            name.contains(&wanted) || short(field).contains(&wanted)
        };
        sheet.layout().fields().filter(has).collect()
    }
}

/// Whether the choices are few enough to be listed without being asked for.
fn is_short(choices: &Choices) -> bool {
    choices.items.len() <= MAX_LISTED_CHOICES
}

/// A choice as it is listed: its number, its name and what it means.
///
/// A reason has the number that is written for it.
fn choice_line(at: usize, choice: &Choice, is_reason: bool) -> String {
    let detail = choice.detail.replace(" · ", ", ").replace("   ", ". ").replace(" → ", " to ");
    let label = match choice.label.split_once("  ") {
        Some((_, text)) if is_reason => text,
        _ => &choice.label,
    };
    let line = format!("{}. {label}", number_of(at, choice, is_reason));
    if detail.trim().is_empty() { line } else { format!("{line}: {}", detail.trim()) }
}

fn number_of(at: usize, choice: &Choice, is_reason: bool) -> String {
    match choice.sets.first() {
        Some((_, code)) if is_reason => code.clone(),
        _ => (at + 1).to_string(),
    }
}

/// The choices that a typed number or name means: one, or those that have the text in their names.
fn find(choices: &Choices, typed: &str, is_reason: bool) -> Vec<usize> {
    let typed = typed.to_lowercase();
    let all = || choices.items.iter().enumerate();
    let fitting = |fits: &dyn Fn(&str) -> bool| -> Vec<usize> {
        let fits = |choice: &Choice| choice.words().any(|word| fits(&word.to_lowercase()));
        all().filter(|(_, choice)| fits(choice)).map(|(at, _)| at).collect()
    };
    let by_number = all().find(|(at, choice)| number_of(*at, choice, is_reason) == typed);
    if let Some((at, _)) = by_number {
        return vec![at];
    }
    if typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let found = fitting(&|word| word == typed);
    let found = if found.is_empty() { fitting(&|word| word.starts_with(&typed)) } else { found };
    if found.is_empty() { fitting(&|word| word.contains(&typed)) } else { found }
}
