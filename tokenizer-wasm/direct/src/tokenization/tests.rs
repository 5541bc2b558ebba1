use super::*;
use envelope::{Envelope, PublicJwk, RecipientKey, base64url};

const PAGE: &str = "https://shop.example";
/// 2026-11-22T00:00:00Z.
const NOW: f64 = 1_795_305_600_000.0;

fn session(kind: &str, origin: &str) -> String {
    let statement = format!(
        r#"{{"kind":"{kind}","org":"{origin}","exp":1795306500,"id":"AAECAwQFBgcICQoLDA0ODw"}}"#
    );
    let statement = base64url::encode(statement.as_bytes());
    format!("cs_test_0123456789abcdef_{statement}.dGFn")
}

fn typed(session: &str, number: &str, code: &str) -> Tokenization {
    let (number, code) = (number.into(), Some(code.into()));
    Tokenization::new(session, PAGE, number, "08/31".into(), code, None, NOW)
}

fn good() -> Tokenization {
    typed(&session("direct", PAGE), "4242 4242 4242 4242", "123")
}

fn keys() -> (Keys, String) {
    let point = p256::SecretKey::from_slice(&[7; 32]).unwrap().public_key();
    let key = RecipientKey::new(&PublicJwk::from(&point)).unwrap();
    let kid = key.kid().to_owned();
    (Keys::with(key), kid)
}

fn problem(code: &str) -> String {
    format!(r#"{{"code":"{code}"}}"#)
}

#[test]
fn a_card_is_sealed_to_the_key_and_ends_with_the_vault_s_answer() {
    let (mut keys, kid) = keys();
    let mut card = good();
    assert_eq!(card.step(&keys), Step::Post);
    let sealed = card.envelope().unwrap();
    let read = Envelope::parse(sealed.as_bytes()).ok().unwrap();
    assert_eq!(read.header().kid, kid);
    card.answered(&mut keys, 201, r#"{"token":"tok"}"#.into());
    assert_eq!(card.step(&keys), Step::Done);
    assert_eq!(card.answer().as_deref(), Some(r#"{"token":"tok"}"#));
    assert!(card.card.is_none() && card.code().is_none());
}

#[test]
fn what_is_wrong_with_a_field_is_told_without_asking_anyone() {
    let (keys, _) = keys();
    for (mut card, code, field) in [
        (
            typed(&session("direct", PAGE), "4242", "123"),
            "invalid_number",
            "number",
        ),
        (
            typed(&session("direct", PAGE), "378282246310005", "123"),
            "invalid_security_code",
            "code",
        ),
    ] {
        assert_eq!(card.step(&keys), Step::Done);
        assert_eq!(card.code().as_deref(), Some(code));
        assert_eq!(card.field().as_deref(), Some(field));
        assert!(card.envelope().is_none());
    }
}

#[test]
fn a_session_of_another_kind_or_page_is_of_no_use_here() {
    let (keys, _) = keys();
    for session in [
        session("hosted", PAGE),
        session("direct", "https://other.example"),
        String::from("cs_test"),
    ] {
        let mut card = typed(&session, "4242424242424242", "123");
        assert_eq!(card.step(&keys), Step::Done);
        assert_eq!(card.code().as_deref(), Some("origin_not_allowed"));
    }
}

#[test]
fn without_an_answer_the_same_envelope_is_sent_again_later_and_later() {
    let (mut keys, _) = keys();
    let mut card = good();
    let mut pauses = Vec::new();
    assert_eq!(card.step(&keys), Step::Post);
    let first = card.envelope();
    loop {
        card.answered(&mut keys, 0, String::new());
        if card.step(&keys) != Step::Wait {
            break;
        }
        pauses.push(card.pause());
        assert_eq!(card.step(&keys), Step::Post);
        assert_eq!(card.envelope(), first);
    }
    assert_eq!(pauses, [300, 1_200, 4_800]);
    assert_eq!(card.code().as_deref(), Some("network_error"));
}

#[test]
fn an_envelope_that_is_not_opened_is_sealed_anew_to_a_fresh_key_once() {
    let ((mut keys, _), (fresh, _)) = (keys(), keys());
    let mut card = good();
    assert_eq!(card.step(&keys), Step::Post);
    let first = card.envelope();
    card.answered(&mut keys, 400, problem("invalid_envelope"));
    assert_eq!(card.step(&keys), Step::FreshKeys);
    let mut keys = fresh;
    assert_eq!(card.step(&keys), Step::Post);
    assert_ne!(card.envelope(), first);
    card.answered(&mut keys, 400, problem("invalid_envelope"));
    assert_eq!(card.step(&keys), Step::Done);
    assert_eq!(card.code().as_deref(), Some("invalid_envelope"));
}

#[test]
fn a_session_that_has_ended_is_renewed_and_the_same_envelope_sent_again_until_that_is_in_vain() {
    let (mut keys, _) = keys();
    let mut card = good();
    assert_eq!(card.step(&keys), Step::Post);
    let first = card.envelope();
    for pause in [300, 1_200, 4_800] {
        card.answered(&mut keys, 410, problem("session_expired"));
        assert_eq!(card.step(&keys), Step::Renew);
        card.renewed(&mut keys, 200, String::from("{}"));
        assert_eq!(card.step(&keys), Step::Wait);
        assert_eq!(card.pause(), pause);
        assert_eq!(card.step(&keys), Step::Post);
        assert_eq!(card.envelope(), first);
    }
    card.answered(&mut keys, 410, problem("session_expired"));
    card.renewed(&mut keys, 200, String::from("{}"));
    assert_eq!(card.step(&keys), Step::Done);
}

#[test]
fn a_session_that_is_over_ends_the_card() {
    let (mut keys, _) = keys();
    let mut card = good();
    assert_eq!(card.step(&keys), Step::Post);
    card.answered(&mut keys, 410, problem("session_expired"));
    card.renewed(&mut keys, 410, problem("session_expired"));
    assert_eq!(card.step(&keys), Step::Done);
    assert_eq!(card.code().as_deref(), Some("session_expired"));
    assert!(card.card.is_none());
}

#[test]
fn a_token_whose_answer_was_lost_is_replaced() {
    let (mut keys, _) = keys();
    let mut card = good();
    assert_eq!(card.step(&keys), Step::Post);
    let first = card.envelope();
    card.answered(&mut keys, 409, problem("envelope_replayed"));
    assert_eq!(card.step(&keys), Step::Wait);
    assert_eq!(card.pause(), 300);
    assert_eq!(card.step(&keys), Step::Post);
    assert_ne!(card.envelope(), first);
}

#[test]
fn without_a_key_nothing_is_sealed() {
    let mut keys = Keys::new("pk_test".into(), "https://vault.example".into());
    assert_eq!(
        keys.read("~".into(), NOW / 1000.0),
        crate::Progress::Refused
    );
    let mut card = good();
    assert_eq!(card.step(&keys), Step::Keys);
    card.lacks_key(&mut keys, "keys_refused");
    assert_eq!(card.step(&keys), Step::Done);
    assert_eq!(card.code().as_deref(), Some("keys_refused"));
}

#[test]
fn a_page_that_wants_it_no_more_ends_it_and_the_card() {
    let (keys, _) = keys();
    let mut card = good();
    card.abort();
    assert_eq!(card.step(&keys), Step::Done);
    assert_eq!(card.code().as_deref(), Some("aborted"));
    assert!(card.card.is_none());
}
