//! The lists in `assets/leads` compared with standards, and the sources of their entries.

use leadsheet::leads::lists::Lists;
use leadsheet::leads::values::CurrencyGroup;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn ours(wanted: impl Fn(CurrencyGroup) -> bool) -> BTreeSet<&'static str> {
    let listed = Lists::compiled_in().currencies().iter().filter(|c| wanted(c.group));
    listed.map(|c| c.code.as_str()).collect()
}

/// Codes that changed after the other list was made: lately added, lately withdrawn.
fn lately() -> BTreeSet<&'static str> {
    ours(|group| matches!(group, CurrencyGroup::Recent | CurrencyGroup::Withdrawn))
}

#[test]
fn the_currencies_are_those_of_iso_4217() {
    let theirs: BTreeSet<&str> =
        rust_iso4217::ALL_ACTIVE_CODE.iter().chain(rust_iso4217::ALL_FUNDS_CODE).copied().collect();
    let ours = ours(|group| matches!(group, CurrencyGroup::Ordinary | CurrencyGroup::Fund));
    let differ: Vec<&str> = ours
        .symmetric_difference(&theirs)
        .copied()
        .filter(|code| !lately().contains(code))
        .collect();
    assert!(differ.is_empty(), "{differ:?}");
}

#[test]
fn the_countries_are_those_of_iso_3166_and_kosovo() {
    let theirs: Vec<&str> = rust_iso3166::ALL.iter().map(|country| country.alpha2).collect();
    assert!(theirs.iter().all(|code| Lists::compiled_in().is_country(code)));
    let letters = || b'A'..=b'Z';
    let ours: BTreeSet<String> = letters()
        .flat_map(|a| letters().map(move |b| [a, b].map(char::from).iter().collect::<String>()))
        .filter(|code| Lists::compiled_in().is_country(code))
        .collect();
    let more: Vec<&String> = ours.iter().filter(|code| !theirs.contains(&code.as_str())).collect();
    assert_eq!(more, ["XK"]);
}

#[test]
fn every_entry_of_the_lists_has_its_source() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/leads");
    let mut lists = 0;
    for file in fs::read_dir(folder).expect("the lists") {
        let path = file.expect("a file").path();
        let mut reader = csv::Reader::from_path(&path).expect("a list");
        let names = reader.headers().expect("a header").clone();
        assert_eq!(names.iter().next_back(), Some("source"), "{}", path.display());
        for record in reader.records() {
            let record = record.expect("well-formed");
            let source = record.iter().next_back().unwrap_or_default();
            assert!(source.len() > 8, "{}: {record:?}", path.display());
        }
        lists += 1;
    }
    assert_eq!(lists, 6);
}
