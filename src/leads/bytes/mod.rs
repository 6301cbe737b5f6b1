//! Bytes compared eight at a time, in one word.
//!
//! A compiler that optimizes for size does this for no loop over bytes.

pub(crate) mod blank;
pub(crate) mod simple;

/// The number of bytes in a word.
pub const WORD: usize = 8;

/// The highest bit of each byte.
const HIGH: u64 = repeat(0x80);

/// A word of one byte, eight times.
const fn repeat(byte: u8) -> u64 {
    u64::from_le_bytes([byte; WORD])
}

/// The bytes of a word that equal a byte: the highest bit of each is set, all other bits are 0.
#[inline]
pub const fn equal(word: u64, byte: u8) -> u64 {
    let different = word ^ repeat(byte);
    // No byte of the sum carries into the next one.
    !(((different & !HIGH) + !HIGH) | different) & HIGH
}

/// The bytes of a word that are less than a limit of at most 128, marked as by [`equal`].
#[inline]
pub const fn below(word: u64, limit: u8) -> u64 {
    !(((word & !HIGH) + repeat(0x80 - limit)) | word) & HIGH
}

/// The bytes of a word that are ASCII letters or digits, marked as by [`equal`].
#[inline]
pub const fn alphanumeric(word: u64) -> u64 {
    let lower = word | repeat(0x20);
    let letters = below(lower, b'z' + 1) & !below(lower, b'a');
    letters | (below(word, b'9' + 1) & !below(word, b'0'))
}

/// 0 for a word of ASCII characters that end no line, and else anything but 0.
#[inline]
pub fn outside_ascii_line(word: u64) -> u64 {
    // The lowest byte below a space sets its own highest bit, whatever the others do then; DEL becomes 128.
    (word | word.wrapping_sub(repeat(b' ')) | word.wrapping_add(repeat(1))) & HIGH
}

/// The position of the first byte that is marked, or 8.
#[inline]
pub fn first(marked: u64) -> usize {
    marked.trailing_zeros() as usize / WORD
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Marks the bytes of a word for which something is true.
    fn marked(bytes: [u8; WORD], is: impl Fn(u8) -> bool) -> u64 {
        u64::from_le_bytes(bytes.map(|byte| if is(byte) { 0x80 } else { 0 }))
    }

    proptest! {
        #[test]
        fn each_byte_is_compared_on_its_own(
            bytes in prop::array::uniform8(prop_oneof![any::<u8>(), 0x1e_u8..=0x22, 0x2f_u8..=0x3a, 0x7d_u8..=0x82]),
            byte: u8,
            limit in 0_u8..=128,
        ) {
            let word = u64::from_le_bytes(bytes);
            prop_assert_eq!(equal(word, byte), marked(bytes, |b| b == byte));
            prop_assert_eq!(equal(word, bytes[3]), marked(bytes, |b| b == bytes[3]));
            prop_assert_eq!(below(word, limit), marked(bytes, |b| b < limit));
            prop_assert_eq!(alphanumeric(word), marked(bytes, |b| b.is_ascii_alphanumeric()));
            let is_line = bytes.iter().all(|b| matches!(b, b' '..=b'~'));
            prop_assert_eq!(outside_ascii_line(word) == 0, is_line);
            let found = bytes.iter().position(|b| *b == byte).unwrap_or(WORD);
            prop_assert_eq!(first(equal(word, byte)), found);
        }
    }
}
