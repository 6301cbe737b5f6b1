//! The fields that scripts read: none goes, and each is described.

use crate::readme::root;
use crate::support::json::{Part, parts};
use leadsheet::cli::SCHEMAS;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// Each field of each command's JSON with its types, and each value of the fields with a closed list.
fn fields() -> BTreeSet<String> {
    let mut fields = BTreeSet::new();
    for command in SCHEMAS.map(|schema| schema.command) {
        for Part { path, schema } in parts(command) {
            let path = format!("{command}{path}");
            for kind in kinds(&schema["type"]) {
                fields.insert(format!("{path} {kind}"));
            }
            for value in schema["enum"].as_array().into_iter().flatten() {
                fields.insert(format!("{path} = {value}"));
            }
        }
    }
    fields
}

fn kinds(kind: &Value) -> Vec<&str> {
    match kind {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        kind => kind.as_str().into_iter().collect(),
    }
}

#[test]
fn no_field_that_scripts_read_has_gone() {
    let path = root().join("tests/fixtures/json-fields.txt");
    let promised = fs::read_to_string(&path).expect("the list");
    let promised: BTreeSet<String> = promised.lines().map(str::to_owned).collect();
    let now = fields();
    let gone: Vec<_> = promised.difference(&now).collect();
    assert!(
        gone.is_empty(),
        "a field that scripts read has gone, or has another name, type or values: keep it, and add \
        the new one beside it\n{gone:#?}"
    );
    if std::env::var_os("LEADSHEET_UPDATE").is_some() {
        let lines: Vec<String> = now.into_iter().collect();
        fs::write(&path, lines.join("\n") + "\n").expect("written");
    } else {
        let new: Vec<_> = now.difference(&promised).collect();
        assert!(new.is_empty(), "LEADSHEET_UPDATE=1 promises the new fields\n{new:#?}");
    }
}

#[test]
fn each_field_is_described_and_always_present_and_no_other_one_is_allowed() {
    for command in SCHEMAS.map(|schema| schema.command) {
        for Part { path, schema } in parts(command) {
            let is_described =
                schema["description"].as_str().is_some_and(|text| text.ends_with('.'));
            let is_entry = path.ends_with("[]") || path.is_empty();
            assert!(is_described || is_entry, "{command}{path} isn't described");
            let Some(fields) = schema["properties"].as_object() else { continue };
            let required = schema["required"].as_array().expect("a list");
            assert_eq!(required.len(), fields.len(), "{command}{path}");
            assert_eq!(schema["additionalProperties"], false, "{command}{path}");
        }
    }
}
