//! What is reported of the kinds of change that pilot parts have tried.

use crate::cli::report::{Emphasis, Line};
use crate::sheet::Sheet;
use crate::upload::{KindVerdict, LessonLine};
use serde::Serialize;

/// A kind of change that a pilot part has tried.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct KindReport {
    /// The kind, as a text for people.
    kind: String,
    /// What the results say of it.
    #[cfg_attr(test, schemars(extend("enum" = crate::cli::json::derived::kind_verdicts())))]
    verdict: &'static str,
    /// The leads of pilot parts that have it.
    tried: usize,
    /// The ready leads that are left out because of it.
    doubtful: usize,
    /// What Partner Center said of the rejected leads, verbatim.
    said: Vec<String>,
    #[serde(skip)]
    text: String,
    #[serde(skip)]
    state: KindVerdict,
}

/// The kinds of change that pilot parts have tried, those in doubt first.
pub(super) fn kinds(sheet: &Sheet) -> Vec<KindReport> {
    let kind = |line: LessonLine| KindReport {
        kind: line.result.kind.label(sheet.layout()),
        verdict: line.result.verdict.as_str(),
        tried: line.result.tried.len(),
        doubtful: line.left_out.len(),
        said: line.result.sentences,
        text: line.text,
        state: line.result.verdict,
    };
    sheet.lesson_lines().into_iter().map(kind).collect()
}

/// A line for each kind that isn't accepted.
pub(super) fn lines(kinds: &[KindReport]) -> impl Iterator<Item = Line> + '_ {
    let open = kinds.iter().filter(|kind| kind.state != KindVerdict::Accepted);
    open.map(|kind| {
        let emphasis = if kind.state.is_doubtful() { Emphasis::Warning } else { Emphasis::Plain };
        let head = vec![(emphasis, format!("{:<9}  ", kind.state.label()))];
        Line { head, text: kind.text.clone() }
    })
}
