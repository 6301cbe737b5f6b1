//! In which order and how wide the columns are shown.

use crate::leads::index::columns;
use crate::leads::sort::sort_by_key;
use crate::leads::{Col, Field, FieldGroup, WORKING_COLUMNS};
use crate::sheet::Sheet;
use unicode_width::UnicodeWidthStr;

/// How many rows are measured to fit a column to its content.
const MEASURED_ROWS: usize = 250;
/// The widest a column is drawn that the program doesn't know.
const UNKNOWN_COLUMN_WIDTH: u16 = 20;
/// The widest a column with the names of files is drawn.
const SOURCE_WIDTH: u16 = 16;
/// The narrowest a column is.
const MIN_COLUMN_WIDTH: u16 = 3;
/// The width that the header of an unknown column gets at least.
const HEADER_WIDTH: usize = 10;

/// The widest a column becomes when it is widened or fitted to its longest text.
const MAX_COLUMN_WIDTH: u16 = 200;

/// The shown columns: their order from left to right, and their widths.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// Every column, those that never scroll first.
    all: Vec<Field>,
    /// The shown ones of them.
    order: Vec<Field>,
    frozen: usize,
    widths: Vec<u16>,
    /// The columns of [`WORKING_COLUMNS`] that the file has.
    work: Vec<Field>,
    /// The set that was shown last; columns may be hidden and shown since.
    set: ColumnSet,
}

/// Which columns are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnSet {
    /// Every column.
    #[default]
    All,
    /// The columns that one works in, the most used ones first: what the grid opens with.
    Work,
    /// Who the lead is, and every column that can be edited.
    Editable,
    /// Every column with an error or a warning.
    Problems,
}

impl ColumnSet {
    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "All columns",
            Self::Work => "Working columns",
            Self::Editable => "Editable columns",
            Self::Problems => "Columns with problems",
        }
    }

    /// Whether a field of a sheet belongs to it.
    fn has(self, sheet: &Sheet, field: Field) -> bool {
        let col = sheet.layout().col(field);
        let is_source = sheet.layout().source() == Some(field);
        match self {
            Self::All => true,
            Self::Work => {
                is_source
                    || Some(field) == sheet.layout().customer_name()
                    || col.is_some_and(|col| is_editable(sheet, col) && !is_spare(sheet, field))
            }
            Self::Editable => {
                col.is_some_and(|col| is_editable(sheet, col) || col.identifies_lead())
            }
            Self::Problems => {
                let found = sheet.findings().all().filter(|f| f.level.is_problem());
                found.into_iter().any(|f| f.field == Some(field))
            }
        }
    }
}

/// Whether cells of a column can be edited, if not in every lead.
fn is_editable(sheet: &Sheet, col: Col) -> bool {
    col.column().is_ever_editable(sheet.context().offers_unlocked)
}

/// Whether a column has nothing to work on: no error of an upload, or it's a further member of a family
/// and the one before is empty too.
fn is_spare(sheet: &Sheet, field: Field) -> bool {
    let layout = sheet.layout();
    let Some(col) = layout.col(field) else { return true };
    let is_empty = |field: Field| sheet.rows().all(|row| sheet.text(row, field).trim().is_empty());
    if Some(field) == layout.errors() {
        return is_empty(field);
    }
    let before = col.member_before().and_then(|before| layout.field(before));
    before.is_some_and(|before| is_empty(field) && is_empty(before))
}

impl Columns {
    /// Shows the set that the grid opens with; every column where it has none.
    pub(crate) fn opening(sheet: &Sheet) -> Self {
        let mut columns = Self::fitted(sheet);
        columns.show(sheet, ColumnSet::Work);
        columns
    }

    /// Shows every column in file order, *Lead Name* frozen before the others, fitted to its content.
    pub fn fitted(sheet: &Sheet) -> Self {
        let name = sheet.layout().lead_name();
        let mut order: Vec<Field> = name.into_iter().collect();
        let frozen = order.len();
        order.extend(sheet.layout().fields().filter(|f| Some(*f) != name));
        let widths = fitted_widths(sheet);
        let known = WORKING_COLUMNS.iter().filter_map(|col| sheet.layout().field(*col));
        let work = sheet.layout().source().into_iter().chain(known).collect();
        Self { all: order.clone(), order, frozen, widths, work, set: ColumnSet::All }
    }

    /// All columns in the order of the form, group by group; none stays while others scroll.
    pub(crate) fn grouped(&self, sheet: &Sheet) -> Self {
        let place = |field: &Field| {
            let col = sheet.layout().col(*field);
            (col.map_or(FieldGroup::Other, |col| col.column().group), col, *field)
        };
        let mut all: Vec<Field> = sheet.layout().fields().collect();
        sort_by_key(&mut all, place);
        let widths = self.widths.clone();
        Self { order: all.clone(), all, widths, ..Self::default() }
    }

