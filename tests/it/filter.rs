//! Finding one's way: search, filters, sorting, columns.

use crate::support::session::Session;
use leadsheet::app::{Message, Mode, ReviewPanel, Tone};
use leadsheet::leads::{CellRef, Field, Row};
use leadsheet::sheet::{Filter, Order};
use proptest::collection::{btree_set, vec};
use proptest::prelude::{any, prop_assert_eq, proptest};
use std::collections::BTreeSet;

fn shown(s: &Session, column: &str) -> Vec<String> {
    s.app.order.rows().map(|row| s.cell(row.number(), column)).collect()
}

#[test]
fn filters_combine_are_named_in_the_title_and_can_be_removed() {
    let mut s = Session::sample().at(1, "Partner Referral Status").keys("fv");
    assert!(shown(&s, "Partner Referral Status").iter().all(|text| text == "New"));
    let new = s.app.order.len();
    assert!(new > 1 && new < 60);
    let title = s.screen().lines().next().unwrap_or_default().to_owned();
    assert!(title.contains("only Status: New"), "{title}");
    let s = s.at(1, "Lead Name").keys("ftco<enter>");
    let both = s.app.order.len();
    assert!(both < new && both > 0, "{both} of {new}");
    let s = s.keys("fu");
    assert_eq!(s.app.order.len(), new);
    assert_eq!(s.keys("ff").app.order.len(), 60);
}

#[test]
fn the_status_line_names_the_row_where_the_position_is_another_one() {
    let status = |s: &mut Session| s.screen().lines().last().unwrap_or_default().to_owned();
    let sized = |columns| Session::sample().sized(columns, 24).keys("9gg");
    let mut s = sized(80);
    assert!(status(&mut s).starts_with(" GRID 9/60  "), "{}", status(&mut s));
    let filtered = |s: Session| s.at(9, "Partner Referral Status").keys("fv<down><up>");
    let mut s = filtered(sized(80));
    let (at, shown) = (s.app.order.nearest(Row(8)) + 1, s.app.order.len());
    assert!(shown < 60 && at != 9, "{at} of {shown}");
    let wide = format!(" GRID row 9, {at} of {shown} shown  ");
    assert!(status(&mut s).starts_with(&wide), "{}", status(&mut s));
    let narrow = format!(" GRID row 9, {at}/{shown}  ");
    let mut s = filtered(sized(60));
    assert!(status(&mut s).starts_with(&narrow), "{}", status(&mut s));
    // A message comes before the words, and a long one before the place.
    let mut s = filtered(sized(80)).keys("zr");
    let line = status(&mut s);
    assert!(line.contains("Row numbers are shown; zr hides them."), "{line}");
    s.app.message = Some(Message::new("x".repeat(58), Tone::Plain));
    assert!(status(&mut s).starts_with(&narrow), "{}", status(&mut s));
    s.app.message = Some(Message::new("x".repeat(75), Tone::Plain));
    assert!(status(&mut s).starts_with(" xxx"), "{}", status(&mut s));
    let mut s = sized(80).at(9, "Lead Name").keys("oo<down><up>");
    assert!(status(&mut s).starts_with(" GRID row 9, "), "{}", status(&mut s));
}

#[test]
fn a_filter_without_a_match_is_not_applied() {
    let s = Session::sample().keys("f/no such text anywhere<enter>");
    assert_eq!(s.app.order.len(), 60);
    assert!(s.message().starts_with("No matches"), "{}", s.message());
}

#[test]
fn a_lead_stays_in_view_when_an_edit_ends_its_match() {
    let s = Session::sample().at(1, "Lead Name").keys("fv");
    let shown = s.app.order.len();
    let s = s.keys("ccother<enter>");
    assert_eq!(s.app.order.len(), shown);
    let s = s.keys("fg");
    assert!(s.message().contains("No matches") || s.app.order.len() < shown);
}

#[test]
fn the_texts_of_a_column_are_counted_and_one_of_them_can_be_filtered_by() {
    let mut s = Session::sample().at(1, "Currency").keys("fl");
    let screen = s.screen();
    assert!(matches!(s.app.mode, Mode::Picker(_)) && screen.contains(" leads"), "{screen}");
    let s = s.keys("<enter>");
    let texts = shown(&s, "Currency");
    assert!(texts.len() > 1 && texts.iter().all(|text| *text == texts[0]));
}

