//! Carries what was edited elsewhere into the download that it came from.

mod evidence;

use crate::leads::sort::sort_by_key;
use crate::leads::{Access, Col, Field, Lock, Row, RuleContext, kind};
use crate::sheet::edit::{LockedCell, ReadOnly};
use crate::sheet::{CellEdit, Sheet};
use crate::sync::damage::{CellDamage, DamageKind};
use crate::sync::judge::{Judgement, judge};
use crate::table::{Join, Table};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::mem::discriminant;

/// What became of an edited file's cells.
#[derive(Clone, Debug, Default)]
pub struct ImportReport {
    /// Which row of the edited file is which of the download.
    pub join: Join,
    /// The cells that the door refused, by row of the download.
    pub rejected: Vec<RejectedCell>,
    /// The cells that another program damaged, by column and kind, among them all read-only ones that
    /// differ; the download's text stays.
    pub damage: Vec<CellDamage>,
    /// How many cells only changed their form; the download's text stays.
    pub rewritten: usize,
    /// The rows of the edited file whose cells can't be matched with columns.
    pub ragged: Vec<Row>,
    /// The rows of the edited file whose cells stand in the columns beside their own.
    pub shifted: Vec<Row>,
    /// The close dates that are the download's with day and month the other way round: row of the
    /// edited file. They count as damage.
    pub day_month_swapped: Vec<Row>,
}

/// A cell of the edited file that couldn't be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedCell {
    /// The row of the edited file.
    pub row: Row,
    /// The field of the download.
    pub field: Field,
    /// The text that was refused.
    pub text: String,
    /// The rule and the reason.
    pub lock: Lock,
}

/// The cells of an edited row that are to be set.
struct WantedRow {
    /// The row of the edited file.
    row: Row,
    /// The row of the download.
    lead: Row,
    /// The fields of the download and their texts.
    cells: Vec<(Field, String)>,
}

/// A cell whose text differs in the edited file.
struct ChangedCell {
    /// The row of the edited file.
    row: Row,
    /// The row of the download.
    lead: Row,
    /// The field of the edited file.
    from: Field,
    /// The field of the download.
    field: Field,
}

impl ChangedCell {
    /// The download's text and the edited file's.
    fn texts<'t>(&self, sheet: &'t Sheet, edited: &'t Table) -> (Cow<'t, str>, Cow<'t, str>) {
        (sheet.table().cell(self.lead, self.field), edited.cell(self.row, self.from))
    }
}

impl Sheet {
    /// Lays what was edited elsewhere over the download, like [`Sheet::new`] and [`Sheet::import_edits`], but
    /// runs the rules once, and not over rows without a change: the findings are those that an export asks
    /// about.
    pub fn with_import(
        download: Table,
        edited: &Table,
        rules: impl Into<RuleContext>,
    ) -> (Self, ImportReport) {
        let mut sheet = Self::unvalidated(download, rules);
        let carried = sheet.apply_edits_of(edited);
        sheet.validate_changed();
        (sheet, carried)
    }

    /// Makes the edits of a file that was edited elsewhere, in one step.
    ///
    /// Leads are matched by Referral ID and cells by column. A lead that has two rows with different texts is
    /// refused: which one is meant isn't known. Read-only cells keep the download's
    /// text, and so do cells whose text means the same (a date in another form, an amount with other
    /// decimals, other line ends) or is what a spreadsheet program makes of the download's. A date or an amount
    /// that can mean two things, as far as the file shows how it is written, is refused. Everything else is read
    /// as if it was typed, and set as by [`Sheet::apply`] without the locked cells.
    ///
    /// # Errors
    ///
    /// Fails if the sheet is read-only.
    pub fn import_edits(&mut self, edited: &Table) -> Result<ImportReport, ReadOnly> {
        self.check_writable()?;
        Ok(self.apply_edits_of(edited))
    }

