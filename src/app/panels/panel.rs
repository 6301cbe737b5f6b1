//! What all panels have in common: a heading, lines, and one of them selected.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::grid::viewport::ViewSize;
use crate::app::panels::list::state::ListLine;
use crate::app::panels::list_state::ListState;
use crate::app::text::Text;
use crate::app::text::wrap::{share, wrap_text};
use std::any::Any;
use std::fmt::{self, Debug, Formatter};

/// How many lines below a panel tell more about the selected line.
pub const DETAIL_LINES: u16 = 2;

/// Says something about a few texts in these lines: with the whole texts if they fit, else with shorter ones.
///
/// `show` shows the texts in a number of terminal columns each, `say` says the rest.
pub(crate) fn fit_detail<const N: usize>(
    width: u16,
    texts: [&str; N],
    show: impl Fn([&str; N], usize) -> [String; N],
    say: impl Fn([&str; N]) -> String,
) -> Vec<String> {
    // The end of a line stays empty where a word is too long for it.
    const MAX_WORD_WIDTH: u16 = 12;
    let wrapped = |room: usize| {
        let shown = show(texts, room);
        wrap_text(&say(shown.each_ref().map(String::as_str)), width)
    };
    let whole = wrapped(usize::from(DETAIL_LINES * width));
    if whole.len() <= usize::from(DETAIL_LINES) {
        return whole;
    }
    let room = usize::from(DETAIL_LINES * width.saturating_sub(MAX_WORD_WIDTH));
    wrapped(share(room, &say([""; N]), texts))
}

/// A command's name and the word for it in the status line.
pub type KeyHint = (&'static str, &'static str);

/// A list on the whole screen, with keys of its own.
pub trait Panel: Any {
    /// The word for the panel in the status line.
    fn label(&self) -> &'static str;

    /// The sections of the key map that hold: a key of the first one hides those of the others.
    fn sections(&self) -> &'static [When];

    /// The commands that the status line offers.
    fn hints(&self) -> &'static [KeyHint];

    /// The selected line and the lines in sight.
    fn list_state(&self) -> &ListState;

    /// The selected line and the lines in sight, to move them.
    fn list_state_mut(&mut self) -> &mut ListState;

    /// The number of lines.
    fn len(&self) -> usize;

    /// Whether there are no lines.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text above the lines.
    fn heading(&self, app: &App) -> String;

    /// A line as the screen shows it; an empty one behind the last.
    fn line(&self, app: &App, line: usize) -> ListLine;

    /// The width of the left column, in terminal columns.
    fn label_width(&self) -> u16 {
        0
    }

    /// The terminal column at which the text of a line begins, before its own indentation.
    fn text_column(&self, line: &ListLine) -> u16 {
        let is_heading = line.label.is_empty() && line.tone == Tone::Heading;
        if is_heading { 0 } else { self.label_width() + 3 }
    }

    /// Whether one line is selected; a panel without a selection only scrolls.
    fn has_selection(&self) -> bool {
        true
    }

    /// The command that a double click on a line runs, if it runs one.
    fn line_command(&self) -> Option<(When, &'static str)> {
        None
    }

    /// The number of lines below the list that tell more about the selected line.
    fn detail_lines(&self) -> u16 {
        DETAIL_LINES
    }

    /// More about the selected line, broken for the screen, and its tone.
    fn detail(&self, _app: &App) -> (Vec<String>, Tone) {
        (Vec::new(), Tone::Plain)
    }

    /// Writes the lines for the size of the screen and scrolls to the selected one.
    fn fit(&mut self, _app: &App, size: ViewSize) {
        let (lines, height) = (self.len(), size.lines.saturating_sub(self.detail_lines()));
        self.list_state_mut().follow(lines, height);
    }

    /// What is typed behind the heading, if anything can be.
    fn input(&self) -> Option<&Text> {
        None
    }

    /// What is typed behind the heading, to change it.
    fn input_mut(&mut self) -> Option<&mut Text> {
        None
    }

    /// Whether a character can be typed behind the heading.
    fn accepts(&self, _letter: char) -> bool {
        false
    }

    /// Whether the panel waits for something to be typed, so that the caret belongs there.
    fn expects_input(&self) -> bool {
        false
    }
}

/// Shows the word for the panel only: what all panels hold isn't compiled to be shown.
impl Debug for dyn Panel {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

impl dyn Panel {
    /// The panel as the type that it has.
    pub fn downcast_ref<P: Panel>(&self) -> Option<&P> {
        (self as &dyn Any).downcast_ref()
    }

    /// The panel as the type that it has, to change it.
    pub fn downcast_mut<P: Panel>(&mut self) -> Option<&mut P> {
        (self as &mut dyn Any).downcast_mut()
    }
}
