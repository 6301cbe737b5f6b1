//! One house rule.

use super::FILE_RULE;
use super::code::code;
use crate::leads::condition::{ColumnCondition, Condition, ConditionError, Truth};
use crate::leads::rules::quoted;
use crate::leads::{FileContext, Finding, Lead, Level, Row, RuleRef, Severity, plural};
use std::sync::Arc;

/// A house rule as its file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseRuleSpec {
    /// Its name: small letters, digits and hyphens.
    pub name: String,
    /// The conditions under which it asks for something; all of them must hold.
    pub when: Vec<Condition>,
    /// What it asks for.
    pub require: Condition,
    /// Whether it warns only; else it holds back.
    pub is_warning: bool,
    /// What is wrong when a lead doesn't meet it, in one sentence.
    pub text: String,
    /// The reason for it and what to do; else empty.
    pub help: String,
    /// The line of the file.
    pub line: usize,
}

/// A house rule that can be checked.
#[derive(Debug)]
pub struct HouseRule {
    code: &'static str,
    severity: Severity,
    when: Vec<ColumnCondition>,
    /// What must hold; nothing for the rule about the file itself.
    require: Option<ColumnCondition>,
    text: String,
    help: String,
    source: String,
}

impl HouseRule {
    /// Reads the conditions of a rule for the known columns. `path` names its file for people.
    ///
    /// # Errors
    ///
    /// Fails with the first condition that fits no column.
    pub fn new(
        spec: HouseRuleSpec,
        path: &str,
        context: &FileContext,
    ) -> Result<Self, ConditionError> {
        let help = if spec.help.is_empty() { spec.requirement() } else { spec.help };
        let when = spec.when.iter().map(|condition| condition.on_columns(context));
        Ok(Self {
            code: code(&spec.name),
            severity: if spec.is_warning { Severity::Warning } else { Severity::ErrorIfUploaded },
            when: when.collect::<Result<_, _>>()?,
            require: Some(spec.require.on_columns(context)?),
            text: spec.text,
            help,
            source: format!("House rule, line {} of {path}", spec.line),
        })
    }

    /// The rule that blocks every lead while the file is wrong.
    pub(super) fn file_rule(path: &str, mistakes: &[String]) -> Self {
        let first = mistakes.first().map(|first| {
            let stop = if first.ends_with(['.', '?']) { "" } else { "." };
            format!(" {first}{stop}")
        });
        let first = first.unwrap_or_default();
        let count = plural(mistakes.len(), "mistake");
        Self {
            code: code(FILE_RULE),
            severity: Severity::Error,
            when: Vec::new(),
            require: None,
            text: format!("The house rules can't be used, so nothing is exported: {count}.{first}"),
            help: "Correct the file and open the leads again, or start with --no-rules.".to_owned(),
            source: format!("House rules, {path}"),
        }
    }

    /// Its code: `X:won-needs-value`.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// How severe its findings are.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// What is wrong when it finds something.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The reason for it and what to do; where the file doesn't say that, what it asks for.
    pub fn help(&self) -> &str {
        &self.help
    }

    /// The file and the line that it comes from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What the rule finds in a row, at the cell that it asks something of.
    pub(super) fn check(rule: &Arc<Self>, lead: &Lead, at: (Row, Level)) -> Option<Finding> {
        let text = |col| lead.text(col);
        let require = rule.require.as_ref()?;
        let holds = |condition: &ColumnCondition| condition.check(text, lead.context).holds();
        if !rule.when.iter().all(holds) {
            return None;
        }
        let col = require.place();
        let message = match require.check(text, lead.context) {
            Truth::Holds => return None,
            Truth::Fails => rule.text.clone(),
            Truth::Unreadable => {
                let found = quoted(col.map(text).unwrap_or_default());
                format!("{} {found} can't be read for the comparison.", rule.text)
            }
        };
        let (row, level) = at;
        let field = col.and_then(|col| lead.layout.field(col));
        Some(Finding {
            rule: RuleRef::House(Arc::clone(rule)),
            level,
            row: Some(row),
            field,
            message: message.into(),
            fix: None,
        })
    }

    /// The finding of a rule about the whole file.
    pub(super) fn block(rule: &Arc<Self>) -> Finding {
        Finding {
            rule: RuleRef::House(Arc::clone(rule)),
            level: rule.severity.level(true),
            row: None,
            field: None,
            message: rule.text.clone().into(),
            fix: None,
        }
    }
}

impl HouseRuleSpec {
    /// What the rule asks for, in one sentence.
    fn requirement(&self) -> String {
        let when: Vec<String> = self.when.iter().map(ToString::to_string).collect();
        if when.is_empty() {
            format!("Required: {}.", self.require)
        } else {
            format!("Required where {}: {}.", when.join(" and "), self.require)
        }
    }
}
