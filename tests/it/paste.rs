//! Copying and pasting cells, and what is shown before a paste lands.

use crate::support::session::Session;
use leadsheet::app::{Chord, Effect, EffectError, EffectKind, Input, Key, ListPanel, Mode};
use leadsheet::leads::Row;
use proptest::prelude::*;

const VALUE: &str = "Estimated Deal Value";
const DATE: &str = "Estimated Close Date";

/// The texts that were copied to the terminal's clipboard.
fn copied(s: &Session) -> Vec<&str> {
    let mut texts = Vec::new();
    for effect in &s.effects {
        if let Effect::Copy(text) = effect {
            texts.push(text.as_str());
        }
    }
    texts
}

/// The lines of the preview that is shown.
fn preview(s: &Session) -> Vec<String> {
    match s.app.mode.panel::<ListPanel>() {
        Some(list) if list.edit.is_some() => {
            list.entries.iter().map(|e| format!("{} {}", e.label, e.text)).collect()
        }
        _ => panic!("no preview is shown: {}", s.message()),
    }
}

fn cells(s: &Session, rows: std::ops::RangeInclusive<usize>, columns: &[&str]) -> Vec<String> {
    rows.flat_map(|row| columns.iter().map(move |column| s.cell(row, column))).collect()
}

#[test]
fn a_selection_is_copied_as_tab_separated_text_with_a_message() {
    let mut s = Session::sample().at(1, VALUE).keys("vjlly");
    assert_eq!(copied(&s), ["12563\tUSD\t01/30/2027\n48000\tUSD\t03/15/2027"]);
    assert_eq!(s.message(), "6 cells copied.");
    s.app.update(Input::Copied(Ok("tmux buffer".to_owned())));
    assert_eq!(s.message(), "6 cells copied (tmux buffer).");
    s.app.update(Input::Copied(Err(EffectError::new(
        EffectKind::Clipboard,
        "tmux says: no server",
    ))));
    assert_eq!(s.message(), "6 cells copied for p only: tmux says: no server.");
    assert!(s.app.selection.is_none() && s.app.sheet.changed_rows().count() == 0);
}

#[test]
fn leads_are_copied_with_the_shown_columns_in_the_shown_order() {
    let s = Session::sample().at(2, "Lead Name").keys("zegyjvjgy");
    let texts = copied(&s);
    assert!(texts[0].starts_with("Warehouse tablets, phase 2\tc1acc990-"), "{texts:?}");
    assert_eq!(texts[0].split('\t').count(), s.app.columns.len());
    assert_eq!(texts[1].lines().count(), 2);
    assert_eq!(s.message(), "2 leads copied.");
}

#[test]
fn cells_that_break_the_block_are_quoted_as_excel_does_and_nothing_else_is_altered() {
    let s = Session::sample().at(1, "Notes").keys("cca<ctrl-j>\"b\"<enter>kyjcc=1+1<enter>ky");
    assert_eq!(copied(&s), ["\"a\n\"\"b\"\"\"", "=1+1"]);
}

#[test]
fn ctrl_c_copies_and_shows_how_to_quit() {
    let s = Session::sample().keys("<ctrl-c>");
    assert_eq!(copied(&s), ["UK spring"]);
    assert_eq!(s.message(), "1 cell copied. q quits.");
    let s = Session::sample().keys("vj<ctrl-c>");
    assert_eq!(
        copied(&s),
        ["UK spring\n\"Warehouse tablets, phase 2\""].map(|t| t.replace('"', ""))
    );
    let s = Session::sample().at(1, "CRM ID").keys("<ctrl-c>");
    assert!(copied(&s).is_empty() && s.message().contains("q quits"), "{}", s.message());
}

#[test]
fn copied_cells_are_pasted_without_the_terminal_s_clipboard() {
    let s = Session::sample().at(1, VALUE).keys("vllyjp");
    assert_eq!(cells(&s, 2..=2, &[VALUE, "Currency", DATE]), ["12563", "USD", "01/30/2027"]);
    assert_eq!(s.app.sheet.history().len(), (1, 0));
    let s = s.keys("j.");
    assert_eq!(cells(&s, 3..=3, &[VALUE, "Currency", DATE]), ["12563", "USD", "01/30/2027"]);
    let s = s.keys("uu");
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
    assert_eq!(Session::sample().keys("p").message(), "Nothing was copied yet; y copies.");
}

