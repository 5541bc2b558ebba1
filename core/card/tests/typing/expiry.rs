//! The expiry, key by key.

use super::*;
use Field::Expiry;

#[test]
fn every_form_people_type_or_paste_becomes_month_and_year() {
    for (text, shown) in [
        ("1228", "12/28|"),
        ("12/28", "12/28|"),
        ("12 / 28", "12/28|"),
        ("12-28", "12/28|"),
        ("1/28", "01/28|"),
        ("1 28", "01/28|"),
        ("0128", "01/28|"),
        ("528", "05/28|"),
        ("5/28", "05/28|"),
        ("012028", "01/2028|"),
        ("01/2028", "01/2028|"),
        ("1/2028", "01/2028|"),
        ("１２／２８", "12/28|"),
        ("１２・２８", "12/28|"),
        ("12月28", "12/28|"),
        ("12/28/", "12/28|"),
        ("12/285", "12/28|"),
    ] {
        assert_eq!(typed(Expiry, text), shown, "typed {text}");
        assert_eq!(pasted(Expiry, text), shown, "pasted {text}");
    }
}

#[test]
fn a_whole_text_with_the_year_first_is_turned_round() {
    for (text, shown) in [
        ("2028-01", "01/2028|"),
        ("2028-1", "01/2028|"),
        ("2028-01-31", "01/2028|"),
        ("2028/12", "12/2028|"),
        ("２０２８年１月", "01/2028|"),
        ("202801", "01/2028|"),
        ("52028", "05/2028|"),
        ("12028", "01/2028|"),
        ("12年28月", "12/28|"),
        ("expires 12/28", "12/28|"),
        ("12/28 123", "12/28|"),
        ("4242424242424242", "42/42|"),
        ("next year", "|"),
        ("/", "|"),
    ] {
        assert_eq!(pasted(Expiry, text), shown, "{text}");
    }
}

#[test]
fn key_by_key_nothing_is_written_that_backspace_cannot_take_away() {
    let mut input = Input::new(Expiry);
    for (key, shown) in [
        ("5", "5|"),
        ("2", "05/2|"),
        ("8", "05/28|"),
        ("9", "05/28|"),
    ] {
        assert_eq!(input.keys(key).shown(), shown);
    }
    for shown in ["05/2|", "05|", "0|", "|"] {
        assert_eq!(input.backspace().shown(), shown);
    }
    for (key, shown) in [("1", "1|"), ("/", "01/|"), ("2", "01/2|")] {
        assert_eq!(input.keys(key).shown(), shown);
    }
    let mut input = Input::new(Expiry);
    assert_eq!(input.keys("12").shown(), "12|");
    assert_eq!(input.keys("/").shown(), "12/|");
    assert_eq!(input.backspace().shown(), "12|");
    assert_eq!(input.keys("x").shown(), "12|");
}

#[test]
fn a_slash_or_year_that_only_a_deletion_left_is_not_read_as_something_new() {
    let held = |marked| Input::holding(Expiry, marked);
    assert_eq!(held("28/0|").backspace().shown(), "28/|");
    assert_eq!(held("28/0|").backspace().backspace().shown(), "2|");
    assert_eq!(held("20/|2001").backspace().shown(), "2|/2001");
    assert_eq!(pasted(Expiry, "/202801"), "/2028|");
    let mut input = held("|12/28");
    input.replace(0, 3, "", "deleteContentBackward");
    assert_eq!(input.shown(), "|28");
    assert_eq!(input.keys("12").shown(), "12|/28");
}

#[test]
fn a_date_pasted_into_an_expiry_takes_nothing_that_stood_behind_the_caret() {
    let mut input = Input::holding(Expiry, "20|/35");
    assert_eq!(input.write("28-01").shown(), "20|/35");
}

#[test]
fn a_text_that_was_left_as_it_was_filled_in_is_corrected_all_the_same() {
    let edit = Edit::of("deleteContentBackward", 4);
    let typed = format(Expiry, "12 /28", 4, edit);
    assert_eq!((typed.expose(), typed.caret()), ("1/28", 1));
    let edit = Edit::of("deleteContentBackward", 8);
    let typed = format(Field::Number, "42424242", 4, edit);
    assert_eq!((typed.expose(), typed.caret()), ("4244 242", 3));
}

#[test]
fn an_impossible_month_stays_to_be_refused() {
    for text in ["13/28", "00/28", "28/01", "2801", "1328"] {
        let shown = pasted(Expiry, text);
        assert!(
            card::Expiry::from_typed(&shown.replace('|', "")).is_err(),
            "{shown}"
        );
    }
    assert_eq!(typed(Expiry, "1328"), "13/28|");
}

#[test]
fn the_month_is_corrected_without_the_year_moving() {
    let held = || Input::holding(Expiry, "12|/28");
    let spaced = Input::holding(Expiry, "1|0/28").keys(" ").shown();
    assert_eq!(spaced, "1|0/28", "a space beside the slash divides nothing");
    assert_eq!(held().backspace().shown(), "1|/28");
    assert_eq!(held().backspace().keys("1").shown(), "11|/28");
    assert_eq!(held().backspace().backspace().shown(), "|/28");
    assert_eq!(held().backspace().backspace().keys("07").shown(), "07|/28");
    assert_eq!(held().backspace().leave().shown(), "01/28|");
    assert_eq!(held().delete().shown(), "12|/8");
    assert_eq!(held().keys("3").shown(), "12|/28");
    assert_eq!(
        Input::holding(Expiry, "12/|28").backspace().shown(),
        "1|/28"
    );
    assert_eq!(Input::holding(Expiry, "1|2/28").keys("0").shown(), "1|2/28");
    assert_eq!(Input::holding(Expiry, "12/|28").delete().shown(), "12/|8");
}

#[test]
fn the_year_is_corrected_in_place() {
    let held = || Input::holding(Expiry, "01/|2028");
    assert_eq!(held().delete().shown(), "01/|028");
    assert_eq!(held().delete().delete().shown(), "01/|28");
    assert_eq!(held().delete().keys("2").shown(), "01/2|028");
    assert_eq!(
        Input::holding(Expiry, "12/2|8")
            .backspace()
            .keys("3")
            .shown(),
        "12/3|8"
    );
}

#[test]
fn a_complete_text_is_what_the_expiry_reads() {
    for text in ["1/28", "528", "012028", "2028-01", "１ ２８"] {
        let shown = pasted(Expiry, text);
        assert!(
            card::Expiry::from_typed(&shown.replace('|', "")).is_ok(),
            "{shown}"
        );
    }
}
