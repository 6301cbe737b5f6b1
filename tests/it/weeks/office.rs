//! A partner's office: a download that is edited, the files that it exports, and the results that come back.

use super::ground_truth::{Import, Part, ResultsFile};
use crate::support::fixtures::today;
use crate::support::portal::Portal;
use crate::support::rng::Rng;
use leadsheet::leads::{Choice, Col, Field, Origin, Row};
use leadsheet::sheet::{Edit, LogEntry, PendingChanges, RowState, Sheet};
use leadsheet::store;
use leadsheet::sync::{Rebase, Side};
use leadsheet::table::Table;
use std::collections::BTreeSet;

pub const STATUS: &str = "Partner Referral Status";

/// Few texts, so that two exports often have the same ones; two are one amount in two forms.
const TEXTS: [(&str, &[&str]); 7] = [
    ("Notes", &["", "called", "ordered", "two\nlines"]),
    ("CRM ID", &["", "1", "2"]),
    ("Estimated Deal Value", &["100", "200", "100.00", "much"]),
    ("Marketing Campaign ID", &["", "W47"]),
    ("Marketplace Purchase Intent", &["Yes", "No"]),
    ("Estimated Close Date", &["12/31/2027", "01/15/2028"]),
    ("Lead Name", &["Tablets", "Laptops"]),
];

/// What was counted over all runs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    pub steps: usize,
    pub uploads: usize,
    pub imports: usize,
    pub undone_imports: usize,
    pub reverts: usize,
    pub rebases: usize,
    pub restarts: usize,
    /// Leads whose base was compared with the portal.
    pub claims: usize,
    pub unclear: usize,
}

impl Tally {
    pub fn add(&mut self, other: Self) {
        self.steps += other.steps;
        self.uploads += other.uploads;
        self.imports += other.imports;
        self.undone_imports += other.undone_imports;
        self.reverts += other.reverts;
        self.rebases += other.rebases;
        self.restarts += other.restarts;
        self.claims += other.claims;
        self.unclear += other.unclear;
    }
}

/// The program's work on a download, the portal, and what really happened.
pub struct Office {
    pub rng: Rng,
    pub portal: Portal,
    pub sheet: Sheet,
    /// The bytes of the download.
    pub download: Vec<u8>,
    /// The entries of the journal.
    pub log: Vec<LogEntry>,
    pub parts: Vec<Part>,
    /// The parts in the order in which the portal gets them, as far as that is planned.
    pub order: Vec<usize>,
    pub files: Vec<ResultsFile>,
    pub imports: Vec<Import>,
    /// The steps that can be undone and redone: the import that each is, or nothing for an edit.
    pub done: Vec<Option<usize>>,
    pub undone: Vec<Option<usize>>,
    /// The leads of revert files whose results weren't clear, or were undone.
    pub doubtful: BTreeSet<Row>,
    /// The names of the results files that the program knows.
    pub taken: BTreeSet<String>,
    /// How often leads were marked to be exported again.
    pub marks: usize,
    /// How many files were written.
    pub number: usize,
    /// Whether parts are uploaded in any order, and each is marked as uploaded then.
    pub marks_uploads: bool,
    pub trace: Vec<String>,
    pub tally: Tally,
}

pub fn open(bytes: &[u8]) -> Table {
    store::open_bytes("leads.csv", bytes.to_vec()).expect("a Leads file").table
}

pub fn download(bytes: &[u8]) -> Sheet {
    let mut sheet = Sheet::new(open(bytes), Origin::Download, today());
    sheet.start_logging();
    sheet
}

