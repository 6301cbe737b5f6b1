//! What `leadsheet export` tells: for programs as JSON, for people as lines.

use crate::cli::report::{Emphasis, Line, ReportWriter};
use crate::cli::text::truncate;
use crate::leads::{difference, plural, quoted, thousands, visible};
use serde::Serialize;
use std::io;

#[derive(Serialize)]
pub(crate) struct ExportReport {
    pub(crate) file: String,
    pub(crate) original: String,
    pub(crate) dry_run: bool,
    pub(crate) summary: ExportSummary,
    pub(crate) leads: Vec<ExportLead>,
    pub(crate) parts: Vec<ExportFile>,
    pub(crate) message: String,
    /// What Partner Center would say; only of a dry run.
    #[serde(skip)]
    pub(crate) foretold: Option<String>,
    pub(crate) closing: Vec<String>,
    pub(crate) no_way_back: Vec<KeptCell>,
    pub(crate) held_back: Vec<PortalMessage>,
    pub(crate) refused: Vec<PortalMessage>,
    pub(crate) damage: Vec<DamageReport>,
    pub(crate) notices: Vec<String>,
}

#[derive(Serialize)]
pub(crate) struct ExportSummary {
    pub(crate) rows: usize,
    pub(crate) ready: usize,
    pub(crate) held_back: usize,
    pub(crate) refused: usize,
    pub(crate) closing: usize,
    pub(crate) rewritten: usize,
    pub(crate) added: usize,
    pub(crate) missing: usize,
    pub(crate) duplicates: usize,
}

#[derive(Serialize)]
pub(crate) struct ExportFile {
    pub(crate) path: String,
    pub(crate) rows: usize,
    pub(crate) changed: usize,
    pub(crate) revert: Option<String>,
    pub(crate) revert_rows: usize,
}

/// A lead of the upload files: the last ones are those that become Closed.
#[derive(Serialize)]
pub(crate) struct ExportLead {
    /// Which of the files it is in, counted from 1.
    pub(crate) part: usize,
    pub(crate) row: usize,
    pub(crate) referral_id: String,
    #[serde(skip)]
    pub(crate) name: String,
    pub(crate) closes: bool,
    pub(crate) changes: Vec<ExportCell>,
    pub(crate) warnings: Vec<ExportWarning>,
}

#[derive(Serialize)]
pub(crate) struct ExportCell {
    pub(crate) column: String,
    pub(crate) old: String,
    pub(crate) new: String,
}

#[derive(Serialize)]
pub(crate) struct ExportWarning {
    pub(crate) column: Option<String>,
    pub(crate) rule: &'static str,
    pub(crate) message: String,
}

/// What no upload can put back of a lead.
#[derive(Serialize)]
pub(crate) struct KeptCell {
    pub(crate) row: usize,
    pub(crate) referral_id: String,
    pub(crate) columns: Vec<String>,
    /// Whether that is all that the upload changes of it.
    pub(crate) whole: bool,
    pub(crate) rule: &'static str,
    pub(crate) message: String,
}

/// Something that keeps a cell or a row out of the upload files.
#[derive(Serialize)]
pub(crate) struct PortalMessage {
    pub(crate) row: Option<usize>,
    pub(crate) referral_id: Option<String>,
    pub(crate) column: Option<String>,
    pub(crate) rule: &'static str,
    pub(crate) value: Option<String>,
    pub(crate) message: String,
}

#[derive(Serialize)]
pub(crate) struct DamageReport {
    #[serde(skip)]
    pub(crate) editable: bool,
    pub(crate) column: String,
    pub(crate) kind: &'static str,
    pub(crate) cells: usize,
    pub(crate) row: usize,
    pub(crate) downloaded: String,
    pub(crate) edited: String,
}

/// The most columns that a text in an example takes.
const EXAMPLE_WIDTH: usize = 60;

/// Writes the report for people.
pub(crate) fn write(report: &ExportReport, lines: &mut ReportWriter) -> io::Result<()> {
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
    lines.section(
        "held back (rows of the download)",
        report.held_back.iter().map(PortalMessage::item),
    )?;
    lines.section(
        "not imported (rows of the edited file)",
        report.refused.iter().map(PortalMessage::item),
    )?;
    if !report.dry_run {
        lines.section(
            "leads that become permanently closed",
            report.closing.iter().map(Line::plain),
        )?;
    }
    lines.section("what can't be reverted", report.no_way_back.iter().map(KeptCell::item))?;
    lines.section("notices", report.notices.iter().map(Line::plain))?;
    lines.section("written", report.parts.iter().flat_map(ExportFile::items))?;
    lines.gap()?;
    lines.line(&report.message)?;
    if let Some(foretold) = &report.foretold {
        lines.line(foretold)?;
    }
    let sum = &report.summary;
    lines.line(&format!(
        "{}: {} ready, {} held back, {} not imported · {} rewritten unchanged · {} left out",
        plural(sum.rows, "row"),
        thousands(sum.ready),
        thousands(sum.held_back),
        thousands(sum.refused),
        thousands(sum.rewritten),
        thousands(sum.missing),
    ))
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
fn head(row: usize) -> (Emphasis, String) {
    (Emphasis::Plain, format!("row {}  ", thousands(row)))
}

impl ExportLead {
    fn items(&self) -> Vec<Line> {
        let name =
            format!("{}  {}", self.referral_id, truncate(&visible(&self.name), EXAMPLE_WIDTH));
        let mut items = vec![Line { head: vec![head(self.row)], text: name }];
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

impl KeptCell {
    fn item(&self) -> Line {
        let blank = || (Emphasis::Plain, "  ".to_owned());
        let rule = (Emphasis::Warning, self.rule.to_owned());
        let what = if self.whole {
            "nothing of it can be reverted".to_owned()
        } else {
            self.columns.join(", ")
        };
        Line {
            head: vec![head(self.row), rule, blank()],
            text: format!("{} ({what})", self.message),
        }
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
                item(path, format!("{} with the old values", plural(self.revert_rows, "row")))
            }
            None => Line::plain("no revert file: an upload can't undo any of this file"),
        };
        vec![item(&self.path, plural(self.rows, "row")), back]
    }
}

impl PortalMessage {
    fn item(&self) -> Line {
        let head = vec![
            self.row.map_or((Emphasis::Plain, "file  ".to_owned()), head),
            (Emphasis::Error, self.rule.to_owned()),
            (Emphasis::Plain, "  ".to_owned()),
        ];
        Line { head, text: self.message.clone() }
    }
}
