//! What the wheel of the mouse scrolls.

use crate::app::app::App;
use crate::app::editor::EditorBody;
use crate::app::mode::Mode;
use crate::app::mouse::input::MouseInput;
use crate::app::panels::prompt::state::Prompt;

/// How many lines a notch of the wheel scrolls.
const LINES: isize = 3;

impl App {
    /// Scrolls what is open, by notches of the wheel.
    pub(crate) fn turn_wheel(&mut self, done: MouseInput, down: i16, right: i16) {
        let (down, right) =
            if done.shift { (0, right.saturating_add(down)) } else { (down, right) };
        let lines = LINES * isize::from(down);
        match &mut self.mode {
            Mode::Panel(panel) | Mode::Prompt(Prompt { panel: Some(panel), .. }) => {
                let (len, has_selection) = (panel.len(), panel.has_selection());
                panel.list_state_mut().turn(lines, len, has_selection);
            }
            Mode::Picker(picker) => picker.step(lines),
            Mode::Menu(menu) => menu.scroll(lines),
            Mode::Editor(editor) => match &mut editor.body {
                EditorBody::Notes(notes) => notes.step(lines, false),
                EditorBody::Date(_) => self.turn_month(down),
                EditorBody::Line(_) | EditorBody::Parts(_) => {}
            },
            Mode::Ask(_) => {}
            Mode::Grid | Mode::Prompt(_) | Mode::SuspectedPaste(_) => match &mut self.record {
                Some(record) => {
                    let field = self.columns.field(self.viewport.column);
                    let to = record.turn(field, lines);
                    if let Some(column) = to.and_then(|field| self.columns.position(field)) {
                        self.viewport.column = column;
                    }
                }
                None => self.viewport.scroll(lines, isize::from(right)),
            },
        }
    }
}
