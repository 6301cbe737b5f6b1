//! The line that greets a new user.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::mode::Mode;

/// How many times the welcome is shown: after that its keys are known.
const MAX_WELCOMES: u32 = 3;

impl App {
    /// Names the keys that matter, where there is no other message and the user is new. The next key removes it.
    pub(crate) fn welcome(&mut self) {
        let is_quiet = self.message.is_none() && matches!(self.mode, Mode::Grid);
        if !is_quiet || self.preferences.welcomes >= MAX_WELCOMES {
            return;
        }
        let key = |name| self.keymap.hint(When::Grid, name);
        let (edit, outcome, export) = (key("edit"), key("outcome"), key("export"));
        let help = key("help");
        self.set_status(format!(
            "Welcome. {edit} edits, {outcome} sets the outcome, {export} exports; {help} helps."
        ));
        self.remember(|preferences| preferences.welcomes += 1);
    }
}
