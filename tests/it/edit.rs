//! Editing as use: a sheet, keys, and what they did.

use crate::support::session::Session;
use leadsheet::app::{Effect, Mode, ReviewPanel};
use leadsheet::leads::{CellRef, Row};
use leadsheet::sheet::RowState;
use leadsheet::table::Table;
use leadsheet::upload::{upload_text, verify};

fn outcome(s: &Session, number: usize) -> [String; 4] {
    ["Partner Referral Status", "Partner Referral Substatus", "Sales Stage", "Declined/Lost/Error"]
        .map(|column| s.cell(number, column))
}

#[test]
fn accepting_a_new_lead_changes_three_cells_in_one_undo_step() {
    let s = Session::sample().keys("sacc<enter><esc>");
    assert_eq!(outcome(&s, 1), ["Active", "Accepted", "80", ""]);
    assert_eq!(s.app.sheet.changes_of(Row(0)).len(), 3);
    let s = s.keys("u");
    assert_eq!(outcome(&s, 1), ["New", "Pending", "0", ""]);
    assert!(s.message().contains("3 cells"), "{}", s.message());
    assert_eq!(s.app.sheet.state(Row(0)), RowState::Untouched);
    let s = s.keys("<ctrl-r>");
    assert_eq!(outcome(&s, 1), ["Active", "Accepted", "80", ""]);
}

#[test]
fn an_edit_draws_the_leads_that_look_otherwise_only() {
    let mut s = Session::sample().at(5, "CRM ID");
    s.screen();
    // Of the grid: the lead, and the one to which the cursor goes.
    for (keys, leads) in [("ccX-1<enter>", 2), ("u", 2), ("<ctrl-r>", 1), ("m", 1)] {
        s = s.keys(keys);
        let of_grid = s.drawn_lines.iter().filter(|y| (2..21).contains(*y)).count();
        assert!(of_grid <= leads, "{keys}: {:?}", s.drawn_lines);
        assert!(s.drawn_lines.len() > of_grid, "the title counts the changed leads");
    }
}

#[test]
fn losing_a_lead_asks_for_the_reason_and_keeps_the_stage() {
    let s = Session::sample().keys("jslost<enter>");
    assert!(matches!(&s.app.mode, Mode::Picker(p) if p.title.contains("reason")));
    let s = s.keys("2<enter>");
    assert_eq!(outcome(&s, 2), ["Closed", "Lost", "80", "2"]);
}

#[test]
fn a_reason_is_never_moved_to_the_other_list() {
    let s = Session::sample().keys("jslost<enter>3<enter>kserror<enter>");
    assert_eq!(outcome(&s, 2)[3], "");
    let s = s.keys("<esc>sas d<enter>");
    assert_eq!(outcome(&s, 2), ["Active", "Accepted", "80", ""]);
    assert_eq!(s.app.sheet.state(Row(1)), RowState::Untouched);
}

#[test]
fn an_accepted_lead_is_not_offered_new() {
    let s = Session::sample().at(3, "Sales Stage").keys("<enter>");
    let Mode::Picker(picker) = &s.app.mode else { panic!("the picker is open") };
    let labels: Vec<String> = (0..picker.offers.len()).map(|at| picker.offers.show(at).0).collect();
    assert_eq!(labels, ["As downloaded", "Won", "Lost", "Error", "Decline"]);
}

#[test]
fn locked_cells_give_the_reason_and_keep_their_text() {
    for (row, column, rule) in [
        (1, "Customer Name", "R-04"),
        (6, "Lead Name", "R-05"),
        (2, "Declined/Lost/Error", "D-04"),
        (1, "Offer 1", "O-01"),
        (37, "Errors", "R-12"),
    ] {
        let before = Session::rejected();
        let (all, cell) = (before.app.sheet.history().len(), before.cell(row, column));
        for keys in ["<enter>QX<enter>", "iQX<enter>", "ccQX<enter>"] {
            let s =
                Session::rejected().at(row, column).keys(&keys[..keys.find('Q').expect("text")]);
            assert!(s.message().contains(rule), "{column}: {}", s.message());
            assert!(matches!(s.app.mode, Mode::Grid), "{column}");
            assert_eq!((s.app.sheet.history().len(), s.cell(row, column)), (all, cell.clone()));
        }
    }
}

#[test]
fn the_errors_column_can_be_cleared_and_nothing_else() {
    let s = Session::rejected().at(37, "Errors").keys("x");
    assert_eq!(s.cell(37, "Errors"), "");
    assert_eq!(s.app.sheet.changes_of(Row(36)).len(), 1);
}

