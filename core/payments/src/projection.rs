//! An authorization is what its operations add up to.
//!
//! The status and sums stored with an authorization are this fold, written in the transaction that
//! changed an operation. Nothing sets them in any other way.

use crate::acquirer::Advice;
use crate::machine::Capture;
use crate::machine::{Kind, State};
use crate::words::words;

words! {
    /// Where a payment stands.
    Status {
        /// The acquirer's answer is not known yet.
        Pending = "pending",
        /// Reserved, or taken where capture is automatic.
        Approved = "approved",
        /// The acquirer said no.
        Declined = "declined",
        /// The shopper must authenticate first.
        RequiresAuthentication = "requires_authentication",
        /// It was in doubt and has been undone.
        Reversed = "reversed",
        /// What was reserved has been given up.
        Voided = "voided",
        /// What was reserved was not taken in time.
        Expired = "expired",
    }
}

/// One operation as the fold sees it.
#[derive(Clone, Debug)]
pub(crate) struct Folded {
    pub(crate) kind: Kind,
    pub(crate) state: State,
    pub(crate) amount: i64,
    pub(crate) answer: AcquirerCodes,
}

/// The codes an acquirer gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AcquirerCodes {
    pub(crate) approval_code: Option<String>,
    pub(crate) rrn: Option<String>,
    pub(crate) decline_code: Option<String>,
    pub(crate) advice: Option<Advice>,
}

/// What the operations add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Projection {
    pub(crate) status: Status,
    pub(crate) stuck: bool,
    pub(crate) captured: i64,
    pub(crate) refunded: i64,
    pub(crate) codes: AcquirerCodes,
}

/// Folds an authorization's operations, oldest first.
pub(crate) fn project(capture: Capture, operations: &[Folded]) -> Projection {
    let start = Projection {
        status: Status::Pending,
        stuck: false,
        captured: 0,
        refunded: 0,
        codes: AcquirerCodes::default(),
    };
    operations
        .iter()
        .fold(start, |sum, operation| step(capture, sum, operation))
}

fn step(capture: Capture, mut sum: Projection, operation: &Folded) -> Projection {
    sum.stuck |= operation.state == State::Stuck;
    match (operation.kind, operation.state) {
        (Kind::Authorize, State::Approved) => {
            sum.status = Status::Approved;
            sum.codes = operation.answer.clone();
            if capture == Capture::Automatic {
                sum.captured = operation.amount;
            }
        }
        (Kind::Authorize, State::Declined) => {
            sum.status = Status::Declined;
            sum.codes = operation.answer.clone();
        }
        (Kind::Authorize, State::Reversed) => sum.status = Status::Reversed,
        (Kind::Capture, State::Approved) => sum.captured += operation.amount,
        (Kind::Refund, State::Approved) => sum.refunded += operation.amount,
        (Kind::Void, State::Approved) => sum.status = Status::Voided,
        // An operation in doubt or refused moves nothing; a reversal shows in what it reversed; a
        // verification is an authorization's whole story in a later table of its own.
        _ => {}
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(kind: Kind, state: State, amount: i64) -> Folded {
        Folded {
            kind,
            state,
            amount,
            answer: AcquirerCodes::default(),
        }
    }

    #[test]
    fn the_status_follows_the_authorizing_operation() {
        for (state, status) in [
            (State::Sent, Status::Pending),
            (State::Unknown, Status::Pending),
            (State::Approved, Status::Approved),
            (State::Declined, Status::Declined),
            (State::Reversed, Status::Reversed),
        ] {
            let folded = project(Capture::Manual, &[operation(Kind::Authorize, state, 100)]);
            assert_eq!(
                (folded.status, folded.captured, folded.stuck),
                (status, 0, false)
            );
        }
        let stuck = project(
            Capture::Manual,
            &[operation(Kind::Authorize, State::Stuck, 100)],
        );
        assert_eq!((stuck.status, stuck.stuck), (Status::Pending, true));
    }

    #[test]
    fn automatic_capture_takes_the_amount_with_the_approval_alone() {
        for (state, captured) in [
            (State::Approved, 100),
            (State::Declined, 0),
            (State::Unknown, 0),
        ] {
            let folded = project(
                Capture::Automatic,
                &[operation(Kind::Authorize, state, 100)],
            );
            assert_eq!(folded.captured, captured);
        }
    }

    #[test]
    fn captures_and_refunds_count_once_the_acquirer_approved_them() {
        let folded = project(
            Capture::Manual,
            &[
                operation(Kind::Authorize, State::Approved, 100),
                operation(Kind::Capture, State::Approved, 60),
                operation(Kind::Capture, State::Unknown, 40),
                operation(Kind::Refund, State::Declined, 10),
                operation(Kind::Refund, State::Approved, 20),
            ],
        );
        assert_eq!((folded.captured, folded.refunded), (60, 20));
    }
}
