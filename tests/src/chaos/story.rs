//! One payment as its merchant's server lives it, with everything it sent and heard.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::client::Clients;
use crate::cards::TypedCard;
use crate::history::{Action, Attempt, Authorization, Call, Forbidden, Outcome, Payment};
use crate::http::Request;
use crate::merchant::{Merchant, Token};
use crate::sealer::random_id;

/// A request is tried this often before its client goes on with other things.
const TRIES: usize = 3;
/// The pause before a repeat.
const AGAIN: Duration = Duration::from_millis(20);

/// What a client asks for, to be sent again unchanged.
#[derive(Clone)]
pub(super) struct Asked {
    action: Action,
    key: String,
    path: String,
    body: String,
}

/// What came of it.
pub(super) enum Told {
    /// An answer.
    Answer(Authorization),
    /// Nothing changed.
    Refused,
    /// Nobody knows yet.
    Unknown,
}

/// A payment and what its merchant still wants to know.
pub(super) struct Story {
    pub(super) payment: Payment,
    pub(super) merchant: Merchant,
    token: Token,
    clients: Arc<Clients>,
    /// All that was asked for under a key.
    asked: Vec<Asked>,
}

impl Story {
    /// A token of a card; nothing where the vault is away.
    pub(super) async fn begin(
        clients: &Arc<Clients>,
        merchant: &Merchant,
        card: &TypedCard,
    ) -> Option<Self> {
        let opening = json!({ "origin": merchant.origin });
        let request = merchant
            .request("POST", "/v1/sessions")
            .json(opening.to_string());
        let session = clients.created(merchant, request).await?;
        let (sid, statement) = (session["id"].as_str()?, session["session"].as_str()?);
        let envelope = merchant.sealer.seal(card, sid, &merchant.origin);
        let request = Request::new("POST", "/v1/tokens")
            .header("cardseal-session", statement)
            .body("application/jose", envelope);
        let token = clients.created(merchant, request).await?;
        let token = Token {
            id: token["id"].as_str()?.to_owned(),
            token: token["token"].as_str()?.to_owned(),
        };
        Some(Self {
            payment: Payment {
                reference: merchant.reference(),
                token: token.id.clone(),
                over_at: Clients::over_at(),
                redeemable_until: Some(clients.token_end()),
                ..Payment::default()
            },
            merchant: merchant.clone(),
            token,
            clients: Arc::clone(clients),
            asked: Vec::new(),
        })
    }

    /// Another payment with the same token: only one of the two can be paid.
    pub(super) fn rival(&mut self) -> Self {
        self.payment.races = true;
        Self {
            payment: Payment {
                reference: self.merchant.reference(),
                ..self.payment.clone()
            },
            merchant: self.merchant.clone(),
            token: self.token.clone(),
            clients: Arc::clone(&self.clients),
            asked: Vec::new(),
        }
    }

    /// The redemption of its token, to be sent.
    pub(super) fn redemption(&mut self, amount: i64, automatic: bool) -> Asked {
        let body = self.redemption_body(&self.payment.reference, amount, automatic);
        self.plan(
            Action::Authorize { amount, automatic },
            "/v1/authorizations".to_owned(),
            &body,
        )
    }

    fn redemption_body(&self, reference: &str, amount: i64, automatic: bool) -> Value {
        json!({
            "token": self.token.token, "amount": amount, "currency": "JPY", "reference": reference,
            "capture": if automatic { "automatic" } else { "manual" },
        })
    }

    /// A follow-up, to be sent.
    pub(super) fn follow_up(&mut self, id: &str, action: &Action) -> Asked {
        let (name, amount) = match action {
            Action::Capture(amount) => ("captures", *amount),
            Action::Refund(amount) => ("refunds", *amount),
            Action::Void => ("void", None),
            Action::Authorize { .. } | Action::Read => panic!("{action:?} follows nothing"),
        };
        let body = amount.map_or(json!({}), |amount| json!({ "amount": amount }));
        self.plan(
            action.clone(),
            format!("/v1/authorizations/{id}/{name}"),
            &body,
        )
    }

    fn plan(&mut self, action: Action, path: String, body: &Value) -> Asked {
        let asked = Asked {
            action,
            key: random_id(),
            path,
            body: body.to_string(),
        };
        self.asked.push(asked.clone());
        asked
    }

    /// The payment's id, once an answer has named it.
    pub(super) fn authorization_id(&self) -> Option<String> {
        let mut calls = self.payment.calls.iter();
        calls.find_map(|call| match told(call) {
            Told::Answer(authorization) => Some(authorization.id),
            Told::Refused | Told::Unknown => None,
        })
    }

    /// Sends what was asked for until there is an answer or the client's patience ends; the first time
    /// with a fault of the fault build's, where one is named.
    pub(super) async fn ask(&mut self, asked: &Asked, fault: Option<&str>) -> Told {
        let (calls, told) = self.attempts(asked, fault).await;
        self.payment.calls.extend(calls);
        told
    }

