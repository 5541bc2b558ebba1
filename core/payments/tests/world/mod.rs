//! One merchant, its clients, the network and an acquirer, in the hands of a test.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub
)]
#![allow(dead_code, reason = "each test uses its part")]

mod acquirer;
mod errands;
mod step;

use crate::vault::{Vault, approved, declined, settings};
use access::Timestamp;
use access::time::SECOND;
pub use acquirer::Acquirer;
use errands::UnderWay;
use payments::acquirer::{Asked, Finding};
use payments::command::*;
use payments::machine::{Authentication, Capture, Kind, State};
use payments::projection::Status;
use payments::view::AuthorizationView;
use std::collections::{BTreeMap, HashMap};
pub use step::{Step, step};

const LONGEST_ON_THE_WAY: i64 = 25 * SECOND;

/// What is sent to the acquirer.
#[derive(Clone)]
pub struct Message {
    pub asked: Asked,
    /// The authorizing operation a follow-up follows.
    pub original: Option<String>,
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
    on_the_way: Vec<(Message, Timestamp)>,
    errands: Vec<UnderWay>,
    pub answers: BTreeMap<String, Kept>,
    begun_by: HashMap<String, Vec<String>>,
    held: Vec<(String, TokenClaim)>,
    follow_ups: usize,
    pub crashes: usize,
    /// Errands that were done and whose answer a crash took.
    pub unheard: usize,
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
            errands: Vec::new(),
            answers: BTreeMap::new(),
            begun_by: HashMap::new(),
            held: Vec::new(),
            follow_ups: 0,
            crashes: 0,
            unheard: 0,
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
            Step::Authentication { required } => self.require_authentication(required),
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
            Step::Confirm { payment } => self.confirm(payment),
            Step::FollowUp {
                payment,
                kind,
                amount,
            } => self.follow_up(payment, kind, amount),
            Step::Arrive { message, yes } => {
                if let Some(at) = pick(&self.on_the_way, message) {
                    let (message, sent) = self.on_the_way.swap_remove(at);
                    if self.vault.now <= sent.plus(LONGEST_ON_THE_WAY) {
                        self.acquirer.act(&message, yes);
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
                self.drop_errands();
                self.crashes += 1;
            }
            Step::Revoke { token } => {
                if let Some(at) = pick(&self.tokens, token) {
                    let id = self.tokens[at].id.clone();
                    self.vault.server(Server::RevokeToken { id }).unwrap();
                }
            }
            Step::Wait { seconds } => self.wait(i64::from(seconds) * SECOND / 8),
            Step::Alarm => self.alarm(),
            Step::Act { errand } => self.act(errand),
            Step::Heard { errand, silent } => self.heard(errand, silent),
        }
    }

    fn require_authentication(&mut self, required: bool) {
        let settings = Settings {
            authentication: if required {
                Authentication::Required
            } else {
                Authentication::None
            },
            ..settings()
        };
        self.vault.operator(Operator::Configure(settings)).unwrap();
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
        let begin = Begin {
            capture: if key.ends_with('1') {
                Capture::Manual
            } else {
                Capture::Automatic
            },
            ..self.vault.a_begin(&token, &key)
        };
        let id = begin.authorization.as_str().to_owned();
        let capture = begin.capture;
        match self.vault.begin_with(begin) {
            Ok(Begun::Ask(asked)) => {
                self.acquirer.captures(&asked.operation, capture);
                self.sent(&token, &key, asked);
            }
            Ok(Begun::Held(kept)) => {
                self.same_answer(&key, &kept);
                self.held.push((id, token));
            }
            Ok(Begun::Answered(kept)) => self.same_answer(&key, &kept),
            Err(_) => assert_eq!(self.vault.dump(), before, "a refusal changes nothing"),
        }
    }

    fn confirm(&mut self, payment: u8) {
        let Some(at) = pick(&self.held, payment) else {
            return;
        };
        let (id, token) = self.held[at].clone();
        let before = self.vault.dump();
        match self.vault.confirm(&id, &token, &format!("confirm-{at}")) {
            Ok(Begun::Ask(asked)) => {
                let view = self.vault.authorizations();
                let payment = view.iter().find(|one| one.id == id).unwrap();
                self.acquirer.captures(&asked.operation, payment.capture);
                self.sent(&token, &format!("confirm-{at}"), asked);
            }
            Ok(Begun::Answered(kept)) => self.same_answer(&format!("confirm-{at}"), &kept),
            Ok(Begun::Held(_)) => panic!("a confirmation never waits"),
            Err(_) => assert_eq!(self.vault.dump(), before, "a refusal changes nothing"),
        }
    }

