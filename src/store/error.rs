//! Why a file can't be opened or written, each as one sentence: where, what, what to do.

use crate::leads::{Encoding, visible};
use crate::store::export::ExportedPart;
use crate::store::journal::SaveError;
use crate::store::source::SourceError;
use crate::store::system;
use crate::upload::Mismatch;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

/// Why a file can't be opened.
///
/// Shown as one sentence that begins with the name of the file, all of its characters visible.
#[derive(Debug, thiserror::Error)]
#[error("{}: {}", visible(name), self.sentence())]
pub struct OpenError {
    /// The name of the file as the user gave it.
    pub name: String,
    /// What is wrong with it.
    pub kind: Unusable,
    /// The option that names the file's encoding: [`OpenError::OPTION`], unless the command line has
    /// another one for this file.
    pub option: &'static str,
}

impl OpenError {
    /// The option that names the encoding of the file that a command is about.
    pub const OPTION: &str = "--encoding";

    /// The name of the option for the encoding of a processed file.
    pub const RESULTS_OPTION: &str = "--results-encoding";

    /// What is wrong, then what to do.
    fn sentence(&self) -> String {
        match self.kind.hint(self.option) {
            Some(hint) => format!("{}; {hint}", self.kind),
            None => self.kind.to_string(),
        }
    }

    /// Tells whether reading failed, and not what was read.
    pub fn is_io(&self) -> bool {
        use std::io::ErrorKind::PermissionDenied;
        matches!(&self.kind, Unusable::Unreadable(error) if error.kind() != PermissionDenied)
    }

    /// The exit code of a program that gives up: 3 if reading failed, otherwise 2.
    pub fn exit_code(&self) -> u8 {
        if self.is_io() { 3 } else { 2 }
    }
}

/// What makes a file unusable. Shown as what is wrong; [`Unusable::hint`] is what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Unusable {
    /// There is no such file.
    #[error("there is no such file")]
    Missing,
    /// It can't be read.
    #[error("the file can't be read: {}", cause(.0))]
    Unreadable(#[source] io::Error),
    /// It is a folder.
    #[error("this is a folder")]
    Folder,
    /// It is a device.
    #[error("this is a device, not a file")]
    Device,
    /// It holds nothing.
    #[error("the file is empty")]
    Empty,
    /// It has 4 GiB or more.
    #[error("the file is 4 GiB or larger")]
    TooLarge,
    /// It has more rows or columns than are read.
    #[error("the file has {rows} rows and {columns} columns")]
    TooMany {
        /// How many rows it has.
        rows: usize,
        /// How many columns its header has.
        columns: usize,
    },
    /// It is an Excel workbook (rule F-02).
    #[error("this is an Excel workbook, not a CSV file")]
    Workbook,
    /// It is some other kind of file; the text names the kind: `a PDF document`.
    #[error("this is {0}, not a CSV file")]
    Other(&'static str),
    /// It looks like UTF-16 and has no byte-order mark (rule F-01); the text is the option to give.
    #[error("the text looks like UTF-16 without a byte-order mark")]
    Utf16(&'static str),
    /// It is UTF-16 with half a character in it (rule F-01).
    #[error("the UTF-16 text is damaged (byte {byte}, line {line}): a character is incomplete")]
    BrokenUtf16 {
        /// The first byte that can't be read, counted from 1.
        byte: usize,
        /// Its line, counted from 1.
        line: usize,
    },
    /// It begins with the byte-order mark of another encoding than the one that was asked for.
    #[error("the file begins with the byte-order mark of {}", found.name(false))]
    OtherMark {
        /// The encoding whose mark it is.
        found: Encoding,
        /// The one that was asked for.
        asked: Encoding,
    },
    /// It isn't UTF-8 (rule F-01).
    #[error("the text isn't UTF-8 (byte {byte}, line {line})")]
    NotUtf8 {
        /// The first byte that can't be read, counted from 1.
        byte: usize,
        /// Its line, counted from 1.
        line: usize,
        /// The encodings in which it can be read, the most likely first.
        fits: Vec<Encoding>,
    },
    /// It isn't in the code page that was asked for (rule F-01).
    #[error("the text isn't {} (byte {byte}, line {line})", encoding.name(false))]
    NotInCodePage {
        /// The code page.
        encoding: Encoding,
        /// The first byte that can't be read, counted from 1.
        byte: usize,
        /// Its line, counted from 1.
        line: usize,
        /// The encodings in which it can be read, the most likely first.
        fits: Vec<Encoding>,
    },
    /// A character in it would be written in other bytes than those that were read (rule F-01).
    #[error(
        "the text has a character that {} is saved with other bytes for (byte {byte}, line {line})",
        encoding.name(false)
    )]
    Ambiguous {
        /// The code page.
        encoding: Encoding,
        /// The first byte of the character, counted from 1.
        byte: usize,
        /// Its line, counted from 1.
        line: usize,
    },
    /// A quote is opened and never closed (rule F-04).
    #[error(
        "line {line}: a quoted field begins here and is never closed, so the rows after it can't \
        be separated"
    )]
    UnclosedQuote {
        /// The line in which the field begins, counted from 1.
        line: usize,
    },
    /// It is another file of Partner Center, such as one of co-sell opportunities (rule F-08).
    #[error("this looks like {0}, not a Leads file")]
    OtherPortalFile(&'static str),
    /// It is a CSV file about something else.
    #[error("this isn't a Leads file: its columns are {columns}")]
    NotLeads {
        /// The first column names, shortened, and how many more there are.
        columns: String,
    },
    /// The column *Referral ID* is missing (rule H-01).
    #[error("the column Referral ID is missing, so leads can't be matched")]
    NoReferralId,
}

