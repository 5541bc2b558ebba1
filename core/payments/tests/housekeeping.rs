//! Housekeeping is done in batches: however much is over at once, no payment waits for all of it.

#![allow(clippy::unwrap_used, missing_docs)]

mod vault;

use access::time::{DAY, HOUR, MINUTE, SECOND};
use payments::command::*;
use payments::machine::Capture;
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
        let token = vault.issue(&format!("s{number}"), "j").unwrap();
        let begin = Begin {
            capture: Capture::Manual,
            ..vault.a_begin(&token, &format!("k{number}"))
        };
        let operation = begin.operation.as_str().to_owned();
        vault.begin_with(begin).unwrap();
        vault.finish(&operation, approved()).unwrap();
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
