//! Which row of the file is which lead.

use crate::leads::{Col, Field, Row};
use crate::sheet::Sheet;
use crate::sync::fill::source::SourceTable;
use std::cmp::Reverse;
use std::collections::HashMap;

/// The columns by which a lead can be known, the surest first.
pub const LEAD_KEYS: [Col; 4] = [Col::ReferralId, Col::CrmId, Col::ContactEmail, Col::CustomerName];

/// A column of the leads and a column of the file that may hold the same keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyMatch {
    /// The column of the leads.
    pub field: Field,
    /// The column of the file, counted from 0.
    pub source: usize,
    /// How many rows of the file match exactly one lead, and no other row does.
    pub unique: usize,
    /// How many rows the file has.
    pub rows: usize,
}

/// A key that several rows or several leads have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmbiguousKey {
    /// The key, as the first row writes it.
    pub key: String,
    /// The rows of the file, counted from 0.
    pub rows: Vec<usize>,
    /// The leads.
    pub leads: Vec<Row>,
}

/// Which row of the file is which lead, by one key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyJoin {
    /// The rows with the leads that they match, in the order of the leads.
    pub pairs: Vec<(usize, Row)>,
    /// The keys that match more than one row or lead.
    pub ambiguous: Vec<AmbiguousKey>,
    /// The rows whose key no lead has.
    pub unknown: Vec<usize>,
    /// The rows without a key.
    pub keyless: Vec<usize>,
}

/// The form in which two keys are compared: case and spaces don't count.
fn normal_key(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

fn leads_by_key(sheet: &Sheet, field: Field) -> HashMap<String, Vec<Row>> {
    let mut leads: HashMap<String, Vec<Row>> = HashMap::new();
    for row in sheet.rows() {
        let key = normal_key(&sheet.text(row, field));
        if !key.is_empty() {
            leads.entry(key).or_default().push(row);
        }
    }
    leads
}

/// Counts how often each key stands in a column of the file.
fn count_keys(source: &SourceTable, column: usize) -> HashMap<String, usize> {
    let mut keys = HashMap::new();
    for cell in source.column(column) {
        *keys.entry(normal_key(cell.trimmed())).or_default() += 1;
    }
    keys
}

impl KeyMatch {
    /// For each possible key, the column of the file that matches most leads by it; the key that matches most comes
    /// first, of two equal ones the surer one. A key that matches no lead isn't listed.
    pub fn find_all(source: &SourceTable, sheet: &Sheet) -> Vec<Self> {
        let keys: Vec<HashMap<String, usize>> =
            (0..source.headers.len()).map(|column| count_keys(source, column)).collect();
        let mut found: Vec<Self> = LEAD_KEYS
            .iter()
            .filter_map(|col| sheet.layout().field(*col))
            .filter_map(|field| {
                let leads = leads_by_key(sheet, field);
                let unique = |keys: &HashMap<String, usize>| {
                    let once = keys.iter().filter(|(_, count)| **count == 1);
                    once.filter(|(key, _)| leads.get(*key).is_some_and(|rows| rows.len() == 1))
                        .count()
                };
                let counts = keys.iter().map(unique).enumerate();
                let (column, unique) = counts.max_by_key(|(at, unique)| (*unique, Reverse(*at)))?;
                let rows = source.rows.len();
                (unique > 0).then_some(Self { field, source: column, unique, rows })
            })
            .collect();
        // The sort is stable: the surer key stays first.
        crate::leads::sort::sort_by_key(&mut found, |key| Reverse(key.unique));
        found
    }

    /// Counts the matches of one pair of columns.
    pub fn count(source: &SourceTable, sheet: &Sheet, field: Field, column: usize) -> Self {
        let unique = KeyJoin::new(source, sheet, field, column).pairs.len();
        Self { field, source: column, unique, rows: source.rows.len() }
    }
}

impl KeyJoin {
    /// Joins the rows of the file with the leads that have the same key.
    pub fn new(source: &SourceTable, sheet: &Sheet, field: Field, column: usize) -> Self {
        let leads = leads_by_key(sheet, field);
        let mut join = Self::default();
        let mut rows_of: HashMap<String, Vec<usize>> = HashMap::new();
        let mut order = Vec::new();
        for (at, row) in source.rows.iter().enumerate() {
            let key = normal_key(row.cell(column).trimmed());
            if key.is_empty() {
                join.keyless.push(at);
                continue;
            }
            let rows = rows_of.entry(key.clone()).or_default();
            if rows.is_empty() {
                order.push(key);
            }
            rows.push(at);
        }
        for key in order {
            let rows = rows_of.remove(&key).unwrap_or_default();
            match (leads.get(&key).map(Vec::as_slice), rows.as_slice()) {
                (None, _) => join.unknown.extend(rows),
                (Some(&[lead]), &[row]) => join.pairs.push((row, lead)),
                (Some(leads), &[first, ..]) => join.ambiguous.push(AmbiguousKey {
                    key: source.rows[first].cell(column).trimmed().to_owned(),
                    leads: leads.to_vec(),
                    rows,
                }),
                (Some(_), []) => {}
            }
        }
        join.pairs.sort_unstable_by_key(|(_, lead)| *lead);
        join.unknown.sort_unstable();
        join
    }
}
