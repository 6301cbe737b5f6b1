//! The portal that tests upload to, by itself: what it accepts and rejects, and its results.

use crate::support::portal::{FileFormat, Interpretation, Oddity, Portal, Rejections, STRANGER};
use std::collections::{BTreeMap, BTreeSet};

const STATUS: &str = "Partner Referral Status";
const SUBSTATUS: &str = "Partner Referral Substatus";
const REASON: &str = "Declined/Lost/Error reason";
const STAGE: &str = "Sales Stage";
const INTENT: &str = "Marketplace Purchase Intent";
const CLOSE_DATE: &str = "Estimated Close Date";

/// The seed of a portal that writes 01/05/2027 and not 1/5/2027.
const PADS: u64 = 7;

/// Reads a file as plain records, header first.
fn records(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).expect("UTF-8").trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|r| r.expect("even").iter().map(str::to_owned).collect()).collect()
}

/// The errors in a results file, by Referral ID; rows of one lead in the order of the file.
fn errors_in(results: &[u8]) -> BTreeMap<String, Vec<String>> {
    let mut rows = records(results).into_iter();
    let header = rows.next().expect("a header");
    let place = |name| header.iter().position(|column| column == name).expect(name);
    let (id, errors) = (place("Referral ID"), place("Errors"));
    let mut by_id: BTreeMap<String, Vec<String>> = BTreeMap::new();
    rows.for_each(|row| by_id.entry(row[id].clone()).or_default().push(row[errors].clone()));
    by_id
}

/// A portal that pads its dates, and a lead of it, see [`with_lead_of`].
fn with_lead(status: &str, substatus: &str) -> (Portal, String) {
    with_lead_of(Portal::new(PADS, 200), status, substatus)
}

/// A portal with the Referral ID of a lead that has this status and substatus, and makes it complete.
fn with_lead_of(mut portal: Portal, status: &str, substatus: &str) -> (Portal, String) {
    let is_it = |id: &&String| {
        portal.value(id, STATUS) == status && portal.value(id, SUBSTATUS) == substatus
    };
    let id = portal.ids().iter().find(is_it).expect("among so many").clone();
    for (column, text) in [
        ("Estimated Deal Value", "100"),
        ("Currency", "USD"),
        ("Team member 1", "Bob, Partner, 999999, bob@example.com"),
        (INTENT, "No"),
        (REASON, ""),
    ] {
        portal.set(&id, column, text);
    }
    if portal.value(&id, CLOSE_DATE).is_empty() {
        portal.set(&id, CLOSE_DATE, "12/30/2026");
    }
    (portal, id)
}

/// Uploads changes of one lead: the portal's errors, none if it accepts them.
fn rejection(portal: &mut Portal, id: &str, changes: &[(&str, &str)]) -> String {
    let cells: Vec<_> = changes.iter().map(|(column, text)| (id, *column, *text)).collect();
    let done = portal.upload(&portal.edited(&cells), &Rejections::none()).expect("processed");
    done.refused.get(id).cloned().unwrap_or_default()
}

#[test]
fn the_same_seed_makes_the_same_leads_and_every_kind_of_cell_is_among_them() {
    let (one, other) = (Portal::new(1, 2_500), Portal::new(1, 2_500));
    assert_eq!(one.download(), other.download());
    assert_ne!(one.download(), Portal::new(2, 2_500).download());
    let ids: BTreeSet<String> = one.ids().into_iter().collect();
    assert_eq!(ids.len(), 2_500);
    let cells: BTreeSet<String> = records(&one.download()).into_iter().flatten().collect();
    for text in ["00012345", "1.2E+11", "01067", "0014255550177", "Closed", "Expired", "Received"] {
        assert!(cells.contains(text), "{text}");
    }
    assert!(cells.iter().any(|text| text.contains("\r\n")));
    assert!(cells.iter().any(|text| text.contains('"')) && cells.iter().any(|t| !t.is_ascii()));
}

#[test]
fn a_download_has_the_requested_format_and_at_most_5_000_leads() {
    let mut portal = Portal::new(1, 5_003);
    portal.format = FileFormat { bom: false, line_end: "\r", all_quoted: true, oddities: &[] };
    let download = portal.download();
    assert!(download.starts_with(b"\"Engagement ID\",\"Referral ID\""));
    assert!(download.ends_with(b"\"\r") || download.ends_with(b"\"HaveNotDecided\"\r"));
    assert_eq!(records(&download).len(), 5_001);
    portal.format = FileFormat::usual();
    assert!(portal.download().starts_with(b"\xef\xbb\xbfEngagement ID,"));
    let first = portal.ids()[0].clone();
    assert_eq!(records(&portal.download_of(|id| id == first)).len(), 2);
}

