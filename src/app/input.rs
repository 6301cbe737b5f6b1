//! What reaches the program: keys, pasted text, and the outcome of its own effects.

use crate::app::edits::clipboard::CopyResult;
use crate::app::effect::{EffectError, ExportResult, ReportOutcome, WrittenUpload};
use crate::app::file::FilesReport;
use crate::app::mouse::input::MouseInput;
use crate::app::panels::policy::open::PolicyFile;
use crate::app::session::fill::FillFile;
use crate::app::session::fresh_download::FreshDownload;
use crate::app::session::persistence::UnfinishedWork;
use crate::app::session::replace_file::ReplacedFile;
use crate::app::session::results::ReadFile;
use crate::sheet::CheckedSheet;
use std::fmt;
use std::str::FromStr;

/// Something that happened outside.
#[derive(Clone, Debug)]
pub enum Input {
    /// A key was pressed.
    Key(Chord),
    /// Something was done with the mouse.
    Mouse(MouseInput),
    /// Text was pasted, in brackets. It is data and never runs a command.
    Paste(String),
    /// Keys came faster than anybody types, perhaps pasted without brackets.
    Burst(Vec<Chord>),
    /// Keys came in one piece with the end of a paste, so that they may be a part of its text.
    AfterPaste(Vec<Chord>),
    /// The terminal has another size, or must be drawn again.
    Redraw,
    /// The terminal told its background, light or dark.
    Background {
        /// Whether it is light.
        is_light: bool,
    },
    /// Nothing came for a while after the beginning of a longer key.
    Waited,
    /// Nothing comes while a search is under way: so many leads are searched meanwhile.
    SearchOn(u32),
    /// An upload file of the export stands and is verified.
    Written(Box<WrittenUpload>),
    /// The export that was asked for has ended.
    Exported(ExportResult),
    /// The report that was asked for was written, or not.
    Reported(ReportOutcome),
    /// A results file was read.
    Results(ReadFile),
    /// A policy was read.
    Policy(PolicyFile),
    /// The journal can't be written, for this reason, or it can be again.
    Kept(Result<(), EffectError>),
    /// The text that was edited in another program, or why there is none.
    Edited(Result<String, EffectError>),
    /// The fresh download that was asked for, or why it can't be used.
    Fresh(Result<Box<FreshDownload>, EffectError>),
    /// The file that leads are filled from, or why it can't be used.
    FillRead(Result<FillFile, EffectError>),
    /// The work is kept for the fresh download, or why it isn't.
    Rebased(Result<(), EffectError>),
    /// The files with the fresh download among them, or why they can't be joined.
    FileReplaced(Result<Box<ReplacedFile>, EffectError>),
    /// The work that was saved under another name, or why it can't be saved under this one.
    TakenUp(Result<Box<UnfinishedWork>, EffectError>),
    /// A choice can't be remembered for the next run, for this reason.
    NotRemembered(EffectError),
    /// The program can't be stopped and continued, for this reason.
    NotSuspended(EffectError),
    /// The other file can't be opened, for this reason.
    NotOpened(EffectError),
    /// Something is known of the files that were asked for.
    Files(Box<FilesReport>),
    /// The check of a large sheet is done.
    Checked(Box<CheckedSheet>),
    /// The copy that was asked for has ended.
    Copied(CopyResult),
}

impl Input {
    /// Whether it is something that was typed or pasted.
    pub(crate) fn is_typed(&self) -> bool {
        matches!(self, Self::Key(_) | Self::Paste(_) | Self::Burst(_) | Self::AfterPaste(_))
    }
}

/// A key without the keys held with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each name is the key's own")]
pub enum Key {
    Char(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Insert,
    Home,
    End,
    PageUp,
    PageDown,
    Up,
    Down,
    Left,
    Right,
    F(u8),
}

/// A key with the keys held with it, written `ctrl-s`, `down`, `G`.
///
/// Shift is part of a letter: there is `G`, not `shift-g`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// Whether Ctrl was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
    /// Whether Shift was held with a key that isn't a letter or sign.
    pub shift: bool,
}

