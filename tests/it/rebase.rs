//! Rebase: open work moves to a fresh download, from the command line and by keys, for all that both sides can do.

use crate::support::files::SAMPLE;
use crate::support::fixtures::{leads, today};
use crate::support::json::answer;
use crate::support::session::Session;
use crate::support::workspace::Workspace;
use leadsheet::app::{
    Effect, EffectError, EffectKind, FreshDownload, Input, ListPanel, Mode, Persistence,
    RebasePanel, Recovery, UnfinishedWork,
};
use leadsheet::leads::{Col, Origin};
use leadsheet::leads::{Field, Row};
use leadsheet::sheet::{Edit, LogEntry, PendingChanges, Sheet};
use leadsheet::sync::{MergeOutcome, Rebase, Side};
use leadsheet::table::Table;
use proptest::prelude::*;
use serde_json::Value;
use std::fs;
use std::process::Output;

/// A table of leads with these cells changed: row, column, text.
fn table(rows: usize, cells: &[(Row, &str, &str)]) -> Table {
    let text = leads(rows, |_, row| row);
    let table = Table::parse(text.clone(), b',').expect("well-formed");
    let mut writer = csv::Writer::from_writer(Vec::new());
    let layout = table.layout();
    writer.write_record(layout.names()).expect("written");
    for row in table.rows() {
        let cell = |(field, text): (Field, std::borrow::Cow<str>)| {
            let here = |c: &&(Row, &str, &str)| c.0 == row && c.1 == layout.name(field);
            cells.iter().rfind(here).map_or_else(|| text.into_owned(), |c| c.2.to_owned())
        };
        writer
            .write_record(table.cells(row).zip(0..).map(|(text, at)| cell((Field(at), text))))
            .expect("written");
    }
    let text = String::from_utf8(writer.into_inner().expect("written")).expect("UTF-8");
    Table::parse(text, b',').expect("well-formed")
}

fn field(sheet: &Sheet, column: &str) -> Field {
    Field::at(sheet.layout().names().iter().position(|name| name == column).expect("it is there"))
}

/// A sheet over a table with these cells changed through the door.
fn edited(table: Table, cells: &[(Row, &str, &str)]) -> Sheet {
    let mut sheet = Sheet::new(table, Origin::Download, today());
    sheet.start_logging();
    edit(&mut sheet, cells);
    sheet
}

fn edit(sheet: &mut Sheet, cells: &[(Row, &str, &str)]) {
    for (row, column, text) in cells {
        let edit = Edit::cell("edit", *row, field(sheet, column), *text);
        sheet.apply(edit).expect("accepted");
    }
}

const COLUMNS: [&str; 7] = [
    "Lead Name",
    "Notes",
    "CRM ID",
    "Currency",
    "Partner Referral Status",
    "Partner Referral Substatus",
    "Sales Stage",
];

const TEXTS: [&str; 5] = ["", "mine", "USD", "Active", "80"];

fn cells(most: usize) -> impl Strategy<Value = Vec<(Row, &'static str, &'static str)>> {
    let cell = (
        (0..4_u32).prop_map(Row),
        prop::sample::select(&COLUMNS[..]),
        prop::sample::select(&TEXTS[..]),
    );
    prop::collection::vec(cell, 0..most)
}