#[test]
fn a_typed_date_is_written_in_the_portal_s_format() {
    let s = Session::sample().at(3, "Estimated Close Date").keys("cc2027-03-01<enter>");
    assert_eq!(s.cell(3, "Estimated Close Date"), "03/01/2027");
    assert_eq!(s.app.viewport.row, Row(3), "Enter goes down");
}

#[test]
fn a_bad_date_is_stored_reported_and_blocks_the_row() {
    let s = Session::sample().at(3, "Estimated Close Date").keys("cc02/30/2027<enter>");
    assert_eq!(s.cell(3, "Estimated Close Date"), "02/30/2027");
    assert_eq!(s.app.sheet.state(Row(2)), RowState::HeldBack);
    assert!(s.message().starts_with("Held back: There's no date 02/30/2027"), "{}", s.message());
}

#[test]
fn typing_the_downloaded_text_again_is_not_a_change() {
    let s = Session::sample();
    let name = s.cell(1, "Lead Name");
    let s = s.keys(&format!("ccother<enter>kcc{name}<enter>"));
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
    assert_eq!(s.app.sheet.state(Row(0)), RowState::Untouched);
}

#[test]
fn opening_and_closing_the_editor_changes_nothing_even_in_an_odd_cell() {
    let s = Session::sample().at(16, "Estimated Deal Value").keys("i<enter>");
    assert_eq!(s.cell(16, "Estimated Deal Value"), "12,563");
    assert_eq!(s.app.sheet.history().len(), (0, 0));
}

#[test]
fn not_decided_is_written_as_this_file_spells_it() {
    let pick = |csv: &str| {
        let s = Session::open(csv).at(1, "Marketplace").keys("<enter>not<enter>");
        s.cell(1, "Marketplace Purchase Intent")
    };
    let file = |second: &str| {
        format!("Referral ID,Lead Name,Marketplace Purchase Intent\na,A,\nb,B,{second}\n")
    };
    assert_eq!(pick(&file("Have not decided")), "Have not decided");
    assert_eq!(pick(&file("HaveNotDecided")), "HaveNotDecided");
    assert_eq!(pick(&file("Yes")), "HaveNotDecided");
}

#[test]
fn currencies_are_found_by_code_and_by_name() {
    let s = Session::sample().at(1, "Currency").keys("<enter>yen<enter>");
    assert_eq!(s.cell(1, "Currency"), "JPY");
    let s = s.keys("<enter>xau<enter>");
    assert_eq!(s.cell(1, "Currency"), "JPY");
    assert!(s.message().contains("isn't one of the choices"), "{}", s.message());
}

#[test]
fn a_paste_is_data_and_never_a_command() {
    let s = Session::sample().keys("w").at(1, "Lead Name").paste("dd:q!\r\n");
    assert!(s.effects.is_empty());
    assert_eq!(s.cell(1, "Lead Name"), "dd:q!");
    let s = s.keys("cc").paste(":q!\r\nx").keys("<enter>");
    assert_eq!(s.cell(1, "Lead Name"), ":q! x");
    let s = s.at(1, "Customer Name").paste("x");
    assert!(s.message().contains("R-04"), "{}", s.message());
}

#[test]
fn a_line_break_in_notes_is_typed_with_ctrl_j_and_stored() {
    let s = Session::sample().at(1, "Notes").keys("cca<ctrl-j>b<enter>");
    assert_eq!(s.cell(1, "Notes"), "a\nb");
}

#[test]
fn ctrl_s_in_the_editor_commits_the_text_first() {
    let s = Session::sample().at(3, "Lead Name").keys("ccNew name<ctrl-s>");
    assert_eq!(s.cell(3, "Lead Name"), "New name");
    assert!(s.app.mode.panel::<ReviewPanel>().is_some());
}

#[test]
fn without_a_change_there_is_nothing_to_export() {
    let s = Session::sample().keys("<ctrl-s>");
    assert!(s.message().starts_with("Nothing to export"), "{}", s.message());
    let s = s.keys("ccx<enter>u<ctrl-s>");
    assert!(s.message().starts_with("Nothing to export"), "{}", s.message());
    assert!(matches!(s.app.mode, Mode::Grid));
}

