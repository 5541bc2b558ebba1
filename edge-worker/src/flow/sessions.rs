//! Card sessions: opened by a merchant's server, kept alive by the frame.

use crate::crypto::random;
use crate::http::answer::Answer;
use crate::http::call::Call;
use access::{Mid, Session};
use card::Money;
use envelope::base64url;
use payments::api;
use payments::command::{Done, Server};
use payments::view::SessionView;
use payments::{Code, Problem, Request};
use serde::Serialize;

/// A session as it is handed out.
#[derive(Serialize)]
struct Opened<'a> {
    object: &'static str,
    id: &'a str,
    session: &'a str,
    origin: &'a str,
    expires_at: String,
}

/// `POST /v1/sessions`
pub(crate) async fn open(call: &mut Call) -> Result<Answer, Problem> {
    let body = call.json_body().await?;
    let key = call.secret_key()?;
    let wanted = api::session::read(&body, call.mode())?;
    let allowed = Server::OpenSession {
        origin: wanted.origin.as_str().to_owned(),
        kind: wanted.kind,
    };
    call.vault(key.mid)?
        .ask::<Done>(&Request::Server(key.hash, allowed))
        .await?;

    let mut session = Session::new(wanted.kind, &wanted.origin, random::bytes()?, call.now);
    session.att = Some(true);
    session.cap = wanted.cap.map(Money::amount);
    session.cur = wanted.currency.map(|currency| currency.as_str().to_owned());
    session.ret = wanted.return_url.map(|url| url.path().to_owned());
    hand_out(call, 201, key.mid, &session)
}

/// `POST /v1/sessions/renew`: the same session with a later end, also where it slept through the one it has.
pub(crate) fn renew(call: &mut Call) -> Result<Answer, Problem> {
    let (mid, session) = call.session_of_any_age()?;
    let renewed = session.renewed(call.now).ok_or(Code::SessionExpired)?;
    hand_out(call, 200, mid, &renewed)
}

/// `GET /v1/sessions/{id}`
pub(crate) async fn read(call: &Call, id: &str) -> Result<Answer, Problem> {
    let key = call.secret_key()?;
    let asked = Server::ReadSession {
        session: id.to_owned(),
    };
    let view: SessionView = call
        .vault(key.mid)?
        .ask(&Request::Server(key.hash, asked))
        .await?;
    // A session is no row, so the object cannot know that this text names none.
    base64url::decode_array::<16>(id.as_bytes()).ok_or(Code::NotFound)?;
    Answer::json(200, &view)
}

fn hand_out(call: &Call, status: u16, mid: Mid, session: &Session) -> Result<Answer, Problem> {
    let signing = call.keyring.session_keys.first().ok_or(Code::VaultLocked)?;
    let signed = session.clone().sign(call.mode(), mid, signing);
    // Only a long origin and a long way back together do not fit into the header.
    if signed.len() > access::session::MAX_LENGTH {
        return Err(Problem::invalid("return_url"));
    }
    Answer::json(
        status,
        &Opened {
            object: "session",
            id: &session.id,
            session: &signed,
            origin: &session.org,
            expires_at: session.expires_at().rfc3339(),
        },
    )
}
