//! Texts that were read in another encoding than they were written in.

use encoding_rs as code_page;
use encoding_rs::Encoding;

/// The code pages of the regions in which spreadsheet programs run.
static CODE_PAGES: [&Encoding; 14] = [
    code_page::WINDOWS_1252,
    code_page::WINDOWS_1250,
    code_page::WINDOWS_1251,
    code_page::WINDOWS_1253,
    code_page::WINDOWS_1254,
    code_page::WINDOWS_1255,
    code_page::WINDOWS_1256,
    code_page::WINDOWS_1257,
    code_page::WINDOWS_1258,
    code_page::SHIFT_JIS,
    code_page::GBK,
    code_page::EUC_KR,
    code_page::BIG5,
    code_page::MACINTOSH,
];

/// Whether the new text is what the bytes of the old one are in another encoding: UTF-8 read as a code page, or a
/// code page read as UTF-8 or as another one.
pub(super) fn is_misread(old: &str, new: &str) -> bool {
    if old.is_ascii() || new.is_ascii() {
        return false;
    }
    // In every encoding, ASCII means the same up to the first other letter, and what stands for that isn't ASCII either, or
    // is a question mark: nearly all other edits are seen to be none.
    let ascii = old.bytes().take_while(u8::is_ascii).count();
    let Some((same, [next, ..])) = new.as_bytes().split_at_checked(ascii) else { return false };
    if !old.as_bytes().starts_with(same) || next.is_ascii() && *next != b'?' {
        return false;
    }
    // LibreOffice has signs of its own for bytes that a code page lacks.
    let own = |c: char| match c {
        '\u{f180}'..='\u{f1ff}' => char::from_u32(u32::from(c) - 0xf100).unwrap_or(c),
        _ => c,
    };
    let new: String = new.chars().map(own).collect();
    let decode = |bytes: &[u8]| {
        CODE_PAGES.map(|page| page.decode_without_bom_handling(bytes).0.into_owned())
    };
    // Where a byte means nothing, LibreOffice has a blank in some code pages.
    let is_new = |text: &String| *text == new || text.replace('\u{fffd}', "\u{a0}") == new;
    let once = decode(old.as_bytes());
    // A file that was saved and opened twice is misread twice.
    let twice = || {
        // It grows with each time.
        let is_long = new.len() > old.len() + 2;
        is_long && once.iter().any(|text| decode(text.as_bytes()).iter().any(is_new))
    };
    once.iter().any(is_new)
        || CODE_PAGES.iter().any(|page| {
            let bytes = saved_in(page, old);
            String::from_utf8_lossy(&bytes) == new || decode(&bytes).iter().any(is_new)
        })
        || twice()
}

/// The bytes of a text in a code page, as programs save it: a question mark for each unit that the page lacks.
fn saved_in(page: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, has_missing) = page.encode(text);
    if !has_missing {
        return bytes.into_owned();
    }
    let mut saved = Vec::new();
    for c in text.chars() {
        let mut letter = [0; 4];
        let (bytes, _, is_missing) = page.encode(c.encode_utf8(&mut letter));
        if is_missing {
            saved.extend(std::iter::repeat_n(b'?', c.len_utf16()));
        } else {
            saved.extend_from_slice(&bytes);
        }
    }
    saved
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_text_that_comes_out_of_another_encoding_is_misread(
            old in "[a?Aéüߣ€łЖмωשع日本譌한ー�]{1,6}",
            saved: prop::sample::Index,
            read: prop::sample::Index,
        ) {
            let (saved, read) = (saved.get(&CODE_PAGES), read.get(&CODE_PAGES));
            let decoded = |page: &&'static Encoding, bytes: &[u8]| {
                page.decode_without_bom_handling(bytes).0.into_owned()
            };
            let bytes = saved_in(saved, &old);
            let once = decoded(read, old.as_bytes());
            let twice = decoded(saved, once.as_bytes());
            let news = [
                String::from_utf8_lossy(&bytes).into_owned(),
                decoded(read, &bytes),
                once.replace('\u{fffd}', "\u{a0}"),
                once,
                twice,
            ];
            for new in news.iter().filter(|new| !old.is_ascii() && !new.is_ascii()) {
                prop_assert!(is_misread(&old, new), "{old} {new}");
            }
        }
    }

    #[test]
    fn a_text_that_was_misread_differs_from_an_edit() {
        for (old, new) in [
            ("Jürgen", "JÃ¼rgen"),
            ("Łódź", "Ĺ\u{81}ĂłdĹş"),
            ("日本", "譌･譛ｬ"),
            ("Müller", "M\u{fffd}ller"),
            ("Müller", "Mьller"),
            ("Müller", "M√ºller"),
            ("Zürich", "ZÃƒÂ¼rich"),
            ("Café ☕", "CafŽ ?"),
        ] {
            let is_known = is_misread(old, new);
            assert!(is_known, "{old} {new}");
        }
        for (old, new) in [("Jürgen", "Jörgen"), ("Jürgen", "Jürgens"), ("Jurgen", "Jürgen")] {
            assert!(!is_misread(old, new), "{old} {new}");
        }
    }
}
