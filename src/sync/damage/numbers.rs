//! Numbers as spreadsheet programs read and write them.

/// A number that a text can be read as.
#[derive(Clone, Debug, PartialEq)]
struct Number {
    is_negative: bool,
    /// The digits without zeros before and behind; none for 0.
    digits: String,
    /// The power of ten of the last of these digits.
    power: i32,
    /// The power of ten of the last digit that is written.
    last: i32,
    /// Whether it has a power of ten.
    is_scientific: bool,
    /// Whether it has groups, a currency or a percent sign: a program shows two of its decimals, or none.
    is_formatted: bool,
}

/// The digits that a spreadsheet program keeps of a number, and the fewest that it shows of a longer one.
const KEPT_DIGITS: usize = 15;
const SHOWN_DIGITS: usize = 9;
const SHOWN_PLACES: i32 = 9;

/// Whether a spreadsheet program that takes the old text for a number writes the new one for it.
///
/// It keeps 15 digits, shows fewer where a column is narrow or the number is long, and leaves out zeros and
/// signs that a number doesn't need. A text with more of them isn't its work.
pub(super) fn is_rewritten(old: &str, new: &str) -> bool {
    let is_formatted = || numbers(old).iter().any(|number| number.is_formatted);
    if old.eq_ignore_ascii_case(new) || !is_as_written(new, is_formatted) {
        return false;
    }
    let shown = numbers(new);
    // Zero has no power of ten.
    let is_zero = |number: &Number| number.digits.is_empty() && number.is_scientific;
    if shown.iter().any(is_zero) && !new.ends_with("E+00") {
        return false;
    }
    let is_fraction = || {
        let value = fraction(old);
        value.is_some_and(|value| {
            fraction(new) == Some(value)
                || shown.iter().any(|new| (new.value() - value).abs() <= new.one_digit())
        })
    };
    !shown.is_empty() && numbers(old).iter().any(|old| shown.iter().any(|new| old.is_shown_as(new)))
        || is_fraction()
}

/// The value of a whole number and a fraction: `2 3/4`, `0 1/2`; and `1/2` alone, as programs show the second.
fn fraction(text: &str) -> Option<f64> {
    let (before, divisor) = text.trim().split_once('/')?;
    let (whole, number) = before.split_once(' ').unwrap_or(("0", before));
    let divisor = plain(divisor).filter(|divisor| *divisor > 0.0)?;
    Some(plain(whole.trim())? + plain(number.trim())? / divisor)
}

/// Whether a text is a number with a power of ten: `1.2E+11`, `1,2E11`.
pub(super) fn is_scientific(text: &str) -> bool {
    let Some((number, power)) = text.trim().split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let power = power.trim_start_matches(['+', '-']);
    digits(&number.replace([',', '.'], "")) && digits(power)
}

/// Whether a text is a number with nothing but digits, separators and a sign before them.
pub(super) fn is_number(text: &str) -> bool {
    !numbers(text).is_empty()
}

/// The sum of a text of numbers with plus and minus signs between: `+1-425-555`.
pub(super) fn sum(text: &str) -> Option<f64> {
    let mut total = 0.0;
    let mut rest = text.trim();
    let mut terms = 0;
    while !rest.is_empty() {
        let sign = if rest.starts_with('-') { -1.0 } else { 1.0 };
        let number = rest.trim_start_matches(['+', '-']).trim_start();
        let end = number.find(['+', '-']).unwrap_or(number.len());
        total += sign * plain(number[..end].trim())?;
        rest = &number[end..];
        terms += 1;
    }
    (terms > 1).then_some(total)
}

/// The value of digits with at most one point between.
pub(super) fn plain(text: &str) -> Option<f64> {
    let is_plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    text.parse().ok().filter(|_| is_plain)
}

impl Number {
    fn value(&self) -> f64 {
        let digits = if self.digits.is_empty() { "0" } else { &self.digits };
        let value: f64 = format!("{digits}e{}", self.power).parse().unwrap_or_default();
        if self.is_negative { -value } else { value }
    }

    /// The value of one in the last digit that is written.
    fn one_digit(&self) -> f64 {
        10_f64.powi(self.last)
    }

    /// Whether a number is this one with zeros for the digits that a program doesn't keep.
    fn is_cut_to(&self, new: &Self) -> bool {
        let kept = self.digits.get(..KEPT_DIGITS).map(|kept| kept.trim_end_matches('0'));
        let places = |number: &Self| Some(i32::try_from(number.digits.len()).ok()? + number.power);
        kept == Some(&*new.digits)
            && places(self) == places(new)
            && self.is_negative == new.is_negative
    }

