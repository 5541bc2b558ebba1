//! What follows an answer that is none, or no good one: how often a card is sent, and how.

use crate::outcome::{Outcome, is_passing};

/// How long to wait before the second attempt, in milliseconds; before each further one four times longer.
const PAUSE: u32 = 300;
const REPEATS: u32 = 3;

/// The code of an envelope that could not be opened, and of one that was opened before.
const NOT_OPENED: &str = "invalid_envelope";
const REPLAYED: &str = "envelope_replayed";

/// What was tried since the button was pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    failures: u32,
    refreshed: bool,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Tell what came of it: there is nothing more to try.
    Tell,
    /// Send the same envelope again after so many milliseconds. Whether the vault has seen it is not
    /// known, and it gives no second token for it.
    Repeat(u32),
    /// Seal a new one after so many milliseconds: the vault has made a token of this one, and the answer
    /// with it was lost.
    SealAnew(u32),
    /// Seal a new one at once, to a key from the vault and not from a cache: the key may have been retired.
    SealToFreshKey,
}

impl Attempts {
    /// Counts an attempt that ended like this.
    #[inline]
    pub fn after(&mut self, outcome: &Outcome) -> Next {
        let Outcome::Failed(code) = outcome else {
            return Next::Tell;
        };
        if code == NOT_OPENED {
            let first = !core::mem::replace(&mut self.refreshed, true);
            return if first {
                Next::SealToFreshKey
            } else {
                Next::Tell
            };
        }
        let replayed = code == REPLAYED;
        if !replayed && !is_passing(code) {
            return Next::Tell;
        }
        if self.failures == REPEATS {
            return Next::Tell;
        }
        let pause = PAUSE << (2 * self.failures);
        self.failures += 1;
        if replayed {
            Next::SealAnew(pause)
        } else {
            Next::Repeat(pause)
        }
    }

    /// Whether a key must come from the vault itself.
    pub fn needs_fresh_key(self) -> bool {
        self.refreshed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use card::CardError;

    fn after(codes: &[&str]) -> Next {
        let mut attempts = Attempts::default();
        let mut next = Next::Tell;
        for code in codes {
            next = attempts.after(&Outcome::failed(code));
        }
        next
    }

    #[test]
    fn a_token_and_a_refused_card_are_told_at_once() {
        for outcome in [
            Outcome::Token(String::new()),
            Outcome::Card(CardError::ExpiredCard),
            Outcome::failed("session_expired"),
            Outcome::failed("too_many_requests"),
            Outcome::failed("occluded"),
        ] {
            assert_eq!(Attempts::default().after(&outcome), Next::Tell);
        }
    }

    #[test]
    fn a_broken_network_repeats_the_envelope_three_times_each_later_than_before() {
        let lost = "network_error";
        assert_eq!(after(&[lost]), Next::Repeat(300));
        assert_eq!(after(&[lost, "overloaded"]), Next::Repeat(1_200));
        assert_eq!(after(&[lost, lost, lost]), Next::Repeat(4_800));
        assert_eq!(after(&[lost, lost, lost, lost]), Next::Tell);
    }

    #[test]
    fn a_lost_token_is_replaced_and_counts_as_a_failure() {
        assert_eq!(after(&["network_error", REPLAYED]), Next::SealAnew(1_200));
        assert_eq!(after(&[REPLAYED; 4]), Next::Tell);
    }

    #[test]
    fn an_envelope_that_is_not_opened_gets_one_fresh_key() {
        let mut attempts = Attempts::default();
        assert!(!attempts.needs_fresh_key());
        assert_eq!(
            attempts.after(&Outcome::failed(NOT_OPENED)),
            Next::SealToFreshKey
        );
        assert!(attempts.needs_fresh_key());
        assert_eq!(attempts.after(&Outcome::failed(NOT_OPENED)), Next::Tell);
    }
}
