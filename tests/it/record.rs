//! The form: one lead with all of its fields, edited with the keys of the grid.

use crate::support::session::Session;
use leadsheet::app::{DetailPart, Mode};
use leadsheet::leads::FieldGroup;
use leadsheet::leads::{CellRef, Row};

/// The name of the column under the cursor.
fn here(s: &Session) -> &str {
    s.app.sheet.layout().name(s.app.cell().field)
}

fn headings(s: &Session) -> Vec<&str> {
    let form = s.app.record.as_ref().expect("the form is open");
    let headings = form.lines.iter().filter(|l| l.field.is_none() && l.part == DetailPart::Heading);
    headings.map(|line| line.text.as_str()).filter(|text| !text.is_empty()).collect()
}

#[test]
fn space_shows_the_lead_and_escape_the_grid_with_the_cursor_at_the_same_cell() {
    let s = Session::sample().at(3, "Currency").keys("<space>");
    assert!(s.app.record.is_some());
    assert_eq!((s.app.cell().row, here(&s)), (Row(2), "Currency"));
    let s = s.keys("k<esc>");
    assert!(s.app.record.is_none());
    assert_eq!((s.app.cell().row, here(&s)), (Row(2), "Estimated Deal Value"));
}

#[test]
fn every_field_of_the_file_has_its_place_in_a_group_and_an_unknown_one_in_the_last() {
    let s = Session::open("Mood,Referral ID,Lead Name,Currency\ngood,a,One,USD\n").keys("<space>");
    assert_eq!(headings(&s), ["Lead", "Deal", "Portal", "Other"]);
    let s = Session::sample().keys("<space>");
    let titles = FieldGroup::ALL.map(FieldGroup::title);
    assert_eq!(headings(&s), titles[..8]);
    assert_eq!(s.app.columns.len(), s.app.sheet.layout().len());
}

#[test]
fn motions_visit_hidden_fields_and_leave_them_hidden_in_the_grid() {
    let s = Session::sample().keys("ze");
    let shown = s.app.columns.len();
    let s = s.at(1, "Marketplace Purchase Intent").keys("<space>");
    let mut seen = Vec::new();
    let mut s = s.keys("0");
    for _ in s.app.sheet.layout().fields() {
        seen.push(s.app.cell().field);
        s = s.keys("j");
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), s.app.sheet.layout().len());
    assert_eq!(s.keys("<esc>").app.columns.len(), shown);
}

#[test]
fn next_and_previous_lead_follow_the_order_on_the_screen_and_keep_the_field() {
    let s = Session::sample().at(1, "Currency").keys("fvod");
    let order: Vec<Row> = s.app.order.rows().take(4).collect();
    let s = s.keys("gg<space>");
    let mut rows = vec![s.app.cell().row];
    let mut s = s;
    for keys in ["J", "]r", "<pagedown>"] {
        s = s.keys(keys);
        rows.push(s.app.cell().row);
        assert_eq!(here(&s), "Currency");
    }
    assert_eq!(rows, order);
    for (keys, row) in [("K", order[2]), ("[r", order[1]), ("<pageup>", order[0])] {
        s = s.keys(keys);
        assert_eq!(s.app.cell().row, row);
    }
    let s = s.keys("K");
    assert_eq!(s.message(), "This is the first visible lead.");
    assert_eq!(s.keys("2J").app.cell().row, order[2]);
}

#[test]
fn a_field_is_edited_with_the_keys_of_the_grid() {
    let before = Session::sample();
    let s = Session::sample().keys("<space>").at(1, "CRM ID").keys("i42<enter>");
    assert_eq!(s.cell(1, "CRM ID"), "42");
    // Enter goes to the next field of the same lead.
    assert_eq!((s.app.cell().row, here(&s)), (Row(0), "Marketing Campaign ID"));
    let s = s.keys("x");
    assert_eq!(s.cell(1, "Marketing Campaign ID"), "");
    let s = s.keys("gr");
    assert_eq!(s.cell(1, "Marketing Campaign ID"), before.cell(1, "Marketing Campaign ID"));
    let s = s.keys("uu");
    assert_eq!(s.cell(1, "Marketing Campaign ID"), before.cell(1, "Marketing Campaign ID"));
    let s = s.keys("<ctrl-r>");
    assert_eq!(
        (s.cell(1, "Marketing Campaign ID"), here(&s)),
        (String::new(), "Marketing Campaign ID")
    );
    assert_eq!(s.cell(1, "CRM ID"), "42");
    assert!(s.app.record.is_some());
    let mut s = s.keys("sacc<enter><esc>");
    assert_eq!(s.cell(1, "Partner Referral Status"), "Active");
    assert!(s.screen().contains("was \"New\""), "{}", s.screen());
    // The next edit of the lead below is made with the point.
    let s = s.keys("JJ").at(4, "Partner Referral Status").keys(".");
    assert_eq!(s.cell(4, "Partner Referral Substatus"), "Accepted");
}

