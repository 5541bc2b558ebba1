//! Envelopes that decrypt and must be refused all the same.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

#[path = "policy_invalid/cases.rs"]
mod cases;
#[path = "opener/opener.rs"]
mod opener;

use std::collections::HashSet;

use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit};
use envelope::{Envelope, ParseError, PublicJwk, Rejected, agree, base64url, concat_kdf};
use opener::Opener;
use p256::SecretKey;
use p256::elliptic_curve::Generate;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

const SEED: u64 = 20;
const SID: &str = "AAECAwQFBgcICQoLDA0ODw";
const ORG: &str = "https://shop.example";

fn vault() -> (Opener, ChaCha20Rng) {
    let mut rng = ChaCha20Rng::seed_from_u64(SEED);
    (Opener::new(SecretKey::generate_from_rng(&mut rng)), rng)
}

#[test]
fn every_envelope_against_the_policy_gets_the_uniform_refusal() {
    let (vault, mut rng) = vault();
    let cases = cases::cases(&vault.jwk(), SID, ORG, &mut rng);
    let accepted: Vec<&String> = cases
        .iter()
        .filter(|(_, text)| {
            vault.open(text, SID, ORG).err() != Some(ParseError::Rejected(Rejected))
        })
        .map(|(name, _)| name)
        .collect();
    assert!(accepted.is_empty(), "not refused: {accepted:#?}");
    println!("{} envelopes refused", cases.len());
    assert!(cases.len() >= 200);
}

#[test]
fn the_same_hands_make_envelopes_that_are_accepted() {
    let (vault, mut rng) = vault();
    let controls = cases::controls(&vault.jwk(), SID, ORG, &mut rng);
    for (name, text) in &controls {
        assert!(vault.open(text, SID, ORG).is_ok(), "{name}");
    }
    println!("{} envelopes accepted", controls.len());
    assert!(controls.len() >= 10);
}

#[test]
fn what_is_too_large_is_told_apart() {
    let (vault, mut rng) = vault();
    let cases = cases::too_large(&vault.jwk(), SID, ORG, &mut rng);
    assert!(!cases.is_empty());
    for (name, text) in &cases {
        assert_eq!(
            vault.open(text, SID, ORG).err(),
            Some(ParseError::TooLarge),
            "{name}: {} bytes",
            text.len()
        );
    }
    let at_the_limit = [b".".repeat(4096), vec![0; 4096]];
    assert!(
        at_the_limit
            .iter()
            .all(|text| matches!(Envelope::parse(text), Err(ParseError::Rejected(_))))
    );
}

#[test]
fn every_case_has_its_own_name_and_text() {
    let (vault, mut rng) = vault();
    let cases = cases::cases(&vault.jwk(), SID, ORG, &mut rng);
    let names: HashSet<&String> = cases.iter().map(|(name, _)| name).collect();
    let texts: HashSet<&Vec<u8>> = cases.iter().map(|(_, text)| text).collect();
    assert_eq!((names.len(), texts.len()), (cases.len(), cases.len()));
}

/// A lax opener in the manner of general libraries, to show that the set is not refused merely
/// because its ciphertexts are broken.
#[test]
fn most_of_the_set_would_decrypt_in_a_vault_without_the_policy() {
    let (vault, mut rng) = vault();
    let secret = SecretKey::generate_from_rng(&mut ChaCha20Rng::seed_from_u64(SEED));
    let cases = cases::cases(&vault.jwk(), SID, ORG, &mut rng);
    let decrypts = cases
        .iter()
        .filter(|(_, text)| decrypts_for_a_lax_reader(&secret, text).is_some())
        .count();
    println!("{decrypts} of {} decrypt for a lax reader", cases.len());
    assert!(decrypts >= 150);
}

fn decrypts_for_a_lax_reader(secret: &SecretKey, text: &[u8]) -> Option<()> {
    let parts: Vec<&str> = str::from_utf8(text).ok()?.trim().split('.').collect();
    let decoded = |part: usize| base64url::decode(parts.get(part)?.as_bytes());
    let header: serde_json::Value = serde_json::from_slice(&decoded(0)?).ok()?;
    let coordinate = |name: &str| base64url::decode_array(header["epk"][name].as_str()?.as_bytes());
    let epk = PublicJwk::from_coordinates(coordinate("x")?, coordinate("y")?).point()?;
    let info = |name: &str| base64url::decode(header[name].as_str().unwrap_or_default().as_bytes());
    let z = agree(secret, &epk);
    let key = concat_kdf::<32>(z.as_slice(), "A256GCM", &info("apu")?, &info("apv")?);
    let (iv, mut text, tag) = (decoded(2)?, decoded(3)?, decoded(4)?);
    let (iv, tag) = (
        iv.as_slice().try_into().ok()?,
        tag.as_slice().try_into().ok()?,
    );
    let aad = parts.first()?.as_bytes();
    Aes256Gcm::new((&*key).into())
        .decrypt_inout_detached(iv, aad, text.as_mut_slice().into(), tag)
        .ok()
}
