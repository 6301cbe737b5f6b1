//! The estimated close date (E).

use super::super::kinds::RowKinds;
use super::super::words::quoted;
use crate::leads::index::Row;
use crate::leads::kind::conventions::Conventions;
use crate::leads::kind::date::{self, DateError, DateForm, DateReading};
use crate::leads::{Check, Col, Lead, Report, RowScope, Rows, Rule, Severity, plural};
use chrono::{Datelike, NaiveDate};

pub(in super::super) static RULES: [Rule; 7] = [
    Rule {
        code: "E-01",
        severity: Severity::ErrorIfUploaded,
        check: Check::CloseDate(RowScope::OPEN, no_date),
        text: "The close date isn't a date.",
        help: "Write it as MM/DD/YYYY, such as 03/31/2027.",
        source: "Leads bulk page, Estimated Close Date: MM/DD/YYYY",
    },
    Rule {
        code: "E-02",
        severity: Severity::ErrorIfUploaded,
        check: Check::CloseDate(RowScope::OPEN, no_such_day),
        text: "There is no such day.",
        help: "The month comes first. If the first number is above 12, day and month are swapped.",
        source: "Leads bulk page, Estimated Close Date: MM/DD/YYYY",
    },
    Rule {
        code: "E-03",
        severity: Severity::ErrorIfUploaded,
        check: Check::CloseDate(RowScope::OPEN, other_form),
        text: "The close date is written in another format.",
        help: "Excel's regional setting is the usual cause, and Partner Center may reject the \
        whole file for it. Write MM/DD/YYYY.",
        source: "Leads bulk page, Estimated Close Date: MM/DD/YYYY",
    },
    Rule {
        code: "E-05",
        severity: Severity::Warning,
        check: Check::Kinds(Some(Col::CloseDate), order_of_date, day_first),
        text: "Some close dates are day-first, so others may be as well.",
        help: "A date such as 05/06/2027 is read as 6 May. Where the day was meant to come first, \
        the date is wrong but looks right.",
        source: "Our interpretation: one program wrote the whole column in one format",
    },
    Rule {
        code: "E-06",
        severity: Severity::Warning,
        check: Check::CloseDate(RowScope::OPEN, past),
        text: "The lead is open and its close date is in the past.",
        help: "Enter the date on which you now expect to close the deal.",
        source: "Our interpretation: an expected date is in the future",
    },
    Rule {
        code: "E-07",
        severity: Severity::Warning,
        check: Check::CloseDate(RowScope::OPEN, unusual_year),
        text: "The year of the close date is unusual.",
        help: "It is before 2000 or more than twenty years ahead; check the digits.",
        source: "Our interpretation: such a year is most likely a typing error",
    },
    Rule {
        code: "E-08",
        severity: Severity::Note,
        check: Check::CloseDate(RowScope::OPEN, utc),
        text: "Dates are in UTC.",
        help: "Partner Center may show the day before or after, depending on the time zone. You \
        don't have to do anything.",
        source: "Leads bulk page, Estimated Close Date: UTC, the portal may show another day",
    },
];

/// The most years ahead of a date that is usual.
const MAX_YEARS_AHEAD: i32 = 20;

/// Whether a date is in another form than Partner Center's, not just no date at all.
fn has_other_form(text: &str) -> bool {
    has_three_numbers(text) || date::suggest(text).is_some()
}

/// Whether a text is three numbers with something between, such as `3/1/27`.
fn has_three_numbers(text: &str) -> bool {
    let date = text.trim().split(['T', ' ']).next().unwrap_or_default();
    let mut parts = date.split(['/', '-', '.']);
    let number = |p: &str| (1..=4).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit());
    (0..3).all(|_| parts.next().is_some_and(number)) && parts.next().is_none()
}

fn no_date(_: &Lead, written: &DateForm, report: &mut Report) {
    if written.day == Err(DateError::Form) && !has_other_form(written.text) {
        let value = quoted(written.text);
        report.field_cell(
            Col::CloseDate,
            format!("Estimated Close Date must be MM/DD/YYYY, not {value}."),
        );
    }
}

fn other_form(row: &Lead, written: &DateForm, report: &mut Report) {
    // A downloaded date without its zeros is accepted; one that the user wrote is converted to the form that
    // every page shows.
    if let Ok(day) = written.day
        && row.is_known()
        && row.changed(Col::CloseDate)
        && date::write(day) != written.text
    {
        let meant = date::write(day);
        let message = format!("{} isn't MM/DD/YYYY; convert it to {meant}?", quoted(written.text));
        report.field_cell(Col::CloseDate, message).fix(meant);
        return;
    }
    if written.day != Err(DateError::Form) || !has_other_form(written.text) {
        return;
    }
    let value = quoted(written.text);
    let conventions = Conventions::default();
    if let DateReading::Either(one, other) =
        date::read(written.text, row.context.today, conventions)
    {
        let [first, second] = [one, other].map(|day| day.format("%-d %B"));
        let [one, other] = [one, other].map(date::write);
        let message = format!("{value} can mean {first} or {second}; write {one} or {other}.");
        report.field_cell(Col::CloseDate, message);
        return;
    }
    let Some(meant) = date::suggest(written.text).map(date::write) else {
        report.field_cell(Col::CloseDate, format!("{value} isn't MM/DD/YYYY; write it that way."));
        return;
    };
    let message = format!("{value} isn't MM/DD/YYYY; convert it to {meant}?");
    report.field_cell(Col::CloseDate, message).fix(meant);
}

