//! What bytes from the terminal are: a key, a report of the mouse, the mark of a paste, or an answer of the
//! terminal.

use super::{color, report};
use crate::app::{Chord, Key, MouseInput};

/// What the terminal is asked, and what it answers: whether it marks pastes (DECRQM of mode 2004).
pub(super) const ANSWER: &[u8] = b"\x1b[?2004;";

/// The longest sequence that is waited for, in bytes.
const MAX_SEQUENCE: usize = 40;

/// What some bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sequence {
    /// The beginning of something longer.
    Incomplete,
    /// A key.
    Key(Chord),
    /// Escape and a key: a key with Alt, or two keys.
    Escaped(Chord),
    /// Escape, and the beginning of what follows it.
    EscapeTwice,
    /// The mark before a paste.
    PasteBegins,
    /// The terminal's answer whether it marks pastes.
    Answer(bool),
    /// The terminal's answer what color its background has: whether it is light.
    Background(bool),
    /// Something that was done with the mouse.
    Mouse(MouseInput),
    /// Complete, but no key.
    Ignored,
}

/// Reads bytes that begin with a key, in the forms in which terminals send keys.
pub(super) fn read(bytes: &[u8]) -> Sequence {
    match bytes {
        [] | [b'\x1b'] | [b'\x1b', b'O'] => Sequence::Incomplete,
        [b'\x1b', b'\x1b', ..] => Sequence::EscapeTwice,
        [b'\x1b', b'O', last, ..] => last_letter(*last).map_or(Sequence::Ignored, key),
        [b'\x1b', b'[', rest @ ..] => control(rest),
        [b'\x1b', b']', ..] => color::read(bytes),
        // The end of an answer whose beginning was lost.
        [b'\x1b', b'\\', ..] => Sequence::Ignored,
        [b'\x1b', rest @ ..] => match character(rest) {
            Sequence::Key(chord) => Sequence::Escaped(chord),
            other => other,
        },
        _ => character(bytes),
    }
}

fn key(key: Key) -> Sequence {
    Sequence::Key(Chord::plain(key))
}

/// Reads a character, or a key that is sent as a control character.
fn character(bytes: &[u8]) -> Sequence {
    let ctrl =
        |c: u8| Sequence::Key(Chord { ctrl: true, ..Chord::plain(Key::Char(char::from(c))) });
    match bytes[0] {
        b'\r' => key(Key::Enter),
        b'\t' => key(Key::Tab),
        b'\x7f' => key(Key::Backspace),
        0 => ctrl(b' '),
        byte @ 1..=26 => ctrl(byte - 1 + b'a'),
        byte @ 28..=31 => ctrl(byte - 28 + b'4'),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.chars().next().map_or(Sequence::Ignored, |c| key(Key::Char(c))),
            Err(error) if error.error_len().is_none() => Sequence::Incomplete,
            Err(_) => Sequence::Ignored,
        },
    }
}

/// Reads what follows `ESC [`.
fn control(rest: &[u8]) -> Sequence {
    let Some((&last, parameters)) = rest.split_last() else { return Sequence::Incomplete };
    match (rest, last) {
        // The Linux console sends F1 to F5 as `[[A` to `[[E`.
        ([b'['], _) => Sequence::Incomplete,
        ([b'[', ..], b'A'..=b'E') => key(Key::F(last - b'A' + 1)),
        // A mouse in its oldest form: three bytes follow.
        ([b'M', ..], _) if rest.len() < 4 => Sequence::Incomplete,
        ([b'M', code, column, line], _) => mouse(report::old_form(*code, *column, *line)),
        ([b'[' | b'M', ..], _) => Sequence::Ignored,
        (_, b' '..=b'?') if rest.len() < MAX_SEQUENCE => Sequence::Incomplete,
        (_, b'@'..=b'~') => {
            let parameters = std::str::from_utf8(parameters).unwrap_or_default();
            match (parameters.as_bytes(), last) {
                ([b'<', ..], _) | ([_, ..], b'M') => mouse(report::numbers(parameters, last)),
                _ => answer(parameters, last).unwrap_or_else(|| function_key(parameters, last)),
            }
        }
        _ => Sequence::Ignored,
    }
}

fn mouse(done: Option<MouseInput>) -> Sequence {
    done.map_or(Sequence::Ignored, Sequence::Mouse)
}

/// Reads the answer to a question about mode 2004: 0 is unknown, 4 means that it can't be set.
fn answer(parameters: &str, last: u8) -> Option<Sequence> {
    let state = parameters.strip_prefix("?2004;")?.strip_suffix('$').filter(|_| last == b'y')?;
    Some(Sequence::Answer(matches!(state, "1" | "2" | "3")))
}

/// Reads a key that is sent as numbers and a last letter.
fn function_key(numbers: &str, last: u8) -> Sequence {
    let mut numbers = numbers.split(';').map(str::parse::<u32>);
    let first = numbers.next().and_then(Result::ok);
    let held = numbers.next().and_then(Result::ok).unwrap_or(1).saturating_sub(1);
    let key = match (last, first) {
        (b'~', Some(200)) => return Sequence::PasteBegins,
        // What xterm calls modifyOtherKeys: the character stands behind the held keys.
        (b'~', Some(27)) => numbers.next().and_then(Result::ok).and_then(coded),
        (b'~', Some(number)) => numbered(number),
        (b'u', Some(number)) => coded(number),
        _ => last_letter(last),
    };
    let is_back = key == Some(Key::Tab) && held & 1 > 0;
    let key = if is_back { Some(Key::BackTab) } else { key };
    let Some(key) = key else { return Sequence::Ignored };
    let chord = Chord { key, shift: held & 1 > 0, alt: held & 2 > 0, ctrl: held & 4 > 0 };
    // Shift is part of a character, except of the space.
    let is_part = matches!(key, Key::Char(c) if c != ' ') || key == Key::BackTab;
    let shift = chord.shift && !is_part;
    Sequence::Key(Chord { shift, ..chord })
}