    fn is_shown_as(&self, new: &Self) -> bool {
        let is_same =
            self.digits == new.digits && (self.digits.is_empty() || self.power == new.power);
        if is_same && (self.is_negative == new.is_negative || self.digits.is_empty()) {
            return true;
        }
        if self.is_cut_to(new) {
            return true;
        }
        let away = (self.value() - new.value()).abs();
        let is_shortened = self.power < new.last || self.digits.len() > new.digits.len();
        // Digits are cut where fewer are kept; a number that long shows it by zeros at its end.
        let kept = self.digits.len() > KEPT_DIGITS && new.digits.len() <= KEPT_DIGITS;
        let unit = 10_f64.powi(new.power);
        if kept && new.digits.len() >= SHOWN_DIGITS && away < unit {
            return true;
        }
        // And rounded where fewer are shown: of long decimals nine, and as many places at most.
        let size = self.value().abs().log10().floor().max(-400.0) as i32;
        let shown = 10_f64.powi((size + 1 - SHOWN_PLACES).max(-SHOWN_PLACES));
        let is_long =
            self.digits.len() >= SHOWN_DIGITS && self.power < 0 && away <= shown * 0.500_001;
        let may_be_rounded = new.is_scientific || new.is_formatted;
        is_shortened && (is_long || may_be_rounded && away <= new.one_digit() * 0.500_001)
    }
}

/// Signs around a number that say what it counts.
const CURRENCIES: [&str; 23] = [
    "R$", "US$", "CHF", "EUR", "USD", "GBP", "Fr.", "zł", "kr.", "kr", "Kč", "Ft", "lei", "$", "€",
    "£", "\\", "¥", "￥", "₩", "₹", "₽", "₺",
];

/// The numbers that a text can be read as: with a point or a comma before decimals.
fn numbers(text: &str) -> Vec<Number> {
    let mut rest = text.trim_matches(is_blank);
    let mut is_negative = false;
    let mut is_formatted = false;
    let mut power = 0;
    // Brackets, signs, currencies and percent signs stand around a number in any order.
    loop {
        let before = rest;
        if let Some(inner) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            (rest, is_negative) = (inner, true);
        }
        for (sign, makes_negative) in [('-', true), ('−', true), ('+', false)] {
            let behind = || rest.strip_suffix(sign).filter(|_| makes_negative);
            if let Some(other) = rest.strip_prefix(sign).or_else(behind) {
                (rest, is_negative) = (other, is_negative | makes_negative);
            }
        }
        if let Some(other) = rest.strip_suffix('%').or_else(|| rest.strip_prefix('%')) {
            (rest, power, is_formatted) = (other, -2, true);
        }
        for sign in CURRENCIES {
            if let Some(other) = rest.strip_prefix(sign).or_else(|| rest.strip_suffix(sign)) {
                (rest, is_formatted) = (other, true);
            }
        }
        rest = rest.trim_matches(is_blank);
        if rest == before {
            break;
        }
    }
    let (digits, exponent) = match rest.split_once(['E', 'e']) {
        Some((digits, exponent)) => (digits.trim_end(), Some(exponent.trim_start())),
        None => (rest, None),
    };
    if let Some(exponent) = exponent {
        let bare = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if !(1..=3).contains(&bare.len()) || !bare.bytes().all(|b| b.is_ascii_digit()) {
            return Vec::new();
        }
        power += exponent.parse::<i32>().unwrap_or_default();
    }
    let mut found = Vec::new();
    for mark in ['.', ','] {
        if let Some(mut number) = number(digits, mark, power) {
            number.is_scientific = exponent.is_some();
            number.is_formatted |= is_formatted;
            number.is_negative = is_negative;
            if !found.contains(&number) {
                found.push(number);
            }
        }
    }
    found
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{feff}')
}

/// Reads digits with groups of three, and decimals after a mark.
fn number(text: &str, mark: char, power: i32) -> Option<Number> {
    let (whole, decimals) = text.split_once(mark).unwrap_or((text, ""));
    let is_group_sign =
        |c: char| (c != mark && matches!(c, '.' | ',' | '\'' | '’')) || c.is_whitespace();
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let mut groups = whole.split(is_group_sign);
    let first = groups.next()?;
    let is_grouped = |group: &str| group.len() == 3 && all_digits(group);
    let rest: Vec<&str> = groups.collect();
    let fits = all_digits(first)
        && all_digits(decimals)
        && rest.iter().all(|group| is_grouped(group))
        && (rest.is_empty() || (1..=3).contains(&first.len()));
    let digits: String = [first].iter().chain(&rest).copied().chain([decimals]).collect();
    if !fits || digits.is_empty() || digits.len() > 300 {
        return None;
    }
    let last = power - i32::try_from(decimals.len()).ok()?;
    let significant = digits.trim_start_matches('0');
    let bare = significant.trim_end_matches('0');
    let zeros = i32::try_from(significant.len() - bare.len()).ok()?;
    Some(Number {
        is_negative: false,
        digits: bare.to_owned(),
        power: last + zeros,
        last,
        is_scientific: false,
        is_formatted: !rest.is_empty(),
    })
}

