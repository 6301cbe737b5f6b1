//! Each fault that can end or hinder the program, tried on the real one, and what it costs.
//!
//! `cargo test fault_table -- --nocapture` prints the table, which is part of the manual. The work is a
//! script that a shadow without a terminal does as well: the screen and the journal are compared with it.
#![cfg(target_os = "linux")]

use crate::readme::check_part;
use crate::support::files::{SAMPLE, names};
use crate::support::keys;
use crate::support::program::{STATE_HOME, program};
use crate::support::pty::Program;
use crate::support::rng::Rng;
use crate::support::shadow::Shadow;
use crate::support::workspace::{Workspace, signal, terminal_restored};
use leadsheet::app::UnfinishedWork;
use leadsheet::leads::Col;
use leadsheet::sheet::LogEntry;
use leadsheet::store;
use leadsheet::store::journal::{JournalSlot, Recovered};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The promise: what was shown for so long is on the disk.
const PROMISE: Duration = Duration::from_secs(1);

/// A fault, and what it costs.
struct Fault {
    name: &'static str,
    /// How often it is tried, and what is counted there if it isn't faults.
    tries: (usize, &'static str),
    terminal: &'static str,
    code: &'static str,
    run: fn(usize) -> Tally,
}

/// The result of the tries of a fault.
#[derive(Debug, Default)]
struct Tally {
    tries: usize,
    /// How many commits had been shown before the faults.
    shown: usize,
    /// How many of these are missing.
    missing: usize,
    /// How many of the missing ones had been shown for longer than is promised.
    lost: usize,
    terminal: Vec<String>,
    code: Vec<String>,
}

impl Tally {
    fn ended(&mut self, end: End) {
        self.tries += 1;
        for (all, one) in [(&mut self.terminal, end.terminal), (&mut self.code, end.code)] {
            if !all.contains(&one) {
                all.push(one);
            }
        }
    }
}

/// How a program ended.
struct End {
    terminal: String,
    code: String,
}

impl End {
    fn of(p: &mut Program, code: &dyn ToString) -> Self {
        let terminal = terminal_restored(p).err().map(|lost| format!("{lost} left"));
        Self { terminal: terminal.unwrap_or_else(|| RESTORED.to_owned()), code: code.to_string() }
    }
}

/// What is in the table when a terminal is as it was before.
const RESTORED: &str = "given back";

/// The entry of the table for a signal that the program cannot catch.
const STILL_RAW: &str = "raw, on the alternate screen: `reset`";

/// Every fault, the longest ones first.
const FAULTS: [Fault; 15] = [
    Fault {
        name: "`kill -9`, in the midst of a step",
        tries: (50, ""),
        terminal: STILL_RAW,
        code: "none",
        run: killed,
    },
    Fault {
        name: "10,000 random keys, pastes and broken sequences",
        tries: (10_000, " keys"),
        terminal: RESTORED,
        code: "0",
        run: random_keys,
    },
    Fault {
        name: "resize storm, 1×1 to 500×200, with every pop-up",
        tries: (400, " sizes"),
        terminal: RESTORED,
        code: "0",
        run: resized,
    },
    by_signal("SIGHUP", "129", |tries| signalled("HUP", tries)),
    by_signal("SIGTERM", "143", |tries| signalled("TERM", tries)),
    by_signal("SIGINT from outside", "130", |tries| signalled("INT", tries)),
    by_signal("SIGQUIT", "131", |tries| signalled("QUIT", tries)),
    Fault {
        name: "the terminal is closed",
        tries: (4, ""),
        terminal: "gone",
        code: "129",
        run: |tries| {
            struck(&Workspace::new(), 0x51ee_7003, tries, |p, _| {
                let code = p.hang_up("j");
                End { terminal: "gone".to_owned(), code: code.to_string() }
            })
        },
    },
    Fault {
        name: "the terminal is closed, SIGHUP is ignored",
        tries: (3, ""),
        terminal: "gone",
        code: "129",
        run: hung_up_without_a_signal,
    },
    Fault {
        name: "SIGSTOP, another size, SIGCONT",
        tries: (5, ""),
        terminal: RESTORED,
        code: "0",
        run: stopped,
    },
    Fault {
        name: "a panic in the loop that draws",
        tries: (3, ""),
        terminal: RESTORED,
        code: "101",
        run: |tries| panicked("loop", tries),
    },
    Fault {
        name: "a panic in the thread that reads keys",
        tries: (3, ""),
        terminal: RESTORED,
        code: "101",
        run: |tries| panicked("input", tries),
    },
    Fault {
        name: "no room for the upload file",
        tries: (2, ""),
        terminal: RESTORED,
        code: "0",
        run: no_room,
    },
    Fault {
        name: "a panic without a screen",
        tries: (4, " commands"),
        terminal: "untouched",
        code: "101",
        run: |_| headless(Some("answer")),
    },
    Fault {
        name: "the reader of the answer is gone (`check \\| head`)",
        tries: (4, " commands"),
        terminal: "untouched",
        code: "3",
        run: |_| headless(None),
    },
];

const fn by_signal(name: &'static str, code: &'static str, run: fn(usize) -> Tally) -> Fault {
    Fault { name, tries: (4, ""), terminal: RESTORED, code, run }
}

/// Kills a program again and again, and another one on another file at the same time.
fn killed(tries: usize) -> Tally {
    let kill = |seed, tries| {
        struck(&Workspace::new(), seed, tries, |mut p, _| {
            signal(&p, "KILL");
            p.wait_exit();
            let mut end = End::of(&mut p, &"none");
            if end.terminal.starts_with("raw mode, alternate screen") {
                // Whether the cursor is shown depends on what is being done.
                STILL_RAW.clone_into(&mut end.terminal);
            }
            end
        })
    };
    let (mut one, other) = thread::scope(|scope| {
        let one = scope.spawn(|| kill(0x51ee_7001, tries / 2));
        let other = kill(0x51ee_7009, tries - tries / 2);
        (one.join().expect("ended"), other)
    });
    one.tries += other.tries;
    one.shown += other.shown;
    one.missing += other.missing;
    one.lost += other.lost;
    one.terminal.extend(other.terminal.into_iter().filter(|t| t != STILL_RAW));
    one
}

fn signalled(name: &str, tries: usize) -> Tally {
    struck(&Workspace::new(), 0x51ee_7002, tries, |mut p, _| {
        signal(&p, name);
        let code = p.wait_exit();
        End::of(&mut p, &code)
    })
}

/// Takes the terminal away from a program whose shell ignores the signal for that.
fn hung_up_without_a_signal(tries: usize) -> Tally {
    let mut workspace = Workspace::new();
    // The shell outlives it and writes the exit code, as the terminal is gone.
    workspace.shell = Some("trap '' HUP; \"$0\" \"$@\"; echo $? > \"$HOME/code\"");
    struck(&workspace, 0x51ee_7004, tries, |p, workspace| {
        let path = workspace.home().join("code");
        let _ = fs::remove_file(&path);
        p.hang_up("j");
        let code = || fs::read_to_string(&path).unwrap_or_default().trim().to_owned();
        until("the exit code", || !code().is_empty());
        End { terminal: "gone".to_owned(), code: code() }
    })
}

fn until(what: &str, done: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !done() {
        assert!(Instant::now() < deadline, "timed out waiting for {what}");
        thread::yield_now();
    }
}

fn panicked(place: &'static str, tries: usize) -> Tally {
    let mut workspace = Workspace::new();
    workspace.env.push(("LEADSHEET_FAIL", place.into()));
    struck(&workspace, 0x51ee_7005, tries, |mut p, workspace| {
        p.paste("fail on purpose: the text of a cell");
        let code = p.wait_exit();
        let output = String::from_utf8_lossy(&p.bytes()).into_owned();
        let message = output
            .rsplit_once("leadsheet crashed because of an internal error")
            .expect("last words")
            .1;
        assert!(
            message.contains("src/shell/failpoint.rs:") && !output.contains("on purpose"),
            "{message}"
        );
        assert!(message.contains(&workspace.journal_folder().display().to_string()), "{message}");
        assert!(message.contains("open the file again"), "{message}");
        End::of(&mut p, &code)
    })
}

/// Stops the program and lets it go on, in a terminal of another size.
fn stopped(tries: usize) -> Tally {
    let workspace = Workspace::new();
    let mut shadow = Shadow::new(&workspace.file, 0x51ee_7006);
    let mut tally = Tally { tries, ..Tally::default() };
    let mut p = workspace.start();
    for (columns, lines) in
        [(100, 30), (60, 12), (200, 50), (61, 13), (80, 24)].into_iter().take(tries)
    {
        step(&mut p, &mut shadow);
        signal(&p, "STOP");
        p.resize(columns, lines);
        shadow.resize(columns, lines);
        let before = p.bytes().len();
        signal(&p, "CONT");
        same_screen(&mut p, &mut shadow);
        step(&mut p, &mut shadow);
        // Not before that key: the new size is drawn before the terminal is taken again.
        let after = String::from_utf8_lossy(&p.bytes()[before..]).into_owned();
        assert!(after.contains("\u{1b}[?1049h") && after.contains("\u{1b}[?2004h"), "set again");
        // No shell could ever bring this one back: it doesn't stop for the signal of a terminal.
        signal(&p, "TSTP");
        step(&mut p, &mut shadow);
    }
    tally.ended_well(p, &workspace, &shadow);
    tally
}

/// Gives the terminal one size after the other while each popup is open.
fn resized(sizes: usize) -> Tally {
    let workspace = Workspace::new();
    let mut shadow = Shadow::new(&workspace.file, 0x51ee_7007);
    let mut rng = Rng::new(0x51ee_7007);
    let mut tally = Tally { tries: sizes, ..Tally::default() };
    let mut p = workspace.start();
    let pop_ups = ["", "?", ":", "gp", "gu", "<space>", "i", "s", "/", "<ctrl-s>"];
    for turn in 0..20 {
        step(&mut p, &mut shadow);
        let keys = pop_ups[turn % pop_ups.len()];
        p.keys(&keys.replace("ctrl-", "C-"));
        shadow.press(keys);
        same_screen(&mut p, &mut shadow);
        let size = |rng: &mut Rng| match rng.below(4) {
            0 => (1 + rng.below(10) as u16, 1 + rng.below(5) as u16),
            _ => (1 + rng.below(500) as u16, 1 + rng.below(200) as u16),
        };
        for _ in 2..sizes / 20 {
            let (columns, lines) = size(&mut rng);
            p.resize(columns, lines);
        }
        for (columns, lines) in [[(1, 1), (500, 200)][turn % 2], (80, 24)] {
            p.resize(columns, lines);
        }
        // Whole lines: a terminal that became smaller puts the end of a larger frame into its last line, and
        // keys that arrive before the program knows the last size act in another one.
        let wanted = shadow.lines();
        p.wait_until("title and status line in their width", |screen| {
            let lines: Vec<String> = screen.rows(0, 80).collect();
            let is_as_wanted = |y: usize| lines.get(y).is_some_and(|l| l.trim_end() == wanted[y]);
            is_as_wanted(0) && is_as_wanted(23)
        });
        p.keys("<Esc><Esc><Esc>gg<End><Home>w<Home>");
        shadow.press("<esc><esc><esc>gg<end><home>w<home>");
        same_screen(&mut p, &mut shadow);
    }
    tally.ended_well(p, &workspace, &shadow);
    tally
}

/// More bytes than the journal needs for a pending export, and less than an upload file has.
const INTENT: usize = 4_000;

/// Lets an upload file be too large for the limit on the size of files, and then fit.
fn no_room(tries: usize) -> Tally {
    let mut tally = Tally::default();
    for _ in 0..tries {
        let workspace = Workspace::new();
        let mut p = workspace.start();
        // An upload file of many leads is larger than its lines in the journal.
        p.keys("gVGsacc<Enter>");
        p.wait_for("cells in");
        p.keys("<Esc><Esc>gg06lgVG");
        p.wait_for("60 leads");
        p.keys("gs");
        p.wait_for("PICK");
        p.keys("yes<Enter>");
        p.wait_for("cells in");
        workspace.wait_for_line("Marketplace");
        let journal: usize = workspace.journal_texts().iter().map(|(_, lines)| lines.len()).sum();
        let limit = |p: &Program, bytes: &str| {
            let limit = format!("--fsize={bytes}:unlimited");
            let set = Command::new("prlimit").args(["--pid", &p.id().to_string(), &limit]).status();
            assert!(set.expect("prlimit runs").success());
        };
        limit(&p, &(journal + INTENT).to_string());
        p.keys("<C-s>");
        p.wait_for("REVIEW");
        p.keys("<Enter>");
        p.wait_for("File too large");
        assert_eq!(names(workspace.folder()), ["leads.csv"], "no half file");
        p.keys("<Esc><Esc>q");
        p.wait_for("save the work for next time");
        p.keys("<Enter>");
        let code = p.wait_exit();
        tally.ended(End::of(&mut p, &code));
        tally.shown += 2;
        tally.lost += 2 - saved_work(&workspace).actions.len();
        let mut p = workspace.start();
        p.wait_for("2 steps in");
        p.keys("<Enter>");
        p.wait_for(" ready");
        p.keys("<C-s>");
        p.wait_for("REVIEW");
        p.keys("<Enter>");
        p.wait_for("verified");
        assert_uploads(&workspace);
        p.keys("<Esc>q<Enter>");
        assert_eq!(p.wait_exit(), 0);
    }
    tally
}

/// Runs the commands of the command line with a closed pipe for their output.
fn headless(fail: Option<&str>) -> Tally {
    let workspace = Workspace::new();
    let file = workspace.file.to_str().expect("UTF-8");
    let mut tally = Tally::default();
    for args in [&["check", file][..], &["diff", file, file], &["status"], &["columns"]] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = program();
        command.args(args).stdout(writer).env(STATE_HOME, workspace.state_home());
        if let Some(place) = fail {
            command.env("LEADSHEET_FAIL", place);
        }
        let done = command.output().expect("it runs");
        let output = String::from_utf8(done.stderr).expect("UTF-8");
        match fail {
            Some(_) => assert!(
                output.starts_with("leadsheet: internal error (src/shell/failpoint.rs:")
                    && output.lines().count() == 1
                    && !output.contains("cell"),
                "{output}"
            ),
            None => assert_eq!(output, "", "nobody is to be told"),
        }
        let code = done.status.code().map_or("none".to_owned(), |code| code.to_string());
        tally.ended(End { terminal: "untouched".to_owned(), code });
    }
    assert_eq!(names(workspace.dir.path()), ["work"], "nothing else is written");
    tally
}

