//! A small world for an exhaustive search. Its state is the rows of the real database, put back before
//! each step and read after it, so that the step itself is the product's own `handle` and nothing else.

mod rows;

use crate::vault::{START, Vault, approved, declined, settings};
use crate::world::{Acquirer, Message};
use access::Timestamp;
use access::time::{MINUTE, SECOND};
use payments::acquirer::{Asked, Finding};
use payments::command::*;
use payments::machine::{Authentication, Capture, Kind, State as Stands};
use payments::projection::Status;
use rows::Rows;
use stateright::{Model, Property};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// No message is on its way for longer, and no worker waits longer.
const LONGEST: i64 = 25 * SECOND;
const DEADLINE: i64 = 10 * SECOND;

/// What may happen in a world, and how often.
#[derive(Clone)]
pub struct World {
    pub capture: Capture,
    /// Whether both clients send their request under the same Idempotency-Key.
    pub same_key: bool,
    pub authentication: Authentication,
    /// Whether the payment is approved before the search begins.
    pub is_approved: bool,
    /// Captures, voids and refunds that clients try, one each.
    pub follow_ups: Vec<(Kind, Option<i64>)>,
    pub crashes: u8,
    /// How often an alarm finds an acquirer that does not answer.
    pub silences: u8,
    /// Whether the acquirer may say no.
    pub declines: bool,
    /// Look no further behind this moment.
    pub until: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    rows: Rows,
    now: i64,
    armed: Option<Timestamp>,
    workers: BTreeMap<String, Worker>,
    on_the_way: BTreeMap<String, OnTheWay>,
    acquirer: Acquirer,
    /// The bytes a client was given for its request.
    answers: BTreeMap<String, String>,
    claims: BTreeSet<String>,
    crashes: u8,
    silences: u8,
    broken: Option<&'static str>,
}

impl State {
    fn put_back(&self, vault: &mut Vault) {
        self.rows.put_back(vault);
        vault.now = START.plus(self.now);
        vault.armed = self.armed;
    }
}

/// A worker that waits for the acquirer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Worker {
    key: String,
    sent: i64,
    gave_up: bool,
    heard: u8,
}

/// A message that has not arrived.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct OnTheWay {
    kind: Kind,
    amount: i64,
    original: Option<String>,
    sent: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    Redeem(u8),
    Confirm,
    FollowUp(u8),
    Arrive(String, bool),
    Lose(String),
    Answer(String),
    GiveUp(String),
    Crash,
    Alarm { silent: bool },
}

thread_local! {
    static VAULT: RefCell<Vault> = RefCell::new(Vault::new());
}

impl Model for World {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        let mut vault = Vault::new();
        let settings = Settings {
            authentication: self.authentication,
            ..settings()
        };
        vault.operator(Operator::Configure(settings)).unwrap();
        vault.issue("session", "jti").unwrap();
        let state = State {
            rows: Rows::of(&vault),
            now: 0,
            armed: vault.armed,
            workers: BTreeMap::new(),
            on_the_way: BTreeMap::new(),
            acquirer: Acquirer::default(),
            answers: BTreeMap::new(),
            claims: BTreeSet::new(),
            crashes: self.crashes,
            silences: self.silences,
            broken: None,
        };
        if !self.is_approved {
            return vec![state];
        }
        let mut step = Step {
            world: self,
            vault: &mut vault,
            state,
        };
        step.redeem(0);
        let operation = step.state.workers.keys().next().unwrap().clone();
        step.arrive(&operation, true);
        step.answer(&operation);
        step.state.workers.clear();
        vec![step.end()]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        if state.broken.is_some() {
            return;
        }
        if !self.is_approved {
            actions.extend([Action::Redeem(0), Action::Redeem(1)]);
        }
        if self.authentication == Authentication::Required {
            actions.push(Action::Confirm);
        }
        actions.extend(
            (0..)
                .zip(&self.follow_ups)
                .map(|(at, _)| Action::FollowUp(at)),
        );
        for operation in state.on_the_way.keys() {
            actions.push(Action::Arrive(operation.clone(), true));
            if self.declines {
                actions.push(Action::Arrive(operation.clone(), false));
            }
            actions.push(Action::Lose(operation.clone()));
        }
        for (operation, worker) in &state.workers {
            if worker.heard < 2 && state.acquirer.said(operation).is_some() {
                actions.push(Action::Answer(operation.clone()));
            }
            if !worker.gave_up && worker.heard == 0 {
                actions.push(Action::GiveUp(operation.clone()));
            }
        }
        if state.crashes > 0 && !state.workers.is_empty() {
            actions.push(Action::Crash);
        }
        actions.push(Action::Alarm { silent: false });
        if state.silences > 0 {
            actions.push(Action::Alarm { silent: true });
        }
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let next = VAULT.with_borrow_mut(|vault| {
            last.put_back(vault);
            let mut step = Step {
                world: self,
                vault,
                state: last.clone(),
            };
            step.take(action)?;
            Some(step.end())
        })?;
        (next != *last && next.now <= self.until).then_some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("nothing promised is broken", |_, state: &State| {
                state.broken.is_none()
            }),
            Property::always(
                "no money moves twice or out of bounds",
                |_, state: &State| state.claims.len() <= 1 && state.acquirer.check().is_ok(),
            ),
            Property::always(
                "two minutes after faults end all is settled, and vault and acquirer agree",
                |world, state: &State| state.broken.is_some() || world.calms_down(state),
            ),
            Property::sometimes("a payment is approved", |_, state: &State| {
                state.rows.has_status(Status::Approved)
            }),
        ]
    }
}

