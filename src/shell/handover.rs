//! The terminal in other hands: while the program is stopped, and while another one edits a text in it.

use crate::app::{EffectError, EffectKind, Input};
use crate::shell::external_editor as outside;
use crate::shell::external_editor::EditorError;
use crate::shell::input::channel::ShellEvent;
use crate::shell::input::system;
use crate::shell::run::{SessionEnd, Shell, ShellError, size};
use crate::shell::terminal::session as terminal;
use crate::store::ScratchText;
use std::process::ExitStatus;
use std::{io, thread};

/// How the editing in another program ended.
pub(in crate::shell) enum StepOutcome {
    /// With a text, or without one for a reason.
    Edited(Result<String, EditorError>),
    /// With the end of this program.
    End(SessionEnd),
}

impl StepOutcome {
    /// What the program is told, or how it ends.
    pub(in crate::shell) fn into_input(self) -> Result<Input, SessionEnd> {
        let failed = |error| EffectError::new(EffectKind::Editor, error);
        match self {
            Self::Edited(result) => Ok(Input::Edited(result.map_err(failed))),
            Self::End(end) => Err(end),
        }
    }
}

impl Shell<'_> {
    /// Gives the terminal back, stops, and takes it again when the shell brings the program back.
    pub(in crate::shell) fn suspend(&mut self) -> Result<Option<SessionEnd>, ShellError> {
        // Somebody may turn the machine off meanwhile.
        let _ = self.autosave.sync();
        self.channel.pause.close();
        terminal::restore();
        system::stop();
        let end = self.take_again();
        self.channel.pause.open();
        end
    }

    /// Takes the terminal again, which another program may have had.
    pub(in crate::shell) fn take_again(&mut self) -> Result<Option<SessionEnd>, ShellError> {
        terminal::restore();
        terminal::enter()?;
        self.screen.renew(size()?);
        Ok(None)
    }

    /// Gives the terminal to the user's editor, and takes it back when that has ended.
    pub(in crate::shell) fn edit_externally(
        &mut self,
        text: &str,
    ) -> Result<StepOutcome, ShellError> {
        let file = match ScratchText::new(text) {
            Ok(file) => file,
            Err(error) => return Ok(StepOutcome::Edited(Err(EditorError::Scratch(error)))),
        };
        let command = outside::editor();
        self.channel.pause.close();
        terminal::restore();
        let outcome = match outside::start(&command, &file) {
            Err(error) => StepOutcome::Edited(Err(error)),
            Ok(mut child) => {
                let sender = self.channel.sender.clone();
                thread::spawn(move || sender.send(ShellEvent::Ended(child.wait())));
                self.wait_for_editor(|ended| outside::result(&command, &file, ended))
            }
        };
        if matches!(outcome, StepOutcome::Edited(_)) {
            terminal::enter()?;
            self.screen.renew(size()?);
            self.channel.pause.open();
        }
        Ok(outcome)
    }

    /// Waits for the end of a program in this terminal, or for what ends this one too.
    pub(in crate::shell) fn wait_for_editor(
        &mut self,
        result: impl FnOnce(io::Result<ExitStatus>) -> Result<String, EditorError>,
    ) -> StepOutcome {
        loop {
            match self.channel.events.recv() {
                Ok(ShellEvent::Ended(ended)) => return StepOutcome::Edited(result(ended)),
                Ok(ShellEvent::Signal(signal)) => {
                    return StepOutcome::End(SessionEnd::Signal(signal));
                }
                Ok(ShellEvent::Gone) | Err(_) => return StepOutcome::End(SessionEnd::Gone),
                Ok(input) => self.queue.push(input),
            }
        }
    }
}
