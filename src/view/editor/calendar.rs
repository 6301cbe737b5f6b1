//! The month around the date that is typed.

use crate::app::{DateEntry, Target, When};
use crate::view::canvas::Canvas;
use crate::view::cell::{draw_text, draw_text_filled};
use crate::view::editor::{EditorView, place};
use crate::view::panels::frame;
use crate::view::theme::Role;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use ratatui::layout::{Margin, Position, Rect};

/// The columns of the panel: a column for each day and its signs, and the border.
const WIDTH: u16 = 7 * 3 + 1 + 2;
/// The columns of an arrow beside the name of the month, with a space at each side.
const ARROW_WIDTH: u16 = 3;
/// The lines of the panel: the weekdays, six weeks, a remark, and the border.
const HEIGHT: u16 = 1 + 6 + 1 + 2;
/// The lines without the remark, a sixth week on the border.
const MIN_HEIGHT: u16 = HEIGHT - 2;

/// Where the panel goes: below or above the line, else before it.
fn room(within: Rect, cell: Rect) -> Option<Rect> {
    let area = place(within, cell, WIDTH, HEIGHT);
    if area.height == HEIGHT && area.width == WIDTH && !area.intersects(cell) {
        return Some(area);
    }
    let x = cell.x.checked_sub(WIDTH).filter(|x| *x >= within.x)?;
    let height = within.height.min(HEIGHT);
    (height >= MIN_HEIGHT).then_some(Rect::new(x, within.y, WIDTH, height))
}

/// Draws the month of the typed date, or of today, beside the line. Where there is no room, the date's
/// weekday and distance below the grid are all there is.
pub(crate) fn draw(date: &DateEntry, drawn: &EditorView, buf: &mut Canvas) {
    let Some(area) = room(drawn.areas.table(), drawn.cell) else { return };
    let theme = drawn.theme;
    frame(theme, area, buf);
    let today = drawn.app.sheet.context().today;
    let typed = date.day(today);
    let day = typed.unwrap_or(today);
    let title = format!(" < {} > ", day.format("%B %Y"));
    let at = Position::new(area.x + 2, area.y);
    let used = draw_text(buf, at, WIDTH - 4, &title, theme.style(Role::Heading));
    buf.target(Rect::new(at.x, at.y, ARROW_WIDTH, 1), Target::Month(-1));
    buf.target(Rect::new(at.x + used - ARROW_WIDTH, at.y, ARROW_WIDTH, 1), Target::Month(1));
    let inner = area.inner(Margin::new(1, 1));
    let weekdays = " Mo Tu We Th Fr Sa Su";
    draw_text(buf, inner.as_position(), inner.width, weekdays, theme.style(Role::Column));
    let last = Position::new(inner.x, inner.bottom());
    month(day, |of, at| {
        if inner.y + 1 + at.y == last.y && of.weekday() == Weekday::Mon {
            draw_text_filled(buf, last, inner.width, "", theme.style(Role::Text));
        }
        let (sign, role) = match of {
            _ if typed == Some(of) => ("", Role::Cursor),
            _ if of == today => ("·", Role::Key),
            _ if of < today => ("", Role::Locked),
            _ => ("", Role::Text),
        };
        let x = inner.x + 3 * at.x;
        let y = inner.y + 1 + at.y;
        buf.target(Rect::new(x, y, 3, 1), Target::Day(of));
        draw_text(buf, Position::new(x, y), 1, sign, theme.style(role));
        let number = format!("{:>2}", of.day());
        draw_text(buf, Position::new(x + 1, y), 2, &number, theme.style(role));
    });
    if area.height < HEIGHT {
        return;
    }
    let remark = if date.in_calendar {
        "Portal: ±1 day (UTC)".to_owned()
    } else {
        format!("{} picks a day", drawn.app.keymap.hint(When::Date, "calendar"))
    };
    let last = Position::new(inner.x + 1, inner.bottom() - 1);
    draw_text(buf, last, inner.width - 1, &remark, theme.style(Role::Note));
}

/// Gives each day of a month with its place: the weekday from Monday on, and the week.
fn month(day: NaiveDate, mut give: impl FnMut(NaiveDate, Position)) {
    let Some(first) = day.with_day(1) else { return };
    let before = first.weekday().num_days_from_monday();
    for n in 0..31 {
        let Some(of) = first.checked_add_days(Days::new(n)) else { return };
        if of.month() == first.month() {
            let cell = before + n as u32;
            give(of, Position::new((cell % 7) as u16, (cell / 7) as u16));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_is_below_above_or_beside_the_line_and_never_over_it() {
        let within = Rect::new(0, 1, 80, 20);
        let cell = |x, y| Rect::new(x, y, 10, 1);
        assert_eq!(room(within, cell(30, 3)), Some(Rect::new(30, 4, WIDTH, HEIGHT)));
        assert_eq!(room(within, cell(30, 18)), Some(Rect::new(30, 8, WIDTH, HEIGHT)));
        let low = Rect::new(0, 1, 60, 8);
        assert_eq!(room(low, cell(30, 5)), Some(Rect::new(30 - WIDTH, 1, WIDTH, 8)));
        assert_eq!(room(low, cell(5, 5)), None);
        assert_eq!(room(Rect::new(0, 1, 60, 7), cell(30, 5)), None);
    }

    #[test]
    fn a_month_has_its_days_under_their_weekdays_in_at_most_six_weeks() {
        let places = |y, m| {
            let mut places = Vec::new();
            let day = NaiveDate::from_ymd_opt(y, m, 15).expect("a day");
            month(day, |of, at| places.push((of.day(), at.x, at.y)));
            places
        };
        let november = places(2026, 11);
        assert_eq!((november[0], november[29]), ((1, 6, 0), (30, 0, 5)));
        let february = places(2027, 2);
        assert_eq!((february.len(), february[27]), (28, (28, 6, 3)));
        assert_eq!(places(9999, 12).len(), 31);
    }
}
