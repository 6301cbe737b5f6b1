//! Keys and the mouse as the bytes that a terminal would send for them, where a system tells them as events.
//!
//! One decoder reads both, so that pastes without marks are found in both.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

/// Adds the bytes for an event to `bytes`; nothing for what is no input, such as the release of a key.
pub(crate) fn push(event: &Event, bytes: &mut Vec<u8>) {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => push_key(key, bytes),
        Event::Mouse(done) => push_mouse(*done, bytes),
        Event::Paste(text) => {
            bytes.extend_from_slice(b"\x1b[200~");
            bytes.extend_from_slice(text.as_bytes());
            bytes.extend_from_slice(b"\x1b[201~");
        }
        _ => {}
    }
}

fn push_key(key: &KeyEvent, bytes: &mut Vec<u8>) {
    let mut held =
        key.modifiers & (KeyModifiers::SHIFT | KeyModifiers::ALT | KeyModifiers::CONTROL);
    let alt_gr = KeyModifiers::ALT | KeyModifiers::CONTROL;
    let (number, last) = match key.code {
        KeyCode::Char(c) => {
            // AltGr is told as Ctrl and Alt; what it types is a character like any other.
            if held.contains(alt_gr) && !c.is_ascii_alphanumeric() {
                held -= alt_gr;
            }
            if (held - KeyModifiers::SHIFT).is_empty() && (c != ' ' || held.is_empty()) {
                return bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
            (u32::from(c.to_ascii_lowercase()), 'u')
        }
        KeyCode::Enter if held.is_empty() => return bytes.push(b'\r'),
        KeyCode::Tab if held.is_empty() => return bytes.push(b'\t'),
        KeyCode::Enter => (13, 'u'),
        KeyCode::Tab => (9, 'u'),
        KeyCode::BackTab => (1, 'Z'),
        // Not Esc alone: nothing can follow it here, so that it needn't wait.
        KeyCode::Esc => (27, 'u'),
        KeyCode::Backspace => (127, 'u'),
        KeyCode::Up => (1, 'A'),
        KeyCode::Down => (1, 'B'),
        KeyCode::Right => (1, 'C'),
        KeyCode::Left => (1, 'D'),
        KeyCode::End => (1, 'F'),
        KeyCode::Home => (1, 'H'),
        KeyCode::Insert => (2, '~'),
        KeyCode::Delete => (3, '~'),
        KeyCode::PageUp => (5, '~'),
        KeyCode::PageDown => (6, '~'),
        KeyCode::F(n) => match function_key(n) {
            Some(number) => (number, '~'),
            None => return,
        },
        _ => return,
    };
    let number_of_held = 1
        + u32::from(held.contains(KeyModifiers::SHIFT))
        + 2 * u32::from(held.contains(KeyModifiers::ALT))
        + 4 * u32::from(held.contains(KeyModifiers::CONTROL));
    bytes.extend_from_slice(format!("\x1b[{number};{number_of_held}{last}").as_bytes());
}

/// The number that terminals send for a function key.
fn function_key(n: u8) -> Option<u32> {
    let n = u32::from(n);
    match n {
        1..=5 => Some(n + 10),
        6..=10 => Some(n + 11),
        11 | 12 => Some(n + 12),
        _ => None,
    }
}

fn push_mouse(done: MouseEvent, bytes: &mut Vec<u8>) {
    let button = |button| match button {
        MouseButton::Left => 0,
        MouseButton::Middle => 1,
        MouseButton::Right => 2,
    };
    let (code, end) = match done.kind {
        MouseEventKind::Down(pressed) => (button(pressed), 'M'),
        MouseEventKind::Up(released) => (button(released), 'm'),
        MouseEventKind::Drag(pressed) => (button(pressed) + 32, 'M'),
        MouseEventKind::ScrollUp => (64, 'M'),
        MouseEventKind::ScrollDown => (65, 'M'),
        MouseEventKind::ScrollLeft => (66, 'M'),
        MouseEventKind::ScrollRight => (67, 'M'),
        MouseEventKind::Moved => return,
    };
    let held = 4 * u32::from(done.modifiers.contains(KeyModifiers::SHIFT))
        + 8 * u32::from(done.modifiers.contains(KeyModifiers::ALT))
        + 16 * u32::from(done.modifiers.contains(KeyModifiers::CONTROL));
    let (column, line) = (u32::from(done.column) + 1, u32::from(done.row) + 1);
    bytes.extend_from_slice(format!("\x1b[<{};{column};{line}{end}", code + held).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Input;
    use crate::shell::input::decoder::KeyDecoder;
    use std::time::{Duration, Instant};

    /// What the program gets of events that come one after the other, a second between them.
    fn inputs(events: &[Event]) -> Vec<String> {
        let mut now = Instant::now();
        let mut decoder = KeyDecoder::new(false, now);
        let (mut inputs, mut names) = (Vec::new(), Vec::new());
        for event in events {
            now += Duration::from_secs(1);
            let mut bytes = Vec::new();
            push(event, &mut bytes);
            decoder.bytes(&bytes, now, &mut inputs);
            decoder.expire(now + Duration::from_millis(900), &mut inputs);
        }
        for input in inputs {
            names.push(match input {
                Input::Key(chord) => chord.to_string(),
                Input::Paste(text) => format!("paste {text}"),
                Input::Mouse(done) => format!("{:?} {:?}", done.action, done.at),
                other => format!("{other:?}"),
            });
        }
        names
    }

    fn key(code: KeyCode, held: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(code, held))
    }

    #[test]
    fn events_of_keys_are_the_keys_that_terminals_send() {
        let (none, shift) = (KeyModifiers::NONE, KeyModifiers::SHIFT);
        let (ctrl, alt) = (KeyModifiers::CONTROL, KeyModifiers::ALT);
        for (code, held, want) in [
            (KeyCode::Char('a'), none, "a"),
            (KeyCode::Char('A'), shift, "A"),
            (KeyCode::Char('ß'), none, "ß"),
            (KeyCode::Char('漢'), none, "漢"),
            (KeyCode::Char('s'), ctrl, "Ctrl+S"),
            (KeyCode::Char('h'), ctrl, "Ctrl+H"),
            (KeyCode::Char(' '), ctrl, "Ctrl+Space"),
            (KeyCode::Char(' '), shift, "Shift+Space"),
            (KeyCode::Char(';'), ctrl, "Ctrl+;"),
            (KeyCode::Char('x'), alt, "Alt+x"),
            (KeyCode::Char('@'), ctrl | alt, "@"),
            (KeyCode::Char('ą'), ctrl | alt, "ą"),
            (KeyCode::Enter, none, "Enter"),
            (KeyCode::Enter, alt, "Alt+Enter"),
            (KeyCode::Esc, none, "Esc"),
            (KeyCode::Tab, none, "Tab"),
            (KeyCode::BackTab, shift, "Shift+Tab"),
            (KeyCode::Backspace, none, "Backspace"),
            (KeyCode::Up, none, "↑"),
            (KeyCode::Right, ctrl, "Ctrl+→"),
            (KeyCode::Left, shift, "Shift+←"),
            (KeyCode::Home, ctrl, "Ctrl+Home"),
            (KeyCode::End, none, "End"),
            (KeyCode::Insert, none, "Insert"),
            (KeyCode::Delete, none, "Del"),
            (KeyCode::PageUp, none, "PgUp"),
            (KeyCode::PageDown, alt, "Alt+PgDn"),
            (KeyCode::F(1), none, "F1"),
            (KeyCode::F(6), none, "F6"),
            (KeyCode::F(12), shift, "Shift+F12"),
        ] {
            assert_eq!(inputs(&[key(code, held)]), [want], "{code:?} {held:?}");
        }
        for n in 1..=12 {
            assert_eq!(inputs(&[key(KeyCode::F(n), none)]), [format!("F{n}")]);
        }
    }

    #[test]
    fn the_release_of_a_key_never_acts() {
        for code in [KeyCode::Char('x'), KeyCode::Enter, KeyCode::Esc, KeyCode::Char('s')] {
            let release =
                KeyEvent::new_with_kind(code, KeyModifiers::CONTROL, KeyEventKind::Release);
            assert_eq!(inputs(&[Event::Key(release)]), Vec::<String>::new());
        }
        let repeat =
            KeyEvent::new_with_kind(KeyCode::Down, KeyModifiers::NONE, KeyEventKind::Repeat);
        assert_eq!(inputs(&[Event::Key(repeat)]), ["↓"]);
    }

    #[test]
    fn a_paste_that_comes_as_keys_is_a_burst_and_runs_nothing() {
        let text = "dd:q!\rJanuary, 31.5";
        let now = Instant::now();
        let mut decoder = KeyDecoder::new(false, now);
        let (mut bytes, mut inputs) = (Vec::new(), Vec::new());
        for c in text.chars() {
            let code = if c == '\r' { KeyCode::Enter } else { KeyCode::Char(c) };
            push(&key(code, KeyModifiers::NONE), &mut bytes);
        }
        decoder.bytes(&bytes, now, &mut inputs);
        decoder.expire(now + Duration::from_secs(1), &mut inputs);
        assert!(
            matches!(&inputs[..], [Input::Burst(keys)] if keys.len() == text.chars().count()),
            "{inputs:?}"
        );
    }

    #[test]
    fn events_of_the_mouse_are_the_reports_of_terminals() {
        let event = |kind| {
            let modifiers = KeyModifiers::NONE;
            Event::Mouse(MouseEvent { kind, column: 4, row: 0, modifiers })
        };
        for (kind, want) in [
            (MouseEventKind::Down(MouseButton::Left), "Press(Left, 1) (4, 0)"),
            (MouseEventKind::Up(MouseButton::Left), "Release (4, 0)"),
            (MouseEventKind::Drag(MouseButton::Left), "Drag (4, 0)"),
            (MouseEventKind::ScrollDown, "Wheel(1, 0) (4, 0)"),
        ] {
            assert_eq!(inputs(&[event(kind)]), [want], "{kind:?}");
        }
        assert_eq!(inputs(&[event(MouseEventKind::Moved)]), Vec::<String>::new());
    }
}
