//! Hostile files: from any content only visible symbols reach a terminal.

use crate::support::hostile::{COLUMNS, FILE_NAME, NAME, assert_own, assert_visible, file, texts};
use crate::support::program::{CONFIG_HOME, program};
use crate::support::pty::{Program, Setup};
use crate::support::session::Session;
use crate::support::{files, fixtures};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

/// Writes the file under a name, and in a folder, as bad as its cells.
fn write(dir: &Path) -> PathBuf {
    let folder = dir.join(FILE_NAME);
    fs::create_dir(&folder).expect("a folder");
    let path = folder.join(format!("{FILE_NAME}.csv"));
    fs::write(&path, file()).expect("written");
    path
}

fn open(path: &Path, more: &[&str]) -> Program {
    open_with(Program::with(), path, more)
}

fn open_with(setup: Setup, path: &Path, more: &[&str]) -> Program {
    let mut args = more.to_vec();
    args.push(path.to_str().expect("UTF-8"));
    let mut p = setup.start(&args, (80, 24));
    p.wait_until("the whole file", |screen| {
        let shown = screen.contents();
        shown.contains("GRID") && !shown.contains("loading")
    });
    // If it is opened as a results file, its other leads are locked.
    if p.screen().contains(" failed") {
        p.keys(":reopen as download<Enter>");
        p.wait_for("A download");
        p.keys("ffgg0l0");
        p.wait_for("GRID 1/29");
    }
    p
}

/// Presses keys, waits for what they bring, and proves that the terminal got nothing else.
fn press(p: &mut Program, keys: &str, then: &str) {
    p.keys(keys);
    p.wait_for(then);
}

#[test]
fn no_mode_that_shows_leads_lets_a_text_through() {
    let dir = files::scratch();
    let path = write(dir.path());
    let count = texts().len();
    let mut p = open(&path, &[]);
    // The grid: every lead and every column, the lines about the cell.
    for row in 2..=count {
        press(&mut p, "j", &format!("GRID {row}/"));
    }
    press(&mut p, "za", "All");
    press(&mut p, "$", "␛[4242m␈: ");
    press(&mut p, "gg", "GRID 1/");
    // The form of every lead, to its end.
    press(&mut p, "<Space>", "field ");
    for row in 2..=count {
        press(&mut p, "J", &format!("Row {row}"));
    }
    p.keys("<C-d><C-d><C-d><C-d>");
    press(&mut p, "<Esc>gg", "GRID 1/");
    // Panels: problems and their cells, help, columns by name, the palette.
    press(&mut p, "gp", "PROBLEMS");
    p.keys("<Enter>jjj<Enter>");
    press(&mut p, "<Esc>gg?", "LIST");
    press(&mut p, "<Esc>gcours", "PICK");
    press(&mut p, "<Enter>", "GRID");
    press(&mut p, ":", "PICK");
    press(&mut p, "<Esc>gcours 2<Enter>fl", "PICK");
    press(&mut p, "<Enter>", "shown");
    press(&mut p, "fffv", "shown");
    press(&mut p, "ff", "GRID");
    assert_own(&p.bytes(), "looking");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
    assert_own(&p.bytes(), "the end");
}

