//! Card brands as people write them.

pub(super) const BRANDS: [(&str, &str); 8] = [
    ("visa", "Visa"),
    ("mastercard", "Mastercard"),
    ("amex", "American Express"),
    ("jcb", "JCB"),
    ("diners", "Diners Club"),
    ("discover", "Discover"),
    ("unionpay", "UnionPay"),
    ("mydebit", "MyDebit"),
];

/// The name of the vault's word for a brand; a brand that is new to this shop keeps the word.
pub(super) fn name(word: &str) -> &str {
    BRANDS
        .iter()
        .find(|(known, _)| *known == word)
        .map_or(word, |(_, name)| name)
}
