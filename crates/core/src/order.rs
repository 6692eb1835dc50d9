//! Sorting that is compiled once.
//!
//! The standard library compiles its sort again for each kind of thing and of key: six kilobytes, for each of some hundred
//! lists that are short and sorted once. Here it sorts places, whatever stands there, and what stands there is moved.

use std::cmp::Ordering;

/// A list that can be put in order.
pub trait InOrder<T> {
    /// Sorts by a key; what has the same one stays as it was. As `sort_by_key`, for lists that are not sorted all day.
    fn order_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K);
}

impl<T> InOrder<T> for [T] {
    fn order_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        let swaps = swaps(self.len(), &|one, other| {
            key(&self[one]).cmp(&key(&self[other]))
        });
        for (one, other) in swaps {
            self.swap(one, other);
        }
    }
}

/// What has to be swapped, one after the other, for places to be in order.
fn swaps(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|one, other| compare(*one, *other));
    let mut swaps = Vec::new();
    for first in 0..len {
        let mut at = first;
        loop {
            let from = std::mem::replace(&mut order[at], at);
            if from == first {
                break;
            }
            swaps.push((at, from));
            at = from;
        }
    }
    swaps
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(list: Vec<(u8, u64)>) {
            let (mut ours, mut theirs) = (list.clone(), list);
            ours.order_by_key(|it| it.0 % 16);
            theirs.sort_by_key(|it| it.0 % 16);
            prop_assert_eq!(ours, theirs);
        }
    }
}