impl World {
    /// What is on its way arrives, nobody crashes, the acquirer answers.
    fn calms_down(&self, state: &State) -> bool {
        VAULT.with_borrow_mut(|vault| {
            state.put_back(vault);
            let mut step = Step {
                world: self,
                vault,
                state: state.clone(),
            };
            let operations: Vec<String> = state.on_the_way.keys().cloned().collect();
            for operation in operations {
                step.arrive(&operation, true);
            }
            let end = step.vault.now.plus(2 * MINUTE);
            while let Some(armed) = step.vault.armed.filter(|armed| *armed <= end) {
                step.vault.now = step.vault.now.max(armed);
                step.alarm(false);
            }
            step.is_settled()
        })
    }
}

/// One step of the world, with the vault as it stands.
struct Step<'a> {
    world: &'a World,
    vault: &'a mut Vault,
    state: State,
}

impl Step<'_> {
    fn take(&mut self, action: Action) -> Option<()> {
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
                self.state.crashes -= 1;
            }
            Action::Alarm { silent } => {
                self.vault.now = self.vault.now.max(self.vault.armed?);
                self.state.silences -= u8::from(silent);
                self.alarm(silent);
            }
        }
        Some(())
    }

    fn end(mut self) -> State {
        let now = self.vault.now.millis() - START.millis();
        self.state.now = now;
        self.state.rows = Rows::of(self.vault);
        self.state.armed = self.vault.armed;
        self.state
            .workers
            .retain(|_, worker| now <= worker.sent + LONGEST && worker.heard < 2);
        self.state
            .on_the_way
            .retain(|_, message| now <= message.sent + LONGEST);
        self.state
    }

    /// Ids that depend on what has happened, not on the order in which the search came here.
    fn draw_from(&mut self, purpose: u64) {
        let (operations, events) = rows::counts(self.vault);
        self.vault.drawn = (purpose << 32) + (operations << 20) + (events << 8);
    }

    fn token(&self) -> TokenClaim {
        rows::token(self.vault)
    }

    fn redeem(&mut self, client: u8) {
        let key = if self.world.same_key { 0 } else { client };
        let key = format!("redeem-{key}");
        self.vault.drawn = 1_000 * (u64::from(client) + 1);
        let token = self.token();
        let begin = Begin {
            capture: self.world.capture,
            ..self.vault.a_begin(&token, &key)
        };
        match self.vault.begin_with(begin) {
            Ok(Begun::Ask(asked)) => self.sent(key, asked, None),
            Ok(Begun::Held(kept) | Begun::Answered(kept)) => self.told(&key, &kept),
            Err(_) => {}
        }
    }

    fn confirm(&mut self) {
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

    fn follow_up(&mut self, at: u8) {
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

    fn sent(&mut self, key: String, asked: Asked, original: Option<String>) {
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

    fn arrive(&mut self, operation: &str, yes: bool) {
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

    fn answer(&mut self, operation: &str) {
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

    fn give_up(&mut self, operation: &str) {
        let Some(worker) = self.state.workers.get_mut(operation) else {
            return;
        };
        worker.gave_up = true;
        let (key, deadline) = (worker.key.clone(), START.plus(worker.sent + DEADLINE));
        self.vault.now = self.vault.now.max(deadline);
        self.finish(&key, operation, Finding::NoAnswer);
    }

    fn finish(&mut self, key: &str, operation: &str, finding: Finding) {
        self.draw_from(1);
        match self.vault.finish(operation, finding) {
            Ok(kept) => self.told(key, &kept),
            Err(_) => self.state.broken = Some("an answer was lost"),
        }
    }

    /// An answer once given is the answer.
    fn told(&mut self, key: &str, kept: &Kept) {
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

    fn alarm(&mut self, silent: bool) {
        self.draw_from(2);
        for errand in self.vault.tick().errands {
            let finding = match (&errand.step, silent) {
                (_, true) => Finding::NoAnswer,
                (payments::command::Step::Inquire, _) => {
                    self.state.acquirer.verdict(&errand.asked.operation)
                }
                (payments::command::Step::CannotAsk, _) => Finding::CannotAsk,
                (payments::command::Step::Send { original }, _) => {
                    self.state.acquirer.reverse(original.as_str());
                    approved()
                }
            };
            self.draw_from(3);
            self.vault.recovered(&errand.asked.operation, finding);
        }
    }

    fn is_settled(&mut self) -> bool {
        self.vault.authorizations().iter().all(|payment| {
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

/// The end of a world that is looked at for so long.
pub const fn seconds(seconds: i64) -> i64 {
    seconds * SECOND
}