/// Presses random keys, and starts the program again when they ended it.
fn random_keys(keys: usize) -> Tally {
    const TOGETHER: usize = 50;
    // A narrower title shows words or symbols, as a sort order and notes leave room.
    const WIDE: u16 = 200;
    let mut workspace = Workspace::new();
    let temporary = workspace.dir.path().join("tmp");
    fs::create_dir(&temporary).expect("a folder");
    workspace.env.push(("VISUAL", "true".into()));
    workspace.env.push(("TMPDIR", temporary.clone().into()));
    let mut rng = Rng::new(0x51ee_7008);
    let mut tally = Tally { tries: keys, ..Tally::default() };
    let mut p = workspace.start();
    let mut columns = 80;
    for _ in 0..keys / TOGETHER {
        let bytes = random_bytes(&mut rng, TOGETHER);
        p.send_if_there(&bytes);
        columns = 180 - columns;
        if !p.draws_at(columns, 24) {
            assert_eq!(p.wait_exit(), 0, "after {:?}", String::from_utf8_lossy(&bytes));
            p = start_again(&workspace);
            columns = 80;
        }
    }
    // The same is there after the next start.
    assert!(p.draws_at(WIDE, 24), "it goes on");
    // Keys right after an unbracketed paste belong to it.
    thread::sleep(Duration::from_millis(200));
    p.keys("<Esc><Esc><Esc><Esc><Esc>");
    p.wait_for(" GRID ");
    p.keys("ff");
    p.wait_for("60 leads");
    let title = p.line(0);
    tally.shown = usize::from(title.contains("ready") || title.contains("held back"));
    p.keys("q<Enter>");
    let code = p.wait_exit();
    tally.ended(End::of(&mut p, &code));
    tally.tries = keys;
    let mut p = start_again(&workspace);
    // A filter that the keys left is no work: the counts are.
    // The notes in unchanged leads come behind the first frame.
    let counts = |title: &str| {
        let parts = title[title.find("60 leads")?..].trim_end().split(" · ");
        Some(parts.filter(|part| !part.contains(" note")).map(str::to_owned).collect::<Vec<_>>())
    };
    p.resize(WIDE, 24);
    p.wait_until("the counts as before", |screen| {
        screen.rows(0, WIDE).next().is_some_and(|line| counts(&line) == counts(&title))
    });
    p.keys("qd");
    p.wait_exit();
    assert_uploads(&workspace);
    assert_eq!(names(workspace.dir.path()), ["home", "tmp", "work"]);
    assert_eq!(names(&temporary), Vec::<String>::new());
    let home = names(&workspace.home());
    assert!(home.iter().all(|name| name.ends_with("_home") || name == "runtime_dir"), "{home:?}");
    for name in home {
        let inside = names(&workspace.home().join(&name));
        assert!(inside.is_empty() || name == "state_home" && inside == ["leadsheet"], "{inside:?}");
    }
    tally
}

