//! The report of `leadsheet plan` for people.

use crate::cli::plan::report::{PlanCell, PlanConflict, PlanLeftOut, PlanProblem, PlanReport};
use crate::cli::report::{Emphasis, Line, ReportWriter};
use crate::leads::{difference, plural, thousands};
use crate::sheet::LeftOutKind;
use std::io;

/// The most columns that a text of a cell takes in a line.
const TEXT_WIDTH: usize = 40;

/// The kinds of what isn't done, those to look at first; unchanged cells are only counted.
const LISTED: [(LeftOutKind, &str); 4] = [
    (LeftOutKind::Unreadable, "can't be read"),
    (LeftOutKind::NotPossible, "not possible"),
    (LeftOutKind::EditedByHand, "edited by hand, so left"),
    (LeftOutKind::Locked, "locked"),
];

pub(super) fn write(report: &PlanReport, lines: &mut ReportWriter) -> io::Result<()> {
    for notice in &report.notices {
        lines.line(notice)?;
    }
    let sentences = report.sentences.iter().map(|sentence| {
        let (leads, cells) = (plural(sentence.leads, "lead"), plural(sentence.cells, "cell"));
        Line::plain(format!("{}: {leads}, {cells} to change", sentence.name))
    });
    lines.section(&format!("{} on {}", report.policy, report.file), sentences)?;
    lines.section("changes", report.cells.iter().map(change))?;
    lines.section(
        "conflicts, so left: choose in the editor or by --conflicts, or change the policy",
        report.conflicts.iter().map(conflict),
    )?;
    for (kind, heading) in LISTED {
        let of_kind = report.left_out.iter().filter(|out| out.kind == kind);
        lines.section(heading, of_kind.map(left_out))?;
    }
    for (heading, holds_back) in
        [("errors that hold changed leads back", true), ("warnings in changed leads", false)]
    {
        let of_level = report.problems.iter().filter(|found| found.holds_back == holds_back);
        lines.section(heading, of_level.map(problem))?;
    }
    lines.gap()?;
    lines.line(&summary(report))?;
    lines.line(&report.message)
}

fn place(row: usize, id: &str) -> String {
    format!("row {}  {id}", thousands(row))
}

fn change(cell: &PlanCell) -> Line {
    let [old, new] = difference(&cell.old, &cell.new, TEXT_WIDTH);
    let place = place(cell.row, &cell.referral_id);
    Line::plain(format!("{place}  {}: {old} → {new}  ({})", cell.column, cell.sentence))
}

fn conflict(conflict: &PlanConflict) -> Line {
    let wishes = conflict.wishes.iter().map(|wish| {
        let values: Vec<String> = wish
            .values
            .iter()
            .map(|value| match &*difference("", &value.text, TEXT_WIDTH)[1] {
                text if conflict.wishes.iter().all(|wish| wish.values.len() == 1) => {
                    text.to_owned()
                }
                text => format!("{} {text}", value.column),
            })
            .collect();
        format!("{} ({})", values.join(", "), wish.sentence)
    });
    let wishes: Vec<String> = wishes.collect();
    let place = place(conflict.row, &conflict.referral_id);
    Line {
        head: vec![(Emphasis::Error, "! ".to_owned())],
        text: format!("{place}  {}: {}", conflict.target, wishes.join(" or ")),
    }
}

fn left_out(out: &PlanLeftOut) -> Line {
    let column = out.column.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
    let place = place(out.row, &out.referral_id);
    Line::plain(format!("{place}  {column}{}  ({})", out.reason, out.sentence))
}

fn problem(problem: &PlanProblem) -> Line {
    let column = problem.column.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
    let mark = if problem.holds_back { (Emphasis::Error, "! ") } else { (Emphasis::Warning, "~ ") };
    let place = place(problem.row, &problem.referral_id);
    Line {
        head: vec![(mark.0, mark.1.to_owned())],
        text: format!("{place}  {} {column}{}", problem.rule, problem.message),
    }
}

fn summary(report: &PlanReport) -> String {
    let sum = &report.summary;
    let mut text = format!("{} in {}", plural(sum.cells, "cell"), plural(sum.leads, "lead"));
    for (number, what) in [
        (sum.conflicts, "in conflict"),
        (sum.unreadable, "unreadable"),
        (sum.not_possible, "not possible"),
        (sum.edited_by_hand, "edited by hand"),
        (sum.locked, "locked"),
        (sum.unchanged, "unchanged by it"),
        (sum.held_back, "held back"),
    ] {
        if number > 0 {
            text = format!("{text}, {} {what}", thousands(number));
        }
    }
    text
}
