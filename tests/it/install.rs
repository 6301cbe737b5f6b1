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

/// What the package is made of, by its format.
fn assets<'a>(manifest: &'a toml::Table, format: &str) -> Vec<(&'a str, &'a str)> {
    let list = manifest["package"]["metadata"][format]["assets"].as_array().expect("a list");
    let text = |value: &'a toml::Value| value.as_str().expect("a path");
    let pair = |asset: &'a toml::Value| match asset {
        toml::Value::Array(parts) => (text(&parts[0]), text(&parts[1])),
        asset => (text(&asset["source"]), text(&asset["dest"])),
    };
    list.iter().map(pair).collect()
}

#[test]
fn each_file_of_the_packages_is_in_the_project_or_made_by_the_release_script() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let script = fs::read_to_string(root().join(".ci/release")).expect("the script");
    for format in ["deb", "generate-rpm"] {
        let assets = assets(&manifest, format);
        for (source, _) in &assets {
            match source.strip_prefix("target/release-files/stage/") {
                // Written with a redirection or installed, not merely named.
                Some(made) => assert!(
                    script.contains(&format!(">\"$stage/{made}\""))
                        || script
                            .contains(&format!("install -m 755 \"$program\" \"$stage/{made}\"")),
                    ".ci/release doesn't make {made}"
                ),
                None => assert!(root().join(source).exists(), "{source} doesn't exist"),
            }
        }
        for place in [
            "usr/bin/",
            "usr/share/man/man1/",
            "usr/share/bash-completion/completions/leadsheet",
            "/_leadsheet",
            "usr/share/fish/vendor_completions.d/",
        ] {
            let is_there = |(source, to): &(&str, &str)| {
                let name = source.rsplit('/').next().unwrap_or_default();
                let to = if to.ends_with('/') { format!("{to}{name}") } else { (*to).to_owned() };
                to.contains(place)
            };
            assert!(assets.iter().any(is_there), "{format}: nothing in {place}");
        }
    }
}

#[cfg_attr(windows, ignore = "it asks bash")]
#[test]
fn the_scripts_are_valid_and_the_release_script_explains_itself() {
    let bash = |arguments: &[&str]| {
        let output = Command::new("bash").args(arguments).current_dir(root()).output();
        output.expect("bash runs")
    };
    for script in [".ci/release", ".ci/run", ".ci/third-party"] {
        let output = bash(&["-n", script]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let help = bash(&[".ci/release", "--help"]);
    let help = String::from_utf8(help.stdout).expect("UTF-8");
    for option in ["--archive-only", "--allow-modified", "--target TRIPLE", "SHA256SUMS"] {
        assert!(help.contains(option), "{option}: {help}");
    }
    let wrong = bash(&[".ci/release", "--no-such-option"]);
    assert_eq!((wrong.status.code(), wrong.stdout.as_slice()), (Some(2), &[][..]));
}
