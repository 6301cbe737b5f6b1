//! Writes the report of an upload for the person who approves it.

use crate::app::{App, EffectError, EffectKind, Input, ReportOutcome, ReportRequest, TypedPath};
use crate::leads::visible;
use crate::shell::autosave::Autosave;
use crate::shell::files::in_home;
use crate::shell::open::{beside, whole};
use crate::store::{self, ReportFileError, Source};
use crate::upload::{ReportContext, ReportSource, UploadReport};
use chrono::Utc;
use std::path::{Path, PathBuf};

/// Writes a report of what an export would do now, into the folder of the upload files unless another one was typed.
pub(crate) fn write(
    app: &App,
    autosave: &Autosave,
    request: &ReportRequest,
    (source, out): (&Path, Option<&Path>),
) -> Input {
    let path = target(&request.path, source, out);
    let plan = app.sheet.plan_for(request.options).with_reverts(&app.sheet);
    let report = UploadReport::new(&app.sheet, &plan, context(app, autosave));
    let like = Some(source).filter(|source| source.is_file());
    let text = request.format.write(&report);
    Input::Reported(match store::write_report(&path, text, like, request.replaces) {
        Ok(()) => ReportOutcome::Written {
            path: visible(&whole(path).to_string_lossy()).into_owned(),
            headline: report.headline(),
        },
        Err(ReportFileError::Exists { is_report: true, .. }) => ReportOutcome::Exists,
        Err(error) => ReportOutcome::Failed(EffectError::new(EffectKind::Report, error)),
    })
}

/// The file that was typed; a name without a folder is meant in that of the upload files.
fn target(typed: &str, source: &Path, out: Option<&Path>) -> PathBuf {
    let path = in_home(&TypedPath::parse(typed).unquoted());
    if path.parent().is_none_or(|folder| folder == Path::new("")) {
        return out.map_or_else(|| beside(source), Path::to_owned).join(path);
    }
    path
}

/// Who makes the report and when, and the downloads that it is about.
fn context(app: &App, autosave: &Autosave) -> ReportContext {
    let hash = |source: Option<&Source>| source.map(|source| source.sha256().to_owned());
    let downloads = match (app.sheet.table().sources(), &autosave.several) {
        (Some(union), Some(several)) => {
            let files = union.files().iter().zip(several.sources());
            let named = files.map(|(file, source)| ReportSource {
                name: file.name.clone(),
                sha256: hash(source),
            });
            named.collect()
        }
        _ => vec![ReportSource { name: app.name.clone(), sha256: hash(autosave.source()) }],
    };
    let (author, made) = (store::user_name(), Some(Utc::now()));
    ReportContext { downloads, author, made, ..ReportContext::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_a_folder_is_meant_beside_the_upload_files() {
        let (source, out) = (Path::new("data/leads.csv"), Path::new("uploads"));
        for (typed, expected) in [
            ("r.html", "data/r.html"),
            ("'my r.html'", "data/my r.html"),
            ("./r.html", "./r.html"),
            ("other/r.md", "other/r.md"),
            ("/tmp/r.csv", "/tmp/r.csv"),
        ] {
            assert_eq!(target(typed, source, None), Path::new(expected), "{typed}");
        }
        assert_eq!(target("r.html", source, Some(out)), Path::new("uploads/r.html"));
    }
}
