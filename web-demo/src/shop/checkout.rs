//! The checkout page, and the check of who buys before the card is asked for.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::browsing::{cart_of, changed};
use super::cart::{self, Change};
use super::purchaser::Purchaser;
use super::refusal::Refused;
use super::visitor::Visitor;
use super::{Shop, orders, pages, products};

#[derive(Deserialize)]
pub(super) struct Wish {
    product: Option<String>,
}

/// The page of a cart that can be bought. A link with a product fills an empty cart.
pub(super) async fn show(
    State(shop): State<Arc<Shop>>,
    visitor: Visitor,
    Query(wish): Query<Wish>,
) -> Result<Response, Refused> {
    let cart = cart_of(&shop, &visitor).await?;
    let Some(cart) = cart.filter(|cart| !cart.lines.is_empty()) else {
        return match wish.product.as_deref().and_then(products::find) {
            Some(product) => changed(&shop, &visitor, product, Change::Add, "/checkout").await,
            None => Ok(Redirect::to("/cart").into_response()),
        };
    };
    let checkout = cart.checkout.clone();
    let under_way = shop
        .store
        .transact(move |connection| orders::of_checkout(connection, &checkout))
        .await?;
    if let Some(order) = under_way {
        return Ok(Redirect::to(&order.location()).into_response());
    }
    Ok(Html(pages::checkout(visitor.language, &shop, &cart)).into_response())
}

/// Tells what is wrong with who buys, or how the shop writes it, which it keeps for the next time.
pub(super) async fn check(
    State(shop): State<Arc<Shop>>,
    visitor: Visitor,
    body: Bytes,
) -> Result<Json<Purchaser>, Refused> {
    let purchaser: Purchaser = serde_json::from_slice(&body).map_err(|_| Refused::malformed())?;
    let purchaser = purchaser
        .checked()
        .map_err(|faults| Refused::details(&faults, visitor.language.texts()))?;
    if let Some(cart) = cart_of(&shop, &visitor).await? {
        let kept = purchaser.clone();
        shop.store
            .transact(move |connection| cart::remember(connection, &cart.checkout, Some(&kept)))
            .await?;
    }
    Ok(Json(purchaser))
}