#[cfg_attr(windows, ignore = "what is pasted into a console has no controls")]
#[test]
fn no_mode_in_which_something_is_typed_or_pasted_lets_a_text_through() {
    let dir = files::scratch();
    let mut p = open_with(Program::with().silent(), &write(dir.path()), &[]);
    press(&mut p, "za", "All");
    press(&mut p, "/", "TEXT");
    p.paste("\u{1b}]52;c;c2VhcmNo\u{7}\u{202e}\u{9b}31m");
    press(&mut p, "<Enter>", "GRID");
    press(&mut p, "gclead name<Enter>gg*", "GRID");
    press(&mut p, "ft", "TEXT");
    p.paste("\u{202e}");
    press(&mut p, "<Enter>", "shown");
    press(&mut p, "ffgclead name<Enter>ggvG", "29 leads");
    press(&mut p, "g/", "TEXT");
    p.paste("e");
    press(&mut p, "<Enter>", "with:");
    p.paste("\u{1b}]0;with\u{7}\u{200b}");
    press(&mut p, "<Enter>", "CHANGE");
    press(&mut p, "<Enter>", "changed");
    press(&mut p, "gu", "HISTORY");
    press(&mut p, "<Esc>gg", "GRID 1/");
    p.paste("\u{1b}]0;a\u{7}\t\u{202e}\n\u{9b}31m\tx\n\u{200b}\t\u{7f}\n");
    press(&mut p, "", "LIST");
    press(&mut p, "<Enter>", "changed");
    // Each editor, with the lead's text and another one.
    for column in ["lead name", "estimated deal value", "close date", "notes", "team member 1"] {
        for (row, number) in [("gg", 1), ("ggj", 2), ("gg9j", 10)] {
            press(&mut p, "gc", "PICK");
            p.keys(column);
            press(&mut p, "<Enter>", "GRID");
            press(&mut p, row, &format!("GRID {number}/"));
            press(&mut p, "i", "EDIT");
            if column == "close date" {
                // The calendar next to the lead's text, then next to what is typed.
                press(&mut p, "<Down>", "Mo Tu We Th Fr");
            }
            p.paste("\u{1b}]0;typed\u{7}\u{9b}31m\u{202e}\n\u{8}");
            if column == "close date" {
                press(&mut p, "<Down>", "Mo Tu We Th Fr");
            }
            press(&mut p, "<Esc>", "GRID");
        }
    }
    // Keys that look like a paste: held, discarded, and pasted into a cell.
    for (answer, then) in [("<Esc>", "discarded"), ("p", "1 cell")] {
        press(&mut p, "gclead name<Enter>ggjj", "GRID 3/");
        p.send("held \u{202e}\u{9b}31m\u{200b}\u{e0041} keys\tand\rmore".as_bytes());
        p.wait_for("arrived at once");
        press(&mut p, answer, then);
    }
    press(&mut p, "<Esc>gccurrency<Enter>gg", "GRID 1/");
    press(&mut p, "<Enter>", "PICK");
    p.paste("\u{1b}]0;filter\u{7}");
    press(&mut p, "<Esc>", "GRID");
    press(&mut p, "s", "Outcome of the lead");
    press(&mut p, "<Esc>", "GRID");
    // The review, the export and its report, then the question at the end.
    press(&mut p, "<C-s>", "REVIEW");
    p.keys("<C-d><C-d><C-d>99<Enter>");
    p.keys("<Esc><Esc><Esc>q");
    p.wait_for("ASK");
    assert_own(&p.bytes(), "the editor");
    p.keys("d");
    assert_eq!(p.wait_exit(), 0);
    assert_own(&p.bytes(), "the end");
}

#[test]
fn a_report_of_an_export_shows_hostile_file_names_as_visible_symbols() {
    let dir = files::scratch();
    let path = dir.path().join(format!("{FILE_NAME}.csv"));
    fs::write(&path, fixtures::leads(2, |_, row| row)).expect("written");
    let mut p = open(&path, &[]);
    press(&mut p, "gclead name<Enter>ccx", "EDIT");
    p.paste("\u{1b}]52;c;eA==\u{7}");
    press(&mut p, "<Enter><C-s>", "REVIEW");
    press(&mut p, "<Enter>", "verified");
    press(&mut p, "<Esc>", "GRID");
    assert_own(&p.bytes(), "the report");
    p.keys("q");
    p.wait_exit();
    let names = fs::read_dir(dir.path()).expect("a folder").count();
    assert_eq!(names, 3, "the upload file and its revert file are in the download's folder");
}

