//! Amounts: digits, and a decimal point before decimals.

use super::conventions::{Conventions, DecimalMark};
use std::cmp::Ordering;

/// Whether a text is an amount as Partner Center wants it.
pub fn is_plain(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let decimal = |(whole, decimals)| digits(whole) && digits(decimals);
    digits(text) || text.split_once('.').is_some_and(decimal)
}

/// The number of decimals of a plain amount.
pub fn decimals(plain: &str) -> usize {
    plain.split_once('.').map_or(0, |(_, decimals)| decimals.len())
}

/// The number of digits between two separators of thousands.
const GROUP: u8 = 3;

/// What the text of an amount can mean; amounts are plain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AmountReading {
    /// One amount.
    One(String),
    /// One of two: the first if the separator stands between thousands, the second if it stands before decimals.
    Either(String, String),
    /// No amount.
    Nothing,
}

/// Reads an amount in any form: `12 563`, `1,250.00`, `1.250,00`, `1'250`, `€ 500` and `1.2k`.
///
/// `12,563` and `12.563` can mean two amounts each, unless it is known which sign stands before decimals, or that
/// the currency has three of them behind a point.
pub fn read(text: &str, conventions: Conventions) -> AmountReading {
    let text = text.trim();
    let is_by_currency = conventions.mark.is_none() && conventions.decimals >= Some(GROUP);
    if is_by_currency && is_plain(text) {
        return AmountReading::One(text.to_owned());
    }
    if let Some((thousands, decimals)) = readings(text) {
        let is_mark = match conventions.mark {
            None => return AmountReading::Either(thousands, decimals),
            Some(DecimalMark::Point) => text.contains('.'),
            Some(DecimalMark::Comma) => text.contains(','),
        };
        return AmountReading::One(if is_mark { decimals } else { thousands });
    }
    if is_plain(text) {
        return AmountReading::One(text.to_owned());
    }
    if let Some(number) = text.strip_suffix(['k', 'K']) {
        let number = number.trim_end();
        return match read(number, conventions) {
            AmountReading::One(plain) if number.ends_with(|c: char| c.is_ascii_digit()) => {
                AmountReading::One(thousandfold(&plain))
            }
            _ => AmountReading::Nothing,
        };
    }
    let one = match bare(text).split_once(',') {
        // What can't be a group of thousands is a decimal.
        Some((whole, decimals)) if decimals.len() == 3 && (whole == "0" || whole.len() > 3) => {
            Some(format!("{whole}.{decimals}")).filter(|plain| is_plain(plain))
        }
        _ => suggest(text),
    };
    one.map_or(AmountReading::Nothing, AmountReading::One)
}

/// The sign before decimals that the form of an amount proves.
///
/// It is the last one of two different signs, not the one that stands twice, and one before other than three
/// digits.
pub fn proven_mark(text: &str) -> Option<DecimalMark> {
    let bare = bare(text);
    if !bare.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'))
        || suggest(text).is_none()
    {
        return None;
    }
    let (commas, points) = (bare.matches(',').count(), bare.matches('.').count());
    let last = bare.rfind([',', '.'])?;
    let is_comma = bare[last..].starts_with(',');
    let is_group = bare.len() - last == 4 && bare[..last].len() <= 3 && !bare.starts_with('0');
    match (commas, points) {
        (2.., 0) => Some(DecimalMark::Point),
        (0, 2..) => Some(DecimalMark::Comma),
        (1, 0) | (0, 1) if is_group => None,
        _ if is_comma => Some(DecimalMark::Comma),
        _ => Some(DecimalMark::Point),
    }
}

/// A plain amount times a thousand.
fn thousandfold(plain: &str) -> String {
    let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
    let (moved, rest) = decimals.split_at(decimals.len().min(3));
    let whole = format!("{whole}{moved:0<3}");
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") }
}

/// The two numbers that a text can mean whose only separator is followed by three digits: with
/// thousands (`1250`) and with decimals (`1.25`).
pub fn readings(text: &str) -> Option<(String, String)> {
    let bare = bare(text);
    let (whole, group) = bare.split_once([',', '.'])?;
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let fits = matches!(whole.len(), 1..=3) && group.len() == 3 && digits(whole) && digits(group);
    // A number with a leading zero has no thousands.
    if !fits || whole.starts_with('0') {
        return None;
    }
    let decimals = format!("{whole}.{}", group.trim_end_matches('0'));
    Some((format!("{whole}{group}"), decimals.trim_end_matches('.').to_owned()))
}

