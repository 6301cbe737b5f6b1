//! Numbers of different sizes: the one place where rows, fields and terminal columns are converted.

/// The number of a row or field as a place in a slice.
#[inline]
pub const fn index(number: u32) -> usize {
    number as usize
}

/// A place in a slice as the number of a row or field. A file has fewer than 2³² bytes, and so fewer rows.
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
