//! A request being answered, with all that its answer may need.

use super::answer::Answer;
use super::shedding::Place;
use super::{body, credentials, encoding};
use crate::clock::now;
use crate::crypto::keyring::{Issuer, Keyring};
use crate::objects::stub::{Registry, Vault};
use access::{Mid, Mode, SecretKey, Session, SessionKind, Timestamp};
use payments::api::MAX_BODY;
use payments::{Code, Problem};
use std::rc::Rc;
use worker::{Context, Env, Request, Url};
use zeroize::Zeroizing;

const SESSION: &str = "Cardseal-Session";

/// One request.
pub(crate) struct Call {
    request: Request,
    url: Url,
    env: Env,
    context: Context,
    place: Place,
    /// The vault's keys.
    pub(crate) keyring: Rc<Keyring>,
    /// When it came in.
    pub(crate) now: Timestamp,
    /// The page that may read the answer, where a direct session has said so.
    readable_by: Option<String>,
}

impl Call {
    pub(super) fn new(
        request: Request,
        url: Url,
        env: Env,
        context: Context,
        keyring: Rc<Keyring>,
        place: Place,
    ) -> Self {
        Self {
            request,
            url,
            env,
            context,
            place,
            keyring,
            now: now(),
            readable_by: None,
        }
    }

    /// The one mode of this vault.
    pub(crate) fn mode(&self) -> Mode {
        self.keyring.mode
    }

    /// The origin of the vault that was called, and what the root says for it.
    pub(crate) fn issuer(&self) -> Option<&Issuer> {
        self.keyring
            .issuer(&self.url.origin().ascii_serialization())
    }

    /// The path as it was sent.
    pub(crate) fn path(&self) -> &str {
        self.url.path()
    }

    /// The query's parameters, decoded.
    pub(crate) fn query(&self) -> Vec<(String, String)> {
        self.url.query_pairs().into_owned().collect()
    }

    /// A header's text.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.request.headers().get(name).ok().flatten()
    }

    /// Whether the client can read brotli.
    pub(crate) fn accepts_brotli(&self) -> bool {
        encoding::accepts_brotli(&self.header("Accept-Encoding").unwrap_or_default())
    }

    /// The body of an API request.
    pub(crate) async fn json_body(&mut self) -> Result<Zeroizing<Vec<u8>>, Problem> {
        self.body(MAX_BODY, "application/json").await
    }

    /// The body of a request that brings a sealed card.
    pub(crate) async fn envelope_body(&mut self) -> Result<Zeroizing<Vec<u8>>, Problem> {
        self.body(envelope::MAX_ENVELOPE, "application/jose").await
    }

    /// The body of a browser's reports.
    pub(crate) async fn reports_body(&mut self) -> Result<Zeroizing<Vec<u8>>, Problem> {
        self.body(MAX_BODY, "application/reports+json").await
    }

    async fn body(
        &mut self,
        limit: usize,
        media_type: &str,
    ) -> Result<Zeroizing<Vec<u8>>, Problem> {
        // A slow sender keeps no place of those that work.
        self.place.give_back();
        let body = body::read(&mut self.request, limit, media_type).await?;
        self.place.take()?;
        Ok(body)
    }

    /// From here on the request waits for an acquirer, and others may have its place.
    pub(crate) fn give_back_place(&self) {
        self.place.give_back();
    }

    /// The merchant's secret key. That it is in force, the merchant's object says.
    pub(crate) fn secret_key(&self) -> Result<SecretKey, Problem> {
        credentials::secret_key(self)
    }

    /// Lets the operator by.
    pub(crate) fn require_operator(&self) -> Result<(), Problem> {
        credentials::operator(self)
    }

    /// The card session a browser brings, which has not ended.
    pub(crate) fn session(&mut self) -> Result<(Mid, Session), Problem> {
        let (mid, session) = self.session_of_any_age()?;
        if session.has_ended(self.now) {
            return Err(Code::SessionExpired.into());
        }
        Ok((mid, session))
    }

    /// The same, also one that has ended. An Origin that is present must be the vault's own page, or in a direct
    /// session the merchant's.
    pub(crate) fn session_of_any_age(&mut self) -> Result<(Mid, Session), Problem> {
        let text = self.header(SESSION).ok_or(Code::Unauthorized)?;
        let (mid, session) = self.verify_session(&text).ok_or(Code::Unauthorized)?;
        self.require_page_of(&session)?;
        Ok((mid, session))
    }

    /// Also a session that has ended says which page may read so.
    fn require_page_of(&mut self, session: &Session) -> Result<(), Problem> {
        let expected = match session.kind {
            SessionKind::Direct => session.org.clone(),
            SessionKind::Hosted | SessionKind::Redirect => self.url.origin().ascii_serialization(),
        };
        if self
            .header("Origin")
            .is_some_and(|origin| origin != expected)
        {
            return Err(Code::OriginNotAllowed.into());
        }
        if session.kind == SessionKind::Direct {
            self.readable_by = Some(expected);
        }
        Ok(())
    }

    /// Reads a session's text, whatever its age.
    pub(crate) fn verify_session(&self, text: &str) -> Option<(Mid, Session)> {
        let keyring = &self.keyring;
        Session::verify(text, keyring.mode, &keyring.routing, &keyring.session_keys)
    }

    /// The bindings.
    pub(crate) fn env(&self) -> &Env {
        &self.env
    }

    /// A merchant's object.
    pub(crate) fn vault(&self, mid: Mid) -> Result<Vault, Problem> {
        self.place.count_for(mid)?;
        Vault::of(&self.env, self.mode(), mid)
    }

    /// The registry.
    pub(crate) fn registry(&self) -> Result<Registry, Problem> {
        Registry::of(&self.env, self.mode())
    }

    /// Goes on with `work` also when the caller is gone.
    pub(crate) fn go_on_with(&self, work: impl Future<Output = ()> + 'static) {
        self.context.wait_until(work);
    }

    /// The answer as this caller may read it.
    pub(super) fn finish(self, answer: Answer) -> Answer {
        match self.readable_by {
            Some(origin) => answer
                .with("Access-Control-Allow-Origin", origin)
                .with("Access-Control-Expose-Headers", "Request-Id, Retry-After")
                .with("Vary", "Origin"),
            None => answer,
        }
    }
}
