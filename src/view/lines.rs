//! What the lines of the screen depend on, so that those that look the same needn't be drawn again.

use crate::app::{App, EditorBody, Mode, Prompt, Versioned};
use crate::leads::Field;
use crate::view::areas::{Areas, areas};
use crate::view::grid::slots;
use crate::view::theme::Theme;
use crate::view::title;
use ratatui::layout::Rect;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What a line of the screen depends on: lines with the same key look the same, wherever they are. One without a key
/// may always look otherwise.
#[derive(Clone, Copy, Debug, Default)]
pub struct LineKey(Option<u64>);

impl LineKey {
    /// A key of what some lines have in common, as tests need it.
    #[cfg(test)]
    pub(crate) fn of_number(number: u64) -> Self {
        Self(Some(number))
    }

    /// Whether lines with these keys are known to look the same.
    pub fn is_same(self, other: Self) -> bool {
        self.0.is_some() && self.0 == other.0
    }
}

/// The keys of all lines of the screen, from top to bottom.
///
/// Each is made of all that the line is drawn from: a line of the grid from its lead, the version of the sheet, the
/// columns in sight, the cursor, the selection, the search and the theme.
pub fn line_keys(app: &App, theme: &Theme, size: Rect) -> Vec<LineKey> {
    let mut keys = vec![LineKey::default(); size.height.into()];
    let areas = areas(size, app);
    // What else is open may be drawn over any line.
    let has_grid = match &app.mode {
        Mode::Grid => true,
        Mode::Editor(editor) => matches!(editor.body, EditorBody::Line(_)),
        Mode::Prompt(Prompt { panel, .. }) => panel.is_none(),
        _ => false,
    };
    if !has_grid || app.record.is_some() || app.hints_shown || areas.are_too_small() {
        return keys;
    }
    let mut common = DefaultHasher::new();
    let known = [
        app.sheet.known_findings().is_some(),
        app.sheet.known_unchanged_findings().is_some(),
        app.sheet.known_due().is_some(),
    ];
    (Versioned::version(&app.sheet), known, theme, size.x, size.width).hash(&mut common);
    let mut set = |y: u16, hasher: &DefaultHasher| {
        if let Some(key) = keys.get_mut(usize::from(y - size.y)) {
            *key = LineKey(Some(hasher.finish()));
        }
    };
    let mut title = common.clone();
    title::hash_inputs(app, &mut title);
    set(areas.title.y, &title);
    grid(app, &areas, common, set);
    keys
}

/// Makes the keys of the columns' names and of the leads in sight.
fn grid(
    app: &App,
    areas: &Areas,
    mut common: DefaultHasher,
    mut set: impl FnMut(u16, &DefaultHasher),
) {
    let slots = slots(app, areas);
    let fields: Vec<Field> = slots.iter().map(|slot| app.columns.field(slot.column)).collect();
    (areas.frozen, areas.numbers, areas.grid.x, &slots, &fields).hash(&mut common);
    let mut header = common.clone();
    app.sort.hash(&mut header);
    set(areas.header.y, &header);
    let pattern = app.search.as_ref().map(|search| &search.pattern);
    pattern.map(|pattern| (pattern.typed(), pattern.is_regex())).hash(&mut common);
    for line in 0..areas.grid.height {
        let position = app.viewport.top + u32::from(line);
        let row = app.order.row(position);
        let is_here = row == Some(app.viewport.row);
        // The editor is drawn over the line of its cell.
        if is_here && matches!(app.mode, Mode::Editor(_)) {
            continue;
        }
        let mut lead = common.clone();
        (row, is_here.then_some(app.viewport.column)).hash(&mut lead);
        if app.selection.is_some() {
            for slot in &slots {
                app.is_selected(position, slot.column).hash(&mut lead);
            }
        }
        set(areas.grid.y + line, &lead);
    }
}
