//! The fewest sets that cover everything: which leads try every kind of change.

use std::cmp::Reverse;

/// How many times a search for fewer sets adds one before it gives up. What was chosen before it stays then.
const MAX_TRIES: usize = 10_000;

/// A set of numbers below a bound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NumberSet(Vec<u64>);

impl NumberSet {
    pub fn new(numbers: impl IntoIterator<Item = usize>) -> Self {
        let mut set = Self::default();
        for number in numbers {
            let word = number / 64;
            if set.0.len() <= word {
                set.0.resize(word + 1, 0);
            }
            set.0[word] |= 1 << (number % 64);
        }
        set
    }

    pub fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own |= other);
    }

    /// The numbers that the other set lacks.
    pub fn without<'s>(&'s self, other: &'s Self) -> impl Iterator<Item = usize> + 's {
        let other = other.0.iter().copied().chain(std::iter::repeat(0));
        let words = self.0.iter().zip(other).map(|(own, other)| own & !other);
        words.enumerate().flat_map(|(at, word)| {
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at * 64 + bit)
        })
    }

    pub fn contains(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    fn is_within(&self, other: &Self) -> bool {
        self.without(other).next().is_none()
    }
}

/// What sets have to cover, and how much each number counts where not all can be covered.
pub(crate) struct Cover<'c> {
    pub sets: &'c [NumberSet],
    pub weights: &'c [usize],
}

