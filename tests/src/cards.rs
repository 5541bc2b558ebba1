//! Cards to type: the published test numbers and what the simulator does with them.

use serde_json::Value;

/// A card as a shopper types it.
#[derive(Clone, Copy)]
pub struct TypedCard {
    /// The number.
    pub pan: &'static str,
    /// The expiry, `YYYY-MM`.
    pub exp: &'static str,
    /// The security code.
    pub cvc: Option<&'static str>,
    /// The name.
    pub name: Option<&'static str>,
}

impl TypedCard {
    /// A card of this number, good until 2031, with a code that fits its brand.
    pub const fn new(pan: &'static str) -> Self {
        let code = if pan.len() == 15 { "7391" } else { "739" };
        Self {
            pan,
            exp: "2031-08",
            cvc: Some(code),
            name: Some("HANAKO YAMADA"),
        }
    }
}

/// Approved.
pub const VISA: TypedCard = TypedCard::new("4242424242424242");
/// Of MyDebit, by [`ranges`].
pub const MYDEBIT: TypedCard = TypedCard::new("9458000000000008");
/// Of Visa and MyDebit, by [`ranges`].
pub const CO_BADGED: TypedCard = TypedCard::new("4000004580000002");
/// Declined.
pub const DO_NOT_HONOR: TypedCard = TypedCard::new("4000000000000002");
/// The acquirer keeps silent; the amount's last two digits say how.
pub const TIMES_OUT: TypedCard = TypedCard::new("4000000000005126");

/// Every kind of refusal the simulator knows: number, decline code, advice.
pub const DECLINED: &[(&str, &str, Option<&str>)] = &[
    ("4000000000000002", "do_not_honor", None),
    (
        "4000000000009995",
        "insufficient_funds",
        Some("retry_later"),
    ),
    ("4000000000009987", "lost_card", Some("do_not_retry")),
    ("4000000000009979", "stolen_card", Some("do_not_retry")),
    ("4000000000000069", "expired_card", Some("new_data")),
    ("4000000000000127", "incorrect_cvc", Some("new_data")),
    ("4000000000000119", "processing_error", Some("retry_later")),
];

/// One approved number of each brand, and the brand.
pub const APPROVED: &[(&str, &str)] = &[
    ("4242424242424242", "visa"),
    ("4111111111111111", "visa"),
    ("5555555555554444", "mastercard"),
    ("2223003122003222", "mastercard"),
    ("3530111333300000", "jcb"),
    ("3566002020360505", "jcb"),
    ("378282246310005", "amex"),
    ("36227206271667", "diners"),
    ("30569309025904", "diners"),
    ("6011111111111117", "discover"),
    ("6200000000000005", "unionpay"),
    ("9458000000000008", "mydebit"),
    ("4000004580000002", "visa"),
];

/// The ranges that every vault of the tests is given: those that `docs/test-cards.md` tells its operator to set.
pub fn ranges() -> Value {
    let guide = include_str!("../../docs/test-cards.md");
    let block = guide
        .split("```")
        .find_map(|block| block.trim().strip_prefix("PUT /v1/admin/bin-ranges"));
    serde_json::from_str(block.expect("a request for the ranges")).expect("JSON")
}

/// All published test numbers.
pub use card::PUBLISHED;
