//! The part of a ledger that is about one of several files.

use crate::leads::{Field, Row};
use crate::sheet::ledger::ledger::Ledger;
use crate::sheet::ledger::uploads::{LeadUploads, UploadSource};
use crate::sheet::state::Changes;
use std::collections::BTreeMap;

/// The places of one of several files, for those of all together.
pub(crate) trait OwnPlaces {
    /// The row of the file; nothing if it is another file's.
    fn row(&self, row: Row) -> Option<Row>;

    /// The field of the file; nothing if the file lacks it.
    fn field(&self, field: Field) -> Option<Field>;
}

impl Ledger {
    /// What it knows of the leads of one file, with the numbers that rows, fields and exports have there.
    ///
    /// Nothing of it can be undone.
    pub fn of_file(&self, places: &dyn OwnPlaces) -> Self {
        let cells = |cells: &Changes| {
            let own = |(field, text): &(Field, String)| Some((places.field(*field)?, text.clone()));
            let mut cells: Changes = cells.iter().filter_map(own).collect();
            cells.sort_unstable_by_key(|(field, _)| *field);
            cells
        };
        let mut ledger = Self { results: self.results.clone(), ..Self::default() };
        let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
        for (_, uploads) in self.uploads.iter().filter(|(row, _)| places.row(**row).is_some()) {
            numbers.extend(uploads.iter().filter_map(|upload| match upload.source {
                UploadSource::Export(number) => Some((number, 0)),
                UploadSource::Loaded | UploadSource::Elsewhere => None,
            }));
        }
        for (number, own) in &mut numbers {
            *own = ledger.exports.len();
            ledger.exports.extend(self.exports.get(*number).cloned());
        }
        for (row, changes) in &self.overlay {
            ledger.overlay.extend(places.row(*row).map(|row| (row, cells(changes))));
        }
        for (row, uploads) in &self.uploads {
            let Some(row) = places.row(*row) else { continue };
            let mut own = LeadUploads::default();
            for upload in uploads.iter() {
                let mut upload = upload.clone();
                upload.cells = cells(&upload.cells);
                if let UploadSource::Export(number) = &mut upload.source {
                    *number = numbers.get(number).copied().unwrap_or_default();
                }
                own.push(upload);
            }
            ledger.uploads.insert(row, own);
        }
        let noted = self.annotations.iter();
        let own = noted.filter_map(|(row, noted)| Some((places.row(*row)?, noted.clone())));
        ledger.annotations.extend(own);
        ledger
    }
}
