//! The five ways in which an answer does not come, chosen by an amount's last two digits.
//! `docs/test-cards.md` shows the same table; a test keeps the two alike.

/// How a request stays without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Silence {
    /// The request never arrived: nothing is recorded, an inquiry finds nothing.
    NeverArrived,
    /// Acted on, and the answer was lost.
    AnswerLost,
    /// Still on its way when our reversal is acknowledged, and acted on right after it.
    ArrivesAfterReversal,
    /// Acted on; the answer comes only after an inquiry was answered, so that it is heard twice.
    AnsweredTwice,
    /// Acted on, the answer was lost, and two inquiries say pending before the third tells.
    PendingFirst,
}

/// What the last two digits say; any others say that the request never arrived.
pub(super) const ENDINGS: [(i64, Silence); 5] = [
    (1, Silence::NeverArrived),
    (2, Silence::AnswerLost),
    (3, Silence::ArrivesAfterReversal),
    (4, Silence::AnsweredTwice),
    (5, Silence::PendingFirst),
];

impl Silence {
    /// The kind that the last two digits of an amount choose.
    pub(super) fn of(amount: i64) -> Self {
        ENDINGS
            .iter()
            .find(|(ending, _)| amount % 100 == *ending)
            .map_or(Self::NeverArrived, |(_, silence)| *silence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_choose_the_kind_of_silence_by_their_last_two_digits() {
        assert_eq!(Silence::of(1_202), Silence::AnswerLost);
        assert_eq!(Silence::of(3), Silence::ArrivesAfterReversal);
        assert_eq!(Silence::of(104), Silence::AnsweredTwice);
        assert_eq!(Silence::of(905), Silence::PendingFirst);
        for amount in [0, 1, 1_201, 1_200, 1_206, 1_299] {
            assert_eq!(Silence::of(amount), Silence::NeverArrived);
        }
    }
}
