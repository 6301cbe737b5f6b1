//! What happens after the shell has written the upload files.

use super::review::leads;
use super::{App, Entry, ExportDone, ExportResult, List, Mode, Tone};

/// How wide the left column of the report is.
const LEFT: u16 = 8;

impl App {
    /// Takes the outcome of an export: marks the rows and tells what to do next, or what went wrong.
    pub(super) fn exported(&mut self, result: ExportResult) {
        self.mode = Mode::Grid;
        match result {
            Err(why) => self.complain(why),
            Ok(done) => {
                self.sheet.mark_exported(&done.rows);
                self.mode = Mode::List(report(&done, self.fit.width.saturating_sub(LEFT + 4)));
            }
        }
    }
}

/// Writes the report of an export.
fn report(done: &ExportDone, room: u16) -> List {
    let mut entries = Vec::new();
    for part in &done.parts {
        entries.extend(Entry::wrapped("written", &part.path, Tone::Good, room));
        let text = format!("{}, {} changed cells, 0 others", leads(part.rows), part.changed);
        entries.extend(Entry::wrapped("verified", &text, Tone::Plain, room));
    }
    entries.push(Entry::default());
    for (left, text) in NEXT {
        entries.extend(Entry::wrapped(left, text, Tone::Plain, room));
    }
    List { title: format!("Exported {}", leads(done.rows.len())), entries, ..List::default() }
}

/// What to do with upload files.
const NEXT: [(&str, &str); 4] = [
    ("upload", "In Partner Center, on the Leads page, choose Upload at the top right."),
    ("role", "It takes the role Referral admin; a Referral user can only download."),
    ("wait", "Processing 1,000 leads takes up to 10 minutes. It can't be undone."),
    (
        "then",
        "Download the processed file: its Errors column tells which leads were refused, and why.",
    ),
];
