//! The occasions to say something to the shopper.

use card::CardError;

use crate::field::Fault;
use crate::line::{MAX_LABEL, MAX_SENTENCE};

/// An occasion to say something, by its key in the languages' files. The page has the words: this says
/// which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text(&'static str);

/// What labels and buttons say; all other texts are sentences.
const LABELS: [&str; 14] = [
    "number",
    "brand",
    "expiry",
    "expiry_example",
    "code",
    "code_on_back",
    "code_on_front",
    "name",
    "submit",
    "sealed_for",
    "title",
    "close",
    "loading",
    "retry",
];

impl Text {
    /// Nothing at all.
    pub const NOTHING: Self = Self("");
    /// Where a code of three digits is.
    pub const CODE_ON_BACK: Self = Self("code_on_back");
    /// Where a code of four digits is.
    pub const CODE_ON_FRONT: Self = Self("code_on_front");
    /// The button.
    pub const SUBMIT: Self = Self("submit");
    /// A card is on its way.
    pub const SENDING: Self = Self("sending");
    /// It is sent again.
    pub const RETRYING: Self = Self("retrying");
    /// It is on its way for longer than anybody expects.
    pub const SLOW: Self = Self("slow");
    /// Nothing can be taken here; also where there is no page around the form.
    pub const UNAVAILABLE: Self = Self("unavailable");

    /// Its key.
    pub const fn key(self) -> &'static str {
        self.0
    }

    /// Why a card is not taken, in words that help to correct it.
    pub const fn of_card(error: CardError) -> Self {
        Self(error.code())
    }

    /// What is wrong with a field.
    pub const fn of_fault(fault: Fault) -> Self {
        match fault {
            Fault::Card(error) => Self::of_card(error),
            Fault::Name => Self("invalid_name"),
        }
    }

    /// Why nothing came of it, when the card is not the reason.
    pub fn of_failure(code: &str) -> Self {
        match code {
            "network_error" | "overloaded" | "request_timeout" | "keys_unavailable" => {
                Self("network_error")
            }
            "session_expired" | "too_many_requests" => Self("session_expired"),
            "keys_refused" | "unauthorized" => Self::UNAVAILABLE,
            "occluded" => Self("occluded"),
            _ => Self("unknown"),
        }
    }

    /// Why the issuer said no. That a card was reported lost or stolen is not for who holds it; what
    /// can be corrected is said at its field.
    pub fn of_decline(code: &str) -> Self {
        match code {
            "insufficient_funds" => Self("insufficient_funds"),
            _ => Self("declined"),
        }
    }
}

/// The most characters that may be said where the text of this key stands.
pub(crate) fn longest(key: &str) -> u32 {
    if LABELS.contains(&key) {
        MAX_LABEL
    } else {
        MAX_SENTENCE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_card_is_declined_like_any_other() {
        let declined = Text("declined");
        assert_eq!(Text::of_decline("stolen_card"), declined);
        assert_eq!(Text::of_decline("do_not_honor"), declined);
        assert_ne!(Text::of_decline("insufficient_funds"), declined);
    }

    #[test]
    fn a_failure_says_no_more_than_is_known() {
        for (code, key) in [
            ("network_error", "network_error"),
            ("overloaded", "network_error"),
            ("too_many_requests", "session_expired"),
            ("keys_refused", "unavailable"),
            // Final too: to try again in the same form would be bad advice.
            ("unauthorized", "unavailable"),
            ("occluded", "occluded"),
            ("unexpected_answer", "unknown"),
        ] {
            assert_eq!(Text::of_failure(code).key(), key);
        }
    }
}
