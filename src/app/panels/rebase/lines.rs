//! What the panel of a rebase shows.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::panels::list::state::ListLine;
use crate::app::panels::list_state::ListState;
use crate::app::panels::panel::{KeyHint, Panel, fit_detail};
use crate::app::panels::rebase::state::{RebaseLine, RebasePanel};
use crate::app::text::wrap::{share, wrap_text};
use crate::leads::{conflict, difference, plural, quoted};
use crate::sync::{MergeOutcome, RebasedLead};

/// The width of the left column, in terminal columns.
const LABEL_WIDTH: u16 = 8;

impl Panel for RebasePanel {
    fn label(&self) -> &'static str {
        "REBASE"
    }

    fn sections(&self) -> &'static [When] {
        &[When::Rebase, When::Panel]
    }

    fn hints(&self) -> &'static [KeyHint] {
        match self.rebase.unanswered() {
            0 => &[("accept", "move changes"), ("page_down", "page"), ("close", "back")],
            _ => &[
                ("mine", "mine"),
                ("theirs", "theirs"),
                ("all_mine", "all mine"),
                ("all_theirs", "all theirs"),
                ("close", "back"),
            ],
        }
    }

    fn list_state(&self) -> &ListState {
        &self.window
    }

    fn list_state_mut(&mut self) -> &mut ListState {
        &mut self.window
    }

    fn len(&self) -> usize {
        self.lines.len()
    }

    fn heading(&self, app: &App) -> String {
        let name = self.place.as_ref().map_or(&app.name, |place| &place.name);
        let accept = app.keymap.hint(When::Rebase, "accept");
        match self.rebase.unanswered() {
            0 => format!("Rebase: {accept} moves your changes to {name}"),
            open => format!("Rebase on {name}: {} missing", plural(open, "answer")),
        }
    }

    fn line(&self, app: &App, line: usize) -> ListLine {
        let Some(line) = self.lines.get(line) else { return ListLine::default() };
        let leads = &self.rebase.leads;
        match line {
            RebaseLine::Heading(say) => ListLine::new("", say, Tone::Heading),
            RebaseLine::Note(say, tone) => ListLine::new("note", say, *tone),
            RebaseLine::Question(at) => {
                let q = &self.rebase.questions[*at];
                let (left, tone) = match q.answer {
                    None => ("?", Tone::Error),
                    Some(answer) => (answer.as_str(), Tone::Good),
                };
                let around = format!("{}: mine \"\" · theirs \"\"", q.what);
                let room = share(line_room(app), &around, [&q.mine, &q.theirs]);
                let shown = difference(&q.mine, &q.theirs, room);
                let [mine, theirs] = quoted([&q.mine, &q.theirs], shown);
                let say = format!("{}: mine {mine} · theirs {theirs}", q.what);
                ListLine::new(left, named(&say, &leads[q.lead]), tone)
            }
            RebaseLine::Cell(lead, cell) => {
                let lead = &leads[*lead];
                let cell = &lead.cells[*cell];
                let say = change(&cell.column, &cell.old, &cell.mine, line_room(app));
                let tone = match cell.fate {
                    MergeOutcome::Applied => Tone::Good,
                    MergeOutcome::UpToDate => Tone::Plain,
                    _ => Tone::Warning,
                };
                ListLine::new(place(lead), named(&say, lead), tone)
            }
            RebaseLine::Portal(lead, cell) => {
                let lead = &leads[*lead];
                let cell = &lead.portal[*cell];
                let column = self.rebase.sheet().layout().name(cell.field);
                let say = change(column, &cell.old, &cell.theirs, line_room(app));
                ListLine::new(place(lead), named(&say, lead), Tone::Note)
            }
            RebaseLine::Lead(lead) => {
                let lead = &leads[*lead];
                let cells = plural(lead.cells.len(), "changed cell");
                ListLine::new(place(lead), named(&cells, lead), Tone::Warning)
            }
        }
    }

    fn label_width(&self) -> u16 {
        LABEL_WIDTH
    }

    fn detail(&self, app: &App) -> (Vec<String>, Tone) {
        (self.detail_of(app, self.window.selected), Tone::Plain)
    }
}

impl RebasePanel {
    /// The whole text of a line, broken for the screen.
    fn detail_of(&self, app: &App, line: usize) -> Vec<String> {
        let leads = &self.rebase.leads;
        let width = app.fit.width;
        match self.lines.get(line) {
            Some(RebaseLine::Question(at)) => {
                let q = &self.rebase.questions[*at];
                let lead = &leads[q.lead];
                fit_detail(
                    width,
                    [&*q.old, &q.mine, &q.theirs],
                    |texts, room| {
                        let [old, mine, theirs] = texts;
                        quoted(texts, conflict(old, mine, theirs, room))
                    },
                    |[old, mine, theirs]| {
                        let say = format!("{}: was {old} · mine {mine} · theirs {theirs}", q.what);
                        format!("{}, {}", place(lead), named(&say, lead))
                    },
                )
            }
            Some(RebaseLine::Cell(lead, cell)) => {
                let lead = &leads[*lead];
                let cell = &lead.cells[*cell];
                let why = lead.not_applied_reason(cell).unwrap_or_default();
                let texts = [&*cell.old, &*cell.mine];
                fit_detail(width, texts, two, |[old, new]| {
                    let say = named(&format!("{}: {old} → {new}", cell.column), lead);
                    format!("{}, {say} {why}", place(lead))
                })
            }
            Some(RebaseLine::Portal(lead, cell)) => {
                let lead = &leads[*lead];
                let cell = &lead.portal[*cell];
                let column = self.rebase.sheet().layout().name(cell.field);
                fit_detail(width, [&*cell.old, &*cell.theirs], two, |[old, new]| {
                    let say = named(&format!("{column}: {old} → {new}"), lead);
                    format!("{}, {say}", place(lead))
                })
            }
            Some(RebaseLine::Lead(lead)) => {
                let say = format!("{}, {}", place(&leads[*lead]), self.line(app, line).text);
                wrap_text(&say, width)
            }
            Some(RebaseLine::Heading(say) | RebaseLine::Note(say, _)) => wrap_text(say, width),
            None => wrap_text("", width),
        }
    }
}

fn two([old, new]: [&str; 2], room: usize) -> [String; 2] {
    difference(old, new, room)
}

/// The columns that the text of a line has.
fn line_room(app: &App) -> usize {
    usize::from(app.fit.width.saturating_sub(LABEL_WIDTH + 4))
}

/// A column and what it changes from and to.
fn change(column: &str, old: &str, new: &str, room: usize) -> String {
    let room = share(room, &format!("{column}:  → "), [old, new]);
    let [old, new] = difference(old, new, room);
    format!("{column}: {old} → {new}")
}

/// Where a lead stands in the new file, for the left column.
fn place(lead: &RebasedLead) -> String {
    lead.row.map_or("gone".to_owned(), |row| format!("row {row}"))
}

/// Adds the name of a lead to what is said of it, or its *Referral ID* where no file tells the name.
fn named(say: &str, lead: &RebasedLead) -> String {
    let name = if lead.name.is_empty() { &lead.id } else { &lead.name };
    format!("{say}   {name}")
}
