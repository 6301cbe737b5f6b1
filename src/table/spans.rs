//! The positions of fields and records in a text.

use std::ops::Range;

/// The position of one record in the text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RecordSpan {
    /// Where it begins.
    pub start: u32,
    /// The end of its line end.
    pub next: u32,
    /// The index of the first bound of its fields among all bounds.
    first: u32,
}

/// The spans of a whole text: every byte belongs to a record, its line end, or a blank line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spans {
    /// The beginning of each field, in file order, and after the last one of each record the place where another
    /// one would begin: so every field ends one byte before the next bound.
    ///
    /// Counted from the beginning of the record, in one number; in two, the lower half first, in records that
    /// are [too long](RecordSpan::is_long) for that. They are half of what a file takes in memory besides its text.
    bounds: Vec<u16>,
    /// The bounds of the second half of the text, which follow these: not moved, to save memory.
    tail: Vec<u16>,
    /// The records, the header first.
    pub records: Vec<RecordSpan>,
    /// The records with text after a closing quote.
    pub stray_quotes: Vec<u32>,
}

/// A record whose bounds are being added.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OpenRecord {
    start: u32,
    first: u32,
}

impl RecordSpan {
    /// Whether it has a bound that doesn't fit into 16 bits.
    fn is_long(&self) -> bool {
        self.next - self.start >= u32::from(u16::MAX)
    }
}

impl Spans {
    /// Empty spans with capacity for a download of this many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        let mut spans = Self::default();
        spans.bounds.reserve(bytes / 12);
        spans.records.reserve(bytes / 512);
        spans
    }

    /// Begins a record, and its first field, at a position; nothing if there are too many bounds to be counted.
    pub fn begin(&mut self, start: u32) -> Option<OpenRecord> {
        let first = u32::try_from(self.bounds.len()).ok()?;
        self.push_short(0);
        Some(OpenRecord { start, first })
    }

    /// Adds the bound after a field of the open record, counted from the beginning of the record.
    pub fn push_short(&mut self, within: usize) {
        self.bounds.push(within as u16);
    }

    /// Adds a bound of a record that turned out too long.
    pub fn push_long(&mut self, within: usize) {
        self.bounds.extend([within as u16, (within >> 16) as u16]);
    }

    /// Ends the record with these bounds, if it isn't too long for them; begins it again if it is.
    #[must_use]
    pub fn end(&mut self, OpenRecord { start, first }: OpenRecord, next: u32) -> bool {
        let record = RecordSpan { start, next, first };
        if record.is_long() {
            self.bounds.truncate(first as usize);
            self.push_long(0);
        } else {
            self.records.push(record);
        }
        !record.is_long()
    }

    /// Ends a record that was too long.
    pub fn end_long(&mut self, OpenRecord { start, first }: OpenRecord, next: u32) {
        self.records.push(RecordSpan { start, next, first });
    }

    /// The fields of a record as ranges of bytes; none if there is no such record.
    pub fn of(&self, record: usize) -> FieldSpans<'_> {
        let Some(found) = self.records.get(record) else { return FieldSpans::default() };
        let end = self.bounds.len() + self.tail.len();
        let (from, to) =
            (found.first as usize, self.records.get(record + 1).map_or(end, |r| r.first as usize));
        let bounds = match from.checked_sub(self.bounds.len()) {
            Some(from) => &self.tail[from..to - self.bounds.len()],
            // The first bounds of the tail may belong to no record.
            None => &self.bounds[from..to.min(self.bounds.len())],
        };
        let bounds = if found.is_long() {
            Bounds::Long(bounds.as_chunks().0)
        } else {
            Bounds::Short(bounds)
        };
        FieldSpans { start: found.start as usize, bounds }
    }

    /// Appends the other records from the one on that begins at a position, if one of them does.
    pub fn append_from(&mut self, others: &mut Self, at: usize) -> bool {
        let begin = |record: &RecordSpan| record.start as usize;
        let Ok(from) = others.records.binary_search_by_key(&at, begin) else { return false };
        let before = self.bounds.len();
        let Ok(moved) = u32::try_from(before + others.bounds.len()).map(|_| before as u32) else {
            return false;
        };
        let (own, records) = (self.records.len() as u32, others.records[from..].iter());
        let moved = |record: &RecordSpan| RecordSpan { first: record.first + moved, ..*record };
        self.records.extend(records.map(moved));
        let from = from as u32;
        let stray = others.stray_quotes.iter().filter(|n| **n >= from).map(|n| n - from + own);
        self.stray_quotes.extend(stray);
        self.tail = std::mem::take(&mut others.bounds);
        true
    }

    /// Frees the memory that isn't needed.
    pub fn shrunk(mut self) -> Self {
        self.bounds.shrink_to_fit();
        self.tail.shrink_to_fit();
        self.records.shrink_to_fit();
        self
    }
}

