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
