//! The rules, by family, and the order in which they run.

mod export;
mod file;
mod header;
#[cfg(test)]
mod probe;
mod reason;
mod required;
mod status;
mod values;
mod words;

pub use file::is_co_sell;
pub use required::id_key;

use super::kind::date::DateForm;
use super::kind::member::Member;
use super::{Check, Col, Finding, Layout, Level, Report, Row, Rows, Rule, Severity, UploadResult};
use std::cell::OnceCell;
use std::sync::LazyLock;

pub use values::member::part_of as member_part;

/// The families of rules, in the order in which they run and are listed.
static FAMILIES: [Family; 18] = [
    Family::of(&file::RULES),
    Family::of(&header::RULES),
    Family::of(&required::RULES),
    Family::unless(status::is_ordinary, &status::STATUS),
    Family::of(&status::TRANSITIONS),
    Family::unless(reason::is_none_due, &reason::REASONS),
    Family::unless(reason::is_documented, &reason::STAGES),
    Family::unless(values::text::is_ordinary_name, &values::text::NAMES),
    Family::unless(values::amount_currency::is_ordinary_amount, &values::amount_currency::AMOUNTS),
    Family::unless(
        values::amount_currency::is_ordinary_currency,
        &values::amount_currency::CURRENCIES,
    ),
    Family::of(&values::date::RULES),
    Family::unless(values::list::is_intent, &values::list::INTENTS),
    Family::of(&values::member::RULES),
    Family::of(&values::list::OFFERS),
    Family::of(&values::list::MATCHES),
    Family::of(&values::text::TEXTS),
    Family::of(&values::locked::RULES),
    Family::of(&export::RULES),
];

/// Rules about one thing.
struct Family {
    rules: &'static [Rule],
    /// Tells by a quick look that a row is as most rows are, so that none of the rules that look at
    /// one row can find anything in it. It may say no of a row in which nothing is found.
    is_quiet: fn(&Row) -> bool,
}

impl Family {
    const fn of(rules: &'static [Rule]) -> Self {
        Self { rules, is_quiet: |_| false }
    }

    const fn unless(is_quiet: fn(&Row) -> bool, rules: &'static [Rule]) -> Self {
        Self { rules, is_quiet }
    }
}

/// The rules of a family that run in some rows.
struct Due {
    rules: Vec<&'static Rule>,
    is_quiet: fn(&Row) -> bool,
}

/// What is known of a row before any rule looks at it, and what is wanted of it.
#[derive(Clone, Copy)]
struct Glance {
    changed: bool,
    odd: bool,
    /// Whether only findings of rules are wanted that hold back each row.
    errors_only: bool,
}

impl Glance {
    const COUNT: usize = 8;

    fn at(row: &Row, report: &Report, least: Level) -> Self {
        Self {
            changed: row.is_changed(),
            odd: !row.odd.is_empty(),
            errors_only: least > Level::Note && !report.is_of_candidate(),
        }
    }

    /// Returns a dense number for it, below [`Glance::COUNT`].
    fn number(self) -> usize {
        usize::from(self.changed) | usize::from(self.odd) << 1 | usize::from(self.errors_only) << 2
    }

    fn all() -> [Self; Self::COUNT] {
        let is = |number: usize, bit: usize| number & bit != 0;
        std::array::from_fn(|n| Self { changed: is(n, 1), odd: is(n, 2), errors_only: is(n, 4) })
    }

    /// Tells whether a rule can find something that is wanted.
    fn needs(self, rule: &Rule) -> bool {
        let has_subject = match rule.check {
            Check::Changed(_) => self.changed,
            Check::Odd(_) => self.odd,
            check => check.is_of_row(),
        };
        has_subject && (!self.errors_only || rule.severity == Severity::Error)
    }
}

/// The rules that run in a row, by the number of its [`Glance`].
type ByGlance = [Vec<Due>; Glance::COUNT];

/// The rules that look at one row.
static OF_ROWS: LazyLock<ByGlance> = LazyLock::new(|| of_rows(|_| true));

/// The rules that look at a row with another number of fields than the header.
///
/// Its cells can't be matched with columns, so no other rule can say anything about them.
const OF_RAGGED_ROWS: [&str; 3] = ["F-05", "R-04", "R-05"];

/// The rules that look at a row that came Closed: nothing else in it can be put right.
const OF_CLOSED_ROWS: [&str; 5] = ["R-01", "R-02", "R-04", "R-05", "R-06"];

