//! What a bulk change would do, and for which leads it is ticked.

use crate::app::cell_info::Tone;
use crate::app::edits::repeat::RepeatableEdit;
use crate::app::panels::fill::state::FillPanel;
use crate::app::panels::list::state::ListLine;
use crate::app::panels::list_state::ListState;
use crate::leads::{Row, plural};
use crate::sheet::{ChangeSet, LeadForecast, LeftOutKind, Sheet};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How many sums have a line each; more are in one, so that they leave room for the leads.
const MAX_SUM_LINES: usize = 3;

/// The panel of a bulk change: lines about the whole, then one for each lead.
#[derive(Debug, Default)]
pub struct ChangesPanel {
    /// Which lines are in sight.
    pub window: ListState,
    /// What would change.
    pub(crate) set: ChangeSet,
    /// The leads with their cells in the set.
    pub(super) leads: Vec<(Row, Range<usize>)>,
    /// The leads that are left out by hand.
    pub(super) unticked: BTreeSet<Row>,
    /// What the rules will say, by lead.
    pub(super) forecast: BTreeMap<Row, LeadForecast>,
    /// Whether cells of more than one column change, so that each names its own.
    pub(super) names_columns: bool,
    /// What there is to know beforehand.
    notes: Vec<ListLine>,
    /// The notes, what is left out and the sums of the ticked leads.
    pub(super) above: Vec<ListLine>,
    /// The change, as it can be made again.
    pub(crate) again: Option<RepeatableEdit>,
    /// The mapping that the change comes from, to go back to.
    pub(crate) mapping: Option<Box<FillPanel>>,
}

impl ChangesPanel {
    /// The panel of a bulk change; all leads are ticked.
    pub(crate) fn new(sheet: &Sheet, set: ChangeSet, notes: Vec<ListLine>) -> Self {
        let mut leads = Vec::new();
        let mut start = 0;
        for (row, cells) in set.leads() {
            leads.push((row, start..start + cells.len()));
            start += cells.len();
        }
        let forecast = sheet.forecast(&set).into_iter().map(|lead| (lead.row, lead)).collect();
        let first = set.cells.first().map(|cell| cell.at.field);
        let names_columns = set.cells.iter().any(|cell| Some(cell.at.field) != first);
        let mut panel = Self { set, leads, forecast, names_columns, notes, ..Self::default() };
        panel.write_above(sheet);
        panel.window.selected = panel.above.len();
        panel
    }

    /// Whether a lead is ticked.
    pub(crate) fn is_ticked(&self, row: Row) -> bool {
        !self.unticked.contains(&row)
    }

    /// How many leads are ticked.
    pub(crate) fn ticked(&self) -> usize {
        self.leads.len() - self.unticked.len()
    }

    /// How many of the ticked leads errors will hold back.
    pub(super) fn held_back(&self) -> usize {
        let is_held = |lead: &&LeadForecast| lead.is_held_back() && self.is_ticked(lead.row);
        self.forecast.values().filter(is_held).count()
    }

    /// The place of the lead on a line, if one is there.
    pub(super) fn lead_at(&self, line: usize) -> Option<usize> {
        line.checked_sub(self.above.len()).filter(|at| *at < self.leads.len())
    }

    /// Ticks the selected lead or removes its tick, and goes to the next one.
    pub(super) fn tick(&mut self, sheet: &Sheet) {
        let Some(at) = self.lead_at(self.window.selected) else { return };
        let row = self.leads[at].0;
        if !self.unticked.remove(&row) {
            self.unticked.insert(row);
        }
        self.write_above(sheet);
        let lines = self.above.len() + self.leads.len();
        self.window.step(1, lines);
    }

    /// Ticks all leads, or none of them if all are ticked.
    pub(super) fn tick_all(&mut self, sheet: &Sheet) {
        if self.unticked.is_empty() {
            self.unticked = self.leads.iter().map(|(row, _)| *row).collect();
        } else {
            self.unticked.clear();
        }
        self.write_above(sheet);
    }

    /// Removes the ticks of the leads that errors will hold back, and returns how many had one.
    pub(super) fn leave_held_back(&mut self, sheet: &Sheet) -> usize {
        let before = self.unticked.len();
        let held = self.forecast.values().filter(|lead| lead.is_held_back());
        let held: Vec<Row> = held.map(|lead| lead.row).collect();
        self.unticked.extend(held);
        self.write_above(sheet);
        self.unticked.len() - before
    }

    /// Goes to the next lead with something to look at, round and round.
    pub(super) fn next_problem(&mut self) {
        let lines = self.above.len() + self.leads.len();
        let here = self.window.selected;
        let has_problem = |line: &usize| {
            self.lead_at(*line).is_some_and(|at| self.forecast.contains_key(&self.leads[at].0))
        };
        let next = (1..=lines).map(|by| (here + by) % lines.max(1)).find(has_problem);
        self.window.selected = next.unwrap_or(here);
    }

    /// Writes the lines about the whole: what there is to know, what is left out, and what the amounts add up to.
    fn write_above(&mut self, sheet: &Sheet) {
        let mut lines = self.notes.clone();
        for group in self.set.left_out_groups() {
            let tone = match group.kind {
                LeftOutKind::Locked | LeftOutKind::Unchanged => Tone::Locked,
                _ => Tone::Warning,
            };
            lines.push(ListLine::new("", format!("left out, {}", group.describe()), tone));
        }
        if let Some(line) = self.held_back_line() {
            lines.push(line);
        }
        let totals = sheet.amount_totals(&self.set, |row| self.is_ticked(row));
        let sums = totals.iter().map(|total| {
            let currency = if total.currency.is_empty() { "no currency" } else { &total.currency };
            format!("{currency}: {} → {}", total.before, total.after)
        });
        if totals.len() > MAX_SUM_LINES {
            let text = format!("sums in {}", sums.collect::<Vec<_>>().join(" · "));
            lines.push(ListLine::new("", text, Tone::Note));
        } else {
            lines.extend(sums.map(|sum| ListLine::new("", format!("sum in {sum}"), Tone::Note)));
        }
        // The selected line stays where it is, also when a line about the whole comes or goes.
        let lead = self.lead_at(self.window.selected);
        self.above = lines;
        if let Some(lead) = lead {
            self.window.selected = self.above.len() + lead;
        }
    }

    /// Says how many of the ticked leads will be held back, and by which rules.
    fn held_back_line(&self) -> Option<ListLine> {
        let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
        let held = self.forecast.values().filter(|lead| lead.is_held_back());
        for lead in held.filter(|lead| self.is_ticked(lead.row)) {
            let mut codes: Vec<&str> = lead.errors.iter().map(|error| error.rule.code()).collect();
            codes.sort_unstable();
            codes.dedup();
            for code in codes {
                *rules.entry(code).or_default() += 1;
            }
        }
        let mut rules: Vec<(&str, usize)> = rules.into_iter().collect();
        rules.sort_by_key(|(_, leads)| std::cmp::Reverse(*leads));
        let rules: Vec<String> =
            rules.iter().map(|(code, leads)| format!("{code} in {leads}")).collect();
        let held = self.held_back();
        (held > 0).then(|| {
            let leads = plural(held, "lead");
            let text = format!("held back by errors after it: {leads} ({})", rules.join(", "));
            ListLine::new("", text, Tone::Error)
        })
    }
}
