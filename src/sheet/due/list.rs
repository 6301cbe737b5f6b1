//! The leads that fall due, and why.

use crate::leads::bytes::blank::is_blank;
use crate::leads::kind::date;
use crate::leads::{Origin, Row};
use crate::sheet::sheet::Sheet;
use crate::sheet::state::RowState;
use crate::table::parallel::in_pieces;
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// Why a lead falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueReason {
    /// It is New at Partner Center, and expires without an answer.
    Expires,
    /// Its estimated close date comes, and the lead is open.
    CloseDate,
    /// It is open, and its purchase intent is empty.
    NoIntent,
    /// It was exported, and no results have told how that went.
    NoResults,
    /// It is open for longer than a number of days.
    OpenLong,
}

impl DueReason {
    /// Every reason, the most urgent first.
    pub const ALL: [Self; 5] =
        [Self::Expires, Self::CloseDate, Self::NoIntent, Self::NoResults, Self::OpenLong];

    /// The name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Expires => "expires",
            Self::CloseDate => "close_date",
            Self::NoIntent => "no_intent",
            Self::NoResults => "no_results",
            Self::OpenLong => "open_long",
        }
    }
}

/// A lead that falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Its row.
    pub row: Row,
    /// Why.
    pub reason: DueReason,
    /// The day on which it falls due, in UTC; nothing if it is due at any time.
    pub day: Option<NaiveDate>,
}

impl Due {
    /// Whether its day is over.
    pub fn is_past(&self, today: NaiveDate) -> bool {
        self.day.is_some_and(|day| day < today)
    }

    /// Whether it is due on a day, or was before.
    pub fn is_due(&self, on: NaiveDate) -> bool {
        self.day.is_none_or(|day| day <= on)
    }
}

/// What falls due in a file, on any day.
///
/// An expiry is judged by what Partner Center holds or was sent: a lead that is accepted on the screen still
/// expires until that is exported. All else is judged by the cells as they stand.
#[derive(Clone, Debug)]
pub struct DueList {
    open_days: u32,
    by_row: BTreeMap<Row, DueLead>,
    /// How many leads expire on each day.
    expiring: BTreeMap<NaiveDate, usize>,
}

/// A row, and what is known of its lead.
pub(crate) type RowDue = (Row, DueLead);

/// What is known of one lead: in few bytes and without an allocation, because most leads of a download have it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct DueLead {
    /// The day on which it expires, if it does.
    expires: Option<NaiveDate>,
    close_date: Option<NaiveDate>,
    open_long: Option<NaiveDate>,
    has_no_intent: bool,
    has_no_results: bool,
    /// Whether it would have a day if its created date were clear.
    is_unclear: bool,
}

impl DueLead {
    /// What the lead is due for, the most urgent first.
    fn due(self, row: Row) -> impl Iterator<Item = Due> {
        let on = |reason, day: Option<NaiveDate>| day.map(|_| Due { row, reason, day });
        let at_any_time = |reason, is_due: bool| is_due.then_some(Due { row, reason, day: None });
        let due = [
            on(DueReason::Expires, self.expires),
            on(DueReason::CloseDate, self.close_date),
            at_any_time(DueReason::NoIntent, self.has_no_intent),
            at_any_time(DueReason::NoResults, self.has_no_results),
            on(DueReason::OpenLong, self.open_long),
        ];
        due.into_iter().flatten()
    }
}

impl DueList {
    /// How many days a New lead waits for an answer before Partner Center archives it as Expired.
    ///
    /// Documented for 2021; no newer page says it or says otherwise.
    pub const ANSWER_DAYS: u64 = 14;

    /// After how many days a lead counts as open for long, where nothing else is asked.
    pub const OPEN_DAYS: u32 = 90;

    /// How many days ahead the panel, the filter and the command look, where nothing else is asked.
    pub const NEAR_DAYS: u32 = 7;

    /// Looks through all leads; `open_days` tells after how many days a lead is open for long.
    pub fn new(sheet: &Sheet, open_days: u32) -> Self {
        let list = Self::empty(open_days);
        let of_piece = |piece: std::ops::Range<usize>| list.of_rows(sheet, piece.map(Row::at));
        let pieces = in_pieces(sheet.row_count(), of_piece);
        list.joined(pieces)
    }

    /// A list with nothing in it yet.
    pub(crate) fn empty(open_days: u32) -> Self {
        Self { open_days, by_row: BTreeMap::new(), expiring: BTreeMap::new() }
    }

