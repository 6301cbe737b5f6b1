//! What is looked for: a text as it is typed, or a regular expression.

use regex::{Regex, RegexBuilder};
use std::borrow::Cow;

/// How large a compiled expression may become, in bytes; enough for any that a person types.
const SIZE_LIMIT: usize = 1 << 20;

/// What is said of one that is larger.
const TOO_LARGE: &str = "the expression is too large";

/// How long what is typed may be, in bytes: reading an expression takes many times its memory.
const LENGTH_LIMIT: usize = 1 << 14;

/// What is looked for in cells, and what is put in its place.
///
/// A text without a capital letter is found in capitals, too; one with a capital letter is found only
/// as it stands. A regular expression follows the same rule, and `(?i)` or `(?-i)` in it decides
/// otherwise. Matching takes time linear in the text, whatever the expression.
#[derive(Clone, Debug)]
pub struct Pattern {
    typed: String,
    regex: Regex,
    is_regex: bool,
}

/// A regular expression that can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct PatternError {
    /// What is wrong with it, as a sentence in one line.
    pub why: String,
}

impl Pattern {
    /// Returns the pattern that finds a text.
    pub fn text(typed: &str) -> Result<Self, PatternError> {
        Self::build(typed, &regex::escape(typed), false)
    }

    /// Returns the pattern of a regular expression.
    ///
    /// Fails on one that can't be read or that is too large.
    pub fn regex(typed: &str) -> Result<Self, PatternError> {
        Self::build(typed, typed, true)
    }

    fn build(typed: &str, expression: &str, is_regex: bool) -> Result<Self, PatternError> {
        if typed.len() > LENGTH_LIMIT {
            return Err(PatternError { why: TOO_LARGE.to_owned() });
        }
        let regex = RegexBuilder::new(expression)
            .case_insensitive(!typed.chars().any(char::is_uppercase))
            .size_limit(SIZE_LIMIT)
            .build()
            .map_err(|error| PatternError { why: explain(&error) })?;
        Ok(Self { typed: typed.to_owned(), regex, is_regex })
    }

    /// Returns what was typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Tells whether it's a regular expression.
    pub fn is_regex(&self) -> bool {
        self.is_regex
    }

    /// Tells whether a text has it.
    pub fn is_in(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// Returns where a text has it, in bytes, from left to right.
    pub fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
        self.regex.find_iter(text).map(|found| (found.start(), found.end()))
    }

    /// Returns a text with every occurrence replaced.
    ///
    /// Of a regular expression `$1` and `$name` stand for its groups and `$$` for a dollar sign; for a
    /// text the replacement is taken as it is.
    pub fn replace<'t>(&self, text: &'t str, with: &str) -> Cow<'t, str> {
        if self.is_regex {
            self.regex.replace_all(text, with)
        } else {
            self.regex.replace_all(text, regex::NoExpand(with))
        }
    }

    /// Tells whether a record can be passed over without looking at its cells: a text that isn't in
    /// the record's bytes isn't in any of its cells.
    pub(super) fn is_absent_from(&self, record: &str) -> bool {
        let survives_quoting = !self.is_regex && !self.typed.contains('"');
        survives_quoting && !self.regex.is_match(record)
    }
}

/// Returns what is wrong with an expression in one line: the crate's message draws a picture below it.
fn explain(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(_) => TOO_LARGE.to_owned(),
        error => {
            let text = error.to_string();
            let last = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
            last.trim().trim_start_matches("error: ").to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_letters_find_capitals_and_capitals_only_themselves() {
        let find = |typed: &str, text: &str| Pattern::text(typed).expect("a text").is_in(text);
        assert!(find("usd", "USD") && find("USD", "in USD") && !find("USD", "usd"));
        assert!(find("a.b", "A.B") && !find("a.b", "axb"));
    }

    #[test]
    fn a_text_is_replaced_as_it_is_and_an_expression_by_its_groups() {
        let text = Pattern::text("$1").expect("a text");
        assert_eq!(text.replace("cost $1", "$2"), "cost $2");
        let regex = Pattern::regex(r"(\w+), (\w+)").expect("an expression");
        assert_eq!(regex.replace("Doe, Jane", "$2 $1"), "Jane Doe");
    }

    #[test]
    fn a_wrong_expression_is_explained_in_one_line() {
        let error = Pattern::regex("(a").expect_err("it isn't closed");
        assert_eq!(error.why, "unclosed group");
        let error = Pattern::regex("(((a{100}){100}){100})").expect_err("too large");
        assert_eq!(error.why, TOO_LARGE);
        for typed in ["(".repeat(99), "[a-z]".repeat(9_999), "(?:a|".repeat(LENGTH_LIMIT)] {
            assert!(Pattern::regex(&typed).is_err());
        }
        assert_eq!(Pattern::text(&"a".repeat(1 << 20)).expect_err("too long").why, TOO_LARGE);
    }
}
