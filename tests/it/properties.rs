//! Invariants of editing, typing and exporting: random work, compared with a simple model.

use crate::support::fixtures::{fixture, today};
use crate::support::keymap::key_map;
use crate::support::model::{Model, Overlay, Seen, seen};
use crate::support::rng::Rng;
use crate::support::session::Session;
use leadsheet::app::{Chord, Effect, EffectError, EffectKind, Input, Mode, WrittenUpload};
use leadsheet::leads::lists::Lists;
use leadsheet::leads::outcome::SetBy;
use leadsheet::leads::values::CurrencyGroup;
use leadsheet::leads::{CellRef, Field, Row};
use leadsheet::leads::{Choice, Col, Finding, Level, Origin, Tally, rules};
use leadsheet::sheet::CellEdit;
use leadsheet::sheet::{Edit, Refusal, RowState, Sheet, StateCounts};
use leadsheet::table::Table;
use leadsheet::upload::{CurrencyTotal, ReportContext, UploadReport, upload_text, verify};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The sample as it ships.
const SAMPLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample-leads.csv"));

/// A file with every oddity: the order, an unknown, a nameless and a sixth column, rows that are blank,
/// ragged, repeated, closed, failed and without an ID.
const ODD: &str = "\
Lead Name,Declined/Lost/Error reason,Marketplace Purchase Intent,Our own,Team member 1,Team member 6,\
Referral ID,Sales Stage,Partner Referral Substatus,Partner Referral Status,Estimated Close Date,Currency,\
Estimated Deal Value,Notes,Errors,Offer 1,,Lead Created Date\r\n\
\u{feff}Alpha,,Yes,x,\"A, B, 1, a@b.com\",,id-1,0,Pending,New,13/12/2026,usd,5,,,,,1/2/2026\r\n\
,,,,,,,,,,,,,,,,,\r\n\
Beta,,Have not decided,,,,id-2,80,Accepted,Active,12/13/2026,USD,\"1,5\",,Wrong date;Bad,,y,2026-02-01\n\
Gamma,,HaveNotDecided,,,,ID-2,80,Accepted,Active,,,,,,,,\r\n\
Delta,1,,,,,id-3,100,Won,Closed,,,,,,,,\r\n\
Epsilon\r\n\
Zeta,,,,,,id-4,,Received,New,,,,,,,,,,extra\r\n\
Eta,,,,,,,,,,,,,,,,,\r\n\
\"Theta\",4,No,,,,id-5,,Lost, active ,1/2/27,XAU,-5,\"a\r\nb\",,,,";

fn open(csv: &str, origin: Origin) -> Sheet {
    Sheet::new(Table::parse(csv.to_owned(), b',').expect("well-formed"), origin, today())
}

fn fields(sheet: &Sheet) -> impl DoubleEndedIterator<Item = Field> + use<> {
    sheet.layout().fields()
}

/// The choices of a cell, none if it has no drop-down or is locked.
fn offered(sheet: &Sheet, row: Row, field: Field) -> Vec<Choice> {
    let choices = sheet.check_editable(row, field).ok().and_then(|()| sheet.choices(row, field));
    choices.map(|c| c.items).unwrap_or_default()
}

/// The cell for a number, more often one that can be edited.
#[derive(Clone, Debug)]
struct Place(usize, usize, bool);

impl Place {
    fn on(&self, sheet: &Sheet) -> CellRef {
        let row = Row::at(self.0 % sheet.row_count());
        let open: Vec<Field> =
            fields(sheet).filter(|f| sheet.check_editable(row, *f).is_ok()).collect();
        if self.2 && !open.is_empty() {
            CellRef::new(row, open[self.1 % open.len()])
        } else {
            CellRef::new(row, Field::at(self.1 % (sheet.layout().len() + 2)))
        }
    }
}

/// Something that a user does.
#[derive(Clone, Debug)]
enum Act {
    Cells(Vec<(Place, String)>),
    Choose(Place, usize, usize),
    Restore(Place),
    RestoreRow(Place),
    Undo,
    Redo,
    Export,
}

fn place() -> impl Strategy<Value = Place> {
    (0..1_000usize, 0..1_000usize, prop::bool::weighted(0.9)).prop_map(|(r, f, o)| Place(r, f, o))
}

