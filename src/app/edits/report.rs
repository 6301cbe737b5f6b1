//! Reporting what an edit changed, and what holds a lead back after it.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::message::Message;
use crate::leads::{CellRef, Field, Finding, Level, Reference, Row, plural};
use crate::sheet::{Applied, ChangeSet, LeftOutKind, RowState};

/// Says what is wrong with a cell that was just changed or with another one of its lead, or that the lead is
/// ready.
pub(crate) fn report_edit(app: &mut App, row: Row, field: Field) {
    let finding = app.sheet.findings_at(row, field).into_iter().find(|f| f.level.is_problem());
    let is_held_back = app.sheet.state(row) == RowState::HeldBack;
    let message = match finding {
        Some(finding) if finding.level == Level::Error => {
            let what = if is_held_back { "Held back" } else { "Error" };
            let others = others(app, row, finding.field);
            Message::new(format!("{what}: {}{others}", finding.message), Tone::Error)
        }
        Some(finding) => {
            let mut message = Message::new(format!("Warning: {}", finding.message), Tone::Note);
            add_held_back(app, &mut message, &[row]);
            message
        }
        None => match held_back(app, &[row]) {
            Some((text, target)) => Message { target, ..Message::new(text, Tone::Note) },
            None => Message::new(without_error(app, row), Tone::Note),
        },
    };
    app.message = Some(message);
}

/// Says what holds a changed lead back, or that it is ready.
pub(crate) fn lead_report(app: &App, row: Row) -> String {
    held_back(app, &[row]).map_or_else(|| without_error(app, row).to_owned(), |(text, _)| text)
}

/// Says how a lead without errors stands.
fn without_error(app: &App, row: Row) -> &'static str {
    if app.sheet.is_row_changed(row) {
        return "Ready to export.";
    }
    match app.sheet.reference(row) {
        Reference::File => "The lead is unchanged.",
        Reference::Exported => "The lead is as exported.",
        Reference::Accepted => "The lead is as Partner Center accepted it.",
    }
}

/// Says what an edit of several cells did.
pub(crate) fn report_bulk_edit(app: &mut App, applied: &Applied) {
    let left = match (applied.left_out, &applied.lock) {
        (0, _) => String::new(),
        (1, None) => " 1 lead skipped: it doesn't offer that.".to_owned(),
        (n, None) => format!(" {} skipped: they don't offer that.", plural(n, "lead")),
        (1, Some(lock)) => format!(" 1 locked cell skipped ({}).", lock.rule),
        (n, Some(lock)) => {
            format!(" {} skipped (the first: {}).", plural(n, "locked cell"), lock.rule)
        }
    };
    let undo = app.keymap.hint(When::Grid, "undo");
    match (applied.cells, applied.rows) {
        (0, _) if left.is_empty() => {
            return app.set_status("No change: the cells already have this text.");
        }
        (0, _) => return app.set_error(format!("Nothing changed.{left}")),
        (1, _) => app.set_status(format!("1 cell changed; {undo} undoes it.{left}")),
        (cells, 1) => {
            app.set_status(format!("{cells} cells of 1 lead changed; {undo} undoes it.{left}"));
        }
        (cells, rows) => {
            let (cells, rows) = (plural(cells, "cell"), plural(rows, "lead"));
            app.set_status(format!("{cells} in {rows} changed; {undo} undoes it.{left}"));
        }
    }
    let rows: Vec<Row> = match app.sheet.history().done().last() {
        Some(step) => step.touched().collect(),
        None => Vec::new(),
    };
    report_held_back(app, rows);
}

/// Says how many cells a bulk change leaves out, and why; those that it doesn't change are named if nothing else is
/// to be said.
pub(crate) fn left_out_report(set: &ChangeSet, with_unchanged: bool) -> String {
    let groups = set.left_out_groups();
    let groups =
        groups.iter().filter(|group| with_unchanged || group.kind != LeftOutKind::Unchanged);
    let parts: Vec<String> = groups.map(|group| group.describe()).collect();
    if parts.is_empty() { String::new() } else { format!(" Left out, {}.", parts.join("; ")) }
}

/// Adds to the sentence in the status line what holds some leads back, if anything does.
pub(crate) fn report_held_back(app: &mut App, mut rows: Vec<Row>) {
    rows.sort_unstable();
    rows.dedup();
    if let Some(mut message) = app.message.take() {
        add_held_back(app, &mut message, &rows);
        app.message = Some(message);
    }
}

fn add_held_back(app: &App, message: &mut Message, rows: &[Row]) {
    if let Some((text, target)) = held_back(app, rows) {
        message.text.push(' ');
        message.text.push_str(&text);
        message.target = target;
    }
}

/// What holds some leads back: the first error in words, the number of others, and the key that goes there.
fn held_back(app: &App, rows: &[Row]) -> Option<(String, Option<CellRef>)> {
    let is_held_back = |row: &Row| app.sheet.state(*row) == RowState::HeldBack;
    let mut held = rows.iter().copied().filter(is_held_back);
    let row = held.next()?;
    let leads = match 1 + held.count() {
        1 if rows.len() == 1 => "Held back".to_owned(),
        number => format!("{number} held back"),
    };
    let first = first_error(app, row)?;
    let others = match errors(app, row).count() {
        0 | 1 => String::new(),
        number => format!(" (and {} more)", number - 1),
    };
    let what = in_short(app, row, &first);
    let Some(field) = first.field else {
        return Some((format!("{leads}: {what}{others}."), None));
    };
    let name = if app.search.is_none() { "next" } else { "next_problem" };
    let way = match app.keymap.hint(When::Grid, name) {
        key if key.is_empty() => String::new(),
        key => format!("; {key} goes there"),
    };
    Some((format!("{leads}: {what}{others}{way}."), Some(CellRef::new(row, field))))
}

fn errors(app: &App, row: Row) -> impl Iterator<Item = Finding> {
    app.sheet.findings_of(row).into_iter().filter(|finding| finding.level == Level::Error)
}

/// The error of a lead that comes first in its row.
fn first_error(app: &App, row: Row) -> Option<Finding> {
    errors(app, row).min_by_key(|finding| finding.field.map_or(usize::MAX, Field::index))
}

/// Says that a lead has more errors than those of a field.
fn others(app: &App, row: Row, field: Option<Field>) -> String {
    match errors(app, row).filter(|finding| finding.field != field).count() {
        0 => String::new(),
        number => format!(" The lead has {}.", plural(number, "more error")),
    }
}

/// What is wrong, without the advice on what to write: that is shown at the cell.
fn in_short(app: &App, row: Row, finding: &Finding) -> String {
    if let Some(field) = finding.field
        && app.sheet.text(row, field).trim().is_empty()
    {
        return format!("{} is empty", app.short_name(field));
    }
    let message = finding.message.as_ref();
    let clause = message.split("; ").next().unwrap_or(message);
    clause.strip_suffix('.').unwrap_or(clause).to_owned()
}
