//! A client of the vault's HTTP.

use std::time::Duration;

use reqwest::{Body, Method};

use crate::answer::Answer;

/// Longer than anything the vault may take: its own deadline for an acquirer is 10 s.
const DEADLINE: Duration = Duration::from_mins(1);

/// A connection pool and the base of all paths. One for each test: a pool belongs to its runtime.
#[derive(Clone)]
pub struct Http {
    client: reqwest::Client,
    base: String,
}

/// One request: a method, a path with its query, headers and a body.
pub struct Request {
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Body,
}

impl Request {
    /// A request without body.
    pub fn new(method: &str, path: impl Into<String>) -> Self {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        Self {
            method,
            path: path.into(),
            headers: Vec::new(),
            body: Body::default(),
        }
    }

    /// With one header more.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// With `Authorization: Bearer`.
    #[must_use]
    pub fn bearer(self, key: &str) -> Self {
        self.header("authorization", format!("Bearer {key}"))
    }

    /// With a body of JSON.
    #[must_use]
    pub fn json(self, body: impl AsRef<[u8]>) -> Self {
        self.body("application/json", body)
    }

    /// With a body of a media type.
    #[must_use]
    pub fn body(mut self, media_type: &str, body: impl AsRef<[u8]>) -> Self {
        self.body = Body::from(body.as_ref().to_vec());
        self.header("content-type", media_type)
    }
}

impl Http {
    /// A client of the server at `base`, an origin without a path.
    pub fn new(base: &str) -> Self {
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(DEADLINE)
            .build()
            .expect("an HTTP client");
        Self {
            client,
            base: base.to_owned(),
        }
    }

    /// The server's origin.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Sends a request; an error where no whole answer came, as when the server was killed.
    pub async fn try_send(&self, request: Request) -> Result<Answer, reqwest::Error> {
        let url = format!("{}{}", self.base, request.path);
        let mut builder = self.client.request(request.method, url).body(request.body);
        for (name, value) in request.headers {
            builder = builder.header(name, value);
        }
        let response = builder.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await?.to_vec();
        Ok(Answer {
            status,
            headers,
            body,
        })
    }

    /// Sends a request that must be answered.
    pub async fn send(&self, request: Request) -> Answer {
        let what = format!("{} {}", request.method, request.path);
        self.try_send(request)
            .await
            .unwrap_or_else(|error| panic!("{what}: {error:?}"))
    }

    /// `GET` without credentials.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::new("GET", path)).await
    }
}
