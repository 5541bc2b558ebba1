//! The receipt, as a page or, for `Accept: application/json`, as the order itself.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};

use super::browsing::{cart_of, nowhere};
use super::ordering::save;
use super::refusal::Refused;
use super::visitor::Visitor;
use super::{Shop, orders, pages};
use crate::protection::text;

/// While the payment is under way it asks the vault what became of it.
pub(super) async fn show(
    State(shop): State<Arc<Shop>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let as_json = text(&headers, &ACCEPT).starts_with("application/json");
    let found = shop
        .store
        .transact(move |connection| {
            let lines = orders::lines(connection, &id)?;
            Ok(orders::find(connection, &id)?.map(|(order, is_old)| (order, is_old, lines)))
        })
        .await?;
    let Some((mut order, is_old, lines)) = found else {
        if as_json {
            return Err(Refused::new(StatusCode::NOT_FOUND, "not_found"));
        }
        return Ok(nowhere(State(shop), visitor).await.into_response());
    };
    if order.is_open() {
        match shop.vault.find(&order).await {
            Some(Some(authorization)) => order.answered(authorization),
            Some(None) if is_old => order.refused("not_placed".to_owned()),
            _ => {}
        }
        save(&shop, &order).await?;
    }
    if as_json {
        return Ok(Json(order).into_response());
    }
    // Read after the order: a cart that has been bought is gone by now.
    let cart = cart_of(&shop, &visitor).await?;
    let page = pages::receipt(visitor.language, cart.as_ref(), &order, &lines);
    Ok(Html(page).into_response())
}