    /// What falls due among some rows.
    pub(crate) fn of_rows(&self, sheet: &Sheet, rows: impl Iterator<Item = Row>) -> Vec<RowDue> {
        let entries = rows.map(|row| (row, self.entry(sheet, row)));
        entries.filter(|(_, entry)| *entry != DueLead::default()).collect()
    }

    /// Puts together what falls due in pieces of the rows.
    pub(crate) fn joined(self, pieces: Vec<Vec<RowDue>>) -> Self {
        // All at once, and in order: so the map has no room that it doesn't need.
        let by_row: BTreeMap<Row, DueLead> = pieces.into_iter().flatten().collect();
        let mut expiring: BTreeMap<NaiveDate, usize> = BTreeMap::new();
        for day in by_row.values().filter_map(|entry| entry.expires) {
            *expiring.entry(day).or_default() += 1;
        }
        Self { by_row, expiring, ..self }
    }

    /// After how many days a lead is open for long in it.
    pub(crate) fn days(&self) -> u32 {
        self.open_days
    }

    /// Brings a lead up to date.
    pub(crate) fn refresh(&mut self, sheet: &Sheet, row: Row) {
        let entry = self.entry(sheet, row);
        self.set(row, entry);
    }

    fn set(&mut self, row: Row, entry: DueLead) {
        if let Some(day) = entry.expires {
            *self.expiring.entry(day).or_default() += 1;
        }
        let before = if entry == DueLead::default() {
            self.by_row.remove(&row)
        } else {
            self.by_row.insert(row, entry)
        };
        if let Some(count) = before.and_then(|entry| self.expiring.get_mut(&entry.expires?)) {
            *count -= 1;
        }
    }

    fn entry(&self, sheet: &Sheet, row: Row) -> DueLead {
        // A processed file has what was uploaded, and not what is open.
        if sheet.origin() != Origin::Download || sheet.was_closed(row) {
            return DueLead::default();
        }
        let mut lead = DueLead::default();
        let status = sheet.layout().status();
        let holds = |wanted: &str| {
            status.is_some_and(|field| sheet.reference_text(row, field).trim() == wanted)
        };
        let is_open = status.is_some_and(|field| sheet.text(row, field).trim() == "Active");
        let mut after = |days| {
            let Ok(created) = sheet.created(row) else {
                lead.is_unclear = true;
                return None;
            };
            created.and_then(|day| day.checked_add_days(Days::new(days)))
        };
        let expires = holds("New").then(|| after(Self::ANSWER_DAYS)).flatten();
        let open_long = is_open.then(|| after(u64::from(self.open_days))).flatten();
        (lead.expires, lead.open_long) = (expires, open_long);
        if is_open && let Some(field) = sheet.layout().close_date() {
            lead.close_date = date::portal(sheet.text(row, field).trim()).ok();
        }
        if is_open && let Some(field) = sheet.layout().purchase_intent() {
            lead.has_no_intent = is_blank(&sheet.text(row, field));
        }
        lead.has_no_results = sheet.state(row) == RowState::Exported;
        lead
    }

    /// What is due on a day or was before, the earliest first; what has no day comes last.
    pub fn until(&self, day: NaiveDate) -> Vec<Due> {
        let all = self.by_row.iter().flat_map(|(row, entry)| entry.due(*row));
        let mut due: Vec<Due> = all.filter(|due| due.is_due(day)).collect();
        due.sort_by_key(|due| (due.day.is_none(), due.day, due.reason, due.row));
        due
    }

    /// How many leads expire on the days from one to another, and the last of these days on which one does;
    /// nothing if none does.
    pub fn expiring(&self, from: NaiveDate, to: NaiveDate) -> Option<(usize, NaiveDate)> {
        let days = self.expiring.range(from..=to).filter(|(_, count)| **count > 0);
        let (counts, days): (Vec<usize>, Vec<NaiveDate>) =
            days.map(|(day, count)| (*count, *day)).unzip();
        Some((counts.iter().sum(), *days.last()?))
    }

    /// What is due in a row on a day or was before, the most urgent first.
    pub fn row(&self, row: Row, day: NaiveDate) -> impl Iterator<Item = Due> {
        let entry = self.by_row.get(&row).copied().unwrap_or_default();
        entry.due(row).filter(move |due| due.is_due(day))
    }

    /// Whether nothing falls due on any day.
    pub fn is_empty(&self) -> bool {
        self.by_row.is_empty()
    }

