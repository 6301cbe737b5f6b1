//! The keys of a text of many lines.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::notes;
use crate::app::editor::EditorBody;
use crate::app::editor::notes::NotesEditor;
use crate::app::effect::{Effect, EffectError};
use crate::app::mode::Mode;
use crate::leads::index::signed;

pub(in crate::app) static COMMANDS: [Command; 5] = [
    notes("line_up", "Go one line up.", |app, _| step(app, |_| -1)),
    notes("line_down", "Go one line down.", |app, _| step(app, |_| 1)),
    notes("page_up", "Go one page up.", |app, _| step(app, |n| -signed(n.height().into()))),
    notes("page_down", "Go one page down.", |app, _| step(app, |n| signed(n.height().into()))),
    notes("edit_externally", "Edit the text in the program set by VISUAL or EDITOR.", |app, _| {
        edit_externally(app);
    }),
];

fn step(app: &mut App, by: impl FnOnce(&NotesEditor) -> isize) {
    let stretch = app.extends_selection;
    if let Mode::Editor(editor) = &mut app.mode
        && let EditorBody::Notes(notes) = &mut editor.body
    {
        notes.step(by(notes), stretch);
    }
}

fn edit_externally(app: &mut App) {
    if let Mode::Editor(editor) = &app.mode {
        app.effects.push(Effect::EditExternally(editor.typed()));
    }
}

impl App {
    /// Takes the text back from the program that it was edited in, or says why there is none.
    pub(in crate::app) fn edited(&mut self, result: Result<String, EffectError>) {
        let Mode::Editor(editor) = &mut self.mode else { return };
        let text = match result {
            Ok(text) => text,
            Err(error) => return self.set_error(error.to_string()),
        };
        let before = editor.typed();
        editor.edit(|text_now| {
            // Programs end a file with a line break and know one kind of them.
            let plain = text.replace("\r\n", "\n").replace('\r', "\n");
            let was = before.replace("\r\n", "\n").replace('\r', "\n");
            let plain = match plain.strip_suffix('\n') {
                Some(shorter) if !was.ends_with('\n') => shorter,
                _ => &plain,
            };
            if plain != was {
                text_now.set(&plain.replace('\n', text_now.line_break()));
            }
        });
        let say = if editor.typed() == before {
            "The editor returned the text unchanged."
        } else {
            "The edited text is here; accept it to change the cell."
        };
        self.set_status(say);
    }
}
