//! What came back over HTTP.

use reqwest::header::HeaderMap;
use serde_json::Value;

/// Status, headers and the body's bytes.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// What the API calls the same bytes: status and body.
    pub fn bytes(&self) -> (u16, &[u8]) {
        (self.status, &self.body)
    }

    /// The body as text, for messages.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("not JSON: {} {}", self.status, self.text()))
    }

    /// A member of the body that must be text.
    pub fn string(&self, member: &str) -> String {
        let text = self.json()[member].as_str().map(str::to_owned);
        text.unwrap_or_else(|| panic!("no text {member:?} in {} {}", self.status, self.text()))
    }

    /// A header's value, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("")
    }

    /// The answer, which must have this status.
    #[must_use]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// The problem's code, where the answer is a problem.
    pub fn code(&self) -> Option<String> {
        let problem = self
            .header("content-type")
            .starts_with("application/problem+json");
        problem.then(|| self.json()["code"].as_str().unwrap_or_default().to_owned())
    }

    /// Fails unless this is the problem of `status` and `code` in exactly the form of RFC 9457 that the
    /// contract names.
    pub fn assert_problem(&self, status: u16, code: &str) {
        let context = format!(
            "expected {status} {code}, got {} {}",
            self.status,
            self.text()
        );
        assert_eq!(self.status, status, "{context}");
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{context}"
        );
        let body = self.json();
        assert_eq!(body["code"], code, "{context}");
        assert_eq!(body["status"], status, "{context}");
        for (member, value) in body.as_object().expect("an object") {
            let known = ["type", "title", "status", "code", "param", "advice"];
            assert!(
                known.contains(&member.as_str()),
                "unknown member {member}: {context}"
            );
            assert!(value.is_string() || member == "status", "{context}");
        }
        assert!(
            body["type"].is_string() && body["title"].is_string(),
            "{context}"
        );
        assert!(
            !self.header("request-id").is_empty(),
            "no Request-Id: {context}"
        );
        assert!(
            !self.text().contains(self.header("request-id")),
            "Request-Id in the body: {context}"
        );
    }

    /// The same with the parameter at fault.
    pub fn assert_invalid(&self, code: &str, param: &str) {
        self.assert_problem(422, code);
        assert_eq!(self.json()["param"], param, "{}", self.text());
    }
}