#[test]
fn leads_that_close_are_exported_only_after_their_number_is_typed() {
    let s = Session::sample().at(3, "Lead Name").keys("swon<enter><ctrl-s><enter>");
    assert!(s.effects.is_empty());
    assert!(s.message().contains("type 1"), "{}", s.message());
    let s = s.keys("2<enter>");
    assert!(s.effects.is_empty());
    let s = s.keys("<backspace>1<enter>");
    assert!(matches!(&s.effects[..], [Effect::Export(plan)] if plan.ready().eq([Row(2)])));
}

#[test]
fn quitting_with_changes_asks_and_without_them_does_not() {
    let s = Session::sample().keys("q");
    assert!(matches!(s.effects[..], [Effect::Quit(_)]));
    let s = Session::sample().keys("ccx<enter>q");
    assert!(s.effects.is_empty() && matches!(s.app.mode, Mode::Ask(_)));
    let s = s.keys("<esc>");
    assert!(s.effects.is_empty() && matches!(s.app.mode, Mode::Grid));
    let s = s.keys("qd");
    assert!(matches!(s.effects[..], [Effect::Quit(_)]));
}

#[test]
fn the_palette_knows_vim_s_commands_and_row_numbers() {
    let s = Session::sample().keys(":12<enter>");
    assert_eq!(s.app.viewport.row, Row(11));
    let s = s.keys("ccx<enter>:q!<enter>");
    assert!(matches!(s.effects[..], [Effect::Quit(_)]));
    let s = Session::sample().keys(":w<enter>");
    assert!(s.message().starts_with("Nothing to export"));
}

#[test]
fn the_palette_finds_words_of_what_a_command_does_but_not_letters_of_it() {
    let offered = |keys: &str| {
        let s = Session::sample().keys(keys);
        let Mode::Picker(picker) = &s.app.mode else { panic!("the palette is open") };
        picker.shown.iter().map(|at| picker.offers.show(*at).0).collect::<Vec<_>>()
    };
    assert!(offered(":regular").is_empty(), "{:?}", offered(":regular"));
    assert!(offered(":rejected").contains(&"filter failed".to_owned()));
    assert_eq!(offered(":unlock"), ["unlock offers", "add offer", "add solution"]);
    assert!(offered(":offer").contains(&"unlock offers".to_owned()));
    assert_eq!(offered(":gx")[0], "export");
    let s = Session::sample().keys(":foo<enter>");
    assert_eq!(s.message(), "There is no command \"foo\".");
}

#[test]
fn closing_the_list_of_reasons_reports_that_the_outcome_remains() {
    let s = Session::sample().keys("jslost<enter><esc>");
    assert_eq!(s.message(), "No reason yet: i chooses one, u undoes the outcome.");
    let s = s.at(3, "Lead Name").keys("ccX<enter>").at(2, "Declined/Lost").keys("i<esc>");
    assert_eq!(s.message(), "", "the outcome isn't what was done last");
}

#[test]
fn keys_known_from_spreadsheets_do_the_same_here() {
    let s =
        Session::sample().at(1, "Marketing Campaign").keys("y").at(2, "Lead Name").keys("<ctrl-v>");
    assert_eq!(s.cell(2, "Lead Name"), s.cell(1, "Marketing Campaign"));
    let s = s.at(3, "Lead Name").keys("=Ferry<enter>");
    assert_eq!(s.cell(3, "Lead Name"), "Ferry");
    assert!(matches!(s.keys("<ctrl-f>").app.mode, Mode::Prompt(_)));
}

#[test]
fn counts_and_jumps_move_the_cursor() {
    let row = |keys: &str| Session::sample().keys(keys).app.viewport.row.number();
    assert_eq!(row("5j"), 6);
    assert_eq!(row("G"), 60);
    assert_eq!(row("G5k"), 55);
    assert_eq!(row("20G"), 20);
    assert_eq!(row("Ggg"), 1);
    assert_eq!(row("<pagedown>"), 20);
}

#[test]
fn the_first_and_the_last_row_are_those_that_are_shown() {
    let sorted = |keys: &str| {
        let s = Session::sample().keys("gclead name<enter>od").keys(keys);
        s.app.order.position(s.app.viewport.row)
    };
    assert_eq!((sorted("Ggg"), sorted("G")), (Some(0), Some(59)));
    assert_eq!((sorted("<ctrl-end><ctrl-home>"), sorted("<ctrl-end>")), (Some(0), Some(59)));
    let row = |keys: &str| {
        let s = Session::sample().keys("gcpartner referral status<enter>fv").keys(keys);
        (s.app.order.position(s.app.viewport.row), s.app.viewport.row.number())
    };
    assert_eq!(row("Ggg").0, Some(0), "of those that a filter leaves");
    let number = row("G").1;
    assert_eq!(row(&format!("gg{number}G")).1, number, "a number is that of the row");
}

