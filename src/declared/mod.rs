//! Files that users declare something in, as TOML: every mistake is found at once, each with its line.
//!
//! [`read`] parses a file and hands its top [`Section`] to a function, which asks for the keys that it knows.
//! What is missing, of the wrong type, unknown or wrong by its own parser is gathered; a file with a mistake is
//! never used.

pub mod fill_mapping;
mod house_rules;
mod mistake;
mod policy;
mod section;
#[cfg(test)]
mod tests;

pub use house_rules::house_rules;
pub use mistake::{Mistake, Mistakes};
pub use policy::read_policy;
pub use section::Section;

use mistake::DeclaredText;
use toml::de::DeTable;

/// Reads a file, or finds every mistake in it.
///
/// # Errors
///
/// Fails if the text isn't TOML, and with what the sections report while they are read.
pub fn read<T>(text: &str, read: impl FnOnce(&mut Section) -> T) -> Result<T, Mistakes> {
    let source = DeclaredText::new(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        source.report(error.span().map_or(0, |span| span.start), error.message().to_owned());
    }
    // What is left of a file that isn't TOML would only seem to lack something.
    if let Some(mistakes) = source.mistakes() {
        return Err(mistakes);
    }
    let value = {
        let mut top = Section::new(&source, table.get_ref(), 0);
        let value = read(&mut top);
        top.report_unknown();
        value
    };
    source.mistakes().map_or(Ok(value), Err)
}