fn text() -> impl Strategy<Value = String> {
    const WORDS: [&str; 38] = [
        "",
        "",
        " ",
        "\u{feff}",
        "\u{202e}x",
        "a\0b",
        "e\u{301}",
        "👩‍👩‍👧",
        "Ã©",
        "\u{fffd}",
        "a\r\nb",
        "\"q\"",
        "a,b",
        "=1+1",
        "Yes",
        "yes",
        "HaveNotDecided",
        "Have not decided",
        "New",
        "Active",
        "Closed",
        "Pending",
        "Received",
        "Accepted",
        "Lost",
        "Error",
        "3",
        "80",
        "100",
        "USD",
        "XAU",
        "12,563",
        "1250.00",
        "02/30/2027",
        "12/13/2026",
        "13/12/2026",
        "A, B, 1, a@b.com",
        "\u{1b}[2J",
    ];
    prop_oneof![
        4 => prop::sample::select(WORDS.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[a-z ]{1,8}",
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => prop::collection::vec((place(), text()), 1).prop_map(Act::Cells),
        3 => prop::collection::vec((place(), text()), 2..5).prop_map(Act::Cells),
        5 => (place(), 0..200usize, 0..9usize).prop_map(|(p, n, m)| Act::Choose(p, n, m)),
        1 => place().prop_map(Act::Restore),
        1 => place().prop_map(Act::RestoreRow),
        4 => Just(Act::Undo),
        2 => Just(Act::Redo),
        1 => Just(Act::Export),
    ]
}

/// The sheet and its model: every act is done in both.
struct Both {
    sheet: Sheet,
    model: Model,
    opened: Vec<Seen>,
}

impl Both {
    fn open(csv: &str, origin: Origin) -> Self {
        let sheet = open(csv, origin);
        let opened = seen(sheet.findings().all());
        let both = Self { sheet, model: Model::new(csv, origin), opened };
        both.agree();
        both
    }

    fn apply(&mut self, sets: &[CellEdit]) {
        let applied = self.sheet.apply(Edit::new("edit", sets.to_vec()));
        if applied.is_ok() {
            self.model.apply(sets);
        }
        self.agree();
    }

    fn choose(&mut self, CellRef { row, field }: CellRef, at: usize, then: usize) {
        let choices = offered(&self.sheet, row, field);
        let Some(choice) = choices.get(at % choices.len().max(1)) else { return };
        self.apply(&self.sheet.choose(row, choice, "choice").sets);
        if let Some(next) = choice.then.and_then(|col| self.sheet.layout().field(col)) {
            let choices = offered(&self.sheet, row, next);
            if let Some(choice) = choices.get(then) {
                self.apply(&self.sheet.choose(row, choice, "choice").sets);
            }
        }
    }

    fn work(&mut self, acts: &[Act]) {
        for act in acts {
            self.act(act);
        }
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Cells(cells) => {
                let put = |(place, text): &(Place, String)| {
                    let CellRef { row, field } = place.on(&self.sheet);
                    CellEdit::new(row, field, text.clone())
                };
                let sets: Vec<_> = cells.iter().map(put).collect();
                self.apply(&sets);
            }
            Act::Choose(place, at, then) => self.choose(place.on(&self.sheet), *at, *then),
            Act::Restore(place) => {
                let CellRef { row, field } = place.on(&self.sheet);
                self.apply(&[CellEdit::new(row, field, self.model.loaded(row, field))]);
            }
            Act::RestoreRow(place) => {
                let CellRef { row, .. } = place.on(&self.sheet);
                let back = |f: Field| CellEdit::new(row, f, self.model.loaded(row, f));
                let sets: Vec<_> =
                    self.sheet.changes_of(row).iter().map(|(f, _)| back(*f)).collect();
                self.apply(&sets);
            }
            Act::Undo => assert_eq!(self.sheet.undo().is_some(), self.model.undo()),
            Act::Redo => assert_eq!(self.sheet.redo().is_some(), self.model.redo()),
            Act::Export => {
                let rows: Vec<Row> = self.sheet.plan().ready().collect();
                self.sheet.mark_exported(&rows, &[]);
                for row in rows {
                    self.model.exported.insert(row, self.model.changes_of(row));
                }
            }
        }
        self.agree();
    }

    /// Compares texts, history, findings, states, counts and plan of the sheet with the model's.
    fn agree(&self) {
        let (sheet, model) = (&self.sheet, &self.model);
        let mut changed = Overlay::new();
        for row in sheet.rows() {
            for (field, text) in sheet.changes_of(row) {
                assert_ne!(*text, sheet.table().cell(row, *field));
                assert_eq!(sheet.text(row, *field), *text);
                changed.insert(CellRef::new(row, *field), text.clone());
            }
        }
        assert_eq!(changed, model.overlay);
        assert_eq!(sheet.history().len(), model.history());

        let findings = model.findings();
        assert_eq!(seen(sheet.findings().all()), findings);
        assert_eq!(sheet.findings().tally(), Tally::of(sheet.findings().all()));
        let by_row = (sheet.rows()).flat_map(|row| sheet.findings().row(row));
        assert_eq!(seen(by_row.chain(sheet.findings().file())), findings);

        let mut edited = 0;
        let mut counts = StateCounts { rows: sheet.row_count(), ..StateCounts::default() };
        for row in sheet.rows() {
            let state = model.state(row, &findings);
            assert_eq!(sheet.state(row), state, "row {row}");
            edited += usize::from(sheet.is_row_changed(row));
            match state {
                RowState::HeldBack => counts.held_back += 1,
                RowState::Ready => counts.ready += 1,
                RowState::Exported => counts.exported += 1,
                RowState::Failed => counts.failed += 1,
                RowState::Done => counts.done += 1,
                RowState::Closed => counts.closed += 1,
                RowState::Untouched => {}
            }
        }
        assert_eq!(sheet.counts(), counts);
        assert_eq!(counts.held_back + counts.ready, edited);
        assert_eq!(counts.done, 0, "no results were imported");
        self.plan_agrees(counts);
    }

    fn plan_agrees(&self, counts: StateCounts) {
        let plan = self.sheet.plan();
        let ready: Vec<Row> = plan.ready().collect();
        let is_ready = |row: &Row| self.sheet.state(*row) == RowState::Ready;
        if plan.blocked.is_empty() {
            assert!(ready.iter().copied().eq((self.sheet.rows()).filter(is_ready)));
        } else {
            assert!(ready.is_empty());
        }
        assert_eq!((plan.held_back.len(), plan.exported), (counts.held_back, counts.exported));
        for held in &plan.held_back {
            assert!(!held.errors.is_empty());
            assert!(held.errors.iter().all(|f| f.level == Level::Error && f.row == Some(held.row)));
        }
        assert!(plan.closing.iter().all(|row| ready.contains(row)));
    }

    /// Undoes everything, then redoes it.
    fn there_and_back(&mut self, csv: &str) {
        let picture = |both: &Self| format!("{:?} {:?}", both.model.overlay, both.sheet.plan());
        let (before, steps) = (picture(self), self.sheet.history().len().0);
        (0..steps).for_each(|_| self.act(&Act::Undo));
        assert!(self.sheet.rows().all(|row| self.sheet.changes_of(row).is_empty()));
        assert_eq!(self.sheet.undo(), None);
        // What was exported is changed then.
        if self.model.exported.is_empty() {
            assert_eq!(seen(self.sheet.findings().all()), self.opened);
        }
        assert_eq!(self.sheet.table().text(), csv);
        (0..steps).for_each(|_| self.act(&Act::Redo));
        assert_eq!(picture(self), before);
    }
}

