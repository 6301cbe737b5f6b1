//! What the keys mean at the moment.

use crate::app::command::When;
use crate::app::editor::Editor;
use crate::app::menu::state::Menu;
use crate::app::panels::panel::Panel;
use crate::app::panels::picker::state::Picker;
use crate::app::panels::prompt::state::Prompt;
use std::any::Any;

/// Who gets the keys.
#[derive(Debug)]
pub enum Mode {
    /// The grid.
    Grid,
    /// The editor in a cell.
    Editor(Editor),
    /// A drop-down or the command palette.
    Picker(Picker),
    /// The menu, over the grid.
    Menu(Menu),
    /// A line that asks for a text: what to search for, what to filter by.
    Prompt(Prompt),
    /// A list on the whole screen: help, problems, history, review, rebase.
    Panel(Box<dyn Panel>),
    /// A question that must be answered.
    Ask(Confirm),
    /// The grid, with text in hand that came as keys and looks like a paste.
    SuspectedPaste(String),
}

/// A question that must be answered with one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirm {
    /// Quit although changes aren't exported?
    Quit,
    /// What about the work that was left, or about the other program that edits the file?
    Start,
}

impl Mode {
    /// Opens a panel.
    pub(crate) fn open(panel: impl Panel) -> Self {
        Self::Panel(Box::new(panel))
    }

    /// The open panel, if it is of this type.
    pub fn panel<P: Panel>(&self) -> Option<&P> {
        match self {
            Self::Panel(panel) => panel.downcast_ref(),
            _ => None,
        }
    }

    /// The open panel, if it is of this type, to change it.
    pub(crate) fn panel_mut<P: Panel>(&mut self) -> Option<&mut P> {
        match self {
            Self::Panel(panel) => panel.downcast_mut(),
            _ => None,
        }
    }

    /// Closes the open panel, if it is of this type, and hands it out.
    pub(crate) fn take_panel<P: Panel>(&mut self) -> Option<Box<P>> {
        self.panel::<P>()?;
        let Self::Panel(panel) = std::mem::replace(self, Self::Grid) else { return None };
        (panel as Box<dyn Any>).downcast().ok()
    }

    /// The sections of the key map that hold: a key of the first one hides those of the others.
    pub(crate) fn sections(&self) -> &'static [When] {
        match self {
            Self::Grid => &[When::Grid],
            Self::Editor(editor) => editor.sections(),
            Self::Picker(picker) => picker.offers.sections(),
            Self::Prompt(prompt) if prompt.asks_for_path() => {
                &[When::Path, When::Prompt, When::Text]
            }
            Self::Menu(_) => &[When::Menu],
            Self::Prompt(_) => &[When::Prompt, When::Text],
            Self::Panel(panel) => panel.sections(),
            Self::Ask(Confirm::Quit) => &[When::Ask],
            Self::Ask(Confirm::Start) => &[When::Start],
            Self::SuspectedPaste(_) => &[When::Held],
        }
    }

    /// The word for it in the status line.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Grid => "GRID",
            Self::Editor(_) => "EDIT",
            Self::Picker(_) => "PICK",
            Self::Menu(_) => "MENU",
            Self::Prompt(_) => "TEXT",
            Self::Panel(panel) => panel.label(),
            Self::Ask(_) => "ASK",
            Self::SuspectedPaste(_) => "HELD",
        }
    }
}
