//! The lists of what Microsoft and ISO decide: compiled in, or a user's own in their place.
//!
//! Each is a CSV file in `assets/leads`. A user's own file of the same name and columns replaces it
//! as a whole; [`Lists::with_own`] parses it. A list with an error is never used: it decides what
//! is uploaded. The lists are a value: each sheet has its own, in its [`FileContext`](super::FileContext).

mod agree;
mod read;

use super::Col;
use super::outcome::{Outcome, Reason, Transition};
use super::values::{Countries, Currencies, PurchaseIntent};
use crate::leads::sort::sort_by;
use std::fmt;
use std::sync::{Arc, LazyLock};

pub(super) use read::{ListEntry, ListRow, either};

/// One of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueList {
    /// The two-letter codes of countries.
    Countries,
    /// The currencies and their use.
    Currencies,
    /// The texts for *Marketplace Purchase Intent*.
    Intents,
    /// The legal combinations of Status, Substatus and Stage.
    Outcomes,
    /// The numbers for *Declined/Lost/Error reason*.
    Reasons,
    /// The transitions from a downloaded status to an outcome.
    Transitions,
}

impl ValueList {
    /// All lists, by name.
    pub const ALL: [Self; 6] = [
        Self::Countries,
        Self::Currencies,
        Self::Intents,
        Self::Outcomes,
        Self::Reasons,
        Self::Transitions,
    ];

    /// Its name, which is its file's name without `.csv`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Countries => "countries",
            Self::Currencies => "currencies",
            Self::Intents => "intents",
            Self::Outcomes => "outcomes",
            Self::Reasons => "reasons",
            Self::Transitions => "transitions",
        }
    }

    /// The name of its file.
    pub fn file(self) -> String {
        format!("{}.csv", self.name())
    }

    /// The columns that its file must have; it may have others, which aren't read.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Countries => &["code"],
            Self::Currencies => &["code", "name", "decimals", "group", "successor"],
            Self::Intents => &["text", "label", "meaning"],
            Self::Outcomes => {
                &["status", "substatus", "stage", "set_by", "reasons", "verb", "meaning"]
            }
            Self::Reasons => &["list", "code", "text", "explain"],
            Self::Transitions => &["from", "status", "substatus", "way", "why"],
        }
    }

    /// The columns of a Leads file whose values it decides.
    pub fn decides(self) -> &'static [Col] {
        match self {
            Self::Countries => &[Col::Country],
            Self::Currencies => &[Col::Currency],
            Self::Intents => &[Col::PurchaseIntent],
            Self::Outcomes | Self::Transitions => &[Col::Status, Col::Substatus, Col::Stage],
            Self::Reasons => &[Col::Reason],
        }
    }

    fn compiled_in(self) -> &'static str {
        match self {
            Self::Countries => include_str!("../../../assets/leads/countries.csv"),
            Self::Currencies => include_str!("../../../assets/leads/currencies.csv"),
            Self::Intents => include_str!("../../../assets/leads/intents.csv"),
            Self::Outcomes => include_str!("../../../assets/leads/outcomes.csv"),
            Self::Reasons => include_str!("../../../assets/leads/reasons.csv"),
            Self::Transitions => include_str!("../../../assets/leads/transitions.csv"),
        }
    }
}

/// What is wrong with a user's own list: where, what, and what is expected there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListError {
    /// The name of the file, without its folder.
    pub file: String,
    /// The line of the file, counted from 1; nothing for the whole file.
    pub line: Option<usize>,
    /// What is wrong and what is expected.
    pub what: String,
}

/// As compilers write it: `currencies.csv:3: code is "usd"; expected three capital letters`.
impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.what),
            None => write!(f, "{}: {}", self.file, self.what),
        }
    }
}

/// All lists, parsed and ready for looking values up.
#[derive(Debug)]
pub struct Lists {
    own: Vec<ValueList>,
    pub(super) countries: Countries,
    pub(super) currencies: Currencies,
    pub(super) intents: Vec<PurchaseIntent>,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) reasons: Vec<Reason>,
    pub(super) transitions: Vec<Transition>,
}

