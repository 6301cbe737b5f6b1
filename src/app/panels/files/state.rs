//! The list of files.

use crate::app::app::App;
use crate::app::effect::PathFor;
use crate::app::panels::files::catalog::FileCatalog;
use crate::app::panels::files::path::{TypedPath, folder_above};
use crate::app::panels::list_state::ListState;
use crate::leads::sort::sort_by_key;
use crate::leads::visible;
use crate::sync::{FileSummary, ListedFile};
use std::path::{Path, PathBuf};

/// The list of files: to open one, or to choose one where a file is asked for.
#[derive(Debug)]
pub struct FilesPanel {
    /// Which lines are in sight.
    pub window: ListState,
    /// What a file is chosen for.
    pub(crate) wanted: PathFor,
    /// What is typed, which narrows the list.
    pub(crate) typed: String,
    /// The lines, as they were made last.
    pub(super) lines: Vec<FileLine>,
    /// The line that was selected, so that it stays so when other lines come.
    selected: Option<FileLine>,
    /// The width of the left column, and whether the age of files has one.
    pub(super) label_width: u16,
    /// Whether no file is open, so that closing the list ends the program.
    pub(super) is_start: bool,
    /// Whether there is room for the age of each file.
    pub(super) shows_age: bool,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileLine {
    /// A file.
    File(PathBuf),
    /// A folder of the listed one, with a `/` at its end, or `../`.
    Folder(String),
    /// A sentence.
    Sentence(String),
}

impl FilesPanel {
    /// An empty list: its lines are made when it is fitted to the screen.
    pub(crate) fn new(wanted: PathFor) -> Self {
        Self {
            window: ListState::default(),
            wanted,
            typed: String::new(),
            lines: Vec::new(),
            selected: None,
            label_width: 0,
            is_start: false,
            shows_age: true,
        }
    }

    /// The selected line.
    pub(crate) fn selected(&self) -> Option<&FileLine> {
        self.lines.get(self.window.selected)
    }

    /// Makes the lines of what is known by now; the selected one stays selected, unless it is the first, which
    /// gives way to a better one.
    pub(super) fn renew(&mut self, app: &App) {
        let is_new = self.lines.is_empty();
        self.selected = self.selected().filter(|_| self.window.selected > 0).cloned();
        self.lines = match &app.files.listing {
            None => Vec::new(),
            Some(_) => lines(app, self.wanted, &self.typed),
        };
        if let Some(selected) = &self.selected
            && let Some(at) = self.lines.iter().position(|line| line == selected)
        {
            self.window.selected = at;
        }
        // Nobody opens a folder to go back at once.
        let goes_up = matches!(self.lines.first(), Some(FileLine::Folder(name)) if name == "../");
        if is_new && goes_up && self.lines.len() > 1 {
            self.window.selected = 1;
        }
    }

    /// Shows the list from its beginning, as soon as its lines are known.
    pub(super) fn restart(&mut self) {
        (self.window, self.lines) = (ListState::default(), Vec::new());
    }

    /// Selects the first line: what is typed is something else.
    pub(crate) fn narrow(&mut self, typed: &str) {
        if self.typed != typed {
            typed.clone_into(&mut self.typed);
            (self.window.selected, self.window.offset) = (0, 0);
        }
    }
}

/// The lines of the list: folders of a listed folder, then the files, those first that are most likely meant.
fn lines(app: &App, wanted: PathFor, typed: &str) -> Vec<FileLine> {
    let Some(listing) = &app.files.listing else { return Vec::new() };
    let path = TypedPath::parse(typed);
    let mut lines = Vec::new();
    if let Some(folder) = &app.files.folder {
        let above = (typed.is_empty() && folder_above(folder) != *folder).then(|| "../".to_owned());
        let fits = |name: &&String| name.ends_with('/') && path.begins(name);
        let folders = above.into_iter().chain(listing.names.iter().filter(fits).cloned());
        lines.extend(folders.map(FileLine::Folder));
    }
    if wanted == PathFor::Policy {
        let is_policy = |name: &&String| name.to_lowercase().ends_with(".toml");
        let policies = listing.names.iter().filter(|name| path.begins(name)).filter(is_policy);
        lines.extend(policies.map(|name| FileLine::File(app.files.folder_in(name).into())));
        return lines;
    }
    let mut files: Vec<&ListedFile> =
        listing.files.iter().filter(|file| is_meant(&path, &file.path)).collect();
    sort_by_key(&mut files, |file| rank(app, wanted, &file.path));
    lines.extend(files.into_iter().map(|file| FileLine::File(file.path.clone())));
    if typed.is_empty() {
        lines.extend(listing.problems.iter().cloned().map(FileLine::Sentence));
    }
    lines
}

/// Whether a file has what is typed in its name.
fn is_meant(typed: &TypedPath, file: &Path) -> bool {
    let name = name_of(file).to_lowercase();
    name.contains(&typed.name.to_lowercase())
}

/// How far behind a file stands, of those that are equally new: files that can't be meant come last.
fn rank(app: &App, wanted: PathFor, file: &Path) -> usize {
    let Some(summary) = app.files.summaries.get(file) else { return 2 };
    let is_expected = match wanted {
        PathFor::Open if summary.can_be_opened() => return 2,
        PathFor::Open | PathFor::Policy => false,
        PathFor::Results if summary.is_processed_of(Some(&app.name)) => return 0,
        PathFor::Results => summary.is_processed_of(None),
        PathFor::Fresh => summary.is_download(),
        PathFor::Fill => return rank_to_fill(summary),
    };
    match summary {
        _ if is_expected => 1,
        FileSummary::Leads(_) | FileSummary::LargeLeads | FileSummary::Unusable(_) => 3,
        _ => 4,
    }
}

/// How far behind a file stands to fill leads from: what isn't a Leads file is an export of a CRM, and what leadsheet or
/// Partner Center made of an upload says nothing new.
fn rank_to_fill(summary: &FileSummary) -> usize {
    match summary {
        FileSummary::Other(_) => 1,
        FileSummary::Unusable(_) => 2,
        summary if summary.is_download() => 3,
        FileSummary::Leads(_) | FileSummary::LargeLeads => 4,
        FileSummary::Written(_) | FileSummary::Gone => 5,
    }
}

/// The name of a file, as it is shown.
pub(super) fn name_of(path: &Path) -> String {
    visible(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy()).into_owned()
}

impl FileCatalog {
    /// The path of a folder of the listed one, as it is typed.
    pub(crate) fn folder_in(&self, name: &str) -> String {
        let folder = self.folder.as_deref().unwrap_or("./");
        match name {
            "../" => folder_above(folder),
            name if folder == "./" => name.to_owned(),
            name => format!("{folder}{name}"),
        }
    }
}
