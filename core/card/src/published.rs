//! The published test numbers: no issuer gives them out, and test mode takes nothing else.
//! `docs/test-cards.md` says what each does in the acquirer simulator; a test keeps the two alike.

use crate::{Badges, BinRange, Brand, Meaning, Pan};

/// Every published test number.
#[rustfmt::skip]
pub const PUBLISHED: &[&str] = &[
    // Visa
    "4242424242424242", "4111111111111111", "4000056655665556", "4000003920000003",
    "4000000000000002", "4000000000009995", "4000000000009987", "4000000000009979",
    "4000000000000069", "4000000000000127", "4000000000000119", "4000000000005126",
    "4000000000000101", "4000000000000341", "4000000000000259", "4100000000000019",
    "4000000000009235", "4000000000003220", "4000003800000446", "4000008400001629",
    "4000000000003063", "4000002500003155", "4000000000007726",
    // Mastercard
    "5555555555554444", "2223003122003222", "5200828282828210", "5105105105105100",
    // American Express
    "378282246310005", "371449635398431",
    // JCB
    "3530111333300000", "3566002020360505",
    // Diners Club
    "36227206271667", "30569309025904", "3056930009020004",
    // Discover
    "6011111111111117", "6011000990139424",
    // UnionPay
    "6200000000000005", "6205500000000000004",
    // MyDebit, and MyDebit beside Visa
    "9458000000000008", "4000004580000002",
];

/// The ranges that make MyDebit cards of the last two where an operator sets them. Numbers
/// that begin with 9458 are no international brand's: 9 is for national use, 458 is Malaysia
/// (ISO/IEC 7812-1).
pub const TEST_RANGES: &[BinRange] = &[
    BinRange {
        digits: 6,
        low: 945_800,
        high: 945_800,
        meaning: Meaning::Card(Badges::of(Brand::MyDebit)),
    },
    BinRange {
        digits: 9,
        low: 400_000_458,
        high: 400_000_458,
        meaning: Meaning::Card(Badges {
            first: Brand::Visa,
            second: Some(Brand::MyDebit),
        }),
    },
];

/// Whether this is a published test number.
pub fn is_published(pan: &Pan) -> bool {
    // EXPOSE: compared with numbers that are public.
    let number = pan.expose();
    PUBLISHED.contains(&number)
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_published_number_is_a_well_made_card_and_every_brand_has_one() {
        let mut brands = BTreeSet::new();
        for number in PUBLISHED {
            let pan = Pan::parse(number).ok().unwrap();
            let badges = pan.check(TEST_RANGES).unwrap();
            assert!(is_published(&pan));
            brands.insert(badges.first().as_str());
        }
        assert_eq!(brands.len(), 8, "{brands:?}");
        assert_eq!(
            PUBLISHED.iter().collect::<BTreeSet<_>>().len(),
            PUBLISHED.len()
        );
    }

    #[test]
    fn the_guide_lists_the_same_numbers() {
        let guide = include_str!("../../../docs/test-cards.md");
        let is_number = |cell: &&str| cell.len() >= 12 && cell.bytes().all(|b| b.is_ascii_digit());
        let listed: BTreeSet<_> = guide.split('`').filter(is_number).collect();
        assert!(listed.len() > 30);
        assert_eq!(listed, PUBLISHED.iter().copied().collect());
    }

    #[test]
    fn a_number_nobody_published_is_not_in_the_list() {
        for number in ["4242424242424259", "424242424242", "4242424242424242424"] {
            assert!(!is_published(&Pan::parse(number).ok().unwrap()), "{number}");
        }
    }
}
