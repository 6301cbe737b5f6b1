//! From a file's name to a running editor.

use crate::app::Start;
use crate::cli::{OnlyLeads, OpenArgs, SeveralError, ThemeArgs, title};
use crate::leads::{Encoding, Origin, RuleContext, visible};
use crate::sheet::Sheet;
use crate::shell::autosave::{Autosave, OpenedSession};
use crate::shell::effects;
use crate::shell::loading::{Loader, Surroundings};
use crate::shell::run;
use crate::shell::run::{Options, SessionEnd, ShellError};
use crate::shell::settings::themes::{Themes, Wishes, variable};
use crate::shell::settings::{remembered, settings};
use crate::shell::several::{self, SeveralRequest};
use crate::shell::views;
use crate::store;
use crate::store::journal::JournalError;
use crate::store::{LoadProgress, OpenError, Opened};
use crate::table::{Table, join};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;

/// Why the editor couldn't be started, or ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The file can't be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The work that was kept can't be gone on with.
    #[error("{0}: {1}")]
    Journal(String, JournalError),
    /// Files can't be opened together; a sentence for each.
    #[error("{}", .0.join("\n"))]
    Several(Vec<String>),
    /// It is the file that is open.
    #[error("{0} is the file that is open.")]
    SameFile(String),
    /// The standard input has the answers and can't be the file, too.
    #[error("The answers are read from the standard input, so the file must be named.")]
    AnswersNeedInput,
    /// The folder for the upload files isn't there.
    #[error("{0}: the folder for the upload files doesn't exist; create it or choose another")]
    Folder(String),
    /// The terminal can't be used.
    #[error(transparent)]
    Shell(#[from] ShellError),
    /// The scratch copy of the sample can't be written.
    #[error("The sample can't be copied to a scratch folder: {0}.")]
    Scratch(io::Error),
}

impl EditError {
    /// The exit code for it.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Open(error) => error.exit_code(),
            Self::Shell(ShellError::Io(_)) | Self::Scratch(_) => 3,
            Self::Shell(_)
            | Self::Folder(_)
            | Self::Journal(..)
            | Self::SameFile(_)
            | Self::Several(_)
            | Self::AnswersNeedInput => 2,
        }
    }
}

impl From<SeveralError> for EditError {
    fn from(error: SeveralError) -> Self {
        match error {
            SeveralError::Open(error) => Self::Open(error),
            SeveralError::Sentences(sentences) => Self::Several(sentences),
        }
    }
}

/// How the editor ended, and what it left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// How it ended.
    pub end: SessionEnd,
    /// Where the sample stands, if it was opened.
    pub sample: Option<PathBuf>,
    /// What to print once the screen is gone: a line for each file that was written and for the saved work.
    pub lines: Vec<String>,
}

/// Opens a file in the editor and runs it to its end; `-` reads the standard input.
///
/// Without a file it begins with a list of those that one may want to open. Upload files are written beside the
/// file, or into the folder asked for.
pub fn edit(args: OpenArgs, rules: &RuleContext) -> Result<Edited, EditError> {
    let is_saved = !args.read_only && !args.no_journal;
    edit_with(args, rules, is_saved, false)
}

/// Does so, and saves the work on other files that are opened then, or doesn't.
///
/// The sample is opened with its tour.
fn edit_with(
    args: OpenArgs,
    rules: &RuleContext,
    saves_others: bool,
    is_sample: bool,
) -> Result<Edited, EditError> {
    let events = channel();
    let loader = Loader::begin(args.clone(), rules.clone(), events.0.clone());
    // What follows takes nearly as long as a file of 5,000 leads, and needs nothing of it.
    let mut config = settings(args.config.as_deref());
    let themes = Themes::load(&variable, &mut config.errors);
    let preferences = remembered();
    let wishes = Wishes {
        argument: args.look.theme,
        setting: config.theme.clone(),
        remembered: &preferences,
    };
    config.themes = match themes.choose(wishes, &variable, &mut config.errors) {
        Ok(themes) => themes,
        Err(name) => {
            let choices = themes.choices(&name);
            // What is wrong with the file comes first.
            loader.wait()?;
            return Err(ShellError::Theme(name, choices).into());
        }
    };
    let opening = loader.opening(&Surroundings { config, preferences, is_sample })?;
    let options = Options {
        source: args.file.unwrap_or_default(),
        out: args.out,
        themes,
        results_encoding: args.results_encoding,
        encoding: args.encoding,
        only: args.only.map(OnlyLeads::filter),
        read_only: args.read_only,
        saves_others,
    };
    run::run(opening, &options, events)
}

/// Reads the file that was named, the work that is saved on it, the settings and the results, as the options ask.
pub(crate) fn open_with_settings(
    args: &OpenArgs,
    rules: &RuleContext,
) -> Result<(Start, Autosave), EditError> {
    let (start, autosave) = open(args, rules, &LoadProgress::default())?;
    Ok((Start { config: settings(args.config.as_deref()), ..start }, autosave))
}

