//! Exporting, suspending and quitting.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::define::ask;
use crate::app::effect::{Effect, OnExit};
use crate::app::file::Persistence;
use crate::app::mode::Mode;
use crate::app::panels::files::open::open_another;
use crate::app::panels::prompt::report::ask as ask_for_report;
use crate::app::panels::review::state::ReviewPanel;

pub(in crate::app) static COMMANDS: [Command; 12] = [
    Command {
        name: "export",
        aliases: &["w", "save"],
        doc: "Review what would be exported, then write the upload files.",
        when: When::Grid,
        run: |app, _| app.open_review(),
    },
    Command {
        name: "export_quit",
        aliases: &["wq", "x"],
        doc: "Review and export, then quit; ask first if leads are held back.",
        when: When::Grid,
        run: |app, _| export_and_quit(app),
    },
    Command {
        name: "report",
        aliases: &["approval"],
        doc: "Write a report of what would be exported, for somebody who approves the upload.",
        when: When::Grid,
        run: |app, _| ask_for_report(app),
    },
    Command {
        name: "open",
        aliases: &["e", "files"],
        doc: "List files and open another one; the work on this one stays saved.",
        when: When::Grid,
        run: |app, _| open_another(app),
    },
    Command {
        name: "sources",
        aliases: &["ls"],
        doc: "List the files that are open as one, and the leads that two of them have.",
        when: When::Grid,
        run: |app, _| app.list_sources(),
    },
    Command {
        name: "quit",
        aliases: &["q", "qa", "exit"],
        doc: "Quit; ask first if changes aren't exported.",
        when: When::Grid,
        run: |app, _| app.quit(),
    },
    Command {
        name: "quit_discard",
        aliases: &["q!", "qa!"],
        doc: "Quit and discard what isn't exported; \"leadsheet status\" shows where it is \
        archived.",
        when: When::Grid,
        run: |app, _| app.effects.push(Effect::Quit(OnExit::Dropped)),
    },
    Command {
        name: "suspend",
        aliases: &["stop"],
        doc: "Suspend the program and return to the shell; the shell's fg command resumes it.",
        when: When::Grid,
        run: |app, _| app.effects.push(Effect::Suspend),
    },
    ask("keep", "Quit; your work is saved and offered when you open the file again.", |app, _| {
        keep(app);
    }),
    ask("export", "Open the review instead of quitting.", |app, _| {
        app.mode = Mode::Grid;
        app.open_review();
    }),
    ask("discard", "Quit and discard what isn't exported.", |app, _| {
        app.effects.push(Effect::Quit(OnExit::Dropped));
    }),
    ask("stay", "Go back to the grid.", |app, _| app.mode = Mode::Grid),
];

/// Opens the review, from which the export ends the program; without anything to review, quits.
fn export_and_quit(app: &mut App) {
    app.open_review();
    match app.mode.panel_mut::<ReviewPanel>() {
        Some(review) => review.then_quits = true,
        None => app.quit(),
    }
}

/// Quits and keeps the work, if it can be kept.
fn keep(app: &mut App) {
    match &app.keeping {
        Persistence::On => app.effects.push(Effect::Quit(OnExit::Kept)),
        Persistence::Off => {
            app.set_error("Your work isn't saved: the program was started with --no-journal.");
        }
        Persistence::Failed(why) => {
            let text = format!("Your work can't be saved: {why}.");
            app.set_error(text);
        }
    }
}
