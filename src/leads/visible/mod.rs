//! Makes the characters visible that a terminal obeys or hides.

mod difference;
mod shell_word;

pub use difference::{MIN_DIFFERENCE_WIDTH, conflict, difference, quoted};
pub use shell_word::shell_quoted;

use std::borrow::Cow;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthChar as _;

/// Replaces what can't be seen in a text, for a screen, a list or a message.
///
/// Control characters become their Unicode pictures (`␊` for a line break, `␛` for Escape); other
/// characters that are obeyed or leave no trace, such as text direction marks and zero-width
/// characters, become their number: `<U+202E>`. Emoji that are joined from several show the joiner
/// between them. Too many marks on one letter are cut with `…`, see [`HiddenMarks`]. A plain text is
/// returned as it is, without a copy.
pub fn visible(text: &str) -> Cow<'_, str> {
    // To the end and not up to the first other byte, so that many bytes are checked together.
    let is_plain = text.bytes().fold(true, |all, byte| all & matches!(byte, b' '..=b'~'));
    let mut marks = HiddenMarks::default();
    if is_plain || !text.chars().any(|c| is_hidden(c) || marks.next(c) > HiddenMarks::MAX) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut marks = HiddenMarks::default();
    for c in text.chars() {
        let mark = marks.next(c);
        match c {
            '\0'..='\u{1f}' => shown.push(picture(c)),
            '\u{7f}' => shown.push('␡'),
            c if is_hidden(c) => {
                // Writing into a String can't fail.
                let _ = write!(shown, "<U+{:04X}>", u32::from(c));
            }
            _ if mark == HiddenMarks::MAX + 1 => shown.push('…'),
            c if mark <= HiddenMarks::MAX => shown.push(c),
            _ => {}
        }
    }
    Cow::Owned(shown)
}

/// Replaces what can't be seen in a text of many lines, which keeps its line feeds.
pub fn visible_lines(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

/// Counts the marks on a letter: a terminal gets only the first ones.
///
/// Hundreds of accents on one letter are drawn over the lines above and below it, and are slow to draw.
#[derive(Clone, Copy, Debug, Default)]
pub struct HiddenMarks(usize);

impl HiddenMarks {
    /// The most marks on one letter that are shown: more than any language uses.
    pub const MAX: usize = 4;

    /// Reads the next character of a text and returns the number of marks on its letter so far.
    pub fn next(&mut self, c: char) -> usize {
        let is_mark = !c.is_ascii() && !is_hidden(c) && c.width() == Some(0);
        self.0 = if is_mark { self.0 + 1 } else { 0 };
        self.0
    }
}

/// Whether a terminal obeys or hides a character instead of showing it.
///
/// These are the control characters, Unicode's format characters (direction marks, zero-width and
/// soft hyphens, tags), line and paragraph separators, variation selectors, fillers that are drawn
/// as nothing, private use and noncharacters.
pub fn is_hidden(c: char) -> bool {
    // Nearly every character ends here.
    if matches!(c, ' '..='~') {
        return false;
    }
    c.is_control() || is_format(c) || is_filler(c) || is_unassignable(c)
}

/// The symbol for a control character below U+0020.
fn picture(c: char) -> char {
    char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')
}

/// Whether a character belongs to the categories Cf, Zl or Zp.
fn is_format(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a character is drawn as nothing: joiners, fillers and variation selectors.
fn is_filler(c: char) -> bool {
    matches!(
        c,
        '\u{34f}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{ffa0}'
    )
}

/// Whether a character is for private use or can never be a character.
fn is_unassignable(c: char) -> bool {
    let code = u32::from(c);
    matches!(code, 0xe000..=0xf8ff | 0xfdd0..=0xfdef) || code >= 0xf_0000 || code & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_and_foreign_text_is_borrowed() {
        for text in ["", "Contoso, Ltd.", "Fabrikam é 東京 😀 \u{a0}", "e\u{301}"] {
            assert!(matches!(visible(text), Cow::Borrowed(t) if t == text), "{text}");
        }
    }

    #[test]
    fn control_characters_become_pictures() {
        assert_eq!(visible("a\tb\r\nc\0\u{1b}[31m\u{7f}"), "a␉b␍␊c␀␛[31m␡");
    }

    #[test]
    fn hidden_characters_become_their_numbers() {
        assert_eq!(visible("Act\u{200b}ive"), "Act<U+200B>ive");
        assert_eq!(visible("\u{9b}31m"), "<U+009B>31m");
        assert_eq!(visible("\u{feff}a\u{202e}b\u{ad}"), "<U+FEFF>a<U+202E>b<U+00AD>");
        assert_eq!(visible("\u{2028}\u{fe0f}\u{e0041}"), "<U+2028><U+FE0F><U+E0041>");
        assert_eq!(visible("\u{ffff}\u{1fffe}\u{e000}"), "<U+FFFF><U+1FFFE><U+E000>");
    }

    #[test]
    fn joined_emoji_keep_their_parts_and_show_the_joiner() {
        assert_eq!(visible("👩\u{200d}💻"), "👩<U+200D>💻");
    }

    #[test]
    fn lines_stay_lines() {
        assert_eq!(visible_lines("a\r\n\u{1b}b\n"), "a␍\n␛b\n");
    }

    #[test]
    fn a_pile_of_marks_is_cut_once_and_marks_of_languages_remain() {
        let heap = format!("e{}t", "\u{301}".repeat(10_000));
        assert_eq!(visible(&heap), format!("e{}…t", "\u{301}".repeat(4)));
        for text in ["e\u{301}\u{323}", "\u{5e9}\u{5bc}\u{5c1}\u{5b8}", "ế"] {
            assert!(matches!(visible(text), Cow::Borrowed(t) if t == text), "{text}");
        }
    }

    #[test]
    fn no_hidden_character_remains_and_a_second_pass_changes_nothing() {
        let all: String = ('\0'..=char::MAX).collect();
        let shown = visible(&all).into_owned();
        assert!(!shown.chars().any(is_hidden));
        assert_eq!(visible(&shown), shown);
    }
}
