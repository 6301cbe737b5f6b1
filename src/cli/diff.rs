//! `leadsheet diff`: what differs between two files, lead by lead.

use crate::cli::args::commands::{DiffArgs, DiffFormat};
use crate::cli::check::{CommandError, Env, FileArg};
use crate::cli::encoding::SecondEncoding;
use crate::cli::report::{Line, ReportWriter};
use crate::cli::text::truncate;
use crate::cli::{Exit, check, json, report};
use crate::leads::{Row, difference, plural, thousands, visible};
use crate::table::{Join, Table};
use serde::Serialize;
use std::io::{self, Read, Write};

/// What differs between two files, lead by lead.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct DiffReport {
    /// The path of the older file as it was given; `-` for the standard input.
    old: String,
    /// The path of the newer file as it was given; `-` for the standard input.
    new: String,
    /// How many leads and cells differ.
    summary: DiffSummary,
    /// The columns that only the newer file has.
    columns_added: Vec<String>,
    /// The columns that only the older file has.
    columns_missing: Vec<String>,
    /// The leads of both files that differ in a cell.
    changed: Vec<DiffLead>,
    /// The leads that only the newer file has.
    added: Vec<RowRef>,
    /// The leads that only the older file has.
    missing: Vec<RowRef>,
    /// The rows whose Referral ID appeared before in their file; they are not compared.
    duplicates: Vec<RowRef>,
}

/// How many leads and cells differ.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DiffSummary {
    /// Leads of both files that differ in a cell.
    changed: usize,
    /// Cells that differ.
    cells: usize,
    /// Leads of both files that do not differ.
    same: usize,
    /// Leads that only the newer file has.
    added: usize,
    /// Leads that only the older file has.
    missing: usize,
    /// Rows of both files whose Referral ID appeared before in their file.
    duplicates: usize,
}

/// A lead that differs.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DiffLead {
    /// The row of the lead in the newer file, counted from 1 without the header.
    row: usize,
    /// Its Referral ID.
    referral_id: String,
    /// Its Lead Name in the newer file, cut at 1,000 characters; empty if the file has no such
    /// column.
    name: String,
    /// The cells that differ.
    cells: Vec<DiffCell>,
}

/// A cell that differs.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DiffCell {
    /// Its column.
    column: String,
    /// The whole text in the older file.
    old: String,
    /// The whole text in the newer file.
    new: String,
}

/// A row that has no counterpart in the other file.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RowRef {
    /// The file that it is in.
    #[cfg_attr(test, schemars(extend("enum" = ["old", "new"])))]
    file: &'static str,
    /// The row in this file, counted from 1 without the header.
    row: usize,
    /// Its Referral ID.
    referral_id: String,
}

/// Compares two files by Referral ID and writes what differs to `out`.
///
/// One of the two may be `-` and is then read from `input`.
///
/// # Errors
///
/// Fails if a file can't be read or isn't a Leads file, and if `out` takes no more.
pub fn run_diff(
    args: &DiffArgs,
    input: &mut dyn Read,
    out: &mut dyn Write,
    env: &Env,
) -> Result<Exit, CommandError> {
    let option = "--new-encoding";
    let encoding = SecondEncoding { named: args.new_encoding, first: args.encoding };
    let new = FileArg { file: &args.new, encoding, option };
    let old = check::edited_source(&args.old, args.encoding).open(input)?;
    let new = new.open(input)?;
    let mut report = compare(&old.table, &new.table);
    (report.old, report.new) = (old.name, new.name);
    match args.format {
        DiffFormat::Text => write(&report, &mut ReportWriter::new(out, env))?,
        DiffFormat::Json => json::write_pretty(&report, out)?,
        DiffFormat::Csv => write_csv(&report, out)?,
    }
    out.flush()?;
    Ok(if report.is_empty() { Exit::Clean } else { Exit::Problems })
}

impl DiffReport {
    fn is_empty(&self) -> bool {
        let sum = &self.summary;
        sum.changed + sum.added + sum.missing + sum.duplicates == 0
            && self.columns_added.is_empty()
            && self.columns_missing.is_empty()
    }
}

