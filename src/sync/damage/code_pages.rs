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
    let reads = |bytes: &[u8]| {
        CODE_PAGES.iter().any(|page| page.decode_without_bom_handling(bytes).0 == new)
    };
    if reads(old.as_bytes()) {
        return true;
    }
    CODE_PAGES.iter().any(|page| {
        let (bytes, _, has_missing) = page.encode(old);
        !has_missing && (String::from_utf8_lossy(&bytes) == new || reads(&bytes))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_was_misread_differs_from_an_edit() {
        for (old, new) in [
            ("Jürgen", "JÃ¼rgen"),
            ("Łódź", "Ĺ\u{81}ĂłdĹş"),
            ("日本", "譌･譛ｬ"),
            ("Müller", "M\u{fffd}ller"),
            ("Müller", "Mьller"),
            ("Müller", "M√ºller"),
        ] {
            let is_known = is_misread(old, new);
            assert!(is_known, "{old} {new}");
        }
        for (old, new) in [("Jürgen", "Jörgen"), ("Jürgen", "Jürgens"), ("Jurgen", "Jürgen")] {
            assert!(!is_misread(old, new), "{old} {new}");
        }
    }
}
