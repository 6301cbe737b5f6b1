//! Columns by the names that people type.

use super::spelling::{normalise, recognise};
use super::{Field, Layout};
use crate::leads::{nearest, suggested, visible};

/// The error of a name that no column of a file has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file has no column \"{}\"{}", visible(.name), suggested(.meant.as_deref()))]
pub struct UnknownColumn {
    /// The name as it was typed.
    pub name: String,
    /// The name of the column that was probably meant.
    pub meant: Option<String>,
}

impl Layout {
    /// Finds the column that a person means by a name: as the header spells it, by the documented name, by another
    /// name that is known for it, or by the short name in the grid. Case, spaces and asterisks don't count.
    ///
    /// # Errors
    ///
    /// Fails if the file has no such column; the error has the nearest name.
    pub fn named(&self, name: &str) -> Result<Field, UnknownColumn> {
        let key = normalise(name);
        let is_named = |field: &Field| normalise(self.name(*field)) == key;
        let known = || recognise(name).and_then(|(col, _)| self.field(col));
        let short = || self.known().find(|(_, col)| normalise(&col.short()) == key);
        // Of two fields of the same name the known column is meant.
        let own = self.fields().filter(is_named).min_by_key(|field| self.col(*field).is_none());
        own.or_else(known)
            .or_else(|| short().map(|(field, _)| field))
            .ok_or_else(|| self.unknown(name))
    }

    fn unknown(&self, name: &str) -> UnknownColumn {
        let shorts: Vec<String> = self.known().map(|(_, col)| col.short()).collect();
        let names = self.names().iter().map(|name| name.trim_end_matches(['*', ' ']));
        let meant = nearest(name, names.chain(shorts.iter().map(String::as_str)));
        UnknownColumn { name: name.to_owned(), meant: meant.map(str::to_owned) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_found_by_any_of_its_names_and_a_wrong_one_names_the_nearest() {
        let names =
            ["Referral ID", "Lead Source *", "Estimated Close Date", "Team member 1*", "My own"];
        let layout = Layout::new(names.map(str::to_owned).to_vec());
        for (name, at) in [
            ("lead source", 1),
            ("Estimated  Close date", 2),
            ("close date", 2),
            ("Member 1", 3),
            ("team member 1", 3),
            ("my OWN", 4),
        ] {
            assert_eq!(layout.named(name).map(Field::index), Ok(at), "{name}");
        }
        let error = layout.named("closing date").expect_err("unknown").to_string();
        assert_eq!(error, "the file has no column \"closing date\"; did you mean \"Close date\"?");
        let error = layout.named("zzzzzzzzzzzzzz\u{1b}").expect_err("unknown").to_string();
        assert_eq!(error, "the file has no column \"zzzzzzzzzzzzzz␛\"");
    }
}
