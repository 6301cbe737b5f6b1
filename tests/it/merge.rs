//! Results of an upload are merged into saved work from the command line.

use crate::support::json::answer;
use crate::support::workspace::Workspace;
use leadsheet::leads::{Encoding, Field, Row};
use leadsheet::sheet::CellEdit;
use leadsheet::sheet::{Edit, Sheet, UploadFile};
use leadsheet::store;
use serde_json::{Value, json};
use std::fs;

const HEADER: &str = "Referral ID,Lead Name,Currency,Partner Referral Status,Notes,Errors\r\n";
const NAME: Field = Field(1);

fn leads(count: usize) -> String {
    let row = |n: usize| format!("id-{n},Lead {n},USD,Active,,\r\n");
    HEADER.to_owned() + &(1..=count).map(row).collect::<String>()
}

/// A workspace whose file has a number of leads.
fn workspace(count: usize) -> Workspace {
    let workspace = Workspace::empty();
    workspace.write("leads.csv", leads(count));
    workspace
}

/// Renames the first leads and exports them.
fn export(sheet: &mut Sheet, count: usize) {
    let sets =
        Row::first(count).map(|row| CellEdit::new(row, NAME, format!("New {row}"))).collect();
    sheet.apply(Edit::new("edit", sets)).expect("accepted");
    sheet.mark_exported(&Row::first(count).collect::<Vec<_>>(), &[]);
}

fn results(workspace: &Workspace, rows: &str) {
    workspace.write("processed.csv", HEADER.to_owned() + rows);
}

const MERGE: [&str; 4] = ["merge", "leads.csv", "--results", "processed.csv"];

/// Merges: the exit code, the output and the error output.
fn merge(workspace: &Workspace, more: &[&str]) -> (i32, String, String) {
    let out = workspace.run(&[&MERGE, more].concat());
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (out.status.code().expect("ended"), text(out.stdout), text(out.stderr))
}

fn report(workspace: &Workspace, more: &[&str]) -> (i32, Value) {
    let (code, out, error) = merge(workspace, &[&["--format", "json"], more].concat());
    assert_eq!(error, "");
    (code, answer("merge", &out))
}

/// The journals with their bytes.
fn journals(workspace: &Workspace) -> Vec<Vec<u8>> {
    workspace.journals().iter().map(|path| fs::read(path).expect("there")).collect()
}

const MIXED: &str = "id-3,New 3,USD,Active,,Currency isn't supported; Try later\r\n\
                     id-1,New 1,USD,Active,,\r\nid-9,New 9,USD,Active,,\r\n";

#[test]
fn results_are_merged_into_saved_work_and_reported() {
    let workspace = workspace(4);
    workspace.save_work("leads.csv", |sheet| export(sheet, 3));
    results(&workspace, MIXED);
    let (code, out, error) = merge(&workspace, &[]);
    assert_eq!((code, &*error), (1, ""));
    assert_eq!(
        out,
        "3 rows in processed.csv\n  done     1 lead: accepted by Partner Center.\n  \
        failed   1 lead: rejected; the messages are shown at the cells.\n  waiting  1 lead: \
        exported, but not in this file.\n  unknown  its row 3: id-9 isn't in this \
        file\n\nrejected, with Partner Center's messages\n  ! row 3  id-3  New 3  Currency: \
        Currency isn't supported\n  ! row 3  id-3  New 3  Try later\n\n3 rows: 1 done, 1 failed, 1 \
        not in the download, 1 waiting for results\nsaved for leads.csv; opening it resumes the \
        work\n"
    );
    let status = workspace.status("leads.csv");
    assert!(status.contains("1 failed · 1 exported · 1 done"), "{status}");
}

