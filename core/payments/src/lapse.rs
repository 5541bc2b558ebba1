//! What time alone ends: a payment whose shopper never authenticated, an amount that was never taken.

use crate::authorization::Authorization;
use crate::machine::Capture;
use crate::sql::{Failure, Sql};
use crate::{authorization, operation, publish, room, token};
use access::{EventId, Timestamp};

/// Ends what is over at `now`, a batch of it: one event id is there for each payment at most. Returns whether
/// all of a full batch has ended.
pub(crate) fn sweep(sql: &impl Sql, now: Timestamp, events: &[EventId]) -> Result<bool, Failure> {
    let mut ended = 0;
    for (mut payment, event) in authorization::overdue(sql, now)?.into_iter().zip(events) {
        ended += usize::from(end(sql, now, &mut payment, event)?);
    }
    Ok(ended > 0 && ended == events.len())
}

/// Ends one, where nothing of it is on its way.
fn end(
    sql: &impl Sql,
    now: Timestamp,
    payment: &mut Authorization,
    event: &EventId,
) -> Result<bool, Failure> {
    let operations = operation::of_authorization(sql, &payment.id)?;
    // A capture on its way may still come in; it was sent in time.
    if payment.capture == Capture::Manual && room::is_under_way(&operations) {
        return Ok(false);
    }
    if payment.held.is_some() {
        token::let_go(sql, &payment.id)?;
    }
    authorization::let_go(sql, payment, true)?;
    publish::lapse(sql, now, payment, &operations, event)?;
    Ok(true)
}