    /// Shows a field that was added to the sheet behind the members of its family.
    pub(crate) fn add(&mut self, sheet: &Sheet, field: Field, after: Field) {
        self.widths.resize(sheet.layout().len(), 1);
        let fitted = fitted_widths(sheet).get(field.index()).copied();
        self.widths[field.index()] = fitted.unwrap_or(MIN_COLUMN_WIDTH);
        let own = sheet.layout().file_fields();
        let goes_before = |f: &Field| {
            let added = f.index().checked_sub(own).and_then(|at| sheet.added().get(at));
            *f == after || added.is_some_and(|added| added.after == after)
        };
        for shown in [&mut self.all, &mut self.order] {
            let at = shown.iter().rposition(goes_before).map_or(shown.len(), |at| at + 1);
            shown.insert(at, field);
        }
    }

    /// Iterates over the fields of all columns, the hidden ones too, from left to right.
    pub fn all(&self) -> impl Iterator<Item = Field> + '_ {
        self.all.iter().copied()
    }

    /// Shows a set of columns. Returns whether there are any to show besides those that never scroll;
    /// else nothing changes.
    pub(crate) fn show(&mut self, sheet: &Sheet, set: ColumnSet) -> bool {
        let (frozen, others) = self.all.split_at(self.frozen);
        let mut wanted: Vec<Field> =
            others.iter().copied().filter(|f| set.has(sheet, *f)).collect();
        if set == ColumnSet::Work {
            let last = self.work.len();
            sort_by_key(&mut wanted, |f| {
                self.work.iter().position(|work| work == f).unwrap_or(last)
            });
        }
        let any = !wanted.is_empty();
        if any {
            self.order = frozen.iter().copied().chain(wanted).collect();
            self.set = set;
        }
        any
    }

    /// The first column of a family, by its first member, that is hidden.
    pub(crate) fn hidden_member(&self, sheet: &Sheet, family: Col) -> Option<Field> {
        let is_of_family = |field: &Field| {
            let col = sheet.layout().col(*field);
            col.is_some_and(|col| std::ptr::eq(col.column(), family.column()))
        };
        self.all().find(|field| is_of_family(field) && self.position(*field).is_none())
    }

    /// Shows these fields in this order, behind those that never scroll; nothing changes if there are none.
    pub(crate) fn show_fields(&mut self, wanted: &[Field]) {
        let frozen = &self.all[..self.frozen];
        let shown: Vec<Field> = wanted.iter().copied().filter(|f| !frozen.contains(f)).collect();
        if !shown.is_empty() {
            self.order = frozen.iter().copied().chain(shown).collect();
        }
    }

    /// Whether exactly the set that was shown last is shown.
    pub(crate) fn is_whole_set(&self, sheet: &Sheet) -> bool {
        let mut other = self.clone();
        other.show(sheet, self.set) && other.order == self.order
    }

    /// The fields whose width isn't the one that they open with, and their widths.
    pub(crate) fn resized(&self, sheet: &Sheet) -> impl Iterator<Item = (Field, u16)> {
        let fitted = fitted_widths(sheet);
        let width = |field: Field| self.widths.get(field.index()).copied();
        let fields = self.all.iter().filter_map(move |field| Some((*field, width(*field)?)));
        fields.filter(move |(field, width)| fitted.get(field.index()) != Some(width))
    }

    /// Gives a field the width that it had, whether it is shown or not.
    pub(crate) fn restore_width(&mut self, field: Field, width: u16) {
        if let Some(own) = self.widths.get_mut(field.index()) {
            *own = width.clamp(MIN_COLUMN_WIDTH, MAX_COLUMN_WIDTH);
        }
    }

    /// Hides the column at a position. Returns whether it could: one that scrolls must remain.
    pub(crate) fn hide(&mut self, position: usize) -> bool {
        let may = position >= self.frozen && self.order.len() > self.frozen + 1;
        if may && position < self.order.len() {
            self.order.remove(position);
        }
        may
    }

    /// Shows a field that may be hidden, after the next shown one before it, and returns its position.
    pub fn reveal(&mut self, field: Field) -> Option<usize> {
        if let Some(shown) = self.position(field) {
            return Some(shown);
        }
        let is_work = self.set == ColumnSet::Work && self.work.contains(&field);
        let neighbours = if is_work { &self.work } else { &self.all };
        let rank = neighbours.iter().position(|f| *f == field)?;
        let mut before = neighbours[..rank].iter().rev();
        let at = before.find_map(|f| self.position(*f)).map_or(self.frozen, |at| at + 1);
        self.order.insert(at, field);
        Some(at)
    }

    /// The place of each field, by its index, when all columns are visited: the shown ones at their
    /// positions, then the hidden ones.
    pub(crate) fn places(&self) -> Vec<usize> {
        let mut places = vec![0; self.widths.len()];
        for (place, field) in self.by_place().iter().enumerate() {
            if let Some(slot) = places.get_mut(field.index()) {
                *slot = place;
            }
        }
        places
    }

    /// The field at each place.
    pub(crate) fn by_place(&self) -> Vec<Field> {
        self.order.iter().copied().chain(self.hidden()).collect()
    }

    /// Shows the column at a place, which may be that of a hidden one, and returns its position.
    pub(crate) fn reveal_place(&mut self, place: usize) -> usize {
        let behind = place.checked_sub(self.order.len());
        let field = behind.and_then(|at| self.hidden().get(at).copied());
        field.and_then(|field| self.reveal(field)).unwrap_or(place)
    }

    /// The hidden columns, from left to right.
    fn hidden(&self) -> Vec<Field> {
        self.all().filter(|field| !self.order.contains(field)).collect()
    }

    /// The position of a field, or of the next one to the right of it that is shown.
    pub(crate) fn nearest(&self, field: Field) -> usize {
        let rank = self.all.iter().position(|f| *f == field).unwrap_or_default();
        let next = self.all[rank..].iter().find_map(|f| self.position(*f));
        next.unwrap_or_else(|| self.len().saturating_sub(1))
    }

    /// Makes the column at a position wider or narrower.
    pub(crate) fn widen(&mut self, position: usize, by: i32) {
        let field = self.field(position);
        if let Some(width) = self.widths.get_mut(field.index()) {
            let wide = i32::from(*width) + by;
            let wide = wide.clamp(MIN_COLUMN_WIDTH.into(), MAX_COLUMN_WIDTH.into());
            *width = wide as u16;
        }
    }

    /// Gives the column at a position a width, within the limits of columns.
    pub(crate) fn set_width(&mut self, position: usize, width: i32) {
        self.widen(position, width - i32::from(self.width(position)));
    }

    /// Whether the column at a position was made wider than it can open.
    pub(crate) fn is_widened(&self, sheet: &Sheet, position: usize) -> bool {
        self.width(position) > width_limit(sheet, self.field(position))
    }

    /// Makes the column at a position as wide as its longest text.
    pub(crate) fn fit(&mut self, sheet: &Sheet, position: usize) {
        let field = self.field(position);
        let texts = sheet.rows().map(|row| sheet.text(row, field).width());
        let widest = texts.max().unwrap_or_default().max(sheet.layout().name(field).width());
        if let Some(width) = self.widths.get_mut(field.index()) {
            *width = columns(widest).clamp(MIN_COLUMN_WIDTH, MAX_COLUMN_WIDTH);
        }
    }

    /// Gives all columns the widths that they opened with.
    pub(crate) fn refit(&mut self, sheet: &Sheet) {
        self.widths = fitted_widths(sheet);
    }

    /// The set that was shown last.
    pub fn set(&self) -> ColumnSet {
        self.set
    }

    /// How many columns are shown.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether no column is shown.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// How many columns on the left never scroll.
    pub fn frozen(&self) -> usize {
        self.frozen
    }

    /// The field shown at a position, counted from 0 on the left.
    pub fn field(&self, position: usize) -> Field {
        self.order.get(position).copied().unwrap_or_default()
    }

    /// The position at which a field is shown.
    pub fn position(&self, field: Field) -> Option<usize> {
        self.order.iter().position(|f| *f == field)
    }

    /// The width of the column at a position, in terminal columns.
    pub fn width(&self, position: usize) -> u16 {
        self.widths.get(self.field(position).index()).copied().unwrap_or(1)
    }
}

