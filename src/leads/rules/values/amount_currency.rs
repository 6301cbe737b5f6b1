//! Deal value and currency (V, C).

use super::super::words::{is_blank, is_digits, is_scientific, quoted, user_set};
use crate::leads::kind::amount;
use crate::leads::kind::cell::{self, CellValue};
use crate::leads::lists::ValueList;
use crate::leads::values::{Currency, CurrencyGroup};
use crate::leads::{Check, Col, Lead, Level, Report, RowScope, Rule, Severity};

pub(in super::super) static AMOUNTS: [Rule; 7] = [
    Rule {
        code: "V-01",
        severity: Severity::ErrorIfUploaded,
        check: Check::Row(RowScope::OPEN.unless(is_ordinary_amount), not_plain),
        text: "The deal value isn't a number.",
        help: "Write digits, and a point before decimals, such as 12563 or 12563.50.",
        source: "Leads bulk page, Estimated Deal Value: example 12563",
    },
    Rule {
        code: "V-02",
        severity: Severity::ErrorIfUploaded,
        check: Check::Row(RowScope::OPEN.unless(is_ordinary_amount), decorated),
        text: "The deal value is written with separators, a currency symbol or an exponent.",
        help: "Partner Center reads a plain number. Where Excel wrote an exponent, digits are \
        lost: get the value from its source.",
        source: "Our interpretation: spreadsheets write numbers this way; the example on the Leads \
        bulk page is plain",
    },
    Rule {
        code: "V-03",
        severity: Severity::ErrorIfUploaded,
        check: Check::Row(RowScope::OPEN.unless(is_ordinary_amount), negative),
        text: "The deal value is negative.",
        help: "An estimate is greater than zero; remove the minus sign.",
        source: "Our interpretation: an estimated value can't be below zero",
    },
    Rule {
        code: "V-04",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN.unless(is_ordinary_amount), zero),
        text: "The deal value is 0.",
        help: "Partner Center asks for an estimate; 0 may be rejected.",
        source: "Our interpretation: the column is required, and 0 isn't an estimate",
    },
    Rule {
        code: "V-05",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN.unless(is_ordinary_amount), decimals),
        text: "The deal value has more decimals than its currency.",
        help: "Most currencies have two decimals, some none and some three. The value may be \
        rounded or rejected.",
        source: "Our interpretation: ISO 4217 gives each currency its decimals",
    },
    Rule {
        code: "V-06",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN.unless(is_ordinary_amount), huge),
        text: "The deal value is unusually large.",
        help: "Check that no decimal point was lost and that the value is in the right currency.",
        source: "Our interpretation: numbers beyond 15 digits lose digits in most programs",
    },
    Rule {
        code: "V-07",
        severity: Severity::ErrorIfUploaded,
        check: Check::Row(RowScope::OPEN.unless(is_ordinary_amount), ambiguous),
        text: "The new deal value can be read in two ways.",
        help: "12.563 is twelve thousand with a point between thousands, and twelve and a half with a \
        decimal point. Type 12563, or 12.5630. In a currency with three decimals it is the latter.",
        source: "Our interpretation: half of the regions write a point between thousands",
    },
];

pub(in super::super) static CURRENCIES: [Rule; 5] = [
    Rule {
        code: "C-01",
        severity: Severity::ErrorIfUploaded,
        check: Check::Row(RowScope::OPEN.unless(is_ordinary_currency), not_a_code),
        text: "The currency isn't a code of three capital letters.",
        help: "Write an ISO 4217 code such as USD or EUR.",
        source: "Leads bulk page, Currency: ISO 4217 code",
    },
    Rule {
        code: "C-02",
        severity: Severity::ErrorIfUploaded,
        check: Check::Row(RowScope::OPEN.unless(is_ordinary_currency), unknown_code),
        text: "The currency isn't an ISO 4217 code.",
        help: "Choose the currency from the list.",
        source: "Leads bulk page, Currency: ISO 4217 code",
    },
    Rule {
        code: "C-03",
        severity: Severity::ErrorIfUploaded,
        check: Check::Row(RowScope::OPEN.unless(is_ordinary_currency), fund),
        text: "The code stands for a fund, a metal or a test.",
        help: "ISO 4217 has codes that no deal can be valued in. Choose a currency from the list.",
        source: "Our interpretation: ISO 4217 marks these codes as funds, metals, testing and no \
        currency",
    },
    Rule {
        code: "C-04",
        severity: Severity::ErrorIfUploaded,
        check: Check::Row(RowScope::OPEN.unless(is_ordinary_currency), withdrawn),
        text: "The currency is no longer in use.",
        help: "A downloaded code only causes a warning, because Partner Center may still know it. \
        Use the successor and convert the value.",
        source: "Our interpretation: ISO 4217 list three holds the withdrawn codes",
    },
    Rule {
        code: "C-05",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN.unless(is_ordinary_currency), recent),
        text: "The currency is so new that Partner Center may not know it.",
        help: "If the upload rejects it, use another currency and convert the value.",
        source: "Our interpretation: Partner Center's currencies may lag behind ISO 4217",
    },
];

