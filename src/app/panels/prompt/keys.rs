//! The keys of a line that asks for a text.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::prompt;
use crate::app::grid::filter::add;
use crate::app::grid::searching;
use crate::app::mode::Mode;
use crate::app::panels::changes::open as changes;
use crate::app::panels::prompt::change_values;
use crate::app::panels::prompt::condition::typed_condition;
use crate::app::panels::prompt::report;
use crate::app::panels::prompt::state::open_prompt;
use crate::app::panels::prompt::state::{MAX_GROWTH_BYTES, PromptKind, too_much};
use crate::leads::CellRef;
use crate::sheet::{CellEdit, Filter, Pattern};
use std::sync::Arc;

pub(in crate::app) static COMMANDS: [Command; 5] = [
    prompt("accept", "Accept what is typed.", |app, _| accept(app)),
    prompt("cancel", "Go back to the grid and change nothing.", |app, _| cancel(app)),
    prompt("next_form", "Show the next form of what can be typed.", |app, _| show_form(app, true)),
    prompt("previous_form", "Show the form before it.", |app, _| show_form(app, false)),
    prompt("expression", "Switch between plain text and regular expression.", |app, _| {
        if let Mode::Prompt(prompt) = &mut app.mode
            && prompt.asks_for_pattern()
        {
            prompt.is_regex = !prompt.is_regex;
        }
        app.answer_prompt();
    }),
];

/// Puts another form into the line, where what is typed has forms.
fn show_form(app: &mut App, is_next: bool) {
    let Mode::Prompt(prompt) = &app.mode else { return };
    match prompt.kind {
        PromptKind::Condition(field) => app.show_condition_form(field, is_next),
        _ => change_values::show_form(app, is_next),
    }
}

fn cancel(app: &mut App) {
    if matches!(&app.mode, Mode::Prompt(prompt) if prompt.asks_for_report()) {
        return report::close(app);
    }
    let Mode::Prompt(prompt) = std::mem::replace(&mut app.mode, Mode::Grid) else { return };
    if prompt.panel.is_some() && !prompt.asks_for_path() {
        return app.cancel_panel_search(prompt);
    }
    if let PromptKind::Search { from, before } = prompt.kind {
        (app.viewport.row, app.viewport.column) = from;
        app.search = before.map(Arc::unwrap_or_clone);
    }
}

fn accept(app: &mut App) {
    let Mode::Prompt(prompt) = &app.mode else { return };
    let typed = prompt.input.value().to_owned();
    let asked = prompt.kind.clone();
    if let (PromptKind::With { pattern, cells }, _) = (&asked, &typed) {
        return preview(app, pattern, cells, &typed);
    }
    if typed.is_empty() {
        return cancel(app);
    }
    if let PromptKind::Change(cells) = &asked {
        return change_values::accept(app, cells, &typed);
    }
    if let PromptKind::Report(place) = &asked {
        return report::accept(app, place, &typed);
    }
    if let PromptKind::ViewName(old) = asked {
        app.mode = Mode::Grid;
        return app.name_view(old.as_deref(), &typed);
    }
    if let PromptKind::Condition(field) = asked {
        return match typed_condition(&app.sheet, field, &typed) {
            Ok(filter) => {
                app.mode = Mode::Grid;
                add(app, filter);
            }
            Err(error) => app.set_error(format!("Not a condition: {error}.")),
        };
    }
    let pattern = match prompt.pattern() {
        Ok(pattern) => pattern,
        Err(error) => return app.set_error(format!("Not a valid expression: {}.", error.why)),
    };
    if let PromptKind::Lines { from, .. } = asked {
        return app.accept_panel_search(from);
    }
    app.mode = Mode::Grid;
    match asked {
        PromptKind::Search { from, .. } => searching::accept_search(app, from),
        PromptKind::Filter(field) => add(app, Filter::Has { field, pattern }),
        PromptKind::Replace(cells) => {
            let has = |cell: &CellRef| pattern.is_in(&app.sheet.text(cell.row, cell.field));
            let cells: Vec<CellRef> = cells.into_iter().filter(has).collect();
            if cells.is_empty() {
                return app
                    .set_status(format!("Nothing to replace: no cell here contains \"{typed}\"."));
            }
            open_prompt(app, PromptKind::With { pattern, cells });
        }
        PromptKind::Lines { .. }
        | PromptKind::With { .. }
        | PromptKind::Condition(_)
        | PromptKind::Path(_)
        | PromptKind::Change(_)
        | PromptKind::Report(_)
        | PromptKind::ViewName(_) => {}
    }
}

/// Shows what a replacement would do, lead by lead, before it is done.
fn preview(app: &mut App, pattern: &Pattern, cells: &[CellRef], with: &str) {
    let mut sets = Vec::new();
    let mut growth = MAX_GROWTH_BYTES;
    for &CellRef { row, field } in cells {
        let old = app.sheet.text(row, field);
        let Some(new) = pattern.replace(&old, with, growth) else {
            return app.set_error(too_much());
        };
        growth = growth.saturating_sub(new.len().saturating_sub(old.len()));
        sets.push((CellEdit::new(row, field, new), None));
    }
    let first = cells.first().map(|cell| cell.field);
    let one = first.filter(|first| cells.iter().all(|cell| cell.field == *first));
    let place = one.map(|field| format!(" in {}", app.short_name(field))).unwrap_or_default();
    let label = format!("replace {}{place}", pattern.typed());
    let set = app.sheet.propose_texts(label, sets);
    changes::open(app, set, Vec::new(), None);
}
