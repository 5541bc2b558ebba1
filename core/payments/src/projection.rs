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

/// Folds an authorization's operations, oldest first. Where there is none yet, the shopper is to
/// authenticate; `lapsed` is what became of one whose time was over before anything was taken.
pub(crate) fn project(capture: Capture, lapsed: bool, operations: &[Folded]) -> Projection {
    let start = Projection {
        status: if operations.is_empty() {
            Status::RequiresAuthentication
        } else {
            Status::Pending
        },
        stuck: false,
        captured: 0,
        refunded: 0,
        codes: AcquirerCodes::default(),
    };
    let mut sum = operations
        .iter()
        .fold(start, |sum, operation| step(capture, sum, operation));
    let waits = matches!(
        sum.status,
        Status::Approved | Status::RequiresAuthentication
    );
    if lapsed && waits && sum.captured == 0 {
        sum.status = Status::Expired;
    }
    sum
}

fn step(capture: Capture, mut sum: Projection, operation: &Folded) -> Projection {
    sum.stuck |= operation.state == State::Stuck;
    match (operation.kind, operation.state) {
        (Kind::Authorize | Kind::Verify, State::Approved) => {
            sum.status = Status::Approved;
            sum.codes = operation.answer.clone();
            if capture == Capture::Automatic {
                sum.captured = operation.amount;
            }
        }
        (Kind::Authorize | Kind::Verify, State::Declined) => {
            sum.status = Status::Declined;
            sum.codes = operation.answer.clone();
        }
        (Kind::Authorize | Kind::Verify, State::Reversed) => sum.status = Status::Reversed,
        (Kind::Capture, State::Approved) => sum.captured += operation.amount,
        (Kind::Refund, State::Approved) => sum.refunded += operation.amount,
        (Kind::Void, State::Approved) => {
            sum.status = Status::Voided;
            sum.captured = 0;
        }
        // An operation in doubt or refused moves nothing; a reversal shows in what it reversed.
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
            let folded = project(
                Capture::Manual,
                false,
                &[operation(Kind::Authorize, state, 100)],
            );
            assert_eq!(
                (folded.status, folded.captured, folded.stuck),
                (status, 0, false)
            );
        }
        let stuck = project(
            Capture::Manual,
            false,
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
                false,
                &[operation(Kind::Authorize, state, 100)],
            );
            assert_eq!(folded.captured, captured);
        }
    }

    #[test]
    fn captures_and_refunds_count_once_the_acquirer_approved_them() {
        let folded = project(
            Capture::Manual,
            false,
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

    #[test]
    fn a_payment_without_an_operation_waits_for_the_shopper_until_it_lapses() {
        let status = |lapsed| project(Capture::Automatic, lapsed, &[]).status;
        assert_eq!(status(false), Status::RequiresAuthentication);
        assert_eq!(status(true), Status::Expired);
    }

    #[test]
    fn what_was_not_taken_in_time_lapses_and_what_was_taken_stays() {
        let authorized = operation(Kind::Authorize, State::Approved, 100);
        let status = |operations: &[Folded]| project(Capture::Manual, true, operations).status;
        assert_eq!(status(std::slice::from_ref(&authorized)), Status::Expired);
        let taken = operation(Kind::Capture, State::Approved, 1);
        assert_eq!(status(&[authorized.clone(), taken]), Status::Approved);
        let voided = operation(Kind::Void, State::Approved, 100);
        assert_eq!(status(&[authorized, voided]), Status::Voided);
        let refused = operation(Kind::Authorize, State::Declined, 100);
        assert_eq!(status(&[refused]), Status::Declined);
    }

    #[test]
    fn a_void_leaves_nothing_taken() {
        let folded = project(
            Capture::Automatic,
            false,
            &[
                operation(Kind::Authorize, State::Approved, 100),
                operation(Kind::Void, State::Approved, 100),
            ],
        );
        assert_eq!((folded.status, folded.captured), (Status::Voided, 0));
    }
}
