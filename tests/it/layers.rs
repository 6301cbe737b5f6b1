//! The floors of the house: which module may use which, and which crates.

use std::fs;
use std::path::Path;

/// What a module of the crate may use.
struct Floor {
    module: &'static str,
    /// Modules of this crate; `*` stands for all.
    inside: &'static [&'static str],
    /// Crates besides the standard library.
    outside: &'static [&'static str],
    /// Whether it may touch the disk.
    files: bool,
}

const FLOORS: [Floor; 13] = [
    Floor {
        module: "leads",
        inside: &[],
        outside: &[
            "chrono",
            "csv",
            "encoding_rs",
            "memchr",
            "regex",
            "regex_syntax",
            "strsim",
            "thiserror",
            "unicode_segmentation",
            "unicode_width",
        ],
        files: false,
    },
    Floor { module: "table", inside: &["leads"], outside: &["memchr", "thiserror"], files: false },
    Floor {
        module: "sheet",
        inside: &["leads", "table"],
        outside: &["memchr", "regex", "thiserror", "chrono"],
        files: false,
    },
    Floor {
        module: "upload",
        inside: &["leads", "table", "sheet"],
        outside: &["thiserror", "chrono"],
        files: false,
    },
    Floor {
        module: "sync",
        inside: &["leads", "table", "sheet"],
        outside: &["thiserror", "chrono", "encoding_rs"],
        files: false,
    },
    Floor {
        module: "store",
        inside: &["leads", "table", "sheet", "upload", "sync"],
        outside: &[
            "csv",
            "memchr",
            "serde",
            "serde_json",
            "sha2",
            "tempfile",
            "chrono",
            "thiserror",
            "dunce",
            "etcetera",
            "calamine",
            "zip",
        ],
        files: true,
    },
    Floor {
        module: "declared",
        inside: &["leads", "table", "sheet", "sync"],
        outside: &["chrono", "thiserror", "toml"],
        files: false,
    },
    Floor {
        module: "app",
        inside: &["leads", "table", "sheet", "upload", "sync", "declared"],
        outside: &[
            "chrono",
            "unicode_segmentation",
            "unicode_width",
            "serde",
            "textwrap",
            "toml",
            "thiserror",
        ],
        files: false,
    },
    Floor {
        module: "view",
        inside: &["leads", "table", "sheet", "upload", "sync", "app", "declared"],
        outside: &[
            "foldhash",
            "ratatui",
            "chrono",
            "unicode_width",
            "unicode_segmentation",
            "serde",
            "toml",
        ],
        files: false,
    },
    Floor {
        module: "walk",
        inside: &["leads", "table", "sheet", "upload", "sync", "app", "declared"],
        outside: &[],
        files: false,
    },
    Floor {
        module: "cli",
        inside: &["leads", "table", "sheet", "upload", "sync", "store", "app", "declared"],
        outside: &[
            "clap",
            "clap_complete",
            "clap_mangen",
            "serde",
            "serde_json",
            "textwrap",
            "unicode_width",
            "chrono",
        ],
        files: false,
    },
    Floor { module: "shell", inside: &["*"], outside: TERMINAL, files: false },
    Floor { module: "main", inside: &["*"], outside: TERMINAL, files: false },
];

const TERMINAL: &[&str] = &[
    "base64",
    "ratatui",
    "clipboard_win",
    "crossterm",
    "crossterm_winapi",
    "filedescriptor",
    "memchr",
    "rustix",
    "signal_hook",
    "tokio",
    "chrono",
    "clap",
    "thiserror",
];

/// Returns what a file of the source does that its floor doesn't allow, with file and line.
///
/// `path` is below `src`, with `/` between folders; `crates` are all crates the program depends on.
/// Crates used by the tests of a file aren't looked at.
fn breaches(path: &str, source: &str, crates: &[String]) -> Vec<String> {
    let module = path.split('/').next().unwrap_or(path).trim_end_matches(".rs");
    if module == "lib" {
        return Vec::new();
    }
    let Some(floor) = FLOORS.iter().find(|floor| floor.module == module) else {
        return vec![format!("src/{path}:1: the module `{module}` is on no floor")];
    };
    let mut depth = path.split('/').filter(|part| *part != "mod.rs").count();
    let mut found = Vec::new();
    let mut in_tests = false;
    let code: Vec<String> = source.lines().map(code_of).collect();
    for (n, line) in code.iter().enumerate() {
        let tests_follow = code.get(n + 1).is_some_and(|next| next.trim().starts_with("mod "));
        if line.trim() == "#[cfg(test)]" && tests_follow {
            in_tests = true;
            depth += 1;
        }
        let mut complain = |what: &str| {
            found.push(format!("src/{path}:{}: `{module}` may not use {what}", n + 1));
        };
        for used in inside(&code[n..], depth) {
            let own = used == module || floor.inside.contains(&"*");
            if !own && !floor.inside.contains(&&*used) {
                complain(&format!("`{used}`"));
            }
        }
        if in_tests {
            continue;
        }
        for used in crates.iter().filter(|name| names_crate(line, name)) {
            if !floor.outside.contains(&&**used) {
                complain(&format!("the crate `{used}`"));
            }
        }
        if !floor.files && line.contains("std::fs") {
            complain("`std::fs`");
        }
    }
    found
}

