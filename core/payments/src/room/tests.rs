use super::*;
use crate::terms::CutOff;
use access::time::{DAY, HOUR};
use access::{AuthorizationId, Mode, OperationId};

/// 2026-12-01T09:30:00Z
const NOW: Timestamp = Timestamp::from_secs(1_796_117_400);

const REFUSED: Result<i64, Code> = Err(Code::InvalidTransition);
const TOO_MUCH: Result<i64, Code> = Err(Code::InvalidParameter);

fn operation(number: u8, kind: Kind, amount: i64, state: State) -> Operation {
    Operation {
        state,
        due: None,
        ..Operation::new(
            OperationId::new(Mode::Test, [number; 16]),
            AuthorizationId::new(Mode::Test, [0; 16]),
            kind,
            amount,
            NOW,
        )
    }
}

/// A payment of 1,000 that was approved, with these operations after it.
struct Case {
    payment: Payment,
    operations: Vec<Operation>,
    terms: Terms,
    now: Timestamp,
}

fn case(capture: Capture, more: &[(Kind, i64, State)]) -> Case {
    let mut operations = vec![operation(0, Kind::Authorize, 1_000, State::Approved)];
    for (number, (kind, amount, state)) in (1..).zip(more) {
        operations.push(operation(number, *kind, *amount, *state));
    }
    let folded: Vec<_> = operations.iter().map(Operation::folded).collect();
    let sums = crate::projection::project(capture, false, &folded);
    Case {
        payment: Payment {
            status: sums.status,
            capture,
            amount: 1_000,
            capture_before: (capture == Capture::Manual).then(|| NOW.plus(7 * DAY)),
            captured: sums.captured,
            refunded: sums.refunded,
        },
        operations,
        terms: Terms::default(),
        now: NOW.plus(HOUR),
    }
}

impl Case {
    fn may(&self, kind: Kind, wanted: Option<i64>) -> Result<i64, Code> {
        let amount = amount_of(
            kind,
            wanted,
            &self.payment,
            &self.operations,
            &self.terms,
            self.now,
        );
        amount.map_err(|problem| problem.code)
    }
}

#[test]
fn a_reserved_amount_is_taken_whole_in_part_or_in_parts() {
    let whole = case(Capture::Manual, &[]);
    assert_eq!(whole.may(Kind::Capture, None), Ok(1_000));
    assert_eq!(whole.may(Kind::Capture, Some(1)), Ok(1));
    assert_eq!(whole.may(Kind::Capture, Some(1_001)), TOO_MUCH);
    let part = case(
        Capture::Manual,
        &[
            (Kind::Capture, 600, State::Approved),
            (Kind::Capture, 500, State::Declined),
        ],
    );
    assert_eq!(part.may(Kind::Capture, None), Ok(400));
    assert_eq!(part.may(Kind::Capture, Some(401)), TOO_MUCH);
    let all = case(Capture::Manual, &[(Kind::Capture, 1_000, State::Approved)]);
    assert_eq!(all.may(Kind::Capture, None), REFUSED);
    assert_eq!(
        case(Capture::Automatic, &[]).may(Kind::Capture, None),
        REFUSED
    );
}

#[test]
fn what_may_have_happened_takes_up_room_like_what_has() {
    for state in [State::Sent, State::Unknown, State::Stuck] {
        let open = case(Capture::Manual, &[(Kind::Capture, 600, state)]);
        assert_eq!(open.may(Kind::Capture, None), Ok(400), "{state:?}");
        assert_eq!(open.may(Kind::Capture, Some(401)), REFUSED, "{state:?}");
        assert_eq!(open.may(Kind::Void, None), REFUSED, "{state:?}");
        assert_eq!(open.may(Kind::Refund, None), REFUSED, "{state:?}");
        let open = case(Capture::Automatic, &[(Kind::Refund, 1_000, state)]);
        assert_eq!(open.may(Kind::Refund, Some(1)), REFUSED, "{state:?}");
        assert_eq!(open.may(Kind::Void, None), REFUSED, "{state:?}");
        let open = case(Capture::Manual, &[(Kind::Void, 1_000, state)]);
        assert_eq!(open.may(Kind::Capture, None), REFUSED, "{state:?}");
    }
}

#[test]
fn what_was_undone_takes_up_room_until_no_late_approval_can_follow() {
    let mut undone = case(Capture::Manual, &[(Kind::Capture, 1_000, State::Reversed)]);
    assert_eq!(undone.may(Kind::Capture, None), Ok(1_000));
    undone.operations[1].due = Some(NOW.plus(HOUR));
    assert_eq!(undone.may(Kind::Capture, None), REFUSED);

    undone.operations[1].due = None;
    let again = Operation {
        original: Some(undone.operations[1].id.clone()),
        ..operation(9, Kind::Reversal, 1_000, State::Sent)
    };
    undone.operations.push(again);
    assert_eq!(undone.may(Kind::Capture, None), REFUSED);
    undone.operations[2].state = State::Approved;
    assert_eq!(undone.may(Kind::Capture, None), Ok(1_000));
}

