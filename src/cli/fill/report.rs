//! What came of a fill, for programs and for people.

use crate::cli::report;
use crate::leads::{Field, Row, plural};
use crate::sheet::Sheet;
use crate::sync::fill::{
    Fill, FillCell, FillCellGroup, FillMapping, FilledLead, KeyMatch, LeadGroup, SourceTable,
};
use serde::{Serialize, Serializer};
use std::collections::HashMap;

/// What the rows of another file fill in the leads of a download.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct FillReport {
    /// The path of the download as it was given.
    download: String,
    /// The file that leads are filled from, with the name of its sheet where it has several.
    from: String,
    /// What counts the rows of the file: `line` of a CSV file, `row` of a sheet.
    unit: &'static str,
    /// Whether `--dry-run` was given, so that nothing was saved.
    pub(super) dry_run: bool,
    /// Whether cells were filled and saved; false for a dry run, and if there was nothing to fill.
    pub(super) saved: bool,
    /// What was done, as a sentence for people.
    message: String,
    /// The columns that tell which row is which lead.
    pub(super) key: FillKey,
    /// The possible keys, the one that matches most rows first.
    keys: Vec<FillKey>,
    /// The columns of the file, in its order.
    pub(super) columns: Vec<FillColumn>,
    /// How many rows, leads and cells there are of each kind.
    pub(super) summary: FillSummary,
    /// The values that have no meaning for the leads, so that they fill nothing.
    pub(super) unmapped: Vec<UnmappedValue>,
    /// Every lead of the download, with the cells that the file has a value for.
    pub(super) leads: Vec<FillLead>,
    /// The keys that several rows or several leads have, so that they fill nothing.
    pub(super) ambiguous: Vec<FillAmbiguity>,
    /// The rows of the file that are no lead of the download.
    pub(super) others: Vec<FillRow>,
    /// What else there is to know, as sentences for people.
    pub(super) notices: Vec<String>,
}

/// A column of the file and a column of the leads that have the same keys.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct FillKey {
    /// The column of the file.
    pub(super) column: String,
    /// The column of the leads.
    pub(super) lead_column: String,
    /// How many rows match one lead, and no other row does.
    pub(super) unique: usize,
}

/// A column of the file.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct FillColumn {
    /// Its name.
    pub(super) column: String,
    /// What it fills: a column of the leads or `Outcome`; null if it fills nothing.
    pub(super) target: Option<String>,
    /// What it may fill, by its name; null if that isn't known, and if it fills something.
    pub(super) suggestion: Option<String>,
}

/// How many rows, leads and cells there are of each kind.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct FillSummary {
    /// Rows of the file.
    pub(super) rows: usize,
    /// Leads with a filled cell.
    pub(super) filled_leads: usize,
    /// Cells that are filled; an outcome counts once.
    pub(super) filled: usize,
    /// Cells that have the value already.
    pub(super) same: usize,
    /// Cells whose value isn't allowed there, or can mean two things.
    pub(super) rejected: usize,
    /// Cells whose value has no meaning for the leads.
    pub(super) unmapped: usize,
    /// Cells that were edited here, so that they are left.
    pub(super) edited: usize,
    /// Cells that are locked.
    pub(super) locked: usize,
    /// Keys that several rows or several leads have.
    pub(super) ambiguous: usize,
    /// Rows whose key no lead has.
    pub(super) no_such_lead: usize,
    /// Rows without a key.
    pub(super) no_key: usize,
}

/// A value that fills nothing.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct UnmappedValue {
    /// The column of the file.
    pub(super) column: String,
    /// The value, cut at 1,000 characters.
    pub(super) value: String,
    /// How many rows have it.
    pub(super) rows: usize,
}