fn no_such_day(_: &Lead, written: &DateForm, report: &mut Report) {
    let text = written.text;
    if written.day != Err(DateError::NoSuchDay) {
        return;
    }
    let Some(meant) = swapped(text) else {
        report.field_cell(Col::CloseDate, format!("There's no date {text}; write MM/DD/YYYY."));
        return;
    };
    let message = format!("There's no date {text}; day and month may be swapped: {meant}?");
    report.field_cell(Col::CloseDate, message).fix(meant);
}

/// Writes a day-first date with the month first.
fn swapped(text: &str) -> Option<String> {
    let mut parts = text.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    date::portal(&format!("{month}/{day}/{year}")).ok().map(date::write)
}

/// The kind of a lead whose close date is written with the day first for certain.
const DAY_FIRST: u8 = 1;
/// The kind of a lead whose close date could be read both ways.
const EITHER_FIRST: u8 = 2;

fn order_of_date(rows: &dyn Rows, row: Row) -> u8 {
    let Some(field) = rows.layout().field(Col::CloseDate) else { return 0 };
    let text = rows.text(row, field);
    match date::portal(&text) {
        Err(DateError::NoSuchDay) if date::is_day_first(&text) => DAY_FIRST,
        Ok(day) if day.day() <= 12 && day.day() != day.month() => EITHER_FIRST,
        _ => 0,
    }
}

fn day_first(rows: &dyn Rows, kinds: &RowKinds, report: &mut Report) {
    let Some(field) = rows.layout().field(Col::CloseDate) else { return };
    let (certain, ambiguous) = (kinds.count(DAY_FIRST), kinds.count(EITHER_FIRST));
    if certain > 0 && ambiguous > 0 {
        report.at_field(
            field,
            format!(
                "{} in this column {} day-first; check {} that could be read both ways.",
                plural(certain, "date"),
                if certain == 1 { "is" } else { "are" },
                plural(ambiguous, "date")
            ),
        );
    }
}

fn is_unusual(date: NaiveDate, today: NaiveDate) -> bool {
    date.year() < 2000 || date.year() > today.year() + MAX_YEARS_AHEAD
}

fn past(row: &Lead, written: &DateForm, report: &mut Report) {
    let today = row.context.today;
    let is_open = matches!(row.text(Col::Status), "New" | "Active");
    if let Ok(date) = written.day
        && is_open
        && date < today
        && !is_unusual(date, today)
    {
        report.field_cell(
            Col::CloseDate,
            ["Estimated Close Date ", &date::write(date), " is in the past; give a new one."]
                .concat(),
        );
    }
}

fn unusual_year(row: &Lead, written: &DateForm, report: &mut Report) {
    if let Ok(date) = written.day
        && is_unusual(date, row.context.today)
    {
        report.field_cell(Col::CloseDate, format!("{} is an unusual year; check it.", date.year()));
    }
}

fn utc(row: &Lead, written: &DateForm, report: &mut Report) {
    if row.changed(Col::CloseDate) && written.day.is_ok() {
        report.field_cell(
            Col::CloseDate,
            "Dates are UTC; Partner Center may show the day before or after.",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::probe::Probe;

    #[test]
    fn each_format_of_date_has_one_finding() {
        let header = ["Partner Referral Status", "Estimated Close Date"];
        for (text, codes, fix) in [
            ("soon", &["E-01"][..], None),
            ("########", &["E-01"], None),
            ("02/30/2027", &["E-02"], None),
            ("13/02/2027", &["E-02"], Some("02/13/2027")),
            ("2027-03-01", &["E-03"], Some("03/01/2027")),
            ("3/1/27", &["E-03"], None),
            ("2027. 3. 1.", &["E-03"], Some("03/01/2027")),
            ("1-Mrz-27", &["E-03"], Some("03/01/2027")),
            ("27/03/31", &["E-03"], None),
            ("46112", &["E-03"], Some("03/31/2026")),
            ("03/01/2027 00:00", &["E-03"], Some("03/01/2027")),
            ("1/1/1999", &["E-07"], None),
            ("11/21/2026", &["E-06"], None),
            ("11/22/2026", &[], None),
            ("3/1/2027", &[], None),
            ("01/30/2047", &["E-07"], None),
        ] {
            let row = Probe::upload(&header, &["Active", text]);
            assert_eq!(row.codes(), codes, "{text}");
            if let Some(code) = codes.first() {
                assert_eq!(row.all(code)[0].fix.as_deref(), fix, "{text}");
            }
        }
    }

    #[test]
    fn two_readings_of_a_date_are_named_as_days() {
        let header = ["Partner Referral Status", "Estimated Close Date"];
        let found = Probe::upload(&header, &["Active", "5.6.2027"]).all("E-03");
        let message = r#""5.6.2027" can mean 6 May or 5 June; write 05/06/2027 or 06/05/2027."#;
        assert_eq!(found[0].message.to_string(), message);
    }

    #[test]
    fn a_date_without_padding_is_accepted_if_downloaded_and_not_if_written() {
        let header = ["Partner Referral Status", "Estimated Close Date"];
        let row = Probe::download(&header, &["Active", "3/1/2027"]);
        assert!(row.clone().with("Partner Referral Status", "New").all("E-03").is_empty());
        let written = row.with("Estimated Close Date", "4/1/2027").all("E-03");
        assert_eq!(written[0].fix.as_deref(), Some("04/01/2027"));
    }
}
