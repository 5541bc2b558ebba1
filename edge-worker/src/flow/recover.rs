//! What a merchant's alarm does: settle every operation whose end nobody knows.
//!
//! A worker that died, an acquirer that stayed silent, a reversal that was not acknowledged: all of them
//! are operations that are due. Each is asked about or undone, and what comes back is one more finding.
//! It never throws: an alarm that throws is tried seven times and then forgotten by the platform.

use super::settle::fresh;
use crate::clock::now;
use crate::connectors::{Acquirer, guarded};
use crate::crypto::keyring::Keyring;
use crate::crypto::random;
use crate::http::log;
use crate::objects::MerchantVault;
use access::time::SECOND;
use access::{EventId, OperationId, Timestamp};
use futures_util::future::join_all;
use payments::acquirer::Finding;
use payments::command::{Alarm, Due, Finish, Outcome, Recovered};
use payments::{Code, NEXT_BATCH, Problem, Reply, Request};
use std::collections::HashMap;

/// One alarm looks this often for what is due, also by its own work; the next alarm goes on from there.
const PASSES: usize = 5;

/// Payments whose time is over end in batches of this size.
const LAPSES: usize = 20;

/// After a fault of our own (no keys, no storage) the alarm comes back.
const COME_BACK: i64 = 10 * SECOND;

/// Settles what is due, and arms the alarm for what is due next.
pub(crate) async fn recover(vault: &MerchantVault) {
    let wake = match passes(vault).await {
        Ok(wake) => wake,
        Err(problem) => {
            log::event(problem.code.as_str());
            Some(now().plus(COME_BACK))
        }
    };
    vault.wake_at(wake).await;
}

async fn passes(vault: &MerchantVault) -> Result<Option<Timestamp>, Problem> {
    for _ in 0..PASSES {
        let tick = Alarm::Tick {
            events: events(vault).await?,
        };
        let Outcome { reply, wake } = vault.commit(Request::Alarm(tick))?;
        match reply {
            Reply::Due(due) if !due.errands.is_empty() => settle_all(vault, due).await?,
            _ => return Ok(wake),
        }
    }
    Ok(Some(now().plus(NEXT_BATCH)))
}

async fn settle_all(vault: &MerchantVault, due: Due) -> Result<(), Problem> {
    let keyring = Keyring::of(vault.env())
        .await
        .map_err(|_| Code::VaultLocked)?;
    let mut acquirers = HashMap::new();
    for connector in due.connectors {
        let name = connector.acquirer.clone();
        // One whose credentials do not open cannot be asked, and holds back no other.
        if let Ok(acquirer) = Acquirer::open(&keyring, connector).await {
            acquirers.insert(name, acquirer);
        }
    }
    let settled = join_all(due.errands.into_iter().map(async |errand| {
        let finding = match acquirers.get(&errand.acquirer) {
            Some(acquirer) => guarded::run_errand(acquirer, &errand).await,
            None => Finding::NoAnswer,
        };
        let finish = Finish {
            operation: OperationId::from_stored(errand.asked.operation),
            finding,
            fresh: fresh(keyring.mode)?,
        };
        let outcome = vault.commit(Request::Alarm(Alarm::Recovered(Box::new(finish))))?;
        if let Reply::Recovered(Recovered { stuck: Some(stuck) }) = outcome.reply {
            log::operation_stuck(&stuck);
        }
        Ok(())
    }));
    // One that could not be written does not hold back the others, and is due again.
    settled.await.into_iter().collect()
}

/// Ids for the payments whose time is over; in a locked vault they wait.
async fn events(vault: &MerchantVault) -> Result<Vec<EventId>, Problem> {
    match Keyring::of(vault.env()).await {
        Ok(keyring) => (0..LAPSES)
            .map(|_| Ok(EventId::new(keyring.mode, random::bytes()?)))
            .collect(),
        Err(_) => Ok(Vec::new()),
    }
}
