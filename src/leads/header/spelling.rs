//! How the names of columns may be spelled.

use super::super::{COLUMNS, Col, Header};
use std::collections::HashMap;
use std::sync::LazyLock;

/// How closely a header follows the documented name of its column, the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::leads) enum Spelling {
    /// It is the documented name.
    Exact,
    /// It is the documented name but for case, spaces and asterisks.
    CaseVariant,
    /// It is one of the other names that are known for the column: *Status* for *Partner Referral Status*.
    OtherName,
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

/// The known column with this header, and how it is spelled.
pub(in crate::leads) fn recognise(name: &str) -> Option<(Col, Spelling)> {
    static SINGLES: LazyLock<HashMap<String, (Col, Spelling)>> = LazyLock::new(|| {
        let mut names = HashMap::new();
        for column in &COLUMNS {
            if let Header::One(name, others) = column.header {
                for other in others {
                    names.insert(normalise(other), (column.col, Spelling::OtherName));
                }
                names.insert(normalise(name), (column.col, Spelling::CaseVariant));
            }
        }
        names
    });
    let key = normalise(name);
    let (col, spelling) = SINGLES.get(&key).copied().or_else(|| member(&key))?;
    let is_exact = spelling == Spelling::CaseVariant && name == col.name();
    Some((col, if is_exact { Spelling::Exact } else { spelling }))
}

/// The member of a numbered family with this normalised header.
fn member(key: &str) -> Option<(Col, Spelling)> {
    let digits = key.len() - key.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (family, number) = key.split_at(key.len() - digits);
    let number: u8 = number.parse().ok().filter(|n| (1..=Col::FAMILY_MAX).contains(n))?;
    let family = family.trim_end();
    COLUMNS.iter().find_map(|column| {
        let Header::Numbered { family: name, also, .. } = column.header else { return None };
        let spelling = if normalise(name) == family {
            Spelling::CaseVariant
        } else if also.iter().any(|other| normalise(other) == family) {
            Spelling::OtherName
        } else {
            return None;
        };
        Some((column.col.member(number), spelling))
    })
}
