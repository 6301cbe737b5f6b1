//! The questions before quitting and about earlier work: their sentences and answers.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::effect::OnExit;
use crate::app::file::Persistence;
use crate::app::mode::Confirm;
use crate::app::session::elsewhere;
use crate::app::session::kind::kind_dialog;
use crate::app::session::persistence::{Dialog, Recovery, UnfinishedWork};
use textwrap::{Options, WordSplitter};

/// How wide the sentences of a question get, in terminal columns.
const WIDTH: usize = 52;

impl App {
    /// Whether there are changes that aren't exported, which quitting would drop.
    pub fn is_unexported(&self) -> bool {
        let counts = self.sheet.counts();
        counts.ready + counts.held_back > 0
    }

    /// What becomes of the work when nothing waits to be exported: where something was exported, it knows what
    /// Partner Center holds, which the file doesn't. Flags and private notes are only in the work.
    pub(crate) fn leave(&self) -> OnExit {
        let is_noted = self.sheet.annotations().next().is_some();
        let is_needed = self.sheet.knows_uploads() || self.sheet.counts().failed > 0 || is_noted;
        if is_needed { OnExit::Kept } else { OnExit::Finished }
    }

    /// A question as the screen shows it.
    pub fn question(&self, ask: Confirm) -> Dialog {
        let question = match (ask, &self.earlier) {
            (Confirm::Quit, _) | (Confirm::Start, None) => self.quit_question(),
            (Confirm::Start, Some(earlier)) => self.start_question(earlier),
        };
        // Dates and names of files stay in one piece.
        let options = Options::new(WIDTH).word_splitter(WordSplitter::NoHyphenation);
        let say = question.body.iter().flat_map(|say| textwrap::wrap(say, &options));
        Dialog { body: say.map(|line| line.into_owned()).collect(), ..question }
    }

    fn quit_question(&self) -> Dialog {
        let counts = self.sheet.counts();
        let mut say = vec![if self.sheet.lacks_check() {
            format!("Changed: {}", counts.ready + counts.held_back)
        } else {
            format!("Ready: {} · held back: {}", counts.ready, counts.held_back)
        }];
        let mut answers = vec![(When::Ask, "export", "show what would be exported")];
        match &self.keeping {
            Persistence::On => {
                answers.insert(0, (When::Ask, "keep", "quit and save the work for next time"));
            }
            Persistence::Off => {}
            Persistence::Failed(why) => {
                say.push(format!("Your work can't be saved: {why}. Quitting loses it."));
            }
        }
        let discard = if self.sheet.knows_uploads() {
            "discard all work, also what was exported, and quit"
        } else {
            "discard the changes and quit"
        };
        answers.push((When::Ask, "discard", discard));
        answers.push((When::Ask, "stay", "go back to the grid"));
        Dialog { title: "Quit without exporting?".to_owned(), body: say, answers }
    }

    /// Says which keys answer a question.
    pub(crate) fn answer_keys_hint(&self, ask: Confirm) -> String {
        let answers = self.question(ask).answers;
        let keys: Vec<String> =
            answers.iter().map(|(when, name, _)| self.keymap.hint(*when, name)).collect();
        match keys.split_last() {
            Some((last, [])) => format!("Press {last}."),
            Some((last, others)) => format!("Press {} or {last}.", others.join(", ")),
            None => String::new(),
        }
    }

    fn start_question(&self, earlier: &Recovery) -> Dialog {
        let when = When::Start;
        let (title, say, answers) = match earlier {
            Recovery::Work(left) => (
                "There is saved work on this file",
                left.describe().into_iter().chain(self.missing_uploads(left)).collect(),
                vec![
                    (when, "resume", "resume it"),
                    (when, "show", "list what was done"),
                    (when, "discard", "start over; it is archived"),
                    (when, "quit", "quit; nothing changes"),
                ],
            ),
            Recovery::Other(left) => {
                let mut say = vec!["It belongs to the earlier content of the file.".to_owned()];
                say.extend(left.describe());
                (
                    "The file has changed since your work was saved",
                    say,
                    vec![
                        (when, "rebase", "move it to the new file"),
                        (when, "show", "list what was done"),
                        (when, "discard", "open the new file; the work is archived"),
                        (when, "read_only", "open the new file read-only"),
                        (when, "quit", "quit; nothing changes"),
                    ],
                )
            }
            Recovery::Named(named) => return named.dialog(),
            Recovery::WentOn(went_on) => return went_on.dialog(),
            Recovery::Uncertain { rejected, leads } => return kind_dialog(*rejected, *leads),
            Recovery::Busy(process) => {
                let process = process.map(|n| format!(" (process {n})")).unwrap_or_default();
                (
                    "Another leadsheet is editing this file",
                    vec![format!("Editing in both would lose work; close the other one{process}.")],
                    vec![(when, "read_only", "open it read-only"), (when, "quit", "quit")],
                )
            }
        };
        Dialog { title: title.to_owned(), body: say, answers }
    }

    /// Says which upload files of the work are gone though their results aren't imported.
    pub(super) fn missing_uploads(&self, left: &UnfinishedWork) -> Option<String> {
        let export_again = self.keymap.key_or_name("export_again");
        elsewhere::missing_uploads(&left.missing_uploads, &export_again)
    }
}
