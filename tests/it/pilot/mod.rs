//! Pilot parts: the review, the command line, and portals with rules that no page documents.

mod choice;
mod files;
mod portals;
mod screens;

use crate::support::fixtures::{leads, processed};
use crate::support::headless::Headless;
use crate::support::json::answer;
use crate::support::workspace::Workspace;
use leadsheet::app::ReviewPanel;
use leadsheet::leads::{Col, Field, Row};
use leadsheet::sheet::{CellEdit, Edit, Sheet};
use leadsheet::table::Table;
use leadsheet::upload::{KindResult, KindVerdict, Lessons, ValueKind};
use std::collections::BTreeSet;
use std::fs;

/// What is done to 60 leads: ten get CAD, ten EUR, and the others a note, of two lines in every second lead.
fn three_kinds(sheet: &mut Sheet) {
    let field = |sheet: &Sheet, col| sheet.layout().field(col).expect("in every download");
    let (currency, notes) = (field(sheet, Col::Currency), field(sheet, Col::Notes));
    let edit = |row: Row| match row.index() % 3 {
        0 if row.index().is_multiple_of(2) => CellEdit::new(row, currency, "CAD"),
        0 => CellEdit::new(row, currency, "EUR"),
        _ if row.index().is_multiple_of(2) => CellEdit::new(row, notes, "Called\nagain"),
        _ => CellEdit::new(row, notes, "Called"),
    };
    let sets = sheet.rows().map(edit).collect();
    sheet.apply(Edit::new("quarter end", sets)).expect("open");
}

fn lines(program: &Headless) -> Vec<String> {
    let review = program.app().mode.panel::<ReviewPanel>().expect("the review is open");
    review.lines.iter().map(|line| line.text.clone()).collect()
}

fn has(lines: &[String], start: &str) -> bool {
    lines.iter().any(|line| line.starts_with(start))
}

/// The processed file of an upload file, with the errors of some of its rows.
fn answer_to(program: &Headless, number: usize, error: impl Fn(&str) -> Option<String>) -> String {
    let path = program.dir.path().join(format!("leads.upload-{number:03}.csv"));
    let text = fs::read_to_string(path).expect("written");
    let rows = text.trim_start_matches('\u{feff}');
    let table = Table::parse(rows.to_owned(), b',').expect("well-formed");
    let errors: Vec<(usize, String)> = (table.rows())
        .filter_map(|row| Some((row.index(), error(&table.cells(row).collect::<String>())?)))
        .collect();
    let errors: Vec<(usize, &str)> = errors.iter().map(|(row, text)| (*row, &**text)).collect();
    let name = format!("processed-{number}.csv");
    // Without errors it would be the upload file itself.
    let answer = format!("\u{feff}{}", processed(&text, &errors));
    fs::write(program.dir.path().join(&name), answer).expect("written");
    name
}

const NO_CAD: &str = "Currency CAD isn't supported";

#[test]
fn the_review_exports_a_pilot_part_and_its_results_decide_about_the_rest() {
    let mut program = Headless::open(leads(60, |_, row| row).as_bytes());
    three_kinds(&mut program.session.app.sheet);
    program.press("<ctrl-s>");
    assert!(
        has(&lines(&program), "Pilot part first (p): 3 leads try all"),
        "{:?}",
        lines(&program)
    );
    program.press("p");
    assert!(has(&lines(&program), "Pilot part: 3 leads try all"), "{:?}", lines(&program));
    program.press("<enter>");
    let report = program.session.screen();
    assert!(report.contains("Exported the pilot part: 3 leads"), "{report}");
    program.press("<esc><ctrl-s>");
    assert!(has(&lines(&program), "A pilot part waits for its results"), "{:?}", lines(&program));
    program.press("<esc>");
    let name = answer_to(&program, 1, |record| record.contains("CAD").then(|| NO_CAD.to_owned()));
    let report = program.merge(&name);
    let doubt = report.iter().find(|(label, _)| label == "in doubt").expect("reported");
    assert!(
        doubt.1.contains(NO_CAD) && doubt.1.contains("9 ready leads are left out"),
        "{doubt:?}"
    );
    // The work is saved: the next start knows the same.
    program.restart();
    program.press("<ctrl-s>");
    let plan = |program: &Headless| {
        let review = program.app().mode.panel::<ReviewPanel>().expect("the review is open");
        (review.plan.ready().count(), review.plan.left_out().len())
    };
    assert_eq!(plan(&program), (48, 9), "{:?}", lines(&program));
    assert!(has(&lines(&program), "Left out, like rejected leads of the pilot part: 9 leads"));
    assert!(has(&lines(&program), "i includes what is left out"));
    program.press("i");
    assert_eq!(plan(&program), (57, 0));
    program.press("i<enter>");
    program.press("<esc>");
    let rest = program.sheet().plan();
    assert_eq!((rest.ready().count(), rest.left_out().len()), (0, 9), "left out, not lost");
}

