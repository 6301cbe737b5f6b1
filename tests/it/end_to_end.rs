//! The main job in the real program: open a download, fix leads, save the upload file.

use crate::support::files::{self, SAMPLE};
use crate::support::fixtures::fixture;
use crate::support::journey::Journey;
use crate::support::program::program;
use crate::support::pty::Program;
#[cfg(unix)]
use crate::support::workspace::signal;
use crate::support::workspace::terminal_restored;
use leadsheet::leads::{Field, Row};
use leadsheet::table::Table;
use std::path::Path;

fn table(path: &Path) -> Table {
    Table::parse(std::fs::read_to_string(path).expect("readable"), b',').expect("well-formed")
}

fn field(table: &Table, name: &str) -> Field {
    table.layout().fields().find(|f| table.layout().name(*f) == name).expect("the column is there")
}

fn check(path: &Path) -> i32 {
    program().arg("check").arg(path).output().expect("runs").status.code().expect("ends by itself")
}

/// Opens the sample, accepts row 1, loses row 2, spoils row 3 and goes to the review.
fn edit_three_leads(path: &Path) -> Program {
    let mut p = Program::start(&[path.to_str().expect("UTF-8")], (80, 24));
    p.wait_for("UK spring");
    p.keys("sacc<Enter>");
    p.wait_for("3 cells changed");
    p.keys("yes<Enter>");
    p.wait_for("Ready to export");
    p.keys("0slost<Enter>");
    p.wait_for("Customer didn't respond");
    p.keys("2<Enter>k06l<Enter>no<Enter>");
    p.wait_for("2 ready");
    p.keys("05wcc02/30/2027");
    p.wait_for("E-02");
    p.keys("<Enter>");
    p.wait_for("1 held back");
    p.keys("<C-s>");
    p.wait_for("Review");
    p
}

#[test]
fn three_edited_leads_become_an_upload_file_with_the_two_good_ones() {
    let dir = files::scratch();
    let source = files::sample(dir.path());
    let mut p = edit_three_leads(&source);
    p.wait_for("Held back, not in the file: 1 lead");
    p.keys("G");
    p.wait_for("Held back, not exported: 1 lead");
    p.wait_for("row 3  Fabrikam analytics trial");
    p.keys("1<Enter>");
    p.wait_for("verified");
    let screen = p.screen();
    assert!(screen.contains("leads.upload-001.csv"), "{screen}");
    assert!(screen.contains("2 leads, 8 changed cells, 0 others"), "{screen}");
    p.keys("<Esc>qd");
    assert_eq!(p.wait_exit(), 0);

    assert_eq!(std::fs::read(&source).expect("still there"), SAMPLE, "the source is untouched");
    let (download, upload) = (table(&source), table(&dir.path().join("leads.upload-001.csv")));
    assert_eq!(upload.header_text(), download.header_text());
    assert_eq!(upload.len(), 2);
    let expected = [
        (0, "Partner Referral Status", "Active"),
        (0, "Partner Referral Substatus", "Accepted"),
        (0, "Sales Stage", "80"),
        (0, "Marketplace Purchase Intent", "Yes"),
        (1, "Partner Referral Status", "Closed"),
        (1, "Partner Referral Substatus", "Lost"),
        (1, "Declined/Lost/Error reason", "2"),
        (1, "Marketplace Purchase Intent", "No"),
    ];
    for row in 0..2 {
        for f in download.layout().fields() {
            let name = download.layout().name(f);
            match expected.iter().find(|(r, n, _)| (*r, *n) == (row, name)) {
                Some((_, _, text)) => assert_eq!(upload.cell(Row(row), f), *text, "{name}"),
                None => assert_eq!(upload.raw(Row(row), f), download.raw(Row(row), f), "{name}"),
            }
        }
    }
    assert_eq!(check(&dir.path().join("leads.upload-001.csv")), 0);
}

#[test]
fn a_second_export_writes_a_new_file_with_later_changes_only() {
    let dir = files::scratch();
    let source = files::sample(dir.path());
    let mut p = edit_three_leads(&source);
    p.keys("1<Enter>");
    p.wait_for("verified");
    let first = std::fs::read(dir.path().join("leads.upload-001.csv")).expect("written");
    p.keys("<Esc>gg03j05w<C-s>");
    p.wait_for("exported before");
    p.keys("<Esc>0ccAdventure Works shop<Enter>");
    p.wait_for("Held back: ");
    p.keys("k06l<Enter>yes<Enter>");
    p.wait_for("1 ready");
    p.keys("<C-s>");
    p.wait_for("Export: 1 lead in one file");
    p.keys("<Enter>");
    p.wait_for("leads.upload-002.csv");
    p.keys("<Esc>qd");
    assert_eq!(p.wait_exit(), 0);
    assert_eq!(std::fs::read(dir.path().join("leads.upload-001.csv")).expect("there"), first);
    let second = table(&dir.path().join("leads.upload-002.csv"));
    assert_eq!(second.len(), 1);
    assert_eq!(second.cell(Row(0), field(&second, "Lead Name")), "Adventure Works shop");
}

