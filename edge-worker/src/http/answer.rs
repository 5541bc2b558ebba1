//! An answer on its way out.

use super::headers::{API, Headers};
use super::version;
use payments::command::Kept;
use payments::{Code, Problem};
use serde::Serialize;
use worker::{EncodeBody, Response, ResponseBody, ResponseBuilder};
use zeroize::Zeroizing;

const PROBLEM: &str = "application/problem+json";
const JSON: &str = "application/json";

/// Seconds in which an operator may have given the vault its keys.
const UNLOCKED_IN: u32 = 30;

/// Room for the longest answer that shows a token or a key: one that grew would leave a copy behind.
const ROOM: usize = 2048;

/// Status, headers and body. The body is wiped here once it is sent: some hold a token or a key.
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Zeroizing<Vec<u8>>,
    encode: EncodeBody,
}

impl Answer {
    /// An answer with a set of headers and a body.
    pub(crate) fn new(status: u16, media_type: &str, headers: Headers, body: Vec<u8>) -> Self {
        let set = headers
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        let set = [("Content-Type", media_type.to_owned())]
            .into_iter()
            .chain(set)
            .collect();
        Self {
            status,
            headers: set,
            body: Zeroizing::new(body),
            encode: EncodeBody::Automatic,
        }
    }

    /// An answer of the API.
    pub(crate) fn json(status: u16, body: &impl Serialize) -> Result<Self, Problem> {
        let mut json = Vec::with_capacity(ROOM);
        serde_json::to_writer(&mut json, body).map_err(|_| Problem::overloaded())?;
        Ok(Self::new(status, JSON, API, json).versioned())
    }

    /// An answer as it was kept, word for word.
    pub(crate) fn kept(kept: Kept) -> Self {
        Self::new(kept.status, JSON, API, kept.body.into_bytes()).versioned()
    }

    /// The same answer, given again.
    pub(crate) fn replayed(kept: Kept) -> Self {
        Self::kept(kept).with("Idempotent-Replayed", "true")
    }

    /// The signed key set, or the signed ranges: for pages of any origin, as each may be one of direct entry.
    pub(crate) fn signed(text: String) -> Self {
        let media_type = envelope::key_set::MEDIA_TYPE;
        Self::new(200, media_type, API, text.into_bytes())
            .versioned()
            .with("Access-Control-Allow-Origin", "*")
    }

    /// The vault has its keys.
    pub(crate) fn health() -> Self {
        Self::new(200, JSON, API, br#"{"status":"ok"}"#.to_vec()).versioned()
    }

    /// What the vault counts of itself.
    pub(crate) fn metrics(text: String) -> Self {
        Self::new(200, crate::metrics::MEDIA_TYPE, API, text.into_bytes()).versioned()
    }

    /// A refusal.
    pub(crate) fn problem(problem: &Problem) -> Self {
        let mut answer = Self::new(problem.code.status(), PROBLEM, API, problem.body()).versioned();
        let locked = (problem.code == Code::VaultLocked).then_some(UNLOCKED_IN);
        if let Some(seconds) = problem.retry_after.or(locked) {
            answer = answer.with("Retry-After", seconds.to_string());
        }
        if problem.code == Code::Unauthorized {
            answer = answer.with("WWW-Authenticate", "Bearer");
        }
        answer
    }

    /// The path takes other methods.
    pub(crate) fn method_not_allowed(allow: &str) -> Self {
        Self::problem(&Code::MethodNotAllowed.into()).with("Allow", allow)
    }

    /// It was taken; there is nothing to say.
    pub(crate) fn nothing() -> Self {
        Self::empty().versioned()
    }

    /// What a browser asks before a page of another origin may call; the session then says whether it may.
    pub(crate) fn preflight() -> Self {
        Self::empty()
            .with("Access-Control-Allow-Origin", "*")
            .with("Access-Control-Allow-Methods", "POST")
            .with(
                "Access-Control-Allow-Headers",
                "Cardseal-Brand, Cardseal-Session, Cardseal-Version, Content-Type",
            )
            .with("Access-Control-Max-Age", "600")
    }

    /// The same, its body being brotli already.
    #[must_use]
    pub(crate) fn kept_as_brotli(mut self) -> Self {
        self.encode = EncodeBody::Manual;
        self.with("Content-Encoding", "br")
    }

    /// The same, its body to be made brotli on the way out, which the platform does.
    #[must_use]
    pub(crate) fn sent_as_brotli(self) -> Self {
        self.with("Content-Encoding", "br")
    }

    /// The same with one header more.
    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    fn empty() -> Self {
        let mut answer = Self::new(204, JSON, API, Vec::new());
        answer.headers.retain(|(name, _)| *name != "Content-Type");
        answer
    }

    fn versioned(self) -> Self {
        self.with(version::HEADER, version::CURRENT)
    }

    pub(super) fn status(&self) -> u16 {
        self.status
    }

    pub(super) fn into_response(
        self,
        request: &str,
        without_body: bool,
    ) -> worker::Result<Response> {
        let mut response = ResponseBuilder::new()
            .with_status(self.status)
            .with_encode_body(self.encode)
            .with_header("Request-Id", request)?;
        for (name, value) in &self.headers {
            response = response.with_header(name, value)?;
        }
        let empty = without_body || self.body.is_empty();
        Ok(response.body(if empty {
            ResponseBody::Empty
        } else {
            ResponseBody::Body(self.body.to_vec())
        }))
    }
}
