//! The cells that were found, a bit for each.

use crate::leads::index::{index, number};
use std::ops::Range;

/// Places in a block.
const BITS: usize = u64::BITS as usize;

/// Cells that were found, each by the position of its lead and the place of its column, in this order.
#[derive(Clone, Debug, Default)]
pub(crate) struct FoundCells(Vec<Block>);

/// The cells that were found in 64 neighbouring columns of a lead; at least one.
#[derive(Clone, Copy, Debug)]
struct Block {
    position: u32,
    number: u32,
    places: u64,
}

/// The places that were found in one lead.
#[derive(Debug, Default)]
pub(crate) struct FoundPlaces(Vec<u64>);

/// Cells in the order in which they are visited: by position of the lead and place of the column.
pub(crate) trait CellList {
    /// How many there are.
    fn count(&self) -> usize;

    /// The one with an index.
    fn nth(&self, n: usize) -> Option<(u32, usize)>;

    /// The index of a cell, or of the one that comes after where it would be.
    fn find(&self, cell: (u32, usize)) -> Result<usize, usize>;
}

impl CellList for [(u32, usize)] {
    fn count(&self) -> usize {
        self.len()
    }

    fn nth(&self, n: usize) -> Option<(u32, usize)> {
        self.get(n).copied()
    }

    fn find(&self, cell: (u32, usize)) -> Result<usize, usize> {
        self.binary_search(&cell)
    }
}

impl FoundPlaces {
    /// Adds a place, which may be there already.
    #[inline]
    pub(crate) fn add(&mut self, place: usize) {
        let (block, bit) = (place / BITS, 1 << (place % BITS));
        match self.0.get_mut(block) {
            Some(places) => *places |= bit,
            None => self.add_block(block, bit),
        }
    }

    #[cold]
    fn add_block(&mut self, block: usize, places: u64) {
        self.0.resize(block, 0);
        self.0.push(places);
    }
}

impl FoundCells {
    /// Adds the places of a lead that comes after those before, and forgets them.
    pub(crate) fn push(&mut self, position: u32, found: &mut FoundPlaces) {
        for (block, places) in found.0.iter_mut().enumerate().filter(|(_, places)| **places != 0) {
            let places = std::mem::take(places);
            self.0.push(Block { position, number: number(block), places });
        }
    }

    /// Adds cells that come after those before.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// Keeps the cells that a function says to keep.
    pub(crate) fn retain(&mut self, mut keeps: impl FnMut((u32, usize)) -> bool) {
        self.0.retain_mut(|block| {
            let kept = block.cells().filter(|cell| keeps(*cell));
            block.places = kept.fold(0, |places, (_, place)| places | 1 << (place % BITS));
            block.places != 0
        });
    }

    /// Moves the places in each lead.
    pub(crate) fn move_places(&mut self, moved: impl Fn(usize) -> usize) {
        let mut places = FoundPlaces::default();
        for lead in std::mem::take(&mut self.0).chunk_by(|a, b| a.position == b.position) {
            lead.iter().flat_map(|block| block.cells()).for_each(|(_, at)| places.add(moved(at)));
            self.push(lead[0].position, &mut places);
        }
    }

    /// The cells of leads at neighbouring positions, of about as many leads as asked for, and of which positions they
    /// are all: at least of the first one.
    pub(crate) fn part(&self, positions: Range<u32>, most: u32) -> (Self, Range<u32>) {
        let before = |position: u32| self.0.partition_point(|block| block.position < position);
        let (from, all) = (before(positions.start), before(positions.end));
        let mut rest = (from..all).skip(index(most)).map(|at| self.0[at].position);
        let end = rest.find(|position| *position > positions.start).unwrap_or(positions.end);
        (Self(self.0[from..before(end)].to_vec()), positions.start..end)
    }

    /// The first one at or after a cell, else the first of all.
    pub(crate) fn first_from(&self, from: (u32, usize)) -> Option<(u32, usize)> {
        self.next_from(from).or_else(|| self.first())
    }

