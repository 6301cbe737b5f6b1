//! Character sets: a file that is read or written with another one than its own.

use super::Model;
use encoding_rs as page;
use encoding_rs::Encoding;

/// The code pages of some regions.
static PAGES: [&Encoding; 8] = [
    page::WINDOWS_1252,
    page::WINDOWS_1250,
    page::WINDOWS_1251,
    page::WINDOWS_1254,
    page::SHIFT_JIS,
    page::GBK,
    page::EUC_KR,
    page::MACINTOSH,
];

/// Programs that only mistake the character set.
pub fn models() -> Vec<Model> {
    let mut models = Vec::new();
    for page in PAGES {
        let name = page.name();
        models.push(Model::new(format!("saved as {name}"), |text| saved_as(page, text)));
        models.push(Model::new(format!("UTF-8 read as {name}"), |text| misread(page, text)));
        let as_utf_8 = |text: &str| String::from_utf8_lossy(&bytes(page, text)).into_owned();
        models.push(Model::new(format!("{name} read as UTF-8"), as_utf_8));
        if page != page::WINDOWS_1252 {
            let as_1252 = |text: &str| read(page::WINDOWS_1252, &bytes(page, text));
            models.push(Model::new(format!("{name} read as windows-1252"), as_1252));
        }
    }
    let twice = |text: &str| misread(page::WINDOWS_1252, &misread(page::WINDOWS_1252, text));
    models.push(Model::new("UTF-8 read as windows-1252, twice", twice));
    models.push(Model::new("saved as ASCII", as_ascii));
    let lost = |text: &str| as_ascii(&misread(page::WINDOWS_1252, text));
    models.push(Model::new("UTF-8 read as windows-1252, saved as ASCII", lost));
    models
}

/// The code page of Windows in a region.
pub fn of_region(name: &str) -> &'static Encoding {
    match name {
        "pl-PL" => page::WINDOWS_1250,
        "ja-JP" => page::SHIFT_JIS,
        _ => page::WINDOWS_1252,
    }
}

/// The bytes of a text in a code page; a letter that it lacks becomes `?`, one that Windows stores as two
/// units becomes two.
fn bytes(page: &'static Encoding, text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for c in text.chars() {
        let letter = c.to_string();
        match page.encode(&letter) {
            (own, _, false) => bytes.extend_from_slice(&own),
            _ => bytes.extend(std::iter::repeat_n(b'?', c.len_utf16())),
        }
    }
    bytes
}

fn read(page: &'static Encoding, bytes: &[u8]) -> String {
    page.decode_without_bom_handling(bytes).0.into_owned()
}

/// A text that was saved in a code page and is read in it.
pub fn saved_as(page: &'static Encoding, text: &str) -> String {
    read(page, &bytes(page, text))
}

fn misread(page: &'static Encoding, text: &str) -> String {
    read(page, text.as_bytes())
}

fn as_ascii(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect()
}
