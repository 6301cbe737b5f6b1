//! Text that the user types: cells, filters, numbers. One model for one line and for many.
//!
//! The text is kept as it is, line ends and hidden characters too; the caret goes by what is seen as
//! one sign. Breaking lines for the screen is [`wrap`]'s.

pub(crate) mod keys;
pub(crate) mod motion;
pub(crate) mod wrap;

use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A text with a caret, a selection, and what undo takes back.
#[derive(Clone, Debug, Default)]
pub struct Text {
    value: String,
    /// Where the caret is, as a byte.
    caret: usize,
    /// The other end of the selection.
    anchor: Option<usize>,
    /// Whether every motion stretches the selection, until it is ended.
    sticky_selection: bool,
    past: Vec<TextStep>,
    future: Vec<TextStep>,
    /// What the last key did, so that a run of the same is one step.
    run: TypingRun,
}

/// One step for undo: at a byte, one text became another one.
#[derive(Clone, Debug)]
struct TextStep {
    at: usize,
    before: String,
    after: String,
    caret: usize,
}

/// A run of keys that undo takes back together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum TypingRun {
    #[default]
    None,
    Typing,
    Deleting,
}

impl Text {
    /// A text with the caret at its end.
    pub fn new(value: impl Into<String>) -> Self {
        let value = value.into();
        Self { caret: value.len(), value, ..Self::default() }
    }

    /// What is typed so far.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Where the caret is, as a byte of the text.
    pub fn caret(&self) -> usize {
        self.caret
    }

    /// What is selected, as bytes of the text; empty if nothing is.
    pub fn selection(&self) -> Range<usize> {
        let anchor = self.anchor.unwrap_or(self.caret);
        anchor.min(self.caret)..anchor.max(self.caret)
    }

    /// The selected text.
    pub(crate) fn selected(&self) -> &str {
        &self.value[self.selection()]
    }

    /// Begins a selection that every motion stretches, or ends it. Returns whether it began.
    pub(crate) fn select(&mut self) -> bool {
        self.sticky_selection = self.anchor.is_none();
        self.anchor = self.sticky_selection.then_some(self.caret);
        self.sticky_selection
    }

    /// Selects nothing.
    pub(crate) fn clear_selection(&mut self) {
        self.anchor = None;
        self.sticky_selection = false;
    }

    /// Selects everything.
    pub(crate) fn select_all(&mut self) {
        self.anchor = Some(0);
        self.caret = self.value.len();
    }

    /// Puts the caret somewhere; `stretch` makes the selection reach to it.
    pub(crate) fn go_to(&mut self, caret: usize, stretch: bool) {
        if stretch || self.sticky_selection {
            self.anchor.get_or_insert(self.caret);
        } else {
            self.anchor = None;
        }
        self.caret = caret.min(self.value.len());
        self.run = TypingRun::None;
    }

    /// Types a text in place of the selection; neighbouring letters are one step for undo.
    pub(crate) fn insert(&mut self, text: &str) {
        let run = if text.chars().count() == 1 && text != "\n" {
            TypingRun::Typing
        } else {
            TypingRun::None
        };
        self.replace(self.selection(), text, run);
    }

    /// Puts pasted text in place of the selection. Line breaks become the text's own.
    pub(crate) fn paste(&mut self, text: &str) {
        let plain = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = match self.line_break() {
            "\n" => plain,
            other => plain.replace('\n', other),
        };
        self.replace(self.selection(), &text, TypingRun::None);
    }

    /// The line break that the text uses: its first one.
    pub(crate) fn line_break(&self) -> &'static str {
        match self.value.find(['\r', '\n']).map(|at| &self.value[at..]) {
            Some(rest) if rest.starts_with("\r\n") => "\r\n",
            Some(rest) if rest.starts_with('\r') => "\r",
            _ => "\n",
        }
    }

    /// Gives the text another value, as one step; the caret goes to its end.
    pub(crate) fn set(&mut self, value: &str) {
        if value != self.value {
            self.replace(0..self.value.len(), value, TypingRun::None);
        }
        self.clear_selection();
        self.go_to(value.len(), false);
    }

    /// Empties the text; what is typed next belongs to the same step.
    pub(crate) fn empty(&mut self) {
        self.replace(0..self.value.len(), "", TypingRun::Typing);
    }

    /// Deletes from the caret to another byte, or the selection if there is one.
    pub(crate) fn delete_to(&mut self, other: usize) {
        let range = match self.selection() {
            selected if selected.is_empty() => other.min(self.caret)..other.max(self.caret),
            selected => selected,
        };
        let is_sign = self.value[range.clone()].graphemes(true).nth(1).is_none();
        self.replace(range, "", if is_sign { TypingRun::Deleting } else { TypingRun::None });
    }

    /// The only place where the text changes.
    fn replace(&mut self, range: Range<usize>, with: &str, run: TypingRun) {
        self.clear_selection();
        if range.is_empty() && with.is_empty() {
            return;
        }
        let step = TextStep {
            at: range.start,
            before: self.value[range.clone()].to_owned(),
            after: with.to_owned(),
            caret: self.caret,
        };
        self.caret = range.start + with.len();
        self.value.replace_range(range, with);
        self.future.clear();
        let joined =
            self.run == run && self.past.last_mut().is_some_and(|last| last.join(&step, run));
        if !joined {
            self.past.push(step);
        }
        self.run = run;
    }

    /// Takes back what was typed last. Returns whether there was something.
    pub(crate) fn undo(&mut self) -> bool {
        let Some(step) = self.past.pop() else { return false };
        self.value.replace_range(step.at..step.at + step.after.len(), &step.before);
        self.caret = step.caret;
        self.clear_selection();
        self.run = TypingRun::None;
        self.future.push(step);
        true
    }

    /// Types again what was taken back last. Returns whether there was something.
    pub(crate) fn redo(&mut self) -> bool {
        let Some(step) = self.future.pop() else { return false };
        self.value.replace_range(step.at..step.at + step.before.len(), &step.after);
        self.caret = step.at + step.after.len();
        self.clear_selection();
        self.run = TypingRun::None;
        self.past.push(step);
        true
    }

    /// How many steps undo can take back.
    pub(crate) fn steps(&self) -> usize {
        self.past.len()
    }
}

