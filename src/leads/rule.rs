//! The shape of a rule and of what it finds.

use super::kind::date::DateForm;
use super::kind::member::Member;
use super::{Col, Layout, Lead, RowScope, Rows};
use crate::leads::house::HouseRule;
use crate::leads::index::{Field, Row};
use crate::leads::rules::RowKinds;
use std::borrow::Cow;
use std::sync::Arc;

/// One rule: what it checks, what it finds, and its source.
#[derive(Debug)]
pub struct Rule {
    /// The rule's permanent name: `D-01`.
    pub code: &'static str,
    /// How severe its findings are.
    pub severity: Severity,
    /// What it looks at, when it runs, and for one row on which rows.
    pub check: Check,
    /// What is wrong when the rule finds something, in one sentence.
    pub text: &'static str,
    /// The reason for the rule and what to do about a finding.
    pub help: &'static str,
    /// The sentence it comes from, or `our reading` with the grounds for it.
    pub source: &'static str,
}

/// How severe a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Blocks the row, wherever it is found.
    Error,
    /// Blocks the row if the row would be uploaded; in any other row it is a note.
    ErrorIfUploaded,
    /// Is shown and counted, and the row is exported; a note in a row that isn't uploaded.
    Warning,
    /// Is shown at the cell only.
    Note,
}

/// How severe a finding is, which depends on whether its row would be uploaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Shown at the cell only.
    Note,
    /// Shown and counted; the row is exported.
    Warning,
    /// Blocks the row.
    Error,
}

impl Level {
    /// Every level, the mildest first.
    pub const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    /// Its name in lists and in JSON.
    pub fn label(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Whether it is a problem: an error or a warning.
    pub fn is_problem(self) -> bool {
        self > Self::Note
    }
}

impl Severity {
    /// Every severity, the gravest first.
    pub const ALL: [Self; 4] = [Self::Error, Self::ErrorIfUploaded, Self::Warning, Self::Note];

    /// The level of a finding in a row that would or wouldn't be uploaded.
    pub fn level(self, candidate: bool) -> Level {
        match (self, candidate) {
            (Self::Error, _) | (Self::ErrorIfUploaded, true) => Level::Error,
            (Self::Warning, true) => Level::Warning,
            (Self::ErrorIfUploaded | Self::Warning, false) | (Self::Note, _) => Level::Note,
        }
    }
}

/// Tells of which kind a row is for a rule: 0 if it is nothing to it.
pub type KindOf = fn(&dyn Rows, Row) -> u8;

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// The header alone.
    Header(fn(&Layout, &mut Report)),
    /// One row. Runs again for each row that an edit touches.
    Row(RowScope, fn(&Lead, &mut Report)),
    /// The team members of one row, those that hold something. Runs with the rules of the row.
    Members(RowScope, fn(&Lead, &[Member], &mut Report)),
    /// The close date of one row, if it isn't blank. Runs with the rules of the row.
    CloseDate(RowScope, fn(&Lead, &DateForm, &mut Report)),
    /// All rows together, by what no edit can change. Runs once.
    Rows(fn(&dyn Rows, &mut Report)),
    /// All rows together, by the kind of each, of which an edit can only change that of the row: in the cells of a
    /// column, or in all cells. Judged again where a row is of another kind.
    Kinds(Option<Col>, KindOf, fn(&dyn Rows, &RowKinds, &mut Report)),
    /// The bytes of the file while it is opened: the loader raises it.
    Open,
    /// The upload file: the export raises it.
    Export,
}

impl Check {
    /// The rows that the rule runs on, if it looks at one row by itself.
    pub fn row_scope(self) -> Option<RowScope> {
        match self {
            Self::Row(scope, _) | Self::Members(scope, _) | Self::CloseDate(scope, _) => {
                Some(scope)
            }
            Self::Header(_) | Self::Rows(_) | Self::Kinds(..) | Self::Open | Self::Export => None,
        }
    }
}

/// The rule behind a finding.
#[derive(Clone, Debug)]
pub enum RuleRef {
    /// One of the program's own table.
    BuiltIn(&'static Rule),
    /// One of the user's house rules.
    House(Arc<HouseRule>),
}

impl RuleRef {
    /// The rule's permanent name: `D-01`, `X:won-needs-value`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BuiltIn(rule) => rule.code,
            Self::House(rule) => rule.code(),
        }
    }

    /// How severe its findings are.
    pub fn severity(&self) -> Severity {
        match self {
            Self::BuiltIn(rule) => rule.severity,
            Self::House(rule) => rule.severity(),
        }
    }

    /// What is wrong when the rule finds something, in one sentence.
    pub fn text(&self) -> &str {
        match self {
            Self::BuiltIn(rule) => rule.text,
            Self::House(rule) => rule.text(),
        }
    }

    /// The reason for the rule and what to do about a finding.
    pub fn help(&self) -> &str {
        match self {
            Self::BuiltIn(rule) => rule.help,
            Self::House(rule) => rule.help(),
        }
    }

    /// Where it comes from: a sentence of the documentation, our reading, or a file of house rules.
    pub fn source(&self) -> &str {
        match self {
            Self::BuiltIn(rule) => rule.source,
            Self::House(rule) => rule.source(),
        }
    }

    /// Whether it is this built-in rule.
    pub fn is(&self, rule: &'static Rule) -> bool {
        matches!(self, Self::BuiltIn(own) if std::ptr::eq(*own, rule))
    }

    /// Whether the export raises it.
    pub fn is_of_export(&self) -> bool {
        matches!(self, Self::BuiltIn(rule) if matches!(rule.check, Check::Export))
    }
}

