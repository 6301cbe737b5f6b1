//! What the portal returns: results in odd formats, old values, and its own changes.

use crate::support::edits::{acts, downloaded, intended, work};
use crate::support::files::scratch;
use crate::support::fixtures::download;
use crate::support::portal::{
    Difference, FileFormat, Oddity, Portal, Processed, Rejections, STRANGER,
};
use leadsheet::leads::Col;
use leadsheet::leads::{Field, Row};
use leadsheet::sheet::{PendingChanges, RowState, Sheet};
use leadsheet::store::{self, Exported};
use leadsheet::sync::{MergeOutcome, MergeReport, Rebase, Side};
use leadsheet::table::Table;
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A portal, and a download of it that is edited.
struct Work {
    dir: TempDir,
    portal: Portal,
    sheet: Sheet,
}

impl Work {
    /// Downloads a number of leads, gives most of them an intent, and does the acts.
    fn new(seed: u64, leads: usize, acts: &[(usize, usize, usize)]) -> Self {
        let (dir, portal) = (scratch(), Portal::new(seed, leads));
        let mut sheet = read_as_download(dir.path(), &portal);
        work(&mut sheet, acts);
        Self { dir, portal, sheet }
    }

    fn export(&self, sheet: &Sheet) -> Exported {
        let source = self.dir.path().join("leads.csv");
        store::export(sheet, &sheet.plan(), &source, None).expect("exported")
    }

    /// Uploads a file whose records must all be accepted: their number.
    fn upload(&mut self, path: &Path) -> usize {
        let bytes = fs::read(path).expect("it is there");
        let done = self.portal.upload(&bytes, &Rejections::none()).expect("processed");
        assert!(done.refused.is_empty(), "{:?}", done.refused);
        done.updated
    }
}

/// Downloads all leads of a portal into a folder, and opens the file.
fn read_as_download(folder: &Path, portal: &Portal) -> Sheet {
    let path = folder.join("leads.csv");
    fs::write(&path, portal.download()).expect("written");
    download(&path)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    #[test]
    fn upload_and_revert_restore_the_old_values_except_those_listed(
        seed in any::<u64>(),
        acts in acts(200),
    ) {
        let mut work = Work::new(seed, 100, &acts);
        let before = work.portal.clone();
        let done = work.export(&work.sheet);
        let mut stuck = Vec::new();
        for part in &done.parts {
            prop_assert_eq!(work.upload(&part.path), part.rows);
            for left in &part.revert_summary.stuck {
                stuck.extend(left.fields.iter().map(|field| Difference {
                    after: work.sheet.text(left.row, *field).into_owned(),
                    ..downloaded(&work.sheet, left.row, *field)
                }));
            }
        }
        stuck.sort();
        let uploaded = work.portal.differences(&before).len();
        prop_assert!(uploaded > stuck.len(), "{uploaded} cells, {} can't go back", stuck.len());
        for part in &done.parts {
            let back = part.revert.as_deref().map_or(0, |path| work.upload(path));
            prop_assert_eq!(back, part.revert_summary.leads);
        }
        prop_assert_eq!(work.portal.differences(&before), stuck);
    }
}

/// Harmless texts that only a colleague writes into an open lead.
const OWN: [(&str, &str); 5] = [
    ("Lead Name", "The portal's name"),
    ("Notes", "The portal's note"),
    ("CRM ID", "P-1"),
    ("Estimated Deal Value", "77777.5"),
    ("Estimated Close Date", "11/11/2031"),
];

const ACCEPTED: [(&str, &str); 3] = [
    ("Partner Referral Status", "Active"),
    ("Partner Referral Substatus", "Accepted"),
    ("Sales Stage", "80"),
];

/// Lets colleagues write into leads, and days pass.
fn meanwhile(portal: &mut Portal, theirs: &[(usize, usize)], days: u64) {
    let ids = portal.ids();
    for (lead, what) in theirs {
        let id = &ids[lead % ids.len()];
        if let Some((column, text)) = OWN.get(*what) {
            portal.set(id, column, text);
        } else if portal.value(id, "Partner Referral Status") == "New" {
            for (column, text) in ACCEPTED {
                portal.set(id, column, text);
            }
        }
    }
    portal.advance(days);
}

