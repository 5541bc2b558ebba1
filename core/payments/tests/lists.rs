//! Authorizations are found by their id, and in lists by reference, status and date, page by page.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod vault;

use access::time::MINUTE;
use payments::Reply;
use payments::command::*;
use payments::projection::Status;
use payments::view::{AuthorizationList, Object};
use vault::{START, Vault, approved, declined};

fn list(vault: &mut Vault, wanted: ListAuthorizations) -> AuthorizationList {
    match vault.server(Server::ListAuthorizations(wanted)).unwrap() {
        Reply::Authorizations(list) => list,
        _ => panic!("a list"),
    }
}

fn references(list: &AuthorizationList) -> Vec<&str> {
    list.data.iter().map(|one| one.reference.as_str()).collect()
}

/// Five payments, a minute apart; the last but one is declined, the last without an answer.
fn five() -> Vault {
    let mut vault = Vault::new();
    for number in 1..=5 {
        let token = vault.issue(&format!("s{number}"), "j").unwrap();
        let begin = Begin {
            reference: format!("order-{number}"),
            ..vault.a_begin(&token, &format!("k{number}"))
        };
        let operation = begin.operation.as_str().to_owned();
        vault.begin_with(begin).unwrap();
        match number {
            5 => {}
            4 => drop(vault.finish(&operation, declined()).unwrap()),
            _ => drop(vault.finish(&operation, approved()).unwrap()),
        }
        vault.now = vault.now.plus(MINUTE);
    }
    vault
}

fn wanted() -> ListAuthorizations {
    ListAuthorizations {
        limit: 10,
        ..ListAuthorizations::default()
    }
}

#[test]
fn a_list_is_narrowed_by_reference_status_and_date() {
    let mut vault = five();
    let all = list(&mut vault, wanted());
    assert_eq!(all.data.len(), 5);
    assert!(!all.has_more && all.next_cursor.is_none());

    let by_reference = ListAuthorizations {
        reference: Some("order-2".into()),
        ..wanted()
    };
    assert_eq!(
        references(&list(&mut vault, by_reference.clone())),
        ["order-2"]
    );
    let declined = ListAuthorizations {
        status: Some(Status::Declined),
        ..wanted()
    };
    assert_eq!(references(&list(&mut vault, declined)), ["order-4"]);
    let neither = ListAuthorizations {
        status: Some(Status::Pending),
        ..by_reference
    };
    assert!(list(&mut vault, neither).data.is_empty());
    let between = ListAuthorizations {
        created_from: Some(START.plus(MINUTE)),
        created_before: Some(START.plus(3 * MINUTE)),
        ..wanted()
    };
    assert_eq!(
        references(&list(&mut vault, between)),
        ["order-3", "order-2"]
    );
}

#[test]
fn pages_follow_each_other_without_gap_or_repeat() {
    let mut vault = five();
    let mut seen = Vec::new();
    let mut cursor = None;
    loop {
        let page = list(
            &mut vault,
            ListAuthorizations {
                limit: 2,
                cursor,
                ..ListAuthorizations::default()
            },
        );
        seen.extend(references(&page).into_iter().map(str::to_owned));
        cursor = page.next_cursor.map(|text| text.parse().unwrap());
        assert_eq!(page.has_more, cursor.is_some());
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(
        seen,
        ["order-5", "order-4", "order-3", "order-2", "order-1"]
    );
}

#[test]
fn a_verification_is_no_authorization_and_in_no_list_of_them() {
    let mut vault = Vault::new();
    let token = vault.issue("session", "jti").unwrap();
    let begin = Begin {
        purpose: Purpose::Verification,
        amount: 0,
        ..vault.a_begin(&token, "k")
    };
    let (id, operation) = (begin.authorization.clone(), begin.operation.clone());
    vault.begin_with(begin).unwrap();
    let kept = vault.finish(operation.as_str(), approved()).unwrap();
    assert!(
        kept.body.starts_with(r#"{"object":"verification""#),
        "{}",
        kept.body
    );
    assert!(list(&mut vault, wanted()).data.is_empty());
    let mut read = |object| {
        vault
            .server(Server::ReadAuthorization {
                id: id.clone(),
                object,
            })
            .is_ok()
    };
    assert!(read(Object::Verification));
    assert!(!read(Object::Authorization));
}