    fn apply_edits_of(&mut self, edited: &Table) -> ImportReport {
        let mut carried =
            ImportReport { join: Join::new(edited, self.table()), ..ImportReport::default() };
        let changed = self.changed_cells(edited, &mut carried);
        let mut wanted = self.judge_cells(&changed, edited, &mut carried);
        self.reject_contradictions(edited, &mut wanted, &mut carried);
        let (mut sets, mut rows) = (Vec::new(), Vec::new());
        for WantedRow { row, lead, cells } in wanted {
            rows.extend(cells.iter().map(|_| row));
            sets.extend(cells.into_iter().map(|(field, text)| CellEdit::new(lead, field, text)));
        }
        let locks = self.locks(&sets);
        let (_, locked) = self.apply_unlocked("edited elsewhere".to_owned(), sets, locks);
        let refused = |LockedCell { at, field, text, lock }| RejectedCell {
            row: rows[at],
            field,
            text,
            lock,
        };
        carried.rejected.extend(locked.into_iter().map(refused));
        carried
    }

    /// Refuses the cells of leads that have two rows with different texts: which one is meant isn't known.
    fn reject_contradictions(
        &self,
        edited: &Table,
        wanted: &mut [WantedRow],
        carried: &mut ImportReport,
    ) {
        if carried.join.duplicates.is_empty() {
            return;
        }
        let first: BTreeMap<Row, Row> =
            carried.join.pairs().map(|(row, lead)| (lead, row)).collect();
        for &row in &carried.join.duplicates {
            let Some(lead) = carried.join.row(row) else { continue };
            let Some(&first) = first.get(&lead) else { continue };
            let mut columns = carried.join.columns();
            if columns.all(|(from, _)| edited.cell(row, from) == edited.cell(first, from)) {
                continue;
            }
            let name = self.layout().referral_id().map(|id| self.layout().name(id));
            let reason = format!(
                "{}: rows {first} and {row} are the same lead and differ; keep one of the two rows.",
                name.unwrap_or_default()
            );
            let lock = Lock::new("R-03", reason);
            let own = wanted.iter_mut().filter(|wanted| wanted.lead == lead);
            let cells = own.flat_map(|wanted| wanted.cells.drain(..));
            carried.rejected.extend(cells.map(|(field, text)| {
                let lock = lock.clone();
                RejectedCell { row: first, field, text, lock }
            }));
        }
    }

    /// Finds the cells that differ, row by row, and the rows whose cells can't be matched with columns.
    fn changed_cells(&self, edited: &Table, carried: &mut ImportReport) -> Vec<ChangedCell> {
        let mut changed = Vec::new();
        let join = &carried.join;
        let layout = edited.layout();
        let nameless: Vec<Field> = layout
            .fields()
            .filter(|&field| layout.name(field).trim().is_empty() && join.field(field).is_none())
            .collect();
        let alike =
            join.is_field_by_field(self.table()) && edited.delimiter() == self.table().delimiter();
        for (row, lead) in join.pairs() {
            let is_same = if row == lead {
                join.is_identical(row)
            } else {
                edited.row_text(row) == self.table().row_text(lead)
            };
            if alike && is_same {
                continue;
            }
            if !fits(edited, row, self, lead, join) {
                carried.ragged.push(row);
                continue;
            }
            let first = changed.len();
            let cells = join.columns().map(|(from, field)| ChangedCell { row, lead, from, field });
            changed.extend(cells.filter(|cell| {
                let (old, new) = cell.texts(self, edited);
                old != new
            }));
            let has_rest = nameless.iter().any(|&field| !edited.cell(row, field).is_empty());
            if has_rest || self.is_shifted(edited, &changed[first..]) {
                carried.shifted.push(row);
                changed.truncate(first);
            }
        }
        changed
    }

    /// Tells whether cells of a row stand in the columns beside their own: a comma or a quote got lost, or one came
    /// in.
    ///
    /// Nobody edits a row so that a read-only cell gets its neighbour's text, or several cells move the same way
    /// into columns of another kind.
    fn is_shifted(&self, edited: &Table, changed: &[ChangedCell]) -> bool {
        const MOVED_CELLS: usize = 3;
        let kind =
            |field: Field| self.layout().col(field).map(|col| discriminant(&col.column().kind));
        let is_moved_by = |by: isize| {
            let (mut moved, mut into_others) = (0, 0);
            for cell in changed {
                let (_, new) = cell.texts(self, edited);
                let Some(from) = cell.field.index().checked_add_signed(by).map(Field::at) else {
                    continue;
                };
                if new.is_empty() || self.table().cell(cell.lead, from) != new {
                    continue;
                }
                if !is_editable(self.layout().col(cell.field)) {
                    return true;
                }
                moved += 1;
                into_others += usize::from(kind(from) != kind(cell.field));
            }
            moved >= MOVED_CELLS || into_others > 1
        };
        [1, 2, -1, -2].into_iter().any(is_moved_by)
    }

