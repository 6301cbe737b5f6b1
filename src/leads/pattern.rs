//! What is looked for: a text as it is typed, or a regular expression.

use regex::{Regex, RegexBuilder};

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
/// otherwise. Matching takes time linear in the text, for every expression.
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
    /// A pattern that finds a text.
    pub fn text(typed: &str) -> Result<Self, PatternError> {
        Self::build(typed, &regex::escape(typed), false)
    }

    /// A pattern of a regular expression.
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

    /// The text that was typed.
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
    pub fn matches<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
        self.regex.find_iter(text).map(|found| (found.start(), found.end()))
    }

    /// A text with every occurrence replaced, or nothing if it would grow by more than `growth`
    /// bytes: `$1$1$1…` makes much of little.
    ///
    /// Of a regular expression `$1` and `$name` stand for its groups and `$$` for a dollar sign; for a
    /// text the replacement is taken as it is.
    pub fn replace(&self, text: &str, with: &str, growth: usize) -> Option<String> {
        let most = text.len().saturating_add(growth);
        let mut new = String::new();
        let mut done = 0;
        // No group is longer than what was found around it.
        let references = if self.is_regex { with.matches('$').count() } else { 0 };
        let fits = |new: &str, found: usize| {
            let longest = with.len().saturating_add(references.saturating_mul(found));
            new.len().saturating_add(longest) <= most
        };
        if references == 0 {
            for (start, end) in self.matches(text) {
                new.push_str(&text[done..start]);
                done = end;
                fits(&new, 0).then(|| new.push_str(with))?;
            }
        } else {
            for found in self.regex.captures_iter(text) {
                let whole = found.get_match();
                new.push_str(&text[done..whole.start()]);
                done = whole.end();
                fits(&new, whole.len()).then(|| found.expand(with, &mut new))?;
            }
        }
        new.push_str(&text[done..]);
        (new.len() <= most).then_some(new)
    }

    /// Tells whether a record can be passed over without looking at its cells: a text that isn't in
    /// the record's bytes isn't in any of its cells.
    pub(crate) fn is_absent_from(&self, record: &str) -> bool {
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
    fn lower_case_finds_capitals_and_capitals_find_only_themselves() {
        let find = |typed: &str, text: &str| Pattern::text(typed).expect("a text").is_in(text);
        assert!(find("usd", "USD") && find("USD", "in USD") && !find("USD", "usd"));
        assert!(find("a.b", "A.B") && !find("a.b", "axb"));
    }

    #[test]
    fn a_text_is_replaced_as_it_is_and_an_expression_by_its_groups() {
        let text = Pattern::text("$1").expect("a text");
        let replace = |pattern: &Pattern, old, with| pattern.replace(old, with, 99);
        assert_eq!(replace(&text, "cost $1", "$2").as_deref(), Some("cost $2"));
        let regex = Pattern::regex(r"(\w+), (\w+)").expect("an expression");
        assert_eq!(replace(&regex, "Doe, Jane", "$2 $1").as_deref(), Some("Jane Doe"));
        assert_eq!(replace(&regex, "a, b; c, d.", "${2}$$").as_deref(), Some("b$; d$."));
        let empty = Pattern::regex("x*").expect("an expression");
        assert_eq!(replace(&empty, "añ", "-").as_deref(), Some("-a-ñ-"));
        assert_eq!(replace(&regex, "none", "$1").as_deref(), Some("none"));
    }

    #[test]
    fn a_replacement_that_would_grow_too_large_is_refused() {
        let regex = Pattern::regex("(?s)(.+)").expect("an expression");
        let huge = "x".repeat(1 << 20);
        assert_eq!(regex.replace(&huge, &"$1".repeat(8_000), 1 << 25), None);
        assert_eq!(regex.replace("ab", "$1$1", 9).as_deref(), Some("abab"));
        assert_eq!(regex.replace("ab", "$1$1", 1), None);
        let text = Pattern::text("x").expect("a text");
        assert_eq!(text.replace(&huge, &"y".repeat(16_000), 1 << 25), None);
        assert_eq!(text.replace("xx", "", 0).as_deref(), Some(""));
    }

    #[test]
    fn an_invalid_expression_is_explained_in_one_line() {
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
