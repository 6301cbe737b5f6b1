//! The JSON that the commands print, each answer checked against the schema of its command.

use jsonschema::Validator;
use leadsheet::cli::SCHEMAS;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

static VALIDATORS: LazyLock<BTreeMap<&str, Validator>> = LazyLock::new(|| {
    let validator = |text: &str| {
        let schema = serde_json::from_str(text).expect("JSON");
        jsonschema::draft202012::meta::validate(&schema).expect("a schema");
        jsonschema::draft202012::new(&schema).expect("a schema")
    };
    SCHEMAS.iter().map(|schema| (schema.command, validator(schema.text))).collect()
});

/// What a command printed with `--format json`, which is as its schema says.
#[track_caller]
pub fn answer(command: &str, printed: impl AsRef<[u8]>) -> Value {
    let printed = printed.as_ref();
    let value: Value = serde_json::from_slice(printed)
        .unwrap_or_else(|e| panic!("{command}: {e}: {}", String::from_utf8_lossy(printed)));
    let mistakes = mistakes(command, &value);
    assert!(mistakes.is_empty(), "`leadsheet schema {command}` doesn't fit:\n{mistakes:#?}");
    value
}

/// What the schema of a command has against a value.
pub fn mistakes(command: &str, value: &Value) -> Vec<String> {
    let validator = VALIDATORS.get(command).unwrap_or_else(|| panic!("no schema of {command}"));
    let mistakes = validator.iter_errors(value);
    mistakes.take(5).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

/// A part of a schema, and where it is in the JSON: `.findings[].row`.
pub struct Part {
    pub path: String,
    pub schema: Value,
}

/// All parts of the schema of a command, from the outermost to the innermost, references resolved.
pub fn parts(command: &str) -> Vec<Part> {
    let schema = SCHEMAS.iter().find(|schema| schema.command == command).expect("a schema");
    let root: Value = serde_json::from_str(schema.text).expect("JSON");
    let mut parts = Vec::new();
    collect(&root, &root, "", &mut parts);
    parts
}

fn collect(root: &Value, schema: &Value, path: &str, parts: &mut Vec<Part>) {
    let mut schema = schema.clone();
    // A field is described where it is, beside the reference to its type.
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(name.trim_start_matches('#')).expect("a definition");
        let own = schema.as_object().expect("an object").clone();
        schema = target.clone();
        schema.as_object_mut().expect("an object").extend(own);
    }
    if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
        for choice in choices {
            let mut choice = choice.clone();
            choice["description"] = schema["description"].clone();
            collect(root, &choice, path, parts);
        }
        return;
    }
    let fields = schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let items = schema.get("items").cloned();
    parts.push(Part { path: path.to_owned(), schema });
    for (name, field) in &fields {
        collect(root, field, &format!("{path}.{name}"), parts);
    }
    if let Some(items) = items {
        collect(root, &items, &format!("{path}[]"), parts);
    }
}

#[test]
fn tests_read_the_json_of_commands_only_through_this_module() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let mut folders = vec![tests.clone()];
    let mut asked = 0;
    while let Some(folder) = folders.pop() {
        for file in fs::read_dir(folder).expect("the tests") {
            let path = file.expect("a file").path();
            if path.is_dir() && path != tests.join("support") {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap_or_default();
            let asks =
                ["\"--format\", \"json\"", "Format::Json"].iter().any(|ask| text.contains(ask));
            let reads = ["from_slice(", "from_str("]
                .iter()
                .any(|read| text.contains(&format!("serde_json::{read}")));
            assert!(!reads, "{}: use support::json::answer", path.display());
            assert!(
                !asks || text.contains("answer("),
                "{}: use support::json::answer",
                path.display()
            );
            asked += usize::from(asks);
        }
    }
    assert!(asked > 10, "{asked} files ask for JSON");
}
