//! Where a lead stands in its download: there may be several.

use crate::leads::Row;
use crate::sheet::Sheet;
use crate::upload::name_rows;

/// The download that a lead is from, if there are several, and the row there.
pub(super) type LeadPlace<'p> = (Option<&'p str>, Row);

/// The download that a row is from, if there are several.
pub(super) fn download_of(sheet: &Sheet, row: Row) -> Option<String> {
    let union = sheet.table().sources()?;
    union.files().get(union.file_of(row)).map(|file| file.name.clone())
}

/// The row in the download.
pub(super) fn row_in_download(sheet: &Sheet, row: Row) -> Row {
    sheet.table().sources().map_or(row, |union| union.locate(row).1)
}

/// Names rows of a sheet by their places in the downloads.
pub(super) fn name_sheet_rows(sheet: &Sheet, rows: &[Row]) -> String {
    let downloads: Vec<Option<String>> = rows.iter().map(|row| download_of(sheet, *row)).collect();
    let own = rows.iter().map(|row| row_in_download(sheet, *row));
    let places: Vec<LeadPlace> = downloads.iter().map(Option::as_deref).zip(own).collect();
    name_places(&places)
}

/// Names leads by their places: `rows 3 and 5`, or `row 3 of north.csv, rows 1 and 2 of south.csv`.
pub(super) fn name_places(places: &[LeadPlace]) -> String {
    let mut by_download: Vec<(Option<&str>, Vec<Row>)> = Vec::new();
    for (download, row) in places {
        match by_download.iter_mut().find(|(name, _)| name == download) {
            Some((_, rows)) => rows.push(*row),
            None => by_download.push((*download, vec![*row])),
        }
    }
    let named = by_download.iter().map(|(download, rows)| match download {
        None => name_rows(rows),
        Some(download) => format!("{} of {download}", name_rows(rows)),
    });
    named.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_named_with_their_download_where_there_are_several() {
        let places =
            [(Some("a.csv"), Row::at(2)), (Some("b.csv"), Row::at(0)), (Some("a.csv"), Row::at(4))];
        assert_eq!(name_places(&places), "rows 3 and 5 of a.csv, row 1 of b.csv");
        assert_eq!(name_places(&[(None, Row::at(2))]), "row 3");
    }
}
