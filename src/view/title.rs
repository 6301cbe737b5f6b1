//! The title and the lines about the cell.

use crate::app::{App, Mode, Persistence, Prompt, PromptKind, Target, When};
use crate::leads::index::columns;
use crate::leads::{Field, plural, thousands};
use crate::sheet::{Filter, UnchangedFindings};
use crate::view::canvas::Canvas;
use crate::view::cell::{draw_text, draw_text_filled, width};
use crate::view::editor::line;
use crate::view::theme::{Role, Theme};
use ratatui::layout::{Position, Rect};
use std::hash::{Hash, Hasher};

/// Draws the title: the file and how many leads are in which state.
///
/// Where there isn't room for all of it, the states become symbols, then the filters are cut; the file's name
/// is cut last.
pub(crate) fn title(app: &App, theme: &Theme, area: Rect, buf: &mut Canvas) {
    if app.is_start_screen() {
        let text = " leadsheet · editor for the Leads CSV of Partner Center";
        draw_text_filled(buf, area.as_position(), area.width, text, theme.style(Role::Title));
        return;
    }
    buf.target(area, Target::Title);
    if !buf.is_wanted(area.y) {
        return;
    }
    let mut shown = shown(app);
    let name = width(&app.name) + width(&shown);
    let whole = usize::from(area.width).saturating_sub(NAME_GAP);
    let long = counts(app, None, area.width);
    let fits = name + width(&long) <= whole;
    let right = if fits { long } else { counts(app, Some(theme), area.width) };
    let room = area.width.saturating_sub(columns(width(&right)) + 1);
    let is_held = app.sheet.counts().held_back > 0;
    let style = theme.style(if is_held { Role::TitleWarn } else { Role::Title });
    draw_text_filled(buf, area.as_position(), area.width, "", style);
    let hidden = hidden_columns(app);
    if name + width(&hidden) < usize::from(room) {
        shown += &hidden;
    }
    // Filters that nobody could read don't cost a part of the name.
    let least = usize::from(room).saturating_sub(MIN_FILTER_WIDTH).min(width(&app.name) + 1);
    let name = columns(usize::from(room).saturating_sub(width(&shown)).max(least));
    let used = draw_text(buf, area.as_position(), name, &format!(" {}", app.name), style);
    let rest = Position::new(area.x + used, area.y);
    draw_text(buf, rest, room.saturating_sub(used), &shown, style);
    let x = area.right().saturating_sub(columns(width(&right))).max(area.x);
    draw_text(buf, Position::new(x, area.y), area.width, &right, style);
}

/// Hashes what the title is drawn from, besides the sheet and the theme.
pub(crate) fn hash_inputs(app: &App, hasher: &mut impl Hasher) {
    let is_failing = matches!(app.keeping, Persistence::Failed(_));
    app.is_start_screen().hash(hasher);
    let columns = (app.columns.len(), app.columns.all().count(), app.record.is_some());
    let labels = (app.check_label(), app.loading_label());
    (&app.name, shown(app), labels, is_failing, columns).hash(hasher);
}

/// The terminal columns before the file's name, and those that keep it apart from the counts.
const NAME_GAP: usize = 2;

/// How many columns filters have at least.
const MIN_FILTER_WIDTH: usize = 12;

/// The right part of the title: how many leads are in which state, in words or in a theme's symbols, and what
/// else is true of the file.
fn counts(app: &App, symbols: Option<&Theme>, room: u16) -> String {
    if let Some(loading) = app.loading_label() {
        return format!("{loading} ");
    }
    let counts = app.sheet.counts();
    let stages = counts.by_stage().map(|(number, state)| match symbols {
        None => format!("{} {}", thousands(number), state.label()),
        Some(theme) => format!("{}{}", theme.symbol(state), thousands(number)),
    });
    let mut stages: Vec<String> = stages.collect();
    let mut parts = vec![plural(counts.rows, "lead")];
    parts.extend(app.check_label());
    if app.sheet.lacks_check() {
        // Which of them are held back isn't known before all leads are compared.
        let changed = app.sheet.changed_rows().count();
        stages =
            (changed > 0).then(|| format!("{} changed", thousands(changed))).into_iter().collect();
    }
    match symbols {
        None => parts.extend(stages),
        Some(_) if stages.is_empty() => {}
        Some(_) => parts.push(stages.join(" ")),
    }
    if app.sheet.is_read_only() {
        parts.push("read-only".to_owned());
    }
    if matches!(app.keeping, Persistence::Failed(_)) {
        parts.push("not saved".to_owned());
    }
    parts.extend(own_lists(app, &parts, room));
    let expiring = expiring(app, &parts, room);
    let takes_all = expiring.is_none();
    parts.extend(expiring);
    parts.extend(minor(app, &parts, room, takes_all));
    format!("{} ", parts.join(" · "))
}

