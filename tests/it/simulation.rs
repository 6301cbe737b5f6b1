//! Two weeks with the program: download, edit, upload, results with failures, fix, upload, done.

use crate::support::edits::downloaded;
use crate::support::headless::Headless;
use crate::support::portal::{Difference, Portal, Processed, Rejections};
use crate::support::program::{STATE_HOME, program};
use leadsheet::app::{Input, ReviewPanel};
use leadsheet::leads::{Row, thousands};
use leadsheet::sheet::CellEdit;
use leadsheet::sheet::{Edit, RowState};
use leadsheet::store;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const STATUS: &str = "Partner Referral Status";
const SUBSTATUS: &str = "Partner Referral Substatus";
const STAGE: &str = "Sales Stage";
const REASON: &str = "Declined/Lost/Error reason";
const VALUE: &str = "Estimated Deal Value";
const DATE: &str = "Estimated Close Date";
const MEMBER: &str = "Team member 1";
const INTENT: &str = "Marketplace Purchase Intent";
const CAMPAIGN: &str = "Marketing Campaign ID";

/// A portal, a program that works on a download of it, and what the portal should have in the end.
struct Weeks {
    program: Headless,
    portal: Portal,
    before: Portal,
    /// The leads of the download, in its order.
    ids: Vec<String>,
    /// The texts that each lead gets: by Referral ID and column.
    wanted: BTreeMap<(String, String), String>,
    /// The leads that the portal accepted, and how often each was uploaded.
    taken: BTreeSet<String>,
    uploads: BTreeMap<String, usize>,
    /// How many files were uploaded.
    files: usize,
    /// Whether the program is killed after each step.
    is_killed: bool,
}

impl Weeks {
    /// Downloads a number of leads that aren't Closed.
    fn begin(seed: u64, leads: usize) -> Self {
        let portal = Portal::new(seed, leads * 7 / 5);
        let open = |id: &String| portal.value(id, STATUS) != "Closed";
        let ids: Vec<String> = portal.ids().into_iter().filter(open).take(leads).collect();
        assert_eq!(ids.len(), leads);
        let shown: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
        let download = portal.download_of(|id| shown.contains(id));
        Self {
            program: Headless::open(&download),
            before: portal.clone(),
            portal,
            ids,
            wanted: BTreeMap::new(),
            taken: BTreeSet::new(),
            uploads: BTreeMap::new(),
            files: 0,
            is_killed: false,
        }
    }

    /// The leads that have a text in the download.
    fn holding(&self, column: &str, text: &str) -> Vec<String> {
        self.ids.iter().filter(|id| self.before.value(id, column) == text).cloned().collect()
    }

    fn row(&self, id: &str) -> Row {
        Row::at(self.ids.iter().position(|own| own == id).expect("downloaded"))
    }

    fn want(&mut self, ids: &[String], column: &str, text: &str) {
        for id in ids {
            self.wanted.insert((id.clone(), column.to_owned()), text.to_owned());
        }
    }

    /// Shows the leads that have a text, selects them all and presses keys; then shows all leads again.
    fn for_all(&mut self, (column, text): (&str, &str), keys: &str) -> Vec<String> {
        let ids = self.holding(column, text);
        let first = self.row(&ids[0]).number();
        self.program.session.go(first, column);
        self.program.press("fv");
        let shown = self.program.app().order.len() as usize;
        assert_eq!(shown, ids.len(), "{column}: {text:?}");
        self.program.press(&format!("ga{keys}ff"));
        ids
    }

