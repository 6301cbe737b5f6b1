//! What the bytes of the terminal mean by the time at which they come: keys in pieces, and pastes.
//!
//! Terminals say too little. Esc is a key and the beginning of other keys; over a slow line `ESC [ D`
//! comes in two pieces and would be Esc, `[` and `D`. A terminal that doesn't mark pastes pastes text
//! as if it were typed, so that `dd:q!` would run; and the mark after a paste may be in its text. All
//! of them are told apart by time. There is no clock here: whoever reads says when something came,
//! and asks when to look again.

mod burst;
mod color;
mod report;
mod sequence;
#[cfg(test)]
mod tests;

use crate::app::{Chord, Input, Key, MouseAction, MouseInput};
use burst::Gathered;
use report::{begins_report, can_be_report};
use sequence::{Sequence, read};
use std::time::{Duration, Instant};

/// How long Esc alone waits for the rest of a sequence.
const ESCAPE: Duration = Duration::from_millis(25);
/// The same over a network, which tears sequences apart.
const ESCAPE_REMOTE: Duration = Duration::from_millis(100);
/// How much longer a sequence that has begun waits for its end: no hand types `[` right after Esc. So long
/// Esc waits, too, while the terminal's answer may come in pieces.
const SEQUENCE: u32 = 4;
/// How long after the question an answer is believed, and Esc may be its first piece. Later it may be in a
/// pasted text, whose keys it would let run.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
/// How long a sequence with a bracket waits for its end: an answer, a report of the mouse, or a key that came
/// in pieces.
const LOST_ESCAPE: Duration = Duration::from_secs(1);
/// How soon after a click another one at its place makes it a double click.
const DOUBLE_CLICK: Duration = Duration::from_millis(400);

/// The mark before a paste.
const PASTE_BEGINS: &[u8] = b"\x1b[200~";
/// The mark after a paste.
const PASTE_ENDS: &[u8] = b"\x1b[201~";
/// Into how many parts the time of Esc is divided to get that after a paste's end, in which nothing may come.
const QUIET: u32 = 2;
/// A text of less bytes comes in one piece: after its end nothing is waited for.
const ONE_PIECE: usize = 1_000;

/// The bytes that came and wait for what may follow them.
#[derive(Debug)]
pub(crate) struct KeyDecoder {
    escape: Duration,
    /// When the terminal was asked whether it marks pastes.
    asked: Instant,
    /// Whether it marks pastes, if it has answered.
    marks_pastes: Option<bool>,
    sequence: Vec<u8>,
    /// When the last byte of the sequence came.
    sequence_at: Instant,
    /// Whether the Esc of the sequence has counted as a key already.
    is_escape_given: bool,
    paste: Paste,
    keys: Gathered,
    /// When the last report of the mouse came.
    report_at: Option<Instant>,
    /// The last press of a button of the mouse, and when it came.
    press: Option<(MouseInput, Instant)>,
}

/// A paste that the terminal marks.
#[derive(Debug)]
enum Paste {
    Nothing,
    /// Its text so far.
    Text(Vec<u8>),
    /// Its text, and what came in one piece with the mark after it, so that it may be a part of the text.
    Ended {
        text: Vec<u8>,
        rest: Vec<u8>,
        last: Instant,
    },
}

impl KeyDecoder {
    /// A decoder for a terminal that was asked at this time whether it marks pastes; its bytes come over a
    /// network, or don't.
    pub(crate) fn new(remote: bool, asked: Instant) -> Self {
        Self {
            escape: if remote { ESCAPE_REMOTE } else { ESCAPE },
            asked,
            marks_pastes: None,
            sequence: Vec::new(),
            sequence_at: asked,
            is_escape_given: false,
            paste: Paste::Nothing,
            keys: Gathered::Nothing,
            report_at: None,
            press: None,
        }
    }

