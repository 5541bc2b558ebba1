//! The `json` connector: operations as JSON over HTTP, every request signed (`signature`).
//!
//! ```text
//! POST {url}/v1/operations        an authorization with its card, or what follows or undoes an operation
//! GET  {url}/v1/operations/{id}   what became of it?  404 {"result":"not_found"}: never seen
//!   → 200 {"operation_id","kind","amount","currency","result","approval_code"?,"rrn"?,"decline_code"?,"advice"?}
//! ```
//!
//! `result` is `approved`, `declined`, `reversed` or `pending`. A reversal that comes again under its id is
//! acknowledged again; anything else than a 200 in these words is no answer.

mod reading;
mod signature;

use super::outbound::{self, Heard};
use super::{Acquirer, Sale};
use crate::clock::now;
use access::OperationId;
use card::{Brand, CardholderName, SecurityCode};
use payments::acquirer::{Asked, Finding};
use payments::api::authorization::Purchaser;
use payments::command::Errand;
use payments::machine::Capture;
use serde::Serialize;
use worker::{Method, Url};
use zeroize::Zeroizing;

const OPERATIONS: &str = "/v1/operations";

/// Room for the longest message: one that grew would leave a copy of the card behind.
const ROOM: usize = 16 * 1024;

#[derive(Serialize)]
struct Authorize<'a> {
    operation_id: &'a str,
    authorization_id: &'a str,
    kind: &'static str,
    amount: i64,
    currency: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    capture: Option<Capture>,
    reference: &'a str,
    card: Card<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statement_descriptor: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purchaser: Option<&'a Purchaser>,
}

#[derive(Serialize)]
struct Card<'a> {
    pan: &'a str,
    exp: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    brand: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cvc: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct FollowUp<'a> {
    operation_id: &'a str,
    authorization_id: &'a str,
    kind: &'static str,
    original_operation_id: &'a str,
    amount: i64,
    currency: &'a str,
    reference: &'a str,
}

/// `POST {url}/v1/operations`
pub(super) async fn authorize(acquirer: &Acquirer, sale: Sale) -> Finding {
    let Sale {
        asked,
        authorization,
        capture,
        reference,
        besides,
        card,
    } = sale;
    let message = Authorize {
        operation_id: &asked.operation,
        authorization_id: authorization.as_str(),
        kind: asked.kind.as_str(),
        amount: asked.amount,
        currency: &asked.currency,
        capture,
        reference: &reference,
        // EXPOSE: this is the message a card is kept for.
        card: Card {
            pan: card.pan.expose(),
            exp: card.expiry.as_str(),
            brand: card.brand.map(Brand::as_str),
            cvc: card.code.as_ref().map(SecurityCode::expose),
            name: card.name.as_ref().map(CardholderName::expose),
        },
        statement_descriptor: besides.statement_descriptor.as_deref(),
        purchaser: besides.purchaser.as_ref(),
    };
    let heard = post(acquirer, &message).await;
    drop(card);
    reading::operation(&asked, heard)
}

/// `POST {url}/v1/operations`
pub(super) async fn follow_up(
    acquirer: &Acquirer,
    errand: &Errand,
    original: &OperationId,
) -> Finding {
    let asked = &errand.asked;
    let message = FollowUp {
        operation_id: &asked.operation,
        authorization_id: errand.authorization.as_str(),
        kind: asked.kind.as_str(),
        original_operation_id: original.as_str(),
        amount: asked.amount,
        currency: &asked.currency,
        reference: &errand.reference,
    };
    reading::operation(asked, post(acquirer, &message).await)
}

/// `GET {url}/v1/operations/{id}`
pub(super) async fn inquire(acquirer: &Acquirer, asked: &Asked) -> Finding {
    let path = [OPERATIONS, "/", &asked.operation].concat();
    reading::inquiry(asked, send(acquirer, Method::Get, &path, None).await)
}

async fn post(acquirer: &Acquirer, message: &impl Serialize) -> Option<Heard> {
    let mut body = Zeroizing::new(Vec::with_capacity(ROOM));
    serde_json::to_writer(&mut *body, message).ok()?;
    send(acquirer, Method::Post, OPERATIONS, Some(&body)).await
}

async fn send(
    acquirer: &Acquirer,
    method: Method,
    path: &str,
    body: Option<&[u8]>,
) -> Option<Heard> {
    let url = Url::parse(&[&acquirer.url, path].concat()).ok()?;
    let signed = signature::sign(
        &acquirer.credentials,
        now(),
        method.as_ref(),
        url.path(),
        body.unwrap_or_default(),
    );
    let headers = [
        ("Cardseal-Signature", signed.as_str()),
        ("Content-Type", "application/json"),
    ];
    let headers = if body.is_some() {
        headers.as_slice()
    } else {
        headers.get(..1)?
    };
    outbound::send(method, url.as_str(), headers, body).await
}
