//! The names of outcomes: *Won*, *Declined*, *Accepted*.

use crate::leads::lists::Lists;
use crate::leads::outcome::Outcome;

/// The outcomes with a name, in any case: of its substatus, of its entry in the drop-down, or both texts as
/// `Closed/Won`.
pub fn outcomes_named<'l>(lists: &'l Lists, name: &str) -> impl Iterator<Item = &'l Outcome> {
    let name = name.trim().to_lowercase();
    let has_name = move |outcome: &&Outcome| {
        let names = [outcome.substatus.clone(), outcome.verb.clone(), outcome.name()];
        names.iter().any(|own| own.to_lowercase() == name)
    };
    lists.outcomes().iter().filter(has_name)
}

/// The names of all outcomes, each once.
pub fn outcome_names(lists: &Lists) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for outcome in lists.outcomes() {
        if !names.contains(&outcome.substatus) {
            names.push(outcome.substatus.clone());
        }
    }
    names
}
