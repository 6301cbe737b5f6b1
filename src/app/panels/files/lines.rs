//! What the list of files shows.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::effect::PathFor;
use crate::app::grid::viewport::ViewSize;
use crate::app::panels::files::state::{FileLine, FilesPanel, name_of};
use crate::app::panels::list::state::ListLine;
use crate::app::panels::list_state::ListState;
use crate::app::panels::panel::{KeyHint, Panel};
use crate::app::text::wrap::{width, wrap_text};
use crate::leads::index::columns;
use crate::leads::{plural, thousands, visible};
use crate::sync::{FileListing, FileSummary, ListedFile};
use chrono::{DateTime, Utc};
use std::path::{Path, PathBuf};
use unicode_segmentation::UnicodeSegmentation;

/// The width of a screen from which on the age of each file has a column.
const WIDE: u16 = 70;

/// The width of the column for the age of a file.
const AGE_WIDTH: usize = 11;

/// The narrowest and the widest that the names get, in terminal columns.
const NAME_WIDTHS: (u16, u16) = (12, 44);

/// How many folders are named in the heading.
const MAX_NAMED_FOLDERS: usize = 2;

impl Panel for FilesPanel {
    fn label(&self) -> &'static str {
        "FILES"
    }

    fn sections(&self) -> &'static [When] {
        &[When::Files, When::Panel]
    }

    fn hints(&self) -> &'static [KeyHint] {
        if !self.is_start {
            return &[
                ("open", "open"),
                ("path", "type a path"),
                ("close", "back"),
                ("folder", "folders"),
                ("search", "search"),
                ("manual", "manual"),
            ];
        }
        &[
            ("open", "open"),
            ("path", "type a path"),
            ("demo", "demo"),
            ("close", "quit"),
            ("folder", "folders"),
            ("manual", "manual"),
            ("search", "search"),
        ]
    }

    fn line_command(&self) -> Option<(When, &'static str)> {
        Some((When::Files, "open"))
    }

    fn list_state(&self) -> &ListState {
        &self.window
    }

    fn list_state_mut(&mut self) -> &mut ListState {
        &mut self.window
    }

    fn len(&self) -> usize {
        self.lines.len()
    }

    fn heading(&self, app: &App) -> String {
        let what = match self.wanted {
            PathFor::Open => "Which file do you want to work on?",
            PathFor::Results => "Which processed file do you want to import?",
            PathFor::Fill => "Which file do you want to fill leads from?",
            PathFor::Fresh => "Which fresh download do your changes move to?",
            PathFor::Policy => "Which policy do you want to run?",
        };
        let Some(listing) = &app.files.listing else { return format!("{what} Reading folders…") };
        let files = self.lines.iter().filter(|line| matches!(line, FileLine::File(_))).count();
        let folders = folders(listing, app.files.folder.is_some());
        match files {
            0 => format!("{what} No such file in {folders}"),
            files => format!("{what} {} in {folders}", plural(files, "file")),
        }
    }

    fn line(&self, app: &App, line: usize) -> ListLine {
        match self.lines.get(line) {
            None => ListLine::default(),
            Some(FileLine::Folder(name)) => {
                let name = middle(&visible(name), usize::from(self.label_width));
                ListLine::new(name, "folder", Tone::Note)
            }
            Some(FileLine::Sentence(text)) => ListLine::new("", text.clone(), Tone::Warning),
            Some(FileLine::File(path)) => self.file_line(app, path),
        }
    }

    fn label_width(&self) -> u16 {
        self.label_width
    }

    fn detail(&self, app: &App) -> (Vec<String>, Tone) {
        let Some(listing) = &app.files.listing else { return (Vec::new(), Tone::Plain) };
        let text = match self.selected() {
            None => self.nothing(app, listing),
            Some(FileLine::Sentence(_)) => String::new(),
            Some(FileLine::Folder(name)) => {
                let key = app.keymap.hint(When::Files, "open");
                format!("{key} lists the files of {}.", visible(&app.files.folder_in(name)))
            }
            Some(FileLine::File(path)) => self.file_detail(app, listing, path),
        };
        (wrap_text(&text, app.fit.width), Tone::Plain)
    }

    fn fit(&mut self, app: &App, size: ViewSize) {
        self.renew(app);
        self.is_start = app.is_start_screen();
        self.shows_age = size.width >= WIDE;
        let widest = self.lines.iter().map(|line| match line {
            FileLine::File(path) => width(&name_of(path)),
            FileLine::Folder(name) => width(name),
            FileLine::Sentence(_) => 0,
        });
        let most = (size.width * 7 / 20).clamp(NAME_WIDTHS.0, NAME_WIDTHS.1);
        self.label_width = columns(widest.max().unwrap_or_default()).clamp(NAME_WIDTHS.0, most);
        let height = size.lines.saturating_sub(self.detail_lines());
        self.window.follow(self.lines.len(), height);
    }
}

