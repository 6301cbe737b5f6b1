//! Whole commands in any order: undo reverts all, redo repeats all, findings are never stale.

use crate::support::fixtures::today;
use crate::support::keymap::key_map;
use crate::support::session::Session;
use leadsheet::app::{Input, Mode};
use leadsheet::leads::{Col, Finding, Origin};
use leadsheet::leads::{Field, Row};
use leadsheet::sheet::CellEdit;
use leadsheet::sheet::{Edit, Sheet};
use leadsheet::table::Table;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The sample's first rows: every kind of lead, few enough to check them after each command.
fn leads() -> String {
    let sample = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample-leads.csv"));
    let table = Table::parse(sample.to_owned(), b',').expect("well-formed");
    let rows: Vec<&str> = (0..8).chain([36]).map(|row| table.row_text(Row(row))).collect();
    format!("{}{}\r\n", table.header_text(), rows.join("\r\n"))
}

/// What a person does: a command by its keys, what is typed or pasted then, and how it is ended.
#[derive(Clone, Debug)]
struct Deed {
    command: usize,
    text: &'static str,
    is_pasted: bool,
    end: &'static str,
}

fn deed() -> impl Strategy<Value = Deed> {
    let text = prop::sample::select(vec![
        "",
        "a",
        "lost",
        "won",
        "acc",
        "2",
        "usd",
        "yes",
        "12/31/2027",
        "+30",
        "1,250.00",
        "x, y, 1, a@b.co",
        "two\nlines",
        "a\tb\nc\td",
        "(.)",
        "é漢",
    ]);
    let end = prop::sample::select(vec![
        "<enter>",
        "<enter><enter>",
        "<tab>",
        "<esc>",
        "<enter>2<enter>",
    ]);
    (any::<prop::sample::Index>(), text, any::<bool>(), end).prop_map(
        |(command, text, is_pasted, end)| Deed {
            command: command.index(1_000_000),
            text,
            is_pasted,
            end,
        },
    )
}

/// Runs the command and returns to the grid.
fn act(mut s: Session, deed: &Deed, commands: &[(String, String)]) -> Session {
    let (_, keys) = &commands[deed.command % commands.len()];
    s = s.keys(keys);
    if deed.is_pasted {
        s.app.update(Input::Paste(deed.text.to_owned()));
    } else {
        s = s.keys(&deed.text.replace('\n', "<ctrl-j>").replace('\t', "<tab>"));
    }
    s = s.keys(deed.end);
    for _ in 0..4 {
        if !matches!(s.app.mode, Mode::Grid) || s.app.selection.is_some() {
            s = s.keys("<esc>");
        }
    }
    assert!(matches!(s.app.mode, Mode::Grid), "{:?}", s.app.mode.label());
    s
}

/// The commands that change cells, selections or the view, with their keys for a session.
fn commands() -> Vec<(String, String)> {
    let write = |chords: &Vec<leadsheet::app::Chord>| {
        let key = |chord: &leadsheet::app::Chord| match chord.typed() {
            Some(' ') => "<space>".to_owned(),
            Some(c) => c.to_string(),
            None => format!("<{}>", chord.to_string().to_lowercase().replace('+', "-")),
        };
        chords.iter().map(key).collect::<String>()
    };
    let is_left_out = |name: &str| ["quit", "export", "redraw"].contains(&name);
    let mut all: Vec<(String, String)> = key_map()
        .into_iter()
        .filter(|(section, name, _)| section == "grid" && !is_left_out(name))
        .filter_map(|(_, name, keys)| {
            let plain = keys.iter().find(|k| k.iter().all(|c| c.typed().is_some()))?;
            Some((name, write(plain)))
        })
        .collect();
    all.push(("redo".to_owned(), "<ctrl-r>".to_owned()));
    all
}

fn seen<'f>(
    found: impl Iterator<Item = &'f Finding>,
) -> BTreeSet<(Option<Row>, Option<Field>, String)> {
    found
        .map(|f| (f.row, f.field, format!("{} {} {:?}", f.rule.code(), f.message, f.fix)))
        .collect()
}

/// Applies the same changes to the file at once and checks everything.
fn anew(sheet: &Sheet) -> Sheet {
    let table = Table::parse(sheet.table().text().to_owned(), b',').expect("well-formed");
    let mut fresh = Sheet::new(table, Origin::Download, today());
    for added in sheet.added() {
        fresh.add_column(Col::member(added.col, 1)).expect("there is room");
    }
    let field = |col| sheet.layout().field(col).expect("the sample has it");
    let (substatus, reason) = (field(Col::Substatus), field(Col::Reason));
    let mut sets = Vec::new();
    for row in sheet.changed_rows() {
        // A reason remains when a paste removes the substatus that allowed it.
        if let Some(text) = sheet.changed_text(row, reason) {
            sets.push(CellEdit::new(row, substatus, "Lost"));
            sets.push(CellEdit::new(row, reason, text));
            sets.push(CellEdit::new(row, substatus, sheet.text(row, substatus)));
        }
        let others = sheet.changes_of(row).iter().filter(|(field, _)| *field != reason);
        sets.extend(others.map(|(field, text)| CellEdit::new(row, *field, text)));
    }
    fresh.apply(Edit::new("all", sets)).expect("each was accepted");
    fresh
}

fn texts(sheet: &Sheet) -> Vec<Vec<(Field, String)>> {
    (sheet.rows()).map(|row| sheet.changes_of(row).to_vec()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_command_can_be_undone_and_redone_with_fresh_findings(
        deeds in prop::collection::vec(deed(), 1..25),
    ) {
        let csv = leads();
        let commands = commands();
        let mut s = Session::open(&csv);
        let opened = seen(s.app.sheet.findings().all());
        for deed in &deeds {
            s = act(s, deed, &commands);
            s.draw();
        }
        prop_assert_eq!(seen(s.app.sheet.findings().all()), seen(anew(&s.app.sheet).findings().all()));
        let (after, (done, _)) = (texts(&s.app.sheet), s.app.sheet.history().len());
        for _ in 0..done {
            s = s.keys("u");
        }
        prop_assert_eq!(s.app.sheet.changed_rows().count(), 0);
        prop_assert_eq!(s.app.sheet.table().text(), &csv);
        prop_assert_eq!(seen(s.app.sheet.findings().all()), opened);
        for _ in 0..done {
            s = s.keys("<ctrl-r>");
        }
        prop_assert_eq!(texts(&s.app.sheet), after);
    }
}

#[test]
fn every_command_has_plain_keys_or_a_name() {
    let by_keys: BTreeSet<String> = commands().into_iter().map(|(name, _)| name).collect();
    for command in leadsheet::app::COMMANDS.iter().flat_map(|family| family.iter()) {
        if command.when != leadsheet::app::When::Grid || by_keys.contains(command.name) {
            continue;
        }
        let typed = command.name.replace('_', " ");
        let mut s = Session::sample().keys(&format!(":{typed}"));
        let Mode::Picker(picker) = &s.app.mode else { panic!("the palette is open") };
        let first = picker.selected().map(|at| picker.offers.show(at).0);
        assert_eq!(first, Some(typed), "{}", s.screen());
    }
}
