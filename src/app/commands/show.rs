//! Help, the palette, and the screen itself.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command;
use crate::app::command::{Command, When};
use crate::app::define::grid;
use crate::app::effect::Effect;
use crate::app::grid::searching;
use crate::app::manual::MANUAL;
use crate::app::menu::state::open_menu;
use crate::app::mode::Mode;
use crate::app::panels::list::state::{ListLine, ListPanel};
use crate::app::panels::picker::palette::open_palette;
use crate::leads::CellRef;

pub(in crate::app) static COMMANDS: [Command; 7] = [
    grid("help", "Explain the cell, then list all keys.", |app, _| help(app)),
    grid("palette", "Find a command by name; a number goes to that lead.", |app, _| {
        open_palette(app);
    }),
    grid("menu", "Open the menu: every command, with its key.", |app, _| open_menu(app)),
    grid("mouse", "Turn the mouse on or off.", |app, _| app.toggle_mouse()),
    grid("redraw", "Redraw the screen.", |app, _| app.effects.push(Effect::Redraw)),
    Command {
        aliases: &["colors", "colorscheme"],
        ..grid("theme", "Choose the color theme; the selected one is shown at once.", |app, _| {
            app.pick_theme();
        })
    },
    grid(
        "cancel",
        "Discard an unfinished key sequence, end the search, and show how to quit.",
        |app, n| match n {
            Some(number) => app.set_status(format!("The number {number} is discarded.")),
            None if app.stops_shown_check() => {}
            None => searching::cancel(app),
        },
    ),
];

fn help(app: &mut App) {
    let mut page = Page(Vec::new());
    explain_cell(app, &mut page);
    page.heading("The job in eight keys");
    for (name, what) in JOB {
        let keys = command(When::Grid, name).map(|command| keys(app, command));
        page.line(keys.unwrap_or_default(), what, Tone::Plain);
    }
    page.heading("Symbols");
    for (symbol, meaning) in SYMBOLS {
        page.line(symbol, meaning, Tone::Plain);
    }
    page.heading("Manual");
    page.line(app.keymap.hint(When::Panel, "manual"), "Open one of these topics.", Tone::Plain);
    for topic in &MANUAL {
        page.line(topic.topic, topic.summary, Tone::Plain);
    }
    for when in When::ALL {
        page.heading(when.title());
        for command in command::all().filter(|c| c.when == when) {
            page.line(keys(app, command), command.doc, Tone::Plain);
        }
    }
    app.mode = Mode::open(ListPanel::new("Help", page.0));
}

/// The keys of a command and what can be typed for it after `:`, as many as there's room for.
fn keys(app: &App, command: &Command) -> String {
    const ROOM: usize = 22;
    let typed = command.aliases.iter().map(|alias| format!(":{alias}"));
    let mut line = String::new();
    for key in app.keymap.keys(command).into_iter().chain(typed) {
        if !line.is_empty() && line.len() + 1 + key.len() > ROOM {
            break;
        }
        let gap = if line.is_empty() { "" } else { " " };
        line = format!("{line}{gap}{key}");
    }
    line
}

/// The help while it is written.
struct Page(Vec<ListLine>);

impl Page {
    fn heading(&mut self, text: &str) {
        if !self.0.is_empty() {
            self.0.push(ListLine::default());
        }
        self.0.push(ListLine::new("", text, Tone::Heading));
    }

    fn line(&mut self, left: impl Into<String>, text: impl Into<String>, tone: Tone) {
        self.0.push(ListLine::new(left, text, tone));
    }
}

/// The commands that the job takes, and what they are for.
const JOB: [(&str, &str); 8] = [
    ("down", "Go to the next lead; the other arrows move as well."),
    ("next_editable", "Go to the next editable cell."),
    ("edit", "Edit it; on a locked cell the line below the grid gives the reason."),
    ("outcome", "Accept, win, lose or decline the lead."),
    ("next", "Go to the next problem."),
    ("undo", "Undo the last change."),
    ("export", "Review the changes and write the upload file."),
    ("palette", "Find a command by a word of its name."),
];

/// The signs on the screen and what they mean.
const SYMBOLS: [(&str, &str); 15] = [
    ("+", "Before a lead: changed and ready to export."),
    ("!", "Before a lead: changed and held back by an error."),
    (">", "Before a lead: exported, and not changed since."),
    ("✗ x", "Before a lead: rejected by Partner Center, and not corrected since."),
    (
        "✓ =",
        "Before a lead: accepted by Partner Center; locked if it is Closed or in a processed file.",
    ),
    ("#", "Before a lead: already Closed in the download, and therefore locked."),
    ("⚑ f", "Behind a lead's name: flagged; only you see it."),
    ("✎ n", "Behind a lead's name: has a private note, and no flag."),
    ("#", "Before a column's name: read-only."),
    ("↑ ↓", "Before a column's name: leads are sorted by it, ascending or descending."),
    ("!", "Before a cell: an error."),
    ("~", "Before a cell: a warning."),
    ("*", "Before a cell: changed."),
    ("·", "Before a cell of an unchanged lead: would be an error or a warning in an upload."),
    ("…", "The text continues; the line below the grid shows more of it."),
];

fn explain_cell(app: &App, page: &mut Page) {
    let CellRef { row, field } = app.cell();
    let layout = app.sheet.layout();
    page.heading(layout.name(field));
    if let Some(col) = layout.col(field) {
        page.line("what", col.column().help, Tone::Plain);
        page.line("source", col.column().source, Tone::Note);
    }
    if let Err(lock) = app.sheet.check_editable(row, field) {
        page.line("locked", app.lock_message(&lock), Tone::Locked);
    }
    for finding in app.sheet.findings_at(row, field) {
        let text = format!("{} {}", finding.rule.code(), finding.message);
        page.line(finding.level.label(), text, finding.level.into());
        page.line("", finding.rule.help(), Tone::Plain);
        page.line("source", finding.rule.source(), Tone::Note);
    }
}
