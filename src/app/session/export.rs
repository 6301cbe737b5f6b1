//! What happens after the shell has written the upload files.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::effect::{EffectError, ExportResult, WrittenUpload};
use crate::app::mode::Mode;
use crate::app::panels::list::state::{ListLine, ListPanel};
use crate::app::panels::review::state::{irreversible_leads, irreversible_line};
use crate::app::panels::uploads::state::part_line;
use crate::leads::plural;
use crate::sheet::{Sheet, UploadFile};
use crate::upload::IrreversibleGroup;
use chrono::SecondsFormat;

/// The export that runs, or ran last.
#[derive(Debug, Default)]
pub struct LastExport {
    /// The files that it has written so far.
    parts: Vec<WrittenUpload>,
    /// Whether the program ends when everything is written.
    pub(in crate::app) then_quits: bool,
    /// What is printed once the screen is gone: a line for each file that was written since the program began.
    pub lines: Vec<String>,
}

impl App {
    /// Takes a file that the export has written: its leads are exported as they stand.
    pub(crate) fn written(&mut self, part: WrittenUpload) {
        let file = UploadFile {
            path: part.path.clone(),
            rows: part.rows.len(),
            sha256: part.sha256.clone(),
            revert_sha256: part.revert_sha256.clone(),
            written: self.now.map(|now| now.to_rfc3339_opts(SecondsFormat::Secs, true)),
            is_pilot: part.is_pilot,
        };
        self.sheet.mark_exported(&part.rows, &[file]);
        self.last_export.lines.extend(written_lines(&part));
        self.last_export.parts.push(part);
    }

    /// What is printed once the screen is gone: the files that were written, and what to do with them while
    /// their results are missing.
    pub fn closing_lines(&self) -> Vec<String> {
        let mut lines = self.last_export.lines.clone();
        if !lines.is_empty() && self.sheet.counts().exported > 0 {
            let files = self.file_arguments();
            lines.push(format!("Upload it, then: leadsheet {files} --results FILE"));
        }
        lines
    }

    /// Takes the end of an export: tells what to do next, or what went wrong; or quits, if it was an
    /// export to quit with and everything is written.
    pub(crate) fn exported(&mut self, result: &ExportResult) {
        let parts = std::mem::take(&mut self.last_export.parts);
        let counts = self.sheet.counts();
        let quits = std::mem::take(&mut self.last_export.then_quits);
        if result.is_ok() && quits {
            self.mode = Mode::Grid;
            return self.quit();
        }
        self.mode = Mode::open(match result {
            Err(error) if parts.is_empty() => failure(error),
            Err(error) => stopped(&self.sheet, &parts, error, counts.ready),
            Ok(()) => report(self, &parts, counts.held_back),
        });
    }
}

/// A written file and its revert file, for the shell's screen.
fn written_lines(part: &WrittenUpload) -> impl Iterator<Item = String> + use<> {
    let leads = plural(part.rows.len(), "lead");
    let revert = part.revert.as_ref().map(|path| format!("Revert file: {path}"));
    std::iter::once(format!("Exported {leads}: {}", part.path)).chain(revert)
}

/// Writes what is said when an export failed.
fn failure(error: &EffectError) -> ListPanel {
    let entries = vec![
        ListLine::new("failed", error.to_string(), Tone::Error),
        ListLine::new(
            "kept",
            "All of your changes are kept. Fix it and export again.",
            Tone::Plain,
        ),
    ];
    ListPanel::new("The export failed", entries)
}

/// Writes what is said when an export failed after some of its files; `ready` is how many leads wait.
fn stopped(sheet: &Sheet, parts: &[WrittenUpload], error: &EffectError, ready: usize) -> ListPanel {
    let mut entries = vec![ListLine::new("failed", error.to_string(), Tone::Error)];
    entries.extend(written(parts));
    let text = format!("{} not exported yet. Fix it and export again.", plural(ready, "lead"));
    entries.push(ListLine::new("left", text, Tone::Warning));
    entries.extend(irreversible(sheet, parts));
    ListPanel::new(format!("The export stopped after {}", plural(exported(parts), "lead")), entries)
}

/// Of how many leads these files are.
fn exported(parts: &[WrittenUpload]) -> usize {
    parts.iter().map(|part| part.rows.len()).sum()
}

