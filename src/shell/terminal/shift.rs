//! Finding out that the right part of lines only moved to the left or to the right.

use crate::shell::terminal::glyph::Glyph;
use memchr::memmem;

/// How many lines are looked at: those of a grid that scrolls move alike.
const LINES: usize = 4;
/// How long a text is, in bytes, that shows by where it stands by how much a line may have moved.
const TEXT: usize = 6;
/// How many of them are no blanks: blanks are everywhere.
const LETTERS: usize = 3;
/// How many more characters must be where they should be for a move to be tried.
const GAIN: usize = 12;

/// By how many columns the right part of a line moves; what moves in is blank and plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shift {
    pub(crate) by: usize,
    /// Whether it moves to the left, as it does when the view goes to the right.
    pub(crate) left: bool,
}

impl Shift {
    /// The move after which the most characters of some lines are where they should be. It is only tried, so
    /// that a wrong one costs nothing but time.
    pub(crate) fn find<'a>(
        lines: impl Iterator<Item = (&'a [Glyph], &'a [Glyph])>,
    ) -> Option<Self> {
        let mut pairs = Vec::new();
        for (shown, next) in lines.take(LINES) {
            let (shown, next) = (bytes(shown), bytes(next));
            let from = shown.iter().zip(&next).position(|(a, b)| a != b)?;
            pairs.push((shown[from..].to_vec(), next[from..].to_vec()));
        }
        let stay: usize = pairs.iter().map(|(shown, next)| common(shown, next)).sum();
        let mut best = (stay + GAIN, None);
        for Self { by, left } in candidates(&pairs) {
            let found: usize = pairs
                .iter()
                .map(|(shown, next)| {
                    let at = by.min(shown.len());
                    if left { common(&shown[at..], next) } else { common(shown, &next[at..]) }
                })
                .sum();
            if found > best.0 {
                best = (found, Some(Self { by, left }));
            }
        }
        best.1
    }

    /// The column from which a line comes to a column, if the part from another one on moves.
    pub(crate) fn source(self, from: usize, x: usize) -> Option<usize> {
        match (x < from, self.left) {
            (true, _) => Some(x),
            (false, true) => Some(x + self.by),
            (false, false) => x.checked_sub(self.by).filter(|source| *source >= from),
        }
    }

    /// Whether every terminal moves the part of a line from a column on in the same way: nothing wide is cut,
    /// and they agree on how wide everything is.
    pub(crate) fn is_safe(self, from: usize, line: &[Glyph]) -> bool {
        let cut = if self.left { from + self.by } else { line.len().saturating_sub(self.by) };
        let mut x = 0;
        while x < line.len() {
            let end = x + line[x].width();
            let is_cut = |at: usize| x < at && at < end;
            if is_cut(from) || is_cut(cut) || end > from && !line[x].is_sure() {
                return false;
            }
            x = end;
        }
        true
    }
}

/// The moves that bring some text of a line to where the line has the same text next, each once.
fn candidates(pairs: &[(Vec<u8>, Vec<u8>)]) -> Vec<Shift> {
    let mut found = Vec::new();
    for (shown, next) in pairs {
        for (at, text) in next.as_chunks::<TEXT>().0.iter().enumerate() {
            let to = at * TEXT;
            if text.iter().filter(|byte| **byte != b' ').count() < LETTERS {
                continue;
            }
            for from in memmem::find_iter(shown, text).filter(|from| *from != to) {
                let shift = Shift { by: from.abs_diff(to), left: from > to };
                if !found.contains(&shift) {
                    found.push(shift);
                }
            }
        }
    }
    found
}

/// The first bytes of a line's texts.
fn bytes(line: &[Glyph]) -> Vec<u8> {
    let byte = |glyph: &Glyph| if glyph.is_covered() { b' ' } else { glyph.first_byte() };
    line.iter().map(byte).collect()
}

/// How many characters but blanks two lines have in common.
fn common(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).filter(|(a, b)| a == b && **a != b' ').count()
}
