//! LibreOffice: what a cell shows after a CSV file was opened, which is what it saves.

use super::formula::{self, Outcome};
use super::number;
use super::read::{self, Time};
use super::region::{Order, Region};

/// The longest text of a cell.
const LIMIT: usize = 65_535;

/// The text of a cell after opening and saving, with special numbers detected and formulas calculated.
pub fn saved(region: &Region, text: &str) -> String {
    special(region, text).unwrap_or_else(|| saved_by_default(region, text))
}

/// The same with the choices that the program proposes: only plain numbers and formulas are read.
pub fn saved_by_default(region: &Region, text: &str) -> String {
    let bare = text.trim_matches([' ', '\u{a0}']);
    let plain = number::signed(bare, region).filter(|number| number.value.abs() < 1e300);
    let general = plain.and_then(|number| number::calc_general(number.value, region.point));
    general.or_else(|| calculated(region, text)).unwrap_or_else(|| {
        let lines = text.replace("\r\n", "\n").replace('\r', "\n");
        let units: Vec<u16> = lines.encode_utf16().take(LIMIT).collect();
        String::from_utf16_lossy(&units)
    })
}

/// The text of a cell of a workbook of Excel between the two: fifteen digits, and 32,767 characters.
pub fn by_xlsx(region: &Region, text: &str) -> String {
    let saved = saved(region, text);
    if number::is_digits(&saved) && saved.len() > 15 {
        let rounded: f64 = format!("{:.14e}", saved.parse::<f64>().unwrap_or_default())
            .parse()
            .unwrap_or_default();
        return format!("{rounded:.0}");
    }
    saved.chars().take(32_767).collect()
}

fn special(region: &Region, text: &str) -> Option<String> {
    let bare = text.trim_matches(' ');
    money(region, bare)
        .or_else(|| fraction(region, bare))
        .or_else(|| truth(region, bare))
        .or_else(|| moment(region, bare))
}

/// A percentage, an amount in the region's currency, or a number in brackets.
fn money(region: &Region, text: &str) -> Option<String> {
    if let Some(percent) = text.strip_suffix('%') {
        let number = number::signed(percent.trim_end(), region)?;
        let digits = number::calc_general(number.value, region.point)?;
        // A few decimals are the format's.
        (digits.split_once(region.point).map_or(0, |(_, tail)| tail.len()) < 5).then_some(())?;
        return Some(format!("{digits}%"));
    }
    let (is_negative, inner) = number::without_sign(text);
    let money = inner.strip_prefix(region.currency).or_else(|| inner.strip_suffix(region.currency));
    // The sign of the yen is another one here.
    if money.is_some() && region.name == "ja-JP" {
        return None;
    }
    let number = number::unsigned(money.unwrap_or(inner).trim_matches([' ', '\u{a0}']), region)?;
    if number.value.abs() > 1e300 {
        return None;
    }
    let value = if is_negative { -number.value } else { number.value };
    number::calc_general(value, region.point)
}

fn fraction(region: &Region, text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once(' ')?;
    let (top, bottom) = fraction.split_once('/')?;
    let read = |text: &str| -> Option<f64> {
        (number::is_digits(text) && text.len() < 3).then(|| text.parse().ok())?
    };
    let (whole, top, bottom) = (read(whole)?, read(top)?, read(bottom)?);
    (bottom > 0.0 && top < bottom).then_some(())?;
    number::calc_general(whole + top / bottom, region.point)
}

fn truth(region: &Region, text: &str) -> Option<String> {
    let upper = text.to_uppercase();
    region.truth.contains(&&*upper).then_some(upper)
}

/// A date, a time, or both.
fn moment(region: &Region, text: &str) -> Option<String> {
    let year = text.split('-').next().unwrap_or_default();
    let is_iso = text.matches('-').count() > 1
        && (year.len() == 4 || (region.order == Order::Year && year.len() < 4));
    let form = if is_iso { "{yyyy}-{mm}-{dd}" } else { region.calc };
    let show = |date| Some(read::write(date, form, region));
    if let Some(date) = read::calc_date(text, region) {
        return show(date);
    }
    let has_halves = ["en-US", "en-GB", "fr-FR", "nl-NL", "pt-BR", "pl-PL"].contains(&region.name);
    if let Some(time) = read::time(text).filter(|time| has_halves || !time.is_twelve) {
        return Some(clock(region, time));
    }
    if region.order == Order::MonthDay && text.contains(char::is_alphabetic) {
        return named(region, text);
    }
    let (first, rest) = text.split_once(' ')?;
    let (date, time) = (read::calc_date(first, region)?, read::time(rest)?);
    (region.name != "pl-PL" && time.h < 24 && !time.is_twelve).then_some(())?;
    let day = read::write(date, form, region);
    Some(format!("{day} {:02}:{:02}:{:02}", time.h, time.m, time.s.unwrap_or(0)))
}

/// A date with an English month: only some orders are taken.
fn named(region: &Region, text: &str) -> Option<String> {
    let is_taken = text.starts_with(char::is_alphabetic) && text.contains([' ', '-']);
    let is_day_first = text.matches('-').count() == 2;
    (is_taken || is_day_first).then_some(())?;
    let (date, _) = read::named_date(text, region)?;
    Some(read::write(date, region.calc, region))
}

fn clock(region: &Region, Time { h, m, s, .. }: Time) -> String {
    let s = s.unwrap_or(0);
    if region.order == Order::MonthDay && h < 24 {
        let hour = if h % 12 == 0 { 12 } else { h % 12 };
        let half = if h < 12 { "AM" } else { "PM" };
        return format!("{hour:02}:{m:02}:{s:02} {half}");
    }
    format!("{h:02}:{m:02}:{s:02}")
}

/// What a text gives that begins with `=`.
fn calculated(region: &Region, text: &str) -> Option<String> {
    let formula = text.strip_prefix('=').filter(|formula| !formula.is_empty())?;
    match formula::calculate(formula, "SUM", region)? {
        Outcome::Number(value) => number::calc_general(value, region.point),
        Outcome::Text(text) => Some(text),
        Outcome::Truth(is) => Some(u8::from(is).to_string()),
        Outcome::UnknownName => Some("#NAME?".to_owned()),
        Outcome::DivisionByZero => Some("#DIV/0!".to_owned()),
    }
}