    /// Returns when what waits has waited long enough, so that [`KeyDecoder::expire`] must be called unless
    /// something came before.
    pub(crate) fn due(&self) -> Option<Instant> {
        let dues = [self.paste_due(), self.sequence_due(), self.keys.due()];
        dues.into_iter().flatten().min()
    }

    fn paste_due(&self) -> Option<Instant> {
        let Paste::Ended { text, rest, last } = &self.paste else { return None };
        if rest.is_empty() && text.len() < ONE_PIECE {
            return Some(*last);
        }
        // The mark of the real end may come in two pieces.
        let open = rest.iter().rposition(|byte| *byte == b'\x1b').map(|at| read(&rest[at..]));
        let is_open = open == Some(Sequence::Incomplete);
        Some(*last + if is_open { self.escape * SEQUENCE } else { self.escape / QUIET })
    }

    fn sequence_due(&self) -> Option<Instant> {
        let is_unanswered = self.marks_pastes.is_none();
        let wait = match &*self.sequence {
            [] => return None,
            bytes if begins_report(bytes) => return None,
            [b'\x1b'] if self.is_escape_given => return None,
            _ if self.is_escape_given => LOST_ESCAPE,
            // The next key ends it; until then it may be the beginning of a report.
            [b'\x1b', b'[' | b']'] => return None,
            [b'\x1b', b'[', ..] => LOST_ESCAPE,
            // In one piece with a report it is the beginning of the next one.
            [b'\x1b'] if self.report_at == Some(self.sequence_at) => LOST_ESCAPE,
            [b'\x1b'] if is_unanswered && self.sequence_at < self.asked + ANSWER_WITHIN => {
                self.escape * SEQUENCE
            }
            [b'\x1b'] => self.escape,
            _ => self.escape * SEQUENCE,
        };
        Some(self.sequence_at + wait)
    }

    /// Takes bytes that came together at this time, and adds to `inputs` what is certain now.
    pub(crate) fn bytes(&mut self, bytes: &[u8], at: Instant, inputs: &mut Vec<Input>) {
        // What is due at this very moment came with these bytes.
        if let Some(before) = at.checked_sub(Duration::from_nanos(1)) {
            self.expire(before, inputs);
        }
        if self.marks_pastes != Some(true) && matches!(self.paste, Paste::Nothing) {
            // What has begun before isn't typed either.
            self.keys.expect(&split(&[&self.sequence, bytes].concat()).0, at);
        }
        for byte in bytes {
            self.byte(*byte, at, inputs);
        }
    }

    fn byte(&mut self, byte: u8, at: Instant, inputs: &mut Vec<Input>) {
        match &mut self.paste {
            Paste::Text(text) => {
                text.push(byte);
                if byte == b'~' && text.ends_with(PASTE_ENDS) {
                    text.truncate(text.len() - PASTE_ENDS.len());
                    let (text, rest) = (std::mem::take(text), Vec::new());
                    self.paste = Paste::Ended { text, rest, last: at };
                }
                return;
            }
            Paste::Ended { rest, last, .. } => {
                rest.push(byte);
                *last = at;
                return;
            }
            Paste::Nothing => {}
        }
        if self.is_escape_given && !self.belongs_to_report(byte, at) {
            self.give_lost_keys(at, inputs);
        }
        let before = self.sequence_at;
        self.drop_unended(byte);
        self.sequence.push(byte);
        self.sequence_at = at;
        match read(&self.sequence) {
            Sequence::Incomplete => return,
            Sequence::EscapeTwice => {
                self.sequence.pop();
                return self.key(ESC, at, inputs);
            }
            // A key with Alt comes in one piece; Esc and a key are pressed one after the other.
            Sequence::Escaped(chord) if before == at => {
                self.key(Chord { alt: true, ..chord }, at, inputs);
            }
            Sequence::Escaped(chord) => {
                self.key(ESC, at, inputs);
                self.key(chord, at, inputs);
            }
            Sequence::Key(chord) => self.key(chord, at, inputs),
            Sequence::PasteBegins => {
                self.give_keys(inputs);
                self.paste = Paste::Text(Vec::new());
            }
            Sequence::Answer(marks_pastes) => self.answered(marks_pastes, at, inputs),
            Sequence::Background(is_light) => inputs.push(Input::Background { is_light }),
            Sequence::Mouse(done) => self.mouse(done, at, inputs),
            Sequence::Ignored => {}
        }
        self.sequence.clear();
        self.is_escape_given = false;
    }

