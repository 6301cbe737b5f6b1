//! Which leads the grid shows.

use crate::app::app::App;
use crate::app::command::When;
use crate::leads::index::index;
use crate::leads::plural;
use crate::sheet::{Filter, Order, Sort};

/// Adds a filter to those that are on, unless no lead would be left.
pub(crate) fn add(app: &mut App, filter: Filter) {
    let mut filters = app.filters.clone();
    filters.push(filter);
    arrange(app, filters, app.sort);
}

/// Works out which leads are shown in which order and says how many. What would show none isn't done.
pub(crate) fn arrange(app: &mut App, filters: Vec<Filter>, sort: Option<Sort>) {
    let order = Order::new(&app.sheet, &filters, sort);
    if order.is_empty() && app.sheet.row_count() > 0 {
        return app.set_status("No matches; the filters stay as they are.");
    }
    let at = app.order.position(app.viewport.row).unwrap_or_default();
    let line = at.saturating_sub(app.viewport.top);
    (app.order, app.filters, app.sort) = (order, filters, sort);
    app.selection = None;
    app.renew_search(true);
    // The lead under the cursor keeps its line on the screen where it can.
    app.viewport.top = app.order.nearest(app.viewport.row).saturating_sub(line);
    let shown = app.order.len();
    let sorted = app.sort.map_or(String::new(), |sort| {
        let way = if sort.descending { "largest first" } else { "smallest first" };
        format!(" by {}, {way}", app.short_name(sort.field))
    });
    let hint = |name| app.keymap.hint(When::Grid, name);
    let are = if shown == 1 { "is" } else { "are" };
    app.set_status(match (app.filters.is_empty(), sorted.is_empty()) {
        (true, true) => format!("{} {are} shown, in file order.", plural(index(shown), "lead")),
        (true, false) => format!("Sorted{sorted}; {} goes back to file order.", hint("sort_off")),
        (false, _) => format!(
            "{shown} of {} {are} shown{sorted}; {} shows all.",
            plural(app.sheet.row_count(), "lead"),
            hint("filter_off")
        ),
    });
}
