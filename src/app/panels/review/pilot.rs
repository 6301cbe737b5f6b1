//! What the review says of a pilot part: the offer of one, and the leads that its results leave in doubt.

use crate::app::cell_info::Tone;
use crate::app::panels::review::state::{CellPlace, ReviewPanel, ReviewWriter};
use crate::leads::{Row, plural};
use crate::upload::{DoubtfulLead, PilotPart, Plan};

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
            let others = plural(pilot.ready - pilot.rows.len(), "lead");
            let follow = if pilot.ready - pilot.rows.len() == 1 { "follows" } else { "follow" };
            let text = format!(
                "Pilot part first ({}): {}; the other {others} {follow} after its results",
                keys.pilot,
                pilot.describe()
            );
            self.push(1, &text, Tone::Good);
        }
        if self.around.sheet.lessons().is_some_and(|lessons| lessons.is_waiting()) {
            let text =
                "A pilot part waits for its results: import them before you export the rest.";
            self.push(1, text, Tone::Warning);
        }
        let leads = plural(plan.doubtful.len(), "lead");
        match (plan.doubtful.is_empty(), plan.includes_doubtful) {
            (true, _) => {}
            (false, false) => {
                let text = format!(
                    "Left out because of the pilot part: {leads}; {} includes them",
                    keys.doubtful
                );
                self.push(1, &text, Tone::Warning);
            }
            (false, true) => {
                let text = format!(
                    "Included though the pilot part leaves them in doubt: {leads}; {} leaves them out",
                    keys.doubtful
                );
                self.push(1, &text, Tone::Warning);
            }
        }
    }

    /// Lists the leads that are left out because of a pilot part, with its lessons.
    pub(super) fn left_out(&mut self, plan: &Plan) {
        let left_out = plan.left_out();
        if !left_out.is_empty() {
            self.heading("Left out because of the pilot part", left_out.len());
        }
        for lead in left_out {
            let first = lead.doubts.first().map(|doubt| doubt.kind.field);
            self.about(CellPlace::new(lead.row, first), 1, &self.line_of(lead.row), Tone::Plain);
            self.lessons(lead);
        }
    }

    /// Writes what the pilot part leaves in doubt of a lead that is exported.
    pub(super) fn doubts(&mut self, plan: &Plan, row: Row) {
        if let Ok(at) = plan.doubtful.binary_search_by_key(&row, |lead| lead.row) {
            self.lessons(&plan.doubtful[at]);
        }
    }

    fn lessons(&mut self, lead: &DoubtfulLead) {
        for doubt in &lead.doubts {
            let place = CellPlace::new(lead.row, Some(doubt.kind.field));
            let text = doubt.describe(self.around.sheet.layout());
            self.about(place, 2, &text, Tone::Warning);
        }
    }
}
