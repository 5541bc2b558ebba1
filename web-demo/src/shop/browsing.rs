//! Looking around: the products and the cart. Plain forms, so that they work without a script.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::cart::{self, Cart, Change};
use super::products::{self, Product};
use super::refusal::Refused;
use super::visitor::{Visitor, keep_cart};
use super::{Shop, ids, pages};
use crate::durable::StoreFailed;

pub(super) async fn products(
    State(shop): State<Arc<Shop>>,
    visitor: Visitor,
) -> Result<Html<String>, Refused> {
    let cart = cart_of(&shop, &visitor).await?;
    Ok(Html(pages::products(visitor.language, cart.as_ref())))
}

pub(super) async fn cart(
    State(shop): State<Arc<Shop>>,
    visitor: Visitor,
) -> Result<Html<String>, Refused> {
    let cart = cart_of(&shop, &visitor).await?;
    Ok(Html(pages::cart(visitor.language, cart.as_ref())))
}

pub(super) async fn nowhere(
    State(shop): State<Arc<Shop>>,
    visitor: Visitor,
) -> Result<(StatusCode, Html<String>), Refused> {
    let cart = cart_of(&shop, &visitor).await?;
    let page = pages::not_found(visitor.language, cart.as_ref());
    Ok((StatusCode::NOT_FOUND, Html(page)))
}

/// The visitor's cart, if there is one.
pub(super) async fn cart_of(shop: &Shop, visitor: &Visitor) -> Result<Option<Cart>, StoreFailed> {
    let Some(id) = visitor.cart.clone() else {
        return Ok(None);
    };
    shop.store
        .transact(move |connection| cart::find(connection, &id))
        .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wish {
    product: String,
}

/// One more of a product.
pub(super) async fn add(
    State(shop): State<Arc<Shop>>,
    visitor: Visitor,
    Form(wish): Form<Wish>,
) -> Result<Response, Refused> {
    changed(
        &shop,
        &visitor,
        product(&wish.product)?,
        Change::Add,
        "/cart",
    )
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Quantity {
    product: String,
    quantity: i64,
}

/// So many of a product.
pub(super) async fn set(
    State(shop): State<Arc<Shop>>,
    visitor: Visitor,
    Form(wish): Form<Quantity>,
) -> Result<Response, Refused> {
    let product = product(&wish.product)?;
    // The fragment keeps the place in the page, for eyes and for the Tab key.
    let back = format!("/cart#{}", product.sku);
    changed(&shop, &visitor, product, Change::Set(wish.quantity), &back).await
}

fn product(sku: &str) -> Result<&'static Product, Refused> {
    products::find(sku)
        .ok_or_else(|| Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "unknown_product"))
}

/// Changes the visitor's cart, or opens one, and goes on at `next`.
pub(super) async fn changed(
    shop: &Shop,
    visitor: &Visitor,
    product: &'static Product,
    change: Change,
    next: &str,
) -> Result<Response, Refused> {
    let known = visitor.cart.clone();
    let new_id = ids::random().map_err(|_| Refused::unavailable())?;
    let checkout = ids::random().map_err(|_| Refused::unavailable())?;
    let id = shop
        .store
        .transact(move |connection| {
            let known = known.map(|id| cart::find(connection, &id)).transpose()?;
            let id = match known.flatten() {
                Some(cart) => cart.id,
                // An id that the browser made up is not taken over.
                None => cart::open(connection, &new_id).map(|()| new_id)?,
            };
            cart::change(connection, &id, product, change, &checkout)?;
            Ok(id)
        })
        .await?;
    let mut response = Redirect::to(next).into_response();
    if let Some(cookie) = keep_cart(&id) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}
