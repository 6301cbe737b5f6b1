//! Selections and what is done to all of their cells in one go.

use crate::support::fixtures::leads;
use crate::support::session::Session;
use leadsheet::app::Mode;
use leadsheet::leads::Row;
use leadsheet::sheet::RowState;

/// A New lead.
fn new(row: &str) -> String {
    row.replace("Active,Accepted,,80", "New,Pending,,0")
}

#[test]
fn a_text_typed_for_a_range_fills_every_cell_in_one_undo_step() {
    let s = Session::sample().at(1, "Lead Name").keys("vjjccOne name<enter>");
    assert_eq!([1, 2, 3].map(|row| s.cell(row, "Lead Name")), ["One name", "One name", "One name"]);
    assert!(s.message().contains("3 cells in 3 leads"), "{}", s.message());
    assert_eq!(s.app.sheet.history().len(), (1, 0));
    let before = Session::sample();
    let s = s.keys("u");
    assert_eq!(s.cell(2, "Lead Name"), before.cell(2, "Lead Name"));
    assert!(s.message().contains("3 cells in 3 leads"), "{}", s.message());
}

#[test]
fn locked_cells_of_a_selection_are_left_out_and_counted() {
    // Row 6 is closed in the download.
    let s = Session::sample().at(5, "Lead Name").keys("vjjccName<enter>");
    assert_eq!(s.cell(5, "Lead Name"), "Name");
    assert_ne!(s.cell(6, "Lead Name"), "Name");
    assert_eq!(s.cell(7, "Lead Name"), "Name");
    assert!(s.message().contains("1 locked cell skipped (R-05)"), "{}", s.message());
    assert!(s.app.selection.is_none());
}

#[test]
fn an_outcome_for_selected_leads_asks_its_reason_once_and_skips_unsuitable_leads() {
    let mut s = Session::sample().keys("gaslost<enter>");
    assert!(s.screen().contains("Declined/Lost/Error"), "{}", s.screen());
    let s = s.keys("2<enter>");
    let lost: Vec<Row> = (s.app.sheet.rows()).filter(|row| s.app.sheet.closes(*row)).collect();
    assert!(lost.len() > 10, "{lost:?}");
    for row in lost {
        assert_eq!(s.cell(row.number(), "Declined/Lost/Error"), "2");
        assert_eq!(s.cell(row.number(), "Partner Referral Substatus"), "Lost");
    }
    assert!(s.message().contains("skipped"), "{}", s.message());
    // The outcome of all is one step and the reason another.
    assert_eq!(s.app.sheet.history().len(), (2, 0));
    let s = s.keys("uu");
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
}

#[test]
fn selected_leads_are_offered_what_any_of_them_can_get_with_the_number_of_leads() {
    // Lead 1 is New and can be accepted or declined, lead 4 is Active and can't.
    let csv = leads(4, |n, row| if n == 0 { new(&row) } else { row });
    let mut s = Session::open(&csv).keys("gVjjjs");
    let screen = s.screen();
    assert!(screen.contains("Outcome of 4 leads"), "{screen}");
    let line = |label: &str| {
        let offered = |line: &&str| line.contains("│") && line.contains(label);
        screen.lines().filter(|line| line.contains(" leads")).find(offered).expect("offered")
    };
    assert!(line("Accept").contains("1 of 4 leads"), "{screen}");
    assert!(line("Lost").contains("4 leads") && !line("Lost").contains("of 4 leads"), "{screen}");
    let s = s.keys("acc<enter>");
    assert_eq!(s.cell(1, "Partner Referral Status"), "Active");
    assert_eq!(s.app.sheet.changed_rows().collect::<Vec<_>>(), [Row(0)]);
    assert_eq!(
        s.message(),
        "3 cells of 1 lead changed; u undoes it. 3 leads skipped: they don't offer that."
    );
}

#[test]
fn the_small_print_of_an_outcome_chooses_nothing() {
    let csv = leads(2, |_, row| new(&row));
    let chosen = |keys: &str| {
        let s = Session::open(&csv).keys("s").keys(keys);
        let Mode::Picker(picker) = &s.app.mode else { panic!("no drop-down") };
        picker.selected().map(|at| picker.offers.show(at).0)
    };
    for (keys, label) in [
        ("acc", Some("Accept")),
        ("active", Some("Accept")),
        ("won", Some("Won")),
        ("los", Some("Lost")),
        ("closed", Some("Decline")),
        ("as d", Some("As downloaded")),
        // In the small print, in the status of the download, and in the middle of a closing's words.
        ("new", None),
        ("pending", None),
        ("never", None),
        ("duplicate", None),
        ("ost", None),
    ] {
        assert_eq!(chosen(keys).as_deref(), label, "{keys}");
    }
}

