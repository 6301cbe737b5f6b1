//! Reads a fresh download beside the one that is open, and goes over to it.

use crate::app::ReplacedFile;
use crate::app::{App, EffectError, EffectKind, FreshDownload, Input, PathFor, Persistence};
use crate::cli::title;
use crate::leads::{Encoding, visible};
use crate::sheet::{LogEntry, OwnFile};
use crate::shell::autosave::{Autosave, AutosaveError, OpenedSession};
use crate::shell::effects::{self, unread};
use crate::shell::files::resolve;
use crate::shell::open::{beside, whole};
use crate::shell::run::Shell;
use crate::shell::several::{NextFile, ReplaceError};
use crate::shell::terminal::session::install_panic_hook;
use crate::store;
use crate::store::journal::{CloseReason, Closing};
use crate::store::{OpenError, Source};
use crate::table::{Table, Union};
use std::path::{Path, PathBuf};

/// Why the work can't move to a fresh download.
#[derive(Debug, thiserror::Error)]
enum FreshError {
    /// The file can't be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It is the file that is open.
    #[error("{} is the file that is open; give the fresh download instead.", visible(.0))]
    SameFile(String),
    /// It is a file that this work wrote.
    #[error("{} is {own}; give a fresh download from Partner Center.", visible(.name))]
    Own {
        /// The name as it was typed.
        name: String,
        /// What it is.
        own: OwnFile,
    },
    /// The work on it can't be saved.
    #[error("{}: {source}", visible(.name))]
    Autosave {
        /// The name as it was typed.
        name: String,
        /// What is wrong.
        source: AutosaveError,
    },
    /// The work on it can't be saved, among files whose work is.
    #[error("{}: your work on it can't be saved: {reason}.", visible(.name))]
    NotSaved {
        /// The name as it was typed.
        name: String,
        /// What is wrong.
        reason: String,
    },
}

/// A fresh download that was read: who keeps the work on it, and where it stands.
pub(crate) struct NextSession {
    pub(crate) autosave: Autosave,
    pub(crate) path: PathBuf,
    /// The file, where several are open and it takes the place of one of them.
    pub(crate) file: Option<NextFile>,
}

