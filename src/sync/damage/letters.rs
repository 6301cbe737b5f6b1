//! Letters that another program lost or read wrongly.

use std::borrow::Cow;

/// What a text is after its line ends are made the same.
pub(super) fn with_one_line_end(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// The longest texts that programs keep of a cell, in units of UTF-16: by old rules, and those of Excel.
const CUTS: [usize; 3] = [255, 256, 32_767];

/// Whether the new text is the beginning of the old one, cut where a program cuts.
pub(super) fn is_cut(old: &str, new: &str) -> bool {
    let units = |text: &str| text.encode_utf16().count();
    let is_beginning = !new.is_empty() && new.len() < old.len() && old.starts_with(new);
    // Half a character of two units is left out, or became another sign.
    let ends_there =
        || [new.chars().count(), units(new), units(new) + 1].iter().any(|n| CUTS.contains(n));
    is_beginning && ends_there()
}

/// Whether letters became question marks, or the sign for what can't be read; nothing else changed.
pub(super) fn are_lost(old: &str, new: &str) -> bool {
    // Nobody types the sign for what can't be read.
    let unread = |text: &str| text.matches('\u{fffd}').count();
    if unread(new) > unread(old) {
        return true;
    }
    let is_sign = |c: char| matches!(c, '?' | '_');
    if !new.contains(is_sign) || old.is_ascii() {
        return false;
    }
    // A letter becomes one sign, or one for each of its units or bytes.
    let signs_of: [fn(char) -> usize; 3] = [|_| 1, char::len_utf16, char::len_utf8];
    signs_of.iter().any(|signs| {
        let mut rest = new.chars().peekable();
        let is_there = old.chars().all(|c| {
            // In the place of the backslash Shift_JIS has the yen.
            let is_kept = rest.next_if(|&new| new == c || (c, new) == ('¥', '\\')).is_some();
            is_kept
                || !c.is_ascii() && (0..signs(c)).all(|_| rest.next_if(|&c| is_sign(c)).is_some())
        });
        is_there && rest.next().is_none()
    })
}

/// Whether letters became similar ones: digits and signs of other widths and scripts, hyphens, quotes.
pub(super) fn are_replaced(old: &str, new: &str) -> bool {
    // The zeros of other scripts; nine digits follow each.
    const ZEROS: [u32; 4] = [0x660, 0x6f0, 0x966, 0xe50];
    let similar = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        // In the place of the backslash Shift_JIS has the yen.
        '¥' => '\\',
        '£' if new.contains('￡') => '￡',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '“' | '”' | '„' => '"',
        '‘' | '’' | '‚' => '\'',
        _ => {
            let digit =
                ZEROS.iter().find_map(|zero| u32::from(c).checked_sub(*zero).filter(|n| *n < 10));
            digit.and_then(|n| char::from_digit(n, 10)).unwrap_or(c)
        }
    };
    !old.is_ascii() && old.chars().map(similar).eq(new.chars())
}

/// Whether the new text is the old one with other quotes, dashes, dots and signs, as programs set them while one
/// types.
pub(super) fn is_typeset(old: &str, new: &str) -> bool {
    let plain = |text: &str| {
        let mut plain = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '“' | '”' | '„' | '«' | '»' => plain.push('"'),
                '‘' | '’' | '‚' => plain.push('\''),
                '–' | '—' => plain.push_str("--"),
                '…' => plain.push_str("..."),
                '©' => plain.push_str("(c)"),
                '®' => plain.push_str("(r)"),
                '™' => plain.push_str("(tm)"),
                _ => plain.push(c),
            }
        }
        // A dash between blanks is made longer.
        plain.replace(" -- ", " - ")
    };
    let typeset = |text: &str| text.chars().filter(|c| "“”„«»‘’‚–—…©®™".contains(*c)).count();
    typeset(new) > typeset(old) && plain(old) == plain(new)
}

/// Whether blanks around the text or tabs in it are gone, or blanks of another kind became ordinary ones.
pub(super) fn is_trimmed(old: &str, new: &str) -> bool {
    fn bare(text: &str) -> impl Iterator<Item = char> {
        let is_blank = |c: char| c.is_whitespace();
        let ordinary = |c: char| if matches!(c, '\u{a0}' | '\u{202f}') { ' ' } else { c };
        text.trim_matches(is_blank).chars().map(ordinary)
    }
    let without_tabs = || old.chars().filter(|c| *c != '\t').eq(new.chars());
    new.len() < old.len() && (bare(old).eq(bare(new)) || without_tabs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_became_signs_are_lost_and_a_question_is_an_edit() {
        for (old, new) in [
            ("日本の顧客", "?????"),
            ("Jürgen", "J?rgen"),
            ("Jürgen", "J\u{fffd}rgen"),
            ("Jürgen", "J\u{fffd}\u{fffd}rgen"),
            ("Zoë 🚀", "Zo? ??"),
            ("Łódź", "_?d_"),
        ] {
            assert!(are_lost(old, new), "{old} {new}");
        }
        for (old, new) in
            [("Really", "Really?"), ("Jürgen", "Jürgen?"), ("Jürgen", "Jurgen"), ("a", "?")]
        {
            assert!(!are_lost(old, new), "{old} {new}");
        }
    }

    #[test]
    fn a_text_is_cut_where_programs_cut() {
        let long = "é".repeat(40_000);
        let cut = |n: usize| "é".repeat(n);
        assert!(is_cut(&long, &cut(255)) && is_cut(&long, &cut(32_767)));
        assert!(
            !is_cut(&long, &cut(32_000)) && !is_cut(&long, "") && !is_cut(&cut(255), &cut(255))
        );
    }

    #[test]
    fn quotes_and_dashes_are_typeset() {
        assert!(is_typeset("\"It's\" - so...", "“It’s” – so…"));
        assert!(!is_typeset("“It’s”", "\"It's\"") && !is_typeset("a - b", "a b"));
    }
}
