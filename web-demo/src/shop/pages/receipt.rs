//! The receipt's page.

use super::super::brands;
use super::super::cart::Cart;
use super::super::money::yen;
use super::super::orders::{Order, OrderLine};
use super::super::texts::Texts;
use super::{Layout, order_lines};
use crate::language::Language;
use crate::template::{Markup, fill};

pub(in crate::shop) fn receipt(
    language: Language,
    cart: Option<&Cart>,
    order: &Order,
    lines: &[OrderLine],
) -> String {
    let texts = language.texts();
    let [heading, line, state] = words(order, texts);
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let brand = order.brand.as_deref().map_or("", brands::name);
    let bought = lines
        .iter()
        .map(|line| order_lines::line(&line.sku, line.quantity, line.price, texts));
    let content = fill(
        include_str!("../page/receipt.html"),
        texts,
        &[
            ("heading", heading.into()),
            ("line", line.into()),
            ("state", state.into()),
            ("status", order.status.as_str().into()),
            ("amount", yen(order.amount).into()),
            ("brand", brand.into()),
            ("last4", text(&order.last4).into()),
            ("approval_code", text(&order.approval_code).into()),
            ("reason", text(&order.reason).into()),
            ("reference", order.id.as_str().into()),
            ("authorization", text(&order.authorization).into()),
            ("lines", Markup::join(bought).into()),
            ("totals", order_lines::totals(order.amount, texts).into()),
            ("next", next(order, cart, texts).into()),
        ],
    );
    let layout = Layout {
        language,
        cart,
        title: heading,
        head: head(order, texts),
    };
    layout.around(content)
}

/// How an order stands: the heading, the sentence below it, and one word.
fn words(order: &Order, texts: &Texts) -> [&'static str; 3] {
    match order.status.as_str() {
        "approved" => [
            texts.receipt_thanks,
            texts.receipt_thanks_line,
            texts.state_approved,
        ],
        "placing" | "pending" => [
            texts.receipt_waiting,
            texts.receipt_waiting_line,
            texts.state_open,
        ],
        "declined" => [
            texts.receipt_declined,
            texts.receipt_declined_line,
            texts.state_declined,
        ],
        _ => [
            texts.receipt_not_made,
            texts.receipt_not_made_line,
            texts.state_not_made,
        ],
    }
}

/// While the payment is under way the page asks again by itself.
fn head(order: &Order, texts: &Texts) -> Markup {
    let follow = if order.is_open() {
        include_str!("../page/receipt_head.html")
    } else {
        ""
    };
    let styles = fill(
        r#"<link rel="stylesheet" href="/checkout.css">"#,
        texts,
        &[],
    );
    Markup::join([styles, fill(follow, texts, &[])])
}

/// Back to the checkout while there is something to buy, otherwise to the shop.
fn next(order: &Order, cart: Option<&Cart>, texts: &Texts) -> Markup {
    let is_over = !order.is_open() && order.status != "approved";
    let can_try_again = is_over && cart.is_some_and(|cart| !cart.lines.is_empty());
    let link = if can_try_again {
        r#"<a class="button primary" id="try-again" href="/checkout">{{try_again}}</a>"#
    } else {
        r#"<a class="button" href="/">{{back_to_shop}}</a>"#
    };
    fill(link, texts, &[])
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_whole, full_cart};
    use super::*;

    #[test]
    fn every_state_has_its_receipt_in_both_languages_and_only_an_open_one_asks_again() {
        let cart = full_cart();
        for language in Language::ALL {
            let mut headings = Vec::new();
            for (status, is_open) in [
                ("placing", true),
                ("pending", true),
                ("approved", false),
                ("declined", false),
                ("refused", false),
                ("reversed", false),
            ] {
                let mut order = Order::of_cart(&cart, "order-x".to_owned());
                status.clone_into(&mut order.status);
                let lines = [OrderLine {
                    sku: "gone<".to_owned(),
                    quantity: 2,
                    price: 3,
                }];
                let page = receipt(language, Some(&cart), &order, &lines);
                assert_whole(&page, language);
                assert_eq!(page.contains("http-equiv=\"refresh\""), is_open, "{status}");
                assert_eq!(
                    page.contains("id=\"try-again\""),
                    !is_open && status != "approved"
                );
                assert!(page.contains("gone&lt;") && !page.contains("gone<"));
                headings.push(words(&order, language.texts()));
            }
            headings.dedup();
            assert_eq!(headings.len(), 4);
        }
    }
}
