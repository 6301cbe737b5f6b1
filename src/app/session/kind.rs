//! The question whether a file is the processed file of an upload, where nothing decides it.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::file::Persistence;
use crate::app::mode::Mode;
use crate::app::session::persistence::{Dialog, Recovery};
use crate::app::start::Start;
use crate::leads::{Origin, plural};
use crate::table::FileKind;

/// What is asked about a file in which some leads have *Errors*.
pub(super) fn kind_dialog(rejected: usize, leads: usize) -> Dialog {
    let have = if rejected == 1 { "has" } else { "have" };
    let when = When::Start;
    Dialog {
        title: "Is this the processed file of an upload?".to_owned(),
        body: vec![
            format!("{rejected} of {} {have} Errors.", plural(leads, "lead")),
            "In a processed file the other leads are done. In a download they are open.".to_owned(),
        ],
        answers: vec![
            (when, "resume", "no, it is a download"),
            (when, "processed", "yes, it is a processed file"),
            (when, "read_only", "open it read-only"),
            (when, "quit", "quit; nothing changes"),
        ],
    }
}

/// The question what the file is, if nothing decides it and the answer is saved with the work: so it is asked
/// once.
pub(crate) fn question(start: &Start) -> Option<Recovery> {
    let table = start.sheet.table();
    let is_asked = start.results.is_none()
        && start.persistence == Persistence::On
        && !start.sheet.is_read_only()
        && table.kind() == FileKind::Uncertain;
    is_asked.then(|| Recovery::Uncertain {
        rejected: table.leads().filter(|row| table.has_errors(*row)).count(),
        leads: table.leads().count(),
    })
}

impl App {
    /// Opens the file as what the user says that it is.
    pub(crate) fn answer_kind(&mut self, origin: Origin) {
        if !matches!(self.earlier, Some(Recovery::Uncertain { .. })) {
            return self.invalid_answer();
        }
        self.earlier = None;
        self.mode = Mode::Grid;
        self.sheet.answer_kind(origin);
        self.renew_search(true);
        self.open_results();
        let counts = self.sheet.counts();
        let failed = plural(counts.failed, "lead");
        self.set_status(match origin {
            Origin::Results => format!("A processed file: {failed} failed, {} done.", counts.done),
            _ => format!("A download: every lead is open; {failed} rejected by an earlier upload."),
        });
    }
}
