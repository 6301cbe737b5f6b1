//! The panel of the upload files, and its keys.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::define::{grid, uploads};
use crate::app::effect::PathFor;
use crate::app::mode::Mode;
use crate::app::panels::uploads::state::UploadsPanel;
use crate::leads::{Row, plural};
use crate::sheet::{RowState, UploadPart, UploadStage};
use chrono::SecondsFormat;

pub(in crate::app) static COMMANDS: [Command; 5] = [
    grid(
        "uploads",
        "List the upload files: which are uploaded, which have their results, what is next.",
        |app, _| open(app),
    ),
    uploads("import", "Import the processed file of an upload.", |app, _| {
        app.ask_file(PathFor::Results);
    }),
    uploads("uploaded", "Mark the file as uploaded, or remove the mark.", |app, _| mark(app)),
    uploads(
        "withdraw",
        "The file wasn't uploaded: the next export includes its leads again.",
        |app, _| withdraw(app),
    ),
    uploads("close", "Go back to the grid.", |app, _| app.mode = Mode::Grid),
];

fn open(app: &mut App) {
    let checklist = app.sheet.checklist();
    if checklist.parts.is_empty() {
        return app.set_status("No upload file has been written yet.");
    }
    app.mode = Mode::open(UploadsPanel::new(checklist));
}

fn selected(app: &App) -> Option<UploadPart> {
    app.mode.panel::<UploadsPanel>()?.selected().cloned()
}

fn mark(app: &mut App) {
    let Some(part) = selected(app) else { return };
    if let Err(refusal) = app.sheet.check_writable() {
        return app.report_refusal(&refusal.into());
    }
    if part.waiting.is_empty() && part.stage != UploadStage::Withdrawn {
        return app.set_status("No lead of this file waits for results.");
    }
    let now = app.now.map(|now| now.to_rfc3339_opts(SecondsFormat::Secs, true));
    let at = part.uploaded.is_none().then(|| now.unwrap_or_default());
    app.sheet.set_uploaded(&part.file.sha256, at.as_deref());
}

fn withdraw(app: &mut App) {
    let Some(part) = selected(app) else { return };
    match part.stage {
        UploadStage::ToUpload => {}
        UploadStage::Replaced => {
            return app.set_status("Its leads are in a later file; there is nothing to take back.");
        }
        UploadStage::Uploaded => {
            return app.set_status("The file was uploaded; import its results.");
        }
        UploadStage::Imported | UploadStage::Withdrawn => {
            return app.set_status("No lead of this file waits for results.");
        }
    }
    if let Err(refusal) = app.sheet.withdraw(&part) {
        return app.report_refusal(&refusal.into());
    }
    let is_ready = |row: &&Row| app.sheet.state(**row) == RowState::Ready;
    let leads = plural(part.waiting.iter().filter(is_ready).count(), "lead");
    let key = app.keymap.hint(When::Uploads, "uploaded");
    app.set_status(format!(
        "{} wasn't uploaded: {leads} ready again; {key} undoes that.",
        part.name()
    ));
}
