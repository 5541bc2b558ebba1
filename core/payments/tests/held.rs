//! A payment that waits for its shopper, command by command.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, missing_docs)]

mod vault;

use access::time::MINUTE;
use payments::command::*;
use payments::machine::{Authentication, Kind};
use payments::projection::Status;
use payments::view::AuthorizationView;
use payments::{Code, Reply};
use vault::{SESSION, Vault, approved, settings};

fn code<T>(result: Result<T, payments::Problem>) -> Code {
    result.err().expect("a problem").code
}

fn only(vault: &mut Vault) -> AuthorizationView {
    let mut all = vault.authorizations();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn held(vault: &mut Vault) -> (String, TokenClaim) {
    let asking = Settings {
        authentication: Authentication::Required,
        ..settings()
    };
    vault.operator(Operator::Configure(asking)).unwrap();
    let token = vault.issue(SESSION, "j1").unwrap();
    let begin = vault.a_begin(&token, "k1");
    let id = begin.authorization.as_str().to_owned();
    let Begun::Held(kept) = vault.begin_with(begin).unwrap() else {
        panic!("held")
    };
    assert_eq!(kept.status, 202);
    (id, token)
}

#[test]
fn a_payment_that_waits_for_its_shopper_goes_on_with_its_own_token() {
    let mut vault = Vault::new();
    let (id, token) = held(&mut vault);
    assert_eq!(only(&mut vault).status, Status::RequiresAuthentication);
    assert_eq!(code(vault.begin(&token, "k2")), Code::TokenUsed);
    let other = vault.issue(SESSION, "j2").unwrap();
    assert_eq!(code(vault.confirm(&id, &other, "x")), Code::NotFound);
    let Begun::Ask(asked) = vault.confirm(&id, &token, "k3").unwrap() else {
        panic!("first")
    };
    assert_eq!((asked.kind, asked.amount), (Kind::Authorize, 1_200));
    assert_eq!(only(&mut vault).status, Status::Pending);
    assert_eq!(code(vault.confirm(&id, &token, "k4")), Code::TokenUsed);
    vault.finish(&asked.operation, approved()).unwrap();
    let stands = only(&mut vault);
    assert_eq!((stands.status, stands.captured), (Status::Approved, 1_200));
    let Begun::Answered(kept) = vault.begin(&token, "k1").unwrap() else {
        panic!("kept")
    };
    assert_eq!(kept.status, 202, "the first answer is the answer");
}

#[test]
fn a_shopper_who_never_comes_back_leaves_no_card_and_no_purchaser() {
    let mut vault = Vault::new();
    let (id, token) = held(&mut vault);
    let has = |vault: &Vault, sealed: &[u8]| {
        let bytes = format!("{sealed:?}");
        vault.dump().iter().any(|row| row.contains(&bytes))
    };
    assert!(has(&vault, b"sealed card") && has(&vault, b"sealed order"));
    vault.now = vault.now.plus(15 * MINUTE);
    assert_eq!(code(vault.confirm(&id, &token, "k2")), Code::TokenExpired);
    vault.tick();
    assert_eq!(only(&mut vault).status, Status::Expired);
    assert!(!has(&vault, b"sealed card") && !has(&vault, b"sealed order"));
    assert_eq!(code(vault.confirm(&id, &token, "k3")), Code::TokenExpired);
    assert!(vault.tick().errands.is_empty(), "nothing was ever sent");
}

#[test]
fn the_check_of_a_card_waits_for_no_shopper_and_keeps_no_order() {
    let mut vault = Vault::new();
    let _ = held(&mut vault);
    let waits = |vault: &mut Vault, purpose| {
        let prepare = Prepare {
            idempotency: vault::idempotency("k9", "body"),
            token: None,
            purpose,
            payment: None,
        };
        match vault.server(Server::Prepare(Box::new(prepare))).unwrap() {
            Reply::Prepared(Prepared::Fresh { waits, .. }) => waits,
            _ => panic!("fresh"),
        }
    };
    assert!(waits(&mut vault, Some(Purpose::Payment)));
    assert!(!waits(&mut vault, Some(Purpose::Verification)));
    assert!(!waits(&mut vault, None));

    let token = vault.issue(SESSION, "j2").unwrap();
    let begin = Begin {
        purpose: Purpose::Verification,
        amount: 0,
        order: None,
        ..vault.a_begin(&token, "k2")
    };
    let Begun::Ask(asked) = vault.begin_with(begin).unwrap() else {
        panic!("asked at once")
    };
    assert_eq!(asked.kind, Kind::Verify);
}