    /// Forgets a sequence whose end was lost, because a byte begins another one.
    fn drop_unended(&mut self, byte: u8) {
        let is_color = self.sequence.starts_with(b"\x1b]");
        if is_color && byte != b'\\' && self.sequence.ends_with(b"\x1b") {
            // This Esc wasn't the beginning of its end.
            self.sequence = b"\x1b".to_vec();
        } else if byte == b'\x1b' && self.sequence.len() > 1 && !is_color {
            self.sequence.clear();
        }
    }

    /// Whether a byte goes on with an answer or a report whose Esc came alone, not long ago.
    fn belongs_to_report(&self, byte: u8, at: Instant) -> bool {
        let is_lately = at <= self.sequence_at + ANSWER_WITHIN;
        is_lately && can_be_report(&[&*self.sequence, &[byte]].concat())
    }

    /// Gives the keys after an Esc that weren't the beginning of an answer or of a report.
    fn give_lost_keys(&mut self, at: Instant, inputs: &mut Vec<Input>) {
        let bytes = std::mem::take(&mut self.sequence);
        self.is_escape_given = false;
        if !begins_report(&bytes) {
            for byte in bytes.iter().skip(1) {
                self.key(Chord::plain(Key::Char(char::from(*byte))), at, inputs);
            }
        }
    }

    /// Takes a report of the mouse. Nobody clicks amid a paste.
    fn mouse(&mut self, done: MouseInput, at: Instant, inputs: &mut Vec<Input>) {
        self.report_at = Some(at);
        if self.keys.end_typed(inputs) {
            let done = self.count_clicks(done, at);
            inputs.push(Input::Mouse(done));
        }
    }

    /// Counts how many times a button was pressed at one place, one time shortly after the other.
    fn count_clicks(&mut self, mut done: MouseInput, at: Instant) -> MouseInput {
        if let MouseAction::Press(button, clicks) = &mut done.action {
            if let Some((
                MouseInput { action: MouseAction::Press(last, before), at: place, .. },
                when,
            )) = self.press
                && (last, place) == (*button, done.at)
                && at <= when + DOUBLE_CLICK
            {
                *clicks = before.saturating_add(1);
            }
            self.press = Some((done, at));
        }
        done
    }

    /// Takes the first answer of the terminal. Where it marks pastes, keys are keys.
    fn answered(&mut self, marks_pastes: bool, at: Instant, inputs: &mut Vec<Input>) {
        if self.marks_pastes.is_some() || at > self.asked + ANSWER_WITHIN {
            return;
        }
        self.marks_pastes = Some(marks_pastes);
        if marks_pastes {
            inputs.extend(self.keys.take().into_iter().map(Input::Key));
        }
    }

    fn key(&mut self, chord: Chord, at: Instant, inputs: &mut Vec<Input>) {
        if self.marks_pastes == Some(true) {
            return inputs.push(Input::Key(chord));
        }
        self.keys.add(chord, at, inputs);
    }

    /// Tells whether the keys that wait needn't wait once nothing more is there to read: a paste comes in one
    /// piece, and its first piece has more different signs than a key that is pressed or held down.
    pub(crate) fn is_typed(&self) -> bool {
        self.keys.is_typed()
    }