#[test]
fn a_paste_from_the_terminal_is_recognised_as_the_copied_cells() {
    let s = Session::sample().at(1, "Lead Name").keys("cca,b<enter>ccc,d<enter>kkvjy");
    assert_eq!(copied(&s), ["a,b\nc,d"]);
    let s = s.at(3, "Lead Name").paste("a,b\rc,d");
    assert_eq!(cells(&s, 3..=4, &["Lead Name"]), ["a,b", "c,d"]);
}

#[test]
fn one_text_is_pasted_at_once_in_the_column_s_format() {
    let s = Session::sample().at(1, DATE).paste("2027-03-01\r\n");
    assert_eq!(s.cell(1, DATE), "03/01/2027");
    let s = s.at(1, "Lead Name").paste("Well, that is one cell").keys("u");
    assert_eq!(s.cell(1, "Lead Name"), "UK spring");
    assert_eq!(s.app.sheet.history().len(), (1, 1));
}

#[test]
fn the_texts_of_a_pasted_column_prove_how_they_are_written() {
    let s = Session::sample().at(1, "Estimated Close Date").paste("31/1/2027\n4/2/2027\n");
    let s = s.keys("<enter>");
    assert_eq!(cells(&s, 1..=2, &["Estimated Close Date"]), ["01/31/2027", "02/04/2027"]);
    let s = Session::sample().at(1, "Estimated Deal Value").paste("7.500,50\n12.563\n");
    let s = s.keys("<enter>");
    assert_eq!(cells(&s, 1..=2, &["Estimated Deal Value"]), ["7500.50", "12563"]);
}

#[test]
fn a_block_lands_from_the_cursor_on_in_the_shown_columns_as_one_step() {
    let s =
        Session::sample().at(3, VALUE).keys("lzhh").paste("1,250.00\t2027-03-01\r\n9\t3/2/27\r\n");
    assert_eq!(cells(&s, 3..=4, &[VALUE, DATE]), ["1250.00", "03/01/2027", "9", "03/02/2027"]);
    assert_eq!(
        s.message(),
        "4 cells in 2 leads changed; u undoes it. 1 held back: Intent is empty; n goes there."
    );
    assert_eq!(cells(&s.keys("u"), 3..=3, &[VALUE]), ["26500.50"]);
}

#[test]
fn a_block_goes_down_the_leads_that_are_shown() {
    // Of the leads in euros, row 6 is closed in the download.
    let s = Session::sample().at(4, "Currency").keys("fv").at(4, "Lead Name").paste("A\nB\nC");
    assert_eq!(s.app.order.rows().take(3).collect::<Vec<_>>(), [Row(3), Row(5), Row(6)]);
    let s = s.keys("<enter>");
    assert_eq!(s.cell(4, "Lead Name"), "A");
    assert_eq!(s.cell(5, "Lead Name"), "Backup for 14 shops");
    assert_eq!(s.cell(6, "Lead Name"), "Teams rollout Litware");
    assert_eq!(s.cell(7, "Lead Name"), "C");
}

#[test]
fn locked_cells_are_shown_beforehand_and_left_out() {
    // Row 6 is closed in the download.
    let s = Session::sample().at(5, VALUE).paste("1\tEUR\n2\tUSD\n3\tUSD");
    let lines = preview(&s);
    assert_eq!(lines[0], " skipped, locked: 2 cells (the first: R-05)");
    assert!(lines[1].starts_with("row 5 7800 → 1"), "{lines:?}");
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
    let quiet = Session::sample().at(5, VALUE).paste("1\n2\n3").keys("<esc>");
    assert_eq!(quiet.app.sheet.changed_rows().count(), 0);
    let s = s.keys("<enter>");
    assert_eq!(cells(&s, 5..=7, &[VALUE]), ["1", "31200", "3"]);
    assert!(s.message().contains("2 locked cells skipped"), "{}", s.message());
    let s = s.at(8, VALUE).keys(".");
    assert_eq!(cells(&s, 8..=10, &[VALUE]), ["1", "2", "3"]);
}

