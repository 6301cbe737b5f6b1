//! Pasting: a block of cells lands at the cursor or in the selection as one edit.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::edits::apply::apply_edit;
use crate::app::edits::block::Block;
use crate::app::edits::paste_by_id::{self as by_id, LeadBlock};
use crate::app::edits::pasted_text::PastedText;
use crate::app::edits::repeat::RepeatableEdit;
use crate::app::grid::selection::Selection;
use crate::app::mode::Mode;
use crate::app::panels::list::state::{ListLine, ListPanel};
use crate::app::panels::review::state::change;
use crate::leads::index::number;
use crate::leads::kind::conventions::Conventions;
use crate::leads::{CellRef, Field, Kind, Row, kind, plural};
use crate::sheet::{Applied, CellEdit, Change, Edit, Sheet};
use crate::sync::DamageKind;
use crate::sync::judge::{Judgement, judge};
use std::collections::BTreeMap;

/// How many cells change without being shown beforehand.
const PREVIEW_ABOVE_CELLS: usize = 20;

/// Takes text that was pasted into the grid.
pub(crate) fn paste(app: &mut App, pasted: &PastedText) {
    app.mode = Mode::Grid;
    match &app.clipboard {
        // It went to the terminal and came back: these are its cells, there is nothing to guess.
        Some(clipboard) if PastedText::new(&clipboard.text).text == pasted.text => {
            paste_block(app, clipboard.block.clone());
        }
        _ => {
            let block = Block::read(&pasted.text);
            // What was copied from here has the columns as they are shown, or as all of them were.
            let orders = [app.copied_fields(), app.columns.all().collect()];
            match by_id::find(&app.sheet, &orders, &block) {
                Some(Ok(leads)) => paste_to_leads(app, &block, leads),
                Some(Err(refusal)) => app.set_error(refusal),
                None => paste_at_cursor(app, block, Some(pasted)),
            }
            report_left_out(app, pasted);
        }
    }
}

/// Says that control characters were left out: after the message, or in the preview.
pub(crate) fn report_left_out(app: &mut App, pasted: &PastedText) {
    let Some(left_out) = pasted.left_out() else { return };
    if let Some(list) = app.mode.panel_mut::<ListPanel>().filter(|list| list.edit.is_some()) {
        return list.entries.insert(0, ListLine::new("", left_out, Tone::Warning));
    }
    match &mut app.message {
        Some(message) => message.text = format!("{} {left_out}.", message.text),
        None => app.set_status(format!("{left_out}.")),
    }
}

/// Where a block lands, and what of it doesn't.
struct PasteTarget {
    /// The rows of the sheet, from top to bottom.
    rows: Vec<Row>,
    /// The fields, from left to right.
    fields: Vec<Field>,
    /// How many rows of the block there is no lead for.
    rows_cut: usize,
    /// How many of its columns there is no column for.
    columns_cut: usize,
}

/// The cells of the leads that a block has only in the form in which a program damages them; they stay as they are.
#[derive(Default)]
struct DamagedCells(BTreeMap<DamageKind, (usize, (Row, Field))>);

impl DamagedCells {
    fn add(&mut self, kind: DamageKind, at: (Row, Field)) {
        self.0.entry(kind).or_insert((0, at)).0 += 1;
    }

    /// Says how many cells of each kind of damage stay as they are, and which is the first.
    fn lines(&self, sheet: &Sheet) -> Vec<String> {
        let line = |(kind, (cells, (row, field))): (&DamageKind, &(usize, (Row, Field)))| {
            let column = sheet.layout().name(*field);
            let first = if *cells > 1 { "the first: " } else { "" };
            let (cells, kind) = (plural(*cells, "cell"), kind.description());
            let row = sheet.row_place(*row);
            format!("left as they are, {kind}: {cells} ({first}row {row}, {column})")
        };
        self.0.iter().map(line).collect()
    }
}

/// The first row of a block that holds the names of columns.
enum BlockHeader {
    /// There is none.
    No,
    /// It names the columns that the block lands in.
    Here,
    /// It names others: these.
    Elsewhere(String),
}

/// Puts a block into the cells from the cursor on, or repeats it in the selection: at once, or after a
/// preview where cells would be left out, many change, or something was guessed.
pub(crate) fn paste_block(app: &mut App, block: Block) {
    paste_at_cursor(app, block, None);
}

