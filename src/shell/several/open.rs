//! Opens several files as one, with the work that is saved on each.

use crate::app::{KeptView, OpeningView, Persistence, Recovery, Start};
use crate::app::{UnfinishedWork, ViewError};
use crate::cli::title;
use crate::cli::{LoadedFile, hidden_work, read_several, shown};
use crate::leads::{Encoding, Origin, RuleContext, plural, visible};
use crate::sheet::{JoinedLogs, Sheet, TimedLog, join_logs};
use crate::shell::autosave::{Autosave, OpenedSession};
use crate::shell::open::{EditError, beside, whole};
use crate::shell::several::saves::{FileSave, SeveralSaves};
use crate::shell::views;
use crate::store::journal::{self, KnownContent};
use crate::store::{self, Source};
use crate::table::{NamedTable, Table};
use std::path::{Path, PathBuf};

/// Which files are opened, and how.
pub(crate) struct SeveralRequest<'r> {
    pub(crate) files: &'r [PathBuf],
    /// The folder of the upload files, if it isn't that of each file.
    pub(crate) out: Option<&'r Path>,
    /// The encoding of those files that aren't in UTF-8 or UTF-16.
    pub(crate) encoding: Option<Encoding>,
    /// Whether the work on them is saved.
    pub(crate) is_saved: bool,
    /// Whether they open with the view of last time.
    pub(crate) has_view: bool,
}

/// Reads several files and the work that is saved on them; settings and results aren't in it yet.
///
/// # Errors
///
/// Fails with a sentence for each file that can't be one of several; nothing is changed then.
pub(crate) fn prepare(
    request: &SeveralRequest<'_>,
    rules: RuleContext,
) -> Result<(Start, Autosave), EditError> {
    let files = read_several(request.files, request.encoding, &rules)?;
    let folder = upload_folder(request.out, files.iter().map(|file| file.path.as_path()))?;
    let sessions = open_sessions(request, &files)?;
    let view = request.has_view.then(|| kept_view(&files)).flatten();
    let count = files.len();
    let (named, saves) = parts(files, &sessions);
    let table = Table::union(named).map_err(|error| EditError::Several(vec![error.to_string()]))?;
    let mut notices: Vec<String> =
        store::unreadable_config().map(|why| format!("{why}.")).into_iter().collect();
    notices.extend(rules.lists.note());
    notices.extend(rules.house.note());
    notices.extend(view.as_ref().and_then(|view| view.as_ref().err()).map(ToString::to_string));
    let (keeping, recovery, autosave) = join_work(&table, sessions, saves, &mut notices)?;
    let start = Start {
        name: plural(count, "file"),
        folder,
        notices,
        view: OpeningView { kept: view.and_then(Result::ok), only: None },
        persistence: keeping,
        recovery,
        now: Some(chrono::Utc::now()),
        ..Start::of(Sheet::new(table, Origin::Download, rules))
    };
    Ok((start, autosave))
}

/// The view in which these files were left when they were open as one, if they were.
fn kept_view(files: &[LoadedFile]) -> Option<Result<KeptView, ViewError>> {
    views::read_named(&store::view_name_of_all(files.iter().map(|file| &file.source)))
}

/// The folder of the upload files of these downloads, as it is shown.
pub(super) fn upload_folder<'p>(
    out: Option<&Path>,
    files: impl Iterator<Item = &'p Path>,
) -> Result<String, EditError> {
    let shown = |folder: &Path| visible(&folder.to_string_lossy()).into_owned();
    if let Some(out) = out {
        if !out.is_dir() {
            return Err(EditError::Folder(shown(out)));
        }
        return Ok(shown(&whole(out.to_owned())));
    }
    let mut folders: Vec<PathBuf> = files.map(|file| whole(beside(file))).collect();
    folders.dedup();
    Ok(match &folders[..] {
        [one] => shown(one),
        _ => "the folder of each download".to_owned(),
    })
}

