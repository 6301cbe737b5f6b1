//! Random weeks of edits, exports, uploads and results: the program never claims what the portal doesn't hold.

mod files;
mod ground_truth;
mod office;

use crate::support::portal::Rejections;
use leadsheet::leads::Row;
use leadsheet::sheet::RowState;
use office::{Office, Tally};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How many runs there are; `LEADSHEET_WEEKS=1500` asks for more, `LEADSHEET_WEEKS=750..751` for some of them.
const RUNS: u64 = 70;

/// The seeds of the runs.
fn seeds() -> Range<u64> {
    let asked = std::env::var("LEADSHEET_WEEKS").unwrap_or_default();
    let (from, to) = asked.split_once("..").unwrap_or(("0", &asked));
    from.parse().unwrap_or(0)..to.parse().unwrap_or(RUNS)
}

fn run(office: &mut Office) {
    let steps = 10 + office.rng.below(90);
    for _ in 0..steps {
        office.step();
        office.check();
    }
    settle(office);
}

/// Uploads and takes in everything, and exports what is left.
fn settle(office: &mut Office) {
    take_in_all(office);
    office.check_settled();
    let mut failed = office.rows_in(RowState::Failed);
    failed.retain(|row| !office.agrees(*row));
    office.sheet.resubmit(&failed, true).expect("editable");
    let ready: Vec<Row> = office.sheet.plan_with(false).ready().collect();
    office.export();
    take_in_all(office);
    for row in ready {
        let is_unclear = office.sheet.state(row) == RowState::Exported;
        assert!(office.agrees(row) || is_unclear, "row {row:?} was exported and answered");
    }
    office.check_settled();
}

fn take_in_all(office: &mut Office) {
    for _ in 0..3 {
        let files = office.files.len();
        let mut order: Vec<usize> = (0..files).collect();
        office.rng.shuffle(&mut order);
        for at in order {
            office.import(at, None);
            office.check();
        }
        office.give_up_reverts();
        while office.upload_next_with(&Rejections::none()) {}
    }
    office.withdraw();
    office.check();
}

#[test]
fn the_base_is_what_the_portal_holds_in_random_weeks() {
    let seeds = seeds();
    let runs = seeds.clone().count();
    let (mut all, mut failed) = (Tally::default(), Vec::new());
    for seed in seeds {
        let mut office = Office::new(seed);
        let done = catch_unwind(AssertUnwindSafe(|| run(&mut office)));
        all.add(office.tally);
        if let Err(error) = done {
            let error = error.downcast_ref::<String>().cloned().unwrap_or_default();
            println!("seed {seed}: {} lines: {}", office.trace.len(), error.replace('\n', " "));
            failed.push((office.trace.len(), seed, office.trace));
        }
    }
    println!("{runs} runs, {all:?}, {} disagreements", failed.len());
    if let Some((_, seed, trace)) = failed.iter().min() {
        panic!("{} runs failed, seed {seed}:\n{}", failed.len(), trace.join("\n"));
    }
}