/// Does an act in a sheet whose findings needn't be known.
fn act_alone(sheet: &mut Sheet, act: &Act) {
    let edit = |sets| Edit::new("edit", sets);
    let restore = |sheet: &Sheet, row: Row, field: Field| {
        CellEdit::new(row, field, sheet.table().cell(row, field).into_owned())
    };
    // A refused edit changes nothing.
    match act {
        Act::Cells(cells) => {
            let put = |(place, text): &(Place, String)| {
                let CellRef { row, field } = place.on(sheet);
                CellEdit::new(row, field, text.clone())
            };
            let sets = cells.iter().map(put).collect();
            let _ = sheet.apply(edit(sets));
        }
        Act::Choose(place, at, _) => {
            let CellRef { row, field } = place.on(sheet);
            let choices = offered(sheet, row, field);
            if let Some(choice) = choices.get(at % choices.len().max(1)) {
                let _ = sheet.apply(sheet.choose(row, choice, "choice"));
            }
        }
        Act::Restore(place) => {
            let CellRef { row, field } = place.on(sheet);
            let _ = sheet.apply(edit(vec![restore(sheet, row, field)]));
        }
        Act::RestoreRow(place) => {
            let CellRef { row, .. } = place.on(sheet);
            let sets = sheet.changes_of(row).iter().map(|(f, _)| restore(sheet, row, *f)).collect();
            let _ = sheet.apply(edit(sets));
        }
        Act::Undo => drop(sheet.undo()),
        Act::Redo => drop(sheet.redo()),
        Act::Export => {
            let rows: Vec<Row> = sheet.changed_rows().collect();
            sheet.mark_exported(&rows, &[]);
        }
    }
}

/// All that is derived from a sheet.
fn derived(sheet: &Sheet) -> [Vec<String>; 4] {
    let far = "2999-01-01".parse().expect("a day");
    let states: Vec<RowState> = sheet.rows().map(|row| sheet.state(row)).collect();
    // Those of the whole file are in the order in which they were found.
    let text = |finding: &Finding| {
        format!("{:?} {:?} {} {}", finding.row, finding.field, finding.rule.code(), finding.message)
    };
    let mut findings: Vec<_> = sheet.findings().all().map(text).collect();
    findings.sort_unstable();
    let counts = format!(
        "{:?} {:?} {:?} {:?}",
        sheet.findings().tally(),
        sheet.due().until(far),
        states,
        sheet.counts()
    );
    let plan = sheet.plan();
    let rows = format!(
        "{:?} {:?}",
        plan.ready().collect::<Vec<_>>(),
        plan.held_back.iter().map(|held| held.row).collect::<Vec<_>>()
    );
    [findings, sheet.unchanged_findings().all().map(text).collect(), vec![counts], vec![rows]]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_check_behind_the_screen_finds_what_a_check_at_once_finds(
        acts in prop::collection::vec(act(), 1..25),
        is_odd in any::<bool>(),
        upload in prop::bool::weighted(0.2),
        begins in 0..25usize,
        lasts in 0..25usize,
        stops in prop::option::weighted(0.3, 0..25usize),
        unlocks in prop::option::weighted(0.2, 0..25usize),
    ) {
        let origin = if upload { Origin::Upload } else { Origin::Download };
        let csv = if is_odd { ODD } else { SAMPLE };
        let mut sheet = open(csv, origin);
        sheet.check_in_background();
        let mut at_once = open(csv, origin);
        let mut job = None;
        for (at, act) in acts.iter().enumerate() {
            if at == begins {
                job = sheet.begin_check();
                prop_assert!(job.is_some() && sheet.check_progress().is_some());
            }
            if unlocks == Some(at) {
                sheet.unlock_offers().expect("editable");
                at_once.unlock_offers().expect("editable");
            }
            if stops == Some(at) && sheet.stop_check().is_some() {
                prop_assert!(job.take().expect("it ran").run().is_none());
                sheet.resume_check();
                job = sheet.begin_check();
            }
            act_alone(&mut sheet, act);
            act_alone(&mut at_once, act);
            prop_assert!(sheet.is_checked() || sheet.known_findings().is_none());
            if at == begins + lasts && let Some(checked) = job.take().and_then(|job| job.run()) {
                sheet.finish_check(checked);
            }
        }
        if !sheet.is_checked() {
            // Not done until now, or begun before the rules changed.
            let job = job.or_else(|| sheet.begin_check());
            if let Some(checked) = job.and_then(|job| job.run()) {
                sheet.finish_check(checked);
            }
            if let Some(checked) = sheet.begin_check().and_then(|job| job.run()) {
                sheet.finish_check(checked);
            }
        }
        prop_assert!(sheet.is_checked() && !sheet.lacks_check());
        for (behind, at_once) in derived(&sheet).into_iter().zip(derived(&at_once)) {
            prop_assert_eq!(behind, at_once);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    #[test]
    fn after_any_work_on_the_sample_findings_are_fresh_and_undo_restores_it(
        acts in prop::collection::vec(act(), 1..14),
    ) {
        let mut both = Both::open(SAMPLE, Origin::Download);
        both.work(&acts);
        both.there_and_back(SAMPLE);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..Default::default() })]

    #[test]
    fn after_any_work_on_an_odd_file_findings_are_fresh_and_undo_restores_it(
        acts in prop::collection::vec(act(), 1..25),
        doubled in any::<bool>(),
        upload in prop::bool::weighted(0.2),
    ) {
        let csv = if doubled { ODD.replacen("Our own", "Currency", 1) } else { ODD.to_owned() };
        let origin = if upload { Origin::Upload } else { Origin::Download };
        let mut both = Both::open(&csv, origin);
        both.work(&acts);
        both.there_and_back(&csv);
    }

    #[test]
    fn a_refused_edit_changes_nothing_at_any_position_of_the_refusal(
        acts in prop::collection::vec(act(), 0..8),
        before in prop::collection::vec((place(), text()), 0..5),
        locked in (0..1_000usize, 0..1_000usize),
        after in prop::collection::vec((place(), text()), 0..3),
    ) {
        let mut both = Both::open(ODD, Origin::Download);
        both.work(&acts);
        let sheet = &both.sheet;
        let cells = (sheet.rows()).flat_map(|r| fields(sheet).map(move |f| CellRef::new(r, f)));
        let never = |r: Row, f: Field| sheet.check_editable(r, f).is_err_and(|lock| lock.rule != "D-04");
        let shut: Vec<CellRef> = cells.filter(|cell| never(cell.row, cell.field)).collect();
        let set = |(place, text): (Place, String)| {
            let CellRef { row, field } = place.on(sheet);
            CellEdit::new(row, field, text)
        };
        let CellRef { row, field } = shut[(locked.0 * 1_000 + locked.1) % shut.len()];
        let mut sets: Vec<_> = before.into_iter().map(set).collect();
        sets.push(CellEdit::new(row, field, format!("{} otherwise", both.model.loaded(row, field))));
        sets.extend(after.into_iter().map(set));
        let picture = |both: &Both| {
            let sheet = &both.sheet;
            (seen(sheet.findings().all()), format!("{:?} {:?}", sheet.history(), sheet.plan()))
        };
        let was = picture(&both);
        let refusal = both.sheet.apply(Edit::new("refused", sets.clone())).expect_err("refused");
        let Refusal::Locked { row, field, lock } = &refusal else { panic!("{refusal}") };
        prop_assert!(sets.iter().any(|edit| edit.at == CellRef::new(*row, *field)));
        prop_assert!(rules::find(lock.rule).is_some(), "{}", refusal);
        both.agree();
        prop_assert_eq!(picture(&both), was);
    }
}

