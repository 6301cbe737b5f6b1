//! The encodings of a file's characters.

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
    /// Windows-1252, the code page of Western Windows. It has no byte-order mark and isn't guessed.
    Windows1252,
}

impl Encoding {
    /// Every encoding that can be read and written.
    pub const ALL: [Self; 4] = [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Windows1252];

    /// The characters of the bytes 80 to 9F in Windows-1252. The five that Microsoft leaves free are
    /// the control characters of the same number, as in browsers, so that no byte is lost.
    const UPPER: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];

    /// The name for it on the command line.
    pub fn option(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1252 => "windows-1252",
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
            (Self::Windows1252, _) => "Windows-1252",
        }
    }

    /// The first character of a text that can't be written in it.
    pub fn missing(self, text: &str) -> Option<char> {
        match self {
            Self::Windows1252 => text.chars().find(|&c| Self::windows_1252_byte(c).is_none()),
            Self::Utf8 | Self::Utf16Le | Self::Utf16Be => None,
        }
    }

    /// The character for a byte of Windows-1252.
    pub fn windows_1252_char(byte: u8) -> char {
        match byte {
            0x80..=0x9f => Self::UPPER[usize::from(byte - 0x80)],
            _ => char::from(byte),
        }
    }

    /// The byte of Windows-1252 for a character, if there is one.
    pub fn windows_1252_byte(c: char) -> Option<u8> {
        match u8::try_from(u32::from(c)) {
            Ok(byte) if !(0x80..=0x9f).contains(&byte) => Some(byte),
            _ => Self::UPPER.iter().position(|&upper| upper == c).map(|at| at as u8 + 0x80),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_of_windows_1252_is_one_character_and_back() {
        for byte in 0..=u8::MAX {
            let c = Encoding::windows_1252_char(byte);
            assert_eq!(Encoding::windows_1252_byte(c), Some(byte), "{byte:02x}");
        }
        assert_eq!([0x80, 0x99, 0xe9].map(Encoding::windows_1252_char), ['€', '™', 'é']);
    }

    #[test]
    fn characters_outside_windows_1252_are_found() {
        assert_eq!(Encoding::Windows1252.missing("naïve €"), None);
        assert_eq!(Encoding::Windows1252.missing("Łódź"), Some('Ł'));
        assert_eq!(Encoding::Windows1252.missing("\u{80}"), Some('\u{80}'));
        assert_eq!(Encoding::Utf16Le.missing("Łódź 😀"), None);
    }
}
