//! Matching of a file's header with the known columns.

mod named;
mod spelling;

pub use named::UnknownColumn;
pub use spelling::normalise;

use super::{Col, Need};
use crate::leads::index::Field;
use spelling::Spelling;
pub(super) use spelling::recognise;
use std::cmp::Reverse;
use std::collections::{HashMap, VecDeque};
use std::sync::OnceLock;

const ABSENT: Field = Field(u32::MAX);

/// The known column of each field of a file, and the field of each known column.
///
/// The order of the fields is the file's own. Of two fields that may be the same column, the one that is spelled
/// as documented is it, and of two that are spelled alike the first one; the other one is treated as unknown. Rule
/// H-03 reports it, unless only another name of the column made it look like one: see [`Layout::duplicate_of`].
#[derive(Clone, Debug)]
pub struct Layout {
    names: Vec<String>,
    cols: Vec<Option<Col>>,
    position: Box<[Field]>,
    min_fields: usize,
    added: usize,
    /// The column that has the file of each lead, where there are several files: none of them has it.
    source: Option<Field>,
    /// The fields by their names in sentences, computed when the first sentence is read.
    keys: OnceLock<HashMap<String, Field>>,
}

impl Layout {
    /// Matches the unescaped names of a header, in file order.
    pub fn new(names: Vec<String>) -> Self {
        let mut position = vec![ABSENT; Col::SLOTS].into_boxed_slice();
        let known: Vec<Option<(Col, Spelling)>> = names.iter().map(|n| recognise(n)).collect();
        let spelling = |field: Field| known.get(field.index()).copied().flatten().map(|(_, s)| s);
        for (field, known) in Field::first(names.len()).zip(&known) {
            let Some((col, own)) = *known else { continue };
            let best = &mut position[col.slot()];
            if spelling(*best).is_none_or(|best| own < best) {
                *best = field;
            }
        }
        let cols: Vec<Option<Col>> = Field::first(names.len())
            .zip(&known)
            .map(|(field, known)| known.map(|(col, _)| col).filter(|c| position[c.slot()] == field))
            .collect();
        let always = |col: &Col| *col != Col::PurchaseIntent && filled(*col);
        let min_fields = cols.iter().rposition(|col| col.as_ref().is_some_and(always));
        let min_fields = min_fields.map_or(0, |field| field + 1);
        Self { names, cols, position, min_fields, added: 0, source: None, keys: OnceLock::new() }
    }

    /// Adds a known column that the file lacks, after all fields, so that these keep their numbers.
    pub(crate) fn add(&mut self, name: String, col: Col) {
        self.position[col.slot()] = Field::at(self.len());
        self.names.push(name);
        self.cols.push(Some(col));
        self.added += 1;
        self.keys = OnceLock::new();
    }

    /// Takes a field for the column that has the file of each lead.
    pub(crate) fn set_source(&mut self, field: Field) {
        self.source = Some(field);
    }

    /// The field of the column that has the file of each lead, where there are several files.
    pub fn source(&self) -> Option<Field> {
        self.source
    }

    /// The number of fields in the header of the file, without those that were added.
    pub fn file_fields(&self) -> usize {
        self.names.len() - self.added
    }

    /// The number of fields, with those that were added.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The numbers of all fields, those that were added included.
    pub fn fields(
        &self,
    ) -> impl DoubleEndedIterator<Item = Field> + ExactSizeIterator + Clone + use<> {
        Field::first(self.len())
    }

    /// Whether a row with this many fields can be read: it has as many as the header, or lacks
    /// only cells at its end that may be empty.
    ///
    /// A row that ends before a column that every lead fills was torn by a stray line break rather
    /// than shortened by another program. *Marketplace Purchase Intent* comes last and is empty in
    /// fresh downloads, so it may be missing.
    pub fn accepts(&self, fields: usize) -> bool {
        fields <= self.file_fields() && (fields >= self.min_fields || fields == self.file_fields())
    }

    /// Whether the header has no field at all.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The names of all fields as the file spells them.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The name of a field as the file spells it, or nothing past the last field.
    pub fn name(&self, field: Field) -> &str {
        self.names.get(field.index()).map_or("", String::as_str)
    }

    /// The known column of a field.
    #[inline]
    pub fn col(&self, field: Field) -> Option<Col> {
        self.cols.get(field.index()).copied().flatten()
    }

    /// The field of a known column.
    #[inline]
    pub fn field(&self, col: Col) -> Option<Field> {
        let at = self.position[col.slot()];
        (at != ABSENT).then_some(at)
    }

    /// The field of the known column that an unknown one has the same name as, if there is one.
    ///
    /// A helper column *Status* beside *Partner Referral Status* isn't meant: it has another name, which stands for
    /// the column only in a file without that.
    pub fn duplicate_of(&self, field: Field) -> Option<Field> {
        let (col, spelling) = recognise(self.name(field))?;
        let known = self.field(col).filter(|known| *known != field)?;
        let (_, best) = recognise(self.name(known))?;
        (spelling < Spelling::OtherName || best == Spelling::OtherName).then_some(known)
    }

