//! What is known of a row from outside its texts: that it was exported, and how its upload went.

use crate::leads::{Col, Last, Origin};
use crate::sheet::log::entry::Action;
use crate::sheet::sheet::Sheet;
use crate::sheet::state::Changes;

/// How far a row came on its way to Partner Center.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    /// The changes with which it was uploaded or exported; none if it is a results file's own row.
    pub sent: Changes,
    /// How that went.
    pub outcome: Outcome,
}

/// How an upload of a row went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing is known of it yet.
    Open,
    /// Partner Center took the row.
    Accepted,
    /// Partner Center refused it.
    Refused {
        /// What it said, word for word.
        said: String,
        /// Whether the row is to be uploaded again as it is.
        again: bool,
    },
}

impl Standing {
    /// Returns how the last upload went, as the rules see it.
    pub fn last(&self) -> Last {
        match self.outcome {
            Outcome::Open => Last::Unknown,
            Outcome::Accepted => Last::Accepted,
            Outcome::Refused { again: false, .. } => Last::Refused,
            Outcome::Refused { again: true, .. } => Last::Retried,
        }
    }

    /// Returns what Partner Center said.
    pub fn said(&self) -> &str {
        match &self.outcome {
            Outcome::Refused { said, .. } => said,
            Outcome::Open | Outcome::Accepted => "",
        }
    }
}

/// How rows that were asked for were marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// How many rows are marked now that weren't.
    pub rows: usize,
    /// How many weren't refused or exported, so that there is nothing to send again.
    pub left_out: usize,
}

impl Sheet {
    /// Gives each row the standing that the loaded texts tell: those with *Errors* were refused, and in a
    /// results file the others have succeeded.
    pub(crate) fn stand_as_loaded(&mut self) {
        // What this work has uploaded stays known.
        self.standing.retain(|_, standing| !standing.sent.is_empty());
        let Some(field) = self.layout().field(Col::Errors) else { return };
        let tells_all = self.origin() == Origin::Results;
        if !tells_all && self.origin() != Origin::Download {
            return;
        }
        for row in 0..self.rows() {
            let said = self.table().cell(row as usize, field);
            let outcome = match said.trim() {
                "" if tells_all => Outcome::Accepted,
                "" => continue,
                said => Outcome::Refused { said: said.to_owned(), again: false },
            };
            let standing = Standing { sent: Changes::new(), outcome };
            self.standing.entry(row).or_insert(standing);
        }
    }

    /// Returns how the last upload of a row went, as far as that is known.
    pub fn last_upload(&self, row: u32) -> Last {
        self.standing.get(&row).map_or(Last::Unknown, Standing::last)
    }

    /// Returns what Partner Center said of a row that it refused, word for word; else the empty text.
    pub fn portal_said(&self, row: u32) -> &str {
        self.standing.get(&row).map_or("", Standing::said)
    }

    /// Returns the changes with which a row was uploaded or exported last, and what Partner Center said if
    /// it refused them and they aren't to be sent again: the empty text if they are.
    pub(crate) fn uploaded(&self, row: u32) -> Option<(&Changes, Option<&str>)> {
        let standing = self.standing.get(&row)?;
        let said = match &standing.outcome {
            Outcome::Open | Outcome::Accepted => None,
            Outcome::Refused { again: true, .. } => Some(""),
            Outcome::Refused { said, .. } => Some(said.as_str()),
        };
        Some((&standing.sent, said))
    }

    /// Remembers that Partner Center refused a row as it stands: in another file, from which its changes
    /// came.
    pub(crate) fn refused_before(&mut self, row: u32, said: String) {
        let sent = self.changes_of(row).to_vec();
        let outcome = Outcome::Refused { said, again: false };
        let standing = Standing { sent, outcome };
        let kept = self.kept_result(row, Some(&standing));
        self.standing.insert(row, standing);
        self.judge_again(&[row]);
        self.note(|_| Action::Results { leads: vec![kept] });
    }

    /// Tells whether Partner Center took a row, so that it is done.
    pub(crate) fn is_done(&self, row: u32) -> bool {
        self.last_upload(row) == Last::Accepted
    }

    /// Marks refused or exported rows to be exported again as they are, or takes the marks back.
    ///
    /// A refused row that was corrected since is ready without a mark, and one that is done needs none.
    pub fn send_again(&mut self, rows: &[u32], again: bool) -> Marked {
        let mut marked = Vec::new();
        for &row in rows {
            let Some(standing) = self.standing.get_mut(&row) else { continue };
            match &mut standing.outcome {
                Outcome::Refused { again: mark, .. } if *mark != again => *mark = again,
                // What isn't known to be exported is exported.
                Outcome::Open if again => drop(self.standing.remove(&row)),
                _ => continue,
            }
            marked.push(row);
        }
        let left_out = rows.len() - marked.len();
        let rows = marked.len();
        if rows > 0 {
            self.judge_again(&marked);
            self.note(|sheet| Action::SendAgain { leads: sheet.leads_of(&marked), again });
        }
        Marked { rows, left_out }
    }

    /// Takes the file for a results file, or for a download again, whatever it looked like.
    ///
    /// # Errors
    ///
    /// Fails with the number of changed rows that would be done, and so locked.
    pub fn take_as(&mut self, origin: Origin) -> Result<(), usize> {
        if origin == Origin::Results {
            let errors = self.layout().field(Col::Errors);
            let refused = |row: &u32| {
                errors.is_some_and(|f| !self.table().cell(*row as usize, f).trim().is_empty())
            };
            let changed = self.changed_rows().filter(|row| !refused(row)).count();
            if changed > 0 {
                return Err(changed);
            }
        }
        if self.origin() != origin {
            self.set_origin(origin);
            self.note(|_| Action::TakeAs { results: origin == Origin::Results });
        }
        Ok(())
    }
}