/// Whether these files are a pilot part.
fn is_pilot(parts: &[WrittenUpload]) -> bool {
    parts.iter().any(|part| part.is_pilot)
}

/// The files that stand, and what was found in them.
fn written(parts: &[WrittenUpload]) -> Vec<ListLine> {
    let mut entries = Vec::new();
    for part in parts {
        entries.push(ListLine::new("written", &part.path, Tone::Good));
        let text = format!(
            "{}, {}, 0 others",
            plural(part.rows.len(), "lead"),
            plural(part.changed, "changed cell")
        );
        entries.push(ListLine::new("verified", text, Tone::Plain));
        let text = match &part.revert {
            Some(path) => format!("{path} ({})", plural(part.revert_summary.leads, "lead")),
            None => "none: another upload can't undo any of this file".to_owned(),
        };
        entries.push(ListLine::new("revert file", text, Tone::Plain));
    }
    entries
}

/// Lists what no upload can put back, one line a reason.
fn irreversible(sheet: &Sheet, parts: &[WrittenUpload]) -> Vec<ListLine> {
    let stuck = || parts.iter().flat_map(|part| &part.revert_summary.stuck);
    let count = irreversible_leads(stuck());
    if count == 0 {
        return Vec::new();
    }
    let title = format!("What can't be reverted: {}", plural(count, "lead"));
    let mut entries = vec![ListLine::default(), ListLine::new("", title, Tone::Heading)];
    let groups = IrreversibleGroup::of(stuck(), sheet, |row| sheet.closes(row));
    let line = |group: &IrreversibleGroup| {
        ListLine::new("", irreversible_line(sheet, group), Tone::Warning)
    };
    entries.extend(groups.iter().map(line));
    entries
}

/// Writes the report of an export; `held_back` is how many changed leads it left out.
fn report(app: &App, parts: &[WrittenUpload], held_back: usize) -> ListPanel {
    let mut entries = written(parts);
    if held_back > 0 {
        let text = format!("{} with errors, not exported", plural(held_back, "lead"));
        entries.push(ListLine::new("held back", text, Tone::Error));
    }
    entries.extend(checklist(app));
    entries.push(ListLine::default());
    let next = NEXT.into_iter().map(|(left, text)| ListLine::new(left, text, Tone::Plain));
    entries.extend(next);
    let merge = app.keymap.hint(When::Grid, "merge");
    let then = format!(
        "Download the processed file: its Errors column lists the rejected leads and the reasons. \
        {merge} imports it here, or later: leadsheet {} --results FILE",
        app.file_arguments()
    );
    entries.push(ListLine::new("then", then, Tone::Plain));
    if is_pilot(parts) {
        let text = format!(
            "{} exports the other leads, once the results of the pilot part are imported.",
            app.keymap.hint(When::Grid, "export")
        );
        entries.push(ListLine::new("the rest", text, Tone::Plain));
    }
    entries.extend(irreversible(&app.sheet, parts));
    let leads = plural(exported(parts), "lead");
    let title = if is_pilot(parts) {
        format!("Exported the pilot part: {leads}")
    } else {
        format!("Exported {leads}")
    };
    ListPanel::new(title, entries)
}

/// Lists the upload files that have something to be done, if there is more than the one just written.
fn checklist(app: &App) -> Vec<ListLine> {
    let checklist = app.sheet.checklist();
    let open: Vec<_> = checklist.parts.iter().filter(|part| !part.waiting.is_empty()).collect();
    let (Some(next), 2..) = (checklist.next_step(), open.len()) else { return Vec::new() };
    let again = match app.keymap.hint(When::Grid, "uploads") {
        key if key.is_empty() => String::new(),
        key => format!(" ({key} lists them again)"),
    };
    let title = format!("Upload one file at a time{again}");
    let mut entries = vec![ListLine::default(), ListLine::new("", title, Tone::Heading)];
    entries.extend(open.into_iter().map(|part| part_line(app, part)));
    entries.push(ListLine::new("next", next.describe(app.now), Tone::Plain));
    entries
}

/// What to do with upload files.
const NEXT: [(&str, &str); 3] = [
    ("upload", "In Partner Center, on the Leads page, choose Upload at the top right."),
    ("role", "This needs the role Referral admin; a Referral user can only download."),
    ("wait", "Processing 1,000 leads takes up to 10 minutes. It can't be undone."),
];