impl Lists {
    /// Parses a user's own lists, each given as the text of its file; the others are the compiled-in ones.
    ///
    /// # Errors
    ///
    /// Fails with all errors of all lists, in the order of their files.
    pub fn with_own(own: &[(ValueList, String)]) -> Result<Self, Vec<ListError>> {
        let text = |list: ValueList| {
            let mine = own.iter().find(|(other, _)| *other == list);
            mine.map_or(list.compiled_in(), |(_, text)| text)
        };
        let mut errors = Vec::new();
        let countries = read::entries(text(ValueList::Countries), &mut errors);
        let currencies = read::entries(text(ValueList::Currencies), &mut errors);
        let intents = read::entries(text(ValueList::Intents), &mut errors);
        let outcomes = read::entries(text(ValueList::Outcomes), &mut errors);
        let reasons = read::entries(text(ValueList::Reasons), &mut errors);
        let transitions = read::entries(text(ValueList::Transitions), &mut errors);
        let own: Vec<ValueList> =
            ValueList::ALL.into_iter().filter(|list| own.iter().any(|(l, _)| l == list)).collect();
        agree::currencies(currencies.as_deref(), &mut errors);
        let (all, reasons_of) = (outcomes.as_deref(), reasons.as_deref());
        agree::outcomes(all, reasons_of, transitions.as_deref(), &own, &mut errors);
        if !errors.is_empty() {
            sort_by(&mut errors, |a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
            return Err(errors);
        }
        Ok(Self {
            own,
            countries: Countries::new(&read::without_lines(countries)),
            currencies: Currencies::new(read::without_lines(currencies)),
            intents: read::without_lines(intents),
            outcomes: read::without_lines(outcomes),
            reasons: read::without_lines(reasons),
            transitions: read::without_lines(transitions),
        })
    }

    /// The compiled-in lists, parsed when they are first asked for: a constant.
    pub fn compiled_in() -> &'static Arc<Self> {
        static COMPILED_IN: LazyLock<Arc<Lists>> = LazyLock::new(|| Arc::new(Lists::parsed()));
        &COMPILED_IN
    }

    #[expect(clippy::expect_used, reason = "the lists are compiled in; tests read each of them")]
    fn parsed() -> Self {
        Self::with_own(&[]).expect("the lists in assets/leads are well-formed")
    }

    /// Which of the lists are the user's own.
    pub fn own(&self) -> &[ValueList] {
        &self.own
    }

