//! The texts of a column, to filter by one or several of them.

use crate::app::app::App;
use crate::app::grid::filter::arrange;
use crate::app::mode::Mode;
use crate::app::panels::picker::state::{Picker, PickerKind};
use crate::leads::{Field, plural, thousands};
use crate::sheet::{Filter, Order};
use std::collections::{BTreeSet, HashMap};

/// The texts of a column with the number of leads that have each, and which of them are ticked.
#[derive(Debug)]
pub struct ColumnTexts {
    /// The field of the column, counted from 0.
    pub field: Field,
    /// The texts, the most frequent first.
    pub values: Vec<(String, usize)>,
    /// The ticked ones, by position.
    pub ticked: BTreeSet<usize>,
    /// Whether the leads with the ticked texts are hidden instead of shown.
    pub is_excluded: bool,
    /// The first ticked text when it was opened, which was selected then.
    opened_at: Option<usize>,
    /// Whether a tick was changed since.
    is_touched: bool,
}

impl ColumnTexts {
    /// The values that choosing means, and whether they are hidden: the ticked ones, else the one at a
    /// position. Ticks from before give way to another line as long as none of them was changed.
    fn meant(&self, selected: Option<usize>) -> (Vec<usize>, bool) {
        match selected {
            Some(at) if !self.is_touched && selected != self.opened_at => (vec![at], false),
            Some(at) if self.ticked.is_empty() => (vec![at], self.is_excluded),
            _ => (self.ticked.iter().copied().collect(), self.is_excluded),
        }
    }

    /// How many leads choosing would show.
    fn remaining(&self, selected: Option<usize>) -> usize {
        let (meant, is_excluded) = self.meant(selected);
        let values = meant.into_iter().filter_map(|at| self.values.get(at));
        let number: usize = values.map(|(_, number)| *number).sum();
        if is_excluded { self.total() - number } else { number }
    }

    /// How many leads the list counts.
    fn total(&self) -> usize {
        self.values.iter().map(|(_, number)| *number).sum()
    }

    /// Says what choosing would show: `2 ticked: 25 of 60 leads`.
    pub fn outcome(&self, selected: Option<usize>) -> String {
        let (meant, is_excluded) = self.meant(selected);
        let (remaining, total) = (thousands(self.remaining(selected)), self.total());
        let count = format!("{remaining} of {}", plural(total, "lead"));
        match (is_excluded, self.ticked.contains(&meant.first().copied().unwrap_or_default())) {
            (false, false) => count,
            (false, true) => format!("{} ticked: {count}", meant.len()),
            (true, false) => format!("all but this: {count}"),
            (true, true) => format!("all but {}: {count}", meant.len()),
        }
    }

    /// The filter that it comes to; nothing if it would hide no lead.
    fn filter(&self, selected: Option<usize>) -> Option<Filter> {
        let (meant, is_excluded) = self.meant(selected);
        let text = |at: usize| self.values.get(at).map(|(text, _)| text.clone());
        let texts = meant.into_iter().filter_map(text).collect();
        let hides = self.remaining(selected) < self.total();
        hides.then_some(Filter::Values { field: self.field, texts, is_excluded })
    }
}

/// The filters but those on the values of a column.
fn others(filters: &[Filter], field: Field) -> Vec<Filter> {
    filters.iter().filter(|f| f.values_field() != Some(field)).cloned().collect()
}

/// Lists the texts of the column under the cursor with the number of leads that have each. What the column is
/// filtered by already is ticked, and its other texts are listed, too.
pub(crate) fn open_values(app: &mut App) {
    let field = app.cell().field;
    let own = app.filters.iter().filter(|f| f.values_field() == Some(field));
    let own = own.cloned().reduce(|a, b| a.and(&b).unwrap_or(b));
    let all = match own {
        Some(_) => &Order::new(&app.sheet, &others(&app.filters, field), None),
        None => &app.order,
    };
    let mut counts: HashMap<String, usize> = HashMap::new();
    for row in all.rows() {
        let text = app.sheet.text(row, field);
        match counts.get_mut(&*text) {
            Some(count) => *count += 1,
            None => drop(counts.insert(text.into_owned(), 1)),
        }
    }
    let mut values: Vec<(String, usize)> = counts.into_iter().collect();
    values.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let (texts, is_excluded) = match own {
        Some(Filter::Values { texts, is_excluded, .. }) => (texts, is_excluded),
        _ => (BTreeSet::new(), false),
    };
    let is_ticked = |at: &usize| texts.contains(&values[*at].0);
    let ticked: BTreeSet<usize> = (0..values.len()).filter(is_ticked).collect();
    let name = app.sheet.layout().name(field).to_owned();
    let opened_at = ticked.first().copied();
    let list = ColumnTexts { field, values, ticked, is_excluded, opened_at, is_touched: false };
    let mut picker = Picker::open(name, PickerKind::Values(list));
    picker.at = opened_at.unwrap_or_default();
    app.mode = Mode::Picker(picker);
}

/// Shows the leads with the ticked texts, or with the one at a position, instead of what the column was
/// filtered by.
pub(crate) fn choose_values(app: &mut App, list: &ColumnTexts, selected: Option<usize>) {
    let mut filters = others(&app.filters, list.field);
    filters.extend(list.filter(selected));
    arrange(app, filters, app.sort);
}

/// Ticks the selected text, or takes its tick away.
pub(crate) fn tick(app: &mut App) {
    let Mode::Picker(picker) = &mut app.mode else { return };
    let Some(at) = picker.selected() else { return };
    if let PickerKind::Values(list) = &mut picker.offers {
        list.is_touched = true;
        if !list.ticked.remove(&at) {
            list.ticked.insert(at);
        }
    }
}

/// Ticks all listed texts, or none of them if all are ticked.
pub(crate) fn tick_all(app: &mut App) {
    let Mode::Picker(picker) = &mut app.mode else { return };
    let PickerKind::Values(list) = &mut picker.offers else { return };
    list.is_touched = true;
    if picker.shown.iter().all(|at| list.ticked.contains(at)) {
        list.ticked.retain(|at| !picker.shown.contains(at));
    } else {
        list.ticked.extend(&picker.shown);
    }
}

/// Turns the ticks around: the leads with these texts are hidden, or shown again.
pub(crate) fn all_but(app: &mut App) {
    if let Mode::Picker(picker) = &mut app.mode
        && let PickerKind::Values(list) = &mut picker.offers
    {
        list.is_touched = true;
        list.is_excluded = !list.is_excluded;
    }
}

/// Whether choosing would leave no lead, and says so.
pub(crate) fn would_hide_all(app: &mut App) -> bool {
    let Mode::Picker(picker) = &app.mode else { return false };
    let PickerKind::Values(list) = &picker.offers else { return false };
    let is_nothing_left = picker.selected().is_some() && list.remaining(picker.selected()) == 0;
    if is_nothing_left {
        app.set_status("No lead would be shown; change the ticks.");
    }
    is_nothing_left
}
