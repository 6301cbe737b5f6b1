//! Which rows are shown, and in which order: filters and sorting.

use crate::leads::condition::ComparedAs;
use crate::leads::index::{index, number};
use crate::leads::kind::cell::CellAmount;
use crate::leads::{Field, Kind, Pattern, Row};
use crate::sheet::order::filter::Filter;
use crate::sheet::sheet::Sheet;
use chrono::NaiveDate;
use std::cmp::Ordering;

/// Which column the leads are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// The field of the column.
    pub field: Field,
    /// Whether the largest comes first. Empty cells come last either way.
    pub descending: bool,
}

/// Which rows are shown, and in which order: numbers of rows, never a copy of them.
///
/// A row keeps its place until the order is worked out again: an edit doesn't make the lead under the
/// cursor vanish or jump.
#[derive(Clone, Debug, Default)]
pub struct Order {
    total: u32,
    shown: Option<VisibleRows>,
}

/// The rows that are shown, and where.
#[derive(Clone, Debug)]
struct VisibleRows {
    rows: Vec<Row>,
    /// The position of each row of the file, or [`HIDDEN`].
    at: Vec<u32>,
}

const HIDDEN: u32 = u32::MAX;

impl Order {
    /// All rows of a sheet in file order.
    pub fn in_file_order(sheet: &Sheet) -> Self {
        Self { total: number(sheet.row_count()), shown: None }
    }

    /// Works out which rows fit every filter, sorted, or in file order.
    pub fn new(sheet: &Sheet, filters: &[Filter], sort: Option<Sort>) -> Self {
        if filters.is_empty() && sort.is_none() {
            return Self::in_file_order(sheet);
        }
        let fits = |row: &Row| filters.iter().all(|filter| filter.matches(sheet, *row));
        let mut rows: Vec<Row> = sheet.rows().filter(fits).collect();
        if let Some(sort) = sort {
            sort.apply(sheet, &mut rows);
        }
        let mut at = vec![HIDDEN; sheet.row_count()];
        for (position, row) in rows.iter().enumerate() {
            at[row.index()] = number(position);
        }
        Self { total: number(sheet.row_count()), shown: Some(VisibleRows { rows, at }) }
    }

    /// The number of rows that are shown.
    pub fn len(&self) -> u32 {
        self.shown.as_ref().map_or(self.total, |shown| number(shown.rows.len()))
    }

    /// Tells whether no row is shown.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row at a position, which is counted from 0.
    pub fn row(&self, position: u32) -> Option<Row> {
        match &self.shown {
            Some(shown) => shown.rows.get(index(position)).copied(),
            None => (position < self.total).then_some(Row::at(index(position))),
        }
    }

    /// The position of a row, if it's shown.
    pub fn position(&self, row: Row) -> Option<u32> {
        match &self.shown {
            Some(shown) => shown.at.get(row.index()).copied().filter(|at| *at != HIDDEN),
            None => Some(number(row.index())).filter(|position| *position < self.total),
        }
    }

    /// Returns the position of a row, or of the next row of the file that is shown, or the last one.
    pub fn nearest(&self, row: Row) -> u32 {
        let next = row.until(Row::at(index(self.total))).find_map(|row| self.position(row));
        next.unwrap_or_else(|| self.len().saturating_sub(1))
    }

    /// Iterates over the shown rows from top to bottom.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = Row> + ExactSizeIterator + '_ {
        (0..self.len()).map(|position| self.row(position).unwrap_or_default())
    }
}

impl Sheet {
    /// Tells whether any cell of a row has a pattern.
    pub fn has(&self, row: Row, pattern: &Pattern) -> bool {
        let mut has = false;
        self.find(row, pattern, |_| {
            has = true;
            false
        });
        has
    }

    /// Tells whether a cell has a pattern.
    #[cfg(feature = "tui")]
    pub(crate) fn has_in(&self, row: Row, field: Field, pattern: &Pattern) -> bool {
        let table = self.table();
        let is_as_in_file = |(_, is_all): &(_, bool)| *is_all && !table.has_stray_quotes(row);
        match (self.changed_text(row, field), pattern.in_file().filter(is_as_in_file)) {
            (Some(text), _) => pattern.is_in(text),
            (None, Some((needle, _))) => needle.find(table.raw(row, field), 0).is_some(),
            (None, None) => pattern.is_in(&table.cell(row, field)),
        }
    }