#[test]
fn states_can_be_filtered_by() {
    let s = Session::sample().keys("sacc<enter><esc>fh");
    assert_eq!(s.app.order.rows().collect::<Vec<_>>(), [Row(0)]);
    let s = s.keys("fffsclosed<enter>");
    assert!(!s.app.order.is_empty());
    assert!(s.app.order.rows().all(|row| s.app.sheet.was_closed(row)));
}

#[test]
fn sorting_changes_the_view_and_not_the_export() {
    let s = Session::sample().at(1, "Estimated Deal Value").keys("od");
    let values = shown(&s, "Estimated Deal Value");
    let numbers: Vec<f64> = values.iter().filter_map(|text| text.parse().ok()).collect();
    assert!(numbers.is_sorted_by(|a, b| a >= b), "{values:?}");
    let rows: Vec<Row> = s.app.order.rows().filter(|row| !s.app.sheet.was_closed(*row)).collect();
    let mut s = s;
    for row in &rows[..4] {
        let intent = s.field("Marketplace Purchase Intent");
        let name = s.app.sheet.layout().name(intent).to_owned();
        s = s.at(row.number(), &name).keys("<enter>yes<enter>");
    }
    let s = s.keys("<ctrl-s>");
    let Some(review) = s.app.mode.panel::<ReviewPanel>() else { panic!("the review is open") };
    let rows: Vec<Row> = review.plan.ready().collect();
    assert!(rows.len() > 1 && rows.is_sorted(), "{rows:?}");
    assert_eq!(
        s.keys("<esc>of").app.order.rows().collect::<Vec<_>>(),
        Row::first(60).collect::<Vec<_>>()
    );
}

#[test]
fn the_title_names_the_sort_column_even_if_it_is_out_of_view() {
    let mut s = Session::rejected().at(1, "Marketplace Purchase Intent").keys("od");
    assert_eq!(s.message(), "Sorted by Intent, largest first; of goes back to file order.");
    let mut title = |keys: &str| {
        s = std::mem::replace(&mut s, Session::rejected()).keys(keys);
        s.screen().lines().next().unwrap_or_default().to_owned()
    };
    assert!(title("0").starts_with(" leads.csv · by Intent "), "{}", title(""));
    assert!(title("fx").starts_with(" leads.csv · only failed · by Intent "), "{}", title(""));
    assert!(title("ffof").starts_with(" leads.csv · 19 of 52 columns "), "{}", title(""));
    let s = Session::rejected().keys("fx");
    assert_eq!(s.message(), "1 of 60 leads is shown; ff shows all.");
}

#[test]
fn moving_and_undoing_follow_the_shown_leads() {
    let s = Session::sample().at(1, "Partner Referral Status").keys("fvG");
    let last = s.app.order.row(s.app.order.len() - 1);
    assert_eq!(Some(s.app.viewport.row), last);
    let s = s.keys("jjj");
    assert_eq!(Some(s.app.viewport.row), last);
    // An undo whose cell is hidden shows all leads again rather than acting unseen.
    let hidden =
        Row::first(60).find(|row| s.app.order.position(*row).is_none()).expect("some are hidden");
    let s = Session::sample().at(hidden.number(), "Lead Name").keys("ccedited<enter>");
    let s = s.at(1, "Partner Referral Status").keys("fvu");
    assert_eq!((s.app.viewport.row, s.app.order.len()), (hidden, 60));
}

#[test]
fn a_search_goes_to_the_first_match_while_it_is_typed_and_n_to_the_next() {
    let s = Session::sample().keys("/fabrikam");
    assert!(matches!(s.app.mode, Mode::Prompt(_)));
    let CellRef { row, field } = s.app.cell();
    assert!(s.app.sheet.text(row, field).to_lowercase().contains("fabrikam"));
    let s = s.keys("<enter>");
    assert!(s.message().starts_with("match 1 of "), "{}", s.message());
    let s = s.keys("n");
    assert!(s.message().starts_with("match 2 of "), "{}", s.message());
    assert_ne!(CellRef::new(row, field), s.app.cell());
    let s = s.keys("NN");
    assert!(s.message().contains("from the other end"), "{}", s.message());
    // After Esc, n goes to problems again.
    let s = s.keys("<esc>n");
    assert!(s.message().contains("problem") || s.message().contains("No problems"));
}

