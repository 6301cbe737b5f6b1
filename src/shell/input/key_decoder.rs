//! What keys mean by the time at which they come: escape sequences in pieces, and pastes without brackets.
//!
//! Terminals say too little. Esc is a key and the beginning of other keys; over a slow line `ESC [ D`
//! comes in two pieces and would be Esc, `[` and `D`. And a terminal that knows no brackets pastes text
//! as if it were typed, so that `dd:q!` would run. Both are told apart by time alone. There is no clock
//! here: whoever reads keys says when they came, and asks when to look again.

use crate::app::{Chord, Input, Key};
use std::time::{Duration, Instant};

/// How long Esc alone waits for the rest of a sequence.
const ESCAPE: Duration = Duration::from_millis(25);
/// The same over a network, which tears sequences apart.
const ESCAPE_REMOTE: Duration = Duration::from_millis(100);
/// How much longer a sequence that has begun waits for its end: no hand types `[` right after Esc.
const SEQUENCE: u32 = 4;

/// More keys than this within [`BURST_WINDOW`] aren't typed.
const TYPED: usize = 12;
/// How long keys are gathered that came close together.
const BURST_WINDOW: Duration = Duration::from_millis(20);
/// How long a first key waits for another one: less than between the fastest fingers' keys.
const NEXT: Duration = Duration::from_millis(3);
/// How many keys may wait no longer than [`NEXT`] for another one.
const MIN_BURST_KEYS: usize = 3;
/// How many different signs a paste has at least: fewer are keys held down on a slow line.
const MIN_DISTINCT_CHARS: usize = 3;
/// How many keys with fewer signs are looked at together.
const MANY: usize = 256;
/// How long a paste may pause.
const PAUSE: Duration = Duration::from_millis(100);

/// The keys that came and wait for what may follow them.
#[derive(Debug)]
pub(crate) struct KeyDecoder {
    escape: Duration,
    waiting: Incomplete,
}

#[derive(Debug)]
enum Incomplete {
    Nothing,
    /// Esc, and what followed it of a sequence.
    Escape {
        at: Instant,
        sequence: String,
    },
    /// Keys that type something, close together.
    Keys {
        first: Instant,
        last: Instant,
        keys: Vec<Chord>,
    },
    /// More of them than anybody types.
    Burst {
        last: Instant,
        keys: Vec<Chord>,
    },
    /// A paste in brackets whose first bracket came in pieces; the last one is not delivered then.
    Paste {
        last: Instant,
        keys: Vec<Chord>,
    },
}

/// What a sequence of characters after Esc is so far.
enum EscapeSequence {
    /// The beginning of a longer one.
    Begins,
    /// A key.
    Is(Chord),
    /// The bracket before a paste.
    Paste,
    /// Complete, but no key.
    Ignored,
    /// None at all.
    Not,
}

impl KeyDecoder {
    /// A guard for keys that come over a network, or don't.
    pub(crate) fn new(remote: bool) -> Self {
        let escape = if remote { ESCAPE_REMOTE } else { ESCAPE };
        Self { escape, waiting: Incomplete::Nothing }
    }

    /// Returns when what waits has waited long enough, so that [`KeyDecoder::rest`] must be called unless
    /// something came before.
    pub(crate) fn due(&self) -> Option<Instant> {
        match &self.waiting {
            Incomplete::Nothing => None,
            Incomplete::Escape { at, sequence } if sequence.is_empty() => Some(*at + self.escape),
            Incomplete::Escape { at, .. } => Some(*at + self.escape * SEQUENCE),
            Incomplete::Keys { first, last, keys } if keys.len() <= MIN_BURST_KEYS => {
                Some((*last + NEXT).min(*first + BURST_WINDOW))
            }
            Incomplete::Keys { first, .. } => Some(*first + BURST_WINDOW),
            Incomplete::Burst { last, .. } | Incomplete::Paste { last, .. } => Some(*last + PAUSE),
        }
    }

    /// Takes a key that came at this time, and adds to `inputs` what is certain now.
    pub(crate) fn key(&mut self, chord: Chord, at: Instant, inputs: &mut Vec<Input>) {
        self.waiting = match std::mem::replace(&mut self.waiting, Incomplete::Nothing) {
            Incomplete::Nothing => begin(chord, at, inputs),
            Incomplete::Escape { sequence, .. } => escaped(sequence, chord, at, inputs),
            Incomplete::Burst { mut keys, .. } => {
                keys.push(chord);
                Incomplete::Burst { last: at, keys }
            }
            Incomplete::Paste { mut keys, .. } => {
                keys.push(chord);
                Incomplete::Paste { last: at, keys }
            }
            Incomplete::Keys { first, mut keys, .. }
                if belongs(&keys, chord) && at < first + BURST_WINDOW =>
            {
                keys.push(chord);
                if is_burst(&keys) {
                    Incomplete::Burst { last: at, keys }
                } else {
                    Incomplete::Keys { first, last: at, keys }
                }
            }
            Incomplete::Keys { keys, .. } => {
                inputs.extend(keys.into_iter().map(Input::Key));
                begin(chord, at, inputs)
            }
        };
    }

