//! The code pages in which Excel saves a plain CSV file, by the region of the computer.

use encoding_rs::{
    BIG5_INIT, EUC_KR_INIT, GBK_INIT, MACINTOSH_INIT, SHIFT_JIS_INIT, WINDOWS_874_INIT,
    WINDOWS_1250_INIT, WINDOWS_1251_INIT, WINDOWS_1252_INIT, WINDOWS_1253_INIT, WINDOWS_1254_INIT,
    WINDOWS_1255_INIT, WINDOWS_1256_INIT, WINDOWS_1257_INIT, WINDOWS_1258_INIT,
};
use encoding_rs::{DecoderResult, EncoderResult};

/// A code page of Windows or of the Mac: it has the characters of one region, and no byte-order mark.
#[derive(Debug, PartialEq, Eq)]
pub struct CodePage {
    /// Its name on the command line, in lower case.
    pub(crate) name: &'static str,
    /// Its name for messages.
    pub(crate) label: &'static str,
    /// Where it is used.
    pub region: &'static str,
    /// Other names that people write, without what separates letters and digits.
    pub(crate) aliases: &'static [&'static str],
    codec: &'static encoding_rs::Encoding,
}

/// The code pages, the most likely ones first: of those that fit a file equally, that is their order.
pub(crate) static CODE_PAGES: [CodePage; 15] = [
    page(["windows-1252", "Windows-1252", "Western European"], &["1252"], &WINDOWS_1252_INIT),
    page(["windows-1250", "Windows-1250", "Central European"], &["1250"], &WINDOWS_1250_INIT),
    page(["windows-1254", "Windows-1254", "Turkish"], &["1254"], &WINDOWS_1254_INIT),
    page(["windows-1257", "Windows-1257", "Baltic"], &["1257"], &WINDOWS_1257_INIT),
    page(
        ["shift_jis", "Shift_JIS", "Japanese"],
        &["932", "sjis", "ms932", "windows31j"],
        &SHIFT_JIS_INIT,
    ),
    page(["gbk", "GBK", "Simplified Chinese"], &["936", "gb2312", "ms936"], &GBK_INIT),
    page(["euc-kr", "EUC-KR", "Korean"], &["949", "uhc", "ms949"], &EUC_KR_INIT),
    page(["big5", "Big5", "Traditional Chinese"], &["950", "ms950"], &BIG5_INIT),
    page(["windows-1251", "Windows-1251", "Cyrillic"], &["1251"], &WINDOWS_1251_INIT),
    page(["windows-1253", "Windows-1253", "Greek"], &["1253"], &WINDOWS_1253_INIT),
    page(["windows-1255", "Windows-1255", "Hebrew"], &["1255"], &WINDOWS_1255_INIT),
    page(["windows-1256", "Windows-1256", "Arabic"], &["1256"], &WINDOWS_1256_INIT),
    page(["windows-874", "Windows-874", "Thai"], &["874"], &WINDOWS_874_INIT),
    page(["windows-1258", "Windows-1258", "Vietnamese"], &["1258"], &WINDOWS_1258_INIT),
    page(["macintosh", "Macintosh", "Mac"], &["mac", "macroman", "10000"], &MACINTOSH_INIT),
];

const fn page(
    [name, label, region]: [&'static str; 3],
    aliases: &'static [&'static str],
    codec: &'static encoding_rs::Encoding,
) -> CodePage {
    CodePage { name, label, region, aliases, codec }
}

impl CodePage {
    /// The text that bytes mean.
    ///
    /// # Errors
    ///
    /// Fails with the position of the first byte, counted from 0, that means nothing in this code page.
    pub fn decode(&self, bytes: &[u8]) -> Result<String, usize> {
        let mut decoder = self.codec.new_decoder_without_bom_handling();
        let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
        let mut text = String::with_capacity(room.unwrap_or(bytes.len()));
        let mut at = 0;
        loop {
            let (result, read) =
                decoder.decode_to_string_without_replacement(&bytes[at..], &mut text, true);
            at += read;
            match result {
                DecoderResult::InputEmpty => return Ok(text),
                DecoderResult::OutputFull => text.reserve(bytes.len() - at + 16),
                DecoderResult::Malformed(wrong, after) => {
                    return Err(at - usize::from(wrong) - usize::from(after));
                }
            }
        }
    }

    /// The bytes for a text, which mean that text again.
    ///
    /// # Errors
    ///
    /// Fails with the first character that the code page lacks.
    pub fn encode(&self, text: &str) -> Result<Vec<u8>, char> {
        let mut encoder = self.codec.new_encoder();
        let mut bytes = Vec::with_capacity(text.len() + 16);
        let mut at = 0;
        loop {
            let (result, read) =
                encoder.encode_from_utf8_to_vec_without_replacement(&text[at..], &mut bytes, true);
            at += read;
            match result {
                EncoderResult::InputEmpty => break,
                EncoderResult::OutputFull => bytes.reserve(text.len() - at + 16),
                EncoderResult::Unmappable(lacking) => return Err(lacking),
            }
        }
        // Some characters are written as similar ones: a yen sign in Shift_JIS as a backslash.
        let read = self.decode(&bytes).unwrap_or_default();
        let replaced =
            || text.chars().zip(read.chars()).find(|(c, read)| c != read).map(|(c, _)| c);
        if read == text {
            Ok(bytes)
        } else {
            Err(replaced().unwrap_or(char::REPLACEMENT_CHARACTER))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_written_as_itself_or_not_at_all() {
        for page in &CODE_PAGES {
            let written = ('\0'..='\u{ffff}').filter(|c| {
                let Ok(bytes) = page.encode(c.encode_utf8(&mut [0; 4])) else { return false };
                assert_eq!(page.decode(&bytes), Ok(c.to_string()), "{} {bytes:02x?}", page.name);
                true
            });
            assert!(written.count() > 128 + 80, "{}", page.name);
        }
    }

    #[test]
    fn each_byte_of_western_windows_is_one_character_and_back() {
        let [western, ..] = &CODE_PAGES;
        let bytes: Vec<u8> = (0..=u8::MAX).collect();
        let text = western.decode(&bytes).expect("all of them");
        assert_eq!(text.chars().count(), 256);
        assert_eq!(western.encode(&text), Ok(bytes));
        assert_eq!(western.encode("Łódź"), Err('Ł'));
    }

    #[test]
    fn the_byte_that_means_nothing_is_found() {
        let wrong = |name: &str, bytes: &[u8]| {
            let page = CODE_PAGES.iter().find(|page| page.name == name).expect("a code page");
            page.decode(bytes).expect_err("refused")
        };
        assert_eq!(wrong("windows-1253", b"ab\xe1\xaac"), 3);
        assert_eq!(wrong("shift_jis", b"\x83\x41\xffab"), 2);
        assert_eq!(wrong("shift_jis", b"\x83\x41a\x83"), 3, "half a character at the end");
        assert_eq!(wrong("gbk", b"a\x81\x20b"), 1, "half a character before a space");
        assert_eq!(wrong("euc-kr", b"a\n\xff"), 2);
    }
}
