//! Which leads are walked through, and the menu that asks for them.

use crate::leads::outcome::SetBy;
use crate::leads::{Level, Row, plural};
use crate::sheet::{Filter, RowState, Sheet};
use crate::walk::answer::TypedAnswer;
use crate::walk::conversation::{Walk, WalkStep};
use crate::walk::visit::Visit;

/// The most leads that one is chosen from by its number.
const MAX_FOUND: usize = 99;

/// Which leads are walked through.
#[derive(Clone, Debug)]
pub(super) enum RouteKind {
    /// Leads with errors, then those with warnings.
    Problems,
    /// Leads that the last upload rejected.
    Rejected,
    /// Open leads for which no outcome was chosen yet.
    WithoutOutcome,
    /// All open leads.
    Open,
    /// Leads that fit a filter.
    Only(Filter),
    /// One lead.
    One(Row),
}

/// The leads that are walked through, and which one it is at.
#[derive(Debug)]
pub(super) struct Route {
    pub(super) kind: RouteKind,
    pub(super) leads: Vec<Row>,
    pub(super) at: usize,
}

impl RouteKind {
    /// The leads, in the order in which they are walked through.
    fn leads(&self, sheet: &Sheet) -> Vec<Row> {
        let rows = || sheet.rows().filter(|row| !sheet.table().is_empty_row(*row));
        match self {
            Self::Problems => {
                let has = |level: Level| {
                    move |row: &Row| {
                        sheet.findings().row(*row).map(|f| f.level).max() == Some(level)
                    }
                };
                rows().filter(has(Level::Error)).chain(rows().filter(has(Level::Warning))).collect()
            }
            Self::Rejected => rows().filter(|row| sheet.last_upload(*row).is_rejected()).collect(),
            Self::WithoutOutcome => rows().filter(|row| lacks_outcome(sheet, *row)).collect(),
            Self::Open => rows().filter(|row| is_open(sheet, *row)).collect(),
            Self::Only(filter) => rows().filter(|row| filter.matches(sheet, *row)).collect(),
            Self::One(row) => vec![*row],
        }
    }
}

/// Whether a lead can still get another outcome.
fn is_open(sheet: &Sheet, row: Row) -> bool {
    !sheet.is_closed(row) && sheet.state(row) != RowState::Done
}

/// Whether a lead is open and has no outcome that a partner chooses.
fn lacks_outcome(sheet: &Sheet, row: Row) -> bool {
    let (layout, text) = (sheet.layout(), |field| sheet.text(row, field));
    let (Some(status), Some(substatus)) = (layout.status().map(text), layout.substatus().map(text))
    else {
        return false;
    };
    let outcome = sheet.context().lists.outcome(status.trim(), substatus.trim());
    is_open(sheet, row) && outcome.is_none_or(|outcome| outcome.set_by != SetBy::Partner)
}

impl Walk {
    /// Asks what to walk through.
    pub(super) fn menu(&mut self) {
        (self.visit, self.route) = (None, None);
        self.step = WalkStep::Menu;
        self.output.gap();
        let number = |kind: RouteKind| kind.leads(&self.app.sheet).len();
        let ready = self.app.sheet.counts().ready;
        let lines = [
            format!("1. Leads with problems: {}", number(RouteKind::Problems)),
            format!("2. Leads that the last upload rejected: {}", number(RouteKind::Rejected)),
            format!("3. Open leads without an outcome: {}", number(RouteKind::WithoutOutcome)),
            format!("4. All open leads: {}", number(RouteKind::Open)),
            "5. One lead, by its ID, name or company".to_owned(),
            format!("6. Review and export: {ready} ready"),
            "7. End".to_owned(),
        ];
        self.output.say("What do you want to walk through?");
        self.output.list(lines);
        self.output.ask("Number");
    }

    pub(super) fn menu_answer(&mut self, answer: TypedAnswer) {
        match answer {
            TypedAnswer::Text("1") => self.walk_through(RouteKind::Problems),
            TypedAnswer::Text("2") => self.walk_through(RouteKind::Rejected),
            TypedAnswer::Text("3") => self.walk_through(RouteKind::WithoutOutcome),
            TypedAnswer::Text("4") => self.walk_through(RouteKind::Open),
            TypedAnswer::Text("5") => {
                self.step = WalkStep::Find;
                self.output.ask("Referral ID, or a part of the lead's name or company");
            }
            TypedAnswer::Text("6") => self.review(),
            TypedAnswer::Text("7") => self.quit(),
            TypedAnswer::Column(_) => {
                self.output.say("Choose a lead first.");
                self.menu();
            }
            _ => {
                self.output.say("Type a number from 1 to 7.");
                self.output.ask("Number");
            }
        }
    }

