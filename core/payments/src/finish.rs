//! T3 and recovery: what becomes of an operation once something is known of it.
//!
//! The worker that sent an operation and the alarm that found it abandoned may both come here, in any
//! order and more than once; each call looks at where the operation stands now and goes on from there.

use crate::acquirer::Finding;
use crate::command::{Finish, Kept, Stuck};
use crate::machine::{Kind, State};
use crate::operation::Operation;
use crate::patience::{has_waited, is_stuck, retry};
use crate::projection::AcquirerCodes;
use crate::sql::{Failure, Sql};
use crate::timing::{CONFIRM_AFTER, PENDING_AT_MOST, SILENT_AT_MOST};
use crate::{Code, Problem, answer, operation, publish, settings};
use access::Timestamp;

/// Who brings the finding.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Teller {
    /// The worker that sent it; "no answer" means that it gave up waiting.
    Worker,
    /// The alarm, after asking again; "no answer" means that nobody answered this time either.
    Alarm,
}

/// What a finding left behind.
pub(crate) struct Finished {
    /// The answer of the operation's request, where it has one.
    pub(crate) kept: Option<Kept>,
    /// When the object must look again.
    pub(crate) due: Option<Timestamp>,
    /// What a person must look into from now on.
    pub(crate) stuck: Option<Stuck>,
}

/// Applies a finding.
pub(crate) fn finish(
    sql: &impl Sql,
    now: Timestamp,
    teller: Teller,
    request: Finish,
) -> Result<Finished, Problem> {
    let mut operation = operation::find(sql, &request.operation)?.ok_or(Code::NotFound)?;
    let before = operation.clone();
    let moved = if operation.kind == Kind::Reversal {
        settle_reversal(sql, now, &mut operation, &request.finding)?
    } else {
        settle(
            sql,
            now,
            teller,
            &mut operation,
            request.finding,
            request.fresh.operation,
        )?;
        (operation.state != before.state).then(|| operation.clone())
    };
    let mut kept = None;
    if operation != before {
        operation::update(sql, &operation)?;
    }
    // Another attempt at the same thing is nothing the merchant sees.
    if operation != before && (operation.state != before.state || operation.due.is_none()) {
        kept = publish::end(sql, now, &operation, moved.as_ref(), &request.fresh.event)?;
    }
    if kept.is_none() {
        kept = answer::of_operation(sql, &operation.id)?;
    }
    let is_stuck = operation.state == State::Stuck && before.state != State::Stuck;
    let stuck = match operation.original {
        Some(original) if is_stuck => Some(Stuck {
            merchant: settings::view(sql)?.id,
            authorization: operation.authorization,
            operation: original,
        }),
        _ => None,
    };
    let settled = before.state == State::Sent && !operation.state.is_in_doubt();
    let due = if settled {
        None
    } else {
        operation::next_due(sql, now)?
    };
    Ok(Finished { kept, due, stuck })
}

/// Moves an operation that asks for money or a yes.
fn settle(
    sql: &impl Sql,
    now: Timestamp,
    teller: Teller,
    operation: &mut Operation,
    finding: Finding,
    fresh: access::OperationId,
) -> Result<(), Failure> {
    // Nothing is undone before it is in doubt.
    let reversing =
        operation.state != State::Sent && operation::reversal_under_way(sql, operation)?;
    match (operation.state, finding) {
        // Undone, but the acquirer says yes after all: undo it again.
        (State::Reversed, Finding::Approved { .. }) if !reversing => {
            operation.due = None;
            reverse(sql, now, operation, fresh)?;
        }
        // The look behind a reversal found nothing: that was the end of it.
        (
            State::Reversed,
            Finding::NotFound | Finding::CannotAsk | Finding::Reversed | Finding::Declined { .. },
        ) => {
            operation.due = None;
        }
        (State::Reversed, Finding::Pending | Finding::NoAnswer) if teller == Teller::Alarm => {
            retry(now, operation);
        }
        // A reversal is on its way: whatever was the truth, undone is what it will be.
        (state, _) if !state.is_in_doubt() || reversing => {}
        (_, Finding::Approved { approval_code, rrn }) => {
            operation.codes = AcquirerCodes {
                approval_code,
                rrn,
                ..AcquirerCodes::default()
            };
            move_to(now, operation, State::Approved)?;
        }
        (
            _,
            Finding::Declined {
                decline_code,
                advice,
            },
        ) => {
            operation.codes = AcquirerCodes {
                decline_code: Some(decline_code),
                advice,
                ..AcquirerCodes::default()
            };
            move_to(now, operation, State::Declined)?;
        }
        (state, Finding::NoAnswer) if teller == Teller::Worker => {
            if state == State::Sent {
                doubt(now, operation)?;
                operation.due = Some(now);
            }
        }
        (_, finding) => {
            doubt(now, operation)?;
            match finding {
                Finding::Reversed => move_to(now, operation, State::Reversed)?,
                Finding::Pending if !has_waited(now, operation, PENDING_AT_MOST) => {
                    retry(now, operation);
                }
                Finding::NoAnswer if !has_waited(now, operation, SILENT_AT_MOST) => {
                    retry(now, operation);
                }
                _ => reverse(sql, now, operation, fresh)?,
            }
        }
    }
    Ok(())
}

/// Moves a reversal, and with its end what it undoes: that, where it came to another state.
fn settle_reversal(
    sql: &impl Sql,
    now: Timestamp,
    reversal: &mut Operation,
    finding: &Finding,
) -> Result<Option<Operation>, Failure> {
    if !reversal.state.is_in_doubt() {
        return Ok(None);
    }
    let original = reversal.original.as_ref().ok_or(Failure)?;
    let mut original = operation::find(sql, original)?.ok_or(Failure)?;
    let before = original.state;
    match finding {
        Finding::Approved { .. } | Finding::Reversed => {
            move_to(now, reversal, State::Approved)?;
            if original.state != State::Reversed {
                move_to(now, &mut original, State::Reversed)?;
            }
            original.attempts = 0;
            original.due = Some(now.plus(CONFIRM_AFTER));
        }
        _ if !is_stuck(now, reversal) => {
            doubt(now, reversal)?;
            retry(now, reversal);
            return Ok(None);
        }
        _ => {
            doubt(now, reversal)?;
            move_to(now, reversal, State::Stuck)?;
            if original.state == State::Unknown {
                move_to(now, &mut original, State::Stuck)?;
            }
        }
    }
    operation::update(sql, &original)?;
    Ok((original.state != before).then_some(original))
}

/// Begins to undo an operation. The same reversal is then repeated, unchanged, until acknowledged.
fn reverse(
    sql: &impl Sql,
    now: Timestamp,
    original: &mut Operation,
    fresh: access::OperationId,
) -> Result<(), Failure> {
    original.due = None;
    let authorization = original.authorization.clone();
    operation::insert(
        sql,
        &Operation {
            original: Some(original.id.clone()),
            due: Some(now),
            ..Operation::new(fresh, authorization, Kind::Reversal, original.amount, now)
        },
    )
}

/// Takes an arrow of the machine, and fails where it has none. Arriving anywhere leaves nothing due.
fn move_to(now: Timestamp, operation: &mut Operation, state: State) -> Result<(), Failure> {
    if !operation.state.leads_to(state) {
        return Err(Failure);
    }
    operation.state = state;
    operation.at = now;
    operation.due = None;
    Ok(())
}

/// An operation nobody has answered for is in doubt.
fn doubt(now: Timestamp, operation: &mut Operation) -> Result<(), Failure> {
    match operation.state {
        State::Sent => move_to(now, operation, State::Unknown),
        _ => Ok(()),
    }
}
