//! The way in and out: every request comes through [`serve`], and every answer leaves through it.

pub(crate) mod answer;
pub(crate) mod assets;
mod body;
pub(crate) mod call;
pub(crate) mod card_page;
mod credentials;
mod encoding;
pub(crate) mod headers;
pub(crate) mod log;
mod router;
pub(crate) mod shedding;
mod template;
mod version;

use crate::clock::now;
use crate::crypto::keyring::{Keyring, Locked};
use crate::crypto::random;
use crate::flow::{
    admin, authorizations, authorize, confirm, follow_up, frame, keys, metrics, ranges, redirect,
    reports, sessions, tokenize, tokens,
};
use crate::metrics::request as count;
use answer::Answer;
use call::Call;
use envelope::base64url;
use payments::{Code, Problem};
use router::{Miss, Route};
use shedding::Place;
use worker::{Context, Env, Request, Response};

/// Answers one request. Whatever happens, there is an answer, and one line in the log.
pub(crate) async fn serve(
    request: Request,
    env: Env,
    context: Context,
) -> worker::Result<Response> {
    let started = now();
    let id = request_id();
    let method = request.inner().method();
    let (route, answer) = dispatch(request, env, context, &method).await;
    let took = now().millis() - started.millis();
    log::request(&id, &method, route, answer.status(), took);
    count(route, answer.status(), took);
    answer.into_response(&id, method == "HEAD")
}

/// The route's name, and the answer.
async fn dispatch(
    request: Request,
    env: Env,
    context: Context,
    method: &str,
) -> (&'static str, Answer) {
    let Ok(url) = request.url() else {
        return ("none", Answer::problem(&Code::NotFound.into()));
    };
    let path = url.path().to_owned();
    let route = match router::find(method, &path) {
        Ok(route) => route,
        Err(Miss::NoSuchPath) => return ("none", Answer::problem(&Code::NotFound.into())),
        Err(Miss::NoSuchMethod(allow)) => return ("none", Answer::method_not_allowed(&allow)),
    };
    let place = match Place::of(route) {
        Ok(place) => place,
        Err(problem) => return (route.name(), Answer::problem(&problem)),
    };
    let keyring = match Keyring::of(&env).await {
        Ok(keyring) => keyring,
        Err(Locked(_)) => return (route.name(), Answer::problem(&Code::VaultLocked.into())),
    };
    let mut call = Call::new(request, url, env, context, keyring, place);
    let answer = match take(&mut call, route).await {
        Ok(answer) => answer,
        Err(problem) => Answer::problem(&problem),
    };
    (route.name(), call.finish(answer))
}

async fn take(call: &mut Call, route: Route<'_>) -> Result<Answer, Problem> {
    // A load balancer asks for health by any name; everything else only exists at the vault's origins.
    if !matches!(route, Route::Health) && call.issuer().is_none() {
        return Err(Code::NotFound.into());
    }
    version::check(call)?;
    match route {
        Route::Health => Ok(Answer::health()),
        Route::Metrics => metrics::scrape(call).await,
        Route::KeySet => keys::key_set(call).await,
        Route::Ranges => ranges::statement(call).await,
        Route::Frame => Ok(frame::of_page(call).await),
        Route::FrameOfSession(session) => Ok(frame::of_session(call, session)),
        Route::Pay(session) => Ok(redirect::show(call, session)),
        Route::Asset(name) => assets::find(call, name),
        Route::Preflight => Ok(Answer::preflight()),
        Route::Report => reports::receive(call).await,

        Route::OpenSession => sessions::open(call).await,
        Route::RenewSession => sessions::renew(call),
        Route::ReadSession(id) => sessions::read(call, id).await,
        Route::Tokenize => tokenize::tokenize(call).await,
        Route::ReadToken(id) => tokens::read(call, id).await,
        Route::RevokeToken(id) => tokens::revoke(call, id).await,
        Route::Authorize => authorize::authorize(call).await,
        Route::ListAuthorizations => authorizations::list(call).await,
        Route::ReadAuthorization(id) => authorizations::read(call, id).await,
        Route::Capture(id) => follow_up::capture(call, id).await,
        Route::Void(id) => follow_up::void(call, id).await,
        Route::Refund(id) => follow_up::refund(call, id).await,
        Route::Confirm(id) => confirm::confirm(call, id).await,
        Route::Verify => authorize::verify(call).await,
        Route::ReadVerification(id) => authorizations::read_verification(call, id).await,

        Route::ListAcquirers => admin::acquirers::list(call).await,
        Route::PutAcquirer(name) => admin::acquirers::put(call, name).await,
        Route::ReadBinRanges => admin::bin_ranges::read(call).await,
        Route::PutBinRanges => admin::bin_ranges::put(call).await,
        Route::ListMerchants => admin::merchants::list(call).await,
        Route::CreateMerchant => admin::merchants::create(call).await,
        Route::PutMerchant(mid) => admin::merchants::put(call, mid).await,
        Route::ChangeMerchant(mid) => admin::merchants::change(call, mid).await,
        Route::ReadMerchant(mid) => admin::merchants::read(call, mid).await,
        Route::CreateKey(mid) => admin::keys::create(call, mid).await,
        Route::ImportKey(mid, kid) => admin::keys::import(call, mid, kid).await,
        Route::RevokeKey(mid, kid) => admin::keys::revoke(call, mid, kid).await,
        Route::Sweep => admin::sweep::sweep(call).await,
    }
}

/// Names the request in the answer's header and in the log.
fn request_id() -> String {
    let random = random::bytes::<16>().unwrap_or_default();
    ["req_", &base64url::encode(&random)].concat()
}
