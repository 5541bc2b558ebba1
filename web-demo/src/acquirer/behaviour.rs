//! What each published test number does, one row each.
//! `docs/test-cards.md` shows the same table; a test keeps the two alike.

/// How the simulated issuer and network treat a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behaviour {
    /// Says yes.
    Approve,
    /// Says no, with this code and advice to the merchant.
    Decline {
        code: &'static str,
        advice: Option<&'static str>,
    },
    /// Gives no answer, in the way that the amount's last two digits choose.
    TimeOut,
    /// Says yes; captures, voids and refunds get no answer, in the way that their amount chooses.
    FollowUpsTimeOut,
}

const fn decline(code: &'static str, advice: Option<&'static str>) -> Behaviour {
    Behaviour::Decline { code, advice }
}

#[rustfmt::skip]
const ROWS: &[(&str, Behaviour)] = &[
    ("4242424242424242", Behaviour::Approve),
    ("4111111111111111", Behaviour::Approve),
    ("4000056655665556", Behaviour::Approve),
    ("4000003920000003", Behaviour::Approve),
    ("4000000000000101", Behaviour::Approve),
    ("4000000000000341", Behaviour::Approve),
    ("4000000000000259", Behaviour::Approve),
    ("4100000000000019", Behaviour::Approve),
    ("4000000000009235", Behaviour::Approve),
    ("4000000000003220", Behaviour::Approve),
    ("4000003800000446", Behaviour::Approve),
    ("4000008400001629", Behaviour::Approve),
    ("4000002500003155", Behaviour::Approve),
    ("5555555555554444", Behaviour::Approve),
    ("2223003122003222", Behaviour::Approve),
    ("5200828282828210", Behaviour::Approve),
    ("5105105105105100", Behaviour::Approve),
    ("378282246310005", Behaviour::Approve),
    ("371449635398431", Behaviour::Approve),
    ("3530111333300000", Behaviour::Approve),
    ("3566002020360505", Behaviour::Approve),
    ("36227206271667", Behaviour::Approve),
    ("30569309025904", Behaviour::Approve),
    ("3056930009020004", Behaviour::Approve),
    ("6011111111111117", Behaviour::Approve),
    ("6011000990139424", Behaviour::Approve),
    ("6200000000000005", Behaviour::Approve),
    ("6205500000000000004", Behaviour::Approve),
    ("9458000000000008", Behaviour::Approve),
    ("4000004580000002", Behaviour::Approve),
    ("4000000000000002", decline("do_not_honor", None)),
    ("4000000000009995", decline("insufficient_funds", Some("retry_later"))),
    ("4000000000009987", decline("lost_card", Some("do_not_retry"))),
    ("4000000000009979", decline("stolen_card", Some("do_not_retry"))),
    ("4000000000000069", decline("expired_card", Some("new_data"))),
    ("4000000000000127", decline("incorrect_cvc", Some("new_data"))),
    ("4000000000000119", decline("processing_error", Some("retry_later"))),
    ("4000000000003063", decline("authentication_required", Some("authenticate"))),
    ("4000000000005126", Behaviour::TimeOut),
    ("4000000000007726", Behaviour::FollowUpsTimeOut),
];

/// A number that is in no row is one that no issuer gave out.
const UNKNOWN: Behaviour = decline("incorrect_number", Some("new_data"));

/// The behaviour of the card with this number.
pub(super) fn of(pan: &str) -> Behaviour {
    ROWS.iter()
        .find(|row| row.0 == pan)
        .map_or(UNKNOWN, |row| row.1)
}

/// Whether captures, voids and refunds stay without an answer: the last four digits are all that is
/// known of a card by then.
pub(super) fn follow_ups_time_out(last4: &str) -> bool {
    ROWS.iter().any(|(number, behaviour)| {
        *behaviour == Behaviour::FollowUpsTimeOut && number.get(number.len() - 4..) == Some(last4)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first cells of each row of the tables in the guide for people.
    fn documented() -> Vec<(String, String)> {
        include_str!("../../../docs/test-cards.md")
            .lines()
            .filter_map(|line| {
                let mut cells = line
                    .split('|')
                    .skip(1)
                    .map(|cell| cell.trim().trim_matches('`').to_owned());
                let number = cells.next()?;
                let is_number =
                    number.len() >= 12 && number.bytes().all(|byte| byte.is_ascii_digit());
                is_number.then_some((number, cells.nth(1)?))
            })
            .collect()
    }

    #[test]
    fn the_guide_lists_every_row_and_nothing_else() {
        let rows: Vec<_> = ROWS
            .iter()
            .map(|(number, behaviour)| {
                let result = match behaviour {
                    Behaviour::Approve | Behaviour::FollowUpsTimeOut => "approved",
                    Behaviour::Decline { code, .. } => code,
                    Behaviour::TimeOut => "time-out",
                };
                ((*number).to_owned(), result.to_owned())
            })
            .collect();
        let mut documented = documented();
        let mut expected = rows.clone();
        documented.sort();
        expected.sort();
        assert!(rows.len() > 30);
        assert_eq!(documented, expected);
    }

    #[test]
    fn a_number_without_a_row_is_declined_as_incorrect() {
        assert_eq!(of("4242424242424242"), Behaviour::Approve);
        assert_eq!(of("4242424242424259"), UNKNOWN);
        assert_eq!(of(""), UNKNOWN);
    }

    #[test]
    fn four_digits_tell_the_card_whose_follow_ups_time_out_from_every_other() {
        let silent: Vec<_> = ROWS
            .iter()
            .filter(|(number, _)| follow_ups_time_out(&number[number.len() - 4..]))
            .collect();
        assert_eq!(silent, [&("4000000000007726", Behaviour::FollowUpsTimeOut)]);
        assert!(!follow_ups_time_out(""));
    }
}
