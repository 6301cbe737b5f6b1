//! The rules, by family, and the order in which they run.

mod export;
mod file;
mod header;
mod kinds;
#[cfg(test)]
pub(crate) mod probe;
mod reason;
mod required;
mod status;
mod values;
mod words;

use crate::leads::index::Row;
pub use file::is_co_sell;
pub use kinds::{KindsByRule, RowKinds, check_kinds};
pub use required::{id_key, is_id};
pub(super) use words::quoted;

use super::kind::date::DateForm;
use super::kind::member::Member;
use super::scope::QuickCheck;
use super::{
    Check, Col, FileContext, Finding, Layout, Lead, Level, Report, RowKind, RowScope, Rows, Rule,
    Severity,
};
use std::cell::OnceCell;
use std::sync::LazyLock;

pub use values::member::part_of as member_part;

/// The families of rules, in the order in which they run and are listed.
static FAMILIES: [&[Rule]; 18] = [
    &file::RULES,
    &header::RULES,
    &required::RULES,
    &status::STATUS,
    &status::TRANSITIONS,
    &reason::REASONS,
    &reason::STAGES,
    &values::text::NAMES,
    &values::amount_currency::AMOUNTS,
    &values::amount_currency::CURRENCIES,
    &values::date::RULES,
    &values::list::INTENTS,
    &values::member::RULES,
    &values::list::OFFERS,
    &values::list::MATCHES,
    &values::text::TEXTS,
    &values::locked::RULES,
    &export::RULES,
];

/// What is known of a row before any rule looks at it, and what is wanted of it.
#[derive(Clone, Copy)]
struct RowClass {
    kind: RowKind,
    changed: bool,
    to_scan: bool,
    /// Whether only findings of rules are wanted that hold back each row.
    errors_only: bool,
}

impl RowClass {
    const COUNT: usize = RowKind::ALL.len() * 8;

    fn new(row: &Lead, kind: RowKind, report: &Report, min_level: Level) -> Self {
        Self {
            kind,
            changed: row.is_changed(),
            to_scan: !row.to_scan.is_empty(),
            errors_only: min_level > Level::Note && !report.is_of_candidate(),
        }
    }

    /// A dense number for it, below [`RowClass::COUNT`].
    fn number(self) -> usize {
        let flags = [self.changed, self.to_scan, self.errors_only];
        flags.into_iter().fold(self.kind as usize, |number, flag| number * 2 + usize::from(flag))
    }

    /// All classes, by number.
    fn all() -> [Self; Self::COUNT] {
        std::array::from_fn(|number| Self {
            kind: RowKind::ALL[number / 8],
            changed: number & 4 != 0,
            to_scan: number & 2 != 0,
            errors_only: number & 1 != 0,
        })
    }

    /// Whether a rule can find something that is wanted.
    fn needs(self, rule: &Rule) -> bool {
        let scope = rule.check.row_scope();
        scope.is_some_and(|scope| scope.includes(self.kind, self.changed, self.to_scan))
            && (!self.errors_only || rule.severity == Severity::Error)
    }

    /// The rules that run on its rows, in their order.
    fn rules(self) -> Vec<RuleGroup> {
        let mut groups: Vec<RuleGroup> = Vec::new();
        for rule in all().filter(|rule| self.needs(rule)) {
            let unless = rule.check.row_scope().and_then(RowScope::quick_check);
            match groups.last_mut() {
                Some(last) if last.has_check(unless) => last.rules.push(rule),
                _ => groups.push(RuleGroup { rules: vec![rule], unless }),
            }
        }
        groups
    }
}

/// Neighbouring rules with the same quick check, which runs once for all of them.
struct RuleGroup {
    rules: Vec<&'static Rule>,
    unless: Option<QuickCheck>,
}

impl RuleGroup {
    fn has_check(&self, other: Option<QuickCheck>) -> bool {
        match (self.unless, other) {
            (Some(own), Some(other)) => std::ptr::fn_addr_eq(own, other),
            (own, other) => own.is_none() && other.is_none(),
        }
    }
}

/// The rules that look at one row, by the number of its [`RowClass`]: the scopes of [`FAMILIES`], worked
/// out once.
static BY_CLASS: LazyLock<[Vec<RuleGroup>; RowClass::COUNT]> =
    LazyLock::new(|| RowClass::all().map(RowClass::rules));

/// All rules, in the order in which they run.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.into_iter().flatten()
}

/// The rule with this code.
pub fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code == code)
}

/// Runs the rules that look at one row, and appends what they find.
///
/// With [`Level::Warning`] as the least level, rules that could only give notes in this row don't
/// run: nearly all of them, while the row isn't going to be uploaded.
pub fn check_row(row: &Lead, number: Row, min_level: Level, out: &mut Vec<Finding>) {
    #[cfg(test)]
    probe::count();
    let Some(kind) = row.kind() else { return };
    let mut report = Report::row(&file::RULES[0], row, number, out);
    let cache = RowCache::default();
    for group in &BY_CLASS[RowClass::new(row, kind, &report, min_level).number()] {
        if group.unless.is_some_and(|finds_nothing| finds_nothing(row)) {
            continue;
        }
        for rule in &group.rules {
            if report.for_rule(rule, min_level) {
                run(rule, row, &cache, &mut report);
            }
        }
    }
    if kind == RowKind::Open {
        row.context.house.check_row(row, number, min_level, out);
    }
}

