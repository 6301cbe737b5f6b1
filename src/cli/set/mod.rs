//! `leadsheet set`: changes many leads of the saved work at once.

use crate::cli::args::commands::{Format, SetArgs};
use crate::cli::check::{self, CommandError, Env};
use crate::cli::report::ReportWriter;
use crate::cli::work::{ChangeSetReport, OpenedWork, write_changes};
use crate::cli::{Exit, journal as kept, json, report};
use crate::leads::condition::{BoundCondition, Condition, Truth};
use crate::leads::value_change::{Assignment, BoundAssignment};
use crate::leads::{Row, plural, thousands};
use crate::sheet::Sheet;
use serde::Serialize;
use std::fmt::Display;
use std::io::{self, Write};

/// What was changed in the saved work on a file.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct SetReport {
    /// The path of the file as it was given.
    file: String,
    /// Whether `--dry-run` was given, so that nothing was saved.
    dry_run: bool,
    /// Whether the changes were saved; false for a dry run, and if nothing changes.
    kept: bool,
    /// What was done, as a sentence for people.
    message: String,
    /// Leads of the file.
    rows: usize,
    /// Leads for which all conditions hold; all leads without a condition.
    matched: usize,
    /// Leads that are left out because a value that a condition asks for can't be read.
    unreadable: Vec<UnreadableLead>,
    /// What changes.
    changes: ChangeSetReport,
    /// What else there is to know, as sentences for people.
    notices: Vec<String>,
}

/// A lead that a condition can't be checked for.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct UnreadableLead {
    /// The row of the lead, counted from 1 without the header.
    row: usize,
    /// Its Referral ID.
    referral_id: String,
    /// The condition.
    condition: String,
    /// The value that can't be read for it, cut at 1,000 characters.
    value: String,
}

/// The leads that conditions select.
struct Selected {
    rows: Vec<Row>,
    unreadable: Vec<UnreadableLead>,
}

/// Changes the leads of a file for which conditions hold, as one step of the saved work on it, and writes what changes
/// to `out`.
///
/// # Errors
///
/// Fails if a condition or an assignment is wrong, with every mistake at once; if the file can't be read, isn't a Leads
/// file or is being edited; if the work can't be saved; and if `out` takes no more.
pub fn run_set(args: &SetArgs, out: &mut dyn Write, env: &Env) -> Result<Exit, CommandError> {
    let mut mistakes = Vec::new();
    let conditions = read(&args.conditions, |text| Condition::parse(text), &mut mistakes);
    let assignments = read(&args.assignments, |text| Assignment::parse(text), &mut mistakes);
    let work = match OpenedWork::open(&args.file, args.encoding, env) {
        // A command line that is wrong whatever is in the file.
        Err(_) if !mistakes.is_empty() => return refuse(&mistakes).map(|()| Exit::Unusable),
        work => work?,
    };
    let (layout, context) = (work.sheet.layout(), work.sheet.context());
    let conditions: Vec<(Condition, BoundCondition)> = {
        let bind = |condition: &Condition| condition.bind(layout, context);
        let bound = read(&conditions, bind, &mut mistakes);
        conditions.iter().cloned().zip(bound).collect()
    };
    let bind = |assignment: &Assignment| assignment.bind(layout, context);
    let assignments: Vec<BoundAssignment> = read(&assignments, bind, &mut mistakes);
    refuse(&mistakes)?;

    let selected = select(&work.sheet, &conditions);
    let label = BoundAssignment::label_of(&assignments);
    let set = work.sheet.propose(&selected.rows, &assignments, label);
    let mut report = SetReport {
        file: work.name.clone(),
        dry_run: args.dry_run,
        kept: !args.dry_run && !set.is_empty(),
        message: String::new(),
        rows: work.sheet.row_count(),
        matched: selected.rows.len(),
        unreadable: selected.unreadable,
        changes: ChangeSetReport::new(&work.sheet, &set),
        notices: work.notices.clone(),
    };
    report.message = message(&report);
    let sheet = if report.kept { work.apply(set.edit(|_| true))?.0 } else { work.sheet };
    match args.format {
        Format::Text => write(&report, &mut ReportWriter::new(out, env))?,
        Format::Json => json::write_pretty(&report, out)?,
    }
    out.flush()?;
    check::leak(sheet);
    Ok(exit(&report))
}

