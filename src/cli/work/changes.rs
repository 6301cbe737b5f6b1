//! What a bulk change does, as a report for people and for programs.

use crate::cli::report::{self, Emphasis, Line, MAX_CELL_WIDTH, ReportWriter, lead_label};
use crate::leads::{Field, Finding, Row, difference, plural, thousands, visible};
use crate::sheet::{ChangeSet, LeadForecast, LeftOut, LeftOutKind, ProposedCell, Sheet};
use serde::Serialize;
use std::collections::HashMap;
use std::io;

/// How many different changes of a column are listed.
const MAX_EXAMPLES: usize = 5;

/// What a bulk change does to each lead.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct ChangeSetReport {
    /// What it does, as the editor's history names it.
    label: String,
    /// How many cells and leads it is about.
    summary: ChangeSummary,
    /// What the changed amounts add up to, by currency.
    totals: Vec<Total>,
    /// The leads that change, with their cells.
    leads: Vec<ChangedLead>,
    /// What was asked for and is not done; cells that have the new value already are only counted.
    left_out: Vec<LeftOutCell>,
    /// The errors and warnings that the changed leads have afterwards.
    findings: Vec<FindingAfter>,
    /// How the most frequent changes of each column look.
    #[serde(skip)]
    columns: Vec<ChangedColumn>,
    /// What is left out, in a line for each kind.
    #[serde(skip)]
    left_out_lines: Vec<String>,
}

/// How many cells and leads a bulk change is about.
#[derive(Clone, Copy, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct ChangeSummary {
    /// Leads that change.
    pub leads: usize,
    /// Cells that change.
    pub cells: usize,
    /// Cells that have the new value already.
    pub unchanged: usize,
    /// Cells and rows that are left out for another reason.
    pub left_out: usize,
    /// Changed leads that errors hold back afterwards.
    pub held_back: usize,
}

/// What the changed amounts of one currency add up to.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Total {
    /// The code of the currency; empty if the leads have none.
    currency: String,
    /// The sum before, a decimal number.
    old: String,
    /// The sum after.
    new: String,
}

/// A lead that changes.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ChangedLead {
    /// The row of the lead, counted from 1 without the header.
    row: usize,
    /// Its Referral ID.
    referral_id: String,
    /// Its Lead Name, cut at 1,000 characters; empty if the file has no such column.
    name: String,
    /// The cells that change.
    changes: Vec<SetCell>,
}

/// A cell that changes.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SetCell {
    /// The column.
    column: String,
    /// The value before.
    old: String,
    /// The value after.
    new: String,
    /// Where the value comes from; null if that is the same for all.
    reason: Option<String>,
}

/// Something that was asked for and is not done.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LeftOutCell {
    /// The row of the lead, counted from 1 without the header; null if there is no such lead.
    row: Option<usize>,
    /// The Referral ID of the lead; empty if there is no such lead.
    referral_id: String,
    /// The column; null if it is about the whole lead.
    column: Option<String>,
    /// Why, as a word.
    #[cfg_attr(test, schemars(extend("enum" = crate::cli::json::derived::left_out_kinds())))]
    kind: &'static str,
    /// Why, as a part of a sentence; it may be empty.
    message: String,
}

/// What a rule finds in a changed lead.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FindingAfter {
    /// The row of the lead, counted from 1 without the header.
    row: usize,
    /// Its Referral ID.
    referral_id: String,
    /// The column; null if it is about the whole lead.
    column: Option<String>,
    /// The ID of the rule.
    rule: String,
    /// Whether it holds the lead back.
    holds_back: bool,
    /// What is wrong, as a sentence.
    message: String,
}

/// The changes of one column.
struct ChangedColumn {
    name: String,
    cells: usize,
    /// The most frequent ones: before, after, how many.
    examples: Vec<(String, String, usize)>,
    /// How many different changes aren't listed.
    more: usize,
}

impl ChangeSetReport {
    /// Reports a bulk change on a sheet before it is made.
    pub(crate) fn new(sheet: &Sheet, set: &ChangeSet) -> Self {
        let forecast = sheet.forecast(set);
        let unchanged = set.count_left_out(LeftOutKind::Unchanged);
        let summary = ChangeSummary {
            leads: set.leads().count(),
            cells: set.cells.len(),
            unchanged,
            left_out: set.left_out.len() - unchanged,
            held_back: forecast.iter().filter(|lead| lead.is_held_back()).count(),
        };
        let others = set.left_out.iter().filter(|out| out.kind != LeftOutKind::Unchanged);
        let totals = sheet.amount_totals(set, |_| true).into_iter().map(|total| Total {
            currency: total.currency,
            old: total.before.to_string(),
            new: total.after.to_string(),
        });
        Self {
            label: set.label.clone(),
            summary,
            totals: totals.collect(),
            leads: set.leads().map(|(row, cells)| changed_lead(sheet, row, cells)).collect(),
            left_out: others.map(|out| left_out(sheet, out)).collect(),
            findings: forecast.iter().flat_map(|lead| findings(sheet, lead)).collect(),
            columns: columns(sheet, set),
            left_out_lines: set.left_out_groups().iter().map(|group| group.describe()).collect(),
        }
    }

    /// How many cells and leads it is about.
    pub(crate) fn summary(&self) -> ChangeSummary {
        self.summary
    }
}

