//! What `leadsheet export` tells: for programs as JSON, for people as lines.

use super::report::{Item, Lines, Paint};
use super::text::{grouped, short, some};
use crate::leads::visible;
use serde::Serialize;
use std::io;

#[derive(Serialize)]
pub(super) struct Report {
    pub(super) file: String,
    pub(super) original: String,
    pub(super) dry_run: bool,
    pub(super) summary: Summary,
    pub(super) leads: Vec<Lead>,
    pub(super) parts: Vec<Part>,
    pub(super) message: String,
    /// What Partner Center would say; nothing unless nothing is to be written.
    #[serde(skip)]
    pub(super) foretold: Option<String>,
    pub(super) closing: Vec<String>,
    pub(super) no_way_back: Vec<Kept>,
    pub(super) held_back: Vec<Said>,
    pub(super) refused: Vec<Said>,
    pub(super) damage: Vec<Harmed>,
    pub(super) notices: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Summary {
    pub(super) rows: usize,
    pub(super) ready: usize,
    pub(super) held_back: usize,
    pub(super) refused: usize,
    pub(super) closing: usize,
    pub(super) rewritten: usize,
    pub(super) added: usize,
    pub(super) missing: usize,
    pub(super) duplicates: usize,
}

#[derive(Serialize)]
pub(super) struct Part {
    pub(super) path: String,
    pub(super) rows: usize,
    pub(super) changed: usize,
    pub(super) revert: Option<String>,
    pub(super) revert_rows: usize,
}

/// A lead of the upload files: the last ones are those that become Closed.
#[derive(Serialize)]
pub(super) struct Lead {
    /// Which of the files it is in, counted from 1.
    pub(super) part: usize,
    pub(super) row: usize,
    pub(super) referral_id: String,
    #[serde(skip)]
    pub(super) name: String,
    pub(super) closes: bool,
    pub(super) changes: Vec<Change>,
    pub(super) warnings: Vec<Warned>,
}

#[derive(Serialize)]
pub(super) struct Change {
    pub(super) column: String,
    pub(super) old: String,
    pub(super) new: String,
}

#[derive(Serialize)]
pub(super) struct Warned {
    pub(super) column: Option<String>,
    pub(super) rule: &'static str,
    pub(super) message: String,
}

/// What no upload can put back of a lead.
#[derive(Serialize)]
pub(super) struct Kept {
    pub(super) row: usize,
    pub(super) referral_id: String,
    pub(super) columns: Vec<String>,
    /// Whether that is all that the upload changes of it.
    pub(super) whole: bool,
    pub(super) rule: &'static str,
    pub(super) message: String,
}

/// Something that keeps a cell or a row out of the upload files.
#[derive(Serialize)]
pub(super) struct Said {
    pub(super) row: Option<usize>,
    pub(super) referral_id: Option<String>,
    pub(super) column: Option<String>,
    pub(super) rule: &'static str,
    pub(super) value: Option<String>,
    pub(super) message: String,
}

#[derive(Serialize)]
pub(super) struct Harmed {
    #[serde(skip)]
    pub(super) editable: bool,
    pub(super) column: String,
    pub(super) kind: &'static str,
    pub(super) cells: usize,
    pub(super) row: usize,
    pub(super) downloaded: String,
    pub(super) edited: String,
}

/// The most columns that a text in an example takes.
const EXAMPLE_WIDTH: usize = 60;

/// Writes the report for people.
pub(super) fn write(report: &Report, lines: &mut Lines) -> io::Result<()> {
    let line = |harm: &Harmed| Item {
        head: vec![(Paint::Warning, harm.column.clone()), (Paint::Plain, ": ".to_owned())],
        text: format!(
            "{}, {}, e.g. row {}: \"{}\" was \"{}\"",
            some(harm.cells, "cell"),
            harm.kind,
            grouped(harm.row),
            short(&visible(&harm.edited), EXAMPLE_WIDTH),
            short(&visible(&harm.downloaded), EXAMPLE_WIDTH)
        ),
    };
    for (editable, heading) in [
        (false, "read-only cells that differ; the download's text is kept"),
        (true, "editable cells that look damaged; the download's text is kept"),
    ] {
        let damage = report.damage.iter().filter(|harm| harm.editable == editable);
        lines.section(heading, damage.map(line))?;
    }
    if report.dry_run {
        write_leads(report, lines)?;
    }
    lines.section("held back (rows of the download)", report.held_back.iter().map(Said::item))?;
    lines.section("not taken (rows of the edited file)", report.refused.iter().map(Said::item))?;
    if !report.dry_run {
        lines
            .section("leads that become Closed for good", report.closing.iter().map(Item::plain))?;
    }
    lines.section("what no upload can put back", report.no_way_back.iter().map(Kept::item))?;
    lines.section("notices", report.notices.iter().map(Item::plain))?;
    lines.section("written", report.parts.iter().flat_map(Part::items))?;
    lines.gap()?;
    lines.line(&report.message)?;
    if let Some(foretold) = &report.foretold {
        lines.line(foretold)?;
    }
    let sum = &report.summary;
    lines.line(&format!(
        "{}: {} ready, {} held back, {} not taken · {} rewritten without a change · {} left out",
        some(sum.rows, "row"),
        grouped(sum.ready),
        grouped(sum.held_back),
        grouped(sum.refused),
        grouped(sum.rewritten),
        grouped(sum.missing),
    ))
}

/// Writes what would change in each lead, those that become Closed last.
fn write_leads(report: &Report, lines: &mut Lines) -> io::Result<()> {
    let (closing, others): (Vec<&Lead>, Vec<&Lead>) =
        report.leads.iter().partition(|lead| lead.closes);
    for (heading, leads) in
        [("leads that change", others), ("leads that become Closed for good", closing)]
    {
        if !leads.is_empty() {
            lines.heading(heading)?;
        }
        // They were asked for: the list is never cut.
        leads.into_iter().flat_map(Lead::items).try_for_each(|item| lines.item("  ", &item))?;
    }
    Ok(())
}

/// Returns what stands before a text about a row.
fn head(row: usize) -> (Paint, String) {
    (Paint::Plain, format!("row {}  ", grouped(row)))
}

impl Lead {
    fn items(&self) -> Vec<Item> {
        let name = format!("{}  {}", self.referral_id, short(&visible(&self.name), EXAMPLE_WIDTH));
        let mut items = vec![Item { head: vec![head(self.row)], text: name }];
        let indent = || (Paint::Plain, "  ".to_owned());
        items.extend(self.changes.iter().map(|change| Item {
            head: vec![indent()],
            text: format!("{}: {} → {}", change.column, text(&change.old), text(&change.new)),
        }));
        items.extend(self.warnings.iter().map(|warned| Item {
            head: vec![indent(), (Paint::Warning, warned.rule.to_owned()), indent()],
            text: warned.message.clone(),
        }));
        items
    }
}

/// Returns the text of a cell beside another one.
fn text(cell: &str) -> String {
    if cell.is_empty() { "(empty)".to_owned() } else { short(&visible(cell), EXAMPLE_WIDTH) }
}

impl Kept {
    fn item(&self) -> Item {
        let blank = || (Paint::Plain, "  ".to_owned());
        let rule = (Paint::Warning, self.rule.to_owned());
        let what =
            if self.whole { "nothing of it goes back".to_owned() } else { self.columns.join(", ") };
        Item {
            head: vec![head(self.row), rule, blank()],
            text: format!("{} ({what})", self.message),
        }
    }
}

impl Part {
    /// Returns a line for each file; a path stays in one piece, to be copied.
    fn items(&self) -> Vec<Item> {
        let item = |path: &str, text: String| Item {
            head: vec![(Paint::Plain, format!("{path}: "))],
            text,
        };
        let back = match &self.revert {
            Some(path) => item(path, format!("{}, the old values", some(self.revert_rows, "row"))),
            None => Item::plain("no revert file: nothing of this file can be undone by an upload"),
        };
        vec![item(&self.path, some(self.rows, "row")), back]
    }
}

impl Said {
    fn item(&self) -> Item {
        let head = vec![
            self.row.map_or((Paint::Plain, "file  ".to_owned()), head),
            (Paint::Error, self.rule.to_owned()),
            (Paint::Plain, "  ".to_owned()),
        ];
        Item { head, text: self.message.clone() }
    }
}
