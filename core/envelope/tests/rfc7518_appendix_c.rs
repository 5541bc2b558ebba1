//! The worked example of RFC 7518, Appendix C: Alice agrees with Bob on a 128-bit key.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use envelope::{PublicJwk, agree, base64url, concat_kdf};
use p256::SecretKey;

const ALICE_D: &str = "0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo";
const ALICE_X: &str = "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0";
const ALICE_Y: &str = "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps";
const BOB_D: &str = "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw";
const BOB_X: &str = "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ";
const BOB_Y: &str = "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck";
/// The shared secret as the RFC prints it.
const Z: [u8; 32] = [
    158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49, 110, 163,
    218, 128, 106, 72, 246, 218, 167, 121, 140, 254, 144, 196,
];

fn secret(d: &str) -> SecretKey {
    SecretKey::from_slice(&base64url::decode(d.as_bytes()).unwrap()).unwrap()
}

fn public(x: &str, y: &str) -> PublicJwk {
    let coordinate = |text: &str| base64url::decode_array(text.as_bytes()).unwrap();
    PublicJwk::from_coordinates(coordinate(x), coordinate(y))
}

#[test]
fn both_sides_derive_the_key_of_the_rfc() {
    let sides = [
        agree(&secret(ALICE_D), &public(BOB_X, BOB_Y).point().unwrap()),
        agree(&secret(BOB_D), &public(ALICE_X, ALICE_Y).point().unwrap()),
    ];
    for z in sides {
        assert_eq!(z.as_slice(), Z);
        let key = concat_kdf::<16>(z.as_slice(), "A128GCM", b"Alice", b"Bob");
        assert_eq!(base64url::encode(key.as_slice()), "VqqN6vgjbSBcIijNcacQGg");
    }
}

#[test]
fn every_input_of_the_kdf_matters() {
    let z = agree(&secret(ALICE_D), &public(BOB_X, BOB_Y).point().unwrap());
    let key = |algorithm, apu, apv| *concat_kdf::<16>(z.as_slice(), algorithm, apu, apv);
    let keys = [
        key("A128GCM", &b"Alice"[..], &b"Bob"[..]),
        key("A256GCM", b"Alice", b"Bob"),
        key("A128GCM", b"Bob", b"Alice"),
        key("A128GCM", b"AliceB", b"ob"),
        key("A128GCM", b"", b""),
    ];
    for (i, one) in keys.iter().enumerate() {
        assert!(
            keys.iter().skip(i + 1).all(|other| other != one),
            "case {i}"
        );
    }
}

#[test]
fn the_public_halves_belong_to_the_private_ones() {
    for (d, x, y) in [(ALICE_D, ALICE_X, ALICE_Y), (BOB_D, BOB_X, BOB_Y)] {
        assert_eq!(PublicJwk::from(&secret(d).public_key()), public(x, y));
    }
}