/// A lead of the download.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct FillLead {
    /// What becomes of it; of its cells, the first of filled, rejected, unmapped, edited, locked and same.
    #[serde(serialize_with = "lead_group")]
    #[cfg_attr(test, schemars(with = "String"))]
    #[cfg_attr(test, schemars(extend("enum" = crate::cli::json::derived::fill_lead_groups())))]
    pub(super) group: LeadGroup,
    /// The row of the lead in the download, counted from 1 without the header.
    pub(super) row: usize,
    /// Its Referral ID.
    pub(super) referral_id: String,
    /// Its Lead Name, cut at 1,000 characters; empty if the file has no such column.
    pub(super) name: String,
    /// The line or row of the file that it is filled from; null if there isn't exactly one.
    pub(super) source: Option<usize>,
    /// Its cells that the file has a value for.
    pub(super) cells: Vec<FilledCell>,
}

/// A cell that the file has a value for.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct FilledCell {
    /// What becomes of it.
    #[serde(serialize_with = "cell_group")]
    #[cfg_attr(test, schemars(with = "String"))]
    #[cfg_attr(test, schemars(extend("enum" = crate::cli::json::derived::fill_cell_groups())))]
    pub(super) group: FillCellGroup,
    /// The column of the leads, or `Outcome`.
    pub(super) target: String,
    /// Its text before, cut at 1,000 characters; of an outcome, the substatus.
    pub(super) before: String,
    /// The text that it gets, or would get, cut at 1,000 characters.
    pub(super) after: String,
    /// Why it isn't filled; null if it is, or if the group says it.
    pub(super) reason: Option<String>,
}

/// A key that several rows or several leads have.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct FillAmbiguity {
    /// The key, cut at 1,000 characters.
    pub(super) key: String,
    /// The lines or rows of the file.
    pub(super) rows: Vec<usize>,
    /// The rows of the leads in the download, counted from 1 without the header.
    pub(super) leads: Vec<usize>,
}

/// A row of the file that is no lead of the download.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct FillRow {
    /// Its line or row in the file.
    pub(super) row: usize,
    /// Its key, cut at 1,000 characters; empty if it has none.
    pub(super) key: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn lead_group<S: Serializer>(group: &LeadGroup, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(group.as_str())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn cell_group<S: Serializer>(group: &FillCellGroup, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(group.as_str())
}

/// What a report is made of.
struct FillReportParts<'a> {
    sheet: &'a Sheet,
    source: &'a SourceTable,
    mapping: &'a FillMapping,
    fill: &'a Fill,
}

impl FillReport {
    pub(super) fn new(
        sheet: &Sheet,
        source: &SourceTable,
        mapping: &FillMapping,
        fill: &Fill,
        download: String,
    ) -> Self {
        let parts = FillReportParts { sheet, source, mapping, fill };
        let key = mapping.key.map(|(field, column)| KeyMatch::count(source, sheet, field, column));
        Self {
            download,
            from: source.name.clone(),
            unit: source.unit,
            dry_run: false,
            saved: false,
            message: String::new(),
            key: parts.key(key),
            keys: KeyMatch::find_all(source, sheet)
                .into_iter()
                .map(|key| parts.key(Some(key)))
                .collect(),
            columns: parts.columns(),
            summary: parts.summary(),
            unmapped: parts.unmapped(),
            leads: parts.leads(),
            ambiguous: parts.ambiguous(),
            others: parts.others(),
            notices: Vec::new(),
        }
    }

    /// Says what was done, once it is known.
    pub(super) fn set_message(&mut self) {
        let filled = plural(self.summary.filled, "cell");
        let leads = plural(self.summary.filled_leads, "lead");
        self.message = match (self.dry_run, self.saved) {
            (true, _) => "dry run: nothing was saved".to_owned(),
            (false, true) => {
                format!("{filled} in {leads} filled; opening {} resumes the work", self.download)
            }
            (false, false) => {
                format!("nothing to fill: the work on {} is unchanged", self.download)
            }
        };
    }

    /// What was done, as a sentence.
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    /// What counts the rows of the file.
    pub(super) fn unit(&self) -> &str {
        self.unit
    }

    /// The file that leads are filled from.
    pub(super) fn from(&self) -> &str {
        &self.from
    }
}

