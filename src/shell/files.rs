//! Lists files and says what each of them is, on threads of their own: keys are taken meanwhile.

use crate::app::{App, FilesReport, FilesRequest, FilesUpdate, Input, TypedPath};
use crate::leads::RuleContext;
use crate::shell::input::channel::ShellEvent;
use crate::shell::open::beside;
use crate::shell::run::Shell;
use crate::store;
use crate::store::catalog::{self, SavedWorks};
use crate::store::journal;
use crate::sync::{FileListing, FileSummary, ListedFile};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// The most threads that read files for a list.
const MAX_READERS: usize = 4;

/// What is kept between one list of files and the next.
#[derive(Clone, Default)]
pub(crate) struct FileLister {
    /// The number of the newest request: work on earlier ones stops.
    newest: Arc<AtomicU64>,
    /// The saved work, which is read again for a list of all folders.
    works: Arc<Mutex<Option<Arc<SavedWorks>>>>,
}

/// One list that is made.
struct ListJob {
    request: FilesRequest,
    lister: FileLister,
    sender: Sender<ShellEvent>,
    /// The file that is open.
    source: PathBuf,
    rules: RuleContext,
}

impl Shell<'_> {
    /// Begins to list files; what is found comes through the channel.
    pub(crate) fn list_files(&self, app: &App, request: FilesRequest) {
        let lister = self.lister.clone();
        lister.newest.store(request.number, Ordering::Relaxed);
        let sender = self.channel.sender.clone();
        let (source, rules) = (self.source.clone(), app.sheet.context().rules());
        let job = ListJob { request, lister, sender, source, rules };
        // Without a further thread no files are listed, and a path can still be typed.
        let _ = thread::Builder::new().name("files".to_owned()).spawn(move || job.run());
    }
}

impl ListJob {
    fn run(&self) {
        let Some(folder) = &self.request.folder else { return self.run_known() };
        let listing = self.list(&[self.folder(folder)]);
        self.listed(&listing);
        let known = self.lister.works.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let works = known.unwrap_or_else(|| self.read_works());
        self.summarize(&listing.files, &works);
    }

    /// Lists the folders where files of leads may be: at once those that are known, then those of saved work.
    fn run_known(&self) {
        let first = self.first_folders();
        let folders = catalog::known_folders(&first, &SavedWorks::default());
        let listing = self.list(&folders);
        self.listed(&listing);
        let works = self.read_works();
        let all = catalog::known_folders(&first, &works);
        let listing = if all == folders {
            listing
        } else {
            let listing = self.list(&all);
            self.listed(&listing);
            listing
        };
        self.summarize(&listing.files, &works);
    }

    /// The working folder, and the folder of the file that is open.
    fn first_folders(&self) -> Vec<PathBuf> {
        let working = std::env::current_dir().ok();
        let own = Some(&self.source).filter(|source| !source.as_os_str().is_empty());
        working.into_iter().chain(own.map(|source| whole(&beside(source)))).collect()
    }

    /// The folder that was typed.
    fn folder(&self, typed: &str) -> PathBuf {
        whole(&resolve(typed, &self.source))
    }

    /// Lists folders, without the file that is open.
    fn list(&self, folders: &[PathBuf]) -> FileListing {
        let mut listing = catalog::list(folders);
        let open = store::whole_path(&self.source).ok();
        listing.files.retain(|file| open.is_none() || store::whole_path(&file.path).ok() != open);
        listing
    }

    fn read_works(&self) -> Arc<SavedWorks> {
        let works = Arc::new(SavedWorks::read(journal::journal_folder().as_deref()));
        let mut known = self.lister.works.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Some(Arc::clone(&works));
        works
    }

    /// Says what each file is, the first ones first; then how far saved work is, which takes longer.
    fn summarize(&self, files: &[ListedFile], works: &SavedWorks) {
        let with_work = Mutex::new(Vec::new());
        let next = AtomicUsize::new(0);
        let readers = thread::available_parallelism().map_or(1, usize::from).min(MAX_READERS);
        thread::scope(|scope| {
            for _ in 0..readers.min(files.len()) {
                scope.spawn(|| {
                    while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if !self.is_wanted() {
                            return;
                        }
                        let summary = works.summary(file);
                        if summary.has_uncounted_work() {
                            let mut with_work =
                                with_work.lock().unwrap_or_else(PoisonError::into_inner);
                            with_work.push((file.path.clone(), summary.clone()));
                        }
                        self.summarized(&file.path, summary);
                    }
                });
            }
        });
        for (path, summary) in with_work.into_inner().unwrap_or_else(PoisonError::into_inner) {
            if !self.is_wanted() {
                return;
            }
            if let Some(counted) = works.counted(&path, &summary, self.rules.clone()) {
                self.summarized(&path, counted);
            }
        }
    }

    /// Whether nothing else was asked for meanwhile.
    fn is_wanted(&self) -> bool {
        self.lister.newest.load(Ordering::Relaxed) == self.request.number
    }

    fn listed(&self, listing: &FileListing) {
        self.report(FilesUpdate::Listed(listing.clone()));
    }

    fn summarized(&self, path: &Path, summary: FileSummary) {
        self.report(FilesUpdate::Summary(path.to_owned(), summary));
    }

    fn report(&self, update: FilesUpdate) {
        let report = FilesReport { number: self.request.number, update };
        // The program has ended if nobody takes it.
        let _ = self.sender.send(ShellEvent::Input(Input::Files(Box::new(report))));
    }
}

/// A folder without links and dots.
fn whole(folder: &Path) -> PathBuf {
    store::whole_path(folder).unwrap_or_else(|_| folder.to_owned())
}

/// The file or folder that was typed: from the folder in which the program was started or, where it isn't there,
/// from that of the file that is open. Quotes and escapes are taken off, unless a file has them in its name.
pub(crate) fn resolve(typed: &str, source: &Path) -> PathBuf {
    let typed = typed.trim();
    let unquoted = TypedPath::parse(typed).unquoted();
    let found = [typed, &unquoted].into_iter().map(in_home).find_map(|path| {
        let sibling = beside(source).join(&path);
        [path, sibling].into_iter().find(|path| path.exists())
    });
    found.unwrap_or_else(|| in_home(&unquoted))
}

/// A path with the home folder in the place of `~`.
pub(crate) fn in_home(typed: &str) -> PathBuf {
    let in_folder =
        typed.strip_prefix('~').and_then(|rest| rest.strip_prefix(std::path::is_separator));
    match (in_folder, std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_path_is_found_beside_the_open_file_and_without_its_quotes() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = |name: &str| dir.path().join(name);
        for name in ["my leads.csv", "'odd'.csv"] {
            std::fs::write(path(name), "").expect("written");
        }
        let source = path("leads.csv");
        for (typed, found) in [
            ("my leads.csv", path("my leads.csv")),
            ("'my leads.csv'", path("my leads.csv")),
            ("'odd'.csv", path("'odd'.csv")),
            ("gone.csv", PathBuf::from("gone.csv")),
        ] {
            assert_eq!(resolve(typed, &source), found, "{typed}");
        }
        // Where a backslash stands between folders, it is no escape.
        let escaped = resolve("my\\ leads.csv", &source);
        assert_eq!(escaped == path("my leads.csv"), !std::path::is_separator('\\'));
        let full = format!(" \"{}\" ", path("my leads.csv").display());
        assert_eq!(resolve(&full, Path::new("")), path("my leads.csv"));
    }
}