    /// Edits every lead, most of it by keys.
    fn edit(&mut self) {
        let all = self.ids.clone();
        for (column, keys, text) in [(INTENT, "gsyes", "Yes"), (CAMPAIGN, "ccW47", "W47")] {
            self.program.session.go(1, column);
            self.program.press(&format!("ga{keys}<enter>"));
            self.want(&all, column, text);
        }
        let new = self.for_all((STATUS, "New"), "sacc<enter>");
        for (column, text) in [(STATUS, "Active"), (SUBSTATUS, "Accepted"), (STAGE, "80")] {
            self.want(&new, column, text);
        }
        let member = "Ann, Lee, 0044 20 7946 0102, ann@example.com";
        let texts = [
            (VALUE, "1200", "1200"),
            ("Currency", "usd", "USD"),
            (DATE, "12/15/2027", "12/15/2027"),
        ];
        for (column, typed, text) in texts.into_iter().chain([(MEMBER, member, member)]) {
            let empty = self.for_all((column, ""), &format!("gs{typed}<enter>"));
            self.want(&empty, column, text);
        }
        let lost = self.for_all(("Customer Country", "JP"), "slost<enter>2<enter>");
        for id in &lost {
            // An accepted stage is reverted: only Partner Center knows at which stage the lead was lost.
            let stage = self.before.value(id, STAGE).to_owned();
            self.want(std::slice::from_ref(id), STAGE, &stage);
        }
        for (column, text) in [(STATUS, "Closed"), (SUBSTATUS, "Lost"), (REASON, "2")] {
            self.want(&lost, column, text);
        }
        // Where each lead gets another text: as a script would.
        let amount = |n: usize| n.is_multiple_of(3).then(|| (VALUE, format!("{}.50", 1_000 + n)));
        let note = |n: usize| {
            n.is_multiple_of(5).then(|| ("Notes", format!("Call {n}:\n\"ok\", she said")))
        };
        let cells: Vec<(usize, (&str, String))> = (0..self.ids.len())
            .flat_map(|n| amount(n).into_iter().chain(note(n)).map(move |cell| (n, cell)))
            .collect();
        let mut sets = Vec::new();
        for (n, (column, text)) in cells {
            sets.push(CellEdit::new(Row::at(n), self.program.session.field(column), text.clone()));
            self.want(&all[n..=n], column, &text);
        }
        self.program.session.app.sheet.apply(Edit::new("script", sets)).expect("open");
        self.program.press("<esc>");
        self.step();
    }

    /// Exports what is ready, by keys: the lines of the report.
    fn export(&mut self, apart: &str) -> Vec<(String, String)> {
        self.program.press("<ctrl-s>");
        let Some(review) = self.program.app().mode.panel::<ReviewPanel>() else {
            panic!("no review")
        };
        let number = review.number_due().map(|number| number.to_string()).unwrap_or_default();
        self.program.press(&format!("{apart}{number}<enter>"));
        let report = self.program.listed();
        self.program.press("<esc>");
        self.step();
        report
    }

    /// Kills the program and starts it again, if it is killed after each step.
    fn step(&mut self) {
        if self.is_killed {
            self.program.restart();
        }
    }

    /// Uploads the new upload files, and writes the results files next to the download: their names and the
    /// results.
    fn upload(&mut self, refusals: &Rejections) -> Vec<(String, Processed)> {
        let mut done = Vec::new();
        loop {
            let number = self.files + 1;
            let path = self.program.dir.path().join(format!("leads.upload-{number:03}.csv"));
            let Ok(bytes) = fs::read(&path) else { return done };
            let part = store::open(&path).expect("a part").table;
            assert!(part.len() <= 1_000);
            let processed = self.portal.upload(&bytes, refusals).expect("processed");
            for row in part.rows() {
                let id = part.referral_id(row);
                *self.uploads.entry(id.clone()).or_default() += 1;
                assert!(!self.taken.contains(&id), "{id} was accepted before");
                if !processed.refused.contains_key(&id) {
                    self.taken.insert(id);
                }
            }
            let name = format!("processed-{number}.csv");
            fs::write(self.program.dir.path().join(&name), &processed.results).expect("written");
            done.push((name, processed));
            self.files = number;
        }
    }

