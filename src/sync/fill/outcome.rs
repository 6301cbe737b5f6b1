//! An outcome by its name, with a reason: what a value of the file can mean for a lead.

use crate::leads::condition::outcomes_named;
use crate::leads::lists::Lists;
use crate::leads::outcome::{Outcome, Reason, ReasonList, SetBy};
use crate::leads::{did_you_mean, visible};
use std::fmt;

/// An outcome that a lead is to get, and the number of the reason for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedOutcome {
    /// Its name, which is its substatus: `Lost`.
    pub name: String,
    /// The number of the reason, where one is given.
    pub reason: Option<u8>,
}

/// Why a text names no outcome.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutcomeError {
    /// There is no outcome of this name.
    #[error("there is no outcome \"{}\"; expected {expected}{hint}", visible(.text))]
    Unknown {
        /// The name.
        text: String,
        /// The names that there are.
        expected: String,
        /// The name that was probably meant.
        hint: String,
    },
    /// Only Partner Center sets this outcome.
    #[error("only Partner Center sets {0}; expected {1}")]
    ByPortal(String, String),
    /// The outcome has no reasons.
    #[error("{0} has no reasons; expected \"{0}\"")]
    NoReasons(String),
    /// The outcome has no reason of this number.
    #[error("{name} has no reason \"{}\"; expected a number of {numbers}", visible(.text))]
    UnknownReason {
        /// The name of the outcome.
        name: String,
        /// The reason.
        text: String,
        /// The numbers that there are.
        numbers: String,
    },
}

impl fmt::Display for NamedOutcome {
    /// Writes it as it is read: `Lost, reason 1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        self.reason.map_or(Ok(()), |reason| write!(f, ", reason {reason}"))
    }
}

impl NamedOutcome {
    /// Reads an outcome by its name or what the drop-down calls it, with its reason: `Lost, reason 1`.
    ///
    /// # Errors
    ///
    /// Fails if there is no such outcome or reason, or if only Partner Center sets it.
    pub fn parse(text: &str, lists: &Lists) -> Result<Self, OutcomeError> {
        let (name, reason) = match text.split_once(',') {
            Some((name, reason)) => (name.trim(), Some(reason.trim())),
            None => (text.trim(), None),
        };
        let Some(outcome) = find(name, lists) else {
            let names = lists.outcomes().iter().filter(|o| o.set_by == SetBy::Partner);
            return Err(OutcomeError::Unknown {
                text: name.to_owned(),
                expected: expected(lists),
                hint: did_you_mean(name, names.map(|o| o.substatus.as_str())),
            });
        };
        let name = outcome.substatus.clone();
        if outcome.set_by == SetBy::Portal {
            return Err(OutcomeError::ByPortal(name, expected(lists)));
        }
        let Some(reason) = reason else { return Ok(Self { name, reason: None }) };
        let Some(list) = outcome.reasons else { return Err(OutcomeError::NoReasons(name)) };
        let number = reason.strip_prefix("reason").unwrap_or(reason).trim();
        match lists.reason(list, number) {
            Some(known) => Ok(Self { name, reason: Some(known.code) }),
            None => Err(OutcomeError::UnknownReason {
                name,
                text: reason.to_owned(),
                numbers: numbers(lists, list),
            }),
        }
    }

    /// The outcome in the lists.
    pub(crate) fn find<'l>(&self, lists: &'l Lists) -> Option<&'l Outcome> {
        lists.outcomes().iter().find(|outcome| outcome.substatus == self.name)
    }

    /// All outcomes that a file can set, by their names.
    pub fn names(lists: &Lists) -> impl Iterator<Item = &Outcome> {
        lists.outcomes().iter().filter(|outcome| outcome.set_by == SetBy::Partner)
    }
}

/// The outcome with this name, rather one that partners set; case doesn't count.
fn find<'l>(name: &str, lists: &'l Lists) -> Option<&'l Outcome> {
    outcomes_named(lists, name).min_by_key(|outcome| outcome.set_by != SetBy::Partner)
}

fn expected(lists: &Lists) -> String {
    let names: Vec<&str> = NamedOutcome::names(lists).map(|o| o.substatus.as_str()).collect();
    match names.split_last() {
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

fn numbers(lists: &Lists, list: ReasonList) -> String {
    let codes: Vec<String> = lists.reasons_in(list).map(|r| r.code.to_string()).collect();
    codes.join(", ")
}

/// The reason of a list that a text of the file means: its number or what the number stands for.
pub(crate) fn find_reason<'l>(
    text: &str,
    list: ReasonList,
    lists: &'l Lists,
) -> Option<&'l Reason> {
    let text = text.to_lowercase();
    let words = |reason: &&Reason| reason.text.to_lowercase() == text;
    lists.reason(list, &text).or_else(|| lists.reasons_in(list).find(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_is_read_by_its_name_with_a_reason() {
        let read = |text| NamedOutcome::parse(text, Lists::compiled_in()).map(|o| o.to_string());
        assert_eq!(read("won"), Ok("Won".to_owned()));
        assert_eq!(read(" Accept "), Ok("Accepted".to_owned()));
        assert_eq!(read("Lost, reason 1"), Ok("Lost, reason 1".to_owned()));
        assert_eq!(read("declined,7"), Ok("Declined, reason 7".to_owned()));
    }

    #[test]
    fn what_is_no_outcome_says_what_is_expected() {
        let why = |text| NamedOutcome::parse(text, Lists::compiled_in()).expect_err("no outcome");
        let names = "Accepted, Won, Lost, Declined or Error";
        for (text, message) in [
            (
                "Wom",
                format!("there is no outcome \"Wom\"; expected {names}; did you mean \"Won\"?"),
            ),
            ("Expired", format!("only Partner Center sets Expired; expected {names}")),
            ("Won, reason 1", "Won has no reasons; expected \"Won\"".to_owned()),
            (
                "Lost, reason 12",
                "Lost has no reason \"reason 12\"; expected a number of 1, 2, 3, 4, 5, 6, 7, 8"
                    .to_owned(),
            ),
        ] {
            assert_eq!(why(text).to_string(), message);
        }
    }
}