static RAGGED: LazyLock<ByGlance> =
    LazyLock::new(|| of_rows(|rule| OF_RAGGED_ROWS.contains(&rule.code)));
static CLOSED: LazyLock<ByGlance> =
    LazyLock::new(|| of_rows(|rule| OF_CLOSED_ROWS.contains(&rule.code)));

/// Returns those of some rules that look at one row, in their order.
fn of_rows(wanted: impl Fn(&Rule) -> bool) -> ByGlance {
    let due = |glance: Glance, family: &Family| {
        let rules = family.rules.iter().filter(|rule| wanted(rule) && glance.needs(rule));
        Due { rules: rules.collect(), is_quiet: family.is_quiet }
    };
    Glance::all().map(|glance| {
        let families = FAMILIES.iter().map(|family| due(glance, family));
        families.filter(|due| !due.rules.is_empty()).collect()
    })
}

/// Iterates over all rules.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.rules)
}

/// Returns the rule with this code.
pub fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code == code)
}

/// Runs the rules that look at one row, and appends what they find.
///
/// With [`Level::Warning`] as the least level, rules that could only give notes in this row don't
/// run: nearly all of them, while the row isn't going to be uploaded. An empty row is left to the
/// rule that lists all of them (F-10), and of a row that Partner Center took nothing is left to say.
pub fn check_row(row: &Row, number: u32, least: Level, out: &mut Vec<Finding>) {
    if (row.is_blank() && !row.is_changed()) || row.last == UploadResult::Accepted {
        return;
    }
    let rules = match (row.is_ragged(), row.was_closed()) {
        (true, _) => &RAGGED,
        (false, true) => &CLOSED,
        (false, false) => &OF_ROWS,
    };
    let mut report = Report::row(&file::RULES[0], row, number, out);
    let read = Read::default();
    for due in &rules[Glance::at(row, &report, least).number()] {
        if (due.is_quiet)(row) {
            continue;
        }
        for rule in &due.rules {
            if report.for_rule(rule, least) {
                run(rule, row, &read, &mut report);
            }
        }
    }
}

/// What several rules read of a row, once the first of them has asked.
#[derive(Default)]
struct Read<'r> {
    members: OnceCell<Vec<Member<'r>>>,
    date: OnceCell<Option<DateForm<'r>>>,
}

/// Runs a rule that looks at one row.
fn run<'r>(rule: &Rule, row: &Row<'r>, read: &Read<'r>, report: &mut Report) {
    match rule.check {
        Check::Row(check) | Check::Changed(check) | Check::Odd(check) => check(row, report),
        Check::Members(check) => {
            check(row, read.members.get_or_init(|| values::member::read(row)), report);
        }
        Check::CloseDate(check) => {
            let date = read.date.get_or_init(|| DateForm::read(row.text(Col::CloseDate)));
            if let Some(date) = date {
                check(row, date, report);
            }
        }
        _ => {}
    }
}

/// Iterates over the rules that look at the header or at all rows together.
pub fn of_file() -> impl Iterator<Item = &'static Rule> {
    all().filter(|rule| {
        matches!(
            rule.check,
            Check::Header(_) | Check::Rows(_) | Check::Column(..) | Check::Cells(..)
        )
    })
}

/// Runs a rule that looks at the header or at all rows together.
pub fn check_file(rule: &'static Rule, rows: &dyn Rows, out: &mut Vec<Finding>) {
    let layout: &Layout = rows.layout();
    let mut report = Report::file(rule, layout, out);
    match rule.check {
        Check::Header(check) => check(layout, &mut report),
        Check::Rows(check) | Check::Column(_, check) | Check::Cells(check, _) => {
            check(rows, &mut report);
        }
        _ => {}
    }
}

