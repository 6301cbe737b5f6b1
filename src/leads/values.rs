//! The value lists that Microsoft and ISO decide, read from `assets/leads/*.csv`.

use super::{Choice, Choices, Col, Row};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::ops::Range;
use std::sync::LazyLock;

/// Reads a list that is compiled in.
#[expect(clippy::expect_used, reason = "the lists are compiled in; a test reads each of them")]
pub(super) fn list<T: DeserializeOwned>(text: &str) -> Vec<T> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("a list in assets/leads is well-formed")
}

/// What a currency code is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// A currency that a deal can be valued in.
    Ordinary,
    /// The same, but so young that Partner Center may not know it.
    Recent,
    /// A fund, a metal, a test code or "no currency".
    Fund,
    /// No longer in use.
    Withdrawn,
}

/// A currency of ISO 4217.
#[derive(Debug, Deserialize)]
pub struct Currency {
    /// Three capital letters.
    pub code: String,
    /// A short English name.
    pub name: String,
    /// How many decimals its amounts have.
    pub decimals: u8,
    /// What it's good for.
    pub group: Group,
    /// The code to use instead of a withdrawn one, else empty.
    pub successor: String,
}

/// Returns all currencies, sorted by code.
pub fn currencies() -> &'static [Currency] {
    static LIST: LazyLock<Vec<Currency>> =
        LazyLock::new(|| list(include_str!("../../assets/leads/currencies.csv")));
    &LIST
}

/// Returns the currency with exactly this code.
pub fn currency(code: &str) -> Option<&'static Currency> {
    // For each two first letters, where the codes that begin with them stand in the sorted list.
    static PLACES: LazyLock<Vec<Range<usize>>> = LazyLock::new(|| {
        let mut places = vec![0..0; PAIRS];
        for (at, currency) in currencies().iter().enumerate() {
            if let Some(place) = pair(&currency.code).and_then(|pair| places.get_mut(pair)) {
                *place = if place.end == 0 { at } else { place.start }..at + 1;
            }
        }
        places
    });
    let place = PLACES.get(pair(code)?)?.clone();
    currencies()[place].iter().find(|currency| currency.code == code)
}

/// How many pairs of capital letters there are.
const PAIRS: usize = 26 * 26;

/// Returns the number of the two capital letters with which a code begins, below [`PAIRS`].
fn pair(code: &str) -> Option<usize> {
    let letter = |byte: u8| byte.is_ascii_uppercase().then(|| usize::from(byte - b'A'));
    match *code.as_bytes() {
        [first, second, ..] => Some(letter(first)? * 26 + letter(second)?),
        _ => None,
    }
}

#[derive(Debug, Deserialize)]
struct Country {
    code: String,
}

/// Tells whether a text is a country code of ISO 3166-1: two capital letters.
pub fn is_country(text: &str) -> bool {
    static KNOWN: LazyLock<Vec<bool>> = LazyLock::new(|| {
        let countries: Vec<Country> = list(include_str!("../../assets/leads/countries.csv"));
        let pairs: Vec<usize> = countries.iter().filter_map(|c| pair(&c.code)).collect();
        (0..PAIRS).map(|pair| pairs.contains(&pair)).collect()
    });
    text.len() == 2 && pair(text).is_some_and(|pair| KNOWN[pair])
}

/// An accepted text for *Marketplace Purchase Intent*.
#[derive(Debug, Deserialize)]
pub struct Intent {
    /// The text that the cell holds.
    pub text: String,
    /// What it is called in the drop-down; the same for the two spellings of *not decided*.
    pub label: String,
    /// What it says about the customer.
    pub meaning: String,
}

const UNDECIDED: &str = "Not decided";

/// Returns all accepted intents, the preferred spelling of *not decided* before the other one.
pub fn intents() -> &'static [Intent] {
    static LIST: LazyLock<Vec<Intent>> =
        LazyLock::new(|| list(include_str!("../../assets/leads/intents.csv")));
    &LIST
}

/// Returns the accepted spellings of the intent *not decided*, the preferred one first.
pub fn undecided() -> impl Iterator<Item = &'static str> {
    intents().iter().filter(|i| i.label == UNDECIDED).map(|i| i.text.as_str())
}

/// Returns what the drop-down of *Marketplace Purchase Intent* offers.
///
/// *Not decided* is offered once, in the spelling that this file uses already.
pub(super) fn intent_choices(row: &Row) -> Choices {
    let offered = |i: &&Intent| i.label != UNDECIDED || i.text == row.facts.not_decided;
    let items = intents()
        .iter()
        .filter(offered)
        .map(|i| single(Col::PurchaseIntent, &i.text, &i.label, &i.meaning))
        .collect();
    with_current(items, row, Col::PurchaseIntent)
}

/// Returns what the drop-down of *Currency* offers: the codes that a deal can be valued in.
pub(super) fn currency_choices(row: &Row) -> Choices {
    let items = currencies()
        .iter()
        .filter(|c| matches!(c.group, Group::Ordinary | Group::Recent))
        .map(|c| single(Col::Currency, &c.code, &c.code, &c.name))
        .collect();
    with_current(items, row, Col::Currency)
}

fn single(col: Col, text: &str, label: &str, detail: &str) -> Choice {
    Choice {
        label: label.to_owned(),
        detail: detail.to_owned(),
        sets: vec![(col, text.to_owned())],
        then: None,
    }
}

fn with_current(items: Vec<Choice>, row: &Row, col: Col) -> Choices {
    let now = row.text(col);
    let current = items.iter().position(|i| i.sets.first().is_some_and(|(_, text)| text == now));
    Choices { items, current }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn currencies_are_sorted_and_every_successor_exists() {
        assert!(currencies().is_sorted_by(|a, b| a.code < b.code));
        let count = |group| currencies().iter().filter(|c| c.group == group).count();
        assert_eq!((count(Group::Ordinary) + count(Group::Recent), count(Group::Fund)), (155, 23));
        for old in currencies().iter().filter(|c| c.group == Group::Withdrawn) {
            assert!(currency(&old.successor).is_some(), "{}", old.code);
        }
    }

    #[test]
    fn countries_are_sorted_codes_of_two_letters() {
        let text = include_str!("../../assets/leads/countries.csv");
        let codes: Vec<&str> = text.lines().skip(1).filter_map(|l| l.split(',').next()).collect();
        assert!(codes.is_sorted_by(|a, b| a < b));
        assert_eq!(codes.len(), 250);
        assert!(codes.iter().all(|code| code.len() == 2 && is_country(code)));
        assert!(is_country("XK") && !is_country("UK") && !is_country("us"));
    }

    #[test]
    fn both_spellings_of_not_decided_are_known_and_the_table_s_comes_first() {
        assert_eq!(undecided().collect::<Vec<_>>(), ["HaveNotDecided", "Have not decided"]);
    }
}