/// An amount in trillionths, if it is one that needs no reading.
fn trillionths(text: &str) -> Option<i128> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let is_plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let plain = is_plain(whole) && is_plain(decimals) && !whole.is_empty() && decimals.len() < 3;
    if plain { format!("{whole}{decimals:0<12}").parse().ok() } else { None }
}

/// A changed cell of an upload file: part, row, column, old and new text.
type UploadedCell = (usize, Row, String, String, String);

/// What upload files change, read from the files themselves.
#[derive(Default)]
struct Uploaded {
    cells: BTreeSet<UploadedCell>,
    /// The sums of the deal values before and after, by currency.
    sums: BTreeMap<String, [i128; 2]>,
    unread: usize,
}

impl Uploaded {
    fn of(both: &Both) -> Self {
        let mut uploaded = Self::default();
        for (part, rows) in (1..).zip(&both.sheet.plan().files) {
            let file = Table::parse(upload_text(&both.sheet, rows), b',').expect("well-formed");
            for (at, row) in rows.iter().enumerate() {
                let text = |field: Field| file.cell(Row::at(at), field).into_owned();
                uploaded.add(both, (part, *row), &text);
            }
        }
        uploaded.sums.retain(|_, sums| *sums != [0, 0]);
        uploaded
    }

    /// Adds a row of a part, whose texts are handed in.
    fn add(&mut self, both: &Both, (part, row): (usize, Row), text: &dyn Fn(Field) -> String) {
        let (layout, model) = (both.sheet.layout(), &both.model);
        let held = |field: Field| match model.exported.get(&row) {
            Some(_) if Some(field) == layout.errors() => String::new(),
            Some(sent) if sent.contains_key(&CellRef::new(row, field)) => {
                sent[&CellRef::new(row, field)].clone()
            }
            _ => model.loaded(row, field).to_owned(),
        };
        for field in fields(&both.sheet).filter(|field| text(*field) != held(*field)) {
            let column = layout.name(field).to_owned();
            self.cells.insert((part, row, column, held(field), text(field)));
        }
        let [value, currency] = [Col::DealValue, Col::Currency].map(|col| layout.field(col));
        let (Some(value), Some(currency)) = (value, currency) else { return };
        let amounts = [(held(value), held(currency)), (text(value), text(currency))];
        let read = |(amount, _): &(String, String)| match amount.trim() {
            "" => Some(0),
            amount => trillionths(amount),
        };
        let [Some(before), Some(after)] = amounts.each_ref().map(read) else {
            self.unread += 1;
            return;
        };
        for (at, amount) in [before, after].into_iter().enumerate() {
            let code = amounts[at].1.trim().to_uppercase();
            self.sums.entry(code).or_insert([0, 0])[at] += amount;
        }
    }
}

