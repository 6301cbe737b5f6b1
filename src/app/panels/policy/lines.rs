//! What the panel of a policy's conflicts shows.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::panels::list::state::ListLine;
use crate::app::panels::list_state::ListState;
use crate::app::panels::panel::{KeyHint, Panel};
use crate::app::panels::policy::state::{PolicyLine, PolicyPanel};
use crate::app::panels::review::state::lead_name;
use crate::app::text::wrap::wrap_text;
use crate::leads::index::columns;
use crate::leads::{Field, difference, plural};
use crate::sheet::{PolicyConflict, PolicyTarget};

/// The most columns that a text of a cell takes in a line.
const TEXT_WIDTH: usize = 24;

/// What is chosen where no sentence is.
const LEAVE: &str = "leave as it is";

impl Panel for PolicyPanel {
    fn label(&self) -> &'static str {
        "PLAN"
    }

    fn sections(&self) -> &'static [When] {
        &[When::Policy, When::Panel]
    }

    fn hints(&self) -> &'static [KeyHint] {
        &[("accept", "show the changes"), ("choose", "choose"), ("close", "cancel")]
    }

    fn line_command(&self) -> Option<(When, &'static str)> {
        Some((When::Policy, "choose"))
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

    fn heading(&self, _app: &App) -> String {
        let groups = plural(self.groups.len(), "conflict");
        format!("{}: {groups} between sentences, {} decided", self.run.label, self.decided())
    }

    fn line(&self, app: &App, line: usize) -> ListLine {
        match self.lines.get(line) {
            None => ListLine::default(),
            Some(PolicyLine::Group(at)) => {
                let group = &self.groups[*at];
                let leads = plural(group.conflicts.len(), "lead");
                let name = group.target.name(app.sheet.layout());
                ListLine::new("", format!("{name} in {leads}: which sentence?"), Tone::Heading)
            }
            Some(PolicyLine::Choice(at, choice)) => {
                let is_chosen = self.choices[*at] == *choice;
                let mark = if is_chosen { "(x)" } else { "( )" };
                let tone = match choice {
                    Some(_) if is_chosen => Tone::Good,
                    _ => Tone::Plain,
                };
                ListLine::new(mark, self.choice(app, *at, *choice), tone)
            }
        }
    }

    fn label_width(&self) -> u16 {
        columns("(x)".len())
    }

    fn detail(&self, app: &App) -> (Vec<String>, Tone) {
        let text = match self.lines.get(self.window.selected) {
            Some(PolicyLine::Group(at) | PolicyLine::Choice(at, _)) => self.leads(app, *at),
            None => String::new(),
        };
        (wrap_text(&text, app.fit.width), Tone::Plain)
    }
}

impl PolicyPanel {
    fn example(&self, group: usize) -> Option<&PolicyConflict> {
        let first = self.groups.get(group)?.conflicts.first()?;
        self.run.disputed.get(*first)
    }

    /// A way to decide a group, with what it does to the first lead.
    fn choice(&self, app: &App, group: usize, choice: Option<usize>) -> String {
        let Some(sentence) = choice else { return LEAVE.to_owned() };
        let name = self.run.sentences.get(sentence).map_or("", |sentence| &sentence.name);
        let example = self.example(group);
        let wish = example.and_then(|conflict| {
            let wish = conflict.wishes.iter().find(|wish| wish.sentence == sentence)?;
            let is_new = |(field, text): &&(Field, String)| {
                app.sheet.text(conflict.row, *field) != text.as_str()
            };
            // Of an outcome the substatus says most.
            let changed = wish
                .texts
                .iter()
                .filter(is_new)
                .max_by_key(|(field, _)| Some(*field) == app.sheet.layout().substatus());
            let (field, text) = changed.or(wish.texts.first())?;
            let [old, new] = difference(&app.sheet.text(conflict.row, *field), text, TEXT_WIDTH);
            Some(match conflict.target {
                PolicyTarget::Cell(_) => format!("{old} → {new}   "),
                PolicyTarget::Outcome => format!("{} {old} → {new}   ", app.short_name(*field)),
            })
        });
        format!("{}{name}", wish.unwrap_or_default())
    }

    /// The leads that a group is about.
    fn leads(&self, app: &App, group: usize) -> String {
        /// How many leads are named.
        const NAMED: usize = 3;
        let conflicts = &self.groups[group].conflicts;
        let rows = conflicts.iter().filter_map(|at| Some(self.run.disputed.get(*at)?.row));
        let names = rows.take(NAMED).map(|row| {
            let name = lead_name(&app.sheet, row);
            let row = app.sheet.row_place(row);
            if name.is_empty() { format!("row {row}") } else { format!("row {row} {name}") }
        });
        let names: Vec<String> = names.collect();
        match conflicts.len().saturating_sub(NAMED) {
            0 => names.join(" · "),
            more => format!("{} · and {}", names.join(" · "), plural(more, "more lead")),
        }
    }
}