/// Pastes a block by position; `pasted` is the text of it that came from another program.
fn paste_at_cursor(app: &mut App, block: Block, pasted: Option<&PastedText>) {
    if app.order.is_empty() || app.columns.is_empty() {
        return app.set_status("There is no cell to paste into.");
    }
    if block.cells() > 1 && app.record.is_some() {
        // Its cells belong side by side as the columns of the grid are.
        let CellRef { row, field } = app.cell();
        app.close_record();
        app.go_to(row, Some(field));
    }
    let again = RepeatableEdit::Paste(block.clone());
    let mut block = block;
    let header = header(app, &block);
    if !matches!(header, BlockHeader::No) {
        block.rows.remove(0);
    }
    let landing = match landing(app, &block) {
        Ok(landing) => landing,
        Err(why) => return app.set_error(why),
    };
    // One text is meant as it is; the cells of a block were in a program that may have changed them on its own.
    let is_judged = pasted.is_some() && block.cells() > 1;
    let (sets, damaged) = landing.sets(app, &block, is_judged);
    let edit = Edit::new(label(app, &sets), sets).skipping_locked();
    let (changes, applied) = match app.sheet.dry_run(&edit) {
        Ok(preview) => preview,
        Err(refusal) => return app.report_refusal(&refusal),
    };
    // One text for all selected cells needs no preview: it's what typing it for them does.
    let is_one = block.cells() == 1 || edit.sets.len() == 1;
    let is_much = !is_one && (changes.len() > PREVIEW_ABOVE_CELLS || applied.left_out > 0);
    let mut doubts = landing.warnings(app, &header, &block);
    let left_as_is = damaged.lines(&app.sheet);
    doubts.extend(left_as_is.iter().map(|line| ListLine::new("", line.clone(), Tone::Warning)));
    if pasted.is_some_and(|pasted| pasted.joins_returns)
        && block.size() != (1, 1)
        && block.size().1 == 1
    {
        doubts.push(ListLine::new("", "two line ends in a row are read as one", Tone::Warning));
    }
    let cells = edit.sets.iter().map(|set| (set.at.row, set.at.field, set.text.as_str()));
    if let Some(warning) = by_id::of_other_leads(&app.sheet, cells) {
        doubts.push(ListLine::new("", warning, Tone::Warning));
    }
    if !changes.is_empty() && (is_much || !doubts.is_empty()) {
        if matches!(header, BlockHeader::Here) {
            doubts.push(ListLine::new("", "skipped: the row of column names", Tone::Note));
        }
        return preview(app, edit, doubts, (&changes, &applied), Some(again));
    }
    if changes.is_empty() && !left_as_is.is_empty() {
        return app.set_error(format!("Nothing would change; {}.", left_as_is.join("; ")));
    }
    if apply_edit(app, "paste", edit.sets) {
        app.last_edit = Some(again);
        if let (BlockHeader::Here, Some(message)) = (header, &mut app.message) {
            message.text.push_str(" The row of column names was skipped.");
        }
    }
}

/// Shows what a block with Referral IDs would change in its leads.
fn paste_to_leads(app: &mut App, block: &Block, mut found: LeadBlock) {
    let (sheet, count) = (&app.sheet, plural(found.leads.len(), "lead"));
    let conventions = conventions(block);
    let mut sets = Vec::new();
    let mut damaged = DamagedCells::default();
    for (at, row) in &found.leads {
        let texts = block.rows[*at].iter().zip(&conventions);
        for (field, (text, conventions)) in found.fields.iter().zip(texts) {
            let Some(field) = *field else { continue };
            let has = sheet.text(*row, field);
            if by_id::is_always_locked(sheet.layout(), field) {
                // What a spreadsheet made of a read-only cell isn't meant as a change of it.
                if by_id::is_same(text, &has) != Some(true) {
                    sets.push(CellEdit::new(*row, field, text.clone()));
                }
                continue;
            }
            let col = sheet.layout().col(field);
            let conventions = sheet.conventions(*row, *conventions);
            match judge(col, &has, text, sheet.context(), conventions) {
                Judgement::Same => {}
                Judgement::Damaged(kind) => damaged.add(kind, (*row, field)),
                Judgement::Either(..) | Judgement::Other(_) | Judgement::NoValue(_) => {
                    let text = cell_text(sheet, (*row, field), text, conventions);
                    sets.push(CellEdit::new(*row, field, text));
                }
            }
        }
    }
    found.left_out.extend(damaged.lines(sheet));
    let hidden = found.leads.iter().filter(|(_, row)| app.order.position(*row).is_none()).count();
    let aside = if hidden > 0 { format!(", {hidden} of them not shown") } else { String::new() };
    let head = format!("by Referral ID: {count}{aside}");
    let edit = Edit::new(label(app, &sets), sets).skipping_locked();
    let (changes, applied) = match app.sheet.dry_run(&edit) {
        Ok(preview) => preview,
        Err(refusal) => return app.report_refusal(&refusal),
    };
    if changes.is_empty() {
        let parts: Vec<String> = [head].into_iter().chain(found.left_out).collect();
        return app.set_error(format!("Nothing would change; {}.", parts.join("; ")));
    }
    let left_out = found.left_out.into_iter().map(|line| ListLine::new("", line, Tone::Warning));
    let lines = [ListLine::new("", head, Tone::Note)].into_iter().chain(left_out).collect();
    // Making it again elsewhere has no meaning: it isn't about the cursor.
    preview(app, edit, lines, (&changes, &applied), None);
}

