//! The way back: an upload file that puts the old values back after a part was uploaded.
//!
//! What can go back isn't listed anywhere. The part is read as the download that Partner Center would give
//! after its upload, and the old texts are put into it as an edit like any other: what the rules refuse
//! there, Partner Center would refuse as well.

use super::render::{fields, part_text, verify};
use super::table::COMMA;
use super::{Edit, Mismatch, Sheet, Table, Verified};
use crate::leads::{Access, Col, Layout, Level, Origin};
use std::collections::BTreeMap;

/// The cells that only make sense together: they go back together or not at all.
const OUTCOME: [Col; 4] = [Col::Status, Col::Substatus, Col::Stage, Col::Reason];

/// The old values of a part's leads, as far as they may be put back after its upload.
#[derive(Debug)]
pub struct Revert {
    /// The part as it would be downloaded again, and the old texts over it.
    sheet: Sheet,
    /// The rows of that sheet in which something goes back.
    rows: Vec<u32>,
    /// What can't go back.
    stuck: Vec<Stuck>,
}

/// Cells of a lead that an upload changes for good, all for the same reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stuck {
    /// The row of the download, counted from 0.
    pub row: u32,
    /// The fields, in file order.
    pub fields: Vec<u32>,
    /// Whether these are all that the upload changes of the lead, so that it isn't in the revert file.
    pub is_whole: bool,
    /// The rule that keeps them from going back.
    pub rule: &'static str,
    /// What it says, as a sentence.
    pub why: String,
}

impl Stuck {
    /// Returns the names of the columns, with commas between them.
    pub fn columns(&self, layout: &Layout) -> String {
        let names: Vec<&str> = self.fields.iter().map(|f| layout.name(*f as usize)).collect();
        names.join(", ")
    }

    /// Puts together what can't go back for the same reason in the same columns, the most leads first.
    pub fn alike<'s>(stuck: impl Iterator<Item = &'s Self>) -> Vec<Vec<&'s Self>> {
        let mut groups: BTreeMap<_, Vec<&Self>> = BTreeMap::new();
        for stuck in stuck {
            let what = if stuck.is_whole { &[][..] } else { &stuck.fields };
            groups.entry((stuck.rule, &stuck.why, what)).or_default().push(stuck);
        }
        let mut groups: Vec<Vec<&Self>> = groups.into_values().collect();
        groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group[0].row));
        groups
    }
}

/// What of a part can be put back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WayBack {
    /// How many leads the revert file has; without any there is none.
    pub leads: usize,
    /// What can't go back.
    pub stuck: Vec<Stuck>,
}

/// Cells of one lead that go back together.
struct Group {
    /// The row in the part.
    row: u32,
    /// The fields in the part, in the order in which they are set.
    fields: Vec<u32>,
    /// The texts that they had.
    texts: Vec<String>,
}

impl Revert {
    /// Works out which old values of these rows may be put back once their part is uploaded.
    ///
    /// Of each lead the outcome is tried first, as one, then cell by cell in file order: what makes an
    /// error stays as it was uploaded, and so does what is locked then. A cell that may only be cleared
    /// isn't tried: nothing can be written into it.
    ///
    /// # Errors
    ///
    /// Fails if the part can't be read, which then must not be written either.
    pub fn of(sheet: &Sheet, rows: &[u32]) -> Result<Self, Mismatch> {
        let uploaded = Table::parse(part_text(sheet, rows), COMMA)?;
        if uploaded.len() != rows.len() {
            return Err(Mismatch::Rows { expected: rows.len(), found: uploaded.len() });
        }
        let uploaded = uploaded.with_encoding(sheet.table().encoding());
        let mut back = Sheet::new(uploaded, Origin::Download, sheet.facts().today);
        if sheet.facts().offers_unlocked {
            back.unlock_offers();
        }
        if sheet.origin() == Origin::Results {
            let stuck = rows.iter().map(|row| unknown(sheet, *row)).collect();
            return Ok(Self { sheet: back, rows: Vec::new(), stuck });
        }
        let fields = fields(sheet.table(), &sheet.added_for(rows));
        let mut waves = groups(sheet, rows, &fields);
        let mut stuck: BTreeMap<u32, Vec<Stuck>> = BTreeMap::new();
        while let Some(wave) = waves.pop() {
            for (group, rule, why) in back.put_groups(wave) {
                let own = group.fields.iter().map(|at| fields[*at as usize]);
                let of_lead = stuck.entry(group.row).or_default();
                if let Some(same) = of_lead.iter_mut().find(|s| s.rule == rule && s.why == why) {
                    same.fields.extend(own);
                } else {
                    let (row, fields) = (rows[group.row as usize], own.collect());
                    of_lead.push(Stuck { row, fields, is_whole: false, rule, why });
                }
            }
        }
        for (at, of_lead) in &mut stuck {
            let is_whole = back.changes_of(*at).is_empty() && of_lead.len() == 1;
            for stuck in of_lead {
                stuck.fields.sort_unstable();
                stuck.is_whole = is_whole;
            }
        }
        let rows = back.changed_rows().collect();
        Ok(Self { sheet: back, rows, stuck: stuck.into_values().flatten().collect() })
    }

