//! The sample has what it promises: every state, every oddity, no real person's data.

use crate::support::files::SAMPLE;
use leadsheet::leads::Field;
use leadsheet::leads::lists::Lists;
use leadsheet::leads::{COLUMNS, Col, Header};
use leadsheet::table::Table;
use std::collections::HashSet;

fn sample() -> Table {
    let text = String::from_utf8(SAMPLE.to_vec()).expect("UTF-8");
    Table::parse(text, b',').expect("well-formed")
}

/// The texts of a column, row by row.
fn column(table: &Table, col: Col) -> Vec<String> {
    let field = table.layout().field(col).expect("a column of the sample");
    table.rows().map(|row| table.cell(row, field).into_owned()).collect()
}

/// The names of the columns that the documentation lists for a Leads file.
fn documented() -> HashSet<String> {
    let names = COLUMNS.iter().flat_map(|column| match column.header {
        Header::One(name, _) => vec![name.to_owned()],
        Header::Numbered { family, documented, .. } => {
            (1..=documented).map(|n| format!("{family} {n}")).collect()
        }
    });
    names.filter(|name| *name != Col::FinalAccountMatch.name()).collect()
}

#[test]
fn the_sample_has_sixty_rows_of_the_52_documented_columns() {
    let table = sample();
    assert_eq!((table.len(), table.width()), (60, 52));
    assert!(table.rows().all(|row| table.fields_of(row) == 52));
    let known: HashSet<_> = table.layout().known().map(|(_, col)| col.name()).collect();
    assert_eq!(known, documented());
    let first = ["Engagement ID", "Referral ID", "Lead Name", "Customer Name"];
    assert!(table.layout().names().iter().take(4).eq(&first));
    assert_eq!(table.layout().name(Field(51)), "Marketplace Purchase Intent");
}

#[test]
fn the_sample_begins_with_a_byte_order_mark_and_its_rows_end_with_crlf() {
    let table = sample();
    assert!(table.text().starts_with('\u{feff}'));
    assert_eq!(table.header_line_end(), "\r\n");
    assert!(!table.has_mixed_line_ends());
    assert!(table.ends_with_line_end());
    assert_eq!(table.rows_with_stray_quotes().count(), 0);
}

#[test]
fn the_sample_shows_every_outcome_and_one_substatus_that_is_not_known() {
    let table = sample();
    let (status, substatus) = (column(&table, Col::Status), column(&table, Col::Substatus));
    for o in Lists::compiled_in().outcomes() {
        let here = status
            .iter()
            .zip(&substatus)
            .filter(|(s, sub)| **s == o.status && **sub == o.substatus);
        assert!(here.count() > 0, "{} {}", o.status, o.substatus);
    }
    let unknown: Vec<_> =
        substatus.iter().filter(|s| !Lists::compiled_in().is_substatus(s)).collect();
    assert_eq!(unknown, ["Engaged"]);
    let of = |text: &str| status.iter().filter(|s| *s == text).count();
    assert_eq!((of("New"), of("Active"), of("Closed")), (32, 18, 10));
}

#[test]
fn every_closed_lead_of_the_sample_has_the_reason_that_it_needs() {
    let table = sample();
    let reasons = column(&table, Col::Reason);
    for (substatus, reason) in column(&table, Col::Substatus).iter().zip(&reasons) {
        let list = Lists::compiled_in().reason_list(substatus);
        let known = list.is_some_and(|list| Lists::compiled_in().reason(list, reason).is_some());
        assert!(known || (list.is_none() && reason.is_empty()), "{substatus} {reason:?}");
    }
}

#[test]
fn no_two_leads_of_the_sample_have_the_same_id() {
    let table = sample();
    let mut ids = column(&table, Col::ReferralId);
    ids.extend(column(&table, Col::EngagementId));
    assert!(ids.iter().all(|id| id.len() == 36 && !id.contains(|c: char| c.is_ascii_uppercase())));
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 120);
}

#[test]
fn most_open_leads_of_the_sample_lack_the_new_purchase_intent() {
    let table = sample();
    let status = column(&table, Col::Status);
    let intent = column(&table, Col::PurchaseIntent);
    let open: Vec<_> = status
        .iter()
        .zip(&intent)
        .filter(|(s, _)| *s != "Closed")
        .map(|(_, i)| i.as_str())
        .collect();
    let of = |text: &str| open.iter().filter(|i| **i == text).count();
    assert!(of("") >= 15, "{}", of(""));
    assert!(of("") * 2 > open.len());
    assert!(["Yes", "No", "HaveNotDecided"].into_iter().all(|text| of(text) > 0));
}

#[test]
fn the_first_three_leads_of_the_sample_suit_a_demonstration() {
    let table = sample();
    let first = |col| column(&table, col)[..3].to_vec();
    assert_eq!(first(Col::Status), ["New", "Active", "Active"]);
    assert_eq!(first(Col::Stage), ["0", "80", "80"]);
    assert_eq!(first(Col::PurchaseIntent), ["", "", "Yes"]);
    assert_eq!(first(Col::LeadName)[0], "UK spring");
    assert!(column(&table, Col::Status)[..12].contains(&"Closed".to_owned()));
}

#[test]
fn the_sample_has_no_real_person() {
    let allowed = ["example.com", "example.org", "example.net", "contoso.com", "fabrikam.com"];
    let table = sample();
    let mut addresses = 0;
    for (at, _) in table.text().match_indices('@') {
        let rest = &table.text()[at + 1..];
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '.' || c == '-'));
        let domain = &rest[..end.unwrap_or(rest.len())];
        assert!(allowed.contains(&domain), "{domain}");
        addresses += 1;
    }
    assert!(addresses > 100);
}
