//! The line mode: reads answers line by line, carries out what they ask for, and writes the next question.

mod input;

use crate::app::{Effect, Input};
use crate::cli::OpenArgs;
use crate::leads::RuleContext;
use crate::leads::visible;
use crate::shell::autosave::{Autosave, AutosaveError};
use crate::shell::effects;
use crate::shell::open::{EditError, open_with_settings};
use crate::shell::walk::input::{LineEvent, listen};
use crate::upload::Plan;
use crate::walk::{Walk, WalkEnd};
use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

/// How the line mode ended.
#[derive(Debug)]
pub enum LineEnd {
    /// By itself, or because there were no more answers.
    Ended(WalkEnd),
    /// A signal with this number ended it.
    Signal(i32),
    /// What is asked can't be written any more.
    Unwritable(io::Error),
}

/// Opens a file in the line mode and runs it to its end: answers come from the standard input.
///
/// What was answered is safe in the journal before the next question is written.
///
/// # Errors
///
/// Fails if the file can't be opened, or is the standard input.
pub fn walk(
    args: &OpenArgs,
    rules: &RuleContext,
    out: &mut dyn Write,
) -> Result<LineEnd, EditError> {
    let source = args.file.clone().unwrap_or_default();
    if source == Path::new("-") {
        return Err(EditError::AnswersNeedInput);
    }
    let (start, autosave) = open_with_settings(args, rules)?;
    autosave.for_content();
    let walk = Walk::new(start, source.to_string_lossy());
    let echoes = !io::stdin().is_terminal();
    let mut session =
        LineSession { walk, autosave, source, out_folder: args.out.clone(), out, echoes };
    Ok(session.run().unwrap_or_else(LineEnd::Unwritable))
}

struct LineSession<'o> {
    walk: Walk,
    autosave: Autosave,
    source: PathBuf,
    out_folder: Option<PathBuf>,
    out: &'o mut dyn Write,
    /// Whether answers are written behind their questions, because no terminal shows them.
    echoes: bool,
}

impl LineSession<'_> {
    fn run(&mut self) -> io::Result<LineEnd> {
        let events = match listen() {
            Ok(events) => events,
            Err(error) => return Ok(LineEnd::Unwritable(error)),
        };
        let effects = self.walk.begin();
        self.carry_out(effects)?;
        loop {
            if let Some(end) = self.walk.end() {
                return Ok(LineEnd::Ended(end));
            }
            let effects = match events.recv() {
                Ok(LineEvent::Line(line)) => {
                    if self.echoes {
                        writeln!(self.out, "{}", visible(&line))?;
                    }
                    self.walk.answer(&line)
                }
                Ok(LineEvent::Signal(signal)) => {
                    let effects = self.walk.stop("Interrupted.");
                    writeln!(self.out)?;
                    self.carry_out(effects)?;
                    return Ok(LineEnd::Signal(signal));
                }
                Ok(LineEvent::Ended) | Err(_) => {
                    writeln!(self.out)?;
                    self.walk.stop("No more answers.")
                }
            };
            self.carry_out(effects)?;
        }
    }

    /// Carries out what an answer asks for, saves the work, and then writes what is said.
    fn carry_out(&mut self, mut effects: Vec<Effect>) -> io::Result<()> {
        self.walk.app.set_now(chrono::Utc::now());
        while !effects.is_empty() {
            let outcomes: Vec<Input> =
                effects.into_iter().filter_map(|effect| self.effect(effect)).collect();
            effects = outcomes.into_iter().flat_map(|outcome| self.walk.take(outcome)).collect();
        }
        if let Err(error) = self.autosave.sync() {
            self.walk.not_saved(&error.into());
        }
        if self.walk.end().is_some() {
            self.walk.close();
        }
        self.out.write_all(self.walk.take_output().as_bytes())?;
        self.out.flush()
    }

    fn effect(&mut self, effect: Effect) -> Option<Input> {
        let result = match effect {
            Effect::Keep(actions) => self.autosave.save(actions),
            Effect::Archive => self.autosave.archive(),
            Effect::Quit(leave) => self.autosave.shutdown(leave),
            Effect::TakeUp => return Some(self.autosave.take_up_input()),
            Effect::Export(plan) => return Some(self.export(&plan)),
            Effect::LeaveElsewhere => {
                self.autosave.leave_elsewhere();
                Ok(())
            }
            Effect::OpenReadOnly => {
                self.autosave.open_read_only();
                Ok(())
            }
            // Nothing else is asked for without a screen.
            _ => Ok(()),
        };
        result.err().map(|error: AutosaveError| Input::Kept(Err(error.into())))
    }

    fn export(&mut self, plan: &Plan) -> Input {
        let folder = self.out_folder.as_deref();
        let app = &mut self.walk.app;
        Input::Exported(effects::export(app, &mut self.autosave, plan, &self.source, folder))
    }
}
