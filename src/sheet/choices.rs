//! What a cell's drop-down offers, and the edit that a choice is.

use crate::leads;
use crate::leads::outcome::Reason;
use crate::leads::{Choice, Choices, Kind, Lead, Wanted};
use crate::leads::{Field, Row};
use crate::sheet::edit::{CellEdit, Edit};
use crate::sheet::row::RowBuffer;
use crate::sheet::sheet::Sheet;
use crate::table::parallel::in_pieces;
use std::ops::Range;

/// The cells of an [`Edit`] with their new texts: row, field, text.
type Sets = Vec<CellEdit>;

impl Sheet {
    /// The choices of a cell's drop-down, or nothing if its column has none.
    pub fn choices(&self, row: Row, field: Field) -> Option<Choices> {
        let offers = self.offers(field)?;
        Some(self.with_row(row, |row| offers(row, Wanted::All)))
    }

    /// What the reason of a closed lead means, if its number is in the list for the lead's substatus.
    pub fn reason(&self, row: Row) -> Option<&Reason> {
        let text = |field: Option<Field>| Some(self.text(row, field?));
        let (substatus, code) = (text(self.layout().substatus())?, text(self.layout().reason())?);
        let lists = &self.context().lists;
        lists.reason(lists.reason_list(&substatus)?, &code)
    }

    /// The choices of a column in several rows, each once, with the number of rows that offer it.
    pub fn choices_in(&self, rows: &[Row], field: Field) -> Vec<(Choice, usize)> {
        let Some(offers) = self.offers(field) else { return Vec::new() };
        let of_piece = |piece: Range<usize>| {
            let (mut cells, mut found) = (RowBuffer::default(), Vec::new());
            for &row in &rows[piece] {
                let gathered = cells.gather(self, row);
                if leads::check_editable(&gathered.row(), field).is_ok() {
                    let items = offers(&gathered.row(), Wanted::All).items;
                    for choice in items {
                        count_choice(&mut found, choice, 1);
                    }
                }
            }
            found
        };
        let mut all = Vec::new();
        for (choice, number) in in_pieces(rows.len(), of_piece).into_iter().flatten() {
            count_choice(&mut all, choice, number);
        }
        all
    }

    /// Returns what taking the choice with a name in a column of some rows sets, and how many of the
    /// rows don't offer it: the cell is locked there, or the choice isn't legal.
    pub fn choose_in(&self, rows: &[Row], field: Field, name: &str) -> (Sets, usize) {
        let Some(offers) = self.offers(field) else { return (Vec::new(), rows.len()) };
        let offered = |row: &Lead| {
            leads::check_editable(row, field).ok()?;
            offers(row, Wanted::Named(name)).items.into_iter().next()
        };
        let of_piece = |piece: Range<usize>| {
            let (mut sets, mut without, mut cells) = (Vec::new(), 0, RowBuffer::default());
            for &row in &rows[piece] {
                match offered(&cells.gather(self, row).row()) {
                    Some(choice) => sets.extend(self.sets(row, choice)),
                    None => without += 1,
                }
            }
            (sets, without)
        };
        let pieces = in_pieces(rows.len(), of_piece);
        let without = pieces.iter().map(|(_, without)| without).sum();
        (pieces.into_iter().flat_map(|(sets, _)| sets).collect(), without)
    }

    fn offers(&self, field: Field) -> Option<fn(&Lead, Wanted) -> Choices> {
        match self.layout().col(field)?.column().kind {
            Kind::Choice(offers) => Some(offers),
            _ => None,
        }
    }

    /// The edit that a choice makes in a row.
    pub fn choose(&self, row: Row, choice: &Choice, label: impl Into<String>) -> Edit {
        Edit::new(label, self.sets(row, choice.clone()).collect())
    }

    /// Iterates over the cells that taking a choice in a row sets.
    fn sets(&self, row: Row, choice: Choice) -> impl Iterator<Item = CellEdit> {
        let field = |col| self.layout().field(col);
        choice
            .sets
            .into_iter()
            .filter_map(move |(col, text)| Some(CellEdit::new(row, field(col)?, text)))
    }
}

/// Counts a choice with those of its name. Where they set different texts, only status and substatus are shown,
/// if these are the same: the rest of the detail isn't true of all.
fn count_choice(choices: &mut Vec<(Choice, usize)>, choice: Choice, number: usize) {
    match choices.iter_mut().find(|(known, _)| known.label == choice.label) {
        Some((known, count)) => {
            *count += number;
            known.then = known.then.or(choice.then);
            if known.sets != choice.sets {
                let is_same = known.words().eq(choice.words());
                let words: Vec<&str> = known.words().skip(1).filter(|_| is_same).collect();
                known.detail = words.join(" · ");
            }
        }
        None => choices.push((choice, number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::Origin;
    use crate::table::Table;
    use std::collections::BTreeSet;

    #[test]
    fn a_choice_is_found_by_name_in_many_rows_as_offered_in_each() {
        let sample = include_str!("../../assets/sample-leads.csv").to_owned();
        let table = Table::parse(sample, b',').expect("well-formed");
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let sheet = Sheet::new(table, Origin::Download, today);
        let rows: Vec<Row> = (sheet.rows()).collect();
        for field in sheet.layout().fields() {
            let of_row = |&row: &Row| {
                let choices =
                    sheet.check_editable(row, field).ok().and_then(|()| sheet.choices(row, field));
                choices.map_or_else(Vec::new, |choices| choices.items)
            };
            let offered: Vec<Vec<Choice>> = rows.iter().map(of_row).collect();
            let names: BTreeSet<_> = offered.iter().flatten().map(|choice| &choice.label).collect();
            for name in names {
                let taken = |(row, of_row): (&Row, &Vec<Choice>)| {
                    let choice = of_row.iter().find(|choice| choice.label == *name)?;
                    Some(sheet.choose(*row, choice, "").sets)
                };
                let taken: Vec<_> = rows.iter().zip(&offered).filter_map(taken).collect();
                let without = rows.len() - taken.len();
                assert_eq!(
                    sheet.choose_in(&rows, field, name),
                    (taken.concat(), without),
                    "{name}"
                );
            }
        }
        assert_eq!(sheet.choose_in(&rows, Field(0), "Accept"), (vec![], rows.len()));
    }
}
