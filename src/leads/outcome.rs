//! The legal outcomes of a lead: Status, Substatus and Stage together, and the reason for a closing.
//!
//! Drop-downs and rules look outcomes up here, so what is offered and what is accepted can't differ.

use super::lists::{ListEntry, ListRow, Lists, ValueList};
use super::{Choice, Choices, Col, Lead, LockReason, Reference, Unlock, Wanted};

/// One legal combination of Status, Substatus and Stage.
#[derive(Debug)]
pub struct Outcome {
    /// The text of *Partner Referral Status*.
    pub status: String,
    /// The text of *Partner Referral Substatus*.
    pub substatus: String,
    /// The *Sales Stage* that belongs to it, if one is documented.
    pub stage: Option<u8>,
    /// Who may set it.
    pub set_by: SetBy,
    /// Which list of reasons it asks for, if any.
    pub reasons: Option<ReasonList>,
    /// Its name in the drop-down.
    pub verb: String,
    /// What it means.
    pub meaning: String,
}

impl Outcome {
    /// Its name for messages: `Closed/Won`.
    pub(super) fn name(&self) -> String {
        format!("{}/{}", self.status, self.substatus)
    }
}

impl ListEntry for Outcome {
    const LIST: ValueList = ValueList::Outcomes;

    fn read(row: &mut ListRow) -> Self {
        let [declined, error] = REASON_LISTS.map(|(name, list)| (name, Some(list)));
        Self {
            status: row.text("status"),
            substatus: row.text("substatus"),
            stage: row.number_or_none("stage", 0..=100),
            set_by: row.word("set_by", &[("partner", SetBy::Partner), ("portal", SetBy::Portal)]),
            reasons: row.word("reasons", &[declined, error, ("", None)]),
            verb: row.text("verb"),
            meaning: row.any("meaning"),
        }
    }

    fn key(&self) -> String {
        self.name()
    }
}

/// Who may set an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetBy {
    /// The partner, in the file or in the portal.
    Partner,
    /// Partner Center alone.
    Portal,
}

/// Which of the two lists a reason code belongs to: the same number means different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReasonList {
    /// For Declined and Lost.
    DeclinedLost,
    /// For Error.
    Error,
}

/// The lists of reasons by the names that the files have for them.
const REASON_LISTS: [(&str, ReasonList); 2] =
    [("declined-lost", ReasonList::DeclinedLost), ("error", ReasonList::Error)];

impl ReasonList {
    pub(super) fn name(self) -> &'static str {
        REASON_LISTS.iter().find(|(_, list)| *list == self).map_or("", |(name, _)| name)
    }
}

/// One reason for closing a lead.
#[derive(Debug)]
pub struct Reason {
    /// The list that it belongs to.
    pub list: ReasonList,
    /// The number that the cell holds.
    pub code: u8,
    /// What the number means.
    pub text: String,
    /// Whether the page asks for an explanation in *Notes*.
    pub explain: bool,
}

impl ListEntry for Reason {
    const LIST: ValueList = ValueList::Reasons;

    fn read(row: &mut ListRow) -> Self {
        Self {
            list: row.word("list", &REASON_LISTS),
            code: row.number("code", 1..=u8::MAX),
            text: row.text("text"),
            explain: row.word("explain", &[("yes", true), ("", false)]),
        }
    }

    fn key(&self) -> String {
        format!("{} {}", self.list.name(), self.code)
    }
}

/// A transition from the downloaded status to an outcome.
#[derive(Debug)]
pub struct Transition {
    pub(super) from: String,
    status: String,
    substatus: String,
    kind: TransitionKind,
    /// Why it's unusual, else empty.
    pub reason: String,
}

/// Whether a transition is the usual one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransitionKind {
    /// As the portal itself does it.
    Usual,
    /// Allowed by the transition table, but the portal takes another way.
    Unusual,
}

impl ListEntry for Transition {
    const LIST: ValueList = ValueList::Transitions;

    fn read(row: &mut ListRow) -> Self {
        let kinds = [("usual", TransitionKind::Usual), ("unusual", TransitionKind::Unusual)];
        let transition = Self {
            from: row.text("from"),
            status: row.text("status"),
            substatus: row.text("substatus"),
            kind: row.word("way", &kinds),
            reason: row.any("why"),
        };
        if transition.is_unusual() == transition.reason.is_empty() {
            let expected = "a reason for unusual, and nothing for usual";
            row.report_value("why", &transition.reason, expected);
        }
        transition
    }

    fn key(&self) -> String {
        format!("{} to {}", self.from, self.to_name())
    }
}

impl Transition {
    pub(super) fn is_to(&self, outcome: &Outcome) -> bool {
        self.status == outcome.status && self.substatus == outcome.substatus
    }

    /// The name of the outcome that it leads to.
    pub(super) fn to_name(&self) -> String {
        format!("{}/{}", self.status, self.substatus)
    }

    /// Whether the portal itself would go another way.
    pub fn is_unusual(&self) -> bool {
        self.kind == TransitionKind::Unusual
    }
}

