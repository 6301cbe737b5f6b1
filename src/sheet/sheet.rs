//! The sheet: the table, the changes over it, and the one door through which they come.

use crate::leads;
use crate::leads::{CellRef, Field, Row};
use crate::leads::{FileContext, Layout, Lead, Lock, Origin, RuleContext};
use crate::sheet::added_columns::AddedColumn;
use crate::sheet::baseline::{Baseline, file_context, file_contexts};
use crate::sheet::check::BackgroundCheck;
use crate::sheet::due::DueList;
use crate::sheet::edit::CellEdit;
use crate::sheet::edit::{
    Applied, Change, Edit, LockedCell, ReadOnly, Refusal, Step, merge_changes, summarize,
};
use crate::sheet::findings::Findings;
use crate::sheet::kind::SheetKind;
use crate::sheet::ledger::history::History;
use crate::sheet::ledger::ledger::Ledger;
use crate::sheet::log::entry::LogEntry;
use crate::sheet::state::States;
use crate::sheet::unchanged::UnchangedFindings;
use crate::table::Table;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// A loaded table with the user's changes over it.
///
/// A cell is *changed* while its text differs from the reference: what Partner Center holds, or will hold
/// once it accepts the exports without results. That is the loaded text as long as nothing was exported.
/// Findings are kept up to date by each edit.
#[derive(Debug)]
pub struct Sheet {
    table: Table,
    /// The changes, uploads and steps.
    pub(crate) ledger: Ledger,
    layout: Layout,
    added: Vec<AddedColumn>,
    origin: Origin,
    pub(crate) kind: SheetKind,
    /// Whether upload files keep what the last upload said in *Errors*.
    pub(crate) keeps_errors: bool,
    /// After how many days a lead counts as open for long.
    pub(crate) open_days: u32,
    facts: FileContext,
    /// What the rules know about each file, if there are several.
    file_facts: Vec<FileContext>,
    /// The rows that the file has as Closed.
    pub(crate) closed: Vec<Row>,
    /// What the rules find, once that was asked for. Kept up to date by [`Sheet::revalidate_step`].
    pub(crate) findings: OnceLock<Findings>,
    /// Whether the rules find anything at all: an export judges the changed rows alone, behind all edits.
    pub(crate) is_validated: bool,
    /// The state of each row, once that was asked for: the title shows how many are in each at each
    /// drawing. Kept up to date by [`Sheet::revalidate_step`] and [`Sheet::revalidate`].
    pub(crate) states: OnceLock<States>,
    /// What would be wrong with the unchanged leads, once that was asked for. Kept up to date with the states.
    pub(crate) unchanged: OnceLock<UnchangedFindings>,
    /// What falls due, once that was asked for. Kept up to date with the states.
    pub(crate) due: OnceLock<DueList>,
    /// The check of the whole sheet, if that is done behind the screen.
    pub(crate) check: Option<BackgroundCheck>,
    pub(crate) baseline: Option<Arc<Baseline>>,
    /// The log since it was last taken; nothing while logging is off.
    pub(crate) log: Option<Vec<LogEntry>>,
}

impl Sheet {
    /// Lays an empty set of changes over a table. The rules run when their findings are first asked for.
    ///
    /// `rules` is the current day in UTC, alone or with a user's own lists. With [`Origin::Upload`] every row is judged as one that
    /// is going to be uploaded.
    pub fn new(table: Table, origin: Origin, rules: impl Into<RuleContext>) -> Self {
        let facts = file_context(&table, rules.into());
        Self::new_validated(table, origin, facts, None, SheetKind::Editable)
    }

    /// Lays an empty set of changes over a download without running any rule, for
    /// [`Sheet::validate`] behind the first edits: so each row is judged once.
    pub(crate) fn unvalidated(download: Table, rules: impl Into<RuleContext>) -> Self {
        let facts = file_context(&download, rules.into());
        Self::build(download, Origin::Download, facts, None, SheetKind::Editable)
    }

    pub(crate) fn new_validated(
        table: Table,
        origin: Origin,
        context: FileContext,
        baseline: Option<Arc<Baseline>>,
        kind: SheetKind,
    ) -> Self {
        let mut sheet = Self::build(table, origin, context, baseline, kind);
        sheet.is_validated = true;
        sheet
    }

    fn build(
        table: Table,
        origin: Origin,
        facts: FileContext,
        baseline: Option<Arc<Baseline>>,
        kind: SheetKind,
    ) -> Self {
        let file_facts = file_contexts(&table, &facts);
        let mut sheet = Self {
            layout: table.layout().clone(),
            added: Vec::new(),
            table,
            ledger: Ledger::default(),
            origin,
            kind,
            keeps_errors: false,
            open_days: DueList::OPEN_DAYS,
            file_facts,
            facts,
            closed: Vec::new(),
            findings: OnceLock::new(),
            is_validated: false,
            states: OnceLock::new(),
            unchanged: OnceLock::new(),
            due: OnceLock::new(),
            check: None,
            baseline,
            log: None,
        };
        sheet.init_upload_status();
        sheet.find_closed();
        sheet
    }

