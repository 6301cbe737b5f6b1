//! An assignment in the columns of a file, and the texts that it gives to a lead.

use super::{Assignment, AssignmentError, AssignmentTarget, CannotChange, ValueChange};
use crate::leads::condition::outcomes_named;
use crate::leads::outcome::{Outcome, SetBy};
use crate::leads::{Access, Choice, Col, Field, FileContext, Kind, Layout, Lead, Wanted};

/// An assignment whose columns are found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundAssignment {
    target: BoundTarget,
    change: ValueChange,
    label: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum BoundTarget {
    Cell(Field, Col),
    /// The outcome with this name in the drop-down.
    Outcome {
        status: String,
        substatus: String,
        verb: String,
    },
}

/// The text that a cell of a lead is to get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedText {
    /// The cell.
    pub field: Field,
    /// The text.
    pub text: String,
}

impl Assignment {
    /// Finds the columns in a file, and checks that the change is for them.
    ///
    /// # Errors
    ///
    /// Fails if the file has no such column, if only Partner Center sets it, if the change is for another kind of
    /// column, or if there is no such outcome.
    pub fn bind(
        &self,
        layout: &Layout,
        context: &FileContext,
    ) -> Result<BoundAssignment, AssignmentError> {
        let target = match (&self.target, &self.change) {
            (AssignmentTarget::Outcome, ValueChange::Set(name)) => outcome(name, layout, context)?,
            _ => self.cell(layout, context)?,
        };
        Ok(BoundAssignment::new(target, self.change.clone()))
    }

    fn cell(&self, layout: &Layout, context: &FileContext) -> Result<BoundTarget, AssignmentError> {
        let field = layout.named(self.target.name())?;
        let read_only = || AssignmentError::ReadOnly(layout.name(field).to_owned());
        let col = layout.col(field).ok_or_else(read_only)?;
        if matches!(col.column().access, Access::Locked(_)) {
            return Err(read_only());
        }
        let column = self.target.name().to_owned();
        self.change
            .check(col, context)
            .map_err(|error| AssignmentError::Change { column, error })?;
        Ok(BoundTarget::Cell(field, col))
    }
}

/// Finds an outcome by its name in the drop-down, its substatus, or status and substatus with a slash between.
fn outcome(
    name: &str,
    layout: &Layout,
    context: &FileContext,
) -> Result<BoundTarget, AssignmentError> {
    if layout.status().is_none() || layout.substatus().is_none() {
        return Err(AssignmentError::NoColumnFor(AssignmentTarget::OUTCOME));
    }
    let is_own = |outcome: &&Outcome| outcome.set_by == SetBy::Partner;
    let found = outcomes_named(&context.lists, name).find(is_own);
    let Some(Outcome { status, substatus, verb, .. }) = found else {
        let all = context.lists.outcomes().iter().filter(is_own);
        let names: Vec<&str> = all.map(|outcome| outcome.substatus.as_str()).collect();
        let typed = name.trim().to_owned();
        return Err(AssignmentError::NoOutcome { typed, expected: names.join(", ") });
    };
    Ok(BoundTarget::Outcome {
        status: status.clone(),
        substatus: substatus.clone(),
        verb: verb.clone(),
    })
}

impl BoundAssignment {
    fn new(target: BoundTarget, change: ValueChange) -> Self {
        // The same change has the same label, however its column was named.
        let name = match &target {
            BoundTarget::Cell(_, col) => AssignmentTarget::Column(col.short()),
            BoundTarget::Outcome { .. } => AssignmentTarget::Outcome,
        };
        let label = Assignment { target: name, change: change.clone() }.to_string();
        Self { target, change, label }
    }

    /// An assignment to the cells of a column that [`ValueChange::check`] has let through.
    pub fn to_column(field: Field, col: Col, change: ValueChange) -> Self {
        Self::new(BoundTarget::Cell(field, col), change)
    }

    /// What a step is called that makes these assignments: `Close date+=1q, Notes append Called`.
    pub fn label_of(assignments: &[Self]) -> String {
        assignments.iter().map(Self::label).collect::<Vec<_>>().join(", ")
    }

