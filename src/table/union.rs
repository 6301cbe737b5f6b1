//! Several files as one table: which row is from which file, and which column is which.

use crate::leads::{BrokenRow, Col, Field, Layout, Row, normalise, rules};
use crate::table::escape::{COMMA, escape};
use crate::table::kind::FileKind;
use crate::table::scan::ScanError;
use crate::table::table::Table;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// The names of the column that has the file of each lead: the first one that no file has itself.
const SOURCE_NAMES: [&str; 3] = ["Source", "Source file", "Source file of the lead"];

/// The end of each row: that of the files doesn't matter, because the table is never written.
const LINE_END: &str = "\n";

/// One of several files, before they are joined.
#[derive(Clone, Debug)]
pub struct NamedTable {
    /// What it is called in the column *Source*: no two files have the same name.
    pub name: String,
    /// The file.
    pub table: Table,
    /// When it was written, in any unit that grows with time; nothing if that isn't known.
    pub written: Option<u64>,
    /// What the user should know about it, one sentence each.
    pub notes: Vec<String>,
}

/// Several files as one table.
///
/// Its rows stand file by file, in the order of the files and of their rows. The first field is the column
/// *Source*, which no file has; the others are those of the first file and what the next ones add to them.
#[derive(Debug)]
pub struct Union {
    files: Vec<UnionFile>,
    /// The names of the columns, *Source* first.
    names: Vec<String>,
    /// The rows that aren't in it, because a newer file has their lead.
    superseded: Vec<Superseded>,
}

/// One of the files of a table of several.
#[derive(Debug)]
pub struct UnionFile {
    /// What it is called in the column *Source*.
    pub name: String,
    /// The file as it was loaded.
    pub table: Table,
    /// When it was written, in any unit that grows with time; nothing if that isn't known.
    written: Option<u64>,
    /// What the user should know about it, one sentence each.
    pub notes: Vec<String>,
    /// The first of its rows in the table of all.
    first: Row,
    /// The file's own rows, as they stand in the table of all.
    rows: Vec<Row>,
    /// For each field of the file, that of the table of all.
    fields: Vec<Field>,
}

/// A row that isn't shown, because a newer file has the lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Superseded {
    /// The number of the older file, from 0.
    pub file: usize,
    /// Its row.
    pub row: Row,
    /// The *Referral ID*, as the older file writes it.
    pub id: String,
    /// The number of the newer file.
    pub newer: usize,
}

/// Why files can't be joined to one table.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UnionError {
    /// All texts together are too long.
    #[error("the files are too large together: {0}")]
    Scan(#[from] ScanError),
    /// A column of a file means another one beside those of the others.
    #[error("{file}: column \"{column}\" can't be matched with the columns of the other files")]
    Column {
        /// The name of the file.
        file: String,
        /// The name of the column.
        column: String,
    },
}

impl Union {
    /// The files, in their order.
    pub fn files(&self) -> &[UnionFile] {
        &self.files
    }

    /// The names of the columns of all files together, *Source* first.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The rows that aren't shown, because a newer file has their lead; by file and row.
    pub fn superseded(&self) -> &[Superseded] {
        &self.superseded
    }

    /// The files to be joined again, another one in the place of one of them.
    pub fn with_file(&self, number: usize, file: NamedTable) -> Vec<NamedTable> {
        let named = |own: &UnionFile| NamedTable {
            name: own.name.clone(),
            table: own.table.clone(),
            written: own.written,
            notes: own.notes.clone(),
        };
        let mut files: Vec<NamedTable> = self.files.iter().map(named).collect();
        if let Some(place) = files.get_mut(number) {
            *place = file;
        }
        files
    }

    /// Whether the files have different columns of a numbered family; `family` is any of them.
    pub fn has_different_members(&self, family: Col) -> bool {
        let mut members = self.files.iter().map(|file| file.table.layout().members(family));
        let first = members.next();
        members.any(|other| Some(other) != first)
    }

    /// The number of the file that a row is from.
    pub fn file_of(&self, row: Row) -> usize {
        self.files.partition_point(|file| file.first <= row).saturating_sub(1)
    }

    /// The file that a row is from, and its row there.
    pub fn locate(&self, row: Row) -> (usize, Row) {
        let number = self.file_of(row);
        let own = self
            .files
            .get(number)
            .and_then(|file| file.rows.get(row.index().checked_sub(file.first.index())?).copied());
        (number, own.unwrap_or_default())
    }
}

