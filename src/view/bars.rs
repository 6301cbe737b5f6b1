//! The title, the lines about the cell, and the status line.

use super::cell::{put, put_filled, width};
use super::editor::line;
use super::{Role, Theme};
use crate::app::{App, Asked, Body, Editor, Keeping, Mode, Offers, Prompt, When, counted};
use crate::leads::lists;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Draws the title: the file and how many leads are in which state.
pub(super) fn title(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let counts = app.sheet.counts();
    let leads = if counts.rows == 1 { "lead" } else { "leads" };
    let mut parts = vec![format!("{} {leads}", counts.rows)];
    for (number, word) in [
        (counts.ready, "ready"),
        (counts.held_back, "held back"),
        (counts.exported, "exported"),
        (counts.closed, "closed"),
    ] {
        if number > 0 {
            parts.push(format!("{number} {word}"));
        }
    }
    if app.read_only {
        parts.push("read-only".to_owned());
    }
    if matches!(app.keeping, Keeping::Failed(_)) {
        parts.push("not kept".to_owned());
    }
    if let Some(lists) = own_lists(app, &parts, area.width) {
        parts.push(lists);
    }
    let role = if counts.held_back > 0 { Role::TitleWarn } else { Role::Title };
    let right = format!("{} ", parts.join(" · "));
    let room = area.width.saturating_sub(width(&right) as u16 + 1);
    put_filled(buf, area.as_position(), area.width, "", theme.style(role));
    // The filters say more than the end of a long file name.
    let shown = shown(app);
    let name = usize::from(room).saturating_sub(width(&shown)).max(LEAST_NAME) as u16;
    let used = put(buf, area.as_position(), name, &format!(" {}", app.name), theme.style(role));
    let rest = Position::new(area.x + used, area.y);
    put(buf, rest, room.saturating_sub(used), &shown, theme.style(role));
    let x = area.right().saturating_sub(width(&right) as u16).max(area.x);
    put(buf, Position::new(x, area.y), area.width, &right, theme.style(role));
}

/// How many terminal columns the file's name keeps beside filters.
const LEAST_NAME: usize = 9;

/// Returns which leads are shown, if not all of them in file order.
fn shown(app: &App) -> String {
    if app.filters.is_empty() {
        return String::new();
    }
    let filters: Vec<String> = app.filters.iter().map(|f| f.describe(&app.sheet)).collect();
    format!(" · {} shown: {}", app.order.len(), filters.join(" + "))
}

/// Returns the part of the title about the user's own lists: their names, or how many there are where
/// the names would leave too little room for the file's.
fn own_lists(app: &App, parts: &[String], room: u16) -> Option<String> {
    let names = lists::note(app.own_lists)?;
    let taken = width(&parts.join(" · ")) + width(&names) + " · ".len();
    if taken + width(&app.name).min(FILE_NAME) < usize::from(room) {
        return Some(names);
    }
    let s = if app.own_lists.len() == 1 { "" } else { "s" };
    Some(format!("{} own list{s}", app.own_lists.len()))
}

/// The columns of the title that are left for the file's name where they can be.
const FILE_NAME: usize = 16;

/// Draws the two lines about the cell under the cursor.
pub(super) fn context(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let about = app.about();
    let at = area.as_position();
    let used = put(buf, at, area.width, &format!("{}: ", about.column), theme.style(Role::Column));
    let rest = Position::new(at.x + used, at.y);
    let room = area.width - used.min(area.width);
    let used = put(buf, rest, room, &about.text, theme.style(Role::Text)) + 2;
    let beside = Position::new(rest.x + used, at.y);
    put(buf, beside, room.saturating_sub(used), &about.aside, theme.style(Role::Good));
    if area.height > 1 {
        let line = Position::new(at.x, at.y + 1);
        let more = format!(" ({} more)", app.keymap.hint(When::Grid, "help"));
        let room = match app.mode {
            Mode::Grid if width(&about.say) > usize::from(area.width) => {
                area.width.saturating_sub(width(&more) as u16)
            }
            _ => area.width,
        };
        let used = put(buf, line, room, &about.say, theme.style(about.tone));
        if room < area.width {
            put(
                buf,
                Position::new(line.x + used, line.y),
                area.width - room,
                &more,
                theme.style(Role::Key),
            );
        }
    }
}

/// Draws the line that asks for a text, and what would come of it; returns the place of the caret.
pub(super) fn prompt(
    app: &App,
    prompt: &Prompt,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
) -> Position {
    put_filled(buf, area.as_position(), area.width, "", theme.style(Role::Text));
    let label = format!("{}: ", asks(app, prompt));
    let used = put(buf, area.as_position(), area.width / 2, &label, theme.style(Role::Column));
    let room = area.width - used;
    let text = Position::new(area.x + used, area.y);
    let style = theme.style(Role::Editor);
    put_filled(buf, text, room, "", style);
    let caret = line(&prompt.input, (style, theme), text, room, buf);
    if area.height > 1 {
        let (say, role) = match &prompt.answer {
            Ok(say) => (say, Role::Note),
            Err(say) => (say, Role::Warning),
        };
        put(buf, Position::new(area.x, area.y + 1), area.width, say, theme.style(role));
    }
    caret
}

