//! What `leadsheet plan` reports.

use crate::cli::Exit;
use crate::cli::args::commands::{ConflictChoice, PlanArgs};
use crate::cli::report;
use crate::leads::{Field, Finding, Level, Row};
use crate::sheet::{
    ChangeSet, LeadForecast, LeftOutKind, PolicyConflict, PolicyRun, PolicyTarget, ProposedCell,
    SentenceCount, Sheet, SkippedCell, Wish,
};
use serde::{Serialize, Serializer};

/// What a policy did to the leads of a file.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct PlanReport {
    /// The path of the file as it was given.
    pub file: String,
    /// The path of the policy as it was given.
    pub policy: String,
    /// Whether `--dry-run` was given, so that nothing was saved.
    pub dry_run: bool,
    /// Whether changes were saved; false for a dry run, if there was nothing to change, and if sentences want
    /// different values and `--conflicts` doesn't decide.
    pub kept: bool,
    /// What was done, as a sentence for people.
    pub message: String,
    /// How much there is of each kind.
    pub summary: PlanSummary,
    /// Each sentence of the policy, in its order.
    pub sentences: Vec<PlanSentence>,
    /// Every cell that changes.
    pub cells: Vec<PlanCell>,
    /// The cells that sentences want to set to different texts and that stay as they are.
    pub conflicts: Vec<PlanConflict>,
    /// What sentences want and isn't done, and the leads on which a condition can't be compared.
    pub left_out: Vec<PlanLeftOut>,
    /// What the rules find in the changed leads afterwards: errors, which hold them back, and warnings.
    pub problems: Vec<PlanProblem>,
    /// What else there is to know, as sentences for people.
    pub notices: Vec<String>,
}

/// How much there is of each kind.
#[derive(Clone, Copy, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct PlanSummary {
    /// Leads that change.
    pub leads: usize,
    /// Cells that change.
    pub cells: usize,
    /// Conflicts that aren't decided.
    pub conflicts: usize,
    /// Leads or cells that can't be read.
    pub unreadable: usize,
    /// Cells whose new value isn't possible.
    pub not_possible: usize,
    /// Cells or outcomes that were edited by hand, so that they stay.
    pub edited_by_hand: usize,
    /// Cells or outcomes that are locked.
    pub locked: usize,
    /// Cells or outcomes that have the wanted texts already.
    pub unchanged: usize,
    /// Changed leads that errors hold back.
    pub held_back: usize,
}

/// A sentence of the policy.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct PlanSentence {
    /// Its name, or its conditions if it has none.
    pub name: String,
    /// On how many leads its conditions hold.
    pub leads: usize,
    /// How many cells it changes.
    pub cells: usize,
}

/// A cell that changes.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct PlanCell {
    /// The row of the lead, counted from 1 without the header.
    pub row: usize,
    /// Its Referral ID.
    pub referral_id: String,
    /// The column.
    pub column: String,
    /// The text before.
    pub old: String,
    /// The text after.
    pub new: String,
    /// The sentence that it comes from.
    pub sentence: String,
}

/// Cells of a lead that sentences want to set to different texts.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct PlanConflict {
    /// The row of the lead, counted from 1 without the header.
    pub row: usize,
    /// Its Referral ID.
    pub referral_id: String,
    /// What it is about: a column, or `Outcome`.
    pub target: String,
    /// What each of the sentences wants.
    pub wishes: Vec<PlanWish>,
}

/// What a sentence wants.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct PlanWish {
    /// The sentence.
    pub sentence: String,
    /// The cells.
    pub values: Vec<PlanValue>,
}

/// A cell and the text that it would get.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct PlanValue {
    /// The column.
    pub column: String,
    /// The text, cut at 1,000 characters.
    pub text: String,
}

/// Something that a sentence wants and that isn't done.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct PlanLeftOut {
    /// The row of the lead, counted from 1 without the header.
    pub row: usize,
    /// Its Referral ID.
    pub referral_id: String,
    /// The column; null if it is none of the file.
    pub column: Option<String>,
    /// Why it isn't done.
    #[serde(serialize_with = "kind_name")]
    #[cfg_attr(test, schemars(with = "String"))]
    #[cfg_attr(test, schemars(extend("enum" = crate::cli::json::derived::plan_left_out_kinds())))]
    pub kind: LeftOutKind,
    /// The sentence.
    pub sentence: String,
    /// The reason in words; empty if the kind says it all.
    pub reason: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn kind_name<S: Serializer>(kind: &LeftOutKind, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(kind.as_str())
}

/// What a rule finds in a changed lead.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct PlanProblem {
    /// The row of the lead, counted from 1 without the header.
    pub row: usize,
    /// Its Referral ID.
    pub referral_id: String,
    /// The rule.
    pub rule: String,
    /// Whether it holds the lead back, or is only a warning.
    pub holds_back: bool,
    /// The column; null if it is about the whole lead.
    pub column: Option<String>,
    /// What it found, as a sentence.
    pub message: String,
}

/// What a policy comes to.
pub(super) struct PlanOutcome<'o> {
    pub run: &'o PolicyRun,
    pub set: &'o ChangeSet,
    pub forecast: &'o [LeadForecast],
}

