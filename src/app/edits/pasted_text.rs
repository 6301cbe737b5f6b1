//! Pasted text before anything is read from it: its line ends, and what of it is left out.

use crate::leads::plural;

/// A pasted text whose line ends are `\n` and that has no control characters besides these and tabs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastedText {
    /// The text.
    pub text: String,
    /// How many control characters were left out.
    pub control_characters: usize,
    /// Whether two returns in a row were taken for one line end, which is a guess.
    pub joins_returns: bool,
}

impl PastedText {
    /// Reads the line ends of any system and leaves control characters out.
    ///
    /// CRLF and CR alone are one line end each: terminals send CR for a line end, as the key does. tmux makes
    /// CR of LF too and so CR CR of CRLF. That is one line end if no line end is anything else and
    /// the text ends with one, as a block copied in Excel does, or each line has a tab.
    pub fn new(pasted: &str) -> Self {
        let joins_returns = doubles_returns(pasted);
        let mut text = String::with_capacity(pasted.len());
        let (mut control_characters, mut is_quoted) = (0, false);
        let mut rest = pasted.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '\r' => {
                    let second = if joins_returns { '\r' } else { '\n' };
                    if !(joins_returns && is_quoted) {
                        rest.next_if_eq(&second);
                    }
                    text.push('\n');
                }
                '\n' | '\t' => text.push(c),
                c if c.is_control() => control_characters += 1,
                c => {
                    is_quoted ^= c == '"';
                    text.push(c);
                }
            }
        }
        Self { text, control_characters, joins_returns }
    }

    /// Says that control characters were left out, if any were.
    pub(crate) fn left_out(&self) -> Option<String> {
        let count = self.control_characters;
        (count > 0).then(|| format!("{} left out", plural(count, "control character")))
    }
}

/// Whether each line end of a text is two returns: quoted cells, whose line ends are LF in Excel, apart.
fn doubles_returns(text: &str) -> bool {
    if text.contains('\n') || !text.matches('"').count().is_multiple_of(2) {
        return false;
    }
    // Every second piece is within quotes.
    let outside = || text.split('"').step_by(2);
    let all_are_even = outside().all(|piece| {
        let returns = piece.split(|c| c != '\r');
        returns.map(str::len).all(|length| length.is_multiple_of(2))
    });
    let ends_with_one = text.ends_with('\r');
    let is_table = || {
        let lines = || text.split("\r\r").filter(|line| !line.is_empty());
        lines().count() > 1 && lines().all(|line| line.contains('\t'))
    };
    all_are_even && outside().any(|piece| piece.contains('\r')) && (ends_with_one || is_table())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(pasted: &str) -> String {
        PastedText::new(pasted).text
    }

    #[test]
    fn line_ends_of_any_system_are_one_each() {
        for pasted in ["a\nb\n", "a\r\nb\r\n", "a\rb\r", "a\r\rb\r\r"] {
            assert_eq!(text(pasted), "a\nb\n", "{pasted:?}");
        }
        for pasted in ["a\tb\r\r1\t2", "a\tb\r\n1\t2", "a\tb\r1\t2"] {
            assert_eq!(text(pasted), "a\tb\n1\t2", "{pasted:?}");
        }
    }

    #[test]
    fn returns_in_a_row_are_empty_lines_unless_all_are_doubled() {
        for (pasted, want) in [
            ("a\r\rb", "a\n\nb"),
            ("a\r\rb\rc\r", "a\n\nb\nc\n"),
            ("a\r\n\r\nb", "a\n\nb"),
            ("a\r\r\r\rb\r\r", "a\n\nb\n"),
            ("\"x\ry\"\tb\r\r\"x\"\tc\r\r", "\"x\ny\"\tb\n\"x\"\tc\n"),
            ("5\" pipe\r\r", "5\" pipe\n\n"),
        ] {
            assert_eq!(text(pasted), want, "{pasted:?}");
        }
        assert!(PastedText::new("a\r\rb\r\r").joins_returns);
        assert!(!PastedText::new("a\r\r\rb\r\r").joins_returns);
    }

    #[test]
    fn control_characters_are_left_out_and_counted() {
        let pasted = PastedText::new("a\0b\u{1b}[201~c\u{9b}\td\u{7f}\n");
        assert_eq!(pasted.text, "ab[201~c\td\n");
        assert_eq!(pasted.left_out().as_deref(), Some("4 control characters left out"));
        assert_eq!(PastedText::new("é\u{202e}漢").control_characters, 0);
        assert_eq!(PastedText::new("x").left_out(), None);
    }
}
