//! What is shown of a file: kept from one run to the next, and asked for at the start.

use crate::support::fixtures::{leads, processed, today};
use crate::support::journey::Journey;
use crate::support::session::Session;
use crate::support::workspace::Workspace;
#[cfg(unix)]
use crate::support::workspace::signal;
use leadsheet::app::{
    Effect, FreshDownload, Input, KeptView, OpeningView, Persistence, Preferences, Recovery, Start,
    UnfinishedWork, ViewError,
};
use leadsheet::cli::OnlyLeads;
use leadsheet::leads::{CellRef, Origin, Row};
use leadsheet::sheet::{Filter, Sheet};
use leadsheet::table::Table;
use std::fs;

const SAMPLE: &str = include_str!("../../assets/sample-leads.csv");

/// The view in which a session left the file, as the state folder has it.
fn left(s: &Session) -> KeptView {
    let text = s.app.kept_view().expect("a view").to_text();
    KeptView::parse(&text).expect("what is written is read again")
}

/// Opens a CSV text with the view of last time.
fn open_as_left(csv: &str, kept: KeptView) -> Session {
    let view = OpeningView { kept: Some(kept), only: None };
    Session::start(Start { view, ..Session::of(csv, today()) })
}

/// Opens the sample with these leads only, and with the view of last time.
fn open_only(only: OnlyLeads, kept: Option<KeptView>) -> Session {
    let view = OpeningView { kept, only: Some(only.filter()) };
    Session::start(Start { view, ..Session::of(SAMPLE, today()) })
}

fn name_at(s: &Session) -> (String, String) {
    let CellRef { row, field } = s.app.cell();
    (s.cell(row.number(), "Lead Name"), s.app.sheet.layout().name(field).to_owned())
}

fn rows(s: &Session) -> Vec<Row> {
    s.app.order.rows().collect()
}

/// Filters by two kinds, sorts, hides a column, widens another, shows row numbers and moves the cursor.
fn arranged() -> Session {
    let s = Session::open(SAMPLE).at(1, "Currency").keys("zhzrza");
    let s = s.at(1, "Customer City").keys("zhzlzl");
    let s = s.at(1, "Partner Referral Status").keys("flnew<space><ctrl-u>active<space><enter>");
    s.at(1, "Lead Name").keys("fta<enter>").at(1, "Estimated Close Date").keys("odjjj")
}

#[test]
fn a_file_opens_as_it_was_left() {
    let before = arranged();
    let s = open_as_left(SAMPLE, left(&before));
    assert_eq!(rows(&s), rows(&before));
    assert_eq!(s.app.sort, before.app.sort);
    assert_eq!(name_at(&s), name_at(&before));
    assert!(s.app.row_numbers && before.app.row_numbers);
    let columns = |s: &Session| {
        let columns = &s.app.columns;
        (0..columns.len()).map(|at| (columns.field(at), columns.width(at))).collect::<Vec<_>>()
    };
    assert_eq!(columns(&s), columns(&before));
    assert_eq!(left(&s), left(&before), "and is left so again");
    let shown = s.app.order.len();
    let only = format!(
        "only Status: Active or New + Lead Name has \"a\", {shown} of 60 leads; ff shows all."
    );
    assert!(s.message().contains(&only), "{}", s.message());
    assert_eq!(s.keys("ff").app.order.len(), 60, "no lead is gone");
}

#[test]
fn the_cursor_stays_on_its_lead_and_column_in_another_order_of_both() {
    let text = |reversed: bool| {
        let columns = ["Lead Name", "Customer Name", "Referral ID"];
        let mut rows: Vec<[String; 3]> = (0..9)
            .map(|n| [format!("lead {n}"), format!("Contoso {n}"), format!("id-{n}")])
            .collect();
        let mut header = columns.map(str::to_owned);
        if reversed {
            rows.reverse();
            header.reverse();
            for row in &mut rows {
                row.reverse();
            }
        }
        let lines = std::iter::once(&header).chain(&rows).map(|row| row.join(","));
        lines.collect::<Vec<_>>().join("\n")
    };
    let before = Session::open(&text(false)).at(3, "Customer Name");
    let s = open_as_left(&text(true), left(&before));
    assert_eq!(name_at(&s), ("lead 2".to_owned(), "Customer Name".to_owned()));
    assert_eq!(s.app.viewport.row, Row(6));
}

