//! The panel of problems: those of the same kind are one group, which opens to its cells.

use crate::app::cell_info::describe;
use crate::app::panels::list_state::ListState;
use crate::app::panels::review::state::{CellPlace, change};
use crate::leads::index::columns;
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
    /// What the lines show: a group, or one of the cells of an open group.
    pub(super) lines: Vec<(usize, Option<usize>)>,
    /// Which lines are in sight.
    pub window: ListState,
    pub(super) tally: Tally,
    pub(super) held_back: usize,
    /// How wide the left column is, in terminal columns.
    pub(super) left: u16,
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
}

impl ProblemGroup {
    fn is_alike(&self, other: &Self) -> bool {
        let key = |group: &Self| (group.first.rule.code, group.cells.is_empty());
        key(self) == key(other)
            && self.column == other.column
            && self.value == other.value
            && (self.value.is_none() || self.first.fix == other.first.fix)
            && (!self.cells.is_empty() || self.first.message == other.first.message)
    }
}

impl ProblemsPanel {
    /// Groups the errors and warnings of a sheet. All groups are closed.
    pub(crate) fn new(sheet: &Sheet) -> Self {
        let mut groups: Vec<ProblemGroup> = Vec::new();
        let mut known: HashMap<GroupKey, usize> = HashMap::new();
        let families = families(sheet);
        for finding in sheet.findings().all().filter(|f| f.level.is_problem()) {
            let column = finding.field.map(|field| families[field.index()]);
            let value = match (finding.row, finding.field) {
                (Some(row), Some(field)) => sheet.text(row, field),
                _ => Cow::Borrowed(""),
            };
            let key = (finding.rule.code, column, value, finding.fix.as_deref());
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
        groups.sort_by_key(|group| {
            (!group.cells.is_empty(), Reverse(group.first.level), Reverse(group.cells.len()))
        });
        let mut problems = Self {
            left: left(&groups),
            groups,
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
        self.list();
        self.window = before.window;
        let Some(&(at, cell)) = before.lines.get(before.window.selected) else { return };
        let Some(group) = self.groups.iter().position(|g| g.is_alike(&before.groups[at])) else {
            return;
        };
        let place = cell.and_then(|cell| before.groups[at].cells.get(cell));
        let cells = &self.groups[group].cells;
        let cell = place.and_then(|place| cells.iter().position(|cell| cell == place));
        let first = self.lines.partition_point(|line| line.0 < group);
        self.window.selected = match (place, cell) {
            (None, _) => first,
            (Some(_), Some(cell)) if self.is_unfolded(group) => first + 1 + cell,
            // What was selected isn't there any more: what is left of the group comes next.
            (Some(_), _) => {
                before.window.selected.min(self.lines.partition_point(|l| l.0 <= group) - 1)
            }
        };
    }

    /// Works out which lines there are.
    fn list(&mut self) {
        self.lines.clear();
        for at in 0..self.groups.len() {
            self.lines.push((at, None));
            if self.is_unfolded(at) {
                self.lines.extend((0..self.groups[at].cells.len()).map(|cell| (at, Some(cell))));
            }
        }
    }

    /// Whether the cells of a group have lines of their own.
    fn is_unfolded(&self, group: usize) -> bool {
        self.groups[group].is_open && self.groups[group].cells.len() > 1
    }

    /// What the selected line stands for.
    pub(crate) fn selected(&self) -> Option<SelectedProblem> {
        let (at, cell) = *self.lines.get(self.window.selected)?;
        let group = self.groups.get(at)?;
        Some(match (cell, group.cells.as_slice()) {
            (_, []) => SelectedProblem::File,
            (None, [place]) => SelectedProblem::Cell(*place),
            (None, [place, ..]) => SelectedProblem::Group(*place, group.is_open),
            (Some(cell), cells) => SelectedProblem::Cell(*cells.get(cell)?),
        })
    }

    /// The first finding of the group that the selected line belongs to.
    pub(crate) fn finding(&self) -> Option<&Finding> {
        let (at, _) = self.lines.get(self.window.selected)?;
        Some(&self.groups.get(*at)?.first)
    }

    /// The cells of the group that the selected line belongs to, if each has its own text.
    pub(crate) fn varying_cells(&self) -> Option<Vec<CellRef>> {
        let (at, _) = self.lines.get(self.window.selected)?;
        let group = self.groups.get(*at).filter(|group| group.value.is_none())?;
        let cell = |place: &CellPlace| Some(CellRef::new(place.row, place.field?));
        Some(group.cells.iter().filter_map(cell).collect())
    }

    /// Opens the selected group or closes it; from one of its cells the selection goes to the group.
    pub(crate) fn fold(&mut self, is_open: bool) {
        let Some(&(at, _)) = self.lines.get(self.window.selected) else { return };
        self.window.selected = self.lines.partition_point(|line| line.0 < at);
        self.groups[at].is_open = is_open;
        self.list();
    }
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
                rule.code,
                self.column,
                change(self.value.as_deref().unwrap_or_default(), fix)
            ),
            _ if self.is_one_sentence => describe(sheet, &self.first),
            _ if self.column.is_empty() => {
                format!("{} {}: {}", level.label(), rule.code, rule.text)
            }
            _ => format!("{} {}, {}: {}", level.label(), rule.code, self.column, rule.text),
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
        let key = (group.first.rule.code, group.column.clone());
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