impl FilesPanel {
    fn file_line(&self, app: &App, path: &Path) -> ListLine {
        let name = middle(&name_of(path), usize::from(self.label_width));
        if self.wanted == PathFor::Policy {
            return ListLine::new(name, "TOML file", Tone::Plain);
        }
        let summary = app.files.summaries.get(path);
        let what = summary.map_or("reading…".to_owned(), |summary| self.describe(summary));
        let file = listed(app, path);
        let age = file.and_then(|file| age(file.modified?, app.now?)).unwrap_or_default();
        let text = if self.shows_age { format!("{age:<AGE_WIDTH$}{what}") } else { what };
        ListLine::new(name, text, self.tone(summary))
    }

    /// What a file is; leads are also filled from what isn't a Leads file.
    fn describe(&self, summary: &FileSummary) -> String {
        match summary {
            FileSummary::Other(what) if self.wanted == PathFor::Fill => what.clone(),
            summary => summary.describe(),
        }
    }

    /// How the line of a file is meant.
    fn tone(&self, summary: Option<&FileSummary>) -> Tone {
        match summary {
            None => Tone::Note,
            Some(FileSummary::Other(_)) if self.wanted == PathFor::Fill => Tone::Plain,
            Some(FileSummary::Leads(leads)) if leads.work.is_some() => Tone::Good,
            Some(FileSummary::Unusable(_)) => Tone::Warning,
            Some(summary) if summary.can_be_opened() => Tone::Plain,
            Some(_) => Tone::Locked,
        }
    }

    /// More about a file: where it is, how large, from when, and what it is.
    fn file_detail(&self, app: &App, listing: &FileListing, path: &Path) -> String {
        let mut parts = vec![shown(path, listing.home.as_deref())];
        if let Some(file) = listed(app, path) {
            parts.push(size(file.bytes));
            parts.extend(file.modified.map(|time| time.format("%Y-%m-%d %H:%M UTC").to_string()));
        }
        parts.extend(app.files.summaries.get(path).map(|summary| self.describe(summary)));
        parts.join(" · ")
    }

    /// What is shown where no file is listed.
    fn nothing(&self, app: &App, listing: &FileListing) -> String {
        let key = |name| app.keymap.hint(When::Files, name);
        if !self.typed.is_empty() {
            return "No file here has that in its name.".to_owned();
        }
        if let [problem, ..] = listing.problems.as_slice() {
            return problem.clone();
        }
        match self.wanted {
            PathFor::Open => format!(
                "Download your leads in Partner Center under Referrals > Leads, or try the sample: \
                {} opens it. {} takes a path.",
                key("demo"),
                key("path")
            ),
            _ => "Type the path of the file.".to_owned(),
        }
    }
}

fn listed<'a>(app: &'a App, path: &Path) -> Option<&'a ListedFile> {
    let files = &app.files.listing.as_ref()?.files;
    files.iter().find(|file| file.path == path)
}

/// The folders that are listed: `~/leads, ~/Downloads and 1 more folder`.
fn folders(listing: &FileListing, is_one: bool) -> String {
    let shown = |path: &PathBuf| shown(path, listing.home.as_deref());
    let most = if is_one { 1 } else { MAX_NAMED_FOLDERS };
    let names: Vec<String> = listing.folders.iter().take(most).map(shown).collect();
    match listing.folders.len() - names.len() {
        0 if names.is_empty() => "any folder that can be read".to_owned(),
        0 => names.join(", "),
        more => format!("{} and {}", names.join(", "), plural(more, "more folder")),
    }
}

