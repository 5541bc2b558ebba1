//! A small world for an exhaustive search. Its state is the rows of the real database, put back before
//! each step and read after it, so that the step itself is the product's own `handle` and nothing else.

mod rows;
mod step;

use crate::vault::{START, Vault, settings};
use crate::world::Acquirer;
use access::Timestamp;
use access::time::{MINUTE, SECOND};
use payments::command::*;
use payments::machine::{Authentication, Capture, Kind};
use payments::projection::Status;
use rows::Rows;
use stateright::{Model, Property};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use step::Step;

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

/// The end of a world that is looked at for so long.
pub const fn seconds(seconds: i64) -> i64 {
    seconds * SECOND
}
