//! Clients that pay without pause and never forget what they were told.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use tokio::task::JoinHandle;

use crate::cards::{DO_NOT_HONOR, VISA};
use crate::eventually::eventually;
use crate::history::Payment;
use crate::http::Request;
use crate::merchant::{Merchant, Token};
use crate::sealer::random_id;
use crate::world::World;

/// While the vault is down a client tries again this often.
const AGAIN: Duration = Duration::from_millis(10);
/// The acquirer takes this long, so that requests overlap.
const ACQUIRER_MS: u32 = 30;
/// The acquirer of the payments that are killed during the call takes this long.
const SLOW_ACQUIRER_MS: u32 = 5_000;

/// A payment that is not over: its request, to be sent again unchanged.
struct Open {
    merchant: Merchant,
    key: String,
    body: Value,
    payment: Payment,
}

/// What the clients share.
pub(super) struct Clients {
    merchant: Merchant,
    slow: Merchant,
    stop: AtomicBool,
    in_flight: AtomicUsize,
    answered: AtomicUsize,
    open: Mutex<Vec<Open>>,
    told: Mutex<Vec<Open>>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl Clients {
    /// Starts `count` of them.
    pub(super) async fn start(world: &World, count: usize) -> Arc<Self> {
        let clients = Arc::new(Self {
            merchant: world.merchant_held(ACQUIRER_MS).await,
            slow: world.merchant_held(SLOW_ACQUIRER_MS).await,
            stop: AtomicBool::new(false),
            in_flight: AtomicUsize::new(0),
            answered: AtomicUsize::new(0),
            open: Mutex::default(),
            told: Mutex::default(),
            tasks: Mutex::default(),
        });
        let tasks = (0..count).map(|number| tokio::spawn(pay_on(Arc::clone(&clients), number)));
        clients.tasks.lock().expect("the tasks").extend(tasks);
        clients
    }

    /// Requests that are being answered now.
    pub(super) fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::SeqCst)
    }

    /// Answers heard so far.
    pub(super) fn answered(&self) -> usize {
        self.answered.load(Ordering::SeqCst)
    }

    /// Sends one more payment with headers of its own, in the background; returns its reference.
    pub(super) async fn victim(self: &Arc<Self>, slow: bool, fault: Option<&str>) -> String {
        let merchant = if slow { &self.slow } else { &self.merchant };
        let open = self
            .new_payment(merchant, false)
            .await
            .expect("a vault that is up");
        let reference = open.payment.reference.clone();
        let mut request = open.merchant.authorize_request(&open.key, &open.body);
        if let Some(fault) = fault {
            request = request.header("cardseal-fault", fault);
        }
        let clients = Arc::clone(self);
        tokio::spawn(async move { clients.attempt(open, request).await });
        reference
    }

    /// Ends the clients and asks for every open payment until it is over.
    pub(super) async fn settle(&self, deadline: Duration) -> Vec<Payment> {
        self.stop.store(true, Ordering::SeqCst);
        let tasks: Vec<_> = self.tasks.lock().expect("the tasks").drain(..).collect();
        for task in tasks {
            task.await.expect("a client ends well");
        }
        let nothing_in_flight = || async { (self.in_flight() == 0).then_some(()) };
        eventually("end of the last request", deadline, nothing_in_flight).await;
        let open = std::mem::take(&mut *self.open.lock().expect("the open payments"));
        for payment in open {
            self.ask_until_told(payment, deadline).await;
        }
        let told = std::mem::take(&mut *self.told.lock().expect("the told payments"));
        let mut payments = Vec::new();
        for mut one in told {
            // What was told once is told again, to the byte.
            self.ask_again(&mut one).await;
            one.payment.finally = settled(&one, deadline).await;
            payments.push(one.payment);
        }
        payments
    }

    async fn new_payment(&self, merchant: &Merchant, declined: bool) -> Option<Open> {
        let card = if declined { DO_NOT_HONOR } else { VISA };
        let request = merchant
            .request("POST", "/v1/sessions")
            .json(origin_of(merchant));
        let session = merchant.http.try_send(request).await.ok()?.expect(201);
        let sid = session.string("id");
        let envelope = merchant.sealer.seal(&card, &sid, &merchant.origin);
        let request = Request::new("POST", "/v1/tokens")
            .header("cardseal-session", session.string("session"))
            .body("application/jose", envelope);
        let answer = merchant.http.try_send(request).await.ok()?.expect(201);
        let token = Token {
            id: answer.string("id"),
            token: answer.string("token"),
        };
        let body = merchant.payment(&token, 1_200);
        let reference = body["reference"].as_str().expect("a reference").to_owned();
        let payment = Payment {
            reference,
            token: token.id,
            ..Payment::default()
        };
        Some(Open {
            merchant: merchant.clone(),
            key: random_id(),
            body,
            payment,
        })
    }

    /// Sends a payment's request once and files the payment by what came of it.
    async fn attempt(&self, mut open: Open, request: Request) {
        self.in_flight.fetch_add(1, Ordering::SeqCst);
        let answer = open.merchant.http.try_send(request).await;
        self.in_flight.fetch_sub(1, Ordering::SeqCst);
        match answer {
            Ok(answer) if matches!(answer.status, 201 | 202) => {
                self.answered.fetch_add(1, Ordering::SeqCst);
                open.payment.told.push((answer.status, answer.body));
                self.told.lock().expect("the told payments").push(open);
            }
            Ok(answer) => {
                if answer.code().as_deref() != Some("in_progress") {
                    open.payment
                        .refused
                        .push(format!("{} {}", answer.status, answer.text()));
                }
                self.open.lock().expect("the open payments").push(open);
            }
            Err(_) => self.open.lock().expect("the open payments").push(open),
        }
    }

    async fn ask_until_told(&self, mut open: Open, deadline: Duration) {
        let told = eventually("answer to an open payment", deadline, || async {
            let request = open.merchant.authorize_request(&open.key, &open.body);
            let answer = open.merchant.http.try_send(request).await.ok()?;
            (answer.code().as_deref() != Some("in_progress")).then_some(answer)
        })
        .await;
        if matches!(told.status, 201 | 202) {
            open.payment.told.push((told.status, told.body));
        } else {
            open.payment
                .refused
                .push(format!("{} {}", told.status, told.text()));
        }
        self.told.lock().expect("the told payments").push(open);
    }

    async fn ask_again(&self, one: &mut Open) {
        if one.payment.told.is_empty() {
            return;
        }
        let answer = one.merchant.authorize_as(&one.key, &one.body).await;
        if matches!(answer.status, 201 | 202) {
            one.payment.told.push((answer.status, answer.body));
        } else {
            one.payment
                .refused
                .push(format!("{} {}", answer.status, answer.text()));
        }
    }
}

fn origin_of(merchant: &Merchant) -> String {
    serde_json::json!({ "origin": merchant.origin }).to_string()
}

/// One client: a payment, and another, until it is told to stop.
async fn pay_on(clients: Arc<Clients>, number: usize) {
    let mut round = number;
    while !clients.stop.load(Ordering::SeqCst) {
        round += 1;
        match clients
            .new_payment(&clients.merchant, round.is_multiple_of(10))
            .await
        {
            Some(open) => {
                let request = open.merchant.authorize_request(&open.key, &open.body);
                clients.attempt(open, request).await;
            }
            None => tokio::time::sleep(AGAIN).await,
        }
    }
}

/// The authorization once it is no longer pending; as it stands where that never comes.
async fn settled(one: &Open, deadline: Duration) -> Option<Value> {
    let path = format!("/v1/authorizations?reference={}", one.payment.reference);
    let begun = std::time::Instant::now();
    loop {
        let found = one.merchant.get(&path).await.json()["data"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let last = found.first().cloned();
        let pending = last
            .as_ref()
            .is_none_or(|found| found["status"] == "pending");
        if found.len() != 1 || !pending || begun.elapsed() > deadline {
            return last.filter(|_| found.len() == 1);
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
