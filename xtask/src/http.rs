//! Small requests to our own processes on loopback, each with a deadline.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use ureq::{Agent, Body, http::Response};

const LIMIT: Duration = Duration::from_secs(10);

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// JSON, or null where the body is something else.
    pub(crate) body: Value,
}

/// A caller of one server.
pub(crate) struct Client {
    agent: Agent,
    base: String,
    headers: Vec<(&'static str, String)>,
}

impl Client {
    /// A caller of `base` without credentials.
    pub(crate) fn new(base: &str) -> Self {
        let agent = Agent::config_builder()
            .timeout_global(Some(LIMIT))
            .http_status_as_error(false)
            // A redirect to a host name is an answer too.
            .max_redirects(0)
            .max_redirects_will_error(false)
            // Loopback is never behind the user's proxy.
            .proxy(None)
            .build()
            .into();
        Self {
            agent,
            base: base.to_owned(),
            headers: Vec::new(),
        }
    }

    /// The same with `Authorization: Bearer`.
    // EXPOSE: the key goes into the header of requests to loopback.
    pub(crate) fn bearer(mut self, key: &str) -> Self {
        self.headers
            .push(("Authorization", format!("Bearer {key}")));
        self
    }

    /// The same, calling the server by the name it has behind its operator's proxy.
    pub(crate) fn at(mut self, origin: &str) -> Self {
        if let Some((scheme, host)) = origin.split_once("://") {
            self.headers.push(("Host", host.to_owned()));
            self.headers.push(("X-Forwarded-Proto", scheme.to_owned()));
        }
        self
    }

    pub(crate) fn get(&self, path: &str) -> Result<Answer> {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        answer(request.call().with_context(|| format!("GET {path}"))?)
    }

    /// PUT or POST; any status but 2xx is an error that tells the problem.
    pub(crate) fn send(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        let url = format!("{}{path}", self.base);
        let mut request = match method {
            "PUT" => self.agent.put(url),
            _ => self.agent.post(url),
        };
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let response = request
            .send_json(body)
            .with_context(|| format!("{method} {path}"))?;
        let answer = answer(response)?;
        if !(200..300).contains(&answer.status) {
            bail!("{method} {path}: {} {}", answer.status, answer.body);
        }
        Ok(answer.body)
    }
}

fn answer(mut response: Response<Body>) -> Result<Answer> {
    let text = response.body_mut().read_to_string()?;
    Ok(Answer {
        status: response.status().as_u16(),
        body: serde_json::from_str(&text).unwrap_or(Value::Null),
    })
}
