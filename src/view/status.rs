//! The status line: where one is, a message, or the keys that help here.

use crate::app::{
    App, Editor, EditorBody, KeyHint, Mode, PickerKind, Prompt, PromptKind, Target, Tone,
    tally_label,
};
use crate::sheet::Findings;
use crate::view::canvas::Canvas;
use crate::view::cell::{draw_text, draw_text_filled, width};
use crate::view::theme::{Role, Theme};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// The terminal columns between where one is and what is said.
const GAP: u16 = 2;

/// The least width of a line that has room for words about the position.
const WIDE: u16 = 80;

/// Draws the status line: mode and position, then a message or the keys that help here.
///
/// A message that has no room beside the position takes the line whole, and one that is longer still begins on the
/// line above: the line with the cell it is about stays in sight.
pub(crate) fn draw(app: &App, theme: &Theme, area: Rect, above: Rect, buf: &mut Canvas) {
    buf.target(area, Target::Status);
    let base = theme.style(Role::Status);
    draw_text_filled(buf, area.as_position(), area.width, "", base);
    let left = place(app, area.width);
    let used = match draw_text(buf, area.as_position(), area.width, &left, base) {
        0 => 1,
        used => used + GAP,
    };
    let rest = Position::new(area.x + used, area.y);
    let room = area.width.saturating_sub(used);
    if let Some(line) = app.loading_line().or_else(|| app.waiting_line()) {
        draw_text(buf, rest, room, &line, base);
    } else if let Some(message) = &app.message {
        let style = theme.style(match message.tone {
            Tone::Warning | Tone::Error => Role::Alert,
            _ => Role::Status,
        });
        let (first, last) = message.split(above.width.saturating_sub(2), room);
        if let Some(first) = first {
            draw_text_filled(buf, above.as_position(), above.width, &format!(" {first}"), style);
        }
        let start = Position::new(rest.x.saturating_sub(1), rest.y);
        draw_text_filled(buf, start, room + 1, &format!(" {last}"), style);
    } else if !app.pending.is_empty() {
        let pressed: String = app.pending.iter().map(ToString::to_string).collect();
        draw_text(buf, rest, room, &format!("{pressed}…"), base);
    } else if let Some(count) = app.count {
        draw_text(buf, rest, room, &count.to_string(), base);
    } else if let Some(line) = app.background_line() {
        draw_text(buf, rest, room, &line, base);
    } else {
        // Not bold: on the Linux console that is gray on gray.
        let used =
            summary(app, room).map_or(0, |text| draw_text(buf, rest, room, &text, base) + GAP);
        hints(app, Rect::new(rest.x + used, rest.y, room.saturating_sub(used), 1), base, buf);
    }
}

/// Where one is: the mode, the position in it, and what is selected or wrong.
///
/// How much is wrong gives way to a message that wouldn't fit beside it, and to the keys of what is
/// open over the grid; the position gives way to a message that needs the whole line.
fn place(app: &App, room: u16) -> String {
    let word = match (&app.mode, &app.record) {
        (Mode::Grid, Some(_)) => "DETAIL",
        (mode, _) => mode.label(),
    };
    let mut place = format!(" {word} {}", position(app, room >= WIDE));
    let said = app.message.as_ref().map_or(0, |message| width(&message.text));
    let fits = |left: &str| width(left) + usize::from(GAP) + said <= usize::from(room);
    if !fits(&place) {
        place = format!(" {word} {}", position(app, false));
    }
    if !fits(&place) && app.message.is_some() {
        return String::new();
    }
    if let (Some(selected), None) = (app.selection_label(), &app.message) {
        // What the cells come to tells more than the position of the cursor.
        let left = |place: &str| usize::from(room).saturating_sub(width(place) + usize::from(GAP));
        let whole = summary(app, u16::MAX).unwrap_or_default();
        if width(&whole) > left(&place) {
            return format!(" {word} {selected}");
        }
    }
    let tally = app.sheet.known_findings().map(Findings::tally).unwrap_or_default();
    if !matches!(app.mode, Mode::Grid) || app.selection.is_some() || tally.problems() == 0 {
        return place;
    }
    let with = format!("{place}  {}", tally_label(tally));
    if fits(&with) { with } else { place }
}

/// What the selected cells come to, if there is room for it.
fn summary(app: &App, room: u16) -> Option<String> {
    let summary = app.selection_summary().filter(|_| matches!(app.mode, Mode::Grid))?;
    Some(summary.describe(room.into())).filter(|text| !text.is_empty())
}