impl TextStep {
    /// Takes a step of the same run in, if it goes on where this one ended.
    fn join(&mut self, next: &Self, run: TypingRun) -> bool {
        match run {
            TypingRun::Typing
                if next.before.is_empty() && next.at == self.at + self.after.len() =>
            {
                // A new word begins a new step.
                if self.after.ends_with(' ') && next.after != " " {
                    return false;
                }
                self.after.push_str(&next.after);
                true
            }
            TypingRun::Deleting
                if next.after.is_empty() && next.at + next.before.len() == self.at =>
            {
                self.at = next.at;
                self.before.insert_str(0, &next.before);
                true
            }
            TypingRun::Deleting if next.after.is_empty() && next.at == self.at => {
                self.before.push_str(&next.before);
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]
        #[test]
        fn undo_and_redo_step_through_every_text(
            start in "[a é\r\n日]{0,9}",
            keys in proptest::collection::vec((0..12_u8, "[a é\r\n👩\u{200d}]{0,3}"), 0..40),
        ) {
            let mut text = Text::new(start.clone());
            for (key, typed) in keys {
                match key {
                    0 => text.go_to(text.before(), false),
                    1 => text.go_to(text.after(), true),
                    2 => text.go_to(text.word_before(), false),
                    3 => text.go_to(text.word_after(), true),
                    4 => text.go_to(text.line_start(), false),
                    5 => text.delete_to(text.before()),
                    6 => text.delete_to(text.after()),
                    7 => text.delete_to(text.line_end()),
                    8 => text.paste(&typed),
                    9 => drop(text.select()),
                    10 => drop(text.undo()),
                    _ => text.insert(&typed),
                }
                proptest::prop_assert!(text.value().is_char_boundary(text.caret()));
                let lines = wrap::wrap(text.value(), 4);
                let line = &lines[wrap::line_of(&lines, text.caret())];
                proptest::prop_assert!(line.start <= text.caret());
            }
            while text.redo() {}
            let end = text.value().to_owned();
            while text.undo() {}
            proptest::prop_assert_eq!(text.value(), start);
            while text.redo() {}
            proptest::prop_assert_eq!(text.value(), end);
        }
    }

    #[test]
    fn a_run_of_letters_and_a_run_of_deletions_are_one_step_each() {
        let mut text = Text::new("a ");
        for letter in ["b", "c", " ", "d"] {
            text.insert(letter);
        }
        text.delete_to(5);
        text.delete_to(4);
        assert_eq!(text.value(), "a bc");
        assert!(text.undo());
        assert_eq!((text.value(), text.caret()), ("a bc d", 6));
        assert!(text.undo());
        assert_eq!(text.value(), "a bc ", "a word is a step");
        assert!(text.undo());
        assert_eq!(text.value(), "a ");
        assert!(!text.undo() && text.redo() && text.redo());
        assert_eq!(text.value(), "a bc d");
    }

    #[test]
    fn emptying_a_text_and_typing_another_is_one_step() {
        let mut text = Text::new("old");
        text.empty();
        text.insert("n");
        text.insert("e");
        assert!(text.undo());
        assert_eq!(text.value(), "old");
    }

    #[test]
    fn a_paste_replaces_the_selection_with_the_line_breaks_of_the_text() {
        let mut text = Text::new("a\r\nb");
        text.go_to(3, false);
        text.go_to(4, true);
        text.paste("x\ny\rz");
        assert_eq!(text.value(), "a\r\nx\r\ny\r\nz");
        let mut text = Text::new("ab");
        text.go_to(1, false);
        text.paste("x\r\ny");
        assert_eq!((text.value(), text.caret()), ("ax\nyb", 4));
    }

    #[test]
    fn a_selection_is_replaced_by_what_is_typed_and_deleted_by_one_key() {
        let mut text = Text::new("one two");
        text.select_all();
        text.insert("x");
        assert_eq!(text.value(), "x");
        text.select_all();
        text.delete_to(0);
        assert_eq!(text.value(), "");
    }
}
