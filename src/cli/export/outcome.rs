//! What comes of an export: whether files are written, what is said about it, and the exit code.

use crate::cli::Exit;
use crate::cli::args::commands::ExportArgs;
use crate::cli::export::report::{EarlierFile, ExportFile, ExportReport};
use crate::leads::{Row, ago, plural, shell_quoted, thousands};
use crate::sheet::UploadStage;
use crate::store::{EarlierUpload, Exported};
use crate::upload::{DoubtfulLead, HoldReason, Plan, describe_reasons};
use chrono::{DateTime, SecondsFormat, Utc};
use std::collections::BTreeSet;

/// What an export does with its plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ExportDecision {
    /// The files are written; in a dry run, they would be.
    Write,
    /// Nothing is written, for this reason: it needs a decision.
    Refused(String),
    /// There is nothing to write, for this reason.
    Nothing(String),
}

/// The upload files of before that have leads of the plan, and now.
pub(super) struct Earlier<'e> {
    pub(super) files: &'e [EarlierUpload],
    pub(super) now: DateTime<Utc>,
}

impl Earlier<'_> {
    /// For programs.
    pub(super) fn report(&self) -> Vec<EarlierFile> {
        let file = |file: &EarlierUpload| EarlierFile {
            path: file.path.to_string_lossy().into_owned(),
            leads: file.rows.len(),
            exists: file.exists,
            written: file.written.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)),
            stage: file.stage.map(UploadStage::as_str),
        };
        self.files.iter().map(file).collect()
    }

    fn there(&self) -> impl Iterator<Item = &EarlierUpload> {
        self.files.iter().filter(|file| file.exists)
    }

    /// Tells whether files that are there have every lead of the plan.
    fn has_all(&self, plan: &Plan) -> bool {
        let rows: BTreeSet<Row> = self.there().flat_map(|file| &file.rows).copied().collect();
        !plan.is_empty() && plan.ready().all(|row| rows.contains(&row))
    }

    /// Says which files have leads already: `the same 30 leads are in leads.upload-001.csv`.
    fn same(&self, leads: usize) -> String {
        let are = if leads == 1 { "is" } else { "are" };
        format!("the same {} {are} in {}", plural(leads, "lead"), self.names())
    }

    /// Names the files that are there, with what is known of each.
    fn names(&self) -> String {
        let names: Vec<String> = self.there().map(|file| self.name(file)).collect();
        match names.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            names => names.concat(),
        }
    }

    /// Names a file: `leads.upload-001.csv (written 2 minutes ago, waiting for results)`.
    fn name(&self, file: &EarlierUpload) -> String {
        let written = file.written.map(|at| format!("written {}", ago(at, self.now)));
        let stage = file.stage.map(|stage| match stage {
            UploadStage::ToUpload | UploadStage::Uploaded => "waiting for results",
            UploadStage::Imported => "its results are imported",
            UploadStage::Withdrawn => "not uploaded",
            UploadStage::Replaced => "replaced by a later file",
        });
        let known: Vec<String> = written.into_iter().chain(stage.map(str::to_owned)).collect();
        let path = file.path.to_string_lossy();
        if known.is_empty() { path.into_owned() } else { format!("{path} ({})", known.join(", ")) }
    }

    /// What there is to know of these files where the leads are written all the same.
    pub(super) fn notices(&self) -> Vec<String> {
        let notice = |file: &EarlierUpload| {
            let leads = plural(file.rows.len(), "of these lead");
            if file.exists {
                return format!("{leads} are in {} too, with the same values", self.name(file));
            }
            format!(
                "{} is gone; its revert file has {leads}. If it was uploaded, don't upload them \
                again",
                file.path.to_string_lossy()
            )
        };
        self.files.iter().map(notice).collect()
    }
}

impl ExportDecision {
    /// Decides about a plan; `failed` is how many changed leads were rejected and not corrected.
    pub(super) fn of(args: &ExportArgs, plan: &Plan, failed: usize, earlier: &Earlier) -> Self {
        if !plan.blocked.is_empty() {
            return Self::Refused("Nothing was written: see above.".to_owned());
        }
        if plan.is_empty() {
            return no_pilot(plan).unwrap_or_else(|| without_ready(plan, failed, earlier));
        }
        if !args.again && earlier.has_all(plan) {
            let same = earlier.same(plan.ready().count());
            return Self::Nothing(format!("Nothing to write: {same}."));
        }
        closing(args.close, plan.closing.len()).map_or(Self::Write, Self::Refused)
    }

    /// Completes a report with what was written, what is said about it and what to do next.
    pub(super) fn complete(
        &self,
        args: &ExportArgs,
        plan: &Plan,
        done: Option<Exported>,
        report: &mut ExportReport,
    ) {
        report.message = self.message(args, plan, done.as_ref());
        report.parts = done.into_iter().flat_map(|done| done.parts).map(ExportFile::from).collect();
        let is_foretold = args.dry_run && *self == Self::Write;
        report.foretold = is_foretold.then(|| plan.portal_summary());
        report.next = self.next(args, report);
    }

    /// The message of the report.
    fn message(&self, args: &ExportArgs, plan: &Plan, done: Option<&Exported>) -> String {
        match (self, done) {
            (Self::Refused(why) | Self::Nothing(why), _) => why.clone(),
            (Self::Write, Some(done)) => format!(
                "verified: {}, {}, 0 others",
                plural(done.rows, "row"),
                plural(done.changed, "changed cell")
            ),
            (Self::Write, None) if args.dry_run => format!(
                "dry run: {} in {} would be written",
                plural(plan.ready().count(), "row"),
                plural(plan.files.len(), "file")
            ),
            (Self::Write, None) => String::new(),
        }
    }