/// What each column of a block proves about how its numbers and dates are written.
fn conventions(block: &Block) -> Vec<Conventions> {
    let texts =
        |at: usize| block.rows.iter().filter_map(move |row| row.get(at)).map(String::as_str);
    (0..block.size().1).map(|at| Conventions::of(texts(at))).collect()
}

/// The text of a block as the column of a cell reads it, with the cell's own kind of line ends.
fn cell_text(
    sheet: &Sheet,
    (row, field): (Row, Field),
    text: &str,
    conventions: Conventions,
) -> String {
    let text = match sheet.layout().col(field) {
        Some(col) => {
            let conventions = sheet.conventions(row, conventions);
            kind::understand_by(col, text, sheet.context(), conventions).text
        }
        None => text.to_owned(),
    };
    if text.contains('\n') && sheet.text(row, field).contains("\r\n") {
        return text.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    text
}

/// Whether the first row of a block holds the names of columns.
fn header(app: &App, block: &Block) -> BlockHeader {
    let Some((first, [_, ..])) = block.rows.split_first() else { return BlockHeader::No };
    let layout = app.sheet.layout();
    let tidy = |text: &str| text.trim_end_matches(['*', ' ']).trim().to_lowercase();
    let names: Vec<String> = layout.fields().map(|f| tidy(layout.name(f))).collect();
    let wanted: Vec<String> = first.iter().map(|text| tidy(text)).collect();
    if wanted.iter().any(|name| name.is_empty() || !names.contains(name)) {
        return BlockHeader::No;
    }
    let first_column = match app.selection {
        Some(Selection::Cells { column, .. }) => column.min(app.viewport.column),
        _ => app.viewport.column,
    };
    let here = (first_column..).zip(&wanted).all(|(at, name)| {
        at < app.columns.len() && names.get(app.columns.field(at).index()) == Some(name)
    });
    if here { BlockHeader::Here } else { BlockHeader::Elsewhere(first.join(", ")) }
}

/// Finds where a block lands, or says why it doesn't fit the selection.
fn landing(app: &App, block: &Block) -> Result<PasteTarget, String> {
    let (height, width) = block.size();
    let (mut rows, mut fields) = (app.target_rows(), app.target_fields());
    let (mut below, mut beside) = (0, 0);
    let selects_columns = matches!(app.selection, Some(Selection::Cells { .. }));
    let is_one_cell =
        app.selection.is_none() || (selects_columns && rows.len() * fields.len() == 1);
    if is_one_cell {
        let from = app.order.nearest(app.viewport.row);
        let to = from.saturating_add(number(height)).min(app.order.len());
        rows = (from..to).filter_map(|at| app.order.row(at)).collect();
        below = height - rows.len();
    }
    if is_one_cell || !selects_columns {
        let from = app.viewport.column;
        let to = (from + width).min(app.columns.len());
        fields = (from..to).map(|at| app.columns.field(at)).collect();
        beside = width - fields.len();
    }
    let divides =
        rows.len().is_multiple_of(height) && (beside > 0 || fields.len().is_multiple_of(width));
    if !is_one_cell && !divides {
        let (rows, columns) = (rows.len(), fields.len());
        let what = if selects_columns {
            format!("{height} × {width} cells don't fill the {rows} × {columns} selected")
        } else {
            format!("{height} rows don't fill the {rows} selected leads")
        };
        return Err(format!("{what}: select one cell, or the same number."));
    }
    Ok(PasteTarget { rows, fields, rows_cut: below, columns_cut: beside })
}

impl PasteTarget {
    /// The cells with their texts, each as its column reads it, and those that aren't set because the block has them
    /// damaged.
    fn sets(&self, app: &App, block: &Block, is_judged: bool) -> (Vec<CellEdit>, DamagedCells) {
        let (height, width) = block.size();
        let conventions = conventions(block);
        let mut sets = Vec::with_capacity(self.rows.len() * self.fields.len());
        let mut damaged = DamagedCells::default();
        let (layout, context) = (app.sheet.layout(), app.sheet.context());
        for (at, &row) in self.rows.iter().enumerate() {
            let texts = &block.rows[at % height];
            for (at, &field) in self.fields.iter().enumerate() {
                // A shorter row of the block has nothing to say about the cells behind its end.
                let Some(text) = texts.get(at % width) else { continue };
                let conventions = conventions[at % width];
                // An empty cell clears the one that it lands in.
                if is_judged
                    && !text.is_empty()
                    && let Judgement::Damaged(kind) = judge(
                        layout.col(field),
                        &app.sheet.text(row, field),
                        text,
                        context,
                        conventions,
                    )
                {
                    damaged.add(kind, (row, field));
                    continue;
                }
                let text = cell_text(&app.sheet, (row, field), text, conventions);
                sets.push(CellEdit::new(row, field, text));
            }
        }
        (sets, damaged)
    }

    /// Says what of a block doesn't land, and what was guessed about it.
    fn warnings(&self, app: &App, header: &BlockHeader, block: &Block) -> Vec<ListLine> {
        let mut doubts = Vec::new();
        if self.rows_cut > 0 {
            doubts.push(format!("cut off: {} below the last lead", plural(self.rows_cut, "row")));
        }
        if self.columns_cut > 0 {
            let columns = plural(self.columns_cut, "column");
            doubts.push(format!("cut off: {columns} after the last visible one"));
        }
        if let BlockHeader::Elsewhere(names) = header {
            doubts.push(format!("skipped: a row with the names of OTHER columns: {names}"));
        }
        if block.is_csv {
            doubts.push("commas separate the cells".to_owned());
        }
        let first = self.fields.first().and_then(|field| app.sheet.layout().col(*field));
        let is_notes = first.is_some_and(|col| matches!(col.column().kind, Kind::LongText));
        if is_notes && block.size().1 == 1 && block.rows.len() > 1 {
            let edit = app.keymap.hint(When::Grid, "edit");
            doubts.push(format!(
                "one lead for each line; to paste into one cell, press {edit} there \
                first"
            ));
        }
        doubts.into_iter().map(|say| ListLine::new("", say, Tone::Warning)).collect()
    }
}

/// What undo will call the edit.
fn label(app: &App, sets: &[CellEdit]) -> String {
    let one = sets.first().filter(|first| sets.iter().all(|set| set.at.field == first.at.field));
    let column = one.map_or("cells", |one| app.sheet.layout().name(one.at.field));
    format!("paste {column}")
}

/// Shows what a paste would do, cell by cell, before it is done.
fn preview(
    app: &mut App,
    edit: Edit,
    mut entries: Vec<ListLine>,
    (changes, applied): (&[Change], &Applied),
    again: Option<RepeatableEdit>,
) {
    if let Some(lock) = &applied.lock {
        let count = plural(applied.left_out, "cell");
        let say = format!("skipped, locked: {count} (the first: {})", lock.rule);
        entries.push(ListLine::new("", say, Tone::Locked));
    }
    entries.extend(changes.iter().map(|made| {
        let column = app.sheet.layout().name(made.field);
        let say = format!("{}   {column}", change(&made.before, &made.after));
        ListLine::new(format!("row {}", made.row), say, Tone::Plain)
    }));
    let key = |name| app.keymap.hint(When::List, name);
    let (open, close) = (key("open"), key("close"));
    let cells = plural(changes.len(), "cell");
    let title = format!("Paste into {cells}: {open} pastes, {close} cancels");
    let mut list = ListPanel::new(title, entries);
    list.edit = Some(edit);
    list.repeat = again;
    app.mode = Mode::open(list);
}
