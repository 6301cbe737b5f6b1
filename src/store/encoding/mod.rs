//! Bytes to text and back, without a loss or with a sentence about where it would be.

mod fits;

use crate::leads::{CodePage, Encoding};
use crate::store::error::Unusable;
use crate::table::line_ends;
use std::borrow::Cow;

/// The text that bytes mean, a byte-order mark included; those of UTF-8 aren't copied.
pub(crate) fn decode(bytes: Vec<u8>, encoding: Encoding) -> Result<String, Unusable> {
    match encoding {
        Encoding::Utf8 => String::from_utf8(bytes).map_err(|error| {
            let good = error.utf8_error().valid_up_to();
            let line = 1 + line_ends(&error.as_bytes()[..good]);
            Unusable::NotUtf8 { byte: good + 1, line, fits: fits::of(error.as_bytes()) }
        }),
        Encoding::Utf16Le => utf16(&bytes, u16::from_le_bytes),
        Encoding::Utf16Be => utf16(&bytes, u16::from_be_bytes),
        Encoding::CodePage(page) => in_code_page(&bytes, page),
    }
}

/// The text at the beginning of a file, for a look at it: what can't be read, or was cut, is replaced.
pub(crate) fn decode_beginning(bytes: &[u8], encoding: Encoding) -> String {
    let utf16 = |unit: fn([u8; 2]) -> u16| {
        let units = bytes.as_chunks::<2>().0.iter().map(|&pair| unit(pair));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match encoding {
        Encoding::Utf16Le => utf16(u16::from_le_bytes),
        Encoding::Utf16Be => utf16(u16::from_be_bytes),
        Encoding::Utf8 | Encoding::CodePage(_) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// The text that bytes of a code page mean, if it is written in the very same bytes again: some
/// characters of the Far East have several, and an unchanged row is uploaded as it was read.
fn in_code_page(bytes: &[u8], page: &'static CodePage) -> Result<String, Unusable> {
    let encoding = Encoding::CodePage(page);
    let place = |at: usize| (at + 1, 1 + line_ends(&bytes[..at]));
    let text = page.decode(bytes).map_err(|at| {
        let (byte, line) = place(at);
        Unusable::NotInCodePage { encoding, byte, line, fits: fits::of(bytes) }
    })?;
    match other_bytes(bytes, &text, page).map(place) {
        Some((byte, line)) => Err(Unusable::Ambiguous { encoding, byte, line }),
        None => Ok(text),
    }
}

/// The first position at which a text is written in other bytes than those that it was read from.
fn other_bytes(bytes: &[u8], text: &str, page: &CodePage) -> Option<usize> {
    let again = page.encode(text);
    if again.as_deref() == Ok(bytes) {
        return None;
    }
    // What can't be written at all comes behind what can.
    let writable = match again {
        Ok(again) => again,
        Err(lacking) => page.encode(text.split(lacking).next()?).ok()?,
    };
    let differs = bytes.iter().zip(&writable).position(|(read, written)| read != written);
    Some(differs.unwrap_or(writable.len()).min(bytes.len().saturating_sub(1)))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Unusable> {
    let mut text = String::with_capacity(bytes.len() / 2);
    let broken = |text: &str, byte| {
        Err(Unusable::BrokenUtf16 { byte, line: 1 + line_ends(text.as_bytes()) })
    };
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut at = 1;
    for unit in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        match unit {
            Ok(c) => {
                text.push(c);
                at += 2 * c.len_utf16();
            }
            Err(_) => return broken(&text, at),
        }
    }
    if rest.is_empty() { Ok(text) } else { broken(&text, bytes.len()) }
}

/// The bytes for a text, or the first character that the encoding lacks.
pub(crate) fn encode(text: &str, encoding: Encoding) -> Result<Cow<'_, [u8]>, char> {
    let units = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect();
    Ok(match encoding {
        Encoding::Utf8 => Cow::Borrowed(text.as_bytes()),
        Encoding::Utf16Le => Cow::Owned(units(u16::to_le_bytes)),
        Encoding::Utf16Be => Cow::Owned(units(u16::to_be_bytes)),
        Encoding::CodePage(page) => Cow::Owned(page.encode(text)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn back(bytes: &[u8], encoding: Encoding) -> Option<Vec<u8>> {
        let text = decode(bytes.to_vec(), encoding).ok()?;
        Some(encode(&text, encoding).expect("it came from there").into_owned())
    }

    #[test]
    fn broken_utf_16_is_located() {
        let why = |units: &[u16], more: &[u8]| {
            let mut bytes: Vec<u8> = units.iter().flat_map(|u| u.to_le_bytes()).collect();
            bytes.extend(more);
            decode(bytes, Encoding::Utf16Le).expect_err("refused").to_string()
        };
        let lone = why(&[0xfeff, 0x61, 0x0a, 0xd83d, 0x62], &[]);
        assert!(lone.contains("byte 7, line 2"), "{lone}");
        let pair = why(&[0xd83d, 0xde00, 0xde00], &[]);
        assert!(pair.contains("byte 5, line 1"), "{pair}");
        let odd = why(&[0x61], b"b");
        assert!(odd.contains("byte 3, line 1"), "{odd}");
    }

    #[test]
    fn a_character_that_the_encoding_lacks_is_returned_and_never_replaced() {
        assert_eq!(encode("aŁ?", Encoding::WINDOWS_1252), Err('Ł'));
        assert_eq!(encode("é€", Encoding::WINDOWS_1252).as_deref(), Ok(&b"\xe9\x80"[..]));
    }

    #[test]
    fn bytes_that_another_program_wrote_for_a_character_are_not_changed_silently() {
        let why = |name: &str, bytes: &[u8]| {
            let encoding = Encoding::named(name).expect("an encoding");
            decode(bytes.to_vec(), encoding).expect_err("refused").to_string()
        };
        // The same kanji in the rows of NEC and of IBM; Windows writes those of IBM.
        assert!(why("932", b"a\n\xfb\xfc\xed\x40").contains("(byte 5, line 2)"));
        assert!(decode(b"a\n\xfb\xfc".to_vec(), Encoding::named("932").expect("it")).is_ok());
        // A character that Big5 has in Hong Kong alone.
        assert!(why("950", b"a\r\n\x87\x40").contains("(byte 4, line 2)"));
        assert!(why("936", b"\x81\x30\x81\x30").contains("(byte 1, line 1)"), "GB18030");
    }

    proptest! {
        #[test]
        fn readable_bytes_survive_a_round_trip(
            bytes in prop::collection::vec(any::<u8>(), 0..60),
        ) {
            for encoding in Encoding::ALL {
                prop_assert!(back(&bytes, encoding).is_none_or(|b| b == bytes));
            }
            prop_assert!(back(&bytes, Encoding::WINDOWS_1252).is_some());
        }

        #[test]
        fn any_text_survives_utf_16(text in any::<String>()) {
            for encoding in [Encoding::Utf16Le, Encoding::Utf16Be] {
                let bytes = encode(&text, encoding).expect("all characters").into_owned();
                prop_assert_eq!(decode(bytes, encoding).ok(), Some(text.clone()));
            }
        }
    }
}
