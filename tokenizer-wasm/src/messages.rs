//! What the shopper is told.

use card::CardError;

pub(crate) const SENDING: &str = "Sending your card securely…";
pub(crate) const DONE: &str = "Your card was accepted.";
pub(crate) const ALONE: &str = "This form works inside a shop's checkout page only.";

/// Why a card is not taken, in words that help to correct it.
pub(crate) fn of_card(error: CardError) -> &'static str {
    match error {
        CardError::InvalidNumber => "Check the card number: it does not look complete.",
        CardError::ExpiredCard => "This card has expired.",
        CardError::InvalidExpiry => "Enter the expiry date as month and year, for example 04/30.",
        CardError::InvalidSecurityCode => "Check the security code.",
        CardError::UnsupportedBrand => "Cards of this brand are not taken here.",
        CardError::PaymentTokenNotAccepted => {
            "This is a device's number. Enter the one printed on the card."
        }
        CardError::LiveCardInTestMode => "This is a test page. Use a test card, never a real one.",
        CardError::TestCardInLiveMode => "This is a test card. Use a real one.",
    }
}

/// Why nothing came of it, when the card is not the reason.
pub(crate) fn of_failure(code: &str) -> &'static str {
    match code {
        "session_expired" => {
            "This page was open for too long. Go back to the shop and start again."
        }
        "too_many_requests" => "Too many attempts. Go back to the shop and start again.",
        "keys_refused" => {
            "This page could not make sure that it talks to the right vault. Nothing was sent."
        }
        _ => "Something went wrong and your card was not charged. Try again.",
    }
}
