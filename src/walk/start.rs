//! The beginning and the end: what there is about the file, earlier work, and what becomes of this one.

use crate::app::cell_info::describe;
use crate::app::mode::{Confirm, Mode};
use crate::app::panels::list::state::ListPanel;
use crate::app::{Effect, OnExit, Persistence, Recovery, tally_label};
use crate::leads::{Origin, plural};
use crate::sheet::{Filter, RowState};
use crate::walk::answer::{LineCommand, TypedAnswer};
use crate::walk::conversation::{Walk, WalkEnd, WalkStep};
use crate::walk::count;

impl Walk {
    /// Says what the file is, and asks about earlier work or for the leads.
    pub(super) fn introduce(&mut self) {
        let counts = self.app.sheet.counts();
        let closed = match counts.closed {
            0 => String::new(),
            closed => format!(", {closed} of them closed"),
        };
        let leads = format!("{}{closed}", plural(counts.rows, "lead"));
        let (name, folder) = (self.app.name.clone(), self.app.folder.clone());
        self.output.say(format!("{name}: {leads}. Upload files go to {folder}."));
        for notice in std::mem::take(&mut self.notices) {
            self.output.say(notice);
        }
        match &self.app.earlier {
            Some(Recovery::Busy(_)) => self.refuse(),
            Some(_) => self.ask_about_earlier_work(),
            None => self.after_start(),
        }
    }

    /// Says why the file can't be edited, and ends.
    fn refuse(&mut self) {
        let question = self.app.question(Confirm::Start);
        self.output.say(format!("{}.", question.title));
        self.output.say(question.body.join(" "));
        self.output.say("To read it only, start with --read-only.");
        self.end = Some(WalkEnd::Busy);
        self.app.effects.push(Effect::Quit(OnExit::Kept));
    }

    fn ask_about_earlier_work(&mut self) {
        let question = self.app.question(Confirm::Start);
        self.output.say(format!("{}.", question.title));
        self.output.say(question.body.join(" "));
        let (mut names, mut lines) = (Vec::new(), Vec::new());
        for (_, name, text) in question.answers {
            let is_elsewhere = matches!(self.app.earlier, Some(Recovery::WentOn(_)));
            if name == "rebase" || (name == "resume" && is_elsewhere) {
                continue;
            }
            names.push(name);
            lines.push(format!("{}. {text}", names.len()));
        }
        match &self.app.earlier {
            Some(Recovery::Other(_)) => {
                let file = &self.file;
                self.output
                    .say(format!("To move it to the new file: leadsheet rebase {file} {file}"));
            }
            Some(Recovery::WentOn(later)) => {
                let path = later.path.display().to_string();
                self.output.say(format!("To go on there: leadsheet walk {path}"));
            }
            _ => {}
        }
        self.output.list(lines);
        self.output.ask("Number, or q to end");
        self.step = WalkStep::Start(names);
    }

