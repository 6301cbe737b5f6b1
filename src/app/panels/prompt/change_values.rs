//! The line that asks how the values of a column change.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::edits::apply::apply_change_set;
use crate::app::edits::repeat::RepeatableEdit;
use crate::app::mode::Mode;
use crate::app::panels::changes::open as changes;
use crate::app::panels::prompt::condition::next_form;
use crate::app::panels::prompt::state::{PromptKind, open_prompt};
use crate::app::text::Text;
use crate::app::text::wrap::{share, width};
use crate::leads::value_change::{BoundAssignment, ChangeError, ChangeForm, ValueChange, forms};
use crate::leads::{CellRef, Choice, Col, Field, Row, difference, plural, thousands};
use crate::sheet::{ChangePreview, ChangeSet, Refusal, Sheet};

/// The cells whose values are changed.
#[derive(Clone, Debug, Default)]
pub struct ChangedCells {
    /// The columns.
    pub fields: Vec<Field>,
    rows: Vec<Row>,
    /// The cells that aren't locked.
    open: Vec<CellRef>,
    /// How many are.
    locked: usize,
    /// Whether they are all shown leads of a column, because nothing was selected.
    is_column: bool,
    /// The forms that can be typed.
    forms: Vec<ChangeForm>,
    /// The form that was shown last.
    form: Option<usize>,
}

/// Asks how the selected values change, or those of the column in all shown leads.
pub(crate) fn ask(app: &mut App) {
    if let Err(refusal) = app.sheet.check_writable() {
        return app.report_refusal(&refusal.into());
    }
    match cells(app) {
        Ok(cells) => open_prompt(app, PromptKind::Change(Box::new(cells))),
        Err(None) => {}
        Err(Some(refusal)) => app.report_refusal(&refusal),
    }
}

/// The cells that are meant; an error if none of them can be changed in this way.
fn cells(app: &mut App) -> Result<ChangedCells, Option<Refusal>> {
    let is_column = app.selection.is_none();
    let rows = if is_column { app.order.rows().collect() } else { app.target_rows() };
    let fields = app.target_fields();
    let is_chosen =
        |field: &&Field| app.sheet.layout().col(**field).is_some_and(Col::is_in_outcome);
    if let Some(field) = fields.iter().find(is_chosen) {
        let (name, edit) = (app.short_name(*field), app.keymap.hint(When::Grid, "edit"));
        app.set_status(format!(
            "{name}: outcomes and reasons are chosen from a list; {edit} opens it."
        ));
        return Err(None);
    }
    let all = rows.iter().flat_map(|row| fields.iter().map(|field| CellRef::new(*row, *field)));
    let all: Vec<CellRef> = all.collect();
    let (open, locked) = app.sheet.split_locked(&all);
    match (open.first(), locked.first()) {
        (Some(_), _) => {}
        (None, Some(cell)) => {
            let CellRef { row, field } = *cell;
            let lock = app.sheet.check_editable(row, field).err();
            return Err(lock.map(|lock| Refusal::Locked { row, field, lock }));
        }
        (None, None) => {
            app.set_status("There are no leads here.");
            return Err(None);
        }
    }
    let forms = column_forms(app, open.first().copied());
    Ok(ChangedCells { fields, rows, open, locked: locked.len(), is_column, forms, form: None })
}

/// Reads what is typed as a change of these columns.
fn read(app: &App, fields: &[Field], typed: &str) -> Result<ValueChange, ChangeError> {
    let change = ValueChange::parse(typed)?;
    let cols = fields.iter().filter_map(|field| app.sheet.layout().col(*field));
    for col in cols {
        change.check(col, app.sheet.context())?;
    }
    Ok(change)
}

/// What a change does to some leads.
fn propose(app: &App, change: &ValueChange, fields: &[Field], rows: &[Row]) -> ChangeSet {
    let layout = app.sheet.layout();
    let bound: Vec<BoundAssignment> = fields
        .iter()
        .filter_map(|field| {
            Some(BoundAssignment::to_column(*field, layout.col(*field)?, change.clone()))
        })
        .collect();
    app.sheet.propose(rows, &bound, BoundAssignment::label_of(&bound))
}

/// Says what would come of what is typed: the first change and how many there are, or the forms that can be typed.
pub(crate) fn answer(app: &App, cells: &ChangedCells, typed: &str) -> Result<String, String> {
    if typed.trim().is_empty() {
        return Ok(hint(app, cells));
    }
    let change = match read(app, &cells.fields, typed) {
        Ok(change) => change,
        Err(error) => return Err(format!("{error}.")),
    };
    let preview = app.sheet.preview_change(&change, &cells.open);
    let counts = counts(&app.sheet, &preview, cells);
    let Some([old, new]) = &preview.first else { return Err(format!("No change: {counts}")) };
    let shown = cells.form.and_then(|at| cells.forms.get(at));
    let meaning = shown.filter(|form| form.text == typed.trim()).map(|form| &*form.meaning);
    let all = usize::from(app.fit.width);
    let line = |end: &str| {
        let [old, new] = difference(old, new, share(all, &format!(" → {end}"), [old, new]));
        format!("{old} → {new}{end}")
    };
    let Some(meaning) = meaning else { return Ok(line(&format!(" · {counts}"))) };
    let whole = line(&format!(" · {counts}   ({meaning})"));
    // What an example does comes before how often it would.
    Ok(if width(&whole) <= all { whole } else { line(&format!("   ({meaning})")) })
}