#[test]
fn json_has_the_whole_report_with_stable_keys() {
    let workspace = workspace(4);
    workspace.save_work("leads.csv", |sheet| export(sheet, 3));
    results(&workspace, MIXED);
    let (code, report) = report(&workspace, &[]);
    assert_eq!(code, 1);
    let lead = |group, n: usize, name: &str| json!({"group": group, "row": n, "referral_id": format!("id-{n}"), "name": name, "column": null});
    assert_eq!(
        report,
        json!({
            "download": "leads.csv", "results": "processed.csv", "dry_run": false, "kept": true,
            "message": "saved for leads.csv; opening it resumes the work",
            "summary": {
                "rows": 3, "done": 1, "failed": 1, "known": 0, "edited_since": 0, "taken_over": 0,
                "reverted": 0, "not_reverted": 0, "lost_edits": 0, "unclear": 0,
                "not_uploaded": 0, "stale": 0, "contradicting": 0, "waiting": 1, "unknown": 1, "repeated": 0,
            },
            "failed": [{
                "row": 3, "referral_id": "id-3", "name": "New 3", "state": "failed",
                "said": [
                    {"column": "Currency", "sentence": "Currency isn't supported"},
                    {"column": null, "sentence": "Try later"},
                ],
            }],
            "leads": [lead("done", 1, "New 1"), lead("failed", 3, "New 3"), lead("waiting", 2, "New 2")],
            "others": [{"group": "unknown", "row": 3, "referral_id": "id-9", "failed": false}],
            "pilot": [],
            "notices": [],
        })
    );
}

#[test]
fn the_same_results_again_save_nothing_and_report_the_same() {
    let workspace = workspace(4);
    workspace.save_work("leads.csv", |sheet| export(sheet, 3));
    results(&workspace, MIXED);
    let (_, first) = report(&workspace, &[]);
    let before = journals(&workspace);
    let (code, again) = report(&workspace, &[]);
    assert_eq!((code, journals(&workspace) == before), (1, true));
    assert_eq!(again["failed"], first["failed"]);
    assert_eq!((&again["kept"], &again["summary"]["known"]), (&json!(false), &json!(2)));
    assert_eq!(again["message"], "nothing new: the work on leads.csv is unchanged");
    let (_, out, _) = merge(&workspace, &[]);
    assert!(out.contains("3 rows: 1 done, 1 failed (2 known before)"), "{out}");
}

#[test]
fn a_dry_run_reports_the_same_and_saves_nothing() {
    let workspace = workspace(4);
    workspace.save_work("leads.csv", |sheet| export(sheet, 3));
    results(&workspace, MIXED);
    let before = journals(&workspace);
    let (code, dry) = report(&workspace, &["--dry-run"]);
    assert_eq!((code, journals(&workspace) == before), (1, true));
    assert_eq!((&dry["dry_run"], &dry["kept"]), (&json!(true), &json!(false)));
    let (_, done) = report(&workspace, &[]);
    assert_eq!((&dry["leads"], &dry["failed"]), (&done["leads"], &done["failed"]));
}

#[test]
fn without_saved_work_the_uploaded_texts_are_imported() {
    let workspace = workspace(4);
    results(
        &workspace,
        "id-2,Mine,USD,Active,,\r\nid-3,Lead 3,EUR,Active,,No\r\nid-4,Lead 4,USD,Active,,\r\n",
    );
    let (code, dry) = report(&workspace, &["--dry-run"]);
    assert_eq!((code, &dry["summary"]["taken_over"]), (1, &json!(2)));
    assert_eq!(journals(&workspace).len(), 0);
    let (_, report) = report(&workspace, &[]);
    let sum = &report["summary"];
    assert_eq!((&sum["taken_over"], &sum["not_uploaded"]), (&json!(2), &json!(1)));
    let status = workspace.status("leads.csv");
    assert!(status.contains("1 step in 2 leads · 1 failed · 1 done"), "{status}");
    let before = journals(&workspace);
    merge(&workspace, &[]);
    assert!(journals(&workspace) == before, "and only once");
}

