//! Reads the entries of a list and finds every error in it.

use super::{ListError, ValueList};
use crate::leads::is_hidden;
use csv::{ReaderBuilder, StringRecord};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::RangeInclusive;

/// The most characters of a text in a message: one list can hold a megabyte.
const MAX_CHARS_SHOWN: usize = 80;

/// An entry of a list: how it is read from a row of the file.
pub(in crate::leads) trait ListEntry: Sized {
    /// The list that it belongs to.
    const LIST: ValueList;

    /// Reads it. A wrong text is reported, and some value takes its place: a list with an error is never used.
    fn read(row: &mut ListRow) -> Self;

    /// The part of the entry that is unique in the list.
    fn key(&self) -> String;
}

/// One row of a list, read field by field.
pub(in crate::leads) struct ListRow<'f> {
    list: ValueList,
    line: usize,
    header: &'f StringRecord,
    record: &'f StringRecord,
    errors: &'f mut Vec<ListError>,
}

impl ListRow<'_> {
    /// The text of a column, which may be empty.
    pub(in crate::leads) fn any(&mut self, column: &str) -> String {
        let text = self.raw(column);
        if text.chars().any(is_hidden) {
            self.report_value(column, &text, "no line end or invisible character in it");
        } else if text.trim() != text {
            self.report_value(column, &text, "no spaces around it");
        }
        text
    }

    /// The text of a column.
    pub(in crate::leads) fn text(&mut self, column: &str) -> String {
        let text = self.any(column);
        if text.is_empty() {
            self.report(format!("{column} is empty; expected a text"));
        }
        text
    }

    /// The code of a column: as many capital letters as `letters`; `expected` describes them.
    pub(in crate::leads) fn code(
        &mut self,
        column: &str,
        letters: usize,
        expected: &str,
    ) -> String {
        let text = self.raw(column);
        if text.len() != letters || !text.bytes().all(|b| b.is_ascii_uppercase()) {
            self.report_value(column, &text, expected);
        }
        text
    }

    /// The number of a column, written without leading zeros.
    pub(in crate::leads) fn number(&mut self, column: &str, within: RangeInclusive<u8>) -> u8 {
        let text = self.raw(column);
        let number = text.parse::<u8>().ok().filter(|n| n.to_string() == text);
        number.filter(|n| within.contains(n)).unwrap_or_else(|| {
            let (min, max) = within.into_inner();
            self.report_value(column, &text, &format!("a number from {min} to {max}"));
            min
        })
    }

    /// The number of a column that may be empty.
    pub(in crate::leads) fn number_or_none(
        &mut self,
        column: &str,
        within: RangeInclusive<u8>,
    ) -> Option<u8> {
        (!self.raw(column).is_empty()).then(|| self.number(column, within))
    }

    /// The meaning of the word of a column; messages call the empty word `nothing`.
    pub(in crate::leads) fn word<T: Copy>(&mut self, column: &str, words: &[(&str, T)]) -> T {
        let text = self.raw(column);
        words
            .iter()
            .find(|(word, _)| *word == text)
            .unwrap_or_else(|| {
                let names =
                    words.iter().map(|(word, _)| if word.is_empty() { "nothing" } else { word });
                self.report_value(column, &text, &either(&names.collect::<Vec<_>>()));
                &words[0]
            })
            .1
    }

    /// Reports a wrong text.
    pub(in crate::leads) fn report_value(&mut self, column: &str, text: &str, expected: &str) {
        // Written with escapes: a message is one line, whatever the file contains.
        self.report(format!("{column} is {:?}; expected {expected}", short(text)));
    }

    fn report(&mut self, what: String) {
        self.errors.push(list_error(self.list, Some(self.line), what));
    }

    fn raw(&self, column: &str) -> String {
        let at = self.header.iter().position(|name| name == column);
        at.and_then(|at| self.record.get(at)).unwrap_or_default().to_owned()
    }
}

/// Shortens a text that is too long for a message.
fn short(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MAX_CHARS_SHOWN) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// Writes words as a choice: `ordinary, recent or fund`.
pub(in crate::leads) fn either(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

pub(super) fn list_error(
    list: ValueList,
    line: Option<usize>,
    what: impl Into<String>,
) -> ListError {
    ListError { file: list.file(), line, what: what.into() }
}

/// The entries of a list, each with its line; nothing if the list has errors.
pub(super) type ParsedEntries<T> = Option<Vec<(usize, T)>>;

pub(super) fn without_lines<T>(read: ParsedEntries<T>) -> Vec<T> {
    read.unwrap_or_default().into_iter().map(|(_, entry)| entry).collect()
}

/// Reads the entries of a list from the text of its file.
pub(super) fn entries<T: ListEntry>(text: &str, errors: &mut Vec<ListError>) -> ParsedEntries<T> {
    let before = errors.len();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = reader.records().map_while(Result::ok);
    let header = records.next().unwrap_or_default();
    if !is_header(T::LIST, &header, errors) {
        return None;
    }
    let mut entries: Vec<(usize, T)> = Vec::new();
    let mut lines = HashMap::new();
    for record in records {
        let line = record.position().map_or(1, |at| at.line() as usize);
        if record.len() != header.len() {
            let (fields, wanted) = (record.len(), header.len());
            let what = format!("the row has {fields} fields; expected {wanted}, as in the header");
            errors.push(list_error(T::LIST, Some(line), what));
            continue;
        }
        let mut row = ListRow { list: T::LIST, line, header: &header, record: &record, errors };
        let entry = T::read(&mut row);
        if let Some(first) = lines.insert(entry.key(), line) {
            let key = entry.key();
            let what = format!("{} already appears in line {first}; expected once", short(&key));
            errors.push(list_error(T::LIST, Some(line), what));
        }
        entries.push((line, entry));
    }
    if entries.is_empty() && errors.len() == before {
        let what = "the list is empty; expected at least one row after the header";
        errors.push(list_error(T::LIST, None, what));
    }
    (errors.len() == before).then_some(entries)
}

/// Checks that a header has all columns that are needed, each once.
fn is_header(list: ValueList, header: &StringRecord, errors: &mut Vec<ListError>) -> bool {
    let count = |column: &str| header.iter().filter(|name| *name == column).count();
    let with = |wanted: fn(usize) -> bool| -> Vec<&str> {
        list.columns().iter().copied().filter(|column| wanted(count(column))).collect()
    };
    let (missing, twice) = (with(|n| n == 0), with(|n| n > 1));
    if !missing.is_empty() {
        let hint = if list.columns().len() > 1 && header.len() == 1 {
            " with commas between them"
        } else {
            ""
        };
        let (missing, expected) = (missing.join(", "), list.columns().join(","));
        let what = format!("the header lacks {missing}; expected {expected}{hint}");
        errors.push(list_error(list, Some(1), what));
    }
    if !twice.is_empty() {
        let what = format!("the header has {} twice; expected it once", twice.join(", "));
        errors.push(list_error(list, Some(1), what));
    }
    missing.is_empty() && twice.is_empty()
}
