//! Carries out what the program asks for.

use crate::app::{ExportDone, ExportResult, PartDone, ReadFile};
use crate::leads::visible;
use crate::sheet::{Plan, Sheet};
use crate::store::{self, ExportedPart};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads a file that was named in the editor: by its path, or by its name beside the source.
pub(super) fn read(typed: &str, source: &Path) -> ReadFile {
    let typed = typed.trim();
    let home = typed.strip_prefix("~/").zip(std::env::home_dir());
    let path = home.map_or_else(|| PathBuf::from(typed), |(rest, home)| home.join(rest));
    let beside = source.parent().map(|folder| folder.join(&path)).filter(|path| path.exists());
    let path = if path.exists() { path } else { beside.unwrap_or(path) };
    read_path(&path)
}

/// Reads a file that is taken in.
pub(super) fn read_path(path: &Path) -> ReadFile {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    ReadFile {
        name: visible(&name).into_owned(),
        table: store::open(path)
            .map(|opened| Arc::new(opened.table))
            .map_err(|error| error.to_string()),
    }
}

/// Writes the upload files of a plan beside the source or into a folder.
///
/// The files that stand when a later one fails are done: the next export is about the other rows.
pub(super) fn export(
    sheet: &Sheet,
    plan: &Plan,
    source: &Path,
    out: Option<&Path>,
) -> ExportResult {
    let (parts, stopped) = match store::export(sheet, plan, source, out) {
        Ok(exported) => (exported.parts, None),
        Err(error) if error.standing.is_empty() => return Err(error.to_string()),
        Err(error) => (error.standing, Some(error.why.to_string())),
    };
    let part = |p: ExportedPart| PartDone {
        path: p.path.display().to_string(),
        rows: p.rows,
        changed: p.changed,
        sha256: p.sha256,
    };
    Ok(ExportDone {
        rows: plan.parts.iter().take(parts.len()).flatten().copied().collect(),
        parts: parts.into_iter().map(part).collect(),
        stopped,
    })
}
