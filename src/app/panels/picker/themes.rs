//! The list of themes: the selected one is shown, the chosen one is kept.

use crate::app::app::App;
use crate::app::mode::Mode;
use crate::app::panels::picker::state::{Picker, PickerKind};

impl App {
    /// The name of the theme to draw in: the selected one while one is being chosen.
    pub fn theme_name(&self) -> &str {
        match &self.mode {
            Mode::Picker(Picker { offers: PickerKind::Themes(themes), at, shown, .. }) => {
                let selected = shown.get(*at).and_then(|at| themes.get(*at));
                selected.map_or(self.theme.name(), |theme| &theme.name)
            }
            _ => self.theme.name(),
        }
    }

    /// Opens the list of themes, the current one selected.
    pub(crate) fn pick_theme(&mut self) {
        let themes = self.theme.all.clone();
        let current = themes.iter().position(|theme| theme.name == self.theme.name());
        let mut picker = Picker::open("Theme", PickerKind::Themes(themes));
        picker.at = current.unwrap_or_default();
        self.mode = Mode::Picker(picker);
    }

    /// Uses a theme from now on, and at the next start.
    pub(crate) fn choose_theme(&mut self, name: &str) {
        self.theme.chosen = Some(name.to_owned());
        self.remember(|preferences| preferences.theme = Some(name.to_owned()));
        self.set_status(if self.theme.is_set {
            format!("Theme {name}, until you quit: the next start has the one that is set.")
        } else {
            format!("Theme {name}, also at the next start.")
        });
    }
}
