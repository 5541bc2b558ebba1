//! When a session is renewed, so that a shopper who types slowly is not cut off.

/// How long before its end a session is renewed, and how long to wait between two attempts, in
/// milliseconds.
const AHEAD: u64 = 3 * 60_000;
const PAUSE: u64 = 20_000;

/// A session lives this long from a renewal, unless that is its last.
const LIFE: u64 = 15 * 60_000;

/// How long to wait before asking for more time, for a session that lives `left` milliseconds more;
/// `None` once it is over.
#[inline]
pub fn wait(left: u64) -> Option<u32> {
    let wait = left.saturating_sub(AHEAD).max(PAUSE).min(left);
    (left > 0).then(|| u32::try_from(wait).unwrap_or(u32::MAX))
}

/// Whether an answer of this status says that there is no more of the session.
#[inline]
pub fn is_refusal(status: u16) -> bool {
    matches!(status, 401 | 403 | 410)
}

/// How long to wait after an attempt, where the vault's clock is not known; `None` once there is no more time
/// to be had. `status` is the answer's, if there was one, and `is_later` whether the end it gave is later than
/// the one before: a renewal that gains nothing was the last.
pub fn after(status: Option<u16>, is_later: bool) -> Option<u32> {
    match status {
        Some(200) => wait(LIFE).filter(|_| is_later),
        Some(status) if is_refusal(status) => None,
        _ => wait(PAUSE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_renewed_three_minutes_before_its_end() {
        assert_eq!(wait(15 * 60_000), Some(12 * 60_000));
        assert_eq!(wait(AHEAD), Some(20_000));
        assert_eq!(wait(5_000), Some(5_000), "never later than the end");
        assert_eq!(wait(0), None);
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
    fn only_the_vault_s_own_no_ends_a_session() {
        assert!(is_refusal(410) && is_refusal(401) && is_refusal(403));
        assert!(!is_refusal(503) && !is_refusal(429) && !is_refusal(200));
    }
}
