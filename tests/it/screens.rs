//! Whole screens, with a letter for the role of each character: a wrong role shows, a new colour doesn't.

use crate::support::files::SAMPLE;
use crate::support::fixtures::processed;
use crate::support::session::Session;
use leadsheet::app::{Chord, Input, Key, ReadFile};
use leadsheet::leads::Row;
use leadsheet::sheet::UploadFile;
use leadsheet::table::Table;
use leadsheet::upload::upload_text;
use std::sync::Arc;

macro_rules! snapshot {
    ($name:expr, $session:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($name, $session.snapshot());
        });
    };
}

/// Compares snapshots at the usual size and at the smallest one.
fn each_size(name: &str, keys: impl Fn(Session) -> Session) {
    for (columns, lines) in [(80, 24), (60, 12)] {
        let mut s = keys(Session::sample().sized(columns, lines));
        snapshot!(format!("{name}_{columns}x{lines}"), s);
    }
}

#[test]
fn lists_and_questions_over_the_grid_fit_the_screen() {
    each_size("values", |s| s.at(1, "Partner Referral Substatus").keys("fl"));
    each_size("state_picker", |s| s.keys("ccX<enter>fs"));
    each_size("column_picker", |s| s.keys("gccl"));
    each_size("search", |s| s.keys("/ou"));
    each_size("filter", |s| s.at(1, "Partner Referral Substatus").keys("ftacc"));
    each_size("filter_wrong", |s| s.at(1, "Partner Referral Substatus").keys("ft<ctrl-t>[a"));
    each_size("replace_empty", |s| s.at(1, "Notes").keys("g/"));
    each_size("replace_with", |s| s.at(1, "Notes").keys("g/the<enter>a"));
    each_size("replace_preview", |s| s.at(1, "Notes").keys("g/the<enter>a<enter>"));
}

#[test]
fn the_grid_shows_what_is_selected_found_filtered_and_sorted() {
    each_size("selection", |s| s.at(2, "Estimated Deal Value").keys("vjjl"));
    each_size("selection_leads", |s| s.at(2, "Lead Name").keys("gVj"));
    each_size("found", |s| s.at(1, "Lead Name").keys("/ou<enter>n"));
    each_size("filtered", |s| {
        let s = s.at(2, "Partner Referral Status").keys("fv").at(2, "Estimated Deal Value");
        s.keys("od")
    });
}

#[test]
fn an_unlocked_offer_has_a_form_of_its_own() {
    each_size("editor_offer", |s| s.keys(":unlock offers<enter>").at(1, "Offer 1").keys("<enter>"));
}

#[test]
fn the_grid_opens_without_a_message() {
    snapshot!("grid_80x24", Session::sample());
    snapshot!("grid_60x12", Session::sample().sized(60, 12));
}

#[test]
fn a_changed_row_a_blocked_row_and_a_locked_cell_look_different() {
    let s =
        Session::sample().keys("sacc<enter><esc>").at(3, "Estimated Close").keys("ccsoon<enter>");
    snapshot!("states_80x24", s.at(4, "Referral Program"));
}

#[test]
fn row_numbers_stand_before_the_leads_in_any_order() {
    each_size("row_numbers", |s| s.at(9, "Partner Referral Status").keys("fvzr"));
    let hidden = Session::sample().keys("zrzr<down><up>").screen();
    assert_eq!(hidden, Session::sample().keys("<down><up>").screen());
}

#[test]
fn numbers_and_dates_end_where_their_column_ends() {
    let screen = Session::sample().screen();
    let ends = |line: usize, text: &str| {
        let line = screen.lines().nth(line).expect("a line");
        let at = line.find(text).unwrap_or_else(|| panic!("{text} in {line}"));
        line[..at + text.len()].chars().count()
    };
    let column = ends(1, "Deal value");
    assert_eq!([ends(2, "12563"), ends(4, "26500.50"), ends(6, "7800")], [column; 3]);
    assert_eq!(ends(2, "01/30/2027"), ends(1, "Close date"));
}

#[test]
fn a_message_of_two_lines_leaves_the_cell_in_sight_and_the_position_out() {
    let s = Session::sample().at(1, "Lead Name").keys("gaccX<enter>").sized(60, 12);
    let screen = { s }.screen();
    let lines: Vec<&str> = screen.lines().rev().take(3).collect();
    assert!(lines[2].starts_with("Lead Name: "), "{screen}");
    assert!(!lines[0].contains("GRID") && lines[0].starts_with(' '), "{screen}");
}

