//! A sentence in the status line.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::text::wrap::{width as text_width, wrap_text};
use crate::leads::{CellRef, Lock, visible};
use crate::sheet::Refusal;

/// A sentence in the status line. The next key removes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What it says.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
    /// The cell that the next key for problems goes to, because the sentence says so.
    pub target: Option<CellRef>,
}

impl Message {
    /// A sentence that leads nowhere.
    pub fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone, target: None }
    }

    /// Splits it in two where it is wider than the last line has room for: into what stands on a whole
    /// line above, and the rest, as equal in width as words allow.
    pub fn split(&self, above: u16, last: u16) -> (Option<String>, String) {
        let text = visible(&self.text).into_owned();
        if text_width(&text) <= usize::from(last) {
            return (None, text);
        }
        let widths = |at: usize| (text_width(&text[..at]), text_width(&text[at + 1..]));
        let fits = |(first, rest)| first <= usize::from(above) && rest <= usize::from(last);
        let blanks = text.match_indices(' ').map(|(at, _)| (at, widths(at)));
        let best = blanks.filter(|(_, w)| fits(*w)).min_by_key(|(_, (a, b))| a.abs_diff(*b));
        if let Some((at, _)) = best {
            return (Some(text[..at].to_owned()), text[at + 1..].to_owned());
        }
        // There is more than fits: as much as possible of its beginning.
        let Some(first) = wrap_text(&text, above).into_iter().next() else { return (None, text) };
        let rest = text.strip_prefix(&first).unwrap_or_default().trim_start().to_owned();
        (Some(first), rest)
    }
}

/// The status line after an attempt to change a read-only file.
const READ_ONLY: &str = "Nothing can be changed: the file was opened with --read-only.";

impl App {
    /// Puts a sentence into the status line.
    pub(crate) fn set_status(&mut self, text: impl Into<String>) {
        self.message = Some(Message::new(text, Tone::Note));
    }

    /// Puts a sentence about something that went wrong into the status line.
    pub(crate) fn set_error(&mut self, text: impl Into<String>) {
        self.message = Some(Message::new(text, Tone::Error));
    }

    /// Why an edit was refused, in a sentence.
    pub(crate) fn refusal_message(&self, refusal: &Refusal) -> String {
        match refusal {
            Refusal::ReadOnly(_) => READ_ONLY.to_owned(),
            Refusal::Locked { lock, .. } => self.lock_message(lock),
        }
    }

    /// Shows why an edit was refused.
    pub(crate) fn report_refusal(&mut self, refusal: &Refusal) {
        match refusal {
            Refusal::ReadOnly(_) => self.set_error(READ_ONLY),
            Refusal::Locked { lock, .. } => self.report_lock(lock),
        }
    }

    /// Says why a cell can't be changed.
    pub(crate) fn report_lock(&mut self, lock: &Lock) {
        self.message = Some(Message::new(self.lock_message(lock), Tone::Locked));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_split_between_words_and_only_if_it_must() {
        let message = |text: &str| Message::new(text, Tone::Plain);
        let whole = message("Undid: outcome Won.").split(40, 19);
        assert_eq!(whole, (None, "Undid: outcome Won.".to_owned()));
        let (above, rest) = message("96 cells in 32 leads changed; u undoes it.").split(38, 30);
        assert_eq!(above.as_deref(), Some("96 cells in 32 leads"));
        assert_eq!(rest, "changed; u undoes it.");
        let (above, rest) = message("96 cells in 32 leads changed; u undoes it.").split(38, 5);
        assert_eq!(above.as_deref(), Some("96 cells in 32 leads changed; u undoes"));
        assert_eq!(rest, "it.", "it is cut, not swallowed");
        let (above, rest) = message("小売店向けPOS更新小売店向けPOS更新").split(16, 20);
        assert_eq!(
            format!("{}{rest}", above.unwrap_or_default()),
            "小売店向けPOS更新小売店向けPOS更新"
        );
    }
}