/// Compares the report of an upload with the upload files themselves: leads, cells and sums.
fn report_agrees(both: &Both) {
    let (sheet, uploaded) = (&both.sheet, Uploaded::of(both));
    let plan = sheet.plan();
    let report = UploadReport::new(sheet, &plan, ReportContext::default());
    let reported: BTreeSet<_> = report
        .leads()
        .flat_map(|lead| {
            lead.changes.iter().map(|change| {
                let (column, old, new) = (&change.column, &change.old, &change.new);
                (lead.part, lead.row, column.clone(), old.clone(), new.clone())
            })
        })
        .collect();
    assert_eq!(reported, uploaded.cells);
    assert_eq!(report.cell_count(), uploaded.cells.len(), "no cell is told twice");
    let rows: BTreeSet<Row> = report.leads().map(|lead| lead.row).collect();
    assert!(rows.iter().copied().eq(plan.ready()) && rows.len() == report.lead_count());
    assert_eq!(report.closing_count(), plan.closing.len());
    assert!(report.groups.is_sorted_by_key(|group| group.change), "closings come first");
    let of_report = |total: &CurrencyTotal| {
        let sums =
            [total.before, total.after].map(|sum| trillionths(&sum.to_string()).expect("plain"));
        (total.currency.clone(), sums)
    };
    let mut told: BTreeMap<_, _> = report.values.totals.iter().map(of_report).collect();
    told.retain(|_, sums| *sums != [0, 0]);
    // An amount in another form can be read as well, and is in the sums then.
    if uploaded.unread == 0 {
        assert_eq!((told, report.values.unread), (uploaded.sums, 0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_report_of_any_work_is_what_its_upload_files_change(
        acts in prop::collection::vec(act(), 1..25),
        is_odd in any::<bool>(),
    ) {
        let mut both = Both::open(if is_odd { ODD } else { SAMPLE }, Origin::Download);
        // The leads that can be uploaded as they are get other values first, so that there is much to report.
        if !is_odd {
            for (number, column, text) in [(3, "Notes", "a"), (6, "Notes", "b"), (38, "Estimated Deal Value", "1250.75")] {
                let field = fields(&both.sheet).find(|f| both.sheet.layout().name(*f) == column).expect(column);
                both.apply(&[CellEdit::new(Row::at(number - 1), field, text)]);
            }
        }
        both.work(&acts);
        report_agrees(&both);
    }
}

#[test]
fn an_edit_that_changes_no_cell_makes_no_undo_step() {
    let mut both = Both::open(SAMPLE, Origin::Download);
    let sets = |texts: [&str; 3]| texts.map(|t| CellEdit::new(Row(2), Field(2), t)).to_vec();
    both.apply(&sets(["a", "b", "Fabrikam analytics trial"]));
    assert!(both.sheet.history().is_empty());
    both.apply(&sets(["a", "b", "c"]));
    let step = both.sheet.undo().expect("a step");
    assert_eq!(step.describe(), "edit, 1 cell");
    assert_eq!(
        (&*step.changes[0].before, &*step.changes[0].after),
        ("Fabrikam analytics trial", "c")
    );
}

/// What is wrong with an offered choice, if anything is.
fn illegal(sheet: &Sheet, row: Row, choice: &Choice) -> Option<String> {
    let text = |col| choice.sets.iter().find(|(c, _)| *c == col).map(|(_, text)| text.as_str());
    let loaded = |col| {
        let field = sheet.layout().field(col).unwrap_or(Field(u32::MAX));
        sheet.table().cell(row, field).into_owned()
    };
    let currency =
        text(Col::Currency).map(|code| Lists::compiled_in().currency(code).map(|c| c.group));
    if !matches!(currency, None | Some(Some(CurrencyGroup::Ordinary | CurrencyGroup::Recent))) {
        return Some(format!("the currency {:?}", text(Col::Currency)));
    }
    let (Some(status), Some(sub)) = (text(Col::Status), text(Col::Substatus)) else { return None };
    if (status, sub) == (&loaded(Col::Status), &loaded(Col::Substatus)) {
        return None;
    }
    let portal =
        Lists::compiled_in().outcome(status, sub).is_none_or(|o| o.set_by == SetBy::Portal);
    let back = loaded(Col::Status) == "Active" && status == "New";
    (portal || back).then(|| format!("the outcome {status}/{sub}"))
}

/// Takes a choice, then those of the cell that it leads to: what is wrong; undoes it.
fn take(sheet: &mut Sheet, row: Row, choice: &Choice) -> Vec<String> {
    let mut wrong: Vec<String> = illegal(sheet, row, choice).into_iter().collect();
    let edit = sheet.choose(row, choice, "take");
    let cells: Vec<Field> = edit.sets.iter().map(|edit| edit.at.field).collect();
    let steps = match sheet.apply(edit) {
        Ok(applied) => usize::from(applied.cells > 0),
        Err(refusal) => return vec![format!("{}: {refusal}", choice.label)],
    };
    let due = choice.then == Some(Col::Reason);
    for error in sheet.findings().row(row).filter(|f| f.level == Level::Error) {
        let code = error.rule.code();
        let family = choice.sets.len() > 2 && "STDG".contains(&code[..1]);
        let here = family || error.field.is_some_and(|f| cells.contains(&f));
        // Reason 4 chosen for Error where the download has Lost 4 looks like one that was left over.
        if here && !(due && matches!(code, "D-01" | "D-02")) && code != "D-06" {
            wrong.push(format!("{}: {code} {}", choice.label, error.message));
        }
    }
    if let Some(next) = choice.then.and_then(|col| sheet.layout().field(col)) {
        if let Err(lock) = sheet.check_editable(row, next) {
            wrong.push(format!("{} leads on to a locked cell: {lock}", choice.label));
        }
        for then in offered(sheet, row, next) {
            wrong.extend(take(sheet, row, &then));
        }
    }
    (0..steps).for_each(|_| drop(sheet.undo()));
    wrong
}

#[test]
fn whatever_a_drop_down_offers_is_accepted_and_leaves_no_error() {
    let mut sheet = open(SAMPLE, Origin::Download);
    let mut taken = 0;
    for row in sheet.rows() {
        for field in fields(&sheet) {
            let choices = offered(&sheet, row, field);
            assert_ne!(choices.len(), 1, "row {row}, field {field}: a choice between nothing");
            for choice in choices {
                let wrong = take(&mut sheet, row, &choice);
                assert!(wrong.is_empty(), "row {}: {wrong:?}", row.number());
                taken += 1;
            }
        }
    }
    assert!(taken > 5_000, "{taken} choices");
    assert_eq!(sheet.changed_rows().count(), 0);
}

#[test]
fn an_outcome_chosen_after_another_one_leaves_no_error() {
    for csv in [&*short_sample(), ODD] {
        let mut sheet = open(csv, Origin::Download);
        let field = sheet.layout().field(Col::Status).expect("a status");
        let reason = sheet.layout().field(Col::Reason).expect("a reason");
        for row in sheet.rows() {
            for first in offered(&sheet, row, field) {
                sheet.apply(sheet.choose(row, &first, "first")).expect("offered");
                if let (Some(_), Some(text)) = (first.then, offered(&sheet, row, reason).pop()) {
                    sheet.apply(sheet.choose(row, &text, "reason")).expect("offered");
                }
                for second in offered(&sheet, row, field) {
                    let wrong = take(&mut sheet, row, &second);
                    assert!(
                        wrong.is_empty(),
                        "row {}: {} then {wrong:?}",
                        row.number(),
                        first.label
                    );
                }
                while sheet.undo().is_some() {}
            }
        }
    }
}

/// Tries other texts in a locked cell: the rule that refuses them.
fn stays(sheet: &mut Sheet, row: Row, field: Field) -> &'static str {
    let loaded = sheet.text(row, field).into_owned();
    let mut rule = "";
    for other in ["", " ", "x", "\u{202e}é", &format!("{loaded} "), &loaded.to_uppercase()] {
        if other == loaded {
            continue;
        }
        let refusal = sheet.apply(Edit::cell("try", row, field, other)).expect_err(other);
        let Refusal::Locked { row: at, field: in_field, lock } = refusal else {
            panic!("{refusal}")
        };
        assert_eq!((at, in_field), (row, field));
        rule = lock.rule;
        assert!(rules::find(rule).is_some(), "{rule}");
        assert_eq!(sheet.check_editable(row, field).expect_err("locked").rule, rule);
        assert_eq!(sheet.text(row, field), loaded);
    }
    assert!(sheet.history().is_empty() && sheet.changed_rows().next().is_none());
    if field.index() < sheet.table().fields_of(row) {
        sheet.apply(Edit::cell("same", row, field, loaded)).expect("the loaded text is no change");
    }
    assert!(sheet.history().is_empty());
    rule
}

#[test]
fn closed_rows_read_only_and_unknown_columns_and_ragged_rows_never_change() {
    /// The columns that the documentation lets a partner edit, some of them only at times.
    const EDITABLE: [&str; 19] = [
        "Lead Name",
        "Partner Referral Status",
        "Partner Referral Substatus",
        "Sales Stage",
        "Declined/Lost/Error reason",
        "Estimated Deal Value",
        "Currency",
        "Estimated Close Date",
        "CRM ID",
        "Marketing Campaign ID",
        "Notes",
        "Marketplace Purchase Intent",
        "Final account match",
        "Errors",
        "Team member 1",
        "Team member 2",
        "Team member 3",
        "Team member 4",
        "Team member 5",
    ];
    let unknown = std::fs::read_to_string(fixture("unknown-columns.csv")).expect("a fixture");
    let ragged = std::fs::read_to_string(fixture("ragged.csv")).expect("a fixture");
    let mut seen = BTreeSet::new();
    for csv in [SAMPLE, ODD, &unknown, &ragged] {
        let mut sheet = open(csv, Origin::Download);
        let status = sheet.layout().field(Col::Status).expect("a status");
        for row in sheet.rows() {
            let width = sheet.table().fields_of(row);
            let closed = sheet.table().cell(row, status) == "Closed";
            let shut = closed || !sheet.layout().accepts(width);
            for field in Field::first(width.max(sheet.layout().len())) {
                let name = sheet.layout().name(field).trim_end_matches(['*', ' ']);
                if shut || !EDITABLE.contains(&name) {
                    seen.insert(stays(&mut sheet, row, field));
                }
            }
        }
    }
    assert_eq!(
        seen.into_iter().collect::<Vec<_>>(),
        ["F-05", "F-10", "H-04", "H-06", "O-01", "R-04", "R-05"]
    );
}

/// The sample with a new, an accepted, a closed and a failed lead alone.
fn short_sample() -> String {
    let table = Table::parse(SAMPLE.to_owned(), b',').expect("well-formed");
    let rows = [0, 1, 5, 36].map(|row| table.row_text(Row(row)));
    format!("{}{}\r\n", table.header_text(), rows.join("\r\n"))
}

/// Reads records with another reader than ours, header first, the others sorted.
fn read(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).flexible(true).from_reader(csv.as_bytes());
    let records = reader.records().map(|r| r.expect("UTF-8").iter().map(str::to_owned).collect());
    let mut records: Vec<Vec<String>> = records.collect();
    if let Some(rows) = records.get_mut(1..) {
        rows.sort();
    }
    records
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_is_exported_of_the_sample_is_the_changes_and_nothing_else(
        acts in prop::collection::vec(act(), 1..20),
    ) {
        let mut both = Both::open(SAMPLE, Origin::Download);
        both.work(&acts);
        let (sheet, plan) = (&both.sheet, both.sheet.plan());
        let changed: BTreeSet<Row> = sheet.changed_rows().collect();
        let ready: Vec<Row> = plan.ready().collect();
        prop_assert!(ready.iter().all(|row| changed.contains(row)));
        prop_assert_eq!(plan.held_back.len() + ready.len(), changed.len());
        // Blocked rows must be exported whole too, by a later export.
        let rows: Vec<Row> = changed.into_iter().collect();
        let written = upload_text(sheet, &rows);
        let back = Table::parse(written.clone(), b',').expect("well-formed");
        let mut wanted = read(back.header_text());
        for (at, &row) in (0..).zip(rows.iter()) {
            let exported: Vec<(Field, &str)> = sheet.exported_cells(row);
            let new = |f: Field| exported.iter().find(|(field, _)| *field == f).map(|(_, text)| *text);
            let text = |f: Field| new(f).map_or_else(|| sheet.text(row, f).into_owned(), str::to_owned);
            wanted.push(fields(sheet).map(text).collect());
            for field in fields(sheet).filter(|f| new(*f).is_none()) {
                let raw = sheet.table().raw(row, field);
                prop_assert_eq!(back.raw(Row(at), field), raw);
            }
        }
        wanted[1..].sort();
        prop_assert_eq!(read(&written), wanted);
        prop_assert_eq!(back.header_text(), sheet.table().header_text());
        let cells = rows.iter().map(|row| sheet.upload_changes(*row).len()).sum::<usize>();
        let verified = verify(sheet, &rows, written).expect("verified");
        prop_assert_eq!((verified.rows, verified.changed), (rows.len(), cells));
    }
}

/// A small file, some of its cells changed, and its upload file.
fn part() -> (Sheet, Vec<Row>, String) {
    let csv = "\u{feff}Referral ID,\"Lead Name\",Our own,Notes,CRM ID\r\n\
               a,A,\" 0 , x \",old,1\r\nb,\"B, \"\"b\"\"\",,\"old\",\r\nc,C,é,,3\n";
    let mut sheet = open(csv, Origin::Download);
    for (row, field, text) in
        [(0, 1, "new"), (0, 3, ""), (1, 3, "a \"b\"\r\nc"), (1, 4, "7,5"), (2, 1, "\u{202e}")]
    {
        sheet.apply(Edit::cell("edit", Row(row), Field(field), text)).expect("editable");
    }
    let written = upload_text(&sheet, &[Row(0), Row(1), Row(2)]);
    (sheet, vec![Row(0), Row(1), Row(2)], written)
}

/// For each byte whether it may never differ: of the header's names and untouched cells.
fn untouchable(sheet: &Sheet, rows: &[Row], written: &str) -> Vec<bool> {
    let table = Table::parse(written.to_owned(), b',').expect("well-formed");
    let mut fixed = vec![false; written.len()];
    fixed[..table.header_text().trim_end().len()].fill(true);
    for (at, &row) in (0..).zip(rows.iter()) {
        for field in fields(sheet).filter(|f| !sheet.is_changed(row, *f)) {
            let raw = table.raw(Row(at), field);
            let from = raw.as_ptr() as usize - table.text().as_ptr() as usize;
            fixed[from..from + raw.len()].fill(true);
        }
    }
    fixed
}

#[test]
fn a_written_file_that_was_changed_fails_the_check() {
    let (sheet, rows, written) = part();
    let fixed = untouchable(&sheet, &rows, &written);
    let (mut found_out, mut harmless) = (0, 0);
    for (at, old) in written.char_indices() {
        let end = at + old.len_utf8();
        let inserts = ["x", "\"", ",", "\n", "\r", " ", "\u{200b}"].map(|new| (at, new, false));
        let replaced = ["x", "\"", ",", "\n", "\r", " ", "Ä", ""].map(|new| (end, new, fixed[at]));
        for (end, new, must_fail) in inserts.into_iter().chain(replaced) {
            let other = format!("{}{new}{}", &written[..at], &written[end..]);
            if other == written {
                continue;
            }
            let same = read(&other) == read(&written);
            let readable = Table::parse(other.clone(), b',').is_ok();
            let verified = verify(&sheet, &rows, other.clone());
            assert!(!(verified.is_ok() && (must_fail || !same)), "{at}, {new:?}: {other:?}");
            found_out += usize::from(verified.is_err());
            harmless += usize::from(verified.is_ok());
            let fine = same && readable && end > at && !fixed[at];
            assert!(verified.is_ok() || !fine, "{at}, {new:?}: {verified:?} {other:?}");
        }
    }
    assert!(found_out > 1_000 && harmless > 10, "{found_out} found out, {harmless} harmless");
}

#[test]
fn rows_may_be_reordered_but_not_missing_repeated_or_foreign() {
    let (sheet, rows, written) = part();
    let table = Table::parse(written, b',').expect("well-formed");
    let text = |rows: &[Row]| {
        let lines: Vec<&str> = rows.iter().map(|row| table.row_text(*row)).collect();
        format!("{}{}\r\n", table.header_text(), lines.join("\r\n"))
    };
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]].map(|order| order.map(Row)) {
        let verified = verify(&sheet, &rows, text(&order)).expect("any order");
        assert_eq!((verified.rows, verified.changed), (3, 5));
    }
    for wrong in [vec![0, 1], vec![0, 1, 1], vec![0, 1, 2, 2], Vec::new()] {
        assert!(
            verify(&sheet, &rows, text(&wrong.iter().copied().map(Row).collect::<Vec<_>>()))
                .is_err(),
            "{wrong:?}"
        );
    }
    assert!(
        verify(&sheet, &rows[..2], text(&[Row(0), Row(2)])).is_err(),
        "a row that wasn't exported"
    );
    let quoted = text(&[Row(0), Row(1), Row(2)]).replace(",é,", ",\"é\",");
    assert!(verify(&sheet, &rows, quoted).is_err(), "other bytes in an untouched cell");
    let swapped = text(&[Row(0), Row(1), Row(2)]).replace("\r\na,new", "\r\nb,new");
    assert!(verify(&sheet, &rows, swapped).is_err());
}

