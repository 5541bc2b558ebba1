//! The checkout: details, card and review in one document, so that the card's frame lives on.

use super::super::Shop;
use super::super::brands::BRANDS;
use super::super::cart::Cart;
use super::super::money::yen;
use super::super::purchaser::Purchaser;
use super::super::texts::Texts;
use super::{Layout, order_lines};
use crate::language::Language;
use crate::template::{Markup, fill};

/// A text, whatever the language.
type Text = fn(&Texts) -> &'static str;

/// A field of the form.
struct Field {
    id: &'static str,
    name: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
    label: Text,
    value: fn(&Purchaser) -> &str,
}

#[rustfmt::skip]
const FIELDS: [Field; 5] = [
    Field { id: "name", name: "name", kind: "text", autocomplete: "shipping name", label: |texts| texts.purchaser_name, value: |who| &who.name },
    Field { id: "email", name: "email", kind: "email", autocomplete: "email", label: |texts| texts.purchaser_email, value: |who| &who.email },
    Field { id: "phone", name: "phone", kind: "tel", autocomplete: "shipping tel", label: |texts| texts.purchaser_phone, value: |who| &who.phone },
    Field { id: "postal-code", name: "postal_code", kind: "text", autocomplete: "shipping postal-code", label: |texts| texts.purchaser_postal_code, value: |who| &who.postal_code },
    Field { id: "address", name: "address", kind: "text", autocomplete: "shipping address-line1", label: |texts| texts.purchaser_address, value: |who| &who.address },
];

/// What the page may have to say, by the codes of the shop, the vault and the loader.
#[rustfmt::skip]
const MESSAGES: [(&str, Text); 14] = [
    ("checking", |texts| texts.message_checking),
    ("placing", |texts| texts.message_placing),
    ("invalid_details", |texts| texts.message_invalid_details),
    ("declined", |texts| texts.message_declined),
    ("insufficient_funds", |texts| texts.message_insufficient_funds),
    ("expired_card", |texts| texts.message_expired_card),
    ("incorrect_cvc", |texts| texts.message_incorrect_cvc),
    ("processing_error", |texts| texts.message_processing_error),
    ("token_used", |texts| texts.message_token_used),
    ("token_expired", |texts| texts.message_token_expired),
    ("cart_changed", |texts| texts.message_cart_changed),
    ("network", |texts| texts.message_network),
    ("refused", |texts| texts.message_refused),
    ("card_form", |texts| texts.message_card_form),
];

pub(in crate::shop) fn checkout(language: Language, shop: &Shop, cart: &Cart) -> String {
    let texts = language.texts();
    let purchaser = cart.purchaser.clone().unwrap_or_default();
    let fields = FIELDS.iter().map(|each| field(each, &purchaser, texts));
    let lines = cart
        .lines
        .iter()
        .map(|line| order_lines::line(line.product.sku, line.quantity, line.product.price, texts));
    let content = fill(
        include_str!("../page/checkout.html"),
        texts,
        &[
            ("lines", Markup::join(lines).into()),
            ("totals", order_lines::totals(cart.total(), texts).into()),
            ("sum", yen(cart.total()).into()),
            ("checkout", cart.checkout.as_str().into()),
            ("vault", shop.vault_origin.as_str().into()),
            ("publishable_key", shop.publishable_key.as_str().into()),
            ("fields", Markup::join(fields).into()),
            ("words", words(texts).into()),
        ],
    );
    let layout = Layout {
        language,
        cart: Some(cart),
        title: texts.checkout_title,
        head: fill(include_str!("../page/checkout_head.html"), texts, &[]),
    };
    layout.around(content)
}

fn field(field: &Field, purchaser: &Purchaser, texts: &Texts) -> Markup {
    fill(
        include_str!("../page/field.html"),
        texts,
        &[
            ("id", field.id.into()),
            ("name", field.name.into()),
            ("type", field.kind.into()),
            ("autocomplete", field.autocomplete.into()),
            ("label", (field.label)(texts).into()),
            ("value", (field.value)(purchaser).into()),
        ],
    )
}

/// The texts that the page's script picks from: it has none of its own.
fn words(texts: &Texts) -> Markup {
    let messages = MESSAGES
        .iter()
        .map(|(code, text)| ("message", *code, text(texts)));
    let brands = BRANDS.iter().map(|(word, name)| ("brand", *word, *name));
    Markup::join(messages.chain(brands).map(|(kind, word, text)| {
        fill(
            "<p data-{{kind}}=\"{{word}}\">{{text}}</p>\n",
            texts,
            &[
                ("kind", kind.into()),
                ("word", word.into()),
                ("text", text.into()),
            ],
        )
    }))
}
