//! A card sealed here is the card the vault gets.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

#[path = "opener/opener.rs"]
mod opener;

use envelope::{
    Envelope, MAX_PLAINTEXT, ParseError, Payload, RecipientKey, SealError, SecretString, seal,
};
use opener::Opener;
use p256::SecretKey;
use p256::elliptic_curve::Generate;
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

const SID: &str = "AAECAwQFBgcICQoLDA0ODw";
const JTI: &str = "EBESExQVFhcYGRobHB0eHw";
const ORG: &str = "https://shop.example";

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

fn opener() -> Opener {
    Opener::new(SecretKey::generate_from_rng(&mut rng(1)))
}

fn payload<'a>(pan: &'a str, cvc: Option<&'a str>, name: Option<&'a str>) -> Payload<'a> {
    Payload {
        pan,
        exp: "2030-12",
        cvc,
        name,
        sid: SID,
        org: ORG,
        jti: JTI,
    }
}

fn sealed(payload: &Payload<'_>, seed: u64) -> String {
    seal(
        &RecipientKey::new(&opener().jwk()).unwrap(),
        payload,
        &mut rng(seed),
    )
    .unwrap()
}

#[test]
fn the_vault_gets_every_member_as_it_was_typed() {
    let text = sealed(
        &payload(
            "4242424242424242",
            Some("123"),
            Some("HANAKO \"花子\" \\ YAMADA"),
        ),
        2,
    );
    println!("{} characters", text.len());
    let card = opener().open(text.as_bytes(), SID, ORG).ok().unwrap();
    assert_eq!(card.pan.expose(), "4242424242424242");
    assert_eq!(card.exp.expose(), "2030-12");
    assert_eq!(card.cvc.unwrap().expose(), "123");
    assert_eq!(card.name.unwrap().expose(), "HANAKO \"花子\" \\ YAMADA");
    assert_eq!(card.jti, JTI);
}

#[test]
fn code_and_name_may_be_absent() {
    let card = opener()
        .open(
            sealed(&payload("4242424242424242", None, None), 3).as_bytes(),
            SID,
            ORG,
        )
        .ok()
        .unwrap();
    assert!(card.cvc.is_none() && card.name.is_none());
}

#[test]
fn an_envelope_is_of_use_only_for_its_session_and_origin() {
    let text = sealed(&payload("4242424242424242", None, None), 4);
    let refused = |sid, org| {
        matches!(
            opener().open(text.as_bytes(), sid, org),
            Err(ParseError::Rejected(_))
        )
    };
    assert!(refused("AAECAwQFBgcICQoLDA0ODg", ORG));
    assert!(refused(SID, "https://shop.example:444"));
    assert!(refused(SID, ""));
    assert!(!refused(SID, ORG));
}

#[test]
fn only_the_holder_of_the_key_opens_it() {
    let text = sealed(&payload("4242424242424242", None, None), 5);
    let other = Opener::new(SecretKey::generate_from_rng(&mut rng(6)));
    assert!(other.open(text.as_bytes(), SID, ORG).is_err());
}

#[test]
fn nothing_is_used_twice_between_two_envelopes() {
    let texts = [7, 8].map(|seed| sealed(&payload("4242424242424242", None, None), seed));
    let parts = texts
        .each_ref()
        .map(|text| text.split('.').collect::<Vec<_>>());
    for part in [0, 2, 3, 4] {
        assert_ne!(parts[0][part], parts[1][part], "part {part}");
    }
}

#[test]
fn the_header_says_type_and_no_party() {
    let text = sealed(&payload("4242424242424242", None, None), 9);
    let header = envelope::base64url::decode(text.split('.').next().unwrap().as_bytes()).unwrap();
    let header: serde_json::Value = serde_json::from_slice(&header).unwrap();
    let names: Vec<&String> = header.as_object().unwrap().keys().collect();
    assert_eq!(names, ["alg", "enc", "epk", "kid", "typ"]);
    assert_eq!(header["typ"], "card+jwe");
}

#[test]
fn a_payload_too_long_to_be_accepted_is_not_sealed() {
    let key = RecipientKey::new(&opener().jwk()).unwrap();
    let most = MAX_PLAINTEXT - sealed_length("");
    let (fits, exceeds) = ("x".repeat(most), "x".repeat(most + 1));
    let fits = seal(
        &key,
        &payload("4242424242424242", None, Some(&fits)),
        &mut rng(10),
    )
    .unwrap();
    assert!(opener().open(fits.as_bytes(), SID, ORG).is_ok());
    for name in [exceeds, "\u{1}".repeat(200), "x".repeat(100_000)] {
        let refused = seal(
            &key,
            &payload("4242424242424242", None, Some(&name)),
            &mut rng(11),
        );
        assert_eq!(refused, Err(SealError));
    }
}

fn sealed_length(name: &str) -> usize {
    let text = sealed(&payload("4242424242424242", None, Some(name)), 12);
    Envelope::parse(text.as_bytes())
        .ok()
        .unwrap()
        .ciphertext()
        .len()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_card_comes_through(pan in "[0-9]{12,19}", cvc in prop::option::of("[0-9]{3,4}"),
                              name in prop::option::of("\\PC{0,64}"), seed in any::<u64>()) {
        let text = sealed(&payload(&pan, cvc.as_deref(), name.as_deref()), seed);
        let card = opener().open(text.as_bytes(), SID, ORG).ok().unwrap();
        prop_assert_eq!(card.pan.expose(), pan);
        prop_assert_eq!(card.cvc.as_ref().map(SecretString::expose), cvc.as_deref());
        prop_assert_eq!(card.name.as_ref().map(SecretString::expose), name.as_deref());
    }

    #[test]
    fn any_altered_byte_is_refused(position in any::<prop::sample::Index>(), byte in any::<u8>(), seed in any::<u64>()) {
        let mut text = sealed(&payload("4242424242424242", Some("123"), None), seed).into_bytes();
        let at = position.index(text.len());
        prop_assume!(text[at] != byte);
        text[at] = byte;
        prop_assert!(matches!(opener().open(&text, SID, ORG), Err(ParseError::Rejected(_))));
    }

    #[test]
    fn a_piece_removed_or_repeated_is_refused(from in any::<prop::sample::Index>(), count in 1..40_usize, repeat in any::<bool>()) {
        let text = sealed(&payload("4242424242424242", Some("123"), None), 13).into_bytes();
        let from = from.index(text.len());
        let to = (from + count).min(text.len());
        let altered = if repeat {
            [&text[..to], &text[from..]].concat()
        } else {
            [&text[..from], &text[to..]].concat()
        };
        prop_assert!(opener().open(&altered, SID, ORG).is_err());
    }

    #[test]
    fn any_bytes_are_parsed_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..256)) {
        prop_assert!(Envelope::parse(&bytes).is_err());
    }

    #[test]
    fn any_text_in_the_alphabet_is_parsed_without_panic(text in "[A-Za-z0-9_-]{0,80}\\.[A-Za-z0-9_-]{0,8}\\.[A-Za-z0-9_-]{16}\\.[A-Za-z0-9_-]{0,80}\\.[A-Za-z0-9_-]{22}") {
        prop_assert!(Envelope::parse(text.as_bytes()).is_err());
    }
}
