//! The text of the conversation: lines without a control character, and lists a page at a time.

use crate::leads::visible;
use std::collections::VecDeque;

/// How many lines of a list are written at once: as much as one can listen to.
const PAGE: usize = 12;

/// What was said and isn't printed yet, and the rest of the list that was begun.
#[derive(Debug, Default)]
pub(super) struct Output {
    text: String,
    /// Whether anything was said before.
    is_begun: bool,
    rest: VecDeque<String>,
}

impl Output {
    /// Says a line.
    pub(super) fn say(&mut self, line: impl AsRef<str>) {
        self.is_begun = true;
        self.text.push_str(&visible(line.as_ref()));
        self.text.push('\n');
    }

    /// Leaves a line empty, unless nothing or an empty line was said before.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            // The question that was asked is left without an answer.
            self.text.push('\n');
        }
        if self.is_begun && self.text != "\n" && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Asks for a line, which follows on the same line.
    pub(super) fn ask(&mut self, prompt: &str) {
        self.text.push_str(&visible(prompt));
        self.text.push_str(": ");
    }

    /// Says the first page of a list.
    pub(super) fn list(&mut self, lines: impl IntoIterator<Item = String>) {
        self.rest = lines.into_iter().collect();
        self.page();
    }

    /// Keeps a list for [`Output::more`].
    pub(super) fn hold(&mut self, lines: Vec<String>) {
        self.rest = lines.into();
    }

    /// Says the next page of the list, if there is more of it.
    pub(super) fn more(&mut self) {
        if self.rest.is_empty() {
            self.say("There is no more.");
        } else {
            self.page();
        }
    }

    fn page(&mut self) {
        // The last line isn't worth a page of its own.
        let lines = if self.rest.len() == PAGE + 1 { PAGE + 1 } else { PAGE.min(self.rest.len()) };
        for line in self.rest.drain(..lines).collect::<Vec<_>>() {
            self.say(line);
        }
        if !self.rest.is_empty() {
            self.say(format!("{} more; type m for more.", self.rest.len()));
        }
    }

    /// Takes what was said.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_comes_in_pages_and_says_how_much_is_left() {
        let mut output = Output::default();
        output.list((1..=30).map(|n| n.to_string()));
        let first = output.take();
        assert!(first.ends_with("\n12\n18 more; type m for more.\n"), "{first}");
        output.more();
        assert!(output.take().ends_with("\n24\n6 more; type m for more.\n"));
        output.more();
        assert_eq!(output.take(), "25\n26\n27\n28\n29\n30\n");
        output.more();
        assert_eq!(output.take(), "There is no more.\n");
    }

    #[test]
    fn no_control_character_but_the_line_feed_is_written() {
        let mut output = Output::default();
        output.say("a\u{1b}[31m\tb\nc\u{202e}");
        output.ask("d\r");
        assert_eq!(output.take(), "a␛[31m␉b␊c<U+202E>\nd␍: ");
    }
}