#[test]
fn three_well_known_attacks_reach_neither_terminal_nor_report() {
    let cells = ["\u{1b}]52;c;ZXZpbA==\u{7}", "a\u{202e}b", "\u{9b}31mred"];
    let dir = files::scratch();
    let path = dir.path().join("leads.csv");
    let text = fixtures::leads(3, |n, row| row.replace("Contoso renewal 1", cells[n]));
    fs::write(&path, text).expect("written");
    let mut p = open(&path, &[]);
    press(&mut p, "ll", "GRID 1/3");
    press(&mut p, "jj", "GRID 3/3");
    let shown = p.screen();
    for visible in ["␛]52;c;ZXZpbA==␇", "a<U+202E>b", "<U+009B>31mred"] {
        assert!(shown.contains(visible), "{visible} in {shown}");
    }
    p.keys("q");
    p.wait_exit();
    let bytes = p.bytes();
    assert_own(&bytes, "the terminal");
    let report = run("check", &[&path], &[]).stdout;
    for raw in ["\u{1b}]52", "\u{202e}", "\u{9b}"] {
        let has = |bytes: &[u8]| bytes.windows(raw.len()).any(|w| w == raw.as_bytes());
        assert!(!has(&bytes) && !has(&report), "{raw:?}");
    }
}

/// The lines of the grid without the mark of a lead's state, which depends on the day.
fn grid(screen: &str) -> Vec<String> {
    let lines = screen.lines().skip(1).take(20);
    lines.map(|line| line.chars().skip(1).collect::<String>().trim_end().to_owned()).collect()
}

#[test]
fn no_cell_shifts_the_grid() {
    let dir = files::scratch();
    let path = write(dir.path());
    let mut p = open(&path, &[]);
    let mut session = Session::open(&file());
    for (keys, then) in [("", "GRID 1/"), ("G", "GRID 29/"), ("gg", "GRID 1/"), ("9l", "GRID 1/")] {
        press(&mut p, keys, then);
        session = session.keys(keys);
        let wanted = grid(&session.screen());
        p.wait_until("the grid as it was drawn", |screen| {
            let lines: Vec<String> = screen.rows(0, 80).collect();
            grid(&lines.join("\n")) == wanted
        });
    }
}

fn run(command: &str, paths: &[&Path], more: &[&str]) -> Output {
    program().arg(command).args(paths).args(more).output().expect("it runs")
}

/// Fails unless both outputs of a program have only visible symbols.
fn assert_clean(out: &Output, colour: bool, what: &str) {
    assert_visible(&out.stdout, colour, what);
    assert_visible(&out.stderr, colour, what);
    assert!(!out.stdout.is_empty() || !out.stderr.is_empty(), "{what} prints something");
}

#[test]
fn no_command_without_a_screen_lets_a_text_through() {
    let dir = files::scratch();
    let path = write(dir.path());
    // A colleague's copy: all names of leads differ.
    let other = dir.path().join(format!("other{FILE_NAME}.csv"));
    let text = file().replace("Act", "Pas").replace("\u{1b}]", "x\u{1b}]").replace("日", "月");
    fs::write(&other, text).expect("written");
    let original = ["--original", path.to_str().expect("UTF-8")];
    for format in ["text", "json"] {
        let format = ["--format", format];
        assert_clean(&run("check", &[&path], &format), false, "check");
        let against = [&original[..], &format].concat();
        assert_clean(&run("check", &[&other], &against), false, "check --original");
        assert_clean(&run("export", &[&other], &against), false, "export");
        assert_clean(&run("diff", &[&path, &other], &format), false, "diff");
    }
    assert_clean(&run("diff", &[&path, &other], &["--format", "csv"]), false, "diff as CSV");
    assert_clean(&run("check", &[&path], &["--strict"]), false, "check --strict");
}

#[test]
fn no_command_lets_a_text_through_a_terminal_in_colour_and_wrapped() {
    let dir = files::scratch();
    let path = write(dir.path());
    let path = path.to_str().expect("UTF-8");
    for size in [(80, 24), (200, 24), (12, 24)] {
        let mut p = Program::start(&["check", path], size);
        assert_eq!(p.wait_exit(), 1);
        let bytes = String::from_utf8(p.bytes()).expect("UTF-8").replace("\r\n", "\n");
        assert!(bytes.contains("\u{1b}[1;31m"), "it is coloured");
        assert_visible(bytes.as_bytes(), true, "check in a terminal");
    }
}

