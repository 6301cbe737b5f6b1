//! Numbers: how programs read them, and how they show them in the format "General".

use super::region::Region;

/// A number as it was written.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    pub value: f64,
    pub is_grouped: bool,
    /// Whether it has decimals.
    pub has_decimals: bool,
    pub has_exponent: bool,
}

/// Reads digits with thousands in groups, decimals and a power of ten; no sign.
pub fn unsigned(text: &str, region: &Region) -> Option<Number> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        None => (text, None),
        Some((mantissa, power)) => {
            let digits = power.strip_prefix(['+', '-']).unwrap_or(power);
            (is_digits(digits) && digits.len() < 4).then_some(())?;
            (mantissa, Some(power))
        }
    };
    let (whole, decimals) = match mantissa.split_once(region.point) {
        None => (mantissa, None),
        Some((whole, decimals)) => (whole, Some(decimals)),
    };
    let mut groups = whole.split(region.group);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let fits = rest.iter().all(|group| group.len() == 3 && is_digits(group));
    let is_whole = if rest.is_empty() {
        first.is_empty() || is_digits(first)
    } else {
        fits && first.len() < 4 && is_digits(first)
    };
    let decimal = decimals.unwrap_or_default();
    let is_decimal = decimal.is_empty() || is_digits(decimal);
    if !is_whole || !is_decimal || (first.is_empty() && decimal.is_empty()) {
        return None;
    }
    let digits = format!("0{first}{}.{decimal}0e{}", rest.concat(), exponent.unwrap_or("0"));
    Some(Number {
        value: digits.parse().ok()?,
        is_grouped: !rest.is_empty(),
        has_decimals: !decimal.is_empty(),
        has_exponent: exponent.is_some(),
    })
}

/// Reads a number with a sign directly before it.
pub fn signed(text: &str, region: &Region) -> Option<Number> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    unsigned(rest, region).map(|number| Number { value: sign * number.value, ..number })
}

pub fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A number rounded to some significant digits, as mantissa and power of ten; zeros at the end are gone.
fn scientific(value: f64, digits: usize) -> (String, i32) {
    let text = format!("{:.*e}", digits - 1, value.abs());
    let (mantissa, power) = text.split_once('e').unwrap_or((&text, "0"));
    let mantissa = if mantissa.contains('.') {
        mantissa.trim_end_matches('0').trim_end_matches('.')
    } else {
        mantissa
    };
    (mantissa.to_owned(), power.parse().unwrap_or_default())
}

/// A number with some decimals and without its sign.
///
/// With few decimals, halves are rounded up in the decimal system, as by programs that calculate with
/// fifteen digits.
pub fn fixed(value: f64, decimals: usize) -> String {
    let few = if decimals < 3 { 4.0 * f64::EPSILON } else { 0.0 };
    format!("{:.*}", decimals, value.abs() * (1.0 + few))
}

/// A number rounded to some decimals; zeros at the end are gone.
fn rounded(value: f64, decimals: usize) -> String {
    let text = format!("{:.*}", decimals, value.abs());
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

fn with_sign(value: f64, text: &str, point: char) -> String {
    let sign = if value < 0.0 && text != "0" { "-" } else { "" };
    format!("{sign}{}", text.replace('.', &point.to_string()))
}

/// A number as Excel shows it in the format General: at most eleven characters.
pub fn excel_general(value: f64, point: char) -> String {
    let size = value.abs();
    if value == 0.0 {
        return "0".to_owned();
    }
    if !(1e-9..1e11).contains(&size) {
        let (mantissa, power) = scientific(value, 6);
        let sign = if power < 0 { '-' } else { '+' };
        return with_sign(value, &format!("{mantissa}E{sign}{:02}", power.abs()), point);
    }
    let whole = format!("{:.0}", size.trunc()).len();
    with_sign(value, &rounded(value, 10_usize.saturating_sub(whole)), point)
}

/// A number as LibreOffice shows it in the format General: fifteen digits.
///
/// Nothing for numbers whose form isn't known from the fixtures.
pub fn calc_general(value: f64, point: char) -> Option<String> {
    let size = value.abs();
    if value == 0.0 {
        return Some("0".to_owned());
    }
    if size < 1e-4 || (size > 9.007e15 && size < 1e16) {
        return None;
    }
    if size >= 1e16 {
        let (mantissa, power) = scientific(value, 15);
        return Some(with_sign(value, &format!("{mantissa}E+{power:03}"), point));
    }
    let whole = if size < 1.0 { 0 } else { format!("{:.0}", size.trunc()).len() };
    let text = rounded(value, 15_usize.saturating_sub(whole));
    Some(with_sign(value, &text, point))
}

/// A number as Excel shows it in the format `0.00E+00`.
pub fn two_decimals_and_power(value: f64, point: char) -> String {
    let text = format!("{:.2e}", value.abs());
    let (mantissa, power) = text.split_once('e').unwrap_or((&text, "0"));
    let power: i32 = power.parse().unwrap_or_default();
    let sign = if power < 0 { '-' } else { '+' };
    with_sign(value, &format!("{mantissa}E{sign}{:02}", power.abs()), point)
}

/// A number with its thousands in groups and two decimals, or none; no sign.
pub fn grouped(value: f64, decimals: usize, region: &Region) -> String {
    let text = fixed(value, decimals);
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(region.group);
        }
        out.push(digit);
    }
    if !rest.is_empty() {
        out.push(region.point);
        out.push_str(rest);
    }
    out
}

/// Whether a number is below zero, by a sign or by brackets around it, and the rest of it.
pub fn without_sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        Some(inner) => (true, inner.trim_matches(' ')),
        None => match text.strip_prefix('-') {
            Some(inner) => (true, inner.trim_start_matches(' ')),
            None => (false, text.strip_prefix('+').unwrap_or(text).trim_start_matches(' ')),
        },
    }
}
