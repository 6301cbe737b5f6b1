use super::*;
use crate::leads::condition::Condition;
use crate::leads::value_change::Assignment;
use crate::leads::{Col, Origin, Row};
use crate::sheet::change_set::{ChangeSet, LeftOutGroup, ProposedCell};
use crate::sheet::edit::Edit;
use crate::sheet::sheet::Sheet;
use crate::table::Table;
use chrono::NaiveDate;
use proptest::prelude::*;

const HEADER: &str = "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,\
    Declined/Lost/Error reason,Sales Stage,Estimated Deal Value,Currency,Estimated Close Date,Notes,\
    Marketplace Purchase Intent,Team member 1,Lead Created Date,Email Validity\n";

/// Leads by status, close date, created date and e-mail, all else alike.
fn sheet(leads: &[[&str; 4]]) -> Sheet {
    let mut text = HEADER.to_owned();
    for (at, [status, close, created, email]) in leads.iter().enumerate() {
        let (substatus, stage) = match *status {
            "New" => ("Received", "20"),
            "Active" => ("Accepted", "80"),
            _ => ("Won", "100"),
        };
        let lead = format!(
            "78b7d0ac-8477-4ce0-8e4c-da11b43c58{at:02},lead {at},{status},{substatus},,{stage},1000,USD,\
             {close},old,Yes,\"A, B, 1, a@example.com\",{created},{email}\n"
        );
        text.push_str(&lead);
    }
    let table = Table::parse(text, b',').expect("well-formed");
    Sheet::new(table, Origin::Download, NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"))
}

type Written<'t> = (&'t str, &'t [&'t str], &'t [&'t str]);

fn policy(sheet: &Sheet, sentences: &[Written]) -> Policy {
    let (layout, context) = (sheet.layout(), sheet.context());
    let condition = |text: &&str| {
        let condition = Condition::parse(text).expect(text);
        condition.bind(layout, context).expect(text)
    };
    let assignment = |text: &&str| {
        let assignment = Assignment::parse(text).expect(text);
        assignment.bind(layout, context).expect(text)
    };
    let sentence = |(name, when, set): &Written| Sentence {
        name: (*name).to_owned(),
        when: when.iter().map(condition).collect(),
        set: set.iter().map(assignment).collect(),
    };
    Policy { name: "end".to_owned(), sentences: sentences.iter().map(sentence).collect() }
}

const SPAM: Written = (
    "spam",
    &["Status = New", "Created < today-10d", "Email validity = Spam"],
    &["Outcome = Declined", "Reason = 7"],
);
const LATE: Written = ("late", &["Status = Active", "Close date < today"], &["Close date += 1q"]);

const SPAM_LEAD: [&str; 4] = ["New", "12/31/2026", "11/01/2026", "Spam"];
const LATE_LEAD: [&str; 4] = ["Active", "11/20/2026", "01/31/2026", "Valid"];

fn cell(sheet: &Sheet, row: usize, col: Col) -> (Row, Field) {
    (Row::at(row), sheet.layout().field(col).expect("a column"))
}

fn text(sheet: &Sheet, row: usize, col: Col) -> String {
    let (row, field) = cell(sheet, row, col);
    sheet.text(row, field).into_owned()
}

fn type_over(sheet: &mut Sheet, row: usize, col: Col, text: &str) {
    let (row, field) = cell(sheet, row, col);
    sheet.apply(Edit::cell("edit", row, field, text)).expect("editable");
}

fn lines(sheet: &Sheet, set: &ChangeSet) -> Vec<String> {
    let line = |cell: &ProposedCell| {
        let name = sheet.layout().col(cell.at.field).expect("known").short();
        let sentence = cell.reason.as_deref().expect("a sentence");
        format!("{} {name}: {} -> {} ({sentence})", cell.at.row, cell.before, cell.after)
    };
    set.cells.iter().map(line).collect()
}

fn left_out(set: &ChangeSet) -> Vec<String> {
    set.left_out_groups().iter().map(LeftOutGroup::describe).collect()
}

fn plan(sheet: &Sheet, policy: &Policy) -> ChangeSet {
    PolicyRun::new(sheet, policy).change_set(sheet, &[])
}

fn run(sheet: &mut Sheet, policy: &Policy) -> usize {
    let edit = plan(sheet, policy).edit(|_| true);
    sheet.apply(edit).expect("editable").cells
}