/// What is wrong with the form of an amount.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AmountError {
    /// It can't be read as a number (V-01).
    NotPlain,
    /// It is a number with something around its digits (V-02).
    Decorated,
    /// It is below zero (V-03).
    Negative,
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '\'' | '’') || amount::CURRENCY_SYMBOLS.contains(&c)
}

/// What is wrong with the form of an amount, so that only one rule reports it.
fn amount_error(text: &str) -> Option<AmountError> {
    if is_blank(text) || amount::is_plain(text) {
        return None;
    }
    let bare = text.trim();
    let inner = bare
        .strip_prefix(['-', '−'])
        .or_else(|| bare.strip_prefix('(').and_then(|t| t.strip_suffix(')')));
    if inner.is_some_and(|inner| amount::suggest(inner).is_some()) {
        return Some(AmountError::Negative);
    }
    let numeric = text.chars().all(|c| c.is_ascii_digit() || c == '.' || is_separator(c));
    let decorated = text.contains(is_separator) || text.matches('.').count() > 1;
    let has_digit = text.bytes().any(|b| b.is_ascii_digit());
    if is_scientific(text) || (numeric && decorated && has_digit) {
        Some(AmountError::Decorated)
    } else {
        Some(AmountError::NotPlain)
    }
}

/// The most digits of an amount that isn't unusually large.
const MAX_USUAL_DIGITS: usize = 12;

/// Whether the deal value is a whole number above 0 that isn't unusually large.
pub(in super::super) fn is_ordinary_amount(row: &Lead) -> bool {
    let text = row.text(Col::DealValue);
    text.len() <= MAX_USUAL_DIGITS && !text.starts_with('0') && is_digits(text)
}

/// Whether the currency is one that a deal can be valued in, and not a recent one.
pub(in super::super) fn is_ordinary_currency(row: &Lead) -> bool {
    of_group(row, CurrencyGroup::Ordinary).is_some()
}

fn not_plain(row: &Lead, report: &mut Report) {
    let text = row.text(Col::DealValue);
    if amount_error(text) == Some(AmountError::NotPlain) {
        let message = format!(
            "{} isn't a number; use digits only, with \".\" for decimals, such as 12563.50.",
            quoted(text)
        );
        offer(text, report, message);
    }
}

fn decorated(row: &Lead, report: &mut Report) {
    let text = row.text(Col::DealValue);
    if amount_error(text) != Some(AmountError::Decorated) {
        return;
    }
    if is_scientific(text) {
        let message = format!("{} isn't a plain number; digits were lost by Excel.", quoted(text));
        report.field_cell(Col::DealValue, message);
    } else if let Some(message) = two_amounts(text) {
        report.field_cell(Col::DealValue, message);
    } else {
        let message = format!("{} isn't a plain number; write it like 12563.50.", quoted(text));
        offer(text, report, message);
    }
}

/// Says which two amounts a text can mean, and how to write each.
fn two_amounts(text: &str) -> Option<String> {
    let (thousands, decimals) = amount::readings(text)?;
    let (shown, clear) = (amount::grouped(&thousands), amount::unambiguous(&decimals));
    Some(format!("{} can mean {shown} or {decimals}; write {thousands} or {clear}.", quoted(text)))
}

