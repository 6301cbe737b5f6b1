//! What pilot parts showed, kind by kind.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::mode::Mode;
use crate::app::panels::list::state::{ListLine, ListPanel};
use crate::upload::{KindVerdict, LessonLine};

impl App {
    /// Lists the kinds of change that pilot parts have tried.
    pub(crate) fn show_pilot_results(&mut self) {
        let Some(lessons) = self.sheet.lessons().filter(|lessons| !lessons.is_empty()) else {
            let export = self.keymap.hint(When::Grid, "export");
            let text = "No pilot part was exported; the review offers one for a big upload";
            return self.set_status(format!("{text} ({export})."));
        };
        let mut entries: Vec<ListLine> = self.sheet.lesson_lines().iter().map(entry).collect();
        entries.push(ListLine::default());
        entries.extend(self.pilot_next());
        let title = lessons.describe().unwrap_or_default();
        self.mode = Mode::open(ListPanel::new(title, entries));
    }

    /// The kinds of change that aren't accepted, for the report of imported results; none without a pilot
    /// part.
    pub(crate) fn doubtful_lessons(&self) -> Vec<ListLine> {
        let Some(title) = self.sheet.lessons().and_then(|lessons| lessons.describe()) else {
            return Vec::new();
        };
        let heading = ListLine::new("", format!("Pilot part: {title}"), Tone::Heading);
        let lines = self.sheet.lesson_lines();
        let open = lines.iter().filter(|line| line.result.verdict != KindVerdict::Accepted);
        let mut entries = vec![ListLine::default(), heading];
        entries.extend(open.map(entry));
        entries.extend(self.pilot_next());
        entries
    }

    fn pilot_next(&self) -> Option<ListLine> {
        let export = self.keymap.hint(When::Grid, "export");
        Some(ListLine::new("the rest", self.sheet.pilot_next(&export)?, Tone::Plain))
    }
}

fn entry(line: &LessonLine) -> ListLine {
    let tone = match line.result.verdict {
        KindVerdict::Rejected => Tone::Error,
        KindVerdict::Suspected(_) | KindVerdict::Unclear => Tone::Warning,
        KindVerdict::Waiting => Tone::Plain,
        KindVerdict::Accepted => Tone::Good,
    };
    ListLine::new(line.result.verdict.label(), &*line.text, tone)
}
