//! One step of the searched world: a client, the network, the acquirer, a worker or the alarm moves.

use super::{Action, DEADLINE, LONGEST, OnTheWay, State, Worker, World, rows};
use crate::model::rows::Rows;
use crate::vault::{START, Vault, approved, declined};
use crate::world::Message;
use payments::acquirer::{Asked, Finding};
use payments::command::*;
use payments::machine::{Kind, State as Stands};
use payments::projection::Status;
use std::sync::Arc;

/// One step of the world, with the vault as it stands.
pub struct Step<'a> {
    pub world: &'a World,
    pub vault: &'a mut Vault,
    pub state: State,
}

impl Step<'_> {
    pub fn take(&mut self, action: Action) -> Option<()> {
        match action {
            Action::Redeem(client) => self.redeem(client),
            Action::Confirm => self.confirm(),
            Action::FollowUp(at) => self.follow_up(at),
            Action::Arrive(operation, yes) => self.arrive(&operation, yes),
            Action::Lose(operation) => drop(self.state.on_the_way.remove(&operation)),
            Action::Answer(operation) => self.answer(&operation),
            Action::GiveUp(operation) => self.give_up(&operation),
            Action::Crash => {
                self.state.workers.clear();
                self.state.errands.clear();
                self.state.crashes -= 1;
            }
            Action::Alarm => {
                self.vault.now = self.vault.now.max(self.vault.armed?);
                self.alarm();
            }
            Action::Act { errand, pending } => self.act(&errand, pending),
            Action::Heard(errand) => self.heard(&errand),
            Action::Unheard(errand) => self.unheard(&errand),
        }
        Some(())
    }

    pub fn end(mut self) -> State {
        let now = self.vault.now.millis() - START.millis();
        let answers = self.world.answers;
        self.state.now = now;
        self.state.rows = Arc::new(Rows::of(self.vault));
        self.state.armed = self.vault.armed;
        self.state
            .workers
            .retain(|_, worker| now <= worker.sent + LONGEST && worker.heard < answers);
        self.state
            .on_the_way
            .retain(|_, message| now <= message.sent + LONGEST);
        self.state
    }

    /// Ids that depend on what has happened, not on the order in which the search came here.
    pub fn draw_from(&mut self, purpose: u64) {
        let (operations, events) = rows::counts(self.vault);
        self.vault.drawn = (purpose << 32) + (operations << 20) + (events << 8);
    }

    pub fn token(&self) -> TokenClaim {
        rows::token(self.vault)
    }

    pub fn redeem(&mut self, client: u8) {
        let key = if self.world.same_key { 0 } else { client };
        let key = format!("redeem-{key}");
        self.vault.drawn = 1_000 * (u64::from(client) + 1);
        let token = self.token();
        let mut begin = Begin {
            capture: self.world.capture,
            ..self.vault.a_begin(&token, &key)
        };
        if self.world.purpose == Purpose::Verification {
            (begin.purpose, begin.amount) = (Purpose::Verification, 0);
        }
        match self.vault.begin_with(begin) {
            Ok(Begun::Ask(asked)) => self.sent(key, asked, None),
            Ok(Begun::Held(kept) | Begun::Answered(kept)) => self.told(&key, &kept),
            Err(_) => {}
        }
    }

    pub fn confirm(&mut self) {
        let Some(id) = rows::payment(self.vault) else {
            return;
        };
        self.vault.drawn = 9_000;
        let token = self.token();
        match self.vault.confirm(&id, &token, "confirm") {
            Ok(Begun::Ask(asked)) => self.sent("confirm".into(), asked, None),
            Ok(Begun::Answered(kept)) => self.told("confirm", &kept),
            Ok(Begun::Held(_)) => self.state.broken = Some("a confirmation waits again"),
            Err(_) => {}
        }
    }

    pub fn follow_up(&mut self, at: u8) {
        let Some(id) = rows::payment(self.vault) else {
            return;
        };
        let (kind, amount) = self.world.follow_ups[usize::from(at)];
        let key = format!("follow-up-{at}");
        self.vault.drawn = 10_000 * (u64::from(at) + 1);
        match self.vault.follow_up(&id, kind, amount, &key) {
            Ok(FollowedUp::Ask(errand)) => {
                let payments::command::Step::Send { original } = &errand.step else {
                    self.state.broken = Some("a follow-up is not sent");
                    return;
                };
                let original = original.as_str().to_owned();
                self.sent(key, errand.asked, Some(original));
            }
            Ok(FollowedUp::Answered(kept)) => self.told(&key, &kept),
            Err(_) => {}
        }
    }

    pub fn sent(&mut self, key: String, asked: Asked, original: Option<String>) {
        let sent = self.vault.now.millis() - START.millis();
        if original.is_none() {
            self.state
                .acquirer
                .captures(&asked.operation, self.world.capture);
            self.state.claims.insert(asked.operation.clone());
        }
        let message = OnTheWay {
            kind: asked.kind,
            amount: asked.amount,
            original,
            sent,
        };
        let worker = Worker {
            key,
            sent,
            gave_up: false,
            heard: 0,
        };
        self.state
            .on_the_way
            .insert(asked.operation.clone(), message);
        self.state.workers.insert(asked.operation, worker);
    }

    pub fn arrive(&mut self, operation: &str, yes: bool) {
        if let Some(message) = self.state.on_the_way.remove(operation) {
            let asked = Asked {
                operation: operation.to_owned(),
                kind: message.kind,
                amount: message.amount,
                currency: "JPY".into(),
            };
            let message = Message {
                asked,
                original: message.original,
            };
            self.state.acquirer.act(&message, yes);
        }
    }

    pub fn answer(&mut self, operation: &str) {
        let finding = match self.state.acquirer.said(operation) {
            Some(true) => approved(),
            Some(false) => declined(),
            None => return,
        };
        let Some(worker) = self.state.workers.get_mut(operation) else {
            return;
        };
        worker.heard += 1;
        let key = worker.key.clone();
        self.finish(&key, operation, finding);
    }

    pub fn give_up(&mut self, operation: &str) {
        let Some(worker) = self.state.workers.get_mut(operation) else {
            return;
        };
        worker.gave_up = true;
        let (key, deadline) = (worker.key.clone(), START.plus(worker.sent + DEADLINE));
        self.vault.now = self.vault.now.max(deadline);
        self.finish(&key, operation, Finding::NoAnswer);
    }

    pub fn finish(&mut self, key: &str, operation: &str, finding: Finding) {
        self.draw_from(1);
        match self.vault.finish(operation, finding) {
            Ok(kept) => self.told(key, &kept),
            Err(_) => self.state.broken = Some("an answer was lost"),
        }
    }

    /// An answer once given is the answer.
    pub fn told(&mut self, key: &str, kept: &Kept) {
        let bytes = format!("{} {}", kept.status, kept.body);
        let first = self
            .state
            .answers
            .entry(key.to_owned())
            .or_insert_with(|| bytes.clone());
        if *first != bytes {
            self.state.broken = Some("the same key got other bytes");
        }
    }

    pub fn is_settled(&mut self) -> bool {
        let payment = rows::payment(self.vault);
        let payment = payment.map(|id| self.vault.authorization(&id, self.world.object()));
        payment.iter().all(|payment| {
            payment.captured <= payment.amount
                && payment.refunded <= payment.captured
                && payment.status != Status::Pending
                && payment.operations.iter().all(|operation| {
                    let holds = self.state.acquirer.holds(&operation.id);
                    !matches!(
                        operation.state,
                        Stands::Sent | Stands::Unknown | Stands::Stuck
                    ) && (operation.kind == Kind::Reversal
                        || holds == (operation.state == Stands::Approved))
                })
        })
    }
}
