use super::*;
use crate::leads::Origin;
use chrono::NaiveDate;

const HEADER: &str = "Referral ID,Lead Name,Partner Referral Status,\
    Partner Referral Substatus,Declined/Lost/Error reason,Estimated Deal Value,\
    Estimated Close Date,Notes,Customer Postal code\n";

fn table(rows: &str) -> Table {
    Table::parse(format!("{HEADER}{rows}"), b',').expect("well-formed")
}

fn carry(download: &str, edited: &str) -> (Sheet, ImportReport) {
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    let mut sheet = Sheet::new(table(download), Origin::Download, today);
    let carried = sheet.import_edits(&table(edited)).expect("editable");
    let (once, _) = Sheet::with_import(table(download), &table(edited), today);
    assert_eq!(findings(&once), findings(&sheet), "the rules may as well run once");
    assert_eq!(format!("{:?}", once.plan()), format!("{:?}", sheet.plan()));
    (sheet, carried)
}

/// Returns what is found in the whole file and in the changed rows.
fn findings(sheet: &Sheet) -> Vec<String> {
    let rows = sheet.changed_rows().flat_map(|row| sheet.findings().row(row));
    rows.chain(sheet.findings().file()).map(|f| format!("{f:?}")).collect()
}

#[test]
fn a_reason_follows_its_substatus_in_any_order_of_columns() {
    let (sheet, carried) = carry("a,A,New,Received,,1,,,\n", "a,A,Closed,Declined,2,1,,,\n");
    assert!(carried.rejected.is_empty(), "{carried:?}");
    assert_eq!(sheet.changes_of(Row(0)).len(), 3);
}

#[test]
fn refused_cells_are_reported_and_the_other_cells_imported() {
    let (sheet, carried) = carry(
        "a,A,Active,Accepted,,1,,,\nb,B,Closed,Won,,1,,,\n",
        "b,C,Closed,Won,,1,,,\na,C,Active,Accepted,2,1,,,\n",
    );
    let refused: Vec<_> = carried.rejected.iter().map(|r| (r.row, r.lock.rule)).collect();
    assert_eq!(refused, [(Row(0), "R-05"), (Row(1), "D-04")]);
    assert_eq!(sheet.changes_of(Row(0)), [(Field(1), "C".to_owned())]);
    assert!(sheet.changes_of(Row(1)).is_empty());
}

#[test]
fn other_formats_of_the_same_value_are_not_changes() {
    let (sheet, carried) = carry(
        "a,A,Active,Accepted,,12563.50,03/01/2027,\"x\r\ny\",\n",
        "a,A,Active,Accepted,,12563.5,2027-03-01,\"x\ny\",\n",
    );
    assert_eq!((carried.rewritten, sheet.changed_rows().count()), (3, 0));
    let (sheet, carried) = carry(
        "a,A,Active,Accepted,,\"12,563\",2027-03-01,,\n",
        "a,A,Active,Accepted,,12563,03/01/2027,,\n",
    );
    assert_eq!(
        (carried.rewritten, sheet.changes_of(Row(0)).len()),
        (0, 2),
        "a correction counts: {carried:?}"
    );
}

#[test]
fn a_lead_with_two_rows_is_refused_unless_they_say_the_same() {
    let row = |notes: &str| format!("a,A,Active,Accepted,,1,,{notes},\n");
    let (sheet, carried) = carry(&row("old"), &(row("x") + &row("y")));
    let refused: Vec<_> = carried.rejected.iter().map(|r| (r.row, r.lock.rule)).collect();
    assert_eq!(refused, [(Row(0), "R-03")]);
    assert_eq!(sheet.changed_rows().count(), 0);
    let (sheet, carried) = carry(&row("old"), &(row("x") + &row("x")));
    assert_eq!((carried.rejected.len(), sheet.changed_rows().count()), (0, 1));
}

#[test]
fn a_date_with_day_and_month_swapped_is_reported_and_not_imported() {
    let (sheet, carried) =
        carry("a,A,Active,Accepted,,1,03/01/2027,,\n", "a,A,Active,Accepted,,1,01/03/2027,,\n");
    assert_eq!((&*carried.day_month_swapped, sheet.changes_of(Row(0)).len()), (&[Row(0)][..], 0));
    assert!(carried.damage[0].editable && carried.damage[0].kind == DamageKind::Date);
}

