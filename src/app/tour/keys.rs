//! The commands of the tour.

use crate::app::app::App;
use crate::app::command::{Command, When, command};
use crate::app::define::grid;
use crate::app::mode::Mode;
use crate::app::panels::picker::palette::{Action, PaletteEntry};
use crate::app::panels::picker::state::{Picker, PickerKind};
use crate::app::tour::state::{STEPS, Tour};

pub(in crate::app) static COMMANDS: [Command; 6] = [
    grid("tour", "Learn the job in seven steps, on the sample leads.", |app, _| start(app)),
    grid("tour_next", "Skip this step of the tour.", |app, _| next(app)),
    grid("tour_end", "End the tour.", |app, _| end(app)),
    grid(
        "tour_from_excel",
        "Take the tour with the keys of Excel: typing edits the cell.",
        |app, _| {
            begin(app, "keys_spreadsheet");
        },
    ),
    grid("tour_from_vim", "Take the tour with keys as in vim: letters are commands.", |app, _| {
        begin(app, "keys_default");
    }),
    grid(
        "tour_from_neither",
        "Take the tour; the arrow keys and a few letters are enough.",
        |app, _| {
            begin(app, "");
        },
    ),
];

/// What the first page offers: its words, and the command that they run.
const FIRST_PAGE: [(&str, &str); 4] = [
    ("Excel or LibreOffice", "tour_from_excel"),
    ("vim", "tour_from_vim"),
    ("neither", "tour_from_neither"),
    ("no tour", "tour_end"),
];

impl App {
    /// Offers the tour: the open file is the sample.
    pub(crate) fn offer_tour(&mut self) {
        self.tour = Tour { step: None, is_sample: true };
        start(self);
    }
}

/// Shows the first page of the tour, which asks for the keys that the user knows.
fn start(app: &mut App) {
    if !app.tour.is_sample {
        return app.set_status(
            "The tour changes leads, so it takes place on samples: quit, then run leadsheet demo.",
        );
    }
    let offer = |(words, name): &(&str, &str)| {
        let entry = PaletteEntry::new(app, Action::Command(command(When::Grid, name)?));
        Some(PaletteEntry { name: (*words).to_owned(), keys: String::new(), ..entry })
    };
    let offers = PickerKind::Commands(FIRST_PAGE.iter().filter_map(offer).collect());
    app.mode = Mode::Picker(Picker::open("A tour in seven steps. I come from", offers));
}

/// Begins with the first step, with the keys that a command chooses.
fn begin(app: &mut App, keys: &str) {
    if !app.tour.is_sample {
        return start(app);
    }
    if let Some(choose) = command(When::Grid, keys) {
        (choose.run)(app, None);
    }
    app.tour.step = Some(0);
}

fn next(app: &mut App) {
    match app.tour.step {
        Some(at) if at < STEPS.len() => app.tour.step = Some(at + 1),
        Some(_) => app.tour.step = None,
        None => start(app),
    }
}

fn end(app: &mut App) {
    app.tour.step = None;
    let tour = app.keymap.key_or_name("tour");
    app.set_status(format!("No tour; {tour} starts it again."));
}
