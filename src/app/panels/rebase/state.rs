//! The open work beside a fresh download: what becomes of each change, and what is asked.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::grid::viewport::ViewSize;
use crate::app::mode::Mode;
use crate::app::panels::list::state::{ListLine, wrap_text};
use crate::app::panels::list_state::ListState;
use crate::app::panels::problems::state::DETAIL_LINES;
use crate::app::panels::review::state::{leads, shown};
use crate::app::session::fresh_download::FileIdentity;
use crate::app::session::persistence::number;
use crate::sync::{MergeOutcome, Rebase, RebasedLead, Side};

/// How wide the left column is, in terminal columns.
const LABEL_WIDTH: u16 = 8;

/// The panel of the changes beside a fresh download.
#[derive(Debug)]
pub struct RebasePanel {
    /// The changes and what becomes of them.
    pub rebase: Rebase,
    pub(crate) place: Option<FileIdentity>,
    lines: Vec<RebaseLine>,
    /// Which lines are in sight.
    pub window: ListState,
}

/// What a line of the panel shows.
#[derive(Clone, Debug)]
enum RebaseLine {
    Heading(String),
    Note(String, Tone),
    Question(usize),
    Cell(usize, usize),
    Portal(usize, usize),
    Lead(usize),
}

/// The groups of changes below the questions: what has to be looked at first. Those of *Partner Center*
/// stand between the ones that are left behind and the others.
const NOT_APPLIED: [(&str, &str); 4] = [
    ("lead_gone", "Left behind, the lead isn't found"),
    ("lead_closed", "Left behind, the lead is Closed now"),
    ("column_gone", "Left behind, the new file lacks the column"),
    ("refused", "Left behind, not allowed in the new file"),
];
const APPLIED: [(&str, &str); 2] =
    [("taken_over", "Taken over"), ("already_there", "Already there, no change needed")];

impl RebasePanel {
    pub(crate) fn new(rebase: Rebase, place: Option<FileIdentity>, notices: Vec<String>) -> Self {
        let mut panel = Self { rebase, place, lines: Vec::new(), window: ListState::default() };
        panel.list(notices);
        panel.next_question(true);
        panel
    }

    /// Works out which lines there are.
    fn list(&mut self, notices: Vec<String>) {
        let rebase = &self.rebase;
        let mut lines = Vec::new();
        if !rebase.questions.is_empty() {
            let cells = rebase.questions.len();
            lines.push(RebaseLine::Heading(format!("Changed on both sides: {cells} to choose")));
            lines.extend((0..cells).map(RebaseLine::Question));
        }
        for (group, heading) in NOT_APPLIED {
            group_of(rebase, group, heading, &mut lines);
        }
        let portal = |(at, lead): (usize, &RebasedLead)| {
            (0..lead.portal.len()).map(move |n| RebaseLine::Portal(at, n)).collect::<Vec<_>>()
        };
        let portal: Vec<RebaseLine> = rebase.leads.iter().enumerate().flat_map(portal).collect();
        if !portal.is_empty() {
            let cells = number(portal.len(), "cell");
            lines.push(RebaseLine::Heading(format!(
                "Changed by Partner Center in these leads: {cells}"
            )));
            lines.extend(portal);
        }
        if !rebase.knows_old {
            let say = "What else Partner Center changed isn't known: the old file isn't there.";
            lines.push(RebaseLine::Note(say.to_owned(), Tone::Note));
        }
        let exported: Vec<RebaseLine> = (0..rebase.leads.len())
            .filter(|at| rebase.leads[*at].is_exported_open())
            .map(RebaseLine::Lead)
            .collect();
        if !exported.is_empty() {
            lines.push(RebaseLine::Heading(format!(
                "Exported, not yet in the portal: {}, to be exported again",
                leads(exported.len())
            )));
            lines.extend(exported);
        }
        for (group, heading) in APPLIED {
            group_of(rebase, group, heading, &mut lines);
        }
        lines.extend(notices.into_iter().map(|notice| RebaseLine::Note(notice, Tone::Note)));
        self.lines = lines;
    }

    /// Returns how many lines there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Tells whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Returns how wide the left column is.
    pub fn left(&self) -> u16 {
        LABEL_WIDTH
    }

    /// Moves the window so that the selected line is in it.
    pub(crate) fn follow(&mut self, fit: ViewSize) {
        self.window.follow(self.lines.len(), fit.lines.saturating_sub(DETAIL_LINES));
    }

    /// Selects the next question, round and round; of those that aren't answered, if that is asked.
    /// Stays if there is none.
    pub(crate) fn next_question(&mut self, open: bool) {
        let is_wanted = |line: &RebaseLine| match line {
            RebaseLine::Question(at) => !open || self.rebase.questions[*at].answer.is_none(),
            _ => false,
        };
        let (lines, here) = (self.lines.len(), self.window.selected);
        let next = (1..=lines).map(|by| (here + by) % lines).find(|at| is_wanted(&self.lines[*at]));
        self.window.selected = next.unwrap_or(here);
    }