#[test]
fn next_editable_goes_through_the_groups_to_the_next_lead() {
    let s = Session::sample().at(1, "Lead Name").keys("<space>ww");
    assert_eq!(here(&s), "Marketing Campaign ID");
    let s = s.keys("b");
    assert_eq!(here(&s), "CRM ID");
    let s = s.at(1, "Team member 5").keys("w");
    assert_eq!((s.app.cell().row, here(&s)), (Row(1), "Lead Name"));
    let s = s.keys("b");
    assert_eq!((s.app.cell().row, here(&s)), (Row(0), "Team member 5*"));
    let s = s.keys("i<tab><tab><tab><tab>");
    assert_eq!((s.app.cell().row, here(&s)), (Row(1), "Lead Name"));
}

#[test]
fn next_problem_goes_through_the_lead_in_the_form_s_order_then_to_the_next_lead() {
    let s = Session::sample().at(1, "Estimated Close Date").keys("ccsoon<enter>ccsoon<enter>");
    let s = s.at(1, "Lead Name").keys("x<space>");
    let mut seen = Vec::new();
    let mut s = s;
    for _ in 0..4 {
        s = s.keys("n");
        seen.push((s.app.cell().row, here(&s).to_owned()));
    }
    let rows: Vec<Row> = seen.iter().map(|(row, _)| *row).collect();
    assert!(rows.is_sorted() && rows[0] == Row(0) && rows[3] == Row(1), "{seen:?}");
    assert_eq!(seen[0].1, "Estimated Close Date");
    assert_eq!(s.keys("N").app.cell().row, rows[2]);
}

#[test]
fn a_problem_is_shown_below_its_field_and_a_lock_below_the_form() {
    let mut s = Session::sample().at(3, "Estimated Close Date").keys("cc2027-02-30<enter>k<space>");
    let screen = s.screen();
    assert!(screen.contains("was \"") && screen.contains("E-0"), "{screen}");
    let mut s = s.at(3, "Customer City");
    assert!(s.screen().contains("R-04"), "{}", s.screen());
    let mut s = s.keys("i");
    assert!(matches!(s.app.mode, Mode::Grid), "a locked field doesn't open");
    assert!(s.screen().contains("# Customer City"), "{}", s.screen());
}

#[test]
fn selecting_closes_the_form_and_shows_the_grid() {
    let s = Session::sample().at(2, "Currency").keys("<space>vj");
    assert!(s.app.record.is_none());
    assert_eq!(s.app.targets(), [1, 2].map(|row| CellRef::new(Row(row), s.field("Currency"))));
    let s = Session::sample().at(2, "Currency").keys("vj<space>");
    assert!(s.app.record.is_some() && s.app.selection.is_none());
}

#[test]
fn one_text_is_pasted_into_the_field_and_a_block_into_the_grid() {
    let s = Session::sample().at(1, "CRM ID").keys("<space>").paste("77");
    assert_eq!(s.cell(1, "CRM ID"), "77");
    assert!(s.app.record.is_some());
    let s = s.paste("78\tSUMMER");
    assert_eq!([s.cell(1, "CRM ID"), s.cell(1, "Marketing")], ["78", "SUMMER"]);
    assert!(s.app.record.is_none());
}

#[test]
fn a_column_that_is_added_in_the_form_is_in_the_grid_too() {
    let s = Session::open("Referral ID,Lead Name,Team member 1,Notes\na,One,,\n");
    let s = s.keys("<space>zt");
    assert_eq!(here(&s), "Team member 2");
    let s = s.keys("<esc>");
    assert_eq!(here(&s), "Team member 2");
    assert_eq!(s.app.columns.len(), 4, "without the Referral ID");
}

