//! What holds of [`format`] for every text, caret and edit.
#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use card::Expiry;
use card::typing::{Edit, Field, Typed, candidates, format};
use promises::{
    Input, after_backspace, digits, is_well_formed, presses_until_empty, stays_when_formatted_again,
};
use proptest::prelude::*;

// Shared with the fuzzer, tests/fuzz.
#[path = "typing/promises.rs"]
mod promises;

const INPUT_TYPES: [&str; 4] = [
    "insertText",
    "deleteContentBackward",
    "deleteContentForward",
    "",
];

/// The digits of `text` before a caret in UTF-16 units.
fn digits_before(text: &str, caret: usize) -> usize {
    let mut units = 0;
    let before = text.chars().take_while(|character| {
        units += character.len_utf16();
        units <= caret
    });
    digits(&before.collect::<String>()).len()
}

fn written(field: Field, text: &str, caret: usize) -> Typed {
    format(field, text, caret, Edit::of("insertText", 0))
}

fn with_written(field: Field, typed: &Typed, key: char) -> Typed {
    let (before, after) = typed.expose().split_at(typed.caret());
    let edit = Edit::of("insertText", typed.digits());
    format(
        field,
        &format!("{before}{key}{after}"),
        typed.caret() + 1,
        edit,
    )
}

fn field() -> impl Strategy<Value = Field> {
    prop_oneof![Just(Field::Number), Just(Field::Expiry)]
}

/// Texts with more digits and separators than chance would give.
fn text(most: usize) -> impl Strategy<Value = String> {
    let character = prop_oneof![
        6 => prop::char::range('0', '9'),
        2 => prop::char::range('０', '９'),
        2 => prop::sample::select(vec![' ', '/', '-', '　', '／', '年', '月', '.']),
        1 => any::<char>(),
    ];
    prop::collection::vec(character, 0..=most).prop_map(String::from_iter)
}

fn caret() -> impl Strategy<Value = usize> {
    prop_oneof![4 => 0_usize..50, 1 => any::<usize>()]
}

#[derive(Clone, Copy, Debug)]
enum Key {
    Write(char),
    Backspace,
    Delete,
}

fn key() -> impl Strategy<Value = Key> {
    prop_oneof![
        6 => prop::char::range('0', '9').prop_map(Key::Write),
        1 => prop::sample::select(vec![' ', '/', '-', 'x']).prop_map(Key::Write),
        2 => Just(Key::Backspace),
        1 => Just(Key::Delete),
    ]
}

