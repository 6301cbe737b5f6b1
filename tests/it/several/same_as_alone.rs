//! What changes many leads at once does the same in the sheet of several files as in each file alone.

use super::{downloads, open, union};
use crate::support::fixtures::today;
use leadsheet::declared;
use leadsheet::leads::value_change::{Assignment, BoundAssignment};
use leadsheet::leads::{CellRef, Col, FileContext, Origin, Row, RuleContext};
use leadsheet::sheet::{ChangeSet, Edit, PolicyRun, RowState, Sheet};
use leadsheet::sync::fill::{Fill, FillMapping, SourceCell, SourceRow, SourceTable};
use leadsheet::table::Table;
use leadsheet::upload::{FilePart, MAX_PILOT_LEADS, PlanOptions};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A cell by its file, its row and the name of its column there, with what is told of it.
type Told = (usize, Row, String, String);

/// The place of a cell in its own file.
fn own(sheet: &Sheet, at: CellRef, file: usize) -> Option<(usize, Row, String)> {
    let Some(sources) = sheet.table().sources() else {
        return Some((file, at.row, sheet.layout().name(at.field).to_owned()));
    };
    let (file, row) = sources.locate(at.row);
    let source = &sources.files()[file];
    let field = source.own_field(at.field)?;
    Some((file, row, source.table.layout().name(field).to_owned()))
}

/// What is told of the cells of each file alone, without the leads that a newer file has; and of all together.
fn both(tell: impl Fn(&mut Sheet) -> Vec<(CellRef, String)>) -> (BTreeSet<Told>, BTreeSet<Told>) {
    let table = union();
    let sources = table.sources().expect("several files");
    let located = |sheet: &Sheet, file: usize, told: Vec<(CellRef, String)>| {
        let place = |(at, text)| {
            let (file, row, column) = own(sheet, at, file)?;
            sources.files()[file].shown(row)?;
            Some((file, row, column, text))
        };
        told.into_iter().filter_map(place).collect::<Vec<Told>>()
    };
    let mut alone = BTreeSet::new();
    for (file, named) in downloads().into_iter().enumerate() {
        let mut sheet = open(named.table);
        let told = tell(&mut sheet);
        alone.extend(located(&sheet, file, told));
    }
    let mut sheet = open(table.clone());
    let told = tell(&mut sheet);
    let together = located(&sheet, 0, told).into_iter().collect();
    (alone, together)
}

fn proposed(set: &ChangeSet) -> Vec<(CellRef, String)> {
    set.cells.iter().map(|cell| (cell.at, cell.after.clone())).collect()
}

#[test]
fn a_bulk_change_changes_the_same_cells() {
    let (alone, together) = both(|sheet| {
        let bind = |typed: &&str| {
            let assignment = Assignment::parse(typed).expect("an assignment");
            assignment.bind(sheet.layout(), sheet.context()).expect("a column")
        };
        let assignments: Vec<BoundAssignment> =
            ["Close date += 1q", "Deal value *= 1.1", "Notes append moved"]
                .iter()
                .map(bind)
                .collect();
        let rows: Vec<Row> = sheet.rows().collect();
        let set = sheet.propose(&rows, &assignments, "moved");
        assert!(!set.left_out.is_empty(), "closed leads are locked");
        proposed(&set)
    });
    assert!(together.len() > 30, "{}", together.len());
    assert_eq!(together, alone);
}

