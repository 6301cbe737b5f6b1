//! What a session starts with.

use crate::app::config::Config;
use crate::app::file::Persistence;
use crate::app::preferences::Preferences;
use crate::app::session::persistence::Recovery;
use crate::app::session::results::ReadFile;
use crate::app::views::kept::OpeningView;
use crate::sheet::Sheet;
use chrono::{DateTime, Utc};

/// What a session starts with.
#[derive(Debug)]
pub struct Start {
    /// The loaded sheet.
    pub sheet: Sheet,
    /// Whether no file is open, so that the program begins with a list of files; then the sheet is empty.
    pub asks_file: bool,
    /// The name of the file, as the title shows it.
    pub name: String,
    /// The folder that upload files are written to, as it is shown.
    pub folder: String,
    /// What there is to say about the file when it opens.
    pub notices: Vec<String>,
    /// What the user has set.
    pub config: Config,
    /// What is remembered of the user.
    pub preferences: Preferences,
    /// Whether the file is the sample, which the tour is about.
    pub is_sample: bool,
    /// The view that the file opens with.
    pub view: OpeningView,
    /// Whether what is done outlives the program.
    pub persistence: Persistence,
    /// What there is from before, which is asked about first.
    pub recovery: Option<Recovery>,
    /// The results file that is taken in then.
    pub results: Option<ReadFile>,
    /// The time, if it matters.
    pub now: Option<DateTime<Utc>>,
}

impl Start {
    /// A session with a sheet and nothing else: no file is named, nothing is set, nothing is saved.
    pub fn of(sheet: Sheet) -> Self {
        Self {
            sheet,
            asks_file: false,
            name: String::new(),
            folder: String::new(),
            notices: Vec::new(),
            config: Config::default(),
            preferences: Preferences::default(),
            is_sample: false,
            view: OpeningView::default(),
            persistence: Persistence::Off,
            recovery: None,
            results: None,
            now: None,
        }
    }
}
