//! Texts that need no scan: one line, and no byte with which something hidden or damaged can begin.

use crate::leads::bytes::{self, WORD};

/// The number of bytes that are checked together.
const BLOCK: usize = 4 * WORD;

/// Whether a text is one line and has no byte that can begin something hidden or damaged.
///
/// A quick check: a simple text has no control character, no invisible character and no trace of a wrong
/// encoding; a text that isn't simple may have none of them either.
pub fn is_simple_ascii(text: &str) -> bool {
    first_to_scan(text).is_none()
}

/// The position of the first byte that makes a text need a scan, see [`is_simple_ascii`].
pub fn first_to_scan(text: &str) -> Option<usize> {
    let text = text.as_bytes();
    let (blocks, _) = text.as_chunks::<BLOCK>();
    for (n, block) in blocks.iter().enumerate() {
        let words = block.as_chunks().0.iter().map(|word| u64::from_le_bytes(*word));
        // Most non-ASCII letters are simple as well; but most blocks have none.
        if words.fold(0, |other, word| other | bytes::outside_ascii_line(word)) != 0 {
            let found = first_from(text, n * BLOCK, (n + 1) * BLOCK);
            if found.is_some() {
                return found;
            }
        }
    }
    first_from(text, blocks.len() * BLOCK, text.len())
}

/// The position of the first byte between two positions that makes a text need a scan.
fn first_from(text: &[u8], start: usize, end: usize) -> Option<usize> {
    (start..end).step_by(WORD).find_map(|at| {
        let word = text[at..].first_chunk().copied().unwrap_or_else(|| {
            let mut last = [b' '; WORD];
            last[..text.len() - at].copy_from_slice(&text[at..]);
            last
        });
        let word = u64::from_le_bytes(word);
        // A block has other letters in few of its words.
        if bytes::outside_ascii_line(word) == 0 {
            return None;
        }
        let before = at.checked_sub(1).map_or(b' ', |before| text[before]);
        let found = needs_scan(before, word);
        (found != 0).then(|| at + bytes::first(found))
    })
}

/// The bytes of a word that make a text need a scan after a byte.
fn needs_scan(before: u8, word: u64) -> u64 {
    let is = |byte| bytes::equal(word, byte);
    let begins = bytes::below(word, b' ') | is(0x7f) | is(0xc2) | is(0xe2) | is(0xef);
    // Of the letters that begin with C3: Â, Ã, â and ï, with which damaged text begins.
    match bytes::equal(word << 8 | u64::from(before), 0xc3) {
        0 => begins,
        letters => begins | (letters & (is(0x82) | is(0x83) | is(0xa2) | is(0xaf))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_plain_at_every_position_of_an_odd_byte() {
        let hidden =
            ["\0", "\t", "\n", "\r", "\u{7f}", "\u{a0}", "\u{200b}", "\u{feff}", "\u{fffd}"];
        for at in 0..3 * BLOCK {
            for hidden in hidden.into_iter().chain(["Â", "Ã", "â", "ï"]) {
                let text = format!("{}{hidden}{}", "a".repeat(at), "b".repeat(at % 5));
                // The first byte of a letter needs the scan, or its second one.
                assert!(
                    first_to_scan(&text).is_some_and(|found| found == at || found == at + 1),
                    "{text:?}"
                );
            }
            let text = format!("{}é ü Ω я 東{}", "a".repeat(at), "b".repeat(at % 5));
            assert!(is_simple_ascii(&text), "{text:?}");
        }
        assert!(is_simple_ascii(""));
    }
}