/// Does so without the settings.
pub(super) fn open(
    args: &OpenArgs,
    rules: &RuleContext,
    progress: &LoadProgress,
) -> Result<(Start, Autosave), EditError> {
    let rules = rules.clone();
    let (mut start, autosave) = match &args.file {
        None => (without_file(rules), Autosave::default()),
        Some(file) if !args.others.is_empty() => {
            let files: Vec<PathBuf> = [file].into_iter().chain(&args.others).cloned().collect();
            let is_saved = !args.read_only && !args.no_journal;
            let (out, encoding) = (args.out.as_deref(), args.encoding);
            several::prepare(
                &SeveralRequest {
                    files: &files,
                    out,
                    encoding,
                    is_saved,
                    has_view: !args.no_journal,
                },
                rules,
            )?
        }
        Some(file) => {
            let folder = args.out.clone().unwrap_or_else(|| beside(file));
            let is_saved = !args.read_only && !args.no_journal;
            let (encoding, has_view) = (args.encoding, !args.no_journal);
            let request =
                OpenRequest { file, folder: &folder, encoding, is_saved, has_view, progress };
            prepare(&request, rules)?
        }
    };
    if args.read_only {
        start.sheet.set_read_only();
    }
    start.view.only = args.only.map(OnlyLeads::filter);
    let encoding = args.results_encoding;
    let results = args.results.as_deref().map(|path| effects::read_path(path, encoding));
    Ok((Start { results, ..start }, autosave))
}

/// What the program starts with where no file is open: an empty sheet.
pub(super) fn without_file(rules: RuleContext) -> Start {
    let notices = store::unreadable_config().map(|why| format!("{why}.")).into_iter().collect();
    let sheet = Sheet::new(Table::empty(), Origin::Download, rules);
    Start { asks_file: true, notices, now: Some(chrono::Utc::now()), ..Start::of(sheet) }
}

/// Which file is opened, and how.
pub(crate) struct OpenRequest<'r> {
    pub(crate) file: &'r Path,
    /// The folder of the upload files.
    pub(crate) folder: &'r Path,
    pub(crate) encoding: Option<Encoding>,
    /// Whether the work on it is saved.
    pub(crate) is_saved: bool,
    /// Whether it opens with the view of last time.
    pub(crate) has_view: bool,
    /// How far it is read.
    pub(crate) progress: &'r LoadProgress,
}

/// Reads a file and the work that is saved on it; settings and results aren't in it yet.
pub(crate) fn prepare(
    request: &OpenRequest<'_>,
    rules: RuleContext,
) -> Result<(Start, Autosave), EditError> {
    let OpenRequest { file, folder, encoding, is_saved, has_view, progress } = *request;
    let (opened, source) = match file.to_str() {
        Some("-") => (store::open_reader_as("-", &mut io::stdin().lock(), encoding)?, None),
        _ => store::open_watched(file, encoding, progress)?,
    };
    if !folder.is_dir() {
        return Err(EditError::Folder(visible(&folder.to_string_lossy()).into_owned()));
    }
    let folder = &whole(folder.to_owned());
    let look = || {
        let source = source.clone();
        if is_saved {
            OpenedSession::of(source).map(OpenedSession::look_elsewhere)
        } else {
            Ok(OpenedSession::without(source))
        }
    };
    // Where a journal is there, the file is hashed to see whether it belongs to this content.
    let (opening, mut start) = join(look, || start(opened, file, folder, rules));
    let opening = opening.map_err(|error| {
        EditError::Journal(visible(&file.to_string_lossy()).into_owned(), error)
    })?;
    let OpenedSession { autosave, keeping, earlier, notices } = opening;
    start.notices.splice(..0, notices);
    match source.filter(|_| has_view).as_ref().and_then(views::read) {
        None => {}
        Some(Ok(view)) => start.view.kept = Some(view),
        Some(Err(error)) => start.notices.push(error.to_string()),
    }
    Ok((Start { persistence: keeping, recovery: earlier, ..start }, autosave))
}

/// Opens a scratch copy of the sample in the editor, and returns where it stands.
pub fn demo(look: ThemeArgs, rules: &RuleContext) -> Result<Edited, EditError> {
    let scratch = store::DemoCopy::new().map_err(EditError::Scratch)?;
    let file = Some(scratch.sample().to_owned());
    let args = OpenArgs { file, look, no_journal: true, ..OpenArgs::default() };
    let edited = edit_with(args, rules, true, true)?;
    Ok(Edited { sample: Some(scratch.keep()), ..edited })
}

/// The folder that a file stands in.
pub(crate) fn beside(file: &Path) -> PathBuf {
    match file.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Returns a folder without links and dots.
pub(crate) fn whole(folder: PathBuf) -> PathBuf {
    store::whole_path(&folder).unwrap_or(folder)
}

fn start(opened: Opened, file: &Path, folder: &Path, rules: RuleContext) -> Start {
    let origin = opened.table.origin();
    let config = store::unreadable_config().map(|why| format!("{why}."));
    let notices = config.into_iter().chain(opened.notices).chain(rules.lists.note());
    let notices = notices.chain(rules.house.note()).collect();
    Start {
        name: title(file),
        folder: visible(&folder.to_string_lossy()).into_owned(),
        notices,
        now: Some(chrono::Utc::now()),
        ..Start::of(Sheet::new(opened.table, origin, rules))
    }
}
