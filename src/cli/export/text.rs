//! What `leadsheet export` reports to people: a line a rule, for any number of leads.

use crate::cli::export::places::{LeadPlace, name_places};
use crate::cli::export::report::{
    DamageReport, ExportFile, ExportLead, ExportReport, ExportSummary, IrreversibleLine,
    PortalMessage,
};
use crate::cli::report::{Emphasis, Line, ReportWriter};
use crate::cli::text::truncate;
use crate::leads::sort::sort_by_key;
use crate::leads::{Row, difference, plural, quoted, thousands, visible};
use std::io;

/// The most columns that a text in an example takes.
const EXAMPLE_WIDTH: usize = 60;

/// Writes the report for people.
pub(super) fn write(report: &ExportReport, lines: &mut ReportWriter) -> io::Result<()> {
    let line = |harm: &DamageReport| {
        let shown = difference(&harm.downloaded, &harm.edited, EXAMPLE_WIDTH);
        let [downloaded, edited] = quoted([&harm.downloaded, &harm.edited], shown);
        let column = (Emphasis::Warning, harm.column.clone());
        Line {
            head: vec![column, (Emphasis::Plain, ": ".to_owned())],
            text: format!(
                "{}, {}, e.g. row {}: {edited} was {downloaded}",
                plural(harm.cells, "cell"),
                harm.kind,
                thousands(harm.row),
            ),
        }
    };
    for (editable, heading) in [
        (false, "read-only cells that differ; the download's value is used"),
        (true, "editable cells that look damaged; the download's value is used"),
    ] {
        let damage = report.damage.iter().filter(|harm| harm.editable == editable);
        lines.section(heading, damage.map(line))?;
    }
    if report.dry_run {
        write_leads(report, lines)?;
    }
    lines.section("pilot part", report.pilot_lines().into_iter())?;
    lines.section(
        "left out because of the pilot part (rows of the download)",
        report.left_out_lines().into_iter(),
    )?;
    lines.section("held back (rows of the download)", by_rule(&report.held_back))?;
    lines.section("not imported (rows of the edited file)", by_rule(&report.refused))?;
    lines.section(
        "what can't be reverted",
        report.irreversible.iter().map(IrreversibleLine::item),
    )?;
    lines.section("notices", report.notices.iter().map(Line::plain))?;
    lines.section("written", report.parts.iter().flat_map(ExportFile::items))?;
    lines.gap()?;
    lines.line(&report.message)?;
    if let Some(foretold) = &report.foretold {
        lines.line(foretold)?;
    }
    lines.line(&summary(&report.summary))?;
    if let Some(next) = &report.next {
        let head = vec![(Emphasis::Bold, "next: ".to_owned())];
        lines.item("", &Line { head, text: next.clone() })?;
    }
    Ok(())
}

/// What became of the rows, in a line; of what can be missing only what isn't.
fn summary(sum: &ExportSummary) -> String {
    let first = format!(
        "{}: {} ready, {} held back",
        plural(sum.rows, "row"),
        thousands(sum.ready),
        thousands(sum.held_back)
    );
    let others = [
        (sum.doubtful, "left out because of the pilot part"),
        (sum.refused, "not imported"),
        (sum.exported, "exported before"),
        (sum.failed, "rejected and not corrected"),
        (sum.rewritten, "rewritten unchanged"),
        (sum.missing, "left out"),
    ];
    let others = others.into_iter().filter(|(number, _)| *number > 0);
    let others = others.map(|(number, what)| format!("{} {what}", thousands(number)));
    std::iter::once(first).chain(others).collect::<Vec<_>>().join(", ")
}

/// The messages of one rule.
struct RuleMessages<'r> {
    rule: &'static str,
    rows: Vec<LeadPlace<'r>>,
    message: &'r str,
    /// The column of all, if the message doesn't name it.
    column: Option<&'r str>,
    /// Whether all say the same.
    is_same: bool,
}