/// Returns a line without its comment and the insides of its strings.
pub(crate) fn code_of(line: &str) -> String {
    let mut code = String::new();
    let mut in_string = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if in_string => drop(chars.next()),
            // A quote as a character isn't the beginning of a string.
            '"' if !in_string && code.ends_with('\'') && chars.peek() == Some(&'\'') => {}
            '"' => in_string = !in_string,
            '/' if !in_string && chars.peek() == Some(&'/') => return code,
            c if !in_string => code.push(c),
            _ => {}
        }
    }
    code
}

/// Returns the modules that the first of these lines reaches from the root of the crate.
fn inside(lines: &[String], depth: usize) -> Vec<String> {
    let line = &lines[0];
    let mut roots = vec!["crate::".to_owned(), "leadsheet::".to_owned()];
    roots.push("super::".repeat(depth));
    let mut used = Vec::new();
    for root in &roots {
        for (at, _) in line.match_indices(&**root) {
            if !starts_word(line, at) {
                continue;
            }
            let rest = &line[at + root.len()..];
            match rest.strip_prefix('{') {
                Some(list) => used.extend(first_names(list, &lines[1..])),
                None => used.extend(Some(word(rest)).filter(|w| !w.is_empty())),
            }
        }
    }
    used
}

/// Returns the first names of the paths in a list that may go on in the next lines.
fn first_names(list: &str, next: &[String]) -> Vec<String> {
    let text = std::iter::once(list).chain(next.iter().map(|l| &**l)).collect::<Vec<_>>().join(" ");
    let mut names = Vec::new();
    let (mut nested, mut fresh) = (0, true);
    for (at, c) in text.char_indices() {
        match c {
            '{' => nested += 1,
            '}' if nested == 0 => break,
            '}' => nested -= 1,
            ',' if nested == 0 => fresh = true,
            c if fresh && !c.is_whitespace() => {
                names.push(word(&text[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

/// Returns the name that a text begins with.
fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Tells whether a name can begin here: not in the middle of a word or of a path.
fn starts_word(line: &str, at: usize) -> bool {
    !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
}

/// Tells whether a line uses a crate: `use name` or `name::`.
fn names_crate(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let rest = &line[at + name.len()..];
        let imported = line[..at].trim_end().ends_with("use")
            && !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        starts_word(line, at) && (imported || rest.starts_with("::"))
    })
}

/// Returns the crates that the program depends on, on any system, as they are named in code.
fn crates() -> Vec<String> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let text = fs::read_to_string(manifest).expect("Cargo.toml");
    let is_theirs = |section: &&str| {
        let name = section.lines().next().unwrap_or_default();
        name == "dependencies]" || name.ends_with(".dependencies]")
    };
    text.split("\n[")
        .filter(is_theirs)
        .flat_map(str::lines)
        .filter_map(|line| Some(line.split_once('=')?.0.trim().replace('-', "_")))
        .collect()
}

pub(crate) fn sources(folder: &Path, out: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

#[test]
fn no_module_uses_what_its_floor_does_not_allow() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 20, "the sources are found");
    let crates = crates();
    assert!(crates.len() > 10 && crates.contains(&"serde_json".to_owned()), "{crates:?}");
    assert!(crates.contains(&"rustix".to_owned()) && crates.contains(&"tokio".to_owned()));
    let mut found = Vec::new();
    for file in files {
        let below = file.strip_prefix(&root).expect("below src");
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        let source = fs::read_to_string(&file).expect("a source");
        found.extend(breaches(&parts.join("/"), &source, &crates));
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn a_forbidden_import_is_caught_with_file_and_line() {
    let crates = ["ratatui", "serde", "serde_json", "csv", "thiserror"].map(str::to_owned);
    let caught = |path: &str, source: &str| breaches(path, source, &crates).join("\n");
    let store = "src/leads/row.rs:2: `leads` may not use `store`";
    assert_eq!(caught("leads/row.rs", "//! Doc.\nuse crate::store::open;\n"), store);
    assert_eq!(caught("leads/row.rs", "\nfn f() { crate::store::open() }"), store);
    assert_eq!(caught("leads/row.rs", "\nuse super::super::store;"), store);
    assert_eq!(caught("leads/row.rs", "\nuse crate::{leads::Row, store::{self, open}};"), store);
    assert_eq!(caught("leads/row.rs", "\nuse crate::{\n    leads::Row,\n    store,\n};"), store);
    assert_eq!(
        caught("sheet/mod.rs", "use super::view::draw;"),
        "src/sheet/mod.rs:1: `sheet` may not use `view`"
    );
    assert_eq!(
        caught("app/commands/edit.rs", "use ratatui::Frame;"),
        "src/app/commands/edit.rs:1: `app` may not use the crate `ratatui`"
    );
    assert_eq!(
        caught("leads/a.rs", "let x = serde_json::Value::Null;"),
        "src/leads/a.rs:1: `leads` may not use the crate `serde_json`"
    );
    assert_eq!(
        caught("view/a.rs", "use std::fs::File;"),
        "src/view/a.rs:1: `view` may not use `std::fs`"
    );
    assert_eq!(caught("net/a.rs", ""), "src/net/a.rs:1: the module `net` is on no floor");
    let tests = "#[cfg(test)]\nmod tests {\n    use super::super::super::store;\n}";
    assert_eq!(caught("leads/a.rs", tests), "src/leads/a.rs:3: `leads` may not use `store`");
}

#[test]
fn allowed_imports_and_comments_are_not_caught() {
    let crates = ["ratatui", "serde", "csv"].map(str::to_owned);
    for (path, source) in [
        ("leads/rules/a.rs", "use crate::leads::Row;\nuse super::super::Col;\nuse csv::Reader;"),
        (
            "leads/a.rs",
            "//! Like [`crate::store`] and ratatui::Frame.\nlet a = \"crate::view::x\";",
        ),
        ("leads/a.rs", "let csv = kind::csv::read(); // crate::store::open"),
        ("sheet/a.rs", "#[cfg(test)]\nmod tests {\n    use super::*;\n    use csv::Reader;\n}"),
        ("view/a.rs", "use crate::{app::App, leads::Col};\nuse ratatui::Frame;"),
        ("main.rs", "use leadsheet::cli;"),
        ("lib.rs", "pub mod anything;"),
    ] {
        assert_eq!(breaches(path, source, &crates), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn no_source_opens_a_connection_to_anywhere() {
    let names = ["std::net", "os::unix::net", "TcpStream", "UdpSocket", "UnixStream"];
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.len() > 50, "the sources are found");
    for file in files {
        let source = fs::read_to_string(&file).expect("a source");
        let found = names.iter().find(|name| source.contains(**name));
        assert!(found.is_none(), "{} uses {found:?}", file.display());
    }
}

/// The files that differ by system, and those that choose among them.
const BY_SYSTEM: [&str; 10] = [
    "shell/input/mod.rs",
    "shell/input/unix.rs",
    "shell/input/windows.rs",
    "shell/terminal/mod.rs",
    "shell/terminal/unix.rs",
    "shell/terminal/windows.rs",
    "store/system/mod.rs",
    "store/system/names.rs",
    "store/system/unix.rs",
    "store/system/windows.rs",
];

/// Returns the lines of a file that ask which system it is, or use what only one has.
fn asks_system(path: &str, source: &str) -> Vec<String> {
    const SYSTEMS: [&str; 4] = ["unix", "windows", "target_os", "target_family"];
    if BY_SYSTEM.contains(&path) {
        return Vec::new();
    }
    let asks = |line: &str| {
        let is_asked = line.contains("cfg") && SYSTEMS.iter().any(|name| line.contains(name));
        let path_of_one = ["std::os::", "\"/dev/tty", "\"CONIN$"];
        is_asked || path_of_one.iter().any(|path| line.contains(path))
    };
    let lines = source.lines().enumerate().filter(|(_, line)| asks(line));
    lines.map(|(n, line)| format!("src/{path}:{}: {}", n + 1, line.trim())).collect()
}

#[test]
fn what_differs_by_system_is_in_one_place_a_concern() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    for path in BY_SYSTEM {
        assert!(root.join(path).is_file(), "{path} isn't there");
    }
    let mut found = Vec::new();
    for file in files {
        let below = file.strip_prefix(&root).expect("below src");
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        found.extend(asks_system(&parts.join("/"), &fs::read_to_string(&file).expect("a source")));
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn a_question_for_the_system_is_caught_with_file_and_line() {
    for line in [
        "#[cfg(unix)]",
        "#[cfg(not(unix))]",
        "#[cfg(windows)]",
        "#[cfg(all(test, unix))]",
        "let mac = cfg!(target_os = \"macos\");",
        "use std::os::fd::AsFd as _;",
        "File::open(\"/dev/tty\")",
    ] {
        let found = asks_system("store/load.rs", &format!("\n{line}\n"));
        assert_eq!(found, [format!("src/store/load.rs:2: {line}")]);
        assert!(asks_system("store/system/unix.rs", line).is_empty());
    }
    for line in ["#[cfg(test)]", "cfg!(debug_assertions)", "let windows = areas.windows(2);"] {
        assert_eq!(asks_system("store/load.rs", line), Vec::<String>::new());
    }
}
