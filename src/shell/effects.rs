//! Carries out what the program asks for.

use crate::app::{App, Effect, ExportResult, Input, ReadFile, WrittenUpload};
use crate::leads::visible;
use crate::shell::autosave::Autosave;
use crate::store;
use crate::store::Exporter;
use crate::upload::Plan;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads a file that was named in the editor: by its path, or by its name beside the source.
pub(crate) fn read(typed: &str, source: &Path) -> ReadFile {
    let typed = typed.trim();
    let home = typed.strip_prefix("~/").zip(std::env::home_dir());
    let path = home.map_or_else(|| PathBuf::from(typed), |(rest, home)| home.join(rest));
    let beside = source.parent().map(|folder| folder.join(&path)).filter(|path| path.exists());
    let path = if path.exists() { path } else { beside.unwrap_or(path) };
    read_path(&path)
}

/// Reads a file that is taken in.
pub(crate) fn read_path(path: &Path) -> ReadFile {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    ReadFile {
        name: visible(&name).into_owned(),
        table: store::open(path)
            .map(|opened| Arc::new(opened.table))
            .map_err(|error| error.to_string()),
    }
}

/// Writes the upload files of a plan beside the source or into a folder, one by one: each is in the journal
/// before it gets its name, and is exported as soon as it stands.
///
/// So the files that stand when a later one fails are done: the next export is about the other rows.
pub(crate) fn export(
    app: &mut App,
    keeper: &mut Autosave,
    plan: &Plan,
    source: &Path,
    out: Option<&Path>,
) -> ExportResult {
    keeper.verify_source().map_err(|error| error.to_string())?;
    let mut exporter = Exporter::new(source, out).map_err(|why| why.to_string())?;
    for rows in &plan.files {
        let part = exporter
            .part(&app.sheet, rows, &mut |intent| keeper.record_pending(intent))
            .map_err(|why| why.to_string())?;
        let part = WrittenUpload {
            path: part.path.display().to_string(),
            rows: rows.clone(),
            changed: part.changed,
            sha256: part.sha256,
            revert: part.revert.map(|path| path.display().to_string()),
            revert_summary: part.way_back,
        };
        for effect in app.update(Input::Written(Box::new(part))) {
            if let Effect::Keep(actions) = effect
                && let Err(why) = keeper.save(actions)
            {
                app.update(Input::Kept(Err(why)));
            }
        }
    }
    Ok(())
}
