//! What the panel of problems shows.

use crate::app::app::App;
use crate::app::cell_info::{Tone, describe, tally_label};
use crate::app::command::When;
use crate::app::panels::list::state::ListLine;
use crate::app::panels::list_state::ListState;
use crate::app::panels::panel::{DETAIL_LINES, KeyHint, Panel};
use crate::app::panels::problems::state::{NO_PROBLEMS, ProblemLine, ProblemsPanel};
use crate::app::panels::review::state::{CellPlace, lead_name, shown};
use crate::app::text::wrap::wrap_text;
use crate::leads::thousands;

/// What the line about unchanged leads means.
const UNCHANGED: &str = "Leads without changes aren't uploaded, so these cells hold nothing back. \
    They are checked as soon as their lead is changed.";

impl ProblemsPanel {
    /// The line over what would be wrong with unchanged leads.
    fn unchanged_line(&self) -> ListLine {
        let marker = if self.shows_unchanged { '-' } else { '+' };
        let text = format!("In leads not changed: {}", thousands(self.unchanged));
        ListLine::new(marker.to_string(), text, Tone::Heading)
    }
}

impl Panel for ProblemsPanel {
    fn label(&self) -> &'static str {
        "PROBLEMS"
    }

    fn sections(&self) -> &'static [When] {
        &[When::Problems, When::Panel]
    }

    fn hints(&self) -> &'static [KeyHint] {
        if self.is_empty() {
            return &[("close", "back")];
        }
        &[("open", "open"), ("fix", "fix"), ("fold", "fold"), ("undo", "undo"), ("close", "back")]
    }

    fn line_command(&self) -> Option<(When, &'static str)> {
        Some((When::Problems, "open"))
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

    /// How many errors and warnings there are, and how many leads they hold back.
    fn heading(&self, _app: &App) -> String {
        let counted = match self.tally.problems() {
            0 => "none in changed leads".to_owned(),
            _ => tally_label(self.tally),
        };
        match self.held_back {
            0 => format!("Problems: {counted}"),
            held => format!("Problems: {counted} · {held} held back"),
        }
    }

    fn line(&self, app: &App, line: usize) -> ListLine {
        let sheet = &app.sheet;
        let (at, cell) = match self.lines.get(line) {
            Some(&ProblemLine::Group(at, cell)) => (at, cell),
            Some(ProblemLine::Unchanged) => return self.unchanged_line(),
            None => return ListLine::default(),
        };
        let group = &self.groups[at];
        let tone = group.first.level.into();
        match (cell, group.cells.as_slice()) {
            (_, []) => ListLine::new("file", describe(sheet, &group.first), tone),
            (None, [place]) => {
                ListLine::new(format!("row {}", place.row), describe(sheet, &group.first), tone)
            }
            (None, cells) => {
                let marker = if group.is_open { '-' } else { '+' };
                ListLine::new(format!("{marker} {} ×", cells.len()), group.text(sheet), tone)
            }
            (Some(cell), cells) => {
                let Some(&CellPlace { row, field }) = cells.get(cell) else {
                    return ListLine::default();
                };
                let value = field.filter(|_| group.value.is_none()).map(|f| sheet.text(row, f));
                let value = value.map(|text| format!("{}   ", shown(&text)));
                let text = value.unwrap_or_default() + &lead_name(sheet, row);
                ListLine::new(format!("  row {row}"), text, Tone::Plain)
            }
        }
    }

    fn label_width(&self) -> u16 {
        self.left
    }

    /// The whole sentence about the selected problem, its suggestion and what the rule advises.
    fn detail(&self, app: &App) -> (Vec<String>, Tone) {
        let Some((group, cell)) = self.selected_group() else {
            if !self.is_empty() {
                return (wrap_text(UNCHANGED, app.fit.width), Tone::Plain);
            }
            let say = format!("{NO_PROBLEMS} leadsheet check checks all leads.");
            return (wrap_text(&say, app.fit.width), Tone::Good);
        };
        let code = group.first.rule.code();
        let place = cell.and_then(|cell| group.cells.get(cell));
        let sheet = &app.sheet;
        let findings = place.map(|place| {
            sheet.findings().row(place.row).chain(sheet.unchanged_findings().row(place.row))
        });
        let finding = findings
            .into_iter()
            .flatten()
            .find(|f| f.rule.code() == code && place.is_some_and(|place| place.field == f.field))
            .unwrap_or(&group.first);
        let mut say = describe(&app.sheet, finding);
        if cell.is_none() && !group.is_one_sentence {
            say = group.text(&app.sheet);
        }
        if let (Some(place), true) = (place, sheet.table().sources().is_some()) {
            say = format!("row {}: {say}", sheet.row_place(place.row));
        }
        if let Some(fix) = &finding.fix {
            let key = app.keymap.hint(When::Problems, "fix");
            say = format!("{say} {key} → {}", shown(fix));
        }
        // The rule's help is left out where there is no room for the whole of it.
        let long = wrap_text(&format!("{say} {}", finding.rule.help()), app.fit.width);
        let fits = long.len() <= usize::from(DETAIL_LINES);
        let lines = if fits { long } else { wrap_text(&say, app.fit.width) };
        (lines, finding.level.into())
    }
}
