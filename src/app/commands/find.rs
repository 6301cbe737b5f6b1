//! Going to what needs attention.

use super::grid;
use crate::app::{App, Command, Entry, List, Mode, When, counted, describe};
use crate::leads::Finding;

pub(in crate::app) static COMMANDS: [Command; 3] = [
    grid("next_problem", "Goes to the next error or warning.", |app, n| {
        jump(app, n.unwrap_or(1) as isize);
    }),
    grid("previous_problem", "Goes to the error or warning before.", |app, n| {
        jump(app, -(n.unwrap_or(1) as isize));
    }),
    grid("problems", "Lists all errors and warnings.", |app, _| problems(app)),
];

impl App {
    /// Returns the cells with errors or warnings, in the order in which `n` visits them.
    pub fn problem_cells(&self) -> Vec<(u32, usize)> {
        let place = |f: &Finding| {
            Some((f.row?, f.field.and_then(|f| self.columns.position(f)).unwrap_or(0)))
        };
        let mut cells: Vec<_> = self
            .sheet
            .findings()
            .all()
            .filter(|f| f.level.is_problem())
            .filter_map(place)
            .collect();
        cells.sort_unstable();
        cells.dedup();
        cells
    }
}

fn jump(app: &mut App, by: isize) {
    let cells = app.problem_cells();
    let count = cells.len() as isize;
    if count == 0 {
        let list = app.keymap.hint(When::Grid, "problems");
        return app.say(match app.sheet.findings().tally().problems() {
            0 => NO_PROBLEMS.to_owned(),
            _ => format!("The only problems are about the whole file; {list} lists them."),
        });
    }
    let here = (app.viewport.row, app.viewport.column);
    let at = match cells.binary_search(&here) {
        // Between two problems the first step forward goes to the one behind the cursor.
        Err(at) if by > 0 => at as isize + by - 1,
        Ok(at) | Err(at) => at as isize + by,
    };
    let at = at.rem_euclid(count) as usize;
    (app.viewport.row, app.viewport.column) = cells[at];
    let again = if (by > 0) == (cells[at] > here) { "" } else { ", from the other end" };
    app.say(format!("problem {} of {count}{again}", at + 1));
}

fn problems(app: &mut App) {
    let found = app.sheet.findings().all().filter(|f| f.level.is_problem());
    let entries: Vec<Entry> = found.map(|f| entry(app, f)).collect();
    let tally = app.sheet.findings().tally();
    let mut list = List::new(format!("Problems: {}", counted(tally)), entries);
    list.empty = NO_PROBLEMS;
    app.mode = Mode::List(list);
}

/// What is said when no changed lead and not the file itself has a problem.
const NO_PROBLEMS: &str = "No problems in the changed leads. leadsheet check looks at all of them.";

fn entry(app: &App, finding: &Finding) -> Entry {
    Entry {
        left: finding.row.map_or("file".to_owned(), |row| format!("row {}", row + 1)),
        text: describe(&app.sheet, finding),
        tone: finding.level.into(),
        target: finding.row.map(|row| (row, finding.field)),
        rule: Some(finding.rule.code),
    }
}
