//! What a condition is about: a column of the file, or the outcome of the lead.

use super::{Condition, ConditionError};
use crate::leads::header::recognise;
use crate::leads::{COLUMNS, Col, Field, Kind, Layout, nearest, normalise};

/// The name that stands for the lead's status combination instead of a column.
pub const OUTCOME: &str = "Outcome";

/// What the cells of a column are compared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ComparedAs {
    /// Texts, whose case doesn't count.
    Text,
    /// Days.
    Date,
    /// Numbers.
    Number,
    /// What the condition's own value is: the column isn't a known one.
    Any,
}

impl ComparedAs {
    /// What the cells of a column are compared as; no column is one that isn't known.
    pub fn of(col: Option<Col>) -> Self {
        let Some(col) = col else { return Self::Any };
        match col.column().kind {
            Kind::Date => Self::Date,
            Kind::Amount => Self::Number,
            _ if col == Col::CreatedDate => Self::Date,
            _ if col == Col::Stage => Self::Number,
            _ => Self::Text,
        }
    }
}

/// What is compared, with places as a caller names them: fields of a file or known columns.
#[derive(Clone, Copy, Debug)]
pub(super) enum Subject<P> {
    /// The text of a cell, and where its currency stands if it is an amount.
    Cell { at: P, col: Option<Col>, currency: Option<P> },
    /// The status and the substatus of the lead, as far as the file has the columns.
    Outcome { status: Option<P>, substatus: Option<P> },
}

impl Condition {
    fn is_on_outcome(&self) -> bool {
        normalise(self.column()) == normalise(OUTCOME)
    }

    /// What the condition is about in a file.
    pub(super) fn subject(&self, layout: &Layout) -> Result<Subject<Field>, ConditionError> {
        if self.is_on_outcome() {
            return Ok(Subject::Outcome { status: layout.status(), substatus: layout.substatus() });
        }
        let at = field_named(layout, self.column())?;
        Ok(Subject::Cell { at, col: layout.col(at), currency: layout.currency() })
    }

    /// What the condition is about in any file.
    pub(super) fn known_subject(&self) -> Result<Subject<Col>, ConditionError> {
        if self.is_on_outcome() {
            let (status, substatus) = (Some(Col::Status), Some(Col::Substatus));
            return Ok(Subject::Outcome { status, substatus });
        }
        let col = column_named(self.column())?;
        Ok(Subject::Cell { at: col, col: Some(col), currency: Some(Col::Currency) })
    }
}

/// The field that people mean by a name: one of the file's own header, or any name of a known column, in any case.
///
/// # Errors
///
/// Fails on a name that no column has, and on a known column that the file doesn't have.
pub fn field_named(layout: &Layout, name: &str) -> Result<Field, ConditionError> {
    layout.named(name).map_err(|_| match known_column(&normalise(name)) {
        Some(col) => ConditionError::MissingColumn { name: col.name() },
        None => unknown(name, layout.names()),
    })
}

/// The known column that people mean by a name: one that its header may have, or the short one, in any case.
///
/// # Errors
///
/// Fails on a name that no known column has.
pub fn column_named(name: &str) -> Result<Col, ConditionError> {
    known_column(&normalise(name)).ok_or_else(|| unknown(name, &[]))
}

fn known_column(key: &str) -> Option<Col> {
    if let Some((col, _)) = recognise(key) {
        return Some(col);
    }
    let digits = key.len() - key.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let number: u8 = key[key.len() - digits..].parse().unwrap_or(1);
    let number = number.clamp(1, Col::FAMILY_MAX);
    let mut cols = COLUMNS.iter().map(|column| column.col.member(number));
    cols.find(|col| normalise(&col.short()) == key)
}

fn unknown(name: &str, own: &[String]) -> ConditionError {
    let known: Vec<String> =
        COLUMNS.iter().flat_map(|column| [column.col.short(), column.col.name()]).collect();
    let all = own.iter().chain(&known).map(String::as_str).chain([OUTCOME]);
    let nearest_name = nearest(name, all).map(str::to_owned);
    ConditionError::UnknownColumn { name: name.to_owned(), nearest_name }
}