/// Reads each of some texts, and gathers what is wrong with the others.
fn read<T, R, E: Display>(
    texts: &[T],
    read: impl Fn(&T) -> Result<R, E>,
    mistakes: &mut Vec<String>,
) -> Vec<R> {
    let read = |text: &T| read(text).map_err(|error| mistakes.push(error.to_string())).ok();
    texts.iter().filter_map(read).collect()
}

/// Refuses a command line with mistakes, naming all of them.
fn refuse(mistakes: &[String]) -> Result<(), CommandError> {
    match mistakes {
        [] => Ok(()),
        [one] => Err(kept::unusable(one.clone())),
        all => {
            let count = plural(all.len(), "mistake");
            Err(kept::unusable(format!("{count}:\n  {}", all.join("\n  "))))
        }
    }
}

/// The leads for which all conditions hold, and those for which one can't be checked and no other one fails.
fn select(sheet: &Sheet, conditions: &[(Condition, BoundCondition)]) -> Selected {
    let mut selected = Selected { rows: Vec::new(), unreadable: Vec::new() };
    for row in sheet.rows() {
        let mut unreadable = None;
        let mut fails = false;
        for (condition, bound) in conditions {
            match bound.check(|field| sheet.text(row, field), sheet.context()) {
                Truth::Holds => {}
                Truth::Fails => fails = true,
                Truth::Unreadable => unreadable = unreadable.or(Some((condition, bound))),
            }
        }
        match unreadable {
            _ if fails => {}
            None => selected.rows.push(row),
            Some((condition, bound)) => selected.unreadable.push(UnreadableLead {
                row: row.number(),
                referral_id: report::id(sheet.table(), row),
                condition: condition.to_string(),
                value: bound
                    .place()
                    .map(|field| report::value(&sheet.text(row, field)))
                    .unwrap_or_default(),
            }),
        }
    }
    selected
}

fn message(report: &SetReport) -> String {
    let file = &report.file;
    let summary = report.changes.summary();
    if summary.cells == 0 {
        return format!("nothing to change: the work on {file} is as it was");
    }
    let (cells, leads) = (plural(summary.cells, "cell"), plural(summary.leads, "lead"));
    if report.dry_run {
        format!("dry run: nothing was saved; {cells} in {leads} would change")
    } else {
        format!("{cells} in {leads} changed, saved for {file}; one undo takes them back")
    }
}

fn exit(report: &SetReport) -> Exit {
    let summary = report.changes.summary();
    if summary.cells == 0 {
        Exit::NothingToWrite
    } else if summary.held_back + summary.left_out + report.unreadable.len() > 0 {
        Exit::Problems
    } else {
        Exit::Clean
    }
}

fn write(report: &SetReport, lines: &mut ReportWriter) -> io::Result<()> {
    for notice in &report.notices {
        lines.line(notice)?;
    }
    lines.line(&format!(
        "{} of {}",
        match report.matched {
            1 => "1 lead matches".to_owned(),
            number => format!("{} leads match", thousands(number)),
        },
        thousands(report.rows)
    ))?;
    let unreadable = report.unreadable.iter().map(|lead| {
        let value = &lead.value;
        report::Line::plain(format!(
            "row {}  {}  \"{value}\" can't be read for: {}",
            thousands(lead.row),
            lead.referral_id,
            lead.condition
        ))
    });
    lines.section("left out, because a condition can't be checked", unreadable)?;
    write_changes(&report.changes, lines)?;
    lines.gap()?;
    let held_back = report.changes.summary().held_back;
    if held_back > 0 {
        lines.line(&format!("{} will be held back", plural(held_back, "lead")))?;
    }
    lines.line(&report.message)
}