fn offer(text: &str, report: &mut Report, message: String) {
    let finding = report.field_cell(Col::DealValue, message);
    if let Some(plain) = amount::suggest(text) {
        finding.fix(plain);
    }
}

fn negative(row: &Lead, report: &mut Report) {
    let text = row.text(Col::DealValue);
    if amount_error(text) == Some(AmountError::Negative) {
        report.field_cell(
            Col::DealValue,
            format!("The deal value can't be negative ({}); write the estimate.", quoted(text)),
        );
    }
}

/// The row's deal value if it is a plain number.
fn plain<'a>(row: &Lead<'a>) -> Option<&'a str> {
    Some(row.text(Col::DealValue)).filter(|text| amount::is_plain(text))
}

fn zero(row: &Lead, report: &mut Report) {
    if plain(row).is_some_and(amount::is_zero) {
        report.field_cell(
            Col::DealValue,
            "The deal value is 0; Partner Center asks for an estimate, so write one.",
        );
    }
}

/// The number of decimals of the currency, if the amount has more.
fn exceeded_decimals(row: &Lead, text: &str) -> Option<u8> {
    let allowed = row.lists().currency(row.text(Col::Currency)).map_or(2, |c| c.decimals);
    // A zero behind three decimals says that they are no thousands.
    let text = if allowed < 3 { text } else { text.trim_end_matches('0') };
    (amount::decimals(text) > usize::from(allowed)).then_some(allowed)
}

fn decimals(row: &Lead, report: &mut Report) {
    // Whether it has decimals at all is asked first (V-07).
    let Some(text) = plain(row).filter(|text| !is_asked(row, text)) else { return };
    let Some(allowed) = exceeded_decimals(row, text) else { return };
    let known = row.lists().currency(row.text(Col::Currency));
    let currency = known.map_or("Most", |c| c.code.as_str());
    report.field_cell(
        Col::DealValue,
        format!("{currency} amounts have {allowed} decimals; {} has more.", quoted(text)),
    );
}

/// Whether the user, or another program, wrote an amount that can mean two.
fn is_asked(row: &Lead, text: &str) -> bool {
    let decimals = || row.lists().decimals(row.text(Col::Currency));
    row.changed(Col::DealValue) && cell::amount(text, decimals) == CellValue::Ambiguous
}

/// Reports a point before three digits where the currency doesn't say that they are decimals.
fn ambiguous(row: &Lead, report: &mut Report) {
    if let Some(message) = plain(row).filter(|text| is_asked(row, text)).and_then(two_amounts) {
        report.field_cell(Col::DealValue, message);
    }
}

fn huge(row: &Lead, report: &mut Report) {
    let Some(text) = plain(row) else { return };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole = whole.trim_start_matches('0').len();
    if whole > MAX_USUAL_DIGITS
        || (whole + fraction.len() > 15 && exceeded_decimals(row, text).is_none())
    {
        report.field_cell(
            Col::DealValue,
            format!("{} is unusually large; check the value.", quoted(text)),
        );
    }
}

fn is_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase())
}

fn not_a_code(row: &Lead, report: &mut Report) {
    let text = row.text(Col::Currency);
    if is_blank(text) || is_code(text) {
        return;
    }
    let message = format!("Currency must be an ISO 4217 code such as USD, not {}.", quoted(text));
    let finding = report.field_cell(Col::Currency, message);
    let upper = text.trim().to_ascii_uppercase();
    match row.lists().currency(&upper) {
        Some(c) if c.group == CurrencyGroup::Withdrawn => finding.fix(c.successor.as_str()),
        Some(c) if c.group != CurrencyGroup::Fund => finding.fix(upper),
        _ => {}
    }
}

fn unknown_code(row: &Lead, report: &mut Report) {
    let text = row.text(Col::Currency);
    if is_code(text) && row.lists().currency(text).is_none() {
        report.field_cell(
            Col::Currency,
            format!(
                "\"{text}\" isn't a currency code of {}; choose one from the list.",
                row.lists().owner(ValueList::Currencies, "ISO 4217")
            ),
        );
    }
}

/// The row's currency, if it belongs to this group.
fn of_group<'a>(row: &Lead<'a>, group: CurrencyGroup) -> Option<&'a Currency> {
    row.lists().currency(row.text(Col::Currency)).filter(|c| c.group == group)
}

