//! The sweep: every merchant's object looks whether its alarm is set. After a boot an operator calls it;
//! on Cloudflare the cron does.

use crate::clock;
use crate::crypto::keyring::Keyring;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::log;
use crate::objects::Listing;
use crate::objects::stub::{Registry, Vault};
use access::Mid;
use futures_util::future::join_all;
use payments::command::{Done, Operator};
use payments::{Code, Problem, Request, api};
use serde::Serialize;
use worker::Env;

/// As many merchants as one call wakes; the cursor leads to the rest.
const PAGE: usize = 500;
/// As many at a time.
const TOGETHER: usize = 25;
/// An object that takes longer is left for the next sweep: a page of such ends within a minute all the same.
const EACH: i64 = 2_000;

#[derive(Serialize)]
struct Swept {
    object: &'static str,
    merchants: usize,
    next_cursor: Option<String>,
}

/// `POST /v1/admin/sweep`
pub(crate) async fn sweep(call: &mut Call) -> Result<Answer, Problem> {
    let body = call.json_body().await?;
    call.require_operator()?;
    let after = api::sweep::read(&body)?;
    let woken = wake_page(call.env(), &call.keyring, after).await?;
    let is_full = woken.len() == PAGE;
    let next_cursor = woken.last().filter(|_| is_full).cloned();
    let merchants = woken.len();
    Answer::json(
        200,
        &Swept {
            object: "sweep",
            merchants,
            next_cursor,
        },
    )
}

/// The same by the clock, over all merchants.
pub(crate) async fn by_cron(env: &Env) {
    let Ok(keyring) = Keyring::of(env).await else {
        return;
    };
    let mut after = None;
    while let Ok(woken) = wake_page(env, &keyring, after.take()).await {
        match woken.last() {
            Some(last) => after = Some(last.clone()),
            None => return,
        }
    }
    log::event("sweep_failed");
}

/// Wakes the merchants of one page and gives their ids. One that cannot be woken does not hold back the others.
async fn wake_page(
    env: &Env,
    keyring: &Keyring,
    after: Option<String>,
) -> Result<Vec<String>, Problem> {
    let registry = Registry::of(env, keyring.mode)?;
    let ids: Vec<String> = registry
        .list(Listing::Merchants { after, limit: PAGE })
        .await?;
    for some in ids.chunks(TOGETHER) {
        let woken = join_all(some.iter().map(|id| wake(env, keyring, id))).await;
        if woken.iter().any(Result::is_err) {
            log::event("sweep_failed");
        }
        clock::yield_to_others().await;
    }
    Ok(ids)
}

async fn wake(env: &Env, keyring: &Keyring, id: &str) -> Result<(), Problem> {
    let mid = Mid::parse(id, keyring.mode, &keyring.routing).ok_or(Code::NotFound)?;
    let vault = Vault::of(env, keyring.mode, mid)?;
    let sweep = Request::Operator(Operator::Sweep);
    let Done {} = clock::within(EACH, vault.ask(&sweep))
        .await
        .ok_or_else(Problem::overloaded)??;
    Ok(())
}