#[test]
fn w_stops_at_editable_cells_only() {
    let mut s = Session::sample();
    for _ in 0..20 {
        s = s.keys("w");
        let CellRef { row, field } = s.app.cell();
        assert!(s.app.sheet.check_editable(row, field).is_ok());
    }
    assert!(s.app.viewport.row >= Row(1), "continues in the next lead");
}

#[test]
fn n_goes_from_problem_to_problem_and_around() {
    let s = Session::sample().at(3, "Lead Name").keys("cc <enter>").at(9, "Estimated Deal");
    let s = s.keys("ccabc<enter>ggn");
    assert_eq!(s.app.viewport.row, Row(2));
    let s = s.keys("n");
    assert_eq!(s.app.cell(), CellRef::new(Row(8), s.field("Estimated Deal")));
    let s = s.keys("n");
    assert_eq!(
        s.app.cell(),
        CellRef::new(Row(8), s.field("Marketplace")),
        "its intent is missing too"
    );
    assert!(s.message().contains("problem 3 of 3"), "{}", s.message());
    let s = s.keys("n");
    assert_eq!(s.app.viewport.row, Row(2));
    let s = s.keys("N");
    assert_eq!(s.app.viewport.row, Row(8));
}

#[test]
fn a_file_opened_read_only_cannot_be_changed() {
    let mut s = Session::sample();
    s.app.sheet.set_read_only();
    let s = s.keys("iQX<enter>").at(1, "Notes").keys("x").paste("y").keys("sacc<enter>");
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
}

#[test]
fn a_file_without_leads_can_be_viewed() {
    let mut s = Session::open("Referral ID,Lead Name,Currency\n").keys("iswn<enter>xu<ctrl-s>jG");
    assert!(s.screen().contains("0 leads"));
}

#[test]
fn without_a_reason_column_no_outcome_that_needs_one_is_offered() {
    let file = "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus\n\
                a,A,Active,Accepted\n";
    let s = Session::open(file).keys("s");
    let Mode::Picker(picker) = &s.app.mode else { panic!("the picker is open") };
    let labels: Vec<String> = (0..picker.offers.len()).map(|at| picker.offers.show(at).0).collect();
    assert_eq!(labels, ["As downloaded", "Won"]);
}

#[test]
fn the_export_clears_errors_of_the_last_upload_and_the_review_lists_it() {
    let mut s = Session::rejected().at(37, "Marketplace").keys("<enter>yes<enter><ctrl-s>");
    assert!(s.screen().contains("Errors: "), "{}", s.screen());
    assert!(s.screen().contains("→ (empty)"), "{}", s.screen());
    let plan = s.app.sheet.plan();
    let text = upload_text(&s.app.sheet, &plan.files[0]);
    let upload = Table::parse(text.clone(), b',').expect("well-formed");
    assert_eq!(upload.cell(Row(0), s.field("Errors")), "");
    assert_eq!(verify(&s.app.sheet, &plan.files[0], text).map(|v| v.changed), Ok(2));
}

#[test]
fn a_megabyte_in_a_cell_is_edited_like_any_other_text() {
    let long = "word ".repeat(200_000);
    let file = format!("Referral ID,Lead Name,Notes\na,A,{long}\n");
    let s = Session::open(&file).at(1, "Notes").keys("i!<enter>");
    assert_eq!(s.cell(1, "Notes").len(), long.len() + 1);
    let s = s.at(1, "Lead Name").paste(&"x".repeat(70_000)).keys("<left><home><enter>");
    assert_eq!(s.cell(1, "Lead Name").len(), 70_000);
}

#[test]
fn a_command_run_from_the_palette_is_counted_for_the_next_run() {
    let s = Session::sample().keys(":undo<enter>:undo<enter>");
    assert!(s.app.preferences.command_uses.contains_key("undo"));
    let remembered = s.remembered.expect("it is remembered");
    assert_eq!(leadsheet::app::Preferences::parse(&remembered), s.app.preferences);
}

#[test]
fn only_its_own_name_discards_from_the_palette() {
    for keys in
        [":qa<enter>", ":q<enter>", ":qu<enter>", ":exit<enter>", ":d<enter>", ":disc<enter>"]
    {
        let s = Session::sample().keys("ccx<enter>").keys(keys);
        assert!(s.effects.is_empty(), "{keys}");
    }
    let s = Session::sample().keys("ccx<enter>:quit disc<enter>");
    assert!(matches!(s.effects[..], [Effect::Quit(_)]));
}