/// The cells of a sheet that differ from its file: row by ID, column, text.
fn open(sheet: &Sheet) -> Vec<(String, String, String)> {
    let work = PendingChanges::from_sheet(sheet);
    let of = |lead: leadsheet::sheet::PendingLead| {
        let id = lead.id;
        lead.cells.into_iter().map(move |c| (id.clone(), c.column, c.mine))
    };
    work.leads.into_iter().flat_map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..Default::default() })]

    #[test]
    fn edits_and_portal_changes_are_both_kept_or_conflict_and_none_is_lost(
        mine in cells(10), theirs in cells(10), by_journal in any::<bool>(), shuffled in any::<bool>()
    ) {
        let mut sheet = edited(table(4, &[]), &mine);
        let mut new = table(4, &theirs);
        if shuffled {
            let mut lines: Vec<&str> = new.text().lines().collect();
            lines[1..].reverse();
            new = Table::parse(lines.join("\n") + "\n", b',').expect("well-formed");
        }
        let fresh = Sheet::new(new.clone(), Origin::Download, today());
        let mut rebase = if by_journal {
            Rebase::new(&PendingChanges::from_log(&sheet.take_log()), None, fresh)
        } else {
            Rebase::new(&PendingChanges::from_sheet(&sheet), Some(sheet.table()), fresh)
        };
        let changed = open(&sheet);
        let seen: Vec<_> = rebase.leads.iter()
            .flat_map(|lead| lead.cells.iter().map(|c| (lead.id.clone(), c.column.clone(), c.mine.clone())))
            .collect();
        let sorted = |mut list: Vec<(String, String, String)>| { list.sort(); list };
        prop_assert_eq!(sorted(seen), sorted(changed.clone()), "each change is reported once");
        let counts = rebase.counts();
        let sum = counts.applied + counts.up_to_date + counts.conflicts + counts.not_applied();
        prop_assert_eq!((counts.changed, sum), (changed.len(), changed.len()));

        let in_new = |id: &str, column: &str| {
            let field = new.layout().fields().find(|f| new.layout().name(*f) == column).expect("there");
            let ids = new.layout().field(Col::ReferralId).expect("there");
            let row = new.rows().find(|row| new.cell(*row, ids) == id).expect("there");
            (row, field, new.cell(row, field).into_owned())
        };
        let outcome = |column: &str| COLUMNS[4..].contains(&column);
        for lead in &rebase.leads {
            for cell in &lead.cells {
                let (_, _, theirs) = in_new(&lead.id, &cell.column);
                match cell.fate {
                    MergeOutcome::UpToDate => prop_assert_eq!(&theirs, &cell.mine),
                    MergeOutcome::Applied => prop_assert_eq!(&theirs, &cell.old),
                    MergeOutcome::Conflict(_) if !outcome(&cell.column) => {
                        prop_assert!(theirs != cell.old && theirs != cell.mine);
                    }
                    MergeOutcome::Conflict(at) => prop_assert_eq!(&rebase.questions[at].what, "Outcome"),
                    MergeOutcome::LeadClosed | MergeOutcome::Rejected(_) => prop_assert!(false, "{:?}", cell),
                    MergeOutcome::LeadGone | MergeOutcome::ColumnGone => prop_assert!(false, "{:?}", cell),
                }
            }
        }
        let fates: Vec<(String, String, String, MergeOutcome)> = rebase.leads.iter()
            .flat_map(|l| l.cells.iter().map(|c| (l.id.clone(), c.column.clone(), c.mine.clone(), c.fate.clone())))
            .collect();
        for (n, question) in rebase.questions.iter_mut().enumerate() {
            question.answer = Some(if n % 2 == 0 { Side::Mine } else { Side::Theirs });
        }
        let answers: Vec<_> = rebase.questions.iter().map(|q| q.answer).collect();
        let (after, actions) = rebase.finish();
        for (id, column, mine, fate) in fates {
            let (row, field, theirs) = in_new(&id, &column);
            let wanted = match fate {
                MergeOutcome::Conflict(at) if answers[at] == Some(Side::Theirs) => theirs,
                _ => mine,
            };
            prop_assert_eq!(after.text(row, field), wanted, "{}: {}", id, column);
        }
        // A cell that the user didn't change is Partner Center's, except the rest of an outcome.
        for row in new.rows() {
            for (at, _) in after.changes_of(row) {
                let column = new.layout().name(*at);
                let ids = new.layout().field(Col::ReferralId).expect("there");
                let id = new.cell(row, ids).into_owned();
                let is_mine = changed.iter().any(|(i, c, _)| *i == id && c == column);
                prop_assert!(is_mine || outcome(column), "{}: {}", id, column);
            }
        }
        // The saved work has the same result, and one undo reverts it.
        let mut repeated = Sheet::new(new.clone(), Origin::Download, today());
        prop_assert_eq!(repeated.replay(&actions).skipped, 0);
        prop_assert_eq!(open(&repeated), open(&after));
        let mut back = after;
        back.undo();
        prop_assert_eq!(back.changed_rows().count(), 0);
    }
}

fn write(workspace: &Workspace, name: &str, table: &Table) {
    workspace.write(name, table.text());
}

/// Saves edits of a file, as an editor that is killed then.
fn save(workspace: &Workspace, name: &str, cells: &[(Row, &str, &str)]) {
    workspace.save_work(name, |sheet| edit(sheet, cells));
}

