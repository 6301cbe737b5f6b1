//! Carries out what the program asks for.

use crate::app::{ExportDone, ExportResult, PartDone};
use crate::sheet::{Plan, Sheet};
use crate::store;
use std::path::Path;

/// Writes the upload files of a plan beside the source or into a folder.
pub(super) fn export(
    sheet: &Sheet,
    plan: &Plan,
    source: &Path,
    out: Option<&Path>,
) -> ExportResult {
    match store::export(sheet, plan, source, out) {
        Ok(exported) => Ok(ExportDone {
            rows: plan.ready().collect(),
            parts: exported
                .parts
                .into_iter()
                .map(|p| PartDone {
                    path: p.path.display().to_string(),
                    rows: p.rows,
                    changed: p.changed,
                    sha256: p.sha256,
                })
                .collect(),
        }),
        Err(error) => Err(error.to_string()),
    }
}
