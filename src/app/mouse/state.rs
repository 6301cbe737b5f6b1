//! Whether the mouse is used, and what it holds.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::mouse::drag::TERMINAL_SELECTION;
use crate::app::mouse::input::{MouseAction, MouseButton, MouseInput};
use crate::app::mouse::target::Target;

/// Whether the mouse is used, and what it holds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mouse {
    /// What the user chose; nothing leaves it to the terminal.
    chosen: Option<bool>,
    /// Whether the user's settings say so.
    is_configured: bool,
    /// Whether the terminal has no mouse, or can't report it.
    is_missing: bool,
    /// What the left button was pressed on, while it is held.
    pub(crate) held: Option<Held>,
    /// What was clicked last.
    clicked: Option<Target>,
}

/// What the left button was pressed on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held {
    /// What is held.
    pub(crate) target: Target,
    /// Where on the screen it was pressed.
    pub(crate) at: (u16, u16),
    /// How wide the column was then whose border is held.
    pub(crate) width: u16,
    /// The last movement, if it went beyond the cells in sight: it goes on while the mouse rests there.
    pub(crate) beyond: Option<MouseInput>,
}

impl Mouse {
    /// What the user has set, else what is remembered of an earlier choice.
    pub(crate) fn new(configured: Option<bool>, remembered: Option<bool>) -> Self {
        let is_configured = configured.is_some();
        Self { chosen: configured.or(remembered), is_configured, ..Self::default() }
    }

    /// Notes a click, and tells whether it counts: a second click on something that only the first one
    /// brought to light doesn't.
    pub(crate) fn counts_click(&mut self, target: Target, clicks: u8) -> bool {
        let is_same = match (self.clicked, target) {
            // Where the text begins on the screen depends on the caret.
            (Some(Target::Text { part: before, .. }), Target::Text { part, .. }) => before == part,
            (before, target) => before == Some(target),
        };
        if clicks > 1 && !is_same {
            return false;
        }
        self.clicked = Some(target);
        true
    }

    /// Whether the mouse is used.
    pub fn is_on(&self) -> bool {
        self.chosen.unwrap_or(!self.is_missing)
    }
}

impl App {
    /// Takes whether the terminal can report its mouse. A user's choice wins over it.
    pub fn set_terminal_mouse(&mut self, can_report: bool) {
        self.mouse.is_missing = !can_report;
    }

    /// Turns the mouse on or off, for the next runs too unless the user's settings say which.
    pub(crate) fn toggle_mouse(&mut self) {
        let on = !self.mouse.is_on();
        (self.mouse.chosen, self.mouse.held) = (Some(on), None);
        let key = self.keymap.hint(When::Grid, "mouse");
        let text = if on {
            format!("The mouse is on. {TERMINAL_SELECTION}")
        } else {
            format!(
                "The mouse is off, so that it selects text for the terminal; {key} turns it on."
            )
        };
        if self.mouse.is_configured {
            return self.set_status(format!("{text} The next run follows config.toml again."));
        }
        self.remember(|preferences| preferences.mouse = Some(on));
        self.set_status(text);
    }

    /// Whether a drag goes on without the mouse being moved, until it is released.
    pub fn scrolls_by_itself(&self) -> bool {
        self.mouse.held.is_some_and(|held| held.beyond.is_some())
    }

    /// Takes something that was done with the mouse.
    pub(crate) fn take_mouse(&mut self, done: MouseInput) {
        // What still comes after the mouse was turned off means nothing.
        if !self.mouse.is_on() {
            return;
        }
        match done.action {
            MouseAction::Press(MouseButton::Left, clicks) => self.press(done, clicks),
            MouseAction::Press(MouseButton::Right, _) => self.press_right(done),
            // Many terminals paste with it themselves.
            MouseAction::Press(MouseButton::Middle, _) => {}
            MouseAction::Drag => self.drag(done),
            MouseAction::Release => self.release(),
            MouseAction::Wheel(down, right) => self.turn_wheel(done, down, right),
        }
    }
}