/// The positions of the fields of one record.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FieldSpans<'s> {
    /// Where the record begins.
    start: usize,
    bounds: Bounds<'s>,
}

/// The bounds of a record, from its beginning on; one more than it has fields.
#[derive(Clone, Copy, Debug)]
enum Bounds<'s> {
    Short(&'s [u16]),
    Long(&'s [[u16; 2]]),
}

impl Default for Bounds<'_> {
    fn default() -> Self {
        Self::Short(&[])
    }
}

impl<'s> FieldSpans<'s> {
    /// The number of fields.
    #[inline]
    pub fn count(self) -> usize {
        let bounds = match self.bounds {
            Bounds::Short(bounds) => bounds.len(),
            Bounds::Long(bounds) => bounds.len(),
        };
        bounds.saturating_sub(1)
    }

    /// The range of a field, if there is one with this number.
    #[inline]
    pub fn range(self, field: usize) -> Option<Range<usize>> {
        (field < self.count()).then(|| self.bound(field)..self.bound(field + 1) - 1)
    }

    /// The ranges of all fields.
    pub fn ranges(self) -> impl Iterator<Item = Range<usize>> + 's {
        let mut from = self.start;
        (1..=self.count()).map(move |n| {
            let next = self.bound(n);
            std::mem::replace(&mut from, next)..next - 1
        })
    }

    /// The bounds of the fields, counted from the beginning of the record, if each is one short number, as in
    /// nearly all records: twice as quick to go through as [`FieldSpans::ranges`].
    pub fn short(self) -> Option<&'s [u16]> {
        match self.bounds {
            Bounds::Short(bounds) => Some(bounds),
            Bounds::Long(_) => None,
        }
    }

    /// The range of all fields with what is between them.
    #[inline]
    pub fn whole(self) -> Range<usize> {
        match self.count() {
            0 => 0..0,
            count => self.start..self.bound(count) - 1,
        }
    }

    /// The field that contains a position of the record, or ends there.
    pub fn at(self, position: usize) -> usize {
        let within = position - self.start;
        let next = match self.bounds {
            Bounds::Short(bounds) => bounds.partition_point(|&bound| usize::from(bound) <= within),
            Bounds::Long(bounds) => bounds.partition_point(|&bound| long(bound) <= within),
        };
        next - 1
    }

    /// The field that contains a position of the record, or ends there, if it is that field or a later one: the next
    /// ones are the likeliest.
    pub fn at_or_after(self, field: usize, position: usize) -> usize {
        let within = position - self.start;
        match self.bounds {
            Bounds::Short(bounds) => {
                let later = bounds.get(field + 1..).unwrap_or_default().iter();
                field + later.take_while(|bound| usize::from(**bound) <= within).count()
            }
            Bounds::Long(_) => self.at(position),
        }
    }

    #[inline]
    fn bound(self, n: usize) -> usize {
        self.start
            + match self.bounds {
                Bounds::Short(bounds) => usize::from(bounds[n]),
                Bounds::Long(bounds) => long(bounds[n]),
            }
    }
}

/// Joins the two halves of a number.
fn long([low, high]: [u16; 2]) -> usize {
    usize::from(low) | usize::from(high) << 16
}
