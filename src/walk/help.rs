//! What can be typed.

use crate::walk::answer::LineCommand;
use crate::walk::conversation::{Walk, WalkStep};

/// What holds for questions about a cell, besides the commands.
const CELL: [&str; 6] = [
    "Enter: keep what is there",
    "a number: take this choice; its name, or the beginning of it, works too",
    "=: empty the cell",
    "= and a text: write the text as it is, even if it is a command, such as =q",
    "+ and a text: add a line to the notes",
    "c COLUMN: ask for another column of this lead; c alone names the columns",
];

impl Walk {
    /// Says what the question is about and what can be typed.
    pub(super) fn help(&mut self) {
        let is_cell = matches!(self.step, WalkStep::Cell(_));
        if let WalkStep::Cell(field) = self.step {
            let about = self.app.explain(field);
            let name = self.name_of(field);
            self.output.say(format!("{name}: {about}"));
        }
        self.output.say("You can type:");
        let cell = CELL.iter().filter(|_| is_cell).map(|line| (*line).to_owned());
        let commands = LineCommand::ALL.iter().map(|(letter, _, does)| format!("{letter}: {does}"));
        // Help is read as a whole.
        for line in cell.chain(commands) {
            self.output.say(line);
        }
    }
}