    /// Two at the same time.
    pub(super) async fn ask_both(&mut self, one: &Asked, other: &Asked) -> Told {
        let (one, other) = tokio::join!(self.attempts(one, None), self.attempts(other, None));
        self.payment.calls.extend(one.0);
        self.payment.calls.extend(other.0);
        one.1
    }

    async fn attempts(&self, asked: &Asked, mut fault: Option<&str>) -> (Vec<Call>, Told) {
        let mut calls = Vec::new();
        for _ in 0..TRIES {
            let call = self.send(asked, fault.take()).await;
            calls.push(call.clone());
            match told(&call) {
                Told::Unknown => tokio::time::sleep(AGAIN).await,
                known => return (calls, known),
            }
        }
        (calls, Told::Unknown)
    }

    async fn send(&self, asked: &Asked, fault: Option<&str>) -> Call {
        let mut request = self
            .merchant
            .request("POST", &asked.path)
            .header("idempotency-key", &asked.key)
            .json(&asked.body);
        if let Some(fault) = fault {
            request = request.header("cardseal-fault", fault);
        }
        let heard = self.clients.send(&self.merchant, request).await;
        if matches!(heard.outcome, Outcome::Ok(..)) {
            self.clients.was_told();
        }
        heard.of(asked.action.clone(), asked.key.clone())
    }

    /// Looks how it stands.
    pub(super) async fn read(&mut self, id: &str) {
        let request = self
            .merchant
            .request("GET", format!("/v1/authorizations/{id}"));
        let heard = self.clients.send(&self.merchant, request).await;
        let call = heard.of(Action::Read, String::new());
        self.payment.calls.push(call);
    }

    /// Tries what must not work: the token under another key, as another merchant, or when it is over.
    pub(super) async fn try_forbidden(&mut self, because: Forbidden, by: &Merchant) {
        let reference = by.reference();
        let body = self.redemption_body(&reference, 77, true);
        let request = by.authorize_request(&random_id(), &body);
        let outcome = self.clients.send(by, request).await.outcome;
        self.payment.attempts.push(Attempt {
            because,
            reference,
            outcome,
        });
    }

    /// Whether anything was sent; a token that was put aside waits for the end.
    pub(super) fn was_asked(&self) -> bool {
        !self.payment.calls.is_empty()
    }

    /// Whether something was asked for to which there is no answer yet.
    pub(super) fn is_open(&self) -> bool {
        self.asked.iter().any(|asked| !self.is_told(asked))
    }

    /// Whether every question was answered, and no answer left anything in doubt.
    pub(super) fn is_certain(&self) -> bool {
        let mut calls = self.payment.calls.iter();
        // Racers are judged together.
        !self.payment.races
            && !self.is_open()
            && !calls.any(|call| matches!(told(call), Told::Answer(it) if it.is_in_doubt()))
    }

    fn is_told(&self, asked: &Asked) -> bool {
        let mut calls = self
            .payment
            .calls
            .iter()
            .filter(|call| call.key == asked.key);
        calls.any(|call| !matches!(told(call), Told::Unknown))
    }

    /// Asks once for everything that has no answer yet.
    pub(super) async fn ask_open(&mut self) {
        for asked in self.asked.clone() {
            if !self.is_told(&asked) {
                let call = self.send(&asked, None).await;
                self.payment.calls.push(call);
            }
        }
    }

    /// Asks once more for everything that was answered: what was told once is told again.
    pub(super) async fn ask_again(&mut self) {
        for asked in self.asked.clone() {
            let mut calls = self.payment.calls.iter();
            let answered = |call: &Call| matches!(call.outcome, Outcome::Ok(..));
            if calls.any(|call| call.key == asked.key && answered(call)) {
                let call = self.send(&asked, None).await;
                self.payment.calls.push(call);
            }
        }
    }

    /// How the vault says that it stands, found by the merchant's reference.
    pub(super) async fn look(&mut self) {
        let path = format!("/v1/authorizations?reference={}", self.payment.reference);
        let request = self.merchant.request("GET", path);
        let Ok(answer) = self.merchant.http.try_send(request).await else {
            return;
        };
        if answer.status == 200 {
            let found = answer.json()["data"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            self.payment.finally = found.first().cloned().filter(|_| found.len() == 1);
        }
    }
}

/// What a call's outcome says to its client.
fn told(call: &Call) -> Told {
    match &call.outcome {
        Outcome::Ok(_, body) => Authorization::from_bytes(body).map_or(Told::Refused, Told::Answer),
        Outcome::Fail(429 | 503, _) | Outcome::Info => Told::Unknown,
        Outcome::Fail(..) => Told::Refused,
    }
}
