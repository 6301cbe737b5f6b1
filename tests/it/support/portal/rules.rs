//! What Partner Center accepts, written once more from Microsoft's page and for the tests only.
//!
//! Nothing here uses the program's own rules: the two are compared with each other.

use super::{Columns, Interpretation};
use chrono::NaiveDate;

/// What has to be filled in each record: the page's list of mandatory fields and those that its table
/// calls required.
const REQUIRED: [&str; 10] = [
    "Lead Name",
    "Customer Name",
    "Customer Country",
    "Partner Referral Status",
    "Partner Referral Substatus",
    "Estimated Deal Value",
    "Currency",
    "Estimated Close Date",
    "Team member 1",
    "Marketplace Purchase Intent",
];

/// What a partner may change: the columns that the page's table calls editable, and the reason, see
/// [`Record::reason`]. *Errors* is thrown away.
const EDITABLE: [&str; 17] = [
    "Lead Name",
    "Partner Referral Status",
    "Partner Referral Substatus",
    "Declined/Lost/Error reason",
    "Sales Stage",
    "Estimated Deal Value",
    "Currency",
    "Estimated Close Date",
    "CRM ID",
    "Marketing Campaign ID",
    "Notes",
    "Team member 1",
    "Team member 2",
    "Team member 3",
    "Team member 4",
    "Team member 5",
    "Marketplace Purchase Intent",
];

const REASON: &str = "Declined/Lost/Error reason";

/// The page's table of combinations.
const STAGES: [(&str, &str, &str); 3] =
    [("New", "Pending", "0"), ("Active", "Accepted", "80"), ("Closed", "Won", "100")];

/// The referral API's table: from a status to a status, with the substatuses that go with the latter and
/// that a partner can set.
const WAYS: [(&str, &str, &[&str]); 5] = [
    ("New", "New", &["Pending"]),
    ("New", "Active", &["Accepted"]),
    ("New", "Closed", &["Won", "Lost", "Declined", "Error"]),
    ("Active", "Active", &["Accepted"]),
    ("Active", "Closed", &["Won", "Lost", "Declined", "Error"]),
];

/// Codes of ISO 4217 that begin with X and are money of a region all the same.
const REGIONAL_X: [&str; 5] = ["XAF", "XCD", "XCG", "XOF", "XPF"];

/// The first required column that is missing in a header.
pub fn missing_column(has: impl Fn(&str) -> bool) -> Option<&'static str> {
    std::iter::once("Referral ID").chain(REQUIRED).find(|column| !has(column))
}

/// Whether a partner may add a column of this name; the page names three families.
pub fn can_be_added(column: &str) -> bool {
    let Some((family, number)) = column.rsplit_once(' ') else { return false };
    let most = match family {
        "Offer" | "Solution" => 50,
        "Team member" => 5,
        _ => return false,
    };
    number.parse().is_ok_and(|number: u8| (1..=most).contains(&number))
}

/// Whether a partner may change cells of this column.
pub fn is_editable(column: &str) -> bool {
    let is_added = |family| {
        let number = column.strip_prefix(family).and_then(|number| number.parse::<u8>().ok());
        // One to five are on the list of fields that are always read-only.
        number.is_some_and(|number| number > 5)
    };
    EDITABLE.contains(&column) || is_added("Offer ") || is_added("Solution ")
}

/// The differences between portals, since the documentation shows both; a portal accepts what it writes
/// itself.
#[derive(Clone, Debug)]
pub struct Habits {
    /// How it spells the intent that isn't decided.
    pub undecided: &'static str,
    /// Whether it writes a date as 01/05/2027; else as 1/5/2027.
    pub pads_dates: bool,
}

impl Habits {
    /// Writes an estimated close date as this portal does.
    pub fn date(&self, day: NaiveDate) -> String {
        day.format(if self.pads_dates { "%m/%d/%Y" } else { "%-m/%-d/%Y" }).to_string()
    }
}

/// A record of an upload, in the portal's columns, and the portal's own texts.
pub struct Record<'r> {
    pub columns: &'r Columns,
    pub own: &'r [String],
    pub sent: &'r [String],
    pub interpretation: Interpretation,
    pub habits: &'r Habits,
}

