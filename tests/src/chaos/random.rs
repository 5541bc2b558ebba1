//! Randomness that can be repeated: the same seed, the same run (SplitMix64).

use std::sync::Mutex;

/// A source of numbers, shared between tasks.
pub(super) struct Random(Mutex<u64>);

impl Random {
    /// From a seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }

    fn next(&self) -> u64 {
        let mut state = self.0.lock().expect("the state");
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = *state;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// A number below `bound`.
    pub(super) fn below(&self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// A number from the first to the last.
    pub(super) fn between(&self, first: u64, last: u64) -> u64 {
        first + self.below(last - first + 1)
    }

    /// True in so many of a hundred cases.
    pub(super) fn chance(&self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub(super) fn pick<T: Copy>(&self, all: &[T]) -> T {
        let bound = u64::try_from(all.len()).expect("a length");
        all[usize::try_from(self.below(bound)).expect("an index")]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_another_seed_others() {
        let draw = |seed| {
            let random = Random::new(seed);
            (0..8).map(|_| random.below(1_000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn chances_are_about_what_they_say() {
        let random = Random::new(1);
        let hits = (0..10_000).filter(|_| random.chance(20)).count();
        assert!((1_800..2_200).contains(&hits), "{hits}");
        assert!(!random.chance(0) && random.chance(100));
    }
}