#[test]
fn every_cell_names_its_sentence_and_a_second_run_changes_nothing() {
    let mut sheet = sheet(&[
        SPAM_LEAD,
        LATE_LEAD,
        ["New", "12/31/2026", "11/15/2026", "Spam"],
        ["Active", "11/22/2026", "01/31/2026", "Spam"],
        ["Closed", "11/20/2026", "01/31/2026", "Spam"],
    ]);
    let policy = policy(&sheet, &[SPAM, LATE]);
    let set = plan(&sheet, &policy);
    assert_eq!(
        lines(&sheet, &set),
        [
            "1 Status: New -> Closed (spam)",
            "1 Substatus: Received -> Declined (spam)",
            "1 Reason:  -> 7 (spam)",
            "2 Close date: 11/20/2026 -> 02/20/2027 (late)",
        ]
    );
    assert_eq!(set.left_out, []);
    assert_eq!(run(&mut sheet, &policy), 4);
    assert_eq!(sheet.history().done().last().expect("a step").label, "plan end");
    let second = plan(&sheet, &policy);
    assert!(second.is_empty());
    assert_eq!(left_out(&second), ["unchanged by it: 2 cells"]);
}

#[test]
fn a_date_that_is_still_past_is_moved_once() {
    let mut sheet = sheet(&[["Active", "01/31/2026", "01/31/2026", "Valid"]]);
    let policy = policy(&sheet, &[LATE]);
    assert_eq!(run(&mut sheet, &policy), 1);
    assert_eq!(text(&sheet, 0, Col::CloseDate), "04/30/2026");
    assert_eq!(run(&mut sheet, &policy), 0);
    sheet.undo();
    assert_eq!(run(&mut sheet, &policy), 1, "what was undone is done again");
}

#[test]
fn what_was_exported_is_left_until_partner_center_has_it() {
    let mut sheet = sheet(&[SPAM_LEAD, ["Active", "01/31/2026", "01/31/2026", "Valid"]]);
    let policy = policy(&sheet, &[SPAM, LATE]);
    assert_eq!(run(&mut sheet, &policy), 4);
    let rows: Vec<Row> = sheet.rows().collect();
    sheet.mark_exported(&rows, &[]);
    let second = plan(&sheet, &policy);
    assert!(second.is_empty());
    assert_eq!(left_out(&second), ["unchanged by it: 2 cells"]);
}

#[test]
fn what_one_sentence_makes_of_a_lead_lets_no_other_hold() {
    let chain: &[Written] = &[
        ("accept", &["Status = New"], &["Outcome = Accepted"]),
        ("late", &["Status = Active", "Close date < today"], &["Close date += 1q"]),
        ("moved", &["Close date > today"], &["Notes append moved"]),
    ];
    let mut sheet = sheet(&[["New", "11/20/2026", "11/21/2026", "Valid"], LATE_LEAD]);
    let policy = policy(&sheet, chain);
    run(&mut sheet, &policy);
    assert_eq!(text(&sheet, 0, Col::Status), "Active");
    assert_eq!(text(&sheet, 0, Col::CloseDate), "11/20/2026");
    assert_eq!(text(&sheet, 1, Col::Notes), "old");
    assert!(plan(&sheet, &policy).is_empty(), "nor does it in the second run");
}

#[test]
fn a_cell_edited_by_hand_stays_and_so_does_the_outcome_it_is_part_of() {
    let mut sheet = sheet(&[SPAM_LEAD, LATE_LEAD, LATE_LEAD]);
    let noted: Written = ("late", LATE.1, &["Close date += 1q", "Notes append moved"]);
    let policy = policy(&sheet, &[SPAM, noted]);
    type_over(&mut sheet, 0, Col::Stage, "40");
    type_over(&mut sheet, 1, Col::CloseDate, "11/21/2026");
    let set = plan(&sheet, &policy);
    assert_eq!(
        lines(&sheet, &set),
        [
            "2 Notes: old -> old\nmoved (late)",
            "3 Close date: 11/20/2026 -> 02/20/2027 (late)",
            "3 Notes: old -> old\nmoved (late)",
        ]
    );
    assert_eq!(left_out(&set), ["edited by hand: 2 cells (the first: row 1: spam: \"40\" stays)"]);
    run(&mut sheet, &policy);
    assert_eq!(text(&sheet, 1, Col::CloseDate), "11/21/2026");
    type_over(&mut sheet, 2, Col::CloseDate, "11/19/2026");
    assert_eq!(run(&mut sheet, &policy), 0, "by hand after the run, too");
    assert_eq!(text(&sheet, 2, Col::CloseDate), "11/19/2026");
}