/// The key of a character's number.
fn coded(number: u32) -> Option<Key> {
    Some(match char::from_u32(number)? {
        '\r' => Key::Enter,
        '\t' => Key::Tab,
        '\u{1b}' => Key::Esc,
        '\u{7f}' => Key::Backspace,
        c => Key::Char(c),
    })
}

fn last_letter(letter: u8) -> Option<Key> {
    Some(match letter {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'F' => Key::End,
        b'H' => Key::Home,
        b'Z' => Key::BackTab,
        b'P'..=b'S' => Key::F(letter - b'P' + 1),
        _ => return None,
    })
}

fn numbered(number: u32) -> Option<Key> {
    Some(match number {
        1 | 7 => Key::Home,
        2 => Key::Insert,
        3 => Key::Delete,
        4 | 8 => Key::End,
        5 => Key::PageUp,
        6 => Key::PageDown,
        11..=15 => Key::F(number as u8 - 10),
        17..=21 => Key::F(number as u8 - 11),
        23 | 24 => Key::F(number as u8 - 12),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(bytes: &[u8]) -> String {
        match read(bytes) {
            Sequence::Key(chord) => chord.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn keys_are_read_in_the_forms_of_all_terminals() {
        for (bytes, want) in [
            ("a", "a"),
            ("é", "é"),
            ("漢", "漢"),
            ("\r", "Enter"),
            ("\n", "Ctrl+J"),
            ("\t", "Tab"),
            ("\u{7f}", "Backspace"),
            ("\u{8}", "Ctrl+H"),
            ("\0", "Ctrl+Space"),
            ("\u{13}", "Ctrl+S"),
            ("\u{1b}[A", "↑"),
            ("\u{1b}OB", "↓"),
            ("\u{1b}[1;5C", "Ctrl+→"),
            ("\u{1b}[1;2D", "Shift+←"),
            ("\u{1b}[3~", "Del"),
            ("\u{1b}[5;3~", "Alt+PgUp"),
            ("\u{1b}OP", "F1"),
            ("\u{1b}[[B", "F2"),
            ("\u{1b}[24~", "F12"),
            ("\u{1b}[Z", "Shift+Tab"),
            ("\u{1b}[13;3u", "Alt+Enter"),
            ("\u{1b}[13;2u", "Shift+Enter"),
            ("\u{1b}[32;2u", "Shift+Space"),
            ("\u{1b}[59;5u", "Ctrl+;"),
            ("\u{1b}[9;2u", "Shift+Tab"),
            ("\u{1b}[27;2;13~", "Shift+Enter"),
            ("\u{1b}[27;2;32~", "Shift+Space"),
            ("\u{1b}[27;5;59~", "Ctrl+;"),
            ("\u{1b}[27;2;65~", "A"),
            ("\u{1b}[200~", "PasteBegins"),
            ("\u{1b}[201~", "Ignored"),
            ("\u{1b}[I", "Ignored"),
            ("\u{1b}[<35;10;10M", "Ignored"),
            ("\u{1b}[M  !", "Ignored"),
            ("\u{1b}[?62;22c", "Ignored"),
            ("\u{1b}\u{1b}", "EscapeTwice"),
        ] {
            assert_eq!(name(bytes.as_bytes()), want, "{bytes:?}");
            for end in 1..bytes.len() {
                assert_eq!(read(&bytes.as_bytes()[..end]), Sequence::Incomplete, "{bytes:?} {end}");
            }
        }
        let alt = Chord { alt: true, ..Chord::plain(Key::Enter) };
        assert_eq!(read(b"\x1b\r"), Sequence::Escaped(Chord { alt: false, ..alt }));
        assert_eq!(read(b"\xff"), Sequence::Ignored);
    }

    #[test]
    fn a_report_of_the_mouse_is_no_key_and_waits_for_its_end() {
        for report in ["\x1b[<0;10;10M", "\x1b[<0;10;10m", "\x1b[32;10;10M", "\x1b[M ##"] {
            assert!(matches!(read(report.as_bytes()), Sequence::Mouse(_)), "{report:?}");
            for end in 1..report.len() {
                let cut = &report.as_bytes()[..end];
                assert_eq!(read(cut), Sequence::Incomplete, "{report:?} {end}");
            }
        }
    }

    #[test]
    fn an_answer_about_pastes_is_read_and_is_no_key() {
        for (state, want) in [(0, false), (1, true), (2, true), (3, true), (4, false)] {
            let answer = format!("\x1b[?2004;{state}$y");
            assert_eq!(read(answer.as_bytes()), Sequence::Answer(want), "{answer:?}");
        }
        assert_eq!(read(b"\x1b[?2026;1$y"), Sequence::Ignored);
        assert!(b"\x1b[?2004;1$y".starts_with(ANSWER));
    }
}