/// Returns what a prompt asks for.
fn asks(app: &App, prompt: &Prompt) -> String {
    let name = |field: u32| app.sheet.layout().name(field as usize).to_owned();
    let is_regex = prompt.is_regex && prompt.asks_for_pattern();
    let what = if is_regex { "expression" } else { "text" };
    match &prompt.asked {
        Asked::Search { .. } => format!("Search {what}"),
        Asked::Filter(Some(field)) => format!("Show leads with {what} in {}", name(*field)),
        Asked::Filter(None) => format!("Show leads with {what} in any column"),
        Asked::Replace(cells) => match cells.as_slice() {
            [(_, field), rest @ ..] if rest.iter().all(|(_, f)| f == field) => {
                format!("Replace {what} in {}", name(*field))
            }
            _ => format!("Replace {what} in the selected cells"),
        },
        Asked::With { pattern, .. } => format!("Replace \"{}\" with", pattern.typed()),
    }
}

/// Draws the status line: mode and position, then a message or the keys that help here.
pub(super) fn status(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let base = theme.style(Role::Status);
    put_filled(buf, area.as_position(), area.width, "", base);
    let word = match (&app.mode, &app.record) {
        (Mode::Grid, Some(_)) => "FORM",
        (mode, _) => mode.word(),
    };
    let left = format!(" {word} {}", position(app));
    let used = put(buf, area.as_position(), area.width, &left, base);
    let rest = Position::new(area.x + used + 2, area.y);
    let room = area.width.saturating_sub(used + 2);
    if let Some(message) = &app.message {
        put(
            buf,
            rest,
            room,
            &message.text,
            base.patch(theme.style(message.tone)).patch(bar(theme)),
        );
    } else if !app.pending.is_empty() {
        let pressed: String = app.pending.iter().map(ToString::to_string).collect();
        put(buf, rest, room, &format!("{pressed}…"), base);
    } else if let Some(count) = app.count {
        put(buf, rest, room, &count.to_string(), base);
    } else {
        put(buf, rest, room, &hints(app, room), base);
    }
}

/// Returns the background of the status line alone.
fn bar(theme: &Theme) -> ratatui::style::Style {
    let base = theme.style(Role::Status);
    base.bg.map_or(base, |bg| ratatui::style::Style::new().bg(bg))
}

fn position(app: &App) -> String {
    match &app.mode {
        Mode::List(list) => format!("{}/{}", list.window.at + 1, list.lines.len()),
        Mode::Problems(problems) if problems.is_empty() => String::new(),
        Mode::Problems(problems) => format!("{}/{}", problems.window.at + 1, problems.len()),
        Mode::History(steps) => format!("{}/{}", steps.window.at + 1, steps.len()),
        Mode::Review(review) => format!("{}/{}", review.window.at + 1, review.lines.len()),
        _ => {
            let at = (app.order.nearest(app.viewport.row) + 1).min(app.order.len());
            let tally = app.sheet.findings().tally();
            match (app.selected_in_words(), tally.problems()) {
                (Some(selected), _) => format!("{at}/{}  {selected}", app.order.len()),
                (None, 0) => format!("{at}/{}", app.order.len()),
                (None, _) => format!("{at}/{}  {}", app.order.len(), counted(tally)),
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
            ("next", "problem"),
            ("undo", "undo"),
            ("export", "export"),
            ("help", "help"),
            ("palette", "commands"),
        ],
        Mode::Prompt(_) => {
            &[("accept", "accept"), ("expression", "expression"), ("cancel", "cancel")]
        }
        Mode::Editor(editor) => in_editor(editor),
        Mode::Picker(picker) if matches!(picker.offers, Offers::Cell { .. }) => &[
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
        Mode::Review(review) if review.plan.is_empty() => &[("close", "back")],
        Mode::Review(_) => &[("export", "export"), ("page_down", "page"), ("close", "back")],
        Mode::Ask(_) => &[],
        Mode::Held(_) => &[("paste", "put it here"), ("forget", "forget it")],
    }
}

/// Returns the commands that help in an editor, and a word for each.
fn in_editor(editor: &Editor) -> &'static [(&'static str, &'static str)] {
    match &editor.body {
        Body::Line(_) => &[("commit", "accept"), ("cancel", "cancel"), ("commit_next", "and next")],
        Body::Date(date) if date.in_calendar => &[
            ("commit", "accept"),
            ("cancel", "cancel"),
            ("week_after", "week"),
            ("day_after", "day"),
            ("month_after", "month"),
        ],
        Body::Date(_) => &[
            ("commit", "accept"),
            ("cancel", "cancel"),
            ("calendar", "calendar"),
            ("commit_next", "and next"),
        ],
        Body::Notes(_) => &[
            ("commit", "accept"),
            ("cancel", "cancel"),
            ("line_break", "new line"),
            ("edit_outside", "your editor"),
            ("undo_typing", "undo"),
        ],
        Body::Parts(_) => &[
            ("commit", "accept"),
            ("cancel", "cancel"),
            ("next_field", "next part"),
            ("copy_parts", "copy another"),
        ],
    }
}