    /// The first one at or after a cell.
    pub(crate) fn next_from(&self, from: (u32, usize)) -> Option<(u32, usize)> {
        let key = (from.0, number(from.1 / BITS));
        let at = self.0.partition_point(|block| block.key() < key);
        let mut cells = self.0[at..].iter().take(2).flat_map(|block| block.cells());
        cells.find(|cell| *cell >= from)
    }

    /// The first one of all.
    pub(crate) fn first(&self) -> Option<(u32, usize)> {
        self.0.first()?.cells().next()
    }
}

impl CellList for FoundCells {
    fn count(&self) -> usize {
        self.0.iter().map(Block::count).sum()
    }

    fn nth(&self, mut n: usize) -> Option<(u32, usize)> {
        for block in &self.0 {
            match n.checked_sub(block.count()) {
                Some(rest) => n = rest,
                None => return block.cells().nth(n),
            }
        }
        None
    }

    fn find(&self, cell: (u32, usize)) -> Result<usize, usize> {
        let key = (cell.0, number(cell.1 / BITS));
        let at = self.0.partition_point(|block| block.key() < key);
        let before: usize = self.0[..at].iter().map(Block::count).sum();
        let Some(block) = self.0.get(at).filter(|block| block.key() == key) else {
            return Err(before);
        };
        let at = before + block.cells().take_while(|found| *found < cell).count();
        if block.places >> (cell.1 % BITS) & 1 == 1 { Ok(at) } else { Err(at) }
    }
}

impl Block {
    fn key(&self) -> (u32, u32) {
        (self.position, self.number)
    }

    fn count(&self) -> usize {
        index(self.places.count_ones())
    }

    fn cells(self) -> impl Iterator<Item = (u32, usize)> {
        let mut left = self.places;
        std::iter::from_fn(move || {
            let bit = index(left.trailing_zeros());
            (left != 0).then(|| {
                left &= left - 1;
                (self.position, index(self.number) * BITS + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn found_cells_are_a_sorted_list(
            cells in prop::collection::btree_set((0..9_u32, 0..140_usize), 0..60),
            asked in prop::collection::vec((0..10_u32, 0..150_usize), 1..20),
            odd: bool,
        ) {
            let mut found = FoundCells::default();
            let mut places = FoundPlaces::default();
            for position in 0..9 {
                // Twice, the last one first: in any order, and some again.
                for (_, place) in cells.iter().rev().chain(&cells).filter(|(at, _)| *at == position) {
                    places.add(*place);
                }
                found.push(position, &mut places);
            }
            let mut list: Vec<(u32, usize)> = cells.into_iter().collect();
            for round in 0..3 {
                prop_assert_eq!(found.count(), list.len());
                for n in 0..=list.len() {
                    prop_assert_eq!(found.nth(n), list.get(n).copied());
                }
                for cell in &asked {
                    prop_assert_eq!(found.find(*cell), list.binary_search(cell));
                    let first = list.iter().find(|there| *there >= cell).or(list.first());
                    prop_assert_eq!(found.first_from(*cell), first.copied());
                    let most = number(cell.1 % 4);
                    let (part, of) = found.part(cell.0..9, most);
                    prop_assert!(of.start == cell.0 && (of.end > cell.0 || cell.0 >= 9));
                    let own = list.iter().filter(|(at, _)| of.contains(at));
                    prop_assert_eq!((0..part.count()).filter_map(|n| part.nth(n)).collect::<Vec<_>>(),
                        own.copied().collect::<Vec<_>>());
                }
                if round == 1 {
                    // Each place as far from the end as it was from the beginning.
                    found.move_places(|place| 139 - place);
                    let moved = list.iter().map(|(at, place)| (*at, 139 - place));
                    list = moved.collect::<BTreeSet<_>>().into_iter().collect();
                }
                if round == 0 {
                    let keeps = |(at, place): (u32, usize)| (at as usize + place) % 2 == usize::from(odd);
                    found.retain(keeps);
                    list = list.into_iter().filter(|cell| keeps(*cell)).collect::<BTreeSet<_>>().into_iter().collect();
                }
            }
        }
    }
}
