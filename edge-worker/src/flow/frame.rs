//! The card page in a frame of the merchant's: `GET /v1/frame`.

use crate::crypto::random;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::card_page;
use access::{Origin, PublishableKey, Session, SessionKind};
use payments::command::{Browser, Done};
use payments::{Code, Problem, Request};
use worker::Url;

/// `GET /v1/frame?key=pk_…&origin=…`: a session minted by this navigation, for a registered origin.
pub(crate) async fn of_page(call: &Call) -> Answer {
    mint(call).await.unwrap_or_else(|_| card_page::not_found())
}

/// `GET /v1/frame/{session}`: a session the merchant's server has opened.
pub(crate) fn of_session(call: &Call, signed: &str) -> Answer {
    let Some((_, session)) = call.verify_session(signed) else {
        return card_page::not_found();
    };
    match session.kind {
        SessionKind::Hosted => show(call, signed, &session),
        SessionKind::Redirect | SessionKind::Direct => card_page::not_found(),
    }
}

async fn mint(call: &Call) -> Result<Answer, Problem> {
    let query = call.query();
    let [key, origin] = ["key", "origin"].map(|name| once(&query, name));
    let (key, origin) = (key.ok_or(Code::NotFound)?, origin.ok_or(Code::NotFound)?);
    let keyring = &call.keyring;
    let key = PublishableKey::parse(key, keyring.mode, &keyring.routing).ok_or(Code::NotFound)?;
    let origin = Origin::parse(origin, keyring.mode).ok_or(Code::NotFound)?;
    if call.issuer().is_none_or(|issuer| issuer.pin != key.pin)
        || !is_frame_of(call, origin.as_str())
    {
        return Err(Code::NotFound.into());
    }
    let allowed = Browser::OpenFrame {
        origin: origin.as_str().to_owned(),
    };
    call.vault(key.mid)?
        .ask::<Done>(&Request::Browser(allowed))
        .await?;

    let session = Session::new(SessionKind::Hosted, &origin, random::bytes()?, call.now);
    let signing = keyring.session_keys.first().ok_or(Code::VaultLocked)?;
    let signed = session.clone().sign(keyring.mode, key.mid, signing);
    Ok(show(call, &signed, &session))
}

/// A parameter's value, where it is there exactly once.
fn once<'a>(query: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut values = query.iter().filter(|(known, _)| known == name);
    let (_, value) = values.next()?;
    values.next().is_none().then_some(value.as_str())
}

fn show(call: &Call, signed: &str, session: &Session) -> Answer {
    match call.issuer() {
        Some(issuer) if is_frame_of(call, &session.org) => {
            card_page::in_frame(call, &issuer.origin, signed, session)
        }
        _ => card_page::not_found(),
    }
}

/// What a browser says of the navigation must agree: into an iframe, by a page of this origin. A browser
/// that says nothing is held to `frame-ancestors` all the same.
fn is_frame_of(call: &Call, origin: &str) -> bool {
    let into_iframe = call
        .header("Sec-Fetch-Dest")
        .is_none_or(|destination| destination == "iframe");
    let by_page = call.header("Referer").is_none_or(|referer| {
        Url::parse(&referer).is_ok_and(|referer| referer.origin().ascii_serialization() == origin)
    });
    into_iframe && by_page
}
