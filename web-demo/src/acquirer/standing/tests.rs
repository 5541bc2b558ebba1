//! Every rule of the books beside the nearest thing that is allowed.

use super::Move::{Authorize, Capture, Refund, Sale, Void};
use super::Refused::{AmountExceeded, InvalidTransaction};
use super::*;

fn refusal(moves: &[(Move, i64)], kind: Move, amount: i64) -> Option<Refused> {
    Standing::of(moves.iter().copied()).refusal(kind, amount)
}

#[test]
fn captures_take_what_was_authorized_and_not_a_unit_more() {
    let held = [(Authorize, 1_000)];
    assert_eq!(refusal(&held, Capture, 1_000), None);
    assert_eq!(refusal(&held, Capture, 1_001), Some(AmountExceeded));
    let part = [(Authorize, 1_000), (Capture, 400), (Capture, 500)];
    assert_eq!(refusal(&part, Capture, 100), None);
    assert_eq!(refusal(&part, Capture, 101), Some(AmountExceeded));
    let given_back = [(Authorize, 1_000), (Capture, 1_000), (Refund, 1_000)];
    assert_eq!(
        refusal(&given_back, Capture, 1),
        Some(AmountExceeded),
        "a refund does not make room for another capture"
    );
}

#[test]
fn what_is_taken_at_once_is_not_captured_again() {
    assert_eq!(
        refusal(&[(Sale, 1_000)], Capture, 1),
        Some(InvalidTransaction)
    );
    assert_eq!(refusal(&[(Authorize, 1_000)], Capture, 1), None);
}

#[test]
fn refunds_give_back_what_was_captured_and_not_a_unit_more() {
    for taken in [vec![(Sale, 700)], vec![(Authorize, 1_000), (Capture, 700)]] {
        assert_eq!(refusal(&taken, Refund, 700), None);
        assert_eq!(refusal(&taken, Refund, 701), Some(AmountExceeded));
        let part = [taken, vec![(Refund, 300)]].concat();
        assert_eq!(refusal(&part, Refund, 400), None);
        assert_eq!(refusal(&part, Refund, 401), Some(AmountExceeded));
    }
    assert_eq!(
        refusal(&[(Authorize, 1_000)], Refund, 1),
        Some(InvalidTransaction),
        "nothing was captured"
    );
}

#[test]
fn a_void_is_for_all_that_was_authorized_and_comes_before_any_refund() {
    for held in [
        vec![(Authorize, 1_000)],
        vec![(Authorize, 1_000), (Capture, 400)],
        vec![(Sale, 1_000)],
    ] {
        assert_eq!(refusal(&held, Void, 1_000), None);
        for amount in [400, 999, 1_001] {
            assert_eq!(refusal(&held, Void, amount), Some(InvalidTransaction));
        }
    }
    let refunded = [(Sale, 1_000), (Refund, 1)];
    assert_eq!(refusal(&refunded, Void, 1_000), Some(InvalidTransaction));
}

#[test]
fn nothing_follows_a_void_but_a_new_authorization() {
    let voided = [(Authorize, 1_000), (Capture, 500), (Void, 1_000)];
    for (kind, amount) in [(Capture, 1), (Void, 1_000), (Refund, 1)] {
        assert_eq!(refusal(&voided, kind, amount), Some(InvalidTransaction));
        assert_eq!(
            refusal(&voided[..2], kind, amount),
            None,
            "the twin: without the void {} is allowed",
            kind.as_str()
        );
    }
    for kind in [Authorize, Sale] {
        assert_eq!(refusal(&voided, kind, 1_000), None);
    }
}

#[test]
fn where_nothing_is_authorized_nothing_follows() {
    // What is left where the authorization was declined, or reversed before or after a capture.
    for moves in [vec![], vec![(Capture, 500)]] {
        for (kind, amount) in [(Capture, 1), (Void, 1), (Void, 0), (Refund, 1)] {
            assert_eq!(refusal(&moves, kind, amount), Some(InvalidTransaction));
        }
    }
}

#[test]
fn what_moved_twice_counts_twice() {
    let doubled = [(Authorize, 1_000), (Capture, 400), (Capture, 400)];
    assert_eq!(refusal(&doubled, Refund, 800), None);
    assert_eq!(refusal(&doubled, Capture, 201), Some(AmountExceeded));
    assert_eq!(refusal(&[(Sale, 500), (Sale, 500)], Refund, 1_000), None);
}

/// Whether more was taken than held, more given back than taken, or anything done after a void.
fn is_wrong(moves: &[(Move, i64)]) -> bool {
    let sum = |kinds: &[Move]| -> i64 {
        let counted = moves.iter().filter(|(kind, _)| kinds.contains(kind));
        counted.map(|(_, amount)| amount).sum()
    };
    let voided = moves.iter().position(|(kind, _)| *kind == Void);
    sum(&[Capture, Sale]) > sum(&[Authorize, Sale])
        || sum(&[Refund]) > sum(&[Capture, Sale])
        || voided.is_some_and(|place| place + 1 < moves.len())
}

/// Goes on in every way of up to six moves; gives how many histories there are and how many are wrong.
fn histories(moves: &mut Vec<(Move, i64)>, judge: bool) -> (usize, usize) {
    let (mut all, mut wrong) = (1, usize::from(is_wrong(moves)));
    if moves.len() < 6 {
        for kind in [Capture, Void, Refund] {
            for amount in 1..=4 {
                if judge && refusal(moves, kind, amount).is_some() {
                    continue;
                }
                moves.push((kind, amount));
                let (more, more_wrong) = histories(moves, judge);
                moves.pop();
                (all, wrong) = (all + more, wrong + more_wrong);
            }
        }
    }
    (all, wrong)
}

#[test]
fn no_history_that_the_books_allow_takes_or_gives_back_too_much() {
    for authorization in [Authorize, Sale] {
        let mut moves = vec![(authorization, 4)];
        let (allowed, wrong) = histories(&mut moves, true);
        println!("{allowed} histories allowed, {wrong} wrong");
        assert!(allowed > 10 && wrong == 0);
        let (all, wrong) = histories(&mut moves, false);
        assert!(all > allowed && wrong > 0, "the twin: unjudged");
    }
}

#[test]
fn sums_end_at_the_largest_number_and_differences_may_be_below_zero() {
    let huge = [(Sale, i64::MAX), (Sale, i64::MAX)];
    assert_eq!(refusal(&huge, Refund, i64::MAX), None);
    // A capture was reversed after it had been refunded.
    let owed = [(Authorize, 1_000), (Capture, 100), (Refund, 500)];
    assert_eq!(refusal(&owed, Refund, 1), Some(AmountExceeded));
}

#[test]
fn the_protocol_lists_every_reason_to_refuse_and_no_other() {
    let refusals = [Refused::NotFound, InvalidTransaction, AmountExceeded];
    let listed: Vec<_> = include_str!("../../../../docs/acquirer-protocol.md")
        .lines()
        .skip_while(|line| !line.starts_with("| `decline_code` |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .filter_map(|line| line.split('`').nth(1))
        .collect();
    assert_eq!(listed, refusals.map(Refused::as_str));
}
