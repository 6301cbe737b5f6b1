//! Excel: what a cell shows after a CSV file was opened, which is what it saves.

use super::formula::{self, Outcome};
use super::number::{self, Number};
use super::read::{self, Parts, Time};
use super::region::Region;

/// The longest text of a cell.
const LIMIT: usize = 32_767;

/// How a cell's value is shown.
enum Shown {
    /// In the format General, at most cut.
    General(String),
    /// In a format of its own, which a narrow column fills with `#`.
    Formatted(String),
}

/// The text of a cell after opening and saving.
pub fn saved(region: &Region, text: &str) -> String {
    match shown(region, text) {
        Some(Shown::General(text) | Shown::Formatted(text)) => text,
        None => cut(&text.replace("\r\n", "\n")),
    }
}

/// The same with columns that are too narrow for dates and amounts.
pub fn narrow(region: &Region, text: &str) -> String {
    match shown(region, text) {
        Some(Shown::Formatted(text)) => "#".repeat(text.chars().count().clamp(3, 8)),
        _ => saved(region, text),
    }
}

/// The text of a cell in a column with the format `0`, which shows numbers without decimals.
pub fn whole(text: &str) -> String {
    let digits = text.trim();
    if !number::is_digits(digits) {
        return text.to_owned();
    }
    let digits = digits.trim_start_matches('0');
    match digits.get(15..) {
        None if digits.is_empty() => "0".to_owned(),
        None => digits.to_owned(),
        Some(rest) => digits[..15].to_owned() + &"0".repeat(rest.len()),
    }
}

fn cut(text: &str) -> String {
    let units: Vec<u16> = text.encode_utf16().take(LIMIT).collect();
    String::from_utf16_lossy(&units)
}

fn shown(region: &Region, text: &str) -> Option<Shown> {
    let bare = text.trim_matches(' ');
    if bare.is_empty() || bare.len() > 255 {
        return None;
    }
    amount(region, bare)
        .or_else(|| fraction(bare))
        .or_else(|| truth(region, bare))
        .or_else(|| moment(region, bare))
        .or_else(|| calculated(region, text))
}

fn amount(region: &Region, text: &str) -> Option<Shown> {
    let point = region.point;
    if let Some(percent) = text.strip_suffix('%') {
        let number = number::signed(percent.trim_end(), region)?;
        let decimals = if number.has_decimals { 2 } else { 0 };
        let sign = if number.value < 0.0 { "-" } else { "" };
        let digits = number::fixed(number.value, decimals).replace('.', &point.to_string());
        return Some(Shown::Formatted(format!("{sign}{digits}%")));
    }
    let (is_negative, inner) = number::without_sign(text);
    let money = inner.strip_prefix(region.currency).or_else(|| inner.strip_suffix(region.currency));
    if let Some(money) = money {
        let number = number::unsigned(money.trim_matches([' ', '\u{a0}']), region)?;
        return Some(currency(region, number, is_negative));
    }
    let number = number::unsigned(inner, region)?;
    // Whether Excel takes groups behind a zero isn't documented.
    if number.is_grouped && inner.starts_with('0') {
        return None;
    }
    let value = if is_negative { -number.value } else { number.value };
    if value.abs() > 9.99e307 {
        return None;
    }
    Some(if number.has_exponent {
        Shown::Formatted(number::two_decimals_and_power(value, point))
    } else if number.is_grouped {
        let decimals = if number.has_decimals { 2 } else { 0 };
        let sign = if is_negative { "-" } else { "" };
        Shown::Formatted(format!("{sign}{}", number::grouped(value, decimals, region)))
    } else {
        Shown::General(number::excel_general(value, point))
    })
}

/// An amount of money; the American format leaves room for a closing bracket.
fn currency(region: &Region, number: Number, is_negative: bool) -> Shown {
    let digits = number::grouped(number.value, if number.has_decimals { 2 } else { 0 }, region);
    let sign = region.currency;
    Shown::Formatted(match (region.name, is_negative) {
        ("en-US", true) => format!("({sign}{digits})"),
        ("en-US", false) => format!("{sign}{digits} "),
        ("en-GB" | "ja-JP", true) => format!("-{sign}{digits}"),
        ("en-GB" | "ja-JP", false) => format!("{sign}{digits}"),
        (_, true) if region.is_currency_first => format!("-{sign} {digits}"),
        (_, false) if region.is_currency_first => format!("{sign} {digits}"),
        (_, true) => format!("-{digits} {sign}"),
        (_, false) => format!("{digits} {sign}"),
    })
}

