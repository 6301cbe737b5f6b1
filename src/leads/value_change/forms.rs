//! The forms in which a change is typed, by the kind of column.

use super::ValueChange;
use crate::leads::Kind;
use std::borrow::Cow;

/// A form in which a change is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeForm {
    /// An example that can be typed as it is.
    pub text: Cow<'static, str>,
    /// What it does.
    pub meaning: Cow<'static, str>,
}

impl ChangeForm {
    /// The form that sets a value of a drop-down.
    pub fn of_choice(text: &str, meaning: &str) -> Self {
        let text = ValueChange::Set(text.to_owned()).to_string();
        Self { text: text.into(), meaning: meaning.to_owned().into() }
    }
}

const fn form(text: &'static str, meaning: &'static str) -> ChangeForm {
    ChangeForm { text: Cow::Borrowed(text), meaning: Cow::Borrowed(meaning) }
}

const DATES: &[ChangeForm] = &[
    form("+=1q", "one quarter later; m months, y years, w weeks"),
    form("-=2w", "two weeks earlier"),
    form("+=30", "30 days later"),
    form("end of month", "the last day of its own month; also quarter, year"),
    form("start of quarter", "the first day of its own quarter; also month, year"),
    form("next working day", "Saturday and Sunday become Monday"),
    form("= 12/31/2026", "this day in all"),
];

const AMOUNTS: &[ChangeForm] = &[
    form("*=1.1", "times 1.1, rounded to the decimals of the currency"),
    form("+=10%", "ten percent more"),
    form("+=500", "500 more"),
    form("-=500", "500 less"),
    form("/=2", "half"),
    form("round 100", "to the nearest hundred"),
    form("= 1000", "this amount in all"),
];

const NOTES: &[ChangeForm] = &[
    form("append Called, no answer", "on a line of its own, at the end"),
    form("prepend Called, no answer", "on a line of its own, at the beginning"),
    form("trim", "without spaces at the end of lines"),
    form("= Called", "this text in all"),
];

const TEXTS: &[ChangeForm] = &[
    form("append (renewal)", "behind the text, after a space"),
    form("append \"-26\"", "exactly this behind the text"),
    form("prepend Renewal:", "before the text, and a space between"),
    form("upper", "IN CAPITALS"),
    form("lower", "in small letters"),
    form("title", "Each Word With A Capital"),
    form("trim", "without spaces around it and with one between words"),
    form("= Renewal", "this text in all"),
];

const OTHERS: &[ChangeForm] = &[
    form("upper", "IN CAPITALS"),
    form("lower", "in small letters"),
    form("title", "Each Word With A Capital"),
    form("trim", "without spaces around it"),
    form("= VALUE", "this value in all"),
];

const CHOICES: &[ChangeForm] = &[
    form("= VALUE", "one of its values in all"),
    form("upper", "IN CAPITALS"),
    form("trim", "without spaces around it"),
];

/// The forms for the cells of a kind of column, the most used first.
pub fn forms(kind: Kind) -> &'static [ChangeForm] {
    match kind {
        Kind::Date => DATES,
        Kind::Amount => AMOUNTS,
        Kind::LongText => NOTES,
        Kind::Text => TEXTS,
        Kind::Choice(_) => CHOICES,
        Kind::Parts(_) => OTHERS,
    }
}
