//! Runs each rule's fixtures: `tests/fixtures/rules/CODE/{good,bad}.csv`.
//!
//! `{good,bad}.edit` has edits, `ROW<TAB>COLUMN<TAB>TEXT` a line (rows from 1, `\n` and `\t` in
//! the text), made in a download; without it the file is an upload. `expect` lists where bad's
//! findings must be: `ROW COLUMN`, `ROW *`, `* COLUMN` or `*` a line. Its line `origin download`
//! makes a download of both files; with `original.csv` both are compared with that download; `repeat BAD
//! GOOD` repeats the last row of the two files as often, `unlock offers` unlocks them. In the files
//! `{n}` is the number of such a row and `{long}` a text longer than a cell of Excel can be.

#![expect(clippy::expect_used, reason = "helpers of tests fail with the test")]

use chrono::NaiveDate;
use leadsheet::leads::{Check, Finding, Origin, Rule, Severity, rules};
use leadsheet::leads::{Field, Row};
use leadsheet::sheet::{Edit, Sheet};
use leadsheet::table::Table;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules")
}

/// The contents of the file `expect`.
struct Expect {
    places: Vec<String>,
    also: Vec<String>,
    download: bool,
    unlock: bool,
    repeat: Option<(usize, usize)>,
}

impl Expect {
    fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join("expect")).expect("the file expect");
        let (places, also) = (Vec::new(), Vec::new());
        let mut expect = Self { places, also, download: false, unlock: false, repeat: None };
        for line in text.lines() {
            if line == "origin download" {
                expect.download = true;
            } else if line == "unlock offers" {
                expect.unlock = true;
            } else if let Some(rule) = line.strip_prefix("also ") {
                expect.also.push(rule.to_owned());
            } else if let Some(numbers) = line.strip_prefix("repeat ") {
                let (bad, good) = numbers.split_once(' ').expect("two numbers");
                let number = |text: &str| text.parse().expect("a number");
                expect.repeat = Some((number(bad), number(good)));
            } else {
                expect.places.push(line.to_owned());
            }
        }
        expect.places.sort();
        expect
    }
}

/// The text of a fixture, with the names in braces replaced.
fn csv(folder: &Path, name: &str, expect: &Expect) -> String {
    let mut text = fs::read_to_string(folder.join(format!("{name}.csv"))).expect("a fixture");
    if let Some((bad, good)) = expect.repeat {
        let (header, row) = text.split_once('\n').expect("a header");
        let times = if name == "bad" { bad } else { good };
        let rows = (0..times).map(|n| row.replace("{n}", &format!("{n:012}")));
        text = format!("{header}\n{}", rows.collect::<String>());
    }
    text.replace("{long}", &"x".repeat(32_768))
}

fn open(text: String, origin: Origin) -> Sheet {
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    let semicolons = text.starts_with("Engagement ID;");
    let delimiter = if semicolons { b';' } else { b',' };
    Sheet::new(Table::parse(text, delimiter).expect("well-formed"), origin, today)
}

fn against(text: String, original: String) -> Sheet {
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    let table = |text| Table::parse(text, b',').expect("well-formed");
    Sheet::against(table(text), table(original), today)
}

fn sheet(folder: &Path, name: &str, expect: &Expect) -> Sheet {
    let edits = fs::read_to_string(folder.join(format!("{name}.edit"))).ok();
    let is_download = expect.download || edits.is_some();
    let origin = if is_download { Origin::Download } else { Origin::Upload };
    let text = csv(folder, name, expect);
    let mut sheet = match fs::read_to_string(folder.join("original.csv")) {
        Ok(original) => against(text, original),
        Err(_) => open(text, origin),
    };
    if expect.unlock {
        sheet.unlock_offers().expect("editable");
    }
    for line in edits.iter().flat_map(|edits| edits.lines()) {
        let mut parts = line.splitn(3, '\t');
        let mut next = || parts.next().expect("ROW, COLUMN and TEXT");
        let (row, column, text) = (next(), next(), next());
        let number: usize = row.parse().expect("a row number");
        let layout = sheet.layout();
        let field = layout.fields().find(|&f| layout.name(f) == column).expect("a column");
        let text = text.replace("\\n", "\n").replace("\\t", "\t");
        sheet
            .apply(Edit::cell("fixture", Row::at(number - 1), field, text))
            .expect("a permitted edit");
    }
    sheet
}

