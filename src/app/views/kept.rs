//! The view of a file from one run to the next: what is shown of it, and where the cursor is.
//!
//! It isn't work: a view that can't be read is left out with a word, and no lead depends on it.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::command::wait::is_of_findings;
use crate::app::message::Message;
use crate::app::mode::Mode;
use crate::app::views::spec::{Arrangement, ViewSpec};
use crate::leads::index::index;
use crate::leads::{Origin, Row, plural};
use crate::sheet::{Filter, Order, Sheet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the text of a view.
const VERSION: u32 = 1;

/// How a file was shown when it was left.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptView {
    version: u32,
    /// Whether row numbers are shown, if it isn't as the settings say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row_numbers: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cursor: Option<CursorSpec>,
    /// The widths that were changed, by the names of the columns.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    widths: BTreeMap<String, u16>,
    #[serde(default)]
    view: ViewSpec,
}

/// Where the cursor is: by names, so that it survives another order and another content.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct CursorSpec {
    referral_id: String,
    /// The row number, for a lead without a *Referral ID*.
    row: u32,
    column: String,
}

/// Why a kept view isn't used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ViewError {
    /// It isn't the text of a view.
    #[error("The view of last time can't be read; the file opens without it.")]
    Damaged,
    /// A later version of the program wrote it.
    #[error("The view of last time is of a newer version; the file opens without it.")]
    Newer,
}

/// Which view a file opens with.
#[derive(Clone, Debug, Default)]
pub struct OpeningView {
    /// The view of last time.
    pub kept: Option<KeptView>,
    /// The filter that was asked for, which wins over that of last time.
    pub only: Option<Filter>,
}

/// How the view of a file begins.
#[derive(Clone, Debug, Default)]
pub(crate) struct ViewStart {
    /// The view that the file opens with, until it is shown.
    opening: Option<OpeningView>,
    /// Whether the settings show row numbers.
    row_numbers: bool,
}

impl ViewStart {
    pub(crate) fn new(opening: OpeningView, row_numbers: bool) -> Self {
        Self { opening: Some(opening), row_numbers }
    }
}

impl KeptView {
    /// Reads the text of a view.
    ///
    /// # Errors
    ///
    /// Fails if it is none, or of a later version.
    pub fn parse(text: &str) -> Result<Self, ViewError> {
        #[derive(Deserialize)]
        struct Version {
            version: u32,
        }
        match toml::from_str(text) {
            Ok(Version { version: VERSION }) => {
                toml::from_str(text).map_err(|_| ViewError::Damaged)
            }
            Ok(Version { version }) if version > VERSION => Err(ViewError::Newer),
            _ => Err(ViewError::Damaged),
        }
    }

    /// Whether the beginning of a file can be shown as the file was left: all leads in file order, the cursor on one of
    /// the first.
    pub fn is_of_beginning(&self, sheet: &Sheet) -> bool {
        let Arrangement { filters, sort, .. } = self.view.arrangement(sheet);
        let is_there = |cursor: &CursorSpec| {
            let last = sheet.row_count() / 2;
            index(cursor.row) <= last
                && (cursor.referral_id.is_empty() || sheet.lead(&cursor.referral_id).is_some())
        };
        filters.is_empty() && sort.is_none() && self.cursor.as_ref().is_none_or(is_there)
    }

    /// The text that [`KeptView::parse`] reads.
    pub fn to_text(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }
}

impl App {
    /// The view to keep for the next run; nothing as long as that of last time isn't shown yet.
    pub fn kept_view(&self) -> Option<KeptView> {
        (self.view_start.opening.is_none() && self.earlier.is_none()).then(|| self.view_now())
    }

    /// The view as it is now.
    pub(crate) fn view_now(&self) -> KeptView {
        let sheet = &self.sheet;
        let columns = self.record.as_ref().map_or(&self.columns, |record| &record.grid);
        let name = |field| sheet.layout().name(field).to_owned();
        let cell = self.cell();
        let id = sheet.layout().referral_id();
        let referral_id = id.map(|id| sheet.table().cell(cell.row, id).into_owned());
        let cursor = sheet.has_row(cell.row).then(|| CursorSpec {
            referral_id: referral_id.unwrap_or_default(),
            row: u32::try_from(cell.row.number()).unwrap_or_default(),
            column: name(cell.field),
        });
        let is_default = self.row_numbers == self.view_start.row_numbers;
        KeptView {
            version: VERSION,
            row_numbers: (!is_default).then_some(self.row_numbers),
            cursor,
            widths: columns.resized(sheet).map(|(field, width)| (name(field), width)).collect(),
            view: self.view_spec(),
        }
    }

    /// Which columns and leads are shown now, and in which order.
    pub(crate) fn view_spec(&self) -> ViewSpec {
        let columns = self.record.as_ref().map_or(&self.columns, |record| &record.grid);
        ViewSpec::new(&self.sheet, columns, &self.filters, self.sort)
    }

    /// Does what waits for the answer about saved work: shows the view, then imports the results.
    pub(crate) fn finish_opening(&mut self) {
        self.open_view();
        self.take_results();
    }