#[test]
fn the_sets_of_columns_narrow_the_form_while_it_is_open() {
    let before = Session::sample().app.columns.len();
    let s = Session::sample().keys("<space>ze");
    assert!(!headings(&s).contains(&"Contact"), "{:?}", headings(&s));
    let s = s.keys("<esc>");
    assert_eq!(s.app.columns.len(), before);
    // What can't be seen in the form isn't done there.
    let width = s.app.columns.width(0);
    let s = s.keys("<space>zl");
    assert!(s.message().starts_with("Only grid columns"), "{}", s.message());
    assert_eq!(s.keys("<esc>").app.columns.width(0), width);
}

#[test]
fn a_long_text_is_shown_whole_and_scrolled_through() {
    let words: Vec<String> = (0..400).map(|n| format!("w{n:03}")).collect();
    let csv = format!("Referral ID,Lead Name,Notes,Currency\na,One,{},USD\n", words.join(" "));
    let mut s = Session::open(&csv).sized(60, 12).keys("<space>").at(1, "Notes");
    let mut seen = s.screen();
    let mut steps = 0;
    while here(&s) == "Notes" {
        s = s.keys("<ctrl-d>");
        seen.push_str(&s.screen());
        steps += 1;
        assert!(steps < 100, "{}", s.screen());
    }
    assert!(words.iter().all(|word| seen.contains(word)));
    assert_eq!(here(&s), "Currency");
    let s = s.keys("<ctrl-u><ctrl-u>");
    assert_eq!(here(&s), "Notes");
}

#[test]
fn the_field_under_the_cursor_is_always_in_sight() {
    for (columns, lines) in [(60, 12), (80, 24), (200, 60), (61, 13)] {
        let s = Session::sample().keys("sacc<enter>").at(1, "Lead Name").keys("x");
        let mut s = s.sized(columns, lines).keys("<space>0");
        for keys in ["j", "<ctrl-d>", "J", "k", "<ctrl-u>", "n", "w", "K"] {
            for _ in 0..60 {
                s = s.keys(keys);
                let (_, caret) = s.draw();
                assert!(caret.is_some(), "{columns}×{lines} {keys}: {}", s.screen());
            }
        }
    }
}

#[test]
fn half_a_screen_down_reaches_the_last_field_and_up_the_first() {
    let s = Session::sample().sized(60, 12).keys(&format!("<space>0{}", "<ctrl-d>".repeat(40)));
    assert_eq!(s.app.viewport.column, s.app.columns.len() - 1);
    let s = s.keys(&"<ctrl-u>".repeat(40));
    assert_eq!(s.app.viewport.column, 0);
}

#[test]
fn hidden_characters_are_shown_and_line_breaks_make_lines() {
    let csv = "Referral ID,Lead Name,Notes\na,One,\"first\u{1b}[2J\r\nsecond\u{202e}\n\"\n";
    let mut s = Session::open(csv).keys("<space>").at(1, "Notes");
    let screen = s.screen();
    assert!(screen.contains("first␛[2J\n") && screen.contains("second<U+202E>"), "{screen}");
    assert!(!screen.contains('\u{1b}'));
}

#[test]
fn the_review_the_help_and_the_search_return_to_the_form() {
    let s = Session::sample().keys("ccX<enter>k<space><ctrl-s><esc>?<esc>gp<esc>gu<esc>");
    assert!(s.app.record.is_some() && matches!(s.app.mode, Mode::Grid));
    let mut s = s.keys("/whitlock<enter>");
    assert_eq!(here(&s), "Customer Contact Last Name");
    assert!(s.screen().contains("Whitlock"));
    // A jump from the panel of problems shows the lead that it goes to.
    let s = s.keys("<esc>5G0ccY<enter>2G<space>gp<enter>jj<enter>");
    assert!(s.app.record.is_some());
    assert_eq!((s.app.cell().row, here(&s)), (Row(4), "Marketplace Purchase Intent"));
}

#[test]
fn an_empty_file_has_no_form() {
    let s = Session::open("Referral ID,Lead Name\n").keys("<space>");
    assert!(s.app.record.is_none());
    assert_eq!(s.message(), "There is no lead to show.");
}
