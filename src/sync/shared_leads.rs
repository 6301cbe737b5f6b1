//! Which of several files a fresh download takes the place of: the one whose leads it has.

use crate::leads::rules::id_key;
use crate::table::{Table, Union};
use std::collections::HashSet;

/// How many leads one of several files has, and how many of them a fresh download has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SharedLeads {
    /// The leads of the file.
    pub leads: usize,
    /// Those that the fresh download has, too.
    pub shared: usize,
}

impl SharedLeads {
    /// Counts the leads that each of several files shares with a fresh download, by *Referral ID*.
    pub fn of(union: &Union, fresh: &Table) -> Vec<Self> {
        let known: HashSet<String> = ids(fresh).collect();
        let count = |table: &Table| {
            let mut counts = Self::default();
            for id in ids(table) {
                counts.leads += 1;
                counts.shared += usize::from(known.contains(&id));
            }
            counts
        };
        union.files().iter().map(|file| count(&file.table)).collect()
    }

    /// Whether the fresh download has at least half of the leads.
    pub fn is_match(self) -> bool {
        self.shared > 0 && self.shared * 2 >= self.leads
    }

    /// The file whose place the fresh download takes: the only one that matches.
    pub fn only_match(counts: &[Self]) -> Option<usize> {
        let mut matches = (0..counts.len()).filter(|at| counts[*at].is_match());
        matches.next().filter(|_| matches.next().is_none())
    }
}

fn ids(table: &Table) -> impl Iterator<Item = String> {
    let leads = table.rows().filter(|row| !table.continues_broken_row(*row));
    let ids = leads.map(|row| id_key(table.referral_id(row).into()).into_owned());
    ids.filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_file_with_half_of_its_leads_is_a_match() {
        let matched = |pairs: &[(usize, usize)]| {
            let counts =
                pairs.iter().map(|(leads, shared)| SharedLeads { leads: *leads, shared: *shared });
            SharedLeads::only_match(&counts.collect::<Vec<_>>())
        };
        assert_eq!(matched(&[(10, 0), (10, 9), (10, 0)]), Some(1));
        assert_eq!(matched(&[(10, 4), (10, 5)]), Some(1));
        assert_eq!(matched(&[(10, 5), (10, 5)]), None);
        assert_eq!(matched(&[(10, 4), (10, 4)]), None);
        assert_eq!(matched(&[(0, 0), (10, 0)]), None);
        assert_eq!(matched(&[(0, 0), (1, 1)]), Some(1));
    }
}