/// What several rules read of a row, once the first of them has asked.
#[derive(Default)]
struct RowCache<'r> {
    members: OnceCell<Vec<Member<'r>>>,
    date: OnceCell<Option<DateForm<'r>>>,
}

/// Runs a rule that looks at one row.
fn run<'r>(rule: &Rule, row: &Lead<'r>, cache: &RowCache<'r>, report: &mut Report) {
    match rule.check {
        Check::Row(_, check) => check(row, report),
        Check::Members(_, check) => {
            check(row, cache.members.get_or_init(|| values::member::read(row)), report);
        }
        Check::CloseDate(_, check) => {
            let date = cache.date.get_or_init(|| DateForm::read(row.text(Col::CloseDate)));
            if let Some(date) = date {
                check(row, date, report);
            }
        }
        _ => {}
    }
}

/// The rules that look at the header or at all rows together.
pub fn of_file() -> impl Iterator<Item = &'static Rule> {
    all().filter(|rule| matches!(rule.check, Check::Header(_) | Check::Rows(_) | Check::Kinds(..)))
}

/// Appends what blocks the whole file, independent of its content.
pub fn check_house(context: &FileContext, out: &mut Vec<Finding>) {
    context.house.check_file(out);
}

/// Runs a rule that looks at the header or at all rows together, and returns the kinds of the rows if it asks for them.
pub fn check_file(
    rule: &'static Rule,
    rows: &dyn Rows,
    out: &mut Vec<Finding>,
) -> Option<RowKinds> {
    let layout: &Layout = rows.layout();
    let mut report = Report::file(rule, layout, out);
    match rule.check {
        Check::Header(check) => check(layout, &mut report),
        Check::Rows(check) => check(rows, &mut report),
        Check::Kinds(_, kind_of, _) => return kinds::check_all(rule, kind_of, rows, &mut report),
        _ => {}
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::index::Field;
    use crate::leads::{Access, COLUMNS, Origin, Reference, UploadResult, is_simple_ascii};

    #[test]
    fn every_rule_has_its_texts_and_its_own_code_in_order() {
        for family in FAMILIES {
            let letter = &family[0].code[..2];
            assert!(family.is_sorted_by(|a, b| a.code < b.code), "{letter}");
            for rule in family {
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
    fn the_numbers_of_the_classes_are_dense() {
        for (number, class) in RowClass::all().into_iter().enumerate() {
            assert_eq!(class.number(), number);
        }
    }

    #[test]
    fn rules_run_on_the_rows_that_their_entries_name() {
        let on = |kind| {
            let class = RowClass { kind, changed: true, to_scan: true, errors_only: false };
            let rules = class.rules().into_iter().flat_map(|group| group.rules);
            rules.map(|rule| rule.code).collect::<Vec<_>>()
        };
        assert_eq!(on(RowKind::Ragged), ["F-05", "F-17", "R-04", "R-05"]);
        assert_eq!(on(RowKind::Closed), ["R-01", "R-02", "R-04", "R-05", "R-06"]);
        let open = on(RowKind::Open);
        let of_rows = all().filter(|rule| rule.check.row_scope().is_some());
        assert!(of_rows.map(|rule| rule.code).eq(open));
    }

    /// Texts that some columns may hold and others may not.
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

    /// Runs each rule on the rows that its quick check leaves out: the rows of the sample, with one cell
    /// after the other changed.
    #[test]
    fn cells_that_the_quick_check_skips_have_no_finding() {
        let sample = include_str!("../../../assets/sample-leads.csv");
        let mut sample = csv::ReaderBuilder::new().flexible(true).from_reader(sample.as_bytes());
        let header: Vec<String> =
            sample.headers().expect("a header").iter().map(str::to_owned).collect();
        let layout = Layout::new(header);
        let context =
            FileContext::new(chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"));
        let mut skipped = 0;
        for record in sample.records().step_by(4) {
            let record = record.expect("a record");
            let loaded: Vec<&str> = record.iter().collect();
            for (field, text) in (0..loaded.len()).flat_map(|f| TEXTS.map(|text| (f, text))) {
                let mut current = loaded.clone();
                current[field] = text;
                let to_scan: Vec<Field> = Field::first(current.len())
                    .filter(|f| !is_simple_ascii(current[f.index()]))
                    .collect();
                let changed: Vec<Field> = Field::first(current.len())
                    .filter(|f| current[f.index()] != loaded[f.index()])
                    .collect();
                for origin in [Origin::Download, Origin::Upload] {
                    let row = Lead {
                        layout: &layout,
                        loaded: if origin == Origin::Upload { &current } else { &loaded },
                        current: &current,
                        origin,
                        to_scan: &to_scan,
                        changed: if origin == Origin::Upload { &[] } else { &changed },
                        reference: Reference::File,
                        upload_result: UploadResult::Unknown,
                        broken: None,
                        portal_errors: "",
                        corrected: &changed,
                        context: &context,
                    };
                    let quick =
                        |rule: &Rule| rule.check.row_scope().and_then(RowScope::quick_check);
                    for rule in all().filter(|rule| quick(rule).is_some_and(|check| check(&row))) {
                        skipped += 1;
                        let mut found = Vec::new();
                        let mut report = Report::row(rule, &row, Row(0), &mut found);
                        run(rule, &row, &RowCache::default(), &mut report);
                        let name = layout.name(Field::at(field));
                        assert!(found.is_empty(), "{name} {text:?}: {found:?}");
                    }
                }
            }
        }
        assert!(skipped > 10_000, "{skipped}");
    }
}
