//! What time alone ends: a payment whose shopper never authenticated, an amount that was never taken.

use crate::authorization::{self, Authorization};
use crate::sql::{Failure, Sql, bind};
use crate::{operation, publish, token};
use access::{AuthorizationId, EventId, Timestamp};

/// Ends what is over at `now`, a batch of it: one event id is there for each payment at most. Returns whether
/// the batch was full.
pub(crate) fn sweep(sql: &impl Sql, now: Timestamp, events: &[EventId]) -> Result<bool, Failure> {
    let mut ended = 0;
    for (id, event) in overdue(sql, now)?.into_iter().zip(events) {
        let mut payment = authorization::find(sql, &id)?.ok_or(Failure)?;
        end(sql, now, &mut payment, event)?;
        ended += 1;
    }
    Ok(ended > 0 && ended == events.len())
}

/// Payments whose time is over at `now`: still held, or approved with nothing taken and nothing under way.
/// What is under way was sent in time; it is what takes up room ([`room`](crate::room)), in SQL so that many
/// of it cannot fill a batch and hold back the others.
fn overdue(sql: &impl Sql, now: Timestamp) -> Result<Vec<AuthorizationId>, Failure> {
    let held = sql.query(
        "SELECT id FROM authorization WHERE held_until <= ? ORDER BY held_until LIMIT 20",
        bind![now],
    )?;
    let untaken = sql.query(
        "SELECT id FROM authorization AS payment
         WHERE capture_before <= ? AND status = 'approved' AND captured = 0 AND stuck = 0
            AND NOT EXISTS (SELECT 1 FROM operation WHERE authorization = payment.id
                AND (state IN ('sent', 'unknown', 'stuck')
                    OR (state = 'reversed' AND due IS NOT NULL)))
         ORDER BY capture_before LIMIT 20",
        bind![now],
    )?;
    let ids = held.into_iter().chain(untaken);
    ids.map(|mut row| row.text().map(AuthorizationId::from_stored))
        .collect()
}

/// When the next payment's time is over.
pub(crate) fn next_end(sql: &impl Sql) -> Result<Option<Timestamp>, Failure> {
    let mut rows = sql.query(
        "SELECT MIN(at) FROM (
            SELECT MIN(held_until) AS at FROM authorization WHERE held_until IS NOT NULL
            UNION ALL SELECT MIN(capture_before) FROM authorization
                WHERE capture_before IS NOT NULL AND status = 'approved' AND captured = 0
                    AND stuck = 0)",
        bind![],
    )?;
    let at = rows.pop().ok_or(Failure)?.optional_integer()?;
    Ok(at.map(Timestamp::from_millis))
}

fn end(
    sql: &impl Sql,
    now: Timestamp,
    payment: &mut Authorization,
    event: &EventId,
) -> Result<(), Failure> {
    if payment.held.is_some() {
        token::let_go(sql, &payment.id)?;
    }
    let operations = operation::of_authorization(sql, &payment.id)?;
    authorization::let_go(sql, payment, true)?;
    publish::lapse(sql, now, payment, &operations, event)
}
