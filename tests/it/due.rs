//! What falls due: the list by day, the filter, the title, and the command.

use crate::support::files::slashes;
use crate::support::json::answer;
use crate::support::program::{CONFIG_HOME, STATE_HOME};
use crate::support::rng::Rng;
use crate::support::session::Session;
use crate::support::workspace::Workspace;
use chrono::{Days, NaiveDate, Utc};
use leadsheet::cli::{Env, Exit, Format, StatusArgs, run_status};
use leadsheet::leads::{Col, Row};
use leadsheet::sheet::{CellEdit, Edit};
use serde_json::Value;
use std::fs;

/// Three New leads, one of them long without an answer, and an open one; today is 2026-11-22.
const CSV: &str = "\
Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,Estimated Close Date,\
Lead Created Date,Marketplace Purchase Intent,Notes
a,Late,New,Pending,01/30/2027,10-01-2026,Yes,
b,Soon,New,Pending,01/30/2027,11-12-2026,Yes,
c,Fresh,New,Pending,01/30/2027,11-22-2026,Yes,
d,Open,Active,Accepted,11/20/2026,11-20-2026,,
";

/// The cell under the cursor: its row and the name of its column.
fn at(s: &Session) -> (Row, &str) {
    let cell = s.app.cell();
    (cell.row, s.app.sheet.layout().name(cell.field))
}

#[test]
fn the_list_tells_by_day_which_leads_need_something() {
    let mut s = Session::open(CSV).keys("gD");
    let screen = s.screen();
    let lines: Vec<&str> = screen.lines().map(str::trim).collect();
    assert_eq!(lines[1], "Due until Sun Nov 29: 4 lines · 1 expires · 1 may have expired");
    assert_eq!(
        lines[2..6],
        [
            "38 days ago    no answer; may have expired · Late",
            "2 days ago     close date is past · Open",
            "Thu Nov 26     expires without an answer · Soon",
            "any day        no purchase intent · Open",
        ],
        "{screen}"
    );
    assert!(screen.contains("documented that in 2021"), "{screen}");
    // What still can be done is selected, and Enter goes to its cell.
    let s = s.keys("<enter>");
    assert_eq!(at(&s), (Row(1), "Partner Referral Status"));
    let s = s.keys("gD<up><enter>");
    assert_eq!(at(&s), (Row(3), "Estimated Close Date"));
    let mut s = s.keys("gD<tab>");
    assert!(s.screen().contains("Due until Tue Dec 22: 5 lines · 2 expire"), "{}", s.screen());
}

#[test]
fn the_filter_shows_the_leads_that_are_due() {
    let mut s = Session::open(CSV).keys("fd");
    assert_eq!(s.app.order.rows().collect::<Vec<_>>(), [Row(0), Row(1), Row(3)]);
    assert!(s.screen().contains("only due in 7 days"), "{}", s.screen());
}

#[test]
fn the_title_tells_what_expires_until_the_answer_is_exported() {
    let title = |s: &mut Session| s.screen().lines().next().unwrap_or_default().to_owned();
    let mut s = Session::open(CSV);
    assert!(title(&mut s).contains("1 expires by Thu"), "{}", title(&mut s));
    let mut s = s.at(2, "Notes").keys("i called<enter>");
    assert!(title(&mut s).contains("1 expires by Thu"), "{}", title(&mut s));
}

fn today() -> NaiveDate {
    "2026-11-22".parse().expect("a day")
}

fn env() -> Env {
    Env {
        today: today(),
        width: None,
        colour: false,
        keeps_errors: false,
        open_days: 90,
        own_lists: None,
        house: std::sync::Arc::default(),
    }
}

/// What the command says about one file that has no saved work, and how it ends.
fn command(csv: &str, within: u32, format: Format, env: &Env) -> (String, Exit) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("leads.csv");
    fs::write(&file, csv).expect("written");
    let args = StatusArgs { file: Some(file), due: true, within, format, ..StatusArgs::default() };
    let mut out = Vec::new();
    let exit = run_status(&args, env, &mut out).expect("an answer");
    let text = String::from_utf8(out).expect("UTF-8");
    (text.replace(&*folder.path().to_string_lossy(), "."), exit)
}

fn due_json(csv: &str, within: u32) -> Value {
    answer("status-due", command(csv, within, Format::Json, &env()).0)
}

