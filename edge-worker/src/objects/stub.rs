//! An object as the worker sees it: typed questions with a deadline each.

use super::registry;
use super::wire::Wire;
use crate::clock::within;
use access::{Mid, Mode};
use js_sys::Uint8Array;
use payments::{Code, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;
use worker::{Env, Method, Request, RequestInit, Stub};

/// An object answers in milliseconds, or something is very wrong.
const DEADLINE: i64 = 10_000;

/// Why a question has no reply.
pub(crate) enum Unanswered {
    /// The object refused it; nothing has changed.
    Refused(Problem),
    /// Nobody knows whether the object carried it out.
    Lost,
}

impl From<Unanswered> for Problem {
    fn from(unanswered: Unanswered) -> Self {
        match unanswered {
            Unanswered::Refused(problem) => problem,
            Unanswered::Lost => Self::overloaded(),
        }
    }
}

/// A merchant's object.
#[derive(Clone)]
pub(crate) struct Vault(Object);

impl Vault {
    /// The object of a merchant. Its name must have been authenticated: a name that is touched becomes a file.
    pub(crate) fn of(env: &Env, mode: Mode, mid: Mid) -> Result<Self, Problem> {
        Object::named(
            env,
            "MERCHANT_VAULT",
            &[mode.as_str(), ":", mid.as_str()].concat(),
        )
        .map(Self)
    }

    /// Puts a command to the object and reads the reply as the type the command names.
    pub(crate) async fn ask<T: DeserializeOwned>(
        &self,
        request: &payments::Request,
    ) -> Result<T, Unanswered> {
        self.0.ask(request).await
    }
}

/// The one registry.
pub(crate) struct Registry(Object);

impl Registry {
    /// The object.
    pub(crate) fn of(env: &Env, mode: Mode) -> Result<Self, Problem> {
        Object::named(env, "REGISTRY", mode.as_str()).map(Self)
    }

    /// Writes down an acquirer or a merchant.
    pub(crate) async fn register(
        &self,
        registration: registry::Registration,
    ) -> Result<(), Unanswered> {
        self.0.ask(&registry::Command::Register(registration)).await
    }

    /// Reads a list.
    pub(crate) async fn list<T: DeserializeOwned>(
        &self,
        listing: registry::Listing,
    ) -> Result<T, Unanswered> {
        self.0.ask(&registry::Command::List(listing)).await
    }
}

#[derive(Clone)]
struct Object(std::rc::Rc<Stub>);

impl Object {
    fn named(env: &Env, binding: &str, name: &str) -> Result<Self, Problem> {
        let stub = env
            .durable_object(binding)
            .and_then(|objects| objects.get_by_name(name));
        stub.map(|stub| Self(stub.into()))
            .map_err(|_| Code::VaultLocked.into())
    }

    async fn ask<T: DeserializeOwned>(&self, request: &impl Serialize) -> Result<T, Unanswered> {
        let answer = within(DEADLINE, self.exchange(request)).await;
        match answer
            .and_then(Result::ok)
            .and_then(|body| serde_json::from_slice(&body).ok())
        {
            Some(Wire::Reply(reply)) => Ok(reply),
            Some(Wire::Problem(problem)) => Err(Unanswered::Refused(problem)),
            None => Err(Unanswered::Lost),
        }
    }

    async fn exchange(&self, request: &impl Serialize) -> worker::Result<Vec<u8>> {
        let body = serde_json::to_vec(request)?;
        let mut init = RequestInit::new();
        init.with_method(Method::Post)
            .with_body(Some(Uint8Array::from(body.as_slice()).into()));
        let request = Request::new_with_init("https://object/", &init)?;
        self.0.fetch_with_request(request).await?.bytes().await
    }
}