/// Moves the work from `old.csv` to `new.csv`: the exit code and the report.
fn rebase(workspace: &Workspace, more: &[&str]) -> (Option<i32>, Value) {
    let args = [&["rebase", "old.csv", "new.csv", "--format", "json"], more].concat();
    let out = workspace.run(&args);
    assert!(out.stderr.is_empty(), "{}", String::from_utf8_lossy(&out.stderr));
    (out.status.code(), answer("rebase", &out.stdout))
}

fn groups(report: &Value) -> Vec<(String, String)> {
    let changes = report["changes"].as_array().expect("a list").iter();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    changes.map(|c| (text(&c["column"]), text(&c["group"]))).collect()
}

#[test]
fn saved_work_moves_to_a_fresh_download_and_is_offered_there() {
    let workspace = Workspace::empty();
    write(&workspace, "old.csv", &table(4, &[]));
    let cells = [(Row(0), "Notes", "mine"), (Row(1), "Lead Name", "other"), (Row(3), "Notes", "x")];
    save(&workspace, "old.csv", &cells);
    let views = workspace.state_home().join("leadsheet/views");
    let view = workspace.journals()[0]
        .file_name()
        .and_then(|name| name.to_str()?.split('.').next().map(str::to_owned));
    let (file, _) = view.as_deref().and_then(|name| name.rsplit_once('-')).expect("a name");
    fs::create_dir_all(&views).expect("made");
    fs::write(views.join(format!("{file}.toml")), "the view").expect("written");
    let new = table(3, &[(Row(1), "Lead Name", "other"), (Row(0), "Customer City", "Oslo")]);
    write(&workspace, "new.csv", &new);
    let (code, dry) = rebase(&workspace, &["--dry-run"]);
    assert_eq!((code, &dry["kept"]), (Some(1), &false.into()), "a lead is gone");
    assert_eq!(workspace.journals().len(), 1);
    let (code, report) = rebase(&workspace, &[]);
    assert_eq!(
        (code, &report["kept"], &report["old_known"]),
        (Some(1), &true.into(), &true.into())
    );
    let wanted = [("Notes", "taken_over"), ("Lead Name", "already_there"), ("Notes", "lead_gone")];
    assert_eq!(groups(&report), wanted.map(|(c, g)| (c.to_owned(), g.to_owned())));
    assert_eq!(report["summary"]["changed"], 3);
    assert_eq!(report["portal"][0]["column"], "Customer City");
    assert_eq!(report["changes"][2]["why"], "The lead isn't in the new file.");
    assert!(workspace.status("new.csv").contains("saved       1 step in 1 lead"));
    assert!(workspace.status("old.csv").contains("rebased     3 steps in 3 leads"));
    let status = |name: &str| -> Value {
        let out = workspace.run(&["status", name, "--format", "json"]);
        answer("status", &out.stdout)["files"][0]["journals"][0].clone()
    };
    let (old, new) = (status("old.csv"), status("new.csv"));
    let path = |name: &str| Value::from(workspace.path(name).to_str().expect("UTF-8"));
    assert_eq!((&old["went_on_in"], &old["came_from"]), (&path("new.csv"), &Value::Null));
    assert_eq!((&new["went_on_in"], &new["came_from"]), (&Value::Null, &path("old.csv")));
    assert_eq!((old["closed"].is_null(), new["closed"].is_null()), (false, true));
    assert!(workspace.status("new.csv").contains("came from "), "{}", workspace.status("new.csv"));
    let names = crate::support::files::names(&views);
    assert!(names.len() == 2 && names.iter().any(|name| name.starts_with("new-")), "{names:?}");
    // It can be had again, as everything that was put aside.
    assert_eq!(workspace.run(&["status", "--recall", "old.csv"]).status.code(), Some(0));
    assert!(workspace.status("old.csv").contains("saved       3 steps"));
}

