//! The editors by kind of column: a sheet, keys, and what they did.

use crate::support::session::Session;
use leadsheet::app::{EditorBody, Effect, EffectError, EffectKind, Input, Mode, ReviewPanel};
use leadsheet::leads::{CellRef, Row};
use leadsheet::sheet::RowState;

const DATE: &str = "Estimated Close Date";
const VALUE: &str = "Estimated Deal Value";
const MEMBER: &str = "Team member 1";

/// Types into an empty editor and accepts: the text of the cell.
fn typed(column: &str, text: &str) -> String {
    Session::sample().at(3, column).keys(&format!("cc{text}<enter>")).cell(3, column)
}

fn about(s: &Session) -> [String; 3] {
    let about = s.app.cell_info();
    [about.text, about.detail, about.explanation]
}

#[test]
fn a_date_is_typed_in_any_format_and_written_in_one() {
    for (text, want) in [
        ("3/1/2027", "03/01/2027"),
        ("3/1/27", "03/01/2027"),
        ("2027-03-01", "03/01/2027"),
        ("3 mar", "03/03/2027"),
        ("3-Mar", "03/03/2027"),
        ("Mar 3, 2028", "03/03/2028"),
        ("+30", "12/22/2026"),
        ("-3", "11/19/2026"),
        ("+2w", "12/06/2026"),
        ("+1m", "12/22/2026"),
        ("eom", "11/30/2026"),
        ("eoq", "12/31/2026"),
        ("eoy", "12/31/2026"),
        ("fri", "11/27/2026"),
        (".", "11/22/2026"),
        ("today", "11/22/2026"),
        ("tomorrow", "11/23/2026"),
    ] {
        assert_eq!(typed(DATE, text), want, "{text}");
    }
}

#[test]
fn while_a_date_is_typed_its_weekday_distance_and_finding_are_shown() {
    let s = Session::sample().at(3, DATE).keys("cceoq");
    let [text, aside, explanation] = about(&s);
    assert_eq!((&*text, &*aside), ("12/31/2026", "Thu 31 Dec, in 39 days"));
    assert!(explanation.contains("E-08") && explanation.contains("UTC"), "{explanation}");
    let [_, aside, explanation] = about(&Session::sample().at(3, DATE).keys("cc-3"));
    assert_eq!(aside, "Thu 19 Nov, 3 days ago");
    assert!(explanation.contains("E-06"), "{explanation}");
}

#[test]
fn an_ambiguous_date_is_stored_and_both_days_are_named() {
    let s = Session::sample().at(3, DATE).keys("cc5.6.2027");
    assert!(about(&s)[2].starts_with("Is it 6 May or 5 June?"), "{:?}", about(&s));
    let s = s.keys("<enter>");
    assert_eq!(s.cell(3, DATE), "5.6.2027");
    assert_eq!(s.app.sheet.state(Row(2)), RowState::HeldBack);
}

#[test]
fn the_calendar_types_the_day_it_goes_to() {
    let at = |keys: &str| {
        let s = Session::sample().at(3, DATE).keys("cc3/1/2027<down>");
        s.keys(keys).keys("<enter>").cell(3, DATE)
    };
    assert_eq!(at(""), "03/01/2027");
    assert_eq!(at("<right>"), "03/02/2027");
    assert_eq!(at("<left>"), "02/28/2027");
    assert_eq!(at("<down><down>"), "03/15/2027");
    assert_eq!(at("<up>"), "02/22/2027");
    assert_eq!(at("<pagedown>"), "04/01/2027");
    assert_eq!(at("<pageup><end>"), "02/28/2027");
    assert_eq!(at("<down><home>"), "03/01/2027");
    assert_eq!(at("<down>eom"), "11/30/2026", "typing returns to the line");
    assert_eq!(at("<down><backspace>."), "11/22/2026");
    assert_eq!(at("<down><ctrl-z>"), "03/01/2027");
}