#[test]
fn an_outcome_that_was_chosen_by_hand_is_judged_as_it_is() {
    let mut sheet = sheet(&[SPAM_LEAD]);
    let policy = policy(&sheet, &[SPAM, ("no reason", &["Outcome = Lost"], &["Reason = 3"])]);
    let accepted = [(Col::Status, "Active"), (Col::Substatus, "Accepted"), (Col::Stage, "80")];
    for (col, text) in accepted {
        type_over(&mut sheet, 0, col, text);
    }
    assert!(plan(&sheet, &policy).is_empty());
    assert_eq!(plan(&sheet, &policy).left_out, [], "the sentence is about New leads");
}

#[test]
fn a_changed_policy_replaces_what_it_set_before() {
    let mut sheet = sheet(&[LATE_LEAD, LATE_LEAD]);
    let first = policy(&sheet, &[LATE]);
    run(&mut sheet, &first);
    let second = policy(&sheet, &[("late", LATE.1, &["Close date += 2q"])]);
    let line = "Close date: 02/20/2027 -> 05/20/2027 (late)";
    assert_eq!(lines(&sheet, &plan(&sheet, &second)), [format!("1 {line}"), format!("2 {line}")]);
    let other = Policy { name: "other".to_owned(), ..second };
    assert!(plan(&sheet, &other).is_empty(), "to another policy it is somebody's edit");
}

#[test]
fn a_conflict_changes_nothing_until_it_is_decided() {
    let mut sheet = sheet(&[LATE_LEAD, LATE_LEAD, ["Active", "10/31/2026", "1/31/2026", "Valid"]]);
    let policy = policy(
        &sheet,
        &[
            LATE,
            ("very late", &["Close date < today-2w"], &["Close date += 1y", "Notes append late"]),
            ("all", &["Status = Active"], &["Notes append late"]),
        ],
    );
    let found = PolicyRun::new(&sheet, &policy);
    let groups = found.conflicts();
    assert_eq!(groups.len(), 1);
    assert_eq!((&groups[0].sentences[..], &groups[0].conflicts[..]), (&[0, 1][..], &[0][..]));
    let open = found.change_set(&sheet, &[]);
    assert_eq!(left_out(&open), ["in conflict: 1 cell (row 3: \"late\" or \"very late\")"]);
    // An equal text is no conflict.
    assert_eq!(lines(&sheet, &open)[4], "3 Notes: old -> old\nlate (very late)");
    let decided = found.change_set(&sheet, &[Some(1)]);
    let line = "3 Close date: 10/31/2026 -> 10/31/2027 (very late)".to_owned();
    assert!(lines(&sheet, &decided).contains(&line));
    sheet.apply(decided.edit(|_| true)).expect("editable");
    let again = PolicyRun::new(&sheet, &policy);
    assert_eq!(again.disputed, [], "it is decided");
    assert!(again.change_set(&sheet, &[]).is_empty());
}

#[test]
fn leads_that_cannot_be_compared_or_changed_are_listed() {
    let sheet = sheet(&[
        ["New", "12/31/2026", "02.03.2026", "Spam"],
        ["Active", "soon", "01/31/2026", "Valid"],
        ["Active", "", "01/31/2026", "Valid"],
        ["Closed", "11/20/2026", "01/31/2026", "Valid"],
    ]);
    let policy = policy(
        &sheet,
        &[
            SPAM,
            LATE,
            ("push", &["Status = Active"], &["Close date += 1q", "Notes append pushed"]),
            ("closed", &["Status = Closed"], &["Notes append closed"]),
        ],
    );
    let set = plan(&sheet, &policy);
    assert_eq!(
        lines(&sheet, &set),
        ["2 Notes: old -> old\npushed (push)", "3 Notes: old -> old\npushed (push)"]
    );
    let left = left_out(&set);
    assert!(left[0].starts_with("locked: 1 cell (row 4: closed: R-05"), "{left:?}");
    assert_eq!(
        left[1..],
        [
            "can't be read: 4 cells (the first: row 1: spam: Created \"02.03.2026\" can't be compared)",
        ]
    );
}

/// A lead as the properties make it.
fn lead() -> impl Strategy<Value = [&'static str; 4]> {
    (
        prop::sample::select(vec!["New", "Active", "Closed"]),
        prop::sample::select(vec!["01/31/2026", "11/20/2026", "12/31/2026", "soon", ""]),
        prop::sample::select(vec!["01/31/2026", "11/20/2026", "02.03.2026"]),
        prop::sample::select(vec!["Spam", "Valid"]),
    )
        .prop_map(|(status, close, created, email)| [status, close, created, email])
}

