//! What the panel of a bulk change shows.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::panels::changes::state::ChangesPanel;
use crate::app::panels::list::state::ListLine;
use crate::app::panels::list_state::ListState;
use crate::app::panels::panel::{KeyHint, Panel};
use crate::app::panels::review::state::lead_name;
use crate::app::text::wrap::{share, width as text_width, wrap_text};
use crate::leads::index::columns;
use crate::leads::{Row, difference, plural};
use crate::sheet::ProposedCell;

/// The width of a tick with the symbol behind it, in terminal columns.
const TICK_WIDTH: usize = 5;

/// The part of a line that the change of a lead takes before its name, in hundredths.
const CHANGE_PERCENT: usize = 60;

/// The spaces before the reason of a change, and the brackets around it.
const REASON_GAP: usize = 5;

/// The fewest columns in which a reason is begun; the line below the list has all of it.
const LEAST_REASON: usize = 12;

impl Panel for ChangesPanel {
    fn label(&self) -> &'static str {
        "CHANGE"
    }

    fn sections(&self) -> &'static [When] {
        &[When::Changes, When::Panel]
    }

    fn hints(&self) -> &'static [KeyHint] {
        if self.mapping.is_some() {
            &[
                ("apply", "apply"),
                ("tick", "leave out"),
                ("tick_all", "all or none"),
                ("close", "mapping"),
            ]
        } else if self.held_back() > 0 {
            &[
                ("apply", "apply"),
                ("tick", "leave out"),
                ("leave_held_back", "leave out held back"),
                ("close", "cancel"),
            ]
        } else {
            &[
                ("apply", "apply"),
                ("tick", "leave out"),
                ("tick_all", "all or none"),
                ("close", "cancel"),
            ]
        }
    }

    fn line_command(&self) -> Option<(When, &'static str)> {
        Some((When::Changes, "tick"))
    }

    fn list_state(&self) -> &ListState {
        &self.window
    }

    fn list_state_mut(&mut self) -> &mut ListState {
        &mut self.window
    }

    fn len(&self) -> usize {
        self.above.len() + self.leads.len()
    }

    fn heading(&self, _app: &App) -> String {
        let leads = match (self.ticked(), self.leads.len()) {
            (ticked, all) if ticked == all => plural(all, "lead"),
            (ticked, all) => format!("{ticked} of {}", plural(all, "lead")),
        };
        let held = match self.held_back() {
            0 => String::new(),
            held => format!(", {held} will be held back"),
        };
        format!("{}: {leads}{held}", self.set.label)
    }

    fn line(&self, app: &App, line: usize) -> ListLine {
        let Some(at) = self.lead_at(line) else {
            return self.above.get(line).cloned().unwrap_or_default();
        };
        let (row, cells) = &self.leads[at];
        let forecast = self.forecast.get(row);
        let (symbol, tone) = match forecast {
            _ if !self.is_ticked(*row) => (' ', Tone::Locked),
            Some(lead) if lead.is_held_back() => ('!', Tone::Error),
            Some(_) => ('?', Tone::Warning),
            None => (' ', Tone::Plain),
        };
        let tick = if self.is_ticked(*row) { "[x]" } else { "[ ]" };
        let room = usize::from(app.fit.width).saturating_sub(usize::from(self.label_width()) + 4);
        let name = lead_name(&app.sheet, *row);
        let around = if name.is_empty() { room } else { room * CHANGE_PERCENT / 100 };
        let text = self.changes(app, &self.set.cells[cells.clone()], around);
        let mut text = format!("{text}   {name}").trim_end().to_owned();
        let reasons = reasons(&self.set.cells[cells.clone()]);
        let room = room.saturating_sub(text_width(&text) + REASON_GAP);
        if !reasons.is_empty() && room >= LEAST_REASON {
            let [_, reasons] = difference("", &reasons, room);
            text = format!("{text}   ({reasons})");
        }
        ListLine::new(format!("{tick}{symbol} {row}"), text, tone)
    }

    fn label_width(&self) -> u16 {
        let widest = self.leads.iter().map(|(row, _)| row.number()).max().unwrap_or_default();
        columns(TICK_WIDTH + widest.to_string().len())
    }

    fn text_column(&self, line: &ListLine) -> u16 {
        if line.label.is_empty() { 1 } else { self.label_width() + 3 }
    }

    fn detail(&self, app: &App) -> (Vec<String>, Tone) {
        let line = self.window.selected;
        let Some(at) = self.lead_at(line) else {
            let text = self.above.get(line).map_or("", |line| &line.text);
            return (wrap_text(text, app.fit.width), Tone::Plain);
        };
        let (row, cells) = &self.leads[at];
        let (text, tone) = self.explain(app, *row, &self.set.cells[cells.clone()]);
        (wrap_text(&text, app.fit.width), tone)
    }
}

/// Where the new texts of a lead come from, as far as that isn't the same for all.
fn reasons(cells: &[ProposedCell]) -> String {
    let mut reasons: Vec<&str> = Vec::new();
    for reason in cells.iter().filter_map(|cell| cell.reason.as_deref()) {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons.join("; ")
}

impl ChangesPanel {
    /// The changes of a lead in one line of a width.
    fn changes(&self, app: &App, cells: &[ProposedCell], room: usize) -> String {
        let each = room / cells.len().max(1);
        let change = |cell: &ProposedCell| {
            let column = if self.names_columns {
                format!("{} ", app.short_name(cell.at.field))
            } else {
                String::new()
            };
            let share = share(each, &format!("{column} → "), [&cell.before, &cell.after]);
            let [old, new] = difference(&cell.before, &cell.after, share);
            format!("{column}{old} → {new}")
        };
        cells.iter().map(change).collect::<Vec<_>>().join(" · ")
    }

    /// What the rules will say about a lead, where its new texts come from, and what they are.
    fn explain(&self, app: &App, row: Row, cells: &[ProposedCell]) -> (String, Tone) {
        let reasons = match reasons(cells) {
            none if none.is_empty() => none,
            reasons => format!(" ({reasons})"),
        };
        let forecast = self.forecast.get(&row);
        if let Some(finding) = forecast.and_then(|lead| lead.first()) {
            let is_held_back = forecast.is_some_and(|lead| lead.is_held_back());
            let (word, tone) =
                if is_held_back { ("Held back", Tone::Error) } else { ("Warning", Tone::Warning) };
            let more = match forecast.map_or(0, |lead| lead.errors.len()) {
                0 | 1 => String::new(),
                errors => format!(" And {}.", plural(errors - 1, "more error")),
            };
            let (code, message) = (finding.rule.code(), &finding.message);
            return (format!("{word}, {code}: {message}{more}{reasons}"), tone);
        }
        let room = usize::from(app.fit.width) * 3 / 2;
        let row = app.sheet.row_place(row);
        (format!("row {row}: {}{reasons}", self.changes(app, cells, room)), Tone::Plain)
    }
}
