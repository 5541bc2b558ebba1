//! How a request is treated: by its card where it carries one, by the card of the authorization that
//! it follows where it does not.

use super::behaviour::{self, Behaviour};
use super::silence::Silence;

/// What is done with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Treatment {
    /// It is answered as the books say.
    Judged,
    /// It is declined, with this code and advice to the merchant.
    Declined {
        code: &'static str,
        advice: Option<&'static str>,
    },
    /// It gets no answer, at least for now.
    Silent(Silence),
}

/// The ending of the amounts of follow-ups that are declined where others stay without an answer.
const DECLINED_ENDING: i64 = 6;
const PROCESSING_ERROR: Treatment = Treatment::Declined {
    code: "processing_error",
    advice: Some("retry_later"),
};

/// The treatment of an authorization or verification with this card.
pub(super) fn of_card(pan: &str, amount: i64) -> Treatment {
    match behaviour::of(pan) {
        Behaviour::Approve | Behaviour::FollowUpsTimeOut => Treatment::Judged,
        Behaviour::Decline { code, advice } => Treatment::Declined { code, advice },
        Behaviour::TimeOut => Treatment::Silent(Silence::of(amount)),
    }
}

/// The treatment of a capture, void or refund for a card of which the last four digits are known.
pub(super) fn of_follow_up(last4: &str, amount: i64) -> Treatment {
    if !behaviour::follow_ups_time_out(last4) {
        Treatment::Judged
    } else if amount % 100 == DECLINED_ENDING {
        PROCESSING_ERROR
    } else {
        Treatment::Silent(Silence::of(amount))
    }
}

#[cfg(test)]
mod tests {
    use super::super::silence::ENDINGS;
    use super::*;

    #[test]
    fn of_two_cards_one_is_silent_at_first_and_one_afterwards() {
        let (first, afterwards) = ("4000000000005126", "4000000000007726");
        for (ending, silence) in ENDINGS {
            let (amount, silent) = (1_200 + ending, Treatment::Silent(silence));
            assert_eq!(of_card(first, amount), silent);
            assert_eq!(of_card(afterwards, amount), Treatment::Judged);
            assert_eq!(of_follow_up(&afterwards[12..], amount), silent);
            for last4 in [&first[12..], "4242", ""] {
                assert_eq!(of_follow_up(last4, amount), Treatment::Judged);
            }
        }
        assert_eq!(of_follow_up("7726", 1_206), PROCESSING_ERROR);
        assert_eq!(of_follow_up("4242", 1_206), Treatment::Judged);
    }

    #[test]
    fn the_guide_lists_every_ending_and_no_other() {
        let mut listed: Vec<_> = include_str!("../../../docs/test-cards.md")
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
            .filter(|(ending, _)| ending.len() == 2)
            .filter_map(|(ending, _)| ending.parse::<i64>().ok())
            .collect();
        listed.sort_unstable();
        let mut endings: Vec<_> = ENDINGS.iter().map(|(ending, _)| *ending).collect();
        endings.push(DECLINED_ENDING);
        assert_eq!(listed, endings);
    }
}
