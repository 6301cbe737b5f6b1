//! Writes a mapping as a file that people can read and change.

use crate::sheet::Sheet;
use crate::sync::fill::{FillMapping, MappedValue, SourceTable};
use std::fmt::Write as _;

/// What a mapping's file begins with.
const HEAD: &str = "\
# What the columns of a CRM export fill in the leads. Used by leadsheet fill --mapping, and offered in the
# editor for a file with the same columns. The manual: leadsheet help fill
";

/// Writes a mapping, with the values that have no meaning yet as comments.
///
/// The order is that of the file's columns and of the values, so that the same mapping is the same text.
pub fn write_mapping(mapping: &FillMapping, source: &SourceTable, sheet: &Sheet) -> String {
    let layout = sheet.layout();
    let mut text = HEAD.to_owned();
    let headers: Vec<String> = source.headers.iter().map(|header| quoted(header)).collect();
    // Writing to a String can't fail.
    let _ = writeln!(text, "\nheaders = [{}]", headers.join(", "));
    if let Some((field, column)) = mapping.key {
        let (lead, own) = (quoted(layout.name(field)), quoted(source.header(column)));
        let _ = write!(
            text,
            "\n# Which row is which lead: a column of the file, and one of the leads.\n\
             [key]\ncolumn = {own}\nlead = {lead}\n"
        );
    }
    text.push_str(
        "\n# A column of the file = the column that it fills, or \"Outcome\".\n[columns]\n",
    );
    for (at, header) in source.headers.iter().enumerate() {
        let is_key = mapping.key.is_some_and(|(_, column)| column == at);
        let target = mapping.columns.get(at).and_then(|column| column.target);
        let name = |target: crate::sync::fill::FillTarget| quoted(target.name(layout));
        let _ = match (target, mapping.suggestion(header, layout)) {
            _ if is_key || header.is_empty() => Ok(()),
            (Some(target), _) => writeln!(text, "{} = {}", quoted(header), name(target)),
            (None, Some(target)) => writeln!(text, "# {} = {}", quoted(header), name(target)),
            (None, None) => Ok(()),
        };
    }
    for (at, _) in mapping.filling() {
        write_values(&mut text, mapping, (source, at), sheet);
    }
    text
}

/// Writes what the values of a column mean, if any has a meaning of its own or none at all.
fn write_values(
    text: &mut String,
    mapping: &FillMapping,
    (source, at): (&SourceTable, usize),
    sheet: &Sheet,
) {
    let mut lines = String::new();
    for (value, meaning) in mapping.columns[at].values() {
        let meaning = match meaning {
            MappedValue::Text(text) => quoted(text),
            MappedValue::Outcome(outcome) => quoted(&outcome.to_string()),
            MappedValue::Nothing => "\"\"".to_owned(),
        };
        let _ = writeln!(lines, "{} = {meaning}", quoted(value));
    }
    let values = mapping.values_of(source, sheet, at);
    for value in values.iter().filter(|value| value.meaning.is_none()) {
        let rows = crate::leads::plural(value.rows, "row");
        let _ = writeln!(lines, "# {} = \"\"  # {rows}", quoted(&value.text));
    }
    if !lines.is_empty() {
        let _ = write!(
            text,
            "\n# A value of the file = what it means: \"Lost, reason 1\", a text, or \"\" for nothing.\n\
             [values.{}]\n{lines}",
            quoted(source.header(at))
        );
    }
}

/// A text as a key or a value of TOML, on one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if crate::leads::is_hidden(c) => {
                let _ = write!(quoted, "\\U{:08X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
