//! Files that LibreOffice really opened and saved: `tests/fixtures/damage`, see the README.txt there.

use super::judge::judge;
use super::model::calc;
use super::model::region::{REGIONS, Region};
use crate::support::json::answer;
use crate::support::program::program;
use leadsheet::leads::Encoding;
use leadsheet::store;
use leadsheet::table::Table;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the fixtures.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/damage")
}

/// Opens a file of the folder, in the encoding that its name tells.
pub fn open(name: &str) -> Table {
    let page = name.split_once("saved-as-").map(|(_, page)| page.trim_end_matches(".csv"));
    let encoding = page.map(|page| Encoding::named(page).expect("a code page"));
    store::open_as(&folder().join(name), encoding).expect("a Leads file").table
}

/// The names of the files that LibreOffice saved.
pub fn saved() -> Vec<String> {
    let mut names = Vec::new();
    for kind in ["regions", "options", "encodings"] {
        for file in fs::read_dir(folder().join(kind)).expect("a folder") {
            let name = file.expect("a file").file_name();
            names.push(format!("{kind}/{}", name.to_str().expect("UTF-8")));
        }
    }
    names.sort();
    names
}

#[test]
fn a_file_that_libreoffice_opened_and_saved_uploads_nothing() {
    let mut misses = Vec::new();
    let (mut files, mut cells) = (0, 0);
    for name in saved() {
        let verdict = judge(open("original.csv"), &open(&name));
        files += 1;
        cells += verdict.taken.len() + verdict.refused.len() + verdict.kept.len();
        misses.extend(verdict.taken.iter().map(|cell| format!("{name} {}", cell.line())));
        if verdict.ready > 0 && verdict.taken.is_empty() {
            misses.push(format!("{name}: {} rows are ready", verdict.ready));
        }
    }
    println!("{files} files, {cells} cells that differ, {} not recognised", misses.len());
    assert!(misses.is_empty(), "not recognised:\n{}", misses.join("\n"));
}

#[test]
fn export_writes_nothing_for_a_file_that_libreoffice_saved() {
    let out = tempfile::tempdir().expect("a folder");
    for name in ["regions/de-DE.csv", "options/default-en-US.csv"] {
        let mut command = program();
        command.arg("export").arg(folder().join(name)).args(["--format", "json", "--out"]);
        command.arg(out.path()).arg("--original").arg(folder().join("original.csv"));
        let done = command.output().expect("it runs");
        let report = answer("export", &done.stdout);
        let summary = &report["summary"];
        let numbers = ["ready", "held_back", "refused"].map(|key| summary[key].as_u64());
        assert_eq!(numbers, [Some(0); 3], "{name}: {report:#}");
        assert_eq!(done.status.code(), Some(1), "damage is told");
        assert_eq!(fs::read_dir(out.path()).expect("a folder").count(), 0);
    }
}

/// A model: the text of a cell after opening and saving.
type Save = fn(&Region, &str) -> String;

/// The texts of two files that differ, or not, in cells of free text: before and after.
fn pairs(saved: &Table) -> Vec<(String, String)> {
    let original = open("original.csv");
    let mut pairs = Vec::new();
    for name in ["Lead Name", "CRM ID", "Marketing Campaign ID", "Notes"] {
        let field = original.layout().fields().find(|at| original.layout().name(*at) == name);
        let field = field.expect("a column");
        for row in original.rows() {
            let texts = [&original, saved].map(|table| table.cell(row, field).into_owned());
            pairs.push(texts.into());
        }
    }
    pairs
}

#[test]
fn the_models_of_libreoffice_say_what_it_did() {
    let mut wrong = Vec::new();
    let (mut told, mut harmed) = (0, 0);
    let mut files: Vec<(String, &Region, Save)> = Vec::new();
    for region in &REGIONS {
        files.push((format!("regions/{}.csv", region.name), region, calc::saved));
    }
    for (name, region) in [("en-US", &REGIONS[0]), ("de-DE", &REGIONS[2])] {
        files.push((format!("options/default-{name}.csv"), region, calc::saved_by_default));
    }
    files.push(("options/by-xlsx-en-US.csv".to_owned(), &REGIONS[0], calc::by_xlsx));
    for (file, region, save) in files {
        for (old, new) in pairs(&open(&file)) {
            harmed += usize::from(old != new);
            let model = save(region, &old);
            if model != old && model != new {
                wrong.push(format!("{file}: {old:?} -> {new:?}, by the model {model:?}"));
            }
            told += usize::from(model != old);
        }
    }
    println!("{harmed} cells that LibreOffice harmed, {told} of them told by the models");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(told * 100 > harmed * 75, "{told} of {harmed}");
}
