//! Sets the version that `leadsheet --version` prints: with the commit and its date in a release build.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

/// How many characters of a commit's hash are shown.
const HASH_LENGTH: usize = 9;

/// What a build is made from. A change to anything else leaves the program the same.
const SOURCES: [&str; 5] = ["Cargo.lock", "Cargo.toml", "assets", "build.rs", "src"];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    // A debug build isn't built anew for each commit.
    let is_release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let commit = if is_release { commit() } else { None };
    let version = commit.map_or(version.clone(), |commit| format!("{version} ({commit})"));
    println!("cargo:rustc-env=LEADSHEET_VERSION={version}");
}

/// The commit that is built, from the repository or from the packaged crate; nothing in a plain archive.
fn commit() -> Option<String> {
    if Path::new(".git").exists() { commit_of_repository() } else { commit_of_package() }
}

/// The commit of the working tree and its date, which is the same for each build of it.
fn commit_of_repository() -> Option<String> {
    for name in ["HEAD", "logs/HEAD", "packed-refs"] {
        // cargo runs this again each time if one of them doesn't exist.
        if let Some(path) =
            git(&["rev-parse", "--git-path", name]).filter(|p| Path::new(p).exists())
        {
            println!("cargo:rerun-if-changed={path}");
        }
    }
    for path in SOURCES {
        println!("cargo:rerun-if-changed={path}");
    }
    let commit = git(&["log", "-1", &format!("--abbrev={HASH_LENGTH}"), "--format=%h %cs"])?;
    let mut status = vec!["status", "--porcelain", "--"];
    status.extend(SOURCES);
    let modified = if git(&status)?.is_empty() { "" } else { ", modified" };
    Some(format!("{commit}{modified}"))
}

/// The commit that `cargo package` noted. It doesn't note the date.
fn commit_of_package() -> Option<String> {
    let info = fs::read_to_string(".cargo_vcs_info.json").ok()?;
    let (_, hash) = info.split_once("\"sha1\": \"")?;
    let hash = hash.get(..HASH_LENGTH)?;
    let modified = if info.contains("\"dirty\": true") { ", modified" } else { "" };
    hash.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| format!("{hash}{modified}"))
}

/// What git prints, if it is installed and succeeds.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