    /// Imports a results file, and checks the report and the states of its leads, also after a kill.
    fn merge(&mut self, (name, processed): &(String, Processed)) {
        let before = self.program.sheet().counts();
        let report = self.program.merge(name);
        let says = |kind: &str, number: usize| {
            let start = format!("{number} lead");
            let is_reported =
                report.iter().any(|(label, text)| label == kind && text.starts_with(&start));
            assert_eq!(is_reported, number > 0, "{kind} {number}: {report:?}");
        };
        says("done", processed.updated);
        says("failed", processed.not_processed);
        self.step();
        let after = self.program.sheet().counts();
        assert_eq!(after.done, before.done + processed.updated);
        assert_eq!(after.failed, before.failed + processed.not_processed);
        assert_eq!(after.exported + processed.updated + processed.not_processed, before.exported);
        for (id, errors) in &processed.refused {
            let row = self.row(id);
            assert_eq!(self.program.sheet().state(row), RowState::Failed);
            assert_eq!(self.program.sheet().portal_errors(row), errors.trim(), "word for word");
        }
    }

    /// The leads in a state.
    fn in_state(&self, state: RowState) -> Vec<String> {
        let sheet = self.program.sheet();
        let rows = (sheet.rows()).filter(|row| sheet.state(*row) == state);
        rows.map(|row| self.ids[row.index()].clone()).collect()
    }

    /// Changes the CRM ID of a lead, by keys.
    fn fix(&mut self, id: &str) {
        let text = format!("fixed {}", &id[..4]);
        self.go_to(id, "CRM ID");
        self.program.press("cc");
        self.program.session.input(Input::Paste(text.clone()));
        self.program.press("<enter>");
        self.want(&[id.to_owned()], "CRM ID", &text);
    }

    /// Marks a lead to be uploaded again as it is.
    fn retry(&mut self, id: &str) {
        self.go_to(id, "Lead Name");
        self.program.press("m");
    }

    fn go_to(&mut self, id: &str, column: &str) {
        self.program.press("ff");
        let row = self.row(id).number();
        self.program.session.go(row, column);
    }

    /// The cells that the portal is to have changed.
    fn wanted(&self) -> Vec<Difference> {
        let sheet = self.program.sheet();
        let cell = |((id, column), text): (&(String, String), &String)| {
            let was = downloaded(sheet, self.row(id), self.program.session.field(column));
            Difference { after: text.clone(), ..was }
        };
        let changes = |one: &Difference| one.before != one.after;
        let mut cells: Vec<Difference> = self.wanted.iter().map(cell).filter(changes).collect();
        cells.sort();
        cells
    }

    /// The title of the screen.
    fn title(&mut self) -> String {
        self.program.session.screen().lines().next().unwrap_or_default().trim().to_owned()
    }

    /// The report of `leadsheet status` on the file.
    fn status(&self) -> String {
        let mut status = program();
        status.env(STATE_HOME, self.program.state_home());
        let done = status.arg("status").arg(self.program.source()).output().expect("runs");
        String::from_utf8(done.stdout).expect("UTF-8")
    }
}

/// The report's words for the files of an export.
fn files(report: &[(String, String)]) -> [usize; 3] {
    ["written", "verified", "revert file"]
        .map(|kind| report.iter().filter(|(label, _)| label == kind).count())
}

