//! What the lines of the screen depend on, so that those that look the same needn't be drawn again.

use crate::app::{App, EditorBody, Mode, Prompt, Versioned};
use crate::leads::{Field, Row};
use crate::view::areas::{Areas, areas};
use crate::view::grid::slots;
use crate::view::theme::Theme;
use crate::view::title;
use foldhash::quality::{FoldHasher, RandomState};
use ratatui::layout::Rect;
use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash, Hasher};

/// The most keys of leads that are kept: of a few screens.
const MAX_LEAD_KEYS: usize = 1_000;

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

    /// Whether it tells anything.
    pub fn is_known(self) -> bool {
        self.0.is_some()
    }

    /// Whether lines with these keys are known to look the same.
    pub fn is_same(self, other: Self) -> bool {
        self.0.is_some() && self.0 == other.0
    }
}

/// The keys of leads in one version of a sheet, made when they are first asked for, and how all keys are made.
#[derive(Debug, Default)]
pub struct LeadKeys {
    hashing: RandomState,
    version: u64,
    keys: HashMap<Row, u64, RandomState>,
}

impl LeadKeys {
    /// What a lead is drawn from, beside the version of the rest of the sheet.
    fn of(&mut self, app: &App, row: Row) -> u64 {
        let version = Versioned::version(&app.sheet);
        if self.version != version || self.keys.len() > MAX_LEAD_KEYS {
            self.version = version;
            self.keys.clear();
        }
        let hashing = &self.hashing;
        *self.keys.entry(row).or_insert_with(|| lead(app, row, hashing.build_hasher()))
    }
}

/// Makes a number of all that a change of cells may change of a lead.
fn lead(app: &App, row: Row, mut key: FoldHasher) -> u64 {
    let sheet = &app.sheet;
    if sheet.known_findings().is_none() {
        // What is wrong is worked out at each drawing.
        Versioned::version(sheet).hash(&mut key);
        return key.finish();
    }
    let annotation = sheet.annotation(row);
    (annotation.is_flagged, annotation.is_empty(), sheet.state(row)).hash(&mut key);
    (sheet.changes_of(row), sheet.changed_fields(row), sheet.levels(row)).hash(&mut key);
    let unchanged = sheet.known_unchanged_findings();
    for finding in unchanged.into_iter().flat_map(|unchanged| unchanged.row(row)) {
        finding.field.hash(&mut key);
    }
    key.finish()
}

/// The keys of all lines of the screen, from top to bottom.
///
/// Each is made of all that the line is drawn from: a line of the grid from its lead, the version of the rest of the
/// sheet, the columns in sight, the cursor, the selection, the search and the theme.
pub fn line_keys(app: &App, theme: &Theme, size: Rect, leads: &mut LeadKeys) -> Vec<LineKey> {
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
    let mut common = leads.hashing.build_hasher();
    let known = [
        app.sheet.known_findings().is_some(),
        app.sheet.known_unchanged_findings().is_some(),
        app.sheet.known_due().is_some(),
    ];
    (Versioned::version_of_rest(&app.sheet), known, theme, size.x, size.width).hash(&mut common);
    let mut set = |y: u16, hasher: &FoldHasher| {
        if let Some(key) = keys.get_mut(usize::from(y - size.y)) {
            *key = LineKey(Some(hasher.finish()));
        }
    };
    let mut title = common.clone();
    Versioned::version(&app.sheet).hash(&mut title);
    title::hash_inputs(app, &mut title);
    set(areas.title.y, &title);
    grid(app, &areas, common, leads, set);
    keys
}

/// Makes the keys of the columns' names and of the leads in sight.
fn grid(
    app: &App,
    areas: &Areas,
    mut common: FoldHasher,
    leads: &mut LeadKeys,
    mut set: impl FnMut(u16, &FoldHasher),
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
        (row, row.map(|row| leads.of(app, row))).hash(&mut lead);
        is_here.then_some(app.viewport.column).hash(&mut lead);
        if app.selection.is_some() {
            for slot in &slots {
                app.is_selected(position, slot.column).hash(&mut lead);
            }
        }
        set(areas.grid.y + line, &lead);
    }
}