    /// The leads whose day isn't known because their created date can mean several days.
    pub fn unclear(&self) -> impl Iterator<Item = Row> {
        self.by_row.iter().filter(|(_, entry)| entry.is_unclear).map(|(row, _)| *row)
    }
}

impl Sheet {
    /// What falls due, worked out when it is first asked for.
    pub fn due(&self) -> &DueList {
        self.due.get_or_init(|| DueList::new(self, self.open_days))
    }

    /// What falls due, if it was worked out already.
    pub fn known_due(&self) -> Option<&DueList> {
        self.due.get()
    }

    /// After how many days a lead counts as open for long.
    pub fn open_days(&self) -> u32 {
        self.open_days
    }

    /// Sets after how many days a lead counts as open for long.
    pub fn set_open_days(&mut self, days: u32) {
        if days != self.open_days {
            self.open_days = days;
            self.due.take();
        }
    }

    /// The day that is some days from today.
    pub fn day_ahead(&self, days: u32) -> NaiveDate {
        let today = self.context().today;
        today.checked_add_days(Days::new(days.into())).unwrap_or(today)
    }

    /// Brings what falls due up to date for some rows, if it was asked for.
    pub(crate) fn refresh_due(&mut self, rows: &[Row]) {
        let Some(mut due) = self.due.take() else { return };
        for row in rows {
            due.refresh(self, *row);
        }
        let is_unset = self.due.set(due).is_ok();
        debug_assert!(is_unset, "it was taken before");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::{CellEdit, Edit};
    use crate::table::Table;

    const TODAY: &str = "2026-11-27";

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    /// A download of leads with a status, a close date, an intent and a created date each.
    fn sheet(leads: &[[&str; 4]]) -> Sheet {
        let mut csv = "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,\
                       Estimated Close Date,Lead Created Date,Marketplace Purchase Intent\n"
            .to_owned();
        for (at, [status, close, created, intent]) in leads.iter().enumerate() {
            let substatus = match *status {
                "New" => "Pending",
                "Active" => "Accepted",
                _ => "Won",
            };
            csv +=
                &[&format!("id-{at}"), "Lead", status, substatus, close, created, intent].join(",");
            csv.push('\n');
        }
        Sheet::new(Table::parse(csv, b',').expect("well-formed"), Origin::Download, day(TODAY))
    }

    fn due(sheet: &Sheet, until: &str) -> Vec<(usize, DueReason, Option<NaiveDate>)> {
        let due = sheet.due().until(day(until));
        due.into_iter().map(|due| (due.row.index(), due.reason, due.day)).collect()
    }

    fn expiry(created: &[&str]) -> Vec<Option<NaiveDate>> {
        let leads: Vec<[&str; 4]> = created.iter().map(|text| ["New", "", *text, ""]).collect();
        let sheet = sheet(&leads);
        let far = day("2999-01-01");
        sheet.rows().map(|row| sheet.due().row(row, far).next().and_then(|due| due.day)).collect()
    }

    #[test]
    fn each_lead_is_listed_for_what_it_needs_the_earliest_first() {
        let sheet = sheet(&[
            ["Active", "12/01/2026", "11-20-2026", "Yes"],
            ["New", "", "11-16-2026", ""],
            ["Active", "11/26/2026", "11-20-2026", ""],
            ["Closed", "11/01/2026", "01-02-2026", ""],
            ["Active", "06/30/2027", "08-29-2026", "No"],
        ]);
        assert_eq!(
            due(&sheet, "2026-12-01"),
            [
                (2, DueReason::CloseDate, Some(day("2026-11-26"))),
                (4, DueReason::OpenLong, Some(day("2026-11-27"))),
                (1, DueReason::Expires, Some(day("2026-11-30"))),
                (0, DueReason::CloseDate, Some(day("2026-12-01"))),
                (2, DueReason::NoIntent, None),
            ]
        );
        assert_eq!(due(&sheet, "2026-11-26").len(), 2);
        assert_eq!(
            sheet.due().expiring(day(TODAY), day("2026-12-02")),
            Some((1, day("2026-11-30")))
        );
        assert_eq!(sheet.due().expiring(day(TODAY), day("2026-11-29")), None);
    }

    #[test]
    fn a_lead_expires_until_its_answer_is_exported() {
        let mut sheet = sheet(&[["New", "", "11-16-2026", ""]]);
        sheet.due();
        let [status, substatus] = [sheet.layout().status(), sheet.layout().substatus()]
            .map(|field| field.expect("a column"));
        let edit = Edit::new(
            "accept",
            vec![
                CellEdit::new(Row(0), status, "Active".to_owned()),
                CellEdit::new(Row(0), substatus, "Accepted".to_owned()),
            ],
        );
        sheet.apply(edit).expect("open");
        let reasons = |sheet: &Sheet| -> Vec<DueReason> {
            due(sheet, "2999-01-01").into_iter().map(|(_, reason, _)| reason).collect()
        };
        assert_eq!(reasons(&sheet), [DueReason::Expires, DueReason::OpenLong, DueReason::NoIntent]);
        assert!(sheet.due().expiring(day(TODAY), day("2026-12-02")).is_some());
    }

    #[test]
    fn the_last_day_ends_at_midnight_utc() {
        let at = |time: &str| {
            let now: chrono::DateTime<chrono::Utc> = time.parse().expect("a time");
            let csv = "Referral ID,Lead Name,Partner Referral Status,Lead Created Date\n\
                       a,Lead,New,11-16-2026\n";
            let table = Table::parse(csv.to_owned(), b',').expect("well-formed");
            let sheet = Sheet::new(table, Origin::Download, now.date_naive());
            let due = sheet.due().until(sheet.day_ahead(0));
            due.first().map(|due| due.is_past(now.date_naive()))
        };
        assert_eq!(at("2026-11-29T23:59:59Z"), None, "not due today");
        assert_eq!(at("2026-11-30T00:00:00Z"), Some(false), "the last day begins");
        assert_eq!(at("2026-11-30T23:59:59Z"), Some(false), "the last day");
        assert_eq!(at("2026-12-01T00:00:00Z"), Some(true));
        // The same moment in another time zone.
        assert_eq!(at("2026-11-30T15:59:59-08:00"), Some(false));
        assert_eq!(at("2026-11-30T16:00:00-08:00"), Some(true));
    }

    #[test]
    fn an_open_lead_is_open_for_long_after_the_days_that_are_set() {
        let mut sheet = sheet(&[["Active", "", "10-28-2026", "Yes"]]);
        assert_eq!(due(&sheet, TODAY), []);
        sheet.set_open_days(30);
        assert_eq!(due(&sheet, TODAY), [(0, DueReason::OpenLong, Some(day(TODAY)))]);
        let again = sheet.reset();
        assert_eq!(due(&again, TODAY).len(), 1, "it holds for the file opened again");
        sheet.set_open_days(31);
        assert_eq!(due(&sheet, TODAY), []);
    }

    #[test]
    fn days_are_counted_over_leap_days_and_the_end_of_the_year() {
        assert_eq!(expiry(&["02-20-2024"]), [Some(day("2024-03-05"))]);
        assert_eq!(expiry(&["02-20-2025"]), [Some(day("2025-03-06"))]);
        assert_eq!(expiry(&["12-25-2025"]), [Some(day("2026-01-08"))]);
        // Created on the leap day, and due on it.
        assert_eq!(expiry(&["02-29-2024"]), [Some(day("2024-03-14"))]);
        assert_eq!(expiry(&["02-15-2024"]), [Some(day("2024-02-29"))]);
        assert_eq!(expiry(&["02-15-2025"]), [Some(day("2025-03-01"))]);
        // There was no such day.
        assert_eq!(expiry(&["02-29-2025"]), [None]);
        assert_eq!(expiry(&["10-31-2026"]), [Some(day("2026-11-14"))]);
    }

    #[test]
    fn a_created_date_that_can_mean_two_days_gives_none() {
        let [first, second] = [Some(day("2026-10-25")), Some(day("2026-11-05"))];
        // The documented form.
        assert_eq!(expiry(&["10-11-2026", "10-22-2026"]), [first, second]);
        // Rewritten by a program of a region where the day comes first.
        assert_eq!(expiry(&["10.11.2026", "10-22-2026"]), [None, second]);
        assert_eq!(expiry(&["10/11/2026", "22/10/2026"]), [None, second]);
        assert_eq!(expiry(&["10.11.2026"]), [None]);
        // With the year first, and the same day and month.
        assert_eq!(expiry(&["2026-10-11", "10.10.2026"]), [first, Some(day("2026-10-24"))]);
        // A day of the future is another one.
        assert_eq!(expiry(&["12-11-2026"]), [None]);
        let sheet = sheet(&[["New", "", "10.11.2026", ""], ["New", "", "11-16-2026", ""]]);
        assert_eq!(sheet.due().unclear().collect::<Vec<_>>(), [Row(0)]);
    }
}
