//! How long we wait, and for what. All in milliseconds.

use access::time::{DAY, MINUTE, SECOND};

/// The worker gives up waiting for an acquirer's answer after this long.
pub const ACQUIRER_DEADLINE: i64 = 10 * SECOND;

/// An operation nobody has finished by then is looked into: the worker that sent it is gone.
pub(crate) const ABANDONED_AFTER: i64 = ACQUIRER_DEADLINE + 5 * SECOND;

/// An acquirer that still says "pending" after this long is asked to reverse.
pub(crate) const PENDING_AT_MOST: i64 = MINUTE;

/// An acquirer that answers no inquiry for this long is asked to reverse: a shopper waits.
pub(crate) const SILENT_AT_MOST: i64 = 15 * MINUTE;

/// A reversal that nobody acknowledged for this long needs a person.
pub(crate) const STUCK_AFTER: i64 = DAY;

/// None of these three waits is over before so many tries in a row have failed: time also passes while
/// nobody tries.
pub(crate) const FEWEST_TRIES: i64 = 5;

/// Tries further apart than this are not in a row: in between the vault was down, or the clock has leapt.
pub(crate) const ROW_ENDS: i64 = SILENT_AT_MOST;

/// After a reversal one more inquiry looks whether a late approval slipped in behind it: no message
/// stays on its way for longer than this.
pub(crate) const CONFIRM_AFTER: i64 = MINUTE;

/// Nothing that is to be looked into is put off for longer than this.
pub(crate) const LONGEST_WAIT: i64 = CONFIRM_AFTER;

/// What was authorized is taken within this time, or lapses.
pub(crate) const CAPTURE_WITHIN: i64 = 7 * DAY;

/// A payment that waits for the shopper to authenticate waits no longer than this.
pub(crate) const HELD_AT_MOST: i64 = 15 * MINUTE;

/// The bytes of an answer are kept this long.
pub(crate) const ANSWER_KEPT: i64 = 7 * DAY;

/// A spent, expired or revoked token says so for this long, then it is unknown.
pub(crate) const TOKEN_REMEMBERED: i64 = 7 * DAY;

/// Rows that wait only for housekeeping are swept this often at most.
pub(crate) const HOUSEKEEPING: i64 = MINUTE;

/// Where there is more to do than one alarm does, others have their turn for this long before the next.
pub const NEXT_BATCH: i64 = SECOND / 4;

/// How long to wait before attempt number `attempts + 1`.
pub(crate) fn backoff(attempts: i64) -> i64 {
    const STEPS: [i64; 5] = [SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 30 * SECOND];
    let step = usize::try_from(attempts).ok().and_then(|at| STEPS.get(at));
    step.copied().unwrap_or(30 * SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_put_off_for_longer_than_the_longest_wait() {
        let waits = (0..100)
            .map(backoff)
            .chain([ABANDONED_AFTER, CONFIRM_AFTER]);
        assert_eq!(waits.max(), Some(LONGEST_WAIT));
    }

    #[test]
    fn no_wait_between_attempts_is_longer_than_half_a_minute() {
        let waits: Vec<i64> = (0..100).map(backoff).collect();
        assert!(waits.is_sorted());
        assert!(
            waits
                .iter()
                .all(|wait| (SECOND..=30 * SECOND).contains(wait))
        );
    }
}
