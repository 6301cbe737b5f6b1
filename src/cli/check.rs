//! `leadsheet check`: would Partner Center take this file?

use crate::cli::args::commands::{CheckArgs, Format};
use crate::cli::encoding::SecondEncoding;
use crate::cli::several::SeveralError;
use crate::cli::{Exit, json, text};
use crate::leads::house::HouseRules;
use crate::leads::lists::Lists;
use crate::leads::{Encoding, Origin, RuleContext};
use crate::sheet::{Sheet, SheetSummary};
use crate::store;
use crate::store::journal::JournalError;
use crate::store::{ExportError, OpenError, Opened, ReportFileError, Source, TextFileError};
use crate::table::{LineNumbers, join};
use chrono::NaiveDate;
use std::fmt;
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;

/// What the check has to know about the world around it.
#[derive(Clone, Debug)]
pub struct Env {
    /// The current day in UTC.
    pub today: NaiveDate,
    /// The width of the terminal in columns; nothing if the output goes elsewhere.
    pub width: Option<usize>,
    /// Whether the output may be coloured.
    pub colour: bool,
    /// Whether upload files keep what the last upload said in *Errors*.
    pub keeps_errors: bool,
    /// After how many days an open lead counts as open for long.
    pub open_days: u32,
    /// The lists with the user's own among them; the compiled-in ones where there are none.
    pub own_lists: Option<Arc<Lists>>,
    /// The user's house rules.
    pub house: Arc<HouseRules>,
}

impl Env {
    /// The lists that the rules look values up in. Compiled-in ones are parsed here, once.
    pub(crate) fn lists(&self) -> &Arc<Lists> {
        self.own_lists.as_ref().unwrap_or_else(|| Lists::compiled_in())
    }

    /// A sentence each about the user's own lists and the house rules, if there are any.
    pub(crate) fn rule_notes(&self) -> impl Iterator<Item = String> {
        [self.lists().note(), self.house.note()].into_iter().flatten()
    }

    /// What the rules need besides a file.
    pub(crate) fn rules(&self) -> RuleContext {
        let (lists, house) = (Arc::clone(self.lists()), Arc::clone(&self.house));
        RuleContext { today: self.today, lists, house }
    }
}

/// Why a command gave no answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum CommandError {
    /// The file can't be used.
    Open(OpenError),
    /// The upload files can't be written.
    Export(ExportError),
    /// What is kept can't be read or removed.
    Journal(JournalError),
    /// A file of the user can't be read.
    Text(TextFileError),
    /// What was asked can't be done, as a sentence without its full stop.
    Unusable(String),
    /// A report can't be written into its file.
    Report(ReportFileError),
    /// The answer can't be written.
    Write(io::Error),
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(error) => error.fmt(f),
            Self::Export(error) => error.fmt(f),
            Self::Journal(error) => error.fmt(f),
            Self::Text(error) => error.fmt(f),
            Self::Report(error) => error.fmt(f),
            Self::Unusable(why) => f.write_str(why),
            Self::Write(error) => write!(f, "the output can't be written: {}", store::cause(error)),
        }
    }
}

impl std::error::Error for CommandError {}

impl From<OpenError> for CommandError {
    fn from(error: OpenError) -> Self {
        Self::Open(error)
    }
}

impl From<SeveralError> for CommandError {
    fn from(error: SeveralError) -> Self {
        match error {
            SeveralError::Open(error) => Self::Open(error),
            SeveralError::Sentences(sentences) => Self::Unusable(sentences.join("\n")),
        }
    }
}

impl From<ExportError> for CommandError {
    fn from(error: ExportError) -> Self {
        Self::Export(error)
    }
}

impl From<JournalError> for CommandError {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}

impl From<ReportFileError> for CommandError {
    fn from(error: ReportFileError) -> Self {
        Self::Report(error)
    }
}

impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

impl CommandError {
    /// How the program ends with it.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Open(error) if !error.is_io() => Exit::Unusable,
            Self::Unusable(_) => Exit::Unusable,
            Self::Text(error) if !error.is_io() => Exit::Unusable,
            Self::Open(_)
            | Self::Export(_)
            | Self::Journal(_)
            | Self::Text(_)
            | Self::Report(_)
            | Self::Write(_) => Exit::Io,
        }
    }

    /// Tells whether the reader of the output has gone, so that a message would reach no one.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Write(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

/// Everything that there is to write about a checked file.
pub(crate) struct Checked<'s> {
    /// The file as it was opened, without its table.
    pub name: &'s str,
    pub encoding: &'static str,
    pub notices: &'s [String],
    pub sheet: &'s Sheet,
    pub summary: SheetSummary,
    /// The line of the file in which each row begins.
    pub lines: LineNumbers<'s>,
}

impl Checked<'_> {
    /// How many leads of the download the file lacks. A part of the leads is enough for an upload: they are no
    /// problem.
    pub(crate) fn left_out(&self) -> usize {
        self.sheet.joined().map_or(0, |join| join.missing.len())
    }
}

