//! The keys of the form of a team member.

use super::text::{Then, commit_and};
use crate::app::{App, Body, Command, Mode, Offers, Picker, When};
use crate::leads::{Col, kind::member};
use std::collections::HashMap;

const fn form(name: &'static str, doc: &'static str, run: fn(&mut App, Option<usize>)) -> Command {
    Command { name, aliases: &[], doc, when: When::Form, run }
}

pub(in crate::app) static COMMANDS: [Command; 5] = [
    form(
        "next_field",
        "Goes to the next part; from the last one, accepts and goes to the next cell.",
        |app, _| step(app, 1, Some(Then::Next)),
    ),
    form(
        "previous_field",
        "Goes to the part before; from the first one, accepts and goes to the cell before.",
        |app, _| step(app, -1, Some(Then::Previous)),
    ),
    form("field_down", "Goes one part down.", |app, _| step(app, 1, None)),
    form("field_up", "Goes one part up.", |app, _| step(app, -1, None)),
    form("copy_member", "Fills the parts from a team member of another lead.", |app, _| {
        copy_member(app);
    }),
];

fn step(app: &mut App, by: isize, beyond: Option<Then>) {
    let Mode::Editor(editor) = &mut app.mode else { return };
    let Body::Member(form) = &mut editor.body else { return };
    if !form.step(by)
        && let Some(then) = beyond
    {
        commit_and(app, then);
    }
}

/// Lists the team members of all leads, the most frequent first.
fn copy_member(app: &mut App) {
    let members = members(app);
    if members.is_empty() {
        return app.say("No lead has a team member of four parts to copy.");
    }
    let Mode::Editor(editor) = std::mem::replace(&mut app.mode, Mode::Grid) else { return };
    let offers = Offers::Members { editor: Box::new(editor), members };
    app.mode = Mode::Picker(Picker::open("Team member to copy", offers));
}

/// Returns the distinct team members of four parts, and how often each stands in the file.
fn members(app: &App) -> Vec<(String, usize)> {
    let layout = app.sheet.layout();
    let is_member = |f: &usize| matches!(layout.col(*f), Some(Col::TeamMember(_)));
    let fields: Vec<u32> = (0..layout.len()).filter(is_member).map(|f| f as u32).collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for row in 0..app.sheet.rows() {
        for field in &fields {
            let text = app.sheet.text(row, *field);
            if member::four(&text).is_some_and(|parts| parts.iter().any(|part| !part.is_empty())) {
                *counts.entry(member::tidy(&text)).or_default() += 1;
            }
        }
    }
    let mut members: Vec<(String, usize)> = counts.into_iter().collect();
    members.sort_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
    members
}