/// A path as it is shown: with `~` for the home folder.
fn shown(path: &Path, home: Option<&Path>) -> String {
    let in_home = home.and_then(|home| path.strip_prefix(home).ok());
    let text = match in_home {
        Some(rest) if rest.as_os_str().is_empty() => "~".to_owned(),
        Some(rest) => Path::new("~").join(rest).to_string_lossy().into_owned(),
        None => path.to_string_lossy().into_owned(),
    };
    visible(&text).into_owned()
}

/// How old a file is: `today`, `12 days`.
fn age(modified: DateTime<Utc>, now: DateTime<Utc>) -> Option<String> {
    let days = usize::try_from((now.date_naive() - modified.date_naive()).num_days()).ok()?;
    Some(match days {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        2..60 => format!("{days} days"),
        60..730 => format!("{} months", days / 30),
        _ => format!("{} years", days / 365),
    })
}

/// A size in bytes as people read it: `2.8 MB`.
fn size(bytes: u64) -> String {
    let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
    match bytes {
        0..1_000 => plural(bytes, "byte"),
        1_000..1_000_000 => format!("{} KB", thousands(bytes.div_ceil(1_000))),
        _ => format!("{}.{} MB", thousands(bytes / 1_000_000), bytes % 1_000_000 / 100_000),
    }
}

/// A text for a number of terminal columns: of one that is too long the beginning and the end, which tells
/// upload files from each other.
fn middle(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let left = room.saturating_sub(1);
    let (start, end) = (left - left * 2 / 3, left * 2 / 3);
    let graphemes: Vec<&str> = text.graphemes(true).collect();
    let take = |room: usize, pieces: &mut dyn Iterator<Item = &&str>| {
        let mut used = 0;
        let fits = |piece: &&&str| {
            used += width(piece);
            used <= room
        };
        pieces.take_while(fits).count()
    };
    let (first, last) =
        (take(start, &mut graphemes.iter()), take(end, &mut graphemes.iter().rev()));
    let tail = graphemes.len() - last;
    format!("{}…{}", graphemes[..first].concat(), graphemes[tail..].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn ages_and_sizes_are_told_in_few_words() {
        let now = DateTime::from_timestamp(1_795_000_000, 0).expect("a time");
        let of = |days| age(now - TimeDelta::days(days), now).unwrap_or_default();
        let ages = [0, 1, 12, 90, 800].map(of);
        assert_eq!(ages, ["today", "yesterday", "12 days", "3 months", "2 years"]);
        assert_eq!(of(-2), "", "a clock that is wrong");
        let sizes = [1, 900, 1_200, 2_850_000, 700_000_000].map(size);
        assert_eq!(sizes, ["1 byte", "900 bytes", "2 KB", "2.8 MB", "700.0 MB"]);
    }

    #[test]
    fn long_names_keep_their_end() {
        let name = "leads-export-2026-11-25-partner.upload-001.csv";
        assert_eq!(middle(name, 24), "leads-ex….upload-001.csv");
        assert_eq!(middle("leads.csv", 24), "leads.csv");
        assert_eq!(width(&middle(&"漢".repeat(40), 20)), 19);
        assert_eq!(middle("abc", 0), "…");
    }

    #[test]
    fn the_home_folder_is_a_tilde() {
        let home = Some(Path::new("/home/ada"));
        let in_home = |path: &str| shown(&Path::new("/home/ada").join(path), home);
        assert_eq!(in_home("a.csv"), format!("~{}a.csv", std::path::MAIN_SEPARATOR));
        assert!(in_home("x/a.csv").ends_with("x/a.csv"));
        assert_eq!(shown(Path::new("/home/ada"), home), "~");
        assert_eq!(shown(Path::new("/home/adam/a\u{1b}.csv"), home), "/home/adam/a␛.csv");
    }
}
