//! Rows and fields by number: the one place where numbers become places in a slice, and back.

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