fn fraction(text: &str) -> Option<Shown> {
    let (whole, fraction) = text.split_once(' ')?;
    let (top, bottom) = fraction.split_once('/')?;
    let read = |text: &str| -> Option<u64> {
        (number::is_digits(text) && text.len() < 6).then(|| text.parse().ok())?
    };
    let (whole, mut top, mut bottom) = (read(whole)?, read(top)?, read(bottom)?);
    if bottom == 0 || top >= bottom || bottom > 9 {
        return None;
    }
    for divisor in [7, 5, 3, 2, 2] {
        if top % divisor == 0 && bottom % divisor == 0 {
            (top, bottom) = (top / divisor, bottom / divisor);
        }
    }
    Some(Shown::Formatted(match (whole, top) {
        (_, 0) => format!("{whole}    "),
        (0, _) => format!(" {top}/{bottom}"),
        _ => format!("{whole} {top}/{bottom}"),
    }))
}

fn truth(region: &Region, text: &str) -> Option<Shown> {
    let upper = text.to_uppercase();
    let is_error = region.errors.contains(&&*upper) || upper == "#N/A";
    (region.truth.contains(&&*upper) || is_error).then_some(Shown::General(upper))
}

/// A date, a time, or both.
fn moment(region: &Region, text: &str) -> Option<Shown> {
    if let Some(time) = read::time(text) {
        return Some(Shown::Formatted(clock(region, time)));
    }
    let date =
        |text: &str| read::excel_date(text, region).or_else(|| read::named_date(text, region));
    let form = |parts| match parts {
        Parts::Full => region.excel[0],
        Parts::DayMonth => region.excel[1],
        Parts::MonthYear => region.excel[2],
        Parts::Named => region.excel[3],
    };
    if let Some((day, parts)) = date(text) {
        return Some(Shown::Formatted(read::write(day, form(parts), region)));
    }
    let (first, rest) = text.split_once(' ')?;
    let (day, parts) = read::excel_date(first, region).filter(|(_, p)| *p == Parts::Full)?;
    let time = read::time(rest).filter(|time| time.h < 24)?;
    let day = read::write(day, form(parts), region);
    let clock = clock(region, Time { s: None, is_twelve: false, ..time });
    Some(Shown::Formatted(format!("{day} {clock}")))
}

fn clock(region: &Region, Time { h, m, s, is_twelve }: Time) -> String {
    if is_twelve && region.order == super::region::Order::MonthDay {
        let hour = if h % 12 == 0 { 12 } else { h % 12 };
        let half = if h < 12 { "AM" } else { "PM" };
        return match s {
            None => format!("{hour}:{m:02} {half}"),
            Some(s) => format!("{hour}:{m:02}:{s:02} {half}"),
        };
    }
    if h > 23 {
        return format!("{h}:{m:02}:{:02}", s.unwrap_or(0));
    }
    let hours = region.hours.replace("{hh}", &format!("{h:02}")).replace("{h}", &h.to_string());
    let minutes = hours.replace("{mm}", &format!("{m:02}"));
    s.map_or(minutes.clone(), |s| format!("{minutes}:{s:02}"))
}

/// What a text gives that begins like a formula; one that isn't well-formed stays.
fn calculated(region: &Region, text: &str) -> Option<Shown> {
    let first = text.chars().next()?;
    let formula = match first {
        '=' | '@' => &text[1..],
        '+' | '-' => text,
        _ => return None,
    };
    Some(Shown::General(match formula::calculate(formula, region.sum, region)? {
        // How the smallest numbers are shown depends on the column's width.
        Outcome::Number(value) if value != 0.0 && value.abs() < 1e-4 => return None,
        Outcome::Number(value) => number::excel_general(value, region.point),
        Outcome::Text(text) => text,
        Outcome::Truth(is) => region.truth[usize::from(!is)].to_owned(),
        Outcome::UnknownName => region.errors[0].to_owned(),
        Outcome::DivisionByZero => region.errors[1].to_owned(),
    }))
}