/// Removes the kept view: the shadow begins at the first cell, and whether a view was kept depends on how the
/// program ended.
fn forget_view(workspace: &Workspace) {
    let _ = fs::remove_dir_all(workspace.state_home().join("leadsheet/views"));
}

/// Starts the program again and resumes the work; where nothing of it is open that isn't asked.
fn start_again(workspace: &Workspace) -> Program {
    forget_view(workspace);
    let mut p = workspace.start();
    let asks = |screen: &vt100::Screen| screen.contents().contains("resume it");
    p.wait_until("the grid or a question", |screen| {
        asks(screen) || screen.contents().contains(" GRID ")
    });
    if p.screen().contains("resume it") {
        p.keys("<Enter>");
        p.wait_for("Restored");
    }
    p
}

/// The bytes of a number of keys: characters in groups too small for a paste, and between them other keys,
/// pastes and invalid sequences.
fn random_bytes(rng: &mut Rng, count: usize) -> Vec<u8> {
    const OTHERS: [&str; 30] = [
        "<Up>",
        "<Down>",
        "<Left>",
        "<Right>",
        "<Home>",
        "<End>",
        "<PageUp>",
        "<PageDown>",
        "<Tab>",
        "<S-Tab>",
        "<Esc>",
        "<Enter>",
        "<Enter>",
        "<BS>",
        "<Del>",
        "<Insert>",
        "<F1>",
        "<F5>",
        "<C-s>",
        "<C-r>",
        "<C-z>",
        "<C-e>",
        "<C-t>",
        "<C-o>",
        "<C-d>",
        "<C-c>",
        "<C-Right>",
        "<S-Down>",
        "<M-x>",
        "<C-l>",
    ];
    const BROKEN: [&[u8]; 8] = [
        b"\xff\xfe",
        b"\xe2\x82",
        b"\x1b[5",
        b"\x1b[999;999;999~",
        b"\x1b]52;c;eA==\x07",
        b"\x1b[<0;5;5M",
        b"\x1b[I",
        b"\0",
    ];
    let mut bytes = Vec::new();
    let mut sent = 0;
    while sent < count {
        for _ in 0..rng.below(6) {
            bytes.push(b' ' + rng.below(95) as u8);
            sent += 1;
        }
        match rng.below(25) {
            0 => bytes.extend(rng.one_of(&BROKEN)),
            1 => bytes.extend(keys::pasted("01/02/2027\ta, \"b\n\u{202e}\u{1b}[31m")),
            _ => bytes.extend(keys::bytes(rng.one_of::<&str>(&OTHERS))),
        }
        sent += 1;
    }
    bytes
}