#[test]
fn what_is_uploaded_unchanged_changes_nothing() {
    let (mut portal, id) = with_lead("Active", "Accepted");
    let before = portal.clone();
    assert_eq!(rejection(&mut portal, &id, &[("Notes", before.value(&id, "Notes"))]), "");
    assert_eq!(portal.differences(&before), []);
}

#[test]
fn an_accepted_record_changes_the_lead_and_a_rejected_one_does_not() {
    let (mut portal, id) = with_lead("New", "Pending");
    let before = portal.clone();
    let accepted = [(STATUS, "Active"), (SUBSTATUS, "Accepted"), (STAGE, "80")];
    assert_eq!(rejection(&mut portal, &id, &accepted), "");
    assert_eq!(portal.value(&id, STAGE), "80");
    let changed: Vec<String> =
        portal.differences(&before).into_iter().map(|one| one.column).collect();
    assert_eq!(changed, [STATUS, SUBSTATUS, STAGE]);

    let before = portal.clone();
    let back =
        rejection(&mut portal, &id, &[(STATUS, "New"), (SUBSTATUS, "Pending"), (STAGE, "0")]);
    assert_eq!(back, "Status transition from Active to New is not allowed");
    assert_eq!(portal.differences(&before), []);

    let lost = [(STATUS, "Closed"), (SUBSTATUS, "Lost"), (REASON, "2")];
    assert_eq!(rejection(&mut portal, &id, &lost), "");
    let closed = rejection(&mut portal, &id, &[("Notes", "too late")]);
    assert_eq!(closed, "No actions are permitted, the referral is Closed");
}

#[test]
fn each_rule_rejects_what_breaks_it() {
    let wrong: [(&[(&str, &str)], &str); 22] = [
        (&[("Lead Name", " ")], "Required field Lead Name missing"),
        (&[("Team member 1", "")], "Required field Team member 1 missing"),
        (&[(INTENT, "")], "Required field Marketplace Purchase Intent missing"),
        (&[(INTENT, "yes")], "Marketplace Purchase Intent yes is not"),
        (&[("Currency", "")], "Required field Currency missing"),
        (&[("Currency", "usd")], "Currency usd isn't supported"),
        (&[("Currency", "XAU")], "Currency XAU isn't supported"),
        (&[("Estimated Deal Value", "1,250")], "Estimated Deal Value '1,250' is not"),
        (&[("Estimated Deal Value", "5.")], "Estimated Deal Value '5.' is not"),
        (&[(CLOSE_DATE, "2/3/2027")], "Estimated Close Date '2/3/2027' is not"),
        (&[(CLOSE_DATE, "02/30/2027")], "Estimated Close Date '02/30/2027' is not"),
        (&[(CLOSE_DATE, "2027-02-03")], "Estimated Close Date '2027-02-03' is not"),
        (&[(STATUS, "active")], "Status transition from Active to active"),
        (&[(SUBSTATUS, "Won")], "Substatus Won is not allowed for status Active"),
        (&[(STATUS, "Closed"), (SUBSTATUS, "Expired")], "Substatus Expired is not allowed"),
        (&[(STATUS, "Closed"), (SUBSTATUS, "Lost")], "Required field Declined/Lost/Error reason"),
        (
            &[(STATUS, "Closed"), (SUBSTATUS, "Lost"), (REASON, "9")],
            "Declined/Lost/Error reason must",
        ),
        (
            &[(STATUS, "Closed"), (SUBSTATUS, "Error"), (REASON, "06")],
            "Declined/Lost/Error reason must",
        ),
        (&[(REASON, "3")], "Declined/Lost/Error reason can't be modified"),
        (&[(STAGE, "40")], "Sales Stage 40 is invalid"),
        (&[("Customer City", "Paris")], "Field Customer City is read-only"),
        (&[("Team member 2", "Ivy, Marlowe, ivy@example.com")], "Team member 2 is not in"),
    ];
    let (portal, id) = with_lead("Active", "Accepted");
    let mut start = portal.clone();
    assert_eq!(rejection(&mut start, &id, &[(STAGE, "80")]), "");
    for (changes, sentence) in wrong {
        let mut portal = start.clone();
        let rejection = rejection(&mut portal, &id, changes);
        assert!(rejection.starts_with(sentence), "{changes:?}: {rejection}");
        assert_eq!(portal.differences(&start), []);
    }
    let two = rejection(&mut start, &id, &[("Lead Name", ""), ("Currency", "EURO")]);
    assert_eq!(two, "Required field Lead Name missing; Currency EURO isn't supported");
}

