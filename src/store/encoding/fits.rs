//! Finds the code pages in which a file can be read, to name them in the error: nothing is guessed.

use crate::leads::sort::sort_by;
use crate::leads::{CodePage, Encoding};

/// How many code pages are named.
const MAX_NAMED: usize = 4;

/// The part of the best score that a code page reaches at least to be named.
const MIN_SHARE: f64 = 0.75;

/// The code pages in which bytes can be read, those first in which they look most like words.
pub(super) fn of(bytes: &[u8]) -> Vec<Encoding> {
    let mut scored: Vec<(f64, &CodePage)> =
        Encoding::code_pages().filter_map(|page| Some((score(bytes, page)?, page))).collect();
    sort_by(&mut scored, |(a, _), (b, _)| b.total_cmp(a));
    let best = scored.first().map_or(0.0, |(score, _)| *score);
    scored.retain(|(score, _)| *score >= best * MIN_SHARE);
    scored.into_iter().take(MAX_NAMED).map(|(_, page)| Encoding::CodePage(page)).collect()
}

/// Which part of the characters beyond ASCII looks like letters in words; nothing if a line can't be
/// read, or would be written in other bytes again.
fn score(bytes: &[u8], page: &CodePage) -> Option<f64> {
    let (mut points, mut most) = (0, 0);
    // No code page has a line feed as a part of another character.
    for line in bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_ascii()) {
        let text =
            page.decode(line).ok().filter(|text| page.encode(text).as_deref() == Ok(line))?;
        let chars: Vec<char> = text.chars().collect();
        for (at, &c) in chars.iter().enumerate().filter(|(_, c)| !c.is_ascii()) {
            let before = at.checked_sub(1).and_then(|at| chars.get(at));
            points += plausibility(before.copied(), c, chars.get(at + 1).copied());
            most += BEST;
        }
    }
    Some(f64::from(points) / f64::from(most.max(1)))
}

/// The plausibility of a letter among letters of its script.
const BEST: u32 = 2;

/// How likely a character is where it is: a letter beside letters of its script, another sign, or neither.
fn plausibility(before: Option<char>, c: char, after: Option<char>) -> u32 {
    let script = Script::of(c);
    let neighbours = [before, after].into_iter().flatten();
    let mut neighbours = neighbours.filter(|&c| Script::of(c) != Script::None);
    match script {
        Script::None if c.is_control() || matches!(c, '\u{e000}'..='\u{f8ff}') => 0,
        // Signs and half-width letters are rare in names.
        Script::None | Script::Rare => 1,
        _ if before.is_some_and(char::is_lowercase) && c.is_uppercase() => 0,
        // Of a Latin word most letters are ASCII.
        Script::Latin if !neighbours.clone().any(|n| n.is_ascii()) => 1,
        _ if neighbours.all(|n| Script::of(n) == script) => BEST,
        _ => 0,
    }
}

/// The script of a letter, as far as it tells code pages apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Thai,
    FarEast,
    Rare,
    None,
}

impl Script {
    fn of(c: char) -> Self {
        match c {
            'ª' | 'º' | 'µ' => Self::None,
            '\u{300}'..='\u{36f}' => Self::Latin,
            '\u{e31}' | '\u{e34}'..='\u{e4e}' => Self::Thai,
            '\u{ff61}'..='\u{ff9f}' => Self::Rare,
            _ if !c.is_alphabetic() => Self::None,
            '\u{370}'..='\u{3ff}' => Self::Greek,
            '\u{400}'..='\u{4ff}' => Self::Cyrillic,
            '\u{590}'..='\u{5ff}' => Self::Hebrew,
            '\u{600}'..='\u{6ff}' => Self::Arabic,
            '\u{e00}'..='\u{e7f}' => Self::Thai,
            '\u{2e80}'.. => Self::FarEast,
            _ => Self::Latin,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_page_of_a_text_is_among_those_that_are_named() {
        for (name, text) in [
            ("windows-1252", "Größe, café, São Paulo, Málaga, 5 €, Ærø, naïve"),
            ("windows-1250", "Łódź, Kraków, České Budějovice, Győr, Ţara"),
            ("windows-1251", "Москва, ООО Ромашка, Київ"),
            ("windows-1253", "Αθήνα, Θεσσαλονίκη, Ελλάδα"),
            ("windows-1254", "İstanbul, Şişli, Çağrı, Işık"),
            ("windows-1255", "ירושלים, תל אביב, חברה בעמ"),
            ("windows-1256", "القاهرة, شركة الرياض, دبي"),
            ("windows-1257", "Rīga, Šiauliai, Tartu Ülikool, Ķekava"),
            ("windows-1258", "công ty Ha\u{300} Nô\u{323}i, Đa\u{300} N\u{103}\u{303}ng"),
            ("windows-874", "กรุงเทพ, บริษัท ไทย จำกัด"),
            ("shift_jis", "株式会社ソフト, 東京, カタカナ, 髙橋"),
            ("gbk", "北京科技有限公司, 上海, 深圳"),
            ("euc-kr", "서울 주식회사, 부산, 한국"),
            ("big5", "台北股份有限公司, 高雄, 香港"),
            ("macintosh", "Größe, café, São Paulo, Málaga"),
        ] {
            let encoding = Encoding::named(name).expect("an encoding");
            let Encoding::CodePage(page) = encoding else { panic!("{name} is a code page") };
            let bytes = page.encode(text).expect(name);
            let fits = of(&bytes);
            let names: Vec<&str> = fits.iter().map(|e| e.option()).collect();
            assert!(fits.contains(&encoding), "{name}: {names:?}");
            assert!(fits.len() <= MAX_NAMED);
        }
    }
}
