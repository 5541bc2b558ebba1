//! What is for sale: one row each. Prices are the server's; no page is ever asked for one.

use super::texts::Texts;

/// Everything costs yen.
pub(super) const CURRENCY: &str = "JPY";

/// A row of the catalogue.
pub(super) struct Product {
    pub(super) sku: &'static str,
    /// In yen, tax included.
    pub(super) price: i64,
    pub(super) words: fn(&Texts) -> Words,
}

/// What a language says of a product.
pub(super) struct Words {
    pub(super) name: &'static str,
    pub(super) pattern: &'static str,
    pub(super) line: &'static str,
    pub(super) alt: &'static str,
}

macro_rules! product {
    ($sku:literal, $price:literal, $name:ident $pattern:ident $line:ident $alt:ident) => {
        Product {
            sku: $sku,
            price: $price,
            words: |texts| Words {
                name: texts.$name,
                pattern: texts.$pattern,
                line: texts.$line,
                alt: texts.$alt,
            },
        }
    };
}

#[rustfmt::skip]
pub(super) static PRODUCTS: [Product; 6] = [
    product!("tenugui", 1_200, tenugui_name tenugui_pattern tenugui_line tenugui_alt),
    product!("furoshiki", 2_800, furoshiki_name furoshiki_pattern furoshiki_line furoshiki_alt),
    product!("stole", 7_400, stole_name stole_pattern stole_line stole_alt),
    product!("noren", 9_800, noren_name noren_pattern noren_line noren_alt),
    product!("kinchaku", 1_900, kinchaku_name kinchaku_pattern kinchaku_line kinchaku_alt),
    product!("cover", 2_400, cover_name cover_pattern cover_line cover_alt),
];

/// The one that the front page leads with.
pub(super) const HERO: &str = "tenugui";

pub(super) fn find(sku: &str) -> Option<&'static Product> {
    PRODUCTS.iter().find(|product| product.sku == sku)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_product_has_a_name_of_its_own_a_price_and_the_hero_is_one() {
        let skus: BTreeSet<_> = PRODUCTS.iter().map(|product| product.sku).collect();
        assert_eq!(skus.len(), PRODUCTS.len());
        assert!(PRODUCTS.iter().all(|product| product.price > 0));
        assert!(find(HERO).is_some());
        assert!(find("gold").is_none());
    }
}