#[test]
fn cancelling_a_search_returns_to_its_start() {
    let s = Session::sample().at(3, "Lead Name").keys("/fabrikam<esc>");
    assert_eq!(s.app.viewport.row, Row(2));
    assert!(s.app.search.is_none());
}

#[test]
fn an_invalid_expression_is_reported_while_it_is_typed_and_not_accepted() {
    let mut s = Session::sample().keys("/<ctrl-t>(a");
    assert!(s.screen().contains("unclosed group"), "{}", s.screen());
    let s = s.keys("<enter>");
    assert!(matches!(s.app.mode, Mode::Prompt(_)));
    assert!(s.message().contains("unclosed group"), "{}", s.message());
}

#[test]
fn what_is_found_is_marked_on_the_screen() {
    let mut s = Session::sample().keys("/analytics<enter>0gg");
    let roles = s.snapshot();
    assert!(roles.contains("FFFFFFFFF"), "{roles}");
}

#[test]
fn a_column_is_found_by_its_name_and_shown_if_it_was_hidden() {
    let s = Session::sample().at(1, "Currency").keys("zh");
    let field = s.field("Currency");
    assert_eq!(s.app.columns.position(field), None);
    let s = s.keys("gccurren<enter>");
    assert_eq!(s.app.cell().field, field);
}

#[test]
fn the_list_of_columns_shows_locks_next_to_names_of_any_length() {
    let mut s = Session::open("Referral ID,Lead Name,Marketplace Purchase Intent\na,One,\n");
    s = s.keys("gc");
    let screen = s.screen();
    assert!(screen.contains("│Referral ID                  locked│"), "{screen}");
}

#[test]
fn the_editable_columns_stand_in_file_order() {
    let all = Session::sample().app.sheet.layout().len();
    let s = Session::sample().keys("ze");
    assert!(s.app.columns.len() < all);
    let fields: Vec<_> = (1..s.app.columns.len()).map(|at| s.app.columns.field(at)).collect();
    assert!(fields.is_sorted());
    for column in ["Lead Name", "Referral ID", "Notes", "Currency", "Errors"] {
        assert!(s.app.columns.position(s.field(column)).is_some(), "{column}");
    }
    assert_eq!(s.app.columns.position(s.field("Customer City")), None);
    assert_eq!(s.keys("za").app.columns.len(), all);
}

#[test]
fn the_grid_opens_with_the_columns_to_work_in_and_names_how_to_see_all() {
    let names = |s: &Session| -> Vec<String> {
        let shown = (0..s.app.columns.len()).map(|at| s.app.columns.field(at));
        shown.map(|field| s.app.short_name(field)).collect()
    };
    let mut s = Session::sample();
    let first =
        ["Lead Name", "Status", "Substatus", "Deal value", "Currency", "Close date", "Intent"];
    assert_eq!(names(&s)[..7], first);
    let screen = s.screen();
    let header = screen.lines().nth(1).unwrap_or_default();
    assert!(header.ends_with(" Intent"), "on 80 columns: {header}");
    let shown = s.app.columns.len();
    let count = format!(" · {shown} of 52 columns ");
    assert!(screen.lines().next().is_some_and(|title| title.contains(&count)), "{screen}");
    // Nothing can be done in a column of errors without errors.
    let is_shown = |s: &Session, column: &str| s.app.columns.position(s.field(column)).is_some();
    for (column, wanted) in [
        ("Customer Name", true),
        ("Declined/Lost/Error", true),
        ("Team member 1", true),
        ("Referral ID", false),
        ("Customer Address", false),
        ("Errors", false),
    ] {
        assert_eq!(is_shown(&s, column), wanted, "{column}");
    }
    let s = s.keys("$l");
    let says = format!("This is the last of {shown} columns; za shows all 52.");
    assert_eq!(s.message(), says);
    let s = s.keys("zazw");
    assert_eq!(s.app.columns.len(), shown);
    assert_eq!(s.message(), format!("Working columns: {shown} of 52; za shows all."));
    assert!(is_shown(&Session::rejected(), "Errors"));
    // One free team member is enough, until it is filled.
    let csv = "Lead Name,Referral ID,Team member 1,Team member 2,Team member 3\nOne,a,,,\n";
    let s = Session::open(csv);
    assert!(is_shown(&s, "Team member 1") && !is_shown(&s, "Team member 2"));
    let s = s.keys("zt");
    assert_eq!(s.message(), "Team member 2 is shown; the file has a column for it.");
    assert_eq!(s.app.cell().field, s.field("Team member 2"));
    let s = Session::open("Lead Name,Referral ID,Mine\nOne,a,x\n");
    assert_eq!(s.app.columns.len(), 3, "all, where there is nothing to work on");
}

