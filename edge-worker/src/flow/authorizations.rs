//! Looking at authorizations: `GET /v1/authorizations`, one of them, and one verification.

use crate::http::answer::Answer;
use crate::http::call::Call;
use access::AuthorizationId;
use payments::api;
use payments::command::Server;
use payments::view::{AuthorizationList, AuthorizationView, Object};
use payments::{Problem, Request};

/// `GET /v1/authorizations`
pub(crate) async fn list(call: &Call) -> Result<Answer, Problem> {
    let key = call.secret_key()?;
    let query = call.query();
    let asked = api::list::read(
        query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    )?;
    let command = Server::ListAuthorizations(asked);
    let list: AuthorizationList = call
        .vault(key.mid)?
        .ask(&Request::Server(key.hash, command))
        .await?;
    Answer::json(200, &list)
}

/// `GET /v1/authorizations/{id}`
pub(crate) async fn read(call: &Call, id: &str) -> Result<Answer, Problem> {
    read_as(call, id, Object::Authorization).await
}

/// `GET /v1/verifications/{id}`
pub(crate) async fn read_verification(call: &Call, id: &str) -> Result<Answer, Problem> {
    read_as(call, id, Object::Verification).await
}

async fn read_as(call: &Call, text: &str, object: Object) -> Result<Answer, Problem> {
    let key = call.secret_key()?;
    let command = Server::ReadAuthorization {
        id: id(call, text),
        object,
    };
    let view: AuthorizationView = call
        .vault(key.mid)?
        .ask(&Request::Server(key.hash, command))
        .await?;
    Answer::json(200, &view)
}

/// The authorization a path names. A text that cannot be one is answered like an unknown one, and only to
/// a key that is in force.
pub(super) fn id(call: &Call, text: &str) -> AuthorizationId {
    let id = AuthorizationId::parse(text, call.mode());
    id.unwrap_or_else(|| AuthorizationId::from_stored(String::new()))
}
