//! What is done with the mouse.

use crate::app::mouse::target::Target;

/// Something that was done with the mouse, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MouseInput {
    /// What was done.
    pub action: MouseAction,
    /// The column and the line of the screen, counted from 0.
    pub at: (u16, u16),
    /// Whether Shift was held. Most terminals keep it for themselves.
    pub shift: bool,
    /// Whether Ctrl was held.
    pub ctrl: bool,
    /// What is there on the screen that was drawn last. Who gives the input to the program looks it up.
    pub target: Option<Target>,
    /// How far it is from the left and from the top of the target's area.
    pub offset: (u16, u16),
}

/// What is done with the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseAction {
    /// A button was pressed: the number counts quick presses at this place.
    Press(MouseButton, u8),
    /// The mouse was moved while a button is held.
    Drag,
    /// The button was released.
    Release,
    /// The wheel was turned: the notches down, and the notches to the right.
    Wheel(i16, i16),
}

/// A button of the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name is the button's own")]
pub enum MouseButton {
    Left,
    Middle,
    Right,
}

impl MouseInput {
    /// An action at a place of the screen, with no key held.
    pub const fn new(action: MouseAction, at: (u16, u16)) -> Self {
        Self { action, at, shift: false, ctrl: false, target: None, offset: (0, 0) }
    }

    /// The input that stands for this one and a later one, if nothing is lost by it: of a movement only the
    /// newest place counts, and notches of the wheel add up.
    pub(crate) fn merged(self, later: Self) -> Option<Self> {
        match (self.action, later.action) {
            (MouseAction::Drag, MouseAction::Drag) => Some(later),
            (MouseAction::Wheel(down, right), MouseAction::Wheel(more_down, more_right))
                if (self.at, self.shift, self.ctrl) == (later.at, later.shift, later.ctrl) =>
            {
                let (down, right) =
                    (down.saturating_add(more_down), right.saturating_add(more_right));
                Some(Self { action: MouseAction::Wheel(down, right), ..later })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_run_of_movements_the_newest_counts_and_notches_add_up() {
        let drag = |x| MouseInput::new(MouseAction::Drag, (x, 0));
        let wheel = |down, at| MouseInput::new(MouseAction::Wheel(down, 0), at);
        assert_eq!(drag(1).merged(drag(2)), Some(drag(2)));
        assert_eq!(wheel(1, (3, 3)).merged(wheel(1, (3, 3))), Some(wheel(2, (3, 3))));
        assert_eq!(wheel(1, (3, 3)).merged(wheel(1, (4, 3))), None, "over something else perhaps");
        assert_eq!(drag(1).merged(wheel(1, (1, 0))), None);
        let press = MouseInput::new(MouseAction::Press(MouseButton::Left, 1), (1, 0));
        assert_eq!(press.merged(press), None, "every click counts");
    }
}