/// Draws what to do next in the tour.
pub(crate) fn tour(app: &App, theme: &Theme, area: Rect, buf: &mut Canvas) {
    for (line, y) in app.tour_lines(area.width).iter().zip(area.y..area.bottom()) {
        let at = Position::new(area.x, y);
        draw_text_filled(buf, at, area.width, &format!(" {line}"), theme.style(Role::Status));
    }
}

/// Which leads are shown, if not all of them in file order.
fn shown(app: &App) -> String {
    let filters = Filter::describe_all(&app.filters, &app.sheet);
    let filtered = match filters.as_slice() {
        [] => String::new(),
        filters => format!(" · only {}", filters.join(" + ")),
    };
    let sorted = app.sort.map(|sort| format!(" · by {}", app.short_name(sort.field)));
    filtered + &sorted.unwrap_or_default()
}

/// How many columns the grid shows, if not all of them.
fn hidden_columns(app: &App) -> String {
    let (shown, all) = (app.columns.len(), app.columns.all().count());
    if app.record.is_some() || shown == all {
        return String::new();
    }
    format!(" · {shown} of {}", plural(all, "column"))
}

/// The part of the title about the leads that expire within the next days, where there is room for it.
fn expiring(app: &App, parts: &[String], room: u16) -> Option<String> {
    let today = app.sheet.context().today;
    let (count, last) =
        app.sheet.known_due()?.expiring(today, app.sheet.day_ahead(EXPIRES_WITHIN))?;
    let verb = if count == 1 { "expires" } else { "expire" };
    let part = match (last - today).num_days() {
        0 => format!("{count} {verb} today"),
        1 => format!("{count} {verb} by tomorrow"),
        _ => format!("{count} {verb} by {}", last.format("%a")),
    };
    Room::new(app, parts, room).beside_name(&part).then_some(part)
}

/// How many days ahead the title looks: as long as the name of a day tells which one it is.
const EXPIRES_WITHIN: u32 = 6;

/// The part of the title about the wrong cells of unchanged leads, where there is room for it: also that of the
/// number of hidden columns, where it may take that.
fn minor(app: &App, parts: &[String], room: u16, takes_all: bool) -> Option<String> {
    let count = app.sheet.known_unchanged_findings().map_or(0, UnchangedFindings::count);
    let short = plural(count, "note");
    let long = format!("{short} in unchanged leads");
    let room = Room::new(app, parts, room);
    let part = if room.beside_columns(&long) { long } else { short };
    let fits = if takes_all { room.beside_name(&part) } else { room.beside_columns(&part) };
    (count > 0 && fits).then_some(part)
}

/// The room for a further part of the title.
struct Room<'p> {
    parts: &'p [String],
    width: usize,
    /// The width of the file's name and the filters, and that with the number of hidden columns.
    before: [usize; 2],
}

impl<'p> Room<'p> {
    fn new(app: &App, parts: &'p [String], room: u16) -> Self {
        let name = width(&app.name) + width(&shown(app)) + NAME_GAP;
        Self { parts, width: room.into(), before: [name, name + width(&hidden_columns(app))] }
    }

    /// Whether a part leaves the file's name and the filters whole.
    fn beside_name(&self, part: &str) -> bool {
        self.leaves(self.before[0], part)
    }

    /// Whether a part leaves the number of hidden columns as well.
    fn beside_columns(&self, part: &str) -> bool {
        self.leaves(self.before[1], part)
    }

    fn leaves(&self, before: usize, part: &str) -> bool {
        width(&format!("{} · {part} ", self.parts.join(" · "))) + before <= self.width
    }
}

/// The part of the title about the user's own lists: their names, or how many there are where
/// the names would leave too little room for the file's.
fn own_lists(app: &App, parts: &[String], room: u16) -> Option<String> {
    let lists = &app.sheet.context().lists;
    let names = lists.note()?;
    let taken = width(&parts.join(" · ")) + width(&names) + " · ".len();
    if taken + width(&app.name).min(MIN_FILE_NAME_WIDTH) < usize::from(room) {
        return Some(names);
    }
    Some(plural(lists.own().len(), "own list"))
}

/// The columns of the title that are left for the file's name where they can be.
const MIN_FILE_NAME_WIDTH: usize = 16;

/// Draws the two lines about the cell under the cursor.
pub(crate) fn context(app: &App, theme: &Theme, area: Rect, buf: &mut Canvas) {
    buf.target(area, Target::Context);
    let about = app.cell_info();
    let at = area.as_position();
    let used =
        draw_text(buf, at, area.width, &format!("{}: ", about.column), theme.style(Role::Column));
    let rest = Position::new(at.x + used, at.y);
    let room = area.width - used.min(area.width);
    let used = draw_text(buf, rest, room, &about.text, theme.style(Role::Text)) + 2;
    let beside = Position::new(rest.x + used, at.y);
    draw_text(buf, beside, room.saturating_sub(used), &about.detail, theme.style(Role::Good));
    // The explanation begins behind the text where it is longer than its own line.
    let detail = match width(&about.detail) {
        0 => 0,
        detail => columns(detail) + GAP,
    };
    let begun = area.width.min(beside.x - at.x + detail);
    let (first, explanation) = flow(&about.explanation, area.width - begun, area.width);
    draw_text(
        buf,
        Position::new(at.x + begun, at.y),
        area.width - begun,
        first,
        theme.style(about.tone),
    );
    if area.height > 1 {
        let line = Position::new(at.x, at.y + 1);
        let more = format!(" ({} more)", app.keymap.hint(When::Grid, "help"));
        let room = match app.mode {
            Mode::Grid if width(explanation) > usize::from(area.width) => {
                area.width.saturating_sub(columns(width(&more)))
            }
            _ => area.width,
        };
        let used = draw_text(buf, line, room, explanation, theme.style(about.tone));
        if room < area.width {
            draw_text(
                buf,
                Position::new(line.x + used, line.y),
                area.width - room,
                &more,
                theme.style(Role::Key),
            );
        }
    }
}

