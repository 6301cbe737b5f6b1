//! The keys of a date and of its calendar.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::define::calendar;
use crate::app::editor::EditorBody;
use crate::app::mode::Mode;
use chrono::{Datelike, Days, Months, NaiveDate};

pub(in crate::app) static COMMANDS: [Command; 9] = [
    Command {
        name: "calendar",
        aliases: &[],
        doc: "Use the keys in the calendar; typing returns to the text.",
        when: When::Date,
        run: |app, _| enter(app),
    },
    calendar("day_before", "Go to the previous day.", |app, _| go(app, |d| d.pred_opt())),
    calendar("day_after", "Go to the next day.", |app, _| go(app, |d| d.succ_opt())),
    calendar("week_before", "Go back one week.", |app, _| {
        go(app, |d| d.checked_sub_days(Days::new(7)));
    }),
    calendar("week_after", "Go forward one week.", |app, _| {
        go(app, |d| d.checked_add_days(Days::new(7)));
    }),
    calendar("month_before", "Go back one month.", |app, _| {
        go(app, |d| d.checked_sub_months(Months::new(1)));
    }),
    calendar("month_after", "Go forward one month.", |app, _| {
        go(app, |d| d.checked_add_months(Months::new(1)));
    }),
    calendar("month_start", "Go to the first day of the month.", |app, _| {
        go(app, |d| d.with_day(1));
    }),
    calendar("month_end", "Go to the last day of the month.", |app, _| {
        go(app, |d| d.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt());
    }),
];

fn enter(app: &mut App) {
    let today = app.sheet.context().today;
    if let Mode::Editor(editor) = &mut app.mode
        && let EditorBody::Date(date) = &mut editor.body
    {
        date.enter(today);
    }
}

fn go(app: &mut App, to: impl FnOnce(NaiveDate) -> Option<NaiveDate>) {
    let today = app.sheet.context().today;
    if let Mode::Editor(editor) = &mut app.mode
        && let EditorBody::Date(date) = &mut editor.body
    {
        date.go(today, to);
    }
}
