//! The chain pin → root → intermediate → key, and every way it must break.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "signer/signer.rs"]
mod signer;

use envelope::PublicJwk;
#[cfg(not(feature = "rsa"))]
use envelope::RsaPublicJwk;
use envelope::key_set::{
    EnvelopeKey, Expected, KeySetError, KeySetStatement, MAX_INTERMEDIATE_SECONDS,
    MAX_KEY_SET_SECONDS, PublishedKey, RootStatement, join, verify,
};
use signer::*;

#[test]
fn a_good_set_gives_its_key() {
    assert_eq!(verified(&good()), Ok(kid(9)));
}

#[test]
fn a_root_that_is_not_pinned_is_refused() {
    let pin = kid(3);
    let expected = Expected {
        pin: &pin,
        env: ENV,
        iss: ISS,
        now: NOW,
        tolerance: 0,
    };
    assert_eq!(
        verify(good().as_bytes(), &expected).err(),
        Some(KeySetError::WrongRoot)
    );
}

#[test]
fn a_statement_with_the_pinned_root_in_its_header_signed_by_another_is_refused() {
    let statement = RootStatement {
        env: ENV,
        iss: ISS,
        jwk: &intermediate().jwk(),
        nbf: NOW - 100,
        exp: NOW + 100,
    };
    let forged = Key::number(3).sign(statement.signing_input(&root().jwk()));
    assert_eq!(
        verified(&join(&[forged, good_key_set()])),
        Err(KeySetError::BadSignature)
    );
}

#[test]
fn a_set_signed_by_another_than_the_intermediate_is_refused() {
    let keys = [published(9, NOW - 100, NOW + 100)];
    let statement = KeySetStatement {
        env: ENV,
        iss: ISS,
        seq: 1,
        iat: NOW - 10,
        exp: NOW + 10,
        keys: &keys,
    };
    for (signer, kid) in [(3, kid(2)), (3, kid(3)), (2, kid(3)), (1, kid(1))] {
        let set = Key::number(signer).sign(statement.signing_input(&kid));
        assert_eq!(
            verified(&join(&[good_root_statement(), set])),
            Err(KeySetError::BadSignature)
        );
    }
}

#[test]
fn a_set_for_another_environment_or_origin_is_refused() {
    let refused = |env, iss| {
        verified(&join(&[
            root_statement(env, iss, NOW - 100, NOW + 100),
            good_key_set(),
        ]))
    };
    assert_eq!(refused("live", ISS), Err(KeySetError::WrongEnvironment));
    assert_eq!(
        refused(ENV, "https://other.example"),
        Err(KeySetError::WrongIssuer)
    );
    assert_eq!(
        refused(ENV, "https://vault.example/"),
        Err(KeySetError::WrongIssuer)
    );
    let keys = [published(9, NOW - 100, NOW + 100)];
    for (env, iss, error) in [
        ("live", ISS, KeySetError::WrongEnvironment),
        (ENV, "https://other.example", KeySetError::WrongIssuer),
    ] {
        let statement = KeySetStatement {
            env,
            iss,
            seq: 1,
            iat: NOW - 10,
            exp: NOW + 10,
            keys: &keys,
        };
        let set = intermediate().sign(statement.signing_input(&kid(2)));
        assert_eq!(verified(&join(&[good_root_statement(), set])), Err(error));
    }
}

#[test]
fn time_begins_at_the_first_second_and_ends_before_the_last() {
    let keys = [published(9, NOW - 1000, NOW + 1000)];
    let text = join(&[
        root_statement(ENV, ISS, NOW - 100, NOW + 100),
        key_set(NOW - 10, NOW + 10, &keys),
    ]);
    for (now, tolerance, good) in [
        (NOW - 11, 0, false),
        (NOW - 10, 0, true),
        (NOW + 9, 0, true),
        (NOW + 10, 0, false),
        (NOW - 13, 2, false),
        (NOW - 12, 2, true),
        (NOW + 11, 2, true),
        (NOW + 12, 2, false),
        (0, u64::MAX, true),
        (u64::MAX, 0, false),
    ] {
        let expected = if good {
            Ok(kid(9))
        } else {
            Err(KeySetError::OutsideTime)
        };
        assert_eq!(
            verified_at(&text, now, tolerance),
            expected,
            "{now} ± {tolerance}"
        );
    }
    let text = join(&[
        root_statement(ENV, ISS, NOW - 10, NOW + 10),
        key_set(NOW - 100, NOW + 100, &keys),
    ]);
    for (now, good) in [
        (NOW - 11, false),
        (NOW - 10, true),
        (NOW + 9, true),
        (NOW + 10, false),
    ] {
        assert_eq!(verified_at(&text, now, 0).is_ok(), good, "{now}");
    }
}

#[test]
fn statements_that_live_too_long_are_refused() {
    let keys = [published(9, NOW, NOW + 1)];
    for (days_more, set_more, good) in [(0, 0, true), (1, 0, false), (0, 1, false)] {
        let root = root_statement(ENV, ISS, NOW, NOW + MAX_INTERMEDIATE_SECONDS + days_more);
        let text = join(&[
            root,
            key_set(NOW, NOW + MAX_KEY_SET_SECONDS + set_more, &keys),
        ]);
        assert_eq!(verified(&text).is_ok(), good, "{days_more} {set_more}");
    }
    let ends_before_it_begins = join(&[root_statement(ENV, ISS, NOW + 5, NOW - 5), good_key_set()]);
    assert_eq!(
        verified_at(&ends_before_it_begins, NOW, 5),
        Err(KeySetError::OutsideTime)
    );
}

