//! The shop's two pages, filled from templates.

use super::Shop;
use super::orders::Order;

/// The one thing for sale, and its price in yen.
pub(super) const PRODUCT: &str = "Indigo-dyed tenugui";
pub(super) const PRICE: i64 = 1_200;

pub(super) fn checkout(shop: &Shop) -> String {
    fill(
        include_str!("page/checkout.html"),
        &[
            ("product", PRODUCT),
            ("price", &yen(PRICE)),
            ("vault", &shop.vault_origin),
            ("publishable_key", &shop.publishable_key),
        ],
    )
}

pub(super) fn receipt(order: &Order) -> String {
    let heading = match order.status.as_str() {
        "approved" => "Thank you for your order",
        "placing" | "pending" => "One moment, please",
        "declined" => "The payment was declined",
        _ => "The payment was not made",
    };
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    // Without a script the page asks again by itself while the payment is under way. The only
    // markup that is not in the template, so it is put in before values are.
    let refresh = if order.is_open() {
        "\n<meta http-equiv=\"refresh\" content=\"2\">"
    } else {
        ""
    };
    fill(
        &include_str!("page/receipt.html").replace("{{refresh}}", refresh),
        &[
            ("heading", heading),
            ("status", &order.status),
            ("price", &yen(order.amount)),
            ("brand", &text(&order.brand)),
            ("last4", &text(&order.last4)),
            ("approval_code", &text(&order.approval_code)),
            ("reason", &text(&order.reason)),
            ("reference", &order.id),
            ("authorization", &text(&order.authorization)),
        ],
    )
}

/// Yen have no minor unit.
fn yen(amount: i64) -> String {
    let digits = amount.to_string();
    let mut text = String::from("¥");
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The template with each `{{name}}` replaced by its value, escaped.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut page = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        page.push_str(before);
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            escape_into(&mut page, value);
        }
        rest = after;
    }
    page.push_str(rest);
    page
}

fn escape_into(page: &mut String, value: &str) {
    for character in value.chars() {
        match character {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            '\'' => page.push_str("&#39;"),
            other => page.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped_and_never_read_as_templates() {
        let page = fill(
            "<b>{{a}}</b>{{b}}!",
            &[("a", "{{b}}<script>\"'&"), ("b", "x")],
        );
        assert_eq!(page, "<b>{{b}}&lt;script&gt;&quot;&#39;&amp;</b>x!");
    }

    #[test]
    fn yen_are_grouped_by_thousands() {
        for (amount, text) in [
            (1, "¥1"),
            (999, "¥999"),
            (1_200, "¥1,200"),
            (1_234_567, "¥1,234,567"),
        ] {
            assert_eq!(yen(amount), text);
        }
    }

    #[test]
    fn every_place_of_the_templates_is_filled() {
        let mut order = Order::new(PRICE, "JPY").unwrap();
        let page = receipt(&order);
        assert!(!page.contains("{{") && page.contains("http-equiv=\"refresh\""));
        order.refused("token_expired".to_owned());
        let page = receipt(&order);
        assert!(page.contains("token_expired") && !page.contains("refresh"));
    }
}
