//! The file that remembers how a CRM export fills leads: which column is the key, what the others fill, and what
//! the CRM's own words mean.

#[cfg(test)]
mod tests;
mod writer;

pub use writer::write_mapping;

use crate::declared::{Mistakes, Section, read};
use crate::leads::{Field, did_you_mean, normalise};
use crate::sheet::Sheet;
use crate::sync::fill::{
    FillMapping, FillTarget, MappedValue, NamedOutcome, SourceColumn, SourceTable,
};

/// What the file and the leads have for the mapping to name.
struct Names<'a> {
    source: &'a SourceTable,
    sheet: &'a Sheet,
}

/// Reads a mapping for a file and the leads that are filled from it.
///
/// # Errors
///
/// Fails with every mistake: what isn't TOML, unknown keys, columns that the file or the leads don't have, columns
/// that can't be filled, and outcomes that don't exist.
pub fn read_mapping(
    text: &str,
    source: &SourceTable,
    sheet: &Sheet,
) -> Result<FillMapping, Mistakes> {
    let names = Names { source, sheet };
    read(text, |top| {
        top.parsed_list("headers", |header| Ok::<_, String>(header.to_owned()));
        let mut mapping = FillMapping {
            key: top.section("key", |key| names.key(key)).flatten(),
            columns: vec![SourceColumn::default(); source.headers.len()],
        };
        let mut found = Vec::new();
        top.section("columns", |columns| names.columns(columns, &mut mapping, &mut found));
        top.section("values", |values| {
            for (name, column) in &found {
                values.section(name, |section| names.values(section, *column, &mut mapping));
            }
        });
        mapping
    })
}

/// The names of the columns of the file that a mapping was written for; nothing if the text has none.
fn headers_of(text: &str) -> Option<Vec<String>> {
    let mut headers = Vec::new();
    // What else is wrong with it is said when it is read.
    let table: toml::Table = text.parse().ok()?;
    for header in table.get("headers")?.as_array()? {
        headers.push(header.as_str()?.to_owned());
    }
    Some(headers)
}

/// Whether a mapping was written for a file with these columns, in any order.
pub fn is_for(text: &str, source: &SourceTable) -> bool {
    let sorted = |headers: &[String]| {
        let mut keys: Vec<String> = headers.iter().map(|header| normalise(header)).collect();
        keys.sort_unstable();
        keys
    };
    headers_of(text).is_some_and(|headers| sorted(&headers) == sorted(&source.headers))
}

impl Names<'_> {
    /// The column of the file with this name; case and blanks don't count.
    fn column(&self, name: &str) -> Result<usize, String> {
        let key = normalise(name);
        let found = self.source.headers.iter().position(|header| normalise(header) == key);
        found.ok_or_else(|| {
            let hint = did_you_mean(name, self.source.headers.iter().map(String::as_str));
            format!("{} has no column \"{name}\"{hint}", self.source.name)
        })
    }

    fn key(&self, section: &mut Section) -> Option<(Field, usize)> {
        let layout = self.sheet.layout();
        let column = section.parsed("column", |name| self.column(name));
        let lead = section.parsed("lead", |name| {
            let fields = FillTarget::key_fields(layout);
            let is_named = |field: &&Field| FillTarget::is_named(name, **field, layout);
            fields.iter().find(is_named).copied().ok_or_else(|| {
                let names: Vec<&str> = fields.iter().map(|field| layout.name(*field)).collect();
                format!("\"{name}\" isn't a key of leads; expected one of {}", names.join(", "))
            })
        });
        lead.zip(column)
    }

    fn columns(
        &self,
        section: &mut Section,
        mapping: &mut FillMapping,
        named: &mut Vec<(String, usize)>,
    ) {
        for (name, target, _) in section.texts() {
            let column = match self.column(&name) {
                Ok(column) => column,
                Err(why) => {
                    section.report(&name, why);
                    continue;
                }
            };
            named.push((name.clone(), column));
            match self.target(target) {
                Ok(target) if mapping.source_of(target).is_some_and(|other| other != column) => {
                    let other = mapping.source_of(target).unwrap_or_default();
                    let other = self.source.header(other);
                    section.report(
                        &name,
                        format!("\"{other}\" fills {} already", target.name(self.sheet.layout())),
                    );
                }
                Ok(target) => mapping.columns[column].target = Some(target),
                Err(why) => section.report(&name, why),
            }
        }
    }

    fn target(&self, name: &str) -> Result<FillTarget, String> {
        let layout = self.sheet.layout();
        FillTarget::named(name, layout).ok_or_else(|| {
            if layout.fields().any(|field| FillTarget::is_named(name, field, layout)) {
                return format!("\"{name}\" is read-only; expected a column that can be edited");
            }
            let targets = FillTarget::all(layout);
            let names = targets.iter().map(|target| target.name(layout));
            let hint = did_you_mean(name, names);
            format!("the leads have no column \"{name}\" that can be filled{hint}")
        })
    }

    /// What the values of a column mean: an outcome with its reason, or a text; an empty text fills nothing.
    fn values(&self, section: &mut Section, column: usize, mapping: &mut FillMapping) {
        let target = mapping.columns[column].target;
        for (value, text, _) in section.texts() {
            let meaning = match target {
                _ if text.trim().is_empty() => Ok(MappedValue::Nothing),
                Some(FillTarget::Outcome) => {
                    let lists = &self.sheet.context().lists;
                    NamedOutcome::parse(text, lists).map(MappedValue::Outcome)
                }
                Some(FillTarget::Field(_)) | None => Ok(MappedValue::Text(text.to_owned())),
            };
            match meaning {
                Ok(meaning) => mapping.columns[column].set_value(&value, Some(meaning)),
                Err(why) => section.report(&value, why),
            }
        }
    }
}
