//! House rules: what a company asks of its leads beyond what Partner Center does.
//!
//! They run with the built-in rules, so that every way in obeys them. A rule is one condition that a lead must
//! meet, while others hold.

mod code;
mod rule;

pub use code::CODE_PREFIX;
pub use rule::{HouseRule, HouseRuleSpec};

use crate::leads::{Finding, Lead, Level, Row, plural};
use std::sync::{Arc, LazyLock};

/// The name of the rule that holds everything back while the file of the house rules is wrong.
pub const FILE_RULE: &str = "rules";

/// The house rules of a session, or what is wrong with their file.
///
/// With a wrong file no lead is exported: a house that forbids something mustn't lose that silently.
#[derive(Debug, Default)]
pub struct HouseRules {
    /// The path of the file, for people.
    path: String,
    rules: Vec<Arc<HouseRule>>,
    mistakes: Vec<String>,
    /// What blocks every lead while there are mistakes.
    block: Option<Arc<HouseRule>>,
}

impl HouseRules {
    /// No rules at all.
    pub fn none() -> &'static Arc<Self> {
        static NONE: LazyLock<Arc<HouseRules>> = LazyLock::new(Arc::default);
        &NONE
    }

    /// The rules of a file.
    pub fn new(path: impl Into<String>, rules: Vec<HouseRule>) -> Self {
        let rules = rules.into_iter().map(Arc::new).collect();
        Self { path: path.into(), rules, ..Self::default() }
    }

    /// The rules of a file that can't be used, with its mistakes, a sentence each.
    pub fn broken(path: impl Into<String>, mistakes: Vec<String>) -> Self {
        let path = path.into();
        let block = Some(Arc::new(HouseRule::file_rule(&path, &mistakes)));
        Self { path, rules: Vec::new(), mistakes, block }
    }

    /// The rules, in the order of the file.
    pub fn rules(&self) -> impl ExactSizeIterator<Item = &Arc<HouseRule>> {
        self.rules.iter()
    }

    /// What is wrong with the file; nothing if the rules are used.
    pub fn mistakes(&self) -> &[String] {
        &self.mistakes
    }

    /// The path of the file, for people; empty if there are no house rules.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// One sentence that names the house rules; nothing if there are none.
    pub fn note(&self) -> Option<String> {
        let count = self.rules.len();
        (count > 0).then(|| format!("{} from {}", plural(count, "house rule"), self.path))
    }

    /// Runs the rules on a row that can change, and appends what they find.
    pub(super) fn check_row(
        &self,
        lead: &Lead,
        row: Row,
        min_level: Level,
        out: &mut Vec<Finding>,
    ) {
        if self.rules.is_empty() {
            return;
        }
        let is_candidate = lead.is_candidate();
        for rule in &self.rules {
            let level = rule.severity().level(is_candidate);
            if level >= min_level {
                out.extend(HouseRule::check(rule, lead, (row, level)));
            }
        }
    }

    /// Appends what blocks the whole file.
    pub(super) fn check_file(&self, out: &mut Vec<Finding>) {
        out.extend(self.block.as_ref().map(HouseRule::block));
    }
}
