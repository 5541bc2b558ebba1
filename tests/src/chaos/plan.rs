//! What a client wants of one payment: drawn from all that merchants do, right and wrong.

use super::random::Random;
use crate::cards::{DO_NOT_HONOR, TypedCard, VISA};
use crate::history::Action;

/// One payment's wishes.
pub(super) struct Plan {
    pub(super) card: TypedCard,
    pub(super) amount: i64,
    pub(super) automatic: bool,
    pub(super) manner: Manner,
    /// What follows an approval.
    pub(super) steps: Vec<Step>,
}

/// How the token is redeemed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Once.
    Plain,
    /// Only when all is over.
    Later,
    /// After another merchant tried it.
    Stolen,
    /// Twice at once, under one key.
    Twice,
    /// Once, and tried again under another key.
    Again,
    /// By two payments at once, each under its own key.
    Race,
}

/// One step.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// A request.
    One(Action),
    /// Two at the same time.
    Both(Action, Action),
}

impl Plan {
    /// Draws one.
    pub(super) fn draw(random: &Random) -> Self {
        let amount = i64::try_from(random.between(10_000, 999_999)).expect("an amount");
        let automatic = random.chance(40);
        let steps = if automatic {
            taken_at_once(amount, random)
        } else {
            taken_later(amount, random)
        };
        Self {
            card: if random.chance(5) { DO_NOT_HONOR } else { VISA },
            amount,
            automatic,
            manner: match random.below(100) {
                0..2 => Manner::Later,
                2..5 => Manner::Stolen,
                5..10 => Manner::Twice,
                10..15 => Manner::Again,
                15..20 => Manner::Race,
                _ => Manner::Plain,
            },
            steps,
        }
    }
}

/// Amounts differ within a payment, so that each operation can be told by its own.
fn taken_at_once(amount: i64, random: &Random) -> Vec<Step> {
    use Action::{Read, Refund, Void};
    use Step::{Both, One};
    let part = |percent: i64| Some(amount * percent / 100);
    match random.below(9) {
        0 => vec![One(Refund(None)), One(Read)],
        1 => vec![One(Refund(part(35))), One(Refund(part(20))), One(Read)],
        2 => vec![One(Refund(part(30))), One(Refund(None))],
        3 => vec![One(Void), One(Refund(None))],
        // Only one of the two fits.
        4 => vec![Both(Refund(part(60)), Refund(part(70))), One(Read)],
        5 => vec![One(Refund(part(10))), One(Void)],
        6 => vec![Both(Void, Refund(part(50)))],
        7 => vec![One(Refund(Some(amount + 1))), One(Refund(part(99)))],
        _ => vec![One(Read)],
    }
}

fn taken_later(amount: i64, random: &Random) -> Vec<Step> {
    use Action::{Capture, Read, Refund, Void};
    use Step::{Both, One};
    let part = |percent: i64| Some(amount * percent / 100);
    match random.below(12) {
        0 => vec![One(Capture(None)), One(Read)],
        1 => vec![One(Capture(part(35))), One(Capture(None))],
        2 => vec![
            One(Capture(part(40))),
            One(Capture(part(30))),
            One(Refund(part(55))),
            One(Read),
        ],
        3 => vec![One(Void), One(Capture(None))],
        // Only one of the two fits.
        4 => vec![Both(Capture(part(60)), Capture(part(70))), One(Read)],
        5 => vec![
            Both(Capture(part(30)), Capture(part(45))),
            One(Refund(None)),
        ],
        6 => vec![One(Capture(Some(amount + 1))), One(Capture(None))],
        7 => vec![One(Capture(None)), Both(Refund(part(60)), Refund(part(70)))],
        8 => vec![Both(Void, Capture(part(50))), One(Read)],
        9 => vec![
            One(Capture(part(80))),
            Both(Capture(part(15)), Refund(part(25))),
        ],
        10 => vec![One(Refund(part(10))), One(Capture(part(90))), One(Void)],
        _ => vec![One(Read)],
    }
}