fn compare(old: &Table, new: &Table) -> DiffReport {
    let join = Join::new(new, old);
    let mut changed = Vec::new();
    for (row, was) in join.pairs() {
        let differ = join.columns().filter_map(|(field, theirs)| {
            let now = new.cell(row, field);
            let before = old.cell(was, theirs);
            (now != before).then(|| DiffCell {
                column: new.layout().name(field).to_owned(),
                old: before.into_owned(),
                new: now.into_owned(),
            })
        });
        let cells: Vec<DiffCell> = differ.collect();
        if !cells.is_empty() {
            let name = new.layout().lead_name();
            let name = name.map(|field| report::value(&new.cell(row, field)));
            changed.push(DiffLead {
                row: row.number(),
                referral_id: report::id(new, row),
                name: name.unwrap_or_default(),
                cells,
            });
        }
    }
    let place = |file: &'static str, table: &Table, rows: &[Row]| -> Vec<RowRef> {
        let one =
            |&row: &Row| RowRef { file, row: row.number(), referral_id: report::id(table, row) };
        rows.iter().map(one).collect()
    };
    let (added, missing) = (place("new", new, &join.added), place("old", old, &join.missing));
    let mut duplicates = place("old", old, &join.duplicates_in_original);
    duplicates.extend(place("new", new, &join.duplicates));
    let columns = report::columns(new, old, &join);
    DiffReport {
        old: String::new(),
        new: String::new(),
        summary: DiffSummary {
            changed: changed.len(),
            cells: changed.iter().map(|lead| lead.cells.len()).sum(),
            same: join.pairs().count() - changed.len(),
            added: added.len(),
            missing: missing.len(),
            duplicates: duplicates.len(),
        },
        columns_added: columns.added,
        columns_missing: columns.missing,
        changed,
        added,
        missing,
        duplicates,
    }
}

/// How many changed leads are listed.
const MAX_LEADS_SHOWN: usize = 200;

/// The most columns that a text of a cell takes.
const MAX_CELL_WIDTH: usize = 120;

fn write(report: &DiffReport, lines: &mut ReportWriter) -> io::Result<()> {
    for lead in report.changed.iter().take(MAX_LEADS_SHOWN) {
        let name = visible(&lead.name);
        let cells = lead.cells.iter().map(|cell| {
            let [old, new] = difference(&cell.old, &cell.new, MAX_CELL_WIDTH);
            Line::plain(format!("{}: {old} → {new}", cell.column))
        });
        let name = truncate(&name, MAX_CELL_WIDTH);
        let heading = format!("{}  {name}", lead.referral_id);
        lines.section(heading.trim_end(), cells)?;
    }
    if let Some(more @ 1..) = report.changed.len().checked_sub(MAX_LEADS_SHOWN) {
        lines.gap()?;
        lines.line(&format!("… and {} more changed leads", thousands(more)))?;
    }
    let place = |place: &RowRef| {
        let row = thousands(place.row);
        Line::plain(format!("{}  ({} row {row})", place.referral_id, place.file))
    };
    lines.section("added leads", report.added.iter().map(place))?;
    lines.section("missing leads", report.missing.iter().map(place))?;
    lines.section("Referral IDs that appear twice", report.duplicates.iter().map(place))?;
    lines.section("added columns", report.columns_added.iter().map(Line::plain))?;
    lines.section("missing columns", report.columns_missing.iter().map(Line::plain))?;
    lines.gap()?;
    let sum = &report.summary;
    lines.line(&format!(
        "{} changed ({}), {} the same, {} added, {} missing, {} duplicate",
        plural(sum.changed, "lead"),
        plural(sum.cells, "cell"),
        thousands(sum.same),
        thousands(sum.added),
        thousands(sum.missing),
        thousands(sum.duplicates)
    ))
}

/// Writes one line a difference, every character of it made visible.
fn write_csv(report: &DiffReport, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "change,referral_id,column,old,new")?;
    let mut line = |cells: [&str; 5]| {
        let fields = cells.map(|cell| {
            let text = visible(cell);
            if text.contains([',', '"']) {
                format!("\"{}\"", text.replace('"', "\"\""))
            } else {
                text.into_owned()
            }
        });
        writeln!(out, "{}", fields.join(","))
    };
    for lead in &report.changed {
        for cell in &lead.cells {
            line(["changed", &lead.referral_id, &cell.column, &cell.old, &cell.new])?;
        }
    }
    let places =
        [("added", &report.added), ("missing", &report.missing), ("duplicate", &report.duplicates)];
    for (change, list) in places {
        for place in list {
            line([change, &place.referral_id, "", "", ""])?;
        }
    }
    let columns =
        [("column added", &report.columns_added), ("column missing", &report.columns_missing)];
    for (change, names) in columns {
        for name in names {
            line([change, "", name, "", ""])?;
        }
    }
    Ok(())
}
