//! A portal to test against: it has leads, makes downloads, and accepts uploads by the documented rules.
//!
//! It knows nothing of the program. Where the documentation allows two readings, [`Interpretation`] chooses one.
//!
//! - A file of more than 1,000 records, of another encoding or with a header that isn't the download's
//!   is rejected as a whole; columns of a numbered family may be added.
//! - A record is rejected if its lead is unknown, twice in the file or Closed, and for each rule in
//!   [`rules`] that it breaks. A rejected record changes nothing; another one changes what it may.
//! - The results file has the uploaded records as they were uploaded, since the page tells users to fix
//!   the errors in it and to upload "the same file", in another order, with new *Errors*.
//! - A New lead that isn't answered within 14 days expires.

mod file_format;
mod generated_leads;
mod hidden;
mod processed;
mod rules;

pub use file_format::{FileFormat, Oddity};
pub use hidden::{HiddenFamily, HiddenRule};
pub use processed::{Processed, Rejections, STRANGER};

use crate::support::rng::Rng;
use chrono::{Days, NaiveDate};
use rules::{Habits, Record};
use std::collections::{HashMap, HashSet};

/// The most records of an upload and of a download.
const UPLOAD_MAX: usize = 1_000;
const DOWNLOAD_MAX: usize = 5_000;

/// How the portal interprets what its documentation leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interpretation {
    /// It accepts what every page agrees on and what it writes itself: MM/DD/YYYY or its own format, its own
    /// spelling of "not decided"; it rejects a record with a changed read-only cell. It must accept what the
    /// program writes.
    Strict,
    /// It accepts what any page shows, and ignores changes of read-only cells.
    Tolerant,
}

/// The columns of the portal's files.
#[derive(Clone, Debug, Default)]
struct Columns {
    /// As they are written in a header.
    header: Vec<String>,
    /// Without the asterisk.
    plain: Vec<String>,
    /// Whether a partner may change them.
    editable: Vec<bool>,
    at: HashMap<String, usize>,
}

impl Columns {
    fn new(names: impl IntoIterator<Item = String>) -> Self {
        let mut columns = Self::default();
        names.into_iter().for_each(|name| columns.push(name));
        columns
    }

    fn push(&mut self, name: String) {
        let plain = plain(&name).to_owned();
        self.at.insert(plain.clone(), self.header.len());
        self.editable.push(rules::is_editable(&plain));
        self.plain.push(plain);
        self.header.push(name);
    }

    /// The position of a column, written with or without its asterisk.
    fn find(&self, column: &str) -> Option<usize> {
        self.at.get(plain(column)).copied()
    }
}

/// The name of a column without its asterisk.
fn plain(column: &str) -> &str {
    column.trim_end_matches(['*', ' '])
}

/// A cell that differs between two states of the portal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The lead's Referral ID.
    pub id: String,
    /// The column as the header has it.
    pub column: String,
    pub before: String,
    pub after: String,
}

/// The portal. A clone of it is the state to compare a later one with.
#[derive(Clone, Debug)]
pub struct Portal {
    /// How downloads are written.
    pub format: FileFormat,
    /// How results files are written.
    pub results: FileFormat,
    pub interpretation: Interpretation,
    /// The rules that no page documents.
    pub hidden: Vec<HiddenRule>,
    columns: Columns,
    leads: Vec<Vec<String>>,
    at: HashMap<String, usize>,
    habits: Habits,
    today: NaiveDate,
    rng: Rng,
}

impl Portal {
    /// A portal with a number of generated leads; the same seed makes the same leads.
    pub fn new(seed: u64, leads: usize) -> Self {
        let mut rng = Rng::new(seed);
        let mut portal = Self {
            format: FileFormat::usual(),
            results: FileFormat::usual(),
            interpretation: Interpretation::Strict,
            hidden: Vec::new(),
            columns: Columns::new(generated_leads::COLUMNS.map(str::to_owned)),
            leads: Vec::new(),
            at: HashMap::new(),
            habits: Habits {
                undecided: rng.one_of(&["HaveNotDecided", "Have not decided"]),
                pads_dates: rng.percent(50),
            },
            today: crate::support::fixtures::today(),
            rng,
        };
        portal.arrive(leads);
        portal
    }

