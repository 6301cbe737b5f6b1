//! The panel of problems: those of the same kind are one group, which opens to its cells.

use crate::app::cell_info::describe;
use crate::app::panels::list_state::ListState;
use crate::app::panels::review::state::{CellPlace, change};
use crate::leads::index::columns;
use crate::leads::sort::sort_by_key;
use crate::leads::{CellRef, Field, Finding, Header, Tally};
use crate::sheet::Sheet;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;

/// What is said when no changed lead and not the file itself has a problem.
pub(crate) const NO_PROBLEMS: &str = "No problems in the changed leads.";

/// The panel of problems, as they were when it was opened or something was last put right in it.
#[derive(Debug, Default)]
pub struct ProblemsPanel {
    /// The problems of the whole file, each for itself, then the groups: the gravest first, of those
    /// the largest.
    pub(super) groups: Vec<ProblemGroup>,
    /// How many of the groups are of problems; the others are of unchanged leads.
    of_problems: usize,
    /// Whether the groups of unchanged leads have lines.
    pub(super) shows_unchanged: bool,
    /// How many findings there are in unchanged leads.
    pub(super) unchanged: usize,
    /// What the lines show.
    pub(super) lines: Vec<ProblemLine>,
    /// Which lines are in sight.
    pub window: ListState,
    pub(super) tally: Tally,
    pub(super) held_back: usize,
    /// How wide the left column is, in terminal columns.
    pub(super) left: u16,
}

/// What a line of the panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ProblemLine {
    /// A group, or one of the cells of an open group.
    Group(usize, Option<usize>),
    /// That unchanged leads have notes, whose groups follow when it is open.
    Unchanged,
}

/// Problems of one rule in one column, or family of columns: those with the same text and suggestion,
/// or those that each have their own text.
#[derive(Debug)]
pub(super) struct ProblemGroup {
    /// The first of the findings.
    pub(super) first: Finding,
    /// Whether the others say the same.
    pub(super) is_one_sentence: bool,
    /// The name of the column or of the family; empty for what is wrong with whole leads.
    column: String,
    /// The text that all of the cells have; nothing if each has its own.
    pub(super) value: Option<String>,
    /// Where the findings are. Nothing for the whole file.
    pub(super) cells: Vec<CellPlace>,
    pub(super) is_open: bool,
}

/// What problems of one group have in common: rule, first field of the family, text, suggestion.
type GroupKey<'s> = (&'static str, Option<Field>, Cow<'s, str>, Option<&'s str>);

/// What a line of the panel stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SelectedProblem {
    /// Something wrong with the whole file.
    File,
    /// One cell, or one whole lead.
    Cell(CellPlace),
    /// A group, by its first cell, and whether it is open.
    Group(CellPlace, bool),
    /// The line over the groups of unchanged leads, and whether they are shown.
    Unchanged(bool),
}

impl ProblemGroup {
    fn is_alike(&self, other: &Self) -> bool {
        let key = |group: &Self| (group.first.rule.code(), group.cells.is_empty());
        key(self) == key(other)
            && self.column == other.column
            && self.value == other.value
            && (self.value.is_none() || self.first.fix == other.first.fix)
            && (!self.cells.is_empty() || self.first.message == other.first.message)
    }
}

impl ProblemsPanel {
    /// Groups the errors and warnings of a sheet, then the notes of its unchanged leads. All are closed.
    pub(crate) fn new(sheet: &Sheet) -> Self {
        let mut groups = grouped(sheet, sheet.findings().all().filter(|f| f.level.is_problem()));
        let of_problems = groups.len();
        let unchanged = sheet.unchanged_findings();
        groups.extend(grouped(sheet, unchanged.all()));
        let mut problems = Self {
            left: left(&groups),
            groups,
            of_problems,
            unchanged: unchanged.count(),
            tally: sheet.findings().tally(),
            held_back: sheet.counts().held_back,
            ..Self::default()
        };
        problems.list();
        problems
    }

