//! Made-up leads, with everything in them that breaks careless programs.

use super::rules::Habits;
use crate::support::rng::Rng;
use chrono::{Days, NaiveDate};

/// The columns as Microsoft's page lists them, asterisks and all.
pub const COLUMNS: [&str; 52] = [
    "Engagement ID",
    "Referral ID",
    "Lead Name",
    "Customer Name",
    "Customer Address Line 1",
    "Customer Address Line 2",
    "Customer City",
    "Customer State",
    "Customer Postal code",
    "Customer Country",
    "Customer D-U-N-S ID",
    "Customer Contact First Name",
    "Customer Contact Last Name",
    "Customer Contact Phone number",
    "Phone Validity*",
    "Customer Contact Email Address",
    "Email Validity*",
    "Customer Contact Job Title",
    "Partner Referral Status",
    "Partner Referral Substatus",
    "Declined/Lost/Error reason",
    "Sales Stage",
    "Estimated Deal Value",
    "Currency",
    "Estimated Close Date",
    "Referral Program*",
    "Lead Source *",
    "Call To Action *",
    "Lead Quality *",
    "Lead Type *",
    "CRM ID",
    "Marketing Campaign ID",
    "Notes",
    "MPN ID",
    "Lead Created Date",
    "Offer 1*",
    "Offer 2*",
    "Offer 3*",
    "Offer 4*",
    "Offers 5*",
    "Solution 1*",
    "Solution 2*",
    "Solution 3*",
    "Solution 4*",
    "Solution 5*",
    "Team member 1*",
    "Team member 2*",
    "Team member 3*",
    "Team member 4*",
    "Team member 5*",
    "Errors",
    "Marketplace Purchase Intent",
];

/// Status, substatus, sales stage and reason, each as often as it is here.
const OUTCOMES: [(&str, &str, &str, &str); 20] = [
    ("New", "Pending", "0", ""),
    ("New", "Pending", "0", ""),
    ("New", "Pending", "0", ""),
    ("New", "Pending", "0", ""),
    ("New", "Pending", "", ""),
    ("New", "Received", "0", ""),
    ("New", "Received", "0", ""),
    ("Active", "Accepted", "80", ""),
    ("Active", "Accepted", "80", ""),
    ("Active", "Accepted", "80", ""),
    ("Active", "Accepted", "80", ""),
    ("Active", "Accepted", "80", ""),
    ("Active", "Accepted", "80", ""),
    ("Active", "Accepted", "", ""),
    ("Active", "Accepted", "80", "4"),
    ("Closed", "Won", "100", ""),
    ("Closed", "Lost", "80", "2"),
    ("Closed", "Declined", "0", "8"),
    ("Closed", "Expired", "0", ""),
    ("Closed", "Error", "", "7"),
];

const CUSTOMERS: [&str; 8] = [
    "Contoso Ltd",
    "Fabrikam, Inc.",
    "Contoso \"Nord\" GmbH & Co. KG",
    "Fabrikam 東京支社",
    "Contoso Łódź Sp. z o.o.",
    "Fabrikam Größe – Süd",
    "شركة كونتوسو",
    "Contoso 🚀 Labs",
];
const PLACES: [(&str, &str, &str, &str); 6] = [
    ("Redmond", "WA", "98052", "US"),
    ("Boston", "MA", "02110", "US"),
    ("London", "", "EC2A 7QX", "GB"),
    ("München", "Bayern", "80331", "DE"),
    ("Dresden", "", "01067", "DE"),
    ("東京", "東京都", "100-0001", "JP"),
];
/// Columns that have one of these texts, independent of the others.
const ANY_OF: [(&str, &[&str]); 18] = [
    ("Customer Address Line 2", &["", "NE 148 street\nGate \"B\""]),
    ("Customer Contact First Name", &["John", "Zoë", "雷", ""]),
    ("Customer Contact Last Name", &["Customer"]),
    ("Customer Contact Phone number", &["0014255550177", "9999999999", "+1 425 555 0111"]),
    ("Phone Validity*", &["Valid", "Invalid", "Unknown"]),
    ("Email Validity*", &["Valid", "Invalid", "Spam", "Unknown"]),
    ("Customer Contact Job Title", &["Sales Manager"]),
    ("Referral Program*", &["clm", "dso", "isv", "ur"]),
    ("Lead Source *", &["AppSource", "AzureMarketplace", "AzurePortal"]),
    ("Call To Action *", &["GetItNow", "FreeTrial", "TestDrive", "ContactMe"]),
    ("Lead Quality *", &["High", "Low"]),
    ("Lead Type *", &["Offer leads", "Profile leads"]),
    ("CRM ID", &["", "", "00012345", "1.2E+11", "34234324-sdf-345", "0042, b", "+7"]),
    ("Marketing Campaign ID", &["", "BingSummer2020", "01-02", "1E5"]),
    (
        "Notes",
        &[
            "",
            "",
            "",
            "Wants to move two file servers before the spring sale.",
            "Line one\nline two",
            "Line one\r\n\r\nline three, with \"quotes\"",
            "=HYPERLINK(\"http://example.com\")",
            "-5 % agreed; ask again",
            "  blanks around  ",
            "e\u{301}tude, naïve, 👩‍👩‍👧",
        ],
    ),
    ("MPN ID", &["6117929"]),
    ("Offer 1*", &["", "easdfdfdc-0b84-4ac4-b4ea-5b2587d42cee, USD"]),
    ("Solution 1*", &["", "SOL-1234-PQRS, USD, 10, 100"]),
];
const AMOUNTS: [&str; 6] = ["12563", "48000", "1250.00", "0.5", "00700", "999999999.99"];
const CURRENCIES: [&str; 6] = ["USD", "EUR", "GBP", "JPY", "SEK", "KWD"];
const MEMBERS: [&str; 4] = [
    "Bob, Partner, 999999, Bob.partner@Contoso.com",
    "Ivy,Marlowe,0014255550112,ivy@example.com",
    "Zoë, D'Arcy, +44 20 7946 0102, zoe@example.com",
    "李, 雷, 0086 10 5555, lei.li@fabrikam.example.com",
];