impl Cover<'_> {
    /// Few sets that cover every number, at most this many: else those that cover the most by weight. In order;
    /// the same sets give the same choice.
    pub fn choose(&self, most: usize) -> Vec<usize> {
        let mut chosen = self.greedy(self.sets.len(), |_| 1);
        self.shrink(&mut chosen);
        self.reduce(&mut chosen);
        if chosen.len() > most {
            chosen = self.greedy(most, |number| self.weights[number]);
            self.exchange(&mut chosen);
        }
        chosen.sort_unstable();
        chosen
    }

    /// Takes the set that adds the most, again and again.
    fn greedy(&self, most: usize, weight: impl Fn(usize) -> usize) -> Vec<usize> {
        let (mut chosen, mut covered) = (Vec::new(), NumberSet::default());
        while chosen.len() < most {
            let gain = |set: &NumberSet| set.without(&covered).map(&weight).sum::<usize>();
            let best = (0..self.sets.len())
                .map(|at| (gain(&self.sets[at]), at))
                .max_by_key(|(gain, at)| (*gain, Reverse(*at)));
            let Some((1.., at)) = best else { break };
            covered.add(&self.sets[at]);
            chosen.push(at);
        }
        chosen
    }

    /// Leaves out sets that others cover, and puts one in the place of two where that covers as much.
    fn shrink(&self, chosen: &mut Vec<usize>) {
        let all = self.union(chosen.iter().copied());
        loop {
            let spare = (0..chosen.len()).rev().find(|at| {
                let others = (0..chosen.len()).filter(|other| other != at);
                all.is_within(&self.union(others.map(|other| chosen[other])))
            });
            if let Some(spare) = spare {
                chosen.remove(spare);
                continue;
            }
            let pairs = (0..chosen.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
            let better = pairs.into_iter().find_map(|(a, b)| {
                let others = (0..chosen.len()).filter(|at| *at != a && *at != b);
                let rest = self.union(others.map(|at| chosen[at]));
                let one = self.sets.iter().position(|set| {
                    let mut with = rest.clone();
                    with.add(set);
                    all.is_within(&with)
                });
                one.map(|one| (a, b, one))
            });
            let Some((a, b, one)) = better else { break };
            chosen.remove(b);
            chosen[a] = one;
        }
    }

    /// Looks for fewer sets that cover as much, which finds the fewest unless there are too many choices.
    fn reduce(&self, chosen: &mut Vec<usize>) {
        let all = self.union(chosen.iter().copied());
        let none = NumberSet::default();
        let owners = |number: usize| {
            (0..self.sets.len()).filter(|at| self.sets[*at].contains(number)).collect::<Vec<_>>()
        };
        // The number with the fewest sets leaves the fewest choices.
        let mut needs: Vec<(usize, Vec<usize>)> =
            all.without(&none).map(|number| (number, owners(number))).collect();
        needs.sort_by_key(|(_, owners)| owners.len());
        let mut tries = MAX_TRIES;
        while let Some(most) = chosen.len().checked_sub(1)
            && let Some(fewer) = self.search(&needs, &none, most, &mut tries)
        {
            *chosen = fewer;
        }
    }

    /// At most this many sets that have all needed numbers which aren't covered; nothing if there are none, or if no tries
    /// are left.
    fn search(
        &self,
        needs: &[(usize, Vec<usize>)],
        covered: &NumberSet,
        most: usize,
        tries: &mut usize,
    ) -> Option<Vec<usize>> {
        let Some(first) = needs.iter().position(|(number, _)| !covered.contains(*number)) else {
            return Some(Vec::new());
        };
        let most = most.checked_sub(1)?;
        needs[first].1.iter().find_map(|at| {
            *tries = tries.checked_sub(1)?;
            let mut with = covered.clone();
            with.add(&self.sets[*at]);
            let mut found = self.search(&needs[first + 1..], &with, most, tries)?;
            found.push(*at);
            Some(found)
        })
    }

    /// Exchanges one set for another as long as that covers more by weight.
    fn exchange(&self, chosen: &mut [usize]) {
        let worth = |chosen: &[usize]| {
            let covered = self.union(chosen.iter().copied());
            covered.without(&NumberSet::default()).map(|n| self.weights[n]).sum::<usize>()
        };
        let mut best = worth(chosen);
        let mut is_better = true;
        while is_better {
            is_better = false;
            for at in 0..chosen.len() {
                for set in 0..self.sets.len() {
                    let before = std::mem::replace(&mut chosen[at], set);
                    let now = worth(chosen);
                    if now > best {
                        (best, is_better) = (now, true);
                    } else {
                        chosen[at] = before;
                    }
                }
            }
        }
    }

    fn union(&self, chosen: impl Iterator<Item = usize>) -> NumberSet {
        let mut all = NumberSet::default();
        for at in chosen {
            all.add(&self.sets[at]);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn choose(sets: &[&[usize]], weights: &[usize], most: usize) -> Vec<usize> {
        let sets: Vec<NumberSet> =
            sets.iter().map(|set| NumberSet::new(set.iter().copied())).collect();
        Cover { sets: &sets, weights }.choose(most)
    }

    #[test]
    fn a_greedy_choice_that_needs_three_sets_is_improved_to_two() {
        let sets: &[&[usize]] = &[&[1, 2, 3, 4], &[0, 1, 2], &[3, 4, 5]];
        assert_eq!(choose(sets, &[1; 6], 8), [1, 2]);
    }

    #[test]
    fn where_not_all_can_be_covered_the_heaviest_are() {
        let sets: &[&[usize]] = &[&[0], &[1], &[2], &[1, 2]];
        assert_eq!(choose(sets, &[5, 1, 1], 1), [0]);
        assert_eq!(choose(sets, &[5, 4, 4], 1), [3]);
        assert_eq!(choose(sets, &[5, 4, 4], 2), [0, 3]);
    }

    #[test]
    fn what_is_chosen_first_is_exchanged_if_others_cover_more_together() {
        let sets: &[&[usize]] = &[&[1, 2, 3, 4], &[0, 1, 2], &[3, 4, 5], &[6]];
        assert_eq!(choose(sets, &[1; 7], 2), [1, 2]);
    }

    #[test]
    fn a_greedy_choice_that_no_exchange_improves_is_still_improved() {
        let sets: &[&[usize]] =
            &[&[6], &[5, 1], &[5, 6, 4], &[7], &[8, 4, 2, 0], &[0, 1, 7], &[2, 3, 8]];
        assert_eq!(choose(sets, &[1; 9], 8), [2, 5, 6]);
    }

    #[test]
    fn a_search_with_too_many_choices_ends_and_everything_is_covered() {
        let set = |at: usize| NumberSet::new((0..4).map(|n| (at * 7 + n * n * 13) % 60));
        let sets: Vec<NumberSet> = (0..200).map(set).collect();
        let cover = Cover { sets: &sets, weights: &[1; 60] };
        let chosen = cover.choose(usize::MAX);
        let all = cover.union(0..sets.len());
        assert!(all.is_within(&cover.union(chosen.into_iter())));
    }

    proptest! {
        #[test]
        fn every_number_is_covered_by_the_fewest_sets(
            sets in prop::collection::vec(prop::collection::vec(0_usize..9, 1..5), 1..9)
        ) {
            let sets: Vec<NumberSet> = sets.into_iter().map(NumberSet::new).collect();
            let cover = Cover { sets: &sets, weights: &[1; 9] };
            let chosen = cover.choose(usize::MAX);
            let all = cover.union(0..sets.len());
            prop_assert!(all.is_within(&cover.union(chosen.iter().copied())));
            let covers = |picked: &u32| {
                let own = (0..sets.len()).filter(|at| picked >> at & 1 == 1);
                all.is_within(&cover.union(own))
            };
            let fewest = (0_u32..1 << sets.len()).filter(covers).map(u32::count_ones).min();
            let fewest = fewest.unwrap_or_default() as usize;
            prop_assert_eq!(chosen.len(), fewest);
        }
    }
}