#[test]
fn the_calendar_starts_at_today_or_at_the_typed_date() {
    let s = Session::sample().at(3, DATE).keys("ccsoon<down><enter>");
    assert_eq!(s.cell(3, DATE), "11/22/2026");
    let s = Session::open("Referral ID,Estimated Close Date\na,3/1/2027\n").at(1, DATE);
    let s = s.keys("<enter><down><enter>");
    assert_eq!((s.cell(1, DATE).as_str(), s.app.sheet.history().len()), ("3/1/2027", (0, 0)));
}

#[test]
fn an_amount_is_typed_in_any_unambiguous_format() {
    for (text, want) in [
        ("1250", "1250"),
        ("1,250.00", "1250.00"),
        ("1.250,00", "1250.00"),
        ("12 563", "12563"),
        ("€ 500", "500"),
        ("$1,250,000", "1250000"),
        ("1.2k", "1200"),
    ] {
        assert_eq!(typed(VALUE, text), want, "{text}");
    }
    let [text, aside, _] = about(&Session::sample().at(3, VALUE).keys("cc€ 1.250.000"));
    assert_eq!((&*text, &*aside), ("1250000", "1 250 000"));
}

#[test]
fn a_currency_symbol_does_not_change_the_currency_and_a_message_says_so() {
    let s = Session::sample().at(3, VALUE).keys("cc€ 500");
    assert_eq!(about(&s)[2], "Only the number is written; the lead's currency is USD.");
}

#[test]
fn an_ambiguous_amount_is_stored_and_both_numbers_are_named() {
    for text in ["1,250", "1.250"] {
        let s = Session::sample().at(3, VALUE).keys(&format!("cc{text}"));
        assert_eq!(about(&s)[2], "Is it 1 250 or 1.25? Type 1250 or 1.25.");
        assert_eq!(s.keys("<enter>").cell(3, VALUE), text);
    }
}

#[test]
fn notes_are_edited_in_lines_with_selection_and_undo() {
    let notes = |keys: &str| {
        Session::sample().at(1, "Notes").keys("cc").keys(keys).keys("<enter>").cell(1, "Notes")
    };
    assert_eq!(notes("one<ctrl-j>two"), "one\ntwo");
    assert_eq!(notes("one<ctrl-j>two<up><end>!"), "one!\ntwo");
    assert_eq!(notes("one two<ctrl-g><ctrl-g>x"), "xone two");
    assert_eq!(notes("one two<shift-left><shift-left><ctrl-x><home><ctrl-v>"), "woone t");
    assert_eq!(notes("one two<ctrl-g><ctrl-t><end><ctrl-c><end><ctrl-v>"), "one twotwo");
    assert_eq!(notes("one two<ctrl-w><ctrl-z>"), "one two");
    assert_eq!(notes("one two<ctrl-z>"), "one ");
    assert_eq!(notes("one two<ctrl-z><ctrl-y>!"), "one two!");
    assert_eq!(notes("one<ctrl-j>two<ctrl-u>"), "one\n");
    let s = Session::sample().at(1, "Notes").keys("cc").paste("a\tb\r\nc").keys("<enter>");
    assert_eq!(s.cell(1, "Notes"), "a\tb\nc");
}

#[test]
fn going_up_and_down_in_notes_follows_the_lines_of_the_panel() {
    let text = "word ".repeat(40);
    let s = Session::open(&format!("Referral ID,Notes\na,{text}\n")).sized(60, 12);
    let s = s.at(1, "Notes").keys("<enter><up><home>X<down><end>Y<enter>");
    let text = s.cell(1, "Notes");
    let (x, y) = (text.find('X').expect("typed"), text.find('Y').expect("typed"));
    assert!(x > 100 && x < 180 && y > x, "{text}");
    let s = Session::sample().at(1, "Notes").keys("cca<ctrl-j>b<up><up>X<down><down>Y<enter>");
    assert_eq!(s.cell(1, "Notes"), "Xa\nbY");
}