/// The widest a column opens.
fn width_limit(sheet: &Sheet, field: Field) -> u16 {
    if sheet.layout().source() == Some(field) {
        return SOURCE_WIDTH;
    }
    sheet.layout().col(field).map_or(UNKNOWN_COLUMN_WIDTH, |c| c.column().width)
}

/// The width of each column that shows most of it: its content, within the column's limit.
fn fitted_widths(sheet: &Sheet) -> Vec<u16> {
    let layout = sheet.layout();
    let limits: Vec<usize> = layout
        .fields()
        .map(|field| width_limit(sheet, field).max(MIN_COLUMN_WIDTH).into())
        .collect();
    let mut widths: Vec<usize> = layout.fields().map(|field| header_width(sheet, field)).collect();
    for row in sheet.rows().take(MEASURED_ROWS) {
        let cells = layout.fields().zip(sheet.table().lengths(row));
        for ((field, bytes), (width, limit)) in cells.zip(widths.iter_mut().zip(&limits)) {
            // No text takes more columns than bytes, and few cells are longer than all before.
            if bytes > *width && *width < *limit {
                let text = sheet.table().cell(row, field);
                let wide = if text.is_ascii() { text.len() } else { text.width() };
                *width = (*width).max(wide.min(*limit));
            }
        }
    }
    let fitted = widths.into_iter().zip(limits);
    fitted.map(|(width, limit)| columns(width.min(limit)).max(MIN_COLUMN_WIDTH)).collect()
}

/// The width that a column gets for its header alone.
fn header_width(sheet: &Sheet, field: Field) -> usize {
    let short = sheet.layout().col(field).map_or(HEADER_WIDTH, |c| c.short().width());
    let most = usize::from(width_limit(sheet, field));
    sheet.layout().name(field).width().min(short.max(most / 2))
}