impl Lists {
    /// All outcomes.
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// All reasons, both lists.
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// The outcome with exactly this status and substatus.
    pub fn outcome(&self, status: &str, substatus: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|o| o.status == status && o.substatus == substatus)
    }

    /// Whether any outcome has this status.
    pub fn is_status(&self, text: &str) -> bool {
        self.outcomes.iter().any(|o| o.status == text)
    }

    /// Whether any outcome has this substatus.
    pub fn is_substatus(&self, text: &str) -> bool {
        self.outcomes.iter().any(|o| o.substatus == text)
    }

    /// The substatuses that go with a status.
    pub fn substatuses(&self, status: &str) -> impl Iterator<Item = &str> {
        self.outcomes.iter().filter(move |o| o.status == status).map(|o| o.substatus.as_str())
    }

    /// The transition from a downloaded status to an outcome, if there is one.
    pub fn transition(&self, from: &str, to: &Outcome) -> Option<&Transition> {
        self.transitions.iter().find(|t| t.from == from && t.is_to(to))
    }

    /// The list of reasons that a substatus asks for.
    pub fn reason_list(&self, substatus: &str) -> Option<ReasonList> {
        self.outcomes.iter().find(|o| o.substatus == substatus).and_then(|o| o.reasons)
    }

    /// The reasons of one list, in its order.
    pub fn reasons_in(&self, list: ReasonList) -> impl Iterator<Item = &Reason> {
        self.reasons.iter().filter(move |r| r.list == list)
    }

    /// The reason with exactly this number, as the cell writes it.
    pub fn reason(&self, list: ReasonList, text: &str) -> Option<&Reason> {
        // The cell writes the bare number; `01` and `+1` mean it and are wrong.
        let code = text.parse::<u8>().ok().filter(|_| !text.starts_with(['0', '+']))?;
        self.reasons_in(list).find(|r| r.code == code)
    }

    /// The numbers of a list, in words: `1 to 8`, or `1, 2, 5` where some are left out.
    pub(super) fn reason_numbers(&self, list: ReasonList) -> String {
        let mut numbers: Vec<u8> = self.reasons_in(list).map(|r| r.code).collect();
        numbers.sort_unstable();
        match *numbers {
            [lowest, .., highest] if usize::from(highest - lowest) + 1 == numbers.len() => {
                format!("{lowest} to {highest}")
            }
            _ => numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        }
    }
}

/// The first choice of the outcome drop-down: the downloaded outcome.
pub(super) const KEEP: &str = "As downloaded";

/// The choices of the outcome drop-down in a row: only those that are legal from its downloaded state.
pub(super) fn choices(row: &Lead, wanted: Wanted) -> Choices {
    let (from, lists) = (row.loaded(Col::Status), row.lists());
    // Without the column, a required reason can't be given.
    let possible = |o: &&Outcome| {
        o.set_by == SetBy::Partner
            && (o.reasons.is_none() || row.has(Col::Reason))
            && wanted.takes(&o.verb)
    };
    let mut others = Vec::new();
    let mut unusual = Vec::new();
    for outcome in lists.outcomes().iter().filter(possible) {
        match lists.transition(from, outcome) {
            Some(way) if way.is_unusual() => unusual.push(offer(row, outcome, &way.reason)),
            None if lists.is_status(from) => {}
            _ => others.push(offer(row, outcome, &outcome.meaning)),
        }
    }
    others.append(&mut unusual);
    let is = |choice: &Choice, is_text: &dyn Fn(Col, &str) -> bool| {
        choice.sets.iter().all(|(col, text)| *col == Col::Reason || is_text(*col, text))
    };
    others.retain(|choice| !is(choice, &|col, text| row.loaded(col) == text));
    let keep = wanted.takes(KEEP).then(|| keep(row));
    let items: Vec<Choice> = keep.into_iter().chain(others).collect();
    let current = items.iter().position(|choice| is(choice, &|col, text| row.text(col) == text));
    Choices { items, current }
}

fn keep(row: &Lead) -> Choice {
    let columns = [Col::Status, Col::Substatus, Col::Stage, Col::Reason];
    let sets = columns.into_iter().filter(|&c| row.has(c)).map(|c| (c, row.loaded(c).to_owned()));
    Choice {
        label: match row.reference {
            Reference::File => KEEP,
            Reference::Accepted => "As in Partner Center",
            Reference::Exported => "As exported",
        }
        .to_owned(),
        detail: [Col::Status, Col::Substatus, Col::Stage].map(|c| row.loaded(c)).join(" · "),
        sets: sets.collect(),
        then: None,
    }
}

fn offer(row: &Lead, outcome: &Outcome, about: &str) -> Choice {
    let stage = stage_text(row, outcome);
    let mut sets = vec![
        (Col::Status, outcome.status.clone()),
        (Col::Substatus, outcome.substatus.clone()),
        (Col::Stage, stage.clone()),
        (Col::Reason, reason_beside(row, outcome)),
    ];
    sets.retain(|(col, _)| row.has(*col));
    let stage = if stage.is_empty() { "-".to_owned() } else { stage };
    Choice {
        label: outcome.verb.clone(),
        detail: format!("{} · {} · {stage}   {about}", outcome.status, outcome.substatus),
        sets,
        then: if asks_for_reason(row, outcome) {
            row.has(Col::Reason).then_some(Col::Reason)
        } else {
            asks_for_intent(row, outcome).then_some(Col::PurchaseIntent)
        },
    }
}