#[test]
fn without_an_edit_nothing_is_written() {
    let dir = files::scratch();
    let source = files::sample(dir.path());
    let mut p = Program::start(&[source.to_str().expect("UTF-8")], (80, 24));
    p.wait_for("UK spring");
    p.keys("<C-s>");
    p.wait_for("Nothing to export: no lead is changed.");
    p.keys("ccother<Enter>u<C-s>");
    p.wait_for("Nothing to export: no lead is changed.");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
    assert_eq!(std::fs::read_dir(dir.path()).expect("a folder").count(), 1);
}

#[test]
fn locked_cells_refuse_edits_and_give_the_reason() {
    let dir = files::scratch();
    let source = files::sample(dir.path());
    let mut p = Program::start(&[source.to_str().expect("UTF-8")], (80, 24));
    p.wait_for("UK spring");
    p.keys("7lcc");
    p.wait_for("R-04 Customer Name: read-only");
    // What is typed all the same is no command, as long as it is typed.
    p.keys("QX<Enter><Esc>05ji");
    p.wait_for("R-05 Lead Name: the lead is Closed");
    p.keys("QX<Enter><Esc>gg0jslost<Esc>06l");
    p.wait_for("Marketplace Purchase Intent");
    p.keys("<C-s>");
    p.wait_for("Nothing to export");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
}

#[test]
fn the_demo_works_on_a_copy_that_it_names() {
    let mut p = Program::start(&["demo"], (80, 24));
    p.wait_for("A tour in seven steps");
    p.keys("<Esc>");
    p.wait_for("GRID 1/60");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
    let bytes = String::from_utf8_lossy(&p.bytes()).into_owned();
    let (_, named) = bytes.rsplit_once("The demo's files are in ").expect("it names them");
    let sample = Path::new(named.trim());
    assert_eq!(std::fs::read(sample).expect("it is there"), SAMPLE);
    std::fs::remove_dir_all(sample.parent().expect("a folder")).expect("removable");
}

#[test]
fn the_terminal_is_restored_at_the_end() {
    let dir = files::scratch();
    let source = files::sample(dir.path());
    let mut p = Program::start(&[source.to_str().expect("UTF-8")], (80, 24));
    p.wait_for("UK spring");
    p.keys(":q!<Enter>");
    assert_eq!(p.wait_exit(), 0);
    assert_eq!(terminal_restored(&mut p), Ok(()));
}

#[test]
fn an_unusable_terminal_is_refused_with_a_message() {
    let dir = files::scratch();
    let source = files::sample(dir.path());
    let path = source.to_str().expect("UTF-8");
    let mut p = Program::with().env("TERM", "dumb").start(&[path], (80, 24));
    assert_eq!(p.wait_exit(), 2);
    assert!(p.screen().contains("TERM=dumb"), "{}", p.screen());
    let piped = program().arg(path).output().expect("runs");
    assert_eq!(piped.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&piped.stderr).contains("isn't a terminal"));
    let mut p = Program::start(&[path], (20, 5));
    p.wait_for("need 60×12");
    p.resize(80, 24);
    p.wait_for("UK spring");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
}

#[test]
fn without_colours_the_cursor_is_still_reversed() {
    let dir = files::scratch();
    let source = files::sample(dir.path());
    let mut p =
        Program::with().env("NO_COLOR", "1").start(&[source.to_str().expect("UTF-8")], (80, 24));
    p.wait_for("UK spring");
    p.wait_until("the cursor on a cell", |screen| !screen.hide_cursor());
    let (column, row) = p.cursor().expect("it is shown");
    assert!(p.style_at(column, row).inverse());
    assert_eq!(p.style_at(column, row).fgcolor(), vt100::Color::Default);
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
}

#[test]
fn a_windows_1252_file_is_opened_on_request_and_exported_in_it() {
    let dir = files::scratch();
    let source = dir.path().join("old.csv");
    std::fs::copy(fixture("windows-1252.csv"), &source).expect("copied");
    let name = source.to_str().expect("UTF-8");
    let mut p = Program::start(&["--encoding", "windows-1252", name], (80, 24));
    p.wait_for("Contoso Größe – 5 €");
    p.keys("cc");
    p.paste("Łódź");
    p.keys("<Enter>");
    p.wait_for("can't be encoded");
    p.keys("<Esc>cc");
    p.paste("Größer €");
    p.keys("<Enter>");
    p.wait_for("1 ready");
    p.keys("<C-s>");
    p.wait_for("Review");
    p.keys("<Enter>");
    p.wait_for("verified");
    let upload = std::fs::read(dir.path().join("old.upload-001.csv")).expect("exported");
    let (head, row) = (b"Engagement ID,", b",Gr\xf6\xdfer \x80,Fabrikam,");
    assert!(upload.starts_with(head) && upload.windows(row.len()).any(|bytes| bytes == row));
}

