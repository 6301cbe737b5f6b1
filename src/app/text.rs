//! Lines of text that the user types: cells, filters, numbers.

use super::{Chord, Key};
use tui_input::{Input, InputRequest};

/// Gives a key to a line of text. Returns whether the key belongs to it.
pub(super) fn key(input: &mut Input, chord: Chord) -> bool {
    let Some(request) = request(chord) else { return false };
    input.handle(request);
    true
}

/// Puts pasted text at the caret. Line breaks of other systems become plain ones.
pub(super) fn paste(input: &mut Input, text: &str) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let at =
        input.value().char_indices().nth(input.cursor()).map_or(input.value().len(), |(i, _)| i);
    let value = format!("{}{text}{}", &input.value()[..at], &input.value()[at..]);
    let cursor = input.cursor() + text.chars().count();
    *input = Input::new(value).with_cursor(cursor);
}

fn request(chord: Chord) -> Option<InputRequest> {
    if let Some(c) = chord.typed() {
        return Some(InputRequest::InsertChar(c));
    }
    let word = chord.ctrl || chord.alt;
    Some(match chord.key {
        Key::Char('u') if chord.ctrl => InputRequest::DeleteFromStart,
        Key::Char('k') if chord.ctrl => InputRequest::DeleteTillEnd,
        Key::Char('w') if chord.ctrl => InputRequest::DeletePrevWord,
        Key::Char('j') if chord.ctrl => InputRequest::InsertChar('\n'),
        Key::Left if word => InputRequest::GoToPrevWord,
        Key::Right if word => InputRequest::GoToNextWord,
        Key::Left => InputRequest::GoToPrevChar,
        Key::Right => InputRequest::GoToNextChar,
        Key::Home => InputRequest::GoToStart,
        Key::End => InputRequest::GoToEnd,
        Key::Backspace => InputRequest::DeletePrevChar,
        Key::Delete => InputRequest::DeleteNextChar,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_lands_at_the_caret_with_plain_line_breaks() {
        let mut input = Input::new("ab".to_owned()).with_cursor(1);
        paste(&mut input, "x\r\ny");
        assert_eq!((input.value(), input.cursor()), ("ax\nyb", 4));
    }
}