fn random_input(rng: &mut Rng, chords: &[Chord]) -> Input {
    const TYPED: [char; 24] = [
        'a', 'e', 'i', 'o', 't', 'Z', ' ', '1', '2', '3', '9', '0', '/', '+', ',', '"', '=', 'é',
        'ß', '漢', '\u{301}', '👍', '\u{202e}', '\u{200b}',
    ];
    const PASTED: [&str; 6] =
        ["", "a\tb\nc\td", "q:q!\r\n", "\u{1b}[2J\0", "漢字👩‍👩‍👧e\u{301}", "12/31/2027"];
    match rng.below(20) {
        0 => Input::Paste((rng.one_of(&PASTED)).to_owned()),
        1 if rng.below(2) == 0 => Input::Redraw,
        1 => Input::Burst((0..14).map(|_| rng.one_of(chords)).collect()),
        2 => Input::Key("ctrl-s".parse().expect("a key")),
        3..=12 => Input::Key(rng.one_of(chords)),
        _ => Input::Key(rng.one_of(&TYPED).to_string().parse().expect("a key")),
    }
}

/// Does what the shell would do about an export: half of them fail, at any of their parts.
fn answer(session: &mut Session, rng: &mut Rng, effects: Vec<Effect>) -> usize {
    let mut exports = 0;
    for effect in effects {
        let Effect::Export(plan) = effect else { continue };
        assert!(!plan.is_empty());
        let parts = plan.files.len();
        let whole = if rng.below(2) == 0 { rng.below(parts) } else { parts };
        for rows in plan.files.into_iter().take(whole) {
            let part = WrittenUpload { rows, ..WrittenUpload::default() };
            session.app.update(Input::Written(Box::new(part)));
        }
        let failed = Err(EffectError::new(EffectKind::Export, "No space left."));
        session.app.update(Input::Exported(if whole < parts { failed } else { Ok(()) }));
        exports += 1;
    }
    exports
}

