//! Signed ranges are read as they were written, in one form, and only when their signature holds.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "signer/signer.rs"]
mod signer;

use card::{Badges, BinRange, Brand, Meaning};
use envelope::key_set::{Expected, KeySetError, RangesStatement, read_ranges, verify_es256};
use signer::*;

fn ranges() -> Vec<BinRange> {
    let both = Badges::both(Brand::Visa, Brand::MyDebit).unwrap();
    [
        (
            "001234",
            "945899",
            Meaning::Card(Badges::of(Brand::MyDebit)),
        ),
        ("400000458", "400000458", Meaning::Card(both)),
        ("489537000000", "489537999999", Meaning::PaymentToken),
    ]
    .map(|(low, high, meaning)| BinRange::parse(low.as_bytes(), high.as_bytes(), meaning).unwrap())
    .into()
}

fn statement(env: &str, iss: &str, iat: u64, exp: u64) -> String {
    let statement = RangesStatement {
        env,
        iss,
        seq: 3,
        iat,
        exp,
        ranges: &ranges(),
    };
    intermediate().sign(statement.signing_input(&kid(2)))
}

fn good() -> String {
    statement(ENV, ISS, NOW - 10, NOW + 10)
}

/// Reads with the intermediate, number 2.
fn read(text: &str) -> Result<Vec<BinRange>, KeySetError> {
    let expected = Expected {
        pin: "",
        env: ENV,
        iss: ISS,
        now: NOW,
        tolerance: 0,
    };
    let signed = read_ranges(text.as_bytes(), intermediate().jwk(), &expected)?;
    let holds = verify_es256(signed.key(), signed.signing_input(), signed.signature());
    signed.answered(holds)
}

#[test]
fn ranges_are_read_as_they_were_signed() {
    assert_eq!(read(&good()), Ok(ranges()));
    let none = RangesStatement {
        env: ENV,
        iss: ISS,
        seq: 0,
        iat: NOW,
        exp: NOW + 1,
        ranges: &[],
    };
    let none = intermediate().sign(none.signing_input(&kid(2)));
    assert_eq!(read(&none), Ok(Vec::new()));
}

#[test]
fn ranges_of_another_time_place_or_signer_are_refused() {
    for (text, error) in [
        (
            statement("live", ISS, NOW - 10, NOW + 10),
            KeySetError::WrongEnvironment,
        ),
        (
            statement(ENV, "https://other.example", NOW - 10, NOW + 10),
            KeySetError::WrongIssuer,
        ),
        (
            statement(ENV, ISS, NOW + 1, NOW + 10),
            KeySetError::OutsideTime,
        ),
        (statement(ENV, ISS, NOW - 10, NOW), KeySetError::OutsideTime),
        (
            statement(ENV, ISS, NOW - 10, NOW + 86_400),
            KeySetError::OutsideTime,
        ),
    ] {
        assert_eq!(read(&text), Err(error), "{error:?}");
    }
    // Another key under its own name, and under the name of the right one.
    let own = RangesStatement {
        env: ENV,
        iss: ISS,
        seq: 3,
        iat: NOW - 10,
        exp: NOW + 10,
        ranges: &ranges(),
    };
    for name in [kid(5), kid(2)] {
        let forged = Key::number(5).sign(own.signing_input(&name));
        assert_eq!(read(&forged), Err(KeySetError::BadSignature));
    }
}

#[test]
fn a_key_set_is_no_ranges_and_ranges_are_no_key_set() {
    assert_eq!(read(&good_key_set()), Err(KeySetError::Malformed));
    let chain = [good_root_statement(), good()].join("~");
    assert_eq!(verified(&chain), Err(KeySetError::Malformed));
}

#[test]
fn correctly_signed_ranges_of_another_form_are_malformed() {
    let header = format!(
        r#"{{"alg":"ES256","typ":"cardseal-ranges+jws","kid":"{}"}}"#,
        kid(2)
    );
    let payload = |entries: &str| {
        format!(
            r#"{{"env":"{ENV}","iss":"{ISS}","seq":3,"iat":{},"exp":{},"ranges":[{entries}]}}"#,
            NOW - 10,
            NOW + 10
        )
    };
    let entry = r#""945800 945899 mydebit""#;
    assert!(read(&intermediate().sign_texts(&header, &payload(entry))).is_ok());
    for wrong in [
        "1",
        "[]",
        r#"{"low":"945800","high":"945899"}"#,
        r#""""#,
        r#""945800 945899""#,
        r#""945800 945899 ""#,
        r#"" 945800 945899 mydebit""#,
        r#""945800  945899 mydebit""#,
        r#""945800-945899 mydebit""#,
        r#""945899 945800 mydebit""#,
        r#""94580 94589 mydebit""#,
        r#""9458000000000 9458000000000 mydebit""#,
        r#""+45800 945899 mydebit""#,
        r#""945800 945899 MyDebit""#,
        r#""945800 945899 other""#,
        r#""945800 945899 mydebit mydebit""#,
        r#""945800 945899 mydebit token""#,
        r#""945800 945899 token visa""#,
        r#""945800 945899 visa mydebit jcb""#,
    ] {
        let text = intermediate().sign_texts(&header, &payload(wrong));
        assert_eq!(read(&text), Err(KeySetError::Malformed), "{wrong}");
    }
    let long = format!("{}A", good());
    for text in ["", "a.b.c", "a.b", &long, &format!("{}~{}", good(), good())] {
        assert_eq!(read(text), Err(KeySetError::Malformed), "{text}");
    }
    let huge = vec![entry; 1_500].join(",");
    let huge = intermediate().sign_texts(&header, &payload(&huge));
    assert_eq!(read(&huge), Err(KeySetError::Malformed), "{}", huge.len());
}