#[test]
fn no_message_about_a_file_or_an_argument_lets_its_name_through() {
    let dir = files::scratch();
    let path = dir.path().join(format!("{FILE_NAME}.csv"));
    let name = path.to_str().expect("UTF-8");
    let header = COLUMNS.map(|name| format!("\"{name}\"")).join(",");
    for bytes in [
        b"".to_vec(),
        b"\xff\xfe\0\xd8a\0".to_vec(),
        b"Referral ID,Lead Name\na,\xe9\x1b[31m\n".to_vec(),
        b"Referral ID,Lead Name\na,\"\x1b[31m\n".to_vec(),
        b"PK\x03\x04".to_vec(),
        header.into_bytes(),
        format!("a{},b\n", "\u{301}".repeat(9_999)).into_bytes(),
    ] {
        fs::write(&path, bytes).expect("written");
        for args in [vec!["check", name], vec![name], vec!["diff", name, name]] {
            let out = program().args(args).output().expect("it runs");
            assert_ne!(out.status.code(), Some(0));
            assert_clean(&out, false, "a file that is refused");
        }
    }
    for args in [
        vec!["check", "no\u{1b}[31m\u{202e}"],
        vec!["--theme", NAME, name],
        vec!["--encoding", NAME, name],
        vec!["--out", NAME, name],
        vec![NAME, NAME],
        vec!["export", name, "--original", NAME, "--close", "\u{1b}[1m\u{9b}"],
        vec!["columns", "--format", "\u{1b}]0;x\u{7}"],
    ] {
        assert_clean(&program().args(args).output().expect("it runs"), false, "an argument");
    }
}

#[test]
fn the_folder_of_the_demo_is_shown_in_visible_symbols() {
    let dir = files::scratch();
    let tmp = dir.path().join(FILE_NAME);
    fs::create_dir(&tmp).expect("a folder");
    let mut p = Program::with().env("TMPDIR", &tmp).start(&["demo"], (80, 24));
    p.wait_for("A tour in seven steps");
    p.keys("<Esc>");
    p.wait_for("GRID 1/");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
    p.wait_until("the folder", |_| true);
    assert_own(&p.bytes(), "the name of the folder");
}

#[test]
fn hostile_custom_lists_are_refused_with_short_visible_messages() {
    let dir = files::scratch();
    let lists = dir.path().join("leadsheet/lists");
    fs::create_dir_all(&lists).expect("folders");
    let mut rows = String::from("code\n");
    for (_, text) in texts() {
        let text: String = text.chars().take(200_000).collect();
        rows.extend(["\"", &text, "\"\n"]);
    }
    fs::write(lists.join("countries.csv"), &rows).expect("written");
    fs::write(lists.join("reasons.csv"), rows.replace("code", "\u{1b}]0;h\u{7}")).expect("written");
    fs::write(lists.join(format!("{FILE_NAME}.csv")), "").expect("written");
    let mut check = program();
    check.env(CONFIG_HOME, dir.path()).args(["check"]).arg(fixtures::fixture("plain.csv"));
    let out = check.output().expect("it runs");
    assert_eq!(out.status.code(), Some(2));
    assert_clean(&out, false, "own lists");
    assert!(out.stderr.len() < 100_000, "{} bytes of messages", out.stderr.len());
}

/// Opens the notes of the first lead in a program that has this editor.
fn edit_outside(dir: &Path, editor: &str) -> Program {
    let file = files::sample(dir);
    let file = file.to_str().expect("UTF-8");
    let mut p = Program::with().env("VISUAL", editor).dir(dir).start(&[file], (200, 24));
    press(&mut p, "8wcchello", "Notes: hello");
    p.keys("<C-e>");
    p
}