#[test]
fn a_second_pilot_part_tells_a_rule_from_bad_luck() {
    for is_rule in [true, false] {
        let mut program = Headless::open(leads(60, |_, row| row).as_bytes());
        three_kinds(&mut program.session.app.sheet);
        program.press("<ctrl-s>p<enter>");
        program.press("<esc>");
        let reject = |record: &str| record.contains("CAD").then(|| NO_CAD.to_owned());
        let name = answer_to(&program, 1, reject);
        program.merge(&name);
        program.press("<ctrl-s>p<enter>");
        program.press("<esc>");
        let name = answer_to(&program, 2, |record| reject(record).filter(|_| is_rule));
        program.merge(&name);
        let lessons = Lessons::of(program.sheet());
        let of = |verdict| lessons.kinds.iter().filter(|known| known.verdict == verdict).count();
        let firm: Vec<&ValueKind> = (lessons.kinds.iter())
            .filter(|known| known.verdict == KindVerdict::Rejected)
            .map(|known| &known.kind.value)
            .collect();
        let cad = ValueKind::Is("CAD".to_owned());
        assert_eq!(firm, if is_rule { vec![&cad] } else { Vec::new() });
        let accepted = of(KindVerdict::Accepted);
        assert_eq!(accepted, lessons.kinds.len() - usize::from(is_rule));
        program.press("gt");
        let said = program.session.screen();
        assert!(said.contains(if is_rule { "rejected in 2 leads" } else { "accepted" }), "{said}");
        let left_out = program.sheet().plan().left_out().len();
        assert_eq!(left_out, if is_rule { 8 } else { 0 });
    }
}

#[test]
fn a_column_that_the_sentence_names_is_the_only_one_in_doubt() {
    for (sentence, doubts) in [("Currency: not supported", 1), ("An unexpected error", 2)] {
        let mut program = Headless::open(leads(60, |_, row| row).as_bytes());
        three_kinds(&mut program.session.app.sheet);
        // Of one lead both the currency and the name are changed, and of no other the name.
        let sheet = &mut program.session.app.sheet;
        let name = sheet.layout().field(Col::LeadName).expect("in every download");
        let edit = CellEdit::new(Row::at(0), name, "Contoso Größe");
        sheet.apply(Edit::new("name", vec![edit])).expect("open");
        program.press("<ctrl-s>p<enter>");
        program.press("<esc>");
        let is_both = |record: &str| record.contains("Größe").then(|| sentence.to_owned());
        let name = answer_to(&program, 1, is_both);
        program.merge(&name);
        let lessons = Lessons::of(program.sheet());
        let suspected = lessons.kinds.iter().filter(|known| known.verdict.is_doubtful());
        let is_suspect = |known: &&KindResult| matches!(known.verdict, KindVerdict::Suspected(_));
        let columns: BTreeSet<Field> =
            suspected.filter(is_suspect).map(|known| known.kind.field).collect();
        assert_eq!(columns.len(), doubts, "{sentence}: {:?}", lessons.kinds);
    }
}

#[test]
fn the_command_line_exports_a_pilot_part_and_then_the_rest() {
    let work = Workspace::empty();
    work.write("leads.csv", leads(60, |_, row| row));
    work.save_work("leads.csv", three_kinds);
    let run = |args: &[&str]| {
        let done = work.run(args);
        (done.status.code(), String::from_utf8(done.stdout).expect("UTF-8"))
    };
    let dry = run(&["export", "--kept", "leads.csv", "--dry-run"]);
    assert!(dry.1.contains("3 leads try all") && dry.1.contains("--pilot"), "{}", dry.1);
    let (code, report) = run(&["export", "--kept", "leads.csv", "--pilot", "--format", "json"]);
    let report = answer("export", &report);
    assert_eq!((code, &report["parts"][0]["rows"]), (Some(0), &3.into()), "{report}");
    assert_eq!(report["pilot"]["exported"], true);
    let status = run(&["status", "leads.csv"]).1;
    assert!(
        status.contains("pilot part") && status.contains("before you export the rest"),
        "{status}"
    );
    let status = answer("status", &run(&["status", "leads.csv", "--format", "json"]).1);
    assert_eq!(status["files"][0]["journals"][0]["uploads"][0]["pilot"], true);
    let upload = fs::read_to_string(work.path("leads.upload-001.csv")).expect("written");
    let cad = upload.lines().skip(1).position(|line| line.contains("CAD")).expect("tried");
    work.write("done.csv", processed(&upload, &[(cad, NO_CAD)]));
    let (_, merged) = run(&["merge", "leads.csv", "--results", "done.csv"]);
    assert!(merged.contains("9 ready leads are left out"), "{merged}");
    let (code, report) = run(&["export", "--kept", "leads.csv", "--format", "json"]);
    let report = answer("export", &report);
    assert_eq!((code, &report["parts"][0]["rows"]), (Some(1), &48.into()), "{report}");
    assert_eq!(report["doubtful"].as_array().map(Vec::len), Some(9));
    let (code, report) = run(&["export", "--kept", "leads.csv"]);
    assert!(code == Some(1) && report.contains("add --include-doubtful"), "{report}");
    let (code, report) = run(&["export", "--kept", "leads.csv", "--include-doubtful"]);
    assert!(code == Some(1) && report.contains("verified: 9 rows"), "{report}");
}

#[test]
fn an_edited_file_is_exported_as_a_pilot_part_too() {
    let work = Workspace::empty();
    let text = leads(60, |_, row| row);
    work.write("leads.csv", &text);
    work.write("edited.csv", text.replace("renewal 1", "deal 1").replace("USD", "CAD"));
    let done = work.run(&["export", "edited.csv", "--original", "leads.csv", "--pilot"]);
    let said = String::from_utf8(done.stdout).expect("UTF-8");
    assert!(said.contains("1 lead tries all") && said.contains("then export the rest"), "{said}");
}
