//! What the panel of a rebase shows.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::panels::list::state::ListLine;
use crate::app::panels::list_state::ListState;
use crate::app::panels::panel::{KeyHint, Panel};
use crate::app::panels::rebase::state::{RebaseLine, RebasePanel};
use crate::app::panels::review::state::shown;
use crate::app::text::wrap::wrap_text;
use crate::leads::plural;
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

    fn line(&self, _app: &App, line: usize) -> ListLine {
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
                let (mine, theirs) = (quoted(&q.mine), quoted(&q.theirs));
                let say = format!("{}: mine {mine} · theirs {theirs}", q.what);
                ListLine::new(left, named(&say, &leads[q.lead]), tone)
            }
            RebaseLine::Cell(lead, cell) => {
                let lead = &leads[*lead];
                let cell = &lead.cells[*cell];
                let say = format!("{}: {} → {}", cell.column, shown(&cell.old), shown(&cell.mine));
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
                let say = format!("{column}: {} → {}", shown(&cell.old), shown(&cell.theirs));
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
        (wrap_text(&self.detail_of(app, self.window.selected), app.fit.width), Tone::Plain)
    }
}

impl RebasePanel {
    /// The whole text of a line.
    fn detail_of(&self, app: &App, line: usize) -> String {
        let leads = &self.rebase.leads;
        match self.lines.get(line) {
            Some(RebaseLine::Question(at)) => {
                let q = &self.rebase.questions[*at];
                let [old, mine, theirs] = [&q.old, &q.mine, &q.theirs].map(|text| quoted(text));
                let say = format!("{}: was {old} · mine {mine} · theirs {theirs}", q.what);
                format!("{}, {}", place(&leads[q.lead]), named(&say, &leads[q.lead]))
            }
            Some(RebaseLine::Cell(lead, cell)) => {
                let lead = &leads[*lead];
                let why = lead.not_applied_reason(&lead.cells[*cell]).unwrap_or_default();
                let entry = self.line(app, line);
                format!("{}, {} {why}", place(lead), entry.text)
            }
            Some(RebaseLine::Portal(lead, _) | RebaseLine::Lead(lead)) => {
                format!("{}, {}", place(&leads[*lead]), self.line(app, line).text)
            }
            Some(RebaseLine::Heading(say) | RebaseLine::Note(say, _)) => say.clone(),
            None => String::new(),
        }
    }
}

/// A text between quotes, or the word for an empty one.
fn quoted(text: &str) -> String {
    if text.is_empty() { shown(text) } else { format!("\"{}\"", shown(text)) }
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
