//! Random histories of one merchant against the promises.
//!
//! Clients prepare, begin and retry; workers crash between any two steps; the network loses, delays and
//! doubles; the acquirer keeps a ledger of its own and approves even what arrives after a reversal. The
//! only assumption: a message arrives within [`LONGEST_ON_THE_WAY`] or not at all.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a test says what it looked at"
)]

mod vault;

use access::time::{MINUTE, SECOND};
use access::{AuthorizationId, Timestamp};
use payments::acquirer::{Asked, Finding};
use payments::command::*;
use payments::machine::{Kind, State};
use payments::projection::Status;
use payments::view::AuthorizationView;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::collections::{BTreeMap, HashMap};
use vault::{Vault, approved, declined};

const LONGEST_ON_THE_WAY: i64 = 25 * SECOND;

/// One thing that happens. Numbers pick among what is there, modulo how much there is.
#[derive(Clone, Copy, Debug)]
enum Step {
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

fn step() -> impl Strategy<Value = Step> {
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
struct Acquirer {
    verdicts: HashMap<String, bool>,
    reversed: HashMap<String, bool>,
    authorized: Vec<String>,
}

impl Acquirer {
    fn authorize(&mut self, operation: &str, yes: bool) {
        self.authorized.push(operation.to_owned());
        self.verdicts.insert(operation.to_owned(), yes);
        // An approval behind a reversal stands until it is reversed itself.
        self.reversed.insert(operation.to_owned(), false);
    }

    fn reverse(&mut self, original: &str) {
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

struct World {
    vault: Vault,
    acquirer: Acquirer,
    tokens: Vec<TokenClaim>,
    workers: Vec<Worker>,
    on_the_way: Vec<(Asked, Timestamp)>,
    answers: BTreeMap<String, Kept>,
    begun_by: HashMap<String, Vec<String>>,
    crashes: usize,
}

fn pick<T>(from: &[T], number: u8) -> Option<usize> {
    (!from.is_empty()).then(|| usize::from(number) % from.len())
}

impl World {
    fn new() -> Self {
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

    fn take(&mut self, step: Step) {
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
    fn calm_down(&mut self) {
        while let Some((asked, _)) = self.on_the_way.pop() {
            self.acquirer.authorize(&asked.operation, true);
        }
        for _ in 0..120 {
            self.wait(SECOND);
            self.alarm(false);
        }
    }

    fn check_always(&mut self) {
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

    fn check_settled(&mut self) -> usize {
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_shrink_iters: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn no_history_charges_twice_loses_an_answer_or_stays_in_doubt(steps in prop::collection::vec(step(), 1..120)) {
        let mut world = World::new();
        for step in steps {
            world.take(step);
            world.check_always();
        }
        world.calm_down();
        world.check_always();
        world.check_settled();
    }
}

/// The twin: the histories above are worth something only if they reach the states they speak of.
#[test]
fn the_histories_reach_every_state_they_make_promises_about() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..300 {
        let steps = prop::collection::vec(step(), 60..120)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let mut world = World::new();
        for step in steps {
            world.take(step);
        }
        world.calm_down();
        *seen.entry("crashes").or_default() += world.crashes;
        *seen.entry("answers kept").or_default() += world.answers.len();
        for authorization in world.vault.authorizations() {
            *seen.entry(authorization.status.as_str()).or_default() += 1;
            let reversals = authorization.operations.len() - 1;
            *seen.entry("reversals").or_default() += reversals;
            *seen.entry("reversed twice").or_default() += usize::from(reversals > 1);
        }
    }
    println!("{seen:?}");
    for state in [
        "approved",
        "declined",
        "reversed",
        "reversed twice",
        "crashes",
        "answers kept",
    ] {
        assert!(
            seen.get(state).copied().unwrap_or_default() > 0,
            "no history came to {state}: {seen:?}"
        );
    }
}

/// The twin: forged doubles and losses must be seen by the checks above.
#[test]
fn a_forged_double_is_seen() {
    let mut world = World::new();
    world.take(Step::Tokenize { session: 0 });
    world.take(Step::Prepare { token: 0, key: 0 });
    world.take(Step::Begin { worker: 0 });
    world.take(Step::Arrive {
        message: 0,
        yes: true,
    });
    world.check_always();
    let operation = world.acquirer.authorized[0].clone();
    world.acquirer.authorize(&operation, true);
    let seen = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| world.check_always()));
    assert!(seen.is_err());
}

#[test]
fn a_forged_loss_is_seen() {
    let mut world = World::new();
    world.take(Step::Tokenize { session: 0 });
    world.take(Step::Prepare { token: 0, key: 0 });
    world.take(Step::Begin { worker: 0 });
    world.take(Step::Arrive {
        message: 0,
        yes: true,
    });
    world.take(Step::Answer { worker: 0 });
    assert_eq!(world.check_settled(), 1);
    let operation = world.acquirer.authorized[0].clone();
    world.acquirer.reverse(&operation);
    let seen = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| world.check_settled()));
    assert!(seen.is_err());
}

#[test]
fn an_authorization_id_is_found_by_its_reference() {
    let mut vault = Vault::new();
    let token = vault.issue("session", "jti").unwrap();
    let begin = vault.a_begin(&token, "k");
    let id: AuthorizationId = begin.authorization.clone();
    vault.begin_with(begin).unwrap();
    let list = Server::ListAuthorizations {
        reference: Some("order-1".into()),
        limit: 10,
        before: None,
    };
    let payments::Reply::Authorizations(found) = vault.server(list).unwrap() else {
        panic!("a list")
    };
    assert_eq!(found.data[0].id, id.as_str());
    vault.now = vault.now.plus(MINUTE);
    assert!(vault.server(Server::ReadAuthorization { id }).is_ok());
}
