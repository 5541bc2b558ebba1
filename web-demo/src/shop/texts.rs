//! What the shop says. A language is one file.

mod en;
mod ja;

pub(super) use en::ENGLISH;
pub(super) use ja::JAPANESE;

use crate::language::Language;
use crate::texts::texts;

impl Language {
    /// What the shop says in it.
    pub(super) const fn texts(self) -> &'static Texts {
        match self {
            Self::English => &ENGLISH,
            Self::Japanese => &JAPANESE,
        }
    }
}

texts! {
    // On every page.
    shop_name,
    shop_line,
    skip_to_content,
    languages,
    nav,
    nav_products,
    nav_cart,
    footer_demo,
    footer_card,

    // The products.
    products_title,
    hero_eyebrow,
    hero_heading,
    hero_line,
    hero_more,
    hero_alt,
    products_heading,
    products_line,
    add_to_cart,
    tax_included,
    tenugui_name,
    tenugui_pattern,
    tenugui_line,
    tenugui_alt,
    furoshiki_name,
    furoshiki_pattern,
    furoshiki_line,
    furoshiki_alt,
    stole_name,
    stole_pattern,
    stole_line,
    stole_alt,
    noren_name,
    noren_pattern,
    noren_line,
    noren_alt,
    kinchaku_name,
    kinchaku_pattern,
    kinchaku_line,
    kinchaku_alt,
    cover_name,
    cover_pattern,
    cover_line,
    cover_alt,

    // The cart.
    cart_title,
    cart_empty,
    cart_empty_line,
    cart_look,
    quantity,
    fewer,
    more,
    remove,
    subtotal,
    shipping,
    shipping_free,
    total,
    to_checkout,
    keep_looking,

    // The checkout.
    checkout_title,
    step_details,
    step_card,
    step_review,
    details_heading,
    details_line,
    purchaser_name,
    purchaser_email,
    purchaser_phone,
    purchaser_postal_code,
    purchaser_address,
    pay_by_card,
    pay_by_card_line,
    needs_javascript,
    card_title,
    card_submit,
    review_heading,
    review_line,
    review_card,
    review_purchaser,
    change_card,
    edit_details,
    place_order,
    order_heading,
    card_ending,

    // Beside a field that cannot be taken as it is.
    field_missing,
    field_too_long,
    field_not_an_email,
    field_not_a_phone,
    field_not_a_postal_code,
    field_holds_a_card_number,
    field_not_accepted,

    // Above the steps of the checkout.
    message_checking,
    message_placing,
    message_invalid_details,
    message_declined,
    message_insufficient_funds,
    message_expired_card,
    message_incorrect_cvc,
    message_processing_error,
    message_token_used,
    message_token_expired,
    message_cart_changed,
    message_network,
    message_refused,
    message_card_form,

    // The receipt.
    receipt_title,
    receipt_thanks,
    receipt_thanks_line,
    receipt_waiting,
    receipt_waiting_line,
    receipt_declined,
    receipt_declined_line,
    receipt_not_made,
    receipt_not_made_line,
    receipt_status,
    state_approved,
    state_open,
    state_declined,
    state_not_made,
    receipt_amount,
    receipt_card,
    receipt_approval,
    receipt_reason,
    receipt_reference,
    receipt_authorization,
    receipt_items,
    try_again,
    back_to_shop,

    // Where nothing is.
    not_found_title,
    not_found_line,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::{Named as _, assert_both_languages};

    #[test]
    fn no_text_is_empty_or_the_same_in_both_languages() {
        // A name is a name.
        let count = assert_both_languages(ENGLISH.all(), JAPANESE.all(), &["shop_name"]);
        assert!(count > 100);
    }

    #[test]
    fn a_text_is_found_by_its_name_and_an_unknown_name_is_none() {
        assert_eq!(ENGLISH.find("place_order"), Some("Place order"));
        assert_eq!(JAPANESE.find("place_order"), Some("注文を確定する"));
        assert_eq!(ENGLISH.find("no_such_text"), None);
    }
}
