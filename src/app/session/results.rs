//! The results of an upload: what is said of them, and which leads are shown then.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::effect::EffectError;
use crate::app::mode::Mode;
use crate::app::panels::list::state::{ListLine, ListPanel};
use crate::app::session::persistence::Recovery;
use crate::app::start::Start;
use crate::leads::{Field, Origin, Row, thousands};
use crate::sheet::{Filter, Order};
use crate::sync::{MergeError, MergeKind, MergeLine, MergeReport};
use crate::table::{FileKind, Table};
use std::sync::Arc;

/// A file that was read to be taken in, or why it couldn't be, as a sentence.
#[derive(Clone, Debug)]
pub struct ReadFile {
    /// The name of the file, as it is shown.
    pub name: String,
    /// What it holds.
    pub table: Result<Arc<Table>, EffectError>,
    /// The SHA-256 of its bytes, in hexadecimal digits; empty if it couldn't be read.
    pub sha256: String,
}

impl App {
    /// Takes a results file in, and tells what it said.
    pub(crate) fn results_read(&mut self, file: &ReadFile) {
        let merged = match &file.table {
            Err(EffectError { unread: Some(unread), .. }) => {
                return self.ask_encoding((**unread).clone());
            }
            Ok(table) => {
                let merged = self.sheet.merge_file(table, &file.sha256);
                merged.map_err(|error| refusal(&file.name, &error))
            }
            Err(error) => Err(error.to_string()),
        };
        match merged {
            Err(why) => self.set_error(why),
            Ok(merged) => {
                self.renew_search(true);
                if !merged.rejected.is_empty() {
                    self.show_failed();
                }
                // What was said before is about something else.
                self.message = None;
                let title = format!("Results: {}", file.name);
                let list = ListPanel::new(title, self.merge_report(&merged));
                self.mode = Mode::open(list);
            }
        }
    }

    /// Takes the results file in that was named at the start, when what was left from before is answered.
    pub(crate) fn take_results(&mut self) {
        if self.earlier.is_none()
            && matches!(self.mode, Mode::Grid)
            && let Some(file) = self.results.take()
        {
            self.results_read(&file);
        }
    }

    /// Shows the failed leads alone, with the cursor at what the first of them was refused for.
    pub(crate) fn show_failed(&mut self) {
        let filters = vec![Filter::Failed];
        let order = Order::new(&self.sheet, &filters, None);
        let Some(first) = order.row(0) else { return };
        (self.order, self.filters, self.sort, self.selection) = (order, filters, None, None);
        self.go_to(first, self.refused_at(first));
    }

    /// The field that a lead was refused for: the first one that Partner Center named, else *Errors*.
    pub(crate) fn refused_at(&self, row: Row) -> Option<Field> {
        let mut findings = self.sheet.findings_of(row).into_iter();
        let named =
            findings.find(|f| REJECTION_RULES.contains(&f.rule.code())).and_then(|f| f.field);
        named.or_else(|| self.sheet.layout().errors())
    }

    /// Shows the failed leads of a results file when it is opened; saved work may open it as a download.
    pub(crate) fn open_results(&mut self) {
        let is_decided = !matches!(self.earlier, Some(Recovery::Work(_) | Recovery::Named(_)));
        if is_decided && self.sheet.origin() == Origin::Results {
            self.show_failed();
        }
    }

    fn merge_report(&self, merged: &MergeReport) -> Vec<ListLine> {
        let told = merged.report_lines(&self.sheet).into_iter();
        let entry = |told: MergeLine| match told.kind {
            MergeKind::Done => ListLine::new(told.kind.label(), told.text, Tone::Good),
            kind => ListLine::new(kind.label(), told.text, told.level.into()),
        };
        let mut entries: Vec<ListLine> = told.map(entry).collect();
        entries.extend(self.doubtful_lessons());
        entries.push(ListLine::default());
        let key = |name| self.keymap.hint(When::Grid, name);
        let next = if merged.rejected.is_empty() {
            format!("{} lists leads by their state.", key("filter_state"))
        } else {
            format!(
                "The failed leads are shown. {} goes to the next one; correct it, or resubmit it \
                unchanged with {}. {} exports the ones that are ready.",
                key("next_failed"),
                key("retry"),
                key("export")
            )
        };
        entries.push(ListLine::new("next", next, Tone::Plain));
        entries
    }
}

/// The rules that show what Partner Center said: of a failed lead, and of one that is sent again as it is.
const REJECTION_RULES: [&str; 2] = ["R-10", "R-11"];

/// Says why a file can't be taken for results.
fn refusal(name: &str, error: &MergeError) -> String {
    format!("{name} can't be imported: {error}.")
}

/// What the user should know when a file is opened as a results file, or could be one: how to reopen it.
///
/// `key` names the key of a command. Saved work has the answer.
pub(crate) fn opened(start: &Start, key: impl Fn(&str) -> String) -> Option<String> {
    let is_answered = |earlier: &Recovery| {
        matches!(earlier, Recovery::Work(_) | Recovery::Named(_) | Recovery::Uncertain { .. })
    };
    if start.recovery.as_ref().is_some_and(is_answered) {
        return None;
    }
    let sheet = &start.sheet;
    if sheet.origin() == Origin::Results {
        let others = thousands(sheet.counts().done);
        let reopen = key("reopen_as_download");
        return Some(format!("The other {others} are done; if not, {reopen}"));
    }
    let is_uncertain = sheet.table().kind() == FileKind::Uncertain;
    let reopen = || key("reopen_as_results");
    is_uncertain.then(|| format!("Opened as a download; if it is a processed file, {}", reopen()))
}
