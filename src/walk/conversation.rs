//! The conversation: what was asked, and what a typed line does about it.

use crate::app::edits::history::undo;
use crate::app::keys::keymap::Keymap;
use crate::app::mode::Mode;
use crate::app::session::results::opened;
use crate::app::{App, Effect, EffectError, Input, Persistence, Start};
use crate::leads::{Field, Row, is_hidden};
use crate::sheet::Filter;
use crate::walk::answer::{LineCommand, TypedAnswer};
use crate::walk::output::Output;
use crate::walk::route::{Route, RouteKind};
use crate::walk::visit::{Visit, question_of};
use std::collections::BTreeSet;

/// What is asked.
#[derive(Clone, Debug)]
pub(super) enum WalkStep {
    /// What to do with earlier work; the names of the answers.
    Start(Vec<&'static str>),
    /// Which leads to walk through.
    Menu,
    /// Which lead.
    Find,
    /// Which of the leads that were found.
    Pick(Vec<Row>),
    /// The text of a cell.
    Cell(Field),
    /// Nothing: any line goes on.
    Pause,
    /// Whether a rejected lead is sent again as it is.
    Resubmit,
    /// Whether what is ready is exported.
    Review,
    /// Whether to end though the work isn't saved.
    Quit,
}

/// How a conversation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WalkEnd {
    /// Every change is exported, or there is none.
    Finished,
    /// Changes aren't exported.
    Unexported,
    /// The file can't be edited: another program edits it.
    Busy,
}

/// The program as a conversation: a typed line in, text and effects out.
#[derive(Debug)]
pub struct Walk {
    /// The program.
    pub app: App,
    pub(super) output: Output,
    pub(super) step: WalkStep,
    /// The leads that are walked through, if that was chosen.
    pub(super) route: Option<Route>,
    /// The lead that is asked about.
    pub(super) visit: Option<Visit>,
    /// The columns whose form of typing was explained.
    pub(super) explained: BTreeSet<Field>,
    /// The leads to begin with, if they were named.
    pub(super) only: Option<Filter>,
    /// The file as it was named, for commands to type.
    pub(super) file: String,
    /// What there is to say about the file when it opens.
    pub(super) notices: Vec<String>,
    pub(super) end: Option<WalkEnd>,
}

impl Walk {
    /// Opens a file for a conversation; `file` is how it was named.
    pub fn new(mut start: Start, file: impl Into<String>) -> Self {
        let only = start.view.only.take();
        // Nothing is done by keys here, so that no sentence names one.
        start.config.keys = Keymap::empty();
        let mut notices = start.notices.clone();
        notices.extend(opened(&start, |name| start.config.keys.key_or_name(name)));
        notices.extend(start.config.errors.iter().map(|error| format!("config.toml: {error}")));
        Self {
            app: App::new(start),
            output: Output::default(),
            step: WalkStep::Menu,
            route: None,
            visit: None,
            explained: BTreeSet::new(),
            only,
            file: file.into(),
            notices,
            end: None,
        }
    }

    /// Says what the file is and asks the first question.
    pub fn begin(&mut self) -> Vec<Effect> {
        self.introduce();
        self.effects()
    }

    /// Takes a typed line.
    pub fn answer(&mut self, line: &str) -> Vec<Effect> {
        if self.end.is_some() {
            return Vec::new();
        }
        // Bytes that aren't UTF-8 come as this character.
        let is_unseen = |c: char| (is_hidden(c) && c != '\t') || c == char::REPLACEMENT_CHARACTER;
        if line.chars().any(is_unseen) {
            self.output.say("The answer has characters that can't be seen; type it without them.");
            self.ask_step();
            return self.effects();
        }
        match (TypedAnswer::read(line), self.step.clone()) {
            (TypedAnswer::LineCommand(LineCommand::Quit), WalkStep::Start(_)) => {
                self.end_unchanged();
            }
            (answer, WalkStep::Start(answers)) => self.start_answer(answer, &answers),
            (answer, WalkStep::Quit) => self.quit_answer(answer),
            (TypedAnswer::LineCommand(command), _) => self.command(command),
            (answer, WalkStep::Menu) => self.menu_answer(answer),
            (answer, WalkStep::Find) => self.find(answer),
            (answer, WalkStep::Pick(found)) => self.picked(answer, found),
            (TypedAnswer::Column(column), WalkStep::Cell(_) | WalkStep::Pause) => {
                self.ask_column(column);
            }
            (answer, WalkStep::Cell(field)) => self.cell_answer(field, answer),
            (_, WalkStep::Pause) => self.go_on(1),
            (answer, WalkStep::Resubmit) => {
                self.resubmit(matches!(answer, TypedAnswer::Text("y" | "Y")));
            }
            (answer, WalkStep::Review) => self.review_answer(answer),
        }
        self.effects()
    }