    /// Opens the groups that were open before and selects the line that was selected, or the one that
    /// stands in its place.
    pub(crate) fn resume(&mut self, before: &Self) {
        for open in before.groups.iter().filter(|group| group.is_open) {
            if let Some(group) = self.groups.iter_mut().find(|group| group.is_alike(open)) {
                group.is_open = true;
            }
        }
        self.shows_unchanged = before.shows_unchanged;
        self.list();
        self.window = before.window;
        let Some(&ProblemLine::Group(at, cell)) = before.lines.get(before.window.selected) else {
            return;
        };
        let Some(group) = self.groups.iter().position(|g| g.is_alike(&before.groups[at])) else {
            return;
        };
        let Some(first) = self.line_of(group) else { return };
        let place = cell.and_then(|cell| before.groups[at].cells.get(cell));
        let cells = &self.groups[group].cells;
        let cell = place.and_then(|place| cells.iter().position(|cell| cell == place));
        let last = if self.is_unfolded(group) { first + cells.len() } else { first };
        self.window.selected = match (place, cell) {
            (None, _) => first,
            (Some(_), Some(cell)) if self.is_unfolded(group) => first + 1 + cell,
            // What was selected isn't there any more: what is left of the group comes next.
            (Some(_), _) => before.window.selected.min(last),
        };
    }

    /// The line of a group.
    fn line_of(&self, group: usize) -> Option<usize> {
        self.lines.iter().position(|line| *line == ProblemLine::Group(group, None))
    }

    /// Works out which lines there are.
    fn list(&mut self) {
        self.lines.clear();
        for at in 0..self.groups.len() {
            if at == self.of_problems {
                self.lines.push(ProblemLine::Unchanged);
            }
            if at >= self.of_problems && !self.shows_unchanged {
                return;
            }
            self.lines.push(ProblemLine::Group(at, None));
            if self.is_unfolded(at) {
                let cells = 0..self.groups[at].cells.len();
                self.lines.extend(cells.map(|cell| ProblemLine::Group(at, Some(cell))));
            }
        }
    }

    /// Whether the cells of a group have lines of their own.
    fn is_unfolded(&self, group: usize) -> bool {
        self.groups[group].is_open && self.groups[group].cells.len() > 1
    }

    /// The group and the cell of the selected line.
    pub(super) fn selected_group(&self) -> Option<(&ProblemGroup, Option<usize>)> {
        match *self.lines.get(self.window.selected)? {
            ProblemLine::Group(at, cell) => Some((self.groups.get(at)?, cell)),
            ProblemLine::Unchanged => None,
        }
    }

    /// What the selected line stands for.
    pub(crate) fn selected(&self) -> Option<SelectedProblem> {
        let line = self.lines.get(self.window.selected)?;
        let Some((group, cell)) = self.selected_group() else {
            let is_unchanged = *line == ProblemLine::Unchanged;
            return is_unchanged.then_some(SelectedProblem::Unchanged(self.shows_unchanged));
        };
        Some(match (cell, group.cells.as_slice()) {
            (_, []) => SelectedProblem::File,
            (None, [place]) => SelectedProblem::Cell(*place),
            (None, [place, ..]) => SelectedProblem::Group(*place, group.is_open),
            (Some(cell), cells) => SelectedProblem::Cell(*cells.get(cell)?),
        })
    }

    /// The first finding of the group that the selected line belongs to.
    pub(crate) fn finding(&self) -> Option<&Finding> {
        self.selected_group().map(|(group, _)| &group.first)
    }

    /// The cells of the group that the selected line belongs to, if each has its own text.
    pub(crate) fn varying_cells(&self) -> Option<Vec<CellRef>> {
        let (group, _) = self.selected_group().filter(|(group, _)| group.value.is_none())?;
        let cell = |place: &CellPlace| Some(CellRef::new(place.row, place.field?));
        Some(group.cells.iter().filter_map(cell).collect())
    }

    /// Opens the selected group or closes it; from one of its cells the selection goes to the group, and
    /// from a closed group of unchanged leads to the line over all of these.
    pub(crate) fn fold(&mut self, is_open: bool) {
        let Some(&line) = self.lines.get(self.window.selected) else { return };
        let selected = match line {
            ProblemLine::Group(at, _)
                if is_open || self.is_unfolded(at) || at < self.of_problems =>
            {
                self.groups[at].is_open = is_open;
                ProblemLine::Group(at, None)
            }
            ProblemLine::Group(..) | ProblemLine::Unchanged => {
                self.shows_unchanged = is_open;
                ProblemLine::Unchanged
            }
        };
        self.list();
        let at = self.lines.iter().position(|line| *line == selected);
        self.window.selected = at.unwrap_or_default();
    }
}

