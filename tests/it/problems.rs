//! The panel of problems: groups, their cells, and what can be done there.

use crate::support::files::SAMPLE;
use crate::support::session::Session;
use leadsheet::app::{ListPanel, Mode, Panel, ProblemsPanel};
use leadsheet::leads::{CellRef, Row};

/// Leads with the currency `usd` in four of them: the third is closed, the fifth isn't changed.
fn small_letters() -> Session {
    let header =
        "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,Currency\n";
    let row = |n: u32, status: &str, currency: &str| {
        format!("ebacdbd{n}-0b84-4ac4-b4ea-5b2587d42cee,Lead {n},{status},{currency}\n")
    };
    let rows = [
        row(1, "Active,Accepted", "usd"),
        row(2, "Active,Accepted", "eur"),
        row(3, "Closed,Won", "usd"),
        row(4, "Active,Accepted", "usd"),
        row(5, "Active,Accepted", "usd"),
    ];
    let csv = format!("{header}{}", rows.concat());
    Session::open(&csv).at(1, "Lead Name").keys("ccContoso<enter>4GccFabrikam<enter>")
}

fn currencies(s: &Session) -> Vec<String> {
    (1..=5).map(|row| s.cell(row, "Currency")).collect()
}

fn panel(s: &Session) -> &ProblemsPanel {
    s.app.mode.panel().expect("the panel is open")
}

/// The selected line as it is shown.
fn selected(s: &Session) -> String {
    let entry = panel(s).line(&s.app, panel(s).window.selected);
    format!("{} {}", entry.label.trim(), entry.text)
}

/// Selects the group of the currency in the panel of problems.
fn at_currency(s: Session) -> Session {
    let mut s = s.keys("gpgg");
    for _ in 0..panel(&s).len() {
        if selected(&s).contains("C-01") {
            return s;
        }
        s = s.keys("j");
    }
    panic!("no problem with the currency: {}", s.screen());
}

#[test]
fn problems_of_the_same_kind_are_one_line_with_their_number() {
    let s = at_currency(small_letters());
    assert_eq!(selected(&s), "+ 2 × error C-01, Currency: usd → USD");
    let lines = (0..panel(&s).len()).map(|line| panel(&s).line(&s.app, line));
    let of_problems = lines.take_while(|line| !line.text.starts_with("In leads not changed"));
    let numbers = of_problems.map(|line| line.label);
    let number = |left: String| match left.strip_suffix('×') {
        Some(left) => left.trim_matches(['+', ' ']).parse().expect("a number"),
        None => 1,
    };
    let shown: usize = numbers.map(number).sum();
    assert_eq!(shown, s.app.sheet.findings().tally().problems());
}

#[test]
fn the_heading_counts_what_the_title_counts() {
    let s = small_letters().keys("gp");
    let (tally, counts) = (s.app.sheet.findings().tally(), s.app.sheet.counts());
    let heading = panel(&s).heading(&s.app);
    assert!(heading.contains(&format!("{} errors", tally.errors)), "{heading}");
    assert!(heading.ends_with(&format!("{} held back", counts.held_back)), "{heading}");
}

#[test]
fn file_problems_come_first_then_the_most_severe_then_the_largest_group() {
    let csv = "Referral ID,Lead Name,Lead Source,Currency,Estimated Close Date\n".to_owned()
        + "a,One,x,usd,soon\nb,Two,x,usd,02/30/2027\nc,Three,x,usd,03/01/2027\n";
    let s = Session::open(&csv).at(1, "Lead Name").keys("ccA<enter>ccB<enter>ccC<enter>gp");
    let lines: Vec<_> = (0..panel(&s).len()).map(|line| panel(&s).line(&s.app, line)).collect();
    let files = lines.iter().take_while(|line| line.label == "file").count();
    assert!(files > 0 && lines[files..].iter().all(|line| line.label != "file"), "{lines:?}");
    let number = |left: &str| {
        let number = left.strip_suffix('×').map(|left| left.trim_matches(['+', ' ']));
        number.map_or(1, |number| number.parse::<usize>().expect("a number"))
    };
    let rank = |line: &leadsheet::app::ListLine| {
        (line.text.starts_with("warning"), usize::MAX - number(&line.label))
    };
    assert!(lines[files..].is_sorted_by_key(rank), "{lines:?}");
    assert!(lines[files..].iter().any(|line| line.label == "+ 3 ×"), "{lines:?}");
}