#[test]
fn leads_with_the_same_text_are_selected_wherever_they_are() {
    let s = Session::sample().at(1, "Currency").keys("gv");
    let text = s.cell(1, "Currency");
    let rows = s.app.target_rows();
    assert!(rows.len() > 1 && rows.iter().all(|row| s.cell(row.number(), "Currency") == text));
    let other =
        (1..=s.app.sheet.row_count()).filter(|row| s.cell(*row, "Currency") == text).count();
    assert_eq!(rows.len(), other);
    // They stay selected while the cursor goes to the column to set, and no longer: what is typed next
    // changes one cell. The selection can be restored.
    let s = s.keys("j<left>");
    assert_eq!(s.app.target_rows(), rows);
    let s = s.keys("gsname<enter>");
    assert!(s.app.selection.is_none());
    assert_eq!(s.keys("g.").app.target_rows(), rows);
}

#[test]
fn filling_down_copies_the_first_text_into_the_others_by_column() {
    let s = Session::sample().at(1, "Lead Name").keys("ccTop<enter>kvjj<ctrl-d>");
    assert_eq!(["Top"; 3], [1, 2, 3].map(|row| s.cell(row, "Lead Name")));
    // Without a selection the lead above is filled from.
    let s = s.at(4, "Lead Name").keys("gd");
    assert_eq!(s.cell(4, "Lead Name"), "Top");
}

#[test]
fn clearing_and_restoring_act_on_the_selection() {
    let s = Session::sample().at(1, "Lead Name").keys("vjx");
    assert_eq!([s.cell(1, "Lead Name"), s.cell(2, "Lead Name")], ["", ""]);
    assert_eq!(s.app.sheet.state(Row(0)), RowState::HeldBack);
    let s = s.at(1, "Lead Name").keys("vjgr");
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
    let s = s.keys("ccA<enter>ccB<enter>gagR");
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
}

#[test]
fn a_dot_repeats_the_last_edit_at_another_cell() {
    let s = Session::sample().at(1, "Lead Name").keys("ccSame<enter>.j.");
    assert_eq!(["Same"; 2], [2, 3].map(|row| s.cell(row, "Lead Name")));
    let s = Session::sample().keys("sacc<enter><esc>j");
    let s = s.at(4, "Lead Name").keys(".");
    assert_eq!(s.cell(4, "Partner Referral Substatus"), s.cell(1, "Partner Referral Substatus"));
    let s = Session::sample().at(2, "Lead Name").keys("slost<enter>2<enter>");
    let s = s.at(3, "Lead Name").keys(".");
    assert_eq!(
        ["Closed", "Lost", "2"],
        ["Partner Referral Status", "Partner Referral Substatus", "Declined/Lost/Error"]
            .map(|column| s.cell(3, column))
    );
}

#[test]
fn a_replacement_is_shown_first_and_is_one_step() {
    let mut s = Session::sample().at(1, "Lead Name").keys("g/booking<enter>Reservation<enter>");
    let screen = s.screen();
    assert!(screen.contains("Enter apply") && screen.contains("→"), "{screen}");
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
    let s = s.keys("<enter>");
    let changed = s.app.sheet.changed_rows().count();
    assert!(changed > 0 && s.app.sheet.history().len() == (1, 0));
    assert!((1..=60).any(|row| s.cell(row, "Lead Name").contains("Reservation")));
    assert_eq!(s.keys("u").app.sheet.changed_rows().count(), 0);
}

#[test]
fn an_expression_replaces_by_its_groups() {
    let s = Session::sample().at(1, "Lead Name").keys("ccone, two<enter>k");
    let s = s.keys("vg/(\\w+), (\\w+)<ctrl-t><enter>$2 $1<enter><enter>");
    assert_eq!(s.cell(1, "Lead Name"), "two one");
}

