//! The text of an upload file.

use crate::leads::sort::sort_by_key;
use crate::leads::{Field, Row};
use crate::sheet::Sheet;
use crate::sheet::added_columns::AddedField;
use crate::table::Table;
use crate::table::escape::{COMMA, escape};
use std::borrow::Cow;
use std::ops::Range;

/// Renders an upload file with these rows, in this order.
///
/// The header and every untouched field have the bytes they came with, but *Errors* leaves empty,
/// see [`Sheet::exported_cells`]; each row keeps its own line end, and the last one has a line end only if
/// the loaded file's last one has. Fields are always separated by commas: where the loaded file has
/// another delimiter, a field with a comma in it gets quotes, and a line `sep=` is left out. A row that
/// is shorter than the header gets the empty fields that it lacks.
pub fn upload_text(sheet: &Sheet, rows: &[Row]) -> String {
    let table = sheet.table();
    let added = sheet.added_for(rows);
    let mut text = sheet.upload_header(&added).into_owned();
    for (n, &row) in rows.iter().enumerate() {
        push_row(&mut text, sheet, row, &added);
        let own = table.line_end(row);
        if n + 1 < rows.len() || table.ends_with_line_end() {
            text.push_str(if own.is_empty() { table.header_line_end() } else { own });
        }
    }
    text
}

