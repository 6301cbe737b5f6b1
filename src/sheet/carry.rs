//! Carries what was edited elsewhere into the download that it came from.

use super::{Edit, Join, Refusal, Sheet, Table};
use crate::leads::{self, Access, Col, Kind, Lock, Row, kind};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What became of an edited file's cells.
#[derive(Clone, Debug, Default)]
pub struct Carried {
    /// Which row of the edited file is which of the download.
    pub join: Join,
    /// The cells that the door refused, by row of the download.
    pub refused: Vec<Refused>,
    /// The read-only cells that differ, by column and kind; the download's text stays.
    pub damage: Vec<Damage>,
    /// How many cells only changed their form; the download's text stays.
    pub rewritten: usize,
    /// The rows of the edited file whose cells can't be matched with columns.
    pub ragged: Vec<u32>,
    /// The editable dates that are the download's with day and month the other way round, which
    /// another program may have done: row of the edited file. They are taken all the same.
    pub turned: Vec<u32>,
}

/// A cell of the edited file that couldn't be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The row of the edited file, counted from 0.
    pub row: u32,
    /// The field of the download, counted from 0.
    pub field: u32,
    /// The text that was refused.
    pub text: String,
    /// The rule and the reason.
    pub lock: Lock,
}

/// Read-only cells of one column that differ from the download in the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The field of the download, counted from 0.
    pub field: u32,
    /// What happened to them.
    pub harm: Harm,
    /// How many cells.
    pub cells: usize,
    /// The first of them: row of the edited file, counted from 0.
    pub row: u32,
    /// The download's text in that row.
    pub old: String,
    /// The edited file's text in that row.
    pub new: String,
}

/// What another program did to a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Harm {
    /// `00123` became `123`, or `+44 20` lost its sign.
    Zeros,
    /// `120000000000` became `1.2E+11`, or its last digits became zeros.
    Digits,
    /// A date is written in another form or with day and month turned round.
    Date,
    /// The text is gone.
    Emptied,
    /// Something else.
    Other,
}

impl Harm {
    /// Returns the words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Zeros => "leading zeros or signs lost",
            Self::Digits => "digits lost",
            Self::Date => "dates rewritten",
            Self::Emptied => "emptied",
            Self::Other => "changed",
        }
    }

    /// Returns what became of a text.
    pub fn of(old: &str, new: &str) -> Self {
        let bare = |text: &str| text.trim().trim_start_matches(['0', '+', '\'']).to_owned();
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if new.trim().is_empty() {
            Self::Emptied
        } else if old != new && !bare(new).is_empty() && bare(old) == bare(new) {
            Self::Zeros
        } else if is_scientific(new)
            || (old.len() == new.len() && old.len() > 15 && digits(new) && old[..15] == new[..15])
        {
            Self::Digits
        } else if kind::date::is_rewritten(old, new) {
            Self::Date
        } else {
            Self::Other
        }
    }
}

/// Tells whether a text is a number with a power of ten: `1.2E+11`, `1,2E11`.
fn is_scientific(text: &str) -> bool {
    let Some((number, power)) = text.trim().split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let power = power.trim_start_matches(['+', '-']);
    digits(&number.replace([',', '.'], "")) && digits(power)
}

/// The order in which cells of a row are taken, so that each can follow the one it depends on.
fn turn(col: Option<Col>) -> u8 {
    match col {
        Some(Col::Status) => 0,
        Some(Col::Substatus) => 1,
        Some(Col::Reason) => 3,
        _ => 2,
    }
}

impl Sheet {
    /// Makes the edits of a file that was edited elsewhere, in one step.
    ///
    /// Leads are matched by Referral ID and cells by column. Read-only cells keep the download's
    /// text, and so do cells whose text means the same: a date in another form, an amount with other
    /// decimals, other line ends. Everything else goes through [`Sheet::apply`] as it was written.
    pub fn carry(&mut self, edited: &Table) -> Carried {
        let mut carried = Carried { join: Join::new(edited, self.table()), ..Carried::default() };
        let mut damage = BTreeMap::new();
        let mut sets = Vec::new();
        for (row, lead) in carried.join.pairs().collect::<Vec<_>>() {
            if !fits(edited, row, self, lead, &carried.join) {
                carried.ragged.push(row);
                continue;
            }
            let wanted = self.sort_out((row, lead), edited, &mut carried, &mut damage);
            self.permitted((row, lead), wanted, &mut sets, &mut carried);
        }
        carried.damage = damage.into_values().collect();
        if let Err(Refusal { row, field, lock }) = self.apply(Edit::new("edited elsewhere", sets)) {
            // Each cell was asked for before, so this says that the two disagree.
            carried.refused.push(Refused { row, field, text: String::new(), lock });
        }
        carried
    }

