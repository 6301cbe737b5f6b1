//! Rows of a sheet of several files as rows of the file that they are from: an upload file has leads of one only.

use crate::leads::{Field, Row};
use crate::sheet::Sheet;
use crate::table::UnionFile;
use crate::upload::irreversible::Irreversible;
use crate::upload::plan::Plan;
use crate::upload::revert::RevertSummary;

/// Rows that are exported together, as rows of their own file.
#[derive(Debug)]
pub struct FilePart {
    /// The number of the file.
    pub file: usize,
    /// The file as it stands.
    pub sheet: Sheet,
    /// Its rows.
    pub rows: Vec<Row>,
}

impl FilePart {
    /// The rows of a sheet of several files as those of their own file; nothing if there is one file only, or no row.
    pub fn new(sheet: &Sheet, rows: &[Row]) -> Option<Self> {
        let union = sheet.table().sources()?;
        let file = union.file_of(*rows.first()?);
        let own = rows.iter().map(|row| union.locate(*row));
        let rows = own.filter(|(number, _)| *number == file).map(|(_, row)| row).collect();
        Some(Self { file, sheet: sheet.of_file(file)?, rows })
    }

    /// The plan to export these rows and no others, as a part of the plan for all files.
    pub fn plan(&self, all: &Plan) -> Plan {
        Plan { files: vec![self.rows.clone()], is_pilot: all.is_pilot, ..Plan::default() }
    }

    /// What can be put back, with the rows and fields of the sheet of all files.
    pub fn shown_summary(&self, all: &Sheet, summary: RevertSummary) -> RevertSummary {
        let Some(file) = all.table().sources().and_then(|union| union.files().get(self.file))
        else {
            return summary;
        };
        let stuck = summary.stuck.into_iter().filter_map(|stuck| {
            let fields = stuck.fields.iter().filter_map(|field| self.shown(all, file, *field));
            Some(Irreversible { row: file.shown(stuck.row)?, fields: fields.collect(), ..stuck })
        });
        RevertSummary { leads: summary.leads, stuck: stuck.collect() }
    }

    /// The field of the sheet of all files; columns that were added stand behind all others.
    fn shown(&self, all: &Sheet, file: &UnionFile, field: Field) -> Option<Field> {
        match field.index().checked_sub(self.sheet.table().width()) {
            Some(added) => Some(Field::at(all.table().width() + added)),
            None => file.field(field),
        }
    }
}
