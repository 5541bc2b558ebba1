//! The front page: what is for sale.

use super::super::cart::Cart;
use super::super::money::yen;
use super::super::products::{self, HERO, PRODUCTS, Product};
use super::super::texts::Texts;
use super::Layout;
use crate::language::Language;
use crate::template::{Markup, fill};

pub(in crate::shop) fn products(language: Language, cart: Option<&Cart>) -> String {
    let texts = language.texts();
    let all = Markup::join(PRODUCTS.iter().map(|product| card(product, texts)));
    let (hero_name, hero_price) = products::find(HERO).map_or(("", String::new()), |hero| {
        ((hero.words)(texts).name, yen(hero.price))
    });
    let content = fill(
        include_str!("../page/products.html"),
        texts,
        &[
            ("hero_sku", HERO.into()),
            ("hero_name", hero_name.into()),
            ("hero_price", hero_price.into()),
            ("products", all.into()),
        ],
    );
    let head = r#"<link rel="stylesheet" href="/products.css">"#;
    let layout = Layout {
        language,
        cart,
        title: texts.products_title,
        head: fill(head, texts, &[]),
    };
    layout.around(content)
}

fn card(product: &Product, texts: &Texts) -> Markup {
    let words = (product.words)(texts);
    fill(
        include_str!("../page/product.html"),
        texts,
        &[
            ("sku", product.sku.into()),
            ("name", words.name.into()),
            ("pattern", words.pattern.into()),
            ("line", words.line.into()),
            ("alt", words.alt.into()),
            ("price", yen(product.price).into()),
        ],
    )
}
