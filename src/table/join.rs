//! Joins the rows of two files: by Referral ID, never by position.

use crate::leads::rules;
use crate::leads::{Field, Row};
use crate::table::parallel::join;
use crate::table::table::Table;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The rows and fields of a file joined with those of another one, its *original*.
///
/// Referral IDs are compared without spaces around them and without case. Of rows with the same ID the
/// first one counts. Rows without any text don't count, and neither does the rest of a row that a line end broke.
#[derive(Clone, Debug, Default)]
pub struct Join {
    rows: Vec<Option<Row>>,
    fields: Vec<Option<Field>>,
    /// The rows with the bytes of the original's row at the same place, and so with its ID.
    identical: Vec<bool>,
    /// The rows of the file whose lead the original doesn't have, in file order.
    pub added: Vec<Row>,
    /// The rows of the original whose lead the file doesn't have, in file order.
    pub missing: Vec<Row>,
    /// The rows of the file with the ID of a row before them.
    pub duplicates: Vec<Row>,
    /// The rows of the original with the ID of a row before them.
    pub duplicates_in_original: Vec<Row>,
}

impl Join {
    /// Finds each row and field of a file in another one.
    pub fn new(file: &Table, original: &Table) -> Self {
        // Most rows of most files are identical and at the same place: their IDs needn't be looked up.
        let id_field = |table: &Table| (table.layout().referral_id(), table.delimiter());
        let has_same_form = id_field(file) == id_field(original);
        let is_identical = |row: Row| {
            has_same_form
                && row.index() < original.len()
                && file.row_text(row) == original.row_text(row)
        };
        let (theirs, identical) =
            join(|| Ids::of(original), || file.rows().map(is_identical).collect::<Vec<bool>>());
        let mut is_missing = theirs.is_first.clone();
        for &row in &theirs.without_id {
            is_missing[row.index()] = true;
        }
        let mut join = Self { duplicates_in_original: theirs.repeated, ..Self::default() };
        // The leads that the original doesn't have.
        let mut others = HashSet::new();
        for row in file.rows() {
            let at = row.index();
            if identical[at] && theirs.is_first[at] {
                join.rows.push(Some(row));
                if !std::mem::take(&mut is_missing[at]) {
                    join.duplicates.push(row);
                }
                continue;
            }
            // The ID of a piece of a row is another cell of the lead.
            let is_piece = file.continues_broken_row(row);
            let id = id(file, row);
            let found = theirs.rows.get(&id).copied().filter(|_| !is_piece);
            join.rows.push(found);
            if is_piece || file.is_empty_row(row) {
                continue;
            }
            let is_first = match found {
                Some(found) => std::mem::take(&mut is_missing[found.index()]),
                None => id.is_empty() || others.insert(id),
            };
            match found {
                _ if !is_first => join.duplicates.push(row),
                Some(_) => {}
                None => join.added.push(row),
            }
        }
        join.identical = identical;
        let rows = original.rows();
        join.missing = rows.filter(|&row| is_missing[row.index()]).collect();
        let fields = original.layout().matching(file.layout());
        join.fields = fields;
        join
    }

    /// Whether a row has the bytes of the original's row at the same place, and the ID in the same field.
    pub(crate) fn is_identical(&self, row: Row) -> bool {
        self.identical.get(row.index()).copied().unwrap_or_default()
    }

    /// The row of the original with the same lead as a row of the file.
    pub fn row(&self, row: Row) -> Option<Row> {
        self.rows.get(row.index()).copied().flatten()
    }

    /// The field of the original that is the same column as a field of the file.
    pub fn field(&self, field: Field) -> Option<Field> {
        self.fields.get(field.index()).copied().flatten()
    }

    /// Whether file and original have the same fields in the same order.
    pub(crate) fn is_field_by_field(&self, original: &Table) -> bool {
        self.fields.len() == original.width() && self.columns().all(|(field, found)| found == field)
    }

    /// The rows that both files have, each lead once: the file's and the original's.
    pub fn pairs(&self) -> impl Iterator<Item = (Row, Row)> + '_ {
        let rows = Row::first(self.rows.len()).zip(&self.rows);
        rows.filter_map(|(row, found)| Some((row, (*found)?)))
            .filter(|(row, _)| self.duplicates.binary_search(row).is_err())
    }

    /// The columns that both files have: the file's field and the original's.
    pub fn columns(&self) -> impl Iterator<Item = (Field, Field)> + '_ {
        let fields = Field::first(self.fields.len()).zip(&self.fields);
        fields.filter_map(|(field, found)| Some((field, (*found)?)))
    }
}

/// The leads of a file.
struct Ids<'t> {
    /// The first row of each.
    rows: HashMap<Cow<'t, str>, Row>,
    /// For each row, whether it is the first one of its lead.
    is_first: Vec<bool>,
    /// The rows with the ID of a row before them.
    repeated: Vec<Row>,
    /// The rows without an ID that aren't empty.
    without_id: Vec<Row>,
}

impl<'t> Ids<'t> {
    fn of(table: &'t Table) -> Self {
        let mut rows = HashMap::with_capacity(table.len());
        let mut is_first = vec![false; table.len()];
        let (mut repeated, mut without_id) = (Vec::new(), Vec::new());
        for row in table.rows().filter(|row| !table.continues_broken_row(*row)) {
            let id = id(table, row);
            if id.is_empty() {
                without_id.extend((!table.is_empty_row(row)).then_some(row));
                continue;
            }
            let first = *rows.entry(id).or_insert(row);
            is_first[row.index()] = first == row;
            repeated.extend((first != row).then_some(row));
        }
        Self { rows, is_first, repeated, without_id }
    }
}

