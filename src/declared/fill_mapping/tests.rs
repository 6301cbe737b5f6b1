use super::*;
use crate::leads::Origin;
use crate::sync::fill::{SourceCell, SourceRow};
use crate::table::Table;

fn sheet() -> Sheet {
    let sample = include_str!("../../../assets/sample-leads.csv").to_owned();
    let table = Table::parse(sample, b',').expect("well-formed");
    let today: chrono::NaiveDate = "2026-11-27".parse().expect("a day");
    Sheet::new(table, Origin::Download, today)
}

fn source(text: &str) -> SourceTable {
    let row = |(at, line): (usize, &str)| SourceRow {
        number: at + 1,
        cells: line.split('|').map(SourceCell::text).collect(),
    };
    let rows = text.lines().enumerate().map(row).collect();
    SourceTable::new("crm.csv".to_owned(), "line", rows).expect("a header")
}

fn deals() -> SourceTable {
    source(
        "Opportunity|Close|Stage|Amount|Owner\nNWT-2231|3/31/2027|Closed Lost - \"budget\"|1|Ann\n\
         FAB-0917|4/30/2027|Talks|2|Bob",
    )
}

#[test]
fn a_mapping_is_read_as_it_was_written() {
    let (source, sheet) = (deals(), sheet());
    let mut mapping = FillMapping::from_names(&source, &sheet);
    for (column, name) in [(1, "Estimated Close Date"), (2, "Outcome")] {
        mapping.set_target(column, FillTarget::named(name, sheet.layout()));
    }
    let lost = NamedOutcome { name: "Lost".to_owned(), reason: Some(1) };
    mapping.columns[2].set_value("Closed Lost - \"budget\"", Some(MappedValue::Outcome(lost)));
    let text = write_mapping(&mapping, &source, &sheet);
    assert_eq!(
        text.lines().skip(3).collect::<Vec<_>>().join("\n"),
        "headers = [\"Opportunity\", \"Close\", \"Stage\", \"Amount\", \"Owner\"]\n\n\
         # Which row is which lead: a column of the file, and one of the leads.\n\
         [key]\ncolumn = \"Opportunity\"\nlead = \"CRM ID\"\n\n\
         # A column of the file = the column that it fills, or \"Outcome\".\n\
         [columns]\n\"Close\" = \"Estimated Close Date\"\n\"Stage\" = \"Outcome\"\n\
         # \"Amount\" = \"Estimated Deal Value\"\n\n\
         # A value of the file = what it means: \"Lost, reason 1\", a text, or \"\" for nothing.\n\
         [values.\"Stage\"]\n\"Closed Lost - \\\"budget\\\"\" = \"Lost, reason 1\"\n\
         # \"Talks\" = \"\"  # 1 row"
    );
    assert_eq!(read_mapping(&text, &source, &sheet), Ok(mapping));
    assert_eq!(headers_of(&text).as_deref(), Some(&source.headers[..]));
}

#[test]
fn every_mistake_is_found_with_its_line() {
    let text = "[key]\ncolumn = \"Oportunity\"\nlead = \"Phone\"\n[columns]\n\"Close\" = \"Estimated Closing Date\"\n\
                \"Stage\" = \"Outcome\"\n\"Amount\" = \"Referral ID\"\n\"Owner\" = \"Status\"\nSatge = \"Notes\"\n\
                [values.Stage]\nTalks = \"Wom\"\nSold = \"Won, reason 1\"\n[values.Stge]\n";
    let mistakes = read_mapping(text, &deals(), &sheet()).expect_err("mistakes").lines();
    let expected = [
        "line 2: column: crm.csv has no column \"Oportunity\"; did you mean \"Opportunity\"?",
        "line 3: lead: \"Phone\" isn't a key of leads; expected one of Referral ID, CRM ID, Customer Contact \
         Email Address, Customer Name",
        "line 5: Close: the leads have no column \"Estimated Closing Date\" that can be filled; did you mean \
         \"Estimated Close Date\"?",
        "line 7: Amount: \"Referral ID\" is read-only; expected a column that can be edited",
        "line 8: Owner: \"Stage\" fills Outcome already",
        "line 9: Satge: crm.csv has no column \"Satge\"; did you mean \"Stage\"?",
        "line 11: Talks: there is no outcome \"Wom\"; expected Accepted, Won, Lost, Declined or Error; did you mean \
         \"Won\"?",
        "line 12: Sold: Won has no reasons; expected \"Won\"",
    ];
    for (found, expected) in mistakes.iter().zip(expected) {
        assert_eq!(found, expected);
    }
    assert!(mistakes[8].starts_with("line 13: \"Stge\" isn't a key here"), "{}", mistakes[8]);
    assert_eq!(mistakes.len(), 9, "{mistakes:?}");
}
