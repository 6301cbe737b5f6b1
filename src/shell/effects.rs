//! Carries out what the program asks for.

use crate::app::{
    App, Effect, EffectError, EffectKind, ExportResult, Input, PathFor, PolicyFile, ReadFile,
    UnreadFile, WrittenUpload,
};
use crate::leads::{Encoding, Row, visible};
use crate::sheet::Sheet;
use crate::shell::autosave::Autosave;
use crate::shell::files::resolve;
use crate::shell::open::whole;
use crate::shell::run::Shell;
use crate::shell::{fill, report, several};
use crate::store;
use crate::store::{ExportSession, ExportedPart, OpenError, PendingLog, SourceError};
use crate::sync::MergeError;
use crate::upload::Plan;
use std::path::Path;
use std::sync::Arc;

impl Shell<'_> {
    /// Writes the upload files of a plan.
    pub(super) fn export(&mut self, app: &mut App, plan: &Plan) -> Input {
        let out = self.options.out.as_deref();
        Input::Exported(export(app, &mut self.autosave, plan, &self.source, out))
    }

    /// Lists, reads or opens a file that the program asks for, or writes a report or a mapping.
    pub(super) fn file_effect(&mut self, app: &mut App, effect: Effect) -> Option<Input> {
        Some(match effect {
            Effect::Report(request) => {
                let place = (&*self.source, self.options.out.as_deref());
                report::write(app, &self.autosave, &request, place)
            }
            Effect::ReadFresh(typed) => self.read_fresh(app, &typed, None),
            Effect::ReadResults(path) => self.read_results(&path, None),
            Effect::ReadPolicy(path) => Input::Policy(read_policy(&path, &self.source)),
            Effect::ReadFill { path, sheet } => {
                fill::read(&path, &self.source, sheet.as_deref(), None)
            }
            Effect::ReadIn { wanted, path, encoding } => self.read_in(app, wanted, &path, encoding),
            Effect::SaveMapping { source, text } => {
                return fill::save(&source, &text);
            }
            Effect::ReplaceFile { file, actions } => self.replace_file(app, file, actions),
            Effect::OpenOther(file) => self.open_other(app, &file, None),
            Effect::OpenDemo => self.open_demo(app),
            Effect::StopLoading => self.stop_loading(app),
            Effect::ListFiles(request) => {
                self.list_files(app, request);
                return None;
            }
            _ => return None,
        })
    }
}

/// Reads a processed file that was named in the editor: by its path, or by its name beside the source.
pub(crate) fn read(typed: &str, source: &Path, encoding: Option<Encoding>) -> ReadFile {
    read_path(&resolve(typed, source), encoding)
}

/// Reads a processed file that is imported, in the encoding that was named for it.
pub(crate) fn read_path(path: &Path, encoding: Option<Encoding>) -> ReadFile {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let name = visible(&name).into_owned();
    // A file that can't be read again is reported by the other reading.
    let sha256 = store::file_sha256(path).unwrap_or_default();
    let table = store::open_as(path, encoding)
        .map(|opened| Arc::new(opened.table))
        .map_err(|error| OpenError { option: OpenError::RESULTS_OPTION, ..error })
        .map_err(|error| {
            let unread = unread(PathFor::Results, &path.to_string_lossy(), &error);
            EffectError { unread, ..EffectError::new(EffectKind::Read, error) }
        })
        .and_then(|table| match store::own_file(path, &table, &sha256) {
            None => Ok(table),
            Some(own) => {
                let reason = format!("{name} can't be imported: {}.", MergeError::Own(own));
                Err(EffectError::new(EffectKind::Read, reason))
            }
        });
    ReadFile { name, table, sha256 }
}

/// Reads a policy that was named in the editor: by its path, or by its name beside the source.
pub(crate) fn read_policy(typed: &str, source: &Path) -> PolicyFile {
    let path = whole(resolve(typed, source));
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    PolicyFile {
        name: visible(&name).into_owned(),
        text: store::read_text(&path).map_err(|error| EffectError::new(EffectKind::Read, error)),
        path: path.to_string_lossy().into_owned(),
    }
}

/// The file whose encoding must be chosen, if that is why it can't be read.
pub(crate) fn unread(wanted: PathFor, path: &str, error: &OpenError) -> Option<Box<UnreadFile>> {
    let readable_as = error.kind.readable_as();
    let name = Path::new(path).file_name().unwrap_or_default().to_string_lossy();
    (!readable_as.is_empty()).then(|| {
        Box::new(UnreadFile {
            wanted,
            path: path.to_owned(),
            name: visible(&name).into_owned(),
            reason: error.kind.to_string(),
            readable_as,
        })
    })
}

/// An export from the screen: each file is recorded in the journal, and the program takes it in at once.
struct ScreenExport<'e> {
    app: &'e mut App,
    autosave: &'e mut Autosave,
}

impl ExportSession for ScreenExport<'_> {
    fn verify_source(&self) -> Result<(), SourceError> {
        self.autosave.verify_source()
    }

    fn parts(&mut self) -> (&Sheet, &mut dyn PendingLog) {
        (&self.app.sheet, self.autosave)
    }

    fn written(&mut self, rows: &[Row], part: &ExportedPart) {
        let upload = written_upload(rows, part);
        for effect in self.app.update(Input::Written(Box::new(upload))) {
            if let Effect::Keep(actions) = effect
                && let Err(error) = self.autosave.save(actions)
            {
                self.app.update(Input::Kept(Err(error.into())));
            }
        }
    }
}

/// A written file as the program takes it; these are its rows.
pub(crate) fn written_upload(rows: &[Row], part: &ExportedPart) -> WrittenUpload {
    WrittenUpload {
        path: part.path.display().to_string(),
        rows: rows.to_vec(),
        changed: part.changed,
        sha256: part.sha256.clone(),
        revert: part.revert.as_ref().map(|path| path.display().to_string()),
        revert_sha256: part.revert_sha256.clone(),
        revert_summary: part.revert_summary.clone(),
        is_pilot: part.is_pilot,
    }
}

/// Writes the upload files of a plan beside the source or into a folder.
pub(crate) fn export(
    app: &mut App,
    autosave: &mut Autosave,
    plan: &Plan,
    source: &Path,
    out: Option<&Path>,
) -> ExportResult {
    if autosave.several.is_some() {
        return several::export(app, autosave, plan, out);
    }
    store::export_with(&mut ScreenExport { app, autosave }, plan, source, out)
        .map(drop)
        .map_err(|error| EffectError::new(EffectKind::Export, error.failure))
}