impl UnionFile {
    /// The row of the table of all for a row of the file; nothing if it isn't shown.
    pub fn shown(&self, own: Row) -> Option<Row> {
        let at = self.rows.binary_search(&own).ok()?;
        Some(Row::at(self.first.index() + at))
    }

    /// The field of the table of all for a field of the file.
    pub fn field(&self, own: Field) -> Option<Field> {
        self.fields.get(own.index()).copied()
    }

    /// The field of the file for a field of the table of all; nothing if it lacks the column.
    pub fn own_field(&self, field: Field) -> Option<Field> {
        self.fields.iter().position(|found| *found == field).map(Field::at)
    }

    /// How many of its rows are shown.
    pub fn shown_rows(&self) -> usize {
        self.rows.len()
    }
}

impl Table {
    /// Joins several files to one table.
    ///
    /// Of a lead that several files have, the newest file's row is taken; of files of the same time the later one
    /// in the list is the newer. Empty rows are left out.
    ///
    /// # Errors
    ///
    /// Fails if the texts are too long together, or a column can't be matched.
    pub fn union(files: Vec<NamedTable>) -> Result<Self, UnionError> {
        let (names, fields) = columns(&files);
        let (rows, superseded) = shown_rows(&files);
        let mut text = header(&files, &names);
        let mut broken = Vec::new();
        let (mut joined, mut first) = (Vec::with_capacity(files.len()), Row::default());
        let layout = Layout::new(names);
        for ((file, fields), rows) in files.into_iter().zip(fields).zip(rows) {
            let NamedTable { name, table, written, notes } = file;
            check_columns(&name, &table, &layout, &fields)?;
            let writer = RowWriter::new(&name, &table, &layout, &fields);
            for row in &rows {
                writer.push(&mut text, *row);
            }
            let file = UnionFile { name, table, written, notes, first, rows, fields };
            broken.extend(file.table.broken.iter().filter_map(|piece| {
                let (first, last) = (file.shown(piece.first)?, file.shown(piece.last)?);
                Some(BrokenRow { first, last })
            }));
            first = Row::at(first.index() + file.rows.len());
            joined.push(file);
        }
        let union = Self::parse(text, COMMA)?;
        debug_assert_eq!(union.len(), first.index(), "each row is one record");
        // Errors in a download are those of earlier uploads: nothing is to be asked about them.
        let kind = if union.rows().any(|row| union.has_errors(row)) {
            FileKind::TooLong
        } else {
            FileKind::WithoutErrors
        };
        let mut union = union.with_kind(kind);
        union.broken = broken;
        union.set_union(Arc::new(Union {
            files: joined,
            names: layout.names().to_vec(),
            superseded,
        }));
        Ok(union)
    }
}