/// Looks for the work on each file, and locks it.
fn open_sessions(
    request: &SeveralRequest<'_>,
    files: &[LoadedFile],
) -> Result<Vec<OpenedSession>, EditError> {
    let mut sessions = Vec::with_capacity(files.len());
    let mut reasons = Vec::new();
    for file in files {
        let source = Some(file.source.clone());
        if !request.is_saved {
            sessions.push(OpenedSession::without(source));
            continue;
        }
        let session = OpenedSession::of(source)
            .map_err(|error| EditError::Journal(file.name.clone(), error))?;
        let name = &file.name;
        match &session.earlier {
            Some(Recovery::Busy(process)) => {
                let process = process.map(|n| format!(" (process {n})")).unwrap_or_default();
                reasons.push(format!(
                    "{name}: it is being edited in another leadsheet{process}; quit there first, or \
                     add --read-only"
                ));
            }
            Some(Recovery::Other(_)) => reasons.push(format!(
                "{name}: there is saved work on what the file held before; open it alone first, \
                 to move the work to its current content"
            )),
            _ => {}
        }
        sessions.push(session);
    }
    if reasons.is_empty() { Ok(sessions) } else { Err(EditError::Several(reasons)) }
}

/// The files to be joined, and what saves the work on each, so far without it.
fn parts(files: Vec<LoadedFile>, sessions: &[OpenedSession]) -> (Vec<NamedTable>, Vec<FileSave>) {
    let mut tables = Vec::with_capacity(files.len());
    let mut saves = Vec::with_capacity(files.len());
    for (file, session) in files.into_iter().zip(sessions) {
        let mut notes = file.opened.notices;
        notes.extend(session.notices.iter().cloned());
        notes.extend(elsewhere(&file.source, session));
        let written = file.source.written();
        tables.push(NamedTable { name: file.name, table: file.opened.table, written, notes });
        let autosave = Autosave::default();
        let (has_hidden_work, log) = (false, TimedLog::new());
        saves.push(FileSave { path: file.path, autosave, has_hidden_work, log });
    }
    (tables, saves)
}

/// Says that there is work on the content of a file under another name.
fn elsewhere(source: &Source, session: &OpenedSession) -> Option<String> {
    if session.earlier.is_some() {
        return None;
    }
    match journal::known(session.autosave.slot.as_ref()?.folder(), source).ok()?? {
        KnownContent::Named(named) => {
            let name = shown(&named.file, source);
            Some(format!(
                "Work on this content is saved as that on {name}; open that file to use it."
            ))
        }
        KnownContent::WentOn(journal::WentOn { file: Some(file), day, .. }) => {
            let name = shown(&file, source);
            Some(format!(
                "The work on this file went on in {name} on {day}; open that file instead."
            ))
        }
        KnownContent::WentOn(_) | KnownContent::Written(_) => None,
    }
}

/// Joins the work that is saved on the files: whether it can be saved, what there is, and what saves it.
fn join_work(
    table: &Table,
    sessions: Vec<OpenedSession>,
    mut saves: Vec<FileSave>,
    notices: &mut Vec<String>,
) -> Result<(Persistence, Option<Recovery>, Autosave), EditError> {
    let mut keeping = None;
    let (mut logs, mut work) = (Vec::new(), UnfinishedWork::default());
    let mut said = Vec::new();
    for (session, save) in sessions.into_iter().zip(&mut saves) {
        save.autosave = session.autosave;
        let name = title(&save.path);
        keeping = Some(match (keeping.take(), session.keeping) {
            (Some(failed @ Persistence::Failed(_)), _) => failed,
            (_, Persistence::Failed(why)) => {
                notices.push(format!("Your work on {name} isn't saved: {why}."));
                Persistence::Failed(format!("{name}: {why}"))
            }
            (_, keeping) => keeping,
        });
        let left = match session.earlier {
            Some(Recovery::Work(left)) => left,
            _ => UnfinishedWork::default(),
        };
        said.extend(left.notice.map(|notice| format!("{name}: {notice}")));
        work.missing_uploads.extend(left.missing_uploads);
        save.log.clone_from(&left.actions);
        logs.push(left.actions);
    }
    let joined = join_logs(table, logs).map_err(|error| {
        let name = saves.get(error.file()).map(|save| title(&save.path)).unwrap_or_default();
        EditError::Several(vec![format!("{name}: {error}; open it alone")])
    })?;
    let JoinedLogs { entries, splitter, hidden } = joined;
    for (save, leads) in saves.iter_mut().zip(hidden) {
        save.has_hidden_work = !leads.is_empty();
        if save.has_hidden_work {
            said.push(hidden_work(&title(&save.path), &leads));
        }
    }
    if entries.is_empty() {
        notices.append(&mut said);
    }
    work.notice = (!said.is_empty()).then(|| said.join(" "));
    work.actions = entries;
    let recovery = (!work.actions.is_empty()).then_some(Recovery::Work(work));
    let several = SeveralSaves::new(saves, splitter);
    let autosave = Autosave::of_several(several);
    Ok((keeping.unwrap_or_default(), recovery, autosave))
}