impl Office {
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        let leads = 2 + rng.below(8);
        let mut portal = Portal::new(seed, leads);
        for id in portal.ids() {
            if rng.percent(85) {
                portal.set(&id, "Marketplace Purchase Intent", "Yes");
                portal.set(&id, "Team member 1", "Ann, Lee, 1, ann@example.com");
            }
        }
        let bytes = portal.download();
        Self {
            rng,
            portal,
            sheet: download(&bytes),
            download: bytes,
            log: Vec::new(),
            parts: Vec::new(),
            order: Vec::new(),
            files: Vec::new(),
            imports: Vec::new(),
            done: Vec::new(),
            undone: Vec::new(),
            doubtful: BTreeSet::new(),
            taken: BTreeSet::new(),
            marks: 0,
            number: 0,
            marks_uploads: seed.is_multiple_of(3),
            trace: Vec::new(),
            tally: Tally::default(),
        }
    }

    pub fn id(&self, row: Row) -> String {
        self.sheet.table().referral_id(row)
    }

    pub fn field(&self, column: &str) -> Field {
        let layout = self.sheet.layout();
        layout.fields().find(|f| layout.name(*f).starts_with(column)).expect("in the download")
    }

    /// Does one thing that people do.
    pub fn step(&mut self) {
        match self.rng.below(100) {
            0..30 => self.edit(),
            30..37 => self.choose_outcome(),
            37..40 => self.restore(),
            40..48 => self.undo(),
            48..52 => self.redo(),
            52..65 => self.export(),
            65..75 => self.upload_next(),
            75..78 => self.discard_next(),
            78..92 => self.import_any(),
            92..95 => self.mark_failed(),
            95..97 => self.upload_revert(),
            97..99 => self.restart(),
            _ => self.rebase(),
        }
        self.log.extend(self.sheet.take_log());
        self.tally.steps += 1;
    }

    fn row(&mut self) -> Row {
        Row::at(self.rng.below(self.sheet.row_count()))
    }

    fn apply(&mut self, edit: Edit) {
        self.trace.push(format!("edit {:?}", edit.sets));
        if self.sheet.apply(edit).is_ok_and(|applied| applied.cells > 0) {
            self.done.push(None);
            self.undone.clear();
        }
    }

    fn edit(&mut self) {
        let row = self.row();
        let (column, texts) = self.rng.one_of(&TEXTS);
        let text = self.rng.one_of(texts);
        self.apply(Edit::cell("edit", row, self.field(column), text));
    }

    fn choose_outcome(&mut self) {
        let (row, may_close) = (self.row(), self.rng.percent(30));
        let mut offered = self.choices(row, Col::Status);
        offered.retain(|choice| may_close || !choice.closes());
        let Some(choice) = pick(&mut self.rng, &offered) else { return };
        self.apply(self.sheet.choose(row, &choice, "outcome"));
        let Some(col) = choice.then else { return };
        let mut offered = self.choices(row, col);
        // Where no lead shows how the portal spells "not decided", nobody can know.
        let context = self.sheet.context();
        let is_unknown = |text: &str| context.lists.undecided().any(|spelling| spelling == text);
        offered.retain(|choice| {
            context.not_decided_seen || !choice.sets.iter().any(|(_, text)| is_unknown(text))
        });
        if let Some(choice) = pick(&mut self.rng, &offered) {
            self.apply(self.sheet.choose(row, &choice, "reason"));
        }
    }

    fn choices(&self, row: Row, col: Col) -> Vec<Choice> {
        let Some(field) = self.sheet.layout().field(col) else { return Vec::new() };
        let is_open = self.sheet.check_editable(row, field).is_ok();
        let choices = self.sheet.choices(row, field).filter(|_| is_open);
        choices.map(|choices| choices.items).unwrap_or_default()
    }

    /// Puts back what Partner Center holds of a cell.
    fn restore(&mut self) {
        let row = self.row();
        let Some(field) = pick(&mut self.rng, &self.sheet.changed_fields(row)) else { return };
        let text = self.sheet.reference_text(row, field).into_owned();
        self.apply(Edit::cell("restore", row, field, text));
    }

    fn undo(&mut self) {
        // The results of a revert file are taken in before others are taken back.
        if let Some(Some(import)) = self.done.last() {
            let file = self.imports[*import].file;
            let is_late_revert = self.files[file].part.is_none() && file + 1 < self.files.len();
            if self.has_open_revert() || is_late_revert {
                return;
            }
        }
        let Some(step) = self.sheet.undo() else { return };
        self.trace.push(format!("undo {}", step.describe()));
        let made = self.done.pop().expect("a step");
        assert_eq!(made.is_some(), step.is_results(), "{step:?}");
        if let Some(import) = made {
            self.tally.undone_imports += 1;
            self.imports[import].is_made = false;
            let name = self.imports[import].name.clone();
            self.taken.remove(&name);
            if self.imports[import].marks == self.marks {
                assert_eq!(self.leads(), self.imports[import].before, "undo of an import");
            }
        }
        if !step.is_empty() {
            self.undone.push(made);
        }
    }

    fn redo(&mut self) {
        let Some(step) = self.sheet.redo() else { return };
        self.trace.push(format!("redo {}", step.describe()));
        let made = self.undone.pop().expect("a step");
        if let Some(import) = made {
            self.imports[import].is_made = true;
            self.imports[import].marks = usize::MAX;
        }
        self.done.push(made);
    }

    pub fn row_of(&self, id: &str) -> Row {
        self.sheet.rows().find(|row| self.id(*row) == id).expect("a lead of the download")
    }

    fn mark_failed(&mut self) {
        let rows: Vec<Row> = self.rows_in(RowState::Failed);
        let again = self.rng.percent(80);
        self.trace.push(format!("mark {rows:?} {again}"));
        let known = |row: &Row| self.sheet.last_upload(*row).is_rejected();
        let rows: Vec<Row> = if again { rows } else { self.sheet.rows().filter(known).collect() };
        self.sheet.resubmit(&rows, again).expect("editable");
        self.marks += 1;
    }

    pub fn rows_in(&self, state: RowState) -> Vec<Row> {
        self.sheet.rows().filter(|row| self.sheet.state(*row) == state).collect()
    }

    /// Goes over to a fresh download, in which others have changed something. The files of before are lost.
    fn rebase(&mut self) {
        for id in self.portal.ids() {
            let is_open = self.portal.value(&id, STATUS) != "Closed";
            if is_open && self.rng.percent(15) {
                let (column, texts) = TEXTS[self.rng.below(2)];
                self.portal.set(&id, column, self.rng.one_of(texts));
            }
        }
        self.log.extend(self.sheet.take_log());
        let work = PendingChanges::from_sheet(&self.sheet);
        self.download = self.portal.download();
        let old = self.rng.percent(70).then(|| self.sheet.table());
        let mut rebase = Rebase::new(&work, old, download(&self.download));
        for question in &mut rebase.questions {
            question.answer = Some(self.rng.one_of(&[Side::Mine, Side::Theirs]));
        }
        self.trace.push("rebase".to_owned());
        (self.sheet, self.log) = rebase.finish();
        (self.parts, self.files, self.imports) = Default::default();
        self.order.clear();
        (self.done, self.undone) = (vec![None; self.sheet.history().len().0], Vec::new());
        self.doubtful.clear();
        self.taken.clear();
        self.tally.rebases += 1;
    }

    /// Goes on with a sheet to which the journal's entries were done again.
    fn restart(&mut self) {
        self.log.extend(self.sheet.take_log());
        self.trace.push("restart".to_owned());
        self.sheet = self.replayed();
        self.sheet.take_log();
        self.tally.restarts += 1;
    }
}

pub fn pick<T: Clone>(rng: &mut Rng, list: &[T]) -> Option<T> {
    list.get(rng.below(list.len())).cloned()
}
