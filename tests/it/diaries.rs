//! The first day of two people: one comes from Excel and has a mouse, the other from vim over a slow line.
//!
//! Both do the same job on the sample, in the real program at 80×24: accept three leads, lose one with a reason, fill
//! every empty intent, fix two wrong cells, export, take the results in, fix what was rejected and export again.
//! What they press and click is counted, and the portal tells whether the job is done.

use crate::support::files::SAMPLE;
use crate::support::keys;
use crate::support::portal::{Portal, Rejections};
use crate::support::pty::Program;
use crate::support::workspace::Workspace;
use std::fs;

/// Somebody at the program.
struct Diary {
    workspace: Workspace,
    program: Program,
    portal: Portal,
    /// How many keys were pressed, and how many times the mouse was.
    keys: usize,
    clicks: usize,
    /// What the program said that it didn't do.
    surprises: Vec<String>,
    /// Whether keys reach the program in lumps.
    is_laggy: bool,
}

impl Diary {
    fn begin(is_laggy: bool) -> Self {
        let workspace = Workspace::new();
        let program = workspace.start();
        let portal = Portal::holding(SAMPLE);
        Self { workspace, program, portal, keys: 0, clicks: 0, surprises: Vec::new(), is_laggy }
    }

    /// Presses keys, and waits for what the screen shows then.
    fn press(&mut self, keys: &str, then: &str) {
        let pressed = keys::pressed(keys);
        self.keys += pressed.len();
        if self.is_laggy {
            self.program.send(&pressed.concat());
        } else {
            self.program.keys(keys);
        }
        self.program.wait_for(then);
        let status = self.program.line(22) + &self.program.line(23);
        let is_refused = ["has no function", "was not run", "not used"].map(|w| status.contains(w));
        self.surprises.extend(is_refused.contains(&true).then_some(status));
    }

    /// Where the screen shows a text: column and line, counted from 0.
    fn find(&mut self, text: &str) -> (usize, usize) {
        self.program.wait_for(text);
        let screen = self.program.screen();
        let found = screen.lines().enumerate().find_map(|(y, line)| {
            let at = line.find(text)?;
            Some((unicode_width::UnicodeWidthStr::width(&line[..at]), y))
        });
        found.unwrap_or_else(|| panic!("{text:?} isn't on the screen:\n{screen}"))
    }

    /// Clicks on a text, as many times as a double click needs, and waits for what the screen shows then.
    fn click(&mut self, text: &str, times: usize, then: &str) {
        let (x, y) = self.find(text);
        self.click_at((x, y), times);
        self.program.wait_for(then);
    }

    /// Drags from one place to another, and waits for what the screen shows then.
    fn drag(&mut self, (x, y): (usize, usize), (to_x, to_y): (usize, usize), then: &str) {
        self.clicks += 1;
        let from = format!("{};{}", x + 1, y + 1);
        let to = format!("{};{}", to_x + 1, to_y + 1);
        let drag = format!("\x1b[<0;{from}M\x1b[<32;{to}M\x1b[<0;{to}m");
        self.program.send(drag.as_bytes());
        self.program.wait_for(then);
    }

    fn click_at(&mut self, (x, y): (usize, usize), times: usize) {
        self.clicks += times;
        // In one piece: two clicks make a double click only if they come shortly one after the other.
        let click = format!("\x1b[<0;{0};{1}M\x1b[<0;{0};{1}m", x + 1, y + 1);
        self.program.send(click.repeat(times).as_bytes());
    }

    /// Uploads a file to the portal, which rejects some leads, and saves the processed file next to it.
    fn upload(&mut self, number: usize, rejections: &Rejections) {
        let part = self.workspace.path(&format!("leads.upload-{number:03}.csv"));
        let processed = self.portal.upload(&fs::read(part).expect("exported"), rejections);
        let results = processed.expect("processed").results;
        self.workspace.write(&format!("processed-{number}.csv"), results);
    }

    /// The Referral ID of a lead.
    fn id(&self, name: &str) -> String {
        let is_it = |id: &String| self.portal.value(id, "Lead Name").starts_with(name);
        self.portal.ids().into_iter().find(is_it).expect("in the sample")
    }

    /// Ends the program, and checks that the portal holds what the job was.
    fn end(mut self, keys: &str, most: (usize, usize, usize)) {
        self.program.keys(keys);
        assert_eq!(self.program.wait_exit(), 0);
        for (lead, column, wanted) in [
            ("UK spring", "Partner Referral Substatus", "Accepted"),
            ("Adventure Works web shop", "Partner Referral Substatus", "Accepted"),
            ("Backup for 14 shops", "Partner Referral Substatus", "Accepted"),
            ("Warehouse tablets", "Partner Referral Substatus", "Lost"),
            ("Warehouse tablets", "Declined/Lost/Error reason", "2"),
            ("Identity clean-up", "Currency", "USD"),
            ("Trey Research lab storage", "Estimated Close Date", "03/01/2027"),
            ("Backup for 14 shops", "CRM ID", "NB-204"),
        ] {
            assert_eq!(self.portal.value(&self.id(lead), column), wanted, "{lead}: {column}");
        }
        let intents = self.portal.ids();
        let is_open = |id: &&String| self.portal.value(id, "Partner Referral Status") != "Closed";
        let open = intents.iter().filter(is_open).collect::<Vec<_>>();
        let empty = |id: &&&String| self.portal.value(id, "Marketplace Purchase Intent").is_empty();
        let left = open.iter().filter(empty).count();
        assert_eq!(left, 0, "open leads without an intent");
        let counts = (self.keys, self.clicks, self.surprises.len());
        assert_eq!(counts, most, "keys, clicks and surprises: {:?}", self.surprises);
    }
}

