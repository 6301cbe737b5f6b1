//! A policy file: `[[sentence]]` by `[[sentence]]`, what is set in which leads.

#[cfg(test)]
mod tests;

use crate::declared::{Mistakes, Section};
use crate::leads::condition::{BoundCondition, Condition};
use crate::leads::value_change::{Assignment, BoundAssignment};
use crate::leads::{FileContext, Layout};
use crate::sheet::{Policy, Sentence};
use std::collections::HashMap;
use std::fmt::Display;

/// What stands in a file, named where a key is missing.
const CONDITIONS: &str = "a list of conditions: [\"Status = Active\", \"Close date < today\"]";
const ASSIGNMENTS: &str = "a list of what is set: [\"Close date += 1q\"]";

/// A sentence as it is read: its name if it has one, and the text of its conditions.
struct ReadSentence {
    sentence: Sentence,
    is_named: bool,
}

/// Reads a policy for a file, or finds every mistake in it.
///
/// # Errors
///
/// Fails if the text isn't TOML, on keys that a policy doesn't have, on a sentence without conditions or without
/// anything to set, on two sentences of one name, and on every condition and assignment that can't be read or isn't
/// for the columns of the file.
pub fn read_policy(
    name: &str,
    text: &str,
    layout: &Layout,
    context: &FileContext,
) -> Result<Policy, Mistakes> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let sentences = super::read(text, |top| {
        let mut names: HashMap<String, usize> = HashMap::new();
        let read = |section: &mut Section| sentence(section, &mut names, layout, context);
        top.sections("sentence", read)
    })?;
    if sentences.is_empty() {
        let message = "there is no sentence; expected at least one [[sentence]] with when and set";
        return Err(Mistakes::whole_file(message));
    }
    Ok(Policy { name: name.to_owned(), sentences: with_names(sentences) })
}

fn sentence(
    section: &mut Section,
    names: &mut HashMap<String, usize>,
    layout: &Layout,
    context: &FileContext,
) -> ReadSentence {
    let name = name(section, names);
    let mut written = Vec::new();
    let when = list(section, "when", CONDITIONS, |text| -> Result<BoundCondition, String> {
        let condition = Condition::parse(text).map_err(|error| in_text(text, error))?;
        let bound = condition.bind(layout, context).map_err(|error| in_text(text, error))?;
        written.push(condition.to_string());
        Ok(bound)
    });
    let set = list(section, "set", ASSIGNMENTS, |text| -> Result<BoundAssignment, String> {
        let assignment = Assignment::parse(text).map_err(|error| in_text(text, error))?;
        assignment.bind(layout, context).map_err(|error| in_text(text, error))
    });
    let is_named = name.is_some();
    let name = name.unwrap_or_else(|| written.join(", "));
    ReadSentence { sentence: Sentence { name, when, set }, is_named }
}

/// The name of a sentence, if it has one that no sentence before it has.
fn name(section: &mut Section, names: &mut HashMap<String, usize>) -> Option<String> {
    let name = section.text("name")?.trim().to_owned();
    if name.is_empty() {
        section.report("name", "it is empty; expected a text, or no name at all");
        return None;
    }
    let line = section.line();
    if let Some(first) = names.get(&name) {
        let message = format!(
            "\"{name}\" is the name of the sentence in line {first}, too; expected another"
        );
        section.report("name", message);
    } else {
        names.insert(name.clone(), line);
    }
    Some(name)
}

/// The values of a list that must be there and have at least one.
fn list<T>(
    section: &mut Section,
    key: &str,
    expected: &str,
    parse: impl FnMut(&str) -> Result<T, String>,
) -> Vec<T> {
    if !section.has(key) {
        section.missing(key, expected);
    } else if section.is_empty_list(key) {
        section.report(key, format!("the list is empty; expected {expected}"));
    }
    section.parsed_list(key, parse)
}

/// What is wrong with a text of a list, with the text, if it isn't part of the message.
fn in_text(text: &str, error: impl Display) -> String {
    let message = error.to_string();
    if text.is_empty() || message.contains(&format!("\"{text}\"")) {
        message
    } else {
        format!("in \"{text}\": {message}")
    }
}

/// Gives each sentence without a name the text of its conditions, and a number where others have the same.
fn with_names(sentences: Vec<ReadSentence>) -> Vec<Sentence> {
    let mut taken: HashMap<String, usize> = HashMap::new();
    for read in sentences.iter().filter(|read| read.is_named) {
        taken.insert(read.sentence.name.clone(), 1);
    }
    let name = |ReadSentence { mut sentence, is_named }: ReadSentence| {
        if !is_named {
            let own = sentence.name.clone();
            while let Some(number) = taken.get_mut(&sentence.name) {
                *number += 1;
                sentence.name = format!("{own} ({number})");
            }
            taken.insert(sentence.name.clone(), 1);
        }
        sentence
    };
    sentences.into_iter().map(name).collect()
}
