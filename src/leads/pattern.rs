//! What is looked for: a text as it is typed, or a regular expression.

pub(crate) mod needle;

use needle::Needle;
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
    finder: Finder,
    /// What cells that have it have in the file, however they are quoted there: the longest part of a text
    /// without a quote.
    in_file: Option<Needle>,
}

/// How it is looked for.
#[derive(Clone, Debug)]
enum Finder {
    /// A text, byte by byte.
    Text(Needle),
    /// An expression; also the empty text, which is everywhere.
    Regex(Regex),
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
        let in_every_case = is_in_every_case(typed);
        if typed.len() > LENGTH_LIMIT {
            return Err(PatternError { why: TOO_LARGE.to_owned() });
        }
        let Some(needle) = Needle::new(typed, in_every_case) else { return Self::regex(typed) };
        let longest = typed.split('"').max_by_key(|part| part.len()).unwrap_or_default();
        let in_file = Needle::new(longest, in_every_case);
        Ok(Self { typed: typed.to_owned(), finder: Finder::Text(needle), in_file })
    }

    /// A pattern of a regular expression.
    ///
    /// Fails on one that can't be read or that is too large.
    pub fn regex(typed: &str) -> Result<Self, PatternError> {
        if typed.len() > LENGTH_LIMIT {
            return Err(PatternError { why: TOO_LARGE.to_owned() });
        }
        let regex = RegexBuilder::new(typed)
            .case_insensitive(is_in_every_case(typed))
            .size_limit(SIZE_LIMIT)
            .build()
            .map_err(|error| PatternError { why: explain(&error) })?;
        Ok(Self { typed: typed.to_owned(), finder: Finder::Regex(regex), in_file: None })
    }

    /// The text that was typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Tells whether it's a regular expression.
    pub fn is_regex(&self) -> bool {
        matches!(self.finder, Finder::Regex(_)) && !self.typed.is_empty()
    }

    /// Tells whether a text has it.
    pub fn is_in(&self, text: &str) -> bool {
        match &self.finder {
            Finder::Text(needle) => needle.find(text, 0).is_some(),
            Finder::Regex(regex) => regex.is_match(text),
        }
    }

    /// Returns where a text has it, in bytes, from left to right.
    pub fn matches<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
        let (needle, regex) = match &self.finder {
            Finder::Text(needle) => (Some(needle), None),
            Finder::Regex(regex) => (None, Some(regex)),
        };
        let mut from = 0;
        let next = move || {
            let found = needle?.find(text, from)?;
            from = found.end;
            Some((found.start, found.end))
        };
        let of_regex = regex.into_iter().flat_map(move |regex| regex.find_iter(text));
        std::iter::from_fn(next).chain(of_regex.map(|found| (found.start(), found.end())))
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
        let references = if self.is_regex() { with.matches('$').count() } else { 0 };
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
        } else if let Finder::Regex(regex) = &self.finder {
            for found in regex.captures_iter(text) {
                let whole = found.get_match();
                new.push_str(&text[done..whole.start()]);
                done = whole.end();
                fits(&new, whole.len()).then(|| found.expand(with, &mut new))?;
            }
        }
        new.push_str(&text[done..]);
        (new.len() <= most).then_some(new)
    }

    /// What a cell that has it has in the file, and whether that is all of it; nothing if that can't be said.
    pub(crate) fn in_file(&self) -> Option<(&Needle, bool)> {
        Some((self.in_file.as_ref()?, !self.typed.contains('"')))
    }

    /// Tells whether only texts that have another pattern have this one, because what was typed goes on.
    #[cfg(feature = "tui")]
    pub(crate) fn narrows(&self, other: &Self) -> bool {
        let are_texts = [self, other].iter().all(|p| matches!(p.finder, Finder::Text(_)));
        are_texts && self.typed.starts_with(&other.typed)
    }
}

/// Whether what was typed is found in capitals, too.
fn is_in_every_case(typed: &str) -> bool {
    !typed.chars().any(char::is_uppercase)
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
