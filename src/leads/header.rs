//! Matching of a file's header with the known columns.

use super::{COLUMNS, Col, Header, Need};
use crate::leads::index::Field;
use std::cmp::Reverse;
use std::collections::{HashMap, VecDeque};
use std::sync::{LazyLock, OnceLock};

const ABSENT: Field = Field(u32::MAX);

/// The known column of each field of a file, and the field of each known column.
///
/// The order of the fields is the file's own. Of two fields with the same name the first one is the known column;
/// the second is treated as unknown, and rule H-03 reports it.
#[derive(Clone, Debug)]
pub struct Layout {
    names: Vec<String>,
    cols: Vec<Option<Col>>,
    position: Box<[Field]>,
    min_fields: usize,
    added: usize,
    /// The fields by their names in sentences, computed when the first sentence is read.
    keys: OnceLock<HashMap<String, Field>>,
}

impl Layout {
    /// Matches the unescaped names of a header, in file order.
    pub fn new(names: Vec<String>) -> Self {
        let mut position = vec![ABSENT; Col::SLOTS].into_boxed_slice();
        let cols: Vec<Option<Col>> = names
            .iter()
            .enumerate()
            .map(|(field, name)| {
                let col = recognise(name)?;
                let first = &mut position[col.slot()];
                (*first == ABSENT).then(|| {
                    *first = Field::at(field);
                    col
                })
            })
            .collect();
        let always = |col: &Col| *col != Col::PurchaseIntent && filled(*col);
        let min_fields = cols.iter().rposition(|col| col.as_ref().is_some_and(always));
        let min_fields = min_fields.map_or(0, |field| field + 1);
        Self { names, cols, position, min_fields, added: 0, keys: OnceLock::new() }
    }

    /// Adds a known column that the file lacks, after all fields, so that these keep their numbers.
    pub(crate) fn add(&mut self, name: String, col: Col) {
        self.position[col.slot()] = Field::at(self.len());
        self.names.push(name);
        self.cols.push(Some(col));
        self.added += 1;
        self.keys = OnceLock::new();
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
    pub fn col(&self, field: Field) -> Option<Col> {
        self.cols.get(field.index()).copied().flatten()
    }

    /// The field of a known column.
    pub fn field(&self, col: Col) -> Option<Field> {
        let at = self.position[col.slot()];
        (at != ABSENT).then_some(at)
    }

    /// The field of *Referral ID*.
    pub fn referral_id(&self) -> Option<Field> {
        self.field(Col::ReferralId)
    }

    /// The field of *Lead Name*.
    pub fn lead_name(&self) -> Option<Field> {
        self.field(Col::LeadName)
    }

    /// The field of *Customer Name*.
    pub fn customer_name(&self) -> Option<Field> {
        self.field(Col::CustomerName)
    }

    /// The field of *Partner Referral Status*.
    pub fn status(&self) -> Option<Field> {
        self.field(Col::Status)
    }

    /// The field of *Partner Referral Substatus*.
    pub fn substatus(&self) -> Option<Field> {
        self.field(Col::Substatus)
    }

    /// The fields of an outcome: status, substatus, stage and reason, as far as the file has them.
    pub fn outcome_fields(&self) -> impl Iterator<Item = Field> + '_ {
        let cols = [Col::Status, Col::Substatus, Col::Stage, Col::Reason];
        cols.into_iter().filter_map(|col| self.field(col))
    }

    /// The field of *Currency*.
    pub fn currency(&self) -> Option<Field> {
        self.field(Col::Currency)
    }

    /// The field of *Errors*, where a results file has the errors of the upload.
    pub fn errors(&self) -> Option<Field> {
        self.field(Col::Errors)
    }