/// An entry without the time at which its files were written, which only the journal knows.
fn untimed(entry: &LogEntry) -> LogEntry {
    let mut entry = entry.clone();
    if let LogEntry::Export { files, .. } = &mut entry {
        for file in files.iter_mut() {
            file.written = None;
        }
    }
    entry
}

/// Works on a file, and lets a fault strike at random moments; after each one the work is resumed.
fn struck(
    workspace: &Workspace,
    seed: u64,
    tries: usize,
    strike: impl Fn(Program, &Workspace) -> End,
) -> Tally {
    let mut shadow = Shadow::new(&workspace.file, seed);
    let mut rng = Rng::new(seed);
    let mut tally = Tally::default();
    let mut p = workspace.start();
    for _ in 0..tries {
        let mut shown = vec![(shadow.done().len(), Instant::now())];
        for _ in 0..4 + rng.below(5) {
            step(&mut p, &mut shadow);
            shown.push((shadow.done().len(), Instant::now()));
        }
        // In the midst of this one, or when it is over for longer than is promised.
        p.send(&shadow.step());
        let wait = if rng.below(10) == 0 { 1_050_000 } else { rng.below(25_000) };
        thread::sleep(Duration::from_micros(wait as u64));
        let struck = Instant::now();
        tally.ended(strike(p, workspace));
        let saved_work = saved_work(workspace);
        let saved = saved_work.actions.len();
        let done = saved_work.actions.iter().map(|(_, action)| untimed(action));
        let done: Vec<LogEntry> = done.collect();
        let wanted: Vec<LogEntry> = shadow.done().iter().take(saved).map(untimed).collect();
        let differs = done.iter().zip(&wanted).position(|(done, wanted)| done != wanted);
        let at = differs.unwrap_or(done.len().min(wanted.len()));
        assert!(
            done == wanted,
            "the journal has what was done, in order: {:?} for {:?}",
            done.get(at),
            wanted.get(at)
        );
        let (first, last) = (shown[0].0, shown[shown.len() - 1].0);
        let is_due = |(_, at): &&(usize, Instant)| *at + PROMISE <= struck;
        let due = shown.iter().rev().find(is_due).map_or(first, |(done, _)| *done);
        tally.shown += last - first;
        tally.missing += last.saturating_sub(saved);
        tally.lost += due.saturating_sub(saved);
        let before = shadow.state_after(saved).map(<[String]>::to_vec);
        let asks = shadow.resume(saved_work);
        assert!(before.is_none_or(|before| Some(&before[..]) == shadow.state_after(saved)));
        forget_view(workspace);
        p = workspace.start();
        if asks {
            p.wait_for("resume it");
            p.keys("<Enter>");
        }
        same_screen(&mut p, &mut shadow);
    }
    p.keys("q<Enter>");
    assert_eq!(p.wait_exit(), 0);
    assert_uploads(workspace);
    tally
}

