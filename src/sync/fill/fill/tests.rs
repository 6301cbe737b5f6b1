use super::*;
use crate::leads::{Field, Origin};
use crate::sync::fill::mapping::{MappedValue, OUTCOME, SourceColumn};
use crate::sync::fill::outcome::NamedOutcome;
use crate::sync::fill::source::{SourceCell, source_of};
use crate::table::Table;
use chrono::NaiveDate;
use proptest::prelude::*;

fn sheet() -> Sheet {
    let sample = include_str!("../../../../assets/sample-leads.csv").to_owned();
    let table = Table::parse(sample, b',').expect("well-formed");
    let today = NaiveDate::from_ymd_opt(2026, 11, 27).expect("a day");
    Sheet::new(table, Origin::Download, today)
}

fn mapping(source: &SourceTable, sheet: &Sheet, targets: &[(usize, &str)]) -> FillMapping {
    let mut mapping = FillMapping::from_names(source, sheet);
    for &(column, name) in targets {
        mapping.set_target(column, FillTarget::named(name, sheet.layout()));
    }
    mapping
}

/// The cells as `group: before → after`, with the reason if there is one.
fn told(fill: &Fill) -> Vec<String> {
    let one = |cell: &FillCell| {
        let FillCell { before, after, reason, .. } = cell;
        let reason = if reason.is_empty() { String::new() } else { format!(" ({reason})") };
        format!("{}: {before} → {after}{reason}", cell.group.as_str())
    };
    fill.cells.iter().map(one).collect()
}

#[test]
fn cells_are_filled_by_the_key_and_the_names_of_the_columns() {
    let mut sheet = sheet();
    let source = source_of(
        "CRM ID|Close Date|Deal value|Currency|Owner\n nwt-2231 |31.3.2027|48.000,00|usd|Ann\n\
         FAB-0917|30.4.2027|30.000,50||Bob\nLIT-0044|1.5.2027|1|EUR|Cy\nOPP-1|1.5.2027|1|EUR|Di",
    );
    let fill = Fill::new(&source, &sheet, &mapping(&source, &sheet, &[]));
    assert_eq!(
        told(&fill),
        [
            "filled: 03/15/2027 → 03/31/2027",
            "same: 48000 → 48000",
            "same: USD → USD",
            "filled: 26500.50 → 30000.50",
            "filled: 02/26/2027 → 04/30/2027",
            "locked: 31200 → 1 (R-05 Estimated Deal Value: the lead is Closed; Partner Center permits no more changes.)",
            "same: EUR → EUR",
            "locked: 01/15/2027 → 05/01/2027 (R-05 Estimated Close Date: the lead is Closed; Partner Center permits no more changes.)",
        ]
    );
    assert_eq!(fill.join.unknown, [3]);
    let applied = sheet.apply(fill.edit("fill")).expect("let through");
    assert_eq!((applied.cells, applied.rows), (3, 2));
    assert_eq!(sheet.history().len(), (1, 0));
}

#[test]
fn a_value_of_the_file_is_an_outcome_with_a_reason() {
    let sheet = sheet();
    let source = source_of(
        "CRM ID|Stage|Why\nNWT-2231|Closed Lost - budget|\nFAB-0917|won|\nWGB-77120|Lost|Customer didn't respond\n\
         HUM-4410|Lost|\nCPL-5581|Negotiation|\nLUC-0212|Closed Lost - budget|\nLIT-0044|Won|\nVAN-8001|Paused|",
    );
    let targets = [(1, OUTCOME), (2, "Declined/Lost/Error reason")];
    let mut mapping = mapping(&source, &sheet, &targets);
    let lost = NamedOutcome { name: "Lost".to_owned(), reason: Some(1) };
    mapping.columns[1].set_value("closed lost - Budget", Some(MappedValue::Outcome(lost)));
    mapping.columns[1].set_value("Paused", Some(MappedValue::Nothing));
    let fill = Fill::new(&source, &sheet, &mapping);
    let groups: Vec<_> = fill.cells.iter().map(|c| (c.group.as_str(), c.after.as_str())).collect();
    assert_eq!(
        groups,
        [
            ("filled", "Lost, reason 1"),
            ("filled", "Won"),
            ("same", "Won"),
            ("filled", "Lost, reason 2"),
            ("unmapped", "Negotiation"),
            ("filled", "Lost, reason 1"),
            ("rejected", "Lost"),
        ]
    );
    let unmapped: Vec<&str> = fill.unmapped.iter().map(|(_, value)| value.text.as_str()).collect();
    assert_eq!(unmapped, ["Negotiation"]);
    assert!(fill.cells[6].reason.contains("reason"), "{}", fill.cells[6].reason);
}

#[test]
fn an_ambiguous_key_fills_nothing_and_is_listed() {
    let sheet = sheet();
    // Two leads are of School of Fine Art; two rows are of Relecloud.
    let source = source_of(
        "Account|Close Date\nschool of  fine art|3/31/2027\nRelecloud|3/31/2027\nRELECLOUD|4/30/2027\n\
         Coho Winery|3/31/2027\n|3/31/2027",
    );
    let mapping = mapping(&source, &sheet, &[]);
    assert_eq!(mapping.key, Some((Field(3), 0)), "by Customer Name");
    let fill = Fill::new(&source, &sheet, &mapping);
    assert_eq!(told(&fill), ["filled: 05/14/2027 → 03/31/2027"]);
    let keys: Vec<_> =
        fill.join.ambiguous.iter().map(|k| (k.key.as_str(), k.rows.len(), k.leads.len())).collect();
    assert_eq!(keys, [("school of  fine art", 1, 2), ("Relecloud", 2, 1)]);
    assert_eq!(fill.join.keyless, [4]);
    let leads = fill.leads(&sheet);
    let of = |row: usize| leads[row].group.as_str();
    assert_eq!((of(22), of(57), of(15), of(0)), ("ambiguous", "ambiguous", "filled", "no_row"));
}