/// Something that a rule found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that found it.
    pub rule: RuleRef,
    /// How severe it is here.
    pub level: Level,
    /// The row; nothing for the whole file.
    pub row: Option<Row>,
    /// The field of the row; nothing for the whole row or file.
    pub field: Option<Field>,
    /// A sentence with the wrong value, and what to do.
    pub message: Cow<'static, str>,
    /// The text that would fix the cell.
    pub fix: Option<String>,
}

/// Collects the findings of a rule while it runs.
pub struct Report<'a> {
    rule: &'static Rule,
    layout: &'a Layout,
    row: Option<Row>,
    candidate: bool,
    out: &'a mut Vec<Finding>,
}

impl<'a> Report<'a> {
    /// Starts the report of a rule about the whole file.
    pub fn file(rule: &'static Rule, layout: &'a Layout, out: &'a mut Vec<Finding>) -> Self {
        Self { rule, layout, row: None, candidate: true, out }
    }

    /// Starts the report of a rule about one row.
    pub fn row(
        rule: &'static Rule,
        row: &Lead<'a>,
        number: Row,
        out: &'a mut Vec<Finding>,
    ) -> Self {
        let candidate = row.is_candidate();
        Self { rule, layout: row.layout, row: Some(number), candidate, out }
    }

    /// Whether the row would be uploaded, see [`Lead::is_candidate`].
    pub(super) fn is_of_candidate(&self) -> bool {
        self.candidate
    }

    /// Continues with another rule, if its findings have at least this level here.
    pub(super) fn for_rule(&mut self, rule: &'static Rule, min_level: Level) -> bool {
        self.rule = rule;
        min_level == Level::Note || rule.severity.level(self.candidate) >= min_level
    }

    /// Reports something at a cell of the row.
    pub fn field_cell(&mut self, col: Col, message: impl Into<Cow<'static, str>>) -> &mut Finding {
        let field = self.layout.field(col);
        self.push(self.row, field, message.into())
    }

    /// Reports something at a field of the row, known column or not.
    pub fn at_field(
        &mut self,
        field: Field,
        message: impl Into<Cow<'static, str>>,
    ) -> &mut Finding {
        self.push(self.row, Some(field), message.into())
    }

    /// Reports something about the whole row, or the whole file for a rule that looks at it.
    pub fn row_finding(&mut self, message: impl Into<Cow<'static, str>>) -> &mut Finding {
        self.push(self.row, None, message.into())
    }

    /// Reports something at a cell of a row, for a rule that compares rows.
    pub fn in_row(
        &mut self,
        row: Row,
        field: Option<Field>,
        message: impl Into<Cow<'static, str>>,
    ) -> &mut Finding {
        self.push(Some(row), field, message.into())
    }

    fn push(
        &mut self,
        row: Option<Row>,
        field: Option<Field>,
        message: Cow<'static, str>,
    ) -> &mut Finding {
        let level = self.rule.severity.level(self.candidate);
        let rule = RuleRef::BuiltIn(self.rule);
        self.out.push(Finding { rule, level, row, field, message, fix: None });
        let last = self.out.len() - 1;
        &mut self.out[last]
    }
}

impl Finding {
    /// The name of the cell's column, unless the message names it already.
    pub fn unnamed_column<'l>(&self, layout: &'l Layout) -> Option<&'l str> {
        let name = layout.name(self.field?);
        let named = self.message.contains(name.trim_end_matches(['*', ' ']));
        (!named).then_some(name)
    }

    /// Frees the memory that its message doesn't need: a file can have many thousands of findings.
    #[must_use]
    pub fn shrunk(mut self) -> Self {
        if let Cow::Owned(message) = &mut self.message {
            message.shrink_to_fit();
        }
        self
    }

    /// Adds the text that would fix it.
    pub fn fix(&mut self, text: impl Into<String>) {
        self.fix = Some(text.into());
    }
}

/// The number of findings of each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Tally {
    /// Counts findings.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let mut tally = Self::default();
        for finding in findings {
            match finding.level {
                Level::Error => tally.errors += 1,
                Level::Warning => tally.warnings += 1,
                Level::Note => tally.notes += 1,
            }
        }
        tally
    }

    /// The number of problems: errors and warnings.
    pub fn problems(self) -> usize {
        self.errors + self.warnings
    }

    /// Adds another tally to this one.
    pub fn add(&mut self, other: Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
    }

    /// Subtracts another tally that was added before.
    pub fn take(&mut self, other: Self) {
        self.errors -= other.errors;
        self.warnings -= other.warnings;
        self.notes -= other.notes;
    }
}