/// The row of each lead of a file: the first one, where a lead appears twice.
pub(crate) fn rows(table: &Table) -> HashMap<Cow<'_, str>, Row> {
    Ids::of(table).rows
}

/// The Referral ID of a row, in the form in which two are compared.
fn id(table: &Table, row: Row) -> Cow<'_, str> {
    let field = table.layout().referral_id();
    field.map_or(Cow::Borrowed(""), |field| rules::id_key(table.cell(row, field)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(text: &str) -> Table {
        Table::parse(text.to_owned(), b',').expect("well-formed")
    }

    #[test]
    fn rows_are_found_by_id_in_any_order_case_and_spacing() {
        let original = table("Referral ID,Lead Name\na,1\nb,2\nc,3\n");
        let join = Join::new(&table("Lead Name,Referral ID\nx, C \ny,d\nz,A\n"), &original);
        assert_eq!(
            (join.row(Row(0)), join.row(Row(1)), join.row(Row(2))),
            (Some(Row(2)), None, Some(Row(0)))
        );
        assert_eq!((&*join.added, &*join.missing), (&[Row(1)][..], &[Row(1)][..]));
        assert_eq!(
            join.columns().collect::<Vec<_>>(),
            [(Field(0), Field(1)), (Field(1), Field(0))]
        );
    }

    #[test]
    fn a_repeated_lead_counts_once_and_is_reported() {
        let original = table("Referral ID\na\nb\nA\n");
        let join = Join::new(&table("Referral ID\nb\nB\n\"\"\n"), &original);
        assert_eq!(join.pairs().collect::<Vec<_>>(), [(Row(0), Row(1))]);
        assert_eq!(
            (&*join.duplicates, &*join.duplicates_in_original),
            (&[Row(1)][..], &[Row(2)][..])
        );
        assert_eq!(
            (&*join.missing, join.added.len()),
            (&[Row(0)][..], 0),
            "an empty row is no lead"
        );
    }

    #[test]
    fn the_rest_of_a_broken_row_is_no_lead() {
        let whole = "Referral ID,Lead Name,Notes,Currency\na,A,x,USD\n";
        let broken = "Referral ID,Lead Name,Notes,Currency\na,A\n,x,USD\n";
        for (file, original, rows) in [
            (broken, whole, vec![Some(Row(0)), None]),
            (whole, broken, vec![Some(Row(0))]),
            (broken, broken, vec![Some(Row(0)), None]),
        ] {
            let join = Join::new(&table(file), &table(original));
            assert_eq!((&join.rows, &*join.added, &*join.missing), (&rows, &[][..], &[][..]));
            assert!(join.duplicates.is_empty());
        }
    }

    #[test]
    fn a_row_with_the_same_bytes_under_another_header_is_another_lead() {
        let original = table("Referral ID,Lead Name\na,b\nb,a\n");
        let join = Join::new(&table("Lead Name,Referral ID\na,b\nb,a\n"), &original);
        assert_eq!(
            (join.row(Row(0)), join.row(Row(1)), join.is_identical(Row(0))),
            (Some(Row(1)), Some(Row(0)), false)
        );
        let join = Join::new(&table("Referral ID,Name\na,b\nc,a\na,b\n"), &original);
        assert_eq!(
            (join.row(Row(0)), join.is_identical(Row(0)), join.is_identical(Row(1))),
            (Some(Row(0)), true, false)
        );
        assert_eq!(
            (&*join.added, &*join.duplicates, &*join.missing),
            (&[Row(1)][..], &[Row(2)][..], &[Row(1)][..])
        );
    }

    #[test]
    fn rows_without_an_id_match_no_lead() {
        let join = Join::new(&table("Referral ID,X\n,1\n,2\n"), &table("Referral ID,X\n,1\n"));
        assert_eq!((&*join.added, &*join.missing), (&[Row(0), Row(1)][..], &[Row(0)][..]));
        assert_eq!(join.pairs().count(), 0);
    }

    #[test]
    fn columns_that_are_not_known_are_found_by_name_and_number() {
        let original = table("Referral ID,Colour,colour,Offers 5*\n");
        let join = Join::new(&table("COLOUR,Offer 5,Size,Colour,Referral ID\n"), &original);
        let fields: Vec<_> = (0..5).map(|field| join.field(Field(field))).collect();
        assert_eq!(fields, [Some(Field(1)), Some(Field(3)), None, Some(Field(2)), Some(Field(0))]);
    }

    proptest! {
        #[test]
        fn every_row_is_paired_added_missing_or_repeated(
            ours in prop::collection::vec("[aAb ]{0,2}", 0..8),
            theirs in prop::collection::vec("[aAb ]{0,2}", 0..8),
        ) {
            let text = |ids: &[String]| {
                ids.iter().fold("Referral ID,X\n".to_owned(), |text, id| text + id + ",x\n")
            };
            let join = Join::new(&table(&text(&ours)), &table(&text(&theirs)));
            let pairs = join.pairs().count();
            prop_assert_eq!(pairs + join.added.len() + join.duplicates.len(), ours.len());
            let rest = join.missing.len() + join.duplicates_in_original.len();
            prop_assert_eq!(pairs + rest, theirs.len());
        }
    }
}
