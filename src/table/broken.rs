//! Rows that a line end inside a cell broke, and what is taken for rows behind them.

use crate::leads::rules::is_id;
use crate::leads::{BrokenRow, Col, Field, Kind, Row};
use crate::table::table::Table;

/// The most pieces that are put together: a limit for files that have nothing but pieces.
const MAX_PIECES: usize = 100;

impl Table {
    /// The pieces of the row that a line end inside a cell broke, if this row is one of them.
    pub fn broken_row(&self, row: Row) -> Option<BrokenRow> {
        let at = self.broken.partition_point(|broken| broken.last < row);
        self.broken.get(at).copied().filter(|broken| broken.first <= row)
    }

    /// Whether a row is the rest of one before it, which a line end inside a cell broke.
    pub fn continues_broken_row(&self, row: Row) -> bool {
        self.broken_row(row).is_some_and(|broken| broken.first < row)
    }
}

/// Finds the rows that line ends broke.
///
/// The pieces of a row have the fields of one row together, a broken cell counting in both of its pieces, and of
/// two neighbours at least one can't be a row by itself. A line end in the first or the last cell of a row leaves a
/// whole row and a line of one field: where that cell can hold no text of several lines, the line stands for itself.
pub(crate) fn broken_rows(table: &Table) -> Vec<BrokenRow> {
    let mut found = Vec::new();
    let mut next = Row::default();
    while next.index() + 1 < table.len() {
        let broken = pieces(table, next);
        next = broken.map_or(next, |broken| broken.last).next();
        found.extend(broken);
    }
    found
}

/// The pieces of the row that begins with this one, if it is broken.
fn pieces(table: &Table, first: Row) -> Option<BrokenRow> {
    let width = table.width();
    let mut fields = table.fields_of(first);
    let mut last = first;
    let mut can_be_row = table.layout().accepts(fields);
    let pieces = first.next().until(Row::at(table.len())).take(MAX_PIECES);
    for piece in pieces {
        let more = table.fields_of(piece);
        let is_of_first = fields < width && fields + more <= width + 1;
        let is_of_last = fields == width && more == 1;
        // Most rows end here.
        if !(is_of_first || is_of_last)
            || is_of_last && !has_lines(table, Field::at(width - 1))
            || more == width && !has_lines(table, Field::default())
            || table.is_empty_row(piece)
        {
            break;
        }
        let had_row = std::mem::replace(&mut can_be_row, table.layout().accepts(more));
        if can_be_row && (had_row || more < width && is_id(&table.referral_id(piece))) {
            break;
        }
        fields += more - 1;
        last = piece;
    }
    let is_broken = last > first && fields == width && !table.is_empty_row(first);
    is_broken.then_some(BrokenRow { first, last })
}

/// Whether cells of a column can hold text of several lines.
fn has_lines(table: &Table, field: Field) -> bool {
    match table.layout().col(field) {
        Some(Col::EngagementId | Col::ReferralId) => false,
        Some(col) => matches!(col.column().kind, Kind::Text | Kind::LongText),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first and the last piece of each broken row, counted from 1.
    fn broken(header: &str, rows: &str) -> Vec<(usize, usize)> {
        let table = Table::parse(format!("{header}\n{rows}"), b',').expect("well-formed");
        let pieces = |row: Row| table.broken_row(row).map(|b| (b.first.number(), b.last.number()));
        let mut found: Vec<_> = table.rows().filter_map(pieces).collect();
        found.dedup();
        found
    }

    const HEADER: &str = "Engagement ID,Referral ID,Lead Name,Customer Name,Currency,Notes,Errors,\
                          Marketplace Purchase Intent";

    #[test]
    fn the_pieces_of_a_row_are_found_by_their_number_of_fields() {
        let whole = "e,r,name,c,USD,n,,Yes\n";
        for (rows, pieces, case) in [
            ("e,r,na\nme,c,USD,n,,Yes\n", &[(1, 2)][..], "in a name"),
            ("e,r,na\nm\ne,c,USD,n,,Yes\n", &[(1, 3)], "twice in a cell"),
            ("e,r,na\nme,c,USD,no\ntes,,Yes\n", &[(1, 3)], "in two cells"),
            ("e,r,name,c,USD,n,err\nor,Yes\n", &[(1, 2)], "in the last but one"),
            ("e,r,name,c,USD,n,,Yes\nor\n", &[], "not in a list"),
            ("e\ne,r,name,c,USD,n,,Yes\n", &[], "not in an ID"),
            ("e,r,name,c,USD\ne,r,name,c,USD,n\n", &[], "two short rows"),
            ("e,r\ne,00000000-0000-4000-8000-000000000001,name,c,USD,n,\n", &[], "a short lead"),
            ("e,r\ne,r,name,c,USD,n,,Yes\n", &[], "the next row is whole"),
            ("e,r,name\n,,,,,\n", &[], "the next row is empty"),
            ("e,r,name,c,USD,n,,Yes,x\ny\n", &[], "too many fields"),
        ] {
            let shifted: Vec<_> = pieces.iter().map(|(a, b)| (a + 1, b + 1)).collect();
            assert_eq!(broken(HEADER, &format!("{whole}{rows}{whole}")), shifted, "{case}");
        }
        let two = "e,r,na\nme,c,USD,n,,Yes\n".repeat(2);
        assert_eq!(broken(HEADER, &two), [(1, 2), (3, 4)]);
    }

    #[test]
    fn two_rows_that_are_short_at_their_end_are_no_pieces() {
        let header = "Referral ID,Lead Name,Team member 2,Marketplace Purchase Intent,Our own";
        assert_eq!(broken(header, "a,A\nb,B,\n\"c\",C\nd\n"), []);
    }

    #[test]
    fn a_line_behind_a_whole_row_belongs_to_its_last_cell_if_that_has_lines() {
        let header = "Referral ID,Currency,Notes";
        assert_eq!(broken(header, "a,USD,one\ntwo\nthree\nb,EUR,x\n"), [(1, 3)]);
        assert_eq!(broken("Notes,Referral ID,Currency", "x,a,USD\none\ntwo,b,EUR\n"), [(2, 3)]);
        assert_eq!(broken("Notes,Referral ID,Currency", "x,a,USD\nEUR\n"), []);
    }
}
