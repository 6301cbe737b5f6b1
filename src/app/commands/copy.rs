//! Copying cells and leads.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::define::{grid, selection};
use crate::app::edits::block::Block;
use crate::app::edits::clear::clear;
use crate::app::grid::searching;
use crate::app::grid::selection::Selection;
use crate::leads::{CellRef, Field, Row, plural};

pub(in crate::app) static COMMANDS: [Command; 5] = [
    grid("copy", "Copy the cell, or the selected cells as a block.", |app, _| copy(app, "")),
    grid(
        "copy_leads",
        "Copy the lead or leads: the shown columns and the Referral ID.",
        |app, _| {
            copy_leads(app);
        },
    ),
    grid("interrupt", "Copy the cell and show how to quit; never quits.", |app, _| {
        interrupt(app);
    }),
    grid("cut", "Copy the cell or the selected cells, then clear them.", |app, _| cut(app)),
    selection("copy", "Copy the selected cells.", |app, _| copy(app, "")),
];

fn copy(app: &mut App, hint: &str) {
    let fields = app.target_fields();
    let block = block(app, &fields);
    let count = block.cells();
    if count == 0 || (app.selection.is_none() && block.rows == [[""]]) {
        return app.set_status(format!("There is nothing to copy here.{hint}"));
    }
    app.copy(block, plural(count, "cell"), hint.to_owned());
    if let Some(Selection::Cells { row, column }) = app.selection {
        // Back to where the block begins, from where it can be pasted beside itself.
        let row = app.order.nearest(row).min(app.order.nearest(app.viewport.row));
        app.go_to_position((row, column.min(app.viewport.column)));
    }
    app.clear_selection();
}

/// Copies, then clears; says what became of both.
fn cut(app: &mut App) {
    let fields = app.target_fields();
    let block = block(app, &fields);
    let count = block.cells();
    if count == 0 || block.rows == [[""]] {
        return app.set_status("There is nothing to cut here.");
    }
    clear(app);
    let cleared = app.message.take().map(|message| format!(" {}", message.text));
    app.copy(block, plural(count, "cell"), cleared.unwrap_or_default());
}

fn copy_leads(app: &mut App) {
    let fields = app.copied_fields();
    let text = block(app, &fields).write();
    // Here it is pasted by position, so that the Referral ID would be a column too many.
    let block = block(app, &fields[..app.columns.len()]);
    let what = match block.rows.len() {
        0 => return app.set_status("There is no lead to copy."),
        1 => "1 lead".to_owned(),
        n => plural(n, "lead"),
    };
    app.copy_as(text, block, what, String::new());
    app.clear_selection();
}

fn block(app: &App, fields: &[Field]) -> Block {
    let text = |row: Row, field: Field| app.sheet.text(row, field).into_owned();
    let texts = |row: Row| fields.iter().map(|field| text(row, *field)).collect();
    Block::new(app.target_rows().into_iter().map(texts).collect())
}

/// Copies what is under the cursor: with Ctrl+C a hand means to copy, or to get out.
fn interrupt(app: &mut App) {
    let CellRef { row, field } = app.cell();
    if app.search.is_some() || app.sheet.text(row, field).is_empty() {
        return searching::cancel(app);
    }
    let quit = app.keymap.hint(When::Grid, "quit");
    copy(app, &format!(" {quit} quits."));
}