#[test]
fn what_is_looked_for_in_hidden_columns_is_found_and_shown() {
    let s = Session::sample().keys("/tacoma");
    let shown = s.app.columns.len();
    let s = s.keys("<enter>");
    assert_eq!(s.app.cell(), CellRef::new(Row(1), s.field("Customer City")));
    assert_eq!(s.message(), "match 1 of 1; n for the next one, Esc ends the search");
    assert_eq!(s.app.columns.len(), shown + 1, "shown only when the search is accepted");
    let s = Session::sample().at(2, "Lead Name").keys("*gg/portland<enter>");
    assert_eq!(s.app.cell().field, s.field("Customer City"));
    let s = s.keys("ccX<enter>");
    assert!(s.message().contains("R-04"), "{}", s.message());
}

#[test]
fn columns_are_widened_narrowed_and_fitted() {
    let s = Session::sample().at(1, "Notes");
    let width = |s: &Session| s.app.columns.width(s.app.viewport.column);
    let before = width(&s);
    let s = s.keys("zl");
    assert_eq!(width(&s), before + 4);
    let s = s.keys("2zs");
    assert_eq!(width(&s), before - 4);
    let s = s.keys("zf");
    assert_eq!(width(&s), before);
}

#[test]
fn rejected_leads_of_a_results_file_are_filtered_and_visited() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/leads/results.csv");
    let s = Session::open(&std::fs::read_to_string(path).expect("the fixture"));
    let rejected: Vec<Row> =
        (s.app.sheet.rows()).filter(|row| !s.cell(row.number(), "Errors").is_empty()).collect();
    assert!(!rejected.is_empty());
    let s = s.keys("]f");
    assert_eq!(s.app.cell(), CellRef::new(rejected[0], s.field("Errors")));
    assert!(s.message().starts_with("rejected lead 1 of"), "{}", s.message());
    assert_eq!(s.keys("fx").app.order.rows().collect::<Vec<_>>(), rejected);
    let s = Session::open("Referral ID,Lead Name\na,b\n").keys("]f");
    assert!(s.message().contains("was rejected"), "{}", s.message());
}

#[test]
fn the_title_shortens_the_states_then_the_filter_and_the_name_last() {
    let mut s = Session::sample().at(1, "Marketplace").keys("gagsyes<enter>fv");
    s.app.sheet.mark_exported(&[Row(0)], &[]);
    let (long, short) = ("37 ready · 3 held back · 1 exported · 10 closed", "+37 !3 >1 #10");
    let (name, lengthy) = ("leads.csv", "leads-of-contoso-2026-11-20.csv");
    for (name, columns, start, states) in [
        (name, 120, " leads.csv · only Intent: Yes", long),
        (name, 84, " leads.csv · only Intent: Yes", short),
        (name, 60, " leads.csv · only Intent: Yes", short),
        (lengthy, 100, " leads-of-contoso-2026-11-20.csv · only Intent: Yes", short),
        (lengthy, 70, " leads-of-contoso-2026-11-20.csv · only Int… ", short),
        (lengthy, 60, " leads-of-contoso-202… · only Int… ", short),
    ] {
        s.app.name = name.to_owned();
        s.resize(columns, 24);
        let screen = s.screen();
        let title = screen.lines().next().unwrap_or_default();
        assert!(title.starts_with(start) && title.contains(states), "{title}");
    }
}

/// The leads with these statuses, as a filter by hand counts them.
fn with_status(s: &Session, fits: impl Fn(&str) -> bool) -> usize {
    let status = "Partner Referral Status";
    Row::first(60).filter(|row| fits(&s.cell(row.number(), status))).count()
}

