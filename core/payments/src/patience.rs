//! How long one goes on trying: until enough time has passed and enough tries in a row have failed. Time
//! alone also passes while the vault is down, and a clock may leap; tries alone may be over in a moment.

use crate::operation::Operation;
use crate::timing::{FEWEST_TRIES, ROW_ENDS, STUCK_AFTER, backoff};
use access::Timestamp;

/// Whether an operation that was asked about in vain this time too has been waited for long enough. Where
/// the clock was set back since it was sent, nobody can say how long that was, and the tries alone count.
pub(crate) fn has_waited(now: Timestamp, operation: &Operation, long: i64) -> bool {
    let is_late = now < operation.sent || now >= operation.sent.plus(long);
    is_late && has_tried(now, operation)
}

/// Whether a reversal that was not acknowledged this time either needs a person. That cannot be taken back,
/// so a clock that was set back only puts it off.
pub(crate) fn is_stuck(now: Timestamp, reversal: &Operation) -> bool {
    now >= reversal.sent.plus(STUCK_AFTER) && has_tried(now, reversal)
}

/// Has a try that failed followed by another, ever more slowly.
pub(crate) fn retry(now: Timestamp, operation: &mut Operation) {
    let failed = failed_before(now, operation);
    operation.due = Some(now.plus(backoff(failed)));
    operation.attempts = failed + 1;
}

/// Whether the try that failed just now makes enough of them.
fn has_tried(now: Timestamp, operation: &Operation) -> bool {
    failed_before(now, operation) + 1 >= FEWEST_TRIES
}

/// How many tries in a row have failed before this one.
fn failed_before(now: Timestamp, operation: &Operation) -> i64 {
    let overslept = operation.due.is_some_and(|due| now >= due.plus(ROW_ENDS));
    if overslept { 0 } else { operation.attempts }
}