fn changed_lead(sheet: &Sheet, row: Row, cells: &[ProposedCell]) -> ChangedLead {
    let change = |cell: &ProposedCell| SetCell {
        column: name(sheet, cell.at.field),
        old: cell.before.clone(),
        new: cell.after.clone(),
        reason: cell.reason.clone(),
    };
    ChangedLead {
        row: row.number(),
        referral_id: report::id(sheet.table(), row),
        name: lead_name(sheet, row),
        changes: cells.iter().map(change).collect(),
    }
}

fn left_out(sheet: &Sheet, out: &LeftOut) -> LeftOutCell {
    LeftOutCell {
        row: out.row.map(Row::number),
        referral_id: out.row.map(|row| report::id(sheet.table(), row)).unwrap_or_default(),
        column: out.field.map(|field| name(sheet, field)),
        kind: out.kind.as_str(),
        message: out.reason.clone(),
    }
}

fn findings<'f>(
    sheet: &'f Sheet,
    lead: &'f LeadForecast,
) -> impl Iterator<Item = FindingAfter> + 'f {
    let found = |finding: &Finding, holds_back| FindingAfter {
        row: lead.row.number(),
        referral_id: report::id(sheet.table(), lead.row),
        column: finding.field.map(|field| name(sheet, field)),
        rule: finding.rule.code().to_owned(),
        holds_back,
        message: finding.message.to_string(),
    };
    let errors = lead.errors.iter().map(move |error| found(error, true));
    let warning = move |warning: &'f Finding| FindingAfter {
        row: lead.row.number(),
        referral_id: report::id(sheet.table(), lead.row),
        column: warning.field.map(|field| name(sheet, field)),
        rule: warning.rule.code().to_owned(),
        holds_back: false,
        message: warning.message.to_string(),
    };
    errors.chain(lead.warnings.iter().map(warning))
}

/// The columns that change, in the order of the file, each with its most frequent changes.
fn columns(sheet: &Sheet, set: &ChangeSet) -> Vec<ChangedColumn> {
    let mut fields: Vec<Field> = set.cells.iter().map(|cell| cell.at.field).collect();
    fields.sort_unstable();
    fields.dedup();
    let column = |field: Field| {
        // In the order of the file where several are as frequent.
        let mut order: Vec<(&str, &str)> = Vec::new();
        let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
        for cell in set.cells.iter().filter(|cell| cell.at.field == field) {
            let change = (cell.before.as_str(), cell.after.as_str());
            let count = counts.entry(change).or_default();
            if *count == 0 {
                order.push(change);
            }
            *count += 1;
        }
        order.sort_by_key(|change| std::cmp::Reverse(counts[change]));
        let example =
            |change: &(&str, &str)| (change.0.to_owned(), change.1.to_owned(), counts[change]);
        ChangedColumn {
            name: name(sheet, field),
            cells: counts.values().sum(),
            examples: order.iter().take(MAX_EXAMPLES).map(example).collect(),
            more: order.len().saturating_sub(MAX_EXAMPLES),
        }
    };
    fields.into_iter().map(column).collect()
}

fn name(sheet: &Sheet, field: Field) -> String {
    sheet.layout().name(field).to_owned()
}

fn lead_name(sheet: &Sheet, row: Row) -> String {
    let field = sheet.layout().lead_name();
    field.map(|field| report::value(&sheet.text(row, field))).unwrap_or_default()
}

/// Writes a bulk change for people: the changes by column, what is left out and what will be held back.
pub(in crate::cli) fn write_changes(
    changes: &ChangeSetReport,
    lines: &mut ReportWriter,
) -> io::Result<()> {
    for column in &changes.columns {
        let heading = format!("{}: {}", visible(&column.name), plural(column.cells, "cell"));
        let more = (column.more > 0)
            .then(|| Line::plain(format!("… and {} other changes", thousands(column.more))));
        let examples = column.examples.iter().map(|(old, new, count)| {
            let [old, new] = difference(old, new, MAX_CELL_WIDTH);
            let times =
                if *count > 1 { format!("   {} times", thousands(*count)) } else { String::new() };
            Line::plain(format!("{old} → {new}{times}"))
        });
        lines.section(&heading, examples.chain(more))?;
    }
    let totals = changes.totals.iter().map(|total| {
        let currency = if total.currency.is_empty() { "no currency" } else { &total.currency };
        Line::plain(format!("{currency}: {} → {}", total.old, total.new))
    });
    lines.section("sums", totals)?;
    let left_out = changes.left_out_lines.iter().map(|line| Line::plain(line.as_str()));
    lines.section("left out", left_out)?;
    let of = |holds_back| changes.findings.iter().filter(move |f| f.holds_back == holds_back);
    lines.section("held back afterwards", of(true).map(|f| finding_line(changes, f)))?;
    lines.section("warnings afterwards", of(false).map(|f| finding_line(changes, f)))
}

fn finding_line(changes: &ChangeSetReport, finding: &FindingAfter) -> Line {
    let name = changes.leads.binary_search_by_key(&finding.row, |lead| lead.row);
    let name = name.ok().and_then(|at| changes.leads.get(at)).map_or("", |lead| &lead.name);
    let (paint, symbol) =
        if finding.holds_back { (Emphasis::Error, "! ") } else { (Emphasis::Warning, "? ") };
    let who = lead_label(&finding.referral_id, name);
    let text = format!(
        "row {}  {who}  {}: {}",
        thousands(finding.row),
        finding.rule,
        visible(&finding.message)
    );
    Line { head: vec![(paint, symbol.to_owned())], text }
}