fn fund(row: &Lead, report: &mut Report) {
    if let Some(c) = of_group(row, CurrencyGroup::Fund)
        && user_set(row, Col::Currency)
    {
        report.field_cell(
            Col::Currency,
            format!("{} ({}) isn't a currency that a deal can be valued in.", c.code, c.name),
        );
    }
}

fn withdrawn(row: &Lead, report: &mut Report) {
    let Some(c) = of_group(row, CurrencyGroup::Withdrawn) else { return };
    let message = format!("{} was withdrawn; use {} and convert the value.", c.code, c.successor);
    let finding = report.field_cell(Col::Currency, message);
    if !user_set(row, Col::Currency) {
        finding.level = finding.level.min(Level::Warning);
    }
    finding.fix(c.successor.as_str());
}

fn recent(row: &Lead, report: &mut Report) {
    if let Some(c) = of_group(row, CurrencyGroup::Recent)
        && user_set(row, Col::Currency)
    {
        report.field_cell(
            Col::Currency,
            format!("{} is new; Partner Center may not know it yet.", c.code),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::probe::Probe;
    use super::*;

    fn upload(value: &'static str, currency: &'static str) -> Probe {
        Probe::upload(&["Estimated Deal Value", "Currency"], &[value, currency])
    }

    #[test]
    fn each_format_of_amount_has_one_finding() {
        for (text, code, fix) in [
            ("12,563", "V-02", None),
            ("$12563", "V-02", Some("12563")),
            ("1.250.000", "V-02", Some("1250000")),
            (" 12563 ", "V-02", Some("12563")),
            ("1.2E+11", "V-02", None),
            ("-5", "V-03", None),
            ("(5.00)", "V-03", None),
            ("abc", "V-01", None),
            ("12k", "V-01", None),
            ("1.", "V-01", Some("1")),
            ("$", "V-01", None),
            ("0.00", "V-04", None),
            ("1.234", "V-05", None),
            ("1000000000000", "V-06", None),
        ] {
            let row = upload(text, "USD");
            assert_eq!(row.codes(), [code], "{text}");
            assert_eq!(row.all(code)[0].fix.as_deref(), fix, "{text}");
        }
    }

    #[test]
    fn decimals_are_those_of_the_currency() {
        assert_eq!(upload("1.234", "KWD").codes(), [""; 0]);
        assert_eq!(upload("1.5", "JPY").codes(), ["V-05"]);
    }

    #[test]
    fn a_new_amount_is_asked_about_unless_its_currency_has_three_decimals() {
        let header = ["Estimated Deal Value", "Currency"];
        let codes = |currency| {
            let row = Probe::download(&header, &["5", currency]);
            row.with("Estimated Deal Value", "12.563").codes()
        };
        assert_eq!(codes("USD"), ["V-07"]);
        assert_eq!(codes("KWD"), [""; 0]);
    }

    #[test]
    fn each_currency_has_one_finding_and_a_usable_suggestion() {
        for (text, code, fix) in [
            ("usd", "C-01", Some("USD")),
            (" EUR", "C-01", Some("EUR")),
            ("hrk", "C-01", Some("EUR")),
            ("xau", "C-01", None),
            ("EURO", "C-01", None),
            ("ABC", "C-02", None),
            ("XAU", "C-03", None),
            ("HRK", "C-04", Some("EUR")),
            ("XCG", "C-05", None),
        ] {
            let row = upload("5", text);
            assert_eq!(row.codes(), [code], "{text}");
            assert_eq!(row.all(code)[0].fix.as_deref(), fix, "{text}");
        }
    }

    #[test]
    fn a_downloaded_code_that_was_withdrawn_only_warns() {
        let header = ["Estimated Deal Value", "Currency"];
        let row = Probe::download(&header, &["5", "BGN"]).with("Estimated Deal Value", "6");
        assert_eq!(row.all("C-04")[0].level, Level::Warning);
        let row = Probe::download(&header, &["5", "EUR"]).with("Currency", "BGN");
        assert_eq!(row.all("C-04")[0].level, Level::Error);
    }
}