/// Runs the two weeks: every lead is edited, exported and uploaded; `rejected` of them fail. Two fifths of
/// these are corrected, others marked to be uploaded again; the rest, and one that is rejected once more, is
/// uploaded for a third time.
fn run_two_weeks(weeks: &mut Weeks, rejected: usize, apart: &str, parts: usize) {
    let (all, leads) = (weeks.ids.clone(), weeks.ids.len());
    weeks.edit();
    let count = thousands(leads);
    let ready = format!("{count} leads · {count} ready");
    assert!(weeks.title().contains(&ready), "{}", weeks.title());
    let report = weeks.export(apart);
    assert_eq!(files(&report)[..2], [parts, parts], "{report:?}");
    weeks.program.restart();
    let exported = format!("{count} leads · {count} exported");
    assert!(weeks.title().ends_with(&exported), "{}", weeks.title());
    assert!(weeks.program.sheet().plan().is_empty());

    let failing: Vec<&String> = all.iter().step_by(leads / rejected).take(rejected).collect();
    let mut results = weeks.upload(&Rejections::of(failing.iter().copied()));
    let counts = results.iter().map(|(_, done)| done.not_processed);
    assert!(counts.clone().all(|count| count > 0) && counts.sum::<usize>() == rejected);
    assert_eq!(results.len(), parts);
    // Their results arrive in another order than the files were uploaded.
    results.rotate_left(1);
    for result in &results {
        weeks.merge(result);
    }
    let failed =
        format!("{count} leads · {rejected} failed · {} done", thousands(leads - rejected));
    assert!(weeks.title().contains(&failed), "{}", weeks.title());
    assert_eq!(weeks.in_state(RowState::Failed).iter().collect::<Vec<_>>(), failing);
    assert!(weeks.program.sheet().plan().is_empty(), "none of them is uploaded again by itself");

    let (fixed, marked) = (rejected * 2 / 5, rejected * 2 / 3);
    failing[..fixed].iter().for_each(|id| weeks.fix(id));
    failing[fixed..marked].iter().for_each(|id| weeks.retry(id));
    weeks.step();
    assert_eq!(weeks.in_state(RowState::Ready).iter().collect::<Vec<_>>(), failing[..marked]);
    weeks.export("");
    let twice = failing[fixed];
    let rejections = Rejections::none().with(twice, "Now it is something else; and more of it");
    let results = weeks.upload(&rejections);
    let [(_, processed)] = &results[..] else { panic!("one file") };
    assert_eq!((processed.updated, processed.not_processed), (marked - 1, 1));
    weeks.merge(&results[0]);
    let mut remaining: Vec<&String> = vec![twice];
    remaining.extend(&failing[marked..]);
    assert_eq!(weeks.in_state(RowState::Failed).iter().collect::<Vec<_>>(), remaining);

    remaining[1..3].iter().for_each(|id| weeks.fix(id));
    weeks.retry(remaining[0]);
    remaining[3..].iter().for_each(|id| weeks.retry(id));
    weeks.step();
    weeks.export("");
    let results = weeks.upload(&Rejections::none());
    assert_eq!(results.len(), 1);
    weeks.merge(&results[0]);

    assert_eq!(weeks.in_state(RowState::Done), all);
    for (id, times) in &weeks.uploads {
        let wanted = 1 + usize::from(failing.contains(&id)) + usize::from(twice == id);
        assert_eq!(*times, wanted, "{id}");
    }
    assert_eq!(weeks.taken.len(), leads);
    end(weeks);
}

/// Fails unless no work remains, and the portal has every edit and no other change.
fn end(weeks: &mut Weeks) {
    let leads = weeks.ids.len();
    let leads = thousands(leads);
    let done = format!("{leads} leads · {leads} done");
    assert!(weeks.title().ends_with(&done), "{}", weeks.title());
    assert!(weeks.program.sheet().plan().is_empty());
    let (found, wanted) = (weeks.portal.differences(&weeks.before), weeks.wanted());
    for (found, wanted) in found.iter().zip(&wanted) {
        assert_eq!(found, wanted);
    }
    assert_eq!(found.len(), wanted.len());
}

#[test]
fn two_weeks_with_2_500_leads_and_37_rejections_upload_every_edit_once() {
    run_two_weeks(&mut Weeks::begin(47, 2_500), 37, "", 3);
}

#[test]
fn a_kill_after_each_step_of_the_two_weeks_changes_nothing() {
    let mut weeks = Weeks::begin(48, 200);
    weeks.is_killed = true;
    run_two_weeks(&mut weeks, 20, "c", 2);
    let status = weeks.status();
    assert!(status.contains("200 done"), "{status}");
}
