//! How much of each rule a report lists.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// Numbers by the code of a rule.
pub(crate) type Codes = BTreeMap<&'static str, usize>;

/// Adds numbers to others.
pub(crate) fn add(codes: &mut Codes, more: &Codes) {
    for (code, count) in more {
        *codes.entry(code).or_default() += count;
    }
}

/// Which rules have filled a report, while its rows are validated in pieces, in any order.
pub(crate) struct Listing {
    /// How many problems of a rule are listed.
    most: usize,
    judged: Mutex<RowFindings>,
}

/// What is known of the rows from the first one on.
#[derive(Default)]
struct RowFindings {
    /// How many of them are judged, without a gap.
    rows: usize,
    /// How many problems of each rule these have.
    problems: Codes,
    /// The pieces behind a gap: where each begins, and where it ends.
    behind: BTreeMap<usize, (usize, Codes)>,
}

impl Listing {
    pub fn new(most: usize) -> Self {
        Self { most, judged: Mutex::default() }
    }

    /// The rules for which the rows that were checked so far have enough problems for a report.
    pub fn full(&self) -> Vec<&'static str> {
        let judged = self.judged.lock().unwrap_or_else(PoisonError::into_inner);
        self.full_with(&judged.problems)
    }

    /// The rules that have filled a report with these numbers of problems.
    pub fn full_with(&self, problems: &Codes) -> Vec<&'static str> {
        let full = problems.iter().filter(|(_, count)| **count >= self.most);
        full.map(|(code, _)| *code).collect()
    }

    /// Takes in what was found in a piece of the rows.
    pub fn take(&self, piece: Range<usize>, problems: &Codes) {
        let mut judged = self.judged.lock().unwrap_or_else(PoisonError::into_inner);
        judged.behind.insert(piece.start, (piece.end, problems.clone()));
        let mut next = judged.rows;
        while let Some((end, problems)) = judged.behind.remove(&next) {
            next = end;
            add(&mut judged.problems, &problems);
        }
        judged.rows = next;
    }
}
