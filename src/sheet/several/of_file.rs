//! The sheet of one of several files.

use crate::leads::{Field, Row};
use crate::sheet::ledger::of_file::OwnPlaces;
use crate::sheet::sheet::Sheet;
use crate::table::{Union, UnionFile};

/// The places of one of the files of a sheet.
struct FilePlaces<'s> {
    union: &'s Union,
    number: usize,
    file: &'s UnionFile,
    /// How many fields the table of all files has.
    width: usize,
}

impl OwnPlaces for FilePlaces<'_> {
    fn row(&self, row: Row) -> Option<Row> {
        let (number, own) = self.union.locate(row);
        (number == self.number).then_some(own)
    }

    fn field(&self, field: Field) -> Option<Field> {
        // Columns that were added stand behind those of the file, in the same order.
        match field.index().checked_sub(self.width) {
            Some(added) => Some(Field::at(self.file.table.width() + added)),
            None => self.file.own_field(field),
        }
    }
}

impl Sheet {
    /// The number of the file that a row is from: 0 where there is one file.
    pub fn file_of(&self, row: Row) -> usize {
        self.table().sources().map_or(0, |union| union.file_of(row))
    }

    /// The number of a row as messages have it: with its file and the number there where there are several.
    pub fn row_place(&self, row: Row) -> String {
        let place = self.table().sources().and_then(|union| {
            let (number, own) = union.locate(row);
            Some(format!("{row} ({own} of {})", union.files().get(number)?.name))
        });
        place.unwrap_or_else(|| row.to_string())
    }

    /// The sheet of one of several files as it stands: with its own rows and columns, and what is done and known
    /// of them. Nothing of it can be undone, and no rule has run.
    pub fn of_file(&self, number: usize) -> Option<Self> {
        let union = self.table().sources()?;
        let file = union.files().get(number)?;
        let mut sheet = Self::unvalidated(file.table.clone(), self.context().rules());
        sheet.keep_errors(self.keeps_errors());
        if self.context().offers_unlocked {
            // The sheet was made to be changed.
            let _ = sheet.unlock_offers();
        }
        for added in self.added() {
            // The same columns were added to each file.
            let _ = sheet.add_column(added.col);
        }
        let places = FilePlaces { union, number, file, width: self.table().width() };
        sheet.ledger = self.ledger.of_file(&places);
        Some(sheet)
    }
}
