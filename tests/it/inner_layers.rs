//! The floors inside the modules: which part of a module may use which, and by which path.

use crate::layers::{code_of, sources};
use std::fs;
use std::path::Path;

/// The floors of one module.
struct InnerFloors {
    module: &'static str,
    /// What each part may use and what may use each part.
    hub: &'static [&'static str],
    /// The parts from the lowest floor to the highest; a part may use its own floor and those below.
    floors: &'static [&'static [&'static str]],
}

/// The floor of the key tables of `app`, in any folder: above all others.
const KEY_TABLES: &str = "key tables";

const MODULES: [InnerFloors; 4] = [
    InnerFloors {
        module: "app",
        // The state of the program, what it starts with, the one table of commands, and what they are made of.
        hub: &["app", "command", "define", "mode", "start"],
        floors: &[
            &["cell_info", "effect", "file", "manual", "versioned", "words"],
            &["text"],
            &["message", "theme"],
            &["grid"],
            &["views"],
            &["preferences"],
            &["edits"],
            &["editor"],
            &["panels"],
            &["session"],
            &["menu"],
            &["tour"],
            &["mouse"],
            &["input"],
            &["keys"],
            &["config"],
            &["commands", KEY_TABLES],
        ],
    },
    InnerFloors {
        module: "upload",
        hub: &[],
        floors: &[
            &["irreversible", "render"],
            &["verify"],
            &["revert"],
            &["pilot"],
            &["file_part", "plan"],
            &["lesson_lines", "report"],
        ],
    },
    InnerFloors {
        module: "sync",
        hub: &[],
        floors: &[
            &["damage", "decision", "file_summary", "merge_report", "shared_leads"],
            &["judge"],
            &["fill", "import"],
            &["answers"],
            &["results"],
            &["three_way"],
            &["rebase"],
        ],
    },
    InnerFloors {
        module: "store/journal",
        hub: &[],
        floors: &[
            &["json", "line", "pending"],
            &["compact", "error", "paths"],
            &["disk"],
            &["lock", "read", "worker"],
            &["journal", "status"],
            &["slot"],
            &["claim", "known"],
        ],
    },
];

fn is_key_table(path: &str) -> bool {
    path.starts_with("commands/") || path.ends_with("/keys.rs") || path.ends_with("_keys.rs")
}

/// The part of a module that a file belongs to, by its path in the module.
fn part(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

/// The paths in the module that a line of code names: `panels::list::state`.
fn used(line: &str, module: &str) -> Vec<String> {
    let root = format!("crate::{}::", module.replace('/', "::"));
    let mut paths = Vec::new();
    for (at, _) in line.match_indices(&root) {
        let rest = &line[at + root.len()..];
        let is_path = |c: &char| c.is_alphanumeric() || matches!(c, '_' | ':');
        match rest.strip_prefix('{') {
            Some(list) => {
                let list = list.split('}').next().unwrap_or(list);
                paths.extend(list.split(',').map(|name| name.trim().to_owned()));
            }
            None => paths.push(rest.chars().take_while(is_path).collect()),
        }
    }
    paths
}

/// What a file does that the inner floors of its module don't allow, with file and line.
fn breaches(floors: &InnerFloors, path: &str, source: &str) -> Vec<String> {
    let own = part(path);
    let module = floors.module;
    let is_table = module == "app" && is_key_table(path);
    let level = |part: &str| floors.floors.iter().position(|floor| floor.contains(&part));
    let own_level = if is_table { level(KEY_TABLES) } else { level(own) };
    let is_hub = floors.hub.contains(&own);
    let mut found = Vec::new();
    if own_level.is_none() && !is_hub {
        found.push(format!("src/{module}/{path}:1: `{own}` is on no floor of `{module}`"));
    }
    let code = source.split("#[cfg(test)]\nmod ").next().unwrap_or(source);
    for (n, line) in code.lines().map(code_of).enumerate() {
        let mut report = |what: String| {
            found.push(format!("src/{module}/{path}:{}: {what}", n + 1));
        };
        for target in used(&line, module) {
            let other = target.split("::").next().unwrap_or_default();
            let names_table = is_key_table(&format!("{}.rs", target.replace("::", "/")))
                || target.split("::").any(|name| name.ends_with("_keys"))
                || (other != "keys" && target.contains("::keys::"));
            if other.starts_with(char::is_uppercase) {
                report(format!("`{target}` is imported through `{module}`, not by its path"));
            } else if module == "app" && names_table && own != "command" {
                report(format!("the key table `{target}` is for `command` alone"));
            } else if !is_hub && !floors.hub.contains(&other) && level(other) > own_level {
                report(format!("`{own}` may not use `{other}`, which is above it"));
            }
        }
        if line.contains("super::super::") || line.contains("super::{") {
            report("a sibling is imported by its real path, not through `super`".to_owned());
        }
    }
    found
}

#[test]
fn no_part_of_a_module_uses_a_part_above_it() {
    let mut found = Vec::new();
    for floors in &MODULES {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(floors.module);
        let mut files = Vec::new();
        sources(&root, &mut files);
        assert!(files.len() > 3, "the sources of {} are found", floors.module);
        for file in files {
            let below = file.strip_prefix(&root).expect("below the module");
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            let path = parts.join("/");
            if path == "mod.rs" || path.ends_with("tests.rs") {
                continue;
            }
            found.extend(breaches(floors, &path, &fs::read_to_string(&file).expect("a source")));
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn an_import_from_above_or_through_the_hub_is_caught_with_file_and_line() {
    let caught = |path: &str, source: &str| breaches(&MODULES[0], path, source).join("\n");
    assert_eq!(
        caught("grid/columns.rs", "//! Doc.\nuse crate::app::panels::list::state::ListLine;"),
        "src/app/grid/columns.rs:2: `grid` may not use `panels`, which is above it"
    );
    assert_eq!(
        caught("panels/panel.rs", "use crate::app::{App, Tone};"),
        "src/app/panels/panel.rs:1: `App` is imported through `app`, not by its path\n\
         src/app/panels/panel.rs:1: `Tone` is imported through `app`, not by its path"
    );
    for import in ["commands::edit::undo", "panels::list::keys::close", "editor::notes_keys"] {
        let found = caught("commands/find.rs", &format!("use crate::app::{import};"));
        assert!(found.ends_with("is for `command` alone"), "{found}");
    }
    assert!(caught("new.rs", "").ends_with("`new` is on no floor of `app`"));
    for (path, source) in [
        ("panels/list/keys.rs", "use crate::app::keys::keymap::Lookup;"),
        ("panels/list/state.rs", "use crate::app::grid::viewport::ViewSize;"),
        ("grid/search.rs", "use crate::app::app::App;\nuse crate::sheet::Sheet;"),
        ("command.rs", "use crate::app::commands::{change, column};"),
    ] {
        assert_eq!(caught(path, source), "", "{path}");
    }
}
