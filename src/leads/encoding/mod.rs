//! The encodings of a file's characters.

mod code_page;

use code_page::CODE_PAGES;
pub use code_page::CodePage;

/// An encoding of a file's characters.
///
/// The module that reads and writes files does the conversion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    #[default]
    Utf8,
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// A code page. It has no byte-order mark and isn't guessed.
    CodePage(&'static CodePage),
}

impl Encoding {
    /// Every encoding that can be read and written.
    pub const ALL: [Self; 3 + CODE_PAGES.len()] = {
        let mut all = [Self::Utf8; 3 + CODE_PAGES.len()];
        (all[1], all[2]) = (Self::Utf16Le, Self::Utf16Be);
        let mut at = 0;
        while at < CODE_PAGES.len() {
            all[3 + at] = Self::CodePage(&CODE_PAGES[at]);
            at += 1;
        }
        all
    };

    /// Windows-1252, the code page of Western Windows.
    pub const WINDOWS_1252: Self = Self::CodePage(&CODE_PAGES[0]);

    /// The encodings without a byte-order mark, the most likely first.
    pub fn code_pages() -> impl Iterator<Item = &'static CodePage> {
        CODE_PAGES.iter()
    }

    /// The encoding with a name as people write it: `windows-1250`, `CP1250`, `1250`, `Shift-JIS`.
    pub fn named(name: &str) -> Option<Self> {
        let typed = simple(name);
        let number = ["windows", "win", "cp"].iter().find_map(|prefix| typed.strip_prefix(prefix));
        let number = number.filter(|number| number.bytes().all(|b| b.is_ascii_digit()));
        let is_called = |encoding: &Self| {
            let aliases: &[&str] = match encoding {
                Self::Utf8 => &["65001"],
                Self::Utf16Le => &["1200"],
                Self::Utf16Be => &["1201"],
                Self::CodePage(page) => page.aliases,
            };
            typed == simple(encoding.option())
                || aliases.iter().any(|&alias| alias == typed || Some(alias) == number)
        };
        Self::ALL.into_iter().find(is_called)
    }

    /// The name for it on the command line.
    pub fn option(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::CodePage(page) => page.name,
        }
    }

    /// Where it is used; for those of all languages, what it is.
    pub fn region(self) -> &'static str {
        match self {
            Self::Utf8 => "all languages",
            Self::Utf16Le => "all languages, Excel's \"Unicode Text\"",
            Self::Utf16Be => "all languages, high byte first",
            Self::CodePage(page) => page.region,
        }
    }

    /// Its name for messages, for a file with or without a byte-order mark.
    pub fn name(self, marked: bool) -> &'static str {
        match (self, marked) {
            (Self::Utf8, false) => "UTF-8",
            (Self::Utf8, true) => "UTF-8 with BOM",
            (Self::Utf16Le, false) => "UTF-16LE",
            (Self::Utf16Le, true) => "UTF-16LE with BOM",
            (Self::Utf16Be, false) => "UTF-16BE",
            (Self::Utf16Be, true) => "UTF-16BE with BOM",
            (Self::CodePage(page), _) => page.label,
        }
    }

    /// Whether it is a code page, which has only the characters of a region and isn't told by a mark.
    pub fn is_code_page(self) -> bool {
        matches!(self, Self::CodePage(_))
    }

    /// The first character of a text that can't be written in it.
    pub fn missing(self, text: &str) -> Option<char> {
        match self {
            Self::CodePage(page) => page.encode(text).err(),
            Self::Utf8 | Self::Utf16Le | Self::Utf16Be => None,
        }
    }
}

/// A name in lower case, without what separates letters and digits.
fn simple(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_people_write_them() {
        for (option, names) in [
            ("utf-8", &["UTF8", "65001"][..]),
            ("utf-16le", &["UTF-16LE", "utf16le"]),
            ("windows-1250", &["windows-1250", "CP1250", "cp-1250", "1250", "Windows1250"]),
            ("windows-874", &["874", "cp874"]),
            ("shift_jis", &["Shift-JIS", "SJIS", "932", "cp932", "windows-932", "Windows-31J"]),
            ("gbk", &["GBK", "gb2312", "GB-2312", "936", "cp936"]),
            ("euc-kr", &["EUC_KR", "euckr", "949", "cp949"]),
            ("big5", &["Big-5", "950", "cp950"]),
            ("macintosh", &["Mac", "MacRoman", "macintosh"]),
        ] {
            for name in names {
                assert_eq!(Encoding::named(name).map(Encoding::option), Some(option), "{name}");
            }
        }
        for unknown in ["", "-", "windows", "cp", "125", "ansi", "win-mac", "12500"] {
            assert_eq!(Encoding::named(unknown), None, "{unknown}");
        }
        for encoding in Encoding::ALL {
            assert_eq!(Encoding::named(encoding.option()), Some(encoding));
            assert_eq!(Encoding::named(encoding.name(false)), Some(encoding));
        }
    }

    #[test]
    fn characters_outside_a_code_page_are_found() {
        assert_eq!(Encoding::WINDOWS_1252.missing("naïve €"), None);
        assert_eq!(Encoding::WINDOWS_1252.missing("Łódź"), Some('Ł'));
        assert_eq!(Encoding::WINDOWS_1252.missing("\u{80}"), Some('\u{80}'));
        assert_eq!(Encoding::Utf16Le.missing("Łódź 😀"), None);
        let japan = Encoding::named("932").expect("Shift_JIS");
        assert_eq!(japan.missing("株式会社 髙橋 \\"), None);
        assert_eq!(japan.missing("100 ¥"), Some('¥'), "it would be written as a backslash");
    }
}