#[test]
fn each_line_of_notes_keeps_its_own_line_end() {
    let s = Session::open("Referral ID,Notes\na,\"one\r\ntwo\nthree\"\n").at(1, "Notes");
    let s = s.keys("<enter>!<ctrl-j>four<enter>");
    assert_eq!(s.cell(1, "Notes"), "one\r\ntwo\nthree!\r\nfour");
}

/// Opens the notes of a lead and edits them outside, with a result.
fn outside(csv_notes: &str, result: Result<&str, &str>) -> Session {
    let csv = format!("Referral ID,Notes\na,\"{csv_notes}\"\n");
    let mut s = Session::open(&csv).at(1, "Notes").keys("<enter><ctrl-e>");
    assert!(matches!(&s.effects[..], [Effect::EditExternally(text)] if *text == csv_notes));
    s.effects.clear();
    let error = |text: &str| EffectError::new(EffectKind::Editor, text);
    let result = result.map(str::to_owned).map_err(error);
    s.app.update(Input::Edited(result));
    s
}

#[test]
fn notes_come_back_from_another_program_with_their_own_line_ends() {
    let s = outside("one\r\ntwo", Ok("one\nTWO\n"));
    assert!(s.message().contains("edited text is here"), "{}", s.message());
    assert_eq!(s.keys("<enter>").cell(1, "Notes"), "one\r\nTWO");
    let s = outside("one\r\ntwo", Ok("one\nTWO\n")).keys("<ctrl-z><enter>");
    assert_eq!(s.app.sheet.history().len(), (0, 0));
}

#[test]
fn an_external_editor_that_fails_or_edits_nothing_makes_no_change() {
    for result in [Ok("one\ntwo\n"), Ok("one\ntwo"), Err("vi ended with exit status: 1.")] {
        let s = outside("one\r\ntwo", result);
        assert!(
            s.message().contains("unchanged") || s.message().contains("exit"),
            "{}",
            s.message()
        );
        assert!(matches!(s.app.mode, Mode::Editor(_)));
        let s = s.keys("<enter>");
        assert_eq!(
            (s.cell(1, "Notes").as_str(), s.app.sheet.history().len()),
            ("one\r\ntwo", (0, 0))
        );
    }
}

#[test]
fn a_team_member_is_typed_in_four_fields_or_in_one_go() {
    let want = "Bob, Partner, 999, bob@contoso.com";
    assert_eq!(typed(MEMBER, "Bob<tab>Partner<tab>999<down>bob@contoso.com"), want);
    assert_eq!(typed(MEMBER, "Bob, Partner,999, bob@contoso.com"), want);
    let s = Session::sample().at(3, MEMBER).keys("cc").paste(want).keys("<enter>");
    assert_eq!(s.cell(3, MEMBER), want);
    assert_eq!(typed(MEMBER, "Bob<tab>B<backtab><ctrl-u>Rob<enter>"), "Rob, B, , ");
}

#[test]
fn the_last_field_of_a_team_member_leads_on_to_the_next_cell() {
    let s = Session::sample().at(3, MEMBER).keys("ccA<tab>B<tab>1<tab>a@b.com<tab>");
    assert_eq!(s.cell(3, MEMBER), "A, B, 1, a@b.com");
    assert!(matches!(s.app.mode, Mode::Grid));
    assert_eq!(s.app.cell(), CellRef::new(Row(2), s.field("Team member 2")));
    let s = Session::sample().at(3, MEMBER).keys("<enter><up><down><down><down><down>");
    assert!(matches!(s.app.mode, Mode::Editor(_)), "arrows stay in the form");
}

