//! What the panel of a fill shows.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::panels::fill::state::{FillLine, FillPanel};
use crate::app::panels::list::state::ListLine;
use crate::app::panels::list_state::ListState;
use crate::app::panels::panel::{KeyHint, Panel};
use crate::app::text::wrap::{share, wrap_text};
use crate::leads::{difference, plural, thousands, visible};
use crate::sync::fill::{FillCell, FillCellGroup, KeyMatch, MappedValue};

/// The width of the left column, in terminal columns.
const LABEL_WIDTH: u16 = 8;

impl Panel for FillPanel {
    fn label(&self) -> &'static str {
        "FILL"
    }

    fn sections(&self) -> &'static [When] {
        &[When::Fill, When::Panel]
    }

    fn hints(&self) -> &'static [KeyHint] {
        match self.selected() {
            Some(FillLine::Key(_)) => &[
                ("change", "use this key"),
                ("next_open", "next to answer"),
                ("preview", "preview"),
                ("close", "back"),
            ],
            Some(FillLine::Column(_) | FillLine::Value(..)) => &[
                ("change", "choose"),
                ("next_open", "next to answer"),
                ("preview", "preview"),
                ("close", "back"),
            ],
            _ => &[("next_open", "next to answer"), ("preview", "preview"), ("close", "back")],
        }
    }

    fn line_command(&self) -> Option<(When, &'static str)> {
        Some((When::Fill, "change"))
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
        let preview = app.keymap.hint(When::Fill, "preview");
        let cells = self.fill.of_group(FillCellGroup::Filled).count();
        let name = visible(&self.source.name);
        match cells {
            0 => format!("Fill from {name}: nothing to fill yet"),
            cells => format!("Fill from {name}: {preview} previews {}", plural(cells, "cell")),
        }
    }

    fn line(&self, app: &App, line: usize) -> ListLine {
        let Some(line) = self.lines.get(line) else { return ListLine::default() };
        match line {
            FillLine::Heading(text) => ListLine::new("", text, Tone::Heading),
            FillLine::Note(text, tone) => ListLine::new("", text, *tone),
            FillLine::Key(key) => {
                let (left, tone) =
                    if self.is_in_use(key) { ("key", Tone::Good) } else { ("", Tone::Plain) };
                ListLine::new(left, self.key_text(app, key), tone)
            }
            FillLine::Column(at) => self.column_line(app, *at),
            FillLine::Value(_, value) => {
                let (left, meaning, tone) = match &value.meaning {
                    None => ("?", "not mapped, fills nothing".to_owned(), Tone::Warning),
                    Some(meaning) => ("", meaning_text(meaning), Tone::Plain),
                };
                let (text, rows) = (visible(&value.text), plural(value.rows, "row"));
                ListLine::new(left, format!("{text} ({rows}) → {meaning}"), tone)
            }
            FillLine::Cell(at) => {
                let cell = &self.fill.cells[*at];
                let tone = match cell.group {
                    FillCellGroup::Filled => Tone::Good,
                    FillCellGroup::Rejected | FillCellGroup::Unmapped => Tone::Error,
                    FillCellGroup::Edited | FillCellGroup::Locked => Tone::Warning,
                    FillCellGroup::Same => Tone::Plain,
                };
                ListLine::new(format!("row {}", cell.lead), Self::cell_text(app, cell), tone)
            }
            FillLine::Ambiguous(at) => {
                let key = &self.fill.join.ambiguous[*at];
                let leads = plural(key.leads.len(), "lead");
                let rows = plural(key.rows.len(), "row");
                let text = format!("{}: {rows} of the file, {leads}", visible(&key.key));
                ListLine::new("", text, Tone::Warning)
            }
            FillLine::NoLead(at) => {
                let column = self.mapping.key.map_or(0, |(_, column)| column);
                let key = self.source.rows[*at].cell(column).trimmed();
                let text = format!("{} of the file: {}", self.source.place(*at), visible(key));
                ListLine::new("", text, Tone::Plain)
            }
        }
    }

    fn label_width(&self) -> u16 {
        LABEL_WIDTH
    }

    fn detail(&self, app: &App) -> (Vec<String>, Tone) {
        let width = app.fit.width;
        let text = match self.selected() {
            Some(FillLine::Cell(at)) if !self.fill.cells[*at].reason.is_empty() => {
                let cell = &self.fill.cells[*at];
                let place = self.source.place(cell.source);
                format!("{place} of the file: {}", cell.reason)
            }
            Some(FillLine::Ambiguous(at)) => self.ambiguous_detail(app, *at),
            _ => self.summary(),
        };
        (wrap_text(&text, width), Tone::Plain)
    }
}

impl FillPanel {
    /// `CRM ID = Opportunity: 1,740 of 1,800 rows match one lead`
    fn key_text(&self, app: &App, key: &KeyMatch) -> String {
        let (lead, own) = (app.sheet.layout().name(key.field), self.source.header(key.source));
        let names = if lead == own {
            visible(lead).into_owned()
        } else {
            format!("{lead} = {}", visible(own))
        };
        let rows = plural(key.rows, "row");
        format!("{names}: {} of {rows} match one lead", thousands(key.unique))
    }

    fn column_line(&self, app: &App, at: usize) -> ListLine {
        let layout = app.sheet.layout();
        let name = visible(self.source.header(at));
        match self.mapping.columns[at].target {
            Some(target) => {
                let target = visible(target.name(layout));
                ListLine::new("fills", format!("{name} → {target}"), Tone::Good)
            }
            None => match self.mapping.suggestion(self.source.header(at), layout) {
                Some(target) => {
                    let target = visible(target.name(layout));
                    ListLine::new("", format!("{name}, perhaps → {target}"), Tone::Note)
                }
                None => ListLine::new("", name, Tone::Plain),
            },
        }
    }

    /// A cell's column, its texts before and after, and the lead.
    fn cell_text(app: &App, cell: &FillCell) -> String {
        let layout = app.sheet.layout();
        let lead = layout.lead_name().map(|field| app.sheet.text(cell.lead, field));
        let lead = lead.map(|name| visible(&name).into_owned()).unwrap_or_default();
        let target = visible(cell.target.name(layout));
        let room = usize::from(app.fit.width.saturating_sub(LABEL_WIDTH + 4));
        let around = format!("{target}:  →    {lead}");
        let room = share(room, &around, [&cell.before, &cell.after]);
        let [old, new] = difference(&cell.before, &cell.after, room);
        format!("{target}: {old} → {new}   {lead}")
    }

    fn ambiguous_detail(&self, app: &App, at: usize) -> String {
        let key = &self.fill.join.ambiguous[at];
        let places: Vec<String> = key.rows.iter().map(|row| self.source.place(*row)).collect();
        let leads: Vec<String> =
            key.leads.iter().map(|row| format!("row {}", app.sheet.row_place(*row))).collect();
        format!(
            "{}: {} of the file; {} of the leads. Choose another key, or fill these by hand.",
            visible(&key.key),
            places.join(", "),
            leads.join(", ")
        )
    }
}

/// What a value means, as a line shows it.
pub(super) fn meaning_text(meaning: &MappedValue) -> String {
    match meaning {
        MappedValue::Text(text) => visible(text).into_owned(),
        MappedValue::Outcome(outcome) => outcome.to_string(),
        MappedValue::Nothing => "fills nothing".to_owned(),
    }
}
