//! The order: written down first, then its token is redeemed for its price.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::orders::{self, Order, Placing};
use super::purchaser::{Fault, Purchaser};
use super::refusal::Refused;
use super::texts::Texts;
use super::vault::{Outcome, Payment, Problem};
use super::visitor::Visitor;
use super::{Shop, cart, ids};
use crate::durable::StoreFailed;

/// What a checkout page sends. What is bought and for how much is not asked of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewOrder {
    checkout: String,
    token: String,
    session: Option<String>,
    purchaser: Purchaser,
}

/// Makes an order of the cart and redeems the token. However often a checkout is posted, one order
/// of it is paid.
pub(super) async fn place(
    State(shop): State<Arc<Shop>>,
    visitor: Visitor,
    body: Bytes,
) -> Result<Response, Refused> {
    let wish: NewOrder = serde_json::from_slice(&body).map_err(|_| Refused::malformed())?;
    let texts = visitor.language.texts();
    let purchaser = wish
        .purchaser
        .checked()
        .map_err(|faults| Refused::details(&faults, texts))?;
    let id = ids::random().map_err(|_| Refused::unavailable())?;
    let (cart, checkout, buyer) = (visitor.cart, wish.checkout, purchaser.clone());
    let placing = shop
        .store
        .transact(move |connection| {
            let id = format!("order-{id}");
            orders::place(connection, cart.as_deref(), &checkout, &buyer, id)
        })
        .await?;
    let order = match placing {
        Placing::New(order) => order,
        Placing::Already(order) => return Ok(told(&order)),
        Placing::CartChanged => return Err(Refused::new(StatusCode::CONFLICT, "cart_changed")),
    };
    let payment = Payment {
        token: wish.token,
        session: wish.session,
        purchaser,
    };
    // A task of its own: a browser that goes away must not leave the answer unread.
    tokio::spawn(redeem(shop, order, payment, texts))
        .await
        .map_err(|_| Refused::unavailable())?
}

async fn redeem(
    shop: Arc<Shop>,
    mut order: Order,
    payment: Payment,
    texts: &'static Texts,
) -> Result<Response, Refused> {
    match shop.vault.authorize(&order, &payment).await {
        Outcome::Answered(authorization) => order.answered(authorization),
        Outcome::Refused(problem) => {
            order.refused(problem.code.clone());
            save(&shop, &order).await?;
            return Err(refusal(&shop, &order, problem, texts).await?);
        }
        Outcome::Unknown => {}
    }
    save(&shop, &order).await?;
    Ok(told(&order))
}

/// Where the vault does not take who buys, the page shows it beside the field, and it is forgotten.
async fn refusal(
    shop: &Shop,
    order: &Order,
    problem: Problem,
    texts: &Texts,
) -> Result<Refused, StoreFailed> {
    let is_parameter = problem.code == "invalid_parameter";
    let field = problem.param.as_deref().and_then(Purchaser::field);
    let Some(field) = field.filter(|_| is_parameter) else {
        return Ok(Refused::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            &problem.code,
        ));
    };
    let checkout = order.checkout.clone();
    shop.store
        .transact(move |connection| cart::remember(connection, &checkout, None))
        .await?;
    Ok(Refused::details(&vec![(field, Fault::NotAccepted)], texts))
}

fn told(order: &Order) -> Response {
    let status = if order.is_open() {
        StatusCode::ACCEPTED
    } else {
        StatusCode::CREATED
    };
    let body = json!({ "order": order, "location": order.location() });
    (status, Json(body)).into_response()
}

pub(super) async fn save(shop: &Shop, order: &Order) -> Result<(), StoreFailed> {
    let order = order.clone();
    shop.store
        .transact(move |connection| orders::save(connection, &order))
        .await
}
