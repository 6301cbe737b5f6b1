//! Which columns are shown, and how wide.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::define::grid;
use crate::app::grid::columns::ColumnSet;
use crate::app::mode::Mode;
use crate::app::panels::picker::state::{Picker, PickerKind};
use crate::leads::Access;

/// By how many terminal columns a column is widened or narrowed at a time.
const STEP: i32 = 4;

pub(in crate::app) static COMMANDS: [Command; 11] = [
    grid("go_to_column", "Go to a column by its name.", |app, _| go_to_column(app)),
    grid("hide_column", "Hide this column.", |app, _| hide(app)),
    grid("columns_all", "Show all columns.", |app, _| show(app, ColumnSet::All)),
    grid("columns_work", "Show the columns to work in, the most used ones first.", |app, _| {
        show(app, ColumnSet::Work);
    }),
    grid("columns_editable", "Show all editable columns, and who the lead is.", |app, _| {
        show(app, ColumnSet::Editable);
    }),
    grid("columns_problems", "Show the columns with errors or warnings.", |app, _| {
        show(app, ColumnSet::Problems);
    }),
    grid("widen_column", "Widen this column.", |app, n| widen(app, times(n))),
    grid("narrow_column", "Narrow this column.", |app, n| widen(app, -times(n))),
    grid("fit_column", "Fit this column to its longest text.", |app, _| {
        if has_widths(app) {
            app.columns.fit(&app.sheet, app.viewport.column);
        }
    }),
    grid("fit_columns", "Reset the widths of all columns.", |app, _| {
        if has_widths(app) {
            app.columns.refit(&app.sheet);
        }
    }),
    grid("row_numbers", "Show or hide the row number of each lead.", |app, _| row_numbers(app)),
];

fn row_numbers(app: &mut App) {
    app.row_numbers = !app.row_numbers;
    let key = app.keymap.hint(When::Grid, "row_numbers");
    app.set_status(if app.row_numbers {
        format!("Row numbers are shown; {key} hides them.")
    } else {
        "Row numbers are hidden.".to_owned()
    });
}

/// Whether columns with widths are shown, and says so if not.
fn has_widths(app: &mut App) -> bool {
    if app.record.is_some() {
        let close = app.keymap.hint(When::Record, "close");
        app.set_status(format!("Only grid columns have a width; {close} goes back to the grid."));
    }
    app.record.is_none()
}

/// The terminal columns by which a column changes, times the count.
fn times(count: Option<usize>) -> i32 {
    STEP * count.unwrap_or(1).min(99) as i32
}

fn widen(app: &mut App, by: i32) {
    if has_widths(app) {
        app.columns.widen(app.viewport.column, by);
    }
}

fn go_to_column(app: &mut App) {
    let layout = app.sheet.layout();
    let fields = app.columns.all();
    let columns = fields.map(|field| {
        let what = match layout.col(field).map(|col| col.column().access) {
            None => "unknown, locked",
            Some(Access::Locked(_) | Access::Unlockable(_)) => "locked",
            Some(Access::ClearOnly(_)) => "can be cleared",
            Some(Access::Open | Access::When(_)) => "",
        };
        (field, layout.name(field).to_owned(), what)
    });
    let offers = PickerKind::Columns(columns.collect());
    app.mode = Mode::Picker(Picker::open("Go to column", offers));
}

fn hide(app: &mut App) {
    let name = app.sheet.layout().name(app.cell().field).to_owned();
    if app.columns.hide(app.viewport.column) {
        let all = app.keymap.hint(When::Grid, "columns_all");
        app.set_status(format!("{name} is hidden; {all} shows all columns."));
    } else {
        app.set_status("The last scrolling column can't be hidden.");
    }
    app.selection = None;
    app.renew_search(true);
}

fn show(app: &mut App, set: ColumnSet) {
    let field = app.cell().field;
    if !app.columns.show(&app.sheet, set) {
        return app.set_status("No column has a problem; the columns stay as they are.");
    }
    app.viewport.column = app.columns.nearest(field);
    app.selection = None;
    app.renew_search(true);
    let (shown, all) = (app.columns.len(), app.sheet.layout().len());
    app.set_status(match set {
        ColumnSet::All => format!("All {all} columns are shown."),
        set => {
            let key = app.keymap.hint(When::Grid, "columns_all");
            format!("{}: {shown} of {all}; {key} shows all.", set.label())
        }
    });
}