/// Runs the rules again that look at all cells of an edited column, or of any column.
///
/// `edited` tells whether a column was edited, and `edited_rows` are the rows with an edit. What these rules
/// found before is replaced. Most edits concern none of them, so that one takes no longer in a longer file.
pub fn check_columns(
    rows: &dyn Rows,
    edited: impl Fn(Col) -> bool,
    edited_rows: &[u32],
    out: &mut Vec<Finding>,
) {
    for rule in all() {
        let is_own = |finding: &Finding| std::ptr::eq(finding.rule, rule);
        let check = match rule.check {
            Check::Column(col, check) if edited(col) => check,
            Check::Cells(check, concerns)
                if out.iter().any(is_own)
                    || edited_rows.iter().any(|row| concerns(rows, *row as usize)) =>
            {
                check
            }
            _ => continue,
        };
        out.retain(|finding| !is_own(finding));
        check(rows, &mut Report::file(rule, rows.layout(), out));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::{Access, COLUMNS, FileContext, Origin, is_simple_ascii};

    #[test]
    fn every_rule_has_its_texts_and_its_own_code_in_order() {
        for Family { rules: family, .. } in &FAMILIES {
            let letter = &family[0].code[..2];
            assert!(family.is_sorted_by(|a, b| a.code < b.code), "{letter}");
            for rule in *family {
                assert!(rule.code.starts_with(letter) && rule.code.len() == 4, "{}", rule.code);
                assert!(rule.text.ends_with('.') && rule.help.ends_with('.'), "{}", rule.code);
                assert!(!rule.source.is_empty(), "{}", rule.code);
                assert!(std::ptr::eq(find(rule.code).expect("a rule"), rule), "{}", rule.code);
            }
        }
    }

    #[test]
    fn the_rules_that_lock_columns_exist() {
        for column in &COLUMNS {
            if let Access::Locked(code) | Access::Unlockable(code) | Access::ClearOnly(code) =
                column.access
            {
                assert!(find(code).is_some(), "{code}");
            }
        }
    }

    #[test]
    fn the_rules_that_replace_others_exist() {
        assert!(OF_RAGGED_ROWS.iter().chain(&OF_CLOSED_ROWS).all(|code| find(code).is_some()));
    }

    /// Texts of which one or another isn't what its column holds.
    const TEXTS: [&str; 22] = [
        "",
        " ",
        "x",
        "Active",
        "New",
        "Closed",
        "Won",
        "Lost",
        "Error",
        "Accepted",
        "active ",
        "0",
        "9",
        "80",
        "80%",
        "-5",
        "1,250.00",
        "usd",
        "USD",
        "Yes",
        "1/5/2027",
        "a\u{200b}\nb",
    ];

    /// Holds that a family which a quick look passes over would have found nothing, over the rows of the
    /// sample with one cell after the other changed.
    #[test]
    fn cells_that_the_quick_check_skips_have_no_finding() {
        let sample = include_str!("../../../assets/sample-leads.csv");
        let mut sample = csv::ReaderBuilder::new().flexible(true).from_reader(sample.as_bytes());
        let header: Vec<String> =
            sample.headers().expect("a header").iter().map(str::to_owned).collect();
        let layout = Layout::new(header);
        let facts = FileContext::new(chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"));
        let mut passed = 0;
        for record in sample.records().step_by(4) {
            let record = record.expect("a record");
            let loaded: Vec<&str> = record.iter().collect();
            for (field, text) in (0..loaded.len()).flat_map(|f| TEXTS.map(|text| (f, text))) {
                let mut current = loaded.clone();
                current[field] = text;
                let odd: Vec<usize> =
                    (0..current.len()).filter(|f| !is_simple_ascii(current[*f])).collect();
                let changed: Vec<usize> =
                    (0..current.len()).filter(|f| current[*f] != loaded[*f]).collect();
                for origin in [Origin::Download, Origin::Upload] {
                    let row = Row {
                        layout: &layout,
                        loaded: if origin == Origin::Upload { &current } else { &loaded },
                        current: &current,
                        origin,
                        odd: &odd,
                        changed: if origin == Origin::Upload { &[] } else { &changed },
                        last: UploadResult::Unknown,
                        said: "",
                        corrected: &changed,
                        facts: &facts,
                    };
                    for family in FAMILIES.iter().filter(|family| (family.is_quiet)(&row)) {
                        passed += 1;
                        let mut found = Vec::new();
                        for rule in family.rules.iter().filter(|rule| rule.check.is_of_row()) {
                            let mut report = Report::row(rule, &row, 0, &mut found);
                            run(rule, &row, &Read::default(), &mut report);
                        }
                        let said: Vec<_> =
                            found.iter().map(|f| (f.rule.code, &f.message)).collect();
                        let name = layout.name(field);
                        assert!(said.is_empty(), "{name} {text:?}: {said:?}");
                    }
                }
            }
        }
        assert!(passed > 10_000, "{passed}");
    }
}