    /// Calls a function with each field of a row whose cell has a pattern, until it returns `false`. The changed
    /// ones come last.
    pub(crate) fn find(&self, row: Row, pattern: &Pattern, mut found: impl FnMut(Field) -> bool) {
        let (table, changes) = (self.table(), self.changes_of(row));
        let Some((needle, is_all)) = pattern.in_file().filter(|_| !table.has_stray_quotes(row))
        else {
            let mut fields = Field::first(self.layout().len());
            let _stopped =
                fields.all(|field| !pattern.is_in(&self.text(row, field)) || found(field));
            return;
        };
        let columns = self.layout().len();
        if is_all && changes.is_empty() {
            // Nearly all leads: what is found in the file's bytes is all there is to find.
            return table.find(row, needle, |field| field.index() >= columns || found(field));
        }
        let mut goes_on = true;
        table.find(row, needle, |field| {
            let is_own = field.index() < columns
                && changes.binary_search_by_key(&field, |(field, _)| *field).is_err();
            if is_own && (is_all || pattern.is_in(&table.cell(row, field))) {
                goes_on = found(field);
            }
            goes_on
        });
        let mut changes = changes.iter().filter(|(_, text)| pattern.is_in(text));
        let _stopped = goes_on && changes.all(|(field, _)| found(*field));
    }
}

impl Sort {
    fn apply(self, sheet: &Sheet, rows: &mut Vec<Row>) {
        let read = reader(sheet, self.field);
        let mut keyed: Vec<(SortKey, Row)> = rows.iter().map(|row| (read(*row), *row)).collect();
        keyed.sort_by(|(a, _), (b, _)| match (a == &SortKey::Empty, b == &SortKey::Empty) {
            (false, false) if self.descending => b.compare(a),
            (false, false) => a.compare(b),
            (a, b) => a.cmp(&b),
        });
        *rows = keyed.into_iter().map(|(_, row)| row).collect();
    }
}

