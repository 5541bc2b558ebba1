//! Secret keys of merchants: `/v1/admin/merchants/{id}/keys`.

use super::merchant_id;
use crate::crypto::random;
use crate::http::answer::Answer;
use crate::http::call::Call;
use access::{Mid, SecretKey};
use envelope::base64url;
use payments::api;
use payments::command::{Done, Operator};
use payments::{Code, Problem, Request};
use serde::Serialize;
use zeroize::Zeroizing;

#[derive(Serialize)]
struct KeyView<'a> {
    object: &'static str,
    kid: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_key: Option<&'a str>,
    active: bool,
}

/// `POST …/keys`: makes a key, shown in this one answer.
pub(crate) async fn create(call: &mut Call, mid: &str) -> Result<Answer, Problem> {
    let body = call.json_body().await?;
    call.require_operator()?;
    api::empty::read(&body)?;
    let mid = merchant_id(call, mid)?;
    let (kid, secret) = make(call, mid).await?;
    // EXPOSE: the one answer that hands the key out.
    Answer::json(
        201,
        &KeyView {
            object: "api_key",
            kid: &kid,
            secret_key: Some(&secret),
            active: true,
        },
    )
}

/// `PUT …/keys/{kid}`: lets in a key made elsewhere, by its hash.
pub(crate) async fn import(call: &mut Call, mid: &str, kid: &str) -> Result<Answer, Problem> {
    let body = call.json_body().await?;
    call.require_operator()?;
    let hash = api::secret_key::read(&body)?;
    let mid = merchant_id(call, mid)?;
    // The name a key says of itself: 48 bits.
    base64url::decode_array::<6>(kid.as_bytes()).ok_or(Code::NotFound)?;
    ask(
        call,
        mid,
        Operator::AddKey {
            kid: kid.to_owned(),
            hash,
        },
    )
    .await?;
    Answer::json(
        200,
        &KeyView {
            object: "api_key",
            kid,
            secret_key: None,
            active: true,
        },
    )
}

/// `DELETE …/keys/{kid}`: locks a key out from the next request on.
pub(crate) async fn revoke(call: &Call, mid: &str, kid: &str) -> Result<Answer, Problem> {
    call.require_operator()?;
    let mid = merchant_id(call, mid)?;
    ask(
        call,
        mid,
        Operator::RevokeKey {
            kid: kid.to_owned(),
        },
    )
    .await?;
    Answer::json(
        200,
        &KeyView {
            object: "api_key",
            kid,
            secret_key: None,
            active: false,
        },
    )
}

/// Makes a key and lets it in; gives its kid and its text.
pub(super) async fn make(call: &Call, mid: Mid) -> Result<(String, Zeroizing<String>), Problem> {
    let secret = Zeroizing::new(random::bytes()?);
    // EXPOSE: minted here, hashed below, shown once.
    let text = SecretKey::mint(call.mode(), mid, random::bytes()?, &secret);
    let key =
        SecretKey::parse(&text, call.mode(), &call.keyring.routing).ok_or(Problem::overloaded())?;
    ask(
        call,
        mid,
        Operator::AddKey {
            kid: key.kid.clone(),
            hash: key.hash,
        },
    )
    .await?;
    Ok((key.kid, text))
}

async fn ask(call: &Call, mid: Mid, command: Operator) -> Result<Done, Problem> {
    Ok(call.vault(mid)?.ask(&Request::Operator(command)).await?)
}
