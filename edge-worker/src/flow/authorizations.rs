//! Looking at authorizations: `GET /v1/authorizations` and one of them.

use crate::http::answer::Answer;
use crate::http::call::Call;
use access::AuthorizationId;
use payments::api;
use payments::command::Server;
use payments::view::{AuthorizationList, AuthorizationView};
use payments::{Problem, Request};

const PAGE: i64 = 20;

/// `GET /v1/authorizations`
pub(crate) async fn list(call: &Call) -> Result<Answer, Problem> {
    let key = call.secret_key()?;
    let query = call.query();
    let asked = api::list::read(
        query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    )?;
    let command = Server::ListAuthorizations {
        reference: asked.reference,
        limit: asked.limit.unwrap_or(PAGE),
        before: asked.cursor,
    };
    let list: AuthorizationList = call
        .vault(key.mid)?
        .ask(&Request::Server(key.hash, command))
        .await?;
    Answer::json(200, &list)
}

/// `GET /v1/authorizations/{id}`
pub(crate) async fn read(call: &Call, id: &str) -> Result<Answer, Problem> {
    let key = call.secret_key()?;
    // An id that cannot be one is answered like an unknown one, and only to a key that is in force.
    let id = AuthorizationId::parse(id, call.mode());
    let id = id.unwrap_or_else(|| AuthorizationId::from_stored(String::new()));
    let command = Server::ReadAuthorization { id };
    let view: AuthorizationView = call
        .vault(key.mid)?
        .ask(&Request::Server(key.hash, command))
        .await?;
    Answer::json(200, &view)
}