#[test]
fn the_first_key_valid_now_is_taken() {
    let (early, late) = (NOW - 100, NOW + 100);
    let chosen = |keys: &[PublishedKey]| {
        verified(&join(&[
            good_root_statement(),
            key_set(NOW - 10, NOW + 10, keys),
        ]))
    };
    assert_eq!(
        chosen(&[published(8, early, late), published(9, early, late)]),
        Ok(kid(8))
    );
    assert_eq!(
        chosen(&[published(8, NOW + 1, late), published(9, early, late)]),
        Ok(kid(9))
    );
    assert_eq!(
        chosen(&[published(8, early, NOW), published(9, early, late)]),
        Ok(kid(9))
    );
    assert_eq!(
        chosen(&[published(8, early, NOW)]),
        Err(KeySetError::NoUsableKey)
    );
    assert_eq!(chosen(&[]), Err(KeySetError::NoUsableKey));
}

#[cfg(not(feature = "rsa"))]
#[test]
fn a_key_for_rsa_is_passed_over() {
    let modulus = RsaPublicJwk::new(vec![0xC5; 384], vec![1, 0, 1]).unwrap();
    let rsa = PublishedKey {
        key: EnvelopeKey::Rsa(modulus),
        nbf: NOW - 1,
        exp: NOW + 1,
    };
    let both = [rsa.clone(), published(9, NOW - 1, NOW + 1)];
    assert_eq!(
        verified(&join(&[
            good_root_statement(),
            key_set(NOW - 10, NOW + 10, &both)
        ])),
        Ok(kid(9))
    );
    let alone = verified(&join(&[
        good_root_statement(),
        key_set(NOW - 10, NOW + 10, &[rsa]),
    ]));
    assert_eq!(alone, Err(KeySetError::NoUsableKey));
    assert!(
        RsaPublicJwk::new(vec![0xC5; 256], vec![1, 0, 1]).is_none(),
        "2,048 bits are too few"
    );
}

#[test]
fn a_key_off_the_curve_is_no_key() {
    let key = EnvelopeKey::Ec(PublicJwk::from_coordinates([1; 32], [2; 32]));
    let keys = [PublishedKey {
        key,
        nbf: NOW - 1,
        exp: NOW + 1,
    }];
    let text = join(&[good_root_statement(), key_set(NOW - 10, NOW + 10, &keys)]);
    assert_eq!(verified(&text), Err(KeySetError::NoUsableKey));
}

fn statement_of_the_next_root() -> String {
    let statement = RootStatement {
        env: ENV,
        iss: ISS,
        jwk: &intermediate().jwk(),
        nbf: NOW - 100,
        exp: NOW + 100,
    };
    Key::number(4).sign(statement.signing_input(&Key::number(4).jwk()))
}

#[test]
fn the_old_root_introduces_the_next_one() {
    let long = next_root(1, 0, NOW + 10 * MAX_INTERMEDIATE_SECONDS);
    let text = join(&[long, statement_of_the_next_root(), good_key_set()]);
    assert_eq!(verified(&text), Ok(kid(9)), "with the old pin");
    let pin = kid(4);
    let expected = Expected {
        pin: &pin,
        env: ENV,
        iss: ISS,
        now: NOW,
        tolerance: 0,
    };
    assert!(
        verify(text.as_bytes(), &expected).is_ok(),
        "with the new pin"
    );
}

#[test]
fn nobody_else_introduces_a_root() {
    let lasting = next_root(1, NOW - 1, NOW + 1);
    let (root, set) = (statement_of_the_next_root(), good_key_set());
    let refusal = |statements: &[&String]| verified(&join(statements)).err();
    assert_eq!(
        refusal(&[&root, &set]),
        Some(KeySetError::WrongRoot),
        "no introduction"
    );
    assert_eq!(
        refusal(&[&next_root(3, NOW - 1, NOW + 1), &root, &set]),
        Some(KeySetError::WrongRoot)
    );
    assert_eq!(
        refusal(&[&next_root(1, NOW - 9, NOW), &root, &set]),
        Some(KeySetError::OutsideTime)
    );
    assert_eq!(
        refusal(&[&root, &lasting, &set]),
        Some(KeySetError::Malformed),
        "not leading"
    );
    assert_eq!(
        refusal(&[&lasting, &lasting, &root, &set]),
        Some(KeySetError::Malformed),
        "two of them"
    );
    assert_eq!(
        refusal(&[&good_root_statement(), &root, &set]),
        Some(KeySetError::Malformed),
        "of another type"
    );
    // The old root names number 4, but the chain goes on with number 5.
    let statement = RootStatement {
        env: ENV,
        iss: ISS,
        jwk: &intermediate().jwk(),
        nbf: NOW - 1,
        exp: NOW + 1,
    };
    let other = Key::number(5).sign(statement.signing_input(&Key::number(5).jwk()));
    assert_eq!(
        refusal(&[&lasting, &other, &set]),
        Some(KeySetError::WrongRoot)
    );
    assert_eq!(refusal(&[&lasting, &root, &set]), None);
}