    /// Takes the answer about earlier work.
    pub(super) fn start_answer(&mut self, answer: TypedAnswer, answers: &[&'static str]) {
        let name = match answer {
            TypedAnswer::Text(typed) => {
                let at = typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                at.and_then(|at| answers.get(at)).copied()
            }
            _ => None,
        };
        match name {
            Some("resume") => self.app.resume(),
            Some("processed") => self.app.answer_kind(Origin::Results),
            Some("discard") => self.app.discard(),
            Some("read_only") => self.app.open_read_only(),
            Some("quit") => return self.end_unchanged(),
            Some("show") => {
                self.app.show_unfinished();
                self.say_panel();
                return self.output.ask("Number, or q to end");
            }
            _ => {
                let is_more = matches!(answer, TypedAnswer::LineCommand(LineCommand::More));
                if is_more {
                    self.output.more();
                } else {
                    self.output.say(format!("Type a number from 1 to {}.", answers.len()));
                }
                return self.output.ask("Number, or q to end");
            }
        }
        // Work under another name is taken up by the shell, and asked about until then.
        let waits = self.app.effects.iter().any(|effect| matches!(effect, Effect::TakeUp));
        if !waits {
            self.say_message();
            self.after_start();
        }
    }

    /// Says how the file stands when everything about earlier work is answered, and asks for the leads.
    pub(super) fn after_start(&mut self) {
        self.app.take_results();
        self.say_panel();
        let counts = self.app.sheet.counts();
        let stages: Vec<String> = counts
            .by_stage()
            .filter(|(_, state)| *state != RowState::Closed)
            .map(|(number, state)| format!("{number} {}", state.label()))
            .collect();
        if stages.is_empty() {
            self.output.say("Nothing is changed yet.");
        } else {
            self.output.say(format!("Your work: {}.", stages.join(", ")));
        }
        let sheet = &self.app.sheet;
        let with = sheet.rows().filter(|row| Filter::Problems.matches(sheet, *row)).count();
        let tally = sheet.findings().tally();
        let file: Vec<String> = sheet
            .findings()
            .file()
            .filter(|finding| finding.level.is_problem())
            .map(|finding| describe(sheet, finding))
            .collect();
        self.output.say(match tally.errors + tally.warnings {
            0 => "Problems: none.".to_owned(),
            _ => format!("Problems: {}, in {}.", tally_label(tally), count(with, "lead")),
        });
        for line in file {
            self.output.say(line);
        }
        let saved = match &self.app.keeping {
            _ if self.app.sheet.is_read_only() => "The file is open read-only.".to_owned(),
            Persistence::On => "Each answer is saved at once.".to_owned(),
            Persistence::Off => "Nothing is saved; export before you end.".to_owned(),
            Persistence::Failed(why) => {
                format!("Nothing can be saved: {why}. Export before you end.")
            }
        };
        self.output.say(format!("{saved} Type ? for help, q to end."));
        self.first_question();
    }

    /// Says what the program shows on a whole screen: a list of what was done, or the results of an upload.
    pub(super) fn say_panel(&mut self) {
        if let Some(panel) = self.app.mode.panel::<ListPanel>() {
            let title = panel.title.clone();
            // What comes next is said by the questions here.
            let lines = panel.entries.iter().filter(|line| line.label != "next");
            let lines: Vec<String> = lines.map(|line| labelled(&line.label, &line.text)).collect();
            self.output.say(format!("{title}."));
            self.output.list(lines.into_iter().filter(|line| !line.is_empty()));
            self.app.mode =
                if self.app.earlier.is_some() { Mode::Ask(Confirm::Start) } else { Mode::Grid };
        }
        self.app.message = None;
    }

    /// Ends, or asks first if changes would be lost.
    pub(super) fn quit(&mut self) {
        if self.app.is_unexported() && self.app.keeping != Persistence::On {
            let counts = self.app.sheet.counts();
            let changed = plural(counts.ready + counts.held_back, "changed lead");
            self.output.say(format!("{changed} not exported, and not saved: ending loses it."));
            self.step = WalkStep::Quit;
            return self.ask_step();
        }
        self.finish();
    }

    pub(super) fn quit_answer(&mut self, answer: TypedAnswer) {
        match answer {
            TypedAnswer::Text("y" | "Y") | TypedAnswer::LineCommand(LineCommand::Quit) => {
                self.finish();
            }
            _ => self.menu(),
        }
    }

    /// Ends because no more answers come, as `why` says.
    pub fn stop(&mut self, why: &str) -> Vec<Effect> {
        if self.end.is_none() {
            self.output.say(why);
            if matches!(self.step, WalkStep::Start(_)) {
                self.end_unchanged();
            } else {
                self.finish();
            }
        }
        self.effects()
    }

    /// Says what becomes of the work, and ends.
    fn finish(&mut self) {
        let counts = self.app.sheet.counts();
        let is_unexported = self.app.is_unexported();
        let leave = if is_unexported { OnExit::Kept } else { self.app.leave() };
        if is_unexported {
            let (ready, held) = (counts.ready, counts.held_back);
            self.output.say(format!("Not exported: {ready} ready, {held} held back."));
        } else if self.app.sheet.knows_uploads() {
            self.output.say("Nothing is left to export.");
        } else {
            self.output.say("Nothing was changed.");
        }
        self.end = Some(if is_unexported { WalkEnd::Unexported } else { WalkEnd::Finished });
        self.app.effects.push(Effect::Quit(leave));
    }

    /// Says whether the work is saved, once it is or can't be. Called at the end.
    pub fn close(&mut self) {
        if self.end == Some(WalkEnd::Unexported) {
            let file = &self.file;
            self.output.say(match self.app.keeping {
                Persistence::On => {
                    format!("Your work is saved. To go on: leadsheet walk {file}")
                }
                _ => "These changes are not saved.".to_owned(),
            });
        }
    }

    /// Ends and leaves everything as it is.
    pub(super) fn end_unchanged(&mut self) {
        self.output.say("Nothing was changed.");
        self.end = Some(WalkEnd::Finished);
        self.app.effects.push(Effect::Quit(OnExit::Kept));
    }
}

/// A line of a list: what it is about, and what it says.
pub(super) fn labelled(label: &str, text: &str) -> String {
    match (label.trim(), text.trim()) {
        ("", text) => text.to_owned(),
        (label, "") => label.to_owned(),
        (label, text) => format!("{label}: {text}"),
    }
}
