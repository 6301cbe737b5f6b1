//! Writes the upload files of several files that are open as one.

use crate::app::{App, Effect, EffectError, EffectKind, ExportResult, Input};
use crate::leads::Row;
use crate::sheet::Sheet;
use crate::shell::autosave::Autosave;
use crate::shell::effects::written_upload;
use crate::shell::several::saves::SeveralSaves;
use crate::store;
use crate::store::{ExportFailure, ExportSession, ExportedPart, PendingLog, SourceError};
use crate::upload::{FilePart, Plan};
use std::path::Path;

/// The export of one upload file, which has leads of one file only.
struct FileExport<'e> {
    app: &'e mut App,
    saves: &'e mut SeveralSaves,
    part: &'e FilePart,
    /// The rows as the screen shows them.
    rows: &'e [Row],
}

impl ExportSession for FileExport<'_> {
    fn verify_source(&self) -> Result<(), SourceError> {
        self.saves.verify_sources()
    }

    fn parts(&mut self) -> (&Sheet, &mut dyn PendingLog) {
        (&self.part.sheet, self.saves.autosave_of(self.part.file))
    }

    fn written(&mut self, _own: &[Row], written: &ExportedPart) {
        let mut upload = written_upload(self.rows, written);
        upload.revert_summary = self.part.shown_summary(&self.app.sheet, upload.revert_summary);
        for effect in self.app.update(Input::Written(Box::new(upload))) {
            if let Effect::Keep(actions) = effect
                && let Err(error) = self.saves.save(&actions)
            {
                self.app.update(Input::Kept(Err(error.into())));
            }
        }
    }
}

/// Writes the upload files of a plan, each beside the file that its leads are from, or into a folder.
pub(crate) fn export(
    app: &mut App,
    autosave: &mut Autosave,
    plan: &Plan,
    out: Option<&Path>,
) -> ExportResult {
    let Some(mut saves) = autosave.several.take() else { return Ok(()) };
    let result = export_files(app, &mut saves, plan, out);
    autosave.several = Some(saves);
    result
}

fn export_files(
    app: &mut App,
    saves: &mut SeveralSaves,
    plan: &Plan,
    out: Option<&Path>,
) -> ExportResult {
    let failed = |failure: ExportFailure| EffectError::new(EffectKind::Export, failure);
    if plan.is_empty() {
        return Err(failed(ExportFailure::Nothing));
    }
    for rows in &plan.files {
        let Some(part) = FilePart::new(&app.sheet, rows) else { continue };
        let source = saves.path_of(part.file).to_owned();
        let mut session = FileExport { app, saves, part: &part, rows };
        store::export_with(&mut session, &part.plan(plan), &source, out)
            .map_err(|error| failed(error.failure))?;
    }
    Ok(())
}