/// The digits of a brand's numbers, or of none.
fn number(most: usize) -> impl Strategy<Value = String> {
    let start = prop::sample::select(vec![
        "", "4", "51", "37", "3528", "36", "6011", "62", "309", "222100",
    ]);
    (
        start,
        prop::collection::vec(prop::char::range('0', '9'), 0..=most),
    )
        .prop_map(move |(start, rest)| start.chars().chain(rest).take(most).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_caret_and_edit_give_an_ascii_text_with_the_caret_in_it(
        field in field(),
        text in text(45),
        caret in caret(),
        input_type in prop::sample::select(INPUT_TYPES.to_vec()),
        before in caret(),
    ) {
        let typed = format(field, &text, caret, Edit::of(input_type, before));
        is_well_formed(field, &typed);
        let _ = candidates(&text);
    }

    #[test]
    fn a_formatted_text_is_formatted(
        field in field(),
        text in text(45),
        caret in caret(),
        input_type in prop::sample::select(INPUT_TYPES.to_vec()),
        before in caret(),
    ) {
        let typed = format(field, &text, caret, Edit::of(input_type, before));
        stays_when_formatted_again(field, &typed);
    }

    #[test]
    fn a_number_that_fits_keeps_every_digit_in_its_order_and_before_or_after_the_caret(
        text in text(15),
        caret in caret(),
    ) {
        let typed = written(Field::Number, &text, caret);
        prop_assert_eq!(digits(typed.expose()), digits(&text));
        let before = text
            .chars()
            .scan(0_usize, |units, character| {
                let start = *units;
                *units += character.len_utf16();
                Some((start, character))
            })
            .filter(|&(start, character)| start < caret && card::digit_value(character).is_some())
            .count();
        prop_assert_eq!(digits_before(typed.expose(), typed.caret()), before);
    }

    #[test]
    fn a_number_too_long_loses_digits_before_the_caret_alone(
        standing in number(19),
        more in "[0-9]{1,12}",
        place in any::<prop::sample::Index>(),
    ) {
        let standing = written(Field::Number, &standing, usize::MAX);
        let caret = place.index(standing.expose().len() + 1);
        let (before, after) = standing.expose().split_at(caret);
        let text = format!("{before}{more}{after}");
        let edit = Edit::of("insertFromPaste", standing.digits());
        let typed = format(Field::Number, &text, caret + more.len(), edit);
        let (left, right) = typed.expose().split_at(typed.caret());
        prop_assert_eq!(digits(right), digits(after));
        prop_assert!(digits(left).starts_with(&digits(before)));
        prop_assert!((digits(before) + &more).starts_with(&digits(left)));
    }

    #[test]
    fn a_written_digit_and_a_backspace_leave_a_number_as_it_was(
        standing in number(14),
        place in any::<prop::sample::Index>(),
        key in prop::char::range('0', '9'),
    ) {
        let standing = written(Field::Number, &standing, usize::MAX);
        let text = standing.expose();
        let at = format(Field::Number, text, place.index(text.len() + 1), Edit::of("", standing.digits()));
        let longer = with_written(Field::Number, &at, key);
        prop_assert_eq!(longer.digits(), at.digits() + 1);
        let before_caret = longer.expose()[..longer.caret()].trim_end();
        prop_assert!(before_caret.ends_with(key), "the caret stands right behind what was written");
        let back = after_backspace(Field::Number, &longer, "deleteContentBackward");
        prop_assert_eq!(back.expose(), at.expose());
        prop_assert_eq!(digits_before(back.expose(), back.caret()), digits_before(at.expose(), at.caret()));
    }

    #[test]
    fn a_written_digit_and_a_backspace_leave_an_expiry_as_it_was_but_for_zero_and_slash(
        standing in "(0[1-9]|1[0-2]|[1-9]|0|)",
        year in "(|/[1-9]?)",
        key in prop::char::range('0', '9'),
    ) {
        let plain = |typed: &Typed| typed.expose().trim_start_matches('0').trim_end_matches('/').to_owned();
        let at = written(Field::Expiry, &format!("{standing}{year}"), usize::MAX);
        let longer = with_written(Field::Expiry, &at, key);
        prop_assert!(longer.expose()[..longer.caret()].ends_with(key));
        let back = after_backspace(Field::Expiry, &longer, "deleteContentBackward");
        prop_assert_eq!(plain(&back), plain(&at));
    }

    #[test]
    fn backspace_empties_any_field(field in field(), text in text(45), before in 0_usize..25) {
        let typed = format(field, &text, usize::MAX, Edit::of("", before));
        let length = typed.expose().len();
        let presses = presses_until_empty(field, typed, "deleteContentBackward");
        prop_assert!(presses.is_some_and(|presses| presses <= length));
    }

    #[test]
    fn in_any_session_no_key_takes_a_digit_that_it_was_not_pressed_for(
        field in field(),
        keys in prop::collection::vec((any::<prop::sample::Index>(), key()), 1..40),
    ) {
        let mut input = Input::new(field);
        for (place, key) in keys {
            // The shopper clicks somewhere, or stays at the end.
            let end = input.text().len();
            let caret = place.index(2 * end + 1).min(end);
            match key {
                Key::Write(key) => input.replace(caret, caret, &key.to_string(), "insertText"),
                Key::Backspace if caret > 0 => {
                    input.replace(caret - 1, caret, "", "deleteContentBackward");
                }
                Key::Delete if caret < end => {
                    input.replace(caret, caret + 1, "", "deleteContentForward");
                }
                Key::Backspace | Key::Delete => {}
            }
        }
        input.leave();
        input.is_emptied_by_backspace();
    }

    #[test]
    fn every_month_is_read_from_every_form(
        month in 1_u32..=12,
        year in 2000_u32..=2099,
        separator in prop::sample::select(vec!["/", " / ", " ", "-", ".", "／", "・", "月"]),
        wide in any::<bool>(),
    ) {
        let expected = Expiry::parse(&format!("{year}-{month:02}"));
        let short = year % 100;
        let mut forms = vec![
            format!("{month}{separator}{year}"),
            format!("{month:02}{separator}{year}"),
            format!("{month:02}{year}"),
            format!("{year}{separator}{month}"),
            format!("{year}{separator}{month:02}{separator}01"),
        ];
        // `20` alone is the beginning of a year, and what follows it would be taken for its rest.
        if short != 20 {
            forms.push(format!("{month}{separator}{short:02}"));
            forms.push(format!("{month:02}{separator}{short:02}"));
            forms.push(format!("{month:02}{short:02}"));
        }
        for form in forms {
            let form: String = form
                .chars()
                .map(|character| match card::digit_value(character) {
                    Some(value) if wide => char::from_u32(u32::from('０') + u32::from(value)).unwrap(),
                    _ => character,
                })
                .collect();
            let typed = written(Field::Expiry, &form, usize::MAX);
            prop_assert_eq!(Expiry::from_typed(typed.expose()), expected, "{}", form);
        }
    }
}

#[test]
fn a_formatter_that_is_not_told_of_deletions_is_a_trap_and_is_found() {
    let shown = written(Field::Expiry, "12/28", 3);
    let stuck = presses_until_empty(Field::Expiry, shown, "");
    let told = presses_until_empty(
        Field::Expiry,
        written(Field::Expiry, "12/28", usize::MAX),
        "deleteContentBackward",
    );
    assert_eq!((stuck, told), (None, Some(4)));
}

#[test]
#[should_panic = "4242[ >]4 became 4242 4"]
fn a_form_that_is_not_told_of_a_deletion_breaks_a_promise_and_is_found() {
    let mut input = Input::new(Field::Number);
    input.replace(0, 0, "42424", "insertFromPaste");
    input.replace_told(4, 5, "", "deleteContentBackward", "");
}