impl Unusable {
    /// What to do, if there is something; `option` is the option that names the file's encoding.
    pub fn hint(&self, option: &str) -> Option<Cow<'static, str>> {
        let hint = match self {
            Self::Unreadable(_) => return None,
            Self::Missing => "check the name and the folder",
            Self::Folder => "name the CSV file in it",
            Self::Device => "name a CSV file",
            Self::Empty => "download the leads from Partner Center again",
            Self::TooLarge => "a Leads download holds at most 5,000 leads",
            Self::TooMany { .. } => {
                "at most 1048576 and 16384 are read, and a Leads download holds at most 5,000 leads"
            }
            Self::Workbook => {
                "use the file as downloaded from Partner Center, or save it as \"CSV UTF-8\""
            }
            Self::Other(_) | Self::NotLeads { .. } => {
                "use the file as downloaded from Partner Center"
            }
            Self::Ambiguous { .. } => "download it again, or save it as \"CSV UTF-8\"",
            Self::BrokenUtf16 { .. } => "download the file again",
            Self::UnclosedQuote { .. } => "download the file again or close the quote",
            Self::OtherPortalFile(_) => {
                "download the leads in Partner Center under Referrals > Leads"
            }
            Self::NoReferralId => "download the file again and keep all of its columns",
            Self::Utf16(_)
            | Self::OtherMark { .. }
            | Self::NotUtf8 { .. }
            | Self::NotInCodePage { .. } => {
                return Some(self.encoding_hint(option).into());
            }
        };
        Some(hint.into())
    }

    fn encoding_hint(&self, option: &str) -> String {
        match self {
            Self::Utf16(encoding) => format!(
                "the encoding isn't guessed: set it with {option} {encoding}, or save it as \"CSV UTF-8\""
            ),
            Self::OtherMark { found, asked } => format!(
                "open it without {option} {}, or set it with {option} {}",
                asked.option(),
                found.option()
            ),
            _ => match &self.readable_as()[..] {
                [] => "download it again, or save it as \"CSV UTF-8\"".to_owned(),
                [first, others @ ..] => {
                    let named = |e: &Encoding| format!("{} ({})", e.option(), e.region());
                    let mut hint = format!(
                        "the encoding isn't guessed: download it again, save it as \"CSV UTF-8\", \
                         or set it with {option} {}",
                        named(first)
                    );
                    for (at, other) in others.iter().enumerate() {
                        let or = if at + 1 == others.len() { " or" } else { "," };
                        // Writing into a String can't fail.
                        let _ = write!(hint, "{or} {}", named(other));
                    }
                    hint
                }
            },
        }
    }

    /// The encodings in which the file can be read, the most likely first; none if something else than
    /// its encoding is wrong with it.
    pub fn readable_as(&self) -> Vec<Encoding> {
        match self {
            Self::NotUtf8 { fits, .. } | Self::NotInCodePage { fits, .. } => fits.clone(),
            Self::Utf16(option) => Encoding::named(option).into_iter().collect(),
            Self::OtherMark { found, .. } => vec![*found],
            _ => Vec::new(),
        }
    }
}