    /// The numbers of a family's columns that the file has. `family` is any column of it.
    pub fn members(&self, family: Col) -> Vec<u8> {
        (1..=Col::FAMILY_MAX).filter(|number| self.has(family.member(*number))).collect()
    }

    /// The order in which a cell of a row is set, so that each follows the one that it depends on: the reason
    /// follows status and substatus.
    pub fn write_order(&self, field: Field) -> u8 {
        match self.col(field) {
            Some(Col::Status) => 0,
            Some(Col::Substatus) => 1,
            Some(Col::Reason) => 3,
            _ => 2,
        }
    }

    /// Whether the file has this column.
    pub fn has(&self, col: Col) -> bool {
        self.field(col).is_some()
    }

    /// For each field of another file, the field here that is the same column.
    ///
    /// It is the same known column; or, where it isn't known, one with the same name, the second of
    /// that name for the second.
    pub fn matching(&self, other: &Self) -> Vec<Option<Field>> {
        let mut unknown: HashMap<String, VecDeque<Field>> = HashMap::new();
        for field in self.fields().filter(|&field| self.col(field).is_none()) {
            unknown.entry(normalise(self.name(field))).or_default().push_back(field);
        }
        let mut same = |field| match other.col(field) {
            Some(col) => self.field(col),
            None => unknown.get_mut(&normalise(other.name(field)))?.pop_front(),
        };
        other.fields().map(&mut same).collect()
    }

    /// The field that a sentence names: the one with the longest name that the sentence contains as whole
    /// words, in any of the ways in which names may be spelled.
    ///
    /// For the sentences of *Errors*, whose wording isn't documented and changes over time.
    pub fn named_in(&self, sentence: &str) -> Option<Field> {
        let sentence = normalise(sentence);
        let keys = self.keys.get_or_init(|| self.keys());
        let longest = keys.keys().map(String::len).max().unwrap_or_default();
        let is_word = |at: usize| sentence.as_bytes().get(at).is_some_and(|b| is_of_word(*b));
        let edges = |is_start: bool| {
            let before = |at: usize| at > 0 && is_word(at - 1);
            let is_edge = move |at: &usize| is_word(*at) != before(*at) && is_word(*at) == is_start;
            (0..=sentence.len()).filter(is_edge)
        };
        let ends: Vec<usize> = edges(false).collect();
        let texts = edges(true).flat_map(|start| {
            let last = ends.iter().filter(move |end| (start + 1..=start + longest).contains(*end));
            last.map(move |end| (start, *end))
        });
        let found = texts.filter_map(|(start, end)| keys.get_key_value(&sentence[start..end]));
        found.max_by_key(|(key, field)| (key.len(), Reverse(**field))).map(|(_, field)| *field)
    }

    /// The names of fields as a sentence may use them, *Errors* left out. Of two fields of the
    /// same name the known column is meant, or the first one.
    fn keys(&self) -> HashMap<String, Field> {
        let mut keys = HashMap::new();
        let is_other =
            |field: &Field| self.col(*field).is_none() && recognise(self.name(*field)).is_some();
        let fields = self.fields().filter(|field| !is_other(field));
        for field in fields.filter(|field| self.col(*field) != Some(Col::Errors)) {
            let known = self.col(field).map(|col| normalise(&col.name()));
            for key in [Some(normalise(self.name(field))), known].into_iter().flatten() {
                keys.entry(key).or_insert(field);
            }
        }
        keys
    }

    /// Splits the errors that Partner Center reported for a row into sentences, each with the field it names.
    pub fn sentences<'s>(
        &'s self,
        errors: &'s str,
    ) -> impl Iterator<Item = (Option<Field>, &'s str)> + 's {
        let sentences = errors.split(';').map(str::trim).filter(|text| !text.is_empty());
        sentences.map(|text| (self.named_in(text), text))
    }

    /// Whether a row with this *Referral ID* is the header once more, as where two files were joined.
    pub fn is_repeated(&self, referral_id: &str) -> bool {
        // An ID has digits and the column's name has none: most rows are cleared by that.
        !referral_id.bytes().any(|b| b.is_ascii_digit())
            && self.referral_id().is_some_and(|f| normalise(self.name(f)) == normalise(referral_id))
    }

    /// The fields that are known columns, in file order.
    pub fn known(&self) -> impl Iterator<Item = (Field, Col)> + '_ {
        self.fields().zip(&self.cols).filter_map(|(field, col)| Some((field, (*col)?)))
    }
}

/// Whether a byte belongs to a word: a letter or digit, or a part of a letter outside of ASCII.
fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

/// Whether every lead fills a column.
fn filled(col: Col) -> bool {
    let first_only = !matches!(col, Col::Offer(2..) | Col::Solution(2..) | Col::TeamMember(2..));
    first_only && matches!(col.column().need, Need::Required | Need::Echo)
}

#[cfg(test)]
mod tests;