impl Tally {
    /// Quits, and compares the saved work with what was done.
    fn ended_well(&mut self, mut p: Program, workspace: &Workspace, shadow: &Shadow) {
        p.keys("q");
        p.wait_for("save the work for next time");
        p.keys("<Enter>");
        let code = p.wait_exit();
        let tries = self.tries;
        self.ended(End::of(&mut p, &code));
        self.tries = tries;
        self.shown = shadow.done().len();
        let saved = saved_work(workspace);
        let same = saved.actions.iter().map(|(_, action)| untimed(action));
        let same = same.zip(shadow.done().iter().map(untimed));
        self.lost = self.shown - same.take_while(|(saved, done)| saved == done).count();
        self.missing = self.lost;
        assert_uploads(workspace);
    }
}

/// Lets both do the next step, and waits until the terminal shows it.
fn step(p: &mut Program, shadow: &mut Shadow) {
    p.send(&shadow.step());
    same_screen(p, shadow);
}

/// Reads the saved work, as the program does.
fn saved_work(workspace: &Workspace) -> UnfinishedWork {
    let (_, source) = store::open_to_edit(&workspace.file, None).expect("the file");
    let mut desk = JournalSlot::open(workspace.journal_folder(), &source.expect("a file"))
        .expect("the folder");
    match desk.find().expect("readable") {
        Recovered::Work(saved_work) => UnfinishedWork {
            actions: saved_work.actions,
            notice: saved_work.notice,
            ..UnfinishedWork::default()
        },
        found => panic!("{found:?}"),
    }
}