    /// Tells edits from damage and from other forms of the same value, and returns the edits by row.
    fn judge_cells(
        &self,
        changed: &[ChangedCell],
        edited: &Table,
        carried: &mut ImportReport,
    ) -> Vec<WantedRow> {
        let conventions = evidence::conventions(self, edited, &carried.join, changed);
        let mut damage = BTreeMap::new();
        let mut wanted: Vec<WantedRow> = Vec::new();
        for cell in changed {
            let &ChangedCell { row, lead, field, .. } = cell;
            let (old, new) = cell.texts(self, edited);
            let col = self.layout().col(field);
            if wanted.last().is_none_or(|wanted| wanted.row != row) {
                wanted.push(WantedRow { row, lead, cells: Vec::new() });
            }
            if !is_editable(col) {
                note(
                    &mut damage,
                    (row, field),
                    (DamageKind::classify(&old, &new), false),
                    [&old, &new],
                );
                continue;
            }
            let conventions = self.conventions(row, conventions);
            match judge(col, &old, &new, self.context(), conventions) {
                Judgement::Same => carried.rewritten += 1,
                Judgement::Damaged(kind) => {
                    let is_date = col.is_some_and(|col| col.is_close_date());
                    if is_date && kind::date::is_swapped(&old, &new) {
                        carried.day_month_swapped.push(row);
                    }
                    note(&mut damage, (row, field), (kind, true), [&old, &new]);
                }
                Judgement::Either(one, other) => {
                    let lock = two_readings(self.layout().name(field), col, &new, [&one, &other]);
                    carried.rejected.push(RejectedCell {
                        row,
                        field,
                        text: new.into_owned(),
                        lock,
                    });
                }
                Judgement::Other(text) | Judgement::NoValue(text) => {
                    if let Some(wanted) = wanted.last_mut() {
                        wanted.cells.push((field, text));
                    }
                }
            }
        }
        for wanted in &mut wanted {
            sort_by_key(&mut wanted.cells, |(field, _)| self.layout().write_order(*field));
        }
        carried.damage = damage.into_values().collect();
        wanted
    }
}

/// Why a cell that can mean two things isn't imported.
fn two_readings(name: &str, col: Option<Col>, text: &str, readings: [&str; 2]) -> Lock {
    let [one, other] = readings;
    let rule = if col.is_some_and(|col| col.is_close_date()) { "E-05" } else { "V-07" };
    let reason = format!(
        "{name}: \"{text}\" can mean {one} or {other}, and nothing in the file says which; type it in leadsheet."
    );
    Lock::new(rule, reason)
}

/// Counts a damaged cell of the edited file; the first of its column and kind is the example.
fn note(
    damage: &mut BTreeMap<(Field, DamageKind), CellDamage>,
    (row, field): (Row, Field),
    (harm, editable): (DamageKind, bool),
    [old, new]: [&str; 2],
) {
    let entry = damage.entry((field, harm)).or_insert_with(|| {
        let (old, new) = (old.to_owned(), new.to_owned());
        CellDamage { field, kind: harm, editable, cells: 0, row, old, new }
    });
    entry.cells += 1;
}

/// Tells whether a row's cells can be matched with columns: it has as many as the header, or lacks
/// only cells that are empty in the download too, or has more that are empty; and no line end broke it.
fn fits(edited: &Table, row: Row, sheet: &Sheet, lead: Row, join: &Join) -> bool {
    let (has, want) = (Field::at(edited.fields_of(row)), Field::at(edited.width()));
    let original = |field| match join.field(field) {
        Some(field) => sheet.text(lead, field),
        None => Cow::Borrowed(""),
    };
    edited.broken_row(row).is_none()
        && has.until(want).all(|field| original(field).is_empty())
        && want.until(has).all(|field| edited.cell(row, field).is_empty())
}

fn is_editable(col: Option<Col>) -> bool {
    col.is_some_and(|col| {
        let is_locked = matches!(col.column().access, Access::Locked(_) | Access::Unlockable(_));
        !is_locked && col.number() <= col.limit()
    })
}

#[cfg(test)]
mod tests;