/// The terminal columns between the text of a cell and what follows it on its line.
const GAP: u16 = 2;

/// The least room in which it is worthwhile to begin an explanation.
const MIN_BEGUN: u16 = 16;

/// Splits an explanation in what stands in some room before its own line, and the rest: between words, and
/// only if it's too long for its line and all of it fits then.
fn flow(text: &str, before: u16, line: u16) -> (&str, &str) {
    if before < MIN_BEGUN || width(text) <= usize::from(line) {
        return ("", text);
    }
    let blanks = text.match_indices(' ').map(|(at, _)| text.split_at(at));
    let last = blanks.take_while(|(first, _)| width(first) <= usize::from(before)).last();
    match last.map(|(first, rest)| (first, &rest[1..])) {
        Some((first, rest)) if width(rest) <= usize::from(line) => (first, rest),
        _ => ("", text),
    }
}

/// Draws the line that asks for a text, and what would come of it; returns the place of the caret.
pub(crate) fn prompt(
    app: &App,
    prompt: &Prompt,
    theme: &Theme,
    area: Rect,
    buf: &mut Canvas,
) -> Position {
    buf.target(area, Target::Context);
    draw_text_filled(buf, area.as_position(), area.width, "", theme.style(Role::Text));
    let label = format!("{}: ", asks(app, prompt));
    let most = area.width * 2 / 3;
    let used = draw_text(buf, area.as_position(), most, &label, theme.style(Role::Column));
    let room = area.width - used;
    let text = Position::new(area.x + used, area.y);
    let style = theme.style(Role::Editor);
    draw_text_filled(buf, text, room, "", style);
    let caret = line(&prompt.input, (style, theme), Rect::new(text.x, text.y, room, 1), 0, buf);
    if area.height > 1 {
        let (say, role) = match &prompt.answer {
            Ok(say) => (say, Role::Note),
            Err(say) => (say, Role::Warning),
        };
        let at = Position::new(area.x, area.y + 1);
        draw_text(buf, at, area.width, say, theme.style(role));
    }
    caret
}

/// What a prompt asks for.
fn asks(app: &App, prompt: &Prompt) -> String {
    let name = |field: Field| app.short_name(field);
    let is_regex = prompt.is_regex && prompt.asks_for_pattern();
    let what = if is_regex { "expression" } else { "text" };
    match &prompt.kind {
        PromptKind::Report(_) => "Report file".to_owned(),
        PromptKind::Path(wanted) => wanted.label().to_owned(),
        PromptKind::Change(cells) => match cells.fields.as_slice() {
            [field] => format!("Change {}", name(*field)),
            _ => "Change the selected cells".to_owned(),
        },
        PromptKind::ViewName(None) => "Name of the view".to_owned(),
        PromptKind::ViewName(Some(old)) => format!("New name of the view \"{old}\""),
        PromptKind::Search { .. } | PromptKind::Lines { .. } => format!("Search {what}"),
        PromptKind::Filter(Some(field)) => format!("Leads with {what} in {}", name(*field)),
        PromptKind::Condition(_) => "Leads where".to_owned(),
        PromptKind::Filter(None) => format!("Leads with {what} in any column"),
        PromptKind::Replace(cells) => match cells.as_slice() {
            [first, rest @ ..] if rest.iter().all(|cell| cell.field == first.field) => {
                format!("Replace {what} in {}", name(first.field))
            }
            _ => format!("Replace {what} in the selected cells"),
        },
        PromptKind::With { pattern, .. } => format!("Replace \"{}\" with", pattern.typed()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_explanation_uses_the_room_of_both_lines_if_that_is_enough() {
        let text = "Reason is empty; a lost lead needs one.";
        assert_eq!(flow(text, 20, 39), ("", text), "it fits its own line");
        assert_eq!(flow(text, 20, 30), ("Reason is empty; a", "lost lead needs one."));
        assert_eq!(flow(text, 15, 30), ("", text), "there is little room before it");
        assert_eq!(flow(text, 20, 19), ("", text), "it wouldn't fit even so");
        assert_eq!(flow("one_word_without_any_blank", 20, 20), ("", "one_word_without_any_blank"));
    }
}
