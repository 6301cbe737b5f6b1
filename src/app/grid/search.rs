//! What is looked for in the sheet, and where it was found so far.

use crate::app::grid::columns::Columns;
use crate::app::grid::found::{CellList, FoundCells, FoundPlaces};
use crate::leads::index::{index, number, signed};
use crate::leads::{Field, Row, thousands};
use crate::sheet::{Order, Pattern, Sheet};
use std::ops::Range;
use std::task::Poll;

/// How many leads are searched before the answer to a key: so few that nobody notices.
pub(crate) const FIRST_LEADS: u32 = 256;

/// How many cells are looked at in the time in which all bytes of a lead are searched.
const CELLS_FOR_LEAD: usize = 4;

/// A search: what is looked for, and the cells that have it, as far as the leads were searched.
#[derive(Clone, Debug)]
pub struct Search {
    /// What is looked for.
    pub pattern: Pattern,
    /// The cells that have it; while the search is under way only those from the lead on at which it began.
    cells: FoundCells,
    /// How many cells are found.
    count: usize,
    /// What else it knows while it is under way.
    progress: Option<Box<Progress>>,
    /// The version of the texts when it began.
    version: u64,
    /// The sentence that was said while it was under way.
    pub(crate) message: Option<MatchMessage>,
}

/// A sentence about a cell that was found while more was looked for, to be put right.
#[derive(Clone, Debug)]
pub(crate) struct MatchMessage {
    /// The sentence.
    pub(crate) text: String,
    /// What comes in it after which of the cells it is.
    pub(crate) rest: String,
}

/// How far a search is that goes from one lead to the last one, and then from the first one to that.
#[derive(Clone, Debug)]
struct Progress {
    /// The position of the lead at which it began.
    start: u32,
    /// How many leads were searched.
    done: u32,
    /// How many leads there are.
    leads: u32,
    /// What was found before the lead at which it began.
    before: FoundCells,
    /// A search that began at the same lead and finds all that this one finds, because this one's pattern goes on
    /// from its pattern.
    wider: Option<Box<Search>>,
}

/// What is searched: the shown leads, and the columns at their places.
#[derive(Clone, Copy)]
pub(crate) struct Searched<'a> {
    pub(crate) sheet: &'a Sheet,
    pub(crate) order: &'a Order,
    pub(crate) columns: &'a Columns,
}

impl Progress {
    /// The leads that come next, up to the last one or to the one at which the search began.
    fn next(&self) -> Range<u32> {
        match self.done.checked_sub(self.leads - self.start) {
            None => self.start + self.done..self.leads,
            Some(wrapped) => wrapped..self.start,
        }
    }

    /// Whether a lead was searched.
    fn has(&self, position: u32) -> bool {
        let from_start = position.checked_sub(self.start);
        from_start.unwrap_or(position + self.leads - self.start) < self.done
    }

    /// A wider search that knows where what is looked for can be in the next leads, and in which of them.
    fn known(&self) -> Option<(&Search, Range<u32>)> {
        let Range { start, end } = self.next();
        let mut wider = self.wider.as_deref();
        while let Some(search) = wider {
            let own = search.progress.as_deref();
            let ahead = own.map_or(self.leads, |own| own.done).saturating_sub(self.done);
            if ahead > 0 {
                return Some((search, start..end.min(start + ahead)));
            }
            wider = own.and_then(|own| own.wider.as_deref());
        }
        None
    }
}

/// Leads that were searched.
struct Piece {
    /// What was found in them.
    cells: FoundCells,
    positions: Range<u32>,
    /// To how many leads the work comes whose bytes are all searched.
    cost: u32,
}

impl Search {
    /// Begins to look for a pattern at the position of a lead: in every cell of the shown leads, also in hidden columns,
    /// and in private notes.
    pub(crate) fn begin(searched: Searched, pattern: Pattern, start: u32) -> Self {
        let version = searched.sheet.texts_version();
        let leads = searched.order.len();
        let progress = leads.checked_sub(1).map(|last| {
            let (start, before) = (start.min(last), FoundCells::default());
            Box::new(Progress { start, done: 0, leads, before, wider: None })
        });
        let cells = FoundCells::default();
        Self { pattern, cells, count: 0, progress, version, message: None }
    }