/// What the title says of the states of all rows, in words or in symbols.
fn titles(sheet: &Sheet) -> [String; 2] {
    let (mut words, mut symbols) = (Vec::new(), Vec::new());
    for state in [RowState::Ready, RowState::HeldBack, RowState::Exported, RowState::Closed] {
        match (sheet.rows()).filter(|row| sheet.state(*row) == state).count() {
            0 => {}
            n => {
                words.push(format!("{n} {}", state.label()));
                symbols.push(format!("{}{n}", state.symbol()));
            }
        }
    }
    [words.join(" · "), symbols.join(" ")]
        .map(|states| format!("{} leads · {states}", sheet.row_count()))
}

#[test]
fn thousands_of_random_keys_break_nothing_and_keep_the_counts_right() {
    const SIZES: [(u16, u16); 5] = [(80, 24), (60, 12), (200, 60), (61, 13), (1, 1)];
    let map = key_map();
    let chords: Vec<Chord> = map.iter().flat_map(|(_, _, k)| k.iter().flatten().copied()).collect();
    let (mut edited, mut exports, mut forms, mut modes) = (0, 0, 0, BTreeSet::new());
    for seed in 0..12 {
        let mut rng = Rng::new(seed);
        let mut size = SIZES[seed as usize % 4];
        let mut s = Session::sample().sized(size.0, size.1);
        for n in 0..300 {
            if rng.below(60) == 0 {
                size = rng.one_of(&SIZES);
                s = s.sized(size.0, size.1);
            }
            // Random keys seldom open the form, and soon close it.
            if seed % 3 == 0 && n % 30 == 0 && matches!(s.app.mode, Mode::Grid) {
                s = s.keys("<space>");
            }
            let effects = s.app.update(random_input(&mut rng, &chords));
            exports += answer(&mut s, &mut rng, effects);
            modes.insert(s.app.mode.label());
            forms += u32::from(s.app.record.is_some());
            if n % if size.0 < 200 { 5 } else { 20 } == 0 {
                let screen = s.screen();
                let first = screen.lines().next().unwrap_or_default();
                let titles = titles(&s.app.sheet);
                let is_covered = s.app.mode.label() == "MENU";
                let is_shown = titles.iter().any(|title| first.contains(title));
                let shown = size.0 < 60 || is_covered || is_shown;
                assert!(shown, "seed {seed}, key {n}: {first:?} {:?}", s.app.sheet.counts());
            }
        }
        // Random keys seldom reach an export: this is the way to one from any state.
        s = s.sized(80, 24).keys("<esc><esc><esc>3G0ccX<enter><ctrl-s><enter>");
        let effects = std::mem::take(&mut s.effects);
        exports += answer(&mut s, &mut rng, effects);
        for panel in ["gu", "gp"] {
            s = s.keys("<esc><esc><esc>").keys(panel);
            modes.insert(s.app.mode.label());
        }
        assert_eq!(s.app.sheet.table().text(), SAMPLE);
        edited += s.app.sheet.changed_rows().count();
    }
    assert!(edited > 10 && exports > 0, "{edited} rows edited, {exports} exports");
    assert_eq!(modes.len(), 12, "{modes:?}");
    assert!(forms > 100, "{forms}");
}