#[test]
fn a_conflict_saves_nothing_until_it_is_answered() {
    let workspace = Workspace::empty();
    write(&workspace, "old.csv", &table(2, &[]));
    save(&workspace, "old.csv", &[(Row(0), "Notes", "mine"), (Row(1), "Notes", "mine")]);
    write(&workspace, "new.csv", &table(2, &[(Row(0), "Notes", "theirs")]));
    let (code, report) = rebase(&workspace, &[]);
    assert_eq!((code, &report["kept"]), (Some(1), &false.into()));
    assert_eq!(report["summary"]["conflicts"], 1);
    assert!(workspace.status("old.csv").contains("saved       2 steps"));
    assert_eq!(workspace.status("new.csv"), "There is no saved work.\n");
    let output =
        String::from_utf8(workspace.run(&["rebase", "old.csv", "new.csv"]).stdout).expect("UTF-8");
    assert!(output.contains("mine \"mine\" · theirs \"theirs\""), "{output}");
    assert!(output.contains("choose with --mine or --theirs"), "{output}");
    let (code, report) = rebase(&workspace, &["--theirs"]);
    assert_eq!((code, &report["kept"]), (Some(0), &true.into()));
    assert_eq!(report["changes"][0]["answer"], "theirs");
    assert!(workspace.status("new.csv").contains("1 step in 1 lead"));
    assert_eq!(workspace.run(&["rebase", "a", "b", "--mine", "--theirs"]).status.code(), Some(2));
}

#[test]
fn work_on_a_replaced_file_is_rebased_from_the_journal_alone() {
    let workspace = Workspace::empty();
    write(&workspace, "old.csv", &table(2, &[]));
    save(&workspace, "old.csv", &[(Row(0), "Notes", "mine"), (Row(1), "Notes", "mine")]);
    let new = table(2, &[(Row(1), "Notes", "theirs"), (Row(0), "Customer City", "Oslo")]);
    write(&workspace, "old.csv", &new);
    let args = ["rebase", "old.csv", "old.csv", "--mine", "--format", "json"];
    let out = workspace.run(&args);
    let report = answer("rebase", &out.stdout);
    assert_eq!((out.status.code(), &report["old_known"]), (Some(0), &false.into()));
    assert_eq!(report["portal"], Value::Array(Vec::new()));
    let output = workspace.status("old.csv");
    assert!(
        output.contains("saved       1 step in 2 leads") && output.contains("rebased     2 steps"),
        "{output}"
    );
    let repeated = workspace.run(&args);
    assert_eq!(repeated.status.code(), Some(2));
    let output = String::from_utf8_lossy(&repeated.stderr).into_owned();
    assert!(output.contains("the work is already on this file"), "{output}");
    // The old file needn't be there at all.
    write(
        &workspace,
        "new.csv",
        &table(2, &[(Row(1), "Notes", "more"), (Row(0), "Notes", "more")]),
    );
    fs::remove_file(workspace.path("old.csv")).expect("removed");
    let (code, report) = rebase(&workspace, &["--mine"]);
    assert_eq!((code, &report["summary"]["conflicts"]), (Some(0), &2.into()));
}

#[test]
fn open_files_files_with_other_work_and_unusable_files_are_refused() {
    let workspace = Workspace::empty();
    write(&workspace, "old.csv", &table(2, &[]));
    write(&workspace, "new.csv", &table(2, &[(Row(0), "Notes", "theirs")]));
    let says = |out: &Output, reason: &str| {
        out.status.code() == Some(2) && String::from_utf8_lossy(&out.stderr).contains(reason)
    };
    let refused = |args: &[&str], reason: &str| {
        let out = workspace.run(args);
        assert!(says(&out, reason), "{reason}: {out:?}");
    };
    let rebase = ["rebase", "old.csv", "new.csv"];
    let out = workspace.run(&rebase);
    let output = String::from_utf8_lossy(&out.stdout).into_owned();
    assert_eq!((out.status.code(), &*output), (Some(0), "There is no saved work for old.csv.\n"));
    refused(&["rebase", "gone.csv", "new.csv"], "gone.csv");
    save(&workspace, "old.csv", &[(Row(1), "Notes", "mine")]);
    refused(&["rebase", "old.csv", "gone.csv"], "gone.csv");
    for name in ["old.csv", "new.csv"] {
        let _lock = workspace.lock(name);
        let reason = format!("{name}: the file is being edited");
        // `run` would wait for the lock that this test has. A program that another test starts may have the lock of
        // the round before for a moment.
        let mut outs = std::iter::repeat_with(|| workspace.run_at_once(&rebase)).take(100);
        assert!(outs.any(|out| says(&out, &reason)), "{reason}");
    }
    save(&workspace, "new.csv", &[(Row(1), "Notes", "else")]);
    refused(&rebase, "new.csv: there is other saved work on this file");
    assert!(workspace.status("old.csv").contains("saved       1 step"));
}