    /// Returns a line as it is shown.
    pub fn show(&self, line: usize) -> ListLine {
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
                let column = self.rebase.sheet().layout().name(cell.field as usize);
                let say = format!("{column}: {} → {}", shown(&cell.old), shown(&cell.theirs));
                ListLine::new(place(lead), named(&say, lead), Tone::Note)
            }
            RebaseLine::Lead(lead) => {
                let lead = &leads[*lead];
                let cells = number(lead.cells.len(), "changed cell");
                ListLine::new(place(lead), named(&cells, lead), Tone::Warning)
            }
        }
    }

    /// Says all about a line.
    fn detail(&self, line: usize) -> String {
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
                let entry = self.show(line);
                format!("{}, {} {why}", place(lead), entry.text)
            }
            Some(RebaseLine::Portal(lead, _) | RebaseLine::Lead(lead)) => {
                format!("{}, {}", place(&leads[*lead]), self.show(line).text)
            }
            Some(RebaseLine::Heading(say) | RebaseLine::Note(say, _)) => say.clone(),
            None => String::new(),
        }
    }

    /// Says in a few words what goes over.
    pub(crate) fn summary(&self) -> String {
        let counts = self.rebase.counts();
        let mine = self.rebase.questions.iter().filter(|q| q.answer == Some(Side::Mine)).count();
        let mut parts = vec![format!("{} taken over", number(counts.applied, "cell"))];
        for (number, what) in [
            (counts.up_to_date, "already there"),
            (mine, "kept as mine"),
            (self.rebase.questions.len() - mine, "given up"),
            (counts.not_applied(), "left behind"),
        ] {
            if number > 0 {
                parts.push(format!("{number} {what}"));
            }
        }
        parts.join(", ")
    }
}

/// Returns a text between quotes, or the word for an empty one.
fn quoted(text: &str) -> String {
    if text.is_empty() { shown(text) } else { format!("\"{}\"", shown(text)) }
}

/// Returns where a lead stands in the new file, for the left column.
fn place(lead: &RebasedLead) -> String {
    lead.row.map_or("gone".to_owned(), |row| format!("row {}", row + 1))
}

/// Adds the name of a lead to what is said of it, or its *Referral ID* where no file tells the name.
fn named(say: &str, lead: &RebasedLead) -> String {
    let name = if lead.name.is_empty() { &lead.id } else { &lead.name };
    format!("{say}   {name}")
}

/// Adds the cells of a group below its heading.
fn group_of(rebase: &Rebase, group: &str, heading: &str, lines: &mut Vec<RebaseLine>) {
    let of_group = |(at, lead): (usize, &RebasedLead)| {
        let is_of = |n: &usize| lead.cells[*n].fate.label() == group;
        let cells = (0..lead.cells.len()).filter(is_of);
        cells.map(move |n| RebaseLine::Cell(at, n)).collect::<Vec<_>>()
    };
    let cells: Vec<RebaseLine> = rebase.leads.iter().enumerate().flat_map(of_group).collect();
    if !cells.is_empty() {
        lines.push(RebaseLine::Heading(format!("{heading}: {}", number(cells.len(), "cell"))));
        lines.extend(cells);
    }
}

impl App {
    /// Returns the heading of the panel: what is to be done.
    pub fn rebase_heading(&self, panel: &RebasePanel) -> String {
        let name = panel.place.as_ref().map_or(&self.name, |place| &place.name);
        let accept = self.keymap.hint(When::Rebase, "accept");
        match panel.rebase.unanswered() {
            0 => format!("Rebase: {accept} carries the work over to {name}"),
            1 => format!("Rebase on {name}: 1 answer is missing"),
            open => format!("Rebase on {name}: {open} answers are missing"),
        }
    }

    /// Says all about the selected line, in the lines that the screen shows.
    pub fn rebase_detail(&self, panel: &RebasePanel) -> Vec<String> {
        wrap_text(&panel.detail(panel.window.selected), self.fit.width)
    }

    /// Answers the selected question and goes to the next one without an answer.
    pub(crate) fn answer_question(&mut self, answer: Side) {
        let Mode::Rebase(panel) = &mut self.mode else { return };
        let Some(RebaseLine::Question(at)) = panel.lines.get(panel.window.selected) else {
            let next = self.keymap.hint(When::Rebase, "next_question");
            return self
                .set_status(format!("Nothing is asked here; {next} goes to the next question."));
        };
        panel.rebase.questions[*at].answer = Some(answer);
        panel.next_question(true);
    }
}
