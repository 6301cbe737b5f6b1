//! Thousands of texts, opened and saved by models of programs, and edited by people.

use super::edits;
use super::judge::{Cell, Verdict, judge};
use super::model::{Model, models};
use super::texts;
use crate::support::fixtures::leads;
use crate::support::rng::Rng;
use leadsheet::table::Table;
use std::collections::BTreeSet;

/// The columns whose texts are harmed or edited, with the places of `plain.csv` where they stand.
const COLUMNS: [&str; 4] = ["Lead Name", "CRM ID", "Marketing Campaign ID", "Notes"];

/// How many texts are tried: the variable `LEADSHEET_DAMAGE`, or enough for seconds.
fn count() -> usize {
    std::env::var("LEADSHEET_DAMAGE").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000)
}

/// A Leads file whose free texts are those given, in turns.
fn table(texts: &[String]) -> Table {
    let plain = Table::parse(leads(texts.len().div_ceil(4), |_, row| row), b',').expect("leads");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(plain.layout().names()).expect("written");
    for row in plain.rows() {
        let mut own = texts[row.index() * 4..].iter();
        let cells = plain.layout().fields().map(|field| {
            let is_own = COLUMNS.contains(&plain.layout().name(field));
            let text = is_own.then(|| own.next()).flatten();
            text.cloned().unwrap_or_else(|| plain.cell(row, field).into_owned())
        });
        writer.write_record(cells).expect("written");
    }
    let text = String::from_utf8(writer.into_inner().expect("written")).expect("UTF-8");
    Table::parse(text, b',').expect("well-formed")
}

/// Judges texts against what became of them.
fn compare(old: &[String], new: &[String]) -> Verdict {
    judge(table(old), &table(new))
}

fn random_texts(rng: &mut Rng) -> Vec<String> {
    let texts: BTreeSet<String> = (0..count()).map(|_| texts::text(rng)).collect();
    let mut texts: Vec<String> = texts.into_iter().collect();
    texts.truncate(texts.len() / 4 * 4);
    texts
}

/// Tells whether a program makes such a text too, so that its origin can't be known.
///
/// What a formula gives isn't calculated: any number may be its result, and one over other cells gives
/// anything.
fn is_known(models: &[Model], cell: &Cell) -> bool {
    let is_formula = cell.old.starts_with(['=', '+', '-', '@']);
    let is_result = cell.old.starts_with("=Z") || cell.new.parse::<f64>().is_ok();
    (is_formula && is_result) || models.iter().any(|model| model.saved(&cell.old) == cell.new)
}

#[test]
fn what_a_program_makes_of_a_text_is_not_uploaded() {
    let texts = random_texts(&mut Rng::new(14));
    let models = models();
    let (mut harmed, mut misses) = (0, Vec::new());
    for model in &models {
        let saved: Vec<String> = texts.iter().map(|text| model.saved(text)).collect();
        let verdict = compare(&texts, &saved);
        harmed += verdict.taken.len() + verdict.refused.len() + verdict.kept.len();
        let uploaded = verdict.taken.iter().chain(&verdict.refused);
        misses.extend(uploaded.map(|cell| format!("{} | {}", model.name, cell.line())));
    }
    println!(
        "{} texts, {} models, {harmed} cells harmed, {} misses",
        texts.len(),
        models.len(),
        misses.len()
    );
    assert!(misses.is_empty(), "not recognised:\n{}", misses.join("\n"));
}

#[test]
fn what_a_person_makes_of_a_text_is_never_called_damage() {
    let mut rng = Rng::new(1414);
    let texts = random_texts(&mut rng);
    let models = models();
    let (mut edits, mut alarms) = (0, Vec::new());
    for _ in 0..3 {
        let edited: Vec<(&str, String)> =
            texts.iter().map(|text| edits::edited(&mut rng, text)).collect();
        let new: Vec<String> = edited.iter().map(|(_, text)| text.clone()).collect();
        let verdict = compare(&texts, &new);
        edits += verdict.taken.len() + verdict.refused.len() + verdict.kept.len();
        // What a program makes too can't be told from it.
        let alarm = |cell: &&Cell| !is_known(&models, cell);
        alarms.extend(verdict.kept.iter().filter(alarm).map(Cell::line));
    }
    println!("{} texts, {edits} edits, {} false alarms", texts.len(), alarms.len());
    assert!(alarms.is_empty(), "taken for damage:\n{}", alarms.join("\n"));
}