#[test]
fn a_value_that_a_rule_would_not_let_through_is_rejected_alone() {
    let sheet = sheet();
    let source = source_of(
        "CRM ID|Close Date|Currency|Team member 1\nNWT-2231|3/31/2027|XAU|Ann\n\
         FAB-0917|1/2/2020|EUR|",
    );
    let fill = Fill::new(&source, &sheet, &mapping(&source, &sheet, &[]));
    let groups: Vec<_> = fill.cells.iter().map(|c| (c.group.as_str(), c.after.as_str())).collect();
    assert!(groups.contains(&("filled", "03/31/2027")), "{groups:?}");
    assert!(groups.contains(&("filled", "EUR")), "{groups:?}");
    assert!(groups.contains(&("rejected", "Ann")), "{groups:?}");
}

#[test]
fn what_a_crm_calls_a_column_is_suggested_and_not_taken_unasked() {
    let sheet = sheet();
    let source = source_of("CRM ID|Amount|Stage|Est. Close Date\nNWT-2231|1|Won|3/31/2027");
    let mapping = mapping(&source, &sheet, &[]);
    assert_eq!(mapping.filling().count(), 0);
    let suggested = source.headers.iter().map(|header| {
        let target = mapping.suggestion(header, sheet.layout());
        target.map_or("", |target| target.name(sheet.layout())).to_owned()
    });
    assert_eq!(
        suggested.collect::<Vec<_>>(),
        ["CRM ID", "Estimated Deal Value", "Outcome", "Estimated Close Date"]
    );
}

/// Values that a cell of a file may have, right ones and wrong ones.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[0-9]{1,2}[/.][0-9]{1,2}[/.]20(26|27)",
        "[0-9]{1,6}([.,][0-9]{1,3})?",
        Just("Won".to_owned()),
        Just("Lost, reason 1".to_owned()),
        Just("Declined, reason 7".to_owned()),
        Just("Accepted".to_owned()),
        Just("Yes".to_owned()),
        Just("EUR".to_owned()),
        Just("xyz".to_owned()),
        "[ -~]{0,12}",
    ]
}

/// A file with every column that can be filled, for some of the leads.
fn source_for(sheet: &Sheet, rows: Vec<(usize, Vec<String>)>) -> (SourceTable, FillMapping) {
    let targets = FillTarget::all(sheet.layout());
    let headers = targets.iter().map(|target| target.name(sheet.layout()).to_owned());
    let id = sheet.layout().referral_id().expect("a column");
    let row = |(at, (lead, values)): (usize, (usize, Vec<String>))| {
        let lead = Row::at(lead % sheet.row_count());
        let id = SourceCell::text(sheet.text(lead, id));
        let values = values.into_iter().map(SourceCell::text);
        crate::sync::fill::SourceRow {
            number: at + 2,
            cells: [id].into_iter().chain(values).collect(),
        }
    };
    let source = SourceTable {
        name: "crm.csv".to_owned(),
        unit: "line",
        headers: std::iter::once("Referral ID".to_owned()).chain(headers).collect(),
        rows: rows.into_iter().enumerate().map(row).collect(),
    };
    let mut columns = vec![SourceColumn::default()];
    columns.extend(targets.iter().map(|target| {
        let mut column = SourceColumn::default();
        column.target = Some(*target);
        column
    }));
    (source, FillMapping { key: Some((id, 0)), columns })
}

fn rows() -> impl Strategy<Value = Vec<(usize, Vec<String>)>> {
    prop::collection::vec((0..60usize, prop::collection::vec(value(), 15)), 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn filling_twice_changes_nothing_more(rows in rows()) {
        let mut sheet = sheet();
        let (source, mapping) = source_for(&sheet, rows);
        let fill = Fill::new(&source, &sheet, &mapping);
        let wanted = fill.of_group(FillCellGroup::Filled).count();
        let edit = fill.edit("fill");
        sheet.apply(edit).expect("each cell was tried");
        let again = Fill::new(&source, &sheet, &mapping);
        let filled: Vec<_> = again.of_group(FillCellGroup::Filled).collect();
        prop_assert!(filled.is_empty(), "{filled:?}");
        prop_assert!(again.of_group(FillCellGroup::Same).count() >= wanted);
    }

    #[test]
    fn a_cell_that_was_edited_is_never_filled(
        rows in rows(),
        edits in prop::collection::vec((0..60usize, 0..60usize, value()), 1..40),
    ) {
        let mut sheet = sheet();
        for (row, field, text) in edits {
            let field = Field::at(field % sheet.layout().len());
            // A locked cell stays as it is.
            let _ = sheet.apply(Edit::cell("edit", Row::at(row), field, text));
        }
        let edited: Vec<(Row, Vec<Field>)> =
            sheet.rows().map(|row| (row, sheet.changed_fields(row))).collect();
        let texts: Vec<Vec<String>> = edited.iter().map(|(row, fields)| {
            fields.iter().map(|field| sheet.text(*row, *field).into_owned()).collect()
        }).collect();
        let (source, mapping) = source_for(&sheet, rows);
        let fill = Fill::new(&source, &sheet, &mapping);
        sheet.apply(fill.edit("fill")).expect("each cell was tried");
        for ((row, fields), texts) in edited.iter().zip(texts) {
            for (field, text) in fields.iter().zip(texts) {
                prop_assert_eq!(&*sheet.text(*row, *field), &text);
            }
        }
    }
}
