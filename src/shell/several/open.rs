//! Opens several files as one, with the work that is saved on each.

use crate::app::{Config, KeptView, OpeningView, Persistence, Preferences, Recovery, Start};
use crate::app::{UnfinishedWork, ViewError};
use crate::leads::{Encoding, Finding, Origin, RuleContext, plural, visible};
use crate::sheet::{JoinedLogs, Sheet, join_logs};
use crate::shell::autosave::{Autosave, OpenedSession};
use crate::shell::elsewhere::{shown, written_notice};
use crate::shell::open::{EditError, beside, title, whole};
use crate::shell::several::saves::{FileSave, SeveralSaves};
use crate::shell::views;
use crate::store::journal::{self, KnownContent};
use crate::store::{self, OpenError, Opened, Source};
use crate::table::{NamedTable, Table};
use std::path::{Path, PathBuf};
use std::thread;

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

/// A file that was read.
struct LoadedFile {
    path: PathBuf,
    name: String,
    opened: Opened,
    source: Source,
    /// The errors that keep all of its leads from being exported.
    blocks: Vec<Finding>,
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
    let files = read_all(request, &rules)?;
    refuse_odd(&files)?;
    let folder = upload_folder(request, &files)?;
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
        sheet: Sheet::new(table, Origin::Download, rules),
        asks_file: false,
        name: plural(count, "file"),
        folder,
        notices,
        config: Config::default(),
        preferences: Preferences::default(),
        is_sample: false,
        view: OpeningView { kept: view.and_then(Result::ok), only: None },
        persistence: keeping,
        recovery,
        results: None,
        now: Some(chrono::Utc::now()),
    };
    Ok((start, autosave))
}

/// The view in which these files were left when they were open as one, if they were.
fn kept_view(files: &[LoadedFile]) -> Option<Result<KeptView, ViewError>> {
    views::read_named(&store::view_name_of_all(files.iter().map(|file| &file.source)))
}

/// Reads all files, each on a thread of its own.
fn read_all(
    request: &SeveralRequest<'_>,
    rules: &RuleContext,
) -> Result<Vec<LoadedFile>, EditError> {
    let read = |path: &PathBuf| read_one(path, request.encoding, rules.clone());
    let found: Vec<Result<LoadedFile, EditError>> = thread::scope(|scope| {
        let threads: Vec<_> =
            request.files.iter().map(|path| scope.spawn(move || read(path))).collect();
        let paths = request.files.iter();
        // A thread that failed is asked again here, where its failure is told.
        threads
            .into_iter()
            .zip(paths)
            .map(|(thread, path)| thread.join().unwrap_or_else(|_| read(path)))
            .collect()
    });
    let mut files = Vec::with_capacity(found.len());
    let mut reasons = Vec::new();
    let mut first = None;
    for found in found {
        match found {
            Ok(file) => files.push(file),
            Err(error) => {
                reasons.push(error.to_string());
                first.get_or_insert(error);
            }
        }
    }
    match first {
        None => Ok(name_apart(files)),
        Some(error) if reasons.len() == 1 => Err(error),
        Some(_) => Err(EditError::Several(reasons)),
    }
}

fn read_one(
    path: &Path,
    encoding: Option<Encoding>,
    rules: RuleContext,
) -> Result<LoadedFile, EditError> {
    let name = title(path);
    let several = |reason: &str| {
        EditError::Several(vec![format!("{}: {reason}", visible(&path.to_string_lossy()))])
    };
    if path == Path::new("-") {
        return Err(several(
            "the standard input can't be one of several files; save it as a file first",
        ));
    }
    let (opened, source) = match store::open_to_edit(path, None) {
        Err(OpenError { kind, .. }) if encoding.is_some() && !kind.readable_as().is_empty() => {
            store::open_to_edit(path, encoding)?
        }
        read => read?,
    };
    let Some(source) = source else {
        return Err(several("only files on a disk can be opened together; open it alone"));
    };
    let blocks = Sheet::blocking_errors(opened.table.clone(), rules);
    Ok(LoadedFile { path: path.to_owned(), name, opened, source, blocks })
}

/// Gives files of the same name the names of their folders, too.
fn name_apart(mut files: Vec<LoadedFile>) -> Vec<LoadedFile> {
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    for file in &mut files {
        if names.iter().filter(|name| **name == file.name).count() > 1 {
            file.name = visible(&file.path.to_string_lossy()).into_owned();
        }
    }
    files
}

/// Refuses files that are there twice or that aren't downloads, all of them at once.
fn refuse_odd(files: &[LoadedFile]) -> Result<(), EditError> {
    let mut reasons = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let same_path = |other: &&LoadedFile| other.source.path == file.source.path;
        let same_text = |other: &&LoadedFile| {
            other.source.bytes == file.source.bytes
                && other.opened.table.text() == file.opened.table.text()
        };
        let before = &files[..at];
        let reason = if before.iter().any(|other| same_path(&other)) {
            Some("the file is named twice; name it once".to_owned())
        } else if let Some(other) = before.iter().find(same_text) {
            Some(format!("it is a copy of {}; open one of the two", other.name))
        } else {
            odd(file)
        };
        reasons.extend(reason.map(|reason| format!("{}: {reason}", file.name)));
    }
    if reasons.is_empty() { Ok(()) } else { Err(EditError::Several(reasons)) }
}

/// Why a file can't be opened with others, if it can't.
fn odd(file: &LoadedFile) -> Option<String> {
    if file.opened.table.origin() == Origin::Results {
        return Some(
            "it is the processed file of an upload; open the downloads and import it with \
             --results, or open it alone"
                .to_owned(),
        );
    }
    if let Some(block) = file.blocks.first() {
        let message = &block.message;
        return Some(format!(
            "nothing of it could be exported: {message} Open it alone to see more"
        ));
    }
    let folder = journal::journal_folder()?;
    match journal::known(&folder, &file.source) {
        Ok(Some(KnownContent::Written(written))) => Some(written_notice(&written, &file.source)),
        _ => None,
    }
}

/// The folder of the upload files, as it is shown.
fn upload_folder(request: &SeveralRequest<'_>, files: &[LoadedFile]) -> Result<String, EditError> {
    let shown = |folder: &Path| visible(&folder.to_string_lossy()).into_owned();
    if let Some(out) = request.out {
        if !out.is_dir() {
            return Err(EditError::Folder(shown(out)));
        }
        return Ok(shown(&whole(out.to_owned())));
    }
    let mut folders: Vec<PathBuf> = files.iter().map(|file| whole(beside(&file.path))).collect();
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
        saves.push(FileSave { path: file.path, autosave, has_hidden_work: false });
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
            said.push(hidden_work(
                &title(&save.path),
                &leads.iter().map(|(_, id)| id.as_str()).collect::<Vec<_>>(),
            ));
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

/// The most leads that a sentence names.
const MAX_NAMED_LEADS: usize = 3;

/// Names the leads of a file that have saved work and aren't shown.
fn hidden_work(name: &str, ids: &[&str]) -> String {
    let named = ids[..ids.len().min(MAX_NAMED_LEADS)].join(", ");
    let more = match ids.len().saturating_sub(MAX_NAMED_LEADS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let leads = plural(ids.len(), "lead");
    format!(
        "{name} has saved work on {leads} that a newer file has ({}{more}): it stays saved; open \
         {name} alone to see it.",
        visible(&named)
    )
}