#[test]
fn the_order_of_a_date_is_what_the_dates_beside_it_prove() {
    let download = "a,A,Active,Accepted,,1,03/01/2027,,\nb,B,Active,Accepted,,1,05/31/2027,,\n\
                    c,C,Active,Accepted,,1,05/31/2027,,\n";
    let edited = "a,A,Active,Accepted,,1,01/03/2027,,\nb,B,Active,Accepted,,1,04/05/2027,,\n\
                  c,D,Active,Accepted,,1,30/05/2027,,\n";
    let (sheet, carried) = carry(download, edited);
    let date = |sheet: &Sheet, row| sheet.text(Row(row), Field(6)).into_owned();
    assert!(carried.rejected.is_empty(), "{carried:?}");
    assert_eq!((carried.rewritten, date(&sheet, 0)), (1, "03/01/2027".to_owned()));
    assert_eq!((date(&sheet, 1), date(&sheet, 2)), ("05/04/2027".into(), "05/30/2027".into()));
    // A date that wasn't turned round says that not all were.
    let straight = "d,D,Active,Accepted,,1,02/03/2027,,\n";
    let (sheet, carried) = carry(&format!("{download}{straight}"), &format!("{edited}{straight}"));
    let refused: Vec<_> = carried.rejected.iter().map(|r| (r.row, r.lock.rule)).collect();
    assert_eq!((refused, sheet.changes_of(Row(2)).len()), (vec![(Row(1), "E-05")], 2));
}

#[test]
fn damage_to_an_editable_cell_is_not_imported_and_an_edit_is() {
    let (sheet, carried) = carry(
        "a,A,Active,Accepted,,1,,\"=SUM(1,2) is right\",\nb,B,Active,Accepted,,1,,=1+2,\n",
        "a,A,Active,Accepted,,1,,Err:509,\nb,B,Active,Accepted,,1,,one and two,\n",
    );
    assert!(sheet.changes_of(Row(0)).is_empty() && sheet.changes_of(Row(1)).len() == 1);
    assert!(carried.damage[0].editable && carried.damage[0].kind == DamageKind::Formula);
}

#[test]
fn read_only_cells_keep_the_download_s_text_and_damage_is_reported() {
    let (sheet, carried) = carry(
        "a,A,Active,Accepted,,1,,,00123\nb,B,Active,Accepted,,1,,,00456\n",
        "b,B,Active,Accepted,,1,,,456\na,A,Active,Accepted,,1,,,123\n",
    );
    assert_eq!(sheet.changed_rows().count(), 0);
    let [damage] = &*carried.damage else { panic!("{carried:?}") };
    assert_eq!((damage.cells, damage.kind, damage.row), (2, DamageKind::Zeros, Row(0)));
    assert_eq!((&*damage.old, &*damage.new), ("00456", "456"));
}

#[test]
fn a_row_that_lacks_only_empty_cells_is_imported_and_another_is_not() {
    let download = "a,A,Active,Accepted,,1,,,\nb,B,Active,Accepted,,1,,,98052\n";
    let (sheet, carried) = carry(download, "a,C,Active,Accepted,,1\nb,C,Active,Accepted,,1\n");
    assert_eq!(
        (&*carried.ragged, sheet.changed_rows().collect::<Vec<_>>()),
        (&[Row(1)][..], vec![Row(0)])
    );
}

#[test]
fn a_row_whose_cells_moved_to_the_next_columns_is_refused() {
    let row = "a,A,Active,Accepted,,7800,03/31/2027,Call,98052\n";
    for moved in [
        "a,Active,Accepted,,7800,03/31/2027,Call,98052,\n",
        "a,A,,Active,Accepted,,7800,03/31/2027,Call\n",
    ] {
        let (sheet, carried) = carry(row, moved);
        assert_eq!(
            (&*carried.shifted, sheet.changed_rows().count()),
            (&[Row(0)][..], 0),
            "{moved}"
        );
    }
    // Two values that changed places, in columns of one kind, are an edit.
    let (_, carried) = carry(row, "a,A,Active,Accepted,,7800,03/31/2027,98052,98052\n");
    assert!(carried.shifted.is_empty(), "{carried:?}");
    let (_, carried) = carry(row, "a,B,Closed,Won,,9000,04/30/2027,Call back,98052\n");
    assert!(carried.shifted.is_empty());
}

#[test]
fn a_date_a_hundred_years_before_is_what_a_program_made_of_two_digits() {
    let row = |date: &str| format!("a,A,Active,Accepted,,1,{date},,\n");
    let (_, carried) = carry(&row("12/31/2030"), &row("12/31/1930"));
    assert_eq!(carried.damage[0].kind, DamageKind::Date);
    let (sheet, _) = carry(&row("12/31/2030"), &row("12/31/2031"));
    assert_eq!(sheet.changes_of(Row(0)).len(), 1);
}