#[test]
fn a_long_message_is_shown_whole() {
    let mut accepted =
        Session::sample().at(1, "Partner Referral Status").keys("gvsacc<enter><esc>");
    let screen = accepted.screen();
    let shown: Vec<&str> = screen.lines().rev().take(2).map(str::trim).collect();
    assert!(shown[1].starts_with("Accept: 96 cells in 32 leads changed."), "{screen}");
    assert!(shown[0].ends_with("held back: Intent is empty; n goes there."), "{screen}");
    let locked = || Session::sample().at(1, "Lead Name").keys("gaccX<enter>");
    snapshot!("message_60x12", locked().sized(60, 12));
}

#[test]
fn the_outcome_picker_offers_what_is_legal() {
    snapshot!("outcome_picker_80x24", Session::sample().keys("s"));
    snapshot!("outcome_picker_60x12", Session::sample().sized(60, 12).keys("s"));
    each_size("reason_picker", |s| s.keys("jslost<enter>"));
}

#[test]
fn the_editor_shows_a_problem_while_it_is_typed() {
    let s = Session::sample().at(3, "Estimated Close Date");
    snapshot!("editor_bad_date_80x24", s.keys("cc02/30/2027"));
    let s = Session::sample().sized(60, 12).at(3, "Estimated Close Date");
    snapshot!("editor_read_date_60x12", s.keys("cceoq"));
}

#[test]
fn each_editor_fits_the_screen() {
    for (name, row, column, keys) in [
        ("calendar", 3, "Estimated Close Date", "cc3/1/27<down><down>"),
        ("six_weeks", 3, "Estimated Close Date", "cc5/31/27<down>"),
        ("doubtful_date", 3, "Estimated Close Date", "cc5.6.2027"),
        ("amount", 3, "Estimated Deal Value", "cc1.250.000,00"),
        ("notes", 1, "Notes", "<ctrl-u><enter><home><ctrl-j>Call \t Ann<shift-left><shift-left>"),
        ("member", 3, "Team member 1", "<enter><down><down><ctrl-u>12a<down>x"),
        ("members", 3, "Team member 2", "<enter><ctrl-o>co"),
        ("currency", 3, "Currency", "<enter>dol"),
    ] {
        let open = || Session::sample().at(row, column);
        snapshot!(format!("editor_{name}_80x24"), open().keys(keys));
        snapshot!(format!("editor_{name}_60x12"), open().sized(60, 12).keys(keys));
    }
}

#[test]
fn every_editor_draws_at_every_size() {
    for (column, keys) in [
        ("Estimated Close Date", "<enter><down><down>"),
        ("Notes", "<enter><ctrl-j>x<up>"),
        ("Team member 1", "<enter><tab><ctrl-o>"),
        ("Team member 1", "<enter><tab>x"),
        ("Currency", "<enter>e"),
    ] {
        for (columns, lines) in [(0, 0), (1, 1), (60, 12), (61, 13), (80, 24), (200, 60), (60, 200)]
        {
            let mut s = Session::sample().at(3, column).keys(keys).sized(columns, lines);
            let (buffer, caret) = s.draw();
            assert!(caret.is_none_or(|at| buffer.area.contains(at)), "{column} {columns}×{lines}");
        }
    }
}

#[test]
fn the_review_lists_old_and_new_and_what_is_held_back() {
    let s = Session::sample().keys("sacc<enter>yes<enter>");
    let s = s.at(3, "Lead Name").keys("slost<enter>2<enter>");
    let mut s = s.at(5, "Estimated Close Date").keys("ccsoon<enter><ctrl-s>");
    snapshot!("review_80x24", s);
    snapshot!("review_60x12", s.sized(60, 12));
}

#[test]
fn the_report_of_an_export_lists_the_next_steps() {
    each_size("export", |s| {
        let s = s.keys("ccUK summer<enter>").at(1, "Marketplace").keys("<enter>yes<enter>");
        let mut s = s.at(1, "Lead Name").keys("sacc<enter><ctrl-s><enter>");
        s.written(vec![Row(0)], 5);
        s
    });
}

/// Errors of Partner Center about a lead: at a column and at none.
const SAID: &str =
    "Required field Marketplace Purchase Intent missing; The referral can't be updated now";

#[test]
fn a_results_file_alone_is_named_as_one_and_shows_failed_leads() {
    let text =
        processed(&String::from_utf8_lossy(SAMPLE), &[(2, "Currency isn't supported"), (6, SAID)]);
    for (columns, lines) in [(80, 24), (60, 12)] {
        let open = || Session::results(&text).sized(columns, lines);
        snapshot!(format!("results_{columns}x{lines}"), open());
        snapshot!(format!("results_all_{columns}x{lines}"), open().keys("ff"));
    }
}