    /// A copy to be read by a check behind the screen, without history, log and what is derived; the table is shared.
    pub(crate) fn snapshot(&self) -> Self {
        Self {
            table: self.table.clone(),
            ledger: self.ledger.without_history(),
            layout: self.layout.clone(),
            added: self.added.clone(),
            facts: self.facts.clone(),
            file_facts: self.file_facts.clone(),
            closed: self.closed.clone(),
            baseline: self.baseline.clone(),
            findings: OnceLock::new(),
            states: OnceLock::new(),
            unchanged: OnceLock::new(),
            due: OnceLock::new(),
            check: Some(BackgroundCheck::default()),
            log: None,
            ..*self
        }
    }

    /// Takes the loaded texts for those of another kind of file.
    pub(crate) fn set_origin(&mut self, origin: Origin) {
        self.origin = origin;
        self.init_upload_status();
        self.find_closed();
        self.validate();
    }

    /// Makes an edit, or refuses it whole; one that spares locked cells is only refused if the sheet is
    /// read-only.
    ///
    /// Each cell is judged after the ones before it in the same edit, so that a reason can be set
    /// together with the substatus that asks for it. Cells that hold the new text already are left
    /// out, and a cell that is set twice counts once; an edit that changes nothing leaves no step
    /// behind.
    pub fn apply(&mut self, edit: Edit) -> Result<Applied, Refusal> {
        let locks = self.locks_unless_refused(&edit)?;
        Ok(self.apply_unlocked(edit.label, edit.sets, locks).0)
    }

    /// Computes what an edit would change and what it would leave out, and changes nothing.
    ///
    /// # Errors
    ///
    /// Fails if [`Sheet::apply`] would refuse the edit.
    pub fn dry_run(&self, edit: &Edit) -> Result<(Vec<Change>, Applied), Refusal> {
        let locks = self.locks_unless_refused(edit)?;
        let (changes, locked) = self.changes(edit.sets.clone(), locks);
        let applied = summarize(&changes, &locked);
        Ok((changes, applied))
    }

    /// Finds the locked cells of an edit, or says why the whole edit is refused.
    fn locks_unless_refused(&self, edit: &Edit) -> Result<Vec<(usize, Lock)>, Refusal> {
        self.check_writable()?;
        let locks = self.locks(&edit.sets);
        match locks.first() {
            Some((at, lock)) if !edit.skips_locked => {
                let CellRef { row, field } = edit.sets[*at].at;
                Err(Refusal::Locked { row, field, lock: lock.clone() })
            }
            _ => Ok(locks),
        }
    }

    /// Sets the cells of an edit but for those that were found locked, which are returned.
    pub(crate) fn apply_unlocked(
        &mut self,
        label: String,
        sets: Vec<CellEdit>,
        locks: Vec<(usize, Lock)>,
    ) -> (Applied, Vec<LockedCell>) {
        let (changes, locked) = self.changes(sets, locks);
        let applied = summarize(&changes, &locked);
        if !changes.is_empty() {
            let step = Step::edit(label, changes);
            self.log(|sheet| sheet.log_entry(&step));
            self.ledger.make(&(&self.table, &self.layout), step.clone());
            self.revalidate_step(&step);
        }
        (applied, locked)
    }

    /// Computes the changes of an edit, and the cells that are locked.
    fn changes(
        &self,
        sets: Vec<CellEdit>,
        locks: Vec<(usize, Lock)>,
    ) -> (Vec<Change>, Vec<LockedCell>) {
        let mut changes: Vec<Change> = Vec::with_capacity(sets.len());
        let mut locked = Vec::with_capacity(locks.len());
        let mut locks = locks.into_iter().peekable();
        for (at, CellEdit { at: cell, text }) in sets.into_iter().enumerate() {
            let CellRef { row, field } = cell;
            if let Some((_, lock)) = locks.next_if(|(locked, _)| *locked == at) {
                locked.push(LockedCell { at, field, text, lock });
                continue;
            }
            let before = self.text(row, field).into_owned();
            changes.push(Change { row, field, before, after: text });
        }
        (merge_changes(changes), locked)
    }

    /// Takes the newest step back and returns it, without the cells of rows that can't go back: Partner Center
    /// holds them as Closed, or accepted a value from which there is no way back to the one before.
    pub fn undo(&mut self) -> Option<Step> {
        self.check_writable().ok()?;
        let kept = self.rows_without_way_back(self.history().done().last()?);
        self.undo_without(Some(kept))
    }