    /// How the program ends. What needs a decision counts more than that there is nothing to write.
    pub(super) fn exit(&self, report: &ExportReport, is_incomplete: bool) -> Exit {
        let sum = &report.summary;
        let is_left = sum.held_back + sum.failed + sum.doubtful > 0 || !report.held_back.is_empty();
        match self {
            Self::Refused(_) => Exit::Problems,
            _ if is_left || is_incomplete => Exit::Problems,
            Self::Nothing(_) => Exit::NothingToWrite,
            Self::Write => Exit::Clean,
        }
    }

    /// What to do next, as sentences.
    fn next(&self, args: &ExportArgs, report: &ExportReport) -> Option<String> {
        let several = report.downloads.iter().map(|name| shell_quoted(name)).collect::<Vec<_>>();
        let (all, one) = if several.is_empty() {
            let name = shell_quoted(&report.original).into_owned();
            (name.clone(), name)
        } else {
            (several.join(" "), "DOWNLOAD".to_owned())
        };
        let (download, all) = (one.as_str(), all.as_str());
        let merge = format!("leadsheet merge {download} --results PROCESSED");
        match self {
            Self::Write if args.dry_run => None,
            Self::Write if args.pilot => Some(format!(
                "Upload it in Partner Center (Leads page, Upload; role Referral admin), wait up to 10 \
                minutes, import the processed file: {merge}; then export the rest: {}",
                rest(report, all)
            )),
            Self::Write => Some(format!(
                "Upload {} in Partner Center (Leads page, Upload; role Referral admin), wait up to 10 \
                minutes, and import {}: {merge}",
                match report.parts.len() {
                    1 => "it".to_owned(),
                    files => format!("the {files} files one at a time, in this order,"),
                },
                if report.parts.len() == 1 { "the processed file" } else { "each processed file" },
            )),
            Self::Nothing(_) if !report.earlier.is_empty() => Some(format!(
                "Upload {}, unless you have, and import the processed file: {merge}{}",
                if report.earlier.len() == 1 { "it" } else { "them one at a time" },
                match report.file {
                    Some(_) => " (--again writes the leads once more)",
                    None => "",
                },
            )),
            // The message says which number to give.
            Self::Refused(_) if report.summary.ready > 0 => None,
            Self::Refused(_) | Self::Nothing(_) => held_back(report, all),
        }
    }
}

/// The command that exports the leads that aren't in the pilot part.
fn rest(report: &ExportReport, download: &str) -> String {
    match &report.file {
        Some(file) => {
            format!("leadsheet export {} --original {download}", shell_quoted(file))
        }
        None => format!("leadsheet export --kept {download}"),
    }
}

/// Why nothing is written where no lead is in the pilot part, or all are left out because of one.
fn no_pilot(plan: &Plan) -> Option<ExportDecision> {
    if plan.is_pilot {
        let text = "Nothing to write: no pilot part. Each kind of change was tried, or it would \
            have all ready leads; export without --pilot.";
        return Some(ExportDecision::Nothing(text.to_owned()));
    }
    let left_out = plan.left_out();
    let reason = left_out.iter().map(DoubtfulLead::reason).min()?;
    let advice = match reason {
        HoldReason::Doubtful => "correct them, try them in another pilot part (--pilot)",
        HoldReason::Untried => "try them in another pilot part (--pilot)",
        HoldReason::Waiting => "import its results (leadsheet merge)",
    };
    Some(ExportDecision::Refused(format!(
        "Nothing was written because of the pilot part: {}; {advice} or add --include-doubtful.",
        describe_reasons(left_out)
    )))
}

/// Where to correct what is held back.
fn held_back(report: &ExportReport, download: &str) -> Option<String> {
    if report.held_back.is_empty() && report.summary.failed == 0 {
        return None;
    }
    let sum = &report.summary;
    let it = if sum.held_back + sum.failed == 1 { "it" } else { "them" };
    let only = if sum.failed > 0 { "failed" } else { "held-back" };
    Some(match &report.file {
        Some(_) => "Correct the edited file and export it again.".to_owned(),
        None => format!("Correct {it} in the editor: leadsheet {download} --only {only}"),
    })
}

/// Why nothing is written where no lead is ready.
fn without_ready(plan: &Plan, failed: usize, earlier: &Earlier) -> ExportDecision {
    match (plan.held_back.len() + failed, plan.exported) {
        (0, 0) => ExportDecision::Nothing("Nothing to write: no lead was changed.".to_owned()),
        (0, exported) if earlier.there().next().is_some() => {
            ExportDecision::Nothing(format!("Nothing to write: {}.", earlier.same(exported)))
        }
        (0, exported) => ExportDecision::Nothing(format!(
            "Nothing to write: {} exported before and not changed since.",
            plural(exported, "lead")
        )),
        (1, _) => {
            ExportDecision::Refused("Nothing was written: 1 lead needs a correction.".to_owned())
        }
        (n, _) => ExportDecision::Refused(format!(
            "Nothing was written: {} leads need a correction.",
            thousands(n)
        )),
    }
}

/// Why nothing may be written: the number of closings has to be given, and right.
fn closing(given: Option<usize>, count: usize) -> Option<String> {
    match given {
        None if count == 0 => None,
        Some(n) if n == count => None,
        None => Some(format!(
            "Nothing was written: {} would be Closed, which can't be undone; add --close {count}.",
            plural(count, "lead")
        )),
        Some(n) => Some(format!(
            "Nothing was written: {} would be Closed, not {}; check them and give the right \
            number.",
            plural(count, "lead"),
            thousands(n)
        )),
    }
}