#[test]
fn the_tolerant_portal_accepts_what_any_page_shows() {
    let (mut portal, id) = with_lead("Active", "Accepted");
    portal.interpretation = Interpretation::Tolerant;
    let before = portal.clone();
    for intent in ["HaveNotDecided", "Have not decided"] {
        let changes = [(CLOSE_DATE, "2/3/2027"), (INTENT, intent), ("Customer City", "Paris")];
        assert_eq!(rejection(&mut portal, &id, &changes), "");
    }
    let changed: Vec<String> =
        portal.differences(&before).into_iter().map(|one| one.column).collect();
    assert_eq!(changed, [CLOSE_DATE, INTENT]);
    portal.interpretation = Interpretation::Strict;
    let rejected = ["HaveNotDecided", "Have not decided"]
        .map(|intent| usize::from(!rejection(&mut portal, &id, &[(INTENT, intent)]).is_empty()));
    assert_eq!(rejected[0] + rejected[1], 1, "only its own spelling");
}

#[test]
fn a_file_that_is_not_an_upload_is_rejected_as_a_whole() {
    let mut portal = Portal::new(3, 1_001);
    let before = portal.clone();
    let download = portal.download();
    let (first, second) = (&portal.ids()[0].clone(), &portal.ids()[1].clone());
    let two = portal.download_of(|id| id == first || id == second);
    let text = String::from_utf8(two).expect("UTF-8");
    let mut rejection =
        |bytes: &[u8]| portal.upload(bytes, &Rejections::none()).expect_err("refused");
    assert!(rejection(&download).contains("more than 1,000 records"));
    assert!(rejection(b"").contains("empty"));
    assert!(rejection(b"Referral ID\n\xff\n").contains("UTF-8"));
    assert!(rejection(b"Referral ID;Lead Name\n").contains("isn't in the template"));
    assert!(rejection(b"Referral ID,Lead Name\na\n").contains("Record 1 has 1 fields"));
    assert!(rejection(b"Referral ID,Lead Name\n").contains("mandatory column Customer Name"));
    for (name, sentence) in [
        ("CRM ID", "The column CRM ID is in the file twice"),
        ("Our own", "The column Our own isn't in the template"),
        ("Team member 6", "The column Team member 6 isn't in the template"),
        ("Offer 51", "The column Offer 51 isn't in the template"),
    ] {
        assert_eq!(rejection(text.replacen("Notes", name, 1).as_bytes()), sentence);
    }
    assert_eq!(portal.differences(&before), []);
}

#[test]
fn unknown_nameless_or_repeated_leads_are_rejected() {
    let (mut portal, id) = with_lead("Active", "Accepted");
    portal.set(&id, STAGE, "80");
    let mut rows = records(&portal.edited(&[(&id, "Notes", "one")]));
    let place = rows[0].iter().position(|name| name == "Referral ID").expect("there");
    for other in ["", "nobody", id.as_str()] {
        let mut row = rows[1].clone();
        other.clone_into(&mut row[place]);
        rows.push(row);
    }
    let file = FileFormat::plain().write(&rows[0], rows[1..].iter().map(Vec::as_slice));
    let done = portal.upload(&file, &Rejections::none()).expect("processed");
    assert_eq!((done.updated, done.not_processed), (1, 3));
    assert_eq!(done.refused[""], "Required field Referral ID missing");
    assert!(done.refused["nobody"].contains("doesn't exist"));
    assert!(done.refused[&id].contains("repeated"));
}

#[test]
fn a_column_that_the_page_lets_add_is_added() {
    let (portal, id) = with_lead("Active", "Accepted");
    let mut portal = portal.without("Team member 5");
    let mut rows = records(&portal.edited(&[(&id, STAGE, "80")]));
    rows[0].push("Team member 5".to_owned());
    rows[1].push("Ivy, Marlowe, 1, ivy@example.com".to_owned());
    let before = portal.clone();
    let file = FileFormat::plain().write(&rows[0], [rows[1].as_slice()]);
    assert_eq!(portal.upload(&file, &Rejections::none()).expect("processed").updated, 1);
    assert_eq!(portal.value(&id, "Team member 5"), "Ivy, Marlowe, 1, ivy@example.com");
    assert!(portal.differences(&before).iter().all(|one| one.id == id));
}