/// What a cell is sorted by: what it means in its column, and as a text where it means nothing.
#[derive(Clone, Debug, PartialEq)]
enum SortKey {
    Day(NaiveDate),
    Amount(CellAmount<'static>),
    Number(f64),
    Text(String),
    Empty,
}

impl SortKey {
    /// Compares two keys: what the column understands comes before what it doesn't.
    fn compare(&self, other: &Self) -> Ordering {
        let rank = |key: &Self| match key {
            Self::Day(_) | Self::Amount(_) | Self::Number(_) => 0,
            Self::Text(_) => 1,
            Self::Empty => 2,
        };
        match (self, other) {
            (Self::Day(a), Self::Day(b)) => a.cmp(b),
            (Self::Amount(a), Self::Amount(b)) => a.compare(b),
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (a, b) => rank(a).cmp(&rank(b)),
        }
    }
}

/// How the cells of a field are read for sorting.
fn reader(sheet: &Sheet, field: Field) -> impl Fn(Row) -> SortKey {
    let col = sheet.layout().col(field);
    let is_date = ComparedAs::of(col) == ComparedAs::Date;
    let is_amount = col.is_some_and(|col| matches!(col.column().kind, Kind::Amount));
    move |row| {
        let text = sheet.text(row, field);
        let text = text.trim();
        if text.is_empty() {
            return SortKey::Empty;
        }
        // Numbers are read in every other column: stages, but the portal's own columns, too.
        let number = || text.parse().ok().filter(|n: &f64| n.is_finite());
        let meant = match (is_date, is_amount) {
            (true, _) => sheet.day(row, field).one().map(SortKey::Day),
            (_, true) => sheet.amount(row, field).one().map(SortKey::Amount),
            _ => number().map(SortKey::Number),
        };
        meant.unwrap_or_else(|| SortKey::Text(text.to_lowercase()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Order, Sort};
    use crate::leads::{Field, Origin, Pattern, Row};
    use crate::sheet::edit::Edit;
    use crate::sheet::order::filter::Filter;
    use crate::sheet::sheet::Sheet;
    use crate::table::Table;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn sheet(column: &str, cells: &[&str]) -> Sheet {
        let rows: Vec<String> =
            cells.iter().enumerate().map(|(n, cell)| format!("id{n},\"{cell}\"")).collect();
        let text = format!("Referral ID,{column}\n{}\n", rows.join("\n"));
        let table = Table::parse(text, b',').expect("well-formed");
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        Sheet::new(table, Origin::Download, today)
    }

    fn sorted(column: &str, cells: &[&str], descending: bool) -> Vec<Row> {
        let sort = Sort { field: Field(1), descending };
        Order::new(&sheet(column, cells), &[], Some(sort)).rows().collect()
    }

    #[test]
    fn dates_sort_by_day_numbers_by_size_texts_by_letter_and_empty_cells_last() {
        let dates = ["12/01/2026", "", "01/05/2027", "02/01/2026"];
        assert_eq!(sorted("Estimated Close Date", &dates, false), [Row(3), Row(0), Row(2), Row(1)]);
        assert_eq!(sorted("Estimated Close Date", &dates, true), [Row(2), Row(0), Row(3), Row(1)]);
        assert_eq!(
            sorted("Deal Value", &["90", "1000", "x", "9.5", ""], false),
            [Row(3), Row(0), Row(1), Row(2), Row(4)]
        );
        assert_eq!(
            sorted("Deal Value", &["1,250.00", "12.563", "900"], false),
            [Row(2), Row(0), Row(1)],
            "an amount that can mean two is none"
        );
        assert_eq!(
            sorted("Lead Created Date", &["01-31-2026", "12-15-2025"], false),
            [Row(1), Row(0)]
        );
        assert_eq!(
            sorted("Lead Name", &["b", "A", "", "a"], false),
            [Row(1), Row(3), Row(0), Row(2)]
        );
    }

    #[test]
    fn filters_combine_and_rows_have_their_positions() {
        let sheet = sheet("Lead Name", &["one", "two", "three", "Two more"]);
        let pattern = Pattern::text("two").expect("a text");
        let has = Filter::Has { field: Some(Field(1)), pattern };
        let order = Order::new(&sheet, std::slice::from_ref(&has), None);
        assert_eq!(order.rows().collect::<Vec<_>>(), [Row(1), Row(3)]);
        assert_eq!((order.position(Row(3)), order.position(Row(2))), (Some(1), None));
        assert_eq!(
            (order.nearest(Row(2)), order.nearest(Row(0)), order.nearest(Row(9))),
            (1, 0, 1)
        );
        let value = Filter::value(Field(1), "two");
        assert_eq!(Order::new(&sheet, &[has, value], None).rows().collect::<Vec<_>>(), [Row(1)]);
    }

    #[test]
    fn a_text_is_found_in_a_change_and_not_in_the_old_text() {
        let mut sheet = sheet("Lead Name", &["one", "two \"\"x\"\""]);
        sheet.apply(Edit::cell("edit", Row(0), Field(1), "new")).expect("let through");
        let rows = |typed: &str| {
            let pattern = Pattern::text(typed).expect("a text");
            Order::new(&sheet, &[Filter::Has { field: None, pattern }], None)
                .rows()
                .collect::<Vec<_>>()
        };
        assert_eq!(rows("new"), [Row(0)]);
        assert_eq!(rows("one"), [Row(0); 0]);
        assert_eq!(rows("o \"x\""), [Row(1)]);
    }

    #[test]
    fn a_text_is_found_where_its_letters_are_repeated() {
        let text = "Referral ID,Lead Name,Notes\na,00001,BBBb\nb,0001,bbb\n";
        let table = Table::parse(text.to_owned(), b',').expect("well-formed");
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let sheet = Sheet::new(table, Origin::Download, today);
        for (typed, want) in
            [("001", [true, true]), ("BBb", [true, false]), ("00001", [true, false])]
        {
            let pattern = Pattern::text(typed).expect("a text");
            assert_eq!([Row(0), Row(1)].map(|row| sheet.has(row, &pattern)), want, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn a_text_is_found_in_the_bytes_of_the_file_where_cells_have_it(
            rows in prop::collection::vec(
                prop::collection::vec(
                    prop::sample::select(vec![
                        "", "ab", "a b", "\"a,b\"", "\"a\"\"b\"", "\"ab\"c", "\"a\"b\"", "a\"b", "\"\"\"\"",
                        "\"b\n\u{17f}\"", "\u{212a}k", "É", "\"\"", "B,A",
                    ]),
                    1..6,
                ),
                1..6,
            ),
            edits in prop::collection::vec((0..6_u32, 0..4_u32, "[abBk\"é, ]{0,3}"), 0..5),
            typed in prop_oneof![
                prop::sample::select(vec!["bc", "a\"", "\"b", "\"", "b,", "ks", "\"\""]).prop_map(str::to_owned),
                "[aAbBkscé\", ]{1,3}",
            ],
        ) {
            let rows: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
            let text = format!("Referral ID,Lead Name,Notes,Other\n{}\n", rows.join("\n"));
            let Ok(table) = Table::parse(text, b',') else { return Ok(()) };
            let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
            let mut sheet = Sheet::new(table, Origin::Download, today);
            for (row, field, text) in edits {
                let _refused = sheet.apply(Edit::cell("edit", Row(row), Field(field), text));
            }
            for pattern in [Pattern::text(&typed), Pattern::regex(&regex::escape(&typed))] {
                let pattern = pattern.expect("a pattern");
                for row in sheet.rows() {
                    let mut found = Vec::new();
                    sheet.find(row, &pattern, |field| { found.push(field); true });
                    found.sort_unstable();
                    let fields = sheet.layout().fields();
                    let has: Vec<Field> =
                        fields.filter(|field| pattern.is_in(&sheet.text(row, *field))).collect();
                    prop_assert_eq!(&found, &has, "{} in {:?}", typed, sheet.table().row_text(row));
                    prop_assert_eq!(sheet.has(row, &pattern), !has.is_empty());
                }
            }
        }
    }
}
