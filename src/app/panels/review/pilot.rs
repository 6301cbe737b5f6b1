//! What the review says of a pilot part: the offer of one, and the leads that its results leave in doubt.

use crate::app::cell_info::Tone;
use crate::app::panels::review::state::{CellPlace, ReviewPanel, ReviewWriter};
use crate::leads::{Row, plural};
use crate::upload::{DoubtfulLead, HoldReason, PilotPart, Plan};

impl ReviewPanel {
    /// The same review with the offer of a pilot part.
    #[must_use]
    pub(crate) fn with_pilot(mut self, pilot: Option<PilotPart>) -> Self {
        self.pilot = pilot;
        self
    }

    /// Whether the keys of pilot parts are worth a place in the status line.
    pub(super) fn offers_pilot(&self) -> bool {
        self.plan.is_pilot || self.pilot.as_ref().is_some_and(PilotPart::is_offered)
    }
}

impl ReviewWriter<'_> {
    /// Offers a pilot part, or says what the one that is exported now tries.
    pub(super) fn pilot(&mut self, plan: &Plan, pilot: Option<&PilotPart>) {
        let keys = &self.around.keys;
        if let Some(pilot) = pilot.filter(|_| plan.is_pilot) {
            let all = plural(pilot.ready, "lead");
            let text =
                format!("Pilot part: {}; {} goes back to all {all}", pilot.describe(), keys.pilot);
            self.push(1, &text, Tone::Good);
            for limit in pilot.describe_limits(self.around.sheet.layout()) {
                self.push(1, &limit, Tone::Note);
            }
        } else if let Some(pilot) = pilot.filter(|pilot| pilot.is_offered()) {
            self.offer(pilot);
        }
        if self.around.sheet.lessons().is_some_and(|lessons| lessons.is_waiting()) {
            let text =
                "A pilot part waits for its results: import them before you export the rest.";
            self.push(1, text, Tone::Warning);
        }
        self.holds(plan);
    }

    fn offer(&mut self, pilot: &PilotPart) {
        let key = &self.around.keys.pilot;
        let text = if pilot.earlier.is_some() {
            format!("Another pilot part ({key}): {}", pilot.describe())
        } else {
            let others = pilot.ready - pilot.rows.len();
            let follow = if others == 1 { "follows" } else { "follow" };
            format!(
                "Pilot part first ({key}): {}; the other {} {follow} after its results",
                pilot.describe(),
                plural(others, "lead")
            )
        };
        self.push(1, &text, Tone::Good);
    }

    /// Counts the leads that wait because of a pilot part, by reason.
    fn holds(&mut self, plan: &Plan) {
        let key = &self.around.keys.doubtful;
        for (reason, leads) in plan.hold_counts() {
            let what = if plan.includes_doubtful { reason.included() } else { reason.left_out() };
            self.push(1, &format!("{what}: {}", plural(leads, "lead")), Tone::Warning);
        }
        match (plan.doubtful.is_empty(), plan.includes_doubtful) {
            (true, _) => {}
            (false, false) => self.push(1, &format!("{key} includes what is left out"), Tone::Note),
            (false, true) => self.push(1, &format!("{key} leaves them out again"), Tone::Note),
        }
    }

    /// Lists the leads that are left out because of a pilot part, by reason.
    pub(super) fn left_out(&mut self, plan: &Plan) {
        for reason in HoldReason::ALL {
            let of_reason = |lead: &&DoubtfulLead| lead.reason() == reason;
            let leads: Vec<&DoubtfulLead> = plan.left_out().iter().filter(of_reason).collect();
            if !leads.is_empty() {
                self.heading(reason.left_out(), leads.len());
            }
            for lead in leads {
                let place = CellPlace::new(lead.row, lead.fields().next());
                self.about(place, 1, &self.line_of(lead.row), Tone::Plain);
                self.lessons(lead);
            }
        }
    }

    /// Writes what the pilot part leaves in doubt of a lead that is exported.
    pub(super) fn doubts(&mut self, plan: &Plan, row: Row) {
        if let Ok(at) = plan.doubtful.binary_search_by_key(&row, |lead| lead.row) {
            self.lessons(&plan.doubtful[at]);
        }
    }

    fn lessons(&mut self, lead: &DoubtfulLead) {
        let texts = lead.describe(self.around.sheet.layout());
        for (field, text) in lead.fields().zip(texts) {
            self.about(CellPlace::new(lead.row, Some(field)), 2, &text, Tone::Warning);
        }
    }
}
