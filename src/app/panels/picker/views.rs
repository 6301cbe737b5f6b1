//! The list of views with a name.

use crate::app::app::App;
use crate::app::mode::Mode;
use crate::app::panels::picker::state::{Picker, PickerKind};
use crate::app::panels::prompt::state::{PromptKind, open_prompt};
use crate::app::views::saved::SavedView;

/// A view in the list.
#[derive(Clone, Debug)]
pub struct ViewLine {
    /// The view.
    pub view: SavedView,
    /// What it shows, in a few words.
    pub detail: String,
    /// Whether it was saved by the user.
    pub is_saved: bool,
}

/// Lists the views.
pub(crate) fn open_views(app: &mut App) {
    let line = |(view, is_saved): (SavedView, bool)| {
        let detail = app.describe_view(&view.view);
        ViewLine { view, detail, is_saved }
    };
    let lines = app.views().into_iter().map(line).collect();
    app.mode = Mode::Picker(Picker::open("Views", PickerKind::Views(lines)));
}

/// Shows the view of a line.
pub(crate) fn show(app: &mut App, lines: &[ViewLine], at: usize) {
    if let Some(line) = lines.get(at) {
        app.show_view(&line.view);
    }
}

/// The selected view, if it was saved; says so if it comes with the program.
fn selected(app: &mut App) -> Option<SavedView> {
    let Mode::Picker(picker) = &app.mode else { return None };
    let PickerKind::Views(lines) = &picker.offers else { return None };
    let line = lines.get(picker.selected()?)?.clone();
    if !line.is_saved {
        app.set_status(format!("\"{}\" comes with the program; it stays.", line.view.name));
    }
    line.is_saved.then_some(line.view)
}

/// Removes the selected view and lists the others.
pub(crate) fn remove(app: &mut App) {
    if let Some(view) = selected(app) {
        app.remove_view(&view.name);
        open_views(app);
    }
}

/// Asks for another name of the selected view.
pub(crate) fn rename(app: &mut App) {
    if let Some(view) = selected(app) {
        open_prompt(app, PromptKind::ViewName(Some(view.name.clone())));
        if let Mode::Prompt(prompt) = &mut app.mode {
            prompt.input.paste(&view.name);
        }
        app.answer_prompt();
    }
}

/// Shows or saves a view, if that is what was typed in the palette: `view NAME`, `view save NAME`.
pub(crate) fn is_asked(app: &mut App, typed: &str) -> bool {
    let Some(("view", name)) = typed.split_once(' ') else { return false };
    if let Some(name) = name.strip_prefix("save ") {
        app.save_view(name);
        return true;
    }
    let is_meant = |view: &SavedView| view.name.to_lowercase() == name.trim().to_lowercase();
    match app.views().into_iter().find(|(view, _)| is_meant(view)) {
        Some((view, _)) => app.show_view(&view),
        None => app.set_error(format!("There is no view \"{}\".", name.trim())),
    }
    true
}
