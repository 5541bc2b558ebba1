//! What is bought and what it comes to: on the checkout and on the receipt.

use super::super::money::yen;
use super::super::products;
use super::super::texts::Texts;
use crate::template::{Markup, fill};

/// A row of what is bought. What the catalogue no longer has keeps its stock number.
pub(super) fn line(sku: &str, quantity: i64, price: i64, texts: &Texts) -> Markup {
    let words = products::find(sku).map(|product| (product.words)(texts));
    fill(
        include_str!("../page/bought_line.html"),
        texts,
        &[
            ("sku", sku.into()),
            (
                "name",
                words.as_ref().map_or(sku, |words| words.name).into(),
            ),
            (
                "pattern",
                words.as_ref().map_or("", |words| words.pattern).into(),
            ),
            ("count", quantity.to_string().into()),
            ("amount", yen(price * quantity).into()),
        ],
    )
}

pub(super) fn totals(sum: i64, texts: &Texts) -> Markup {
    let page = include_str!("../page/totals.html");
    fill(page, texts, &[("sum", yen(sum).into())])
}
