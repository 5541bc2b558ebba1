//! One merchant's money in one place.
//!
//! **Why a token is redeemed at most once.** All that must be true together about this merchant lies in
//! one SQLite database that one object owns, and it changes in one place: [`payments::handle`], a
//! synchronous function inside `transactionSync`. A durable object runs one event at a time until that
//! event waits for something, and `handle` cannot wait; so no two commands ever interleave, however many
//! arrive together. An `Err` rolls everything back, a trap of the wasm does too, and the platform holds
//! back the reply until what was written is on disk. What was answered is therefore true after `kill -9`,
//! and what was not answered either happened whole or not at all.

use super::alarm_clock::AlarmClock;
use super::sql::Database;
use super::transact::transact;
use super::wire;
use crate::clock::now;
use crate::flow::recover;
use access::Timestamp;
use payments::command::Outcome;
use payments::{Problem, Reply, Request};
use std::cell::Cell;
use worker::{DurableObject, Env, Response, State, Storage, durable_object};

/// The object of one merchant in one mode.
#[durable_object(alarm)]
pub struct MerchantVault {
    storage: Storage,
    sql: Database,
    alarm: AlarmClock,
    installed: Cell<bool>,
    env: Env,
}

impl DurableObject for MerchantVault {
    fn new(state: State, env: Env) -> Self {
        #[cfg(cardseal_faults)]
        crate::clock::set(&env);
        Self {
            sql: Database::new(state.storage().sql()),
            alarm: AlarmClock::new(state.storage()),
            storage: state.storage(),
            installed: Cell::new(false),
            env,
        }
    }

    async fn fetch(&self, mut request: worker::Request) -> worker::Result<Response> {
        let reply = match wire::read(&mut request).await {
            Some(command) => self.carry_out(command).await,
            None => Err(Problem::overloaded()),
        };
        wire::answer(reply)
    }

    async fn alarm(&self) -> worker::Result<Response> {
        self.alarm.went_off();
        recover::recover(self).await;
        Response::empty()
    }
}

impl MerchantVault {
    async fn carry_out(&self, command: Request) -> Result<Reply, Problem> {
        self.alarm.look().await;
        let outcome = self.commit(command)?;
        self.wake_at(outcome.wake).await;
        Ok(outcome.reply)
    }

    /// One command, one transaction. Nothing is armed yet.
    pub(crate) fn commit(&self, command: Request) -> Result<Outcome, Problem> {
        let outcome = transact(&self.storage, || {
            if !self.installed.get() {
                payments::install(&self.sql)?;
            }
            payments::handle(&self.sql, now(), command)
        })?;
        // Not inside: what is rolled back is not installed.
        self.installed.set(true);
        Ok(outcome)
    }

    /// Has the alarm go off at this moment at the latest.
    pub(crate) async fn wake_at(&self, wake: Option<Timestamp>) {
        self.alarm.arm(wake).await;
    }

    /// The bindings, for what the alarm does.
    pub(crate) fn env(&self) -> &Env {
        &self.env
    }
}
