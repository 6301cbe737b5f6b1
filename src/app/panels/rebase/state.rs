//! The open work beside a fresh download: what becomes of each change, and what is asked.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::file::FileIdentity;
use crate::app::panels::list_state::ListState;
use crate::leads::{plural, thousands};
use crate::sync::{MergeOutcomeKind, Rebase, RebasedLead, Side};

/// The panel of the changes beside a fresh download.
#[derive(Debug)]
pub struct RebasePanel {
    /// The changes and what becomes of them.
    pub rebase: Rebase,
    pub(crate) place: Option<FileIdentity>,
    /// The number of the file whose place the fresh download takes, if several are open as one.
    pub(crate) replaced: Option<usize>,
    pub(super) lines: Vec<RebaseLine>,
    /// Which lines are in sight.
    pub window: ListState,
}

/// What a line of the panel shows.
#[derive(Clone, Debug)]
pub(super) enum RebaseLine {
    Heading(String),
    Note(String, Tone),
    Question(usize),
    Cell(usize, usize),
    Portal(usize, usize),
    Lead(usize),
}

/// The groups of changes below the questions: what has to be looked at first. Those of *Partner Center*
/// stand between the ones that are left behind and the others.
const NOT_APPLIED: [(MergeOutcomeKind, &str); 4] = [
    (MergeOutcomeKind::LeadGone, "Not applied: the lead isn't in the new file"),
    (MergeOutcomeKind::LeadClosed, "Not applied: the lead is now Closed"),
    (MergeOutcomeKind::ColumnGone, "Not applied: the new file lacks the column"),
    (MergeOutcomeKind::Rejected, "Not applied: not allowed in the new file"),
];
const APPLIED: [(MergeOutcomeKind, &str); 2] = [
    (MergeOutcomeKind::Applied, "Applied"),
    (MergeOutcomeKind::UpToDate, "Already up to date, no change needed"),
];

impl RebasePanel {
    pub(crate) fn new(rebase: Rebase, place: Option<FileIdentity>, notices: Vec<String>) -> Self {
        let (lines, window) = (Vec::new(), ListState::default());
        let mut panel = Self { rebase, place, replaced: None, lines, window };
        panel.list(notices);
        panel.next_question(true);
        panel
    }

    /// Lets the fresh download take the place of one of several files, and says so before all else.
    pub(crate) fn replace_file(&mut self, file: usize, note: String) {
        self.replaced = Some(file);
        self.lines.insert(0, RebaseLine::Note(note, Tone::Plain));
        self.window.selected = 0;
        self.next_question(true);
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
            let cells = plural(portal.len(), "cell");
            lines.push(RebaseLine::Heading(format!(
                "Changed by Partner Center in these leads: {cells}"
            )));
            lines.extend(portal);
        }
        if !rebase.knows_old {
            let say = "Other changes by Partner Center are unknown, because the old file is gone.";
            lines.push(RebaseLine::Note(say.to_owned(), Tone::Note));
        }
        let exported: Vec<RebaseLine> = (0..rebase.leads.len())
            .filter(|at| rebase.leads[*at].is_exported_open())
            .map(RebaseLine::Lead)
            .collect();
        if !exported.is_empty() {
            lines.push(RebaseLine::Heading(format!(
                "Exported, but not in the portal yet: {}, will be exported again",
                plural(exported.len(), "lead")
            )));
            lines.extend(exported);
        }
        for (group, heading) in APPLIED {
            group_of(rebase, group, heading, &mut lines);
        }
        let noted = rebase.annotations_message();
        lines.extend(
            noted.into_iter().chain(notices).map(|notice| RebaseLine::Note(notice, Tone::Note)),
        );
        self.lines = lines;
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

    /// Says in a few words what goes over.
    pub(crate) fn summary(&self) -> String {
        let counts = self.rebase.counts();
        let mine = self.rebase.questions.iter().filter(|q| q.answer == Some(Side::Mine)).count();
        let mut parts = vec![format!("{} applied", plural(counts.applied, "cell"))];
        for (number, what) in [
            (counts.up_to_date, "already up to date"),
            (mine, "kept as mine"),
            (self.rebase.questions.len() - mine, "replaced by theirs"),
            (counts.not_applied(), "not applied"),
        ] {
            if number > 0 {
                parts.push(format!("{} {what}", thousands(number)));
            }
        }
        parts.join(", ")
    }
}

/// Adds the cells of a group below its heading.
fn group_of(rebase: &Rebase, group: MergeOutcomeKind, heading: &str, lines: &mut Vec<RebaseLine>) {
    let of_group = |(at, lead): (usize, &RebasedLead)| {
        let is_of = |n: &usize| lead.cells[*n].fate.kind() == group;
        let cells = (0..lead.cells.len()).filter(is_of);
        cells.map(move |n| RebaseLine::Cell(at, n)).collect::<Vec<_>>()
    };
    let cells: Vec<RebaseLine> = rebase.leads.iter().enumerate().flat_map(of_group).collect();
    if !cells.is_empty() {
        lines.push(RebaseLine::Heading(format!("{heading}: {}", plural(cells.len(), "cell"))));
        lines.extend(cells);
    }
}

impl App {
    /// Answers the selected question and goes to the next one without an answer.
    pub(crate) fn answer_question(&mut self, answer: Side) {
        let Some(panel) = self.mode.panel_mut::<RebasePanel>() else { return };
        let Some(RebaseLine::Question(at)) = panel.lines.get(panel.window.selected) else {
            let next = self.keymap.hint(When::Rebase, "next_question");
            return self.set_status(format!(
                "There is no question on this line; {next} goes to the next \
                one."
            ));
        };
        panel.rebase.questions[*at].answer = Some(answer);
        panel.next_question(true);
    }
}
