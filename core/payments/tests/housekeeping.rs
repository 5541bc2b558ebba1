//! Housekeeping is done in batches: however much is over at once, no payment waits for all of it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod vault;

use access::time::{DAY, HOUR, MINUTE, SECOND};
use payments::acquirer::Finding;
use payments::command::*;
use payments::machine::{Capture, Kind};
use payments::projection::Status;
use payments::sql::Sql;
use vault::{Vault, approved};

/// Of tokens and of answers, a batch.
const ROWS: i64 = 1_000;
/// Of payments.
const PAYMENTS: usize = 20;

fn count(vault: &Vault, statement: &'static str) -> i64 {
    let rows = vault.sql.query(statement, vec![]).unwrap();
    rows.into_iter().next().unwrap().integer().unwrap()
}

/// Lets the alarm go off at its time; how long that was.
fn ring(vault: &mut Vault) -> i64 {
    let armed = vault.armed.unwrap();
    let waited = armed.millis() - vault.now.millis();
    vault.now = vault.now.max(armed);
    vault.tick();
    waited
}

#[test]
fn tokens_that_end_together_are_wiped_batch_by_batch_without_a_pause_of_a_minute() {
    let mut vault = Vault::new();
    for number in 0..2 * ROWS + 500 {
        vault.issue(&format!("s{number}"), "j").unwrap();
    }
    let sealed = "SELECT COUNT(*) FROM token WHERE sealed IS NOT NULL";
    vault.now = vault.now.plus(30 * MINUTE);
    let mut left = Vec::new();
    for _ in 0..3 {
        assert!(ring(&mut vault) < SECOND);
        left.push(count(&vault, sealed));
    }
    assert_eq!(left, [ROWS + 500, 500, 0]);
    // The last batch was not full: what is next is only that they are forgotten.
    let all = "SELECT COUNT(*) FROM token";
    assert!(ring(&mut vault) > DAY);
    assert_eq!(count(&vault, all), ROWS + 500);
    assert!(ring(&mut vault) < SECOND);
    assert_eq!(count(&vault, all), 500);
}

#[test]
fn payments_whose_time_is_over_together_end_batch_by_batch_too() {
    let mut vault = Vault::new();
    for number in 0..PAYMENTS + 5 {
        reserved(&mut vault, number);
    }
    vault.now = vault.now.plus(7 * DAY + HOUR);
    vault.tick();
    let expired = |vault: &mut Vault| {
        let all = vault.authorizations();
        let expired = all.iter().filter(|one| one.status == Status::Expired);
        expired.count()
    };
    assert_eq!(expired(&mut vault), PAYMENTS);
    assert!(ring(&mut vault) < SECOND);
    assert_eq!(expired(&mut vault), PAYMENTS + 5);
    // And then there is nothing to hurry for.
    let soon = vault.now.plus(MINUTE);
    assert!(vault.armed.is_none_or(|armed| armed >= soon));
}

#[test]
fn payments_with_something_under_way_hold_back_no_other_whose_time_is_over() {
    let mut vault = Vault::new();
    let ids: Vec<String> = (0..=PAYMENTS)
        .map(|number| reserved(&mut vault, number))
        .collect();
    // All but the last are being captured, and the acquirer says nothing any more.
    vault.now = vault.now.plus(7 * DAY - MINUTE);
    let (last, others) = ids.split_last().unwrap();
    let mut captures = Vec::new();
    for (number, id) in others.iter().enumerate() {
        let key = format!("c{number}");
        match vault.follow_up(id, Kind::Capture, None, &key).unwrap() {
            FollowedUp::Ask(errand) => captures.push(errand.asked.operation),
            FollowedUp::Answered(_) => panic!("a key of its own"),
        }
    }
    vault.now = vault.now.plus(MINUTE);
    vault.tick();
    let status = |vault: &mut Vault, id: &str| {
        let all = vault.authorizations();
        all.into_iter().find(|one| one.id == id).unwrap().status
    };
    assert_eq!(status(&mut vault, last), Status::Expired);
    // They wait for as long as the acquirer may yet hold them for taken, whatever is known meanwhile.
    for capture in &captures {
        vault.recovered(capture, Finding::NotFound);
    }
    let undone = vault.tick().errands;
    assert_eq!(
        status(&mut vault, &ids[0]),
        Status::Approved,
        "being undone"
    );
    for undo in undone {
        vault.recovered(&undo.asked.operation, approved());
    }
    vault.tick();
    assert_eq!(status(&mut vault, &ids[0]), Status::Approved, "undone");
    for capture in &captures {
        vault.recovered(capture, Finding::NotFound);
    }
    vault.tick();
    assert!(
        ids.iter()
            .all(|id| status(&mut vault, id) == Status::Expired)
    );
}

/// A payment that is approved and not captured; its id.
fn reserved(vault: &mut Vault, number: usize) -> String {
    let token = vault.issue(&format!("s{number}"), "j").unwrap();
    let begin = Begin {
        capture: Capture::Manual,
        ..vault.a_begin(&token, &format!("k{number}"))
    };
    let operation = begin.operation.as_str().to_owned();
    let id = begin.authorization.as_str().to_owned();
    vault.begin_with(begin).unwrap();
    vault.finish(&operation, approved()).unwrap();
    id
}