/// Writes a script of a shell that can be run.
fn write_script(path: &Path, text: &str) {
    fs::write(path, text).expect("written");
    let mode = std::process::Command::new("chmod").arg("700").arg(path).status();
    assert!(mode.expect("chmod runs").success());
}

#[cfg_attr(windows, ignore = "a script of a shell is run in it")]
#[test]
fn no_special_character_in_the_editor_variable_has_an_effect() {
    let dir = files::scratch();
    let script = "#!/bin/sh\nfor word; do echo \"word=$word\"; done > words\n";
    let path = dir.path().join("e d.sh");
    write_script(&path, script);
    let name = path.to_str().expect("UTF-8");
    let bad =
        "; touch m1 $(touch m2) `touch m3` | tee m4 > m5 && touch m6 & *.csv ~ $HOME \\; {a,b}";
    let mut p = edit_outside(dir.path(), &format!("'{name}' {bad} \"q $(touch m7)\""));
    p.wait_for("The editor returned the text unchanged.");
    let args = fs::read_to_string(dir.path().join("words")).expect("the editor was run");
    let wanted =
        "; touch m1 $(touch m2) `touch m3` | tee m4 > m5 && touch m6 & *.csv ~ $HOME ; {a,b}";
    let wanted: Vec<String> =
        wanted.split(' ').chain(["q $(touch m7)"]).map(|word| format!("word={word}")).collect();
    let args: Vec<&str> = args.lines().collect();
    assert_eq!(args[..args.len() - 1], wanted, "each word is an argument, and nothing more");
    assert!(args[args.len() - 1].ends_with("notes.txt"));
    let marks = fs::read_dir(dir.path()).expect("a folder").filter(|entry| {
        let name = entry.as_ref().expect("an entry").file_name();
        name.len() == 2 && name.to_string_lossy().starts_with('m')
    });
    assert_eq!(marks.count(), 0, "nothing was run");
}

#[test]
fn a_hostile_editor_name_is_shown_in_visible_symbols() {
    let dir = files::scratch();
    let mut p = edit_outside(dir.path(), &format!("'/no/{}'", NAME.replace(['\r', '\n'], "")));
    p.wait_for("can't be started");
    assert_own(&p.bytes(), "the name of the editor");
}

#[cfg_attr(windows, ignore = "a script of a shell is run in it")]
#[test]
fn a_hostile_text_of_the_editor_is_shown_in_visible_symbols() {
    let dir = files::scratch();
    let path = dir.path().join("ed.sh");
    write_script(&path, "#!/bin/sh\nprintf '\\033]0;x\\007\\302\\2331m' > \"$1\"\n");
    let mut p = edit_outside(dir.path(), path.to_str().expect("UTF-8"));
    p.wait_for("Notes: ␛]0;x␇<U+009B>1m");
    assert_own(&p.bytes(), "the text of the editor");
}

#[test]
fn a_pasted_text_that_is_too_long_is_refused_with_its_size() {
    let s = Session::sample().paste(&"x".repeat(32_000_001));
    assert_eq!(
        s.message(),
        "The pasted text was not used: it has 32001 KB, and the limit here is 32000 KB."
    );
    assert_eq!(s.cell(1, "Lead Name"), "UK spring");
    let s = Session::sample().keys("/").paste(&"x".repeat(16_001));
    assert!(s.message().contains("17 KB, and the limit here is 16 KB"), "{}", s.message());
    let s = Session::sample().keys(":").paste(&"x".repeat(16_001));
    assert!(s.message().contains("17 KB"), "{}", s.message());
}