#[test]
fn several_values_of_a_column_are_ticked_and_counted_before_they_are_shown() {
    let mut s = Session::sample().at(1, "Partner Referral Status").keys("fl");
    let screen = s.screen();
    assert!(screen.contains("[ ] New") && screen.contains("[ ] Active"), "{screen}");
    let mut s = s.keys("new<space>");
    let new = with_status(&s, |text| text == "New");
    assert!(s.screen().contains(&format!("1 ticked: {new} of 60 leads")), "{}", s.screen());
    let mut s = s.keys("<ctrl-u>active<space>");
    let both = with_status(&s, |text| matches!(text, "New" | "Active"));
    assert!(s.screen().contains(&format!("2 ticked: {both} of 60 leads")), "{}", s.screen());
    let mut s = s.keys("<enter>");
    assert_eq!(s.app.order.len() as usize, both);
    let title = s.screen().lines().next().unwrap_or_default().to_owned();
    assert!(title.contains("only Status: Active or New"), "{title}");
    // Opened again it has the same ticks, and every value to tick.
    let mut s = s.keys("fl");
    assert!(s.screen().contains(&format!("2 ticked: {both} of 60 leads")), "{}", s.screen());
    let mut s = s.keys("<ctrl-x>");
    let others = 60 - both;
    assert!(s.screen().contains(&format!("all but 2: {others} of 60 leads")), "{}", s.screen());
    let mut s = s.keys("<enter>");
    assert_eq!(s.app.order.len() as usize, others);
    let title = s.screen().lines().next().unwrap_or_default().to_owned();
    assert!(title.contains("only Status: not Active, not New"), "{title}");
    assert_eq!(s.keys("fu").app.order.len(), 60);
}

#[test]
fn ticking_all_values_shows_all_leads_and_ticking_none_is_not_applied() {
    let s = Session::sample().at(1, "Partner Referral Status").keys("fl<ctrl-t><enter>");
    assert_eq!((s.app.order.len(), s.app.filters.len()), (60, 0));
    let s = s.keys("fl<ctrl-t><ctrl-x><enter>");
    assert!(matches!(s.app.mode, Mode::Picker(_)), "the list stays open");
    assert_eq!(s.message(), "No lead would be shown; change the ticks.");
    let s = s.keys("<ctrl-t>new<ctrl-t><enter>");
    let open = with_status(&s, |text| text != "New");
    assert_eq!(s.app.order.len() as usize, open, "the ticks of a narrowed list, turned around");
}

#[test]
fn another_line_replaces_the_value_that_was_filtered_by() {
    let s = Session::sample().at(1, "Partner Referral Status").keys("flnew<enter>");
    assert_eq!(s.app.order.len() as usize, with_status(&s, |text| text == "New"));
    let s = s.keys("fl<enter>");
    assert_eq!(s.app.order.len() as usize, with_status(&s, |text| text == "New"));
    let s = s.keys("flactive<enter>");
    assert_eq!(s.app.order.len() as usize, with_status(&s, |text| text == "Active"));
    let s = s.keys("flnew<space><enter>");
    assert_eq!(
        s.app.order.len() as usize,
        with_status(&s, |text| matches!(text, "New" | "Active")),
        "a tick is added to those from before"
    );
}

#[test]
fn blank_cells_are_a_value_of_their_own() {
    let column = "Marketplace Purchase Intent";
    let s = Session::sample().at(1, column).keys("flblank<space><enter>");
    let texts = shown(&s, column);
    assert!(texts.len() > 1 && texts.iter().all(String::is_empty), "{texts:?}");
    let mut s = s;
    let title = s.screen().lines().next().unwrap_or_default().to_owned();
    assert!(title.contains("only Intent: (blank)"), "{title}");
}

#[test]
fn hiding_two_values_one_after_the_other_reads_as_one_filter() {
    let mut s = Session::sample().at(1, "Partner Referral Status").keys("fo");
    let first = s.app.order.row(0).expect("a lead is shown");
    let mut s = {
        s.app.viewport.row = first;
        s.keys("fo")
    };
    let title = s.screen().lines().next().unwrap_or_default().to_owned();
    assert!(title.matches("not ").count() == 2 && !title.contains('+'), "{title}");
    let both = s.app.order.len();
    assert!(s.keys("fu").app.order.len() > both, "the last one is removed alone");
}

#[test]
fn leads_with_errors_can_be_filtered_by() {
    let s = Session::sample().keys("sacc<enter><esc>fe");
    let has_error = |row: &Row| {
        s.app.sheet.findings().row(*row).any(|found| found.level == leadsheet::leads::Level::Error)
    };
    assert!(!s.app.order.is_empty() && s.app.order.rows().all(|row| has_error(&row)));
    assert_eq!(s.app.order.len() as usize, Row::first(60).filter(has_error).count());
}