    /// A portal with the leads of a download, which writes in its format: padded dates and `HaveNotDecided`.
    pub fn holding(download: &[u8]) -> Self {
        let file = file_format::read(download).expect("a download");
        let mut portal = Self::new(0, 0);
        portal.columns = Columns::new(file.header);
        let id = portal.place("Referral ID");
        portal.at = (0..).zip(&file.rows).map(|(at, row)| (row[id].clone(), at)).collect();
        portal.leads = file.rows;
        portal.habits = Habits { undecided: "HaveNotDecided", pads_dates: true };
        portal
    }

    /// Removes a column, such as a team member, that uploads may then add.
    pub fn without(mut self, column: &str) -> Self {
        let at = self.place(column);
        self.leads.iter_mut().for_each(|lead| drop(lead.remove(at)));
        let mut header = self.columns.header;
        header.remove(at);
        self.columns = Columns::new(header);
        self
    }

    /// Generates more leads.
    pub fn arrive(&mut self, leads: usize) {
        let made = Columns::new(generated_leads::COLUMNS.map(str::to_owned));
        let places: Vec<_> = self.columns.plain.iter().map(|name| made.find(name)).collect();
        let id = self.place("Referral ID");
        for _ in 0..leads {
            let number = self.leads.len();
            let mut cells = generated_leads::lead(&mut self.rng, number, self.today, &self.habits);
            // A column that a partner has added is empty.
            let cell = |place: &Option<usize>| place.map(|at| std::mem::take(&mut cells[at]));
            let lead: Vec<String> =
                places.iter().map(cell).map(Option::unwrap_or_default).collect();
            self.at.insert(lead[id].clone(), number);
            self.leads.push(lead);
        }
    }

    /// Lets days pass: New leads that have waited for more than 14 days expire.
    pub fn advance(&mut self, days: u64) {
        self.today = self.today + Days::new(days);
        let [status, substatus, created] =
            ["Partner Referral Status", "Partner Referral Substatus", "Lead Created Date"]
                .map(|column| self.place(column));
        for lead in self.leads.iter_mut().filter(|lead| lead[status] == "New") {
            let since = NaiveDate::parse_from_str(&lead[created], "%m-%d-%Y").expect("a date");
            if self.today - Days::new(14) > since {
                (lead[status], lead[substatus]) = ("Closed".to_owned(), "Expired".to_owned());
            }
        }
    }

    /// The Referral IDs of all leads, in the order of the download.
    pub fn ids(&self) -> Vec<String> {
        let id = self.place("Referral ID");
        self.leads.iter().map(|lead| lead[id].clone()).collect()
    }

    /// The portal's text of a cell; the column is named with or without its asterisk.
    pub fn value(&self, id: &str, column: &str) -> &str {
        &self.leads[self.at[id]][self.place(column)]
    }

    /// Changes a cell at the portal itself, as a colleague or Microsoft would.
    pub fn set(&mut self, id: &str, column: &str, text: &str) {
        let (lead, at) = (self.at[id], self.place(column));
        text.clone_into(&mut self.leads[lead][at]);
    }

    /// Every cell that differs from an earlier state, in order. A lead or a column that was not
    /// there is one whose cells were empty.
    pub fn differences(&self, earlier: &Self) -> Vec<Difference> {
        let names = self.columns.plain.iter();
        let earlier_places: Vec<_> = names.map(|name| earlier.columns.find(name)).collect();
        let mut found = Vec::new();
        for (id, &lead) in &self.at {
            let was = earlier.at.get(id).map(|&lead| &earlier.leads[lead]);
            for (at, after) in self.leads[lead].iter().enumerate() {
                let before = was.zip(earlier_places[at]).map_or("", |(was, at)| &was[at]);
                if before != after {
                    found.push(Difference {
                        id: id.clone(),
                        column: self.columns.header[at].clone(),
                        before: before.to_owned(),
                        after: after.clone(),
                    });
                }
            }
        }
        found.sort();
        found
    }

    /// A download of all leads, but of 5,000 at most.
    pub fn download(&self) -> Vec<u8> {
        self.download_of(|_| true)
    }

    /// A download of the leads that a tab or a filter shows, chosen by their Referral IDs.
    pub fn download_of(&self, shows: impl Fn(&str) -> bool) -> Vec<u8> {
        let id = self.place("Referral ID");
        let leads = self.leads.iter().filter(|lead| shows(&lead[id])).take(DOWNLOAD_MAX);
        self.format.write(&self.columns.header, leads.map(Vec::as_slice))
    }

