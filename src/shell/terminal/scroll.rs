//! Finding out that a part of the screen only moved up or down.
//!
//! Whoever draws needn't say so: the lines of two frames are compared. A terminal can move lines by
//! itself, so a grid that scrolls by a line costs that line instead of the whole grid.

use crate::shell::terminal::glyph::Glyph;
use crate::view::LineKey;
use std::ops::Range;

/// What it takes at most to tell a terminal to move lines, in bytes.
const PRICE: i32 = 24;
/// What it takes to get to a line, in bytes.
const VISIT: i32 = 6;
/// The most lines that change without it being worthwhile to look whether they moved: after an edit those of two leads,
/// the title, and what is said about the cell.
pub(crate) const FEW: usize = 7;
/// Of how many cells one is looked at. What comes out is only used to choose, never to draw.
const SAMPLE: usize = 3;

/// Lines that move by a number of lines; what moves in is blank and plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scroll {
    /// The first line that takes part.
    pub(crate) top: usize,
    /// The last line that takes part.
    pub(crate) bottom: usize,
    /// By how many lines they move, always fewer than take part.
    pub(crate) by: usize,
    /// Whether they move up, as they do when the view goes down.
    pub(crate) up: bool,
}

impl Scroll {
    /// The move after which the fewest cells differ from the next frame, if it pays.
    pub(crate) fn find(shown: &[&[Glyph]], next: &[&[Glyph]]) -> Option<Self> {
        let (by, up) = distance(shown, next)?;
        let height = shown.len().min(next.len());
        let stay = sums((0..height).map(|y| differing(shown[y], next[y])));
        let blank = sums((0..height).map(|y| written(next[y])));
        let moved = sums((0..height).map(|y| {
            let from = if up { y + by } else { y.wrapping_sub(by) };
            shown.get(from).map_or(0, |line| differing(line, next[y]))
        }));
        let of = |sums: &[i32], lines: Range<usize>| sums[lines.end] - sums[lines.start];
        let mut best = (PRICE, None);
        for top in 0..height {
            for bottom in top + by..height {
                let (old, new) = if up {
                    (top..bottom + 1 - by, bottom + 1 - by..bottom + 1)
                } else {
                    (top + by..bottom + 1, top..top + by)
                };
                let saved = of(&stay, top..bottom + 1) - of(&moved, old) - of(&blank, new);
                if saved > best.0 {
                    best = (saved, Some(Self { top, bottom, by, up }));
                }
            }
        }
        best.1
    }

    /// The move that brings the most lines to where lines with the same keys are to be shown; nothing if those are few.
    pub(crate) fn of_keys(shown: &[LineKey], next: &[LineKey]) -> Option<Self> {
        let height = shown.len().min(next.len());
        let stays = |y: usize| shown[y].is_same(next[y]);
        let mut best = (FEW, None);
        for by in 1..height {
            // The further lines move, the fewer can.
            if height - by <= best.0 {
                break;
            }
            for up in [true, false] {
                let (from, to) = if up { (by, 0) } else { (0, by) };
                let moves = |n: &usize| shown[n + from].is_same(next[n + to]) && !stays(n + to);
                let found = (0..height - by).filter(moves).count();
                if found > best.0 {
                    best = (found, Some((by, up, from, to)));
                }
            }
        }
        let (by, up, from, to) = best.1?;
        let moves = |n: &usize| shown[n + from].is_same(next[n + to]) && !stays(n + to);
        let first = (0..height - by).find(moves)?;
        let last = (0..height - by).rfind(moves)?;
        Some(Self { top: first, bottom: last + by, by, up })
    }

    /// The line that comes to a line; nothing if what moves in is blank.
    pub(crate) fn source(self, y: usize) -> Option<usize> {
        if !(self.top..=self.bottom).contains(&y) {
            return Some(y);
        }
        let from = if self.up { Some(y + self.by) } else { y.checked_sub(self.by) };
        from.filter(|from| (self.top..=self.bottom).contains(from))
    }

    /// The same move, and those with a line more or less at the edge where lines move in. First the one with a line more:
    /// the line that the cursor leaves moves too then.
    pub(crate) fn with_other_edges(self, height: usize) -> impl Iterator<Item = Self> {
        let (top, bottom) = (self.top, self.bottom);
        let (more, less) = if self.up {
            let more = Self { bottom: bottom + 1, ..self };
            (Some(more).filter(|_| bottom + 1 < height), Self { bottom: bottom - 1, ..self })
        } else {
            (top.checked_sub(1).map(|top| Self { top, ..self }), Self { top: top + 1, ..self })
        };
        let all = [more, Some(self), Some(less)].into_iter().flatten();
        all.filter(move |one| *one == self || one.top + one.by <= one.bottom)
    }

    /// The lines in which those moves differ.
    pub(crate) fn lines_at_edge(self, height: usize) -> Range<usize> {
        if self.up {
            self.bottom.saturating_sub(self.by)..(self.bottom + 2).min(height)
        } else {
            self.top.saturating_sub(1)..(self.top + self.by + 1).min(height)
        }
    }
}

/// Returns by how many lines the most lines moved, and whether up.
///
/// Only texts count: the row that had or has the cursor moved too, and a wrong guess costs nothing
/// but time, as the cells are compared afterwards.
fn distance(shown: &[&[Glyph]], next: &[&[Glyph]]) -> Option<(usize, bool)> {
    let shown: Vec<u64> = shown.iter().map(|line| hash(line)).collect();
    let next: Vec<u64> = next.iter().map(|line| hash(line)).collect();
    let mut best = (0, None);
    for by in 1..next.len().min(shown.len()) {
        for up in [true, false] {
            let (from, to) = if up { (by, 0) } else { (0, by) };
            let pairs = shown[from..].iter().zip(&next[to..]).zip(&shown[to..]);
            let found = pairs.filter(|((from, to), there)| from == to && to != there).count();
            if found > best.0 {
                best = (found, Some((by, up)));
            }
        }
    }
    best.1
}

/// A number that lines with the same text have in common, and few others.
fn hash(line: &[Glyph]) -> u64 {
    let mut hash = 0_u64;
    let mut add = |n: u64| hash = (hash.rotate_left(5) ^ n).wrapping_mul(0x517c_c1b7_2722_0a95);
    line.iter().step_by(SAMPLE).for_each(|glyph| add(glyph.text_number()));
    hash
}

/// Returns about how many bytes make one line another.
fn differing(from: &[Glyph], to: &[Glyph]) -> i32 {
    price(from.iter().zip(to).step_by(SAMPLE).filter(|(a, b)| !a.same(**b)).count())
}

/// Returns about how many bytes a line takes that is blank before.
fn written(line: &[Glyph]) -> i32 {
    price(line.iter().step_by(SAMPLE).filter(|glyph| !glyph.same(Glyph::BLANK)).count())
}

fn price(cells: usize) -> i32 {
    if cells == 0 { 0 } else { (cells * SAMPLE) as i32 + VISIT }
}

/// The sums of the first 0, 1, 2, … numbers.
fn sums(numbers: impl Iterator<Item = i32>) -> Vec<i32> {
    let mut sum = 0;
    let sums = numbers.map(|n| {
        sum += n;
        sum
    });
    std::iter::once(0).chain(sums).collect()
}
