//! A merchant with its server and its page.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::cards::TypedCard;
use crate::http::{Http, Request};
use crate::sealer::{Sealer, random_id};

/// An onboarded merchant. Cheap to clone into tasks.
#[derive(Clone)]
pub struct Merchant {
    /// Its id.
    pub id: String,
    /// For its pages.
    pub publishable_key: String,
    /// For its server.
    pub secret_key: String,
    /// The origin of its page.
    pub origin: String,
    /// Its way to the vault.
    pub http: Http,
    /// Its shoppers' way to seal.
    pub sealer: Sealer,
    references: Arc<AtomicU32>,
}

/// A card session as the vault answered it.
#[derive(Clone)]
pub struct Session {
    /// Its id, 22 characters.
    pub id: String,
    /// The signed statement.
    pub statement: String,
}

/// A token as the vault answered it.
#[derive(Clone)]
pub struct Token {
    /// Names it.
    pub id: String,
    /// The whole of it.
    pub token: String,
}

impl Merchant {
    /// Takes over from the answer to its onboarding.
    pub async fn new(http: Http, onboarded: &Answer) -> Self {
        let publishable_key = onboarded.string("publishable_key");
        let origin = onboarded.json()["origins"][0]
            .as_str()
            .expect("an origin")
            .to_owned();
        Self {
            id: onboarded.string("id"),
            secret_key: onboarded.string("secret_key"),
            sealer: Sealer::fetch(&http, &publishable_key).await,
            publishable_key,
            origin,
            http,
            references: Arc::default(),
        }
    }

    /// Opens new connections from now on: the old ones died with the vault that was restarted.
    pub fn reconnect(&mut self) {
        self.http = Http::new(self.http.base());
    }

    /// A request of its server.
    pub fn request(&self, method: &str, path: impl Into<String>) -> Request {
        Request::new(method, path).bearer(&self.secret_key)
    }

    /// `GET` by its server.
    pub async fn get(&self, path: &str) -> Answer {
        self.http.send(self.request("GET", path)).await
    }

    /// `POST` of JSON by its server.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.http
            .send(self.request("POST", path).json(body.to_string()))
            .await
    }

    /// Opens a card session for its page.
    pub async fn session(&self) -> Session {
        self.session_with(json!({})).await
    }

    /// Opens one with further members.
    pub async fn session_with(&self, mut members: Value) -> Session {
        members["origin"] = json!(self.origin);
        let answer = self.post("/v1/sessions", &members).await.expect(201);
        Session {
            id: answer.string("id"),
            statement: answer.string("session"),
        }
    }

    /// Sends an envelope as the frame does.
    pub async fn post_envelope(&self, session: &Session, envelope: impl AsRef<[u8]>) -> Answer {
        self.http
            .send(self.envelope_request(session, envelope))
            .await
    }

    /// Sends an envelope of a co-badged card as the frame does, with the brand that was chosen.
    pub async fn post_envelope_as(
        &self,
        brand: &str,
        session: &Session,
        envelope: impl AsRef<[u8]>,
    ) -> Answer {
        let request = self.envelope_request(session, envelope);
        self.http
            .send(request.header("cardseal-brand", brand))
            .await
    }

    /// The request that does.
    pub fn envelope_request(&self, session: &Session, envelope: impl AsRef<[u8]>) -> Request {
        Request::new("POST", "/v1/tokens")
            .header("cardseal-session", &session.statement)
            .body("application/jose", envelope)
    }

    /// Seals a card for a session.
    pub fn seal(&self, card: &TypedCard, session: &Session) -> String {
        self.sealer.seal(card, &session.id, &self.origin)
    }

    /// Types a card into a session.
    pub async fn tokenize(&self, card: &TypedCard, session: &Session) -> Answer {
        self.post_envelope(session, self.seal(card, session)).await
    }

    /// A token of a card, from a session of its own.
    pub async fn token(&self, card: &TypedCard) -> Token {
        let session = self.session().await;
        let answer = self.tokenize(card, &session).await.expect(201);
        Token {
            id: answer.string("id"),
            token: answer.string("token"),
        }
    }

    /// A name for a payment that nobody else uses.
    pub fn reference(&self) -> String {
        format!(
            "{}-{}",
            self.id,
            self.references.fetch_add(1, Ordering::Relaxed)
        )
    }

    /// The body of a payment in yen.
    pub fn payment(&self, token: &Token, amount: i64) -> Value {
        json!({ "token": token.token, "amount": amount, "currency": "JPY", "reference": self.reference() })
    }

    /// Redeems under a key of one's own.
    pub async fn authorize_as(&self, key: &str, body: &Value) -> Answer {
        self.http.send(self.authorize_request(key, body)).await
    }

    /// The request that does.
    pub fn authorize_request(&self, key: &str, body: &Value) -> Request {
        self.request("POST", "/v1/authorizations")
            .header("idempotency-key", key)
            .json(body.to_string())
    }

    /// Redeems under a fresh key.
    pub async fn authorize(&self, body: &Value) -> Answer {
        self.authorize_as(&random_id(), body).await
    }

    /// A token of a card, redeemed at once.
    pub async fn pay(&self, card: &TypedCard, amount: i64) -> Answer {
        let token = self.token(card).await;
        self.authorize(&self.payment(&token, amount)).await
    }

    /// What follows an authorization (`captures`, `void`, `refunds`, `confirm`), under a fresh key.
    pub async fn follow_up(&self, id: &str, what: &str, body: &Value) -> Answer {
        self.follow_up_as(&random_id(), id, what, body).await
    }

    /// The same under a key of one's own.
    pub async fn follow_up_as(&self, key: &str, id: &str, what: &str, body: &Value) -> Answer {
        let path = format!("/v1/authorizations/{id}/{what}");
        self.post_as(key, &path, body).await
    }

    /// `POST` of JSON by its server, under an Idempotency-Key.
    pub async fn post_as(&self, key: &str, path: &str, body: &Value) -> Answer {
        let request = self.request("POST", path).header("idempotency-key", key);
        self.http.send(request.json(body.to_string())).await
    }
}
