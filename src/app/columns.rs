//! In which order and how wide the columns are shown.

use crate::leads::Col;
use crate::sheet::Sheet;
use unicode_width::UnicodeWidthStr;

/// How many rows are measured to fit a column to its content.
const MEASURED_ROWS: u32 = 1_000;
/// The widest a column is drawn that the program doesn't know.
const UNKNOWN_WIDTH: u16 = 20;
/// How much of the header of an unknown column is shown whatever its content.
const HEADER_WIDTH: usize = 10;

/// The shown columns: their order from left to right, and their widths.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    order: Vec<u32>,
    frozen: usize,
    widths: Vec<u16>,
}

impl Columns {
    /// Shows every column in file order, *Lead Name* frozen before the others, fitted to its content.
    pub fn fitted(sheet: &Sheet) -> Self {
        let name = sheet.layout().field(Col::LeadName).map(|f| f as u32);
        let mut order: Vec<u32> = name.into_iter().collect();
        let frozen = order.len();
        order.extend((0..sheet.layout().len() as u32).filter(|f| Some(*f) != name));
        let widths = (0..sheet.layout().len()).map(|field| fit(sheet, field)).collect();
        Self { order, frozen, widths }
    }

    /// Returns how many columns are shown.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Tells whether no column is shown.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Returns how many columns on the left never scroll.
    pub fn frozen(&self) -> usize {
        self.frozen
    }

    /// Returns the field shown at a position, counted from 0 on the left.
    pub fn field(&self, position: usize) -> u32 {
        self.order.get(position).copied().unwrap_or_default()
    }

    /// Returns the position at which a field is shown.
    pub fn position(&self, field: u32) -> Option<usize> {
        self.order.iter().position(|f| *f == field)
    }

    /// Returns the width of the column at a position, in terminal columns.
    pub fn width(&self, position: usize) -> u16 {
        self.widths.get(self.field(position) as usize).copied().unwrap_or(1)
    }
}

/// Returns the width that shows most of a column: its content, within the column's limit.
fn fit(sheet: &Sheet, field: usize) -> u16 {
    let most = sheet.layout().col(field).map_or(UNKNOWN_WIDTH, |c| c.column().width);
    let short = sheet.layout().col(field).map_or(HEADER_WIDTH, |c| c.short().width());
    let mut widest = sheet.layout().name(field).width().min(short.max(usize::from(most) / 2));
    for row in 0..sheet.rows().min(MEASURED_ROWS) {
        let text = sheet.table().cell(row as usize, field);
        let wide = if text.is_ascii() { text.len() } else { text.width() };
        widest = widest.max(wide.min(usize::from(most)));
        if widest >= usize::from(most) {
            break;
        }
    }
    (widest as u16).clamp(3, most.max(3))
}
