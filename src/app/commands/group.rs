//! One suggestion for all cells that have the same thing wrong with them.

use crate::app::{App, Entry, List, Mode, Tone};
use crate::leads::Finding;
use crate::sheet::Edit;

/// The cells that one suggestion would put right, and how many like them it leaves alone.
struct Group {
    sets: Vec<(u32, u32, String)>,
    locked: usize,
    /// In leads without changes: putting these right would upload leads that nobody meant to upload.
    untouched: usize,
}

/// Shows what the suggestion of the selected problem would do to all cells like it.
pub(super) fn preview(app: &mut App) {
    let Mode::List(list) = &app.mode else { return };
    let line = list.lines.get(list.window.at);
    let Some((row, Some(field), rule)) =
        line.and_then(|line| Some((line.target?.0, line.target?.1, line.rule?)))
    else {
        return app.say("There is no problem of a cell to put right here.");
    };
    if app.read_only {
        return app.complain("Nothing can be changed: the file was opened with --read-only.");
    }
    let Some(fix) = suggestion(app, row, field, rule) else {
        return app.say("There is no suggestion for this problem; Enter goes to its cell.");
    };
    let old = app.sheet.text(row, field).into_owned();
    let group = group(app, field, rule, (&old, &fix));
    if group.sets.is_empty() {
        return app.say("The cell is locked; nothing can be put right here.");
    }
    let name = app.sheet.layout().name(field as usize);
    let cells = cells(group.sets.len());
    let mut entries = vec![Entry::new(
        name,
        format!("{cells}: {} → {fix}", if old.is_empty() { "empty" } else { &old }),
        Tone::Heading,
    )];
    for (number, why) in [(group.locked, "locked"), (group.untouched, "in leads without changes")] {
        if number > 0 {
            let say = format!("left out, {why}: {} with the same text", self::cells(number));
            entries.push(Entry::new("", say, Tone::Locked));
        }
    }
    entries.extend(group.sets.iter().map(|(row, field, _)| {
        let say = format!("{old} → {fix}   {}", app.sheet.layout().name(*field as usize));
        Entry::new(format!("row {}", row + 1), say, Tone::Plain)
    }));
    let mut list =
        List::new(format!("{cells}: Enter puts the suggestion in, Esc doesn't"), entries);
    list.edit = Some(Edit::new(format!("suggestion {name}"), group.sets));
    app.mode = Mode::List(list);
}

/// Returns what a rule suggests for a cell.
fn suggestion(app: &App, row: u32, field: u32, rule: &str) -> Option<String> {
    let found: Vec<Finding> = app.sheet.findings_at(row, field);
    found.into_iter().filter(|f| f.rule.code == rule).find_map(|f| f.fix)
}

/// Finds the cells of changed leads in the same column, or family of columns, with the same text and
/// suggestion.
fn group(app: &App, field: u32, rule: &str, (old, fix): (&str, &str)) -> Group {
    let sheet = &app.sheet;
    let layout = sheet.layout();
    let entry = |field: usize| layout.col(field).map(|col| std::ptr::from_ref(col.column()));
    let wanted = entry(field as usize);
    let alike: Vec<u32> = (0..layout.len())
        .filter(|&f| f == field as usize || (wanted.is_some() && entry(f) == wanted))
        .map(|f| f as u32)
        .collect();
    let mut group = Group { sets: Vec::new(), locked: 0, untouched: 0 };
    let cells = (0..sheet.rows()).flat_map(|row| alike.iter().map(move |field| (row, *field)));
    for (row, field) in cells.filter(|&(row, field)| sheet.text(row, field) == old) {
        if sheet.permit(row, field).is_err() {
            group.locked += 1;
        } else if sheet.changes_of(row).is_empty() {
            group.untouched += 1;
        } else if suggestion(app, row, field, rule).as_deref() == Some(fix) {
            group.sets.push((row, field, fix.to_owned()));
        }
    }
    group
}

/// Makes the edit that a preview shows.
pub(super) fn apply(app: &mut App, edit: Edit) {
    let count = edit.sets.len();
    match app.sheet.apply(edit) {
        Ok(_) => app.say(format!("The suggestion was put into {}; u takes it back.", cells(count))),
        Err(refusal) => app.refuse(&refusal.lock),
    }
}

fn cells(count: usize) -> String {
    format!("{count} cell{}", if count == 1 { "" } else { "s" })
}