/// The names of the columns of all files together, the column *Source* first, and for each file its fields there.
///
/// A column that the files before lack follows the column before it in its own file.
fn columns(files: &[NamedTable]) -> (Vec<String>, Vec<Vec<Field>>) {
    // Where a column stands in the end is known when all files are joined.
    let (mut names, mut order): (Vec<String>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut own: Vec<Vec<usize>> = Vec::with_capacity(files.len());
    for file in files {
        let layout = file.table.layout();
        let found = Layout::new(names.clone()).matching(layout);
        let mut ids = Vec::with_capacity(found.len());
        for (field, found) in layout.fields().zip(found) {
            let id = found.map_or(names.len(), Field::index);
            if found.is_none() {
                names.push(layout.name(field).to_owned());
                let before = ids.last().and_then(|id| order.iter().position(|other| other == id));
                order.insert(before.map_or(0, |at| at + 1), id);
            }
            ids.push(id);
        }
        own.push(ids);
    }
    let mut places = vec![Field::default(); names.len()];
    for (at, id) in order.iter().enumerate() {
        places[*id] = Field::at(at + 1);
    }
    let is_taken = |name: &&str| names.iter().any(|own| normalise(own) == normalise(name));
    let source = SOURCE_NAMES.iter().find(|name| !is_taken(name)).unwrap_or(&SOURCE_NAMES[0]);
    let mut in_order = vec![(*source).to_owned()];
    in_order.extend(order.iter().map(|id| names[*id].clone()));
    let fields = own.into_iter().map(|ids| ids.into_iter().map(|id| places[id]).collect());
    (in_order, fields.collect())
}

/// Checks that each column of a file means the same beside those of the others.
fn check_columns(
    name: &str,
    table: &Table,
    layout: &Layout,
    fields: &[Field],
) -> Result<(), UnionError> {
    let own = table.layout();
    let mut taken = vec![false; layout.len()];
    for (field, shown) in own.fields().zip(fields) {
        let is_twice = std::mem::replace(&mut taken[shown.index()], true);
        if is_twice || own.col(field) != layout.col(*shown) {
            let (file, column) = (name.to_owned(), own.name(field).to_owned());
            return Err(UnionError::Column { file, column });
        }
    }
    Ok(())
}

/// The rows of each file that are shown, and those that aren't because a newer file has their lead.
fn shown_rows(files: &[NamedTable]) -> (Vec<Vec<Row>>, Vec<Superseded>) {
    let id =
        |table: &Table, row: Row| rules::id_key(Cow::Owned(table.referral_id(row))).into_owned();
    let mut newest: HashMap<String, usize> = HashMap::new();
    let mut by_age: Vec<usize> = (0..files.len()).collect();
    by_age.sort_by_key(|at| (files[*at].written, *at));
    for at in by_age {
        let table = &files[at].table;
        let leads = table.rows().filter(|row| !table.continues_broken_row(*row));
        let ids = leads.map(|row| id(table, row)).filter(|id| !id.is_empty());
        newest.extend(ids.map(|id| (id, at)));
    }
    let mut superseded = Vec::new();
    let mut shown = Vec::with_capacity(files.len());
    for (at, file) in files.iter().enumerate() {
        let table = &file.table;
        let mut rows = Vec::with_capacity(table.len());
        for row in table.rows().filter(|row| !table.is_empty_row(*row)) {
            // The pieces of a row go with the first one, which has the ID.
            let first = table.broken_row(row).map_or(row, |broken| broken.first);
            match newest.get(&id(table, first)).copied() {
                Some(newer) if newer != at => {
                    let id = table.referral_id(first);
                    let is_lead = first == row;
                    let old = || Superseded { file: at, row, id, newer };
                    superseded.extend(is_lead.then(old));
                }
                _ => rows.push(row),
            }
        }
        shown.push(rows);
    }
    (shown, superseded)
}

/// The first line: the names of the columns.
fn header(files: &[NamedTable], names: &[String]) -> String {
    let texts = files.iter().map(|file| file.table.text().len() + file.table.len() * 24);
    let mut text = String::with_capacity(texts.sum());
    for (at, name) in names.iter().enumerate() {
        text.push_str(if at > 0 { "," } else { "" });
        text.push_str(&escape(name, "", COMMA));
    }
    text.push_str(LINE_END);
    text
}

/// Writes the rows of one file with the columns of all.
struct RowWriter<'t> {
    table: &'t Table,
    /// The cell of the column *Source*.
    source: String,
    /// For each field behind *Source* the file's own one; nothing where they are the same in the same order.
    own: Option<Vec<Option<Field>>>,
    layout: &'t Layout,
}

impl<'t> RowWriter<'t> {
    fn new(name: &str, table: &'t Table, layout: &'t Layout, fields: &[Field]) -> Self {
        let is_same = table.delimiter() == COMMA
            && fields.len() + 1 == layout.len()
            && fields.iter().enumerate().all(|(own, field)| field.index() == own + 1);
        let own = (!is_same).then(|| {
            let own = |field: Field| fields.iter().position(|found| *found == field);
            layout.fields().skip(1).map(|field| own(field).map(Field::at)).collect()
        });
        Self { table, source: escape(name, "", COMMA).into_owned(), own, layout }
    }

    /// Adds a row with its line end.
    ///
    /// One that can't be read in its file because of the number of its fields can't be read here, either.
    fn push(&self, text: &mut String, row: Row) {
        text.push_str(&self.source);
        let has = self.table.fields_of(row);
        match &self.own {
            None => {
                text.push(char::from(COMMA));
                text.push_str(self.table.row_text(row));
            }
            Some(own) if self.table.layout().accepts(has) => {
                let cells = own.iter().map(|own| own.filter(|own| own.index() < has));
                self.push_cells(text, row, cells);
            }
            Some(own) if has > self.table.width() => {
                let more = Field::at(self.table.width()).until(Field::at(has)).map(Some);
                self.push_cells(text, row, own.iter().copied().chain(more));
            }
            Some(_) => {
                let most = (0..=has).rev().find(|cells| !self.layout.accepts(cells + 1));
                let cells = Field::first(most.unwrap_or_default());
                self.push_cells(text, row, cells.map(Some));
            }
        }
        text.push_str(LINE_END);
    }

    fn push_cells(&self, text: &mut String, row: Row, cells: impl Iterator<Item = Option<Field>>) {
        for own in cells {
            text.push(char::from(COMMA));
            if let Some(own) = own {
                text.push_str(&self.table.upload_raw(row, own));
            }
        }
    }
}
