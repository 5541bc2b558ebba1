//! What is left of a payment to take, to give up or to give back.
//!
//! An operation whose end is not known counts as if it had happened, so that no order of late answers
//! can take more than was authorized or give back more than was taken. That goes also for one that was
//! undone as long as a late approval may slip in behind it.

use crate::machine::{Capture, Kind, State};
use crate::operation::Operation;
use crate::projection::Status;
use crate::terms::{Capability, Terms};
use crate::{Code, Problem};
use access::Timestamp;

/// A payment as far as its follow-ups depend on it.
#[derive(Clone, Copy)]
pub(crate) struct Payment {
    pub(crate) status: Status,
    pub(crate) capture: Capture,
    /// Authorized, in minor units.
    pub(crate) amount: i64,
    /// When what was not taken lapses.
    pub(crate) capture_before: Option<Timestamp>,
    /// Taken for certain.
    pub(crate) captured: i64,
    /// Given back for certain.
    pub(crate) refunded: i64,
}

/// Operations on one authorization are not without end; what gives money back may go on the longest.
const MOST_OPERATIONS: usize = 100;
const MOST_BEFORE_GIVING_BACK: usize = 2 * MOST_OPERATIONS;

/// What may still come of operations that are under way, and when money was first taken.
#[derive(Debug, Default, PartialEq, Eq)]
struct UnderWay {
    capturing: i64,
    refunding: i64,
    voiding: bool,
    /// When the acquirer was first told to take something; it settles that at the next cut-off.
    first_taken: Option<Timestamp>,
}

impl UnderWay {
    fn of(payment: &Payment, operations: &[Operation]) -> Self {
        let mut found = Self::default();
        for operation in operations {
            let takes = operation.kind == Kind::Capture
                || (operation.kind == Kind::Authorize && payment.capture == Capture::Automatic);
            if takes && operation.state == State::Approved {
                let first = found.first_taken.unwrap_or(operation.sent);
                found.first_taken = Some(first.min(operation.sent));
            }
            if is_open(operation, operations) {
                match operation.kind {
                    Kind::Capture => found.capturing += operation.amount,
                    Kind::Refund => found.refunding += operation.amount,
                    Kind::Void => found.voiding = true,
                    Kind::Authorize | Kind::Reversal | Kind::Verify => {}
                }
            }
        }
        found
    }
}

/// Whether the acquirer may yet come to hold this operation for approved.
fn is_open(operation: &Operation, operations: &[Operation]) -> bool {
    let is_being_undone = || {
        operations.iter().any(|other| {
            other.kind == Kind::Reversal
                && other.original.as_ref() == Some(&operation.id)
                && other.state.is_in_doubt()
        })
    };
    operation.state.is_in_doubt()
        || operation.state == State::Stuck
        || (operation.state == State::Reversed && (operation.due.is_some() || is_being_undone()))
}

/// The amount of a follow-up that may begin now; `wanted` where the merchant named one.
pub(crate) fn amount_of(
    kind: Kind,
    wanted: Option<i64>,
    payment: &Payment,
    operations: &[Operation],
    terms: &Terms,
    now: Timestamp,
) -> Result<i64, Problem> {
    let open = UnderWay::of(payment, operations);
    let stands = payment.status == Status::Approved && !open.voiding;
    let most = if kind == Kind::Capture {
        MOST_OPERATIONS
    } else {
        MOST_BEFORE_GIVING_BACK
    };
    if !stands || operations.len() >= most {
        return Err(Code::InvalidTransition.into());
    }
    let lapsed = payment.capture_before.is_some_and(|end| now >= end);
    let lacks = |capability| !terms.include(capability);
    match kind {
        Kind::Capture if payment.capture == Capture::Manual && !lapsed => {
            let left = payment.amount - payment.captured;
            let amount = part(wanted, left, open.capturing)?;
            let several = left < payment.amount || open.capturing > 0;
            if (several && lacks(Capability::MultiCapture))
                || (amount < payment.amount && lacks(Capability::PartialCapture))
            {
                return Err(Code::NotSupportedByAcquirer.into());
            }
            Ok(amount)
        }
        Kind::Void if open.capturing + payment.refunded + open.refunding == 0 => {
            let in_time = match open.first_taken {
                Some(sent) => now < terms.cut_off.after(sent),
                None => !lapsed,
            };
            in_time
                .then_some(payment.amount)
                .ok_or_else(|| Code::InvalidTransition.into())
        }
        Kind::Refund if payment.captured > 0 => {
            let left = payment.captured - payment.refunded;
            let amount = part(wanted, left, open.refunding)?;
            if lacks(Capability::RefundByReference) {
                return Err(Code::NotSupportedByAcquirer.into());
            }
            Ok(amount)
        }
        _ => Err(Code::InvalidTransition.into()),
    }
}

/// A part of what is left, of which some may be on its way already.
fn part(wanted: Option<i64>, left: i64, open: i64) -> Result<i64, Problem> {
    let free = left - open;
    let amount = wanted.unwrap_or(free);
    if free <= 0 {
        return Err(Code::InvalidTransition.into());
    }
    if amount < 1 || amount > left {
        return Err(Problem::invalid("amount"));
    }
    if amount > free {
        return Err(Code::InvalidTransition.into());
    }
    Ok(amount)
}

#[cfg(test)]
mod tests;
