//! The files between the office and the portal: upload files, revert files and results.

use super::ground_truth::{Import, Part, PartState, ResultsFile};
use super::office::{Office, STATUS, open, pick};
use crate::support::portal::{FileFormat, Oddity, Rejections};
use leadsheet::leads::{Reference, Row};
use leadsheet::sheet::{OwnFile, UploadFile};
use leadsheet::sync::{MergeError, MergeReport};
use leadsheet::upload::{Revert, upload_text};

impl Office {
    /// Exports what is ready, in parts of a few leads.
    pub fn export(&mut self) {
        let apart = self.rng.percent(40);
        for file in self.sheet.plan_with(apart).files {
            let most = 1 + self.rng.below(4);
            for rows in file.chunks(most) {
                self.export_part(rows);
            }
        }
    }

    fn export_part(&mut self, rows: &[Row]) {
        let text = upload_text(&self.sheet, rows);
        let revert = Revert::new(&self.sheet, rows).expect("a part that can be read").text();
        self.number += 1;
        let file = UploadFile {
            path: format!("leads.upload-{:03}.csv", self.number),
            rows: rows.len(),
            sha256: format!("upload {}", self.number),
            revert_sha256: revert.as_ref().map(|_| format!("revert {}", self.number)),
            ..UploadFile::default()
        };
        self.trace.push(format!("export {}: {rows:?}", self.parts.len()));
        let sha256 = file.sha256.clone();
        self.sheet.mark_exported(rows, &[file]);
        let state = PartState::Written;
        let sent = rows.iter().map(|row| self.sheet.changes_of(*row).to_vec()).collect();
        let rows = rows.to_vec();
        self.order.push(self.parts.len());
        self.parts.push(Part { rows, sent, text, sha256, revert, state, withdrawn: Vec::new() });
        self.done.retain(Option::is_none);
        self.undone.retain(Option::is_none);
    }

    /// Uploads a part that isn't: the first one, or any one if the program is told so.
    pub fn upload_next(&mut self) {
        let refusing = self.rng.percent(50);
        let mut refused = self.portal.ids();
        refused.retain(|_| refusing && self.rng.percent(40));
        self.upload_next_with(&Rejections::of(refused));
    }

    pub fn upload_next_with(&mut self, rejections: &Rejections) -> bool {
        let written = |at: &usize| self.parts[*at].state == PartState::Written;
        let written: Vec<usize> = (0..self.parts.len()).filter(written).collect();
        let next = if self.marks_uploads {
            pick(&mut self.rng, &written)
        } else {
            written.first().copied()
        };
        let Some(at) = next.filter(|_| !self.has_open_revert()) else { return false };
        if self.marks_uploads {
            let is_known = self.sheet.set_uploaded(&self.parts[at].sha256, Some(""));
            assert!(is_known, "{at} is a file of this work");
            let from = self.order.iter().position(|part| *part == at).expect("planned");
            self.order.remove(from);
            let is_made = |part: &usize| self.parts[*part].state == PartState::Uploaded;
            let made = self.order.iter().rposition(is_made).map_or(0, |last| last + 1);
            self.order.insert(from.max(made), at);
            self.marks += 1;
        }
        let text = self.parts[at].text.clone();
        let rows = self.parts[at].rows.clone();
        self.parts[at].state = PartState::Uploaded;
        self.upload(&text, Some(at), rows, rejections);
        true
    }

    fn upload(&mut self, text: &str, part: Option<usize>, rows: Vec<Row>, refused: &Rejections) {
        let processed = self.portal.upload(text.as_bytes(), refused).expect("processed");
        let is_accepted = |row: &&Row| !processed.refused.contains_key(&self.id(**row));
        let accepted: Vec<Row> = rows.iter().filter(is_accepted).copied().collect();
        self.trace.push(format!("upload of {part:?}: {accepted:?} of {rows:?} accepted"));
        let is_closed = |row: &&Row| self.portal.value(&self.id(**row), STATUS) == "Closed";
        let closed = accepted.iter().filter(is_closed).copied().collect();
        let name = format!("results {}", self.files.len());
        let table = open(text.as_bytes());
        let sent = table.rows().map(|row| self.differing(&table, row)).collect();
        self.files.push(ResultsFile { part, name, processed, rows, sent, accepted, closed });
        self.tally.uploads += 1;
    }

    /// Uploads the revert file of a part, if the results of all uploads of its leads are known.
    pub fn upload_revert(&mut self) {
        if self.has_open_revert() {
            return;
        }
        let is_open = |at: &usize| self.parts[*at].revert.is_some() && self.is_settled(*at);
        let settled: Vec<usize> = (0..self.parts.len()).filter(is_open).collect();
        let Some(at) = pick(&mut self.rng, &settled) else { return };
        let text = self.parts[at].revert.clone().expect("it has one");
        let table = open(text.as_bytes());
        let rows: Vec<Row> = table.rows().map(|r| self.row_of(&table.referral_id(r))).collect();
        self.trace.push(format!("revert of {at}"));
        let refused = if self.rng.percent(20) { self.portal.ids() } else { Vec::new() };
        self.upload(&text, None, rows, &Rejections::of(refused));
        self.tally.reverts += 1;
    }

