//! What the program asks the shell to do.

use crate::sheet::{Action, Plan};

/// Something that only the shell can do.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Write the upload files of a plan. Its outcome comes back as [`Input::Exported`](super::Input).
    Export(Plan),
    /// Read a results file, by its path. Its table comes back as [`Input::Results`](super::Input).
    ReadResults(String),
    /// Let the user edit a text in another program. It comes back as [`Input::Edited`](super::Input).
    EditOutside(String),
    /// Put a text on the terminal's clipboard. Its outcome comes back as
    /// [`Input::Copied`](super::Input).
    Copy(String),
    /// Draw everything anew, because the terminal may show something else.
    Redraw,
    /// Write what was done into the journal.
    Keep(Vec<Action>),
    /// Set the work that was found aside, and begin a new journal.
    SetAside,
    /// Let others edit the file: nothing is changed here.
    OnlyLook,
    /// Give the terminal back and stop, until the shell brings the program back.
    Suspend,
    /// End the program.
    Quit(Leave),
}

/// What becomes of the work when the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// Nothing is left to do: all of it is exported, or nothing is changed.
    Finished,
    /// It is kept for the next time.
    Kept,
    /// It is dropped.
    Dropped,
}

/// How an export went: what was written, or why nothing was, as a sentence.
pub type ExportResult = Result<ExportDone, String>;

/// What an export wrote.
#[derive(Clone, Debug, Default)]
pub struct ExportDone {
    /// The rows of these files, counted from 0.
    pub rows: Vec<u32>,
    /// The files, in order.
    pub parts: Vec<PartDone>,
    /// Why there are fewer files than were asked for, as a sentence.
    pub stopped: Option<String>,
}

/// One written and verified upload file.
#[derive(Clone, Debug)]
pub struct PartDone {
    /// Its path, as it is shown.
    pub path: String,
    /// How many rows it has.
    pub rows: usize,
    /// How many of its cells differ from the download.
    pub changed: usize,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}