#[test]
fn the_report_of_results_comes_before_the_failed_leads() {
    let merged = |s: Session| {
        let mut s = s.keys("ccOne<enter>jccTwo<enter>jccThree<enter>jccFour<enter>");
        s.app.sheet.mark_exported(&[Row(0), Row(1), Row(2), Row(3)], &[]);
        let rows: Vec<Row> = Row::first(3).chain([Row(9)]).collect();
        let text = processed(&upload_text(&s.app.sheet, &rows), &[(1, SAID), (2, "Try again")]);
        let table = Table::parse(text, b',').expect("well-formed");
        let file = ReadFile {
            name: "processed.csv".to_owned(),
            table: Ok(Arc::new(table)),
            sha256: String::new(),
        };
        s.input(Input::Results(file));
        s
    };
    each_size("results_report", merged);
    each_size("results_failed", |s| merged(s).keys("<esc>"));
    each_size("results_no_column", |s| merged(s).keys("<esc>n"));
}

#[test]
fn a_paste_that_leaves_cells_out_is_shown_before_it_lands() {
    let pasted = "100,50\tEUR\tx\n2\tUSD\t3/1/27\n=3\tUSD\t\n";
    each_size("paste", |s| s.at(5, "Estimated Deal Value").paste(pasted));
}

#[test]
fn held_keys_are_shown_with_the_cells_they_would_fill() {
    let chord = |c: char| Chord::plain(if c == '\r' { Key::Enter } else { Key::Char(c) });
    each_size("held", |mut s| {
        s.app.update(Input::Burst("12,50\tUSD\rqd:q!".chars().map(chord).collect()));
        s
    });
}

#[test]
fn problems_help_and_the_question_before_quitting_fit_the_screen() {
    let edited = || Session::sample().at(3, "Estimated Close Date").keys("ccsoon<enter>");
    snapshot!("problems_80x24", edited().keys("gp"));
    snapshot!("ask_80x24", edited().keys("q"));
    snapshot!("problems_none_60x12", Session::sample().sized(60, 12).keys("gp"));
    snapshot!("help_80x24", edited().keys("k?"));
    snapshot!("help_60x12", edited().sized(60, 12).keys("?"));
    snapshot!("ask_60x12", edited().sized(60, 12).keys("q"));
    each_size("manual_topics", |s| s.keys("??"));
    each_size("manual_page", |s| s.keys("??jjjj<enter>"));
    each_size("panel_search", |s| s.keys("?/problem"));
    each_size("panel_found", |s| s.keys("?/problem<enter>"));
    each_size("palette", |s| s.keys(":un"));
}

#[test]
fn problems_of_the_same_kind_are_groups_that_open() {
    let header = "Referral ID,Lead Name,Customer Name,Partner Referral Status,\
                  Partner Referral Substatus,Currency,Estimated Close Date,Customer Country\n";
    let lead = |n: u32| {
        let date = if n.is_multiple_of(3) { "soon" } else { "2026-03-01" };
        format!("a{n},Lead {n},Fabrikam {n},Active,Accepted,usd,{date},US\n")
    };
    let csv = format!("{header}{}", (1..=12).map(lead).collect::<String>());
    let problems = || Session::open(&csv).at(1, "Lead Name").keys("gaccName<enter><esc>gpggjjjjj");
    snapshot!("problems_groups_80x24", problems().keys("<enter>jj"));
    snapshot!("problems_groups_60x12", problems().sized(60, 12).keys("<enter>jj"));
    snapshot!("problems_preview_80x24", problems().keys("a"));
    snapshot!("problems_preview_60x12", problems().sized(60, 12).keys("a"));
}

#[test]
fn the_history_marks_what_is_done_and_what_is_undone() {
    let worked = || {
        let s =
            Session::sample().keys("sacc<enter><esc>").at(1, "Lead Name").keys("vjjccOne<enter>");
        let s = s.at(3, "Estimated Close Date").keys("ccsoon<enter>").at(2, "Notes");
        s.keys("ccfirst<ctrl-j>second<enter>uugu")
    };
    snapshot!("history_80x24", worked());
    snapshot!("history_60x12", worked().sized(60, 12).keys("k"));
}