    /// Tells whether what waits needn't wait once nothing more is there to read: a paste comes in one
    /// piece, and its first piece has more different signs than a key that is pressed or held down.
    pub(crate) fn is_typed(&self) -> bool {
        matches!(&self.waiting, Incomplete::Keys { keys, .. } if distinct_chars(keys) < MIN_DISTINCT_CHARS)
    }

    /// Adds to `inputs` what waits, because nothing has come until it was due, or something else came.
    pub(crate) fn rest(&mut self, inputs: &mut Vec<Input>) {
        match std::mem::replace(&mut self.waiting, Incomplete::Nothing) {
            Incomplete::Escape { sequence, .. } if sequence.is_empty() => inputs.push(ESC),
            // A key whose end was lost isn't a key, and its pieces aren't keys either.
            Incomplete::Escape { .. } | Incomplete::Nothing => {}
            Incomplete::Keys { keys, .. } => inputs.extend(keys.into_iter().map(Input::Key)),
            Incomplete::Burst { keys, .. } => inputs.push(Input::Burst(keys)),
            Incomplete::Paste { keys, .. } => {
                inputs.push(Input::Paste(keys.into_iter().filter_map(Chord::char).collect()));
            }
        }
    }
}

const ESC: Input = Input::Key(Chord::plain(Key::Esc));

/// Takes a key that nothing waits for.
fn begin(chord: Chord, at: Instant, inputs: &mut Vec<Input>) -> Incomplete {
    if chord == Chord::plain(Key::Esc) {
        return Incomplete::Escape { at, sequence: String::new() };
    }
    if is_text(chord) {
        return Incomplete::Keys { first: at, last: at, keys: vec![chord] };
    }
    inputs.push(Input::Key(chord));
    Incomplete::Nothing
}

/// Takes a key after Esc and a part of a sequence.
fn escaped(before: String, chord: Chord, at: Instant, inputs: &mut Vec<Input>) -> Incomplete {
    let Some(sign) = chord.typed() else {
        if before.is_empty() {
            inputs.push(ESC);
        }
        return begin(chord, at, inputs);
    };
    let mut sequence = before;
    sequence.push(sign);
    match read(&sequence) {
        EscapeSequence::Begins => return Incomplete::Escape { at, sequence },
        EscapeSequence::Is(key) => inputs.push(Input::Key(key)),
        EscapeSequence::Paste => return Incomplete::Paste { last: at, keys: Vec::new() },
        EscapeSequence::Ignored => {}
        EscapeSequence::Not => {
            if sequence.len() == sign.len_utf8() {
                inputs.push(ESC);
            }
            return begin(chord, at, inputs);
        }
    }
    Incomplete::Nothing
}

/// Tells whether a key types something, as the keys of a paste do.
fn is_text(chord: Chord) -> bool {
    chord.char().is_some()
}

/// Tells whether a key that came right after others may be pasted with them.
fn belongs(keys: &[Chord], chord: Chord) -> bool {
    is_text(chord) && keys.len() < MANY
}

/// Tells whether keys that came together are more, and more different ones, than anybody types.
fn is_burst(keys: &[Chord]) -> bool {
    keys.len() > TYPED && distinct_chars(keys) == MIN_DISTINCT_CHARS
}

/// How many different signs keys type, counted up to [`MIN_DISTINCT_CHARS`].
fn distinct_chars(keys: &[Chord]) -> usize {
    let mut signs: Vec<char> = Vec::with_capacity(MIN_DISTINCT_CHARS);
    for sign in keys.iter().filter_map(|chord| chord.typed()) {
        if signs.len() < MIN_DISTINCT_CHARS && !signs.contains(&sign) {
            signs.push(sign);
        }
    }
    signs.len()
}

/// Reads what came after Esc, in the forms that terminals send keys in.
fn read(sequence: &str) -> EscapeSequence {
    let (kind, rest) = sequence.split_at(sequence.chars().next().map_or(0, char::len_utf8));
    let mut chars = rest.chars();
    let last = chars.next_back();
    match (kind, last) {
        ("[" | "O", None) => EscapeSequence::Begins,
        ("O", Some(last)) => last_letter(last).map_or(EscapeSequence::Ignored, is),
        // The Linux console sends F1 to F5 as `[[A` to `[[E`.
        ("[", Some('[')) if rest.len() == 1 => EscapeSequence::Begins,
        ("[", Some(last)) if rest.starts_with('[') => match last {
            'A'..='E' => is(Key::F(last as u8 - b'A' + 1)),
            _ => EscapeSequence::Ignored,
        },
        ("[", Some(' '..='?')) if rest.len() < 32 => EscapeSequence::Begins,
        ("[", Some(last @ '@'..='~')) => control(chars.as_str(), last),
        ("[", Some(_)) => EscapeSequence::Ignored,
        _ => EscapeSequence::Not,
    }
}