#[test]
fn parts_of_a_block_that_do_not_fit_are_shown_beforehand() {
    let s = Session::sample().keys("za").at(50, "Marketplace").paste(&"Yes\tx\n".repeat(20));
    let lines = preview(&s);
    assert_eq!(lines[0], " cut off: 9 rows below the last lead");
    assert_eq!(lines[1], " cut off: 1 column after the last visible one");
    let mut s = Session::sample().keys("za").at(1, "Marketplace").paste("Yes\tx");
    assert!(s.screen().contains("Paste into 1 cell: Enter pastes, Esc cancels"));
    assert_eq!(s.keys("<enter>").cell(1, "Marketplace"), "Yes");
}

#[test]
fn many_cells_are_shown_before_they_change() {
    let block = "x\n".repeat(30);
    let s = Session::sample().at(7, "CRM ID").paste(&block);
    assert!(preview(&s).len() > 20);
}

#[test]
fn a_text_fills_the_selection_and_a_block_repeats_where_it_fits() {
    let s = Session::sample().at(1, VALUE).keys("vjjj").paste("5");
    assert_eq!(cells(&s, 1..=4, &[VALUE]), ["5"; 4]);
    assert_eq!(s.app.sheet.history().len(), (1, 0));
    let s = s.keys("kkkvjjj").paste("1\n2");
    assert_eq!(cells(&s, 1..=4, &[VALUE]), ["1", "2", "1", "2"]);
    let s = s.keys("kkkvjjl").paste("7\tEUR");
    assert_eq!(cells(&s, 1..=3, &[VALUE, "Currency"]), ["7", "EUR"].repeat(3));
    let s = s.keys("kkhvjjl").paste("1\n2");
    let message = "2 × 1 cells don't fill the 3 × 2 selected: select one cell, or the same number.";
    assert_eq!(s.message(), message);
    assert_eq!(s.app.sheet.history().len(), (3, 0));
    let s = s.keys("<esc>kkhgVj").paste("1\tUSD");
    assert_eq!(cells(&s, 1..=2, &[VALUE, "Currency"]), ["1", "USD", "1", "USD"]);
}

#[test]
fn a_row_of_column_names_is_no_data() {
    let s = Session::sample().at(1, VALUE).paste("Estimated Deal Value\tCurrency\n5\tEUR\n");
    assert_eq!(cells(&s, 1..=1, &[VALUE, "Currency"]), ["5", "EUR"]);
    assert!(s.message().ends_with("The row of column names was skipped."), "{}", s.message());
    let s = Session::sample().at(1, VALUE).paste("currency\nEUR\n");
    let lines = preview(&s);
    assert_eq!(lines[0], " skipped: a row with the names of OTHER columns: currency");
}

#[test]
fn what_is_guessed_is_shown_before_it_lands() {
    let s = Session::sample().at(1, "Lead Name").paste("a,b\nc,d");
    assert_eq!(preview(&s)[0], " commas separate the cells");
    let s = Session::sample().at(1, "Notes").paste("first line\nsecond line");
    assert!(preview(&s)[0].contains("to paste into one cell, press i there"), "{:?}", preview(&s));
}

#[test]
fn nothing_is_pasted_into_a_read_only_file() {
    let mut s = Session::sample().at(1, "Customer Name").paste("x");
    assert!(s.message().contains("R-04"), "{}", s.message());
    s.app.sheet.set_read_only();
    let s = s.at(1, "Lead Name").paste("x");
    assert!(s.message().contains("--read-only"), "{}", s.message());
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
}

/// Sends keys faster than a person can type.
fn burst(s: &mut Session, keys: &str) {
    let key = |c| match c {
        '\r' => Chord::plain(Key::Enter),
        '\t' => Chord::plain(Key::Tab),
        '↓' => Chord::plain(Key::Down),
        c => Chord::plain(Key::Char(c)),
    };
    let effects = s.app.update(Input::Burst(keys.chars().map(key).collect()));
    s.effects.extend(effects);
    s.draw();
}

