//! What pilot parts showed, kind by kind, and the ready leads that wait because of it.

use crate::leads::{Row, plural};
use crate::sheet::Sheet;
use crate::upload::irreversible::name_rows;
use crate::upload::pilot::hold::{DoubtfulLead, HoldReason, describe_reasons};
use crate::upload::pilot::lessons::{KindResult, KindVerdict};
use crate::upload::plan::PlanOptions;

/// One kind of change that a pilot part has tried.
#[derive(Clone, Debug)]
pub struct LessonLine {
    /// What is known of it.
    pub result: KindResult,
    /// The ready leads that are left out because of it.
    pub left_out: Vec<Row>,
    /// Both, as a sentence without a full stop.
    pub text: String,
}

impl Sheet {
    /// The kinds of change that pilot parts have tried, those in doubt first; none without a pilot part.
    pub fn lesson_lines(&self) -> Vec<LessonLine> {
        let Some(lessons) = self.lessons() else { return Vec::new() };
        let plan = self.plan_for(PlanOptions::default());
        let line = |result: &KindResult| {
            let has = |doubts: &[KindResult]| doubts.iter().any(|doubt| doubt.kind == result.kind);
            let left_out = plan.left_out().iter().filter(|lead| has(&lead.doubts));
            let left_out: Vec<Row> = left_out.map(|lead| lead.row).collect();
            let text = result.describe(self.layout());
            let text = match left_out.len() {
                0 => text,
                leads => {
                    let are = if leads == 1 { "is" } else { "are" };
                    let rows = name_rows(&left_out);
                    format!("{text}; {} {are} left out ({rows})", plural(leads, "ready lead"))
                }
            };
            LessonLine { result: result.clone(), left_out, text }
        };
        lessons.by_verdict().into_iter().map(line).collect()
    }

    /// What to do about the results of pilot parts, as a sentence; nothing without a pilot part.
    ///
    /// `export` says how the others are exported.
    pub fn pilot_next(&self, export: &str) -> Option<String> {
        let lessons = self.lessons()?;
        if lessons.is_waiting() {
            return Some("The pilot part waits for results: import them first.".to_owned());
        }
        let plan = self.plan_for(PlanOptions::default());
        let ready = match plan.ready().count() {
            0 => "no lead".to_owned(),
            ready => plural(ready, "lead"),
        };
        let is_doubtful = |verdict: KindVerdict| verdict.is_doubtful();
        let has_doubts = lessons.kinds.iter().any(|known| is_doubtful(known.verdict));
        let is_like_rejected = |lead: &DoubtfulLead| lead.reason() == HoldReason::Doubtful;
        let advice = if plan.left_out().iter().any(is_like_rejected) {
            "Correct them, or try them in another pilot part."
        } else {
            "Another pilot part tries them."
        };
        Some(match (plan.left_out().len(), has_doubts) {
            (0, false) => {
                format!("Everything in the pilot part was accepted: {export} exports {ready}.")
            }
            (0, true) => format!("No ready lead has what was rejected: {export} exports {ready}."),
            _ => format!(
                "{export} exports {ready}. Left out: {}. {advice}",
                describe_reasons(plan.left_out())
            ),
        })
    }
}
