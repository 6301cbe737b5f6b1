//! The panel of problems and its keys.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::{Command, When};
use crate::app::define::problems;
use crate::app::edits::{apply, history};
use crate::app::mode::Mode;
use crate::app::panels::list::state::{ListLine, ListPanel};
use crate::app::panels::panel::Panel;
use crate::app::panels::problems::group;
use crate::app::panels::problems::open::{leave, open};
use crate::app::panels::problems::state::{ProblemsPanel, SelectedProblem};
use crate::app::panels::review::state::CellPlace;
use crate::sheet::CellEdit;

pub(in crate::app) static COMMANDS: [Command; 7] = [
    problems(
        "open",
        "Open or close the group, go to the cell, or explain the problem of the file.",
        |app, _| enter(app),
    ),
    problems("unfold", "Open the group, or go to its first cell.", |app, _| unfold(app)),
    problems("fold", "Close the group.", |app, _| fold(app, false)),
    problems("fix", "Apply the suggestion to the cell, or preview it for the group.", |app, _| {
        fix(app);
    }),
    problems("undo", "Undo the last change.", |app, n| {
        history::undo(app, n);
        leave(app);
        open(app);
    }),
    problems("redo", "Redo the last undone change.", |app, n| {
        history::redo(app, n);
        leave(app);
        open(app);
    }),
    problems("close", "Go back to the grid.", |app, _| leave(app)),
];

fn fold(app: &mut App, is_open: bool) {
    if let Some(problems) = app.mode.panel_mut::<ProblemsPanel>() {
        problems.fold(is_open);
    }
}

fn unfold(app: &mut App) {
    let Some(problems) = app.mode.panel_mut::<ProblemsPanel>() else { return };
    match problems.selected() {
        Some(SelectedProblem::Group(_, false) | SelectedProblem::Unchanged(false)) => {
            problems.fold(true);
        }
        Some(SelectedProblem::Group(..) | SelectedProblem::Unchanged(_)) => {
            let lines = problems.len();
            problems.window.step(1, lines);
        }
        _ => {}
    }
}

fn enter(app: &mut App) {
    let Some(problems) = app.mode.panel_mut::<ProblemsPanel>() else { return };
    match problems.selected() {
        Some(SelectedProblem::Group(_, is_open) | SelectedProblem::Unchanged(is_open)) => {
            problems.fold(!is_open);
        }
        Some(SelectedProblem::Cell(place)) => {
            leave(app);
            app.go_to(place.row, place.field);
        }
        Some(SelectedProblem::File) => tell(app),
        None => {}
    }
}

/// Tells all about a problem of the whole file, for which no cell stands.
fn tell(app: &mut App) {
    let Some(problems) = app.mode.panel::<ProblemsPanel>() else { return };
    let Some(finding) = problems.finding().cloned() else { return };
    let entries = vec![
        ListLine::new(finding.rule.code(), &*finding.message, finding.level.into()),
        ListLine::new("", finding.rule.help(), Tone::Plain),
        ListLine::new("source", finding.rule.source(), Tone::Note),
    ];
    let mut list = ListPanel::new("A problem with the whole file", entries);
    list.over_problems = true;
    leave(app);
    app.mode = Mode::open(list);
}

/// Puts the suggestion into the selected cell, or shows what it would do to the cells of the group.
fn fix(app: &mut App) {
    let Some(problems) = app.mode.panel::<ProblemsPanel>() else { return };
    let Some(code) = problems.finding().map(|finding| finding.rule.code()) else {
        let open = app.keymap.hint(When::Problems, "open");
        return app.set_status(format!("Nothing on this line can be fixed; {open} opens a group."));
    };
    match problems.selected() {
        Some(SelectedProblem::Group(CellPlace { row, field: Some(field) }, _)) => {
            let cells = problems.varying_cells().unwrap_or_else(|| group::alike(app, row, field));
            if let Some(mut list) = group::preview(app, code, &cells) {
                list.over_problems = true;
                leave(app);
                app.mode = Mode::open(list);
            }
        }
        Some(SelectedProblem::Cell(CellPlace { row, field: Some(field) })) => {
            match group::suggestion(app, row, field, code) {
                None => group::report_no_suggestion(app),
                Some(fix) => {
                    if apply::apply_edit(app, "suggestion", vec![CellEdit::new(row, field, fix)]) {
                        leave(app);
                        open(app);
                    }
                }
            }
        }
        Some(SelectedProblem::Group(..) | SelectedProblem::Cell(..) | SelectedProblem::File) => {
            app.set_status("This problem isn't about one cell; there is no suggestion for it.");
        }
        Some(SelectedProblem::Unchanged(_)) | None => {}
    }
}