    /// Walks through some leads from the first one on.
    pub(super) fn walk_through(&mut self, kind: RouteKind) {
        let leads = kind.leads(&self.app.sheet);
        if leads.is_empty() {
            self.output.say("There is no such lead.");
            return self.menu();
        }
        self.route = Some(Route { kind, leads, at: 0 });
        self.visit_lead();
    }

    /// Goes to the lead that the route is at, or on to the review behind the last one.
    pub(super) fn visit_lead(&mut self) {
        let Some(route) = &self.route else { return self.menu() };
        let Some(row) = route.leads.get(route.at).copied() else { return self.end_of_route() };
        self.visit = Some(Visit::new(&self.app.sheet, row, &route.kind));
        self.output.gap();
        self.describe_lead(row);
        self.next_question();
    }

    /// Moves by a number of leads, forwards or back.
    pub(super) fn go_on(&mut self, steps: isize) {
        if let Some(route) = &mut self.route {
            match route.at.checked_add_signed(steps) {
                Some(at) => route.at = at,
                None => self.output.say("This is the first lead."),
            }
        }
        self.visit_lead();
    }

    /// Goes on with the lead before the review, or to the menu if there was none.
    pub(super) fn resume_route(&mut self) {
        let is_done = self.route.as_ref().is_none_or(|route| route.at >= route.leads.len());
        if is_done { self.menu() } else { self.visit_lead() }
    }

    fn end_of_route(&mut self) {
        let is_one = self.route.as_ref().is_some_and(|route| route.leads.len() == 1);
        self.output.gap();
        self.output.say(if is_one { "That was the lead." } else { "That was the last lead." });
        if self.app.sheet.counts().ready > 0 { self.review() } else { self.menu() }
    }

    /// Looks for the lead that was typed.
    pub(super) fn find(&mut self, answer: TypedAnswer) {
        let (TypedAnswer::Text(typed) | TypedAnswer::Literal(typed)) = answer else {
            return self.menu();
        };
        let found = self.leads_named(typed);
        match found.as_slice() {
            [] => {
                self.output.say("No lead has this. Type it again, or Enter for the menu.");
                self.output.ask("Referral ID, or a part of the lead's name or company");
            }
            [row] => self.walk_through(RouteKind::One(*row)),
            rows if rows.len() > MAX_FOUND => {
                self.output
                    .say(format!("{} have this. Type more of it.", plural(rows.len(), "lead")));
                self.output.ask("Referral ID, or a part of the lead's name or company");
            }
            _ => self.pick(found),
        }
    }

    fn pick(&mut self, found: Vec<Row>) {
        self.output.say(format!("{} have this.", plural(found.len(), "lead")));
        let lines: Vec<String> = (found.iter().enumerate())
            .map(|(at, row)| format!("{}. {}", at + 1, self.lead_title(*row)))
            .collect();
        self.output.list(lines);
        self.output.ask("Number, or Enter for the menu");
        self.step = WalkStep::Pick(found);
    }

    /// Takes the number of a lead that was found.
    pub(super) fn picked(&mut self, answer: TypedAnswer, found: Vec<Row>) {
        let TypedAnswer::Text(typed) = answer else { return self.menu() };
        let at = typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        if let Some(row) = at.and_then(|at| found.get(at)) {
            self.walk_through(RouteKind::One(*row));
        } else {
            self.output.say(format!("Type a number from 1 to {}.", found.len()));
            self.pick(found);
        }
    }

    /// The leads with an ID, or with a text in their name or company; a number is that of a row, if nothing has it.
    fn leads_named(&self, typed: &str) -> Vec<Row> {
        let sheet = &self.app.sheet;
        if let Some(row) = sheet.lead(typed) {
            return vec![row];
        }
        let fields = [sheet.layout().lead_name(), sheet.layout().customer_name()];
        let typed = typed.to_lowercase();
        let has = |row: &Row| {
            let mut texts = fields.iter().flatten().map(|field| sheet.text(*row, *field));
            texts.any(|text| text.to_lowercase().contains(&typed))
        };
        sheet.rows().filter(has).collect()
    }
}
