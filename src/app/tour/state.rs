//! The steps of the tour, and when each is done.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::panels::review::state::ReviewPanel;
use crate::app::text::wrap::wrap_text;
use crate::leads::Field;
use crate::leads::index::columns;

/// How far the tour is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tour {
    /// The step that is shown, counted from 0; the number of steps when all are done. Nothing while no tour runs.
    pub step: Option<usize>,
    /// Whether the open file is the sample, which the steps are about.
    pub is_sample: bool,
}

/// A step: what to do, and how the program sees that it was done, by any way there is.
pub(crate) struct TourStep {
    /// What to do, with the keys in use.
    pub(crate) text: fn(&App) -> String,
    /// Whether it is done.
    pub(crate) is_done: fn(&App) -> bool,
}

/// The steps, in their order.
pub(crate) static STEPS: [TourStep; 7] = [
    TourStep {
        text: |app| {
            format!(
                "Move with the arrow keys to the currency \"{WRONG}\" in row {}. The lines below the grid \
                 explain each cell.",
                wrong_row(app)
            )
        },
        is_done: |app| app.sheet.text(app.cell().row, app.cell().field) == WRONG,
    },
    TourStep {
        text: |app| format!("{} changes the outcome: accept this lead.", key(app, "outcome")),
        is_done: |app| changed_leads(app, app.sheet.layout().status()) > 0,
    },
    TourStep {
        text: |app| {
            format!(
                "An error holds the lead back (!). {} goes to the error, {} applies the suggestion.",
                key(app, "next"),
                key(app, "apply_suggestion")
            )
        },
        is_done: |app| app.sheet.counts().ready > 0 && app.sheet.counts().held_back == 0,
    },
    TourStep {
        text: |app| {
            format!(
                "Fill several cells: on an empty Intent, {} twice selects three leads, {} fills all \
                 of them.",
                key(app, "extend_down"),
                key(app, "edit")
            )
        },
        is_done: |app| changed_leads(app, app.sheet.layout().purchase_intent()) >= 2,
    },
    TourStep {
        text: |app| {
            let (undo, redo) = (key(app, "undo"), key(app, "redo"));
            format!(
                "{undo} undoes all of that in one step. Nothing is lost: {redo} brings it back."
            )
        },
        is_done: |app| app.sheet.history().len().1 > 0,
    },
    TourStep {
        text: |app| {
            let review = key(app, "export");
            format!("{review} reviews what would be uploaded. Nothing is written yet.")
        },
        is_done: |app| app.mode.panel::<ReviewPanel>().is_some(),
    },
    TourStep {
        text: |app| {
            format!(
                "{} in the review writes the upload file, here into a folder of the demo.",
                app.keymap.hint(When::Review, "export")
            )
        },
        is_done: |app| app.sheet.counts().exported > 0,
    },
];

/// What the sample has in the currency of one lead, instead of a code.
const WRONG: &str = "usd";

/// The row of the lead with the wrong currency.
fn wrong_row(app: &App) -> usize {
    let field = app.sheet.layout().currency().unwrap_or_default();
    let mut rows = app.sheet.rows();
    rows.find(|row| app.sheet.text(*row, field) == WRONG).map_or(1, |row| row.number())
}

/// How many leads have a change in a column.
fn changed_leads(app: &App, field: Option<Field>) -> usize {
    let Some(field) = field else { return 0 };
    app.sheet.changed_rows().filter(|row| app.sheet.is_changed(*row, field)).count()
}

fn key(app: &App, name: &str) -> String {
    app.keymap.key_or_name(name)
}

impl App {
    /// The lines of the tour, wrapped to a width; none while no tour runs.
    pub fn tour_lines(&self, width: u16) -> Vec<String> {
        let Some(at) = self.tour.step else { return Vec::new() };
        let end = key(self, "tour_end");
        let text = match STEPS.get(at) {
            Some(step) => {
                let (number, all, text) = (at + 1, STEPS.len(), (step.text)(self));
                let skip = key(self, "tour_next");
                format!("Tour {number} of {all}: {text} ({skip} skips this, {end} ends the tour)")
            }
            None => format!(
                "The tour is done: the upload files are in {}. {} lists all keys, {end} closes this.",
                self.folder,
                key(self, "help")
            ),
        };
        wrap_text(&text, width.saturating_sub(columns(1)))
    }

    /// Goes on with the tour as far as its steps are done.
    pub(crate) fn advance_tour(&mut self) {
        while let Some(at) = self.tour.step
            && STEPS.get(at).is_some_and(|step| (step.is_done)(self))
        {
            self.tour.step = Some(at + 1);
        }
    }
}
