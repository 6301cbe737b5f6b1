//! The names and places of one of several files, for the log entries about it.

use crate::leads::{Field, Layout, Row};
use crate::sheet::added_columns::numbered;
use crate::sheet::log::entry::{LoggedAnnotation, LoggedLead, LoggedResult};
use crate::table::{Union, UnionFile};

/// Which way an entry goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// From the sheet of all files to the log of one of them.
    ToFile,
    /// From the log of one file to the sheet of all.
    ToAll,
}

/// Gives log entries the rows and names of a file, or those of all files together.
#[derive(Clone, Copy)]
pub(crate) struct LogNames<'u> {
    /// The files.
    pub union: &'u Union,
    /// The number of the file.
    pub number: usize,
    /// Which way the entries go.
    pub way: Way,
}

impl LogNames<'_> {
    fn file(&self) -> Option<&UnionFile> {
        self.union.files().get(self.number)
    }

    /// The row on the other side; nothing if it isn't there.
    pub fn row(&self, row: Row) -> Option<Row> {
        match self.way {
            Way::ToFile => {
                let (number, own) = self.union.locate(row);
                (number == self.number).then_some(own)
            }
            Way::ToAll => self.file()?.shown(row),
        }
    }

    /// The name of a column on the other side; the same where the column is unknown there.
    pub fn column(&self, name: &str) -> String {
        let found = self.file().and_then(|file| {
            let (from, to) = match self.way {
                Way::ToFile => (self.union.names(), file.table.layout().names()),
                Way::ToAll => (file.table.layout().names(), self.union.names()),
            };
            let Some(at) = from.iter().position(|own| own == name).map(Field::at) else {
                return added_name(to, name);
            };
            let other = match self.way {
                Way::ToFile => file.own_field(at),
                Way::ToAll => file.field(at),
            };
            to.get(other?.index()).cloned()
        });
        found.unwrap_or_else(|| name.to_owned())
    }

    /// A lead on the other side, if it is there.
    pub fn lead(&self, lead: &LoggedLead) -> Option<LoggedLead> {
        let cells = lead.cells.iter();
        let cells = cells.map(|(name, old, new)| (self.column(name), old.clone(), new.clone()));
        Some(LoggedLead { row: self.row(lead.row)?, id: lead.id.clone(), cells: cells.collect() })
    }

    /// What results said of a lead, on the other side, if it is there. Its upload keeps its number.
    pub fn result(&self, result: &LoggedResult) -> Option<LoggedResult> {
        let sent = result.sent.iter().map(|(name, text)| (self.column(name), text.clone()));
        Some(LoggedResult { row: self.row(result.row)?, sent: sent.collect(), ..result.clone() })
    }

    /// Leads on the other side, without those that aren't there.
    pub fn leads(&self, leads: &[(Row, String)]) -> Vec<(Row, String)> {
        let lead = |(row, id): &(Row, String)| Some((self.row(*row)?, id.clone()));
        leads.iter().filter_map(lead).collect()
    }

    /// Annotated leads on the other side, without those that aren't there.
    pub fn annotations(&self, leads: &[LoggedAnnotation]) -> Vec<LoggedAnnotation> {
        let lead = |lead: &LoggedAnnotation| {
            Some(LoggedAnnotation { row: self.row(lead.row)?, ..lead.clone() })
        };
        leads.iter().filter_map(lead).collect()
    }

    /// Rows on the other side, without those that aren't there.
    pub fn rows(&self, rows: &[Row]) -> Vec<Row> {
        rows.iter().filter_map(|row| self.row(*row)).collect()
    }
}

/// The name of a column that was added, in the spelling of its family among other names.
fn added_name(names: &[String], name: &str) -> Option<String> {
    let col = Layout::new(vec![name.to_owned()]).col(Field::default())?;
    let layout = Layout::new(names.to_vec());
    let number = col.number()?;
    let first = *layout.members(col).first()?;
    Some(numbered(layout.name(layout.field(col.member(first))?), number))
}

/// Whether two names are columns of one numbered family.
pub(crate) fn is_same_family(one: &str, other: &str) -> bool {
    let layout = Layout::new(vec![one.to_owned(), other.to_owned()]);
    let family = |at| layout.col(Field::at(at)).map(|col| col.member(1));
    family(0).is_some() && family(0) == family(1)
}