#[test]
fn a_kill_between_writing_two_journals_leaves_both_intact() {
    let workspace = Workspace::empty();
    write(&workspace, "old.csv", &table(2, &[]));
    save(&workspace, "old.csv", &[(Row(0), "Notes", "mine")]);
    write(&workspace, "new.csv", &table(2, &[(Row(1), "Notes", "theirs")]));
    let old = workspace.journals().remove(0);
    let bytes = fs::read(&old).expect("there");
    assert_eq!(rebase(&workspace, &[]).0, Some(0));
    // As if the program had been killed when the new journal was safe and the old one not closed yet.
    for path in workspace.journals().iter().filter(|p| p.to_string_lossy().contains("rebased")) {
        fs::remove_file(path).expect("removed");
    }
    fs::write(&old, bytes).expect("written");
    assert!(workspace.status("old.csv").contains("saved       1 step in 1 lead"));
    assert!(workspace.status("new.csv").contains("saved       1 step in 1 lead"));
    let out = workspace.run(&["rebase", "old.csv", "new.csv"]);
    assert_eq!(out.status.code(), Some(2), "it is never moved twice");
}

/// The sample with changes, as a fresh download.
fn fresh(change: impl Fn(String) -> String) -> FreshDownload {
    let text = change(String::from_utf8(SAMPLE.to_vec()).expect("UTF-8"));
    FreshDownload {
        table: Table::parse(text, b',').expect("well-formed"),
        name: "fresh.csv".to_owned(),
        folder: "/fresh".to_owned(),
        notices: Vec::new(),
        keeping: Persistence::On,
        among: None,
    }
}

fn give(mut s: Session, input: Input) -> Session {
    s.effects = s.app.update(input);
    s.draw();
    s
}

/// Edits the sample and opens a download in which the first lead has another name.
fn asked(keys: &str) -> Session {
    let s = Session::sample().keeping().keys(keys).keys(":rebase<enter>fresh.csv<enter>");
    assert!(matches!(s.effects.last(), Some(Effect::ReadFresh(path)) if path == "fresh.csv"));
    let fresh = fresh(|text| {
        let text = text.replacen("UK spring", "UK autumn", 1);
        text.replacen("Fabrikam analytics trial", "Fabrikam trial", 1)
    });
    give(s, Input::Fresh(Ok(Box::new(fresh))))
}

/// Two names: of the first lead, whose name the portal changed too, and of the second.
const NAMES: &str = "ccMine<enter>ccSecond<enter>";

#[test]
fn after_a_conflict_is_answered_the_editor_continues_in_the_new_file() {
    let s = asked(NAMES);
    assert!(s.app.mode.panel::<RebasePanel>().is_some());
    let s = s.keys("<enter>");
    assert_eq!(s.message(), "Choose first: m mine, t theirs, gm all mine, gt all theirs.");
    let s = s.keys("m<enter>");
    let Some(Effect::Rebase(actions)) = s.effects.last() else { panic!("{:?}", s.effects) };
    assert!(
        matches!(&actions[..], [LogEntry::Edit { label, leads }] if label == "rebase" && leads.len() == 2)
    );
    assert_eq!(s.app.name, "leads.csv", "nothing changes before the work is saved");
    let s = give(s, Input::Rebased(Ok(())));
    assert_eq!((&*s.app.name, &*s.app.folder), ("fresh.csv", "/fresh"));
    assert_eq!([s.cell(1, "Lead Name"), s.cell(2, "Lead Name")], ["Mine", "Second"]);
    assert_eq!(s.cell(3, "Lead Name"), "Fabrikam trial");
    assert_eq!(s.message(), "Rebased: 1 cell applied, 1 kept as mine. fresh.csv is open now.");
    let mut s = s.keys("u");
    assert_eq!(s.message(), "Undid: rebase, 2 cells in 2 leads.");
    assert_eq!(s.cell(1, "Lead Name"), "UK autumn");
    s = s.keys("<ctrl-r>");
    assert!(s.screen().starts_with(" fresh.csv"), "{}", s.screen());
    assert!(matches!(&s.effects[..], [Effect::Keep(_), Effect::Keep(_)]), "{:?}", s.effects);
}

