//! The outcomes of a lead as commands: what its drop-down offers, by name.

use crate::app::app::App;
use crate::app::panels::picker::open::may_edit;
use crate::app::panels::picker::take::take;
use crate::leads::outcome::{Outcome, SetBy};
use crate::leads::{Choice, Col, Field, Row};

/// An outcome that a command sets, whether the lead under the cursor offers it or not.
#[derive(Clone, Debug)]
pub struct OutcomeCommand {
    /// What is typed for it: `won`.
    pub name: String,
    /// What it does, for the palette and the menu.
    pub doc: String,
    /// The texts of status and substatus that it sets.
    pub(crate) sets: [String; 2],
    /// Other words for it, in lower case.
    pub(crate) synonyms: Vec<String>,
    /// Whether it closes the lead, which can't be undone after the upload.
    pub(crate) closes: bool,
}

/// Words for outcomes besides their own names, by substatus.
const SYNONYMS: [(&str, &[&str]); 5] = [
    ("Accepted", &["active", "take", "yes"]),
    ("Won", &["win", "success"]),
    ("Lost", &["lose", "failed deal"]),
    ("Declined", &["reject", "refuse", "no"]),
    ("Error", &["duplicate", "mistake", "spam", "invalid"]),
];

impl OutcomeCommand {
    fn new(outcome: &Outcome) -> Self {
        let more = SYNONYMS.iter().find(|(substatus, _)| *substatus == outcome.substatus);
        let more = more.map_or(&[][..], |(_, words)| words).iter().map(|word| (*word).to_owned());
        Self {
            name: outcome.verb.to_lowercase(),
            doc: format!(
                "Set the outcome {}/{}: {}.",
                outcome.status, outcome.substatus, outcome.meaning
            ),
            sets: [outcome.status.clone(), outcome.substatus.clone()],
            synonyms: std::iter::once(outcome.substatus.to_lowercase()).chain(more).collect(),
            closes: outcome.status == "Closed",
        }
    }

    /// Whether choosing a line of the drop-down sets it.
    fn is_set_by(&self, choice: &Choice) -> bool {
        let [status, substatus] = &self.sets;
        let sets = |wanted: Col, wanted_text: &String| {
            choice.sets.iter().any(|(col, text)| *col == wanted && text == wanted_text)
        };
        sets(Col::Status, status) && sets(Col::Substatus, substatus)
    }

    /// Whether a lead has it.
    pub(crate) fn is_of(&self, app: &App, row: Row) -> bool {
        let layout = app.sheet.layout();
        let mut cells = [layout.status(), layout.substatus()].into_iter().zip(&self.sets);
        cells.all(|(field, text)| field.is_some_and(|field| app.sheet.text(row, field) == *text))
    }
}

/// The outcomes that a partner may set, in the order of the drop-down.
pub(crate) fn outcome_commands(app: &App) -> Vec<OutcomeCommand> {
    if app.sheet.layout().status().is_none() {
        return Vec::new();
    }
    let outcomes = app.sheet.context().lists.outcomes().iter();
    outcomes.filter(|outcome| outcome.set_by == SetBy::Partner).map(OutcomeCommand::new).collect()
}

/// Sets an outcome in the leads that are meant, as choosing it in the drop-down does; refuses it with the
/// reason where no lead offers it.
pub(crate) fn set_outcome(app: &mut App, outcome: &OutcomeCommand) {
    let Some(field) = app.sheet.layout().status() else {
        return app.set_error("This file has no column Partner Referral Status.");
    };
    let row = first_open(app, field);
    if !may_edit(app, row, field) {
        return;
    }
    match offered(app, row, field).into_iter().find(|choice| outcome.is_set_by(choice)) {
        Some(choice) => {
            let rows = if app.selection.is_some() { app.target_rows() } else { vec![row] };
            take(app, (row, field), &rows, &choice);
        }
        None => app.set_error(not_offered(app, row, field, outcome)),
    }
}

/// Why an outcome can't be set now, if it can't.
pub(crate) fn refusal(app: &App, outcome: &OutcomeCommand) -> Option<String> {
    let field = app.sheet.layout().status()?;
    if app.sheet.row_count() == 0 {
        return Some("There is no lead to edit.".to_owned());
    }
    let row = first_open(app, field);
    if let Err(refusal) = app.sheet.check_edit(row, field) {
        return Some(app.refusal_message(&refusal));
    }
    let is_offered = offered(app, row, field).iter().any(|choice| outcome.is_set_by(choice));
    (!is_offered).then(|| not_offered(app, row, field, outcome))
}

/// The lead whose outcomes are offered: of several the first one that may be edited.
pub(crate) fn first_open(app: &App, field: Field) -> Row {
    let rows = app.target_rows();
    let open = rows.iter().find(|row| app.sheet.check_editable(**row, field).is_ok());
    *open.or(rows.first()).unwrap_or(&app.viewport.row)
}

fn offered(app: &App, row: Row, field: Field) -> Vec<Choice> {
    if app.selection.is_some() {
        let rows = app.target_rows();
        return app.sheet.choices_in(&rows, field).into_iter().map(|(choice, _)| choice).collect();
    }
    app.sheet.choices(row, field).map(|choices| choices.items).unwrap_or_default()
}

fn not_offered(app: &App, row: Row, field: Field, outcome: &OutcomeCommand) -> String {
    let offered = offered(app, row, field);
    let possible: Vec<String> = outcome_commands(app)
        .into_iter()
        .filter(|other| offered.iter().any(|choice| other.is_set_by(choice)))
        .map(|other| other.name)
        .collect();
    let possible = if possible.is_empty() { "none".to_owned() } else { possible.join(", ") };
    let name = &outcome.name;
    if app.selection.is_some() {
        return format!("None of the selected leads offers \"{name}\". Possible: {possible}.");
    }
    let from = app.sheet.reference_text(row, field);
    format!("\"{name}\" isn't possible for a lead that is {from}. Possible: {possible}.")
}
