//! The vault's API as a merchant's server uses it.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::orders::Order;
use super::purchaser::Purchaser;

/// Longer than the vault's own wait for its acquirer.
const DEADLINE: Duration = Duration::from_secs(20);

/// An answer that did not come is asked for again: the idempotency key makes that safe.
const ATTEMPTS: u32 = 3;

/// The vault with this merchant's secret key, which cannot be printed.
pub(super) struct Vault {
    client: Client,
    url: String,
    secret_key: String,
}

/// The members of an authorization that a receipt needs.
#[derive(Deserialize)]
pub(super) struct Authorization {
    pub(super) id: String,
    pub(super) status: String,
    pub(super) approval_code: Option<String>,
    pub(super) decline_code: Option<String>,
    pub(super) card: CardFacts,
}

/// What a merchant may know of a card.
#[derive(Deserialize)]
pub(super) struct CardFacts {
    pub(super) brand: String,
    pub(super) last4: String,
}

/// What came back.
pub(super) enum Outcome {
    /// The acquirer's yes or no, or that it is not known yet.
    Answered(Authorization),
    /// A problem: nothing was changed.
    Refused(Problem),
    /// No answer. Whether money moved is found out later, by reference.
    Unknown,
}

/// Why nothing was changed.
#[derive(Deserialize)]
pub(super) struct Problem {
    /// The stable code.
    pub(super) code: String,
    /// The member at fault.
    pub(super) param: Option<String>,
}

/// What is redeemed and for whom.
pub(super) struct Payment {
    pub(super) token: String,
    /// A session that the merchant's server made; the token must then be its own.
    pub(super) session: Option<String>,
    pub(super) purchaser: Purchaser,
}

#[derive(Deserialize)]
struct List {
    data: Vec<Authorization>,
}

impl Vault {
    pub(super) fn new(url: String, secret_key: String) -> reqwest::Result<Self> {
        let client = Client::builder().timeout(DEADLINE).build()?;
        Ok(Self {
            client,
            url,
            secret_key,
        })
    }

    /// Redeems the token for the order's amount.
    pub(super) async fn authorize(&self, order: &Order, payment: &Payment) -> Outcome {
        // One text for all attempts: another body under the same key would be refused.
        let mut body = json!({
            "token": payment.token,
            "amount": order.amount,
            "currency": order.currency,
            "reference": order.id,
            "purchaser": purchaser(&payment.purchaser),
        });
        if let (Some(session), Some(members)) = (&payment.session, body.as_object_mut()) {
            members.insert("session".to_owned(), session.as_str().into());
        }
        let body = body.to_string();
        for attempt in 1..=ATTEMPTS {
            let request = self
                .client
                .post(format!("{}/v1/authorizations", self.url))
                .header("content-type", "application/json")
                .header("idempotency-key", &order.id)
                .body(body.clone());
            if let Some(outcome) = self.outcome(request).await {
                return outcome;
            }
            tokio::time::sleep(Duration::from_millis(250) * attempt).await;
        }
        Outcome::Unknown
    }

    /// The authorization made for the order, if the vault has one; `None` where it cannot be asked.
    pub(super) async fn find(&self, order: &Order) -> Option<Option<Authorization>> {
        let request = self
            .client
            .get(format!("{}/v1/authorizations", self.url))
            .query(&[("reference", &order.id)]);
        let response = self.send(request).await?;
        if response.status() != StatusCode::OK {
            return None;
        }
        Some(response.json::<List>().await.ok()?.data.into_iter().next())
    }

    /// `None` where asking again may help.
    async fn outcome(&self, request: RequestBuilder) -> Option<Outcome> {
        let response = self.send(request).await?;
        match response.status() {
            StatusCode::CREATED | StatusCode::ACCEPTED => {
                response.json().await.ok().map(Outcome::Answered)
            }
            StatusCode::TOO_MANY_REQUESTS => None,
            status if status.is_server_error() => None,
            _ => match response.json::<Problem>().await.ok()? {
                problem if problem.code == "in_progress" => None,
                problem => Some(Outcome::Refused(problem)),
            },
        }
    }

    async fn send(&self, request: RequestBuilder) -> Option<Response> {
        request.bearer_auth(&self.secret_key).send().await.ok()
    }
}

/// Who buys, in the vault's words.
fn purchaser(purchaser: &Purchaser) -> Value {
    json!({
        "name": purchaser.name,
        "email": purchaser.email,
        "phone": purchaser.phone,
        "shipping": {
            "name": purchaser.name,
            "line1": purchaser.address,
            "postal_code": purchaser.postal_code,
            "country": "JP",
        },
    })
}