#[test]
fn shift_and_arrows_select_as_in_other_spreadsheets() {
    let s = Session::sample().at(2, "Lead Name").keys("<shift-down><shift-down>");
    assert_eq!(s.app.target_rows(), [Row(1), Row(2), Row(3)]);
    let s = s.keys("o<shift-down>");
    assert_eq!(s.app.target_rows(), [Row(2), Row(3)]);
}

#[test]
fn filling_down_a_part_of_the_outcome_fills_the_whole_of_it() {
    let s = Session::sample().at(2, "Sales Stage").keys("slost<enter>2<enter>");
    let s = s.at(2, "Partner Referral Status").keys("vj<ctrl-d>");
    assert_eq!(
        ["Closed", "Lost", "2"],
        ["Partner Referral Status", "Partner Referral Substatus", "Declined/Lost/Error"]
            .map(|column| s.cell(3, column))
    );
    assert_eq!(s.keys("u").cell(3, "Declined/Lost/Error"), "");
}

/// Leads with amounts of three currencies, one of them wrong, one with two readings, and dates.
const AMOUNTS: &str = "Referral ID,Lead Name,Estimated Deal Value,Currency,Estimated Close Date\n\
    a,one,12500,USD,03/15/2027\n\
    b,two,2999.50,EUR,01/05/2027\n\
    c,three,,USD,\n\
    d,four,about 900,USD,05/06/2027\n\
    e,five,\"12,563\",EUR,2027-02-01\n\
    f,six,0.50,EUR,soon\n\
    g,seven,7,,04/01/2027\n";

fn last_line(s: &mut Session) -> String {
    s.screen().lines().last().unwrap_or_default().trim_end().to_owned()
}

#[test]
fn the_status_line_sums_a_selection_by_currency_and_counts_what_is_in_no_sum() {
    let mut s = Session::open(AMOUNTS).sized(140, 24).at(1, "Estimated Deal Value").keys("vG");
    let line = last_line(&mut s);
    let sums = "Sum EUR 3,000.00 + USD 12,500 + 7 without currency, 2 not readable · 1 blank";
    assert!(line.contains(&format!("1 column × 7 leads  {sums}")), "{line}");
    // Fewer lines, and a changed cell.
    let mut s = s.keys("<esc>ggjv").keys("k");
    assert!(last_line(&mut s).contains("Sum EUR 2,999.50 + USD 12,500"), "{}", last_line(&mut s));
    let mut s = s.keys("<esc>gg").at(1, "Estimated Deal Value").keys("cc1<enter>kvj");
    assert!(last_line(&mut s).contains("Sum EUR 2,999.50 + USD 1  "), "{}", last_line(&mut s));
    let mut s = s.keys("<esc>");
    assert!(s.app.selection_summary().is_none() && !last_line(&mut s).contains("Sum"));
}

#[test]
fn the_status_line_names_the_first_and_the_last_day_of_a_selection() {
    let mut s = Session::open(AMOUNTS).sized(120, 24).at(1, "Estimated Close Date").keys("ga");
    let line = last_line(&mut s);
    assert!(line.contains("01/05/2027 – 05/06/2027, 1 not readable · 1 blank"), "{line}");
}

#[test]
fn a_sum_that_has_no_room_is_shortened_and_never_without_what_is_not_in_it() {
    let s = Session::open(AMOUNTS).at(1, "Estimated Deal Value").keys("vGll");
    let summary = s.app.selection_summary().expect("cells are selected");
    let texts: Vec<String> = (0..130).map(|room| summary.describe(room)).collect();
    for (room, text) in texts.iter().enumerate() {
        assert!(text.chars().count() <= room, "{room}: {text}");
        assert!(!text.contains("Sum") || text.contains(", 2 not readable"), "{text}");
    }
    assert!(texts.contains(&"Sum EUR 3,000.00 + 2 more, 2 not readable".to_owned()));
    let mut s = s.sized(60, 12);
    let line = last_line(&mut s);
    assert!(line.chars().count() <= 60 && line.contains("columns × 7 leads"), "{line}");
}

#[test]
fn selected_columns_of_text_have_only_blanks_to_count() {
    let mut s = Session::open(AMOUNTS).at(1, "Lead Name").keys("vG");
    assert!(last_line(&mut s).contains("1 column × 7 leads  gs set"), "{}", last_line(&mut s));
    let mut s = s.keys("<esc>").at(1, "Currency").keys("vG");
    assert!(last_line(&mut s).contains("1 column × 7 leads  1 blank  "), "{}", last_line(&mut s));
}
