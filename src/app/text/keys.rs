//! The keys that edit typed text: in cells, filters and numbers.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::define::text;
use crate::app::input::Chord;
use crate::app::keys::keymap::Lookup;
use crate::app::mode::Mode;
use crate::app::text::Text;

pub(in crate::app) static COMMANDS: [Command; 18] = [
    text("left", "Go to the previous character.", |app, _| go(app, Text::before)),
    text("right", "Go to the next character.", |app, _| go(app, Text::after)),
    text("word_left", "Go to the start of the previous word.", |app, _| {
        go(app, Text::word_before);
    }),
    text("word_right", "Go to the start of the next word.", |app, _| {
        go(app, Text::word_after);
    }),
    text("line_start", "Go to the start of the line.", |app, _| line_end(app, false)),
    text("line_end", "Go to the end of the line.", |app, _| line_end(app, true)),
    text("delete_before", "Delete the character before the caret, or the selection.", |app, _| {
        delete(app, Text::before);
    }),
    text("delete_after", "Delete the character after the caret, or the selection.", |app, _| {
        delete(app, Text::after);
    }),
    text("delete_word", "Delete the word before the caret.", |app, _| {
        delete(app, Text::word_before);
    }),
    text("delete_to_start", "Delete to the start of the line.", |app, _| {
        delete(app, Text::line_start);
    }),
    text("delete_to_end", "Delete to the end of the line.", |app, _| {
        delete(app, Text::line_end);
    }),
    text(
        "line_break",
        "Insert a line break: kept in Notes, a space in other columns.",
        |app, _| line_break(app),
    ),
    text(
        "select",
        "Start or end a selection that follows the caret; Shift with a motion selects too.",
        |app, _| select(app),
    ),
    text("cut", "Cut the selected text.", |app, _| cut(app)),
    text("copy", "Copy the selected text.", |app, _| {
        if copy(app) {
            app.edit_text(Text::clear_selection);
            app.set_status("Copied.");
        }
    }),
    text("paste", "Paste what was cut or copied while typing.", |app, _| {
        let clip = app.kill_buffer.clone();
        app.edit_text(|text| text.paste(&clip));
    }),
    text("undo_typing", "Undo the last typing.", |app, _| undo(app, false)),
    text("redo_typing", "Redo the undone typing.", |app, _| undo(app, true)),
];

/// The motions that Shift makes stretch the selection.
const MOTIONS: [&str; 8] =
    ["left", "right", "word_left", "word_right", "line_start", "line_end", "line_up", "line_down"];

impl App {
    /// Gives the text that is being typed to a function. Returns nothing if no text is.
    pub(in crate::app) fn edit_text<R>(&mut self, with: impl FnOnce(&mut Text) -> R) -> Option<R> {
        match &mut self.mode {
            Mode::Editor(editor) => Some(editor.edit(with)),
            Mode::Picker(picker) => {
                let before = picker.filter.value().to_owned();
                let done = with(&mut picker.filter);
                if picker.filter.value() != before {
                    picker.filter_by();
                }
                Some(done)
            }
            Mode::Prompt(prompt) => {
                let before = prompt.input.value().to_owned();
                let done = with(&mut prompt.input);
                if prompt.input.value() != before {
                    self.answer_prompt();
                }
                Some(done)
            }
            Mode::Panel(panel) => panel.input_mut().map(with),
            _ => None,
        }
    }

    /// Types a letter or sign. Returns whether it belongs where something is typed.
    pub(in crate::app) fn type_in(&mut self, letter: char) -> bool {
        match &mut self.mode {
            Mode::Editor(editor) => {
                editor.insert_char(letter);
                true
            }
            Mode::Menu(menu) => menu.go_to_letter(letter),
            Mode::Panel(panel) if !panel.accepts(letter) => false,
            _ => self.edit_text(|text| text.insert(letter.encode_utf8(&mut [0; 4]))).is_some(),
        }
    }

    /// Runs the motion of a key that is held with Shift, stretching the selection. Returns false if it
    /// isn't one.
    pub(in crate::app) fn stretched(&mut self, keys: &[Chord]) -> bool {
        let [chord @ Chord { shift: true, .. }] = keys else { return false };
        let plain = Chord { shift: false, ..*chord };
        match self.keymap.lookup_in(self.mode.sections(), &[plain]) {
            Lookup::Command(command)
                if matches!(command.when, When::Text | When::Notes)
                    && MOTIONS.contains(&command.name) =>
            {
                self.extends_selection = true;
                (command.run)(self, None);
                self.extends_selection = false;
                true
            }
            _ => false,
        }
    }

    /// The text that is being typed.
    fn typed_text(&self) -> Option<&Text> {
        match &self.mode {
            Mode::Editor(editor) => Some(editor.text()),
            Mode::Picker(picker) => Some(&picker.filter),
            Mode::Prompt(prompt) => Some(&prompt.input),
            Mode::Panel(panel) => panel.input(),
            _ => None,
        }
    }
}

fn go(app: &mut App, to: impl FnOnce(&Text) -> usize) {
    let stretch = app.extends_selection;
    app.edit_text(|text| text.go_to(to(text), stretch));
}

/// Goes to an end of the line, in a panel to that of the line as it is shown.
fn line_end(app: &mut App, last: bool) {
    if let Mode::Editor(editor) = &app.mode
        && let crate::app::editor::EditorBody::Notes(notes) = &editor.body
    {
        let (start, end) = notes.ends();
        return go(app, |_| if last { end } else { start });
    }
    go(app, if last { Text::line_end } else { Text::line_start });
}

fn delete(app: &mut App, to: impl FnOnce(&Text) -> usize) {
    app.edit_text(|text| text.delete_to(to(text)));
}

fn line_break(app: &mut App) {
    if matches!(app.mode, Mode::Editor(_)) {
        app.edit_text(|text| text.insert(text.line_break()));
    }
}

fn select(app: &mut App) {
    if app.edit_text(Text::select) == Some(true) {
        app.set_status("Selecting: move, then cut, copy, delete or type.");
    }
}

/// Keeps the selected text. Returns whether there is some.
fn copy(app: &mut App) -> bool {
    let selected = app.typed_text().map(|text| text.selected().to_owned()).unwrap_or_default();
    if selected.is_empty() {
        let select = app.keymap.hint(When::Text, "select");
        app.set_status(format!("Nothing is selected; {select} begins a selection."));
        return false;
    }
    app.kill_buffer = selected;
    true
}

fn cut(app: &mut App) {
    if copy(app) {
        app.edit_text(|text| text.delete_to(text.caret()));
    }
}

fn undo(app: &mut App, again: bool) {
    let done = match &mut app.mode {
        Mode::Editor(editor) => editor.undo(again),
        _ => app.edit_text(if again { Text::redo } else { Text::undo }).unwrap_or_default(),
    };
    if !done {
        app.set_status(if again { "Nothing was undone." } else { "Nothing has been typed yet." });
    }
}
