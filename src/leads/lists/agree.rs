//! Whether the entries of lists agree with each other.
//!
//! Lists with errors of their own are left out: each error is reported once.

use super::read::list_error;
use super::{ListError, ValueList};
use crate::leads::outcome::{Outcome, Reason, Transition};
use crate::leads::values::{Currency, CurrencyGroup};

/// The entries of a list with their lines; nothing if it has errors.
type Entries<'e, T> = Option<&'e [(usize, T)]>;

/// Looks for the successor of each withdrawn currency.
pub(super) fn currencies(all: Entries<Currency>, errors: &mut Vec<ListError>) {
    let Some(all) = all else { return };
    let is_used = |code: &str| all.iter().any(|(_, c)| c.code == code && !c.is_withdrawn());
    for (line, currency) in all {
        let expected = match currency.group {
            CurrencyGroup::Withdrawn if !is_used(&currency.successor) => {
                "a code of the list that isn't withdrawn"
            }
            CurrencyGroup::Ordinary | CurrencyGroup::Recent | CurrencyGroup::Fund
                if !currency.successor.is_empty() =>
            {
                "none, it isn't withdrawn"
            }
            _ => continue,
        };
        let Currency { code, successor, .. } = currency;
        let what = format!("the successor of {code} is {successor:?}; expected {expected}");
        errors.push(list_error(ValueList::Currencies, Some(*line), what));
    }
}

/// Looks whether outcomes, reasons and transitions belong together; `own` are the user's lists, as a
/// error is the own list's and never the compiled-in one's.
pub(super) fn outcomes(
    outcomes: Entries<Outcome>,
    reasons: Entries<Reason>,
    transitions: Entries<Transition>,
    own: &[ValueList],
    errors: &mut Vec<ListError>,
) {
    let Some(outcomes) = outcomes else { return };
    if !outcomes.iter().any(|(_, o)| o.status == "Closed") {
        let what = "no outcome has the status Closed; expected one, because it locks leads";
        errors.push(list_error(ValueList::Outcomes, None, what));
    }
    for (line, outcome) in outcomes {
        let first = outcomes.iter().find(|(_, o)| o.substatus == outcome.substatus);
        if let Some((before, first)) = first
            && first.reasons != outcome.reasons
        {
            let sub = &outcome.substatus;
            let what = format!(
                "{sub} asks for different reasons here than in line {before}; expected the same"
            );
            errors.push(list_error(ValueList::Outcomes, Some(*line), what));
        }
    }
    if let Some(reasons) = reasons {
        missing_reasons(outcomes, reasons, errors);
    }
    for (line, transition) in transitions.into_iter().flatten() {
        let found = if own.contains(&ValueList::Transitions) {
            unknown_names(outcomes, *line, transition)
        } else {
            missing_outcomes(outcomes, transition)
        };
        // The compiled-in transitions need one outcome more than once.
        for error in found {
            if !errors.contains(&error) {
                errors.push(error);
            }
        }
    }
}

/// Looks for a reason of each list that an outcome asks for.
fn missing_reasons(
    outcomes: &[(usize, Outcome)],
    reasons: &[(usize, Reason)],
    errors: &mut Vec<ListError>,
) {
    let mut missing = Vec::new();
    for (_, outcome) in outcomes {
        let Some(list) = outcome.reasons.filter(|list| !missing.contains(list)) else { continue };
        if !reasons.iter().any(|(_, reason)| reason.list == list) {
            missing.push(list);
            let (name, key) = (list.name(), outcome.name());
            let what = format!(
                "no reason belongs to the list {name}; expected one, because {key} \
            asks for it"
            );
            errors.push(list_error(ValueList::Reasons, None, what));
        }
    }
}

fn has_status(outcomes: &[(usize, Outcome)], status: &str) -> bool {
    outcomes.iter().any(|(_, o)| o.status == status)
}

fn has(outcomes: &[(usize, Outcome)], transition: &Transition) -> bool {
    outcomes.iter().any(|(_, o)| transition.is_to(o))
}

/// Finds what a transition of the user's names that isn't in the outcomes.
fn unknown_names(
    outcomes: &[(usize, Outcome)],
    line: usize,
    transition: &Transition,
) -> Vec<ListError> {
    let mut found = Vec::new();
    let mut add = |what: String| found.push(list_error(ValueList::Transitions, Some(line), what));
    if !has_status(outcomes, &transition.from) {
        add(format!("from is {:?}; expected a status of outcomes.csv", transition.from));
    }
    if !has(outcomes, transition) {
        add(format!("{} isn't an outcome; expected one from outcomes.csv", transition.to_name()));
    }
    found
}

/// Finds what the user's outcomes leave out that a compiled-in transition needs.
fn missing_outcomes(outcomes: &[(usize, Outcome)], transition: &Transition) -> Vec<ListError> {
    let mut found = Vec::new();
    let mut add = |what: String| {
        let what = format!("{what}; expected it, or your own transitions.csv without it");
        found.push(list_error(ValueList::Outcomes, None, what));
    };
    if !has_status(outcomes, &transition.from) {
        let from = &transition.from;
        add(format!("the status {from}, which transitions.csv starts from, is missing"));
    }
    if !has(outcomes, transition) {
        let to = transition.to_name();
        add(format!("{to}, which transitions.csv leads to, is missing"));
    }
    found
}