#[test]
fn every_command_of_the_grid_works_at_every_kind_of_cell() {
    /// A column of each kind and access; the last one is the last of the file.
    const COLUMNS: [&str; 11] = [
        "Lead Name",
        "Engagement ID",
        "Partner Referral Status",
        "Declined/Lost/Error",
        "Estimated Deal Value",
        "Estimated Close Date",
        "Notes",
        "Offer 1",
        "Team member 1",
        "Errors",
        "Marketplace Purchase Intent",
    ];
    const CLOSED: Row = Row(2);
    let csv = short_sample();
    let esc: Chord = "esc".parse().expect("a key");
    let map = key_map();
    let commands: Vec<_> = map.iter().filter(|(section, ..)| section == "grid").collect();
    assert!(commands.len() > 25 && Session::open(&csv).app.sheet.was_closed(CLOSED));
    for (_, name, keys) in commands {
        let keys = keys.iter().min_by_key(|keys| keys.len()).expect("a key");
        for (row, column) in [Row(0), CLOSED].into_iter().flat_map(|r| COLUMNS.map(|c| (r, c))) {
            let mut s = Session::open(&csv).at(row.number(), column);
            for key in keys {
                s.app.update(Input::Key(*key));
            }
            s.draw();
            assert!(s.app.pending.is_empty(), "{name}: a key that only begins another");
            assert_eq!(s.app.sheet.table().text(), csv);
            let touched: Vec<Row> = s.app.sheet.changed_rows().collect();
            let cleared = name == "clear" && touched == [Row(0)] && row == Row(0);
            assert!(touched.is_empty() || cleared, "{name} at {row}, {column}");
            for key in [esc, esc] {
                s.app.update(Input::Key(key));
            }
            assert!(matches!(s.app.mode, Mode::Grid), "{name} at {row}, {column}");
        }
    }
}
