//! What the playground says. A language is one file.

mod en;
mod ja;

use en::ENGLISH;
use ja::JAPANESE;

use crate::language::Language;
use crate::texts::texts;

/// A text, whatever the language.
pub(super) type Text = fn(&Texts) -> &'static str;

impl Texts {
    /// The texts in this language.
    pub(super) const fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Japanese => &JAPANESE,
        }
    }
}

texts! {
    // On every page.
    skip_to_content,
    languages,
    title,
    footer,
    not_found,
    back,

    // The options.
    heading,
    line,
    needs_javascript,
    options,
    mode,
    mode_popup,
    mode_inline,
    mode_element,
    redirect,
    state,
    state_empty,
    state_incomplete,
    state_declined,
    state_insufficient_funds,
    state_expired_card,
    state_unreachable,
    locale,
    locale_auto,
    theme,
    theme_auto,
    theme_light,
    theme_dark,
    colours,
    colours_line,
    colour_primary,
    colour_background,
    colour_text,
    colour_danger,
    verdict_taken,
    verdict_refused,
    radius,
    spacing,
    font,
    font_system,
    font_serif,
    font_rounded,
    font_mono,
    font_vault,
    rules,
    rules_none,
    rules_large,
    rules_round,
    rules_light,
    submit,
    name_field,
    page_button,
    page_pay,
    reset,
    copy_link,

    // The form.
    form,
    view,
    view_one,
    view_several,
    view_states,
    first_language,
    second_language,
    width,
    width_full,
    open_form,
    show_again,

    // What the page is told.
    log,
    log_line,

    // The cards.
    cards,
    cards_line,
    card_number,
    card_brand,
    card_result,
    card_remark,
    card_approved,
    card_declined,
    card_time_out,
    card_debit,
    card_from_japan,
    card_two_series,
    card_prepaid,
    card_four_digit_code,
    card_14_digits,
    card_16_digits,
    card_19_digits,
    card_in_ranges,
    card_two_brands,
    card_any_expiry,
    card_any_code,
    card_slow_later,

    // The code.
    code,
    code_line,
    code_module,
    code_element,
    code_server,
    copy,
    copied,
    uncopied,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::assert_both_languages;

    #[test]
    fn no_text_is_empty_or_the_same_in_both_languages() {
        let count = assert_both_languages(ENGLISH.all(), JAPANESE.all(), &[]);
        assert!(count > 80);
    }
}
