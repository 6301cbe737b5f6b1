//! Where the caret can go in a text.

use crate::app::text::Text;
use unicode_segmentation::UnicodeSegmentation;

impl Text {
    /// The byte one sign before the caret.
    pub(in crate::app) fn before(&self) -> usize {
        let sign = self.value[..self.caret].graphemes(true).next_back();
        self.caret - sign.map_or(0, str::len)
    }

    /// The byte one sign after the caret.
    pub(in crate::app) fn after(&self) -> usize {
        self.caret + self.value[self.caret..].graphemes(true).next().map_or(0, str::len)
    }

    /// Where the word before the caret begins.
    pub(in crate::app) fn word_before(&self) -> usize {
        let words = self.value[..self.caret].split_word_bound_indices().rev();
        words.into_iter().find(|(_, piece)| is_word(piece)).map_or(0, |(at, _)| at)
    }

    /// Where the next word begins.
    pub(in crate::app) fn word_after(&self) -> usize {
        let pieces = self.value[self.caret..].split_word_bound_indices();
        let next = pieces.skip(1).find(|(_, piece)| is_word(piece));
        next.map_or(self.value.len(), |(at, _)| self.caret + at)
    }

    /// Selects the word at the caret.
    pub(in crate::app) fn select_word(&mut self) {
        let at = self.caret;
        let mut words = self.value.split_word_bound_indices();
        let word = words.find(|(start, piece)| at < start + piece.len());
        if let Some((start, piece)) = word.map(|(start, piece)| (start, piece.len())) {
            self.go_to(start, false);
            self.go_to(start + piece, true);
        }
    }

    /// Where the line with the caret begins.
    pub(in crate::app) fn line_start(&self) -> usize {
        self.value[..self.caret].rfind(['\r', '\n']).map_or(0, |at| at + 1)
    }

    /// Where the line with the caret ends.
    pub(in crate::app) fn line_end(&self) -> usize {
        let rest = &self.value[self.caret..];
        rest.find(['\r', '\n']).map_or(self.value.len(), |at| self.caret + at)
    }
}

fn is_word(piece: &str) -> bool {
    piece.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_moves_by_visible_characters() {
        let mut text = Text::new("e\u{301}\r\n👩\u{200d}💻");
        let mut stops = vec![text.caret()];
        while text.caret() > 0 {
            text.go_to(text.before(), false);
            stops.push(text.caret());
        }
        assert_eq!(stops, [16, 5, 3, 0]);
        assert_eq!(text.after(), 3);
    }

    #[test]
    fn words_are_found_after_spaces_and_punctuation() {
        let mut text = Text::new("call Ann, now");
        assert_eq!(text.word_before(), 10);
        text.go_to(10, false);
        assert_eq!(text.word_before(), 5);
        text.go_to(0, false);
        assert_eq!(text.word_after(), 5);
        text.go_to(6, false);
        assert_eq!(text.word_after(), 10);
        text.go_to(11, false);
        assert_eq!(text.word_after(), 13);
    }

    #[test]
    fn a_word_is_selected_at_any_of_its_letters() {
        let mut text = Text::new("call Ann, now");
        for (caret, word) in [(0, "call"), (3, "call"), (4, " "), (5, "Ann"), (12, "now"), (13, "")]
        {
            text.go_to(caret, false);
            text.select_word();
            assert_eq!(text.selected(), word, "{caret}");
        }
    }

    #[test]
    fn a_line_begins_and_ends_at_its_breaks() {
        let mut text = Text::new("one\r\ntwo\nthree");
        text.go_to(6, false);
        assert_eq!((text.line_start(), text.line_end()), (5, 8));
    }
}
