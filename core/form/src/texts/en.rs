//! English.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    number: "Card number",
    brand: "Use this card as",
    expiry: "Expiry (MM/YY)",
    expiry_example: "MM/YY",
    code: "Security code",
    code_on_back: "3 digits on the back",
    code_on_front: "4 digits on the front",
    name: "Name on card (optional)",
    submit: "Use this card",
    sealed_for: "Encrypted on this device for ",

    sending: "Checking your card…",
    retrying: "The connection was lost. Trying again…",

    invalid_number: "Check the card number.",
    expired_card: "This card has expired.",
    invalid_expiry: "Enter it as on the card, like 04/30.",
    invalid_security_code: "Check the security code.",
    unsupported_brand: "Cards of this brand are not accepted here.",
    payment_token: "This number belongs to a device. Enter the one on the card.",
    live_card_in_test: "This is a test page: use a test card, never a real one.",
    test_card_in_live: "Test cards are not accepted here.",
    invalid_name: "Check the name on the card.",

    network: "The connection was lost. Your card has not been charged.",
    session_over: "This form can no longer be used. Close it and start again.",
    unavailable: "This form cannot take a card now.",
    covered: "Something covers this form. Nothing was sent.",
    unknown: "Something went wrong. Your card has not been charged.",

    declined: "Your card was declined. Use another card.",
    insufficient_funds: "Your card was declined for insufficient funds. Use another card.",
};