/// The leads that the portal rejects the first time.
fn rejections(diary: &Diary) -> Rejections {
    Rejections::none().with(&diary.id("Backup for 14 shops"), "Required field CRM ID missing")
}

#[test]
fn somebody_from_excel_does_the_job_with_the_mouse_and_by_typing() {
    let mut d = Diary::begin(false);
    // What was typed over a cell did nothing; the screen says what lets one type.
    d.press("Contoso", "lets you type");
    d.press("<Esc>:keys spr<Enter>", "typing edits the cell");
    d.click("UK spring", 1, "GRID 1/60");
    d.press("<Right>acc<Enter>", "Marketplace Purchase Intent");
    d.click("Yes", 1, "1 ready");
    d.press("<Home>", "Status Substatus");
    // Two at once: the status cells of leads 4 and 5.
    let (x, y) = d.find("Adventure Works web");
    let (x, y) = (x + 25, y);
    d.drag((x, y), (x, y + 1), "selected");
    d.press("<C-p>accept<Enter>", "Intent is required");
    d.press("yes<Enter>", "3 ready");
    d.click("Warehouse tablets", 1, "GRID 2/60");
    d.press("<Right>lost<Enter>", "Customer didn't respond");
    d.click("Customer didn't respond", 1, "Declined/Lost/Error reason");
    // Every empty intent at once: the leads that have none, the column, one value.
    d.click("UK spring", 1, "GRID 1/60");
    d.press("<Home>", "Status Substatus");
    let ((x, _), (_, y)) = (d.find("Intent"), d.find("Dispatch 2.0"));
    d.click_at((x, y), 1);
    d.program.wait_for("Marketplace Purchase Intent");
    d.press("<C-p>filter value<Enter>", "are shown");
    d.press("<C-Space>", "33 leads");
    d.press("<F2>no<Enter>", "changed");
    d.press("<C-p>filter off<Enter>", "60 leads are shown");
    // Two wrong cells: a suggestion is accepted by typing what it says.
    d.press("<C-Home>", "GRID 1/60");
    d.click("usd", 2, "PICK 8/60");
    d.press("USD<Enter>", "31 ready");
    d.click("2027-03-01", 2, "EDIT");
    d.press("<C-u>3/1/2027<Enter>", "32 ready");
    d.press("<C-s>", "Review");
    d.press("1<Enter>", "verified");
    d.press("<Esc>", "exported");
    let rejections = rejections(&d);
    d.upload(1, &rejections);
    d.press("<C-p>results<Enter>", "processed-1.csv");
    d.press("<Enter>", "rejected");
    d.press("<Esc>", "failed");
    d.press("<C-p>go to column<Enter>crm<Enter>", "CRM ID");
    d.press("NB-204<Enter>", "ready");
    d.press("<C-s>", "Review");
    d.press("<Enter>", "verified");
    d.upload(2, &Rejections::none());
    d.end("<Esc><C-q>", (131, 11, 1));
}

#[test]
fn somebody_from_vim_does_the_job_over_a_slow_line() {
    let mut d = Diary::begin(true);
    d.press("sacc", "1 of 6");
    d.press("<Enter>", "Intent is required");
    d.press("yes<Enter>", "1 ready");
    d.press("4gg0", "GRID 4/60");
    d.press("Vj", "2 leads");
    d.press(":acc", "Accept");
    d.press("<Enter>", "Intent is required");
    d.press("yes<Enter>", "3 ready");
    d.press("<Esc>2gg", "GRID 2/60");
    d.press(":lost", "Lost");
    d.press("<Enter>", "Customer didn't respond");
    d.press("2<Enter>", "GRID");
    d.press("gcint", "Intent");
    d.press("<Enter>17gg", "GRID 17/60");
    d.press("fv", "are shown");
    d.press("gags", "PICK");
    d.press("no<Enter>", "changed");
    d.press("ff", "60 leads are shown");
    d.press("8gggccur", "Currency");
    d.press("<Enter>a", "was \"usd\"");
    d.press("11gggcclo", "Estimated Close Date");
    d.press("<Enter>a", "*03/01/2027");
    d.press(":w", "Commands: export");
    d.press("<Enter>", "Review");
    d.press("1<Enter>", "verified");
    d.press("<Esc>", "exported");
    let rejections = rejections(&d);
    d.upload(1, &rejections);
    d.press("gm", "processed-1.csv");
    d.press("<Enter>", "rejected");
    d.press("<Esc>", "failed");
    d.press("]f", "CRM ID");
    d.press("gccrm", "CRM ID");
    d.press("<Enter>i", "EDIT");
    d.press("NB-204", "NB-204");
    d.press("<Enter>:wq", "Commands: export");
    d.press("<Enter>", "Review");
    d.press("<Enter>", "Exported 1 lead");
    d.upload(2, &Rejections::none());
    d.end("", (109, 0, 0));
}