const SENTENCES: [Written; 8] = [
    SPAM,
    LATE,
    ("accept", &["Status = New", "Close date > today"], &["Outcome = Accepted"]),
    ("moved", &["Close date > today"], &["Notes append moved", "Deal value *= 1.1"]),
    ("lost", &["Outcome = Accepted", "Close date < today-6m"], &["Outcome = Lost", "Reason = 3"]),
    ("end", &["Status != Closed"], &["Close date end of quarter"]),
    ("dear", &["Deal value > 1000"], &["Deal value round 1000", "Notes append dear"]),
    ("closed", &["Outcome = Won|Declined"], &["Notes append closed"]),
];

fn hand_edit() -> impl Strategy<Value = (usize, Col, &'static str)> {
    prop_oneof![
        (0..4_usize).prop_map(|row| (row, Col::CloseDate, "11/21/2026")),
        (0..4_usize).prop_map(|row| (row, Col::Notes, "by hand")),
        (0..4_usize).prop_map(|row| (row, Col::DealValue, "2000")),
        (0..4_usize).prop_map(|row| (row, Col::Status, "Active")),
    ]
}

/// All cells of a sheet that differ from the file.
fn changes(sheet: &Sheet) -> Vec<(Row, Vec<(Field, String)>)> {
    sheet.rows().map(|row| (row, sheet.changes_of(row).to_vec())).collect()
}

proptest! {
    #[test]
    fn a_policy_is_idempotent_and_leaves_what_others_decide(
        leads in prop::collection::vec(lead(), 4),
        picked in prop::sample::subsequence(SENTENCES.to_vec(), 1..=SENTENCES.len()),
        edits in prop::collection::vec(hand_edit(), 0..4),
        later in prop::collection::vec(hand_edit(), 0..2),
    ) {
        let mut sheet = sheet(&leads);
        let type_all = |sheet: &mut Sheet, edits: &[(usize, Col, &str)]| {
            for (row, col, text) in edits {
                let (row, field) = cell(sheet, *row, *col);
                // A closed lead refuses it.
                let _ = sheet.apply(Edit::cell("edit", row, field, *text));
            }
        };
        type_all(&mut sheet, &edits);
        let by_hand = changes(&sheet);
        let policy = policy(&sheet, &picked);
        let set = plan(&sheet, &policy);

        // Every cell names one sentence, whose conditions held before; none is locked or was edited by hand.
        for cell in &set.cells {
            let (row, field) = (cell.at.row, cell.at.field);
            let named = |sentence: &&Sentence| Some(&sentence.name) == cell.reason.as_ref();
            let of_cell: Vec<&Sentence> = policy.sentences.iter().filter(named).collect();
            prop_assert_eq!(of_cell.len(), 1);
            let found = of_cell[0].matches(|field| sheet.text(row, field), sheet.context());
            prop_assert_eq!(found, Match::Yes);
            prop_assert!(sheet.changed_text(row, field).is_none());
            prop_assert!(!sheet.is_closed(row));
        }

        let applied = sheet.apply(set.edit(|_| true)).expect("editable");
        prop_assert_eq!((applied.cells, applied.left_out), (set.cells.len(), 0));
        for (row, cells) in &by_hand {
            for (field, text) in cells {
                prop_assert_eq!(sheet.text(*row, *field), text.as_str());
            }
        }

        // Running it twice changes nothing, with what it did itself only, and after more edits by hand no cell of those.
        prop_assert!(plan(&sheet, &policy).is_empty());
        let before = changes(&sheet);
        type_all(&mut sheet, &later);
        let third = plan(&sheet, &policy);
        for cell in &third.cells {
            let of_row = &before[cell.at.row.index()].1;
            let now = sheet.changed_text(cell.at.row, cell.at.field);
            let then = of_row.iter().find(|(field, _)| *field == cell.at.field);
            // A cell that Partner Center holds as it is has no edit to lose.
            prop_assert!(now.is_none() || now == then.map(|(_, text)| text.as_str()));
        }
    }

    #[test]
    fn the_order_of_sentences_decides_nothing(
        leads in prop::collection::vec(lead(), 4),
        picked in prop::sample::subsequence(SENTENCES.to_vec(), 1..=SENTENCES.len()).prop_shuffle(),
        turn in 0..8_usize,
    ) {
        let sheet = sheet(&leads);
        let mut turned = picked.clone();
        turned.rotate_left(turn % picked.len());
        turned.reverse();
        let cells = |sentences: &[Written]| {
            let set = plan(&sheet, &policy(&sheet, sentences));
            let cells = set.cells.into_iter().map(|cell| (cell.at, cell.after));
            cells.collect::<std::collections::BTreeMap<_, _>>()
        };
        prop_assert_eq!(cells(&picked), cells(&turned));
    }
}