/// Writes a plain amount so that it can't mean another one: `12.563` with one more zero.
pub fn unambiguous(plain: &str) -> String {
    if readings(plain).is_some() { format!("{plain}0") } else { plain.to_owned() }
}

/// Writes a plain amount for reading, its whole part in groups of three: `1 250 000.5`.
pub fn grouped(plain: &str) -> String {
    if !is_plain(plain) {
        return plain.to_owned();
    }
    let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
    let mut text = String::new();
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            text.push(' ');
        }
        text.push(digit);
    }
    if decimals.is_empty() { text } else { format!("{text}.{decimals}") }
}

/// The currency symbols that a number may have.
pub const CURRENCY_SYMBOLS: [char; 4] = ['$', '€', '£', '¥'];

/// Whether a text has a currency symbol in it.
pub fn has_currency_symbol(text: &str) -> bool {
    text.contains(CURRENCY_SYMBOLS)
}

/// Removes spaces, apostrophes and currency symbols from a text.
fn bare(text: &str) -> String {
    let between =
        |c: char| c.is_whitespace() || matches!(c, '\'' | '’') || CURRENCY_SYMBOLS.contains(&c);
    text.chars().filter(|c| !between(*c)).collect()
}

/// The plain amount that a text in another form probably means.
pub fn suggest(text: &str) -> Option<String> {
    let bare = bare(text);
    let point = match (bare.rfind(','), bare.rfind('.')) {
        (Some(comma), Some(point)) => Some(comma.max(point)),
        (Some(comma), None) if bare.matches(',').count() == 1 && bare.len() - comma != 4 => {
            Some(comma)
        }
        (None, Some(point)) if bare.matches('.').count() == 1 => Some(point),
        _ => None,
    };
    let (whole, decimals) = point.map_or((bare.as_str(), ""), |at| (&bare[..at], &bare[at + 1..]));
    if !is_grouped(whole) {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let plain = if decimals.is_empty() { whole } else { format!("{whole}.{decimals}") };
    is_plain(&plain).then_some(plain)
}

/// Whether a text that another program wrote is the same number as a plain amount.
///
/// An amount in another form that became plain isn't the same: the user corrected it.
pub fn is_same(old: &str, new: &str) -> bool {
    is_plain(old) && suggest(new).is_some_and(|new| is_equal(old, &new))
}

/// Whether two plain amounts are the same number.
pub fn is_equal(one: &str, other: &str) -> bool {
    compare(one, other).is_eq()
}

/// Whether a plain amount is zero.
pub fn is_zero(plain: &str) -> bool {
    plain.bytes().all(|b| matches!(b, b'0' | b'.'))
}

/// Which of two plain amounts is greater.
pub fn compare(one: &str, other: &str) -> Ordering {
    let (whole, decimals) = parts(one);
    let (other_whole, other_decimals) = parts(other);
    // Without zeros before it, the longer whole number is the greater one.
    let wholes = whole.len().cmp(&other_whole.len()).then_with(|| whole.cmp(other_whole));
    wholes.then_with(|| decimals.cmp(other_decimals))
}

/// The digits before and after the point, without zeros that don't count.
fn parts(plain: &str) -> (&str, &str) {
    let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
    (whole.trim_start_matches('0'), decimals.trim_end_matches('0'))
}

/// Whether a program took the one comma or point of an amount for the other: `12,563` became
/// `12.563`, or `12.500` became `12500`.
pub fn is_separator_swapped(old: &str, new: &str) -> bool {
    let digits = |text: &str| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        digits.trim_end_matches('0').to_owned()
    };
    let mut parts = old.trim().split([',', '.']).skip(1);
    let can_be_both = parts.next().is_some_and(|after| after.len() == 3) && parts.next().is_none();
    can_be_both
        && digits(old) == digits(new)
        && suggest(new).is_some_and(|new| suggest(old).as_ref() != Some(&new))
        && !is_same(old, new)
}

