//! The texts in the source of the program.

use crate::readme::root;
use crate::support::files::slashes;
use regex::Regex;
use std::fs;
use std::path::{Path, PathBuf};

/// Literals that name a key because they define what keys are called.
const KEY_NAMES: [(&str, &str); 2] = [("src/app/input.rs", "Ctrl+"), ("src/app/input.rs", "Alt+")];

/// Collects the source files of a folder, without those in a folder `keys`.
fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.extension() {
            Some(extension) if extension == "rs" => out.push(path),
            None if !path.ends_with("keys") => sources(&path, out),
            _ => {}
        }
    }
}

/// The string literals of a source file, without those in comments and in its own tests.
fn literals(source: &str) -> Vec<String> {
    let source = source.split("\n#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let token =
        Regex::new(r#"//[^\n]*|'(?:[^'\\\n]|\\.)'|"((?:[^"\\]|\\[\s\S])*)""#).expect("valid");
    token
        .captures_iter(source)
        .filter_map(|found| Some(found.get(1)?.as_str().to_owned()))
        .collect()
}

/// The keys are the user's: a text that names one asks the key map for it.
#[test]
fn no_text_of_the_screen_names_a_key_by_hand() {
    let key = Regex::new(r"\b(Enter|Esc)\b|\b(Ctrl|Alt)\+").expect("valid");
    let mut files = Vec::new();
    for folder in ["src/app", "src/view"] {
        sources(&root().join(folder), &mut files);
    }
    let mut named = Vec::new();
    let mut count = 0;
    for file in files {
        let name = file.strip_prefix(root()).expect("in the project");
        let name = slashes(&name.to_string_lossy());
        for literal in literals(&fs::read_to_string(&file).expect("readable")) {
            count += 1;
            if key.is_match(&literal) && !KEY_NAMES.contains(&(name.as_str(), literal.as_str())) {
                named.push(format!("{name}: {literal}"));
            }
        }
    }
    assert!(count > 1_000, "only {count} literals were found");
    assert!(named.is_empty(), "{named:#?}");
}