/// A file of the command line.
#[derive(Clone, Copy)]
pub(crate) struct FileArg<'a> {
    pub file: &'a Path,
    /// The encoding that was named for it, or for the file that it is compared with.
    pub encoding: SecondEncoding,
    /// The option that names it.
    pub option: &'static str,
}

impl FileArg<'_> {
    /// Opens the file; one named `-` is read from `input`.
    pub(crate) fn open(self, input: &mut dyn Read) -> Result<Opened, OpenError> {
        self.open_with(input, store::open_as, |opened| opened)
    }

    /// Does the same, and remembers which file it is and what was in it.
    fn open_to_record(self, input: &mut dyn Read) -> Result<Recorded, OpenError> {
        self.open_with(input, store::open_to_edit, |opened| (opened, None))
    }

    fn open_with<T>(
        self,
        input: &mut dyn Read,
        open: impl Fn(&Path, Option<Encoding>) -> Result<T, OpenError>,
        of_input: impl FnOnce(Opened) -> T,
    ) -> Result<T, OpenError> {
        let opened = if self.file == Path::new("-") {
            // It can't be read again in another encoding.
            let SecondEncoding { named, first } = self.encoding;
            store::open_reader_as("-", input, named.or(first)).map(of_input)
        } else {
            self.encoding.open(|encoding| open(self.file, encoding))
        };
        opened.map_err(|error| OpenError { option: self.option, ..error })
    }
}

/// A file that was opened, and which one it is if it is a file.
type Recorded = (Opened, Option<Source>);

/// The one file that `--encoding` is about.
pub(crate) fn edited_source(file: &Path, encoding: Option<Encoding>) -> FileArg<'_> {
    let encoding = SecondEncoding { named: encoding, first: None };
    FileArg { file, encoding, option: OpenError::OPTION }
}

/// The download that a file is compared with.
pub(crate) fn original_source(file: &Path, encoding: Option<Encoding>) -> FileArg<'_> {
    let encoding = SecondEncoding { named: encoding, first: None };
    FileArg { file, encoding, option: "--original-encoding" }
}

/// Opens a file and its download at the same time, and remembers which file the download is; one named `-` is read from
/// `input`.
pub(crate) fn open_both(
    file: FileArg,
    download: FileArg,
    input: &mut dyn Read,
) -> Result<(Opened, Recorded), OpenError> {
    if download.file == Path::new("-") {
        let download = download.open_to_record(input)?;
        return Ok((file.open(input)?, download));
    }
    let (download, file) = join(|| download.open_to_record(&mut io::empty()), || file.open(input));
    Ok((file?, download?))
}

/// Leaves what a file took in memory to the end of the program, which comes next: giving back the
/// findings of many rows one by one takes longer than it takes the system.
pub(crate) fn leak<T>(loaded: T) {
    std::mem::forget(loaded);
}

/// Opens a file, while the lists are parsed that the rules ask.
pub(crate) fn open_with_lists<T>(env: &Env, open: impl FnOnce() -> T) -> T {
    let (_, opened) = join(|| env.lists(), open);
    opened
}

/// Checks a file, every row of it as one that is uploaded, and writes the findings to `out`.
///
/// With a download the rows are judged as changes of its leads. A file named `-` is read from `input`.
///
/// # Errors
///
/// Fails if the file can't be read or isn't a Leads file, and if `out` takes no more.
pub fn run_check(
    args: &CheckArgs,
    input: &mut dyn Read,
    out: &mut dyn Write,
    env: &Env,
) -> Result<Exit, CommandError> {
    let file = edited_source(&args.file, args.encoding);
    let (file, download) = match &args.original {
        Some(path) => {
            let download = original_source(path, args.original_encoding);
            let (file, (download, _)) = open_with_lists(env, || open_both(file, download, input))?;
            (file, Some(download.table))
        }
        None => (open_with_lists(env, || file.open(input))?, None),
    };
    let Opened { table, encoding, name, mut notices, .. } = file;
    notices.extend(env.rule_notes());
    let sheet = match (args.format, download) {
        (Format::Text, download) => {
            Sheet::for_report(table, download, env.rules(), text::MAX_LISTED)
        }
        (Format::Json, Some(download)) => Sheet::against(table, download, env.rules()),
        (Format::Json, None) => Sheet::new(table, Origin::Upload, env.rules()),
    };
    let summary = sheet.summary();
    let lines = sheet.table().lines();
    let checked =
        Checked { name: &name, encoding, notices: &notices, sheet: &sheet, summary, lines };
    match args.format {
        Format::Text => text::write(&checked, env, out)?,
        Format::Json => json::write(&checked, out)?,
    }
    out.flush()?;
    leak(sheet);
    let tally = summary.tally;
    let problems = if args.strict { tally.problems() } else { tally.errors };
    Ok(if problems == 0 { Exit::Clean } else { Exit::Problems })
}
