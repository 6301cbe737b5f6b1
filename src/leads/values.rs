//! The values that Microsoft and ISO decide, looked up in the [`Lists`].

use super::lists::{ListEntry, ListRow, Lists, ValueList, either};
use super::{Choice, Choices, Col, Lead, Wanted};

/// What a currency code is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurrencyGroup {
    /// A currency that a deal can be valued in.
    Ordinary,
    /// The same, but so young that Partner Center may not know it.
    Recent,
    /// A fund, a metal, a test code or "no currency".
    Fund,
    /// No longer in use.
    Withdrawn,
}

/// A currency, of ISO 4217 unless the list is the user's own.
#[derive(Debug)]
pub struct Currency {
    /// Three capital letters.
    pub code: String,
    /// A short English name.
    pub name: String,
    /// How many decimals its amounts have.
    pub decimals: u8,
    /// What it's good for.
    pub group: CurrencyGroup,
    /// The code to use instead of a withdrawn one, else empty.
    pub successor: String,
}

impl Currency {
    pub(super) fn is_withdrawn(&self) -> bool {
        self.group == CurrencyGroup::Withdrawn
    }
}

impl ListEntry for Currency {
    const LIST: ValueList = ValueList::Currencies;

    fn read(row: &mut ListRow) -> Self {
        let groups = [
            ("ordinary", CurrencyGroup::Ordinary),
            ("recent", CurrencyGroup::Recent),
            ("fund", CurrencyGroup::Fund),
            ("withdrawn", CurrencyGroup::Withdrawn),
        ];
        Self {
            code: row.code("code", 3, "three capital letters"),
            name: row.text("name"),
            decimals: row.number("decimals", 0..=4),
            group: row.word("group", &groups),
            successor: row.any("successor"),
        }
    }

    fn key(&self) -> String {
        self.code.clone()
    }
}

/// The currencies, quickly found by code: each cell of the column is looked up.
#[derive(Debug)]
pub(super) struct Currencies {
    all: Vec<Currency>,
    /// For each first letter, the indices of its codes in the list.
    letters: [Vec<usize>; 26],
}

/// The place of a capital letter in the alphabet, from 0.
fn letter(byte: u8) -> Option<usize> {
    byte.checked_sub(b'A').filter(|n| *n < 26).map(usize::from)
}

impl Currencies {
    pub(super) fn new(all: Vec<Currency>) -> Self {
        let mut letters: [Vec<usize>; 26] = Default::default();
        for (at, currency) in all.iter().enumerate() {
            if let Some(letter) = currency.code.bytes().next().and_then(letter) {
                letters[letter].push(at);
            }
        }
        Self { all, letters }
    }

    fn find(&self, code: &str) -> Option<&Currency> {
        let places = &self.letters[letter(code.bytes().next()?)?];
        places.iter().map(|&at| &self.all[at]).find(|c| c.code == code)
    }
}

#[derive(Debug)]
pub(super) struct Country {
    code: String,
}

impl ListEntry for Country {
    const LIST: ValueList = ValueList::Countries;

    fn read(row: &mut ListRow) -> Self {
        Self { code: row.code("code", 2, "two capital letters") }
    }

    fn key(&self) -> String {
        self.code.clone()
    }
}

/// The countries: for each first letter a bit for each second one.
#[derive(Debug)]
pub(super) struct Countries([u32; 26]);

impl Countries {
    pub(super) fn new(all: &[Country]) -> Self {
        let mut bits = [0; 26];
        for (first, second) in all.iter().filter_map(|c| letters_of(&c.code)) {
            bits[first] |= 1 << second;
        }
        Self(bits)
    }

    fn has(&self, text: &str) -> bool {
        letters_of(text).is_some_and(|(first, second)| self.0[first] & (1 << second) != 0)
    }
}

/// The places of two capital letters in the alphabet.
fn letters_of(code: &str) -> Option<(usize, usize)> {
    match *code.as_bytes() {
        [first, second] => letter(first).zip(letter(second)),
        _ => None,
    }
}

/// An accepted text for *Marketplace Purchase Intent*.
#[derive(Debug)]
pub struct PurchaseIntent {
    /// The text that the cell holds.
    pub text: String,
    /// What it is called in the drop-down; the same for the two spellings of *not decided*.
    pub label: String,
    /// What it says about the customer.
    pub meaning: String,
}

/// What ties the spellings of one answer together: the label of *not decided*.
const UNDECIDED: &str = "Not decided";

impl ListEntry for PurchaseIntent {
    const LIST: ValueList = ValueList::Intents;

