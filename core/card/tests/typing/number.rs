//! The number, key by key.

use super::*;
use Field::Number;

#[test]
fn a_number_stands_in_the_groups_of_its_brand_and_stops_at_its_longest() {
    let mut checked = 0;
    for (keys, shown) in [
        ("", "|"),
        ("4", "4|"),
        ("4242", "4242|"),
        ("42424", "4242 4|"),
        ("4242424242424242", "4242 4242 4242 4242|"),
        ("42424242424242424242", "4242 4242 4242 4242 424|"),
        ("55555555555544441", "5555 5555 5555 4444|"),
        ("3782822463100059", "3782 822463 10005|"),
        ("30569309025904", "3056 930902 5904|"),
        ("305693090259041", "3056 9309 0259 041|"),
        ("35301113333000001234", "3530 1113 3330 0000 123|"),
        ("62000000000000000000", "6200 0000 0000 0000 000|"),
        ("99999999999999999999", "9999 9999 9999 9999 999|"),
        ("４２４２４２", "4242 42|"),
        ("42 42-42x", "4242 42|"),
    ] {
        assert_eq!(typed(Number, keys), shown, "typed {keys}");
        assert_eq!(pasted(Number, keys), shown, "pasted {keys}");
        checked += 1;
    }
    assert!(checked > 0);
}

#[test]
fn a_pasted_number_is_read_through_whatever_surrounds_it() {
    for (text, shown) in [
        ("4242-4242-4242-4242", "4242 4242 4242 4242|"),
        (
            " ４２４２　４２４２　４２４２　４２４２\n",
            "4242 4242 4242 4242|",
        ),
        (
            "カード番号：3530 1113 3330 0000です",
            "3530 1113 3330 0000|",
        ),
        ("💳 378282246310005", "3782 822463 10005|"),
        ("no number at all", "|"),
    ] {
        assert_eq!(pasted(Number, text), shown, "{text}");
    }
}

#[test]
fn a_deletion_at_a_gap_takes_the_digit_beyond_it() {
    let held = |marked| Input::holding(Number, marked);
    assert_eq!(held("4242 |4242 42").backspace().shown(), "424|4 2424 2");
    assert_eq!(held("4242| 4242 42").delete().shown(), "4242| 2424 2");
    assert_eq!(held("4242 |4242 42").delete().shown(), "4242 |2424 2");
    assert_eq!(held("4242 1|").backspace().shown(), "4242|");
    assert_eq!(held("3782 8|22463 1").backspace().shown(), "3782 |224631");
    assert_eq!(held("4242|").delete().shown(), "4242|");
}

#[test]
fn a_deleted_selection_loses_what_was_selected_and_nothing_more() {
    let deleted = |marked: &str, to| {
        let mut input = Input::holding(Number, marked);
        input.replace(input.caret, to, "", "deleteContentBackward");
        input.shown()
    };
    assert_eq!(deleted("4242| 1234 5678", 6), "4242| 2345 678");
    assert_eq!(deleted("42|42 1234 5678", 7), "42|34 5678");
    assert_eq!(deleted("|4242 1234 5678", 14), "|");
}

#[test]
fn a_digit_that_does_not_fit_is_not_let_in_and_pushes_nothing_out() {
    let held = |marked| Input::holding(Number, marked);
    assert_eq!(
        held("37|82 822463 10005").keys("9").shown(),
        "37|82 822463 10005"
    );
    assert_eq!(
        held("55|55 5555 5555 4444").write("123").shown(),
        "55|55 5555 5555 4444"
    );
    assert_eq!(
        held("37|82 822463 1000").write("91").shown(),
        "379|8 282246 31000"
    );
    let many = "1".repeat(60);
    assert_eq!(
        held("55|55 5555 5555 4444").write(&many).shown(),
        "55|55 5555 5555 4444"
    );
    // As American Express, which 3 would make of it, it were too long.
    assert_eq!(
        held("|4242 4242 4242 4242").keys("3").shown(),
        "|4242 4242 4242 4242"
    );
}

#[test]
fn a_deletion_that_changes_the_brand_cuts_nothing_off() {
    let mut input = Input::holding(Number, "4|378 2822 4631 0005 123");
    assert_eq!(input.backspace().shown(), "|3782 8224 6310 0051 23");
    assert_eq!(input.leave().shown(), "3782 8224 6310 0051 23|");
}
