//! One merchant, its clients, the network and an acquirer, in the hands of a test.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub
)]

use crate::vault::{Vault, approved, declined};
use access::Timestamp;
use access::time::SECOND;
use payments::acquirer::{Asked, Finding};
use payments::command::*;
use payments::machine::{Kind, State};
use payments::projection::Status;
use payments::view::AuthorizationView;
use proptest::prelude::*;
use std::collections::{BTreeMap, HashMap};

const LONGEST_ON_THE_WAY: i64 = 25 * SECOND;

/// One thing that happens. Numbers pick among what is there, modulo how much there is.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    Tokenize { session: u8 },
    Prepare { token: u8, key: u8 },
    Begin { worker: u8 },
    Arrive { message: u8, yes: bool },
    Answer { worker: u8 },
    AnswerTwice { worker: u8 },
    GiveUp { worker: u8 },
    Crash,
    Revoke { token: u8 },
    Wait { seconds: u8 },
    Alarm { silent: bool },
}

pub fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => any::<u8>().prop_map(|session| Step::Tokenize { session }),
        4 => any::<(u8, u8)>().prop_map(|(token, key)| Step::Prepare { token, key }),
        5 => any::<u8>().prop_map(|worker| Step::Begin { worker }),
        5 => any::<(u8, bool)>().prop_map(|(message, yes)| Step::Arrive { message, yes }),
        4 => any::<u8>().prop_map(|worker| Step::Answer { worker }),
        1 => any::<u8>().prop_map(|worker| Step::AnswerTwice { worker }),
        2 => any::<u8>().prop_map(|worker| Step::GiveUp { worker }),
        1 => Just(Step::Crash),
        1 => any::<u8>().prop_map(|token| Step::Revoke { token }),
        3 => any::<u8>().prop_map(|seconds| Step::Wait { seconds }),
        3 => any::<bool>().prop_map(|silent| Step::Alarm { silent }),
    ]
}

/// What the acquirer did, in order: the truth about the money.
#[derive(Default)]
pub struct Acquirer {
    verdicts: HashMap<String, bool>,
    reversed: HashMap<String, bool>,
    pub authorized: Vec<String>,
}

impl Acquirer {
    pub fn authorize(&mut self, operation: &str, yes: bool) {
        self.authorized.push(operation.to_owned());
        self.verdicts.insert(operation.to_owned(), yes);
        // An approval behind a reversal stands until it is reversed itself.
        self.reversed.insert(operation.to_owned(), false);
    }

    pub fn reverse(&mut self, original: &str) {
        if self.verdicts.contains_key(original) {
            self.reversed.insert(original.to_owned(), true);
        }
    }

    fn verdict(&self, operation: &str) -> Finding {
        match (self.verdicts.get(operation), self.reversed.get(operation)) {
            (Some(true), Some(true)) => Finding::Reversed,
            (Some(true), _) => approved(),
            (Some(false), _) => declined(),
            (None, _) => Finding::NotFound,
        }
    }

    fn holds_money(&self, operation: &str) -> bool {
        self.verdict(operation) == approved()
    }
}

/// A worker between two steps of the flow.
enum Worker {
    Prepared { token: TokenClaim, key: String },
    Asking { asked: Asked },
}

pub struct World {
    pub vault: Vault,
    pub acquirer: Acquirer,
    tokens: Vec<TokenClaim>,
    workers: Vec<Worker>,
    on_the_way: Vec<(Asked, Timestamp)>,
    pub answers: BTreeMap<String, Kept>,
    begun_by: HashMap<String, Vec<String>>,
    pub crashes: usize,
}

fn pick<T>(from: &[T], number: u8) -> Option<usize> {
    (!from.is_empty()).then(|| usize::from(number) % from.len())
}

impl World {
    pub fn new() -> Self {
        Self {
            vault: Vault::new(),
            acquirer: Acquirer::default(),
            tokens: Vec::new(),
            workers: Vec::new(),
            on_the_way: Vec::new(),
            answers: BTreeMap::new(),
            begun_by: HashMap::new(),
            crashes: 0,
        }
    }

    pub fn take(&mut self, step: Step) {
        match step {
            Step::Tokenize { session } => {
                let session = format!("session-{}", session % 4);
                let jti = format!("jti-{}", self.tokens.len());
                if let Ok(token) = self.vault.issue(&session, &jti) {
                    self.tokens.push(token);
                }
            }
            Step::Prepare { token, key } => {
                if let Some(at) = pick(&self.tokens, token) {
                    // A key names one request, so it always comes with the same token.
                    let (token, key) = (self.tokens[at].clone(), format!("key-{at}-{}", key % 2));
                    match self.vault.prepare(&token, &key) {
                        Ok(Prepared::Answered(kept)) => self.same_answer(&key, &kept),
                        Ok(Prepared::Fresh {
                            token: Some(Ok(_)), ..
                        }) => {
                            self.workers.push(Worker::Prepared { token, key });
                        }
                        Ok(Prepared::Fresh { .. }) | Err(_) => {}
                    }
                }
            }
            Step::Begin { worker } => self.begin(worker),
            Step::Arrive { message, yes } => {
                if let Some(at) = pick(&self.on_the_way, message) {
                    let (asked, sent) = self.on_the_way.swap_remove(at);
                    if self.vault.now <= sent.plus(LONGEST_ON_THE_WAY) {
                        self.acquirer.authorize(&asked.operation, yes);
                    }
                }
            }
            Step::Answer { worker } => self.answer(worker, 1),
            Step::AnswerTwice { worker } => self.answer(worker, 2),
            Step::GiveUp { worker } => {
                if let Some(at) = pick(&self.workers, worker)
                    && let Worker::Asking { asked } = &self.workers[at]
                {
                    let operation = asked.operation.clone();
                    let kept = self.vault.finish(&operation, Finding::NoAnswer).unwrap();
                    self.same_answer(&operation, &kept);
                }
            }
            Step::Crash => {
                self.workers.clear();
                self.crashes += 1;
            }
            Step::Revoke { token } => {
                if let Some(at) = pick(&self.tokens, token) {
                    let id = self.tokens[at].id.clone();
                    self.vault.server(Server::RevokeToken { id }).unwrap();
                }
            }
            Step::Wait { seconds } => self.wait(i64::from(seconds) * SECOND / 8),
            Step::Alarm { silent } => self.alarm(silent),
        }
    }