#[test]
fn theirs_drops_a_change_and_one_key_answers_all() {
    let s = give(asked(NAMES).keys("gt<enter>"), Input::Rebased(Ok(())));
    assert_eq!([s.cell(1, "Lead Name"), s.cell(2, "Lead Name")], ["UK autumn", "Second"]);
    assert_eq!(s.app.sheet.changed_rows().collect::<Vec<_>>(), [Row(1)]);
    let s = give(asked(NAMES).keys("gm<enter>"), Input::Rebased(Ok(())));
    assert_eq!(s.cell(1, "Lead Name"), "Mine");
}

#[test]
fn closing_the_panel_and_every_failure_change_nothing() {
    let s = asked(NAMES).keys("m<esc>");
    assert!(
        matches!(s.effects.last(), Some(Effect::DropFresh)) && matches!(s.app.mode, Mode::Grid)
    );
    assert_eq!((s.cell(1, "Lead Name"), &*s.app.name), ("Mine".to_owned(), "leads.csv"));
    assert_eq!(s.app.sheet.history().len(), (2, 0));
    let s = give(
        asked(NAMES).keys("m<enter>"),
        Input::Rebased(Err(EffectError::new(EffectKind::Rebase, "No space left"))),
    );
    assert_eq!((s.cell(1, "Lead Name"), &*s.app.name), ("Mine".to_owned(), "leads.csv"));
    assert!(s.app.mode.panel::<ListPanel>().is_some());
    let mut s = give(
        Session::sample().keys(NAMES),
        Input::Fresh(Err(EffectError::new(EffectKind::Rebase, "It is a picture."))),
    );
    assert!(
        s.screen().contains("It is a picture.")
            && s.screen().contains(
                "All of your changes are \
        still here"
            )
    );
}

#[test]
fn the_path_can_follow_the_command_and_there_must_be_work_to_move() {
    let s = Session::sample().keys("ccMine<enter>:rebase ../My fresh.csv<enter>");
    assert!(matches!(&s.effects[..], [Effect::ReadFresh(path)] if path == "../My fresh.csv"));
    let s = Session::sample().keys(":rebase<enter>");
    assert!(s.message().starts_with("There are no changes to move"), "{}", s.message());
    let s = Session::sample().keys(":rebase x.csv<enter>");
    assert!(s.effects.is_empty());
}

#[test]
fn work_on_the_old_content_moves_to_the_new_content() {
    let done = Session::sample().keeping().keys(NAMES).effects.into_iter();
    let actions: Vec<(String, LogEntry)> = done
        .filter_map(|effect| match effect {
            Effect::Keep(actions) => Some(actions),
            _ => None,
        })
        .flatten()
        .map(|action| ("2026-11-21T09:00:00Z".to_owned(), action))
        .collect();
    let unfinished = UnfinishedWork { actions, ..UnfinishedWork::default() };
    let text =
        String::from_utf8(SAMPLE.to_vec()).expect("UTF-8").replacen("UK spring", "UK autumn", 1);
    let start = || Session::open_with_work(&text, Recovery::Other(unfinished.clone()));
    let s = start().keys("r");
    assert!(s.app.mode.panel::<RebasePanel>().is_some());
    let back = start().keys("r<esc>");
    assert!(matches!(back.app.mode, Mode::Ask(_)) && back.app.sheet.changed_rows().count() == 0);
    let s = s.keys("m<enter>");
    assert!(matches!(&s.effects[..], [Effect::Rebase(_)]), "{:?}", s.effects);
    let s = give(s, Input::Rebased(Ok(())));
    assert!(matches!(s.app.mode, Mode::Grid) && s.app.earlier.is_none());
    assert_eq!([s.cell(1, "Lead Name"), s.cell(2, "Lead Name")], ["Mine", "Second"]);
    assert_eq!(s.message(), "Rebased: 1 cell applied, 1 kept as mine.");
    let s = s.keys("jccmore<enter>");
    assert!(matches!(&s.effects[..], [Effect::Keep(_)]));
}

#[test]
fn the_panel_fits_the_screen() {
    for (columns, lines) in [(80, 24), (60, 12)] {
        let s = Session::sample().keeping().sized(columns, lines);
        let s = s.keys("ccMine<enter>ccSecond<enter>jslost<enter>2<enter>");
        let s = s.at(5, "Lead Name").keys("ccgone<enter>ccthere<enter>");
        let s = s.at(2, "Currency").keys("ccEUR<enter>");
        let mut s = give(s, Input::Fresh(Ok(Box::new(fresh(busy)))));
        shown(&format!("rebase_{columns}x{lines}"), &mut s);
        let mut s = s.keys("mm");
        shown(&format!("rebase_answered_{columns}x{lines}"), &mut s);
        let mut s =
            Session::sample().sized(columns, lines).keys("ccMine<enter>:rebase<enter>new.c");
        shown(&format!("rebase_path_{columns}x{lines}"), &mut s);
    }
}