/// The findings that count: those above a note, and of a note rule its own.
fn found<'s>(sheet: &'s Sheet, rule: &Rule) -> Vec<&'s Finding> {
    let of_note = |f: &Finding| rule.severity == Severity::Note && f.rule.code() == rule.code;
    sheet.findings().all().filter(|f| f.level.is_problem() || of_note(f)).collect()
}

fn place(sheet: &Sheet, finding: &Finding) -> String {
    let row = finding.row.map_or("*".to_owned(), |row| row.to_string());
    let column = finding.field.map(|field| sheet.layout().name(field));
    match (finding.row, column) {
        (None, None) => "*".to_owned(),
        (_, column) => format!("{row} {}", column.unwrap_or("*")),
    }
}

/// Fails unless a rule finds its bad fixture, where `expect` has it, and nothing in its good one.
fn check(code: &str) {
    let rule = rules::all().find(|rule| rule.code == code).expect("a rule of this code");
    let folder = folder().join(code);
    let expect = Expect::read(&folder);
    let bad = sheet(&folder, "bad", &expect);
    let (own, others): (Vec<_>, Vec<_>) =
        found(&bad, rule).into_iter().partition(|f| f.rule.code() == code);
    let others = others.iter().filter(|f| !expect.also.contains(&f.rule.code().to_owned()));
    let others: Vec<_> = others.map(|f| (f.rule.code(), &f.message)).collect();
    assert!(others.is_empty(), "bad also has {others:?}");
    let mut places: Vec<String> = own.into_iter().map(|f| place(&bad, f)).collect();
    places.sort();
    assert_eq!(places, expect.places, "where bad has it, and where it should");
    let good = sheet(&folder, "good", &expect);
    let problems = good.findings().all().filter(|f| f.level.is_problem() || f.rule.code() == code);
    let problems: Vec<_> = problems.map(|f| (f.rule.code(), &f.message)).collect();
    assert!(problems.is_empty(), "good has {problems:?}");
}

/// Makes a test for each rule that is named, so that `cargo test rules` lists and counts them.
macro_rules! rules_with_fixtures {
    ($($name:ident,)*) => {
        const TESTED: &[&str] = &[$(stringify!($name)),*];
        $(mod $name {
            #[test]
            fn finds_its_bad_fixture_and_nothing_in_its_good_one() {
                super::check(&super::code(stringify!($name)));
            }
        })*
    };
}

rules_with_fixtures! {
    c_01, c_02, c_03, c_04, c_05,
    d_01, d_02, d_03, d_04, d_05, d_06, d_07,
    e_01, e_02, e_03, e_05, e_06, e_07, e_08,
    f_03, f_05, f_07, f_09, f_10, f_11, f_12, f_13, f_14, f_17,
    g_01, g_02, g_03, g_04, g_05,
    h_02, h_03, h_04, h_05, h_06, h_07, h_08, h_09, h_10, h_11, h_12,
    k_01,
    m_01, m_02, m_03, m_04,
    n_01, n_02,
    o_01, o_02, o_03,
    p_01, p_02, p_03, p_04, p_05, p_06, p_07,
    q_01, q_02, q_03, q_04, q_05, q_06,
    r_01, r_02, r_03, r_04, r_05, r_06, r_07, r_08, r_09, r_10, r_11, r_12, r_13, r_14,
    s_01, s_02, s_03, s_04, s_05,
    t_01, t_03, t_04, t_05, t_06,
    v_01, v_02, v_03, v_04, v_05, v_06,
    x_01, x_02, x_03, x_04, x_05, x_06, x_07,
}

/// The code of the rule with a test of this name: `C-01` for `c_01`.
fn code(name: &str) -> String {
    name.to_ascii_uppercase().replace('_', "-")
}

fn has_fixtures(rule: &Rule) -> bool {
    !matches!(rule.check, Check::Open | Check::Export)
}