/// Whether a number is digits alone, or groups of three after the first one.
fn is_grouped(whole: &str) -> bool {
    let mut groups = whole.split([',', '.']);
    let first = groups.next().unwrap_or_default();
    let digits = |g: &str| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    digits(first)
        && (rest.is_empty() || first.len() <= 3)
        && rest.iter().all(|g| g.len() == 3 && digits(g))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_only_if_it_is_unambiguous() {
        let typed = |text| match read(text, Conventions::default()) {
            AmountReading::One(plain) => Some(plain),
            _ => None,
        };
        for (text, want) in [
            ("12563", "12563"),
            ("12563.50", "12563.50"),
            ("12 563", "12563"),
            ("1,250.00", "1250.00"),
            ("1.250,00", "1250.00"),
            ("1,250,000", "1250000"),
            ("1250,5", "1250.5"),
            ("$1,250.00", "1250.00"),
            ("1'250", "1250"),
            ("€ 500", "500"),
            ("1\u{202f}250,00", "1250.00"),
            ("1.250.000", "1250000"),
            ("0,125", "0.125"),
            ("1.2k", "1200"),
            ("12 K", "12000"),
            ("0.0005k", "0.5"),
            ("1,5k", "1500"),
        ] {
            assert_eq!(typed(text).as_deref(), Some(want), "{text}");
        }
        for text in [
            "12,563", "12.563", "€1.250", "1.250k", "k", "1kk", "", "-5", "1e5", "12..5",
            "1,25,000", "abc", "1.2.3,4",
        ] {
            assert_eq!(typed(text), None, "{text}");
        }
    }

    #[test]
    fn an_amount_in_another_format_is_the_same_unless_it_was_corrected() {
        for text in ["12563.5", "12,563.50", "12563,5", "$12563.5", "012563.50"] {
            assert!(is_same("12563.50", text), "{text}");
        }
        for text in ["12563", "1.26E+04", "", "12564.50"] {
            assert!(!is_same("12563.50", text), "{text}");
        }
        assert!(!is_same("12,563", "12563"));
    }

    #[test]
    fn a_known_decimal_mark_leaves_one_amount() {
        for (text, point, comma) in [
            ("12.563", "12.563", "12563"),
            ("12,563", "12563", "12.563"),
            ("€ 1.250", "1.25", "1250"),
            ("1.250k", "1250", "1250000"),
            ("7.500,50", "7500.50", "7500.50"),
        ] {
            let one =
                |mark| match read(text, Conventions { mark: Some(mark), ..Conventions::default() })
                {
                    AmountReading::One(plain) => plain,
                    other => panic!("{other:?}"),
                };
            assert_eq!(
                [one(DecimalMark::Point), one(DecimalMark::Comma)],
                [point, comma],
                "{text}"
            );
        }
    }

    #[test]
    fn one_separator_before_three_digits_is_ambiguous() {
        let both = |text| readings(text).map(|(t, d)| format!("{t} {d}"));
        assert_eq!(both("1,250").as_deref(), Some("1250 1.25"));
        assert_eq!(both("$ 12.500").as_deref(), Some("12500 12.5"));
        assert_eq!(both("1.000").as_deref(), Some("1000 1"));
        for text in ["1250", "1,25", "1,250.00", "0,250", "1,250,000", "1234,567", ""] {
            assert_eq!(both(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_are_grouped_for_reading_only() {
        assert_eq!(grouped("1250000.50"), "1 250 000.50");
        assert_eq!(grouped("999"), "999");
        assert_eq!(grouped("1,250"), "1,250");
    }

    #[test]
    fn a_comma_mistaken_for_a_point_differs_from_a_correction() {
        for (old, new) in [("12,563", "12.563"), ("12,500", "12.5"), ("12.500", "12500")] {
            assert!(is_separator_swapped(old, new), "{old} {new}");
        }
        for (old, new) in [("12,563", "12563"), ("12.500", "12.5"), ("12,56", "12.56")] {
            assert!(!is_separator_swapped(old, new), "{old} {new}");
        }
        assert!(
            !is_separator_swapped("12,563", "12564") && !is_separator_swapped("12563", "12.563")
        );
    }

    #[test]
    fn a_single_comma_before_three_digits_is_offered_as_thousands() {
        assert_eq!(suggest("12,563").as_deref(), Some("12563"));
        assert_eq!(suggest("1.2E+11"), None);
    }

    #[test]
    fn plain_means_digits_with_one_point_between() {
        assert!(is_plain("0") && is_plain("1.5"));
        for text in ["", ".", "1.", ".5", "+1", "1e3", "１２"] {
            assert!(!is_plain(text), "{text}");
        }
    }
}