#[test]
fn opening_and_accepting_a_team_member_changes_nothing() {
    for text in ["A,B ,1,  a@b.com", "A, B, 1", "A, B, 1, a@b.com, more", " ", ""] {
        let s = Session::open(&format!("Referral ID,Team member 1\na,\"{text}\"\n"));
        let s = s.at(1, MEMBER).keys("<enter><enter>");
        assert_eq!((s.cell(1, MEMBER).as_str(), s.app.sheet.history().len()), (text, (0, 0)));
    }
}

#[test]
fn a_team_member_without_four_parts_is_edited_as_one_line() {
    let s =
        Session::open("Referral ID,Team member 1\na,\"A, B, 1\"\n").at(1, MEMBER).keys("<enter>");
    let Mode::Editor(editor) = &s.app.mode else { panic!("the editor is open") };
    assert!(matches!(editor.body, EditorBody::Line(_)));
    assert!(s.app.cell_info().explanation.contains("parts"), "{}", s.app.cell_info().explanation);
    assert_eq!(s.keys(", a@b.com<enter>").cell(1, MEMBER), "A, B, 1, a@b.com");
}

#[test]
fn a_problem_of_a_team_member_s_part_is_shown_next_to_it() {
    let mut s = Session::sample().at(3, MEMBER).keys("ccBob<tab>P<tab>call me<tab>bob");
    let screen = s.screen();
    let line = |name: &str| {
        let at = screen.find(name).expect("the field");
        screen[at..].lines().next().unwrap_or_default().to_owned()
    };
    assert!(line("E-mail").contains("isn't an e-mail"), "{screen}");
    assert!(line("Phone").contains("looks wrong"), "{screen}");
    let s = s.keys("<up>");
    assert!(
        s.app.cell_info().explanation.contains("P-05"),
        "the part with the caret: {}",
        s.app.cell_info().explanation
    );
}

#[test]
fn a_team_member_is_copied_from_another_lead_in_one_undo_step() {
    let s = Session::sample().at(3, "Team member 2").keys("<enter>x<ctrl-o>");
    let Mode::Picker(picker) = &s.app.mode else { panic!("the list is open") };
    assert!(picker.counts.is_sorted_by(|a, b| a >= b) && picker.counts[0] > 1);
    let s = s.keys("marlowe<enter>");
    let copied = s.app.cell_info().text;
    assert!(copied.starts_with("Ivy, Marlowe, "), "{copied}");
    let s = s.keys("<ctrl-z>");
    assert_eq!(s.app.cell_info().text, "x, , , ");
    let s = s.keys("<ctrl-y><enter>");
    assert_eq!(s.cell(3, "Team member 2"), copied);
    let s = Session::sample().at(3, "Team member 2").keys("<enter>x<ctrl-o><esc>");
    assert_eq!(s.app.cell_info().text, "x, , , ", "the list closes to the form");
}

#[test]
fn the_choices_show_how_often_each_value_is_in_the_column() {
    let mut s = Session::sample().at(1, "Currency").keys("<enter>us dol");
    assert!(s.screen().contains("1 of 155"), "{}", s.screen());
    assert!(s.screen().contains("×21"), "{}", s.screen());
    let mut s = Session::sample().keys("s");
    assert!(!s.screen().contains('×'), "an outcome is several cells: {}", s.screen());
}

#[test]
fn a_reason_that_asks_for_an_explanation_leads_on_to_the_notes() {
    for (reason, asks) in [("6", true), ("9", true), ("7", false)] {
        let s = Session::sample().keys(&format!("jserr<enter>{reason}<enter>"));
        assert_eq!(s.cell(2, "Declined"), reason);
        assert_eq!(matches!(s.app.mode, Mode::Editor(_)), asks, "{reason}");
        if asks {
            assert_eq!(s.app.cell(), CellRef::new(Row(1), s.field("Notes")));
            let s = s.keys("<ctrl-u>Wrong product.<enter>");
            assert_eq!(s.cell(2, "Notes"), "Wrong product.");
        }
    }
}

