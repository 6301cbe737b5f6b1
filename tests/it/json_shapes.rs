//! The manual shows the shape of each JSON output, as the schemas describe it.

use crate::readme::root;
use crate::support::json::{Part, parts};
use leadsheet::cli::{SCHEMAS, Schema};
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
        let of = format!("{of}[]");
        let copy = |(inner, keys): (&String, &BTreeSet<String>)| {
            Some((format!("{path}[]{}", inner.strip_prefix(&of)?), keys.clone()))
        };
        let copies: Shape = self.shape.iter().filter_map(copy).collect();
        assert!(!copies.is_empty(), "a list before");
        self.shape.extend(copies);
    }
}

/// The keys of each object of a command's output, by its schema.
fn promised(command: &str) -> Shape {
    let keys = |part: Part| {
        let keys = part.schema.get("properties")?.as_object()?.keys().cloned().collect();
        Some((part.path, keys))
    };
    parts(command).into_iter().filter_map(keys).collect()
}

fn manual() -> String {
    fs::read_to_string(root().join("assets/manual/json.md")).expect("readable")
}

/// The shape that the manual shows under a command's name.
fn documented(command: &str) -> Shape {
    let page = manual();
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

#[test]
fn the_manual_shows_the_shape_of_each_json_output() {
    for Schema { command, .. } in &SCHEMAS {
        assert_eq!(documented(command), promised(command), "{command}");
    }
}

#[test]
fn the_manual_explains_each_group_of_a_merge_and_a_rebase() {
    let page = manual();
    for (command, path) in
        [("merge", ".leads[].group"), ("merge", ".others[].group"), ("rebase", ".changes[].group")]
    {
        let (_, section) = page.split_once(&format!("\n## {command}\n")).expect("a heading");
        let section = section.split("\n## ").next().unwrap_or(section);
        let part = parts(command).into_iter().find(|part| part.path == path).expect("there");
        for group in part.schema["enum"].as_array().expect("a list") {
            let name = format!("`{}`", group.as_str().expect("a text"));
            assert!(section.contains(&name), "{command}: {name} isn't explained");
        }
    }
}
