//! A section of a file, read key by key.

use crate::declared::mistake::DeclaredText;
use crate::leads::did_you_mean;
use std::fmt::Display;
use std::ops::RangeInclusive;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A section of a file: the top of it, `[name]`, or one of several `[[name]]`.
#[derive(Debug)]
pub struct Section<'s, 't> {
    source: &'s DeclaredText<'t>,
    table: &'s DeTable<'t>,
    /// Where it begins.
    at: usize,
    /// The keys that were asked for: all others are mistakes.
    known: Vec<String>,
    /// Whether any key may stand in it.
    is_open: bool,
}

impl<'s, 't> Section<'s, 't> {
    pub(super) fn new(source: &'s DeclaredText<'t>, table: &'s DeTable<'t>, at: usize) -> Self {
        Self { source, table, at, known: Vec::new(), is_open: false }
    }

    /// The line of its heading, counted from 1.
    pub fn line(&self) -> usize {
        self.source.line(self.at)
    }

    /// Reports a mistake at a key of the section, or at its heading if it has no such key.
    pub fn report(&self, key: &str, message: impl Display) {
        let at = self.table.get_key_value(key).map_or(self.at, |(name, _)| name.span().start);
        self.source.report(at, format!("{key}: {message}"));
    }

    fn get(&mut self, key: &str) -> Option<&'s Spanned<DeValue<'t>>> {
        self.known.push(key.to_owned());
        self.table.get(key)
    }

    /// Whether it has a key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Whether the value of a key is a list without anything in it.
    pub(super) fn is_empty_list(&self, key: &str) -> bool {
        let list = self.table.get(key).and_then(|value| value.get_ref().as_array());
        list.is_some_and(|list| list.is_empty())
    }

    /// Reports that a key isn't there.
    pub(super) fn missing(&self, key: &str, expected: &str) {
        self.source.report(self.at, format!("{key} is missing; expected {expected}"));
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue>, expected: &str) {
        let found = value.get_ref().type_str();
        let article = if found.starts_with(['a', 'i']) { "an" } else { "a" };
        let message = format!("{key} is {article} {found}; expected {expected}");
        self.source.report(value.span().start, message);
    }

