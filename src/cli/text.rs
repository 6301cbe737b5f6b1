//! The findings for people.

use super::Surroundings;
use super::check::Checked;
use crate::leads::{Col, Finding, Level, visible};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// How many findings of one rule are listed.
const LISTED: usize = 100;

/// The most columns that a message or a name of a lead takes.
const SAY_WIDTH: usize = 600;
const NAME_WIDTH: usize = 48;

/// Where messages begin, in columns, and the least width beside it that is worth wrapping to.
const INDENT: usize = 17;
const LEAST: usize = 24;

/// Writes the problems row by row, and a summary; notes are only counted.
pub(super) fn write(
    checked: &Checked,
    around: &Surroundings,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut list = List { out, around, listed: BTreeMap::new(), begun: false, row: None };
    for notice in checked.notices {
        list.line(&visible(notice))?;
    }
    for finding in checked.sheet.findings().all().filter(|f| f.level.is_problem()) {
        list.finding(checked, finding)?;
    }
    list.cut()?;
    if list.begun || !checked.notices.is_empty() {
        list.line("")?;
    }
    list.line(&summary(checked))
}

struct List<'o> {
    out: &'o mut dyn Write,
    around: &'o Surroundings,
    /// How many findings of each rule there were so far, listed or not.
    listed: BTreeMap<&'static str, usize>,
    /// Whether a heading was written, and of which row; of the whole file if of none.
    begun: bool,
    row: Option<u32>,
}

impl List<'_> {
    fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{text}")
    }

    fn finding(&mut self, checked: &Checked, finding: &Finding) -> io::Result<()> {
        let count = self.listed.entry(finding.rule.code).or_default();
        *count += 1;
        if *count > LISTED {
            return Ok(());
        }
        if !self.begun || self.row != finding.row {
            if self.begun {
                self.line("")?;
            }
            (self.begun, self.row) = (true, finding.row);
            let heading = heading(checked, finding.row);
            self.line(&self.painted(Paint::Bold, &heading))?;
        }
        let word = format!("{:<7}", finding.level.word());
        let paint = if finding.level == Level::Error { Paint::Error } else { Paint::Warning };
        let word = self.painted(paint, &word);
        let mut lines = self.wrapped(&message(checked, finding)).into_iter();
        let first = lines.next().unwrap_or_default();
        self.line(&format!("  {word}  {:<5} {first}", finding.rule.code))?;
        for rest in lines {
            self.line(&format!("{:INDENT$}{rest}", ""))?;
        }
        Ok(())
    }

    /// Says what was left out.
    fn cut(&mut self) -> io::Result<()> {
        let cut: Vec<String> = self
            .listed
            .iter()
            .filter(|(_, count)| **count > LISTED)
            .map(|(code, count)| format!("… and {} more of {code}", grouped(count - LISTED)))
            .collect();
        if !cut.is_empty() {
            self.line("")?;
        }
        cut.iter().try_for_each(|line| self.line(line))
    }

    fn painted(&self, paint: Paint, text: &str) -> String {
        if !self.around.colour {
            return text.to_owned();
        }
        let code = match paint {
            Paint::Bold => "1",
            Paint::Error => "1;31",
            Paint::Warning => "33",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// Breaks a message into lines between words, if a terminal shows it.
    fn wrapped(&self, text: &str) -> Vec<String> {
        let Some(width) = self.around.width.and_then(|w| w.checked_sub(INDENT + 1)) else {
            return vec![text.to_owned()];
        };
        match width {
            0..LEAST => vec![text.to_owned()],
            _ => textwrap::wrap(text, width).into_iter().map(Cow::into_owned).collect(),
        }
    }
}

#[derive(Clone, Copy)]
enum Paint {
    Bold,
    Error,
    Warning,
}

fn heading(checked: &Checked, row: Option<u32>) -> String {
    let Some(row) = row else { return visible(checked.name).into_owned() };
    let line = checked.lines.get(row as usize).copied().unwrap_or_default();
    let layout = checked.sheet.layout();
    let name = layout.field(Col::LeadName).map(|field| checked.sheet.text(row, field as u32));
    let name = short(&visible(&name.unwrap_or_default()), NAME_WIDTH);
    let heading = format!("row {} (line {})  {name}", grouped(row as usize + 1), grouped(line));
    heading.trim_end().to_owned()
}

fn message(checked: &Checked, finding: &Finding) -> String {
    let mut text = String::new();
    if let Some(name) = finding.unnamed_column(checked.sheet.layout()) {
        text.push_str(&short(&visible(name), NAME_WIDTH));
        text.push_str(": ");
    }
    text.push_str(&short(&visible(&finding.say), SAY_WIDTH));
    if let Some(fix) = &finding.fix {
        text.push_str("   suggestion: ");
        text.push_str(&short(&visible(fix), SAY_WIDTH));
    }
    text
}

fn summary(checked: &Checked) -> String {
    let (summary, tally) = (checked.summary, checked.summary.tally);
    let notes = match some(tally.notes, "note") {
        none if tally.notes == 0 => none,
        notes => format!("{notes} (in --format json)"),
    };
    // A part of the leads is enough for an upload: those that are left out are no problem.
    let missing = checked.sheet.joined().map_or(0, |join| join.missing.len());
    let missing = match missing {
        0 => String::new(),
        n => format!(" · {} of the download left out", some(n, "lead")),
    };
    format!(
        "{}: {} ready, {} held back · {}, {}, {}{missing}",
        some(summary.rows, "row"),
        grouped(summary.ready),
        grouped(summary.held_back),
        some(tally.errors, "error"),
        some(tally.warnings, "warning"),
        notes,
    )
}

/// Returns a number of things: `1 lead`, `4,900 leads`.
pub(super) fn some(n: usize, what: &str) -> String {
    format!("{} {what}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// Returns a number with a comma between each three digits.
pub(super) fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns a text cut to a width in columns, with `…` where something is left out.
pub(super) fn short(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut used = 0;
    let fits = |c: &char| {
        used += c.width().unwrap_or_default();
        used < width
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let numbers = [0, 999, 4_900, 100_000, 1_000_000];
        assert_eq!(numbers.map(grouped), ["0", "999", "4,900", "100,000", "1,000,000"]);
    }

    #[test]
    fn long_texts_are_cut_by_columns() {
        assert_eq!(short("abcdef", 6), "abcdef");
        assert_eq!(short("abcdefg", 6), "abcde…");
        assert_eq!(short("東京東京", 6), "東京…");
    }
}
