//! Views with a name: saved by the user for every file, and a few that come with the program.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::grid::filter::arrange;
use crate::app::views::spec::{Arrangement, ViewSpec};
use crate::sheet::{Filter, Order};
use serde::{Deserialize, Serialize};

/// A view with a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Its name.
    pub name: String,
    /// What it shows.
    pub view: ViewSpec,
}

/// The longest name of a view, in characters.
pub(crate) const MAX_NAME_CHARS: usize = 40;

/// The views that come with the program.
fn built_in() -> Vec<SavedView> {
    let status = "Partner Referral Status";
    let view = |name: &str, view: ViewSpec| SavedView { name: name.to_owned(), view };
    vec![
        view("needs an answer", ViewSpec::work().with_value(status, "New")),
        view(
            "active, by close date",
            ViewSpec::work().with_value(status, "Active").by("Estimated Close Date"),
        ),
        view("everything", ViewSpec::all()),
    ]
}

/// Whether two names are those of one view.
fn is_same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

impl App {
    /// The views that can be shown: the saved ones, then those that come with the program, and whether each
    /// is saved.
    pub(crate) fn views(&self) -> Vec<(SavedView, bool)> {
        let saved = &self.preferences.views;
        let is_free = |view: &SavedView| !saved.iter().any(|own| is_same(&own.name, &view.name));
        let others = built_in().into_iter().filter(is_free).map(|view| (view, false));
        saved.iter().cloned().map(|view| (view, true)).chain(others).collect()
    }

    /// The saved view of a name.
    pub(crate) fn saved_view(&self, name: &str) -> Option<&SavedView> {
        self.preferences.views.iter().find(|view| is_same(&view.name, name))
    }

    /// Describes a view in a few words, as far as the file has its columns.
    pub(crate) fn describe_view(&self, view: &ViewSpec) -> String {
        let Arrangement { filters, sort, .. } = view.arrangement(&self.sheet);
        let mut parts = Filter::describe_all(&filters, &self.sheet);
        if parts.is_empty() {
            parts.push("all leads".to_owned());
        }
        parts.extend(sort.map(|sort| format!("by {}", self.short_name(sort.field))));
        let mut columns = self.columns.clone();
        view.show_columns(&self.sheet, &mut columns);
        parts.push(format!("{} columns", columns.len()));
        parts.join(" · ")
    }

    /// What comes of a name that is typed for a view.
    pub(crate) fn about_name(&self, old: Option<&str>, typed: &str) -> String {
        let is_taken = self.saved_view(typed).is_some();
        match old {
            Some(old) if is_taken && !is_same(old, typed) => "there is such a view".to_owned(),
            Some(_) => "the view stays as it is".to_owned(),
            None => {
                let what = self.describe_view(&self.view_spec());
                let how = if is_taken { "replaces the view of this name with" } else { "saves" };
                format!("{how} {what}")
            }
        }
    }

    /// Takes the name that was typed: another one for a view, or one for what is shown now.
    pub(crate) fn name_view(&mut self, old: Option<&str>, typed: &str) {
        match old {
            Some(old) => self.rename_view(old, typed),
            None => self.save_view(typed),
        }
    }

    /// Saves what is shown now as a view, in the place of one with this name.
    pub(crate) fn save_view(&mut self, name: &str) {
        let name: String = name.trim().chars().take(MAX_NAME_CHARS).collect();
        if name.is_empty() {
            return self.set_status("A view needs a name; nothing is saved.");
        }
        let view = self.view_spec();
        let is_new = self.saved_view(&name).is_none();
        self.remember(|p| match p.views.iter_mut().find(|view| is_same(&view.name, &name)) {
            Some(own) => own.view = view,
            None => p.views.push(SavedView { name: name.clone(), view }),
        });
        let key = self.keymap.hint(When::Grid, "views");
        let done = if is_new { "saved" } else { "saved again" };
        self.set_status(format!("View \"{name}\" is {done}; {key} lists the views."));
    }

    /// Gives a saved view another name.
    pub(crate) fn rename_view(&mut self, old: &str, new: &str) {
        let new: String = new.trim().chars().take(MAX_NAME_CHARS).collect();
        if !is_same(old, &new) && self.saved_view(&new).is_some() {
            return self.set_error(format!("There is a view \"{new}\" already."));
        }
        self.remember(|p| {
            if let Some(view) = p.views.iter_mut().find(|view| is_same(&view.name, old)) {
                view.name.clone_from(&new);
            }
        });
        self.set_status(format!("View \"{old}\" is called \"{new}\" now."));
    }

    /// Removes a saved view.
    pub(crate) fn remove_view(&mut self, name: &str) {
        self.remember(|p| p.views.retain(|view| !is_same(&view.name, name)));
        self.set_status(format!("View \"{name}\" is removed."));
    }

    /// Shows a view; if no lead fits it, nothing changes.
    pub(crate) fn show_view(&mut self, SavedView { name, view }: &SavedView) {
        let Arrangement { filters, sort, mut missing } = view.arrangement(&self.sheet);
        if Order::new(&self.sheet, &filters, sort).is_empty() && self.sheet.row_count() > 0 {
            return self.set_status(format!("No lead fits the view \"{name}\"; nothing changes."));
        }
        let field = self.cell().field;
        missing.extend(view.show_columns(&self.sheet, &mut self.columns));
        self.viewport.column = self.columns.nearest(field);
        arrange(self, filters, sort);
        missing.sort_unstable();
        missing.dedup();
        if !missing.is_empty() {
            self.add_to_status(&format!("This file has no column {}.", missing.join(", ")));
        }
        if let Some(message) = &mut self.message {
            message.text = format!("View \"{name}\": {}", message.text);
        }
    }
}
