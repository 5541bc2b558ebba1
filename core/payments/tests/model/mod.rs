//! A small world for an exhaustive search. Its state is the rows of the real database, put back before
//! each step and read after it, so that the step itself is the product's own `handle` and nothing else.

mod errands;
mod rows;
mod step;

use crate::vault::{START, Vault, settings};
use crate::world::Acquirer;
use access::Timestamp;
use access::time::{MINUTE, SECOND};
use errands::Errands;
use payments::command::*;
use payments::machine::{Authentication, Capture, Kind, State as Stands};
use payments::projection::Status;
use payments::terms::Capability;
use payments::view::Object;
use rows::Rows;
use stateright::{Model, Property};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use step::Step;

/// No message is on its way for longer, and no worker waits longer.
const LONGEST: i64 = 25 * SECOND;
const DEADLINE: i64 = 10 * SECOND;

/// The last of the promises.
pub const SETTLED: &str =
    "two minutes after faults end all is settled, and vault and acquirer agree";

/// What an acquirer tells of operations past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tells {
    /// What became of each.
    Everything,
    /// Nothing; but it refuses what arrives after its own reversal.
    NothingButRefuses,
    /// Nothing, and it takes whatever arrives.
    Nothing,
}

/// What may happen in a world, and how often.
#[derive(Clone)]
pub struct World {
    pub capture: Capture,
    /// Whether both clients send their request under the same Idempotency-Key.
    pub same_key: bool,
    pub authentication: Authentication,
    pub purpose: Purpose,
    pub tells: Tells,
    /// Whether the payment is approved before the search begins.
    pub is_approved: bool,
    /// Captures, voids and refunds that clients try, one each.
    pub follow_ups: Vec<(Kind, Option<i64>)>,
    pub crashes: u8,
    /// How often an errand of the alarm's is not answered, done or not.
    pub silences: u8,
    /// How often the acquirer says that it does not know yet.
    pub pendings: u8,
    /// How often a worker may get the same answer.
    pub answers: u8,
    /// Whether the acquirer may say no.
    pub declines: bool,
    /// Look no further behind this moment.
    pub until: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    rows: Arc<Rows>,
    now: i64,
    armed: Option<Timestamp>,
    workers: BTreeMap<String, Worker>,
    on_the_way: BTreeMap<String, OnTheWay>,
    errands: Errands,
    acquirer: Acquirer,
    /// The bytes a client was given for its request.
    answers: BTreeMap<String, String>,
    claims: BTreeSet<String>,
    crashes: u8,
    silences: u8,
    pendings: u8,
    broken: Option<&'static str>,
}

impl State {
    /// Does something with the vault as it stands here, and leaves no trace of it there: many things are
    /// tried from the same state.
    fn try_out<T>(&self, world: &World, what: impl FnOnce(Step) -> T) -> T {
        VAULT.with_borrow_mut(|(vault, standing)| {
            if *standing != self.rows {
                self.rows.put_back(vault);
                *standing = Arc::clone(&self.rows);
            }
            vault.now = START.plus(self.now);
            vault.armed = self.armed;
            vault.run(&["SAVEPOINT trial"]);
            let tried = what(Step {
                world,
                vault,
                state: self.clone(),
            });
            vault.run(&["ROLLBACK TO trial", "RELEASE trial"]);
            tried
        })
    }

