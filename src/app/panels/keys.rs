//! The keys of every panel that scrolls: lists and the review.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::{by, panel};
use crate::app::mode::Mode;
use crate::leads::index::signed;

/// How many of the commands only move, the first ones.
pub(in crate::app) const MOTIONS: usize = 6;

pub(in crate::app) static COMMANDS: [Command; 9] = [
    panel("next", "Go one line down.", |app, _| step(app, 1)),
    panel("previous", "Go one line up.", |app, _| step(app, -1)),
    panel("page_down", "Go one screen down.", |app, _| page(app, 1)),
    panel("page_up", "Go one screen up.", |app, _| page(app, -1)),
    panel("first", "Go to the first line.", |app, _| step(app, isize::MIN)),
    panel("last", "Go to the last line.", |app, _| step(app, isize::MAX)),
    panel("search", "Search the lines for a text.", |app, _| app.open_panel_search()),
    panel("next_match", "Go to the next line that matches the search.", |app, n| {
        app.next_match(by(n));
    }),
    panel("previous_match", "Go to the previous line that matches the search.", |app, n| {
        app.next_match(-by(n));
    }),
];

fn page(app: &mut App, by: isize) {
    if let Mode::Panel(panel) = &app.mode {
        step(app, by * signed(panel.list_state().height));
    }
}

fn step(app: &mut App, by: isize) {
    if let Mode::Panel(panel) = &mut app.mode {
        let lines = panel.len();
        panel.list_state_mut().step(by, lines);
    }
}