#[test]
fn what_was_taken_is_given_back_in_any_parts_but_not_twice() {
    let taken = case(Capture::Automatic, &[]);
    assert_eq!(taken.may(Kind::Refund, None), Ok(1_000));
    assert_eq!(taken.may(Kind::Refund, Some(1_001)), TOO_MUCH);
    let part = case(
        Capture::Manual,
        &[
            (Kind::Capture, 700, State::Approved),
            (Kind::Refund, 300, State::Approved),
        ],
    );
    assert_eq!(part.may(Kind::Refund, None), Ok(400));
    assert_eq!(part.may(Kind::Refund, Some(401)), TOO_MUCH);
    assert_eq!(case(Capture::Manual, &[]).may(Kind::Refund, None), REFUSED);
}

#[test]
fn a_void_is_for_what_was_not_taken_or_not_yet_settled() {
    assert_eq!(case(Capture::Manual, &[]).may(Kind::Void, None), Ok(1_000));
    let mut taken = case(Capture::Automatic, &[]);
    taken.terms.cut_off = CutOff::parse("11:00").unwrap();
    let cut_off = taken.terms.cut_off.after(NOW);
    taken.now = cut_off.plus(-1);
    assert_eq!(taken.may(Kind::Void, None), Ok(1_000));
    taken.now = cut_off;
    assert_eq!(taken.may(Kind::Void, None), REFUSED);
    let given_back = case(Capture::Automatic, &[(Kind::Refund, 1, State::Approved)]);
    assert_eq!(given_back.may(Kind::Void, None), REFUSED);
    let voided = case(Capture::Manual, &[(Kind::Void, 1_000, State::Approved)]);
    for kind in [Kind::Capture, Kind::Void, Kind::Refund] {
        assert_eq!(voided.may(kind, None), REFUSED, "{kind:?}");
    }
}

#[test]
fn nothing_is_voided_once_the_first_part_of_it_is_settled() {
    let parts = [(Kind::Capture, 300, State::Approved); 2];
    let mut taken = case(Capture::Manual, &parts);
    let cut_off = taken.terms.cut_off.after(NOW);
    // The second part went out on the next day.
    taken.operations[2].sent = cut_off.plus(HOUR);
    taken.operations[2].at = cut_off.plus(HOUR);
    taken.now = cut_off.plus(2 * HOUR);
    assert_eq!(taken.may(Kind::Void, None), REFUSED);
    assert_eq!(taken.may(Kind::Refund, None), Ok(600));
    taken.now = cut_off.plus(-1);
    assert_eq!(taken.may(Kind::Void, None), Ok(1_000));
}

#[test]
fn the_acquirer_settles_by_when_it_was_told_and_not_by_when_the_vault_learned_of_it() {
    let mut taken = case(Capture::Automatic, &[]);
    let cut_off = taken.terms.cut_off.after(NOW);
    taken.operations[0].at = cut_off.plus(HOUR);
    taken.now = cut_off.plus(2 * HOUR);
    assert_eq!(taken.may(Kind::Void, None), REFUSED);
}

#[test]
fn what_was_not_taken_in_time_is_gone_from_that_moment_on() {
    let mut late = case(Capture::Manual, &[]);
    late.now = NOW.plus(7 * DAY);
    assert_eq!(late.may(Kind::Capture, None), REFUSED);
    assert_eq!(late.may(Kind::Void, None), REFUSED);
    late.now = late.now.plus(-1);
    assert_eq!(late.may(Kind::Capture, None), Ok(1_000));
}

#[test]
fn what_the_acquirer_cannot_do_is_said_before_anything_is_written() {
    const CANNOT: Result<i64, Code> = Err(Code::NotSupportedByAcquirer);
    let mut case = case(Capture::Manual, &[(Kind::Capture, 600, State::Approved)]);
    case.terms.capabilities = vec![Capability::PartialCapture];
    assert_eq!(case.may(Kind::Capture, None), CANNOT);
    assert_eq!(case.may(Kind::Refund, None), CANNOT);
    case.terms.capabilities = vec![Capability::MultiCapture, Capability::RefundByReference];
    assert_eq!(case.may(Kind::Capture, None), CANNOT);
    assert_eq!(case.may(Kind::Refund, None), Ok(600));
    case.operations.truncate(1);
    case.payment.captured = 0;
    assert_eq!(case.may(Kind::Capture, Some(999)), CANNOT);
    assert_eq!(case.may(Kind::Capture, None), Ok(1_000));
}

#[test]
fn a_payment_that_does_not_stand_has_no_follow_up() {
    for status in Status::ALL {
        let mut case = case(Capture::Manual, &[]);
        case.payment.status = *status;
        let expected = if *status == Status::Approved {
            Ok(1_000)
        } else {
            REFUSED
        };
        assert_eq!(case.may(Kind::Capture, None), expected, "{status:?}");
    }
    for kind in [Kind::Authorize, Kind::Reversal, Kind::Verify] {
        assert_eq!(
            case(Capture::Manual, &[]).may(kind, None),
            REFUSED,
            "{kind:?}"
        );
    }
}

#[test]
fn a_hundred_captures_leave_room_for_a_hundred_refunds() {
    let mut case = case(Capture::Manual, &[(Kind::Capture, 500, State::Approved)]);
    for number in 2..200 {
        assert_eq!(case.may(Kind::Capture, None).is_ok(), number < 100);
        assert!(case.may(Kind::Refund, None).is_ok());
        case.operations
            .push(operation(number, Kind::Refund, 1_000, State::Declined));
    }
    assert_eq!(case.may(Kind::Refund, None), REFUSED);
}