    /// Whether the acquirer has undone something, and whoever asked for it went without the answer.
    fn is_undone_unheard(&self) -> bool {
        let is_open = [Stands::Sent, Stands::Unknown]
            .iter()
            .any(|state| self.rows.has(Kind::Reversal, *state));
        is_open && self.errands.is_empty() && self.acquirer.has_undone()
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
    Alarm,
    Act { errand: String, pending: bool },
    Heard(String),
    Unheard(String),
}

/// Whether an end was come to.
type IsThere = fn(&World, &State) -> bool;

thread_local! {
    /// A vault, and the rows that are in it.
    static VAULT: RefCell<(Vault, Arc<Rows>)> = RefCell::new((Vault::new(), Arc::default()));
}

impl Model for World {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        let mut vault = Vault::new();
        let mut settings = Settings {
            authentication: self.authentication,
            ..settings()
        };
        if self.tells != Tells::Everything {
            let capabilities = &mut settings.connector.terms.capabilities;
            capabilities.retain(|one| *one != Capability::Inquiry);
        }
        vault.operator(Operator::Configure(settings)).unwrap();
        vault.issue("session", "jti").unwrap();
        let state = State {
            rows: Arc::new(Rows::of(&vault)),
            now: 0,
            armed: vault.armed,
            workers: BTreeMap::new(),
            on_the_way: BTreeMap::new(),
            errands: Errands::new(),
            acquirer: if self.tells == Tells::NothingButRefuses {
                Acquirer::with_closed_doors()
            } else {
                Acquirer::default()
            },
            answers: BTreeMap::new(),
            claims: BTreeSet::new(),
            crashes: self.crashes,
            silences: self.silences,
            pendings: self.pendings,
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
            if worker.heard < self.answers && state.acquirer.said(operation).is_some() {
                actions.push(Action::Answer(operation.clone()));
            }
            if !worker.gave_up && worker.heard == 0 {
                actions.push(Action::GiveUp(operation.clone()));
            }
        }
        let is_idle = state.workers.is_empty() && state.errands.is_empty();
        if state.crashes > 0 && !is_idle {
            actions.push(Action::Crash);
        }
        for (operation, errand) in &state.errands {
            errand.actions(operation, state.silences, state.pendings, actions);
        }
        // An alarm goes off once its last one has come to its end.
        if state.errands.is_empty() {
            actions.push(Action::Alarm);
        }
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let next = last.try_out(self, |mut step| {
            step.take(action)?;
            Some(step.end())
        })?;
        (next != *last && next.now <= self.until).then_some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut properties: Vec<Property<Self>> = vec![
            Property::always("nothing promised is broken", |_, state: &State| {
                state.broken.is_none()
            }),
            Property::always(
                "no money moves twice or out of bounds",
                |_, state: &State| state.claims.len() <= 1 && state.acquirer.check().is_ok(),
            ),
            Property::always(SETTLED, |world, state: &State| {
                state.broken.is_some() || world.calms_down(state)
            }),
        ];
        // Where nothing comes to these ends, the promises above are about nothing.
        let ends: [(bool, &'static str, IsThere); 7] = [
            (true, "something is approved", |_, state| {
                state.rows.has_status(Status::Approved)
            }),
            (self.declines, "something is declined", |_, state| {
                state.rows.has_state(Stands::Declined)
            }),
            (true, "what is in doubt is undone", |_, state| {
                state.rows.has_state(Stands::Reversed)
            }),
            (true, "it is undone and nobody heard of it", |_, state| {
                state.is_undone_unheard()
            }),
            (
                self.wants(Kind::Capture),
                "something is taken",
                |_, state| state.rows.has(Kind::Capture, Stands::Approved),
            ),
            (
                self.wants(Kind::Refund),
                "something is given back",
                |_, state| state.rows.has(Kind::Refund, Stands::Approved),
            ),
            (
                self.wants(Kind::Void),
                "something is given up",
                |_, state| state.rows.has(Kind::Void, Stands::Approved),
            ),
        ];
        let ends = ends.into_iter().filter(|(is_expected, ..)| *is_expected);
        properties.extend(ends.map(|(_, name, is_there)| Property::sometimes(name, is_there)));
        properties
    }
}

impl World {
    fn wants(&self, kind: Kind) -> bool {
        self.follow_ups.iter().any(|(wanted, _)| *wanted == kind)
    }

    /// What the vault shows the payment as.
    fn object(&self) -> Object {
        match self.purpose {
            Purpose::Payment => Object::Authorization,
            Purpose::Verification => Object::Verification,
        }
    }

    /// What is on its way arrives, nobody crashes, the acquirer answers.
    fn calms_down(&self, state: &State) -> bool {
        state.try_out(self, |mut step| {
            let operations: Vec<String> = state.on_the_way.keys().cloned().collect();
            for operation in operations {
                step.arrive(&operation, true);
            }
            step.end_errands();
            let end = step.vault.now.plus(2 * MINUTE);
            while let Some(armed) = step.vault.armed.filter(|armed| *armed <= end) {
                step.vault.now = step.vault.now.max(armed);
                step.alarm();
                step.end_errands();
            }
            step.is_settled()
        })
    }
}

/// The end of a world that is looked at for so long.
pub const fn seconds(seconds: i64) -> i64 {
    seconds * SECOND
}