#[test]
fn a_column_that_is_gone_and_a_filter_without_leads_leave_all_leads_in_sight() {
    let before = Session::open("Referral ID,Lead Name,Extra\na,one,x\nb,two,y\n").at(1, "Extra");
    let kept = left(&before.keys("fv"));
    let s = open_as_left("Referral ID,Lead Name\na,one\nb,two\n", kept.clone());
    assert_eq!((s.app.order.len(), s.app.filters.len()), (2, 0));
    let s = open_as_left("Referral ID,Lead Name,Extra\na,one,z\nb,two,y\n", kept);
    assert_eq!((s.app.order.len(), s.app.filters.len()), (2, 0));
    assert_eq!(s.message(), "The filters of last time fit no lead; all leads are shown.");
}

#[test]
fn a_damaged_view_and_one_of_a_later_version_are_told_apart() {
    let whole = left(&arranged()).to_text();
    let later = whole.replacen("version = 1", "version = 2", 1);
    assert_eq!(KeptView::parse(&later), Err(ViewError::Newer));
    let unknown = whole.replacen("kind = \"values\"", "kind = \"phase of the moon\"", 1);
    for text in ["", "version = ", "\0", "version = 0", &whole[..whole.len() / 2], &unknown] {
        assert_eq!(KeptView::parse(text), Err(ViewError::Damaged), "{text}");
    }
}

#[test]
fn the_failed_leads_of_a_processed_file_win_over_the_filters_of_last_time() {
    let kept = left(&arranged());
    let text = processed(&leads(3, |_, row| row), &[(1, "Wrong.")]);
    let open = |kept: Option<KeptView>| {
        let table = Table::parse(text.clone(), b',').expect("well-formed");
        let sheet = Sheet::new(table, Origin::Results, today());
        let view = OpeningView { kept, only: None };
        Session::start(Start { view, ..Session::with(sheet) })
    };
    let (s, without) = (open(Some(kept)), open(None));
    assert_eq!((rows(&s), s.app.sort), (rows(&without), None));
    assert!(matches!(s.app.filters.as_slice(), [Filter::Failed]));
}

#[test]
fn the_view_waits_for_the_answer_about_saved_work() {
    let mut worked = Session::sample_with(Persistence::On, None).keys("ccother<enter>");
    let actions = std::mem::take(&mut worked.effects).into_iter().flat_map(|effect| match effect {
        Effect::Keep(actions) => actions,
        _ => Vec::new(),
    });
    let actions = actions.map(|entry| ("2026-11-22T10:00:00Z".to_owned(), entry)).collect();
    let kept = left(&worked.keys("fcw"));
    let work = UnfinishedWork { actions, ..UnfinishedWork::default() };
    let start = Start {
        view: OpeningView { kept: Some(kept), only: None },
        persistence: Persistence::On,
        recovery: Some(Recovery::Work(work)),
        ..Session::of(SAMPLE, today())
    };
    let s = Session::start(start);
    assert_eq!((s.app.order.len(), s.app.kept_view()), (60, None), "nothing is answered yet");
    let s = s.keys("<enter>");
    assert_eq!(rows(&s), [Row(0)], "the changed leads, which the work made so");
    assert!(
        s.message().starts_with(
            "Restored: 1 step in 1 lead; undo works too. As you left it: only changed"
        )
    );
}

#[test]
fn the_view_goes_over_to_a_fresh_download() {
    let before = Session::open(SAMPLE).at(9, "Notes").keys("ccmine<enter>");
    let before = before.at(1, "Partner Referral Status").keys("fv").at(9, "Notes");
    let (place, filters) = (name_at(&before), before.app.order.len());
    let fresh = FreshDownload {
        table: Table::parse(SAMPLE.replacen("UK spring", "UK summer", 1), b',')
            .expect("well-formed"),
        name: "fresh.csv".to_owned(),
        folder: "/fresh".to_owned(),
        notices: Vec::new(),
        keeping: Persistence::Off,
        among: None,
    };
    let mut s = before;
    s.input(Input::Fresh(Ok(Box::new(fresh))));
    let mut s = s.keys("<enter>");
    s.input(Input::Rebased(Ok(())));
    assert_eq!((name_at(&s), s.app.order.len()), (place, filters));
    assert!(
        s.message().contains("fresh.csv is open now. As you left it: only Status: "),
        "{}",
        s.message()
    );
}