/// Says how many cells change, and why others don't.
fn counts(sheet: &Sheet, preview: &ChangePreview, cells: &ChangedCells) -> String {
    let all = plural(cells.open.len() + cells.locked, "cell");
    let mut parts = vec![format!("{} of {all} change", thousands(preview.changed))];
    if cells.locked > 0 {
        parts.push(format!("{} locked", thousands(cells.locked)));
    }
    match &preview.first_unreadable {
        Some((row, error)) if preview.unreadable == 1 => {
            parts.push(format!("row {}: {error}", sheet.row_place(*row)));
        }
        Some((row, error)) => {
            let row = sheet.row_place(*row);
            let count = thousands(preview.unreadable);
            parts.push(format!("{count} can't be read (row {row}: {error})"));
        }
        None => {}
    }
    parts.join(", ")
}

/// The forms for the column of a cell: the values of its drop-down, if it has one.
fn column_forms(app: &App, cell: Option<CellRef>) -> Vec<ChangeForm> {
    let Some(CellRef { row, field }) = cell else { return Vec::new() };
    let Some(col) = app.sheet.layout().col(field) else { return Vec::new() };
    let value = |(choice, _): &(Choice, usize)| {
        let (_, text) = choice.sets.iter().find(|(set, _)| *set == col)?;
        let meaning = if choice.label == *text { &choice.detail } else { &choice.label };
        let meaning = if meaning.is_empty() { "this value in all" } else { meaning };
        Some(ChangeForm::of_choice(text, meaning))
    };
    let values: Vec<_> = app.sheet.choices_in(&[row], field).iter().filter_map(value).collect();
    if values.is_empty() { forms(col.column().kind).to_vec() } else { values }
}

/// Lists the forms that can be typed, as many as there is room for, and the key that shows them one by one.
fn hint(app: &App, cells: &ChangedCells) -> String {
    let key = app.keymap.hint(When::Prompt, "next_form");
    let end =
        if key.is_empty() { String::new() } else { format!("   {key}: each, with what it does") };
    let mut text = String::new();
    for form in &cells.forms {
        let more = format!("{}{}", if text.is_empty() { "" } else { "   " }, form.text);
        if width(&text) + width(&more) + width(&end) > usize::from(app.fit.width) {
            break;
        }
        text.push_str(&more);
    }
    format!("{text}{end}")
}

/// Puts the next form into the line, or the one before it, as an example to be changed.
pub(crate) fn show_form(app: &mut App, is_next: bool) {
    let Mode::Prompt(prompt) = &app.mode else { return };
    let PromptKind::Change(cells) = &prompt.kind else { return };
    let Some(at) = next_form(cells.form, cells.forms.len(), is_next) else { return };
    let Some(form) = cells.forms.get(at) else { return };
    let input = Text::new(form.text.clone());
    if let Mode::Prompt(prompt) = &mut app.mode
        && let PromptKind::Change(cells) = &mut prompt.kind
    {
        cells.form = Some(at);
        prompt.input = input;
    }
    app.answer_prompt();
}

/// Shows what the typed change would do, lead by lead.
pub(crate) fn accept(app: &mut App, cells: &ChangedCells, typed: &str) {
    let change = match read(app, &cells.fields, typed) {
        Ok(change) => change,
        Err(error) => return app.set_error(format!("{error}.")),
    };
    let set = propose(app, &change, &cells.fields, &cells.rows);
    let again = RepeatableEdit::Change { change, is_column: cells.is_column };
    changes::open(app, set, Vec::new(), Some(again));
}

/// Makes a change again: in the selection or the cell under the cursor at once; in a whole column after it was shown,
/// if that is what it was made in.
pub(crate) fn repeat(app: &mut App, change: ValueChange, is_column: bool) {
    let is_shown = is_column && app.selection.is_none();
    let fields = app.target_fields();
    let cols = fields.iter().filter_map(|field| app.sheet.layout().col(*field));
    for col in cols {
        if let Err(error) = change.check(col, app.sheet.context()) {
            return app.set_error(format!("{error}."));
        }
    }
    let rows = if is_shown { app.order.rows().collect() } else { app.target_rows() };
    let set = propose(app, &change, &fields, &rows);
    let again = Some(RepeatableEdit::Change { change, is_column });
    if is_shown || set.is_empty() {
        return changes::open(app, set, Vec::new(), again);
    }
    apply_change_set(app, &set, |_| true, again);
}