#[test]
fn the_command_lists_by_day_what_is_due() {
    let (text, exit) = command(CSV, 7, Format::Text, &Env { width: Some(80), ..env() });
    assert_eq!(exit, Exit::Problems);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("status_due", slashes(&text));
    });
    let (text, exit) = command(CSV, 3650, Format::Text, &Env { open_days: 5, ..env() });
    assert!(text.contains("2026-11-25  Wed Nov 25     open for long · d  Open"), "{text}");
    assert_eq!(exit, Exit::Problems);
    let fresh = CSV.lines().filter(|line| !line.contains("Open") && !line.contains("Late"));
    let fresh = fresh.collect::<Vec<_>>().join("\n");
    let (text, exit) = command(&fresh, 3, Format::Text, &env());
    assert!(
        text.contains("nothing is due") && text.contains("Due until Wed Nov 25: nothing"),
        "{text}"
    );
    assert_eq!(exit, Exit::Clean);
}

#[test]
fn the_command_names_created_dates_that_can_mean_two_days() {
    let csv = CSV.replace("11-12-2026", "11.12.2026").replace("11-22-2026", "05/06/2026");
    let json = due_json(&csv, 7);
    // Beside dates in another order, 10-01-2026 can mean two days as well.
    assert_eq!(json["summary"]["ambiguous"], 3, "{json:#}");
    let named = &json["files"][0]["ambiguous"];
    assert_eq!((&named[1]["created"], &named[2]["row"]), (&"11.12.2026".into(), &3.into()));
    let (text, _) = command(&csv, 7, Format::Text, &env());
    assert!(text.contains("3 leads not counted, as the created date can mean two days"), "{text}");
    assert!(text.contains("row 2  11.12.2026  b"), "{text}");
    assert!(
        text.contains("14 days after it was created"),
        "it says where the days come from: {text}"
    );
}

#[test]
fn a_processed_file_has_nothing_due_and_says_so() {
    let mut lines = CSV.lines();
    let header = format!("{},Errors", lines.next().unwrap_or_default());
    let rows: Vec<String> =
        lines.map(|line| format!("{line},Estimated Close Date is invalid")).collect();
    let (text, exit) =
        command(&format!("{header}\n{}\n", rows.join("\n")), 7, Format::Text, &env());
    assert!(text.contains("no download but a processed file"), "{text}");
    assert_eq!(exit, Exit::Clean);
}

/// A download whose dates are around today.
fn random_csv(rng: &mut Rng) -> String {
    let mut csv = CSV.lines().next().unwrap_or_default().to_owned();
    csv.push('\n');
    let is_mixed = rng.below(4) == 0;
    for number in 0..=rng.below(14) {
        let (status, substatus) =
            [("New", "Pending"), ("Active", "Accepted"), ("Closed", "Won")][rng.below(3)];
        let ago = if rng.percent(70) { rng.below(20) } else { rng.below(110) };
        let created = today() + Days::new(2) - Days::new(ago as u64);
        let created = match rng.below(6) {
            0 if is_mixed => created.format("%d.%m.%Y").to_string(),
            1 => created.format("%Y-%m-%d").to_string(),
            2 => String::new(),
            _ => created.format("%m-%d-%Y").to_string(),
        };
        let close = today() - Days::new(9) + Days::new(rng.below(25) as u64);
        let close =
            if rng.below(4) == 0 { String::new() } else { close.format("%m/%d/%Y").to_string() };
        let intent = ["Yes", "", "No"][rng.below(3)];
        let row =
            format!("id-{number},L{number}x,{status},{substatus},{close},{created},{intent},");
        csv.extend([row.as_str(), "\n"]);
    }
    csv
}

#[test]
fn the_screen_and_the_command_agree_on_random_dates() {
    let mut rng = Rng::new(17);
    let mut expiring_seen = 0;
    for _ in 0..60 {
        let csv = random_csv(&mut rng);
        let json = due_json(&csv, 7);
        let due = json["files"][0]["due"].as_array().expect("a list");
        let mut s = Session::open(&csv).sized(110, 60);
        // The title looks ahead as long as the name of a day tells which one it is.
        let expires = |due: &&Value| {
            due["reason"] == "expires"
                && due["days"].as_i64().is_some_and(|days| (0..=6).contains(&days))
        };
        let expiring = due.iter().filter(expires).count();
        let title = s.screen().lines().next().unwrap_or_default().to_owned();
        let told = title.split(" · ").find(|part| part.contains(" expire"));
        let told = told.and_then(|part| part.trim().split(' ').next()?.parse::<usize>().ok());
        assert_eq!(told.unwrap_or_default(), expiring, "{title}\n{csv}");
        expiring_seen += expiring;
        // The filter.
        let s = s.keys("fd");
        let mut rows: Vec<usize> =
            due.iter().filter_map(|due| usize::try_from(due["row"].as_u64()?).ok()).collect();
        rows.sort_unstable();
        rows.dedup();
        let shown: Vec<usize> = s.app.order.rows().map(Row::number).collect();
        // A filter that no lead fits isn't set.
        assert_eq!(s.app.filters.len(), usize::from(!rows.is_empty()), "{csv}");
        assert!(rows.is_empty() || shown == rows, "{shown:?} {rows:?} {csv}");
        assert_eq!(json["summary"]["leads"], rows.len());
        // The panel: the same lines in the same order.
        let mut s = s.keys("<esc>gD");
        let screen = s.screen();
        let names: Vec<&str> = screen
            .lines()
            .skip(2)
            .filter_map(|line| Some(line.rsplit_once(" · ")?.1.trim()))
            .filter(|name| name.starts_with('L') && name.ends_with('x'))
            .collect();
        let wanted: Vec<&str> = due.iter().filter_map(|due| due["name"].as_str()).collect();
        assert_eq!(names, wanted, "{screen}\n{csv}");
    }
    assert!(expiring_seen > 20, "the dates are near: {expiring_seen}");
}