    /// Begins to look for a pattern that may go on from this one: then what is found is looked for in what this one has
    /// found.
    pub(crate) fn go_on(self, searched: Searched, pattern: Pattern, start: u32) -> Self {
        let narrows = !self.is_stale(searched.sheet) && pattern.narrows(&self.pattern);
        let mut next = Self::begin(searched, pattern, start);
        if let Some(progress) = &mut next.progress
            && narrows
            && self.progress.as_ref().is_none_or(|own| own.start == progress.start)
        {
            progress.wider = Some(Box::new(self));
        }
        next
    }

    /// Begins to look for the same pattern again.
    pub(crate) fn restart(&mut self, searched: Searched, start: u32) {
        *self = Self::begin(searched, self.pattern.clone(), start);
    }

    /// Whether texts changed since it began.
    pub(crate) fn is_stale(&self, sheet: &Sheet) -> bool {
        self.version != sheet.texts_version()
    }

    /// Whether not all leads were searched yet.
    pub(crate) fn is_under_way(&self) -> bool {
        self.progress.is_some()
    }

    /// Searches the next leads: as many as asked for, or more where little is to be done for them.
    pub(crate) fn advance(&mut self, searched: Searched, leads: u32) {
        let mut left = leads;
        while left > 0
            && let Some(progress) = self.progress.take()
        {
            let piece = self.piece(searched, &progress, left);
            left = left.saturating_sub(piece.cost.max(1));
            self.take(piece, progress);
        }
    }

    /// Searches the next leads, at most as many as asked for, unless it is known where what is looked for can be.
    fn piece(&self, searched: Searched, progress: &Progress, most: u32) -> Piece {
        let narrowed = progress.known().and_then(|(wider, positions)| {
            let list = match &wider.progress {
                Some(own) if positions.start < own.start => &own.before,
                _ => &wider.cells,
            };
            let (cells, positions) = list.part(positions, most);
            let is_quick = cells.count() <= positions.len() * CELLS_FOR_LEAD;
            is_quick.then(|| narrow(searched, &self.pattern, cells, positions))
        });
        narrowed.unwrap_or_else(|| {
            let next = progress.next();
            find(searched, &self.pattern, next.start..next.end.min(next.start.saturating_add(most)))
        })
    }

    fn take(&mut self, piece: Piece, mut progress: Box<Progress>) {
        self.count += piece.cells.count();
        let is_before = piece.positions.start < progress.start;
        let found = if is_before { &mut progress.before } else { &mut self.cells };
        found.append(piece.cells);
        progress.done += number(piece.positions.len());
        if progress.done < progress.leads {
            self.progress = Some(progress);
        } else {
            progress.before.append(std::mem::take(&mut self.cells));
            self.cells = progress.before;
        }
    }

    /// How much of it is done, in percent.
    pub(crate) fn percent(&self) -> u32 {
        let done = self.progress.as_ref().map(|own| index(own.done) * 100 / index(own.leads));
        done.map_or(100, number)
    }

    /// How many cells are found.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// How many cells are found, with a plus as long as more may follow: `16,326+`.
    pub(crate) fn count_label(&self) -> String {
        let more = if self.is_under_way() { "+" } else { "" };
        format!("{}{more}", thousands(self.count()))
    }

    /// The first cell found at or after another one, round and round, as soon as that is known.
    pub(crate) fn first_from(&self, from: (u32, usize)) -> Poll<Option<(u32, usize)>> {
        let Some(progress) = &self.progress else {
            return Poll::Ready(self.cells.first_from(from));
        };
        let found = if !progress.has(from.0) {
            None
        } else if from.0 < progress.start {
            progress.before.next_from(from)
        } else {
            self.cells.next_from(from).or_else(|| progress.before.first())
        };
        found.map_or(Poll::Pending, |cell| Poll::Ready(Some(cell)))
    }

