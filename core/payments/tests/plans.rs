//! No statement looks at all rows of a table that grows: a payment costs the same after a million others.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]
#![allow(clippy::print_stdout, reason = "a test says what it looked at")]

mod vault;

use access::time::{DAY, MINUTE};
use access::{AuthorizationId, KeyHash};
use payments::acquirer::Finding;
use payments::command::*;
use payments::machine::{Authentication, Capture, Kind};
use payments::projection::Status;
use payments::view::Object;
use std::collections::BTreeSet;
use vault::{Vault, approved, settings};

/// Tables with a row for each token, payment, request or event.
const GROWING: [&str; 5] = ["token", "authorization", "operation", "answer", "event"];

/// The tables that a statement reads from one end to the other.
fn scanned(vault: &Vault, statement: &str) -> Vec<String> {
    let steps = vault.sql.plan(statement).into_iter();
    let tables = steps.filter_map(|step| {
        // A search for the least or greatest without an index looks at every row too.
        let searched = step
            .strip_prefix("SEARCH ")
            .filter(|rest| !rest.contains(' '));
        let table = step.strip_prefix("SCAN ").or(searched)?;
        let table = table.split(' ').next()?.to_owned();
        GROWING.contains(&table.as_str()).then_some(table)
    });
    tables.collect()
}

#[test]
fn no_statement_reads_a_growing_table_from_end_to_end() {
    let vault = busy();
    let heard = vault.sql.heard.take().unwrap();
    let of_growing = |statement: &&&str| {
        let words = || statement.split(|other: char| !other.is_ascii_alphabetic());
        !statement.starts_with("CREATE")
            && GROWING
                .iter()
                .any(|table| words().any(|word| word == *table))
    };
    let statements: Vec<_> = heard.iter().filter(of_growing).collect();
    println!("{} statements", statements.len());
    assert!(statements.len() >= 40, "{statements:#?}");
    for statement in statements {
        let scanned = scanned(&vault, statement);
        assert!(scanned.is_empty(), "all of {scanned:?}: {statement}");
    }
}

#[test]
fn a_statement_that_does_is_found_out() {
    let vault = Vault::new();
    for (statement, table) in [
        ("SELECT id FROM token WHERE last4 = ?", "token"),
        (
            "UPDATE token SET state = 'expired' WHERE held_by = ? AND state = 'held'",
            "token",
        ),
        ("SELECT MIN(created) FROM authorization", "authorization"),
        ("DELETE FROM event WHERE created < ?", "event"),
    ] {
        assert_eq!(scanned(&vault, statement), [table], "{statement}");
    }
}

/// A vault in which everything has happened once, and what it asked its database for.
fn busy() -> Vault {
    let mut vault = Vault::new();
    vault.sql.heard.replace(Some(BTreeSet::new()));
    payments::install(&vault.sql).unwrap();

    let [captured, voided] = ["s1", "s2"].map(|session| authorized(&mut vault, session));
    settle(&mut vault, &captured, Kind::Capture, Finding::NoAnswer);
    settle(&mut vault, &voided, Kind::Void, approved());
    vault.now = vault.now.plus(MINUTE);
    // The capture is not known to the acquirer: undone, and looked at once more.
    for _ in 0..5 {
        for errand in vault.tick().errands {
            let finding = match errand.step {
                Step::Send { .. } => approved(),
                Step::Inquire | Step::CannotAsk => Finding::NotFound,
            };
            vault.recovered(&errand.asked.operation, finding);
        }
        vault.now = vault.now.plus(MINUTE);
    }

    let waiting = Settings {
        authentication: Authentication::Required,
        ..settings()
    };
    vault.operator(Operator::Configure(waiting)).unwrap();
    for confirms in [true, false] {
        let token = vault.issue(&format!("w{confirms}"), "j").unwrap();
        let begin = vault.a_begin(&token, &format!("w{confirms}"));
        let id = begin.authorization.as_str().to_owned();
        vault.begin_with(begin).unwrap();
        if confirms {
            let prepare = Prepare {
                idempotency: vault::idempotency("c", "confirm"),
                token: Some(token.clone()),
                purpose: None,
                payment: Some(AuthorizationId::from_stored(id.clone())),
            };
            vault.server(Server::Prepare(Box::new(prepare))).unwrap();
            let Begun::Ask(asked) = vault.confirm(&id, &token, "c").unwrap() else {
                panic!("asks")
            };
            vault.finish(&asked.operation, approved()).unwrap();
        }
    }
    looks(&mut vault, &captured);
    // What was held, what was not captured, what is remembered: all of it ends.
    for _ in 0..2 {
        vault.now = vault.now.plus(8 * DAY);
        vault.tick();
    }
    assert_eq!(vault.authorizations().len(), 4);
    vault
}

/// A payment of its own session that is to be captured; its id.
fn authorized(vault: &mut Vault, session: &str) -> String {
    let token = vault.issue(session, "j").unwrap();
    let begin = Begin {
        capture: Capture::Manual,
        ..vault.a_begin(&token, session)
    };
    let (id, operation) = (begin.authorization.clone(), begin.operation.clone());
    vault.prepare(&token, session).unwrap();
    vault.begin_with(begin).unwrap();
    vault.finish(operation.as_str(), approved()).unwrap();
    id.as_str().to_owned()
}

fn settle(vault: &mut Vault, id: &str, kind: Kind, finding: Finding) {
    let FollowedUp::Ask(errand) = vault
        .follow_up(id, kind, None, &format!("{id}{}", kind.as_str()))
        .unwrap()
    else {
        panic!("asks")
    };
    vault.finish(&errand.asked.operation, finding).unwrap();
}

/// Everything that only looks, and what operators and browsers ask.
fn looks(vault: &mut Vault, id: &str) {
    let token = vault.issue("s9", "j").unwrap().id;
    for asked in [
        Server::ReadSession {
            session: "s9".into(),
        },
        Server::ReadToken { id: token.clone() },
        Server::RevokeToken { id: token },
        Server::ReadAuthorization {
            id: AuthorizationId::from_stored(id.to_owned()),
            object: Object::Authorization,
        },
    ] {
        vault.server(asked).unwrap();
    }
    for (reference, status) in [
        (None, None),
        (None, Some(Status::Approved)),
        (Some("order-1".to_owned()), None),
    ] {
        let list = ListAuthorizations {
            reference,
            status,
            limit: 20,
            ..ListAuthorizations::default()
        };
        vault.server(Server::ListAuthorizations(list)).unwrap();
    }
    let key = Operator::AddKey {
        kid: "kid00002".into(),
        hash: KeyHash::of("another"),
    };
    for asked in [key, Operator::Gauge, Operator::Sweep, Operator::Read] {
        vault.operator(asked).unwrap();
    }
}
