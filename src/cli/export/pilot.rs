//! What `leadsheet export` reports of pilot parts.

use crate::cli::export::places::{LeadPlace, download_of, name_places, row_in_download};
use crate::cli::export::report::ExportReport;
use crate::cli::report;
use crate::cli::report::{Emphasis, Line};
use crate::leads::{Row, plural, visible};
use crate::sheet::Sheet;
use crate::upload::{DoubtfulLead, PilotPart, Plan};
use serde::Serialize;

/// What is said of a lead that waits for nothing else.
const WAITS: &str = "the pilot part has no results";

/// A pilot part: the fewest leads that try each kind of change once.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct PilotReport {
    /// Whether the upload file has these leads only.
    exported: bool,
    /// The leads in it.
    leads: usize,
    /// The kinds of change that they try, as texts for people.
    tried: Vec<String>,
    /// The kinds of change that they don't try, since a pilot part has at most 8 leads.
    untried: Vec<String>,
    #[serde(skip)]
    text: Vec<String>,
}

/// A ready lead that is left out because of a pilot part.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct LeftOutLead {
    /// The download that the lead is from, if `--kept` named several; null otherwise.
    download: Option<String>,
    /// The row of the lead in the download, counted from 1 without the header.
    row: usize,
    /// Its Referral ID.
    referral_id: String,
    /// Why: it is like rejected leads of the pilot part, it has a kind of change that none has tried, or the
    /// results of the pilot part are missing.
    #[cfg_attr(test, schemars(extend("enum" = crate::cli::json::derived::hold_reasons())))]
    reason: &'static str,
    /// Its kinds of change that are in doubt or weren't tried, as sentences for people.
    doubts: Vec<String>,
}

impl ExportReport {
    /// Adds the pilot part, and what the results of one leave out.
    pub(super) fn add_pilot(&mut self, sheet: &Sheet, plan: &Plan, pilot: Option<&PilotPart>) {
        let layout = sheet.layout();
        self.pilot = pilot.filter(|pilot| plan.is_pilot || pilot.is_offered()).map(|pilot| {
            let mut text = vec![pilot.describe()];
            text.extend(pilot.describe_limits(layout));
            PilotReport {
                exported: plan.is_pilot,
                leads: pilot.rows.len(),
                tried: pilot.tried.iter().map(|kind| kind.label(layout)).collect(),
                untried: pilot.untried.iter().map(|(kind, _)| kind.label(layout)).collect(),
                text,
            }
        });
        let lead = |lead: &DoubtfulLead| LeftOutLead {
            download: download_of(sheet, lead.row),
            row: row_in_download(sheet, lead.row).number(),
            referral_id: report::id(sheet.table(), lead.row),
            reason: lead.reason().as_str(),
            doubts: lead.describe(layout),
        };
        self.doubtful = plan.left_out().iter().map(lead).collect();
    }

    /// The lines about the pilot part that is exported, or that may go first.
    pub(super) fn pilot_lines(&self) -> Vec<Line> {
        let Some(pilot) = &self.pilot else { return Vec::new() };
        if pilot.exported {
            return pilot.text.iter().map(Line::plain).collect();
        }
        if !self.dry_run {
            return Vec::new();
        }
        let offer = pilot.text.first().cloned().unwrap_or_default();
        vec![Line::plain(format!("{offer}; --pilot exports only these"))]
    }

    /// The leads that are left out, a line for each kind of change in doubt.
    pub(super) fn left_out_lines(&self) -> Vec<Line> {
        let mut kinds: Vec<(String, Vec<LeadPlace>)> = Vec::new();
        for lead in &self.doubtful {
            let row = (lead.download.as_deref(), Row::at(lead.row - 1));
            let waits = [WAITS.to_owned()];
            let doubts = if lead.doubts.is_empty() { &waits[..] } else { &lead.doubts };
            for doubt in doubts {
                match kinds.iter_mut().find(|(text, _)| text == doubt) {
                    Some((_, rows)) => rows.push(row),
                    None => kinds.push((doubt.clone(), vec![row])),
                }
            }
        }
        let line = |(text, rows): &(String, Vec<LeadPlace>)| Line {
            head: vec![(Emphasis::Warning, format!("{}  ", plural(rows.len(), "lead")))],
            text: format!("{} ({})", visible(text), name_places(rows)),
        };
        kinds.iter().map(line).collect()
    }
}
