//! Merchants: `/v1/admin/merchants`. The registry lists them; their settings lie in their own objects.

use super::{acquirers, keys, merchant_id};
use crate::crypto::random;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::objects::{Listing, Registration};
use access::{Mid, PublishableKey};
use payments::acquirer::Connector;
use payments::api;
use payments::api::merchant::Merchant;
use payments::command::{Done, Operator, Settings};
use payments::machine::Authentication;
use payments::view::MerchantView;
use payments::{Code, Problem, Request};
use serde::Serialize;

const TOKEN_MINUTES: i64 = 30;
const PAGE: usize = 20;

/// A merchant as the operator sees it.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    merchant: MerchantView,
    publishable_key: String,
}

/// The one answer that shows its first secret key as well.
#[derive(Serialize)]
struct Created<'a> {
    #[serde(flatten)]
    merchant: Shown,
    secret_key: &'a str,
}

#[derive(Serialize)]
struct List {
    object: &'static str,
    data: Vec<Shown>,
    has_more: bool,
    next_cursor: Option<String>,
}

/// `POST /v1/admin/merchants`: a new id, and a first secret key.
pub(crate) async fn create(call: &mut Call) -> Result<Answer, Problem> {
    let body = call.json_body().await?;
    call.require_operator()?;
    let wanted = api::merchant::read_new(&body, call.mode())?;
    let mid = Mid::new(random::bytes()?, call.mode(), &call.keyring.routing);
    let merchant = configure(call, mid, wanted).await?;
    let (_, secret) = keys::make(call, mid).await?;
    // EXPOSE: the one answer that hands the key out.
    Answer::json(
        201,
        &Created {
            merchant,
            secret_key: &secret,
        },
    )
}

/// `PUT /v1/admin/merchants/{id}`: the same under an id of the operator's, as often as wanted. No key is made.
pub(crate) async fn put(call: &mut Call, mid: &str) -> Result<Answer, Problem> {
    let body = call.json_body().await?;
    call.require_operator()?;
    let wanted = api::merchant::read_new(&body, call.mode())?;
    let mid = merchant_id(call, mid)?;
    Answer::json(200, &configure(call, mid, wanted).await?)
}

/// `PATCH /v1/admin/merchants/{id}`
pub(crate) async fn change(call: &mut Call, mid: &str) -> Result<Answer, Problem> {
    let body = call.json_body().await?;
    call.require_operator()?;
    let wanted = api::merchant::read_change(&body, call.mode())?;
    let mid = merchant_id(call, mid)?;
    let known = view(call, mid).await?;
    let merged = Merchant {
        name: wanted.name.or(Some(known.name)),
        origins: wanted.origins.or(Some(known.origins)),
        acquirer: wanted.acquirer.or(Some(known.acquirer)),
        currencies: wanted.currencies.or(Some(known.currencies)),
        token_minutes: wanted.token_minutes.or(Some(known.token_minutes)),
        active: wanted.active.or(Some(known.active)),
        server_sessions_only: wanted
            .server_sessions_only
            .or(Some(known.server_sessions_only)),
        authentication: wanted.authentication.or(Some(known.authentication)),
        direct_entry: wanted.direct_entry.or(Some(known.direct_entry)),
    };
    Answer::json(200, &configure(call, mid, merged).await?)
}

/// `GET /v1/admin/merchants/{id}`
pub(crate) async fn read(call: &Call, mid: &str) -> Result<Answer, Problem> {
    call.require_operator()?;
    let mid = merchant_id(call, mid)?;
    Answer::json(200, &show(call, mid, view(call, mid).await?)?)
}

/// `GET /v1/admin/merchants`
pub(crate) async fn list(call: &Call) -> Result<Answer, Problem> {
    call.require_operator()?;
    let query = call.query();
    let pairs = query.iter().map(|(name, value)| (&**name, &**value));
    let asked = api::list::read_merchants(pairs)?;
    let page = asked.limit.unwrap_or(PAGE);
    let listing = Listing::Merchants {
        after: asked.cursor,
        // One more than a page tells whether there is another.
        limit: page + 1,
    };
    let mut ids: Vec<String> = call.registry()?.list(listing).await?;
    let has_more = ids.len() > page;
    ids.truncate(page);
    let next_cursor = ids.last().filter(|_| has_more).cloned();
    let mut data = Vec::new();
    for id in ids {
        let mid = merchant_id(call, &id)?;
        data.push(show(call, mid, view(call, mid).await?)?);
    }
    Answer::json(
        200,
        &List {
            object: "list",
            data,
            has_more,
            next_cursor,
        },
    )
}

/// Gives a merchant the changed settings of the acquirer it is with.
pub(super) async fn reconnect(
    call: &Call,
    mid: &str,
    connector: &Connector,
) -> Result<(), Problem> {
    let mid = merchant_id(call, mid)?;
    let command = Operator::Reconnect(connector.clone());
    let Done {} = call.vault(mid)?.ask(&Request::Operator(command)).await?;
    Ok(())
}

/// Writes the settings, first in the merchant's object and then in the list: a merchant that is listed is there.
async fn configure(call: &Call, mid: Mid, wanted: Merchant) -> Result<Shown, Problem> {
    let connector = acquirers::named(call, &wanted.acquirer.unwrap_or_default()).await?;
    let acquirer = connector.acquirer.clone();
    let settings = Settings {
        id: mid.as_str().to_owned(),
        name: wanted.name.unwrap_or_default(),
        active: wanted.active.unwrap_or(true),
        origins: wanted.origins.unwrap_or_default(),
        currencies: wanted.currencies.unwrap_or_default(),
        token_minutes: wanted.token_minutes.unwrap_or(TOKEN_MINUTES),
        server_sessions_only: wanted.server_sessions_only.unwrap_or(false),
        authentication: wanted.authentication.unwrap_or(Authentication::None),
        direct_entry: wanted.direct_entry.unwrap_or(false),
        connector,
    };
    let merchant: MerchantView = ask(call, mid, Operator::Configure(settings)).await?;
    let registration = Registration::Merchant {
        id: mid.as_str().to_owned(),
        acquirer,
    };
    call.registry()?.register(registration).await?;
    show(call, mid, merchant)
}

async fn view(call: &Call, mid: Mid) -> Result<MerchantView, Problem> {
    ask(call, mid, Operator::Read).await
}

async fn ask(call: &Call, mid: Mid, command: Operator) -> Result<MerchantView, Problem> {
    Ok(call.vault(mid)?.ask(&Request::Operator(command)).await?)
}

fn show(call: &Call, mid: Mid, merchant: MerchantView) -> Result<Shown, Problem> {
    let pin = call.issuer().ok_or(Code::NotFound)?.pin.clone();
    Ok(Shown {
        merchant,
        publishable_key: PublishableKey { mid, pin }.to_text(call.mode()),
    })
}