/// Groups findings: the gravest groups first, of those the largest.
fn grouped<'f>(sheet: &Sheet, findings: impl Iterator<Item = &'f Finding>) -> Vec<ProblemGroup> {
    let mut groups: Vec<ProblemGroup> = Vec::new();
    let mut known: HashMap<GroupKey, usize> = HashMap::new();
    let families = families(sheet);
    for finding in findings {
        let column = finding.field.map(|field| families[field.index()]);
        let value = match (finding.row, finding.field) {
            (Some(row), Some(field)) => sheet.text(row, field),
            _ => Cow::Borrowed(""),
        };
        let key = (finding.rule.code(), column, value, finding.fix.as_deref());
        let Some(row) = finding.row else {
            groups.push(ProblemGroup::new(sheet, finding, ""));
            continue;
        };
        let cell = CellPlace::new(row, finding.field);
        if let Some(group) = known.get(&key).and_then(|at| groups.get_mut(*at)) {
            group.is_one_sentence &= group.first.message == finding.message;
            group.cells.push(cell);
        } else {
            let mut group = ProblemGroup::new(sheet, finding, &key.2);
            group.cells.push(cell);
            known.insert(key, groups.len());
            groups.push(group);
        }
    }
    let mut groups = joined(groups);
    sort_by_key(&mut groups, |group| {
        let is_of_rows = !group.cells.is_empty();
        (is_of_rows, Reverse(group.first.level), Reverse(group.cells.len()))
    });
    groups
}

impl ProblemGroup {
    fn new(sheet: &Sheet, finding: &Finding, value: &str) -> Self {
        Self {
            first: finding.clone(),
            is_one_sentence: true,
            column: finding.field.map_or(String::new(), |field| column(sheet, field)),
            value: Some(value.to_owned()),
            cells: Vec::new(),
            is_open: false,
        }
    }

    /// What the group is: the texts before and after the suggestion, or what is wrong.
    pub(super) fn text(&self, sheet: &Sheet) -> String {
        let Finding { level, rule, fix, .. } = &self.first;
        match fix {
            Some(fix) if self.value.is_some() => format!(
                "{} {}, {}: {}",
                level.label(),
                rule.code(),
                self.column,
                change(self.value.as_deref().unwrap_or_default(), fix)
            ),
            _ if self.is_one_sentence => describe(sheet, &self.first),
            _ if self.column.is_empty() => {
                format!("{} {}: {}", level.label(), rule.code(), rule.text())
            }
            _ => format!("{} {}, {}: {}", level.label(), rule.code(), self.column, rule.text()),
        }
    }
}

/// Makes one group of those groups of one cell that are of the same rule and column: a list of a
/// thousand dates with a thousand texts is one thing to put right.
fn joined(groups: Vec<ProblemGroup>) -> Vec<ProblemGroup> {
    let mut joined: Vec<ProblemGroup> = Vec::with_capacity(groups.len());
    let mut known: HashMap<(&str, String), usize> = HashMap::new();
    for group in groups {
        if group.cells.len() != 1 || group.cells[0].field.is_none() {
            joined.push(group);
            continue;
        }
        let key = (group.first.rule.code(), group.column.clone());
        if let Some(into) = known.get(&key).and_then(|at| joined.get_mut(*at)) {
            into.value = None;
            into.is_one_sentence = false;
            into.cells.extend(group.cells);
        } else {
            known.insert(key, joined.len());
            joined.push(group);
        }
    }
    joined
}

/// How wide the numbers before the lines get.
fn left(groups: &[ProblemGroup]) -> u16 {
    let digits = |number: usize| number.to_string().len();
    let width = |group: &ProblemGroup| {
        let row = group.cells.iter().map(|place| place.row.number()).max().unwrap_or_default();
        match group.cells.len() {
            0 | 1 => digits(row) + 4,
            cells => (digits(row) + 6).max(digits(cells) + 4),
        }
    };
    columns(groups.iter().map(width).max().unwrap_or_default())
}

/// For each field the first one of its family, or itself.
fn families(sheet: &Sheet) -> Vec<Field> {
    let layout = sheet.layout();
    let entry = |field: Field| layout.col(field).map(|col| std::ptr::from_ref(col.column()));
    let first = |field: Field| {
        let wanted = entry(field);
        wanted.and_then(|_| layout.fields().find(|f| entry(*f) == wanted)).unwrap_or(field)
    };
    layout.fields().map(first).collect()
}

/// The name of a column, or of the family that it belongs to.
fn column(sheet: &Sheet, field: Field) -> String {
    match sheet.layout().col(field).map(|col| col.column().header) {
        Some(Header::Numbered { family, .. }) => family.to_owned(),
        _ => sheet.layout().name(field).to_owned(),
    }
}