#[test]
fn a_replacement_that_grows_too_large_is_refused_beforehand() {
    let long = "x".repeat(100_000);
    let text =
        fixtures::leads(2, |_, row| row.replace(",,1234567", &format!(",\"{long}\",1234567")));
    let mut s = Session::open(&text).at(1, "Notes").keys("vjg/<ctrl-t>(.+)<enter>");
    s = s.paste(&"$1".repeat(400));
    let refused = "The texts would grow by more than 32000 KB";
    assert!(s.screen().contains(refused), "while it is typed: {}", s.screen());
    let s = s.keys("<enter>");
    assert!(s.message().starts_with(refused), "{}", s.message());
    assert_eq!(s.cell(1, "Notes"), long);
    // Each cell alone fits, both together don't.
    let s = s.keys("<ctrl-u>").paste(&"$1".repeat(200)).keys("<enter>");
    assert!(s.message().starts_with(refused), "{}", s.message());
    let mut s = s.keys("<ctrl-u>").paste("$1$1").keys("<enter><enter>");
    assert!(s.screen().contains("2 cells"), "{}", s.screen());
    assert_eq!(s.cell(2, "Notes").len(), 200_000);
}

#[test]
fn a_cell_of_a_megabyte_can_be_viewed_edited_and_restored() {
    let long = "long \u{202e}text, ".repeat(60_000);
    let text =
        fixtures::leads(2, |_, row| row.replace(",,1234567", &format!(",\"{long}\",1234567")));
    let mut s = Session::open(&text).at(1, "Notes").keys("<enter>").paste("x");
    assert!(s.screen().contains("<U+202E>"));
    s = s.keys("<enter>").at(1, "Notes");
    assert!(s.cell(1, "Notes").ends_with(", x"));
    s = s.keys("u");
    assert_eq!(s.cell(1, "Notes"), long);
}

#[test]
fn more_rows_or_columns_than_a_sheet_of_excel_has_are_refused_with_their_numbers() {
    let plain = fs::read_to_string(fixtures::fixture("plain.csv")).expect("the fixture");
    let refused = |text: String| {
        leadsheet::store::open_bytes("leads.csv", text.into_bytes())
            .expect_err("refused")
            .to_string()
    };
    let rows = refused(format!("{plain}{}", "x\n".repeat(1_048_577)));
    assert!(rows.contains("the file has 1048580 rows and 52 columns; at most 1048576"), "{rows}");
    let columns = refused(plain.replacen('\n', &format!("{}\n", ",x".repeat(16_400)), 1));
    assert!(columns.contains("16452 columns"), "{columns}");
}

#[test]
fn a_row_of_stray_quotes_and_ten_million_blank_lines_are_read() {
    let plain = fs::read_to_string(fixtures::fixture("plain.csv")).expect("the fixture");
    let open = |text: String| {
        leadsheet::store::open_bytes("leads.csv", text.into_bytes()).expect("a Leads file")
    };
    let quotes = open(format!("{plain}{}\n", "\"a\"b,".repeat(300_000)));
    assert_eq!(quotes.table.rows_with_stray_quotes().count(), 1);
    assert_eq!(quotes.notices.iter().filter(|n| n.contains("closing quote")).count(), 1);
    let blank = open(format!("{plain}{}", "\n".repeat(10_000_000)));
    assert_eq!(blank.table.len(), open(plain).table.len());
}

#[cfg(unix)]
#[test]
fn a_command_without_a_screen_runs_no_other_program() {
    let dir = files::scratch();
    for name in ["tput", "stty", "sh", "vi"] {
        let path = dir.path().join(name);
        write_script(&path, &format!("#!/bin/sh\n: > '{}/ran-{name}'\n", dir.path().display()));
    }
    let plain = fixtures::fixture("plain.csv");
    for args in [&["check"][..], &["export", "--dry-run", "--original"], &["diff"]] {
        let mut own = program();
        own.env("PATH", dir.path()).args(args).arg(&plain);
        if args[0] != "check" {
            own.arg(&plain);
        }
        own.output().expect("it runs");
    }
    let ran = fs::read_dir(dir.path()).expect("a folder").filter(|entry| {
        entry.as_ref().expect("an entry").file_name().to_string_lossy().starts_with("ran-")
    });
    assert_eq!(ran.count(), 0);
}
