//! The status line: where one is, a message, or the keys that help here.

use crate::app::{App, Editor, EditorBody, Mode, PickerKind, RebasePanel, ReviewPanel, plural};
use crate::view::cell::{draw_text, draw_text_filled, width};
use crate::view::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// The terminal columns between where one is and what is said.
const GAP: u16 = 2;

/// Draws the status line: mode and position, then a message or the keys that help here.
///
/// A message that is longer than the line begins on the line above.
pub(crate) fn draw(app: &App, theme: &Theme, area: Rect, above: Rect, buf: &mut Buffer) {
    let base = theme.style(Role::Status);
    draw_text_filled(buf, area.as_position(), area.width, "", base);
    let left = place(app, area.width);
    let used = match draw_text(buf, area.as_position(), area.width, &left, base) {
        0 => 1,
        used => used + GAP,
    };
    let rest = Position::new(area.x + used, area.y);
    let room = area.width.saturating_sub(used);
    if let Some(message) = &app.message {
        let style = base.patch(theme.style(message.tone)).patch(bar(theme));
        let (first, last) = message.split(above.width.saturating_sub(2), room);
        if let Some(first) = first {
            draw_text_filled(buf, above.as_position(), above.width, &format!(" {first}"), style);
        }
        draw_text(buf, rest, room, &last, style);
    } else if !app.pending.is_empty() {
        let pressed: String = app.pending.iter().map(ToString::to_string).collect();
        draw_text(buf, rest, room, &format!("{pressed}…"), base);
    } else if let Some(count) = app.count {
        draw_text(buf, rest, room, &count.to_string(), base);
    } else {
        draw_text(buf, rest, room, &hints(app, room), base);
    }
}

/// Returns where one is: the mode, the position in it, and what is selected or wrong.
///
/// How much is wrong gives way to a message that wouldn't fit beside it, and to the keys of what is
/// open over the grid; a message that needs the whole line gets it.
fn place(app: &App, room: u16) -> String {
    let word = match (&app.mode, &app.record) {
        (Mode::Grid, Some(_)) => "FORM",
        (mode, _) => mode.label(),
    };
    let place = format!(" {word} {}", position(app));
    let said = app.message.as_ref().map_or(0, |message| width(&message.text));
    let fits = |left: &str| width(left) + usize::from(GAP) + said <= usize::from(room);
    if !fits(&place) && fits("") {
        return String::new();
    }
    let tally = app.sheet.findings().tally();
    if !matches!(app.mode, Mode::Grid) || app.selection.is_some() || tally.problems() == 0 {
        return place;
    }
    let with = format!("{place}  {}", plural(tally));
    if fits(&with) { with } else { place }
}

/// Returns the background of the status line alone.
fn bar(theme: &Theme) -> Style {
    let base = theme.style(Role::Status);
    base.bg.map_or(base, |bg| Style::new().bg(bg))
}

/// Returns the position in what is open, and what is selected.
fn position(app: &App) -> String {
    match &app.mode {
        Mode::List(list) => format!("{}/{}", list.window.selected + 1, list.lines.len()),
        Mode::Problems(problems) if problems.is_empty() => String::new(),
        Mode::Problems(problems) => format!("{}/{}", problems.window.selected + 1, problems.len()),
        Mode::History(steps) => format!("{}/{}", steps.window.selected + 1, steps.len()),
        Mode::Rebase(panel) => format!("{}/{}", panel.window.selected + 1, panel.len()),
        Mode::Review(review) => format!("{}/{}", review.window.selected + 1, review.lines.len()),
        _ => {
            let at = (app.order.nearest(app.viewport.row) + 1).min(app.order.len());
            match app.selection_label() {
                Some(selected) => format!("{at}/{}  {selected}", app.order.len()),
                None => format!("{at}/{}", app.order.len()),
            }
        }
    }
}

/// Returns the keys that help in this mode, as many as there is room for.
fn hints(app: &App, room: u16) -> String {
    let mut line = String::new();
    for (name, word) in helpful(app) {
        let keys = app.places().iter().map(|when| app.keymap.hint(*when, name));
        let key = keys.into_iter().find(|key| !key.is_empty()).unwrap_or_default();
        let hint = format!("{key} {word}  ");
        if width(&line) + width(hint.trim_end()) > usize::from(room) {
            break;
        }
        line.push_str(&hint);
    }
    line.truncate(line.trim_end().len());
    line
}