/// A download in which one lead has another name, one another outcome, and one is gone.
fn busy(text: String) -> String {
    let table = Table::parse(text, b',').expect("well-formed");
    let rows = table.rows().filter(|row| *row != Row(4)).map(|row| {
        let line = table.row_text(row);
        match row {
            Row(0) => line.replacen("UK spring", "UK autumn", 1),
            Row(3) => line.replacen("New,Pending", "Active,Accepted", 1),
            _ => line.to_owned(),
        }
    });
    table.header_text().to_owned() + &rows.collect::<Vec<_>>().join("\r\n")
}

fn shown(name: &str, session: &mut Session) {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, session.snapshot());
    });
}

#[test]
fn every_size_is_drawn() {
    for (columns, lines) in [(0, 0), (1, 1), (60, 12), (61, 13), (200, 60)] {
        let mut s = asked(NAMES).sized(columns, lines);
        let (buffer, caret) = s.draw();
        assert!(caret.is_none_or(|at| buffer.area.contains(at)), "{columns}×{lines}");
    }
}

mod program {
    use super::*;
    use crate::support::journey::Journey;

    /// The sample as it is downloaded later: the first lead has another name.
    fn later() -> String {
        let text = String::from_utf8(SAMPLE.to_vec()).expect("UTF-8");
        text.replacen("UK spring", "UK autumn", 1)
    }

    #[test]
    fn the_program_moves_to_the_new_file_and_so_do_journal_and_lock() {
        let mut journey = Journey::start();
        journey.workspace.write("leads (1).csv", later());
        let new = journey.workspace.path("leads (1).csv");
        journey.edit(2, "Second");
        // The folder is that of the file that is open.
        journey.keys(":rebase leads (1).csv<Enter>");
        journey.wait_for("moves your changes to leads (1).csv");
        journey.keys("<Enter>");
        journey.wait_for("leads (1).csv is open now");
        journey.edit(1, "Third");
        let mut other = journey.workspace.start_args(&[new.to_str().expect("UTF-8")], (80, 24));
        other.wait_for("Another leadsheet is editing this file");
        other.keys("q");
        assert_eq!(other.wait_exit(), 0);
        journey.save_and_quit();
        let old = std::mem::replace(&mut journey.workspace.file, new);
        journey.resume("2 steps in 2 leads");
        journey.wait_for("*Second");
        journey.wait_for("*Third");
        journey.save_and_quit();
        journey.workspace.file = old;
        journey.start_again();
        journey.wait_for("This is an older download");
        journey.end("<Esc>");
    }

    #[test]
    fn a_file_replaced_while_it_is_open_is_rebased_onto_by_its_own_name() {
        let mut journey = Journey::start();
        journey.edit(2, "Second");
        journey.keys(":rebase leads.csv<Enter>");
        journey.wait_for("is the file that is open");
        journey.keys("<Esc>");
        journey.workspace.write("leads.csv", later());
        journey.keys(":rebase leads.csv<Enter>");
        journey.wait_for("moves your changes");
        journey.keys("<Enter>");
        journey.wait_for("UK autumn");
        journey.wait_for("*Second");
        journey.save_and_quit();
        journey.resume("1 step in 1 lead");
        journey.wait_for("*Second");
        journey.discard_and_quit();
        journey.start_again();
        journey.wait_for("GRID");
        journey.quit();
    }

    #[test]
    fn work_on_a_file_that_changed_is_rebased_when_it_is_opened() {
        let mut journey = Journey::start();
        journey.edit(2, "Second");
        journey.save_and_quit();
        journey.workspace.write("leads.csv", later());
        journey.start_again();
        journey.wait_for("move it to the new file");
        journey.keys("r");
        journey.wait_for("Applied: 1 cell");
        journey.keys("<Enter>");
        journey.wait_for("*Second");
        journey.wait_for("UK autumn");
        journey.save_and_quit();
        journey.resume("1 step in 1 lead");
        journey.wait_for("*Second");
        journey.discard_and_quit();
        journey.start_again();
        journey.wait_for("GRID");
        journey.quit();
    }
}