fn is_outcome(column: &str) -> bool {
    column.starts_with("Declined") || ACCEPTED.iter().any(|(name, _)| *name == column)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    #[test]
    fn edits_and_later_portal_changes_are_both_accepted_or_conflict(
        seed in any::<u64>(),
        acts in acts(120),
        theirs in prop::collection::vec((0..100_usize, 0..6_usize), 0..60),
        days in 0..20_u64,
    ) {
        let mut work = Work::new(seed, 100, &acts);
        meanwhile(&mut work.portal, &theirs, days);
        let state = work.portal.clone();
        let fresh = read_as_download(work.dir.path(), &work.portal);
        let old = work.sheet.table();
        let mut rebase = Rebase::new(&PendingChanges::from_sheet(&work.sheet), Some(old), fresh);

        let counts = rebase.counts();
        let changed = work.sheet.changed_rows().map(|row| work.sheet.changes_of(row).len()).sum();
        let answered = counts.applied + counts.up_to_date + counts.conflicts;
        prop_assert_eq!((counts.changed, answered + counts.not_applied()), (changed, changed));
        for (n, question) in rebase.questions.iter_mut().enumerate() {
            question.answer = Some(if n % 2 == 0 { Side::Mine } else { Side::Theirs });
        }
        let mut wanted = Vec::new();
        for lead in &rebase.leads {
            let is_closed = state.value(&lead.id, "Partner Referral Status") == "Closed";
            for cell in &lead.cells {
                let theirs = state.value(&lead.id, &cell.column);
                let text = match &cell.fate {
                    MergeOutcome::LeadClosed => { prop_assert!(is_closed); continue; }
                    fate if is_outcome(&cell.column) => {
                        let row = work.row(&lead.id);
                        let same = ACCEPTED.iter().all(|(column, _)| {
                            let field = old.layout().fields().find(|f| old.layout().name(*f) == *column);
                            let text = old.cell(row, field.expect("there"));
                            text == state.value(&lead.id, column)
                        });
                        // A blocked reason without an outcome can't be typed again.
                        let is_wrong = matches!(fate, MergeOutcome::Rejected(_))
                            && work.sheet.state(row) == RowState::HeldBack;
                        let is_kept = *fate == MergeOutcome::Applied;
                        prop_assert!(same == is_kept || is_wrong, "{:?} {:?}", lead.id, cell);
                        continue;
                    }
                    MergeOutcome::Applied => {
                        prop_assert_eq!(theirs, &cell.old, "only mine");
                        &cell.mine
                    }
                    MergeOutcome::Conflict(at) => {
                        let question = &rebase.questions[*at];
                        prop_assert_eq!(&question.what, &cell.column);
                        prop_assert!(OWN.iter().any(|(_, text)| *text == theirs), "{}", theirs);
                        if question.answer == Some(Side::Mine) { &cell.mine } else { theirs }
                    }
                    fate => return Err(TestCaseError::fail(format!("{fate:?}: {cell:?}"))),
                };
                prop_assert!(!is_closed);
                wanted.push((lead.id.clone(), cell.column.clone(), text.to_owned()));
            }
        }

        let (after, _) = rebase.finish();
        let plan = after.plan();
        let done = work.export(&after);
        let mut accepted = 0;
        for part in &done.parts {
            accepted += work.upload(&part.path);
        }
        prop_assert_eq!(accepted, done.rows);
        // The portal's changes are still there, and of the edits nothing else arrived.
        prop_assert_eq!(work.portal.differences(&state), intended(&after, plan.ready()));
        for (id, column, text) in wanted {
            let row = after.rows().find(|row| after.table().referral_id(*row) == id);
            let row = row.expect("it is there");
            let field = after.layout().names().iter().position(|name| *name == column);
            let field = Field::at(field.expect("it is there"));
            prop_assert_eq!(&after.text(row, field), &text);
            if plan.ready().any(|ready| ready == row) {
                prop_assert_eq!(work.portal.value(&id, &column), text);
            }
        }
    }
}

impl Work {
    /// The row of a lead in the download that is edited.
    fn row(&self, id: &str) -> Row {
        (self.sheet.rows())
            .find(|row| self.sheet.table().referral_id(*row) == id)
            .expect("it is there")
    }

    /// Exports what is ready and uploads it; the leads of some rows are rejected.
    fn send(&mut self, rejected: &[Row]) -> Processed {
        let done = self.export(&self.sheet);
        let rows: Vec<Row> = self.sheet.plan().ready().collect();
        self.sheet.mark_exported(&rows, &[]);
        let refusals =
            Rejections::of(rejected.iter().map(|row| self.sheet.table().referral_id(*row)));
        let bytes = fs::read(&done.parts[0].path).expect("it is there");
        self.portal.upload(&bytes, &refusals).expect("processed")
    }