    /// Adds to `inputs` what has waited long enough at this time.
    pub(crate) fn expire(&mut self, now: Instant, inputs: &mut Vec<Input>) {
        let is_over = |due: Option<Instant>| due.is_some_and(|due| due <= now);
        if is_over(self.paste_due()) {
            self.end_paste(now, inputs);
        }
        if is_over(self.sequence_due()) {
            let is_escape = self.sequence == b"\x1b";
            if self.is_escape_given {
                self.give_lost_keys(now, inputs);
            } else if is_escape {
                self.key(ESC, now, inputs);
            }
            // If the rest of an answer or of a report comes after all, it must not run as keys. A key whose end
            // was lost isn't a key, and its pieces aren't keys either.
            self.is_escape_given = is_escape;
            self.sequence.truncate(usize::from(self.is_escape_given));
        }
        if is_over(self.keys.due()) {
            self.give_keys(inputs);
        }
    }

    /// Adds the keys that wait to `inputs`.
    pub(crate) fn give_keys(&mut self, inputs: &mut Vec<Input>) {
        self.keys.give(inputs);
    }

    /// Gives a paste, and what came in one piece with its end.
    ///
    /// A text that has the mark of the end in it ends with the last mark that no other paste begins before.
    /// Keys after that may be typed, or part of a text that a terminal cut there.
    fn end_paste(&mut self, at: Instant, inputs: &mut Vec<Input>) {
        let ended = std::mem::replace(&mut self.paste, Paste::Nothing);
        let Paste::Ended { mut text, mut rest, .. } = ended else { return };
        loop {
            let next = loop {
                let (end, begin) = (position(&rest, PASTE_ENDS), position(&rest, PASTE_BEGINS));
                match end {
                    Some(end) if begin.is_none_or(|begin| end < begin) => {
                        text.extend_from_slice(PASTE_ENDS);
                        text.extend(rest.drain(..end + PASTE_ENDS.len()).take(end));
                    }
                    _ => break begin,
                }
            };
            inputs.push(Input::Paste(String::from_utf8_lossy(&text).into_owned()));
            let next = next.map(|next| rest.split_off(next));
            self.hold_keys(&rest, at, inputs);
            // All of it came long enough ago: the next paste needs no time of its own.
            let Some(mut next) = next.map(|next| next[PASTE_BEGINS.len()..].to_vec()) else {
                return;
            };
            self.sequence.clear();
            self.is_escape_given = false;
            let Some(end) = position(&next, PASTE_ENDS) else {
                self.paste = Paste::Text(next);
                return;
            };
            rest = next.split_off(end + PASTE_ENDS.len());
            next.truncate(end);
            text = next;
        }
    }

    /// Gives the keys that came in one piece with a paste's end.
    fn hold_keys(&mut self, bytes: &[u8], at: Instant, inputs: &mut Vec<Input>) {
        let mut keys = Vec::new();
        let (sequences, rest) = split(bytes);
        // A torn key or report goes on with what comes next. Esc alone counts for nothing here.
        (self.sequence, self.sequence_at) = (rest.to_vec(), at);
        self.is_escape_given = rest == b"\x1b";
        for sequence in sequences {
            match sequence {
                Sequence::Key(chord) | Sequence::Escaped(chord) => keys.push(chord),
                Sequence::Answer(marks_pastes) => self.answered(marks_pastes, at, inputs),
                _ => {}
            }
        }
        if !keys.is_empty() {
            inputs.push(Input::AfterPaste(keys));
        }
    }
}

const ESC: Chord = Chord::plain(Key::Esc);

/// Splits bytes into keys and marks, and what is incomplete at their end.
fn split(bytes: &[u8]) -> (Vec<Sequence>, &[u8]) {
    let (mut found, mut from) = (Vec::new(), 0);
    for to in 1..=bytes.len() {
        if bytes[to - 1] == b'\x1b' && to - from > 2 {
            from = to - 1;
        }
        match read(&bytes[from..to]) {
            Sequence::Incomplete => {}
            Sequence::EscapeTwice => {
                found.push(Sequence::Key(ESC));
                from = to - 1;
            }
            sequence => {
                found.push(sequence);
                from = to;
            }
        }
    }
    (found, &bytes[from..])
}

/// The first place of some bytes in others.
fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