/// A new rule is tested here until it gets a test of its own name above.
#[test]
fn every_rule_that_checks_cells_finds_its_fixtures() {
    let tested: BTreeSet<String> = TESTED.iter().map(|name| code(name)).collect();
    assert_eq!(tested.len(), TESTED.len(), "a rule is named twice");
    let wanted: BTreeSet<String> =
        rules::all().filter(|rule| has_fixtures(rule)).map(|rule| rule.code.to_owned()).collect();
    let stray: Vec<_> = tested.difference(&wanted).collect();
    assert!(stray.is_empty(), "no such rule, or one without fixtures: {stray:?}");
    wanted.difference(&tested).for_each(|code| check(code));
}

#[test]
fn a_fresh_download_opens_without_errors_of_untouched_cells() {
    for rule in rules::all().filter(|rule| has_fixtures(rule)) {
        let held_back = ["F-05", "F-17", "R-01"].contains(&rule.code);
        let is_compared = folder().join(rule.code).join("original.csv").exists();
        if held_back || is_compared || rule.check.row_scope().is_none() {
            continue;
        }
        let folder = folder().join(rule.code);
        let sheet = open(csv(&folder, "bad", &Expect::read(&folder)), Origin::Download);
        let problems = sheet.findings().all().filter(|f| f.level.is_problem());
        let problems: Vec<_> = problems.map(|f| (f.rule.code(), &f.message)).collect();
        assert!(problems.is_empty(), "{}: {problems:?}", rule.code);
    }
}

#[test]
fn every_fixture_belongs_to_a_rule_that_runs_it() {
    let wanted: BTreeSet<String> =
        rules::all().filter(|rule| has_fixtures(rule)).map(|rule| rule.code.to_owned()).collect();
    let folders = fs::read_dir(folder()).expect("the fixtures");
    for folder in folders {
        let name = folder.expect("a folder").file_name().into_string().expect("a name");
        assert!(wanted.contains(&name), "{name} has fixtures and no rule that runs them");
    }
}

#[test]
fn codes_are_unique_and_sorted_within_their_family() {
    let codes: Vec<&str> = rules::all().map(|rule| rule.code).collect();
    let unique: BTreeSet<&str> = codes.iter().copied().collect();
    assert_eq!(unique.len(), codes.len());
    for pair in codes.windows(2).filter(|pair| pair[0][..2] == pair[1][..2]) {
        assert!(pair[0] < pair[1], "{pair:?}");
    }
}

#[test]
fn the_spelling_of_not_decided_is_noted_if_the_download_shows_none() {
    let intent = |sheet: &Sheet| sheet.findings().all().any(|f| f.rule.code() == "M-03");
    let header = "Referral ID,Marketplace Purchase Intent\n";
    let mut sheet = open(format!("{header}a,Yes\nb,No\n"), Origin::Download);
    assert!(!intent(&sheet));
    sheet
        .apply(Edit::cell("intent", Row(0), Field(1), "HaveNotDecided"))
        .expect("a permitted edit");
    assert!(intent(&sheet));
    let mut sheet = open(format!("{header}a,Yes\nb,HaveNotDecided\n"), Origin::Download);
    sheet
        .apply(Edit::cell("intent", Row(0), Field(1), "HaveNotDecided"))
        .expect("a permitted edit");
    assert!(!intent(&sheet));
}

#[test]
fn empty_rows_and_inner_boms_are_checked_again_after_an_edit() {
    let csv = "Lead Name,Referral ID\n\u{feff}A,a\nC,\nB,\n";
    let mut sheet = open(csv.to_owned(), Origin::Download);
    let has = |sheet: &Sheet, code, message| {
        sheet.findings().all().any(|f| f.rule.code() == code && f.message.contains(message))
    };
    let mut name = |row, text| {
        sheet.apply(Edit::cell("name", row, Field(0), text)).expect("a permitted edit");
        (has(&sheet, "F-13", "row 1"), has(&sheet, "F-10", "Row 2"), has(&sheet, "F-10", "Row 3"))
    };
    assert_eq!(name(Row(0), "A"), (false, false, false));
    assert_eq!(name(Row(1), ""), (false, true, false));
    assert_eq!(name(Row(1), "D"), (false, false, false));
    assert_eq!(name(Row(2), " "), (false, false, true));
}
