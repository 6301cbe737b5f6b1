//! A row made by hand, for the tests of the rules.

use crate::leads::index::{Field, Row};
use crate::leads::{
    Col, FileContext, Finding, Layout, Lead, Level, Origin, Reference, UploadResult,
    is_simple_ascii, rules,
};
use chrono::NaiveDate;
use std::cell::Cell;

thread_local! {
    /// How often this thread has judged a row.
    static JUDGED: Cell<usize> = const { Cell::new(0) };
}

/// Counts a row as judged.
pub(super) fn count() {
    JUDGED.set(JUDGED.get() + 1);
}

/// Begins to count anew.
pub(crate) fn reset() {
    JUDGED.set(0);
}

/// How often this thread has judged a row since then.
pub(crate) fn counted() -> usize {
    JUDGED.get()
}

/// A row with its header, outside any sheet: it can hold what the sheet would refuse.
#[derive(Clone)]
pub(super) struct Probe {
    layout: Layout,
    loaded: Vec<&'static str>,
    current: Vec<&'static str>,
    origin: Origin,
}

impl Probe {
    pub(super) fn download(header: &[&str], cells: &[&'static str]) -> Self {
        Self::new(header, cells, Origin::Download)
    }

    pub(super) fn upload(header: &[&str], cells: &[&'static str]) -> Self {
        Self::new(header, cells, Origin::Upload)
    }

    fn new(header: &[&str], cells: &[&'static str], origin: Origin) -> Self {
        let loaded = cells.to_vec();
        let layout = Layout::new(header.iter().map(|&name| name.to_owned()).collect());
        Self { layout, current: loaded.clone(), loaded, origin }
    }

    /// Changes a cell, by its header.
    pub(super) fn with(mut self, name: &str, text: &'static str) -> Self {
        let field = self.layout.fields().find(|&f| self.layout.name(f) == name);
        self.current[field.expect("a column of the probe").index()] = text;
        self
    }

    fn findings(&self) -> Vec<Finding> {
        let context = FileContext::new(NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"));
        let to_scan = |field: &Field| !is_simple_ascii(self.current[field.index()]);
        let to_scan: Vec<Field> = Field::first(self.current.len()).filter(to_scan).collect();
        let changed = |field: &Field| self.current[field.index()] != self.loaded[field.index()];
        let changed: Vec<Field> = Field::first(self.current.len()).filter(changed).collect();
        let errors =
            self.layout.field(Col::Errors).map_or("", |field| &*self.loaded[field.index()]);
        let row = Lead {
            reference: Reference::File,
            upload_result: UploadResult::Unknown,
            portal_errors: errors,
            broken: None,
            corrected: &changed,
            layout: &self.layout,
            loaded: &self.loaded,
            current: &self.current,
            origin: self.origin,
            to_scan: &to_scan,
            changed: &changed,
            context: &context,
        };
        let mut found = Vec::new();
        rules::check_row(&row, Row(0), Level::Note, &mut found);
        found
    }

    /// The findings of one rule.
    pub(super) fn all(&self, code: &str) -> Vec<Finding> {
        self.findings().into_iter().filter(|f| f.rule.code() == code).collect()
    }

    /// The rules that find something, in their order.
    pub(super) fn codes(&self) -> Vec<&'static str> {
        let mut codes: Vec<_> = self.findings().iter().map(|f| f.rule.code()).collect();
        codes.dedup();
        codes
    }

    /// The rules that find an error or a warning, in their order.
    pub(super) fn problems(&self) -> Vec<&'static str> {
        let found = self.findings();
        let mut codes: Vec<_> =
            found.iter().filter(|f| f.level.is_problem()).map(|f| f.rule.code()).collect();
        codes.dedup();
        codes
    }
}