/// Waits until the terminal shows what the shadow does.
fn same_screen(p: &mut Program, shadow: &mut Shadow) {
    let wanted = shadow.lines();
    let what = format!("the screen of its shadow:\n{}\n", wanted.join("\n"));
    p.wait_until(&what, |screen| {
        let (_, columns) = screen.size();
        let lines = screen.rows(0, columns.get());
        lines.map(|line| line.trim_end().to_owned()).eq(wanted.iter().cloned())
    });
}

/// Fails unless the download is unchanged and every upload file in its folder is complete.
fn assert_uploads(workspace: &Workspace) {
    assert!(
        fs::read(&workspace.file).expect("there") == SAMPLE,
        "the download is never written to"
    );
    let ids = |path: &Path| {
        let table = store::open(path).expect("whole").table;
        let id = table.layout().field(Col::ReferralId).expect("a Leads file");
        table.rows().map(|row| table.cell(row, id).into_owned()).collect::<BTreeSet<String>>()
    };
    let all = ids(&workspace.file);
    let folder = workspace.folder();
    for name in names(folder).iter().filter(|name| *name != "leads.csv") {
        // One that was killed had no time to remove it.
        if name.starts_with(".leadsheet-") {
            continue;
        }
        assert!(name.starts_with("leads.upload-"), "{name}");
        let some = ids(&folder.join(name));
        assert!(!some.is_empty() && some.is_subset(&all), "{name}");
    }
}