    /// Imports a results file: the file as it was read.
    fn merge(&mut self, results: &[u8]) -> (MergeReport, Table) {
        let path: PathBuf = self.dir.path().join("processed.csv");
        fs::write(&path, results).expect("written");
        let table = store::open(&path).expect("a results file").table;
        (self.sheet.merge(&table).expect("results of these leads"), table)
    }

    fn rows_of(&self, state: RowState) -> Vec<Row> {
        (self.sheet.rows()).filter(|row| self.sheet.state(*row) == state).collect()
    }
}

/// Results files with every oddity, with and without BOM and quotes, with each line end.
fn odd_formats() -> impl Iterator<Item = FileFormat> {
    [(false, "\n", true), (true, "\r\n", false), (false, "\r", false), (true, "\n", true)]
        .into_iter()
        .map(|(bom, line_end, all_quoted)| FileFormat {
            bom,
            line_end,
            all_quoted,
            oddities: FileFormat::ALL_ODDITIES,
        })
}

/// The rows of a results file, from 1, that are a lead.
fn places(results: &Table, id: &str) -> Vec<usize> {
    (0..results.len())
        .filter(|at| results.referral_id(Row::at(*at)) == id)
        .map(|at| at + 1)
        .collect()
}

#[test]
fn results_in_every_odd_format_are_merged_and_oddities_reported() {
    for (seed, format) in (0..).zip(odd_formats()) {
        let mut work = Work::new(seed, 80, &[]);
        let sent: Vec<Row> = work.sheet.plan().ready().collect();
        let (rejected, accepted) = sent.split_at(6);
        let processed = work.send(rejected);
        let (merged, results) = work.merge(&processed.results_as(format));
        assert_eq!((&*merged.rejected, &*merged.accepted), (rejected, accepted), "{format:?}");
        assert_eq!(work.rows_of(RowState::Failed), rejected);
        assert_eq!(work.rows_of(RowState::Done), accepted);
        for row in rejected {
            let id = work.sheet.table().referral_id(*row);
            assert_eq!(
                work.sheet.portal_errors(*row),
                processed.refused[&id].trim(),
                "word for word"
            );
        }
        let first = work.sheet.table().referral_id(rejected[0]);
        let report = merged.report_lines(&work.sheet);
        let report: Vec<(&str, &str)> =
            report.iter().map(|t| (t.kind.label(), t.text.as_str())).collect();
        let [_, again, once_more] = places(&results, &first)[..] else { panic!("three rows") };
        let stranger = places(&results, STRANGER)[0];
        let wanted = [
            ("done", format!("{} leads: accepted by Partner Center.", accepted.len())),
            ("failed", "6 leads: rejected; the messages are shown at the cells.".to_owned()),
            (
                "contradicting",
                format!("row {} {first}: accepted and rejected", rejected[0].number()),
            ),
            ("unknown", format!("its row {stranger}: {STRANGER} isn't in this file")),
            ("twice", format!("its row {again}: repeats a lead")),
            ("twice", format!("its row {once_more}: repeats a lead")),
        ];
        let wanted: Vec<(&str, &str)> =
            wanted.iter().map(|(kind, text)| (*kind, &**text)).collect();
        assert_eq!(report, wanted);
    }
}

#[test]
fn a_lead_both_accepted_and_rejected_waits_for_an_unambiguous_result() {
    for (seed, format) in (0..).zip(odd_formats()) {
        let mut work = Work::new(seed, 80, &[]);
        let sent: Vec<Row> = work.sheet.plan().ready().collect();
        let processed = work.send(&[]);
        let (merged, _) = work.merge(&processed.results_as(format));
        assert_eq!((&*merged.rejected, &*merged.conflicting), (&sent[..1], &sent[..1]));
        assert_eq!(work.rows_of(RowState::Failed), &sent[..1]);
        assert_eq!(work.rows_of(RowState::Done), &sent[1..]);
        let straight = FileFormat { oddities: &[Oddity::OtherColumnOrder], ..format };
        let (merged, _) = work.merge(&processed.results_as(straight));
        assert_eq!((&*merged.accepted, &*merged.known), (&sent[..1], &sent[1..]));
        assert_eq!(work.rows_of(RowState::Done), sent);
        // The file with oddities changes no finished lead.
        let (merged, _) = work.merge(&processed.results_as(format));
        assert_eq!(merged.conflicting, [sent[0], sent[0]]);
        assert_eq!(work.rows_of(RowState::Done), sent);
        let errors = work.sheet.layout().field(Col::Errors).expect("there");
        assert!(sent.iter().all(|row| work.sheet.text(*row, errors).is_empty()));
    }
}