impl<'r> Record<'r> {
    fn of(&self, cells: &'r [String], column: &str) -> &'r str {
        self.columns.find(column).map_or("", |at| &cells[at])
    }

    fn sent(&self, column: &str) -> &'r str {
        self.of(self.sent, column)
    }

    fn own(&self, column: &str) -> &'r str {
        self.of(self.own, column)
    }

    /// The portal's own text of a cell, and the uploaded one.
    pub fn texts(&self, column: &str) -> (&'r str, &'r str) {
        (self.own(column), self.sent(column))
    }

    fn changes(&self, column: &str) -> bool {
        self.sent(column) != self.own(column)
    }

    /// The errors of the record, in the portal's words; none if it is accepted.
    pub fn errors(&self) -> Vec<String> {
        if self.own("Partner Referral Status") == "Closed" {
            return vec!["No actions are permitted, the referral is Closed".to_owned()];
        }
        let mut errors = Vec::new();
        self.read_only(&mut errors);
        for column in REQUIRED.iter().filter(|column| self.sent(column).trim().is_empty()) {
            errors.push(format!("Required field {column} missing"));
        }
        let singles = [
            self.outcome(),
            self.stage(),
            self.reason(),
            self.value(),
            self.currency(),
            self.close_date(),
            self.intent(),
        ];
        errors.extend(singles.into_iter().flatten());
        self.lists(&mut errors);
        errors
    }

    /// The portal's texts after it accepted the record.
    pub fn taken(&self) -> Vec<String> {
        let mut taken = self.own.to_vec();
        for (at, text) in taken.iter_mut().enumerate() {
            if self.columns.editable[at] {
                self.sent[at].clone_into(text);
            }
        }
        if let Some(at) = self.columns.find(REASON).filter(|_| self.last_reason().is_none()) {
            self.own[at].clone_into(&mut taken[at]);
        }
        taken
    }

    /// The page only calls these fields read-only; its sibling page says of one that a change is ignored. So
    /// the strict interpretation rejects the record and the tolerant one ignores the change.
    fn read_only(&self, errors: &mut Vec<String>) {
        if self.interpretation == Interpretation::Tolerant {
            return;
        }
        for (at, column) in self.columns.plain.iter().enumerate() {
            let changes = self.own[at] != self.sent[at];
            if changes && column != "Errors" && !self.columns.editable[at] {
                errors.push(format!("Field {column} is read-only and can't be modified"));
            }
        }
    }

    fn outcome(&self) -> Option<String> {
        let (status, substatus) = ("Partner Referral Status", "Partner Referral Substatus");
        if !self.changes(status) && !self.changes(substatus) {
            return None;
        }
        let (from, to, sub) = (self.own(status), self.sent(status), self.sent(substatus));
        if to.trim().is_empty() || sub.trim().is_empty() {
            return None;
        }
        let Some((_, _, subs)) = WAYS.iter().find(|way| (way.0, way.1) == (from, to)) else {
            return Some(format!("Status transition from {from} to {to} is not allowed"));
        };
        (!subs.contains(&sub)).then(|| format!("Substatus {sub} is not allowed for status {to}"))
    }

    fn stage(&self) -> Option<String> {
        let stage = self.sent("Sales Stage");
        let now = (self.sent("Partner Referral Status"), self.sent("Partner Referral Substatus"));
        let listed = STAGES.iter().find(|(status, sub, _)| (*status, *sub) == now);
        let is_wide = self.interpretation == Interpretation::Tolerant;
        let is_right = match listed {
            // "Required? No"; no page says that spaces count as empty.
            _ if stage.is_empty() || (is_wide && stage.trim().is_empty()) => true,
            Some((_, _, own)) => stage == *own,
            // The page doesn't mention the others, but 100 is Won.
            None => {
                stage != "100"
                    && stage.parse::<u8>().is_ok_and(|n| n.to_string() == stage && n < 100)
            }
        };
        (!is_right).then(|| format!("Sales Stage {stage} is invalid for {} {}", now.0, now.1))
    }

    /// The highest reason that the record may give; nothing if it may give none.
    ///
    /// "You're required to provide this information only if you're changing the sub status of your field
    /// to Declined, Lost, or Error."
    fn last_reason(&self) -> Option<u8> {
        let substatus = "Partner Referral Substatus";
        match self.sent(substatus) {
            "Declined" | "Lost" if self.changes(substatus) => Some(8),
            "Error" if self.changes(substatus) => Some(9),
            _ => None,
        }
    }

    fn reason(&self) -> Option<String> {
        let column = REASON;
        let Some(last) = self.last_reason() else {
            let changes = self.interpretation == Interpretation::Strict && self.changes(column);
            return changes.then(|| format!("{column} can't be modified"));
        };
        let is_right = (1..=last).any(|n| n.to_string() == self.sent(column));
        match self.sent(column) {
            "" => Some(format!("Required field {column} missing")),
            _ => (!is_right).then(|| format!("{column} must be between 1 and {last}")),
        }
    }

    fn value(&self) -> Option<String> {
        let value = self.sent("Estimated Deal Value");
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let is_right = match value.split_once('.') {
            Some((whole, part)) => digits(whole) && digits(part),
            None => digits(value),
        };
        (!is_right && !value.trim().is_empty())
            .then(|| format!("Estimated Deal Value '{value}' is not a number"))
    }

    fn currency(&self) -> Option<String> {
        let code = self.sent("Currency");
        let is_money = !code.starts_with('X') || REGIONAL_X.contains(&code);
        let is_right = is_money && rust_iso4217::ALL_ACTIVE_CODE.contains(&code);
        (!is_right && !code.trim().is_empty()).then(|| format!("Currency {code} isn't supported"))
    }

    /// "In MM/DD/YYYY format"; an example of the sibling page has one digit for the month.
    fn close_date(&self) -> Option<String> {
        let text = self.sent("Estimated Close Date");
        if text.trim().is_empty() || !self.changes("Estimated Close Date") {
            return None;
        }
        let is_right = NaiveDate::parse_from_str(text, "%m/%d/%Y").is_ok_and(|day| {
            let is_short = text == day.format("%-m/%-d/%Y").to_string();
            let takes_short =
                self.interpretation == Interpretation::Tolerant || !self.habits.pads_dates;
            text == day.format("%m/%d/%Y").to_string() || (takes_short && is_short)
        });
        (!is_right).then(|| format!("Estimated Close Date '{text}' is not in MM/DD/YYYY format"))
    }

    /// The page has two spellings of "not decided". The strict interpretation accepts only the portal's own.
    fn intent(&self) -> Option<String> {
        let text = self.sent("Marketplace Purchase Intent");
        let both = ["HaveNotDecided", "Have not decided"];
        let is_right = matches!(text, "Yes" | "No")
            || text == self.habits.undecided
            || (self.interpretation == Interpretation::Tolerant && both.contains(&text));
        (!is_right && !text.trim().is_empty())
            .then(|| format!("Marketplace Purchase Intent {text} is not an accepted value"))
    }

    /// "First name, last name, mobile number, and email ID", all four of them; an offer or a solution has
    /// an ID at least.
    fn lists(&self, errors: &mut Vec<String>) {
        for (at, column) in self.columns.plain.iter().enumerate() {
            let (own, sent) = (&self.own[at], &self.sent[at]);
            if own == sent || sent.trim().is_empty() || !self.columns.editable[at] {
                continue;
            }
            let parts: Vec<&str> = sent.split(',').map(str::trim).collect();
            let is_right = if column.starts_with("Team member ") {
                let mail = parts.last().filter(|mail| !mail.contains(char::is_whitespace));
                let mail = mail.and_then(|mail| mail.split_once('@'));
                parts.len() == 4
                    && parts.iter().all(|part| !part.is_empty())
                    && mail.is_some_and(|(who, at)| !who.is_empty() && at.contains('.'))
            } else if column.starts_with("Offer ") || column.starts_with("Solution ") {
                parts.len() <= 4 && !parts[0].is_empty()
            } else {
                true
            };
            if !is_right {
                errors.push(format!("{column} is not in the expected format"));
            }
        }
    }
}
