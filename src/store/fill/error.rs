//! Why the file that leads are filled from can't be read, each as one sentence.

use crate::leads::{plural, visible};
use crate::store::error::{OpenError, Unusable};

/// Why a file can't be read to fill leads from it.
#[derive(Debug, thiserror::Error)]
pub enum FillSourceError {
    /// It can't be opened, or its text can't be read.
    #[error(transparent)]
    Open(OpenError),
    /// It was opened and is of no use.
    #[error("{}: {problem}", visible(name))]
    Problem {
        /// Its name as the user gave it.
        name: String,
        /// What is wrong with it.
        problem: SourceProblem,
    },
}

/// A sheet of a workbook that has rows below a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRows {
    /// Its name.
    pub name: String,
    /// The number of its rows.
    pub rows: usize,
}

/// What is wrong with a file that was opened, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum SourceProblem {
    /// It can't be opened, or its text can't be read.
    #[error("{0}")]
    Open(Unusable),
    /// It holds nothing.
    #[error("the file is empty; export it from the CRM again")]
    Empty,
    /// It has no row with two columns.
    #[error(
        "no row has two columns, so there is no header; expected a CSV file or a workbook with the \
        names of the columns above the rows"
    )]
    NoHeader,
    /// It is larger than what is read.
    #[error("the file is too large; at most 256 MB and 10,000,000 cells are read")]
    TooLarge,
    /// Unpacked, it is larger than what is read.
    #[error("the workbook is too large: at most 512 MB and 10,000,000 cells are read, unpacked")]
    TooLargeUnpacked,
    /// It is some other kind of file; the text names the kind: `a PDF document`.
    #[error(
        "this is {0}, not a CSV file or a workbook; open it in a spreadsheet program and save it as \
        .xlsx"
    )]
    Other(&'static str),
    /// It is an `.xls` file, or protected by a password.
    #[error(
        "this is an old Excel workbook (.xls), or one that is protected; save it as .xlsx, without \
        a password"
    )]
    OldWorkbook,
    /// It is packed, and isn't a workbook.
    #[error("this is an archive, not a workbook (.xlsx, .xlsb or .ods)")]
    Archive,
    /// The workbook is damaged.
    #[error("the workbook can't be read: {}; save it again in a spreadsheet program", visible(.0))]
    Damaged(String),
    /// Several sheets have rows.
    #[error("several sheets have rows: {}", list(.0))]
    SeveralSheets(Vec<SheetRows>),
    /// The workbook has no sheet of this name.
    #[error("the workbook has no sheet \"{}\"; it has {}", visible(.name), visible(.sheets))]
    UnknownSheet {
        /// The name.
        name: String,
        /// The names of the sheets.
        sheets: String,
    },
    /// A sheet was named, and the file isn't a workbook.
    #[error("the file isn't a workbook, so it has no sheet \"{}\"", visible(.0))]
    NoWorkbook(String),
}

fn list(sheets: &[SheetRows]) -> String {
    let one =
        |sheet: &SheetRows| format!("{} ({})", visible(&sheet.name), plural(sheet.rows, "row"));
    sheets.iter().map(one).collect::<Vec<_>>().join(", ")
}

impl FillSourceError {
    /// The exit code of a program that gives up: 3 if reading failed, otherwise 2.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Open(error) => error.exit_code(),
            Self::Problem { .. } => 2,
        }
    }
}
