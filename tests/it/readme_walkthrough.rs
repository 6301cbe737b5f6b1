//! The walk-through of two weeks in the manual: the same keys without a terminal, where its screens are
//! taken from, and in the real program, which is killed in between.

use crate::readme::check_part;
use crate::support::edits::intended;
use crate::support::files::{self, SAMPLE};
use crate::support::headless::Headless;
use crate::support::journey::Journey;
use crate::support::keys;
use crate::support::portal::{Portal, Rejections};
use crate::support::pty::Program;
use leadsheet::sheet::RowState;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// A way to press the keys and to see the screen.
trait Driver {
    /// The folder with the download.
    fn folder(&mut self) -> &Path;

    /// Presses keys, in the notation of the key map between `<` and `>`, and checks the screen after them.
    fn press(&mut self, keys: &str, then: &str);

    /// Makes a picture of the screen: its name, and how many of its first and last lines it has.
    fn take_picture(&mut self, name: &'static str, lines: (usize, usize));

    /// Kills the program once the journal has a number of entries of a kind, and resumes the work.
    fn kill_and_resume(&mut self, entries: (&str, usize));
}

/// How much of the grid is shown: ten leads, and the lines below it.
const GRID: (usize, usize) = (12, 3);

/// Works for two weeks: the portal after them.
fn two_weeks(driver: &mut impl Driver) -> Portal {
    let mut portal = Portal::holding(SAMPLE);
    driver.press("gc", "PICK");
    driver.press("marketplace<enter>", "Marketplace Purchase Intent");
    driver.press("gagsyes<enter>", "41 cells in 41 leads changed");
    driver.press("gc", "PICK");
    driver.press("referral st<enter>", "Partner Referral Status: New");
    driver.press("fv", "32 of 60 leads are shown");
    driver.press("gasacc<enter>", "96 cells in 32 leads changed");
    driver.press("ff", "60 leads are shown");
    driver.press("2gg0", "Lead Name: Warehouse tablets");
    driver.press("slost<enter>", "Customer didn't respond");
    driver.press("2<enter>", "Ready to export");
    driver.press("9gg", "GRID 9/60");
    driver.press("swon<enter>", "Won: 3 cells changed");
    driver.take_picture("edited", GRID);

    driver.press("<ctrl-s>", "Type 2, then Enter");
    driver.press("c", "Closing leads are separate");
    driver.take_picture("review", (14, 1));
    driver.press("2<enter>", "Exported 40 leads");
    driver.take_picture("exported", (20, 1));
    driver.press("<esc>", "40 exported");

    let name = |lead: &str| portal_id(&portal, lead);
    let refusals = Rejections::none()
        .with(&name("Backup for 14 shops"), "An unexpected error occurred, try again later")
        .with(&name("Woodgrove fraud dashboard"), "An unexpected error occurred, try again later")
        .with(
            &name("School network refresh"),
            "Currency isn't supported for this customer; Required field CRM ID missing",
        );
    upload(&mut portal, driver.folder(), 1, &refusals);
    upload(&mut portal, driver.folder(), 2, &refusals);
    driver.kill_and_resume(("export", 1));
    import_results(driver, "processed-1.csv", "36 leads");
    driver.take_picture("results", (8, 1));
    driver.press("<esc>", "✗2");
    import_results(driver, "processed-2.csv", "Results: processed-2.csv");
    driver.press("<esc>", "1 of 3 shown");
    driver.kill_and_resume(("results", 2));

    driver.press("fx", "1 of 3 shown");
    driver.press("]f", "rejected lead 1 of 3");
    driver.press("m", "1 lead marked to resubmit");
    driver.press("]f", "rejected lead 2 of 3");
    driver.press("m", "+2");
    driver.press("]f", "Currency isn't supported");
    driver.take_picture("failed", GRID);
    driver.press("cceur<enter>", "3 ready");
    driver.press("gccrm<enter>", "CRM ID");
    driver.press("ccNB-204<enter>", "NB-204");
    driver.take_picture("fixed", GRID);
    driver.press("<ctrl-s>", "Type 1, then Enter");
    driver.press("1<enter>", "Exported 3 leads");
    driver.press("<esc>", "> Backup for 14 shops");
    driver.kill_and_resume(("export", 2));
    upload(&mut portal, driver.folder(), 3, &Rejections::none());
    import_results(driver, "processed-3.csv", "3 leads");
    driver.press("<esc>", "40 done");
    driver.press("gc", "PICK");
    driver.press("referral st<enter>", "Partner Referral Status: ");
    driver.take_picture("done", GRID);
    portal
}

/// Imports a results file. Its name isn't typed at once with other keys, which would look like a paste.
fn import_results(driver: &mut impl Driver, name: &str, then: &str) {
    driver.press("gm", "Processed file:");
    driver.press(name, name);
    driver.press("<enter>", then);
}

/// The Referral ID of a lead.
fn portal_id(portal: &Portal, name: &str) -> String {
    portal
        .ids()
        .into_iter()
        .find(|id| portal.value(id, "Lead Name") == name)
        .expect("in the sample")
}

/// Uploads a file, and writes the processed file next to it.
fn upload(portal: &mut Portal, folder: &Path, number: usize, refusals: &Rejections) {
    let part = fs::read(folder.join(format!("leads.upload-{number:03}.csv"))).expect("exported");
    let done = portal.upload(&part, refusals).expect("processed");
    fs::write(folder.join(format!("processed-{number}.csv")), done.results).expect("written");
}

/// The program without a terminal, and its pictures.
struct Reader {
    program: Headless,
    /// The keys since the last picture.
    keys: Vec<String>,
    pictures: Vec<(&'static str, String)>,
}

impl Driver for Reader {
    fn folder(&mut self) -> &Path {
        self.program.dir.path()
    }