#[test]
fn every_editor_accepts_with_each_of_its_keys_and_cancels_with_esc() {
    for (column, keys, want) in [
        ("Lead Name", "ccx", "x"),
        (DATE, "cc.<down>", "11/22/2026"),
        (VALUE, "cc5", "5"),
        ("Notes", "cca<ctrl-j>b", "a\nb"),
        (MEMBER, "ccA,B,1,a@b.com", "A, B, 1, a@b.com"),
        ("Currency", "<enter>yen", "JPY"),
    ] {
        let open = || Session::sample().at(3, column).keys(keys);
        let before = Session::sample().cell(3, column);
        for (key, is_review) in [("<enter>", false), ("<tab>", false), ("<ctrl-s>", true)] {
            let s = open().keys(key);
            assert_eq!(s.cell(3, column), want, "{column} {key}");
            assert_eq!(s.app.mode.panel::<ReviewPanel>().is_some(), is_review, "{column} {key}");
        }
        assert_eq!(open().keys("<esc>").cell(3, column), before);
        assert_ne!(open().keys("<tab>").app.cell(), open().app.cell(), "{column}");
        assert!(open().draw().1.is_some(), "a caret in {column}");
    }
}

#[test]
fn what_is_typed_for_selected_cells_goes_into_all_of_them() {
    for (column, keys, want) in [
        (DATE, "cc+30<enter>", "12/22/2026"),
        (DATE, "<enter><down>.<enter>", "11/22/2026"),
        ("Notes", "cca<ctrl-j>b<enter>", "a\nb"),
        (MEMBER, "ccA,B,1,a@b.com<enter>", "A, B, 1, a@b.com"),
    ] {
        let s = Session::sample().at(2, column).keys("vj").keys(keys);
        assert_eq!([s.cell(2, column), s.cell(3, column)], [want, want], "{column}");
        assert_eq!(s.app.sheet.history().len(), (1, 0), "{column}");
    }
}

#[test]
fn typing_is_undone_step_by_step_to_the_old_text() {
    for column in ["Lead Name", DATE, VALUE, "Notes", MEMBER] {
        let s = Session::sample().at(3, column).keys("<enter>x<left>y<ctrl-k><ctrl-u>");
        let s = s.keys("<ctrl-z><ctrl-z><ctrl-z><ctrl-z><enter>");
        assert_eq!(s.app.sheet.history().len(), (0, 0), "{column}");
        let s = Session::sample().at(3, column).keys("ccxyz<ctrl-z><enter>");
        assert_eq!(s.app.sheet.history().len(), (0, 0), "{column}");
        let s = Session::sample().at(3, column).keys("<enter><ctrl-z>");
        assert!(s.message().contains("Nothing has been typed"), "{}", s.message());
    }
}

#[test]
fn ctrl_c_copies_what_is_selected_and_loses_nothing_else() {
    let s = Session::sample().at(3, "Lead Name").keys("ccabc<ctrl-c>");
    assert!(s.message().contains("Nothing is selected"), "{}", s.message());
    let s = s.keys("<ctrl-t><home><ctrl-c><end><ctrl-v><enter>");
    assert_eq!(s.cell(3, "Lead Name"), "abcabc");
}

#[test]
fn filters_and_numbers_are_typed_with_the_same_keys() {
    let s = Session::sample().at(1, "Currency").keys("<enter>yen x<ctrl-w><backspace><enter>");
    assert_eq!(s.cell(1, "Currency"), "JPY");
    let s = Session::sample().keys("/wrong<ctrl-u>Fabrikax<ctrl-h><left><ctrl-k>am<enter>");
    assert_eq!(s.app.viewport.row, Row(2), "{}", s.message());
    let s = Session::sample().at(3, "Lead Name").keys("swon<enter><ctrl-s>27<left><left>");
    let s = s.keys("<delete><ctrl-u>1<ctrl-k>");
    let Some(review) = s.app.mode.panel::<ReviewPanel>() else { panic!("the review is open") };
    assert_eq!(review.typed.value(), "1");
}