/// The table of what the faults cost, as the manual shows it.
fn table() -> String {
    let head =
        "| fault | tries | work lost | terminal after | exit code |\n|---|---|---|---|---|\n";
    let line = |fault: &Fault| {
        let (tries, unit) = fault.tries;
        format!("| {} | {tries}{unit} | 0 | {} | {} |\n", fault.name, fault.terminal, fault.code)
    };
    FAULTS.iter().map(line).fold(head.to_owned(), |table, line| table + &line)
}

#[test]
fn the_fault_table_in_the_manual_is_current() {
    check_part("faults", &table());
}

#[test]
fn no_fault_loses_work_that_was_shown_for_a_second() {
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::new());
    let work = || {
        while let Some(fault) = FAULTS.get(next.fetch_add(1, Ordering::SeqCst)) {
            let start = Instant::now();
            let tally = (fault.run)(fault.tries.0);
            let took = start.elapsed();
            found.lock().expect("whole").push((fault, tally, took));
        }
    };
    thread::scope(|scope| (0..2).for_each(|_| drop(scope.spawn(work))));
    println!("{}", table());
    for (fault, tally, took) in found.lock().expect("whole").iter() {
        let Tally { shown, missing, lost, .. } = tally;
        println!("{}: {shown} commits shown, {missing} of them missing, {took:.1?}", fault.name);
        assert_eq!(*lost, 0, "{}: {tally:?}", fault.name);
        // A program that can handle its end writes pending lines.
        assert!(*missing == 0 || fault.terminal == STILL_RAW, "{}: {tally:?}", fault.name);
        assert_eq!(tally.tries, fault.tries.0, "{}", fault.name);
        assert_eq!(
            (&tally.terminal[..], &tally.code[..]),
            (&[fault.terminal.to_owned()][..], &[fault.code.to_owned()][..]),
            "{}",
            fault.name
        );
    }
}
