//! What happens after the shell has written the upload files.

use super::review::leads;
use super::{App, Entry, ExportDone, ExportResult, List, Mode, PartDone, Tone};
use crate::sheet::WrittenFile;

impl App {
    /// Takes the outcome of an export: marks the rows and tells what to do next, or what went wrong.
    pub(super) fn exported(&mut self, result: ExportResult) {
        self.mode = Mode::Grid;
        match result {
            Err(why) => self.mode = Mode::List(failure(&why)),
            Ok(done) => {
                let written = |part: &PartDone| WrittenFile {
                    path: part.path.clone(),
                    rows: part.rows,
                    sha256: part.sha256.clone(),
                };
                let files: Vec<WrittenFile> = done.parts.iter().map(written).collect();
                self.sheet.mark_exported(&done.rows, &files);
                let counts = self.sheet.counts();
                self.mode = Mode::List(match &done.stopped {
                    Some(why) => stopped(&done, why, counts.ready),
                    None => report(&done, counts.held_back),
                });
            }
        }
    }
}

/// Writes what is said when an export failed.
fn failure(why: &str) -> List {
    let entries = vec![
        Entry::new("failed", why, Tone::Error),
        Entry::new(
            "kept",
            "Your changes are all here. Put it right and export again.",
            Tone::Plain,
        ),
    ];
    List::new("The export failed", entries)
}

/// Writes what is said when an export failed after some of its files; `ready` is how many leads wait.
fn stopped(done: &ExportDone, why: &str, ready: usize) -> List {
    let mut entries = vec![Entry::new("failed", why, Tone::Error)];
    entries.extend(written(done));
    let text = format!("{} to be exported. Put it right and export again.", leads(ready));
    entries.push(Entry::new("left", text, Tone::Warning));
    List::new(format!("The export stopped after {}", leads(done.rows.len())), entries)
}

/// Returns the files that stand, and what was found in them.
fn written(done: &ExportDone) -> Vec<Entry> {
    let mut entries = Vec::new();
    for part in &done.parts {
        entries.push(Entry::new("written", &part.path, Tone::Good));
        let cells = if part.changed == 1 { "cell" } else { "cells" };
        let text = format!("{}, {} changed {cells}, 0 others", leads(part.rows), part.changed);
        entries.push(Entry::new("verified", text, Tone::Plain));
    }
    entries
}

/// Writes the report of an export; `held_back` is how many changed leads it left out.
fn report(done: &ExportDone, held_back: usize) -> List {
    let mut entries = written(done);
    if held_back > 0 {
        let text = format!("{} with errors, not exported", leads(held_back));
        entries.push(Entry::new("held back", text, Tone::Error));
    }
    entries.push(Entry::default());
    let next = NEXT.into_iter().map(|(left, text)| Entry::new(left, text, Tone::Plain));
    entries.extend(next);
    List::new(format!("Exported {}", leads(done.rows.len())), entries)
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