    /// Gives up revert files whose results the program couldn't take in.
    pub fn give_up_reverts(&mut self) {
        for at in 0..self.files.len() {
            if self.files[at].part.is_none() && !self.is_imported(at) {
                let rows = std::mem::take(&mut self.files[at].rows);
                self.doubtful.extend(rows);
            }
        }
    }

    /// Throws the next part away, and says of its leads that they weren't uploaded.
    pub fn discard_next(&mut self) {
        let written = self.parts.iter().position(|part| part.state == PartState::Written);
        let Some(at) = written else { return };
        self.trace.push(format!("discard {at}"));
        self.parts[at].state = PartState::Discarded;
        if self.rng.percent(80) {
            self.withdraw();
        }
    }

    /// Marks the exported leads to be exported again whose last upload wasn't uploaded, and those before it.
    pub fn withdraw(&mut self) {
        let is_lost = |office: &Self, row: Row| {
            let newest = office.newest_part(row);
            newest.is_some_and(|at| office.parts[at].state == PartState::Discarded)
                && office.sheet.reference(row) == Reference::Exported
        };
        let rows: Vec<Row> = self.sheet.rows().collect();
        for row in rows {
            while is_lost(self, row)
                && self.sheet.resubmit(&[row], true).expect("editable").rows == 1
            {
                self.trace.push(format!("withdraw {row:?}"));
                let at = self.newest_part(row).expect("exported");
                self.parts[at].withdrawn.push(row);
            }
        }
        self.marks += 1;
    }

    /// Takes in a results file: a new one, one that was taken in, one with other bytes or without some leads.
    pub fn import_any(&mut self) {
        let new: Vec<usize> = (0..self.files.len()).filter(|at| !self.is_imported(*at)).collect();
        let all: Vec<usize> = (0..self.files.len()).collect();
        let from = if self.rng.percent(75) { &new } else { &all };
        let Some(at) = pick(&mut self.rng, from) else { return };
        match self.rng.below(10) {
            0..6 => self.import(at, None),
            6..8 => self.import(at, Some(100)),
            _ => self.import(at, Some(50)),
        }
    }

    /// Takes in a results file: as it is, or in other bytes with some percent of its leads.
    pub fn import(&mut self, at: usize, other: Option<usize>) {
        let file = self.files[at].clone();
        let (mut bytes, mut name) = (file.processed.results.clone(), file.name.clone());
        let mut rows = file.rows.clone();
        if let Some(percent) = other {
            let format = FileFormat {
                bom: self.rng.percent(50),
                line_end: "\n",
                all_quoted: self.rng.percent(50),
                oddities: self.rng.one_of(&[
                    &[],
                    &[Oddity::OtherColumnOrder],
                    &[Oddity::LeadTwice],
                ]),
            };
            rows.retain(|_| self.rng.percent(percent));
            self.number += 1;
            (bytes, name) = (file.processed.results_as(format), format!("copy {}", self.number));
        }
        let ids: Vec<String> = rows.iter().map(|row| self.id(*row)).collect();
        if !self.taken.contains(&name) && self.is_ambiguous(at, &rows) {
            if file.part.is_some() {
                return;
            }
            self.doubtful.extend(&rows);
        }
        let bytes = only(&bytes, |id| ids.iter().any(|own| own == id));
        let edits = self.edits();
        let (before, imported) = (self.leads(), name.clone());
        let steps = self.sheet.history().len().0;
        let merged = match self.sheet.merge_file(&open(&bytes), &name) {
            Ok(merged) => merged,
            // The results of a revert file may be just the download.
            Err(MergeError::Own(OwnFile::Download)) => {
                self.doubtful.append(&mut self.files[at].rows.iter().copied().collect());
                return self.files[at].rows.clear();
            }
            Err(error) => panic!("{error}"),
        };
        self.trace.push(format!(
            "import {name} ({at}) of {:?} {rows:?}: {}",
            file.part,
            told(&merged)
        ));
        self.check_edits(edits);
        if merged.unclear.is_empty() && merged.stale.is_empty() {
            self.taken.insert(name);
        }
        self.tally.imports += 1;
        self.tally.unclear += merged.unclear.len();
        if file.part.is_none() {
            self.doubtful.extend(merged.unclear.iter().chain(&merged.stale));
        }
        if self.sheet.history().len().0 > steps {
            let marks = self.marks;
            let import = Import { file: at, name: imported, rows, before, marks, is_made: true };
            self.done.push(Some(self.imports.len()));
            self.undone.clear();
            self.imports.push(import);
        }
    }
}

fn told(merged: &MergeReport) -> String {
    let kinds = merged.by_kind().into_iter().filter(|(_, rows)| !rows.is_empty());
    let kinds: Vec<String> = kinds.map(|(kind, rows)| format!("{kind:?} {rows:?}")).collect();
    kinds.join(", ")
}

/// A results file with only some of its leads.
fn only(bytes: &[u8], is_wanted: impl Fn(&str) -> bool) -> Vec<u8> {
    let table = open(bytes);
    let mut writer = csv::Writer::from_writer(Vec::new());
    if table.rows().all(|row| is_wanted(&table.referral_id(row))) {
        return bytes.to_vec();
    }
    writer.write_record(table.layout().names()).expect("written to memory");
    for row in table.rows().filter(|row| is_wanted(&table.referral_id(*row))) {
        let cells = table.cells(row).map(std::borrow::Cow::into_owned);
        writer.write_record(cells).expect("written to memory");
    }
    writer.into_inner().expect("written to memory")
}