/// Why a file wasn't written. Nothing is left behind.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// There is a file of that name already; it is untouched.
    #[error("{}: the file already exists and isn't overwritten", shown(.0))]
    Exists(PathBuf),
    /// The folder or the disk refuses it.
    #[error("{}: can't be written: {}{}", shown(.path), cause(.source), other_folder(.source))]
    Io {
        /// The file that was to be written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Why an export failed. The work in the editor is untouched by it.
#[derive(Debug, thiserror::Error)]
#[error("{failure}; {}", kept(.written))]
pub struct ExportError {
    /// What went wrong.
    pub failure: ExportFailure,
    /// The parts that were written and verified before, and stand on disk.
    pub written: Vec<ExportedPart>,
}

/// What went wrong in an export.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportFailure {
    /// The file isn't the one any more that was opened (rule F-15).
    #[error(transparent)]
    Source(#[from] SourceError),
    /// No row is ready (rule U-02).
    #[error("nothing to upload: no changed, open row without errors")]
    Nothing,
    /// A text has a letter that the encoding of the file lacks (rule F-16).
    #[error("\"{}\" can't be encoded in {encoding}, the encoding of the file", letter.escape_default())]
    Unencodable {
        /// The letter.
        letter: char,
        /// The encoding.
        encoding: &'static str,
    },
    /// The saved work doesn't take the record of the export.
    #[error("the export can't be recorded in the saved work: {0}")]
    Unrecorded(SaveError),
    /// All running numbers are taken.
    #[error("all upload file names are in use in this folder; choose another folder")]
    NoNumbersLeft,
    /// A part can't be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The folder can't be listed.
    #[error("{}: the folder can't be read: {}{}", shown(.path), cause(.source), other_folder(.source))]
    Folder {
        /// The folder for the upload files.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A part can't be read back; it is removed again.
    #[error("{}: can't be read back and was removed: {}", shown(.path), cause(.source))]
    ReadBack {
        /// The part.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A part read back isn't what it has to be (rule U-03); it is removed again.
    #[error("{}: the written file failed the check and was removed: {mismatch}", shown(.path))]
    Mismatch {
        /// The part.
        path: PathBuf,
        /// Where it differs.
        mismatch: Mismatch,
    },
}

/// A path with all of its characters visible.
fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// What the system said, without its error number, or what to do where that says more.
pub fn cause(error: &io::Error) -> String {
    match system::advice(error) {
        Some(advice) => advice.to_owned(),
        None => clause(&error.to_string()),
    }
}

/// A message of the system as a part of a sentence: without its error number, and without the full stop that
/// Windows ends it with.
fn clause(message: &str) -> String {
    let text = message.split(" (os error").next().unwrap_or(message);
    visible(text.trim_end().trim_end_matches('.')).into_owned()
}

/// What to do where the folder takes no file.
fn other_folder(error: &io::Error) -> &'static str {
    use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    match error.kind() {
        PermissionDenied | ReadOnlyFilesystem => "; choose another folder with --out",
        _ => "",
    }
}

/// What there is of a failed export.
fn kept(standing: &[ExportedPart]) -> String {
    let paths: Vec<String> = standing.iter().map(|part| shown(&part.path)).collect();
    match &paths[..] {
        [] => "no upload file was written".to_owned(),
        paths => format!("these files were written before: {}", paths.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_can_t_reach_the_terminal_raw() {
        let error = OpenError {
            name: "\u{1b}[2Jx\u{202e}.csv".to_owned(),
            kind: Unusable::Empty,
            option: OpenError::OPTION,
        };
        let text = error.to_string();
        assert!(text.starts_with("␛[2Jx<U+202E>.csv: the file is empty"), "{text}");
    }

    #[test]
    fn causes_have_no_error_numbers() {
        assert_eq!(clause("No space left on device (os error 28)"), "No space left on device");
        assert_eq!(clause("Access is denied. (os error 5)"), "Access is denied");
        assert_eq!(clause("the reader fails"), "the reader fails");
    }

    #[test]
    fn a_folder_that_takes_no_file_has_a_way_out() {
        use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem, StorageFull};
        let text = |kind: io::ErrorKind| {
            let path = PathBuf::from("a.upload-001.csv");
            WriteError::Io { path, source: kind.into() }.to_string()
        };
        for kind in [PermissionDenied, ReadOnlyFilesystem] {
            assert!(text(kind).ends_with("; choose another folder with --out"), "{}", text(kind));
        }
        assert_eq!(text(StorageFull), "a.upload-001.csv: can't be written: no storage space");
    }

    #[test]
    fn a_failed_export_names_the_parts_that_were_written() {
        let part = |name: &str| ExportedPart {
            path: name.into(),
            rows: 1,
            changed: 1,
            ..ExportedPart::default()
        };
        let standing = vec![part("a.upload-001.csv"), part("a.upload-002.csv")];
        let error = ExportError { failure: ExportFailure::Nothing, written: standing };
        let text = error.to_string();
        assert!(
            text.ends_with("were written before: a.upload-001.csv, a.upload-002.csv"),
            "{text}"
        );
    }
}
