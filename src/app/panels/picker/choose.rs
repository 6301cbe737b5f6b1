//! Taking a choice in one or more leads.

use crate::app::app::App;
use crate::app::edits::repeat::RepeatableEdit;
use crate::app::edits::report::{report_bulk_edit, report_edit};
use crate::app::panels::picker::take::{is_follow_up, without_text};
use crate::leads::{Col, Field, Row};
use crate::sheet::{Applied, Edit};

/// What the name of an edit begins with that sets an outcome.
pub(crate) const OUTCOME: &str = "outcome ";

pub(crate) fn is_outcome(app: &App, field: Field) -> bool {
    app.sheet.layout().col(field).is_some_and(|col| col.is_outcome())
}

/// Takes the choice with a name in each of some rows, as one edit. Says why if it is refused.
pub(crate) fn choose_in(app: &mut App, rows: &[Row], field: Field, label: &str) -> Option<Applied> {
    let column = app.sheet.layout().name(field);
    let name =
        if is_outcome(app, field) { format!("{OUTCOME}{label}") } else { format!("set {column}") };
    let (sets, without) = app.sheet.choose_in(rows, field, label);
    if sets.is_empty() {
        app.set_error(format!("Nothing changed: none of the leads offers \"{label}\"."));
        return None;
    }
    match app.sheet.apply(Edit::new(name, sets)) {
        Ok(applied) => Some(Applied { left_out: applied.left_out + without, ..applied }),
        Err(refusal) => {
            app.report_refusal(&refusal);
            None
        }
    }
}

/// Remembers a choice to be made again: with the ones that led to it, if it answers what they asked for.
pub(crate) fn remember(app: &mut App, field: Field, label: &str, is_answer: bool) {
    let Some(col) = app.sheet.layout().col(field) else { return };
    let choice = (col, label.to_owned());
    match &mut app.last_edit {
        Some(RepeatableEdit::Choices(choices)) if col.is_reason() || is_answer => {
            choices.retain(|(col, _)| col.is_outcome());
            choices.push(choice);
        }
        again => *again = Some(RepeatableEdit::Choices(vec![choice])),
    }
}

/// Makes choices again in the leads that are meant now: each in its column, or, of the last one alone,
/// in the column under the cursor.
pub(crate) fn repeat(app: &mut App, choices: Vec<(Col, String)>) {
    let rows = app.target_rows();
    let mut last = None;
    for (col, label) in choices {
        let Some(field) = app.sheet.layout().field(col) else { continue };
        let needing = without_text(app, field, &rows);
        let rows = if last.is_some() && is_follow_up(app, field) { &needing } else { &rows };
        if rows.is_empty() {
            continue;
        }
        match choose_in(app, rows, field, &label) {
            Some(applied) => last = Some((field, applied)),
            None => return,
        }
    }
    match (rows.as_slice(), last) {
        ([row], Some((field, _))) => report_edit(app, *row, field),
        (_, Some((_, applied))) => {
            report_bulk_edit(app, &applied);
            app.clear_selection();
        }
        _ => {}
    }
}
