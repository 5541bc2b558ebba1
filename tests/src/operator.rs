//! The operator's side of the API.

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::http::{Http, Request};

/// An operator with the admin key.
#[derive(Clone)]
pub struct Operator {
    http: Http,
    key: String,
}

impl Operator {
    /// Of this vault.
    pub fn new(http: Http, admin_key: &str) -> Self {
        Self {
            http,
            key: admin_key.to_owned(),
        }
    }

    /// Any request below `/v1/admin`.
    pub async fn send(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let request = Request::new(method, format!("/v1/admin{path}")).bearer(&self.key);
        match body {
            Some(body) => self.http.send(request.json(body.to_string())).await,
            None => self.http.send(request).await,
        }
    }

    /// What the vault counts of itself.
    pub async fn metrics(&self) -> Answer {
        let request = Request::new("GET", "/metrics").bearer(&self.key);
        self.http.send(request).await
    }

    /// Registers an acquirer under a name.
    pub async fn register_acquirer(&self, name: &str, url: &str, signing_secret: &str) -> Answer {
        let body = json!({ "connector": "json", "url": url, "signing_secret": signing_secret });
        self.send("PUT", &format!("/acquirers/{name}"), Some(body))
            .await
    }

    /// Sets the ranges of first digits, all at once.
    pub async fn set_ranges(&self, ranges: Value) -> Answer {
        self.send("PUT", "/bin-ranges", Some(ranges)).await
    }

    /// Onboards a merchant.
    pub async fn create_merchant(&self, settings: Value) -> Answer {
        self.send("POST", "/merchants", Some(settings)).await
    }

    /// Changes a merchant's settings.
    pub async fn change_merchant(&self, id: &str, settings: Value) -> Answer {
        self.send("PATCH", &format!("/merchants/{id}"), Some(settings))
            .await
    }

    /// Makes one more secret key.
    pub async fn create_key(&self, merchant: &str) -> Answer {
        self.send(
            "POST",
            &format!("/merchants/{merchant}/keys"),
            Some(json!({})),
        )
        .await
    }
}