#[test]
fn results_have_the_uploaded_records_in_another_order_with_errors() {
    let mut portal = Portal::new(5, 400);
    let open: Vec<String> =
        portal.ids().into_iter().filter(|id| portal.value(id, STATUS) == "Active").collect();
    let cells = open.iter().flat_map(|id| {
        [(id.as_str(), INTENT, "Yes"), (id, "Notes", "as\nuploaded"), (id, "Errors", "old")]
    });
    let file = portal.edited(&cells.collect::<Vec<_>>());
    let refusals = Rejections::of(open[..37].iter()).with(&open[40], "One; another");
    let before = portal.clone();
    let done = portal.upload(&file, &refusals).expect("processed");
    assert_eq!((done.updated, done.not_processed), (open.len() - 38, 38));
    let by_id = errors_in(&done.results);
    assert_eq!(by_id.len(), open.len());
    for id in &open {
        let errors = done.refused.get(id).cloned().unwrap_or_default();
        assert_eq!(by_id[id], std::slice::from_ref(&errors));
        assert_eq!(portal.value(id, "Notes") == "as\nuploaded", errors.is_empty());
    }
    assert_eq!(by_id[&open[40]], ["One; another"]);
    let (uploaded, results) = (records(&file), records(&done.results));
    assert_eq!(uploaded[0], results[0]);
    assert_ne!(
        results[1..].iter().map(|r| &r[1]).collect::<Vec<_>>(),
        open.iter().collect::<Vec<_>>()
    );
    let without_errors = |rows: &[Vec<String>]| -> BTreeSet<Vec<String>> {
        let place = rows[0].iter().position(|name| name == "Errors").expect("there");
        let mut rows = rows.to_vec();
        for row in &mut rows {
            row.remove(place);
        }
        rows.into_iter().collect()
    };
    assert_eq!(without_errors(&uploaded), without_errors(&results));
    assert!(portal.differences(&before).iter().all(|one| !done.refused.contains_key(&one.id)));
}

#[test]
fn results_come_in_every_odd_format() {
    let mut portal = Portal::new(5, 60);
    let id = portal.ids()[3].clone();
    portal.results =
        FileFormat { oddities: FileFormat::ALL_ODDITIES, line_end: "\n", ..FileFormat::usual() };
    let refusals = Rejections::none().with(&id, "Wrong");
    let file = portal.download();
    let done = portal.upload(&file, &refusals).expect("processed");
    let by_id = errors_in(&done.results);
    assert_eq!(by_id.len(), 61);
    assert!(by_id.contains_key(STRANGER));
    let repeated: Vec<_> = by_id.values().filter(|errors| errors.len() > 1).collect();
    assert_eq!(repeated.len(), 1);
    assert_eq!(repeated[0].iter().filter(|errors| errors.is_empty()).count(), 1);
    assert_eq!(repeated[0].len(), 3);
    assert_ne!(records(&done.results)[0], records(&file)[0]);
    let oddities = &[Oddity::LeadTwice];
    let other = done.results_as(FileFormat { all_quoted: true, oddities, ..FileFormat::plain() });
    assert!(other.starts_with(b"\"Engagement ID\"") && errors_in(&other).len() == 60);
}

#[test]
fn an_upload_of_the_old_values_reverts_open_leads() {
    for seed in 0..4 {
        let (mut portal, id) = with_lead_of(Portal::new(seed, 200), "Active", "Accepted");
        let before = portal.clone();
        let columns = ["Lead Name", "Notes", CLOSE_DATE, "Currency", INTENT, "CRM ID"];
        let texts = ["x", "a;b\nc", "12/31/2027", "EUR", "Yes", ""];
        let changes: Vec<_> = columns.into_iter().zip(texts).collect();
        assert_eq!(rejection(&mut portal, &id, &changes), "");
        assert!(portal.differences(&before).len() > 3);
        let old: Vec<_> = columns.iter().map(|name| (*name, before.value(&id, name))).collect();
        assert_eq!(rejection(&mut portal, &id, &old), "");
        assert_eq!(portal.differences(&before), []);
    }
}

#[test]
fn days_pass_leads_expire_and_new_ones_arrive() {
    let mut portal = Portal::new(9, 300);
    let new: Vec<String> =
        portal.ids().into_iter().filter(|id| portal.value(id, STATUS) == "New").collect();
    portal.advance(7);
    let expired = new.iter().filter(|id| portal.value(id, SUBSTATUS) == "Expired").count();
    assert!(0 < expired && expired < new.len());
    portal.arrive(5);
    assert_eq!(portal.ids().len(), 305);
    portal.advance(8);
    assert!(new.iter().all(|id| portal.value(id, SUBSTATUS) == "Expired"));
    let waits = |id: &String| portal.value(id, STATUS) != "Closed";
    assert!(portal.ids()[..300].iter().any(waits), "accepted leads don't expire");
}