/// Whether the purchase intent has to be chosen with an outcome: an accepted lead isn't uploaded without one.
fn asks_for_intent(row: &Lead, outcome: &Outcome) -> bool {
    let is_missing = || row.text(Col::PurchaseIntent).trim().is_empty();
    outcome.status != "Closed" && row.has(Col::PurchaseIntent) && is_missing()
}

/// The stage to write with an outcome: the documented one, else the one that was downloaded.
///
/// A downloaded stage that doesn't fit the outcome, 100 or no number at all, isn't kept.
fn stage_text(row: &Lead, outcome: &Outcome) -> String {
    let loaded = row.loaded(Col::Stage);
    match outcome.stage {
        Some(stage) => stage.to_string(),
        None if loaded.parse::<u8>().is_ok_and(|n| n < 100 && n.to_string() == loaded) => {
            loaded.to_owned()
        }
        None => String::new(),
    }
}

/// Whether a reason has to be chosen with an outcome: its substatus asks for one and is new.
fn asks_for_reason(row: &Lead, outcome: &Outcome) -> bool {
    let is_new = !row.is_known() || row.loaded(Col::Substatus) != outcome.substatus;
    outcome.reasons.is_some() && is_new
}

/// The reason to write together with a new outcome.
///
/// A code is never carried over between the two lists, nor from a download into a closing; where no
/// reason is due the downloaded text comes back.
fn reason_beside(row: &Lead, outcome: &Outcome) -> String {
    match outcome.reasons {
        _ if !asks_for_reason(row, outcome) => row.loaded(Col::Reason).to_owned(),
        list if list == row.lists().reason_list(row.text(Col::Substatus))
            && row.substatus_is_new() =>
        {
            row.text(Col::Reason).to_owned()
        }
        _ => String::new(),
    }
}

/// Checks that the reason may be edited: only in a row that is being closed with one.
pub(super) fn reason_is_due(row: &Lead) -> Result<(), LockReason> {
    if row.lists().reason_list(row.text(Col::Substatus)).is_none() {
        let reason = LockReason::new("D-04", "needs Declined, Lost or Error.");
        Err(reason.with(Unlock::ChooseOutcome))
    } else if row.substatus_is_new() {
        Ok(())
    } else {
        Err(LockReason::new("D-04", "changes only together with the substatus."))
    }
}

/// The choices of the reason drop-down: the list that the row's substatus asks for.
pub(super) fn reason_choices(row: &Lead, wanted: Wanted) -> Choices {
    let lists = row.lists();
    let Some(list) = lists.reason_list(row.text(Col::Substatus)) else {
        return Choices::default();
    };
    let label = |r: &Reason| format!("{}  {}", r.code, r.text);
    let offer = |r: &Reason| Choice {
        label: label(r),
        detail: String::new(),
        sets: vec![(Col::Reason, r.code.to_string())],
        // Notes that came with the lead don't explain a reason that is only given now.
        then: (r.explain
            && row.has(Col::Notes)
            && (row.text(Col::Notes).trim().is_empty() || !row.changed(Col::Notes)))
        .then_some(Col::Notes),
    };
    let offered = || lists.reasons_in(list).filter(|r| wanted.takes(&label(r)));
    let items: Vec<_> = offered().map(offer).collect();
    let now = row.text(Col::Reason);
    let current = offered().position(|r| r.code.to_string() == now);
    Choices { items, current }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_table_of_the_documentation_is_in_the_data() {
        let stages = |s, sub| Lists::compiled_in().outcome(s, sub).and_then(|o| o.stage);
        assert_eq!(stages("New", "Pending"), Some(0));
        assert_eq!(stages("Active", "Accepted"), Some(80));
        assert_eq!(stages("Closed", "Won"), Some(100));
        assert_eq!(stages("Closed", "Lost"), None);
    }

    #[test]
    fn every_transition_leads_to_an_outcome_and_none_leads_back() {
        let lists = Lists::compiled_in();
        for t in &lists.transitions {
            assert!(lists.outcome(&t.status, &t.substatus).is_some(), "{t:?}");
            assert_eq!(t.is_unusual(), !t.reason.is_empty(), "{t:?}");
        }
        let new = lists.outcome("New", "Pending").expect("in the data");
        assert!(lists.transition("Active", new).is_none());
        assert!(lists.outcomes().iter().all(|o| lists.transition("Closed", o).is_none()));
    }

    #[test]
    fn the_two_lists_of_reasons_have_eight_and_nine_entries() {
        let lists = Lists::compiled_in();
        assert_eq!(
            lists.reasons_in(ReasonList::DeclinedLost).map(|r| r.code).collect::<Vec<_>>(),
            [1, 2, 3, 4, 5, 6, 7, 8]
        );
        assert_eq!(lists.reasons_in(ReasonList::Error).count(), 9);
        assert!(lists.reason(ReasonList::Error, "06").is_none());
    }
}
