//! Search in panels: which lines match, and going to the next one.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::mode::Mode;
use crate::app::panels::list_state::ListState;
use crate::app::panels::panel::Panel;
use crate::app::panels::prompt::state::{Prompt, PromptKind};
use crate::leads::index::signed;
use crate::leads::plural;
use crate::sheet::Pattern;

/// The lines of a panel whose label or text matches, from top to bottom.
fn matching_lines(app: &App, panel: &dyn Panel, pattern: &Pattern) -> Vec<usize> {
    let matches = |line: &usize| {
        let line = panel.line(app, *line);
        pattern.is_in(&line.text) || pattern.is_in(&line.label)
    };
    (0..panel.len()).filter(matches).collect()
}

/// Goes to the match that is `by` matches after the current line, wrapping at the ends.
///
/// The number of the match, counted from 1, and whether the search wrapped.
fn go_to_match(panel: &mut dyn Panel, matches: &[usize], by: isize) -> Option<(usize, bool)> {
    let has_selection = panel.has_selection();
    let state = panel.list_state_mut();
    let (here, is_at_match) = state.search_start(has_selection);
    let at = match matches.binary_search(&here) {
        Ok(at) if is_at_match || by <= 0 => signed(at) + by,
        // The first step forward goes to the match at the current line or after it.
        Ok(at) | Err(at) if by > 0 => signed(at) + by - 1,
        Ok(at) | Err(at) => signed(at) + by,
    };
    let at = at.rem_euclid(signed(matches.len().max(1))).unsigned_abs();
    let line = *matches.get(at)?;
    state.go_to_match(line, has_selection);
    Some((at + 1, if by > 0 { line < here } else { line > here }))
}

impl App {
    /// Opens the line that asks what to search for in the panel.
    pub(crate) fn open_panel_search(&mut self) {
        let Mode::Panel(panel) = std::mem::replace(&mut self.mode, Mode::Grid) else { return };
        let before = self.panel_search.clone();
        let mut prompt = Prompt::open(PromptKind::Lines { from: *panel.list_state(), before });
        prompt.panel = Some(panel);
        self.mode = Mode::Prompt(prompt);
    }

    /// Goes to the first match of a pattern at or after a line, while the pattern is typed.
    pub(crate) fn search_panel_while_typing(
        &mut self,
        pattern: Option<Pattern>,
        from: ListState,
    ) -> Result<String, String> {
        let Mode::Prompt(Prompt { panel, .. }) = &mut self.mode else { return Ok(String::new()) };
        let Some(mut panel) = panel.take() else { return Ok(String::new()) };
        panel.list_state_mut().restore(from);
        let answer = match &pattern {
            None => Ok(String::new()),
            Some(pattern) => {
                let matches = matching_lines(self, panel.as_ref(), pattern);
                // The line where the search begins counts as well.
                let first = matches.partition_point(|line| *line < from.selected);
                match matches.get(first).or(matches.first()) {
                    None => Err("No matches".to_owned()),
                    Some(line) => {
                        let has_selection = panel.has_selection();
                        panel.list_state_mut().go_to_match(*line, has_selection);
                        Ok(lines_match(matches.len()))
                    }
                }
            }
        };
        self.panel_search = pattern;
        if let Mode::Prompt(prompt) = &mut self.mode {
            prompt.panel = Some(panel);
        }
        answer
    }

    /// Goes back to the panel, at the match that was found while the pattern was typed.
    pub(crate) fn accept_panel_search(&mut self, from: ListState) {
        let Mode::Prompt(prompt) = std::mem::replace(&mut self.mode, Mode::Grid) else { return };
        let (Some(mut panel), Some(pattern)) = (prompt.panel, &self.panel_search) else { return };
        let matches = matching_lines(self, panel.as_ref(), pattern);
        let line = panel.list_state().current(panel.has_selection());
        let at = matches.iter().position(|m| *m == line).unwrap_or_default() + 1;
        let key = |name| self.keymap.hint(When::Panel, name);
        let text = match matches.len() {
            0 => no_matches(pattern),
            count => format!(
                "match {at} of {count}; {} goes to the next, {} to the previous",
                key("next_match"),
                key("previous_match")
            ),
        };
        if matches.is_empty() {
            panel.list_state_mut().restore(from);
            self.panel_search = None;
        }
        self.mode = Mode::Panel(panel);
        self.set_status(text);
    }

    /// Goes back to the panel as it was before the search.
    pub(crate) fn cancel_panel_search(&mut self, prompt: Prompt) {
        let PromptKind::Lines { from, before } = prompt.kind else { return };
        let Some(mut panel) = prompt.panel else { return };
        panel.list_state_mut().restore(from);
        self.panel_search = before;
        self.mode = Mode::Panel(panel);
    }

    /// Goes to another match of what was last searched for in the panel.
    pub(crate) fn next_match(&mut self, by: isize) {
        let Some(pattern) = self.panel_search.clone() else {
            let search = self.keymap.hint(When::Panel, "search");
            return self.set_status(format!("Nothing is searched for yet; {search} searches."));
        };
        let Mode::Panel(mut panel) = std::mem::replace(&mut self.mode, Mode::Grid) else { return };
        let matches = matching_lines(self, panel.as_ref(), &pattern);
        let found = go_to_match(panel.as_mut(), &matches, by);
        self.mode = Mode::Panel(panel);
        self.set_status(match found {
            None => no_matches(&pattern),
            Some((at, false)) => format!("match {at} of {}", matches.len()),
            Some((at, true)) => format!("match {at} of {}, wrapped around", matches.len()),
        });
    }
}

fn no_matches(pattern: &Pattern) -> String {
    format!("No matches for \"{}\".", pattern.typed())
}

fn lines_match(count: usize) -> String {
    if count == 1 {
        "1 line matches".to_owned()
    } else {
        format!("{} match", plural(count, "line"))
    }
}