    /// The cell that a number of steps leads to from another one, round and round, as soon as that is known.
    pub(crate) fn step(&self, from: (u32, usize), by: isize) -> Poll<Option<(u32, usize)>> {
        let Some(at) = self.find(from) else { return Poll::Pending };
        let at = match at {
            // Between two of them the first step forward goes to the one behind the cursor.
            Err(at) if by > 0 => signed(at) + by - 1,
            Ok(at) | Err(at) => signed(at) + by,
        };
        if !self.is_under_way() {
            let count = signed(self.cells.count().max(1));
            return Poll::Ready(self.cells.nth(at.rem_euclid(count).unsigned_abs()));
        }
        let found = usize::try_from(at).ok().and_then(|at| self.nth(at));
        found.map_or(Poll::Pending, |cell| Poll::Ready(Some(cell)))
    }

    /// Which of all cells found one is, from 1 on, once all are.
    pub(crate) fn number_of(&self, cell: (u32, usize)) -> Option<usize> {
        let all = Some(&self.cells).filter(|_| !self.is_under_way())?;
        all.find(cell).ok().map(|at| at + 1)
    }

    /// The index of a cell among those found, or of the one that comes after it, from the lead on at which the search
    /// began; nothing as long as its lead wasn't searched.
    fn find(&self, cell: (u32, usize)) -> Option<Result<usize, usize>> {
        let Some(progress) = &self.progress else { return Some(self.cells.find(cell)) };
        if !progress.has(cell.0) {
            return None;
        }
        if cell.0 >= progress.start {
            return Some(self.cells.find(cell));
        }
        let after = self.cells.count();
        Some(progress.before.find(cell).map(|at| at + after).map_err(|at| at + after))
    }

    /// The cell with an index, counted in the same way.
    fn nth(&self, n: usize) -> Option<(u32, usize)> {
        let before = || self.progress.as_ref()?.before.nth(n - self.cells.count());
        self.cells.nth(n).or_else(before)
    }

    /// Moves what was found to where the columns are now.
    pub(crate) fn follow(&mut self, searched: Searched, was: &[Field], start: u32) {
        let (places, now) = (searched.columns.places(), searched.columns.by_place());
        // Private notes are found at the first place.
        if self.is_under_way() || was.first() != now.first() || was.len() != places.len() {
            return self.restart(searched, start);
        }
        self.cells.move_places(|place| was.get(place).map_or(place, |field| places[field.index()]));
    }
}

/// Looks for a pattern in all cells of leads at neighbouring positions.
fn find(searched: Searched, pattern: &Pattern, positions: Range<u32>) -> Piece {
    let Searched { sheet, order, columns } = searched;
    let places = columns.places();
    let (mut cells, mut found) = (FoundCells::default(), FoundPlaces::default());
    for position in positions.clone() {
        let Some(row) = order.row(position) else { break };
        sheet.find(row, pattern, |field| {
            found.add(places[field.index()]);
            true
        });
        if is_noted(sheet, row, pattern) {
            found.add(NOTE_PLACE);
        }
        cells.push(position, &mut found);
    }
    Piece { cells, cost: number(positions.len()), positions }
}

/// Keeps of the cells of leads at neighbouring positions those that have a pattern.
fn narrow(
    searched: Searched,
    pattern: &Pattern,
    mut cells: FoundCells,
    positions: Range<u32>,
) -> Piece {
    let Searched { sheet, order, columns } = searched;
    let (fields, cost) = (columns.by_place(), number(cells.count() / CELLS_FOR_LEAD));
    cells.retain(|(position, place)| {
        let row = order.row(position).unwrap_or_default();
        let has = |field: &Field| sheet.has_in(row, *field, pattern);
        fields.get(place).is_some_and(has) || place == NOTE_PLACE && is_noted(sheet, row, pattern)
    });
    Piece { cells, positions, cost }
}

/// The place of a private note, which has no column: it is found at the lead's name.
const NOTE_PLACE: usize = 0;