#[test]
fn edits_in_a_file_that_a_program_saved_are_taken_and_its_damage_is_not() {
    let mut rng = Rng::new(14_141);
    let texts = random_texts(&mut rng);
    let models = models();
    let (mut edits, mut misses, mut alarms) = (0, Vec::new(), Vec::new());
    for name in ["Excel en-US", "Excel de-DE", "LibreOffice en-GB", "LibreOffice sv-SE"] {
        let model = models.iter().find(|model| model.name == name).expect("a model");
        let (mut edited, mut harmed) = (BTreeSet::new(), BTreeSet::new());
        let save = |text: &String| {
            if rng.percent(70) {
                return model.saved(text);
            }
            let edit = edits::edited(&mut rng, text).1;
            let new = model.saved(&edit);
            // What the program harmed of an edit is damage as well.
            if new == edit && edit != *text {
                edited.insert((text.clone(), new.clone()));
            } else if new != model.saved(text) {
                harmed.insert((text.clone(), new.clone()));
            }
            new
        };
        let saved: Vec<String> = texts.iter().map(save).collect();
        let verdict = compare(&texts, &saved);
        edits += edited.len();
        let pair = |cell: &Cell| (cell.old.clone(), cell.new.clone());
        let is_edit = |cell: &&Cell| edited.contains(&pair(cell));
        let is_wanted = |cell: &&Cell| is_edit(cell) || harmed.contains(&pair(cell));
        let uploaded = verdict.taken.iter().filter(|cell| !is_wanted(cell));
        misses.extend(uploaded.map(|cell| format!("{name} | {}", cell.line())));
        let alarm = |cell: &&Cell| is_edit(cell) && !is_known(&models, cell);
        alarms.extend(verdict.kept.iter().filter(alarm).map(Cell::line));
    }
    println!(
        "{} texts, {edits} edits among damage, {} misses, {} false alarms",
        texts.len(),
        misses.len(),
        alarms.len()
    );
    let lists = [("not recognised", misses), ("taken for damage", alarms)];
    let lists = lists.map(|(what, list)| format!("{what}:\n{}", list.join("\n")));
    assert!(lists.iter().all(|list| list.ends_with('\n')), "{}", lists.join("\n"));
}

/// A file whose deal values and close dates are those given.
fn deals(deals: &[(String, String)]) -> Table {
    let text = leads(deals.len(), |n, row| {
        let (value, date) = &deals[n];
        let row = row.replace(",12563,USD,", &format!(",\"{value}\",USD,"));
        row.replace("01/30/2027", &format!("\"{date}\""))
    });
    Table::parse(text, b',').expect("well-formed")
}

/// Deal values and close dates as downloads have them.
fn random_deals(rng: &mut Rng) -> Vec<(String, String)> {
    let deal = |_| {
        let most = rng.one_of(&[10, 1_000, 50_000, 2_000_000]);
        let whole = rng.below(most);
        let value = match rng.below(5) {
            0 => format!("{whole}.{}", rng.below(10)),
            1 => format!("{whole}.{:02}", rng.below(100)),
            2 => format!("{whole}.{:03}", rng.below(1000)),
            _ => whole.to_string(),
        };
        let (m, d) = (1 + rng.below(12), 1 + rng.below(28));
        (value, format!("{m:02}/{d:02}/{}", 2026 + rng.below(4)))
    };
    (0..count() / 4).map(deal).collect()
}

#[test]
fn what_a_program_makes_of_deal_values_and_close_dates_is_not_uploaded() {
    let old = random_deals(&mut Rng::new(141_414));
    let (mut harmed, mut misses) = (0, Vec::new());
    for model in models() {
        let save = |(value, date): &(String, String)| (model.saved(value), model.saved(date));
        let new: Vec<(String, String)> = old.iter().map(save).collect();
        let verdict = judge(deals(&old), &deals(&new));
        harmed += verdict.taken.len() + verdict.refused.len() + verdict.kept.len();
        misses.extend(verdict.taken.iter().map(|cell| format!("{} | {}", model.name, cell.line())));
    }
    println!("{} deals, {harmed} cells harmed, {} misses", old.len(), misses.len());
    assert!(misses.is_empty(), "not recognised:\n{}", misses.join("\n"));
}

#[test]
fn another_deal_value_or_close_date_is_never_called_damage() {
    let mut rng = Rng::new(4141);
    let old = random_deals(&mut rng);
    let models = models();
    let new: Vec<(String, String)> = (old.iter())
        .map(|(value, date)| {
            let tenth: f64 = value.parse::<f64>().expect("a number") * 1.1;
            (format!("{tenth:.2}"), edits::day_moved(&mut rng, date))
        })
        .collect();
    let verdict = judge(deals(&old), &deals(&new));
    // A date with day and month the other way round is what a program makes of it for another region.
    let is_edit = |cell: &&Cell| {
        let [month, day, year] = [0..2, 3..5, 6..10].map(|at| cell.old.get(at).unwrap_or_default());
        let is_zero = cell.column == "Estimated Deal Value" && cell.new == "0.00";
        cell.new != format!("{day}/{month}/{year}") && !is_zero
    };
    let alarms = verdict.kept.iter().filter(is_edit).filter(|cell| !is_known(&models, cell));
    let alarms: Vec<String> = alarms.map(Cell::line).collect();
    println!("{} deals, {} false alarms", old.len(), alarms.len());
    assert!(alarms.is_empty(), "taken for damage:\n{}", alarms.join("\n"));
}