#[test]
fn the_upload_files_show_what_is_uploaded_and_what_is_next() {
    let exported = || {
        let mut s = Session::sample();
        let rows = |rows: &[u32]| rows.iter().map(|row| Row(*row)).collect::<Vec<_>>();
        for (number, leads) in [(1, rows(&[0, 1, 2])), (2, rows(&[3])), (3, rows(&[4]))] {
            let file = UploadFile {
                path: format!("/leads/leads.upload-{number:03}.csv"),
                rows: leads.len(),
                sha256: format!("{number}"),
                written: Some(format!("2026-11-22T10:0{number}:00Z")),
                ..UploadFile::default()
            };
            s.app.sheet.mark_exported(&leads, &[file]);
        }
        s.app.sheet.set_uploaded("1", Some("2026-11-21T09:00:00Z"));
        s.app.sheet.set_uploaded("2", Some("2026-11-22T11:30:00Z"));
        s.app.sheet.resubmit(&rows(&[4]), true).expect("editable");
        s.app.set_now("2026-11-22T12:00:00Z".parse().expect("a time"));
        s.keys("gU")
    };
    snapshot!("uploads_80x24", exported());
    snapshot!("uploads_60x12", exported().sized(60, 12).keys("j"));
}

#[test]
fn the_form_shows_one_lead_with_its_fields_in_groups() {
    let worked = || {
        let s = Session::sample().keys("sacc<enter><esc>").at(1, "Estimated Close Date");
        let s = s.keys("cc2026-02-30<enter>").at(1, "Notes");
        let notes = "ccCalled on Monday: they want the pilot before the year ends and will \
                     decide on the rest in spring.<ctrl-j>Ask again in January.<enter>k";
        s.keys(notes).at(1, "Lead Name").keys("<space>")
    };
    snapshot!("record_80x24", worked().keys("jj"));
    snapshot!("record_60x12", worked().sized(60, 12).keys("n"));
    snapshot!("record_200x60", worked().sized(200, 60).keys("n"));
    snapshot!("record_locked_80x24", worked().at(6, "Customer City"));
    snapshot!("record_editor_80x24", worked().keys("ni<backspace>"));
    snapshot!("record_outcome_60x12", worked().sized(60, 12).keys("s"));
}

#[test]
fn a_terminal_that_is_too_small_shows_the_required_size() {
    let mut s = Session::sample().sized(20, 5);
    assert!(s.screen().replace('\n', "").contains("need 60×12, have 20×5"));
}

#[test]
fn every_panel_draws_at_every_size() {
    for keys in [
        "",
        "s",
        "jslost<enter>",
        "i",
        "gp",
        "ccx<enter>gu",
        "<space>",
        "<space>jji",
        "<space>s",
        "?",
        ":",
        "ccx<enter><ctrl-s>",
        "ccx<enter>q",
    ] {
        for (columns, lines) in
            [(0, 0), (1, 1), (2, 40), (200, 1), (59, 11), (60, 12), (200, 60), (500, 200)]
        {
            let mut s = Session::sample().keys(keys).sized(columns, lines).keys("<right><down>");
            let _drawn = s.screen();
        }
    }
}

#[test]
fn a_box_keeps_its_border_over_wide_characters() {
    let file = format!("Referral ID,Lead Name\n{}", "a,情報情報情報情報情報\n".repeat(20));
    for columns in 60..64 {
        let mut s = Session::open(&file).sized(columns, 14).keys("ccx<enter>q");
        let screen = s.screen();
        let line = screen.lines().find(|line| line.contains("go back")).expect("the question");
        let (before, _) = line.split_once("Esc").expect("the key");
        assert!(before.ends_with("│ "), "{columns}: {line}");
    }
}

#[test]
fn the_keys_that_can_follow_are_shown_after_a_while_and_fit_the_screen() {
    let mut s = Session::sample().keys("f");
    assert!(!s.screen().contains("filter value"), "not at once");
    let mut s = s.wait();
    assert!(s.screen().contains("filter value") && s.screen().contains("filter off"));
    snapshot!("follow_80x24", s);
    assert!(!s.keys("f").screen().contains("filter value"), "not for ever");
    snapshot!("follow_60x12", Session::sample().sized(60, 12).keys("f").wait());
}

#[test]
fn the_menu_shows_keys_and_states_and_fits_the_screen() {
    each_size("menu", |s| s.keys("<f10>"));
    each_size("menu_lead", |s| s.at(2, "Lead Name").keys("<f10><left><left><left><down>"));
    each_size("menu_edit", |s| s.at(6, "Lead Name").keys("<f10><right><down><down>"));
}