    /// Finds the cells of a row that differ, and tells edits from damage and from other forms.
    fn sort_out(
        &self,
        (row, lead): (u32, u32),
        edited: &Table,
        carried: &mut Carried,
        damage: &mut BTreeMap<(u32, Harm), Damage>,
    ) -> Vec<(u32, String)> {
        let mut wanted = Vec::new();
        for (from, field) in carried.join.columns() {
            let new = edited.cell(row as usize, from as usize);
            let old = self.table().cell(lead as usize, field as usize);
            let col = self.layout().col(field as usize);
            if old == new {
            } else if !is_editable(col) {
                let harm = Harm::of(&old, &new);
                let entry = damage.entry((field, harm)).or_insert_with(|| {
                    let (old, new) = (old.into_owned(), new.into_owned());
                    Damage { field, harm, cells: 0, row, old, new }
                });
                entry.cells += 1;
            } else if means_the_same(col, &old, &new) {
                carried.rewritten += 1;
            } else {
                if matches!(col, Some(Col::CloseDate)) && kind::date::is_rewritten(&old, &new) {
                    carried.turned.push(row);
                }
                wanted.push((field, new.into_owned()));
            }
        }
        wanted.sort_by_key(|(field, _)| turn(self.layout().col(*field as usize)));
        wanted
    }

    /// Asks for each cell of a row whether the door lets it in, after those before it.
    fn permitted(
        &self,
        (row, lead): (u32, u32),
        wanted: Vec<(u32, String)>,
        sets: &mut Vec<(u32, u32, String)>,
        carried: &mut Carried,
    ) {
        if wanted.is_empty() {
            return;
        }
        self.with_row(lead, |now| {
            let mut current = now.current.to_vec();
            for (field, text) in wanted {
                let after = Row { current: &current, ..*now };
                match leads::permit_text(&after, field as usize, &text) {
                    Ok(()) => {
                        if let Some(cell) = current.get_mut(field as usize) {
                            *cell = Cow::Owned(text.clone());
                        }
                        sets.push((lead, field, text));
                    }
                    Err(lock) => carried.refused.push(Refused { row, field, text, lock }),
                }
            }
        });
    }
}

/// Tells whether a row's cells can be matched with columns: it has as many as the header, or lacks
/// only cells that are empty in the download too, or has more that are empty.
fn fits(edited: &Table, row: u32, sheet: &Sheet, lead: u32, join: &Join) -> bool {
    let (has, want) = (edited.fields_of(row as usize), edited.width());
    let original = |field| match join.field(field as u32) {
        Some(field) => sheet.text(lead, field),
        None => Cow::Borrowed(""),
    };
    (has..want).all(|field| original(field).is_empty())
        && (want..has).all(|field| edited.cell(row as usize, field).is_empty())
}

fn is_editable(col: Option<Col>) -> bool {
    col.is_some_and(|col| {
        let is_locked = matches!(col.column().access, Access::Locked(_) | Access::Unlockable(_));
        !is_locked && col.number() <= col.limit()
    })
}

/// Tells whether two texts of a cell differ in their form alone.
fn means_the_same(col: Option<Col>, old: &str, new: &str) -> bool {
    match col.map(|col| col.column().kind) {
        Some(Kind::Date) => kind::date::is_same_day(old, new),
        Some(Kind::Amount) => kind::amount::is_same(old, new),
        Some(Kind::LongText) => lines(old).eq(lines(new)),
        _ => false,
    }
}

