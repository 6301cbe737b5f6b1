//! What falls due: the list by day, the filter, and the title.

use crate::support::session::Session;
use leadsheet::leads::Row;

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
