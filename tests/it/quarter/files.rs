//! The files of a quarter's end: a download, an export of a CRM with its own words, and a policy.

use crate::support::fixtures::fixture;
use chrono::{Days, NaiveDate};
use std::fmt::Write as _;
use std::fs;

/// How many leads the download has.
const LEADS: usize = 2_500;

/// How many rows the export of the CRM has.
const DEALS: usize = 1_800;

/// What a salesperson heard about the New leads.
pub const NOTE: &str = "Called 11/26";

/// How a tenth of the leads stands: closed ones that nobody may change, New ones, and Active ones.
const TENTHS: [Standing; 10] = {
    use Standing::{Active, Closed, New};
    [Closed, New, New, New, New, Active, Active, Active, Active, Active]
};

/// Where a lead stands before the end of the quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Closed,
    New,
    Active,
}

/// A lead of the download, by its number.
struct Lead {
    number: usize,
    today: NaiveDate,
}

impl Lead {
    fn standing(&self) -> Standing {
        TENTHS[self.number % TENTHS.len()]
    }

    /// Its number among those that stand as it does.
    fn turn(&self) -> usize {
        self.number / TENTHS.len()
    }

    fn created(&self) -> NaiveDate {
        self.today - Days::new(1 + self.number as u64 % 13)
    }

    /// A third of the dates are past, by less than three months.
    fn close_date(&self) -> NaiveDate {
        let days = 1 + self.turn() as u64 % 80;
        match self.number % 3 {
            0 => self.today - Days::new(days),
            _ => self.today + Days::new(days + 9),
        }
    }

    /// The text of a column that isn't the fixture's.
    fn text(&self, column: &str) -> Option<String> {
        let n = self.number;
        let outcome = match self.standing() {
            Standing::Closed => ["Closed", "Won", "100"],
            Standing::New => ["New", "Received", "0"],
            Standing::Active => ["Active", "Accepted", "80"],
        };
        Some(match column {
            "Engagement ID" => format!("f7eaae47-0b84-4ac4-b4ea-{n:012x}"),
            "Referral ID" => format!("ebacdcdc-0b84-4ac4-b4ea-{n:012x}"),
            "Lead Name" => format!("Contoso renewal {n}"),
            "Customer Name" => format!("Fabrikam branch {n}"),
            "Email Validity" if n % 20 == 3 => "Spam".to_owned(),
            "Partner Referral Status" => outcome[0].to_owned(),
            "Partner Referral Substatus" => outcome[1].to_owned(),
            "Sales Stage" => outcome[2].to_owned(),
            "Estimated Deal Value" => (1_000 + n).to_string(),
            "Currency" => ["USD", "EUR", "GBP"][n % 3].to_owned(),
            "Estimated Close Date" => self.close_date().format("%m/%d/%Y").to_string(),
            "CRM ID" if self.standing() == Standing::Active => deal_id(n),
            "Lead Created Date" => self.created().format("%m/%d/%Y").to_string(),
            _ => return None,
        })
    }
}

fn deal_id(number: usize) -> String {
    format!("OPP-{number:05}")
}

/// The download.
pub fn download(today: NaiveDate) -> String {
    let plain = fs::read(fixture("plain.csv")).expect("the fixture");
    let mut reader = csv::Reader::from_reader(plain.as_slice());
    let header = reader.headers().expect("a header").clone();
    let row = reader.records().next().expect("a row").expect("a row");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).expect("written");
    for number in 0..LEADS {
        let lead = Lead { number, today };
        let cell =
            |(column, text): (&str, &str)| lead.text(column).unwrap_or_else(|| text.to_owned());
        writer.write_record(header.iter().zip(&row).map(cell)).expect("written");
    }
    String::from_utf8(writer.into_inner().expect("written")).expect("UTF-8")
}

/// The export of the CRM, as a European program writes it: with semicolons, and with words of its own for what
/// became of a deal. Some of its deals are no leads.
pub fn deals() -> String {
    let active = (0..LEADS).filter(|n| TENTHS[n % TENTHS.len()] == Standing::Active);
    let others = (0..).map(|n| 90_000 + n);
    let mut text = "Opportunity;Phase;Estimated Deal Value\n".to_owned();
    for (at, number) in active.chain(others).take(DEALS).enumerate() {
        let phase = match at % 25 {
            0 => "Closed - signed",
            1 => "Closed - budget",
            2 => "Closed - no answer",
            _ => "Negotiation",
        };
        let value = if at % 5 == 3 { 20_000 + at } else { 1_000 + number };
        writeln!(text, "{};{phase};{value}", deal_id(number)).expect("written");
    }
    text
}

/// What is done with leads that nobody has looked at.
pub const POLICY: &str = r#"
[[sentence]]
name = "Spam is declined"
when = ["Status = New", "Lead Created Date < today-10d", "Email validity = Spam"]
set = ["Outcome = Declined", "Reason = 7"]

[[sentence]]
name = "Late deals are moved by a quarter"
when = ["Status = Active", "Estimated Close Date < today"]
set = ["Estimated Close Date += 1q"]
"#;

/// What the columns and the words of the CRM mean.
pub const MAPPING: &str = r#"
headers = ["Opportunity", "Phase", "Estimated Deal Value"]

[key]
column = "Opportunity"
lead = "CRM ID"

[columns]
"Phase" = "Outcome"
"Estimated Deal Value" = "Estimated Deal Value"

[values."Phase"]
"Closed - signed" = "Won"
"Closed - budget" = "Lost, reason 1"
"Closed - no answer" = "Lost, reason 2"
"Negotiation" = ""
"#;
