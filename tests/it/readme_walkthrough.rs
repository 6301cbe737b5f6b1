//! The walk-through of two weeks in the manual: the same keys without a terminal, where its screens are
//! taken from, and in the real program, which is killed in between.

use crate::readme::check_part;
use crate::support::edits::intended;
use crate::support::files::{self, SAMPLE};
use crate::support::headless::Headless;
use crate::support::portal::{Portal, Rejections};
use crate::support::program::program;
use crate::support::pty::Program;
use leadsheet::sheet::RowState;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Who presses the keys, and sees the screen.
trait Hands {
    /// The folder with the download.
    fn folder(&self) -> &Path;

    /// Presses keys, in the notation of the key map between `<` and `>`, and sees what they bring.
    fn press(&mut self, keys: &str, then: &str);

    /// Looks at the screen, which is worth a picture: its name, and how many lines of its beginning and of its
    /// end.
    fn look(&mut self, name: &'static str, lines: (usize, usize));

    /// Is killed, and goes on.
    fn go_on(&mut self);
}

/// How much of the grid is shown: ten leads, and the lines below it.
const GRID: (usize, usize) = (12, 3);

/// Works for two weeks, and returns what the portal holds then.
fn two_weeks(hands: &mut impl Hands) -> Portal {
    let mut portal = Portal::holding(SAMPLE);
    hands.press("gc", "PICK");
    hands.press("marketplace<enter>", "Marketplace Purchase Intent");
    hands.press("gagsyes<enter>", "41 cells in 41 leads changed");
    hands.press("gc", "PICK");
    hands.press("referral st<enter>", "Partner Referral Status: New");
    hands.press("fv", "32 of 60 leads are shown");
    hands.press("gasacc<enter>", "96 cells in 32 leads changed");
    hands.press("ff", "All 60 leads are shown");
    hands.press("2gg0", "Lead Name: Warehouse tablets");
    hands.press("slost<enter>", "Customer didn't respond");
    hands.press("2<enter>", "Declined/Lost/Error reason: 2");
    hands.press("9gg", "GRID 9/60");
    hands.press("swon<enter>", "Won: 3 cells changed");
    hands.look("edited", GRID);

    hands.press("<ctrl-s>", "Type 2, then Enter");
    hands.press("c", "in files of their own");
    hands.look("review", (14, 1));
    hands.press("2<enter>", "Exported 40 leads");
    hands.look("exported", (20, 1));
    hands.press("<esc>", "40 exported");

    let name = |lead: &str| portal_id(&portal, lead);
    let refusals = Rejections::none()
        .with(&name("Backup for 14 shops"), "An unexpected error occurred, try again later")
        .with(&name("Woodgrove fraud dashboard"), "An unexpected error occurred, try again later")
        .with(
            &name("School network refresh"),
            "Currency isn't supported for this customer; Required field CRM ID missing",
        );
    upload(&mut portal, hands.folder(), 1, &refusals);
    upload(&mut portal, hands.folder(), 2, &refusals);
    hands.go_on();
    take_in(hands, "processed-1.csv", "36 leads");
    hands.look("results", (8, 1));
    hands.press("<esc>", "2 failed");
    take_in(hands, "processed-2.csv", "Results: processed-2.csv");
    hands.press("<esc>", "GRID 1/3");
    hands.go_on();

    hands.press("fx", "GRID 1/3");
    hands.press("]f", "refused lead 1 of 3");
    hands.press("m", "1 lead to be uploaded again");
    hands.press("]f", "refused lead 2 of 3");
    hands.press("m", "2 ready");
    hands.press("]f", "Currency isn't supported");
    hands.look("failed", GRID);
    hands.press("cceur<enter>", "3 ready");
    hands.press("gccrm<enter>", "CRM ID");
    hands.press("ccNB-204<enter>", "NB-204");
    hands.look("fixed", GRID);
    hands.press("<ctrl-s>", "Type 1, then Enter");
    hands.press("1<enter>", "Exported 3 leads");
    hands.press("<esc>", "3 exported");
    hands.go_on();
    upload(&mut portal, hands.folder(), 3, &Rejections::none());
    take_in(hands, "processed-3.csv", "3 leads");
    hands.press("<esc>", "40 done");
    hands.press("gc", "PICK");
    hands.press("referral st<enter>", "Partner Referral Status: ");
    hands.look("done", GRID);
    portal
}

/// Takes a results file in. Its name isn't typed in one go with other keys, which would look like a paste.
fn take_in(hands: &mut impl Hands, name: &str, then: &str) {
    hands.press("gm", "Processed file:");
    hands.press(name, name);
    hands.press("<enter>", then);
}

/// Returns the Referral ID of a lead.
fn portal_id(portal: &Portal, name: &str) -> String {
    portal
        .ids()
        .into_iter()
        .find(|id| portal.value(id, "Lead Name") == name)
        .expect("in the sample")
}

/// Uploads a file, and puts the processed file beside it.
fn upload(portal: &mut Portal, folder: &Path, number: usize, refusals: &Rejections) {
    let part = fs::read(folder.join(format!("leads.upload-{number:03}.csv"))).expect("exported");
    let done = portal.upload(&part, refusals).expect("processed");
    fs::write(folder.join(format!("processed-{number}.csv")), done.results).expect("written");
}

/// The program without a terminal, and a picture book of it.
struct Reader {
    program: Headless,
    /// The keys since the last picture.
    keys: Vec<String>,
    pictures: Vec<(&'static str, String)>,
}

impl Hands for Reader {
    fn folder(&self) -> &Path {
        self.program.dir.path()
    }

