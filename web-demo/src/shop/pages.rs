//! The shop's pages, filled from templates.

mod cart;
mod checkout;
mod order_lines;
mod products;
mod receipt;

pub(super) use cart::cart;
pub(super) use checkout::checkout;
pub(super) use products::products;
pub(super) use receipt::receipt;

use super::cart::Cart;
use crate::language::Language;
use crate::template::{Markup, Value, fill};

/// What stands around every page's content.
struct Layout<'a> {
    language: Language,
    cart: Option<&'a Cart>,
    title: &'a str,
    /// Styles and scripts of this page alone.
    head: Markup,
}

impl Layout<'_> {
    fn around(self, content: Markup) -> String {
        let page = include_str!("page/layout.html");
        let (count, language_links) = (self.count(), self.language_links());
        let values = [
            ("tag", self.language.tag().into()),
            ("title", self.title.into()),
            ("head", self.head.into()),
            ("count", count.into()),
            ("language_links", language_links.into()),
            ("content", content.into()),
        ];
        fill(page, self.language.texts(), &values).into_string()
    }

    /// How much is in the cart, where anything is.
    fn count(&self) -> Markup {
        match self.cart.map_or(0, Cart::count) {
            0 => Markup::default(),
            count => self.fill(
                r#" <span class="count" id="cart-count">{{count}}</span>"#,
                &[("count", count.to_string().into())],
            ),
        }
    }

    fn language_links(&self) -> Markup {
        Markup::join(Language::ALL.into_iter().map(|language| {
            let is_current = if language == self.language { "true" } else { "false" };
            self.fill(
                "<a href=\"?lang={{tag}}\" lang=\"{{tag}}\" hreflang=\"{{tag}}\" aria-current=\"{{is_current}}\">{{own_name}}</a>\n",
                &[
                    ("tag", language.tag().into()),
                    ("is_current", is_current.into()),
                    ("own_name", language.own_name().into()),
                ],
            )
        }))
    }

    fn fill(&self, template: &str, values: &[(&str, Value<'_>)]) -> Markup {
        fill(template, self.language.texts(), values)
    }
}

/// A page that says one thing and leads back to the products.
fn notice(language: Language, cart: Option<&Cart>, heading: &str, line: &str) -> String {
    let values = [("heading", heading.into()), ("line", line.into())];
    let content = fill(include_str!("page/notice.html"), language.texts(), &values);
    let layout = Layout {
        language,
        cart,
        title: heading,
        head: Markup::default(),
    };
    layout.around(content)
}

/// Where nothing is.
pub(super) fn not_found(language: Language, cart: Option<&Cart>) -> String {
    let texts = language.texts();
    notice(language, cart, texts.not_found_title, texts.not_found_line)
}

#[cfg(test)]
mod tests {
    use super::super::cart::Line;
    use super::super::products::PRODUCTS;
    use super::*;

    /// As much as fits of everything.
    pub(super) fn full_cart() -> Cart {
        let line = |product| Line {
            product,
            quantity: 9,
        };
        Cart {
            id: "a".to_owned(),
            checkout: "c".to_owned(),
            lines: PRODUCTS.iter().map(line).collect(),
            purchaser: None,
        }
    }

    /// No place of a template is left open.
    pub(super) fn assert_whole(page: &str, language: Language) {
        assert!(!page.contains("{{") && !page.contains("}}"), "{page}");
        assert!(page.contains(&format!("<html lang=\"{}\">", language.tag())));
    }

    #[test]
    fn every_page_is_whole_in_both_languages() {
        let cart = full_cart();
        for language in Language::ALL {
            for page in [
                products(language, None),
                products(language, Some(&cart)),
                super::cart(language, Some(&cart)),
                super::cart(language, None),
                not_found(language, None),
            ] {
                assert_whole(&page, language);
            }
        }
    }

    #[test]
    fn every_picture_that_pages_show_is_one_of_the_shops() {
        let pages =
            products(Language::English, None) + &super::cart(Language::English, Some(&full_cart()));
        let shown: Vec<&str> = pages
            .split("\"/pictures/")
            .skip(1)
            .filter_map(|rest| rest.split(".svg\"").next())
            .collect();
        assert!(shown.len() > 14);
        let source = include_str!("pictures.rs");
        for name in shown {
            assert!(source.contains(&format!("\"{name}\"")), "{name}");
        }
    }
}