    fn sent(&mut self, token: &TokenClaim, key: &str, asked: Asked) {
        self.begun_by
            .entry(token.id.as_str().to_owned())
            .or_default()
            .push(key.to_owned());
        let message = Message {
            asked: asked.clone(),
            original: None,
        };
        self.on_the_way.push((message, self.vault.now));
        self.workers.push(Worker::Asking { asked });
    }

    fn follow_up(&mut self, payment: u8, kind: u8, amount: u8) {
        let all = self.vault.authorizations();
        let Some(at) = pick(&all, payment) else {
            return;
        };
        let kind = [Kind::Capture, Kind::Refund, Kind::Capture, Kind::Void][usize::from(kind % 4)];
        let amount = (!amount.is_multiple_of(3)).then(|| i64::from(amount) * 5);
        // Every third request repeats the one before under its key.
        let key = format!("follow-up-{}", self.follow_ups / 3 * 3);
        self.follow_ups += 1;
        let before = self.vault.dump();
        match self.vault.follow_up(&all[at].id, kind, amount, &key) {
            Ok(FollowedUp::Ask(errand)) => {
                let payments::command::Step::Send { original } = &errand.step else {
                    panic!("a follow-up is sent")
                };
                let message = Message {
                    asked: errand.asked.clone(),
                    original: Some(original.as_str().to_owned()),
                };
                self.on_the_way.push((message, self.vault.now));
                self.workers.push(Worker::Asking {
                    asked: errand.asked,
                });
            }
            Ok(FollowedUp::Answered(kept)) => self.same_answer(&key, &kept),
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
        let finding = match self.acquirer.said(&operation) {
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

    /// Faults end: what is on its way arrives, nobody crashes, the acquirer answers.
    pub fn calm_down(&mut self) {
        while let Some((message, _)) = self.on_the_way.pop() {
            self.acquirer.act(&message, true);
        }
        self.end_errands();
        for _ in 0..120 {
            self.wait(SECOND);
            self.alarm();
            self.end_errands();
        }
    }

    pub fn check_always(&mut self) {
        for authorization in self.vault.authorizations() {
            projection_is_the_fold(&authorization);
        }
        for (token, keys) in &self.begun_by {
            assert!(keys.len() <= 1, "{token} was claimed by {keys:?}");
        }
        self.acquirer.check().unwrap();
    }

    pub fn check_settled(&mut self) -> usize {
        let found = self.vault.authorizations();
        for authorization in &found {
            assert!(
                authorization.status != Status::Pending && !authorization.stuck,
                "in doubt after two minutes: {authorization:?}"
            );
            for operation in &authorization.operations {
                let settled = !matches!(operation.state, State::Sent | State::Unknown);
                assert!(settled, "in doubt after two minutes: {operation:?}");
                if operation.kind != Kind::Reversal {
                    assert_eq!(
                        operation.state == State::Approved,
                        self.acquirer.holds(&operation.id),
                        "vault and acquirer disagree about {operation:?} of {authorization:?}"
                    );
                }
            }
        }
        found.len()
    }
}

/// The promise restated without the product's own fold.
fn projection_is_the_fold(authorization: &AuthorizationView) {
    let sum = |kind: Kind| {
        let approved = authorization
            .operations
            .iter()
            .filter(|one| one.kind == kind && one.state == State::Approved);
        approved.map(|one| one.amount).sum::<i64>()
    };
    let Some(first) = authorization.operations.first() else {
        assert!(matches!(
            authorization.status,
            Status::RequiresAuthentication | Status::Expired
        ));
        return;
    };
    assert_eq!(first.kind, Kind::Authorize);
    let voided = sum(Kind::Void) > 0;
    let status = match first.state {
        State::Sent | State::Unknown | State::Stuck => Status::Pending,
        State::Approved if voided => Status::Voided,
        State::Approved => Status::Approved,
        State::Declined => Status::Declined,
        State::Reversed => Status::Reversed,
    };
    assert_eq!(authorization.status, status);
    let taken = match authorization.capture {
        _ if voided => 0,
        Capture::Automatic => sum(Kind::Authorize),
        Capture::Manual => sum(Kind::Capture),
    };
    assert_eq!(
        (authorization.captured, authorization.refunded),
        (taken, sum(Kind::Refund))
    );
    assert!(authorization.captured <= authorization.amount);
    assert!(authorization.refunded <= authorization.captured);
    let stuck = authorization
        .operations
        .iter()
        .any(|operation| operation.state == State::Stuck);
    assert_eq!(authorization.stuck, stuck);
}
