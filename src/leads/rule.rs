//! The shape of a rule and of what it finds.

use super::kind::date::DateForm;
use super::kind::member::Member;
use super::{Col, Layout, Row, RowScope, Rows};
use std::borrow::Cow;

/// One rule: what it looks at, what it finds, where it comes from.
#[derive(Debug)]
pub struct Rule {
    /// The rule's name for good: `D-01`.
    pub code: &'static str,
    /// How grave a finding of it is.
    pub severity: Severity,
    /// What it looks at, when it runs, and for one row on which rows.
    pub check: Check,
    /// What is wrong when the rule finds something, in one sentence.
    pub text: &'static str,
    /// Why the rule is there and what to do about a finding.
    pub help: &'static str,
    /// The sentence it comes from, or `our reading` with the grounds for it.
    pub source: &'static str,
}

/// How grave a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Holds the row back, wherever it is found.
    Error,
    /// Holds the row back if the row would be uploaded; in any other row it is a note.
    ErrorIfUploaded,
    /// Is shown and counted, and exported all the same; a note in a row that isn't uploaded.
    Warning,
    /// Is shown at the cell only.
    Note,
}

/// How grave a finding is, once it is known whether its row would be uploaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Shown at the cell only.
    Note,
    /// Shown, counted and exported all the same.
    Warning,
    /// Holds the row back.
    Error,
}

impl Level {
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
    /// The level of a finding in a row that would or wouldn't be uploaded.
    pub fn level(self, candidate: bool) -> Level {
        match (self, candidate) {
            (Self::Error, _) | (Self::ErrorIfUploaded, true) => Level::Error,
            (Self::Warning, true) => Level::Warning,
            (Self::ErrorIfUploaded | Self::Warning, false) | (Self::Note, _) => Level::Note,
        }
    }
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// The header alone.
    Header(fn(&Layout, &mut Report)),
    /// One row. Runs again for each row that an edit touches.
    Row(RowScope, fn(&Row, &mut Report)),
    /// The team members of one row, those that hold something. Runs with the rules of the row.
    Members(RowScope, fn(&Row, &[Member], &mut Report)),
    /// The close date of one row, if it isn't blank. Runs with the rules of the row.
    CloseDate(RowScope, fn(&Row, &DateForm, &mut Report)),
    /// All rows together, by what no edit can change. Runs once.
    Rows(fn(&dyn Rows, &mut Report)),
    /// All cells of one column together. Runs again when one of them is edited.
    Column(Col, fn(&dyn Rows, &mut Report)),
    /// All rows together, by cells of any column. Where it has found nothing, it runs again only after an edit of
    /// a row of which the second function says that it may find something there now.
    Cells(fn(&dyn Rows, &mut Report), fn(&dyn Rows, usize) -> bool),
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
            Self::Header(_)
            | Self::Rows(_)
            | Self::Column(..)
            | Self::Cells(..)
            | Self::Open
            | Self::Export => None,
        }
    }
}

/// Something that a rule found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How grave it is here.
    pub level: Level,
    /// The row, counted from 0; nothing for the whole file.
    pub row: Option<u32>,
    /// The field of the row, counted from 0; nothing for the whole row or file.
    pub field: Option<u32>,
    /// What is wrong, with the value in it, and what to do.
    pub message: Cow<'static, str>,
    /// The text to put into the cell instead.
    pub fix: Option<String>,
}

/// Where a rule puts its findings while it runs.
pub struct Report<'a> {
    rule: &'static Rule,
    layout: &'a Layout,
    row: Option<u32>,
    candidate: bool,
    out: &'a mut Vec<Finding>,
}

impl<'a> Report<'a> {
    /// Starts the report of a rule about the whole file.
    pub fn file(rule: &'static Rule, layout: &'a Layout, out: &'a mut Vec<Finding>) -> Self {
        Self { rule, layout, row: None, candidate: true, out }
    }

    /// Starts the report of a rule about one row, counted from 0.
    pub fn row(rule: &'static Rule, row: &Row<'a>, number: u32, out: &'a mut Vec<Finding>) -> Self {
        let candidate = row.is_candidate();
        Self { rule, layout: row.layout, row: Some(number), candidate, out }
    }

    /// Whether the row would be uploaded, see [`Row::is_candidate`].
    pub(super) fn is_of_candidate(&self) -> bool {
        self.candidate
    }

    /// Goes on with another rule, if its findings have at least this level here.
    pub(super) fn for_rule(&mut self, rule: &'static Rule, least: Level) -> bool {
        self.rule = rule;
        least == Level::Note || rule.severity.level(self.candidate) >= least
    }

    /// Reports something at a cell of the row.
    pub fn field_cell(&mut self, col: Col, say: impl Into<Cow<'static, str>>) -> &mut Finding {
        let field = self.layout.field(col);
        self.push(self.row, field, say.into())
    }

    /// Reports something at a field of the row, known column or not.
    pub fn at_field(&mut self, field: usize, say: impl Into<Cow<'static, str>>) -> &mut Finding {
        self.push(self.row, Some(field), say.into())
    }

    /// Reports something about the whole row, or the whole file for a rule that looks at it.
    pub fn row_finding(&mut self, say: impl Into<Cow<'static, str>>) -> &mut Finding {
        self.push(self.row, None, say.into())
    }

    /// Reports something at a cell of a row, for a rule that compares rows.
    pub fn in_row(
        &mut self,
        row: usize,
        field: Option<usize>,
        say: impl Into<Cow<'static, str>>,
    ) -> &mut Finding {
        self.push(Some(row as u32), field, say.into())
    }

    fn push(
        &mut self,
        row: Option<u32>,
        field: Option<usize>,
        say: Cow<'static, str>,
    ) -> &mut Finding {
        let level = self.rule.severity.level(self.candidate);
        let field = field.map(|f| f as u32);
        self.out.push(Finding { rule: self.rule, level, row, field, message: say, fix: None });
        let last = self.out.len() - 1;
        &mut self.out[last]
    }
}

impl Finding {
    /// The name of the cell's column, unless the sentence names it already.
    pub fn unnamed_column<'l>(&self, layout: &'l Layout) -> Option<&'l str> {
        let name = layout.name(self.field? as usize);
        let named = self.message.contains(name.trim_end_matches(['*', ' ']));
        (!named).then_some(name)
    }

    /// Gives back the room that its sentence doesn't need: of a file there may be many thousands.
    #[must_use]
    pub fn shrunk(mut self) -> Self {
        if let Cow::Owned(say) = &mut self.message {
            say.shrink_to_fit();
        }
        self
    }

    /// Adds the text that would put it right.
    pub fn fix(&mut self, text: impl Into<String>) {
        self.fix = Some(text.into());
    }
}

/// How many findings there are of each level.
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

    /// Takes another tally, once added, away again.
    pub fn take(&mut self, other: Self) {
        self.errors -= other.errors;
        self.warnings -= other.warnings;
        self.notes -= other.notes;
    }
}