impl PlanReport {
    /// Reports what a policy comes to, before anything is changed.
    pub(super) fn new(sheet: &Sheet, outcome: &PlanOutcome) -> Self {
        let PlanOutcome { run, set, forecast } = outcome;
        let entries = PlanEntries { sheet, run };
        Self {
            file: String::new(),
            policy: String::new(),
            dry_run: false,
            kept: false,
            message: String::new(),
            summary: summary(outcome),
            sentences: run.sentences.iter().map(sentence).collect(),
            cells: set.cells.iter().map(|cell| entries.cell(cell)).collect(),
            conflicts: run.disputed.iter().map(|conflict| entries.conflict(conflict)).collect(),
            left_out: run.skipped.iter().map(|skipped| entries.left_out(skipped)).collect(),
            problems: forecast.iter().flat_map(|lead| entries.problems(lead)).collect(),
            notices: Vec::new(),
        }
    }

    /// Notes what was done with it.
    pub(super) fn describe(&mut self, args: &PlanArgs, name: &str, is_new: bool) {
        name.clone_into(&mut self.file);
        self.policy = args.policy.to_string_lossy().into_owned();
        self.dry_run = args.dry_run;
        if args.conflicts == Some(ConflictChoice::First) {
            self.conflicts.clear();
            self.summary.conflicts = 0;
        }
        let is_open = args.conflicts.is_none() && !self.conflicts.is_empty();
        self.kept = is_new && !args.dry_run && !is_open;
        self.message = match (args.dry_run, is_new) {
            _ if is_open => {
                "nothing was saved: sentences want different values; change the policy, or \
                 take --conflicts first or --conflicts skip"
                    .to_owned()
            }
            (_, false) => format!("nothing to change: the work on {name} is unchanged"),
            (true, true) => "dry run: nothing was saved".to_owned(),
            (false, true) => format!("saved for {name}; opening it resumes the work"),
        };
    }

    /// How the program ends.
    pub(super) fn exit(&self) -> Exit {
        let sum = &self.summary;
        if sum.conflicts + sum.unreadable + sum.not_possible + sum.held_back > 0 {
            Exit::Problems
        } else if sum.cells == 0 {
            Exit::NothingToWrite
        } else {
            Exit::Clean
        }
    }
}

fn summary(outcome: &PlanOutcome) -> PlanSummary {
    let PlanOutcome { run, set, forecast } = outcome;
    let skipped = |kind| run.skipped.iter().filter(|cell| cell.kind == kind).count();
    PlanSummary {
        leads: set.leads().count(),
        cells: set.cells.len(),
        conflicts: run.disputed.len(),
        unreadable: skipped(LeftOutKind::Unreadable),
        not_possible: skipped(LeftOutKind::NotPossible),
        edited_by_hand: skipped(LeftOutKind::EditedByHand),
        locked: skipped(LeftOutKind::Locked),
        unchanged: skipped(LeftOutKind::Unchanged),
        held_back: forecast.iter().filter(|lead| lead.is_held_back()).count(),
    }
}

fn sentence(sentence: &SentenceCount) -> PlanSentence {
    let SentenceCount { name, leads, cells } = sentence;
    PlanSentence { name: name.clone(), leads: *leads, cells: *cells }
}

/// Makes the entries of a report.
struct PlanEntries<'e> {
    sheet: &'e Sheet,
    run: &'e PolicyRun,
}

impl PlanEntries<'_> {
    fn id(&self, row: Row) -> String {
        report::id(self.sheet.table(), row)
    }

    fn column(&self, field: Field) -> String {
        self.sheet.layout().name(field).to_owned()
    }

    fn sentence(&self, at: usize) -> String {
        self.run.sentences.get(at).map(|sentence| sentence.name.clone()).unwrap_or_default()
    }

    fn cell(&self, cell: &ProposedCell) -> PlanCell {
        PlanCell {
            row: cell.at.row.number(),
            referral_id: self.id(cell.at.row),
            column: self.column(cell.at.field),
            old: cell.before.clone(),
            new: cell.after.clone(),
            sentence: cell.reason.clone().unwrap_or_default(),
        }
    }

    fn conflict(&self, conflict: &PolicyConflict) -> PlanConflict {
        let value = |(field, text): &(Field, String)| PlanValue {
            column: self.column(*field),
            text: report::value(text),
        };
        let wish = |wish: &Wish| PlanWish {
            sentence: self.sentence(wish.sentence),
            values: wish.texts.iter().map(value).collect(),
        };
        PlanConflict {
            row: conflict.row.number(),
            referral_id: self.id(conflict.row),
            target: match conflict.target {
                PolicyTarget::Outcome => conflict.target.name(self.sheet.layout()),
                PolicyTarget::Cell(field) => self.column(field),
            },
            wishes: conflict.wishes.iter().map(wish).collect(),
        }
    }

    fn left_out(&self, skipped: &SkippedCell) -> PlanLeftOut {
        PlanLeftOut {
            row: skipped.row.number(),
            referral_id: self.id(skipped.row),
            column: skipped.field.map(|field| self.column(field)),
            kind: skipped.kind,
            sentence: self.sentence(skipped.sentence),
            reason: skipped.reason.clone(),
        }
    }

    fn problems(&self, lead: &LeadForecast) -> Vec<PlanProblem> {
        let problem = |finding: &Finding| PlanProblem {
            row: lead.row.number(),
            referral_id: self.id(lead.row),
            rule: finding.rule.code().to_string(),
            holds_back: finding.level == Level::Error,
            column: finding.field.map(|field| self.column(field)),
            message: finding.message.to_string(),
        };
        lead.errors.iter().chain(&lead.warnings).map(problem).collect()
    }
}
