//! The findings for people.

use crate::cli::check::{Checked, Env};
use crate::cli::report::{Emphasis, Line, ReportWriter};
use crate::leads::{Finding, Level, Row, plural, thousands, visible};
use std::collections::BTreeMap;
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// How many findings of one rule are listed.
pub(crate) const MAX_LISTED: usize = 100;

/// The most columns that a message or a name of a lead takes.
const MESSAGE_WIDTH: usize = 600;
const NAME_WIDTH: usize = 48;

/// Writes the problems row by row, and a summary; notes are only counted.
pub(crate) fn write(checked: &Checked, env: &Env, out: &mut dyn Write) -> io::Result<()> {
    let lines = ReportWriter::new(out, env);
    let mut list = FindingList { lines, listed: BTreeMap::new(), begun: false, row: None };
    for notice in checked.notices {
        list.lines.line(notice)?;
    }
    for finding in checked.sheet.findings().all().filter(|f| f.level.is_problem()) {
        list.finding(checked, finding)?;
    }
    for (code, count) in checked.sheet.findings().unlisted() {
        *list.listed.entry(code).or_default() += count;
    }
    list.cut()?;
    list.lines.gap()?;
    list.lines.line(&summary(checked))
}

struct FindingList<'o> {
    lines: ReportWriter<'o>,
    /// How many findings of each rule there were so far, listed or not.
    listed: BTreeMap<&'static str, usize>,
    /// Whether a heading was written.
    begun: bool,
    /// Its row; nothing for that of the whole file.
    row: Option<Row>,
}

impl FindingList<'_> {
    fn finding(&mut self, checked: &Checked, finding: &Finding) -> io::Result<()> {
        let count = self.listed.entry(finding.rule.code()).or_default();
        *count += 1;
        if *count > MAX_LISTED {
            return Ok(());
        }
        if !self.begun || self.row != finding.row {
            (self.begun, self.row) = (true, finding.row);
            self.lines.heading(&heading(checked, finding.row))?;
        }
        let paint = if finding.level == Level::Error { Emphasis::Error } else { Emphasis::Warning };
        let head = vec![
            (paint, format!("{:<7}", finding.level.label())),
            (Emphasis::Plain, format!("  {:<5} ", finding.rule.code())),
        ];
        self.lines.item("  ", &Line { head, text: message(checked, finding) })
    }

    /// Says what was left out.
    fn cut(&mut self) -> io::Result<()> {
        let cut = self.listed.iter().filter(|(_, count)| **count > MAX_LISTED);
        let cut: Vec<String> = cut
            .map(|(code, count)| format!("… and {} more of {code}", thousands(count - MAX_LISTED)))
            .collect();
        if !cut.is_empty() {
            self.lines.gap()?;
        }
        cut.iter().try_for_each(|line| self.lines.line(line))
    }
}

fn heading(checked: &Checked, row: Option<Row>) -> String {
    let Some(row) = row else { return visible(checked.name).into_owned() };
    let line = checked.lines.of(row);
    let layout = checked.sheet.layout();
    let name = layout.lead_name().map(|field| checked.sheet.text(row, field));
    let name = truncate(&visible(&name.unwrap_or_default()), NAME_WIDTH);
    let heading = format!("row {} (line {})  {name}", thousands(row.number()), thousands(line));
    heading.trim_end().to_owned()
}

fn message(checked: &Checked, finding: &Finding) -> String {
    let mut text = String::new();
    if let Some(name) = finding.unnamed_column(checked.sheet.layout()) {
        text.push_str(&truncate(&visible(name), NAME_WIDTH));
        text.push_str(": ");
    }
    text.push_str(&truncate(&visible(&finding.message), MESSAGE_WIDTH));
    if let Some(fix) = &finding.fix {
        text.push_str("   suggestion: ");
        text.push_str(&truncate(&visible(fix), MESSAGE_WIDTH));
    }
    text
}

fn summary(checked: &Checked) -> String {
    let (summary, tally) = (checked.summary, checked.summary.tally);
    let notes = match plural(tally.notes, "note") {
        none if tally.notes == 0 => none,
        notes => format!("{notes} (in --format json)"),
    };
    let missing = match checked.left_out() {
        0 => String::new(),
        n => format!(" · {} of the download left out", plural(n, "lead")),
    };
    let empty = match summary.empty {
        0 => String::new(),
        n => format!(", {} empty", thousands(n)),
    };
    format!(
        "{}: {} ready, {} held back{empty} · {}, {}, {}{missing}",
        plural(summary.rows, "row"),
        thousands(summary.ready),
        thousands(summary.held_back),
        plural(tally.errors, "error"),
        plural(tally.warnings, "warning"),
        notes,
    )
}

/// A text cut to a width in columns, with `…` where something is left out.
pub(crate) fn truncate(text: &str, width: usize) -> String {
    // No character takes more columns than bytes.
    if text.len() <= width || text.width() <= width {
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
    fn long_texts_are_cut_by_columns() {
        assert_eq!(truncate("abcdef", 6), "abcdef");
        assert_eq!(truncate("abcdefg", 6), "abcde…");
        assert_eq!(truncate("東京東京", 6), "東京…");
        for c in '\0'..=char::MAX {
            assert!(c.width().unwrap_or_default() <= c.len_utf8(), "{c:?}");
        }
    }
}