    /// Shows the view that the file opens with, once nothing is asked about it any more.
    ///
    /// The failed leads of a processed file, and the leads that were asked for, win over the filters of last
    /// time.
    fn open_view(&mut self) {
        if self.earlier.is_some() || !matches!(self.mode, Mode::Grid) {
            return;
        }
        if self.has_waiting_view() {
            return;
        }
        let Some(OpeningView { kept, only }) = self.view_start.opening.take() else { return };
        let is_arranged = !self.filters.is_empty() && self.sheet.origin() == Origin::Results;
        if let Some(kept) = kept {
            self.restore_columns(&kept);
            if only.is_none() && !is_arranged {
                self.restore_leads(&kept);
            }
        }
        if let Some(only) = only {
            self.show_only(only);
        }
    }

    /// Whether the view that the file opens with needs the findings of all leads, and they aren't known yet.
    pub(crate) fn has_waiting_view(&self) -> bool {
        let Some(OpeningView { kept, only }) = &self.view_start.opening else { return false };
        if !self.sheet.lacks_check() || self.earlier.is_some() || !matches!(self.mode, Mode::Grid) {
            return false;
        }
        let kept = kept.as_ref().map(|kept| kept.view.arrangement(&self.sheet).filters);
        kept.iter().flatten().chain(only).any(is_of_findings)
    }

    /// Shows all leads instead of the view that waits for the findings.
    pub(crate) fn drop_waiting_view(&mut self) {
        if self.has_waiting_view() {
            self.view_start.opening = None;
        }
    }

    /// Shows the view that another content of the file had.
    pub(crate) fn restore_view(&mut self, kept: &KeptView) {
        self.restore_columns(kept);
        self.restore_leads(kept);
    }

    fn restore_columns(&mut self, kept: &KeptView) {
        let field = self.cell().field;
        let (default, _) =
            (self.columns.len(), kept.view.show_columns(&self.sheet, &mut self.columns));
        for (name, width) in &kept.widths {
            if let Some(field) = self.sheet.column(name) {
                self.columns.restore_width(field, *width);
            }
        }
        self.row_numbers = kept.row_numbers.unwrap_or(self.row_numbers);
        self.viewport.column = self.columns.nearest(field);
        if self.columns.len() < default {
            let (shown, all) = (self.columns.len(), self.sheet.layout().len());
            let key = self.keymap.hint(When::Grid, "columns_all");
            self.add_to_status(&format!(
                "As you left it: {shown} of {all} columns; {key} shows all."
            ));
        }
    }

    fn restore_leads(&mut self, kept: &KeptView) {
        let Arrangement { filters, sort, .. } = kept.view.arrangement(&self.sheet);
        let order = Order::new(&self.sheet, &filters, sort);
        if order.is_empty() && self.sheet.row_count() > 0 {
            self.add_to_status("The filters of last time fit no lead; all leads are shown.");
        } else {
            (self.order, self.filters, self.sort) = (order, filters, sort);
            self.selection = None;
        }
        self.restore_cursor(kept);
        self.renew_search(true);
        if !self.filters.is_empty() {
            let only = Filter::describe_all(&self.filters, &self.sheet).join(" + ");
            let (shown, all) = (self.order.len(), plural(self.sheet.row_count(), "lead"));
            let key = self.keymap.hint(When::Grid, "filter_off");
            self.add_to_status(&format!(
                "As you left it: only {only}, {shown} of {all}; {key} shows all."
            ));
        }
    }

    fn restore_cursor(&mut self, kept: &KeptView) {
        let Some(cursor) = &kept.cursor else { return };
        let row = self.sheet.lead(&cursor.referral_id).or_else(|| {
            let row = Row::at(index(cursor.row).saturating_sub(1));
            (cursor.referral_id.trim().is_empty() && self.sheet.has_row(row)).then_some(row)
        });
        if let Some(row) = row {
            self.viewport.row = row;
        }
        if let Some(field) = self.sheet.column(&cursor.column) {
            self.viewport.column = self.columns.nearest(field);
        }
    }

    /// Shows the leads that were asked for when the file was opened; all of them if none fits.
    fn show_only(&mut self, only: Filter) {
        let what = only.describe(&self.sheet);
        let filters = vec![only];
        let order = Order::new(&self.sheet, &filters, None);
        let Some(first) = order.row(0) else {
            return self
                .add_to_status(&format!("No lead fits \"only {what}\"; all leads are shown."));
        };
        let is_failed = matches!(filters.first(), Some(Filter::Failed));
        (self.order, self.filters, self.sort, self.selection) = (order, filters, None, None);
        let field = is_failed.then(|| self.refused_at(first)).flatten();
        self.go_to(first, field);
        self.renew_search(true);
        let (shown, all) = (self.order.len(), plural(self.sheet.row_count(), "lead"));
        let key = self.keymap.hint(When::Grid, "filter_off");
        self.add_to_status(&format!("Only {what}: {shown} of {all}; {key} shows all."));
    }

    /// Puts a sentence into the status line, behind the one that is there.
    pub(crate) fn add_to_status(&mut self, text: &str) {
        match &mut self.message {
            Some(message) => message.text = format!("{} {text}", message.text),
            None => self.message = Some(Message::new(text, Tone::Note)),
        }
    }
}
