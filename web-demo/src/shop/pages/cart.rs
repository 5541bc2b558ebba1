//! The cart's page.

use super::super::cart::{Cart, Line, MOST_OF_ONE};
use super::super::money::yen;
use super::super::texts::Texts;
use super::{Layout, notice, order_lines};
use crate::language::Language;
use crate::template::{Markup, fill};

pub(in crate::shop) fn cart(language: Language, cart: Option<&Cart>) -> String {
    let texts = language.texts();
    let Some(chosen) = cart.filter(|cart| !cart.lines.is_empty()) else {
        return notice(language, cart, texts.cart_empty, texts.cart_empty_line);
    };
    let lines = Markup::join(chosen.lines.iter().map(|each| line(each, texts)));
    let content = fill(
        include_str!("../page/cart.html"),
        texts,
        &[
            ("lines", lines.into()),
            ("totals", order_lines::totals(chosen.total(), texts).into()),
        ],
    );
    let head = r#"<link rel="stylesheet" href="/checkout.css">"#;
    let layout = Layout {
        language,
        cart,
        title: texts.cart_title,
        head: fill(head, texts, &[]),
    };
    layout.around(content)
}

fn line(line: &Line, texts: &Texts) -> Markup {
    let words = (line.product.words)(texts);
    let disabled = if line.quantity < MOST_OF_ONE {
        ""
    } else {
        " disabled"
    };
    fill(
        include_str!("../page/cart_line.html"),
        texts,
        &[
            ("sku", line.product.sku.into()),
            ("name", words.name.into()),
            ("pattern", words.pattern.into()),
            ("price", yen(line.product.price).into()),
            ("count", line.quantity.to_string().into()),
            ("one_less", (line.quantity - 1).to_string().into()),
            ("one_more", (line.quantity + 1).to_string().into()),
            ("more_disabled", fill(disabled, texts, &[]).into()),
            ("amount", yen(line.amount()).into()),
        ],
    )
}