#[test]
fn a_burst_in_the_grid_is_held_and_runs_nothing() {
    let mut s = Session::sample();
    burst(&mut s, "xdd:q!\rxxsacc\r");
    assert_eq!(s.message(), "14 keys arrived at once; p pastes them, Esc discards them.");
    let mut s = s.keys("xjq");
    assert!(matches!(s.app.mode, Mode::Grid), "q forgets it too");
    burst(&mut s, "xdd:q!\rxxsacc\r");
    let s = s.keys("xj1<enter>");
    assert!(s.message().contains("arrived at once"), "{}", s.message());
    let s = s.keys("<esc>");
    assert!(s.effects.is_empty() && s.app.sheet.history().len() == (0, 0));
    assert_eq!((s.cell(1, "Lead Name").as_str(), s.app.viewport.row), ("UK spring", Row(0)));
}

#[test]
fn a_held_burst_is_pasted_with_what_came_after_a_pause() {
    let mut s = Session::sample().at(1, VALUE);
    burst(&mut s, "1,250.00\tUSD\r");
    burst(&mut s, "2,500.00\tEUR\r");
    let s = s.keys("p");
    assert_eq!(cells(&s, 1..=2, &[VALUE, "Currency"]), ["1250.00", "USD", "2500.00", "EUR"]);
    assert_eq!(s.app.sheet.history().len(), (1, 0));
    let mut s = s.keys("u");
    burst(&mut s, "what is pasted in brackets counts");
    let s = s.at(1, "Lead Name").paste("A name");
    assert_eq!(s.cell(1, "Lead Name"), "A name");
    assert!(matches!(s.app.mode, Mode::Grid));
}

#[test]
fn motion_keys_are_never_taken_for_a_paste() {
    let mut s = Session::sample();
    burst(&mut s, "jjjjjjlllllkkhwwb↓↓");
    assert_eq!(s.app.viewport.row, Row(6));
    assert!(matches!(s.app.mode, Mode::Grid));
    let mut s = s.keys("gg0<space>");
    burst(&mut s, "jjjjjjjjjjjjkJJ");
    assert_eq!((s.app.viewport.row, s.app.viewport.column), (Row(2), 11));
    let mut s = s.keys("?");
    burst(&mut s, "jjjjjjjjjjjjj");
    let Some(list) = s.app.mode.panel::<ListPanel>() else { panic!("the help is open") };
    assert_eq!(list.window.offset, 13);
}

#[test]
fn a_burst_where_text_is_typed_is_text_and_commits_nothing() {
    let mut s = Session::sample().keys("cc");
    burst(&mut s, "Contoso\tLtd\r:q!\r");
    assert!(matches!(s.app.mode, Mode::Editor(_)));
    let s = s.keys("<enter>");
    assert_eq!(s.cell(1, "Lead Name"), "Contoso Ltd :q!");
    let mut s = s.keys(":");
    burst(&mut s, "undo and quit\r");
    assert!(matches!(s.app.mode, Mode::Picker(_)));
    let mut s = s.keys("<esc>/");
    burst(&mut s, "Contoso Ltd\rmore");
    assert!(matches!(&s.app.mode, Mode::Prompt(p) if p.input.value() == "Contoso Ltd"));
    let mut s = s.keys("<esc>q");
    burst(&mut s, "dddddeeeeeqqqqq");
    assert!(s.effects.is_empty() && matches!(s.app.mode, Mode::Ask(_)));
}

#[test]
fn a_key_right_after_escape_is_not_a_key_with_alt() {
    let mut s = Session::sample().keys("jg<alt-j>");
    assert_eq!((s.app.viewport.row, s.app.pending.len()), (Row(2), 0));
    s = s.keys("gp<alt-j>");
    assert!(matches!(s.app.mode, Mode::Grid) && s.app.viewport.row == Row(3));
    s = s.keys("/x<alt-j>");
    assert!(matches!(s.app.mode, Mode::Grid) && s.app.viewport.row == Row(4));
    // What is typed into a cell isn't thrown away for a mistyped Alt.
    s = s.keys("ccmuch text<alt-l><alt-enter>");
    assert!(matches!(s.app.mode, Mode::Editor(_)));
}