impl Shell<'_> {
    /// Reads a fresh download and locks it, until the work goes over to it or it is dropped.
    pub(crate) fn read_fresh(
        &mut self,
        app: &App,
        typed: &str,
        encoding: Option<Encoding>,
    ) -> Input {
        self.next = None;
        let fresh = self.fresh(app, typed, encoding).map(Box::new);
        Input::Fresh(fresh.map_err(|error| {
            let unread = match &error {
                FreshError::Open(error) => unread(PathFor::Fresh, typed, error),
                _ => None,
            };
            EffectError { unread, ..EffectError::new(EffectKind::Rebase, error) }
        }))
    }

    fn fresh(
        &mut self,
        app: &App,
        typed: &str,
        encoding: Option<Encoding>,
    ) -> Result<FreshDownload, FreshError> {
        let path = resolve(typed, &self.source);
        let mut opened = store::open_to_edit(&path, encoding);
        // The encoding of the file that is open was named, and both downloads come from one place.
        let all = app.sheet.table();
        let files = all.sources().map_or(&[][..], Union::files).iter().map(|file| &file.table);
        let mut encodings = std::iter::once(all).chain(files).map(Table::encoding);
        let like_this = encodings.find(|encoding| encoding.is_code_page());
        if let (None, Some(_), Err(error)) = (encoding, like_this, &opened)
            && !error.kind.readable_as().is_empty()
        {
            opened = store::open_to_edit(&path, like_this);
        }
        let (opened, source) = opened?;
        if let (Some(open), Some(new)) = (self.autosave.source(), &source)
            && open.path == new.path
            && open.sha256() == new.sha256()
        {
            return Err(FreshError::SameFile(typed.to_owned()));
        }
        let several = self.autosave.several.as_ref();
        if let (Some(several), Some(new)) = (several, &source)
            && several.has_content(new)
        {
            return Err(FreshError::SameFile(typed.to_owned()));
        }
        let among = several.map(|several| several.open_files(source.as_ref()));
        // The revert file of all leads may have the very bytes of the download.
        let is_open =
            |new: &Source| self.autosave.source().is_some_and(|open| open.sha256() == new.sha256());
        let own = source.as_ref().and_then(|new| {
            let own = app.sheet.own_file(new.sha256()).filter(|_| !is_open(new));
            own.or_else(|| store::written_file(new))
        });
        if let Some(own) = own {
            return Err(FreshError::Own { name: typed.to_owned(), own });
        }
        let is_kept = app.keeping != Persistence::Off;
        let opening = match several {
            Some(several) => several.beside(source),
            None => self.autosave.beside(source, is_kept),
        };
        let opening =
            opening.map_err(|source| FreshError::Autosave { name: typed.to_owned(), source })?;
        let OpenedSession { autosave, keeping, mut notices, .. } = opening;
        if let (Some(_), Persistence::Failed(reason)) = (&among, &keeping) {
            let name = typed.to_owned();
            return Err(FreshError::NotSaved { name, reason: reason.clone() });
        }
        notices.extend(opened.notices);
        let folder = whole(self.options.out.clone().unwrap_or_else(|| beside(&path)));
        let name = title(&path);
        let table = opened.table;
        let file = among.is_some().then(|| {
            let (table, name, notes) = (table.clone(), name.clone(), notices.clone());
            NextFile { table, name, notes }
        });
        self.next = Some(NextSession { autosave, path, file });
        let folder = visible(&folder.to_string_lossy()).into_owned();
        Ok(FreshDownload { table, name, folder, notices, keeping, among })
    }

    /// Reads a file in the encoding that was chosen for it.
    pub(crate) fn read_in(
        &mut self,
        app: &mut App,
        wanted: PathFor,
        path: &str,
        encoding: Encoding,
    ) -> Input {
        match wanted {
            PathFor::Open => self.open_other(app, Path::new(path), Some(encoding)),
            PathFor::Results => self.read_results(path, Some(encoding)),
            PathFor::Fresh => self.read_fresh(app, path, Some(encoding)),
            // A policy is UTF-8.
            PathFor::Policy => Input::Policy(effects::read_policy(path, &self.source)),
            PathFor::Fill => crate::shell::fill::read(path, &self.source, None, Some(encoding)),
        }
    }

    /// Reads a processed file, in the encoding that was chosen or named at the start.
    pub(crate) fn read_results(&self, path: &str, encoding: Option<Encoding>) -> Input {
        let encoding = encoding.or(self.options.results_encoding);
        Input::Results(effects::read(path, &self.source, encoding))
    }

    /// Lets the fresh download that was read take the place of one of the files that are open.
    pub(crate) fn replace_file(&mut self, app: &App, file: usize, actions: Vec<LogEntry>) -> Input {
        let replaced = self.replaced(app, file, actions).map(Box::new);
        Input::FileReplaced(replaced.map_err(|error| EffectError::new(EffectKind::Rebase, error)))
    }

    fn replaced(
        &mut self,
        app: &App,
        file: usize,
        actions: Vec<LogEntry>,
    ) -> Result<ReplacedFile, ReplaceError> {
        let mut next = self.next.take().ok_or(ReplaceError::NotRead)?;
        let several = self.autosave.several.as_mut().ok_or(ReplaceError::NotRead)?;
        let union = app.sheet.table().sources().ok_or(ReplaceError::NotRead)?;
        next.autosave.set_listener(self.channel.sender.clone());
        let path = next.path.clone();
        let replaced = several.replace(union, file, next, actions)?;
        let folder = several.upload_folder(self.options.out.as_deref());
        if file == 0 {
            self.source = path;
        }
        install_panic_hook(self.autosave.lazy_path());
        Ok(ReplacedFile { folder: folder.unwrap_or_default(), ..replaced })
    }

    /// Keeps what was done to the fresh download, and then closes the work that went over to it: whenever
    /// the program is ended, one of the two is there.
    pub(crate) fn rebase(&mut self, actions: Vec<LogEntry>) -> Input {
        let result = self.move_work(actions);
        Input::Rebased(result.map_err(|error| EffectError::new(EffectKind::Rebase, error)))
    }

    fn move_work(&mut self, actions: Vec<LogEntry>) -> Result<(), AutosaveError> {
        let Some(mut next) = self.next.take() else {
            self.autosave.save_and_sync(actions)?;
            self.autosave.close_others();
            return Ok(());
        };
        next.autosave.set_listener(self.channel.sender.clone());
        if let Err(error) = next.autosave.save_and_sync(actions) {
            next.autosave.abandon();
            return Err(error);
        }
        let mut old = std::mem::replace(&mut self.autosave, next.autosave);
        // What isn't kept there stays kept here.
        if self.autosave.is_saving() {
            let to = self.autosave.source().map(Closing::rebased);
            old.close(to.unwrap_or_else(|| CloseReason::Rebased.into()));
        }
        self.source = next.path;
        install_panic_hook(self.autosave.lazy_path());
        Ok(())
    }
}