#[test]
fn a_group_opens_to_its_cells_and_enter_jumps_to_one_of_them() {
    let s = at_currency(small_letters()).keys("l");
    let s = s.keys("l");
    assert_eq!(selected(&s), "row 1 Contoso");
    let s = s.keys("j");
    assert_eq!(selected(&s), "row 4 Fabrikam");
    let s = s.keys("<enter>");
    assert!(matches!(s.app.mode, Mode::Grid));
    assert_eq!(s.app.cell(), CellRef::new(Row(3), s.field("Currency")));
    // Opened again, the panel is where it was.
    let s = s.keys("gggp");
    assert_eq!(selected(&s), "row 4 Fabrikam");
    let s = s.keys("h");
    assert_eq!(selected(&s), "+ 2 × error C-01, Currency: usd → USD");
}

#[test]
fn a_suggestion_is_shown_and_put_into_all_cells_with_the_same_text_at_once() {
    let mut s = at_currency(small_letters()).keys("a");
    let screen = s.screen();
    assert!(screen.contains("2 cells: usd → USD"), "{screen}");
    assert!(screen.contains("skipped, locked: 1 cell with the same text"), "{screen}");
    assert!(screen.contains("skipped, in leads without changes: 1 cell"), "{screen}");
    assert_eq!(currencies(&s), ["usd", "eur", "usd", "usd", "usd"]);
    let s = s.keys("<enter>");
    assert_eq!(currencies(&s), ["USD", "eur", "usd", "USD", "usd"]);
    assert!(s.message().contains("2 cells"), "{}", s.message());
    // The panel is shown again with the remaining problems.
    let lines = (0..panel(&s).len()).map(|line| panel(&s).line(&s.app, line).text);
    assert!(lines.clone().all(|text| !text.contains("C-01")), "{:?}", lines.collect::<Vec<_>>());
    let s = s.keys("u");
    assert_eq!(currencies(&s), ["usd", "eur", "usd", "usd", "usd"]);
    assert!(s.message().contains("2 cells in 2 leads"), "{}", s.message());
    assert!(s.app.mode.panel::<ProblemsPanel>().is_some());
}

#[test]
fn viewing_a_suggestion_changes_nothing() {
    let s = at_currency(small_letters()).keys("a<esc>");
    assert_eq!(currencies(&s), ["usd", "eur", "usd", "usd", "usd"]);
    assert_eq!(selected(&s), "+ 2 × error C-01, Currency: usd → USD");
    assert!(matches!(s.keys("<esc>").app.mode, Mode::Grid));
}

#[test]
fn one_cell_of_a_group_is_fixed_alone() {
    let s = at_currency(small_letters()).keys("llja");
    assert_eq!(currencies(&s), ["usd", "eur", "usd", "USD", "usd"]);
    // One cell of the group remains: it is a line by itself.
    assert!(selected(&s).starts_with("row 1 error C-01"), "{}", selected(&s));
    let s = s.keys("a");
    assert_eq!(currencies(&s), ["USD", "eur", "usd", "USD", "usd"]);
}

#[test]
fn a_thousand_texts_of_their_own_are_one_group_and_each_gets_its_own_suggestion() {
    let header = "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,\
                  Estimated Close Date\n";
    let lead = |n: u32| format!("a{n},Lead {n},Active,Accepted,2027-03-{n:02}\n");
    let csv = format!("{header}{}", (1..=9).map(lead).collect::<String>());
    let s = Session::open(&csv).at(1, "Lead Name").keys("gaccName<enter><esc>gp");
    let mut s = s.keys("gg");
    while !selected(&s).contains("E-03") {
        s = s.keys("j");
    }
    assert!(selected(&s).starts_with("+ 9 × error E-03, Estimated Close Date: "));
    let s = s.keys("<enter>j");
    assert_eq!(selected(&s), "row 1 2027-03-01   Name");
    let s = s.keys("ka<enter>");
    let dates = [1, 2, 9].map(|row| s.cell(row, "Estimated Close Date"));
    assert_eq!(dates, ["03/01/2027", "03/02/2027", "03/09/2027"]);
    assert!(s.message().contains("9 cells in 9 leads"), "{}", s.message());
}