#[test]
fn the_leads_that_are_asked_for_win_and_none_is_said() {
    let kept = left(&arranged());
    let s = open_only(OnlyLeads::Closed, Some(kept));
    assert!(s.app.order.len() > 1 && rows(&s).iter().all(|row| s.app.sheet.was_closed(*row)));
    assert!(s.app.row_numbers, "the rest is as it was left");
    assert!(s.message().ends_with("Only closed: 10 of 60 leads; ff shows all."), "{}", s.message());
    let s = open_only(OnlyLeads::Failed, None);
    assert_eq!(s.app.order.len(), 60);
    assert_eq!(s.message(), "No lead fits \"only failed\"; all leads are shown.");
}

/// The names of the kept views.
fn views(workspace: &Workspace) -> Vec<String> {
    let Ok(entries) = fs::read_dir(workspace.state_home().join("leadsheet/views")) else {
        return Vec::new();
    };
    entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect()
}

#[cfg(unix)]
#[test]
fn the_program_keeps_the_view_when_it_is_quit_and_when_it_is_hung_up() {
    let mut journey = Journey::start();
    journey.wait_for("60 leads");
    journey.quit();
    assert_eq!(views(&journey.workspace), Vec::<String>::new(), "nothing was done");
    journey.start_again();
    journey.keys("fsclosed<Enter>");
    journey.wait_for("ff shows all");
    journey.quit();
    assert_eq!(views(&journey.workspace).len(), 1);
    journey.start_again();
    journey.wait_for("As you left it: only closed, 10 of 60 leads");
    journey.keys("ffzr");
    journey.wait_for("Row numbers are shown");
    signal(&journey, "HUP");
    assert_eq!(journey.wait_exit(), 129);
    journey.start_again();
    journey.wait_for("60 leads");
    journey.wait_for("  1 UK spring");
    journey.quit();
    journey.start_with(&["--no-journal"]);
    journey.wait_for("60 leads");
    assert!(!journey.screen().contains("  1 UK spring"), "{}", journey.screen());
    journey.quit();
}

#[test]
fn a_damaged_view_is_left_out_with_a_word() {
    let mut journey = Journey::start();
    journey.keys("fsclosed<Enter>");
    journey.wait_for("ff shows all");
    journey.quit();
    let name = &views(&journey.workspace)[0];
    let path = journey.workspace.state_home().join("leadsheet/views").join(name);
    fs::write(path, "version = 1\n[cursor").expect("written");
    journey.start_with(&["--only", "closed"]);
    journey.wait_for("The view of last time can't be read");
    journey.wait_for("Only closed: 10 of 60 leads");
    journey.quit();
}

/// A later run on a CSV text, with what an earlier one remembered.
fn later_run(csv: &str, earlier: &Session) -> Session {
    let text = earlier.remembered.as_deref().expect("something is remembered");
    let preferences = Preferences::parse(text);
    Session::start(Start { preferences, ..Session::of(csv, today()) })
}