    /// Makes the newest undone step again and returns it, without the cells of rows that are Closed.
    pub fn redo(&mut self) -> Option<Step> {
        self.check_writable().ok()?;
        let step = self.history().undone().last()?;
        let mut kept: Vec<Row> = step.touched().filter(|row| self.is_closed(*row)).collect();
        kept.dedup();
        self.redo_without(Some(kept))
    }

    /// Takes the newest step back, but for some rows, see [`Ledger::undo`].
    pub(crate) fn undo_without(&mut self, kept: Option<Vec<Row>>) -> Option<Step> {
        let file = (&self.table, &self.layout);
        let step = self.ledger.undo(&file, kept.as_deref())?;
        self.revalidate_step(&step);
        self.log(|_| LogEntry::Undo { kept });
        Some(step)
    }

    /// Makes the newest undone step again, but for some rows, see [`Ledger::redo`].
    pub(crate) fn redo_without(&mut self, kept: Option<Vec<Row>>) -> Option<Step> {
        let file = (&self.table, &self.layout);
        let step = self.ledger.redo(&file, kept.as_deref())?;
        self.revalidate_step(&step);
        self.log(|_| LogEntry::Redo { kept });
        Some(step)
    }

    /// The table as loaded.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The columns of the fields: those of the file, then the added ones.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The columns that were added, in the order of their fields.
    pub fn added(&self) -> &[AddedColumn] {
        &self.added
    }

    /// Adds a column and returns its field.
    pub(crate) fn push_column(&mut self, name: String, added: AddedColumn) -> Field {
        let field = Field::at(self.layout.len());
        self.log(|_| LogEntry::AddColumn(name.clone()));
        self.layout.add(name, added.col);
        self.added.push(added);
        field
    }

    /// Lets offers and solutions be edited, and judges them as edited ones.
    ///
    /// Microsoft's page lists them as read-only and, in another place, as columns to add: what
    /// Partner Center does with a changed one isn't known.
    ///
    /// # Errors
    ///
    /// Fails if the sheet is read-only.
    pub fn unlock_offers(&mut self) -> Result<(), ReadOnly> {
        self.check_writable()?;
        if self.facts.offers_unlocked {
            return Ok(());
        }
        self.facts.offers_unlocked = true;
        self.file_facts.iter_mut().for_each(|facts| facts.offers_unlocked = true);
        if self.is_validated {
            self.validate();
        }
        self.log(|_| LogEntry::UnlockOffers);
        Ok(())
    }

    /// The number of rows.
    pub fn row_count(&self) -> usize {
        self.table.len()
    }

    /// All rows, in file order.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = Row> + ExactSizeIterator + Clone + use<> {
        self.table.rows()
    }

    /// Whether the file has this row.
    pub fn has_row(&self, row: Row) -> bool {
        row.index() < self.row_count()
    }

    /// The current text of a cell.
    pub fn text(&self, row: Row, field: Field) -> Cow<'_, str> {
        self.changed_text(row, field).map_or_else(|| self.table.cell(row, field), Cow::Borrowed)
    }

    /// The text of a cell that differs from the file.
    pub fn changed_text(&self, row: Row, field: Field) -> Option<&str> {
        let changes = self.changes_of(row);
        let at = changes.binary_search_by_key(&field, |(f, _)| *f).ok()?;
        Some(&changes[at].1)
    }

    /// The cells of a row that differ from the file, by field, with their texts.
    pub fn changes_of(&self, row: Row) -> &[(Field, String)] {
        self.ledger.changes_of(row)
    }

    /// Where the loaded texts come from.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// What the rules know about the file of a row.
    pub fn context_of(&self, row: Row) -> &FileContext {
        let own = self.table.sources().and_then(|union| self.file_facts.get(union.file_of(row)));
        own.unwrap_or(&self.facts)
    }

    /// What the rules know about the file.
    pub fn context(&self) -> &FileContext {
        &self.facts
    }

    /// The findings of the rules in the current sheet, worked out when they are first asked for.
    pub fn findings(&self) -> &Findings {
        self.findings.get_or_init(|| Findings::validate(self))
    }

    /// The findings of the rules, if they were worked out already.
    pub fn known_findings(&self) -> Option<&Findings> {
        self.findings.get()
    }

    /// The steps that were done and undone.
    pub fn history(&self) -> &History {
        &self.ledger.history
    }

    /// Checks that a cell isn't locked.
    pub fn check_editable(&self, row: Row, field: Field) -> Result<(), Lock> {
        self.with_row(row, |r: &Lead| leads::check_editable(r, field))
    }
}