    /// The text of a key that may be left out.
    pub fn text(&mut self, key: &str) -> Option<&'s str> {
        let value = self.get(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(key, value, "a text in quotation marks");
        }
        text
    }

    /// The text of a key that must be there and isn't blank.
    pub fn required_text(&mut self, key: &str) -> Option<&'s str> {
        const EXPECTED: &str = "a text in quotation marks";
        if !self.table.contains_key(key) {
            self.known.push(key.to_owned());
            self.missing(key, EXPECTED);
            return None;
        }
        let text = self.text(key)?;
        if text.trim().is_empty() {
            self.source.report(self.position(key), format!("{key} is empty; expected {EXPECTED}"));
            return None;
        }
        Some(text)
    }

    fn position(&self, key: &str) -> usize {
        self.table.get(key).map_or(self.at, |value| value.span().start)
    }

    /// The value of a key that must be there, read from its text by a parser.
    pub fn parsed<T, E: Display>(
        &mut self,
        key: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.required_text(key)?;
        let at = self.position(key);
        parse(text).map_err(|error| self.source.report(at, format!("{key}: {error}"))).ok()
    }

    /// The values of a key that may be left out: a list of texts, each read by a parser.
    ///
    /// A single text stands for a list of one.
    pub fn parsed_list<T, E: Display>(
        &mut self,
        key: &str,
        mut parse: impl FnMut(&str) -> Result<T, E>,
    ) -> Vec<T> {
        const EXPECTED: &str = "a list of texts: [\"…\", \"…\"]";
        let Some(value) = self.get(key) else { return Vec::new() };
        let items = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            DeValue::String(_) => vec![value],
            _ => {
                self.wrong_type(key, value, EXPECTED);
                Vec::new()
            }
        };
        let mut parsed = Vec::new();
        for item in items {
            match item.get_ref().as_str().map(&mut parse) {
                Some(Ok(value)) => parsed.push(value),
                Some(Err(error)) => {
                    self.source.report(item.span().start, format!("{key}: {error}"));
                }
                None => self.wrong_type(key, item, EXPECTED),
            }
        }
        parsed
    }

    /// The value of a key that is one of some words; the first one if it is left out.
    pub fn one_of<T: Copy>(&mut self, key: &str, words: &[(&str, T)]) -> Option<T> {
        let names: Vec<String> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
        let expected = names.join(" or ");
        let Some(value) = self.get(key) else { return words.first().map(|(_, meaning)| *meaning) };
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(key, value, &expected);
            return None;
        };
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let message = format!("{key} is \"{text}\"; expected {expected}");
            self.source.report(value.span().start, message);
        }
        found.map(|(_, meaning)| *meaning)
    }

    /// The whole number of a key that may be left out.
    pub fn number(&mut self, key: &str, within: RangeInclusive<u32>) -> Option<u32> {
        let value = self.get(key)?;
        let parsed = value.get_ref().as_integer().and_then(|number| {
            u32::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok()
        });
        let number = parsed.filter(|number| within.contains(number));
        if number.is_none() {
            let (least, most) = within.into_inner();
            let message = format!("{key} must be a whole number from {least} to {most}");
            self.source.report(value.span().start, message);
        }
        number
    }

    /// The value of a key that is true or false; false if it is left out.
    pub fn flag(&mut self, key: &str) -> bool {
        let Some(value) = self.get(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong_type(key, value, "true or false");
            false
        })
    }

    /// Reads each section `[[key]]`; what the function doesn't ask for is a mistake.
    pub fn sections<T>(&mut self, key: &str, mut read: impl FnMut(&mut Section) -> T) -> Vec<T> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let tables = value.get_ref().as_array().map(|items| {
            let tables = items.iter().map(|item| Some((item.get_ref().as_table()?, item.span())));
            tables.collect::<Option<Vec<_>>>()
        });
        let Some(Some(tables)) = tables else {
            let message = format!("{key} must be sections with two brackets: [[{key}]]");
            self.source.report(value.span().start, message);
            return Vec::new();
        };
        let read = |(table, span): (&'s DeTable<'t>, std::ops::Range<usize>)| {
            let mut section = Section::new(self.source, table, span.start);
            let value = read(&mut section);
            section.report_unknown();
            value
        };
        tables.into_iter().map(read).collect()
    }

    /// Reads the section `[key]`, if there is one; what the function doesn't ask for is a mistake.
    pub fn section<T>(&mut self, key: &str, read: impl FnOnce(&mut Section) -> T) -> Option<T> {
        let value = self.get(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.source.report(value.span().start, format!("{key} must be a section: [{key}]"));
            return None;
        };
        let mut section = Section::new(self.source, table, value.span().start);
        let value = read(&mut section);
        section.report_unknown();
        Some(value)
    }

    /// All keys of a section in which any key may stand, in the order of their lines: name, text and line.
    pub fn texts(&mut self) -> Vec<(String, &'s str, usize)> {
        self.is_open = true;
        let mut texts = Vec::new();
        for (name, value) in self.table {
            match value.get_ref().as_str() {
                Some(text) => texts.push((name.span().start, name.get_ref().to_string(), text)),
                None => self.wrong_type(name.get_ref(), value, "a text in quotation marks"),
            }
        }
        texts.sort_by_key(|(at, ..)| *at);
        texts.into_iter().map(|(at, name, text)| (name, text, self.source.line(at))).collect()
    }

    /// Reports the keys that nothing has asked for.
    pub(super) fn report_unknown(&self) {
        if self.is_open {
            return;
        }
        let unknown = |name: &str| !self.known.iter().any(|known| known == name);
        for (name, _) in self.table.iter().filter(|(name, _)| unknown(name.get_ref())) {
            let known = || self.known.iter().map(String::as_str);
            let rest = match did_you_mean(name.get_ref(), known()) {
                meant if !meant.is_empty() => meant,
                _ => format!("; expected {}", known().collect::<Vec<_>>().join(", ")),
            };
            let message = format!("\"{}\" isn't a key here{rest}", name.get_ref());
            self.source.report(name.span().start, message);
        }
    }
}