#[test]
fn the_exit_code_is_0_if_all_leads_were_accepted_and_else_1() {
    let workspace = workspace(3);
    workspace.save_work("leads.csv", |sheet| export(sheet, 2));
    results(&workspace, "id-2,New 2,USD,Active,,\r\nid-9,x,USD,Active,,\r\n");
    let (code, out, _) = merge(&workspace, &["--dry-run"]);
    assert_eq!(code, 0, "the lead isn't of this download, and it went through: {out}");
    assert!(out.contains("dry run: nothing was saved"), "{out}");
    for odd in [
        "id-9,x,USD,Active,,No\r\nid-2,New 2,USD,Active,,\r\n",
        "id-2,Lead 2,USD,Active,,\r\n",
        "id-2,New 2,USD,Active,,\r\nid-2,New 2,USD,Active,,No\r\n",
    ] {
        results(&workspace, odd);
        assert_eq!(merge(&workspace, &["--dry-run"]).0, 1, "{odd}");
    }
    results(&workspace, "id-2,New 2,USD,Active,,\r\nid-1,New 1,USD,Active,,\r\n");
    assert_eq!(merge(&workspace, &[]).0, 0);
    let status = workspace.status("leads.csv");
    assert!(status.contains("2 done"), "{status}");
}

#[test]
fn a_lead_edited_since_its_upload_is_reported_with_its_state() {
    let workspace = workspace(3);
    workspace.save_work("leads.csv", |sheet| {
        export(sheet, 1);
        sheet.apply(Edit::cell("edit", Row(0), NAME, "Newer")).expect("accepted");
    });
    results(&workspace, "id-1,New 1,USD,Active,,No\r\n");
    let (code, out, _) = merge(&workspace, &[]);
    assert_eq!(code, 1);
    assert!(out.contains("! row 1  id-1  Newer (ready now)  No"), "{out}");
}

#[test]
fn a_file_that_cannot_be_merged_changes_nothing_and_gives_the_reason() {
    let workspace = workspace(3);
    workspace.save_work("leads.csv", |sheet| export(sheet, 2));
    let before = journals(&workspace);
    let many = HEADER.to_owned() + &"id-1,x,USD,Active,,\r\n".repeat(1_001);
    for (text, why) in [
        (
            &*(HEADER.to_owned() + "other,,,,,\r\n"),
            "can't be imported: none of its 1 leads is in this file",
        ),
        (&*HEADER.replace(",Errors", ""), "it has no Errors column"),
        (&*many, "it looks like a download"),
        ("PK\u{3}\u{4}", "processed.csv: "),
        ("", "processed.csv: "),
    ] {
        workspace.write("processed.csv", text);
        let (code, out, error) = merge(&workspace, &[]);
        assert_eq!((code, &*out), (2, ""), "{error}");
        assert!(error.contains(why) && error.lines().count() == 1, "{error}");
    }
    results(&workspace, MIXED);
    let desk = workspace.lock("leads.csv");
    let out = workspace.run_at_once(&MERGE);
    let error = String::from_utf8(out.stderr).expect("UTF-8");
    assert!(out.status.code() == Some(2) && error.contains("is being edited (process "), "{error}");
    drop(desk);
    let other = leads(3).replace("Lead 3", "Lead three");
    workspace.write("leads.csv", other);
    let (code, _, error) = merge(&workspace, &[]);
    assert!(code == 2 && error.contains("leadsheet rebase leads.csv leads.csv"), "{error}");
    assert!(journals(&workspace) == before);
    fs::remove_file(workspace.path("leads.csv")).expect("removed");
    let (code, _, error) = merge(&workspace, &[]);
    assert!(code == 2 && error.contains("leads.csv: "), "{error}");
    assert_eq!(workspace.run(&["merge", "leads.csv"]).status.code(), Some(2));
}

