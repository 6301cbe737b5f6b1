//! What the review shows, and the number that is typed in its heading.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::grid::viewport::ViewSize;
use crate::app::panels::list::state::ListLine;
use crate::app::panels::list_state::ListState;
use crate::app::panels::panel::{KeyHint, Panel};
use crate::app::panels::review::state::{ReviewContext, ReviewKeys, ReviewPanel};
use crate::app::text::Text;
use crate::leads::plural;

impl Panel for ReviewPanel {
    fn label(&self) -> &'static str {
        "REVIEW"
    }

    fn sections(&self) -> &'static [When] {
        &[When::Review, When::Panel, When::Text]
    }

    fn hints(&self) -> &'static [KeyHint] {
        if self.held_back().is_some() {
            &[("open", "go there"), ("page_down", "page"), ("close", "back")]
        } else if self.plan.is_empty() {
            &[("next", "down"), ("page_down", "page"), ("close", "back")]
        } else if self.offers_pilot() {
            &[
                ("export", "export"),
                ("pilot", "pilot part"),
                ("open", "go there"),
                ("close", "back"),
                ("page_down", "page"),
            ]
        } else if !self.plan.doubtful.is_empty() {
            &[
                ("export", "export"),
                ("include_doubtful", "left-out leads"),
                ("open", "go there"),
                ("close", "back"),
            ]
        } else if self.plan.is_mixed() {
            &[
                ("export", "export"),
                ("open", "go there"),
                ("separate_closing", "separate closing"),
                ("close", "back"),
                ("report", "report"),
                ("page_down", "page"),
            ]
        } else {
            &[
                ("export", "export"),
                ("open", "go there"),
                ("close", "back"),
                ("report", "report"),
                ("page_down", "page"),
            ]
        }
    }

    fn line_command(&self) -> Option<(When, &'static str)> {
        Some((When::Review, "open"))
    }

    fn list_state(&self) -> &ListState {
        &self.window
    }

    fn list_state_mut(&mut self) -> &mut ListState {
        &mut self.window
    }

    fn len(&self) -> usize {
        self.lines.len()
    }

    fn heading(&self, app: &App) -> String {
        let export = app.keymap.hint(When::Review, "export");
        if self.held_back().is_some() {
            return format!("Review: {export} goes to this lead, to fix it");
        }
        if self.plan.is_empty() {
            return "Review: nothing can be exported".to_owned();
        }
        if self.plan.is_pilot {
            return format!("Review: {export} writes the pilot part only");
        }
        match self.plan.closing.len() {
            0 if self.then_quits => format!("Review: {export} writes the files and quits"),
            0 => format!("Review: {export} writes the files"),
            1 => format!("Review: 1 lead closes permanently. Type 1, then {export}: "),
            number => {
                let leads = plural(number, "lead");
                format!("Review: {leads} close permanently. Type {number}, then {export}: ")
            }
        }
    }

    fn line(&self, _app: &App, line: usize) -> ListLine {
        let Some(line) = self.lines.get(line) else { return ListLine::default() };
        ListLine { depth: line.depth, ..ListLine::new("", &*line.text, line.tone) }
    }

    fn text_column(&self, _line: &ListLine) -> u16 {
        1
    }

    fn detail_lines(&self) -> u16 {
        0
    }

    fn fit(&mut self, app: &App, size: ViewSize) {
        let key = |name| app.keymap.hint(When::Review, name);
        let keys = ReviewKeys {
            separate_closing: key("separate_closing"),
            pilot: key("pilot"),
            doubtful: key("include_doubtful"),
        };
        let context = ReviewContext { sheet: &app.sheet, folder: &app.folder, keys };
        self.follow(&context, size);
    }

    fn input(&self) -> Option<&Text> {
        Some(&self.typed)
    }

    fn input_mut(&mut self) -> Option<&mut Text> {
        Some(&mut self.typed)
    }

    fn accepts(&self, letter: char) -> bool {
        letter.is_ascii_digit()
    }

    fn expects_input(&self) -> bool {
        !self.plan.closing.is_empty()
    }
}