/// Whether the private note of a lead has a pattern.
fn is_noted(sheet: &Sheet, row: Row, pattern: &Pattern) -> bool {
    let note = &sheet.annotation(row).note;
    !note.is_empty() && pattern.is_in(note) && pattern.typed() != ""
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::Origin;
    use crate::sheet::Edit;
    use crate::table::Table;
    use proptest::prelude::*;

    /// The cells that have a pattern, one looked at after the other.
    fn plainly(
        search: &Search,
        sheet: &Sheet,
        order: &Order,
        columns: &Columns,
    ) -> Vec<(u32, usize)> {
        let has = |row: Row, place: usize, field: Field| {
            search.pattern.is_in(&sheet.text(row, field))
                || place == 0 && search.pattern.is_in(&sheet.annotation(row).note)
        };
        let mut cells = Vec::new();
        for (position, row) in (0..).zip(order.rows()) {
            let places = columns.by_place().into_iter().enumerate();
            cells.extend(
                places.filter(|(at, field)| has(row, *at, *field)).map(|(at, _)| (position, at)),
            );
        }
        cells
    }

    fn listed(search: &Search) -> Vec<(u32, usize)> {
        assert!(!search.is_under_way());
        (0..search.count()).filter_map(|n| search.nth(n)).collect()
    }

    /// Where steps lead to in a list of all that is found.
    fn stepped(found: &[(u32, usize)], from: (u32, usize), by: isize) -> Option<(u32, usize)> {
        let at = match found.binary_search(&from) {
            Err(at) if by > 0 => signed(at) + by - 1,
            Ok(at) | Err(at) => signed(at) + by,
        };
        found.get(at.rem_euclid(signed(found.len().max(1))).unsigned_abs()).copied()
    }

    proptest! {
        #[test]
        fn a_search_in_pieces_that_goes_on_at_any_time_finds_what_is_there(
            rows in prop::collection::vec(prop::collection::vec("[abAB ]{0,6}", 3), 1..9),
            note in "[ab]{0,3}",
            typed in "[abB\"]{1,5}",
            descending: bool,
            start in 0..9_u32,
            slices in prop::collection::vec(prop::collection::vec(1..4_u32, 0..4), 5),
            by in -4..5_isize,
        ) {
            let rows: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
            let text = format!("Referral ID,Lead Name,Notes\n{}\n", rows.join("\n"));
            let table = Table::parse(text, b',').expect("well-formed");
            let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
            let mut sheet = Sheet::new(table, Origin::Download, today);
            let _locked = sheet.apply(Edit::cell("edit", Row(0), Field(2), "ab\"b"));
            sheet.set_private_note(Row(0), &note).expect("it isn't read-only");
            let sort = crate::sheet::Sort { field: Field(1), descending };
            let order = Order::new(&sheet, &[], Some(sort));
            let columns = Columns::fitted(&sheet);
            let searched = Searched { sheet: &sheet, order: &order, columns: &columns };
            let here = (start.min(order.len() - 1), 1);
            let mut search: Option<Search> = None;
            for ((at, c), slices) in typed.char_indices().zip(slices) {
                let pattern = Pattern::text(&typed[..at + c.len_utf8()]).expect("a text");
                let mut next = match search.take() {
                    Some(search) => search.go_on(searched, pattern, here.0),
                    None => Search::begin(searched, pattern, here.0),
                };
                let found = plainly(&next, &sheet, &order, &columns);
                // The next letter comes at any time. What is known until then is true.
                for leads in slices {
                    next.advance(searched, leads);
                    prop_assert!(next.count() <= found.len());
                    for from in (0..order.len()).flat_map(|at| [(at, 0), (at, 1), (at, 3)]) {
                        let first = found.iter().find(|cell| **cell >= from).or(found.first());
                        let known = next.first_from(from);
                        prop_assert!(known.is_pending() || known == Poll::Ready(first.copied()));
                        let step = next.step(from, by);
                        prop_assert!(step.is_pending() || step == Poll::Ready(stepped(&found, from, by)));
                    }
                }
                let mut whole = next.clone();
                whole.advance(searched, u32::MAX);
                prop_assert_eq!(listed(&whole), found);
                search = Some(next);
            }
            let (mut search, mut shown) = (search.expect("a letter was typed"), columns.clone());
            search.advance(searched, u32::from(descending) * 99);
            shown.hide(1);
            let searched = Searched { columns: &shown, ..searched };
            search.follow(searched, &columns.by_place(), 0);
            search.advance(searched, u32::MAX);
            prop_assert_eq!(listed(&search), plainly(&search, &sheet, &order, &shown));
        }
    }
}