/// Returns the commands that help in this mode, and a word for each.
fn helpful(app: &App) -> &'static [(&'static str, &'static str)] {
    match &app.mode {
        Mode::Grid if app.selection.is_some() => &[
            ("set", "set"),
            ("fill_down", "fill down"),
            ("drop", "select nothing"),
            ("copy", "copy"),
        ],
        Mode::Grid if app.record.is_some() => &[
            ("edit", "edit"),
            ("outcome", "outcome"),
            ("next", "problem"),
            ("next_lead", "next lead"),
            ("close", "back"),
        ],
        Mode::Grid => &[
            ("edit", "edit"),
            ("outcome", "outcome"),
            ("help", "help"),
            ("next", "problem"),
            ("undo", "undo"),
            ("export", "export"),
            ("palette", "commands"),
        ],
        Mode::Prompt(prompt) if prompt.asks_for_pattern() => {
            &[("accept", "accept"), ("expression", "expression"), ("cancel", "cancel")]
        }
        Mode::Prompt(_) => &[("accept", "accept"), ("cancel", "cancel")],
        Mode::Editor(editor) => in_editor(editor),
        Mode::Picker(picker) if matches!(picker.offers, PickerKind::Cell { .. }) => &[
            ("choose", "take"),
            ("cancel", "cancel"),
            ("next", "down"),
            ("choose_next", "and next"),
        ],
        Mode::Picker(_) => &[("choose", "take"), ("cancel", "cancel"), ("next", "down")],
        Mode::History(_) => {
            &[("go", "go there"), ("undo", "undo"), ("redo", "redo"), ("close", "back")]
        }
        Mode::Problems(problems) if problems.is_empty() => &[("close", "back")],
        Mode::Problems(_) => &[
            ("open", "open"),
            ("fix", "fix"),
            ("fold", "fold"),
            ("undo", "undo"),
            ("close", "back"),
        ],
        Mode::List(list) if list.edit.is_some() => {
            &[("open", "do it"), ("close", "leave it"), ("page_down", "page")]
        }
        Mode::List(_) => &[("next", "down"), ("page_down", "page"), ("close", "back")],
        Mode::Rebase(panel) => in_rebase(panel),
        Mode::Review(review) => in_review(review),
        Mode::Ask(_) => &[],
        Mode::SuspectedPaste(_) => &[("paste", "put it here"), ("forget", "forget it")],
    }
}

/// Returns the commands that help beside a fresh download, and a word for each.
fn in_rebase(panel: &RebasePanel) -> &'static [(&'static str, &'static str)] {
    match panel.rebase.unanswered() {
        0 => &[("accept", "carry over"), ("page_down", "page"), ("close", "back")],
        _ => &[
            ("mine", "mine"),
            ("theirs", "theirs"),
            ("all_mine", "all mine"),
            ("all_theirs", "all theirs"),
            ("close", "back"),
        ],
    }
}

/// Returns the commands that help in the review, and a word for each.
fn in_review(review: &ReviewPanel) -> &'static [(&'static str, &'static str)] {
    if review.held_back().is_some() {
        &[("open", "go there"), ("page_down", "page"), ("close", "back")]
    } else if review.plan.is_empty() {
        &[("next", "down"), ("page_down", "page"), ("close", "back")]
    } else if review.plan.is_mixed() {
        &[
            ("export", "export"),
            ("open", "go there"),
            ("apart", "apart"),
            ("close", "back"),
            ("page_down", "page"),
        ]
    } else {
        &[("export", "export"), ("open", "go there"), ("close", "back"), ("page_down", "page")]
    }
}

/// Returns the commands that help in an editor, and a word for each.
fn in_editor(editor: &Editor) -> &'static [(&'static str, &'static str)] {
    match &editor.body {
        EditorBody::Line(_) => {
            &[("commit", "accept"), ("cancel", "cancel"), ("commit_next", "and next")]
        }
        EditorBody::Date(date) if date.in_calendar => &[
            ("commit", "accept"),
            ("cancel", "cancel"),
            ("week_after", "week"),
            ("day_after", "day"),
            ("month_after", "month"),
        ],
        EditorBody::Date(_) => &[
            ("commit", "accept"),
            ("cancel", "cancel"),
            ("calendar", "calendar"),
            ("commit_next", "and next"),
        ],
        EditorBody::Notes(_) => &[
            ("commit", "accept"),
            ("cancel", "cancel"),
            ("line_break", "new line"),
            ("edit_outside", "your editor"),
            ("undo_typing", "undo"),
        ],
        EditorBody::Parts(_) => &[
            ("commit", "accept"),
            ("cancel", "cancel"),
            ("next_field", "next part"),
            ("copy_parts", "copy another"),
        ],
    }
}