/// Presses keys and waits for what they bring, so that the next ones meet the screen that they are
/// meant for.
fn press(p: &mut Program, keys: &str, then: &str) {
    p.keys(keys);
    p.wait_for(then);
}

#[test]
fn all_new_leads_are_worked_through_by_keyboard_and_the_file_is_as_expected() {
    let dir = files::scratch();
    let source = files::sample(dir.path());
    let mut p = Program::start(&[source.to_str().expect("UTF-8")], (80, 24));
    p.wait_for("UK spring");
    press(&mut p, "gcreferral stat<Enter>fv", "32 of 60 leads are shown");
    press(&mut p, "gasacc<Enter>", "96 cells in 32 leads changed");
    press(&mut p, "<Esc>", "held back: Intent is empty");
    press(&mut p, "gcmarketplace<Enter>gagsyes<Enter>", "leads changed");
    press(&mut p, "gcclose date<Enter>gg", "Estimated Close Date: 01/30/2027");
    press(&mut p, "cc12/15/2026<Enter>", "Ready to export");
    press(&mut p, "kv3j<C-d>", "3 cells in 3 leads changed");
    press(&mut p, "gclead name<Enter>g/launch<Enter>", "with:");
    press(&mut p, "Start<Enter>", "🚀 Launch week bundle → 🚀 Start week bundle");
    press(&mut p, "<Enter>", "1 cell changed");
    press(&mut p, "u", "Undid: replace");
    press(&mut p, "u", "Undid: fill");
    press(&mut p, "<C-r>", "Redid: fill");
    press(&mut p, "gp", "not \"usd\"");
    press(&mut p, "a", "Ready to export");
    press(&mut p, "<Esc><C-s>", "Export: 29 leads in one file");
    press(&mut p, "<Enter>", "verified");
    p.keys("<Esc>qd");
    assert_eq!(p.wait_exit(), 0);

    let (download, upload) = (table(&source), table(&dir.path().join("leads.upload-001.csv")));
    let f = |name| field(&download, name);
    let (id, status) = (f("Referral ID"), f("Partner Referral Status"));
    // The sample has leads that are blocked: by a date, an amount and an empty amount.
    let held_back = [11, 16, 20];
    let expected = |row: Row, field: Field| {
        let name = download.layout().name(field);
        let text = match name {
            "Partner Referral Status" => "Active",
            "Partner Referral Substatus" => "Accepted",
            "Sales Stage" => "80",
            "Marketplace Purchase Intent" => "Yes",
            "Estimated Close Date" if [1, 4, 5, 7].contains(&row.number()) => "12/15/2026",
            "Currency" if row.number() == 8 => "USD",
            "Errors" => "",
            _ => return download.cell(row, field).into_owned(),
        };
        text.to_owned()
    };
    let new: Vec<Row> = download
        .rows()
        .filter(|row| download.cell(*row, status) == "New" && !held_back.contains(&row.number()))
        .collect();
    assert_eq!((upload.len(), new.len()), (29, 29));
    for (at, row) in upload.rows().zip(new) {
        assert_eq!(upload.cell(at, id), download.cell(row, id));
        for field in download.layout().fields() {
            assert_eq!(upload.cell(at, field), expected(row, field), "row {row}, field {field}");
        }
    }
    assert_eq!(check(&dir.path().join("leads.upload-001.csv")), 0);
}

#[test]
fn quitting_prints_what_was_written_and_where_the_work_is() {
    let mut journey = Journey::start();
    journey.quit();
    let mut journey = Journey::start();
    journey.export_first_lead();
    journey.keys("<Esc>");
    journey.edit(2, "other name");
    journey.keys("q<Enter>");
    assert_eq!(journey.wait_exit(), 0);
    let screen = journey.screen().replace('\n', "");
    let path = |name: &str| journey.workspace.path(name).display().to_string();
    let journal = journey.workspace.journals()[0].display().to_string();
    let at = |text: &str| screen.find(text).unwrap_or_else(|| panic!("{text} in {screen}"));
    let lines = [
        format!("Exported 1 lead: {}", path("leads.upload-001.csv")),
        "Upload it, then: leadsheet leads.csv --results FILE".to_owned(),
        format!("Work on {} is saved: {journal}", path("leads.csv")),
    ];
    assert!(lines.iter().map(|line| at(line)).is_sorted(), "{screen}");
}

#[cfg(unix)]
#[test]
fn a_signal_prints_what_was_written_too() {
    let mut journey = Journey::start();
    journey.edit(1, "other name");
    signal(&journey, "TERM");
    assert_eq!(journey.wait_exit(), 128 + 15);
    let screen = journey.screen().replace('\n', "");
    assert!(screen.contains("/leads.csv is saved: "), "{screen}");
    // Nothing is printed where nothing was written.
    let mut journey = Journey::start();
    journey.keys("q");
    assert_eq!(journey.wait_exit(), 0);
    assert_eq!(journey.screen().trim(), "");
}