    /// The assignment as it can be typed.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The field that it changes, if it is one.
    pub fn field(&self) -> Option<Field> {
        match self.target {
            BoundTarget::Cell(field, _) => Some(field),
            BoundTarget::Outcome { .. } => None,
        }
    }

    /// The field by which a reader sees what it does: the only one, or that of the status.
    pub fn main_field(&self, layout: &Layout) -> Option<Field> {
        self.field().or_else(|| layout.status())
    }

    /// The texts that the cells of a lead get, the ones first that others depend on. They may be those that the cells
    /// have, and nothing says that the cells aren't locked.
    ///
    /// # Errors
    ///
    /// Fails if the cell has no value that can be changed in this way, or if the lead doesn't offer the outcome.
    pub fn texts(&self, lead: &Lead) -> Result<Vec<ProposedText>, CannotChange> {
        match (&self.target, &self.change) {
            (BoundTarget::Outcome { status, substatus, verb }, _) => {
                outcome_texts(lead, [status, substatus], verb)
            }
            (BoundTarget::Cell(field, col), ValueChange::Set(value)) => {
                Ok(value_texts(lead, *field, *col, value))
            }
            (BoundTarget::Cell(field, col), change) => {
                Ok(vec![ProposedText { field: *field, text: change.apply(*col, lead)? }])
            }
        }
    }
}

/// The cells that an outcome sets in a lead: those of the choice in its drop-down, or those that Partner Center holds
/// if the lead has the outcome there.
fn outcome_texts(
    lead: &Lead,
    pair: [&str; 2],
    verb: &str,
) -> Result<Vec<ProposedText>, CannotChange> {
    let cols = [Col::Status, Col::Substatus];
    if cols.map(|col| lead.text(col)) == pair {
        return Ok(Vec::new());
    }
    let choices = super::super::outcome::choices(lead, Wanted::All);
    let sets = |choice: &Choice, col: Col, text: &str| {
        choice.sets.iter().any(|s| s.0 == col && s.1 == text)
    };
    let is_it =
        |choice: &&Choice| cols.iter().zip(pair).all(|(col, text)| sets(choice, *col, text));
    let choice = choices.items.iter().find(is_it);
    let choice = choice.ok_or_else(|| CannotChange::NotOffered(verb.to_owned()))?;
    Ok(choice_texts(lead, choice))
}

fn choice_texts(lead: &Lead, choice: &Choice) -> Vec<ProposedText> {
    let text = |(col, text): &(Col, String)| {
        Some(ProposedText { field: lead.layout.field(*col)?, text: text.clone() })
    };
    choice.sets.iter().filter_map(text).collect()
}

/// The cells that a value sets: what the drop-down of the column has by this name, else the value as it is read.
fn value_texts(lead: &Lead, field: Field, col: Col, value: &str) -> Vec<ProposedText> {
    if let Kind::Choice(offers) = col.column().kind
        && !col.is_outcome()
        && let Some(choice) = offers(lead, Wanted::All).items.iter().find(|c| is_called(c, value))
    {
        return choice_texts(lead, choice);
    }
    let text = super::understood(col, value, lead);
    let text = if col.is_outcome() { spelled(lead, col, &text).unwrap_or(text) } else { text };
    vec![ProposedText { field, text }]
}

/// Whether a choice has this name, or sets this text: `1` or `Project budget isn't adequate` for a reason.
fn is_called(choice: &Choice, value: &str) -> bool {
    let value = value.trim();
    let text = choice.sets.first().map_or("", |(_, text)| text.as_str());
    let behind_code = choice.label.strip_prefix(text).map_or("", str::trim);
    !value.is_empty()
        && [text, behind_code, choice.label.as_str()]
            .iter()
            .any(|name| name.eq_ignore_ascii_case(value))
}

/// A status or substatus as the list of outcomes spells it.
fn spelled(lead: &Lead, col: Col, text: &str) -> Option<String> {
    let names = lead.lists().outcomes().iter().map(|outcome| match col {
        Col::Status => &outcome.status,
        _ => &outcome.substatus,
    });
    names.into_iter().find(|name| name.eq_ignore_ascii_case(text)).cloned()
}