/// Iterates over the lines of a text, however they end.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::Origin;
    use chrono::NaiveDate;

    const HEADER: &str = "Referral ID,Lead Name,Partner Referral Status,\
        Partner Referral Substatus,Declined/Lost/Error reason,Estimated Deal Value,\
        Estimated Close Date,Notes,Customer Postal code\n";

    fn table(rows: &str) -> Table {
        Table::parse(format!("{HEADER}{rows}"), b',').expect("well-formed")
    }

    fn carry(download: &str, edited: &str) -> (Sheet, Carried) {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let mut sheet = Sheet::new(table(download), Origin::Download, today);
        let carried = sheet.carry(&table(edited));
        (sheet, carried)
    }

    #[test]
    fn a_reason_follows_its_substatus_whatever_the_order_of_the_columns() {
        let (sheet, carried) = carry("a,A,New,Received,,1,,,\n", "a,A,Closed,Declined,2,1,,,\n");
        assert!(carried.refused.is_empty(), "{carried:?}");
        assert_eq!(sheet.changes_of(0).len(), 3);
    }

    #[test]
    fn what_the_door_refuses_is_told_and_the_other_cells_are_taken() {
        let (sheet, carried) = carry(
            "a,A,Active,Accepted,,1,,,\nb,B,Closed,Won,,1,,,\n",
            "b,C,Closed,Won,,1,,,\na,C,Active,Accepted,2,1,,,\n",
        );
        let refused: Vec<_> = carried.refused.iter().map(|r| (r.row, r.lock.rule)).collect();
        assert_eq!(refused, [(0, "R-05"), (1, "D-04")]);
        assert_eq!(sheet.changes_of(0), [(1, "C".to_owned())]);
        assert!(sheet.changes_of(1).is_empty());
    }

    #[test]
    fn other_forms_of_the_same_are_no_change() {
        let (sheet, carried) = carry(
            "a,A,Active,Accepted,,12563.50,03/01/2027,\"x\r\ny\",\n",
            "a,A,Active,Accepted,,12563.5,2027-03-01,\"x\ny\",\n",
        );
        assert_eq!((carried.rewritten, sheet.changed_rows().count()), (3, 0));
        let (sheet, carried) = carry(
            "a,A,Active,Accepted,,\"12,563\",2027-03-01,,\n",
            "a,A,Active,Accepted,,12563,03/01/2027,,\n",
        );
        assert_eq!((carried.rewritten, sheet.changes_of(0).len()), (0, 2), "a correction counts");
    }

    #[test]
    fn a_date_that_was_turned_round_is_taken_and_told() {
        let (sheet, carried) =
            carry("a,A,Active,Accepted,,1,03/01/2027,,\n", "a,A,Active,Accepted,,1,01/03/2027,,\n");
        assert_eq!((&*carried.turned, sheet.changes_of(0).len()), (&[0][..], 1));
    }

    #[test]
    fn read_only_cells_keep_the_download_s_text_and_the_damage_is_told() {
        let (sheet, carried) = carry(
            "a,A,Active,Accepted,,1,,,00123\nb,B,Active,Accepted,,1,,,00456\n",
            "b,B,Active,Accepted,,1,,,456\na,A,Active,Accepted,,1,,,123\n",
        );
        assert_eq!(sheet.changed_rows().count(), 0);
        let [damage] = &*carried.damage else { panic!("{carried:?}") };
        assert_eq!((damage.cells, damage.harm, damage.row), (2, Harm::Zeros, 0));
        assert_eq!((&*damage.old, &*damage.new), ("00456", "456"));
    }

    #[test]
    fn damage_is_told_apart() {
        for (old, new, harm) in [
            ("012345678", "12345678", Harm::Zeros),
            ("+14255550100", "14255550100", Harm::Zeros),
            ("120000000123", "1.2E+11", Harm::Digits),
            ("1234567890123456", "1234567890123450", Harm::Digits),
            ("11-05-2026", "2026-11-05", Harm::Date),
            ("11-05-2026", "05.11.2026", Harm::Date),
            ("11/05/2026", "05/11/2026", Harm::Date),
            ("Redmond", "", Harm::Emptied),
            ("Redmond", "Seattle", Harm::Other),
        ] {
            assert_eq!(Harm::of(old, new), harm, "{old} {new}");
        }
    }

    #[test]
    fn a_row_that_lacks_only_empty_cells_is_taken_and_another_is_left_out() {
        let download = "a,A,Active,Accepted,,1,,,\nb,B,Active,Accepted,,1,,,98052\n";
        let (sheet, carried) = carry(download, "a,C,Active,Accepted,,1\nb,C,Active,Accepted,,1\n");
        assert_eq!(
            (&*carried.ragged, sheet.changed_rows().collect::<Vec<_>>()),
            (&[1][..], vec![0])
        );
    }
}