/// A piece of a record that isn't as it was loaded.
enum RecordPiece<'s> {
    /// The new text of a field.
    Changed(Field, &'s str),
    /// The text of an added column behind a field.
    Added(Field, Cow<'s, str>),
}

fn push_row(text: &mut String, sheet: &Sheet, row: Row, added: &[AddedField]) {
    let table = sheet.table();
    // A short row gets the fields that it lacks, empty unless they were set.
    let width = Field::at(table.fields_of(row).max(table.width()));
    let own = sheet.exported_cells(row).into_iter().filter(|(field, _)| *field < width);
    let mut pieces: Vec<RecordPiece> =
        own.map(|(field, new)| RecordPiece::Changed(field, new)).collect();
    pieces.extend(added.iter().map(|a| RecordPiece::Added(a.after, sheet.text(row, a.field))));
    if !added.is_empty() {
        sort_by_key(&mut pieces, |piece| match piece {
            RecordPiece::Changed(field, _) => (*field, false),
            RecordPiece::Added(after, _) => (*after, true),
        });
    }
    let mut next = Field::default();
    for piece in pieces {
        let (until, new) = match &piece {
            RecordPiece::Changed(field, new) => {
                (*field, escape(new, table.raw(row, *field), COMMA))
            }
            RecordPiece::Added(after, new) => (after.next(), escape(new, "", COMMA)),
        };
        if next < until {
            push_fields(text, table, row, next..until);
            next = until;
        }
        if next > Field::default() {
            text.push(char::from(COMMA));
        }
        text.push_str(&new);
        if matches!(piece, RecordPiece::Changed(..)) {
            next = next.next();
        }
    }
    if next < width {
        push_fields(text, table, row, next..width);
    }
}

/// Adds untouched neighbouring fields, in one piece if the file has commas, behind a comma unless they
/// are the first ones.
fn push_fields(text: &mut String, table: &Table, row: Row, fields: Range<Field>) {
    if fields.start > Field::default() {
        text.push(char::from(COMMA));
    }
    let mut rest = fields.clone();
    if table.delimiter() == COMMA && fields.start < Field::at(table.fields_of(row)) {
        let there = fields.start..fields.end.min(Field::at(table.fields_of(row)));
        rest.start = there.end;
        text.push_str(table.raw_range(row, there));
    }
    for field in rest.start.until(rest.end) {
        if field > fields.start {
            text.push(char::from(COMMA));
        }
        text.push_str(&table.upload_raw(row, field));
    }
}

/// Returns the fields of the sheet that an upload file has, in its order: the file's, and the added
/// ones where they stand.
pub(crate) fn fields(table: &Table, added: &[AddedField]) -> Vec<Field> {
    let behind = |at: Field| added.iter().filter(move |a| a.after == at).map(|a| a.field);
    table.layout().fields().flat_map(|at| std::iter::once(at).chain(behind(at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::{Col, Origin};
    use crate::sheet::CannotAdd;
    use crate::sheet::edit::Edit;
    use crate::upload::verify;
    use chrono::NaiveDate;

    fn sheet(text: &str) -> Sheet {
        let table = Table::parse(text.to_owned(), b',').expect("well-formed");
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        Sheet::new(table, Origin::Download, today)
    }

    const FILE: &str = "\u{feff}Referral ID,\"Team member 1*\",Team member 2*,Notes\r\n\
                        a,\"x, y\",,\"n\"\r\nb,,,\r\n";

    #[test]
    fn an_added_column_follows_its_family_in_files_whose_rows_fill_it() {
        let mut sheet = sheet(FILE);
        let three = sheet.add_column(Col::TeamMember(1)).expect("there is room");
        let four = sheet.add_column(Col::TeamMember(1)).expect("there is room");
        assert_eq!(
            (three, four, sheet.layout().name(Field(4))),
            (Field(4), Field(5), "Team member 3*")
        );
        assert_eq!(upload_text(&sheet, &[Row(0)]), FILE.replace("b,,,\r\n", ""));
        sheet.apply(Edit::cell("edit", Row(0), four, "A, B")).expect("let through");
        let wanted = "\u{feff}Referral ID,\"Team member 1*\",Team member 2*,Team member 3*,\
                      Team member 4*,Notes\r\na,\"x, y\",,,\"A, B\",\"n\"\r\nb,,,,,\r\n";
        let written = upload_text(&sheet, &[Row(0), Row(1)]);
        assert_eq!(written, wanted);
        let verified = verify(&sheet, &[Row(0), Row(1)], written).expect("what was meant");
        assert_eq!((verified.rows, verified.changed), (2, 1));
        assert!(verify(&sheet, &[Row(0), Row(1)], wanted.replace("A, B", "A, C")).is_err());
        // A part whose rows leave it empty has the header of the download.
        assert!(
            upload_text(&sheet, &[Row(1)])
                .starts_with("\u{feff}Referral ID,\"Team member 1*\",Team member 2*,Notes")
        );
        sheet.undo();
        assert_eq!(sheet.changed_rows().count(), 0);
    }

    #[test]
    fn the_header_is_in_the_first_line_whatever_the_download_has_before_it() {
        for (before, bom) in [("\r\n\r\n", ""), ("\n", ""), ("\u{feff}\r\n", "\u{feff}")] {
            let mut sheet = sheet(&format!("{before}Referral ID,Notes\r\na,x\r\n"));
            sheet.apply(Edit::cell("edit", Row(0), Field(1), "y")).expect("let through");
            let written = upload_text(&sheet, &[Row(0)]);
            assert_eq!(written, format!("{bom}Referral ID,Notes\r\na,y\r\n"), "{before:?}");
            assert!(verify(&sheet, &[Row(0)], written).is_ok());
        }
    }

    #[test]
    fn a_family_has_no_more_columns_than_partner_center_accepts() {
        let mut sheet = sheet(FILE);
        for _ in 3..=5 {
            sheet.add_column(Col::TeamMember(1)).expect("there is room");
        }
        assert_eq!(sheet.add_column(Col::TeamMember(1)), Err(CannotAdd::Full { limit: 5 }));
        assert_eq!(sheet.add_column(Col::Offer(1)), Err(CannotAdd::Locked));
        sheet.unlock_offers().expect("editable");
        assert_eq!(sheet.add_column(Col::Offer(1)), Err(CannotAdd::NoFamily));
        assert_eq!(sheet.add_column(Col::Notes), Err(CannotAdd::Single));
    }

    #[test]
    fn short_rows_and_other_delimiters_get_the_added_column_too() {
        let text = "Referral ID;Team member 1;Notes\na;x\n";
        let table = Table::parse(text.to_owned(), b';').expect("well-formed");
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let mut sheet = Sheet::new(table, Origin::Download, today);
        let two = sheet.add_column(Col::TeamMember(1)).expect("there is room");
        sheet.apply(Edit::cell("edit", Row(0), two, "y")).expect("let through");
        let written = upload_text(&sheet, &[Row(0)]);
        assert_eq!(written, "Referral ID,Team member 1,Team member 2,Notes\na,x,y,\n");
        assert!(verify(&sheet, &[Row(0)], written).is_ok());
    }
}
