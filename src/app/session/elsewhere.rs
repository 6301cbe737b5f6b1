//! What is known of a file's content under other names: work that can be resumed here, or that went on elsewhere.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::effect::{Effect, EffectError};
use crate::app::mode::Mode;
use crate::app::session::persistence::{Dialog, Recovery, UnfinishedWork};
use crate::leads::plural;
use std::path::PathBuf;

/// Work on the same content that is saved under another name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkElsewhere {
    /// The work.
    pub work: UnfinishedWork,
    /// The other file, as it is shown.
    pub name: String,
    /// What became of that file.
    pub state: OtherFile,
}

/// What became of the file under whose name work is saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OtherFile {
    /// It isn't there any more: the work moves here.
    #[default]
    Gone,
    /// It is still there: the work is copied.
    There,
    /// It is being edited; the number of the program, if that is known.
    Busy(Option<u32>),
}

/// The file in which the work on an older download went on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LaterFile {
    /// The file.
    pub path: PathBuf,
    /// The same, as it is shown.
    pub name: String,
    /// The day, in UTC: `2026-11-22`.
    pub day: String,
}

impl WorkElsewhere {
    pub(super) fn dialog(&self) -> Dialog {
        let name = &self.name;
        let mut work = self.work.describe().into_iter();
        let amount = work.next().unwrap_or_default();
        let mut body = vec![format!("{name} has this content and saved work:"), amount];
        body.extend(work);
        let start_over = "start over; that work stays as it is";
        let mut answers = vec![
            (When::Start, "show", "list what was done"),
            (When::Start, "discard", start_over),
            (When::Start, "read_only", "open it read-only"),
            (When::Start, "quit", "quit; nothing changes"),
        ];
        let resume = match self.state {
            OtherFile::Gone => {
                body.push(format!("{name} isn't there any more."));
                Some("resume it under this name")
            }
            OtherFile::There => {
                body.push(format!("{name} is still there and keeps its work."));
                Some("resume a copy of it here")
            }
            OtherFile::Busy(process) => {
                let process = process.map(|n| format!(" (process {n})")).unwrap_or_default();
                body.push(format!(
                    "{name} is being edited in another leadsheet{process}; quit there first to \
                    resume the work here."
                ));
                None
            }
        };
        answers.splice(..0, resume.map(|text| (When::Start, "resume", text)));
        let title = "Work on this file is saved under another name";
        Dialog { title: title.to_owned(), body, answers }
    }
}

impl LaterFile {
    pub(super) fn dialog(&self) -> Dialog {
        let Self { name, day, .. } = self;
        let say =
            format!("The work on this file went on in {name} on {day}; open that file instead.");
        Dialog {
            title: "This is an older download".to_owned(),
            body: vec![say],
            answers: vec![
                (When::Start, "resume", "open that file"),
                (When::Start, "discard", "work on this file; that work stays as it is"),
                (When::Start, "read_only", "open this file read-only"),
                (When::Start, "quit", "quit; nothing changes"),
            ],
        }
    }
}

impl App {
    /// Asks the shell for what is elsewhere: the work under another name, or the file in which it went on.
    ///
    /// Tells whether there is something of the kind.
    pub(super) fn resume_from_elsewhere(&mut self) -> bool {
        let effect = match &self.earlier {
            Some(Recovery::Named(WorkElsewhere { state: OtherFile::Busy(_), .. })) => return false,
            Some(Recovery::Named(_)) => Effect::TakeUp,
            Some(Recovery::WentOn(went_on)) => Effect::OpenOther(went_on.path.clone()),
            _ => return false,
        };
        self.effects.push(effect);
        true
    }

    /// Resumes the work that was saved under another name, now that it is saved under this one.
    pub(crate) fn taken_up(&mut self, result: Result<Box<UnfinishedWork>, EffectError>) {
        match result {
            Ok(work) => {
                self.earlier = Some(Recovery::Work(*work));
                self.resume();
            }
            Err(error) => self.set_error(format!("The work can't be resumed here: {error}.")),
        }
    }

    /// Begins with this file and leaves the work elsewhere as it is.
    pub(super) fn leave_elsewhere(&mut self) {
        self.earlier = None;
        self.mode = Mode::Grid;
        self.open_results();
        self.effects.push(Effect::LeaveElsewhere);
        self.set_status("That work stays as it is.");
    }
}

/// The sentence about upload files that are gone though their results aren't imported.
pub(super) fn missing_uploads(names: &[String], export_again: &str) -> Option<String> {
    let (first, more) = (names.first()?, names.len() - 1);
    Some(match more {
        0 => format!(
            "{first} isn't there any more: if it wasn't uploaded, mark its leads to be exported \
            again ({export_again})."
        ),
        more => format!(
            "{first} and {} aren't there any more: if they weren't uploaded, mark their leads to \
            be exported again ({export_again}).",
            plural(more, "other upload file")
        ),
    })
}