    /// An upload file with the leads of some cells, in which these cells are changed.
    pub fn edited(&self, cells: &[(&str, &str, &str)]) -> Vec<u8> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut row_of: HashMap<&str, usize> = HashMap::new();
        for (id, column, text) in cells {
            let row = *row_of.entry(id).or_insert_with(|| {
                rows.push(self.leads[self.at[*id]].clone());
                rows.len() - 1
            });
            (*text).clone_into(&mut rows[row][self.place(column)]);
        }
        self.format.write(&self.columns.header, rows.iter().map(Vec::as_slice))
    }

    fn place(&self, column: &str) -> usize {
        self.columns.find(column).unwrap_or_else(|| panic!("the portal has no column {column}"))
    }

    /// Processes an upload file: updates the leads of the records that it accepts, and returns the results.
    ///
    /// The leads of `refusals` are rejected in addition, with any record.
    ///
    /// # Errors
    ///
    /// Fails with a sentence if the whole file can't be processed. Nothing has changed then.
    pub fn upload(&mut self, bytes: &[u8], refusals: &Rejections) -> Result<Processed, String> {
        let file = file_format::read(bytes)?;
        if file.rows.len() > UPLOAD_MAX {
            let count = file.rows.len();
            return Err(format!("A file with more than 1,000 records can't be processed: {count}"));
        }
        let places = self.fit(&file.header)?;
        let mut processed = Processed::new(&file.header, self.rng.next());
        let mut seen = HashSet::new();
        let id_place = self.place("Referral ID");
        let id_field = places.iter().position(|at| *at == id_place).expect("no file without it");
        for row in file.rows {
            let id = row[id_field].clone();
            let mut errors = if seen.insert(id.clone()) {
                self.take(&id, &row, &places, refusals)
            } else {
                vec![format!("Referral ID {id} is repeated in the file")]
            };
            errors.dedup();
            processed.push(id, row, &errors.join("; "));
        }
        processed.write(self.results);
        Ok(processed)
    }

    /// The column of each field of an upload; adds the columns that are new.
    fn fit(&mut self, header: &[String]) -> Result<Vec<usize>, String> {
        let known: HashMap<&str, usize> =
            self.columns.header.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        let mut added = Vec::new();
        let mut places = Vec::new();
        for name in header {
            if let Some(at) = known.get(name.as_str()) {
                places.push(*at);
            } else if self.columns.find(name).is_none() && rules::can_be_added(plain(name)) {
                places.push(known.len() + added.len());
                added.push(name.clone());
            } else {
                return Err(format!("The column {name} isn't in the template"));
            }
        }
        let mut seen = HashSet::new();
        if let Some(twice) = header.iter().find(|name| !seen.insert(plain(name))) {
            return Err(format!("The column {twice} is in the file twice"));
        }
        if let Some(column) = rules::missing_column(|column| seen.contains(column)) {
            return Err(format!("The mandatory column {column} is missing"));
        }
        for name in added {
            self.columns.push(name);
            self.leads.iter_mut().for_each(|lead| lead.push(String::new()));
        }
        Ok(places)
    }

    /// Updates the lead of a record, or returns why it is rejected.
    fn take(
        &mut self,
        id: &str,
        row: &[String],
        places: &[usize],
        refusals: &Rejections,
    ) -> Vec<String> {
        let Some(&lead) = self.at.get(id) else {
            return vec![match id {
                "" => "Required field Referral ID missing".to_owned(),
                _ => format!("Referral {id} doesn't exist, creating referrals is not supported"),
            }];
        };
        let own = &self.leads[lead];
        // A column that the file lacks is one that it doesn't change.
        let mut sent = own.clone();
        for (text, &at) in row.iter().zip(places) {
            text.clone_into(&mut sent[at]);
        }
        let (columns, habits) = (&self.columns, &self.habits);
        let record =
            Record { columns, own, sent: &sent, interpretation: self.interpretation, habits };
        let mut errors: Vec<String> = refusals.of_lead(id).map(str::to_owned).into_iter().collect();
        errors.extend(record.errors());
        errors.extend(self.hidden.iter().filter_map(|rule| rule.error(&record)));
        if errors.is_empty() {
            let taken = record.taken();
            self.leads[lead] = taken;
        }
        errors
    }
}
