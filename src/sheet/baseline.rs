//! What a sheet knows from the beginning: the facts of its file, and the download that it is compared with.

use crate::leads::kind::date::CreatedForm;
use crate::leads::{Field, FileContext, Layout, Origin, Row, RuleContext};
use crate::sheet::kind::SheetKind;
use crate::sheet::ledger::ledger::LoadedTexts;
use crate::sheet::sheet::Sheet;
use crate::table::parallel::in_pieces;
use crate::table::{Join, Table, Union, UnionFile};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// The download that a file is compared with.
#[derive(Debug)]
pub(crate) struct Baseline {
    /// The download as loaded.
    pub table: Table,
    /// Which row of the file is which of the download.
    pub join: Join,
}

impl Sheet {
    /// Validates a file for an upload as it is, against its download if there is one, like
    /// [`Sheet::new`] and [`Sheet::against`], for a report that shows no notes and at most `most` problems of
    /// each rule: of the others only errors are kept, and all are counted. Nothing in it can be changed.
    pub fn for_report(
        file: Table,
        download: Option<Table>,
        rules: impl Into<RuleContext>,
        most: usize,
    ) -> Self {
        let (rules, kind) = (rules.into(), SheetKind::Report { limit: most });
        match download {
            None => {
                let facts = file_context(&file, rules);
                Self::new_validated(file, Origin::Upload, facts, None, kind)
            }
            Some(download) => {
                let (facts, baseline) = compare(&file, download, rules);
                Self::new_validated(file, Origin::Compared, facts, Some(baseline), kind)
            }
        }
    }

    /// Compares a file for an upload as it is with its download, and runs every rule.
    ///
    /// Each row is judged as a change of the lead with its Referral ID: what Partner Center holds is
    /// the download's text in the same column. Rows of the download that the file lacks are left
    /// alone.
    pub fn against(file: Table, download: Table, rules: impl Into<RuleContext>) -> Self {
        let (facts, baseline) = compare(&file, download, rules.into());
        Self::new_validated(file, Origin::Compared, facts, Some(baseline), SheetKind::Editable)
    }

    /// The same file without any change.
    #[must_use]
    pub fn reset(&self) -> Self {
        let mut sheet = Self::new(self.table().clone(), self.origin(), self.context().rules());
        sheet.keep_errors(self.keeps_errors);
        sheet.set_open_days(self.open_days);
        sheet
    }

    /// Returns which row is which of the download that the file is compared with, if it is.
    pub fn joined(&self) -> Option<&Join> {
        self.baseline().map(|baseline| &baseline.join)
    }

    pub(crate) fn baseline(&self) -> Option<&Baseline> {
        self.baseline.as_deref()
    }
}

/// Returns what is known about a download or a file that stands for it.
pub(crate) fn file_context(table: &Table, rules: RuleContext) -> FileContext {
    let mut facts = FileContext::new(rules);
    facts.encoding = table.encoding();
    facts.delimiter = table.delimiter();
    facts.has_rejected_rows = table.origin() == Origin::Results;
    if let Some(field) = table.layout().created_date() {
        let of_piece =
            |piece: Range<usize>| CreatedForm::of(piece.map(|row| table.cell(Row::at(row), field)));
        let pieces = in_pieces(table.len(), of_piece).into_iter();
        facts.created = pieces.fold(CreatedForm::default(), CreatedForm::and);
    }
    if let Some(field) = table.layout().purchase_intent() {
        let used = |text: &str| table.rows().any(|row| table.cell(row, field) == text);
        let found = facts.lists.undecided().find(|text| used(text)).map(str::to_owned);
        if let Some(text) = found {
            facts.not_decided = text;
            facts.not_decided_seen = true;
        }
    }
    facts
}

/// Returns what is known about each of several files; nothing if there is one.
pub(crate) fn file_contexts(table: &Table, all: &FileContext) -> Vec<FileContext> {
    let files = table.sources().map_or(&[][..], Union::files);
    let context = |file: &UnionFile| FileContext {
        lacking: table.layout().fields().skip(1).filter(|f| file.own_field(*f).is_none()).collect(),
        offers_unlocked: all.offers_unlocked,
        ..file_context(&file.table, all.rules())
    };
    files.iter().map(context).collect()
}

/// Returns what is known about a file that is compared with its download, and the comparison.
pub(crate) fn compare(
    file: &Table,
    download: Table,
    rules: RuleContext,
) -> (FileContext, Arc<Baseline>) {
    let facts = file_context(&download, rules);
    let join = Join::new(file, &download);
    (facts, Arc::new(Baseline { table: download, join }))
}

impl LoadedTexts for (&Table, &Layout) {
    fn loaded(&self, row: Row, field: Field) -> Cow<'_, str> {
        self.0.cell(row, field)
    }

    fn status(&self) -> Option<Field> {
        self.1.status()
    }
}