fn id(rng: &mut Rng) -> String {
    let (a, b) = (rng.next(), rng.next());
    let (low, high) = (a & 0xffff, (a >> 16) & 0xffff);
    format!("{:08x}-{high:04x}-{low:04x}-{:04x}-{:012x}", a >> 32, b >> 48, b & 0xffff_ffff_ffff)
}

/// Makes up a lead: its cells in the order of [`COLUMNS`].
///
/// What the portal doesn't know yet of a new lead is empty in some: value, currency, close date, team
/// member; so is the purchase intent of every other lead. All that is filled satisfies the page.
pub fn lead(rng: &mut Rng, number: usize, today: NaiveDate, habits: &Habits) -> Vec<String> {
    let (status, substatus, stage, reason) = rng.one_of(&OUTCOMES);
    let is_new = status == "New";
    let customer = rng.one_of(&CUSTOMERS);
    let (city, region, postal, country) = rng.one_of(&PLACES);
    // New leads expire after 14 days.
    let age = rng.below(if is_new { 14 } else { 400 }) as u64;
    let amount = if is_new && rng.percent(10) { "" } else { rng.one_of(&AMOUNTS) };
    let currency = if amount.is_empty() { "" } else { rng.one_of(&CURRENCIES) };
    let day = today + Days::new(rng.below(500) as u64);
    let close = if is_new && rng.percent(10) { String::new() } else { habits.date(day) };
    let has_member = !is_new || !rng.percent(15);
    let member = |rng: &mut Rng, chance| {
        if has_member && rng.percent(chance) { rng.one_of(&MEMBERS) } else { "" }
    };
    let intent = match rng.below(6) {
        // So that a file always shows how "not decided" is spelled.
        _ if number == 0 => habits.undecided,
        0 => "Yes",
        1 => "No",
        2 => habits.undecided,
        _ => "",
    };
    let text = |column: &str, rng: &mut Rng| match column {
        "Engagement ID" | "Referral ID" => id(rng),
        "Lead Name" => format!("{customer} renewal {number}"),
        "Customer Name" => customer.to_owned(),
        "Customer Address Line 1" => format!("{number} Contoso Way, Floor 1/2"),
        "Customer City" => city.to_owned(),
        "Customer State" => region.to_owned(),
        "Customer Postal code" => postal.to_owned(),
        "Customer Country" => country.to_owned(),
        "Customer D-U-N-S ID" => format!("{:09}", rng.below(90_000_000)),
        "Customer Contact Email Address" => format!("john.{number}@example.com"),
        "Partner Referral Status" => status.to_owned(),
        "Partner Referral Substatus" => substatus.to_owned(),
        "Declined/Lost/Error reason" => reason.to_owned(),
        "Sales Stage" => stage.to_owned(),
        "Estimated Deal Value" => amount.to_owned(),
        "Currency" => currency.to_owned(),
        "Estimated Close Date" => close.clone(),
        "Lead Created Date" => (today - Days::new(age)).format("%m-%d-%Y").to_string(),
        "Team member 1*" => member(rng, 100).to_owned(),
        "Team member 2*" => member(rng, 20).to_owned(),
        "Marketplace Purchase Intent" => intent.to_owned(),
        _ => {
            let texts = ANY_OF.iter().find(|(name, _)| *name == column);
            texts.map_or("", |(_, texts)| rng.one_of(texts)).to_owned()
        }
    };
    COLUMNS.iter().map(|column| text(column, rng)).collect()
}