#[test]
fn line_ends_that_tmux_doubled_are_one_each() {
    let s = Session::sample().at(1, VALUE).paste("1\tUSD\r\r2\tEUR\r\r");
    assert_eq!(cells(&s, 1..=2, &[VALUE, "Currency"]), ["1", "USD", "2", "EUR"]);
    // Of one column it is a guess: an empty line would empty a cell.
    let s = Session::sample().at(1, VALUE).paste("1\r\r2\r\r");
    assert_eq!(preview(&s)[0], " two line ends in a row are read as one");
    let s = Session::sample().at(1, "Notes").keys("cc").paste("a\r\rb\r\r").keys("<enter>");
    assert_eq!(s.cell(1, "Notes"), "a\nb\n");
    let s = Session::sample().keys("/").paste("Contoso\r\r");
    assert!(matches!(&s.app.mode, Mode::Prompt(p) if p.input.value() == "Contoso"));
}

#[test]
fn control_characters_in_a_paste_are_left_out_with_a_message() {
    let text = "A\u{0}B\u{1b}[2J\u{9b}";
    let s = Session::sample().at(1, "Lead Name").paste(text);
    assert_eq!(s.cell(1, "Lead Name"), "AB[2J");
    assert!(s.message().ends_with(" 3 control characters left out."), "{}", s.message());
    let s = Session::sample().at(1, "Lead Name").paste(&format!("{text}\n").repeat(30));
    assert_eq!(preview(&s)[0], " 90 control characters left out");
    for keys in ["cc", "/", ":"] {
        let s = Session::sample().at(1, "Lead Name").keys(keys).paste(text);
        assert!(s.message().ends_with("3 control characters left out."), "{keys}: {}", s.message());
    }
}

#[test]
fn lines_in_a_cell_that_has_windows_line_ends_keep_them() {
    let csv = "Referral ID,Lead Name,Notes\r\na,A,\"1\r\n2\"\r\nb,B,\"1\n2\"\r\n";
    let s = Session::open(csv).at(1, "Notes").paste("\"x\ry\"\r\"x\ry\"\r").keys("<enter>");
    assert_eq!([s.cell(1, "Notes"), s.cell(2, "Notes")], ["x\r\ny", "x\ny"]);
}

/// Pasted text: as spreadsheets write it, as people write it, and malformed.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec!["\t", "\n", "\r\n", "\r", ",", "\""]).prop_map(str::to_owned),
        4 => prop::sample::select(vec![
            "a", "1,250.00", "2027-03-01", "Closed", "Won", "Active", "3", "usd", "Currency", "Notes",
            "=1+1", "\u{1b}[2J", "\0", "漢字", "e\u{301}", "\u{202e}", "",
        ])
        .prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_paste_spares_locked_cells_and_is_one_undo_step(
        text in text(),
        row in 1..61_u32,
        // Most columns are locked: half of the time one that isn't.
        column in prop_oneof![2 => 0..52_usize, 1 => 18..26_usize, 1 => 30..33_usize, 1 => Just(0)],
        before in prop::sample::select(vec!["", "vjj", "vjjjll", "gVjj", "gv", "fv", "ze", "ood"]),
        is_burst in any::<bool>(),
    ) {
        let mut s = Session::sample();
        (s.app.viewport.row, s.app.viewport.column) = (Row(row - 1), column);
        let mut s = s.keys(before);
        if is_burst {
            let key = |c| Chord::plain(if c == '\r' { Key::Enter } else { Key::Char(c) });
            s.app.update(Input::Burst(text.chars().map(key).collect()));
            s = if matches!(s.app.mode, Mode::SuspectedPaste(_)) { s.keys("p") } else { s };
        } else {
            s = s.paste(&text);
        }
        let _drawn = s.screen();
        if s.app.mode.panel::<ListPanel>().is_some() {
            prop_assert_eq!(s.app.sheet.history().len(), (0, 0));
            s = s.keys("<enter>");
            prop_assert_eq!(s.app.sheet.history().len(), (1, 0), "the preview is right");
        }
        prop_assert!(matches!(s.app.mode, Mode::Grid));
        for row in s.app.sheet.changed_rows() {
            prop_assert!(!s.app.sheet.was_closed(row));
            for (field, text) in s.app.sheet.changes_of(row) {
                prop_assert!(text.is_empty() || s.app.sheet.check_editable(row, *field).is_ok());
            }
        }
        prop_assert!(s.app.sheet.history().len().0 <= 1);
        prop_assert_eq!(s.keys("u").app.sheet.changed_rows().count(), 0);
    }
}