#[test]
fn keys_change_nothing_while_the_screen_is_too_small_to_show_it() {
    let s = Session::sample().keys("ccx<enter>").sized(40, 10).keys("xjxqdsacc<enter>").paste("y");
    assert!(s.effects.is_empty());
    assert_eq!(s.app.sheet.history().len(), (1, 0));
    let s = Session::sample().sized(40, 10).keys("q");
    assert!(matches!(s.effects[..], [Effect::Quit(_)]), "nothing is lost by it");
}

#[test]
fn an_outcome_is_not_cleared_cell_by_cell() {
    let s = Session::sample().at(1, "Sales Stage").keys("x");
    assert!(s.message().contains("set together"), "{}", s.message());
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
}

#[test]
fn the_review_shows_the_warnings_of_leads_that_are_exported() {
    let mut s = Session::sample().at(3, "Lead Name").keys("slost<enter>2<enter>");
    s.go(3, "Estimated Deal Value");
    let screen = s.keys("cc0<enter><ctrl-s>").screen();
    assert!(screen.contains("With warnings, exported anyway: 1 lead"), "{screen}");
    assert!(screen.contains("warning V-04"), "{screen}");
    assert!(!screen.contains("G-04"), "a note of the lead that is lost: {screen}");
}

#[test]
fn the_help_is_wrapped_again_for_another_width() {
    let mut s = Session::sample().at(1, "Declined").keys("?");
    assert!(s.screen().contains("Declined or Lost"), "{}", s.screen());
    let narrow = s.sized(60, 12).screen();
    assert!(!narrow.contains('…'), "{narrow}");
}

#[test]
fn a_note_with_crlf_line_ends_keeps_them() {
    let s = Session::open("Referral ID,Notes\na,\"one\r\ntwo\"\n").at(1, "Notes");
    let s = s.keys("i<ctrl-j>three<enter>");
    assert_eq!(s.cell(1, "Notes"), "one\r\ntwo\r\nthree");
}

#[test]
fn a_suggestion_is_taken_with_one_key_and_undone_with_one() {
    for (row, column, before, after) in [
        (8, "Currency", "usd", "USD"),
        (11, "Estimated Close Date", "2027-03-01", "03/01/2027"),
        (30, "Sales Stage", "40", "80"),
    ] {
        let s = Session::sample().at(row, column);
        assert!(
            s.app.cell_info().explanation.ends_with(&format!("a → {after}")),
            "{}",
            s.app.cell_info().explanation
        );
        let s = s.keys("a");
        assert_eq!(s.cell(row, column), after);
        assert_eq!(s.keys("u").cell(row, column), before);
    }
    let s = Session::sample().keys("a");
    assert!(s.message().contains("no suggestion"), "{}", s.message());
}

#[test]
fn a_lead_downloaded_as_lost_and_active_can_be_closed_with_its_reason() {
    let header = "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,\
                  Sales Stage,Declined/Lost/Error reason\n";
    let s = Session::open(&format!("{header}a,A,Active,Lost,80,4\n")).keys("slost<enter>");
    assert_eq!(outcome(&s, 1), ["Closed", "Lost", "80", "4"], "{}", s.message());
    assert!(matches!(s.app.mode, Mode::Grid), "its reason is not due");
}

#[test]
fn a_stage_that_does_not_fit_a_closed_lead_is_cleared() {
    let header = "Referral ID,Partner Referral Status,Partner Referral Substatus,Sales Stage,\
                  Declined/Lost/Error reason\n";
    for (stage, kept) in [("80", "80"), ("40", "40"), ("", ""), ("100", ""), ("80%", "")] {
        let s = Session::open(&format!("{header}a,Active,Accepted,{stage},\n"));
        let s = s.keys("slost<enter>2<enter>");
        assert_eq!(outcome(&s, 1), ["Closed", "Lost", kept, "2"], "{stage}");
    }
}

#[test]
fn a_lock_message_names_the_key_of_the_alternative_in_eighty_columns() {
    for (row, column, end) in
        [(2, "Declined", "Error. (s)"), (37, "Errors", "cleared. (x clears it)")]
    {
        let mut s = Session::sample().at(row, column).keys("<enter>");
        assert!(s.message().ends_with(end), "{}", s.message());
        let screen = s.screen();
        assert_eq!(
            screen.matches(end).count(),
            2,
            "below the grid and in the status line: {screen}"
        );
    }
}
