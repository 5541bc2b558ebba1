//! Looking at a token, and ending it: `/v1/tokens/{id}`.

use crate::http::answer::Answer;
use crate::http::call::Call;
use access::TokenId;
use payments::command::Server;
use payments::view::TokenView;
use payments::{Problem, Request};

/// `GET /v1/tokens/{id}`
pub(crate) async fn read(call: &Call, id: &str) -> Result<Answer, Problem> {
    ask(call, id, |id| Server::ReadToken { id }).await
}

/// `DELETE /v1/tokens/{id}`
pub(crate) async fn revoke(call: &Call, id: &str) -> Result<Answer, Problem> {
    ask(call, id, |id| Server::RevokeToken { id }).await
}

async fn ask(
    call: &Call,
    id: &str,
    command: impl FnOnce(TokenId) -> Server,
) -> Result<Answer, Problem> {
    let key = call.secret_key()?;
    // An id that cannot be one is answered like an unknown one, and only to a key that is in force.
    let id = TokenId::parse(id, call.mode()).unwrap_or_else(|| TokenId::from_stored(String::new()));
    let view: TokenView = call
        .vault(key.mid)?
        .ask(&Request::Server(key.hash, command(id)))
        .await?;
    Answer::json(200, &view)
}