    fn begin(&mut self, worker: u8) {
        let Some(at) = pick(&self.workers, worker) else {
            return;
        };
        let Worker::Prepared { token, key } = &self.workers[at] else {
            return;
        };
        let (token, key) = (token.clone(), key.clone());
        self.workers.swap_remove(at);
        let before = self.vault.dump();
        match self.vault.begin(&token, &key) {
            Ok(Begun::Ask(asked)) => {
                self.begun_by
                    .entry(token.id.as_str().to_owned())
                    .or_default()
                    .push(key);
                self.on_the_way.push((asked.clone(), self.vault.now));
                self.workers.push(Worker::Asking { asked });
            }
            Ok(Begun::Answered(kept)) => self.same_answer(&key, &kept),
            Err(_) => assert_eq!(self.vault.dump(), before, "a refusal changes nothing"),
        }
    }

    fn answer(&mut self, worker: u8, times: usize) {
        let Some(at) = pick(&self.workers, worker) else {
            return;
        };
        let Worker::Asking { asked } = &self.workers[at] else {
            return;
        };
        let operation = asked.operation.clone();
        let finding = match self.acquirer.verdicts.get(&operation) {
            // The answer to the first call tells what was decided, not what was undone since.
            Some(true) => approved(),
            Some(false) => declined(),
            None => return,
        };
        self.workers.swap_remove(at);
        for _ in 0..times {
            let kept = self.vault.finish(&operation, finding.clone()).unwrap();
            self.same_answer(&operation, &kept);
        }
    }

    /// An answer once given is the answer.
    fn same_answer(&mut self, name: &str, kept: &Kept) {
        let first = self
            .answers
            .entry(name.to_owned())
            .or_insert_with(|| kept.clone());
        assert_eq!(first, kept, "the same key, the same bytes");
    }

    fn wait(&mut self, millis: i64) {
        self.vault.now = self.vault.now.plus(millis);
        let now = self.vault.now;
        self.on_the_way
            .retain(|(_, sent)| now <= sent.plus(LONGEST_ON_THE_WAY));
    }

    fn alarm(&mut self, silent: bool) {
        for due in self.vault.tick().operations {
            let finding = match (&due.step, silent) {
                (_, true) => Finding::NoAnswer,
                (payments::command::Step::Inquire, false) => {
                    self.acquirer.verdict(&due.asked.operation)
                }
                (payments::command::Step::Reverse { original }, false) => {
                    self.acquirer.reverse(original.as_str());
                    approved()
                }
            };
            self.vault.recovered(&due.asked.operation, finding);
        }
    }

    /// Faults end: what is on its way arrives, nobody crashes, the acquirer answers.
    pub fn calm_down(&mut self) {
        while let Some((asked, _)) = self.on_the_way.pop() {
            self.acquirer.authorize(&asked.operation, true);
        }
        for _ in 0..120 {
            self.wait(SECOND);
            self.alarm(false);
        }
    }

    pub fn check_always(&mut self) {
        for authorization in self.vault.authorizations() {
            projection_is_the_fold(&authorization);
        }
        for (token, keys) in &self.begun_by {
            assert!(keys.len() <= 1, "{token} was claimed by {keys:?}");
        }
        let mut authorized = self.acquirer.authorized.clone();
        authorized.sort();
        authorized.dedup();
        assert_eq!(
            authorized.len(),
            self.acquirer.authorized.len(),
            "nothing is sent twice"
        );
    }

    pub fn check_settled(&mut self) -> usize {
        let found = self.vault.authorizations();
        for authorization in &found {
            let first = &authorization.operations[0];
            let settled = matches!(
                authorization.status,
                Status::Approved | Status::Declined | Status::Reversed
            );
            assert!(
                settled && !authorization.stuck,
                "in doubt after two minutes: {authorization:?}"
            );
            assert_eq!(
                authorization.status == Status::Approved,
                self.acquirer.holds_money(&first.id),
                "vault and acquirer disagree: {authorization:?}"
            );
        }
        found.len()
    }
}

/// The promise restated without the product's own fold.
fn projection_is_the_fold(authorization: &AuthorizationView) {
    let first = &authorization.operations[0];
    assert_eq!(first.kind, Kind::Authorize);
    let status = match first.state {
        State::Sent | State::Unknown | State::Stuck => Status::Pending,
        State::Approved => Status::Approved,
        State::Declined => Status::Declined,
        State::Reversed => Status::Reversed,
    };
    assert_eq!(authorization.status, status);
    let taken = if first.state == State::Approved {
        first.amount
    } else {
        0
    };
    assert_eq!((authorization.captured, authorization.refunded), (taken, 0));
    let stuck = authorization
        .operations
        .iter()
        .any(|operation| operation.state == State::Stuck);
    assert_eq!(authorization.stuck, stuck);
}
