//! Carries out what the program asks for.

use crate::app::{ExportDone, ExportResult, PartDone};
use crate::sheet::{Plan, Sheet};
use crate::store::{self, ExportedPart};
use std::path::Path;

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
