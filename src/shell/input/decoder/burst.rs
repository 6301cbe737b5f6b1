//! Keys that come faster than anybody types, from a terminal that doesn't mark pastes.

use super::sequence::Sequence;
use crate::app::{Chord, Input};
use std::time::{Duration, Instant};

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
/// How long a paste without marks may pause.
const PAUSE: Duration = Duration::from_millis(100);

/// Keys of a terminal that doesn't mark pastes, or didn't answer.
#[derive(Debug)]
pub(super) enum Gathered {
    /// None.
    Nothing,
    /// Keys that type something, close together.
    Keys { first: Instant, last: Instant, keys: Vec<Chord> },
    /// More of them than anybody types.
    Burst { last: Instant, keys: Vec<Chord> },
}

impl Gathered {
    /// When they have waited long enough.
    pub(super) fn due(&self) -> Option<Instant> {
        match self {
            Self::Nothing => None,
            Self::Keys { first, last, keys } if keys.len() <= MIN_BURST_KEYS => {
                Some((*last + NEXT).min(*first + BURST_WINDOW))
            }
            Self::Keys { first, .. } => Some(*first + BURST_WINDOW),
            Self::Burst { last, .. } => Some(*last + PAUSE),
        }
    }

    /// Begins a burst if there are more keys in a piece than anybody types, with anything between them.
    pub(super) fn expect(&mut self, piece: &[Sequence], at: Instant) {
        let mut typed = Vec::new();
        for sequence in piece {
            match sequence {
                Sequence::Key(chord) if is_text(*chord) => typed.push(*chord),
                // What follows a mark is no key, and after this answer keys are keys.
                Sequence::PasteBegins | Sequence::Answer(true) => return,
                _ => {}
            }
        }
        if is_burst(&typed) {
            *self = Self::Burst { last: at, keys: self.take() };
        }
    }

    /// Adds a key that came at this time, and adds to `inputs` what is certain now.
    pub(super) fn add(&mut self, chord: Chord, at: Instant, inputs: &mut Vec<Input>) {
        *self = match std::mem::replace(self, Self::Nothing) {
            Self::Nothing => begin(chord, at, inputs),
            Self::Burst { mut keys, .. } => {
                keys.push(chord);
                Self::Burst { last: at, keys }
            }
            Self::Keys { first, mut keys, .. }
                if belongs(&keys, chord) && at < first + BURST_WINDOW =>
            {
                keys.push(chord);
                if is_burst(&keys) {
                    Self::Burst { last: at, keys }
                } else {
                    Self::Keys { first, last: at, keys }
                }
            }
            Self::Keys { keys, .. } => {
                inputs.extend(keys.into_iter().map(Input::Key));
                begin(chord, at, inputs)
            }
        };
    }

    /// Gives keys that were typed, as something else follows. Returns false amid a burst, which goes on.
    pub(super) fn end_typed(&mut self, inputs: &mut Vec<Input>) -> bool {
        let is_burst = matches!(self, Self::Burst { .. });
        if !is_burst {
            self.give(inputs);
        }
        !is_burst
    }

    /// Whether they have too few different signs for the first piece of a paste.
    pub(super) fn is_typed(&self) -> bool {
        matches!(self, Self::Keys { keys, .. } if distinct_chars(keys) < MIN_DISTINCT_CHARS)
    }

    /// Hands the keys out.
    pub(super) fn take(&mut self) -> Vec<Chord> {
        match std::mem::replace(self, Self::Nothing) {
            Self::Nothing => Vec::new(),
            Self::Keys { keys, .. } | Self::Burst { keys, .. } => keys,
        }
    }

    /// Adds them to `inputs`, as keys or as a burst.
    pub(super) fn give(&mut self, inputs: &mut Vec<Input>) {
        let is_burst = matches!(self, Self::Burst { .. });
        let keys = self.take();
        if is_burst {
            inputs.push(Input::Burst(keys));
        } else {
            inputs.extend(keys.into_iter().map(Input::Key));
        }
    }
}

/// Takes a key that nothing waits for.
fn begin(chord: Chord, at: Instant, inputs: &mut Vec<Input>) -> Gathered {
    if is_text(chord) {
        return Gathered::Keys { first: at, last: at, keys: vec![chord] };
    }
    inputs.push(Input::Key(chord));
    Gathered::Nothing
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