impl Chord {
    /// A key pressed alone.
    pub const fn plain(key: Key) -> Self {
        Self { key, ctrl: false, alt: false, shift: false }
    }

    /// The sign of a text that the key stands for where text is pasted as keys.
    pub fn char(self) -> Option<char> {
        match self {
            Self { key: Key::Enter, ctrl: false, alt: false, .. } => Some('\r'),
            Self { key: Key::Tab, ctrl: false, alt: false, .. } => Some('\t'),
            Self { key: Key::Char('j'), ctrl: true, alt: false, .. } => Some('\n'),
            chord => chord.typed(),
        }
    }

    /// The sign that the key types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self {
            Self { key: Key::Char(c), ctrl: false, alt: false, .. } => Some(c),
            _ => None,
        }
    }
}

const NAMES: [(&str, Key); 18] = [
    ("enter", Key::Enter),
    ("esc", Key::Esc),
    ("tab", Key::Tab),
    ("backtab", Key::BackTab),
    ("backspace", Key::Backspace),
    ("delete", Key::Delete),
    ("insert", Key::Insert),
    ("home", Key::Home),
    ("end", Key::End),
    ("pageup", Key::PageUp),
    ("pagedown", Key::PageDown),
    ("up", Key::Up),
    ("down", Key::Down),
    ("left", Key::Left),
    ("right", Key::Right),
    ("space", Key::Char(' ')),
    ("plus", Key::Char('+')),
    ("minus", Key::Char('-')),
];

impl FromStr for Chord {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut chord = Self::plain(Key::Esc);
        let mut rest = text;
        loop {
            let held = [("ctrl-", 0), ("alt-", 1), ("shift-", 2)];
            let Some((prefix, which)) = held.into_iter().find(|(p, _)| rest.starts_with(p)) else {
                break;
            };
            rest = &rest[prefix.len()..];
            match which {
                0 => chord.ctrl = true,
                1 => chord.alt = true,
                _ => chord.shift = true,
            }
        }
        chord.key = key(rest).ok_or_else(|| format!("\"{text}\" isn't a key"))?;
        Ok(chord)
    }
}

fn key(name: &str) -> Option<Key> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return Some(Key::Char(c));
    }
    let function =
        || name.strip_prefix('f')?.parse().ok().filter(|n| (1..=12).contains(n)).map(Key::F);
    NAMES.iter().find(|(n, _)| *n == name).map(|(_, key)| *key).or_else(function)
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            if held {
                f.write_str(name)?;
            }
        }
        match self.key {
            Key::Char(' ') => f.write_str("Space"),
            Key::Char(c) if self.ctrl => write!(f, "{}", c.to_ascii_uppercase()),
            Key::Char(c) => write!(f, "{c}"),
            Key::F(n) => write!(f, "F{n}"),
            Key::BackTab => f.write_str("Shift+Tab"),
            Key::PageUp => f.write_str("PgUp"),
            Key::PageDown => f.write_str("PgDn"),
            Key::Delete => f.write_str("Del"),
            Key::Up => f.write_str("↑"),
            Key::Down => f.write_str("↓"),
            Key::Left => f.write_str("←"),
            Key::Right => f.write_str("→"),
            key => write!(f, "{key:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chords_are_parsed_and_printed_in_the_usual_notation() {
        for (text, want) in [
            ("ctrl-s", "Ctrl+S"),
            ("G", "G"),
            ("shift-f2", "Shift+F2"),
            ("backtab", "Shift+Tab"),
            ("alt-down", "Alt+↓"),
            ("space", "Space"),
            ("-", "-"),
        ] {
            assert_eq!(text.parse::<Chord>().map(|c| c.to_string()).as_deref(), Ok(want));
        }
        assert!("ctrl-".parse::<Chord>().is_err() && "f13".parse::<Chord>().is_err());
    }
}
