//! What is built and installed around the program: its version, its package.

use crate::readme::root;
use crate::support::program::program;
use std::fs;
use std::process::Command;

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn version(option: &str) -> String {
    let output = program().arg(option).output().expect("it runs");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn the_version_is_followed_by_the_commit_and_its_date_in_a_release_build() {
    assert_eq!(version("-V"), format!("leadsheet {VERSION}\n"));
    let long = version("--version");
    let rest = long.strip_prefix(&format!("leadsheet {VERSION}")).expect("the version");
    // A debug build isn't built anew for each commit, so it can't name one.
    if cfg!(debug_assertions) {
        assert_eq!(rest, "\n");
    } else if root().join(".git").exists() {
        let date = Command::new("git")
            .args(["log", "-1", "--format=%cs"])
            .current_dir(root())
            .output()
            .expect("git runs");
        let date = String::from_utf8(date.stdout).expect("UTF-8");
        assert!(rest.starts_with(" (") && rest.contains(date.trim()), "{long}");
    }
}

#[test]
fn the_package_is_described_and_names_nothing_that_is_not_known() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let package = manifest["package"].as_table().expect("a package");
    for key in ["description", "license", "readme", "keywords", "categories", "rust-version"] {
        assert!(package.contains_key(key), "{key} is missing");
    }
    for key in ["repository", "homepage", "documentation"] {
        assert!(!package.contains_key(key), "{key}: there is none");
    }
    for path in package["include"].as_array().expect("a list") {
        let path = path.as_str().expect("a path").trim_start_matches('/');
        assert!(root().join(path).exists(), "{path} doesn't exist");
    }
}