    /// Returns the text of the revert file; nothing if nothing can go back.
    pub fn text(&self) -> Option<String> {
        (!self.rows.is_empty()).then(|| part_text(&self.sheet, &self.rows))
    }

    /// Compares a revert file, read back from disk, with what it has to be, as [`verify`] does with a part.
    ///
    /// # Errors
    ///
    /// Fails where it differs.
    pub fn verify(&self, written: String) -> Result<Verified, Mismatch> {
        verify(&self.sheet, &self.rows, written)
    }

    /// Says what of the part can be put back.
    pub fn way_back(self) -> WayBack {
        WayBack { leads: self.rows.len(), stuck: self.stuck }
    }
}

/// Returns what can't go back of a row of a results file: all of it.
fn unknown(sheet: &Sheet, row: u32) -> Stuck {
    let fields = sheet.export_of(row).into_iter().map(|(field, _)| field).collect();
    let why =
        "The old values aren't in a results file; open the download with --results and this file.";
    Stuck { row, fields, is_whole: true, rule: "R-10", why: why.to_owned() }
}

/// Divides the changes of the rows into waves of groups, at most one group of a lead in each; the last
/// wave is the first to be tried.
fn groups(sheet: &Sheet, rows: &[u32], fields: &[u32]) -> Vec<Vec<Group>> {
    let mut places: Vec<(u32, u32)> = (0..).zip(fields).map(|(at, own)| (*own, at)).collect();
    places.sort_unstable();
    let place = |own: u32| {
        let at = places.binary_search_by_key(&own, |(own, _)| *own).ok()?;
        Some(places[at].1)
    };
    let mut waves: Vec<Vec<Group>> = Vec::new();
    for (at, &row) in (0..).zip(rows) {
        for (wave, group) in groups_of(sheet, row, at, &place).into_iter().enumerate() {
            if waves.len() == wave {
                waves.push(Vec::new());
            }
            waves[wave].push(group);
        }
    }
    waves.reverse();
    waves
}

/// Returns the groups of one row, in the order in which they are tried.
fn groups_of(sheet: &Sheet, row: u32, at: u32, place: &impl Fn(u32) -> Option<u32>) -> Vec<Group> {
    let mut outcome = Group { row: at, fields: Vec::new(), texts: Vec::new() };
    let mut groups = Vec::new();
    let layout = sheet.layout();
    for col in OUTCOME {
        let Some(field) = layout.field(col).map(|field| field as u32) else { continue };
        if let (true, Some(there)) = (sheet.is_changed(row, field), place(field)) {
            outcome.fields.push(there);
            outcome.texts.push(sheet.table().cell(row as usize, field as usize).into_owned());
        }
    }
    if !outcome.fields.is_empty() {
        groups.push(outcome);
    }
    for (field, _) in sheet.changes_of(row) {
        let col = layout.col(*field as usize);
        let is_apart = col.is_some_and(|col| {
            OUTCOME.contains(&col) || matches!(col.column().access, Access::ClearOnly(_))
        });
        if let (false, Some(there)) = (is_apart, place(*field)) {
            let text = sheet.table().cell(row as usize, *field as usize).into_owned();
            groups.push(Group { row: at, fields: vec![there], texts: vec![text] });
        }
    }
    groups
}

impl Sheet {
    /// Puts groups of cells in, at most one in each row, and returns those that stay out and why.
    fn put_groups(&mut self, groups: Vec<Group>) -> Vec<(Group, &'static str, String)> {
        let (mut out, mut tried) = (Vec::new(), Vec::new());
        for group in groups {
            match self.locks(&group.sets()).into_iter().next() {
                Some((at, lock)) => {
                    let name = self.layout().name(group.fields[at] as usize);
                    let why = lock.why.strip_prefix(name).and_then(|w| w.strip_prefix(": "));
                    let why = why.unwrap_or(&lock.why).to_owned();
                    out.push((group, lock.rule, why));
                }
                None => tried.push(group),
            }
        }
        self.put_all(tried.iter().flat_map(Group::sets).collect());
        let mut back = Vec::new();
        for group in tried {
            let error = self.findings().row(group.row).find(|f| f.level == Level::Error);
            if let Some(error) = error {
                let (rule, why) = (error.rule.code, error.say.to_string());
                let uploaded = |f: &u32| {
                    let text = self.table().cell(group.row as usize, *f as usize);
                    (group.row, *f, text.into_owned())
                };
                back.extend(group.fields.iter().map(uploaded));
                out.push((group, rule, why));
            }
        }
        self.put_all(back);
        out
    }

    /// Sets cells of which none is locked.
    fn put_all(&mut self, sets: Vec<(u32, u32, String)>) {
        // Going back to the loaded text is never refused, and the others were asked before.
        let _ = self.apply(Edit::new("revert", sets));
    }
}

impl Group {
    fn sets(&self) -> Vec<(u32, u32, String)> {
        let cells = self.fields.iter().zip(&self.texts);
        cells.map(|(field, text)| (self.row, *field, text.clone())).collect()
    }
}