    fn press(&mut self, keys: &str, then: &str) {
        self.program.press(keys);
        let screen = self.program.session.screen();
        assert!(screen.contains(then), "{then:?} after {keys}:\n{screen}");
        self.keys.push(shown(keys));
    }

    fn look(&mut self, name: &'static str, lines: (usize, usize)) {
        let keys = std::mem::take(&mut self.keys).join(" · ");
        let screen = cut(&self.program.session.screen(), lines);
        self.pictures.push((name, format!("Keys: {keys}\n\n```text\n{screen}```\n")));
    }

    fn go_on(&mut self) {
        self.program.restart();
    }
}

/// Returns keys as they are told to people.
fn shown(keys: &str) -> String {
    let mut out = Vec::new();
    let mut rest = keys;
    while let Some((typed, after)) = rest.split_once('<') {
        let (name, after) = after.split_once('>').expect("the name of a key");
        let key: leadsheet::app::Chord = name.parse().expect("a key");
        out.extend((!typed.is_empty()).then(|| typed.to_owned()));
        out.push(key.to_string());
        rest = after;
    }
    out.extend((!rest.is_empty()).then(|| rest.to_owned()));
    out.iter().map(|part| format!("`{part}`")).collect::<Vec<_>>().join(" ")
}

/// Cuts a screen: leaves lines of its beginning and of its end. A sign stands for those in between, and lines
/// that are empty go without.
fn cut(screen: &str, (first, last): (usize, usize)) -> String {
    let lines: Vec<&str> = screen.lines().collect();
    let (head, rest) = lines.split_at(first);
    let (between, end) = rest.split_at(rest.len() - last);
    let is_cut = between.iter().any(|line| !line.is_empty());
    let mut text = String::new();
    for line in head.iter().chain(is_cut.then_some(&"  ⋮")).chain(end) {
        if !line.is_empty() {
            writeln!(text, "{line}").expect("written");
        }
    }
    text
}

/// The real program, killed now and then.
struct Real {
    dir: TempDir,
    work: PathBuf,
    program: Option<Program>,
}

impl Real {
    fn new() -> Self {
        let dir = files::scratch();
        let work = dir.path().join("work");
        fs::create_dir(&work).expect("a folder");
        files::sample(&work);
        let mut real = Self { dir, work, program: None };
        real.start().wait_for("60 leads");
        real
    }

    fn start(&mut self) -> &mut Program {
        let (home, path) = (self.dir.path().join("home"), self.work.join("leads.csv"));
        let path = path.to_str().expect("UTF-8");
        self.program.insert(Program::with().home(&home).start(&[path], (80, 24)))
    }

    fn program(&mut self) -> &mut Program {
        self.program.as_mut().expect("it runs")
    }
}

impl Hands for Real {
    fn folder(&self) -> &Path {
        &self.work
    }

    fn press(&mut self, keys: &str, then: &str) {
        let program = self.program();
        program.keys(&keys.replace("<ctrl-", "<C-"));
        program.wait_for(then);
    }

    fn look(&mut self, _: &'static str, _: (usize, usize)) {}

    fn go_on(&mut self) {
        let id = self.program().id().to_string();
        let sent = std::process::Command::new("kill").args(["-KILL", &id]).status();
        assert!(sent.expect("kill runs").success());
        self.program().wait_exit();
        let program = self.start();
        program.wait_for("go on with it");
        program.keys("<Enter>");
        program.wait_for("Restored: ");
    }
}

#[test]
fn the_two_weeks_in_the_manual_are_the_program_s_own_in_a_terminal_too() {
    let mut reader =
        Reader { program: Headless::open(SAMPLE), keys: Vec::new(), pictures: Vec::new() };
    let portal = two_weeks(&mut reader);
    let sheet = reader.program.sheet();
    let done = (0..sheet.rows()).filter(|row| sheet.state(*row) == RowState::Done);
    let changed = portal.differences(&Portal::holding(SAMPLE));
    assert_eq!(changed, intended(sheet, done));

    let mut real = Real::new();
    let really = two_weeks(&mut real);
    assert_eq!(really.differences(&portal), []);
    real.program().keys("q<Enter>");
    assert_eq!(real.program().wait_exit(), 0);
    let mut status = program();
    status.env("XDG_STATE_HOME", real.dir.path().join("home/state_home"));
    let said = status.arg("status").arg(real.work.join("leads.csv")).output().expect("runs");
    let said = String::from_utf8(said.stdout).expect("UTF-8");
    assert!(said.contains("5 held back · 40 done"), "{said}");

    for (name, picture) in &reader.pictures {
        check_part(&format!("weeks {name}"), picture);
    }
}
