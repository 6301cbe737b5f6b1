//! What a piece of the screen means.

use crate::app::Tone;
use serde::Deserialize;

/// What a piece of the screen means, and so how it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "the names are the words of the theme files, where they are explained"
)]
pub enum Role {
    Title,
    TitleWarn,
    Header,
    HeaderLock,
    Text,
    Locked,
    Changed,
    Warning,
    Error,
    Minor,
    Cursor,
    Marked,
    Found,
    Frame,
    State,
    Column,
    Good,
    Note,
    Heading,
    Status,
    Alert,
    Key,
    Selected,
    Editor,
}

impl Role {
    /// Every role, in the order of the theme files.
    pub const ALL: [Self; 24] = [
        Self::Title,
        Self::TitleWarn,
        Self::Header,
        Self::HeaderLock,
        Self::Text,
        Self::Locked,
        Self::Changed,
        Self::Warning,
        Self::Error,
        Self::Minor,
        Self::Cursor,
        Self::Marked,
        Self::Found,
        Self::Frame,
        Self::State,
        Self::Column,
        Self::Good,
        Self::Note,
        Self::Heading,
        Self::Status,
        Self::Alert,
        Self::Key,
        Self::Selected,
        Self::Editor,
    ];
}

impl From<Tone> for Role {
    fn from(tone: Tone) -> Self {
        match tone {
            Tone::Plain => Self::Text,
            Tone::Good => Self::Good,
            Tone::Note => Self::Note,
            Tone::Warning => Self::Warning,
            Tone::Error => Self::Error,
            Tone::Locked => Self::Locked,
            Tone::Heading => Self::Heading,
        }
    }
}
