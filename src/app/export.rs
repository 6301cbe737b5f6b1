//! What happens after the shell has written the upload files.

use super::review::leads;
use super::{App, Entry, ExportDone, ExportResult, List, Mode, Tone};

impl App {
    /// Takes the outcome of an export: marks the rows and tells what to do next, or what went wrong.
    pub(super) fn exported(&mut self, result: ExportResult) {
        self.mode = Mode::Grid;
        match result {
            Err(why) => self.complain(why),
            Ok(done) => {
                self.sheet.mark_exported(&done.rows);
                self.mode = Mode::List(report(&done));
            }
        }
    }
}

/// Writes the report of an export.
fn report(done: &ExportDone) -> List {
    let mut entries = Vec::new();
    let mut line = |left: &str, text: String, tone| {
        entries.push(Entry { left: left.to_owned(), text, tone, target: None });
    };
    for part in &done.parts {
        line("written", part.path.clone(), Tone::Good);
        let text = format!("{}, {} changed cells, 0 others", leads(part.rows), part.changed);
        line("verified", text, Tone::Plain);
    }
    line("", String::new(), Tone::Plain);
    line(
        "upload",
        "Partner Center → Leads → Upload, at the top right of the page.".to_owned(),
        Tone::Plain,
    );
    line("role", "Referral admin. A Referral user can only download.".to_owned(), Tone::Plain);
    line(
        "wait",
        "Processing 1,000 leads takes up to 10 minutes. It can't be undone.".to_owned(),
        Tone::Plain,
    );
    line(
        "then",
        "Download the processed file: its Errors column says which rows were refused.".to_owned(),
        Tone::Plain,
    );
    List { title: format!("Exported {}", leads(done.rows.len())), entries, ..List::default() }
}
