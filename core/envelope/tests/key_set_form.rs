//! A key set has one form: signed correctly in any other, it is refused.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

#[path = "signer/signer.rs"]
mod signer;

use envelope::base64url;
use envelope::key_set::{Expected, KeySetError, join, verify};
use proptest::prelude::*;
use signer::*;

/// What a statement is made of, decoded.
fn texts(statement: &str) -> (String, String) {
    let mut parts = statement
        .split('.')
        .map(|part| String::from_utf8(base64url::decode(part.as_bytes()).unwrap_or_default()));
    (
        parts.next().unwrap().unwrap(),
        parts.next().unwrap().unwrap(),
    )
}

#[test]
fn correctly_signed_statements_of_another_form_are_malformed() {
    let edits: &[(&str, &str)] = &[
        (r#""alg":"ES256""#, r#""alg":"none""#),
        (r#""alg":"ES256""#, r#""alg":"ES384""#),
        (r#""alg":"ES256""#, r#""alg":"HS256""#),
        (r#""alg":"ES256","#, ""),
        (r#"{"alg""#, r#"{"crit":["b64"],"b64":false,"alg""#),
        (r#"{"alg""#, r#"{"alg":"ES256","alg""#),
        (r#"{"alg""#, r#"{"\u0061lg":"ES256","alg""#),
        (r#"{"alg""#, r#"{"jku":"https://evil.example","alg""#),
        (r#"{"alg""#, r#"{"x5c":[],"alg""#),
        (r#""typ":"cardseal-"#, r#""typ":"other-"#),
        (r#""env":"test","#, ""),
        (r#""env":"test""#, r#""env":"test","env":"live""#),
        (r#""env":"test""#, r#""env":"test","\u0065nv":"test""#),
        (r#""env":"test""#, r#""env":["test"]"#),
        (r#""env":"test""#, r#""env":"test","more":1"#),
        (r#""iss":"https://vault.example","#, ""),
        (r#""exp":18"#, r#""exp":-18"#),
        (r#""exp":18"#, r#""exp":1.8"#),
        (r#""exp":18"#, r#""exp":1800000009e0,"e":18"#),
        (r#""crv":"P-256""#, r#""crv":"P-384""#),
        (r#""crv":"P-256""#, r#""d":"AA","crv":"P-256""#),
        (r#"{"env""#, "\u{feff}{\"env\""),
    ];
    let root_edits: &[(&str, &str)] = &[
        (r#""kid":""#, r#""kid":"A"#),
        (r#""nbf":17"#, r#""nbf":"17","n":17"#),
        (r#""jwk":{"crv""#, r#""jwk":{"kid":"1","crv""#),
    ];
    let set_edits: &[(&str, &str)] = &[
        (r#""seq":1,"#, ""),
        (r#""seq":1"#, r#""seq":"1""#),
        (r#""seq":1"#, r#""seq":-1"#),
        (r#""use":"enc""#, r#""use":"sig""#),
        (r#""use":"enc","#, ""),
        (r#""alg":"ECDH-ES""#, r#""alg":"ECDH-ES+A256KW""#),
        (r#""alg":"ECDH-ES""#, r#""alg":"RSA-OAEP-256""#),
        (r#""kty":"EC""#, r#""kty":"RSA""#),
        (r#"","alg""#, r#"A","alg""#),
        (r#""keys":["#, r#""keys":[1,"#),
        (r#""keys":["#, r#""keys":[{},"#),
        (r#""keys":["#, r#""keys":{"a":1},"more":["#),
        (r#""use":"enc""#, r#""use":"enc","key_ops":["deriveBits"]"#),
        (r#""use":"enc""#, r#""use":"enc","a":{"b":1}"#),
    ];
    let mut refused = 0;
    let parts = [
        (root(), good_root_statement(), root_edits),
        (intermediate(), good_key_set(), set_edits),
    ];
    for (index, (signer, statement, own_edits)) in parts.iter().enumerate() {
        let (header, payload) = texts(statement);
        for (from, to) in edits.iter().chain(*own_edits) {
            let edited = [header.replacen(from, to, 1), payload.replacen(from, to, 1)];
            if edited == [header.clone(), payload.clone()] {
                continue;
            }
            let edited = signer.sign_texts(&edited[0], &edited[1]);
            let set = if index == 0 {
                join(&[edited, good_key_set()])
            } else {
                join(&[good_root_statement(), edited])
            };
            assert_eq!(verified(&set), Err(KeySetError::Malformed), "{from} → {to}");
            refused += 1;
        }
        let same = signer.sign_texts(&header, &payload);
        let set = if index == 0 {
            join(&[same, good_key_set()])
        } else {
            join(&[good_root_statement(), same])
        };
        assert!(verified(&set).is_ok(), "the same hands make a good one");
    }
    println!("{refused} statements refused");
    assert!(refused >= 55);
}

#[test]
fn texts_of_another_form_are_malformed() {
    let (root, set, text) = (good_root_statement(), good_key_set(), good());
    let texts = [
        String::new(),
        "~".to_owned(),
        "~~".to_owned(),
        root.clone(),
        set.clone(),
        format!("{set}~{root}"),
        format!("{text}~"),
        format!("~{text}"),
        format!("{text}\n"),
        format!(" {text}"),
        format!("\u{feff}{text}"),
        format!("{root}\n~{set}"),
        format!("{text}="),
        format!("{text}."),
        format!("{text}.AA"),
        text.replace('~', ","),
        format!("{root}~{set}~{set}~{set}"),
        "A".repeat(9000),
        format!("{text}{}", " ".repeat(8192)),
        text.rsplit_once('.')
            .map(|(rest, _)| rest.to_owned())
            .unwrap(),
        text.rsplit_once('.')
            .map(|(rest, _)| format!("{rest}."))
            .unwrap(),
        text.get(..text.len() - 2).unwrap().to_owned(),
        format!("{text}AA"),
    ];
    for text in &texts {
        assert_eq!(verified(text), Err(KeySetError::Malformed), "{text}");
    }
    assert!(verified(&text).is_ok());
}

#[test]
fn a_whole_set_of_two_keys_stays_far_below_its_limit() {
    let keys = [8, 9].map(|n| published(n, NOW - 100, NOW + 100));
    let text = join(&[
        next_root(1, NOW - 1, NOW + 1),
        good_root_statement(),
        key_set(NOW - 10, NOW + 10, &keys),
    ]);
    println!("{} bytes", text.len());
    assert!(text.len() < 4096 && verified(&text).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_altered_byte_is_refused(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut text = good().into_bytes();
        let at = at.index(text.len());
        prop_assume!(text[at] != byte);
        text[at] = byte;
        let pin = root().jwk().thumbprint();
        let expected = Expected { pin: &pin, env: ENV, iss: ISS, now: NOW, tolerance: 0 };
        prop_assert!(verify(&text, &expected).is_err());
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..256)) {
        let expected = Expected { pin: "", env: ENV, iss: ISS, now: NOW, tolerance: 0 };
        prop_assert!(verify(&bytes, &expected).is_err());
    }
}