/// The position in what is open, and what is selected.
fn position(app: &App, in_words: bool) -> String {
    match &app.mode {
        Mode::Panel(panel) | Mode::Prompt(Prompt { panel: Some(panel), .. })
            if panel.is_empty() =>
        {
            String::new()
        }
        Mode::Panel(panel) | Mode::Prompt(Prompt { panel: Some(panel), .. }) => {
            format!("{}/{}", panel.list_state().selected + 1, panel.len())
        }
        _ => {
            let shown = app.order.len();
            let at = (app.order.nearest(app.viewport.row) + 1).min(shown);
            let is_in_file_order = app.filters.is_empty() && app.sort.is_none();
            let place = match app.order.row(at.saturating_sub(1)) {
                // The position isn't the row number that lists and messages use.
                Some(row) if !is_in_file_order && in_words => {
                    format!("row {row}, {at} of {shown} shown")
                }
                Some(row) if !is_in_file_order => format!("row {row}, {at}/{shown}"),
                _ if app.is_loading() => format!("{at}/…"),
                _ => format!("{at}/{shown}"),
            };
            match app.selection_label() {
                Some(selected) => format!("{place}  {selected}"),
                None => place,
            }
        }
    }
}

/// Draws the keys that help in this mode, as many as there is room for. Each can be clicked.
fn hints(app: &App, area: Rect, style: Style, buf: &mut Canvas) {
    let mut at = area.as_position();
    for (name, word) in helpful(app) {
        let keys = app.places().iter().map(|when| (*when, app.keymap.hint(*when, name)));
        let Some((when, key)) = keys.into_iter().find(|(_, key)| !key.is_empty()) else { continue };
        let hint = format!("{key} {word}");
        if usize::from(area.right().saturating_sub(at.x)) < width(&hint) {
            break;
        }
        let used = draw_text(buf, at, area.width, &hint, style);
        buf.target(Rect::new(at.x, at.y, used, 1), Target::Command { when, name });
        at.x += used + GAP;
    }
}

/// The commands that help in this mode, and a word for each.
fn helpful(app: &App) -> &'static [KeyHint] {
    match &app.mode {
        Mode::Grid if app.selection.is_some() => &[
            ("set", "set"),
            ("fill_down", "fill down"),
            ("clear_selection", "clear selection"),
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
        Mode::Prompt(prompt) => in_prompt(prompt),
        Mode::Editor(editor) => in_editor(editor),
        Mode::Picker(picker) if matches!(picker.offers, PickerKind::Cell { .. }) => &[
            ("choose", "take"),
            ("cancel", "cancel"),
            ("next", "down"),
            ("choose_next", "accept, next"),
        ],
        Mode::Picker(picker) if matches!(picker.offers, PickerKind::Views(_)) => {
            &[("choose", "show"), ("rename", "rename"), ("remove", "remove"), ("cancel", "cancel")]
        }
        Mode::Picker(picker) if matches!(picker.offers, PickerKind::Values(_)) => &[
            ("tick", "tick"),
            ("tick_all", "all"),
            ("all_but", "all but these"),
            ("choose", "show"),
            ("cancel", "cancel"),
        ],
        Mode::Menu(_) => {
            &[("choose", "run"), ("cancel", "close"), ("next_menu", "next menu"), ("next", "down")]
        }
        Mode::Picker(_) => &[("choose", "take"), ("cancel", "cancel"), ("next", "down")],
        Mode::Panel(panel) => panel.hints(),
        Mode::Ask(_) => &[],
        Mode::SuspectedPaste(_) => &[("paste", "paste"), ("forget", "discard")],
    }
}

/// The commands that help in a line that asks for a text, and a word for each.
fn in_prompt(prompt: &Prompt) -> &'static [KeyHint] {
    match prompt.kind {
        PromptKind::Path(_) => &[
            ("accept", "take"),
            ("next", "next file"),
            ("complete", "complete the path"),
            ("cancel", "cancel"),
        ],
        PromptKind::Report(_) => &[("accept", "write"), ("cancel", "cancel")],
        PromptKind::Change(_) => {
            &[("accept", "preview"), ("next_form", "forms"), ("cancel", "cancel")]
        }
        PromptKind::Condition(_) => {
            &[("accept", "accept"), ("next_form", "forms"), ("cancel", "cancel")]
        }
        _ if prompt.asks_for_pattern() => {
            &[("accept", "accept"), ("expression", "expression"), ("cancel", "cancel")]
        }
        _ => &[("accept", "accept"), ("cancel", "cancel")],
    }
}

/// The commands that help in an editor, and a word for each.
fn in_editor(editor: &Editor) -> &'static [KeyHint] {
    match &editor.body {
        EditorBody::Line(_) | EditorBody::Date(_) if editor.typed_over => &[
            ("commit", "accept"),
            ("cancel", "cancel"),
            ("commit_next", "accept, next"),
            ("edit_text", "move the caret"),
        ],
        EditorBody::Line(_) => {
            &[("commit", "accept"), ("cancel", "cancel"), ("commit_next", "accept, next")]
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
            ("commit_next", "accept, next"),
        ],
        EditorBody::Notes(_) => &[
            ("commit", "accept"),
            ("cancel", "cancel"),
            ("line_break", "new line"),
            ("edit_externally", "your editor"),
            ("undo_typing", "undo"),
        ],
        EditorBody::Parts(_) => &[
            ("commit", "accept"),
            ("cancel", "cancel"),
            ("next_field", "next field"),
            ("copy_parts", "copy from lead"),
        ],
    }
}