/// Whether a spreadsheet program writes a number in such a way: no zeros before it, none after its decimals
/// unless it has a currency, a percent sign or a power of ten, and no plus sign.
fn is_as_written(text: &str, was_formatted: impl Fn() -> bool) -> bool {
    let bare = text.trim_matches(is_blank);
    if is_scientific(&bare.replace('E', "e")) && bare.contains('e') {
        return false;
    }
    let digits = bare.trim_start_matches(|c: char| !c.is_ascii_digit());
    // A power of ten has a capital, a sign and two digits.
    if let Some((_, power)) =
        bare.split_once('E').filter(|_| bare.ends_with(|c: char| c.is_ascii_digit()))
        && !(power.starts_with(['+', '-']) && power.len() >= 3)
    {
        return false;
    }
    let is_decorated = bare.contains('E') || numbers(bare).iter().any(|number| number.is_formatted);
    let has_zeros_before =
        digits.starts_with('0') && digits[1..].starts_with(|c: char| c.is_ascii_digit());
    let last = digits.rfind(['.', ',']);
    let has_zeros_behind = last.is_some_and(|at| digits.ends_with('0') && digits.len() - at != 4);
    !bare.starts_with(['+', '\''])
        && !has_zeros_before
        && (!has_zeros_behind || is_decorated || was_formatted())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_the_form_of_a_program_differs_from_another_number() {
        for (old, new) in [
            ("007", "7"),
            ("+14255550100", "14255550100"),
            ("+14255550100", "1.42556E+10"),
            ("1.50", "1.5"),
            ("1.50", "1,5"),
            ("1,50", "1.5"),
            (".5", "0.5"),
            ("12E3", "1.20E+04"),
            ("12E3", "12000"),
            ("1e5", "1,00E+05"),
            ("10%", "0.1"),
            ("10 %", "10%"),
            ("10%", "10.00%"),
            ("(5)", "-5"),
            ("$5", "$5.00"),
            ("5 €", "5,00 €"),
            ("1 234", "1234"),
            ("1,234", "1234"),
            ("1234567890123456", "1234567890123450"),
            ("12345678901234567890", "1.23457E+19"),
            ("12345678901234567890", "12345678901234600000"),
            ("120000000000000017", "120000000000000000"),
            ("0.123456789012", "0.123456789"),
            (" 12", "12"),
        ] {
            assert!(is_rewritten(old, new), "{old} {new}");
        }
        for (old, new) in [
            ("7", "007"),
            ("7", "8"),
            ("1.5", "1.50"),
            ("1.5", "15"),
            ("123456", "1.23E+06"),
            ("10%", "0.2"),
            ("'123", "123"),
            ("1234567890123456", "1234567890123460x"),
            ("120000000000000017", "1200000000000000000"),
            ("120000000000017", "120000000000000"),
            ("100", "200"),
            ("CRM-7", "7"),
            ("12", "12"),
            ("", "0"),
        ] {
            assert!(!is_rewritten(old, new), "{old} {new}");
        }
    }

    #[test]
    fn decimals_are_rounded_where_two_are_shown_and_fractions_are_divided() {
        for (old, new) in [
            ("34.9562%", "34.96%"),
            ("£678.637", "£678.64"),
            ("7,133.4544", "7,133.45"),
            ("80,414.2", "80,414.20"),
            ("0.09573557652", "0.095735577"),
            ("4.0654265001", "4.0654265"),
            ("00\u{a0}164,5", "164,50"),
            ("2 3/4", "2.75"),
            ("2 3/4", "2,75"),
            ("0 1/2", "1/2"),
            ("1 2/3", "1.666666667"),
        ] {
            assert!(is_rewritten(old, new), "{old} {new}");
        }
        for (old, new) in [
            ("0.0E8", "0.0E81"),
            ("0E-23", "0E-20"),
            ("405E+7", "405e+7"),
            ("504564941445441931", "504564941445444931"),
            ("11637298144159112356747", "11637298144159112556747"),
            ("678.637", "678.64"),
            ("2 3/4", "2.5"),
        ] {
            assert!(!is_rewritten(old, new), "{old} {new}");
        }
    }

    #[test]
    fn a_phone_number_with_dashes_is_a_sum() {
        assert_eq!(sum("+1-425-555-0100"), Some(1.0 - 425.0 - 555.0 - 100.0));
        assert_eq!(sum("-5+3"), Some(-2.0));
        assert_eq!(sum("-5"), None);
        assert_eq!(sum("+1-425-CALL"), None);
    }
}