#[test]
fn a_policy_plans_the_same_cells() {
    const POLICY: &str = "\
[[sentence]]
name = \"late\"
when = [\"Status = Active\", \"Estimated Close Date < today+3m\"]
set = [\"Estimated Close Date += 1q\", \"Notes append moved\"]

[[sentence]]
name = \"waiting\"
when = [\"Status = New\", \"Lead Created Date < today-3d\"]
set = [\"Deal value *= 1.1\"]
";
    let (alone, together) = both(|sheet| {
        let policy = declared::read_policy("p.toml", POLICY, sheet.layout(), sheet.context());
        let run = PolicyRun::new(sheet, &policy.expect("right"));
        assert!(run.conflicts().is_empty());
        proposed(&run.change_set(sheet, &[]))
    });
    let files: BTreeSet<usize> = together.iter().map(|told| told.0).collect();
    assert_eq!(files.len(), 3, "{together:?}");
    assert_eq!(together, alone);
}

#[test]
fn a_file_fills_the_same_cells() {
    // Every second lead of the sample, with another value and another note.
    let sample = open(union());
    let row = |row: Row| SourceRow {
        number: row.number() + 1,
        cells: [sample.table().referral_id(row), row.number().to_string(), format!("note {row}")]
            .map(SourceCell::text)
            .to_vec(),
    };
    let header = ["Referral ID", "Estimated Deal Value", "Notes"].map(SourceCell::text).to_vec();
    let mut rows = vec![SourceRow { number: 1, cells: header }];
    rows.extend(sample.rows().filter(|row| row.index() % 2 == 0).map(row));
    let source = SourceTable::new("crm.csv".to_owned(), "line", rows).expect("a header");
    let (alone, together) = both(|sheet| {
        let mapping = FillMapping::from_names(&source, sheet);
        let fill = Fill::new(&source, sheet, &mapping);
        let set = fill.change_set(&source, sheet, "fill");
        sheet.apply(fill.edit("fill")).expect("let through");
        proposed(&set)
    });
    assert!(together.len() > 30, "{}", together.len());
    assert_eq!(together, alone);
}

#[test]
fn house_rules_hold_back_the_same_leads() {
    const RULES: &str = "\
[[rule]]
name = \"value\"
require = \"Deal value > 20000\"
text = \"too small\"

[[rule]]
name = \"note\"
level = \"warning\"
when = \"Status = Active\"
require = \"Notes contains called\"
text = \"nobody called\"
";
    let house = declared::house_rules(RULES, "rules.toml", &FileContext::new(today()));
    let house = Arc::new(house.map_err(|mistakes| mistakes.to_string()).expect("right"));
    let rules = || RuleContext { house: Arc::clone(&house), ..RuleContext::from(today()) };
    let (alone, together) = both(|sheet| {
        let mut judged = Sheet::new(sheet.table().clone(), Origin::Download, rules());
        accept_all(&mut judged);
        let found = judged.findings().all().filter(|f| f.rule.code().starts_with("X:"));
        let told = |f: &leadsheet::leads::Finding| {
            let at = CellRef::new(f.row?, f.field?);
            Some((at, format!("{} {:?} {}", f.rule.code(), judged.state(f.row?), f.message)))
        };
        found.filter_map(told).collect()
    });
    let codes: BTreeSet<&str> =
        together.iter().map(|told| told.3.split(' ').next().unwrap_or_default()).collect();
    assert_eq!(codes.len(), 2, "{together:?}");
    assert_eq!(together, alone);
}

/// Sets the purchase intent of all leads, so that many are ready.
fn accept_all(sheet: &mut Sheet) {
    let intent = sheet.layout().field(Col::PurchaseIntent).expect("Intent");
    let rows: Vec<Row> = sheet.rows().collect();
    let (sets, _) = sheet.choose_in(&rows, intent, "Yes");
    sheet.apply(Edit::new("intent", sets)).expect("offered");
}

/// The labels of the kinds of change that a pilot part is about, tried or not.
fn kinds(sheet: &Sheet) -> BTreeSet<String> {
    let part = sheet.pilot_part();
    let kinds = part
        .iter()
        .flat_map(|part| part.tried.iter().chain(part.untried.iter().map(|(kind, _)| kind)));
    kinds.map(|kind| kind.label(sheet.layout())).collect()
}

/// Changes many leads in several ways.
fn change(table: Table) -> Sheet {
    let mut sheet = open(table);
    accept_all(&mut sheet);
    let notes = sheet.layout().field(Col::Notes).expect("Notes");
    let value = sheet.layout().field(Col::DealValue).expect("Deal value");
    let sets = sheet.rows().filter(|row| row.index() % 2 == 0).flat_map(|row| {
        [(notes, "called"), (value, "90000")]
            .map(|(field, text)| leadsheet::sheet::CellEdit::new(row, field, text))
    });
    sheet.apply(Edit::new("fill", sets.collect()).skipping_locked()).expect("let through");
    sheet
}

#[test]
fn a_pilot_part_of_all_files_tries_the_kinds_of_each_and_is_exported_file_by_file() {
    let alone: BTreeSet<String> =
        downloads().into_iter().flat_map(|file| kinds(&change(file.table))).collect();
    let sheet = change(union());
    assert_eq!(kinds(&sheet), alone);
    let pilot = sheet.pilot_part().expect("many leads are ready");
    assert!(pilot.rows.len() <= MAX_PILOT_LEADS);
    let plan = sheet.plan_for(PlanOptions { is_pilot: true, ..PlanOptions::default() });
    assert_eq!(plan.ready().collect::<Vec<_>>(), pilot.rows);
    let sources = sheet.table().sources().expect("several files");
    for rows in &plan.files {
        let part = FilePart::new(&sheet, rows).expect("several files");
        assert!(part.plan(&plan).is_pilot);
        let own: Vec<(usize, Row)> = rows.iter().map(|row| sources.locate(*row)).collect();
        let wanted: Vec<(usize, Row)> = part.rows.iter().map(|row| (part.file, *row)).collect();
        assert_eq!(own, wanted);
    }
    let ready = sheet.rows().filter(|row| sheet.state(*row) == RowState::Ready).count();
    assert!(ready > pilot.rows.len());
}
