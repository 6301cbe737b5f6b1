//! What can be chosen for a line of the panel: a target for a column, a meaning for a value.

use crate::app::app::App;
use crate::app::mode::Mode;
use crate::app::panels::fill::lines::meaning_text;
use crate::app::panels::fill::state::{FillLine, FillPanel};
use crate::app::panels::picker::state::{Picker, PickerKind};
use crate::leads::{plural, visible};
use crate::sheet::Sheet;
use crate::sync::fill::{FillTarget, MappedValue, NamedOutcome};

/// What is chosen for a line of the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FillAnswer {
    /// What a column of the file fills.
    Target(usize, Option<FillTarget>),
    /// What a value of a column means; nothing takes its meaning back.
    Value(usize, String, Option<MappedValue>),
}

/// An answer as the list shows it.
#[derive(Clone, Debug)]
pub struct FillChoice {
    /// Its name.
    pub label: String,
    /// What it means.
    pub detail: String,
    /// What is chosen with it.
    pub answer: FillAnswer,
}

/// Opens what the selected line is changed with.
pub(super) fn change(app: &mut App) {
    let Some(panel) = app.mode.panel::<FillPanel>() else { return };
    let (title, choices) = match panel.selected().cloned() {
        Some(FillLine::Key(key)) => {
            let Some(panel) = app.mode.panel_mut::<FillPanel>() else { return };
            return panel.take_key((key.field, key.source), &app.sheet);
        }
        Some(FillLine::Column(at)) => {
            let title = format!("What {} fills", visible(panel.source.header(at)));
            (title, targets(panel, &app.sheet, at))
        }
        Some(FillLine::Value(at, value)) => {
            let (rows, text) = (plural(value.rows, "row"), visible(&value.text));
            let title = format!("What {text} means ({rows})");
            (title, meanings(panel, &app.sheet, at, &value.text))
        }
        Some(FillLine::Cell(at)) => {
            let cell = panel.fill.cells[at].lead;
            let field = match panel.fill.cells[at].target {
                FillTarget::Field(field) => Some(field),
                FillTarget::Outcome => app.sheet.layout().status(),
            };
            app.mode = Mode::Grid;
            return app.go_to(cell, field);
        }
        _ => return app.set_status("There is nothing to choose on this line."),
    };
    let Some(panel) = app.mode.take_panel::<FillPanel>() else { return };
    app.mode = Mode::Picker(Picker::open(title, PickerKind::Fill { panel, choices }));
}

/// Goes back to the panel, with an answer if one was chosen.
pub(crate) fn answer(app: &mut App, panel: Box<FillPanel>, chosen: Option<FillAnswer>) {
    let mut panel = panel;
    let column = match &chosen {
        Some(FillAnswer::Target(column, _) | FillAnswer::Value(column, ..)) => Some(*column),
        None => None,
    };
    match chosen {
        Some(FillAnswer::Target(column, target)) => panel.mapping.set_target(column, target),
        Some(FillAnswer::Value(column, text, value)) => {
            if let Some(column) = panel.mapping.columns.get_mut(column) {
                column.set_value(&text, value);
            }
        }
        None => {}
    }
    panel.renew(&app.sheet);
    if let Some(column) = column {
        panel.go_on(column);
    }
    app.mode = Mode::Panel(panel);
}

/// What a column can fill: the suggestion first.
fn targets(panel: &FillPanel, sheet: &Sheet, at: usize) -> Vec<FillChoice> {
    let layout = sheet.layout();
    let suggestion = panel.mapping.suggestion(panel.source.header(at), layout);
    let choice = |target: FillTarget| {
        let detail = match panel.mapping.source_of(target) {
            Some(other) if other == at => "now".to_owned(),
            Some(other) => format!("filled from {} now", panel.source.header(other)),
            None if Some(target) == suggestion => "suggested".to_owned(),
            None if target == FillTarget::Outcome => {
                "Status, Substatus, Stage and reason together".to_owned()
            }
            None => String::new(),
        };
        let label = visible(target.name(layout)).into_owned();
        FillChoice { label, detail, answer: FillAnswer::Target(at, Some(target)) }
    };
    let nothing = FillChoice {
        label: "Nothing".to_owned(),
        detail: "the column isn't used".to_owned(),
        answer: FillAnswer::Target(at, None),
    };
    let others = FillTarget::all(layout).into_iter().filter(|target| Some(*target) != suggestion);
    let targets = suggestion.into_iter().chain(others).map(choice);
    let mut choices: Vec<FillChoice> = targets.collect();
    choices.insert(usize::from(suggestion.is_some()), nothing);
    choices
}

/// What a value can mean: outcomes with their reasons, or the choices of the column that it fills.
fn meanings(panel: &FillPanel, sheet: &Sheet, at: usize, text: &str) -> Vec<FillChoice> {
    let choice = |value: Option<MappedValue>, label: String, detail: String| FillChoice {
        label,
        detail,
        answer: FillAnswer::Value(at, text.to_owned(), value),
    };
    let mut choices = match panel.mapping.columns[at].target {
        Some(FillTarget::Outcome) => outcomes(sheet)
            .map(|(outcome, detail)| {
                choice(Some(MappedValue::Outcome(outcome.clone())), outcome.to_string(), detail)
            })
            .collect(),
        Some(target @ FillTarget::Field(_)) => {
            let values = FillTarget::texts(target, sheet).into_iter();
            values
                .map(|(value, detail)| {
                    choice(Some(MappedValue::Text(value.clone())), value, detail)
                })
                .collect()
        }
        None => Vec::new(),
    };
    let nothing = MappedValue::Nothing;
    let detail = "known, and no cell gets it".to_owned();
    choices.push(choice(Some(nothing.clone()), meaning_text(&nothing), detail));
    choices.push(choice(None, "no meaning of its own".to_owned(), "take it back".to_owned()));
    choices
}

/// All outcomes that a file can set, each with all of its reasons.
fn outcomes(sheet: &Sheet) -> impl Iterator<Item = (NamedOutcome, String)> + '_ {
    let lists = &sheet.context().lists;
    NamedOutcome::names(lists).flat_map(move |outcome| {
        let name = outcome.substatus.clone();
        let named = move |reason| NamedOutcome { name: name.clone(), reason };
        let reasons = outcome.reasons.into_iter().flat_map(|list| lists.reasons_in(list));
        let with: Vec<_> =
            reasons.map(|reason| (named(Some(reason.code)), reason.text.clone())).collect();
        // Where a reason is due, it comes from another column or is chosen here.
        std::iter::once((named(None), outcome.meaning.clone())).chain(with)
    })
}
