//! Acquirers: `/v1/admin/acquirers`.

use super::merchants;
use crate::clock;
use crate::crypto::credential_seal;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::objects::{Listing, Registration};
use payments::acquirer::Connector;
use payments::api;
use payments::terms::Capability;
use payments::{Code, Problem};
use serde::Serialize;

/// An acquirer as the operator sees it; its credentials are never shown.
#[derive(Serialize)]
struct AcquirerView<'a> {
    object: &'static str,
    name: &'a str,
    connector: &'static str,
    url: &'a str,
    capabilities: &'a [Capability],
    cut_off: String,
}

#[derive(Serialize)]
struct List<'a> {
    object: &'static str,
    data: Vec<AcquirerView<'a>>,
    has_more: bool,
    next_cursor: Option<String>,
}

fn view(connector: &Connector) -> AcquirerView<'_> {
    AcquirerView {
        object: "acquirer",
        name: &connector.acquirer,
        connector: connector.kind.as_str(),
        url: &connector.url,
        capabilities: &connector.terms.capabilities,
        cut_off: connector.terms.cut_off.text(),
    }
}

/// `PUT /v1/admin/acquirers/{name}`: writes it down, and in the object of every merchant that is with it.
pub(crate) async fn put(call: &mut Call, name: &str) -> Result<Answer, Problem> {
    let body = call.json_body().await?;
    call.require_operator()?;
    let acquirer = api::acquirer::read(&body, call.mode())?;
    if !api::acquirer::is_name(name) {
        return Err(Code::NotFound.into());
    }
    let connector = Connector {
        acquirer: name.to_owned(),
        kind: acquirer.kind,
        url: acquirer.url,
        credentials: credential_seal::seal(&call.keyring, name, acquirer.signing_secret.as_bytes())
            .await?,
        terms: acquirer.terms,
    };
    let registry = call.registry()?;
    registry
        .register(Registration::Acquirer(connector.clone()))
        .await?;
    let with_it: Vec<String> = registry
        .list(Listing::MerchantsWith {
            acquirer: name.to_owned(),
        })
        .await?;
    for merchant in with_it {
        merchants::reconnect(call, &merchant, &connector).await?;
        clock::yield_to_others().await;
    }
    Answer::json(200, &view(&connector))
}

/// `GET /v1/admin/acquirers`
pub(crate) async fn list(call: &Call) -> Result<Answer, Problem> {
    call.require_operator()?;
    let all: Vec<Connector> = call
        .registry()?
        .list(Listing::Acquirers { name: None })
        .await?;
    let data = all.iter().map(view).collect();
    Answer::json(
        200,
        &List {
            object: "list",
            data,
            has_more: false,
            next_cursor: None,
        },
    )
}

/// The acquirer a merchant is to be put with.
pub(super) async fn named(call: &Call, name: &str) -> Result<Connector, Problem> {
    let listing = Listing::Acquirers {
        name: Some(name.to_owned()),
    };
    let found: Vec<Connector> = call.registry()?.list(listing).await?;
    found.into_iter().next().ok_or(Problem::invalid("acquirer"))
}