    fn read(row: &mut ListRow) -> Self {
        let (text, label) = (row.text("text"), row.text("label"));
        Self { text, label, meaning: row.any("meaning") }
    }

    fn key(&self) -> String {
        self.text.clone()
    }
}

impl Lists {
    /// All currencies, in the order of the list: the compiled-in one is sorted by code.
    pub fn currencies(&self) -> &[Currency] {
        &self.currencies.all
    }

    /// How many decimals the amounts in a currency have; nothing if no currency has the code.
    pub fn decimals(&self, code: &str) -> Option<u8> {
        self.currency(code.trim()).map(|currency| currency.decimals)
    }

    /// The currency with exactly this code.
    pub fn currency(&self, code: &str) -> Option<&Currency> {
        self.currencies.find(code)
    }

    /// Whether a text is a country code of the list: two capital letters.
    pub fn is_country(&self, text: &str) -> bool {
        self.countries.has(text)
    }

    /// All accepted intents, the preferred spelling of *not decided* before the other one.
    pub fn intents(&self) -> &[PurchaseIntent] {
        &self.intents
    }

    /// The texts that a file can hold as intent, in words, with *not decided* in this spelling:
    /// `Yes, No or HaveNotDecided`.
    pub(super) fn intent_texts(&self, not_decided: &str) -> String {
        let is_of_file = |i: &&PurchaseIntent| i.label != UNDECIDED || i.text == not_decided;
        let texts: Vec<&str> =
            self.intents.iter().filter(is_of_file).map(|i| i.text.as_str()).collect();
        either(&texts)
    }

    /// The accepted spellings of the intent *not decided*, the preferred one first.
    pub fn undecided(&self) -> impl Iterator<Item = &str> {
        self.intents.iter().filter(|i| i.label == UNDECIDED).map(|i| i.text.as_str())
    }
}

/// The choices of the drop-down of *Marketplace Purchase Intent*.
///
/// *Not decided* is offered once, in the spelling that this file uses already.
pub(super) fn intent_choices(row: &Lead, wanted: Wanted) -> Choices {
    let offered = |i: &PurchaseIntent| i.label != UNDECIDED || i.text == row.context.not_decided;
    let items = row
        .lists()
        .intents()
        .iter()
        .filter(|i| wanted.takes(&i.label) && offered(i))
        .map(|i| single(Col::PurchaseIntent, &i.text, &i.label, &i.meaning))
        .collect();
    with_current(items, row, Col::PurchaseIntent)
}

/// The choices of the drop-down of *Currency*: the codes that a deal can be valued in.
pub(super) fn currency_choices(row: &Lead, wanted: Wanted) -> Choices {
    let items = row
        .lists()
        .currencies()
        .iter()
        .filter(|c| {
            wanted.takes(&c.code)
                && matches!(c.group, CurrencyGroup::Ordinary | CurrencyGroup::Recent)
        })
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

fn with_current(items: Vec<Choice>, row: &Lead, col: Col) -> Choices {
    let now = row.text(col);
    let current = items.iter().position(|i| i.sets.first().is_some_and(|(_, text)| text == now));
    Choices { items, current }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn currencies_are_sorted_and_every_successor_exists() {
        let lists = Lists::compiled_in();
        let currencies = lists.currencies();
        assert!(currencies.is_sorted_by(|a, b| a.code < b.code));
        let count = |group| currencies.iter().filter(|c| c.group == group).count();
        assert_eq!(
            (
                count(CurrencyGroup::Ordinary) + count(CurrencyGroup::Recent),
                count(CurrencyGroup::Fund)
            ),
            (155, 23)
        );
        for old in currencies.iter().filter(|c| c.group == CurrencyGroup::Withdrawn) {
            assert!(lists.currency(&old.successor).is_some(), "{}", old.code);
        }
    }

    #[test]
    fn countries_are_sorted_codes_of_two_letters() {
        let lists = Lists::compiled_in();
        let text = include_str!("../../assets/leads/countries.csv");
        let codes: Vec<&str> = text.lines().skip(1).filter_map(|l| l.split(',').next()).collect();
        assert!(codes.is_sorted_by(|a, b| a < b));
        assert_eq!(codes.len(), 250);
        assert!(codes.iter().all(|code| code.len() == 2 && lists.is_country(code)));
        assert!(lists.is_country("XK") && !lists.is_country("UK") && !lists.is_country("us"));
    }

    #[test]
    fn both_spellings_of_not_decided_are_known_and_the_table_s_comes_first() {
        let undecided: Vec<_> = Lists::compiled_in().undecided().collect();
        assert_eq!(undecided, ["HaveNotDecided", "Have not decided"]);
    }
}
