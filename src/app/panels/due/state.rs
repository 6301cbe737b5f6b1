//! The panel of what falls due.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::panels::list::state::ListLine;
use crate::app::panels::list_state::ListState;
use crate::app::panels::panel::{KeyHint, Panel};
use crate::app::panels::review::state::lead_name;
use crate::app::text::wrap::wrap_text;
use crate::leads::index::columns;
use crate::leads::{Field, Row, plural};
use crate::sheet::{Due, DueCounts, DueList, DueReason, Sheet, day_label};

/// How many days ahead the panel and the filter look.
pub(crate) const NEAR_DAYS: u32 = DueList::NEAR_DAYS;

/// How far the panel can look.
const FURTHER: [u32; 3] = [NEAR_DAYS, 30, 90];

/// The panel of what falls due within some days: a line for each, the earliest first.
#[derive(Debug, Default)]
pub struct DuePanel {
    /// Which lines are in sight.
    pub window: ListState,
    days: u32,
    due: Vec<Due>,
    /// How many leads have a created date that can mean several days.
    unclear: usize,
}

impl DuePanel {
    /// What is due in the next days, or was before; the first line that isn't past is selected.
    pub(crate) fn new(sheet: &Sheet, days: u32) -> Self {
        let (list, today) = (sheet.due(), sheet.context().today);
        let due = list.until(sheet.day_ahead(days));
        let selected = due.iter().position(|due| !due.is_past(today)).unwrap_or_default();
        let window = ListState { selected, ..ListState::default() };
        Self { window, days, due, unclear: list.unclear().count() }
    }

    /// The cell that a line is about; nothing without lines.
    pub(super) fn place(&self, sheet: &Sheet) -> Option<(Row, Option<Field>)> {
        let due = self.due.get(self.window.selected)?;
        let layout = sheet.layout();
        let field = match due.reason {
            DueReason::Expires | DueReason::OpenLong => layout.status(),
            DueReason::CloseDate => layout.close_date(),
            DueReason::NoIntent => layout.purchase_intent(),
            DueReason::NoResults => None,
        };
        Some((due.row, field))
    }

    /// How many days ahead it looks next.
    pub(super) fn next_days(&self) -> u32 {
        FURTHER.into_iter().find(|days| *days > self.days).unwrap_or(NEAR_DAYS)
    }
}

impl Panel for DuePanel {
    fn label(&self) -> &'static str {
        "DUE"
    }

    fn sections(&self) -> &'static [When] {
        &[When::Due, When::Panel]
    }

    fn hints(&self) -> &'static [KeyHint] {
        &[("go", "go to the cell"), ("further", "further ahead"), ("close", "back")]
    }

    fn line_command(&self) -> Option<(When, &'static str)> {
        Some((When::Due, "go"))
    }

    fn list_state(&self) -> &ListState {
        &self.window
    }

    fn list_state_mut(&mut self) -> &mut ListState {
        &mut self.window
    }

    fn len(&self) -> usize {
        self.due.len()
    }

    fn heading(&self, app: &App) -> String {
        let today = app.sheet.context().today;
        let until = day_label(app.sheet.day_ahead(self.days), today);
        let mut parts = vec![format!("Due until {until}: {}", plural(self.len(), "line"))];
        parts.extend(DueCounts::new(&self.due, today).expiry_labels());
        if self.unclear > 0 {
            parts.push(format!("{} unclear", plural(self.unclear, "created date")));
        }
        parts.join(" · ")
    }

    fn line(&self, app: &App, line: usize) -> ListLine {
        let Some(due) = self.due.get(line) else { return ListLine::default() };
        let today = app.sheet.context().today;
        let when = due.day.map_or("any day".to_owned(), |day| day_label(day, today));
        let tone = match due.reason {
            DueReason::Expires if due.is_past(today) => Tone::Locked,
            DueReason::Expires => Tone::Error,
            DueReason::CloseDate if due.is_past(today) => Tone::Warning,
            _ => Tone::Plain,
        };
        let text = format!("{} · {}", due.describe(today), lead_name(&app.sheet, due.row));
        ListLine::new(when, text, tone)
    }

    fn label_width(&self) -> u16 {
        columns("1000 days ago".len())
    }

    fn detail(&self, app: &App) -> (Vec<String>, Tone) {
        let unclear = match self.unclear {
            0 => String::new(),
            number => format!(
                " The created date of {} can mean two days: they aren't counted.",
                plural(number, "lead")
            ),
        };
        let say = match self.due.get(self.window.selected) {
            None => format!("Nothing is due.{unclear}"),
            Some(due) => due.reason.explain(app.sheet.open_days()),
        };
        (wrap_text(&say, app.fit.width), Tone::Plain)
    }
}