#[test]
fn locked_or_read_only_cells_are_not_fixed() {
    let mut s = at_currency(small_letters());
    s.app.sheet.set_read_only();
    let s = s.keys("a");
    assert!(s.message().contains("--read-only"), "{}", s.message());
    let s = s.keys("lla");
    assert!(s.message().contains("--read-only"), "{}", s.message());
    assert_eq!(currencies(&s), ["usd", "eur", "usd", "usd", "usd"]);
}

#[test]
fn file_problems_and_problems_without_a_suggestion_have_a_message() {
    let s = small_letters().keys("gpgg");
    assert!(selected(&s).starts_with("file"), "{}", selected(&s));
    let s = s.keys("<enter>");
    assert!(s.app.mode.panel::<ListPanel>().is_some());
    let s = s.keys("<enter>");
    assert!(selected(&s).starts_with("file"), "{}", selected(&s));
    let s = s.keys("a");
    assert!(s.message().contains("isn't about one cell"), "{}", s.message());
    let s = Session::sample().at(3, "Estimated Close Date").keys("ccsoon<enter>gpa");
    assert!(s.message().contains("no suggestion"), "{}", s.message());
}

#[test]
fn a_file_without_problems_has_a_message() {
    let sample = String::from_utf8_lossy(SAMPLE);
    let mut s = Session::open(&sample.lines().take(3).collect::<Vec<_>>().join("\n")).keys("gp");
    assert!(s.screen().contains("No problems in the changed leads."), "{}", s.screen());
    let s = s.keys("<enter>ahlG");
    assert!(matches!(s.keys("<esc>").app.mode, Mode::Grid));
}

#[test]
fn the_number_of_problems_does_not_slow_the_panel_down() {
    // Thousands of cells in one group and thousands of groups: built once, drawn line by line.
    let lead = |n: u32| format!("a{n},Lead {n},Active,Accepted,usd,soon{n}\n");
    let header = "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,\
                  Currency,Estimated Close Date\n";
    let csv = format!("{header}{}", (0..3_000).map(lead).collect::<String>());
    let mut s = Session::open(&csv).at(1, "Lead Name").keys("gaccName<enter>gp");
    s = at_currency(s);
    assert_eq!(selected(&s), "+ 3000 × error C-01, Currency: usd → USD");
    let s = s.keys("lG<enter>");
    assert!(panel(&s).len() > 3_000);
    let s = s.keys("kkkjj<pageup>gg");
    assert_eq!(panel(&s).window.selected, 0);
}

#[test]
fn what_is_wrong_in_unchanged_leads_stands_apart_at_the_end_and_opens_by_itself() {
    let mut s = Session::sample();
    let title = s.screen().lines().next().unwrap_or_default().to_owned();
    assert!(title.ends_with("60 leads · 10 closed · 3 expire by Thu · 11 notes"), "{title}");
    assert!(s.screen().contains("·usd "), "{}", s.screen());
    assert!(!s.screen().contains(" error"), "a fresh download opens calm");
    let s = s.keys("n");
    assert_eq!(s.message(), "No problems in the changed leads. gp lists 11 in the others.");

    let s = s.keys("gp");
    assert_eq!((panel(&s).len(), selected(&s)), (1, "+ In leads not changed: 11".to_owned()));
    let mut s = s.keys("<enter>");
    assert_eq!(panel(&s).len(), 12);
    assert!(s.screen().contains("aren't uploaded"), "{}", s.screen());
    let s = s.keys("j");
    assert!(selected(&s).starts_with("row 8 note C-01"), "{}", selected(&s));
    let s = s.keys("h");
    assert_eq!((panel(&s).len(), selected(&s)), (1, "+ In leads not changed: 11".to_owned()));
    // A lead that is changed has problems of its own, and they come first.
    let mut s = s.keys("<enter>ja");
    assert_eq!(s.cell(8, "Currency"), "USD");
    assert!(s.screen().contains("In leads not changed: 10"));
    let s = s.keys("<esc>").at(11, "Lead Name").keys("ccX<enter>gp");
    assert!(panel(&s).line(&s.app, 0).text.contains("error"), "{}", selected(&s));
    let texts: Vec<String> =
        (0..panel(&s).len()).map(|line| panel(&s).line(&s.app, line).text).collect();
    let section = texts.iter().position(|text| text == "In leads not changed: 9");
    assert_eq!(section, Some(texts.len() - 10), "open as it was left: {texts:?}");
}