    fn press(&mut self, keys: &str, then: &str) {
        self.program.press(keys);
        let screen = self.program.session.screen();
        assert!(screen.contains(then), "{then:?} after {keys}:\n{screen}");
        self.keys.push(shown(keys));
    }

    fn take_picture(&mut self, name: &'static str, lines: (usize, usize)) {
        let keys = std::mem::take(&mut self.keys).join(" · ");
        let screen = cut(&self.program.session.screen(), lines);
        self.pictures.push((name, format!("Keys: {keys}\n\n```text\n{screen}```\n")));
    }

    fn kill_and_resume(&mut self, _: (&str, usize)) {
        self.program.restart();
    }
}

/// The keys as the manual writes them.
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

/// Cuts a screen to some of its first and last lines. A symbol replaces those in between, and empty lines are
/// removed.
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
struct Real(Journey);

impl Driver for Real {
    fn folder(&mut self) -> &Path {
        self.0.workspace.folder()
    }

    fn press(&mut self, keys: &str, then: &str) {
        self.0.keys(&keys.replace("<ctrl-", "<C-"));
        self.0.wait_for(then);
    }

    fn take_picture(&mut self, _: &'static str, _: (usize, usize)) {}

    fn kill_and_resume(&mut self, (kind, count): (&str, usize)) {
        self.0.workspace.wait_for_entries(kind, count);
        self.0.kill();
        self.0.resume("resume it");
    }
}

/// The real program at the end of a line that delivers many keys in one piece, and the rest before somebody
/// looks at what they did.
struct Laggy {
    journey: Journey,
    waiting: Vec<Vec<u8>>,
    /// What the screen shows after the last key.
    then: String,
}

/// How many keys the line delivers at once.
const LUMP: usize = 40;

impl Laggy {
    fn deliver(&mut self) {
        self.journey.send(&std::mem::take(&mut self.waiting).concat());
        self.journey.wait_for(&self.then);
    }
}

impl Driver for Laggy {
    fn folder(&mut self) -> &Path {
        self.deliver();
        self.journey.workspace.folder()
    }

    fn press(&mut self, keys: &str, then: &str) {
        self.waiting.extend(keys::pressed(&keys.replace("<ctrl-", "<C-")));
        then.clone_into(&mut self.then);
        while self.waiting.len() >= LUMP {
            let rest = self.waiting.split_off(LUMP);
            let lump = std::mem::replace(&mut self.waiting, rest);
            self.journey.send(&lump.concat());
        }
    }

    fn take_picture(&mut self, _: &'static str, _: (usize, usize)) {}

    fn kill_and_resume(&mut self, (kind, count): (&str, usize)) {
        self.deliver();
        self.journey.workspace.wait_for_entries(kind, count);
        self.journey.kill();
        self.journey.resume("resume it");
    }
}

#[cfg_attr(windows, ignore = "no terminal marks pastes or is asked there")]
#[test]
fn a_line_that_delivers_keys_in_lumps_does_the_same_job() {
    let mut reader =
        Reader { program: Headless::open(SAMPLE), keys: Vec::new(), pictures: Vec::new() };
    let portal = two_weeks(&mut reader);
    let mut laggy = Laggy { journey: Journey::start(), waiting: Vec::new(), then: String::new() };
    let really = two_weeks(&mut laggy);
    laggy.deliver();
    assert_eq!(really.differences(&portal), []);
    laggy.journey.save_and_quit();
    let status = laggy.journey.workspace.status("leads.csv");
    assert!(status.contains("5 held back · 40 done"), "{status}");
}

#[test]
fn a_lump_of_keys_runs_nothing_where_the_terminal_does_not_answer() {
    let dir = files::scratch();
    let source = files::sample(dir.path());
    let mut p = Program::with().silent().start(&[source.to_str().expect("UTF-8")], (80, 24));
    p.wait_for("UK spring");
    let job = "gcmarketplace<Enter>gagsyes<Enter>gcreferral st<Enter>fvgasacc<Enter>ff2gg0slost<Enter>\
               2<Enter>9ggswon<Enter><C-s>c2<Enter><Esc>qd";
    let keys = keys::pressed(job);
    for lump in keys.chunks(LUMP) {
        p.send(&lump.concat());
    }
    // All of them, or Esc would be one more of them. Two keys don't type anything.
    p.wait_for(&format!("{} keys arrived at once; p pastes them", keys.len() - 2));
    p.keys("<Esc>");
    p.wait_for("They were discarded; nothing has changed.");
    p.keys("<Esc>");
    p.wait_for("GRID 1/60");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
    assert_eq!(files::names(dir.path()), ["leads.csv"]);
}

#[test]
fn the_two_weeks_in_the_manual_are_the_program_s_own_in_a_terminal_too() {
    let mut reader =
        Reader { program: Headless::open(SAMPLE), keys: Vec::new(), pictures: Vec::new() };
    let portal = two_weeks(&mut reader);
    let sheet = reader.program.sheet();
    let done = (sheet.rows()).filter(|row| sheet.state(*row) == RowState::Done);
    let changed = portal.differences(&Portal::holding(SAMPLE));
    assert_eq!(changed, intended(sheet, done));

    let mut real = Real(Journey::start());
    let really = two_weeks(&mut real);
    assert_eq!(really.differences(&portal), []);
    real.0.save_and_quit();
    let status = real.0.workspace.status("leads.csv");
    assert!(status.contains("5 held back · 40 done"), "{status}");

    for (name, picture) in &reader.pictures {
        check_part(&format!("weeks {name}"), picture);
    }
}
