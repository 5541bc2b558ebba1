//! One payment, step by step: what each command answers and what it leaves behind.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a test says what it looked at"
)]

mod vault;

use access::time::{DAY, MINUTE};
use payments::command::*;
use payments::{Code, Request};
use vault::{SESSION, Vault, approved, idempotency};

fn ask(begun: Begun) -> String {
    match begun {
        Begun::Ask(asked) => asked.operation,
        Begun::Answered(_) | Begun::Held(_) => panic!("this request is the first of its key"),
    }
}

fn code<T>(result: Result<T, payments::Problem>) -> Code {
    result.err().expect("a problem").code
}

#[test]
fn a_token_is_redeemed_once_and_its_card_is_gone_with_the_claim() {
    let mut vault = Vault::new();
    let token = vault.issue(SESSION, "j1").unwrap();
    let Prepared::Fresh {
        token: Some(Ok(sealed)),
        ..
    } = vault.prepare(&token, "k1").unwrap()
    else {
        panic!("a live token gives its sealed card")
    };
    assert_eq!(sealed.bytes, b"sealed card");

    let operation = ask(vault.begin(&token, "k1").unwrap());
    assert!(
        !vault
            .dump()
            .iter()
            .any(|row| row.contains("115, 101, 97, 108, 101, 100, 32"))
    );
    assert_eq!(code(vault.begin(&token, "k2")), Code::TokenUsed);

    let kept = vault.finish(&operation, approved()).unwrap();
    assert_eq!(kept.status, 201);
    let text = kept.body;
    assert!(
        text.starts_with(r#"{"object":"authorization","id":"auth_test_00"#),
        "{text}"
    );
    assert!(text.contains(r#""status":"approved","amount":1200,"currency":"JPY","capture":"automatic","captured":1200,"refunded":0,"card":{"brand":"visa","last4":"4242","exp":"2030-12","fingerprint":"fp_1"},"approval_code":"A12345","rrn":"r1","reference":"order-1","acquirer":"demo","operations":[{"id":"op_test_00"#), "{text}");
    assert_eq!(code(vault.begin(&token, "k3")), Code::TokenUsed);
}

#[test]
fn the_sealed_card_is_in_the_row_until_the_claim() {
    let mut vault = Vault::new();
    vault.issue(SESSION, "j1").unwrap();
    assert!(
        vault
            .dump()
            .iter()
            .any(|row| row.contains("115, 101, 97, 108, 101, 100, 32"))
    );
}

#[test]
fn the_same_key_gets_the_same_bytes_and_another_body_is_refused() {
    let mut vault = Vault::new();
    let token = vault.issue(SESSION, "j1").unwrap();
    let operation = ask(vault.begin(&token, "k1").unwrap());
    assert_eq!(code(vault.prepare(&token, "k1")), Code::InProgress);
    assert_eq!(code(vault.begin(&token, "k1")), Code::InProgress);

    let first = vault.finish(&operation, approved()).unwrap();
    let Prepared::Answered(again) = vault.prepare(&token, "k1").unwrap() else {
        panic!("kept")
    };
    assert_eq!(first, again);
    let Begun::Answered(again) = vault.begin(&token, "k1").unwrap() else {
        panic!("kept")
    };
    assert_eq!(first, again);

    let other = Prepare {
        idempotency: idempotency("k1", "other body"),
        token: None,
        purpose: None,
        payment: None,
    };
    assert_eq!(
        code(vault.server(Server::Prepare(Box::new(other)))),
        Code::IdempotencyKeyReused
    );
}

#[test]
fn an_answer_that_is_no_longer_kept_never_charges_again() {
    let mut vault = Vault::new();
    let token = vault.issue(SESSION, "j1").unwrap();
    let operation = ask(vault.begin(&token, "k1").unwrap());
    vault.finish(&operation, approved()).unwrap();
    vault.now = vault.now.plus(7 * DAY);
    assert_eq!(
        code(vault.prepare(&token, "k1")),
        Code::IdempotencyKeyExpired
    );
    vault.tick();
    assert_eq!(
        code(vault.prepare(&token, "k1")),
        Code::IdempotencyKeyExpired
    );
}

#[test]
fn a_refusal_changes_nothing_and_leaves_the_token_live() {
    let mut vault = Vault::new();
    let token = vault
        .issue_capped(SESSION, "j1", Some((1000, "JPY")))
        .unwrap();
    let before = vault.dump();
    let over = vault.a_begin(&token, "k1");
    assert_eq!(code(vault.begin_with(over)), Code::AmountOverCap);
    let foreign = Begin {
        currency: "USD".into(),
        ..vault.a_begin(&token, "k1")
    };
    assert_eq!(code(vault.begin_with(foreign)), Code::CurrencyMismatch);
    let swapped = TokenClaim {
        session: Some("AgICAgICAgICAgICAgICAg".into()),
        ..token.clone()
    };
    assert_eq!(code(vault.begin(&swapped, "k1")), Code::NotFound);
    let guessed = TokenClaim {
        secret_hash: [8; 32],
        ..token.clone()
    };
    assert_eq!(code(vault.begin(&guessed, "k1")), Code::NotFound);
    assert_eq!(vault.dump(), before);

    let within = Begin {
        amount: 1000,
        ..vault.a_begin(&token, "k1")
    };
    assert!(vault.begin_with(within).is_ok());
    assert_ne!(vault.dump(), before);
}

#[test]
fn a_token_ends_at_its_time_and_its_card_is_wiped_soon_after() {
    let mut vault = Vault::new();
    let token = vault.issue(SESSION, "j1").unwrap();
    vault.now = vault.now.plus(30 * MINUTE - 1);
    assert!(matches!(
        vault.prepare(&token, "k"),
        Ok(Prepared::Fresh {
            token: Some(Ok(_)),
            ..
        })
    ));
    vault.now = vault.now.plus(1);
    assert_eq!(code(vault.begin(&token, "k")), Code::TokenExpired);
    vault.tick();
    assert!(
        !vault
            .dump()
            .iter()
            .any(|row| row.contains("115, 101, 97, 108, 101, 100, 32"))
    );
    assert_eq!(code(vault.begin(&token, "k")), Code::TokenExpired);
    vault.now = vault.now.plus(8 * DAY);
    vault.tick();
    assert_eq!(code(vault.begin(&token, "k")), Code::NotFound);
}

#[test]
fn a_revoked_token_is_wiped_at_once_and_stays_revoked() {
    let mut vault = Vault::new();
    let token = vault.issue(SESSION, "j1").unwrap();
    vault
        .server(Server::RevokeToken {
            id: token.id.clone(),
        })
        .unwrap();
    assert!(
        !vault
            .dump()
            .iter()
            .any(|row| row.contains("115, 101, 97, 108, 101, 100, 32"))
    );
    assert_eq!(code(vault.begin(&token, "k")), Code::TokenExpired);
}

#[test]
fn a_session_yields_five_tokens_and_takes_no_envelope_twice() {
    let mut vault = Vault::new();
    for jti in ["j1", "j2", "j3", "j4", "j5"] {
        vault.issue(SESSION, jti).unwrap();
        assert_eq!(code(vault.issue(SESSION, jti)), Code::EnvelopeReplayed);
    }
    assert_eq!(code(vault.issue(SESSION, "j6")), Code::TooManyRequests);
    assert!(vault.issue("another-session-of-22c", "j1").is_ok());
}

#[test]
fn a_revoked_key_and_a_suspended_merchant_are_locked_out_at_once() {
    let mut vault = Vault::new();
    let token = vault.issue(SESSION, "j1").unwrap();
    vault
        .operator(Operator::Configure(Settings {
            active: false,
            ..vault::settings()
        }))
        .unwrap();
    assert_eq!(code(vault.prepare(&token, "k1")), Code::Unauthorized);
    assert_eq!(code(vault.issue(SESSION, "j2")), Code::Unauthorized);
    vault
        .operator(Operator::Configure(vault::settings()))
        .unwrap();
    assert!(vault.prepare(&token, "k1").is_ok());
    vault
        .operator(Operator::RevokeKey {
            kid: "kid00001".into(),
        })
        .unwrap();
    assert_eq!(code(vault.prepare(&token, "k1")), Code::Unauthorized);
    assert_eq!(code(vault.begin(&token, "k1")), Code::Unauthorized);
}

#[test]
fn a_frame_is_opened_for_registered_origins_unless_servers_must_ask() {
    let mut vault = Vault::new();
    let open = |vault: &mut Vault, origin: &str| {
        vault
            .handle(Request::Browser(Browser::OpenFrame {
                origin: origin.into(),
            }))
            .map(|_| ())
    };
    assert!(open(&mut vault, "https://shop.example").is_ok());
    assert_eq!(
        code(open(&mut vault, "https://evil.example")),
        Code::OriginNotAllowed
    );
    let strict = Settings {
        server_sessions_only: true,
        ..vault::settings()
    };
    vault.operator(Operator::Configure(strict)).unwrap();
    assert_eq!(
        code(open(&mut vault, "https://shop.example")),
        Code::OriginNotAllowed
    );
}
