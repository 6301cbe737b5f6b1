//! What a terminal reports about its mouse.

use super::color::can_be_color;
use super::sequence::ANSWER;
use crate::app::{MouseAction, MouseButton, MouseInput};

/// How many bytes the oldest form has after its letter.
const OLD_FORM: usize = 3;

/// The bits of a report's first number.
const SHIFT: u32 = 4;
const CTRL: u32 = 16;
const MOTION: u32 = 32;
const WHEEL: u32 = 64;
const OTHER_BUTTONS: u32 = 128;

/// Reads the numbers of a report and its last letter: `<0;12;3M`, or `32;12;3M` in an older form.
pub(super) fn numbers(parameters: &str, last: u8) -> Option<MouseInput> {
    let (fields, is_new) = match parameters.strip_prefix('<') {
        Some(fields) => (fields, true),
        None => (parameters, false),
    };
    if !matches!((is_new, last), (true, b'M' | b'm') | (false, b'M')) {
        return None;
    }
    let mut numbers = fields.split(';').map(str::parse::<u32>);
    let mut next = || numbers.next().and_then(Result::ok);
    let (code, column, line) = (next()?, next()?, next()?);
    let code = if is_new { code } else { code.checked_sub(MOTION)? };
    // The older form has no letter for a button that is released, but a number.
    let is_released = last == b'm' || (!is_new && is_release(code));
    event(code, (column, line), is_released)
}

/// Reads the oldest form: a byte for each number.
pub(super) fn old_form(code: u8, column: u8, line: u8) -> Option<MouseInput> {
    let number = |byte: u8| u32::from(byte).checked_sub(MOTION);
    let code = number(code)?;
    event(code, (number(column)?, number(line)?), is_release(code))
}

fn is_release(code: u32) -> bool {
    code & 3 == 3 && code & (MOTION | WHEEL) == 0
}

fn event(code: u32, (column, line): (u32, u32), is_released: bool) -> Option<MouseInput> {
    let place = |number: u32| u16::try_from(number.checked_sub(1)?).ok();
    let at = (place(column)?, place(line)?);
    let action = match code & 3 {
        _ if code & OTHER_BUTTONS != 0 => return None,
        // No terminal reports that a wheel is released; what does is not turned.
        _ if code & WHEEL != 0 && is_released => return None,
        0 if code & WHEEL != 0 => MouseAction::Wheel(-1, 0),
        1 if code & WHEEL != 0 => MouseAction::Wheel(1, 0),
        2 if code & WHEEL != 0 => MouseAction::Wheel(0, -1),
        _ if code & WHEEL != 0 => MouseAction::Wheel(0, 1),
        _ if is_released => MouseAction::Release,
        // Moved without a button: not asked for, and nothing.
        3 => return None,
        _ if code & MOTION != 0 => MouseAction::Drag,
        0 => MouseAction::Press(MouseButton::Left, 1),
        1 => MouseAction::Press(MouseButton::Middle, 1),
        _ => MouseAction::Press(MouseButton::Right, 1),
    };
    let (shift, ctrl) = (code & SHIFT != 0, code & CTRL != 0);
    Some(MouseInput { shift, ctrl, ..MouseInput::new(action, at) })
}

/// Whether bytes begin as no key does, but a report of the mouse or an answer of the terminal does. They must
/// not run as keys, however late the rest of them comes.
pub(super) fn begins_report(bytes: &[u8]) -> bool {
    matches!(bytes, [b'\x1b', b'[', b'<' | b'?' | b'M', ..] | [b'\x1b', b']', b'1', ..])
}

/// Whether bytes can be a report or an answer whose Esc came alone, or the beginning of one.
pub(super) fn can_be_report(bytes: &[u8]) -> bool {
    let are_numbers = |bytes: &[u8]| bytes.iter().all(|b| b.is_ascii_digit() || *b == b';');
    match bytes {
        [b'\x1b'] | [b'\x1b', b'['] => true,
        [b'\x1b', b'[', b'M', rest @ ..] => rest.len() <= OLD_FORM,
        [b'\x1b', b'[', b'<', rest @ ..] => match rest.split_last() {
            Some((b'M' | b'm', numbers)) => are_numbers(numbers),
            _ => are_numbers(rest),
        },
        [b'\x1b', b'[', b'?', ..] => ANSWER.starts_with(bytes) || bytes.starts_with(ANSWER),
        [b'\x1b', b'[', rest @ ..] => match rest.split_last() {
            Some((b'M', numbers)) => are_numbers(numbers) && !numbers.is_empty(),
            _ => are_numbers(rest),
        },
        [b'\x1b', b']', ..] => can_be_color(bytes),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_read_in_all_their_forms() {
        let press = |button, at| Some(MouseInput::new(MouseAction::Press(button, 1), at));
        let wheel = |down, right| Some(MouseInput::new(MouseAction::Wheel(down, right), (9, 4)));
        assert_eq!(numbers("<0;10;5", b'M'), press(MouseButton::Left, (9, 4)));
        assert_eq!(numbers("<2;223;300", b'M'), press(MouseButton::Right, (222, 299)));
        assert_eq!(numbers("32;10;5", b'M'), press(MouseButton::Left, (9, 4)));
        assert_eq!(old_form(b' ', b'*', b'%'), press(MouseButton::Left, (9, 4)));
        let release = Some(MouseInput::new(MouseAction::Release, (9, 4)));
        assert_eq!(numbers("<0;10;5", b'm'), release);
        assert_eq!(numbers("35;10;5", b'M'), release);
        assert_eq!(old_form(b'#', b'*', b'%'), release);
        assert_eq!(numbers("<32;10;5", b'M'), Some(MouseInput::new(MouseAction::Drag, (9, 4))));
        assert_eq!(numbers("<64;10;5", b'M'), wheel(-1, 0));
        assert_eq!(numbers("<65;10;5", b'M'), wheel(1, 0));
        assert_eq!(numbers("<66;10;5", b'M'), wheel(0, -1));
        assert_eq!(numbers("<67;10;5", b'M'), wheel(0, 1));
        let held = numbers("<20;10;5", b'M').expect("a press");
        assert!(held.shift && held.ctrl);
    }

    #[test]
    fn what_is_no_report_does_nothing() {
        for (parameters, last) in [
            ("<0;0;5", b'M'),
            ("<0;10", b'M'),
            ("<0;10;99999", b'M'),
            ("<35;10;5", b'M'),
            ("<128;10;5", b'M'),
            ("<64;10;5", b'm'),
            ("<;;", b'M'),
            ("0;10;5", b'M'),
            ("<0;10;5", b'A'),
            ("1;5", b'C'),
        ] {
            assert_eq!(numbers(parameters, last), None, "{parameters}");
        }
        assert_eq!(old_form(b' ', b' ', b'%'), None, "too far to the right for this form");
    }
}
