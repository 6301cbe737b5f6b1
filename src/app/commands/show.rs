//! Help, the palette, and the screen itself.

use super::grid;
use crate::app::lists::LEFT;
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
    let mut page = Page { entries: Vec::new(), room: app.fit.width.saturating_sub(LEFT + 4) };
    explain_cell(app, &mut page);
    for when in When::ALL {
        page.heading(when.title());
        for command in command::all().filter(|c| c.when == when) {
            let keys = app.keymap.keys(command);
            let names = command.aliases.iter().map(|alias| format!(":{alias}"));
            let left: Vec<String> = keys.into_iter().chain(names).collect();
            page.line(&left.join(" "), command.doc, Tone::Plain);
        }
    }
    page.heading("Signs");
    for (sign, meaning) in SIGNS {
        page.line(sign, meaning, Tone::Plain);
    }
    app.mode =
        Mode::List(List { title: "Help".to_owned(), entries: page.entries, ..List::default() });
}

/// The help while it is written.
struct Page {
    entries: Vec<Entry>,
    room: u16,
}

impl Page {
    fn heading(&mut self, text: &str) {
        if !self.entries.is_empty() {
            self.entries.push(Entry::default());
        }
        self.entries.push(Entry { text: text.to_owned(), tone: Tone::Heading, ..Entry::default() });
    }

    fn line(&mut self, left: &str, text: &str, tone: Tone) {
        self.entries.extend(Entry::wrapped(left, text, tone, self.room));
    }
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

fn explain_cell(app: &App, page: &mut Page) {
    let (row, field) = app.cell();
    let layout = app.sheet.layout();
    page.heading(layout.name(field as usize));
    if let Some(col) = layout.col(field as usize) {
        page.line("what", col.column().help, Tone::Plain);
        page.line("source", col.column().source, Tone::Note);
    }
    if let Err(lock) = app.sheet.permit(row, field) {
        page.line("locked", &lock.to_string(), Tone::Locked);
    }
    for finding in app.sheet.findings_at(row, field) {
        let text = format!("{} {}", finding.rule.code, finding.say);
        page.line(finding.level.word(), &text, finding.level.into());
        page.line("", finding.rule.help, Tone::Plain);
        page.line("source", finding.rule.source, Tone::Note);
    }
}
