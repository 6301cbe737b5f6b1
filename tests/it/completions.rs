//! `leadsheet completions` and `leadsheet man`: the command line's own names, all of them, and bash asked for some.

#[cfg(unix)]
use crate::support::files::scratch;
use crate::support::program::program;
use clap::{Arg, Command, CommandFactory as _};
use leadsheet::cli::Args;
#[cfg(unix)]
use std::fs;
#[cfg(unix)]
use std::process::Command as Process;

const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "powershell", "elvish"];

fn output(args: &[&str]) -> String {
    let output = program().args(args).output().expect("runs");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty());
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn script(shell: &str) -> String {
    output(&["completions", shell])
}

/// The program and its commands.
fn commands() -> Vec<Command> {
    let mut tree = Args::command();
    tree.build();
    let subs: Vec<Command> = tree.get_subcommands().cloned().collect();
    std::iter::once(tree).chain(subs).collect()
}

fn values(arg: &Arg) -> Vec<String> {
    let is_taken = arg.get_action().takes_values();
    let values = arg.get_possible_values().into_iter().filter(|_| is_taken);
    values.map(|value| value.get_name().to_owned()).collect()
}

#[test]
fn every_shell_has_a_script_with_all_commands_options_and_values() {
    let listed = values(
        commands()
            .iter()
            .find_map(|c| c.get_positionals().next().filter(|_| c.get_name() == "completions"))
            .expect("an argument"),
    );
    assert_eq!(listed, SHELLS);
    for shell in SHELLS {
        let script = script(shell);
        for command in commands() {
            assert!(script.contains(command.get_name()), "{shell}: {}", command.get_name());
            for arg in command.get_arguments() {
                let long = arg.get_long().unwrap_or("help");
                // Fish has them without their dashes.
                let option =
                    if shell == "fish" { format!("-l {long}") } else { format!("--{long}") };
                assert!(script.contains(&option), "{shell}: {option}");
                // The library leaves the values out of these two.
                if !matches!(shell, "powershell" | "elvish") {
                    for value in values(arg) {
                        assert!(script.contains(&value), "{shell}: {option} {value}");
                    }
                }
            }
        }
    }
}

#[test]
fn names_that_options_take_are_completed() {
    for shell in ["bash", "zsh", "fish"] {
        let script = script(shell);
        for name in ["high-contrast", "windows-1250", "two-weeks"] {
            assert!(script.contains(name), "{shell}: {name}");
        }
    }
}

#[test]
fn a_command_or_a_leads_file_comes_first_in_zsh() {
    let script = script("zsh");
    assert!(
        script.contains("\n_leadsheet_first() {\n") && script.contains("\":: :_leadsheet_first\"")
    );
    assert!(script.contains("_files -g \"*.(csv|CSV)\"'") && !script.contains("_urls"));
    assert!(script.contains("case $line[1] in") && !script.contains("$line[2]"));
}

/// What bash offers for the last of some words, in a folder with two Leads files, another file and a folder.
#[cfg(unix)]
fn bash(words: &[&str]) -> Vec<String> {
    let dir = scratch();
    for file in ["leads.csv", "my leads.CSV", "notes.txt", "config.toml"] {
        fs::write(dir.path().join(file), "").expect("written");
    }
    fs::create_dir(dir.path().join("sub")).expect("made");
    fs::write(dir.path().join("script"), script("bash")).expect("written");
    let ask = "source ./script; rm script; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); \
               _leadsheet_files leadsheet \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD-1]}\" 2>/dev/null; \
               printf '%s\\n' \"${COMPREPLY[@]}\"";
    let args = ["--norc", "-c", ask, "bash", "leadsheet"];
    let output = Process::new("bash").args(args).args(words).current_dir(dir.path()).output();
    let text = String::from_utf8(output.expect("bash runs").stdout).expect("UTF-8");
    let mut offered: Vec<String> =
        text.lines().filter(|l| !l.is_empty()).map(str::to_owned).collect();
    offered.sort();
    offered
}

#[cfg(unix)]
#[test]
fn bash_completes_commands_options_values_and_leads_files() {
    for (words, offered) in [
        (&["che"][..], &["check"][..]),
        (&["le"], &["leads.csv"]),
        (&["check", ""], &["leads.csv", "my leads.CSV", "sub"]),
        (&["check", "--for"], &["--format"]),
        (&["check", "--format", ""], &["json", "text"]),
        (&["export", "leads.csv", "--original", "m"], &["my leads.CSV"]),
        (&["--theme", "h"], &["high-contrast"]),
        (&["--config", "c"], &["config.toml"]),
        (&["completions", ""], &["bash", "elvish", "fish", "powershell", "zsh"]),
        (&["help", "two"], &["two-weeks"]),
        (&["man", ""], &[]),
    ] {
        assert_eq!(bash(words), offered, "{words:?}");
    }
    let first = bash(&[""]);
    for name in ["check", "leads.csv", "sub"] {
        assert!(first.iter().any(|word| word == name), "{first:?}");
    }
    assert!(!first.iter().any(|word| word.starts_with('-') || word == "notes.txt"), "{first:?}");
}

/// The text of the man page, without its marks.
fn man() -> String {
    output(&["man"]).replace("\\-", "-").replace("\\fB", "").replace("\\fI", "").replace("\\fR", "")
}

#[test]
fn the_man_page_has_every_command_and_option_and_the_tables_of_the_manual() {
    let page = man();
    for command in commands() {
        let name = command.get_name();
        let (title, end) = match name {
            "leadsheet" => (".SH OPTIONS".to_owned(), ".SH COMMANDS"),
            _ => (format!(".SS \"leadsheet {name}"), "\n.S"),
        };
        let part = page.split_once(&title).unwrap_or_else(|| panic!("{title}: {page}")).1;
        let part = part.split_once(end).expect("a next section").0;
        for arg in command.get_arguments().filter(|arg| arg.get_id() != "help") {
            let label = arg.get_long().map(|long| format!("--{long}"));
            let label = label.unwrap_or_else(|| {
                arg.get_value_names()
                    .map_or_else(|| arg.get_id().to_string(), |names| names[0].to_string())
            });
            assert!(part.contains(&label), "{name}: {label}\n{part}");
        }
    }
    let titles: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix(".SH ")).collect();
    let wanted = [
        "NAME",
        "SYNOPSIS",
        "DESCRIPTION",
        "OPTIONS",
        "COMMANDS",
        "\"EXIT STATUS\"",
        "FILES",
        "ENVIRONMENT",
        "EXAMPLES",
        "\"SEE ALSO\"",
    ];
    assert_eq!(titles, wanted);
    for text in [
        "reading or writing failed",
        "config.toml",
        "NO_COLOR",
        "leadsheet help safety",
        "leadsheet check leads.csv",
    ] {
        assert!(page.contains(text), "{text}");
    }
}

#[test]
fn the_man_page_has_only_macros_that_man_knows() {
    let known = [
        ".TH", ".SH", ".SS", ".TP", ".PP", ".IP", ".RS", ".RE", ".nf", ".fi", ".br", ".sp", ".ie",
        ".el",
    ];
    let page = output(&["man"]);
    for line in page.lines() {
        let macro_name = line.split(' ').next().unwrap_or_default();
        assert!(!line.starts_with('.') || known.contains(&macro_name), "{line}");
        assert!(!line.starts_with('\'') && !line.contains('`'), "{line}");
    }
    assert!(page.starts_with(".ie ") && page.contains("\n.TH LEADSHEET 1 "), "{page}");
}
