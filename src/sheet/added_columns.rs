//! Columns that the file lacks: further members of a numbered family.

use crate::leads::sort::sort_by_key;
use crate::leads::{Access, Col};
use crate::leads::{Field, Row};
use crate::sheet::edit::ReadOnly;
use crate::sheet::sheet::Sheet;
use crate::table::escape::{COMMA, escape};
use std::borrow::Cow;

/// A column that was added to the sheet, behind the last one of its family.
///
/// Its cells are empty as loaded. An upload file has it only if one of its rows fills it, or a later
/// column of its family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddedColumn {
    /// Which column it is.
    pub col: Col,
    /// The field of the file that it follows, counted from 0.
    pub after: Field,
}

/// Why a column can't be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotAdd {
    /// The column is a single one.
    #[error("only numbered columns can be added")]
    Single,
    /// The file has no column of the family that another one could stand behind.
    #[error("the file has no column of this kind")]
    NoFamily,
    /// The family is complete.
    #[error("there are already {limit}, the most that Partner Center accepts")]
    Full {
        /// The highest number that Partner Center accepts.
        limit: u8,
    },
    /// Offers and solutions are locked.
    #[error("offers and solutions are read-only; unlock them first")]
    Locked,
    /// The files of the sheet don't have the same columns of the family.
    #[error(
        "the files don't have the same columns of this kind; open one of them alone to add one"
    )]
    Differs,
    /// The whole sheet is read-only.
    #[error(transparent)]
    ReadOnly(#[from] ReadOnly),
}

/// An added column as a field of an upload file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AddedField {
    /// The field of the file that it follows.
    pub after: Field,
    /// Its own field in the sheet.
    pub field: Field,
}

impl Sheet {
    /// Adds the next column of a family and returns its field.
    ///
    /// `family` is any member of it. The column's name follows the spelling of the family's first one.
    /// Nothing that is in the file changes, and undo doesn't take it back: an empty column isn't
    /// exported.
    pub fn add_column(&mut self, family: Col) -> Result<Field, CannotAdd> {
        self.check_writable()?;
        let name = self.next_name(family)?;
        let last = self.layout().members(family).last().copied().unwrap_or_default();
        // Of several added ones each follows the same field of the file.
        let own = |field: Field| field.index() < self.layout().file_fields();
        let after = match self.layout().field(family.member(last)).unwrap_or_default() {
            field if own(field) => field,
            field => self.added()[field.index() - self.layout().file_fields()].after,
        };
        Ok(self.push_column(name, AddedColumn { col: family.member(last + 1), after }))
    }

    /// The name of the next column of a family, or why there can't be one.
    pub(crate) fn next_name(&self, family: Col) -> Result<String, CannotAdd> {
        let limit = family.limit().ok_or(CannotAdd::Single)?;
        if matches!(family.column().access, Access::Unlockable(_))
            && !self.context().offers_unlocked
        {
            return Err(CannotAdd::Locked);
        }
        let members = self.layout().members(family);
        let (Some(&first), Some(&last)) = (members.first(), members.last()) else {
            return Err(CannotAdd::NoFamily);
        };
        if self.table().sources().is_some_and(|union| union.has_different_members(family)) {
            return Err(CannotAdd::Differs);
        }
        if last >= limit {
            return Err(CannotAdd::Full { limit });
        }
        let first = self.layout().field(family.member(first)).unwrap_or_default();
        Ok(numbered(self.layout().name(first), last + 1))
    }

    /// Returns the added fields that an upload file with these rows has, with the field of the file
    /// that each follows, in the order in which they stand in the file.
    pub(crate) fn added_for(&self, rows: &[Row]) -> Vec<AddedField> {
        let own = self.layout().file_fields();
        let filled = |field: Field| rows.iter().any(|row| !self.text(*row, field).is_empty());
        let needed = |at: usize| {
            let col = self.added()[at].col;
            self.added().iter().enumerate().any(|(later, other)| {
                col.member(1) == other.col.member(1)
                    && other.col.number() >= col.number()
                    && filled(Field::at(own + later))
            })
        };
        let fields = (0..self.added().len()).filter(|at| needed(*at));
        let mut fields: Vec<AddedField> = fields
            .map(|at| AddedField { after: self.added()[at].after, field: Field::at(own + at) })
            .collect();
        sort_by_key(&mut fields, |added| (added.after, added.field));
        fields
    }

    /// The bytes of the header of an upload file with these added columns.
    pub(crate) fn upload_header(&self, added: &[AddedField]) -> Cow<'_, str> {
        if added.is_empty() {
            return self.table().upload_header();
        }
        let names = |after: Field| {
            let here = added.iter().filter(move |added| added.after == after);
            here.map(|added| escape(self.layout().name(added.field), "", COMMA))
        };
        Cow::Owned(self.table().upload_header_with(names))
    }
}

/// Puts another number at the end of a name, as `Team member 3*` from `Team member 1*`.
pub(crate) fn numbered(name: &str, number: u8) -> String {
    let end = name.rfind(|c: char| c.is_ascii_digit()).map_or(name.len(), |at| at + 1);
    let start = name[..end].trim_end_matches(|c: char| c.is_ascii_digit()).len();
    format!("{}{number}{}", &name[..start], &name[end..])
}