#[test]
fn a_view_is_saved_by_name_and_shown_in_a_later_run_and_another_file() {
    let mut before = arranged().keys("zV");
    let about = before.screen();
    assert!(
        about.contains("saves Status: Active or New · Lead Name has \"a\" · by Close date"),
        "{about}"
    );
    let before = before.keys("weekly<enter>");
    assert_eq!(before.message(), "View \"weekly\" is saved; zv lists the views.");
    let mut s = later_run(SAMPLE, &before).keys("zv");
    let list = s.screen();
    assert!(list.contains("weekly") && list.contains("needs an answer"), "{list}");
    let s = s.keys("weekly<enter>");
    assert_eq!((rows(&s), s.app.sort), (rows(&before), before.app.sort));
    let shown = |s: &Session| {
        (0..s.app.columns.len()).map(|at| s.app.columns.field(at)).collect::<Vec<_>>()
    };
    assert_eq!(shown(&s), shown(&before));
    assert!(s.message().starts_with("View \"weekly\": "), "{}", s.message());
    // Another file, without a column that it filters by.
    let other =
        "Referral ID,Lead Name,Estimated Close Date\na,one alpha,01/02/2027\nb,two,01/01/2027\n";
    let s = later_run(other, &before).keys(":view weekly<enter>");
    assert_eq!(rows(&s), [Row(0)]);
    assert!(s.message().contains("This file has no column "), "{}", s.message());
    assert!(s.message().contains("Partner Referral Status"), "{}", s.message());
}

#[test]
fn saved_views_are_replaced_renamed_and_removed() {
    let s = Session::open(SAMPLE).keys(":view save mine<enter>fc");
    let s = s.at(1, "Partner Referral Status").keys("fvzVMINE<enter>");
    assert_eq!(s.message(), "View \"MINE\" is saved again; zv lists the views.");
    let s = s.keys("ffzvmine<ctrl-t><ctrl-u>ours<enter>");
    assert_eq!(s.message(), "View \"mine\" is called \"ours\" now.");
    let s = s.keys("zvours<enter>");
    assert!(s.app.order.len() < 60, "what was saved last is shown");
    let s = s.keys(":view save other<enter>zvother<ctrl-t><ctrl-u>ours<enter>");
    assert_eq!(s.message(), "There is a view \"ours\" already.");
    let mut s = s.keys("zvours<ctrl-x>");
    assert_eq!(s.message(), "View \"ours\" is removed.");
    assert!(!s.screen().contains("ours   ") && s.screen().contains("other"), "{}", s.screen());
    let s = s.keys("everything<ctrl-x>");
    assert_eq!(s.message(), "\"everything\" comes with the program; it stays.");
    let s = later_run(SAMPLE, &s).keys(":view ours<enter>");
    assert_eq!(s.message(), "There is no view \"ours\".");
}

#[test]
fn the_views_of_the_program_fit_the_sample() {
    let s = Session::open(SAMPLE).keys("zvneeds<enter>");
    let status = |s: &Session, row: Row| s.cell(row.number(), "Partner Referral Status");
    assert!(!s.app.order.is_empty() && rows(&s).iter().all(|row| status(&s, *row) == "New"));
    let s = s.keys("zvactive<enter>");
    assert!(!s.app.order.is_empty() && rows(&s).iter().all(|row| status(&s, *row) == "Active"));
    assert!(s.app.sort.is_some());
    let s = s.keys("zveverything<enter>");
    assert_eq!((s.app.order.len(), s.app.sort), (60, None));
    assert_eq!(s.app.columns.len(), s.app.sheet.layout().len());
}

#[test]
fn a_view_without_a_fitting_lead_changes_nothing() {
    let s =
        Session::open(SAMPLE).at(1, "Partner Referral Status").keys("fv:view save new ones<enter>");
    let other = "Referral ID,Lead Name,Partner Referral Status\na,one,Active\nb,two,Active\n";
    let s = later_run(other, &s).keys("zvnew ones<enter>");
    assert_eq!(s.app.order.len(), 2);
    assert_eq!(s.message(), "No lead fits the view \"new ones\"; nothing changes.");
}

#[test]
fn a_filter_by_condition_is_kept_and_left_out_where_its_column_is_missing() {
    let csv = include_str!("../../assets/sample-leads.csv");
    let s = Session::open(csv).at(1, "Estimated Deal Value").keys("f=> 5000<enter>");
    let shown = rows(&s);
    assert!(!shown.is_empty() && shown.len() < 60);
    let kept = KeptView::parse(&left(&s).to_text()).expect("a view");
    assert_eq!(rows(&open_as_left(csv, kept.clone())), shown);
    let other = open_as_left("Referral ID,Lead Name\n1,a\n2,b\n", kept);
    assert_eq!(rows(&other).len(), 2);
}