    /// The owner of a list, for messages: `your own list`, or the standard that the list is from.
    pub(super) fn owner(&self, list: ValueList, standard: &'static str) -> &'static str {
        if self.own.contains(&list) { "your own list" } else { standard }
    }

    /// One sentence that names the user's own lists; nothing if there are none.
    pub fn note(&self) -> Option<String> {
        let names: Vec<&str> = self.own.iter().map(|list| list.name()).collect();
        (!names.is_empty()).then(|| format!("own lists: {}", names.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The errors of custom lists, one a line.
    fn errors(own: &[(ValueList, &str)]) -> String {
        let own: Vec<_> = own.iter().map(|(list, text)| (*list, (*text).to_owned())).collect();
        let found = Lists::with_own(&own).map(|lists| lists.own).expect_err("errors");
        found.iter().flat_map(|m| [m.to_string(), "\n".to_owned()]).collect()
    }

    /// A compiled-in list with a text in it replaced.
    fn altered(list: ValueList, old: &str, new: &str) -> String {
        assert!(list.compiled_in().contains(old), "{old} is in the list");
        list.compiled_in().replace(old, new)
    }

    #[test]
    fn the_compiled_in_lists_are_valid_custom_lists() {
        let all: Vec<_> = ValueList::ALL.map(|list| (list, list.compiled_in().to_owned())).to_vec();
        let taken = Lists::with_own(&all).expect("well-formed");
        assert_eq!(taken.own, ValueList::ALL);
        let compiled_in = Lists::compiled_in();
        assert_eq!(taken.currencies().len(), compiled_in.currencies().len());
        assert!(compiled_in.own().is_empty() && compiled_in.note().is_none());
    }

    #[test]
    fn a_custom_list_replaces_the_compiled_in_one_and_keeps_its_order() {
        let text = "\u{feff}code,decimals,name,group,successor,why\r\nSEK,2,Krona,ordinary,,x\r\nABC,0,Own,recent,,\r\n";
        let lists =
            Lists::with_own(&[(ValueList::Currencies, text.to_owned())]).expect("well-formed");
        assert_eq!(lists.own, [ValueList::Currencies]);
        let codes: Vec<_> = lists.currencies().iter().map(|c| c.code.as_str()).collect();
        assert_eq!(codes, ["SEK", "ABC"]);
        assert_eq!(lists.currency("ABC").map(|c| c.decimals), Some(0));
        assert!(lists.currency("USD").is_none() && lists.currency("").is_none());
        assert!(lists.is_country("US"));
        assert_eq!(lists.note().as_deref(), Some("own lists: currencies"));
    }

    #[test]
    fn all_mistakes_of_all_lists_are_reported_with_file_and_line() {
        let currencies = "code,name,decimals,group,successor\n\
                          usd,Dollar,2,ordinary,\n\
                          EUR,,two,normal,\n\
                          SEK,Krona,2,ordinary,EUR\n\
                          SEK,Krona,2,withdrawn,\n\
                          CHF,Franc,2\n\
                          DEM, Mark,9,withdrawn,XXX\n";
        let countries = "Code,source\nSE,x\n";
        assert_eq!(
            errors(&[(ValueList::Currencies, currencies), (ValueList::Countries, countries)]),
            "countries.csv:1: the header lacks code; expected code\ncurrencies.csv:2: code is \
            \"usd\"; expected three capital letters\ncurrencies.csv:3: name is empty; expected a \
            text\ncurrencies.csv:3: decimals is \"two\"; expected a number from 0 to \
            4\ncurrencies.csv:3: group is \"normal\"; expected ordinary, recent, fund or \
            withdrawn\ncurrencies.csv:5: SEK already appears in line 4; expected \
            once\ncurrencies.csv:6: the row has 3 fields; expected 5, as in the \
            header\ncurrencies.csv:7: name is \" Mark\"; expected no spaces around \
            it\ncurrencies.csv:7: decimals is \"9\"; expected a number from 0 to 4\n"
        );
    }

    #[test]
    fn a_list_that_is_empty_or_no_csv_with_commas_is_a_mistake() {
        assert_eq!(
            errors(&[(ValueList::Countries, ""), (ValueList::Intents, "text,label,meaning\n")]),
            "countries.csv:1: the header lacks code; expected code\nintents.csv: the list is \
            empty; expected at least one row after the header\n"
        );
        let semicolons = "list;code;text;explain\nerror;1;x;\n";
        assert_eq!(
            errors(&[(ValueList::Reasons, semicolons)]),
            "reasons.csv:1: the header lacks list, code, text, explain; \
             expected list,code,text,explain with commas between them\n"
        );
        let twice = errors(&[(ValueList::Countries, "code,code\nSE,NO\n")]);
        assert_eq!(twice, "countries.csv:1: the header has code twice; expected it once\n");
        let hidden = errors(&[(ValueList::Intents, "text,label,meaning\n\"Y\nes\",Y,\u{202e}x\n")]);
        assert_eq!(
            hidden,
            "intents.csv:2: text is \"Y\\nes\"; expected no line end or invisible character in it\n\
             intents.csv:2: meaning is \"\\u{202e}x\"; expected no line end or invisible character in it\n"
        );
    }

    #[test]
    fn currencies_that_were_withdrawn_need_a_successor_of_the_list_and_others_have_none() {
        let head = "code,name,decimals,group,successor\nEUR,Euro,2,ordinary,\n";
        let with = |row: &str| errors(&[(ValueList::Currencies, &format!("{head}{row}\n"))]);
        let expected = "expected a code of the list that isn't withdrawn";
        for successor in ["", "DEM", "XYZ"] {
            assert_eq!(
                with(&format!("DEM,Mark,2,withdrawn,{successor}")),
                format!("currencies.csv:3: the successor of DEM is \"{successor}\"; {expected}\n")
            );
        }
        assert_eq!(
            with("SEK,Krona,2,fund,EUR"),
            "currencies.csv:3: the successor of SEK is \"EUR\"; expected none, it isn't withdrawn\n"
        );
    }

    #[test]
    fn lists_that_contradict_each_other_are_mistakes_of_the_custom_one() {
        let outcomes = altered(ValueList::Outcomes, "Closed,Declined", "Closed,Refused");
        assert_eq!(
            errors(&[(ValueList::Outcomes, &outcomes)]),
            "outcomes.csv: Closed/Declined, which transitions.csv leads to, is missing; expected \
            it, or your own transitions.csv without it\n"
        );
        let transitions =
            altered(ValueList::Transitions, "Active,Closed,Won,", "Busy,Closed,Sold,");
        assert_eq!(
            errors(&[(ValueList::Transitions, &transitions)]),
            "transitions.csv:10: from is \"Busy\"; expected a status of outcomes.csv\n\
             transitions.csv:10: Closed/Sold isn't an outcome; expected one from outcomes.csv\n"
        );
        assert_eq!(
            errors(&[(
                ValueList::Reasons,
                "list,code,text,explain\nerror,01,x,\nerror,9,x,maybe\n"
            )]),
            "reasons.csv:2: code is \"01\"; expected a number from 1 to 255\n\
             reasons.csv:3: explain is \"maybe\"; expected yes or nothing\n"
        );
        assert_eq!(
            errors(&[(ValueList::Reasons, "list,code,text,explain\nerror,1,x,\n")]),
            "reasons.csv: no reason belongs to the list declined-lost; expected one, because Closed/Lost \
             asks for it\n"
        );
    }

    #[test]
    fn outcomes_must_mark_closed_ones_and_have_one_reason_list_per_substatus() {
        let closed = altered(ValueList::Outcomes, "Closed,", "Done,");
        let transitions = altered(ValueList::Transitions, "Closed,", "Done,");
        assert_eq!(
            errors(&[(ValueList::Outcomes, &closed), (ValueList::Transitions, &transitions)]),
            "outcomes.csv: no outcome has the status Closed; expected one, because it locks \
            leads\n"
        );
        let both =
            format!("{}Active,Lost,,partner,error,Lose,x,y\n", ValueList::Outcomes.compiled_in());
        assert_eq!(
            errors(&[(ValueList::Outcomes, &both)]),
            "outcomes.csv:10: Lost asks for different reasons here than in line 6; expected the \
            same\n"
        );
        let transition = altered(
            ValueList::Transitions,
            "New,Active,Accepted,usual,,",
            "New,Active,Accepted,unusual,,",
        );
        assert_eq!(
            errors(&[(ValueList::Transitions, &transition)]),
            "transitions.csv:4: why is \"\"; expected a reason for unusual, and nothing for usual\n"
        );
    }
}
