//! What the shopper reads. One language is one file and one line here.

mod en;
mod ja;

use card::CardError;

use crate::field::Fault;

/// A language of the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// English.
    #[default]
    English,
    /// Japanese.
    Japanese,
}

impl Locale {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::Japanese];

    /// The language of a BCP 47 primary subtag.
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.tag() == tag)
    }

    /// Its BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Japanese => "ja",
        }
    }

    /// Its texts.
    pub const fn texts(self) -> &'static Texts {
        match self {
            Self::English => &en::TEXTS,
            Self::Japanese => &ja::TEXTS,
        }
    }
}

/// All texts of the form in one language.
#[allow(
    missing_docs,
    reason = "each is named by where it stands or when it is said"
)]
pub struct Texts {
    pub number: &'static str,
    pub brand: &'static str,
    pub expiry: &'static str,
    pub expiry_example: &'static str,
    pub code: &'static str,
    pub code_on_back: &'static str,
    pub code_on_front: &'static str,
    pub name: &'static str,
    pub submit: &'static str,
    /// Followed by the vault's host.
    pub sealed_for: &'static str,

    pub sending: &'static str,
    pub retrying: &'static str,

    invalid_number: &'static str,
    expired_card: &'static str,
    invalid_expiry: &'static str,
    invalid_security_code: &'static str,
    unsupported_brand: &'static str,
    payment_token: &'static str,
    live_card_in_test: &'static str,
    test_card_in_live: &'static str,
    invalid_name: &'static str,

    network: &'static str,
    session_over: &'static str,
    /// Also where there is no page around the form.
    pub unavailable: &'static str,
    covered: &'static str,
    unknown: &'static str,

    declined: &'static str,
    insufficient_funds: &'static str,
}

impl Texts {
    /// Why a card is not taken, in words that help to correct it.
    pub const fn of_card(&self, error: CardError) -> &'static str {
        match error {
            CardError::InvalidNumber => self.invalid_number,
            CardError::ExpiredCard => self.expired_card,
            CardError::InvalidExpiry => self.invalid_expiry,
            CardError::InvalidSecurityCode => self.invalid_security_code,
            CardError::UnsupportedBrand => self.unsupported_brand,
            CardError::PaymentTokenNotAccepted => self.payment_token,
            CardError::LiveCardInTestMode => self.live_card_in_test,
            CardError::TestCardInLiveMode => self.test_card_in_live,
        }
    }

    /// What is wrong with a field.
    pub const fn of_fault(&self, fault: Fault) -> &'static str {
        match fault {
            Fault::Card(error) => self.of_card(error),
            Fault::Name => self.invalid_name,
        }
    }

    /// Why nothing came of it, when the card is not the reason.
    pub fn of_failure(&self, code: &str) -> &'static str {
        match code {
            "network_error" | "overloaded" | "request_timeout" | "keys_unavailable" => self.network,
            "session_expired" | "too_many_requests" => self.session_over,
            "keys_refused" => self.unavailable,
            "occluded" => self.covered,
            _ => self.unknown,
        }
    }

    /// Why the issuer said no. That a card was reported lost or stolen is not for who holds it; what
    /// can be corrected is said at its field.
    pub fn of_decline(&self, code: &str) -> &'static str {
        match code {
            "insufficient_funds" => self.insufficient_funds,
            _ => self.declined,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_is_found_by_its_tag() {
        for locale in Locale::ALL {
            assert_eq!(Locale::parse(locale.tag()), Some(locale));
        }
        assert_eq!(Locale::parse("ja-JP"), None);
    }

    #[test]
    fn every_error_has_words_of_its_own_in_every_language() {
        for locale in Locale::ALL {
            let texts = locale.texts();
            for (at, error) in CardError::ALL.into_iter().enumerate() {
                let said = texts.of_card(error);
                assert!(said.len() > 10);
                let others = CardError::ALL.into_iter().skip(at + 1);
                assert!(
                    others
                        .map(|other| texts.of_card(other))
                        .all(|other| other != said)
                );
            }
        }
    }

    #[test]
    fn a_lost_card_is_declined_like_any_other() {
        for locale in Locale::ALL {
            let texts = locale.texts();
            assert_eq!(
                texts.of_decline("stolen_card"),
                texts.of_decline("do_not_honor")
            );
            assert_ne!(
                texts.of_decline("insufficient_funds"),
                texts.of_decline("do_not_honor")
            );
        }
    }

    #[test]
    fn the_japanese_texts_are_japanese() {
        let texts = Locale::Japanese.texts();
        for text in [
            texts.number,
            texts.submit,
            texts.sending,
            texts.declined,
            texts.network,
        ] {
            assert!(!text.is_ascii());
        }
    }
}