impl FillReportParts<'_> {
    fn key(&self, key: Option<KeyMatch>) -> FillKey {
        let name = |field: Field| self.sheet.layout().name(field).to_owned();
        FillKey {
            column: key.map(|key| self.source.header(key.source).to_owned()).unwrap_or_default(),
            lead_column: key.map(|key| name(key.field)).unwrap_or_default(),
            unique: key.map_or(0, |key| key.unique),
        }
    }

    fn columns(&self) -> Vec<FillColumn> {
        let layout = self.sheet.layout();
        let column = |(at, header): (usize, &String)| {
            let target = self.mapping.columns.get(at).and_then(|column| column.target);
            let is_key = self.mapping.key.is_some_and(|(_, column)| column == at);
            let suggestion = if target.is_none() && !is_key {
                self.mapping.suggestion(header, layout)
            } else {
                None
            };
            FillColumn {
                column: header.clone(),
                target: target.map(|target| target.name(layout).to_owned()),
                suggestion: suggestion.map(|target| target.name(layout).to_owned()),
            }
        };
        self.source.headers.iter().enumerate().map(column).collect()
    }

    fn summary(&self) -> FillSummary {
        let count = |group| self.fill.of_group(group).count();
        let mut leads: Vec<Row> =
            self.fill.of_group(FillCellGroup::Filled).map(|cell| cell.lead).collect();
        leads.dedup();
        FillSummary {
            rows: self.source.rows.len(),
            filled_leads: leads.len(),
            filled: count(FillCellGroup::Filled),
            same: count(FillCellGroup::Same),
            rejected: count(FillCellGroup::Rejected),
            unmapped: count(FillCellGroup::Unmapped),
            edited: count(FillCellGroup::Edited),
            locked: count(FillCellGroup::Locked),
            ambiguous: self.fill.join.ambiguous.len(),
            no_such_lead: self.fill.join.unknown.len(),
            no_key: self.fill.join.keyless.len(),
        }
    }

    fn unmapped(&self) -> Vec<UnmappedValue> {
        let value = |(column, value): &(usize, crate::sync::fill::ColumnValue)| UnmappedValue {
            column: self.source.header(*column).to_owned(),
            value: report::value(&value.text),
            rows: value.rows,
        };
        self.fill.unmapped.iter().map(value).collect()
    }

    fn leads(&self) -> Vec<FillLead> {
        let mut cells: HashMap<Row, Vec<FilledCell>> = HashMap::new();
        for cell in &self.fill.cells {
            cells.entry(cell.lead).or_default().push(self.cell(cell));
        }
        let name = self.sheet.layout().lead_name();
        let lead = |FilledLead { row, group, source }| FillLead {
            group,
            row: row.number(),
            referral_id: report::id(self.sheet.table(), row),
            name: name.map(|field| report::value(&self.sheet.text(row, field))).unwrap_or_default(),
            source: source.map(|at| self.source.rows[at].number),
            cells: cells.remove(&row).unwrap_or_default(),
        };
        self.fill.leads(self.sheet).into_iter().map(lead).collect()
    }

    fn cell(&self, cell: &FillCell) -> FilledCell {
        FilledCell {
            group: cell.group,
            target: cell.target.name(self.sheet.layout()).to_owned(),
            before: report::value(&cell.before),
            after: report::value(&cell.after),
            reason: Some(cell.reason.clone()).filter(|reason| !reason.is_empty()),
        }
    }

    fn ambiguous(&self) -> Vec<FillAmbiguity> {
        let numbers =
            |rows: &[usize]| rows.iter().map(|at| self.source.rows[*at].number).collect::<Vec<_>>();
        let one = |key: &crate::sync::fill::AmbiguousKey| FillAmbiguity {
            key: report::value(&key.key),
            rows: numbers(&key.rows),
            leads: key.leads.iter().map(|row| row.number()).collect(),
        };
        self.fill.join.ambiguous.iter().map(one).collect()
    }

    fn others(&self) -> Vec<FillRow> {
        let column = self.mapping.key.map_or(0, |(_, column)| column);
        let mut rows: Vec<usize> =
            self.fill.join.unknown.iter().chain(&self.fill.join.keyless).copied().collect();
        rows.sort_unstable();
        let row = |at: usize| FillRow {
            row: self.source.rows[at].number,
            key: report::value(self.source.rows[at].cell(column).trimmed()),
        };
        rows.into_iter().map(row).collect()
    }
}
