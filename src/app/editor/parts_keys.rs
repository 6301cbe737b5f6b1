//! The keys of the form of a team member, an offer or a solution.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::form;
use crate::app::editor::EditorBody;
use crate::app::editor::commit::{AfterCommit, commit_and};
use crate::app::mode::Mode;
use crate::app::panels::picker::state::{Picker, PickerKind};
use crate::leads::kind::parts::Parts;
use crate::leads::sort::sort_by;
use crate::leads::{Col, Field};
use std::collections::HashMap;

pub(in crate::app) static COMMANDS: [Command; 5] = [
    form(
        "next_field",
        "Go to the next field; from the last one, accept and go to the next cell.",
        |app, _| step(app, 1, Some(AfterCommit::Next)),
    ),
    form(
        "previous_field",
        "Go to the previous field; from the first one, accept and go to the previous cell.",
        |app, _| step(app, -1, Some(AfterCommit::Previous)),
    ),
    form("field_down", "Go one field down.", |app, _| step(app, 1, None)),
    form("field_up", "Go one field up.", |app, _| step(app, -1, None)),
    form("copy_parts", "Copy the fields from another lead.", |app, _| {
        copy_parts(app);
    }),
];

fn step(app: &mut App, by: isize, beyond: Option<AfterCommit>) {
    let Mode::Editor(editor) = &mut app.mode else { return };
    let EditorBody::Parts(form) = &mut editor.body else { return };
    if !form.step(by)
        && let Some(then) = beyond
    {
        commit_and(app, then);
    }
}

/// Lists what other cells of this kind hold, the most frequent first.
fn copy_parts(app: &mut App) {
    let Mode::Editor(editor) = &app.mode else { return };
    let (EditorBody::Parts(form), Some(col)) = (&editor.body, app.sheet.layout().col(editor.field))
    else {
        return;
    };
    let (parts, of) = (form.parts, form.parts.of);
    let members = same_value(app, col, parts);
    if members.is_empty() {
        return app.set_status(format!("No lead has a {of} to copy."));
    }
    let Mode::Editor(editor) = std::mem::replace(&mut app.mode, Mode::Grid) else { return };
    let offers = PickerKind::Members { editor: Box::new(editor), members };
    app.mode = Mode::Picker(Picker::open(format!("Copy a {of}"), offers));
}

/// The distinct texts of a family of columns, and how often each stands in the file.
fn same_value(app: &App, col: Col, parts: &Parts) -> Vec<(String, usize)> {
    let layout = app.sheet.layout();
    let is_alike = |f: &Field| layout.col(*f).is_some_and(|other| other.member(1) == col.member(1));
    let fields: Vec<Field> = layout.fields().filter(is_alike).collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for row in app.sheet.rows() {
        for field in &fields {
            let text = app.sheet.text(row, *field);
            let whole = parts.split(&text).map(|split| parts.join(split));
            if let Some(text) = whole.filter(|text| !text.is_empty()) {
                *counts.entry(text).or_default() += 1;
            }
        }
    }
    let mut texts: Vec<(String, usize)> = counts.into_iter().collect();
    sort_by(&mut texts, |(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
    texts
}
