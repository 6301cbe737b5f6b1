//! What is said of pilot parts.

use crate::leads::{Layout, plural, thousands};
use crate::sheet::Sheet;
use crate::upload::pilot::kind::ChangeKind;
use crate::upload::pilot::lessons::{KindResult, KindVerdict, Lessons};
use crate::upload::pilot::part::PilotPart;

/// The most kinds that are named where many are counted.
const MAX_NAMED: usize = 3;

impl PilotPart {
    /// How much it tries: `6 leads try all 14 kinds of change`.
    pub fn describe(&self) -> String {
        let (tried, all) = (self.tried.len(), self.tried.len() + self.untried.len());
        let verb = if self.rows.len() == 1 { "tries" } else { "try" };
        let leads = plural(self.rows.len(), "lead");
        let left = if self.earlier.is_some() { "remaining " } else { "" };
        match (tried, all) {
            (1, 1) => format!("{leads} {verb} the only {left}kind of change"),
            _ if tried == all => {
                format!("{leads} {verb} all {} {left}kinds of change", thousands(tried))
            }
            _ => {
                let of_all = format!("{} of {}", thousands(tried), thousands(all));
                format!("{leads} {verb} {of_all} {left}kinds of change")
            }
        }
    }

    /// What it doesn't try, as sentences.
    pub fn describe_limits(&self, layout: &Layout) -> Vec<String> {
        let mut limits = Vec::new();
        if !self.untried.is_empty() {
            let mut most: Vec<&(ChangeKind, usize)> = self.untried.iter().collect();
            most.sort_by_key(|(_, leads)| std::cmp::Reverse(*leads));
            let named = most.iter().take(MAX_NAMED);
            let named: Vec<String> = named
                .map(|(kind, leads)| format!("{} ({})", kind.label(layout), plural(*leads, "lead")))
                .collect();
            let more = match most.len().saturating_sub(MAX_NAMED) {
                0 => String::new(),
                more => format!(" and {} more", thousands(more)),
            };
            let text = format!("Not tried until another pilot part: {}{more}", named.join(", "));
            limits.push(text);
        }
        if self.closing > 0 {
            let leads = plural(self.closing, "lead");
            let become_closed = if self.closing == 1 { "becomes" } else { "become" };
            limits.push(format!("Not tried: {leads} that {become_closed} Closed"));
        }
        limits
    }
}

impl KindResult {
    /// What the results say of the kind, as a sentence without a full stop.
    pub fn describe(&self, layout: &Layout) -> String {
        let (label, leads) = (self.kind.label(layout), plural(self.tried.len(), "lead"));
        let said = match self.sentences.as_slice() {
            [] => String::new(),
            [first, ..] => format!(": \"{first}\""),
        };
        match self.verdict {
            KindVerdict::Rejected => format!("{label}: rejected in {leads}{said}"),
            KindVerdict::Suspected(1) => {
                format!("{label}: a lead was rejected, for this or for itself{said}")
            }
            KindVerdict::Suspected(among) if self.rejected > 1 => {
                let rejected = plural(self.rejected, "lead");
                format!("{label}: one of {among} kinds for which {rejected} were rejected{said}")
            }
            KindVerdict::Suspected(among) => {
                format!("{label}: one of {among} kinds that may have caused a rejection{said}")
            }
            KindVerdict::Unclear => {
                format!("{label}: tried only in leads rejected for other kinds")
            }
            KindVerdict::Waiting => format!("{label}: {leads} without results"),
            KindVerdict::Accepted => format!("{label}: accepted"),
        }
    }
}

impl Lessons {
    /// How many kinds are known and how: `45 kinds of change tried: 41 accepted, 2 rejected, 2 in doubt`; nothing
    /// if no pilot part was exported.
    pub fn describe(&self) -> Option<String> {
        if self.is_empty() {
            return None;
        }
        let count =
            |label: &str| self.kinds.iter().filter(|known| known.verdict.label() == label).count();
        let counts = KindVerdict::ALL.map(|verdict| {
            let label = verdict.label();
            (count(label), label)
        });
        let some = counts.into_iter().filter(|(number, _)| *number > 0);
        let counts: Vec<String> =
            some.map(|(number, label)| format!("{} {label}", thousands(number))).collect();
        let kinds = plural(self.kinds.len(), "kind");
        Some(format!("{kinds} of change tried: {}", counts.join(", ")))
    }

    /// The kinds with a line each: those in doubt first.
    pub fn by_verdict(&self) -> Vec<&KindResult> {
        let mut kinds: Vec<&KindResult> = self.kinds.iter().collect();
        kinds.sort_by_key(|known| known.verdict);
        kinds
    }
}

impl Sheet {
    /// What is known of pilot parts, if one was exported.
    pub fn lessons(&self) -> Option<Lessons> {
        self.has_pilot().then(|| Lessons::of(self))
    }
}