#[test]
fn a_file_that_the_work_wrote_is_neither_results_nor_a_fresh_download() {
    let workspace = workspace(2);
    results(&workspace, "id-1,New 1,USD,Active,,\r\n");
    let sha256 = store::file_sha256(&workspace.path("processed.csv")).expect("there");
    workspace.save_work("leads.csv", |sheet| {
        sheet.apply(Edit::cell("edit", Row(0), NAME, "New 1")).expect("accepted");
        sheet.mark_exported(&[Row(0)], &[UploadFile { sha256, ..UploadFile::default() }]);
    });
    let before = journals(&workspace);
    let (code, out, error) = merge(&workspace, &[]);
    assert_eq!((code, &*out), (2, ""));
    assert!(error.contains("it is an upload file that leadsheet wrote; import the"), "{error}");
    let rebased = workspace.run(&["rebase", "leads.csv", "processed.csv"]);
    let error = String::from_utf8(rebased.stderr).expect("UTF-8");
    assert_eq!(rebased.status.code(), Some(2));
    assert!(error.contains("processed.csv is an upload file that leadsheet wrote"), "{error}");
    assert_eq!(journals(&workspace), before);
}

#[test]
fn work_that_cannot_be_saved_is_an_error() {
    let workspace = workspace(3);
    results(&workspace, "id-1,Mine,USD,Active,,\r\n");
    fs::create_dir_all(workspace.home()).expect("a folder");
    fs::write(workspace.state_home(), "a file where the folder belongs").expect("written");
    let (code, out, error) = merge(&workspace, &[]);
    assert_eq!((code, &*out), (3, ""), "{error}");
}

#[test]
fn hostile_sentences_are_shown_as_symbols_and_only_text_lists_are_cut() {
    let workspace = workspace(300);
    workspace.save_work("leads.csv", |sheet| export(sheet, 250));
    let bad = |n: usize| format!("id-{n},New {n},USD,Active,,\u{1b}[2J\u{202e}refused\r\n");
    results(&workspace, &(1..=250).map(bad).collect::<String>());
    let (code, out, _) = merge(&workspace, &["--dry-run"]);
    assert_eq!(code, 1);
    assert!(!out.contains(['\u{1b}', '\u{202e}']), "{out}");
    assert!(out.contains("… and 150 more\n"), "{out}");
    let (_, json, _) = merge(&workspace, &["--dry-run", "--format", "json"]);
    assert!(!json.contains(['\u{1b}', '\u{202e}']));
    let report = answer("merge", &json);
    assert_eq!(report["failed"].as_array().map(Vec::len), Some(250));
    assert_eq!(report["failed"][9]["said"][0]["sentence"], "\u{1b}[2J\u{202e}refused");
}

#[test]
fn the_processed_file_may_have_another_encoding_than_the_download() {
    let workspace = workspace(3);
    workspace.save_work("leads.csv", |sheet| export(sheet, 1));
    let text = format!("{HEADER}id-1,New 1,USD,Active,,refus\u{e9}\r\n");
    let wide: Vec<u8> =
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    workspace.write("processed.csv", wide);
    let (_, report) = report(&workspace, &["--dry-run"]);
    assert_eq!(report["failed"][0]["said"][0]["sentence"], "refus\u{e9}");
    let narrow: Vec<u8> = text.chars().map(|c| c as u8).collect();
    workspace.write("processed.csv", narrow);
    let (code, _, error) = merge(&workspace, &["--dry-run"]);
    assert!(code == 2 && error.contains("--results-encoding"), "{error}");
    let (code, out, _) = merge(&workspace, &["--results-encoding", "windows-1252"]);
    assert!(code == 1 && out.contains("refus\u{e9}"), "{out}");
}

