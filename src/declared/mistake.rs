//! What is wrong with a file, and where.

use crate::leads::sort::sort_by_key;
use crate::leads::visible;
use crate::table::line_ends;
use std::cell::RefCell;
use std::fmt;

/// How many mistakes are shown one by one.
const MAX_SHOWN: usize = 100;

/// One mistake in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong and what is expected.
    pub message: String,
}

/// As in `line 7: require: "=>" isn't an operator; did you mean >=?`; nothing in it can control a terminal.
impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, visible(&self.message))
    }
}

/// All mistakes in a file, in the order of its lines; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistakes(Vec<Mistake>);

impl Mistakes {
    /// A mistake about the whole file.
    pub fn whole_file(message: impl Into<String>) -> Self {
        Self(vec![Mistake { line: 1, message: message.into() }])
    }

    /// The mistakes; never empty.
    pub fn all(&self) -> &[Mistake] {
        &self.0
    }

    /// A line for each, and one that counts the rest where there are very many.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> =
            self.0.iter().take(MAX_SHOWN).map(ToString::to_string).collect();
        if let Some(more @ 1..) = self.0.len().checked_sub(MAX_SHOWN) {
            lines.push(format!("… and {more} more"));
        }
        lines
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines().join("\n"))
    }
}

impl std::error::Error for Mistakes {}

/// The text of a file, and what is found wrong with it.
#[derive(Debug)]
pub(super) struct DeclaredText<'t> {
    text: &'t str,
    found: RefCell<Vec<Mistake>>,
}

impl<'t> DeclaredText<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, found: RefCell::default() }
    }

    /// The number of the line at a position.
    pub(super) fn line(&self, at: usize) -> usize {
        line_ends(&self.text.as_bytes()[..at.min(self.text.len())]) + 1
    }

    pub(super) fn report(&self, at: usize, message: String) {
        self.found.borrow_mut().push(Mistake { line: self.line(at), message });
    }

    /// What was reported, if anything was.
    pub(super) fn mistakes(&self) -> Option<Mistakes> {
        let mut found = self.found.borrow().clone();
        sort_by_key(&mut found, |mistake| mistake.line);
        (!found.is_empty()).then_some(Mistakes(found))
    }
}
