//! Sorting of short lists.
//!
//! The standard library's sort is compiled anew for each type and each comparison, in 7 kB of code. Here, it is
//! compiled once, for positions. Lists with an entry for each row or cell are sorted by the library itself.

use std::cmp::Ordering;

/// Sorts a list stably by a comparison.
pub fn sort_by<T>(list: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut order: Vec<usize> = (0..list.len()).collect();
    sort_positions(&mut order, &mut |a, b| compare(&list[a], &list[b]));
    // Each position is visited once, along the cycles of the permutation.
    for start in 0..list.len() {
        let mut at = start;
        loop {
            let from = std::mem::replace(&mut order[at], at);
            if from == start || from == at {
                break;
            }
            list.swap(at, from);
            at = from;
        }
    }
}

/// Sorts a list stably by a key.
pub fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(list, |a, b| key(a).cmp(&key(b)));
}

#[inline(never)]
fn sort_positions(order: &mut [usize], compare: &mut dyn FnMut(usize, usize) -> Ordering) {
    order.sort_by(|a, b| compare(*a, *b));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_list_is_sorted_as_by_the_standard_library(keys in prop::collection::vec(0..9_u8, 0..40)) {
            // With the position, to see that equal ones keep their order.
            let mut list: Vec<(usize, String)> =
                keys.iter().map(|key| key.to_string()).enumerate().collect();
            let mut expected = list.clone();
            expected.sort_by(|(_, a), (_, b)| a.cmp(b));
            sort_by_key(&mut list, |(_, key)| key.clone());
            prop_assert_eq!(&list, &expected);
            expected.sort_by(|(_, a), (_, b)| b.cmp(a));
            sort_by(&mut list, |(_, a), (_, b)| b.cmp(a));
            prop_assert_eq!(&list, &expected);
        }
    }
}
