//! What becomes of the changes, for people.

use crate::cli::rebase::{RebaseCell, RebaseReport, RebaseSummary};
use crate::cli::report::{Emphasis, Line, MAX_CELL_WIDTH, ReportWriter, lead_label};
use crate::leads::{conflict, difference, plural, quoted, thousands};
use crate::sync::MergeOutcomeKind;
use std::io;

/// The groups of changes, in the order in which they are written: what has to be looked at first.
const GROUPS: [(MergeOutcomeKind, &str); 7] = [
    (MergeOutcomeKind::Conflict, "changed on both sides"),
    (MergeOutcomeKind::LeadGone, "not applied: the lead isn't in the new file"),
    (MergeOutcomeKind::LeadClosed, "not applied: the lead is now Closed"),
    (MergeOutcomeKind::ColumnGone, "not applied: the new file lacks the column"),
    (MergeOutcomeKind::Rejected, "not applied: not allowed in the new file"),
    (MergeOutcomeKind::Applied, "applied"),
    (MergeOutcomeKind::UpToDate, "already up to date"),
];

/// Writes the report for people.
pub(super) fn write(report: &RebaseReport, lines: &mut ReportWriter) -> io::Result<()> {
    for notice in &report.notices {
        lines.line(notice)?;
    }
    for (group, heading) in GROUPS {
        let cells = report.changes.iter().filter(|cell| cell.group == group);
        lines.section(heading, cells.map(item))?;
    }
    let portal = report.portal.iter().map(|cell| {
        let [old, new] = difference(&cell.old, &cell.new, MAX_CELL_WIDTH);
        let who = lead_label(&cell.referral_id, &cell.name);
        Line::plain(format!("{who}  {}: {old} → {new}", cell.column))
    });
    lines.section("changed by Partner Center in leads that you changed too", portal)?;
    let exported = report.exported_open.iter().map(Line::plain);
    lines.section(
        "exported, but not in the portal yet; the next export includes them again",
        exported,
    )?;
    if report.summary.changed > 0 {
        lines.gap()?;
        lines.line(&summary(&report.summary))?;
    }
    if !report.old_known {
        lines.line(
            "The old file is gone or has changed; other changes by Partner Center are unknown.",
        )?;
    }
    lines.line(&report.message)
}

fn summary(sum: &RebaseSummary) -> String {
    let left = sum.lead_gone + sum.lead_closed + sum.column_gone + sum.refused;
    format!(
        "{}: {} applied, {} already up to date, {} changed on both sides, {} not applied",
        plural(sum.changed, "changed cell"),
        thousands(sum.taken_over),
        thousands(sum.already_there),
        thousands(sum.conflicts),
        thousands(left)
    )
}

fn item(cell: &RebaseCell) -> Line {
    let who = lead_label(&cell.referral_id, &cell.name);
    let mut say = match &cell.theirs {
        Some(theirs) if cell.group == MergeOutcomeKind::Conflict => {
            let shown = conflict(&cell.old, &cell.mine, theirs, MAX_CELL_WIDTH);
            let [old, mine, theirs] = quoted([&cell.old, &cell.mine, theirs], shown);
            format!("{who}  {}: was {old} · mine {mine} · theirs {theirs}", cell.column)
        }
        _ => {
            let [old, mine] = difference(&cell.old, &cell.mine, MAX_CELL_WIDTH);
            format!("{who}  {}: {old} → {mine}", cell.column)
        }
    };
    if let Some(answer) = cell.answer {
        say = format!("{say} · chosen: {answer}");
    }
    if let Some(why) = cell.why.as_ref().filter(|_| cell.group == MergeOutcomeKind::Rejected) {
        say = format!("{say} · {why}");
    }
    let paint = match cell.group {
        MergeOutcomeKind::Conflict if cell.answer.is_none() => Emphasis::Error,
        _ if cell.why.is_some() => Emphasis::Warning,
        _ => Emphasis::Plain,
    };
    let head = if paint == Emphasis::Plain { Vec::new() } else { vec![(paint, "! ".to_owned())] };
    Line { head, text: say }
}
