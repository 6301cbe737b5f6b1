//! The suggestions for all cells that have the same kind of thing wrong with them.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::panels::list::state::{ListLine, ListPanel};
use crate::app::panels::review::state::change;
use crate::leads::{CellRef, Field, Finding, Row, plural};
use crate::sheet::{CellEdit, Edit};

/// The cells that suggestions would put right, and how many like them are left alone.
#[derive(Default)]
struct SuggestedFixes {
    sets: Vec<CellEdit>,
    locked: usize,
    /// In leads without changes: fixing these would upload leads that the user hasn't touched.
    untouched: usize,
}

/// Says that a rule doesn't know what would put its problem right.
pub(crate) fn report_no_suggestion(app: &mut App) {
    let open = app.keymap.hint(When::Problems, "open");
    app.set_status(format!("There is no suggestion for this problem; {open} goes to its cell."));
}

/// A list of what the suggestions of a rule would do to some cells, or says why they can't be
/// put into any.
pub(crate) fn preview(app: &mut App, rule: &str, cells: &[CellRef]) -> Option<ListPanel> {
    if let Err(refusal) = app.sheet.check_writable() {
        app.report_refusal(&refusal.into());
        return None;
    }
    let group = group(app, rule, cells);
    let Some(CellEdit { at: CellRef { row, field }, text: fix }) = group.sets.first() else {
        match (group.locked, group.untouched) {
            (0, 0) => report_no_suggestion(app),
            (_, 0) => app.set_status("The cells are locked; this can't be fixed here."),
            _ => app
                .set_status("Only unchanged leads have this problem; they aren't uploaded anyway."),
        }
        return None;
    };
    let number = plural(group.sets.len(), "cell");
    let old = app.sheet.text(*row, *field);
    let is_same =
        |set: &CellEdit| set.text == *fix && app.sheet.text(set.at.row, set.at.field) == old;
    let is_one = group.sets.iter().all(is_same);
    let what = if is_one {
        format!("{number}: {}", change(&old, fix))
    } else {
        format!("{number}, each with its own suggestion")
    };
    let name = app.sheet.layout().name(*field);
    let mut entries = vec![ListLine::new(name, what, Tone::Heading)];
    let alike = if is_one { "with the same text" } else { "like these" };
    for (number, why) in [(group.locked, "locked"), (group.untouched, "in leads without changes")] {
        if number > 0 {
            let say = format!("skipped, {why}: {} {alike}", plural(number, "cell"));
            entries.push(ListLine::new("", say, Tone::Locked));
        }
    }
    entries.extend(group.sets.iter().map(|CellEdit { at: CellRef { row, field }, text: fix }| {
        let (old, column) = (app.sheet.text(*row, *field), app.sheet.layout().name(*field));
        let say = format!("{}   {column}", change(&old, fix));
        ListLine::new(format!("row {row}"), say, Tone::Plain)
    }));
    let key = |name| app.keymap.hint(When::List, name);
    let (open, close) = (key("open"), key("close"));
    let title = format!("{number}: {open} applies the suggestion, {close} cancels");
    let label = format!("suggestion {name}");
    let mut list = ListPanel::new(title, entries);
    list.edit = Some(Edit::new(label, group.sets));
    Some(list)
}

/// What a rule suggests for a cell.
pub(crate) fn suggestion(app: &App, row: Row, field: Field, rule: &str) -> Option<String> {
    let found: Vec<Finding> = app.sheet.findings_at(row, field);
    found.into_iter().filter(|f| f.rule.code() == rule).find_map(|f| f.fix)
}

/// The cells in the same column as a cell, or family of columns, with the same text.
pub(crate) fn alike(app: &App, row: Row, field: Field) -> Vec<CellRef> {
    let layout = app.sheet.layout();
    let old = app.sheet.text(row, field);
    let entry = |field: Field| layout.col(field).map(|col| std::ptr::from_ref(col.column()));
    let wanted = entry(field);
    let fields: Vec<Field> = layout
        .fields()
        .filter(|&f| f == field || (wanted.is_some() && entry(f) == wanted))
        .collect();
    let cells =
        app.sheet.rows().flat_map(|row| fields.iter().map(move |field| CellRef::new(row, *field)));
    cells.filter(|cell| app.sheet.text(cell.row, cell.field) == old).collect()
}

/// Sorts out which of some cells a rule's suggestions can be put into.
fn group(app: &App, rule: &str, cells: &[CellRef]) -> SuggestedFixes {
    let mut group = SuggestedFixes::default();
    for &CellRef { row, field } in cells {
        if app.sheet.check_editable(row, field).is_err() {
            group.locked += 1;
        } else if !app.sheet.is_row_changed(row) {
            group.untouched += 1;
        } else if let Some(fix) = suggestion(app, row, field, rule) {
            group.sets.push(CellEdit::new(row, field, fix));
        }
    }
    group
}