/// Every code page, with a word that is likely in it.
const REGIONS: [(&str, &str); 15] = [
    ("windows-1252", "Größe"),
    ("windows-1250", "Łódź"),
    ("windows-1251", "Москва"),
    ("windows-1253", "Αθήνα"),
    ("windows-1254", "Şişli"),
    ("windows-1255", "ירושלים"),
    ("windows-1256", "القاهرة"),
    ("windows-1257", "Rīga"),
    ("windows-1258", "Ha\u{300} Nô\u{323}i"),
    ("windows-874", "กรุงเทพ"),
    ("shift_jis", "株式会社"),
    ("gbk", "北京科技"),
    ("euc-kr", "서울"),
    ("big5", "台北"),
    ("macintosh", "Größe"),
];

/// The commands that an error advises: with each encoding that it names.
fn advised(command: &[&str], error: &str) -> Vec<Vec<String>> {
    let Some((_, advice)) = error.trim_end().rsplit_once("set it with ") else {
        assert!(!error.contains("UTF-8") && !error.contains("mark"), "{command:?}: {error}");
        return Vec::new();
    };
    let (option, names) = advice.trim_end_matches('.').split_once(' ').expect("an option");
    // The option is put in the place of the one that was wrong.
    let mut rest: Vec<String> = command.iter().map(|&word| word.to_owned()).collect();
    if let Some(at) = rest.iter().position(|word| word == option) {
        rest.drain(at..at + 2);
    }
    let name = |name: &str| name.split(" (").next().expect("a name").trim().to_owned();
    let names = names.replace(" or ", ", ");
    let with = |one: String| [&rest[..], &[option.to_owned(), one]].concat();
    names.split("), ").map(name).map(with).collect()
}

#[test]
fn the_advice_about_an_encoding_works_when_it_is_followed() {
    let workspace = workspace(3);
    let bom = "\u{feff}".to_owned() + &leads(3);
    workspace.write("bom.csv", bom);
    for (name, word) in REGIONS {
        let Some(encoding @ Encoding::CodePage(page)) = Encoding::named(name) else {
            panic!("{name} is a code page");
        };
        let other = page.encode(&leads(3).replace("Lead 1", word)).expect(name);
        fs::write(workspace.path("other.csv"), other).expect("written");
        for command in [
            &["merge", "bom.csv", "--results", "other.csv", "--dry-run"][..],
            &["merge", "other.csv", "--results", "bom.csv", "--dry-run"],
            &["diff", "bom.csv", "other.csv"],
            &["diff", "other.csv", "bom.csv", "--new-encoding", "utf-8"],
            &["rebase", "bom.csv", "other.csv", "--dry-run"],
            &["rebase", "other.csv", "bom.csv", "--dry-run", "--new-encoding", "utf-8"],
            &["export", "other.csv", "--original", "bom.csv", "--dry-run"],
            &["export", "bom.csv", "--original", "other.csv", "--dry-run"],
            &["check", "other.csv"],
            &["check", "bom.csv", "--original", "other.csv"],
            &["check", "bom.csv", "--encoding", name],
            &["diff", "other.csv", "bom.csv", "--encoding", name],
            &["merge", "other.csv", "--results", "bom.csv", "--encoding", name],
        ] {
            let run = |words: &[String]| {
                let out = workspace.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
                String::from_utf8_lossy(&out.stderr).into_owned()
            };
            let error = run(&command.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
            let followed = advised(command, &error);
            let is_named = followed.iter().any(|words| words.ends_with(&[name.to_owned()]));
            assert!(is_named || !error.contains("isn't UTF-8"), "{encoding:?} {error}");
            // The others are followed where a file is checked.
            let is_checked = command[0] == "check" && command.len() == 2;
            let is_right = |words: &Vec<String>| words.ends_with(&[name.to_owned()]);
            for words in followed.into_iter().filter(|words| is_checked || is_right(words)) {
                let then = run(&words);
                let is_about_encoding = then.contains("isn't") && then.contains("(byte");
                let is_about_bom = then.contains("byte-order mark");
                assert!(!is_about_encoding && !is_about_bom, "{words:?}: {error} then: {then}");
            }
        }
    }
}
