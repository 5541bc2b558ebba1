//! What is refused, what is accepted, and that another reader agrees about it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use proptest::prelude::*;
use strict_json::{Error, MAX_MEMBERS, Value, parse, write_string};

fn refusal(text: &[u8]) -> Option<Error> {
    parse(text, 4).err()
}

fn string(text: &[u8]) -> String {
    parse(text, 0)
        .ok()
        .and_then(Value::into_string)
        .unwrap()
        .to_string()
}

#[test]
fn what_is_not_json_is_malformed() {
    let texts: &[&[u8]] = &[
        b"",
        b" ",
        b"{",
        b"}",
        b"[",
        b"[1",
        b"[1,",
        b"[1,]",
        b"[,1]",
        b"{\"a\"}",
        b"{\"a\":}",
        b"{\"a\":1,}",
        b"{,\"a\":1}",
        b"{\"a\" 1}",
        b"{a:1}",
        b"{'a':1}",
        b"{1:1}",
        b"[1 2]",
        b"\"",
        b"\"a",
        b"\"\\\"",
        b"tru",
        b"True",
        b"NULL",
        b"nul",
        b"NaN",
        b"Infinity",
        b"undefined",
        b"// c\n1",
        b"/* c */1",
        b"1;",
        b"1 1",
        b"{}{}",
        b"{} x",
        b"[]]",
        b"{}\0",
        b"\0{}",
        b"\x0b1",
        b"\xc2\xa01",
    ];
    for text in texts {
        assert_eq!(
            refusal(text),
            Some(Error::Malformed),
            "{}",
            String::from_utf8_lossy(text)
        );
    }
    println!("{} malformed texts refused", texts.len());
}

#[test]
fn a_byte_order_mark_is_refused() {
    assert_eq!(refusal(b"\xef\xbb\xbf{}"), Some(Error::Malformed));
    assert_eq!(refusal(b"\xff\xfe{\0}\0"), Some(Error::Malformed));
    assert!(refusal(b"{}").is_none());
}

#[test]
fn bad_utf8_is_refused_inside_and_outside_of_strings() {
    for text in [
        &b"\"\xff\""[..],
        b"\"\xc0\xaf\"",
        b"\"\xed\xa0\x80\"",
        b"\"\xf4\x90\x80\x80\"",
        b"{}\xff",
    ] {
        assert_eq!(refusal(text), Some(Error::Malformed));
    }
    assert_eq!(string("\"é€😀\"".as_bytes()), "é€😀");
}

