//! The rows of a file that isn't about leads alone: a CSV file or a sheet of a workbook.

/// What kind of cell a text comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SourceCellKind {
    /// A text, as every cell of a CSV file is: a date or a number in it is written in some convention.
    #[default]
    Text,
    /// A number of a workbook, with a decimal point.
    Number,
    /// A day of a workbook, as `2027-03-31`.
    Date,
    /// An error of a formula: `#N/A`.
    Error,
}

/// A cell of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceCell {
    /// Its text.
    pub text: String,
    /// What it comes from.
    pub kind: SourceCellKind,
}

impl SourceCell {
    /// A cell that holds a text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: SourceCellKind::Text }
    }

    /// Its text without the spaces around it.
    pub fn trimmed(&self) -> &str {
        self.text.trim()
    }
}

/// A row of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceRow {
    /// Its line in a CSV file, its row in a sheet, counted from 1 with the header.
    pub number: usize,
    /// Its cells; a short row has fewer than the header.
    pub cells: Vec<SourceCell>,
}

impl SourceRow {
    /// A cell, an empty one behind the last.
    pub fn cell(&self, column: usize) -> &SourceCell {
        static EMPTY: SourceCell = SourceCell { text: String::new(), kind: SourceCellKind::Text };
        self.cells.get(column).unwrap_or(&EMPTY)
    }
}

/// The rows of a file below its header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceTable {
    /// The name of the file, with that of the sheet where it has several: `crm.xlsx, sheet Deals`.
    pub name: String,
    /// What counts its rows: `line` or `row`.
    pub unit: &'static str,
    /// The names of its columns.
    pub headers: Vec<String>,
    /// Its rows that aren't empty.
    pub rows: Vec<SourceRow>,
}

impl SourceTable {
    /// Finds the header among the rows of a file and takes the rows below it, without the empty ones.
    ///
    /// The header is the first row with two texts: a report has a title above it. Nothing if no row has one.
    pub fn new(name: String, unit: &'static str, rows: Vec<SourceRow>) -> Option<Self> {
        let texts = |row: &SourceRow| row.cells.iter().filter(|c| !c.trimmed().is_empty()).count();
        let at = rows.iter().position(|row| texts(row) > 1)?;
        let mut rows = rows.into_iter().skip(at);
        let mut headers: Vec<String> =
            rows.next()?.cells.iter().map(|cell| cell.trimmed().to_owned()).collect();
        while headers.last().is_some_and(String::is_empty) {
            headers.pop();
        }
        Some(Self { name, unit, headers, rows: rows.filter(|row| texts(row) > 0).collect() })
    }

    /// The table under the name of its file alone, in the place of its path.
    #[must_use]
    pub fn with_name(self, path: &str, name: &str) -> Self {
        Self { name: self.name.replacen(path, name, 1), ..self }
    }

    /// The place of a row, by its index: `line 12`.
    pub fn place(&self, row: usize) -> String {
        let number = self.rows.get(row).map_or(0, |row| row.number);
        format!("{} {number}", self.unit)
    }

    /// The name of a column, by its index.
    pub fn header(&self, column: usize) -> &str {
        self.headers.get(column).map_or("", String::as_str)
    }

    /// The cells of a column that hold something.
    pub fn column(&self, column: usize) -> impl Iterator<Item = &SourceCell> {
        let cells = self.rows.iter().map(move |row| row.cell(column));
        cells.filter(|cell| !cell.trimmed().is_empty())
    }
}

#[cfg(test)]
pub(crate) fn source_of(text: &str) -> SourceTable {
    let row = |(at, line): (usize, &str)| SourceRow {
        number: at + 1,
        cells: line.split('|').map(SourceCell::text).collect(),
    };
    let rows = text.lines().enumerate().map(row).collect();
    SourceTable::new("crm.csv".to_owned(), "line", rows).expect("a header")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_the_first_row_with_two_texts() {
        let source = source_of("Open deals\n\nCRM ID|Amount|\nOPP-1|5\n | \nOPP-2|6|x");
        assert_eq!(source.headers, ["CRM ID", "Amount"]);
        let numbers: Vec<usize> = source.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [4, 6]);
        assert_eq!(source.place(1), "line 6");
        assert_eq!(source.rows[0].cell(7).text, "");
    }
}
