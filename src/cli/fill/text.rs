//! What came of a fill, for people.

use crate::cli::fill::report::{FillAmbiguity, FillLead, FillReport, FillSummary, FilledCell};
use crate::cli::report::{Emphasis, Line, MAX_CELL_WIDTH, ReportWriter, lead_label};
use crate::leads::{difference, plural, thousands, visible};
use crate::sync::fill::FillCellGroup;
use std::io;

/// The groups of cells that are listed, what has to be looked at first.
const LISTED: [FillCellGroup; 5] = [
    FillCellGroup::Rejected,
    FillCellGroup::Unmapped,
    FillCellGroup::Edited,
    FillCellGroup::Locked,
    FillCellGroup::Filled,
];

/// Writes the report for people.
pub(super) fn write(report: &FillReport, lines: &mut ReportWriter) -> io::Result<()> {
    for notice in &report.notices {
        lines.line(notice)?;
    }
    lines.line(&key(report))?;
    let columns = report.columns.iter().filter_map(|column| {
        let (left, right) = match (&column.target, &column.suggestion) {
            (Some(target), _) => ("fills", target),
            (None, Some(suggestion)) => ("fills nothing; perhaps meant for", suggestion),
            (None, None) => return None,
        };
        Some(Line::plain(format!("{} {left} {right}", visible(&column.column))))
    });
    lines.section("columns", columns)?;
    lines.section(
        "ambiguous keys, which fill nothing",
        report.ambiguous.iter().map(|key| ambiguous(report, key)),
    )?;
    let values = report.unmapped.iter().map(|value| {
        let rows = plural(value.rows, "row");
        Line::plain(format!("{}: {}  {rows}", visible(&value.column), visible(&value.value)))
    });
    lines.section("values that aren't mapped, which fill nothing", values)?;
    let rows = report.others.iter().map(|row| {
        let key = if row.key.is_empty() { "no key".into() } else { visible(&row.key) };
        Line::plain(format!("{} {}  {key}", report.unit(), row.row))
    });
    lines.section("rows that are no lead of the download", rows)?;
    for group in LISTED {
        let cells = report.leads.iter().flat_map(|lead| {
            let own = lead.cells.iter().filter(move |cell| cell.group == group);
            own.map(move |cell| item(lead, cell))
        });
        lines.section(group.label(), cells)?;
    }
    lines.gap()?;
    lines.line(&summary(&report.summary))?;
    lines.line(report.message())
}

/// `CRM ID: 1,740 of 1,800 rows match one lead`
fn key(report: &FillReport) -> String {
    let key = &report.key;
    let names = if key.column == key.lead_column {
        visible(&key.column).into_owned()
    } else {
        format!("{} = {}", visible(&key.column), visible(&key.lead_column))
    };
    let (unique, rows) = (thousands(key.unique), plural(report.summary.rows, "row"));
    format!("{}: by {names}, {unique} of {rows} match one lead", visible(report.from()))
}

fn ambiguous(report: &FillReport, key: &FillAmbiguity) -> Line {
    let numbers = |numbers: &[usize]| {
        numbers.iter().map(|number| thousands(*number)).collect::<Vec<_>>().join(", ")
    };
    Line::plain(format!(
        "{}  {} {} of the file, row {} of the leads",
        visible(&key.key),
        report.unit(),
        numbers(&key.rows),
        numbers(&key.leads)
    ))
}

fn item(lead: &FillLead, cell: &FilledCell) -> Line {
    let [old, new] = difference(&cell.before, &cell.after, MAX_CELL_WIDTH);
    let who = format!("row {}  {}", thousands(lead.row), lead_label(&lead.referral_id, &lead.name));
    let reason = cell.reason.as_ref().map(|reason| format!("  {reason}")).unwrap_or_default();
    let paint = match cell.group {
        FillCellGroup::Rejected => Emphasis::Error,
        FillCellGroup::Unmapped | FillCellGroup::Edited => Emphasis::Warning,
        FillCellGroup::Filled | FillCellGroup::Locked | FillCellGroup::Same => Emphasis::Plain,
    };
    let mark = match cell.group {
        FillCellGroup::Filled => "* ",
        _ => "- ",
    };
    Line {
        head: vec![(paint, mark.to_owned())],
        text: format!("{who}  {}: {old} → {new}{reason}", visible(&cell.target)),
    }
}

fn summary(sum: &FillSummary) -> String {
    let mut text = format!(
        "{}: {} filled in {}, {} same already",
        plural(sum.rows, "row"),
        plural(sum.filled, "cell"),
        plural(sum.filled_leads, "lead"),
        thousands(sum.same)
    );
    for (count, what) in [
        (sum.rejected, "rejected by a rule"),
        (sum.unmapped, "not mapped"),
        (sum.edited, "edited by hand, so left"),
        (sum.locked, "locked"),
        (sum.ambiguous, "ambiguous"),
        (sum.no_such_lead, "no such lead"),
        (sum.no_key, "without a key"),
    ] {
        if count > 0 {
            text = format!("{text}, {} {what}", thousands(count));
        }
    }
    text
}
