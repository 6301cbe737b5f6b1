//! Kinds of cells: how typed text is read, and how it is written into the file.

pub mod amount;
pub mod cell;
pub mod conventions;
pub mod date;
pub mod decimal;
pub mod member;
pub mod parts;

use super::{Col, FileContext, Kind};
use amount::AmountReading;
use chrono::NaiveDate;
use conventions::Conventions;
use date::DateReading;

/// What a typed text is understood as.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Understood {
    /// The text that the cell gets.
    pub text: String,
    /// What it means in other words, so that a mistyped value shows: the weekday of a date, an amount in groups.
    pub detail: String,
    /// Why the text is ambiguous, and how to type it clearly; else empty.
    pub doubt: String,
}

impl Understood {
    /// A text that is written as it was typed.
    pub fn as_typed(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// Reads what the user typed into a cell: the text that the cell gets, and what it means.
///
/// What can be read in one way only is written in the form that Partner Center wants: `2027-03-01`
/// becomes `03/01/2027`, `1,250.00` becomes `1250.00`; line breaks and tabs become spaces in columns of
/// one line. Anything else stays as it was typed, and the
/// rules say what is wrong with it: nothing is guessed and nothing is thrown away.
pub fn understand(col: Col, typed: &str, context: &FileContext) -> Understood {
    understand_by(col, typed, context, Conventions::default())
}

/// Reads a text as [`understand`] does, by what is known of the texts beside it.
pub fn understand_by(
    col: Col,
    typed: &str,
    context: &FileContext,
    conventions: Conventions,
) -> Understood {
    match col.column().kind {
        Kind::LongText => Understood::as_typed(typed),
        Kind::Date => date(typed, context.today, conventions),
        Kind::Amount => amount(typed, conventions),
        Kind::Parts(parts) => {
            let whole = parts.split(typed).map(|split| parts.join(split));
            Understood::as_typed(whole.unwrap_or_else(|| member::tidy(typed)))
        }
        Kind::Text | Kind::Choice(_) => Understood::as_typed(one_line(typed)),
    }
}

fn date(typed: &str, today: NaiveDate, conventions: Conventions) -> Understood {
    match date::read(typed, today, conventions) {
        DateReading::Day(day) => Understood {
            text: date::write(day),
            detail: format!("{}, {}", day.format("%a %-d %b"), date::far(day, today)),
            doubt: String::new(),
        },
        DateReading::Either(month_first, day_first) => Understood {
            doubt: format!(
                "Is it {} or {}? Type {} or {}.",
                month_first.format("%-d %B"),
                day_first.format("%-d %B"),
                month_first.format("%-m/%-d/%Y"),
                day_first.format("%-m/%-d/%Y"),
            ),
            ..Understood::as_typed(one_line(typed))
        },
        DateReading::Nothing => Understood::as_typed(one_line(typed)),
    }
}

fn amount(typed: &str, conventions: Conventions) -> Understood {
    match amount::read(typed, conventions) {
        AmountReading::One(text) => {
            let aside = if text.len() > 4 { amount::grouped(&text) } else { String::new() };
            let detail = if aside == text { String::new() } else { aside };
            Understood { text, detail, doubt: String::new() }
        }
        AmountReading::Either(thousands, decimals) => Understood {
            doubt: format!(
                "Is it {} or {decimals}? Type {thousands} or {}.",
                amount::grouped(&thousands),
                amount::unambiguous(&decimals)
            ),
            ..Understood::as_typed(one_line(typed))
        },
        AmountReading::Nothing => Understood::as_typed(one_line(typed)),
    }
}

/// The length of a text as Excel counts it, and the longest that a cell of it can have.
///
/// Excel counts the units of UTF-16.
pub fn notes_limit(text: &str) -> (usize, usize) {
    let used = if text.is_ascii() { text.len() } else { text.encode_utf16().count() };
    (used, EXCEL_CELL)
}

/// The longest text that a cell of Excel can hold.
pub(super) const EXCEL_CELL: usize = 32_767;

/// Joins the lines of a text with single spaces, and drops spaces around it.
fn one_line(typed: &str) -> String {
    let lines = typed.split(['\r', '\n', '\t']).filter(|part| !part.is_empty());
    lines.collect::<Vec<_>>().join(" ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_block_becomes_one_line_except_in_notes() {
        let context = FileContext::new(NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"));
        let text = |col, typed| understand(col, typed, &context).text;
        assert_eq!(text(Col::LeadName, "A\tB\r\nC  D\n"), "A B C  D");
        assert_eq!(text(Col::Notes, "A\tB\r\nC"), "A\tB\r\nC");
        assert_eq!(text(Col::DealValue, "12\nx"), "12 x");
        assert_eq!(text(Col::CloseDate, " so\ton "), "so on");
    }

    #[test]
    fn a_date_is_shown_with_its_weekday_or_both_days_if_it_is_ambiguous() {
        let context = FileContext::new(NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"));
        let date = |typed| understand(Col::CloseDate, typed, &context);
        assert_eq!(date("3/1/27").detail, "Mon 1 Mar, in 99 days");
        let either = date("5.6.2027");
        assert_eq!(either.text, "5.6.2027");
        assert_eq!(either.doubt, "Is it 6 May or 5 June? Type 5/6/2027 or 6/5/2027.");
    }

    #[test]
    fn an_amount_is_shown_in_groups_or_both_numbers_if_it_is_ambiguous() {
        let context = FileContext::new(NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"));
        let amount = |typed| understand(Col::DealValue, typed, &context);
        assert_eq!(amount("1250000.5").detail, "1 250 000.5");
        assert_eq!(amount("500").detail, "");
        for typed in ["1,250", "1.250"] {
            let either = amount(typed);
            assert_eq!(either.text, typed);
            assert_eq!(either.doubt, "Is it 1 250 or 1.25? Type 1250 or 1.25.");
        }
        assert_eq!(amount("12.563").doubt, "Is it 12 563 or 12.563? Type 12563 or 12.5630.");
        assert_eq!(
            (amount("12.5630").text, amount("12.5630").doubt),
            ("12.5630".into(), String::new())
        );
    }
}