#[test]
fn control_characters_must_be_escaped() {
    for control in 0..0x20_u8 {
        assert_eq!(
            refusal(&[b'"', control, b'"']),
            Some(Error::Malformed),
            "{control}"
        );
    }
    assert_eq!(
        string(br#""\u0000\u001f\b\f\n\r\t\"\\\/""#),
        "\0\u{1f}\u{8}\u{c}\n\r\t\"\\/"
    );
}

#[test]
fn escapes_are_the_eight_and_four_hex_digits() {
    for text in [
        r#""\x41""#,
        r#""\a""#,
        r#""\u""#,
        r#""\u12""#,
        r#""\u12g4""#,
        r#""\U0041""#,
        r#""\u+041""#,
    ] {
        assert_eq!(refusal(text.as_bytes()), Some(Error::Malformed), "{text}");
    }
    assert_eq!(string(br#""\u0041\u00e9\u20AC""#), "Aé€");
}

#[test]
fn surrogates_come_in_pairs() {
    for text in [
        r#""\ud83d""#,
        r#""\ud83dx""#,
        r#""\ud83d\n""#,
        r#""\ud83d\u0041""#,
        r#""\ud83d\ud83d""#,
        r#""\ude00""#,
        r#""\ude00\ud83d""#,
    ] {
        assert_eq!(refusal(text.as_bytes()), Some(Error::Malformed), "{text}");
    }
    assert_eq!(string(br#""\ud83d\ude00""#), "😀");
}

#[test]
fn numbers_have_one_form_and_integers_are_exact() {
    for text in [
        "-", "+1", "01", "-01", "00", "1.", ".5", "1.e3", "1e", "1e+", "0x10", "1_000", "--1",
        "1e1.5", "١",
    ] {
        assert_eq!(refusal(text.as_bytes()), Some(Error::Malformed), "{text}");
    }
    for (text, number) in [
        ("0", 0),
        ("7", 7),
        ("-7", -7),
        ("1200", 1200),
        ("9223372036854775807", i64::MAX),
        ("-9223372036854775808", i64::MIN),
    ] {
        assert_eq!(
            parse(text.as_bytes(), 0).ok().and_then(|v| v.as_integer()),
            Some(number),
            "{text}"
        );
    }
    for text in [
        "-0",
        "1.0",
        "0.1",
        "1e2",
        "1E-2",
        "9223372036854775808",
        "-9223372036854775809",
    ] {
        assert!(
            matches!(parse(text.as_bytes(), 0), Ok(Value::Decimal)),
            "{text}"
        );
    }
}

#[test]
fn equal_names_are_duplicates_however_they_are_written() {
    for text in [
        r#"{"a":1,"a":1}"#,
        r#"{"a":1,"b":2,"a":3}"#,
        r#"{"a":1,"\u0061":1}"#,
        r#"{"\u0061":1,"a":1}"#,
        r#"[{"é":1,"\u00e9":1}]"#,
        r#"{"":1,"":2}"#,
        r#"{"/":1,"\/":2}"#,
    ] {
        assert_eq!(refusal(text.as_bytes()), Some(Error::Duplicate), "{text}");
    }
    assert!(refusal(br#"{"a":{"a":1},"A":[{"a":1},{"a":1}]}"#).is_none());
}

#[test]
fn depth_is_what_the_caller_allows() {
    for (text, depth) in [
        ("1", 0),
        ("[]", 1),
        ("{\"a\":[]}", 2),
        ("[[[]]]", 3),
        ("{\"a\":{\"a\":{}}}", 3),
    ] {
        assert!(parse(text.as_bytes(), depth).is_ok(), "{text}");
        if let Some(less) = depth.checked_sub(1) {
            assert_eq!(
                parse(text.as_bytes(), less).err(),
                Some(Error::TooDeep),
                "{text}"
            );
        }
    }
    assert_eq!(
        refusal("[".repeat(1_000_000).as_bytes()),
        Some(Error::TooDeep)
    );
}

#[test]
fn an_object_has_at_most_so_many_members() {
    let object = |count: usize| {
        let members: Vec<String> = (0..count).map(|i| format!("\"{i}\":0")).collect();
        format!("{{{}}}", members.join(","))
    };
    assert!(parse(object(MAX_MEMBERS).as_bytes(), 1).is_ok());
    assert_eq!(
        parse(object(MAX_MEMBERS + 1).as_bytes(), 1).err(),
        Some(Error::Malformed)
    );
}

#[test]
fn members_are_taken_once_and_what_is_left_shows() {
    let mut object = parse(br#" { "b" : true , "a" : [ 1 , null ] } "#, 2)
        .ok()
        .and_then(Value::into_object)
        .unwrap();
    assert_eq!(object.len(), 2);
    assert_eq!(
        object
            .take("a")
            .and_then(Value::into_array)
            .map(|a| a.len()),
        Some(2)
    );
    assert!(object.take("a").is_none());
    assert!(!object.is_empty());
    let (name, value) = object.take_first().unwrap();
    assert_eq!((name.as_str(), value.as_bool()), ("b", Some(true)));
    assert!(object.is_empty() && object.take_first().is_none());
}

/// The value as `serde_json` has it, or `None` where only one of the two keeps it exactly.
fn same(ours: Value, theirs: &serde_json::Value) -> bool {
    use serde_json::Value as Their;
    match (ours, theirs) {
        (Value::Null, Their::Null) => true,
        (Value::Bool(ours), Their::Bool(theirs)) => ours == *theirs,
        (Value::Integer(ours), Their::Number(theirs)) => theirs.as_i64() == Some(ours),
        (Value::Decimal, Their::Number(theirs)) => !theirs.is_i64(),
        (Value::String(ours), Their::String(theirs)) => *ours == *theirs,
        (Value::Array(ours), Their::Array(theirs)) => {
            ours.len() == theirs.len()
                && ours
                    .into_iter()
                    .zip(theirs)
                    .all(|(ours, theirs)| same(ours, theirs))
        }
        (Value::Object(mut ours), Their::Object(theirs)) => {
            ours.len() == theirs.len()
                && theirs
                    .iter()
                    .all(|(name, theirs)| ours.take(name).is_some_and(|ours| same(ours, theirs)))
        }
        _ => false,
    }
}

fn json_like() -> impl Strategy<Value = String> {
    let token = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\"a\"",
        "\"\\u0061\"",
        "0",
        "-1",
        "12",
        "1.5",
        "1e2",
        "true",
        "null",
        " ",
        "\\",
        "\\ud83d",
        "é",
        "{\"a\":",
        "[1,2]",
    ]);
    prop::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat())
}

fn json_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let _ = parse(&bytes, 3);
    }

    #[test]
    fn what_is_accepted_another_reader_accepts_with_the_same_meaning(text in json_like()) {
        if let Ok(ours) = parse(text.as_bytes(), 8) {
            let theirs: serde_json::Value = serde_json::from_str(&text).unwrap();
            prop_assert!(same(ours, &theirs), "{text}");
        }
    }

    #[test]
    fn what_another_writer_writes_is_accepted_with_the_same_meaning(value in json_value()) {
        prop_assert!(parse(value.to_string().as_bytes(), 8).is_ok_and(|ours| same(ours, &value)));
    }

    #[test]
    fn a_written_string_reads_back(text in any::<String>()) {
        let mut written = String::new();
        write_string(&mut written, &text);
        prop_assert_eq!(&string(written.as_bytes()), &text);
        prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}
