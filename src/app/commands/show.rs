//! Help, the palette, and the screen itself.

use super::grid;
use crate::app::{App, Command, Effect, Entry, List, Mode, Offers, Picker, Tone, When, command};

pub(in crate::app) static COMMANDS: [Command; 4] = [
    grid("help", "Explains the cell, then lists all keys.", |app, _| help(app)),
    grid("palette", "Finds a command by name; a number goes to that lead.", |app, _| palette(app)),
    grid("redraw", "Draws the screen anew.", |app, _| app.effects.push(Effect::Redraw)),
    grid("cancel", "Forgets keys typed halfway, and tells how to quit.", |app, _| cancel(app)),
];

fn cancel(app: &mut App) {
    let quit = app.keymap.hint(When::Grid, "quit");
    app.say(format!("{quit} quits; nothing is lost without a question."));
}

fn palette(app: &mut App) {
    let commands = command::all()
        .filter(|c| c.when == When::Grid)
        .map(|c| (c, app.keymap.keys(c).join(" ")))
        .collect();
    app.mode = Mode::Picker(Picker::open("Commands", Offers::Commands(commands)));
}

fn help(app: &mut App) {
    let mut entries = explain_cell(app);
    for when in When::ALL {
        entries.push(Entry::default());
        entries.push(heading(when.title()));
        for command in command::all().filter(|c| c.when == when) {
            let keys = app.keymap.keys(command);
            let left = if keys.is_empty() {
                format!(":{}", command.aliases.join(" :"))
            } else {
                keys.join(" ")
            };
            entries.push(line(left, command.doc, Tone::Plain));
        }
    }
    entries.push(Entry::default());
    entries.push(heading("Signs"));
    for (sign, meaning) in SIGNS {
        entries.push(line(sign, meaning, Tone::Plain));
    }
    app.mode = Mode::List(List { title: "Help".to_owned(), entries, ..List::default() });
}

/// The signs on the screen and what they mean.
const SIGNS: [(&str, &str); 9] = [
    ("+", "Before a lead: changed and ready to export."),
    ("!", "Before a lead: changed and held back by an error."),
    (">", "Before a lead: exported as it stands."),
    ("#", "Before a lead: it came Closed and is locked."),
    ("#", "Before a column's name: read-only."),
    ("!", "Before a cell: an error."),
    ("~", "Before a cell: a warning."),
    ("*", "Before a cell: changed."),
    ("…", "The text goes on; the line below the grid shows more of it."),
];

fn explain_cell(app: &App) -> Vec<Entry> {
    let (row, field) = app.cell();
    let layout = app.sheet.layout();
    let mut entries = vec![heading(layout.name(field as usize))];
    if let Some(col) = layout.col(field as usize) {
        let column = col.column();
        entries.push(line("what", column.help, Tone::Plain));
        entries.push(line("source", column.source, Tone::Note));
    }
    if let Err(lock) = app.sheet.permit(row, field) {
        entries.push(line("locked", lock.to_string(), Tone::Locked));
    }
    for finding in app.sheet.findings().cell(row, field) {
        let text = format!("{} {}", finding.rule.code, finding.say);
        entries.push(line(finding.level.word(), text, finding.level.into()));
        entries.push(line("", finding.rule.help, Tone::Plain));
        entries.push(line("source", finding.rule.source, Tone::Note));
    }
    entries
}

fn heading(text: impl Into<String>) -> Entry {
    Entry { text: text.into(), tone: Tone::Heading, ..Entry::default() }
}

fn line(left: impl Into<String>, text: impl Into<String>, tone: Tone) -> Entry {
    Entry { left: left.into(), text: text.into(), tone, target: None }
}