/// The texts of the two columns that random filters are about; the last one stands in no lead.
const TEXTS: [&str; 5] = ["", "New", "Active", "Closed", "Lost"];

proptest! {
    #[test]
    fn filters_show_the_leads_that_a_naive_filter_shows(
        leads in vec((0..4_usize, 0..4_usize), 1..12),
        wanted in vec((0..2_u16, btree_set(0..5_usize, 0..4), any::<bool>()), 0..4),
    ) {
        let rows: Vec<String> = leads
            .iter()
            .enumerate()
            .map(|(n, (a, b))| format!("id{n},{},{}\n", TEXTS[*a], TEXTS[*b]))
            .collect();
        let csv = format!("Referral ID,First,Second\n{}", rows.concat());
        let sheet = Session::open(&csv).app.sheet;
        let filter = |(column, texts, is_excluded): &(u16, BTreeSet<usize>, bool)| Filter::Values {
            field: Field(u32::from(1 + column)),
            texts: texts.iter().map(|at| TEXTS[*at].to_owned()).collect(),
            is_excluded: *is_excluded,
        };
        let fits = |(a, b): &(usize, usize)| {
            wanted.iter().all(|(column, texts, is_excluded)| {
                texts.contains(if *column == 0 { a } else { b }) != *is_excluded
            })
        };
        let naive: Vec<Row> =
            leads.iter().enumerate().filter(|(_, lead)| fits(lead)).map(|(n, _)| Row::at(n)).collect();
        let filters: Vec<Filter> = wanted.iter().map(filter).collect();
        prop_assert_eq!(Order::new(&sheet, &filters, None).rows().collect::<Vec<_>>(), naive);
        // Two filters on one column are the one that describes them.
        for (a, b) in filters.iter().zip(filters.iter().skip(1)) {
            let Some(both) = a.and(b) else { continue };
            for row in sheet.rows() {
                prop_assert_eq!(both.matches(&sheet, row), a.matches(&sheet, row) && b.matches(&sheet, row));
            }
        }
    }
}

#[test]
fn leads_are_filtered_by_a_condition_on_the_column_under_the_cursor_or_another() {
    let mut s = Session::sample().at(1, "Estimated Close Date").keys("f=");
    assert!(
        s.screen()
            .contains("< today  = this quarter  > +1m  is empty: on Close date; or Outcome = Won"),
        "{}",
        s.screen()
    );
    s.press("<down>");
    let screen = s.screen();
    assert!(screen.contains("leads match: before today"), "{screen}");
    s.press("<up><up>");
    assert!(s.screen().contains("leads match: later than a month from today"), "{}", s.screen());
    s.press("<ctrl-u>> +1m");
    let count = |s: &mut Session| {
        let screen = s.screen();
        let answer = screen.lines().find(|line| line.contains(" leads match")).expect("a count");
        answer
            .split_whitespace()
            .next()
            .and_then(|word| word.parse::<u32>().ok())
            .expect("a number")
    };
    let expected = count(&mut s);
    s.press("<enter>");
    assert_eq!(s.app.order.len(), expected);
    let day = |text: &str| leadsheet::leads::kind::date::suggest(text).expect("a day");
    assert!(expected > 0 && expected < 60);
    let first = day("12/22/2026");
    assert!(shown(&s, "Estimated Close Date").iter().all(|text| day(text) > first));
    let title = s.screen().lines().next().unwrap_or_default().to_owned();
    assert!(title.contains("only Close date > +1m"), "{title}");
    // Conditions add up, on whichever column.
    s.press("f=outcome = accepted<enter>");
    assert!(shown(&s, "Partner Referral Substatus").iter().all(|text| text == "Accepted"));
    assert!(s.app.order.len() <= expected);
    // What is wrong is said while it is typed, and the line stays open.
    s.press("ff");
    s.press("f=Deal valeu > 0");
    let screen = s.screen();
    assert!(
        screen.contains("no column is named \"Deal valeu\"; did you mean \"Deal value\"?"),
        "{screen}"
    );
    s.press("<enter>");
    assert!(
        matches!(s.app.mode, Mode::Prompt(_))
            && s.message().starts_with("Not a condition: no column")
    );
    assert_eq!(s.app.order.len(), 60);
}
