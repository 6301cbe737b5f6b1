//! Numbered families of columns: further team members, offers and solutions.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::define::grid;
use crate::leads::{Col, OFFERS, SOLUTIONS, TEAM_MEMBERS};
use crate::sheet::CannotAdd;

pub(in crate::app) static COMMANDS: [Command; 4] = [
    grid("add_team_member", "Add a column for one more team member, five at most.", |app, _| {
        add(app, TEAM_MEMBERS);
    }),
    grid("add_offer", "Add a column for one more offer, once offers are unlocked.", |app, _| {
        add(app, OFFERS);
    }),
    grid(
        "add_solution",
        "Add a column for one more solution, once offers are unlocked.",
        |app, _| {
            add(app, SOLUTIONS);
        },
    ),
    grid(
        "unlock_offers",
        "Allow editing offers and solutions, although Microsoft's page also lists them as \
        read-only.",
        |app, _| unlock(app),
    ),
];

/// Adds the next column of a family and goes to it, or to the first one that the file has and the grid hides.
fn add(app: &mut App, family: Col) {
    let is_locked = family != TEAM_MEMBERS && !app.sheet.context().offers_unlocked;
    let hidden = app.columns.hidden_member(&app.sheet, family).filter(|_| !is_locked);
    if let Some(field) = hidden {
        app.go_to(app.viewport.row, Some(field));
        app.renew_search(true);
        let name = app.sheet.layout().name(field);
        return app.set_status(format!("{name} is shown; the file has a column for it."));
    }
    match app.sheet.add_column(family) {
        Ok(field) => {
            let added = app.sheet.added().last().map(|added| added.after).unwrap_or_default();
            app.columns.add(&app.sheet, field, added);
            if let Some(record) = &mut app.record {
                record.grid.add(&app.sheet, field, added);
            }
            app.go_to(app.viewport.row, Some(field));
            app.renew_search(true);
            let name = app.sheet.layout().name(field);
            app.set_status(format!(
                "{name} is added; upload files include it once a lead fills it."
            ));
        }
        Err(CannotAdd::ReadOnly(refusal)) => app.report_refusal(&refusal.into()),
        Err(CannotAdd::Locked) => {
            let unlock = app.keymap.key_or_name("unlock_offers");
            let say = format!("Offers and solutions are locked; {unlock} unlocks them.");
            app.set_error(say);
        }
        Err(why) => app.set_error(format!("No column was added: {why}.")),
    }
}

fn unlock(app: &mut App) {
    if let Err(refusal) = app.sheet.unlock_offers() {
        return app.report_refusal(&refusal.into());
    }
    let field = app.cell().field;
    for family in [OFFERS, SOLUTIONS] {
        if let Some(first) = app.columns.hidden_member(&app.sheet, family) {
            app.columns.reveal(first);
        }
    }
    app.viewport.column = app.columns.nearest(field);
    let add = app.keymap.hint(When::Grid, "add_offer");
    app.set_status(format!(
        "Offers are unlocked. The page also lists them as read-only: uploads may fail. {add} adds \
        one."
    ));
}
