//! Reads the file that leads are filled from.

use crate::app::{EffectError, EffectKind, FillFile, Input, PathFor};
use crate::declared::fill_mapping;
use crate::leads::{Encoding, visible};
use crate::shell::effects::unread;
use crate::shell::files::resolve;
use crate::store::OpenError;
use crate::store::fill::{
    FillSource, FillSourceError, SourceProblem, find_mapping, read_fill_source, save_mapping,
};
use crate::sync::fill::SourceTable;
use std::path::Path;
use std::sync::Arc;

/// Reads a file that was named in the editor: by its path, or by its name beside the source.
pub(crate) fn read(
    typed: &str,
    source: &Path,
    sheet: Option<&str>,
    encoding: Option<Encoding>,
) -> Input {
    let path = resolve(typed, source);
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let how = FillSource { encoding, sheet, option: OpenError::OPTION };
    Input::FillRead(match read_fill_source(&path, &how) {
        Ok(table) => {
            let source = Arc::new(table.with_name(&path.to_string_lossy(), &name));
            let saved = find_mapping(|text| fill_mapping::is_for(text, &source));
            let saved = saved
                .map(|saved| (visible(&saved.path.to_string_lossy()).into_owned(), saved.text));
            Ok(FillFile::Rows { source, saved })
        }
        Err(FillSourceError::Problem { problem: SourceProblem::SeveralSheets(sheets), .. }) => {
            let sheets = sheets.into_iter().map(|sheet| (sheet.name, sheet.rows)).collect();
            let name = visible(&name).into_owned();
            Ok(FillFile::Sheets { path: typed.to_owned(), name, sheets })
        }
        Err(error) => {
            let unread = match &error {
                FillSourceError::Open(error) => unread(PathFor::Fill, typed, error),
                FillSourceError::Problem { .. } => None,
            };
            Err(EffectError { unread, ..EffectError::new(EffectKind::Read, error) })
        }
    })
}

/// Saves a mapping for the next file with the same columns. That it can't be saved is told: no work is lost by it.
pub(crate) fn save(source: &SourceTable, text: &str) -> Option<Input> {
    let name = Path::new(&source.name).file_stem().unwrap_or_default().to_string_lossy();
    let saved = save_mapping(&name, text, |text| fill_mapping::is_for(text, source));
    let error = saved.err()?;
    Some(Input::NotRemembered(EffectError::new(EffectKind::Remember, error)))
}
