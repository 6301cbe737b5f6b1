//! The ready leads that wait because of a pilot part.

use crate::leads::{Field, Layout, Row, UploadResult, plural};
use crate::sheet::Sheet;
use crate::upload::pilot::kind::ChangeKind;
use crate::upload::pilot::lessons::{KindResult, Lessons};
use crate::upload::pilot::needs::{KindLead, Needs};
use crate::upload::pilot::part::MAX_PILOT_LEADS;

/// A ready lead that waits because of a pilot part.
#[derive(Clone, Debug)]
pub struct DoubtfulLead {
    /// The row.
    pub row: Row,
    /// The kinds of change in it that the results leave in doubt.
    pub doubts: Vec<KindResult>,
    /// The kinds in it that no upload has tried, and that another pilot part can try.
    pub untried: Vec<ChangeKind>,
}

/// Why a ready lead waits because of a pilot part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HoldReason {
    /// It may be rejected as some leads of the pilot part were.
    Doubtful,
    /// It has a kind of change that no upload has tried.
    Untried,
    /// The pilot part that tries its kinds of change has no results.
    Waiting,
}

impl HoldReason {
    /// Every reason; of those that apply to a lead the first counts.
    pub const ALL: [Self; 3] = [Self::Doubtful, Self::Untried, Self::Waiting];

    /// Its name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Doubtful => "doubtful",
            Self::Untried => "untried",
            Self::Waiting => "waiting",
        }
    }

    /// What is said of leads that are left out for it: `Left out until a pilot part tries their changes`.
    pub fn left_out(self) -> &'static str {
        match self {
            Self::Doubtful => "Left out, like rejected leads of the pilot part",
            Self::Untried => "Left out until a pilot part tries their changes",
            Self::Waiting => "Left out until the pilot part has results",
        }
    }

    /// What is said of leads that are exported in spite of it.
    pub fn included(self) -> &'static str {
        match self {
            Self::Doubtful => "Included, like rejected leads of the pilot part",
            Self::Untried => "Included, with changes that no pilot part has tried",
            Self::Waiting => "Included, without results of the pilot part",
        }
    }
}

impl DoubtfulLead {
    /// Why it waits.
    pub fn reason(&self) -> HoldReason {
        match (self.doubts.is_empty(), self.untried.is_empty()) {
            (false, _) => HoldReason::Doubtful,
            (true, false) => HoldReason::Untried,
            (true, true) => HoldReason::Waiting,
        }
    }

    /// The columns of its kinds of change that are in doubt or weren't tried.
    pub fn fields(&self) -> impl Iterator<Item = Field> + '_ {
        let doubts = self.doubts.iter().map(|doubt| doubt.kind.field);
        doubts.chain(self.untried.iter().map(|kind| kind.field))
    }

    /// Its kinds of change that are in doubt or weren't tried, a sentence without a full stop each; none if it
    /// waits for results only.
    pub fn describe(&self, layout: &Layout) -> Vec<String> {
        let doubts = self.doubts.iter().map(|doubt| doubt.describe(layout));
        let untried = self.untried.iter().map(|kind| format!("{}: not tried", kind.label(layout)));
        doubts.chain(untried).collect()
    }
}

/// How many leads wait for each reason.
pub(crate) fn count_reasons(leads: &[DoubtfulLead]) -> impl Iterator<Item = (HoldReason, usize)> {
    let count = |reason| (reason, leads.iter().filter(|lead| lead.reason() == reason).count());
    HoldReason::ALL.into_iter().map(count).filter(|(_, leads)| *leads > 0)
}

/// How many leads wait for each reason, as a part of a sentence: `9 leads like rejected ones, 5 leads not tried`.
pub fn describe_reasons(leads: &[DoubtfulLead]) -> String {
    let part = |(reason, count): (HoldReason, usize)| {
        let leads = plural(count, "lead");
        match reason {
            HoldReason::Doubtful => format!("{leads} like rejected ones"),
            HoldReason::Untried => format!("{leads} with changes not tried"),
            HoldReason::Waiting => format!("{leads} until its results"),
        }
    };
    count_reasons(leads).map(part).collect::<Vec<_>>().join(", ")
}

/// What decides which leads wait.
struct Hold<'h> {
    lessons: &'h Lessons,
    needs: &'h Needs,
}

impl Hold<'_> {
    /// The lead if it waits.
    fn lead(&self, lead: &KindLead, closes: bool) -> Option<DoubtfulLead> {
        let kinds = &lead.kinds;
        let doubts: Vec<KindResult> = self.lessons.doubts(kinds).into_iter().cloned().collect();
        let untried = kinds.iter().filter(|kind| self.is_untried(kind, closes)).cloned().collect();
        let found = DoubtfulLead { row: lead.row, doubts, untried };
        let awaits = |kind: &ChangeKind| {
            self.lessons.awaits(kind) || closes && self.lessons.awaits_value(kind)
        };
        let waits = found.reason() != HoldReason::Waiting || kinds.iter().any(awaits);
        waits.then_some(found)
    }

    fn is_untried(&self, kind: &ChangeKind, closes: bool) -> bool {
        let is_needed = self.needs.has(kind)
            || closes && self.needs.has_value(kind) && !self.lessons.accepts_value(kind);
        is_needed && self.lessons.verdict(kind).is_none()
    }
}

impl Sheet {
    /// The leads of these, all that are ready, that wait because of a pilot part; none before one is exported.
    ///
    /// A lead waits while a kind of change in it is rejected or in doubt, while the pilot part that tries it has
    /// no results, and while another pilot part can try it. Closings can't be tried: such a lead waits for what
    /// is done in it and in others that don't close. A lead that is marked to be uploaded again as it is goes.
    pub(crate) fn doubtful_leads(&self, ready: &[Row]) -> Vec<DoubtfulLead> {
        let lessons = Lessons::of(self);
        if lessons.is_empty() {
            return Vec::new();
        }
        let leads: Vec<KindLead> = self.kind_leads(ready);
        let open: Vec<&KindLead> = leads.iter().filter(|lead| !self.closes(lead.row)).collect();
        // A pilot part of every ready lead is none: then they are few enough to be one.
        let is_tiny = ready.len() <= MAX_PILOT_LEADS && self.pilot_part().is_none();
        let needs = if is_tiny { Needs::default() } else { Needs::new(&lessons, &open) };
        let hold = Hold { lessons: &lessons, needs: &needs };
        let is_marked = |lead: &&KindLead| self.last_upload(lead.row) == UploadResult::Resubmit;
        let others = leads.iter().filter(|lead| !is_marked(lead));
        others.filter_map(|lead| hold.lead(lead, self.closes(lead.row))).collect()
    }

    /// Rows with their kinds of change.
    pub(crate) fn kind_leads(&self, rows: &[Row]) -> Vec<KindLead> {
        rows.iter().map(|row| KindLead { row: *row, kinds: self.change_kinds(*row) }).collect()
    }
}
