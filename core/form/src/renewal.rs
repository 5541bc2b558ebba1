//! When a session is renewed, so that a shopper who types slowly is not cut off, nor one whose computer
//! slept: the vault renews also a session that has ended, until it is over.

use crate::outcome::Reply;

/// How long before its end a session is renewed, and the least time between two attempts, in milliseconds.
const AHEAD: u64 = 3 * 60_000;
const PAUSE: u64 = 20_000;

/// A session lives this long from a renewal, unless that is its last.
const LIFE: u64 = 15 * 60_000;

/// How long to wait before asking for more time, for a session that ends in `left` milliseconds. That may be
/// after the end: a card that is sent in between has the session renewed for it.
#[inline]
pub fn wait(left: u64) -> u32 {
    let wait = left.saturating_sub(AHEAD).max(PAUSE);
    u32::try_from(wait).unwrap_or(u32::MAX)
}

/// Whether an answer of this status to a card says that its session has ended. Then that is renewed, and the
/// same envelope sent again: the vault has not opened it.
#[inline]
pub fn has_ended(status: u16) -> bool {
    status == 410
}

/// What the answer to that renewal is to the card: with more time as if its own answer had been lost, so that it
/// is sent again, and not for ever.
#[inline]
pub fn to_card(reply: Option<Reply>) -> Option<Reply> {
    reply.filter(|reply| reply.status != 200)
}

/// Whether an answer of this status to a renewal says that there is no more of the session.
#[inline]
pub fn is_refusal(status: u16) -> bool {
    matches!(status, 401 | 403 | 410)
}

/// How long to wait after an attempt, where the vault's clock is not known; `None` once there is no more time
/// to be had. `status` is the answer's, if there was one, and `is_later` whether the end it gave is later than
/// the one before: a renewal that gains nothing was the last.
pub fn after(status: Option<u16>, is_later: bool) -> Option<u32> {
    match status {
        Some(200) => is_later.then(|| wait(LIFE)),
        Some(status) if is_refusal(status) => None,
        _ => Some(wait(0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Attempts, Next, Outcome};
    use alloc::string::String;

    fn lost() -> Outcome {
        Outcome::failed("network_error")
    }

    #[test]
    fn a_session_is_renewed_three_minutes_before_its_end() {
        assert_eq!(wait(15 * 60_000), 12 * 60_000);
        assert_eq!(wait(AHEAD), 20_000);
        assert_eq!(wait(0), 20_000, "also once it has ended");
    }

    #[test]
    fn without_a_clock_a_session_is_renewed_until_that_gains_nothing() {
        assert_eq!(after(Some(200), true), Some(12 * 60_000));
        assert_eq!(after(Some(200), false), None);
        assert_eq!(after(None, false), Some(20_000), "the network broke");
        assert_eq!(after(Some(503), false), Some(20_000));
        assert_eq!(after(Some(410), true), None);
    }

    #[test]
    fn a_card_that_came_too_late_is_sent_again_unless_the_session_is_over() {
        let next = |status| {
            let reply = Reply {
                status,
                text: String::from(r#"{"code":"session_expired"}"#),
            };
            let outcome = to_card(Some(reply)).map_or_else(lost, Outcome::of);
            Attempts::default().after(&outcome)
        };
        assert!(has_ended(410) && !has_ended(401) && !has_ended(200));
        assert_eq!(next(200), Next::Repeat(300));
        assert_eq!(next(410), Next::Tell);
        assert!(to_card(None).is_none());
    }

    #[test]
    fn only_the_vault_s_own_no_ends_a_session() {
        assert!(is_refusal(410) && is_refusal(401) && is_refusal(403));
        assert!(!is_refusal(503) && !is_refusal(429) && !is_refusal(200));
    }
}