    /// The field of *Marketplace Purchase Intent*.
    pub fn purchase_intent(&self) -> Option<Field> {
        self.field(Col::PurchaseIntent)
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
    /// same name the first one is meant.
    fn keys(&self) -> HashMap<String, Field> {
        let mut keys = HashMap::new();
        for field in self.fields().filter(|field| self.col(*field) != Some(Col::Errors)) {
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

/// The form in which two spellings of a header are compared.
///
/// Drops a byte-order mark, spaces around and asterisks after the name, folds ASCII case, joins
/// runs of spaces and writes `’` as `'`: Microsoft's page and its templates differ in all of these.
pub fn normalise(name: &str) -> String {
    let name = name.trim_start_matches('\u{feff}').trim();
    let name = name.trim_end_matches(|c: char| c == '*' || c.is_whitespace());
    let mut key = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().map(|c| if c == '’' { '\'' } else { c.to_ascii_lowercase() }));
    }
    key
}

/// The known column with this header.
pub(super) fn recognise(name: &str) -> Option<Col> {
    static SINGLES: LazyLock<HashMap<String, Col>> = LazyLock::new(|| {
        let mut names = HashMap::new();
        for column in &COLUMNS {
            if let Header::One(name, variants) = column.header {
                for spelling in std::iter::once(&name).chain(variants) {
                    names.insert(normalise(spelling), column.col);
                }
            }
        }
        names
    });
    let key = normalise(name);
    SINGLES.get(&key).copied().or_else(|| member(&key))
}

/// The member of a numbered family with this normalised header.
fn member(key: &str) -> Option<Col> {
    let digits = key.len() - key.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (family, number) = key.split_at(key.len() - digits);
    let number: u8 = number.parse().ok().filter(|n| (1..=Col::FAMILY_MAX).contains(n))?;
    let family = family.trim_end();
    COLUMNS.iter().find_map(|column| match column.header {
        Header::Numbered { family: name, also, .. }
            if std::iter::once(&name).chain(also).any(|v| normalise(v) == family) =>
        {
            Some(column.col.member(number))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn col(name: &str) -> Option<Col> {
        Layout::new(vec![name.to_owned()]).col(Field(0))
    }

    #[test]
    fn the_longest_column_name_in_a_sentence_is_found() {
        let names =
            ["Offer 1", "Notes", "Currency", "Solution 1", "Solution 10", "Errors", "Our own*"];
        let layout = Layout::new(names.map(str::to_owned).into());
        let field_in = |sentence| layout.named_in(sentence).map(|field| names[field.index()]);
        assert_eq!(field_in("Required field Solution 1 missing"), Some("Solution 1"));
        assert_eq!(field_in("Mandatory field  SOLUTION 10 missing."), Some("Solution 10"));
        assert_eq!(field_in("\"Notes\" too long, see Currency"), Some("Currency"));
        assert_eq!(field_in("OUR OWN isn't known"), Some("Our own*"));
        assert_eq!(field_in("Currencyless: errors, Footnotes, Offer 12"), None);
        let variant = Layout::new(vec!["Decline/Lost/Error reason".to_owned()]);
        assert_eq!(variant.named_in("Declined/Lost/Error reason is required"), Some(Field(0)));
    }

    #[test]
    fn spellings_of_documentation_and_template_are_the_same_column() {
        for name in
            ["Declined/Lost/Error reason", "Decline/Lost/Error reason", "Declined/Lost reason"]
        {
            assert_eq!(col(name), Some(Col::Reason), "{name}");
        }
        assert_eq!(col("\u{feff} customer  POSTAL code * "), Some(Col::PostalCode));
        assert_eq!(col("Lead Source *"), Some(Col::LeadSource));
        assert_eq!(col("MPN Id"), Some(Col::MpnId));
    }

    #[test]
    fn numbered_families_are_recognised_beyond_the_documented_five() {
        assert_eq!(col("Offers 5*"), Some(Col::Offer(5)));
        assert_eq!(col("Solution 50"), Some(Col::Solution(50)));
        assert_eq!(col("team MEMBER 6"), Some(Col::TeamMember(6)));
        assert_eq!(col("Team member"), None);
        assert_eq!(col("Offer 0"), None);
        assert_eq!(col("Offer 100"), None);
    }

    #[test]
    fn a_repeated_header_is_known_in_each_spelling_and_an_id_is_none() {
        for name in ["Referral ID", "ReferralID", "referral id *"] {
            let layout = Layout::new(vec!["Notes".to_owned(), name.to_owned()]);
            assert!(layout.is_repeated(name) && layout.is_repeated(&name.to_uppercase()), "{name}");
            assert!(
                !layout.is_repeated("Notes")
                    && !layout.is_repeated("")
                    && !layout.is_repeated("a-1")
            );
        }
        assert!(!Layout::new(vec!["Notes".to_owned()]).is_repeated("Notes"));
    }

    #[test]
    fn the_second_of_two_equal_headers_is_unknown() {
        let layout = Layout::new(vec!["Currency".into(), "currency *".into()]);
        assert_eq!(layout.col(Field(0)), Some(Col::Currency));
        assert_eq!(layout.col(Field(1)), None);
        assert_eq!(layout.field(Col::Currency), Some(Field(0)));
    }

    #[test]
    fn a_row_may_lack_only_optional_cells_at_its_end() {
        let names = ["Referral ID", "Team member 1", "Team member 2", "Our own", "Errors"];
        let names = names.iter().chain(&["Marketplace Purchase Intent"]);
        let layout = Layout::new(names.map(|&name| name.to_owned()).collect());
        let taken: Vec<usize> = (0..9).filter(|&fields| layout.accepts(fields)).collect();
        assert_eq!(taken, [2, 3, 4, 5, 6]);
        let unknown = Layout::new(vec!["a".to_owned(), "Lead Name".to_owned(), "b".to_owned()]);
        assert_eq!([1, 2, 3, 4].map(|fields| unknown.accepts(fields)), [false, true, true, false]);
    }

    #[test]
    fn deal_name_belongs_to_another_kind_of_file() {
        assert_eq!(col("Deal Name"), None);
    }
}