/// A download whose one New lead expires in two days.
fn expiring_soon() -> String {
    let created = Utc::now().date_naive() - Days::new(12);
    format!(
        "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,\
         Estimated Close Date,Lead Created Date,Marketplace Purchase Intent,Notes\n\
         a,Soon,New,Pending,01/30/2099,{},Yes,\n",
        created.format("%m-%d-%Y")
    )
}

#[test]
fn the_command_looks_through_all_saved_work() {
    let workspace = Workspace::empty();
    let run = |args: &[&str], code: i32| {
        let out = workspace.run(&[&["status", "--due"], args].concat());
        let text = String::from_utf8(out.stdout).expect("UTF-8");
        assert_eq!(out.status.code(), Some(code), "{text}{}", String::from_utf8_lossy(&out.stderr));
        text
    };
    assert!(run(&[], 0).contains("There is no saved work"));
    let notes = |sheet: &mut leadsheet::sheet::Sheet| {
        let field = sheet.layout().field(Col::Notes).expect("a column");
        let edit = Edit::new("note", vec![CellEdit::new(Row::at(0), field, "called".to_owned())]);
        sheet.apply(edit).expect("open");
    };
    for name in ["a.csv", "b.csv"] {
        workspace.write(name, expiring_soon().replace("Soon", name));
        workspace.save_work(name, notes);
    }
    let text = run(&[], 1);
    assert!(text.contains("in 2 files: 2 leads · 2 expire"), "{text}");
    run(&["--within", "1"], 0);
    let json = answer("status-due", run(&["--format", "json"], 1));
    assert_eq!(json["files"][1]["saved_work"], true);
    assert_eq!(json["files"][1]["due"][0]["days"], 2);
    // One file, whose saved work counts as well.
    let one = answer("status-due", run(&["a.csv", "--format", "json"], 1));
    assert_eq!(
        (&one["files"][0]["saved_work"], &one["summary"]["leads"]),
        (&true.into(), &1.into())
    );
    // A file that is gone is named, and the others are listed all the same.
    fs::remove_file(workspace.path("a.csv")).expect("removed");
    let text = run(&[], 3);
    assert!(text.contains("not read: the file is gone") && text.contains("1 expires"), "{text}");
    // A fresh download in the place of the old one: its leads are listed without the work.
    workspace.write("b.csv", expiring_soon().replace("Soon", "fresh"));
    let text = run(&["b.csv"], 1);
    assert!(
        text.contains("fresh") && text.contains("has changed since work on it was saved"),
        "{text}"
    );
    assert_eq!(workspace.run(&["status", "--due", "none.csv"]).status.code(), Some(2));
    assert_eq!(workspace.run(&["status", "--within", "3"]).status.code(), Some(2));
}

#[test]
fn the_days_of_open_for_long_are_a_setting_of_the_command_too() {
    let workspace = Workspace::empty();
    let created = Utc::now().date_naive() - Days::new(20);
    let csv = expiring_soon().replace("New,Pending", "Active,Accepted").replace(
        &(Utc::now().date_naive() - Days::new(12)).format("%m-%d-%Y").to_string(),
        &created.format("%m-%d-%Y").to_string(),
    );
    workspace.write("leads.csv", csv);
    let run = |config: &str| {
        let folder = workspace.home().join("config").join("leadsheet");
        fs::create_dir_all(&folder).expect("made");
        fs::write(folder.join("config.toml"), config).expect("written");
        let mut program = crate::support::program::program();
        program.current_dir(workspace.folder()).env(CONFIG_HOME, workspace.home().join("config"));
        program.env(STATE_HOME, workspace.state_home());
        program.args(["status", "--due", "leads.csv"]).output().expect("it runs")
    };
    assert_eq!(run("").status.code(), Some(0));
    let out = run("[due]\nopen_days = 20\n");
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(text.contains("open for long"), "{text}");
    let out = run("[due]\nopen_days = 0\n");
    let message = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(message.contains("line 2: due.open_days must be a whole number"), "{message}");
    assert_eq!(out.status.code(), Some(0));
}