    /// Takes what became of an effect.
    pub fn take(&mut self, outcome: Input) -> Vec<Effect> {
        let outcome = match outcome {
            Input::Kept(Err(why)) => {
                self.not_saved(&why);
                return self.effects();
            }
            outcome => outcome,
        };
        let is_export = matches!(outcome, Input::Exported(_));
        let mut effects = self.app.update(outcome);
        if is_export {
            self.report_export();
        } else if self.app.earlier.is_none() {
            self.say_message();
            self.after_start();
        } else {
            self.say_message();
            self.ask_step();
        }
        effects.extend(self.effects());
        effects
    }

    /// Takes the word of the journal that the work can't be saved; it is said once.
    pub fn not_saved(&mut self, why: &EffectError) {
        if self.app.keeping == Persistence::On {
            self.app.keeping = Persistence::Failed(why.to_string());
            // The question that was asked comes again behind it.
            self.output.gap();
            self.output.say(format!("Not saved: {why}. Go on, and export before you end."));
            if self.end.is_none() {
                self.ask_step();
            }
        }
    }

    /// What was said since it was last taken.
    pub fn take_output(&mut self) -> String {
        self.output.take()
    }

    /// How it ended, if it has.
    pub fn end(&self) -> Option<WalkEnd> {
        self.end
    }

    /// What the shell has to do about what was done.
    pub(super) fn effects(&mut self) -> Vec<Effect> {
        self.app.take_effects()
    }

    fn command(&mut self, command: LineCommand) {
        match command {
            LineCommand::Help => {
                self.help();
                self.ask_step();
            }
            LineCommand::Quit => self.quit(),
            LineCommand::Export => self.review(),
            LineCommand::Undo => self.undo(),
            LineCommand::More => {
                self.output.more();
                self.ask_step();
            }
            LineCommand::Repeat => self.repeat(),
            LineCommand::Back => self.back(),
            LineCommand::Skip if self.visit.is_some() => self.go_on(1),
            LineCommand::Lead => {
                if let Some(row) = self.visit.as_ref().map(|visit| visit.row) {
                    self.all_columns(row);
                } else {
                    self.output.say("Choose a lead first.");
                }
                self.ask_step();
            }
            LineCommand::Skip | LineCommand::Menu => self.menu(),
        }
    }

    /// Asks the question again, with what it is about.
    fn repeat(&mut self) {
        match self.step {
            WalkStep::Cell(field) => {
                if let Some(row) = self.visit.as_ref().map(|visit| visit.row) {
                    self.describe_lead(row);
                }
                self.ask_cell(field);
            }
            WalkStep::Menu => self.menu(),
            WalkStep::Review => self.review(),
            WalkStep::Pause | WalkStep::Resubmit => {
                if let Some(row) = self.visit.as_ref().map(|visit| visit.row) {
                    self.describe_lead(row);
                }
                self.ask_step();
            }
            _ => self.ask_step(),
        }
    }

    /// Asks for the answer of the question once more.
    pub(super) fn ask_step(&mut self) {
        match self.step.clone() {
            WalkStep::Cell(field) => self.ask_again(field),
            WalkStep::Menu => self.output.ask("Number"),
            WalkStep::Start(_) => self.output.ask("Number, or q to end"),
            WalkStep::Find => {
                self.output.ask("Referral ID, or a part of the lead's name or company");
            }
            WalkStep::Pick(_) => self.output.ask("Number, or Enter for the menu"),
            WalkStep::Pause => self.ask_to_go_on(),
            WalkStep::Resubmit => {
                self.output.ask("Type y to send it again as it is, or Enter to leave it");
            }
            WalkStep::Review => self.ask_to_export(),
            WalkStep::Quit => {
                self.output.ask("Type y to end without the changes, or Enter to go on");
            }
        }
    }

    /// Undoes the last change, and asks for its cell again if it is of this lead.
    fn undo(&mut self) {
        self.app.message = None;
        let history = self.app.sheet.history();
        let undone = history.done().last().and_then(|step| step.changes.first());
        let undone = undone.map(|change| (change.row, change.field));
        undo(&mut self.app, None);
        self.say_message();
        let current = self.current_field();
        let Some(visit) = &mut self.visit else { return self.ask_step() };
        if let Some(current) = current {
            visit.ask_next(current);
        }
        match undone {
            Some((row, field)) if row == visit.row => {
                let field = question_of(&self.app.sheet, field);
                visit.ask_next(field);
            }
            Some((row, _)) => {
                let title = self.lead_title(row);
                self.output.say(format!("That was in another lead: {title}."));
            }
            None => {}
        }
        self.next_question();
    }

    /// Says what the program has to say.
    pub(super) fn say_message(&mut self) {
        self.app.mode = Mode::Grid;
        if let Some(message) = self.app.message.take() {
            self.output.say(message.text);
        }
    }

    /// Begins with the leads that were named, or asks which ones.
    pub(super) fn first_question(&mut self) {
        match self.only.take() {
            Some(filter) => self.walk_through(RouteKind::Only(filter)),
            None => self.menu(),
        }
    }
}
