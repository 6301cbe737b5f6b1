//! The index types of rows and fields, and the conversions between numbers of different sizes.

use std::fmt;

/// Defines a place in the file: a `u32`, because a file has fewer than 2³² bytes and so fewer rows and fields.
macro_rules! place {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            /// The place with this index. An index that no file reaches becomes the largest one.
            #[inline]
            pub fn at(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            /// The index in a slice, counted from 0.
            #[inline]
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// The number that users read, counted from 1.
            #[inline]
            pub const fn number(self) -> usize {
                self.index() + 1
            }

            /// The place after this one.
            #[inline]
            #[must_use]
            pub const fn next(self) -> Self {
                Self(self.0.saturating_add(1))
            }

            /// The places from this one to the one before `end`.
            #[inline]
            pub fn until(self, end: Self) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator + Clone {
                (self.0..end.0).map(Self)
            }

            /// The first `len` places.
            #[inline]
            pub fn first(len: usize) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator + Clone {
                (0..Self::at(len).0).map(Self)
            }
        }

        impl fmt::Display for $name {
            /// Writes the number that users read, counted from 1.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.number().fmt(f)
            }
        }
    };
}

place! {
    /// A row of the file, in file order; the header isn't one.
    Row
}

place! {
    /// A field of the file, in file order; a row that is too long has more of them than the header.
    Field
}

/// A row that a line end inside a cell broke into pieces, which are read as rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenRow {
    /// The first piece.
    pub first: Row,
    /// The last piece.
    pub last: Row,
}

impl fmt::Display for BrokenRow {
    /// Writes the numbers of its pieces: `2 and 3`, `2 to 4`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, last } = self;
        write!(f, "{first} {} {last}", if first.next() == *last { "and" } else { "to" })
    }
}

/// The place of a cell in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellRef {
    /// The row.
    pub row: Row,
    /// The field.
    pub field: Field,
}

impl CellRef {
    /// The cell at this row and field.
    pub const fn new(row: Row, field: Field) -> Self {
        Self { row, field }
    }
}

/// A number of rows, fields or positions as an index in a slice.
#[inline]
pub const fn index(number: u32) -> usize {
    number as usize
}

/// An index in a slice as a number of rows, fields or positions. No file reaches the limit of the type.
#[inline]
pub fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// A number of characters or lines as terminal columns or lines, limited to [`MAX_COLUMNS`].
#[inline]
#[cfg(feature = "tui")]
pub fn columns(number: usize) -> u16 {
    u16::try_from(number).map_or(MAX_COLUMNS, |columns| columns.min(MAX_COLUMNS))
}

/// More than any terminal has, and few enough that borders can be added.
#[cfg(feature = "tui")]
const MAX_COLUMNS: u16 = 0x7fff;

/// A number of steps, which can go back then.
#[inline]
#[cfg(feature = "tui")]
pub fn signed(number: usize) -> isize {
    isize::try_from(number).unwrap_or(isize::MAX)
}