fn is(key: Key) -> EscapeSequence {
    EscapeSequence::Is(Chord::plain(key))
}

/// Reads a control sequence: its numbers and its last letter.
fn control(numbers: &str, last: char) -> EscapeSequence {
    let mut numbers = numbers.split(';').map(str::parse::<u32>);
    let first = numbers.next().and_then(Result::ok);
    let held = numbers.next().and_then(Result::ok).unwrap_or(1).saturating_sub(1);
    let key = match (last, first) {
        ('~', Some(200)) => return EscapeSequence::Paste,
        ('~', Some(number)) => numbered(number),
        ('u', Some(number)) => char::from_u32(number).map(|c| match c {
            '\r' => Key::Enter,
            '\t' => Key::Tab,
            '\u{1b}' => Key::Esc,
            '\u{7f}' => Key::Backspace,
            c => Key::Char(c),
        }),
        _ => last_letter(last),
    };
    let Some(key) = key else { return EscapeSequence::Ignored };
    let chord = Chord { key, shift: held & 1 > 0, alt: held & 2 > 0, ctrl: held & 4 > 0 };
    let shift = chord.shift && !matches!(key, Key::Char(_) | Key::BackTab);
    EscapeSequence::Is(Chord { shift, ..chord })
}

fn last_letter(letter: char) -> Option<Key> {
    Some(match letter {
        'A' => Key::Up,
        'B' => Key::Down,
        'C' => Key::Right,
        'D' => Key::Left,
        'F' => Key::End,
        'H' => Key::Home,
        'Z' => Key::BackTab,
        'P'..='S' => Key::F(letter as u8 - b'P' + 1),
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

    /// Gives keys to a guard as the loop does: pairs of the millisecond and the keys that came in it.
    fn inputs(remote: bool, script: &[(u64, &str)]) -> Vec<String> {
        let start = Instant::now();
        let mut guard = KeyDecoder::new(remote);
        let mut inputs = Vec::new();
        for (ms, keys) in script {
            let at = start + Duration::from_millis(*ms);
            while guard.due().is_some_and(|due| due <= at) {
                guard.rest(&mut inputs);
            }
            for c in keys.chars() {
                let chord = match c {
                    '\u{1b}' => Chord::plain(Key::Esc),
                    '\r' => Chord::plain(Key::Enter),
                    '↓' => Chord::plain(Key::Down),
                    '§' => "ctrl-s".parse().expect("a key"),
                    c => Chord::plain(Key::Char(c)),
                };
                guard.key(chord, at, &mut inputs);
            }
        }
        while guard.due().is_some() {
            guard.rest(&mut inputs);
        }
        inputs.iter().map(word).collect()
    }

    fn word(input: &Input) -> String {
        match input {
            Input::Key(chord) => chord.to_string(),
            Input::Paste(text) => format!("paste {text:?}"),
            Input::Burst(keys) => {
                let keys = keys.iter().map(ToString::to_string);
                format!("burst {}", keys.collect::<String>())
            }
            other => format!("{other:?}"),
        }
    }

    fn here(script: &[(u64, &str)]) -> Vec<String> {
        inputs(false, script)
    }

    #[test]
    fn a_sequence_in_pieces_is_one_key() {
        for (script, key) in [
            (&[(0, "\u{1b}"), (15, "[D")][..], "←"),
            (&[(0, "\u{1b}"), (15, "["), (90, "D")], "←"),
            (&[(0, "\u{1b}["), (15, "D")], "←"),
            (&[(0, "\u{1b}"), (1, "O"), (2, "A")], "↑"),
            (&[(0, "\u{1b}"), (3, "OP")], "F1"),
            (&[(0, "\u{1b}"), (3, "[1;"), (9, "5C")], "Ctrl+→"),
            (&[(0, "\u{1b}"), (3, "[3"), (9, "~")], "Del"),
            (&[(0, "\u{1b}"), (3, "[24~")], "F12"),
            (&[(0, "\u{1b}"), (3, "[[B")], "F2"),
            (&[(0, "\u{1b}"), (3, "[Z")], "Shift+Tab"),
            (&[(0, "\u{1b}"), (3, "[13;3u")], "Alt+Enter"),
        ] {
            assert_eq!(here(script), [key], "{script:?}");
        }
    }

    #[test]
    fn an_unknown_or_cut_sequence_runs_nothing() {
        for script in [
            &[(0, "\u{1b}"), (15, "[<0;10;10M")][..],
            &[(0, "\u{1b}"), (15, "[99~")],
            &[(0, "\u{1b}"), (15, "Oq")],
            &[(0, "\u{1b}"), (15, "[")],
            &[(0, "\u{1b}"), (15, "[1;")],
        ] {
            assert!(here(script).is_empty(), "{script:?}: {:?}", here(script));
        }
    }

    #[test]
    fn escape_alone_is_escape_after_a_while_and_at_once_when_another_key_follows() {
        assert_eq!(here(&[(0, "\u{1b}")]), ["Esc"]);
        assert_eq!(here(&[(0, "\u{1b}"), (1, "f")]), ["Esc", "f"]);
        assert_eq!(here(&[(0, "\u{1b}"), (1, "\u{1b}"), (2, "↓")]), ["Esc", "Esc", "↓"]);
        assert_eq!(here(&[(0, "\u{1b}"), (26, "[e")]), ["Esc", "[", "e"]);
        assert_eq!(inputs(true, &[(0, "\u{1b}"), (26, "[A")]), ["↑"]);
        assert_eq!(inputs(true, &[(0, "\u{1b}"), (101, "[A")]), ["Esc", "[", "A"]);
        let mut guard = KeyDecoder::new(false);
        let now = Instant::now();
        guard.key(Chord::plain(Key::Esc), now, &mut Vec::new());
        assert_eq!(guard.due(), Some(now + ESCAPE));
    }

    #[test]
    fn keys_faster_than_typing_are_a_burst() {
        assert_eq!(here(&[(0, "dd:q!\rabcdefg")]), ["burst dd:q!Enterabcdefg"]);
        assert_eq!(here(&[(0, "xgRgRdd:q!\rz")]).len(), 12);
        assert!(here(&[(0, "hello w"), (19, "orld, xyz")])[0].starts_with("burst "));
    }

    #[test]
    fn a_burst_lasts_until_a_pause() {
        let script = [(0, "abcdefghijklmn"), (90, "§q"), (180, "\u{1b}:q!\r"), (300, "j")];
        assert_eq!(here(&script), ["burst abcdefghijklmnCtrl+SqEsc:q!Enter", "j"]);
    }

    #[test]
    fn repeated_keys_that_arrive_at_once_are_keys() {
        for keys in ["j".repeat(1_000), "j".repeat(20) + &"k".repeat(20), "\r".repeat(30)] {
            assert_eq!(here(&[(0, &keys)]).len(), keys.len());
        }
        assert_eq!(here(&[(0, "jjjjj"), (1, "↓↓↓"), (2, "jjjjjxu")]).len(), 15);
    }

    #[test]
    fn fast_typing_gets_each_key_at_once() {
        let at = |n: u64| (n * 5, &"gg0wwiabc\rdd:q!\r"[n as usize..][..1]);
        let script: Vec<(u64, &str)> = (0..16).map(at).collect();
        assert_eq!(here(&script).len(), 16);
        let mut guard = KeyDecoder::new(false);
        let now = Instant::now();
        guard.key(Chord::plain(Key::Char('j')), now, &mut Vec::new());
        assert_eq!(guard.due(), Some(now + NEXT));
        let mut inputs = Vec::new();
        guard.key(Chord::plain(Key::Down), now, &mut inputs);
        assert_eq!(inputs.iter().map(word).collect::<Vec<_>>(), ["j", "↓"]);
        assert_eq!(guard.due(), None);
    }

    #[test]
    fn a_key_that_is_pressed_or_held_down_does_not_wait_when_nothing_more_is_there() {
        let typed = |keys: &str| {
            let mut guard = KeyDecoder::new(false);
            for c in keys.chars() {
                guard.key(Chord::plain(Key::Char(c)), Instant::now(), &mut Vec::new());
            }
            guard.is_typed()
        };
        assert!(typed("j") && typed("gg") && typed("jjjjjkkkkk"));
        assert!(!typed("dd:q") && !typed(""));
        let mut guard = KeyDecoder::new(false);
        guard.key(Chord::plain(Key::Esc), Instant::now(), &mut Vec::new());
        assert!(!guard.is_typed());
    }

    #[test]
    fn a_paste_whose_first_bracket_arrives_in_pieces_is_a_paste() {
        let script = [(0, "\u{1b}"), (9, "[200~dd"), (80, ":q!\r"), (190, "j")];
        assert_eq!(here(&script), ["paste \"dd:q!\\r\"", "j"]);
    }
}