/// Writes messages one line a rule, the rules of the whole file first and then those of the most rows.
fn by_rule(messages: &[PortalMessage]) -> impl Iterator<Item = Line> + '_ {
    let mut rules: Vec<RuleMessages> = Vec::new();
    for message in messages {
        let row = message.row.map(|number| (message.download.as_deref(), Row::at(number - 1)));
        match rules.iter_mut().find(|rule| rule.rule == message.rule) {
            Some(rule) => {
                rule.rows.extend(row);
                rule.is_same &= rule.message == message.message;
                rule.column = rule.column.filter(|name| message.column.as_deref() == Some(name));
            }
            None => rules.push(RuleMessages {
                rule: message.rule,
                rows: row.into_iter().collect(),
                message: &message.message,
                column: message.column.as_deref().filter(|name| !message.message.contains(name)),
                is_same: true,
            }),
        }
    }
    for rule in &mut rules {
        rule.rows.sort_unstable();
        rule.rows.dedup();
    }
    sort_by_key(&mut rules, |rule| (!rule.rows.is_empty(), std::cmp::Reverse(rule.rows.len())));
    rules.into_iter().map(|rule| rule.item())
}

impl RuleMessages<'_> {
    fn item(&self) -> Line {
        let head =
            vec![(Emphasis::Error, self.rule.to_owned()), (Emphasis::Plain, "  ".to_owned())];
        if self.rows.is_empty() {
            return Line { head, text: self.message.to_owned() };
        }
        let leads = plural(self.rows.len(), "row");
        let example = if self.is_same { "" } else { "e.g. " };
        let message = self.message.trim_end_matches('.');
        let column = self.column.map(|name| format!("{}: ", visible(name))).unwrap_or_default();
        let rows = name_places(&self.rows);
        let text = format!("{leads}: {column}{example}{message} ({rows})");
        Line { head, text }
    }
}

impl IrreversibleLine {
    fn item(&self) -> Line {
        let head =
            vec![(Emphasis::Warning, self.rule.to_owned()), (Emphasis::Plain, "  ".to_owned())];
        Line { head, text: self.text.clone() }
    }
}

/// Writes what would change in each lead, those that become Closed last.
fn write_leads(report: &ExportReport, lines: &mut ReportWriter) -> io::Result<()> {
    let (closing, others): (Vec<&ExportLead>, Vec<&ExportLead>) =
        report.leads.iter().partition(|lead| lead.closes);
    for (heading, leads) in
        [("leads that change", others), ("leads that become permanently closed", closing)]
    {
        if !leads.is_empty() {
            lines.heading(heading)?;
        }
        // They were asked for: the list is never cut.
        leads
            .into_iter()
            .flat_map(ExportLead::items)
            .try_for_each(|item| lines.item("  ", &item))?;
    }
    Ok(())
}

/// What stands before a text about a row.
fn head(download: Option<&str>, row: usize) -> (Emphasis, String) {
    let of = download.map(|name| format!(" of {name}")).unwrap_or_default();
    (Emphasis::Plain, format!("row {}{of}  ", thousands(row)))
}

impl ExportLead {
    fn items(&self) -> Vec<Line> {
        let name =
            format!("{}  {}", self.referral_id, truncate(&visible(&self.name), EXAMPLE_WIDTH));
        let mut items =
            vec![Line { head: vec![head(self.download.as_deref(), self.row)], text: name }];
        let indent = || (Emphasis::Plain, "  ".to_owned());
        items.extend(self.changes.iter().map(|change| Line {
            head: vec![indent()],
            text: {
                let [old, new] = difference(&change.old, &change.new, EXAMPLE_WIDTH);
                format!("{}: {old} → {new}", change.column)
            },
        }));
        items.extend(self.warnings.iter().map(|warned| Line {
            head: vec![indent(), (Emphasis::Warning, warned.rule.to_owned()), indent()],
            text: warned.message.clone(),
        }));
        items
    }
}

impl ExportFile {
    /// A line for each file; a path stays in one piece, to be copied.
    fn items(&self) -> Vec<Line> {
        let item = |path: &str, text: String| Line {
            head: vec![(Emphasis::Plain, format!("{path}: "))],
            text,
        };
        let back = match &self.revert {
            Some(path) => {
                item(path, format!("the old values of {}", plural(self.revert_rows, "lead")))
            }
            None => Line::plain("no revert file: an upload can't undo any of this file"),
        };
        let (leads, cells) = (plural(self.rows, "lead"), plural(self.changed, "changed cell"));
        vec![item(&self.path, format!("{leads}, {cells}")), back]
    }
}
