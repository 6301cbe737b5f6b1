//! Undoing and redoing steps.

use crate::app::app::App;
use crate::app::edits::report::report_held_back;
use crate::app::versioned::Versioned;
use crate::leads::index::signed;
use crate::leads::{Reference, Row, plural};
use crate::sheet::{Change, RowState, Step};

/// What is said of steps that were made before the program was started.
const STEPS_FROM_EARLIER_RUN: &str = " (from an earlier session)";

/// What is said when all steps since then are undone.
const START_OF_RUN: &str = " This session started here.";

/// Undoes `count` changes, or one, and reports what was undone.
pub(crate) fn undo(app: &mut App, count: Option<usize>) {
    go_to_history(app, -(signed(count.unwrap_or(1))));
}

/// Redoes `count` undone changes, or one, and reports what was redone.
pub(crate) fn redo(app: &mut App, count: Option<usize>) {
    go_to_history(app, signed(count.unwrap_or(1)));
}

/// Undoes steps if `steps` is negative, else redoes them, and goes to the last one.
pub(crate) fn go_to_history(app: &mut App, steps: isize) {
    let mut made = 0;
    let mut last = None;
    let mut kept: Vec<Row> = Vec::new();
    while made < steps.unsigned_abs() {
        let history = app.sheet.history();
        let next = if steps < 0 { history.done().last() } else { history.undone().last() };
        let rows: Vec<Row> = next.into_iter().flat_map(Step::touched).collect();
        let step = if steps < 0 {
            Versioned::change_parts(&mut app.sheet).undo()
        } else {
            Versioned::change_parts(&mut app.sheet).redo()
        };
        let Some(step) = step else { break };
        kept.extend(rows.into_iter().filter(|row| step.touched().all(|touched| touched != *row)));
        (made, last) = (made + 1, Some(step));
    }
    kept.sort_unstable();
    kept.dedup();
    let did = if steps < 0 { "Undid" } else { "Redid" };
    let Some(step) = last else {
        return app.set_status(if steps < 0 { "Nothing to undo." } else { "Nothing to redo." });
    };
    if made == 1 && step.is_empty() {
        let done = if steps < 0 { "undone" } else { "redone" };
        let (label, revert) = (step.label, revert_hint(app, &kept));
        let them = if kept.len() == 1 { "the lead" } else { "the leads" };
        return app.set_status(format!(
            "\"{label}\" can't be {done}: Partner Center already accepted {them}, and no upload can bring \
            the old values back.{revert}"
        ));
    }
    go_to_step(app, &step);
    let history = app.sheet.history();
    let (done, earlier) = (history.len().0, history.steps_before_run());
    let number = if steps < 0 { done } else { done.saturating_sub(1) };
    let run = if number < earlier { STEPS_FROM_EARLIER_RUN } else { "" };
    let end = if steps < 0 && done == earlier && earlier > 0 { START_OF_RUN } else { "" };
    let stay = match kept.len() {
        0 => String::new(),
        n => {
            let leads = plural(n, "lead");
            format!(
                " {leads} can't go back: Partner Center accepted it so.{}",
                revert_hint(app, &kept)
            )
        }
    };
    let back = if steps < 0 { after_export(app, &step) } else { String::new() };
    app.set_status(match made {
        1 => format!("{did}{run}: {}.{end}{back}{stay}", step.describe()),
        made => format!("{did} {made} steps, the last{run}: {}.{end}{back}{stay}", step.describe()),
    });
    report_held_back(app, step.touched().collect());
}

/// What an undone step means for leads that wait for the results of an export.
fn after_export(app: &App, step: &Step) -> String {
    let rows = step.changes.iter().map(|change| change.row);
    let mut exported = rows
        .filter(|row| app.sheet.reference(*row) == Reference::Exported)
        .filter(|row| app.sheet.is_row_changed(*row))
        .peekable();
    if exported.peek().is_none() {
        String::new()
    } else if exported.all(|row| app.sheet.state(row) == RowState::Ready) {
        " Exported before: the next export puts the old values back.".to_owned()
    } else {
        let key = app.keymap.key_or_name("export_again");
        format!(" If the file wasn't uploaded, use {key}; else some old values are held back.")
    }
}

/// Says which revert file has the old values of leads, if one has.
pub(crate) fn revert_hint(app: &App, rows: &[Row]) -> String {
    let file = rows.iter().find_map(|row| app.sheet.revert_file(*row));
    let name = file.as_deref().map(|path| path.rsplit(['/', '\\']).next().unwrap_or(path));
    name.map(|name| format!(" What can be put back is in {name}.")).unwrap_or_default()
}

fn go_to_step(app: &mut App, step: &Step) {
    let shown = |change: &&Change| app.order.position(change.row).is_some();
    let first = step.changes.iter().find(shown).or(step.changes.first());
    match first {
        Some(change) => app.go_to(change.row, Some(change.field)),
        None => {
            if let Some(row) = step.touched().next() {
                app.go_to(row, None);
            }
        }
    }
}
