//! Finding a text in the bytes of a row.

use crate::leads::pattern::needle::{Letter, Needle};
use crate::leads::{Field, Row};
use crate::table::Table;
use std::ops::Range;

impl Table {
    /// Calls a function with each field of a row whose bytes have a text, until it returns `false`.
    pub(crate) fn find(&self, row: Row, needle: &Needle, mut found: impl FnMut(Field) -> bool) {
        let fields = self.fields(row);
        let Range { start, end } = fields.whole();
        let record = &self.text()[start..end];
        if let (Some(bounds), Some(letter)) = (fields.short(), needle.letter()) {
            return find_letter(record, bounds, letter, found);
        }
        let (mut field, mut before) = (0, 0);
        // It can be written in several ways, which are looked for one after the other: a field may have more than one.
        let mut done: Vec<usize> = Vec::new();
        needle.probe(record, |at, letter| {
            field = fields.at_or_after(if at < before { 0 } else { field }, start + at);
            before = at;
            let own = fields.range(field).unwrap_or_default();
            let own = own.start - start..own.end - start;
            if at >= own.end
                || needle.around(&record[..own.end], own.start, at, letter).is_none()
                || done.contains(&field)
            {
                return true;
            }
            done.push(field);
            found(Field::at(field))
        });
    }
}

/// Looks for a single letter, in one way through the record and its bounds.
#[inline]
fn find_letter(
    record: &str,
    bounds: &[u16],
    letter: &Letter,
    mut found: impl FnMut(Field) -> bool,
) {
    let (mut at, mut field) = (0, 0);
    while let Some(position) = record.as_bytes().get(at..).and_then(|rest| letter.position(rest)) {
        let position = at + position;
        while bounds.get(field + 1).is_some_and(|next| usize::from(*next) <= position) {
            field += 1;
        }
        let next = bounds.get(field + 1).map_or(record.len() + 1, |next| usize::from(*next));
        at = position + 1;
        // A delimiter is in no field.
        if at < next {
            if !found(Field::at(field)) {
                return;
            }
            at = next;
        }
    }
}
