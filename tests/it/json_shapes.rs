//! The manual shows the shape of each JSON output.

use crate::readme::root;
use crate::support::files::{SAMPLE, scratch};
use crate::support::json::answer;
use crate::support::portal::{Portal, Rejections};
use crate::support::program::program;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// The keys of each object in a JSON value, by the path of the object.
type Shape = BTreeMap<String, BTreeSet<String>>;

/// Reads the notation in which the manual shows a JSON value.
struct ShapeReader<'t> {
    rest: &'t str,
    shape: Shape,
}

impl ShapeReader<'_> {
    fn read(text: &str) -> Shape {
        let mut reader = ShapeReader { rest: text, shape: Shape::new() };
        reader.value("");
        assert_eq!(reader.rest.trim(), "", "after the value");
        reader.shape
    }

    fn takes(&mut self, what: &str) -> bool {
        let rest = self.rest.trim_start();
        let after = rest.strip_prefix(what);
        self.rest = after.unwrap_or(rest);
        after.is_some()
    }

    fn until(&mut self, end: char) -> String {
        let (text, rest) = self.rest.split_once(end).expect("an end");
        self.rest = rest;
        text.to_owned()
    }

    fn value(&mut self, path: &str) {
        if self.takes("{") {
            self.object(path);
        } else if self.takes("[") {
            let path = format!("{path}[]");
            if self.rest.starts_with('{') {
                self.value(&path);
                assert!(self.takes("]"), "{}", self.rest);
            } else {
                self.until(']');
            }
        }
    }

    fn object(&mut self, path: &str) {
        let mut last = String::new();
        while !self.takes("}") {
            assert!(self.takes("\""), "{}", self.rest);
            let name = self.until('"');
            let inner = format!("{path}.{name}");
            self.shape.entry(path.to_owned()).or_default().insert(name);
            if self.takes(":") {
                if self.takes("[the same]") {
                    self.same(&last, &inner);
                } else {
                    self.value(&inner);
                }
                last = inner;
            }
            self.takes(",");
        }
    }

    /// Gives a list the shape of the list before it.
    fn same(&mut self, of: &str, path: &str) {
        let keys = self.shape.get(&format!("{of}[]")).cloned().expect("a list before");
        self.shape.insert(format!("{path}[]"), keys);
    }
}

/// Collects the keys of each object in a JSON value.
fn shape_of(value: &Value, path: &str, shape: &mut Shape) {
    match value {
        Value::Object(fields) => {
            let keys = shape.entry(path.to_owned()).or_default();
            keys.extend(fields.keys().cloned());
            for (name, value) in fields {
                shape_of(value, &format!("{path}.{name}"), shape);
            }
        }
        Value::Array(list) => {
            for value in list {
                shape_of(value, &format!("{path}[]"), shape);
            }
        }
        _ => {}
    }
}

/// The shape that the manual shows under a command's name.
fn documented(command: &str) -> Shape {
    let page = fs::read_to_string(root().join("assets/manual/json.md")).expect("readable");
    let tables = ["columns", "rules", "keys"];
    let heading = if tables.contains(&command) { "columns, rules, keys" } else { command };
    let (_, section) = page.split_once(&format!("\n## {heading}\n")).expect("a heading");
    let (_, block) = section.split_once("```text\n").expect("a block");
    let (block, _) = block.split_once("```").expect("its end");
    if !tables.contains(&command) {
        return ShapeReader::read(block);
    }
    let line = block.lines().find_map(|line| line.strip_prefix(&format!("{command}:")));
    ShapeReader::read(line.expect("a line").trim())
}

/// The lists that are empty in the outputs below.
const EMPTY: &[&str] = &[
    ".added[]",
    ".duplicates[]",
    ".earlier[]",
    ".damage[]",
    ".leads[].warnings[]",
    ".other_names[]",
    ".others[]",
];

#[test]
fn the_manual_shows_the_shape_of_each_json_output() {
    let dir = scratch();
    let write =
        |name: &str, bytes: &[u8]| fs::write(dir.path().join(name), bytes).expect("written");
    let check = |words: &str| {
        let mut program = program();
        program.env("XDG_STATE_HOME", dir.path().join("state")).current_dir(dir.path());
        let output = program.args(words.split(' ')).args(["--format", "json"]).output();
        let output = output.expect("runs");
        let command = words.split(' ').next().expect("a command");
        let value = answer(command, &output.stdout);
        let (known, mut found) = (documented(command), Shape::new());
        shape_of(&value, "", &mut found);
        for (path, keys) in &found {
            assert_eq!(known.get(path), Some(keys), "{words}: {path:?}");
        }
        let unseen: Vec<_> = known.keys().filter(|path| !found.contains_key(*path)).collect();
        assert!(unseen.iter().all(|path| EMPTY.contains(&&path[..])), "{words}: {unseen:?}");
    };
    let mut portal = Portal::holding(SAMPLE);
    write("leads.csv", &portal.download());
    let ids = portal.ids();
    let edits = [
        (&ids[0][..], "Estimated Close Date", "02/26/2027"),
        (&ids[0][..], "Marketplace Purchase Intent", "Yes"),
        (&ids[1][..], "Estimated Close Date", "02/27/2027"),
        (&ids[1][..], "Marketplace Purchase Intent", "Yes"),
        (&ids[2][..], "Estimated Close Date", "02/30/2027"),
        (&ids[4][..], "Lead Name", "A read-only cell"),
        (&ids[5][..], "Notes", "A closed lead"),
    ];
    write("edited.csv", &portal.edited(&edits));
    for words in ["columns", "rules", "keys", "check edited.csv", "diff leads.csv edited.csv"] {
        check(words);
    }
    check("export edited.csv --original leads.csv");
    check("export edited.csv --original leads.csv --again");
    let part = fs::read(dir.path().join("leads.upload-001.csv")).expect("exported");
    let refusals = Rejections::none().with(&ids[1], "Estimated Close Date is invalid");
    let processed = portal.upload(&part, &refusals).expect("processed");
    write("processed.csv", &processed.results);
    check("merge leads.csv --results processed.csv");
    let journals = dir.path().join("state/leadsheet/journals");
    let saved = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/journal/leads.journal");
    let name = "leads-0123456789abcdef-0123456789abcdef.journal";
    fs::copy(saved, journals.join(name)).expect("a folder");
    check("status");
    fs::remove_file(journals.join(name)).expect("there");
    portal.set(&ids[1], "Estimated Close Date", "03/01/2027");
    portal.set(&ids[1], "Notes", "Written in Partner Center");
    write("fresh.csv", &portal.download());
    check("rebase leads.csv fresh.csv");
}
