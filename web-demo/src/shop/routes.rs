//! The shop's routes: two pages, their files, and the order.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, ORIGIN, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use super::Shop;
use super::orders::{self, Order};
use super::pages::{self, PRICE};
use super::vault::Outcome;
use crate::durable::StoreFailed;

const CURRENCY: &str = "JPY";

pub(super) fn router(shop: Shop) -> Router {
    let shop = Arc::new(shop);
    Router::new()
        .route("/", get(checkout))
        .route(
            "/checkout.js",
            get(|| async { file("text/javascript", include_str!("page/checkout.js")) }),
        )
        .route(
            "/shop.css",
            get(|| async { file("text/css", include_str!("page/shop.css")) }),
        )
        .route("/orders", post(place))
        .route("/orders/{id}", get(show))
        .route(
            "/healthz",
            get(|| async { Json(json!({ "status": "ok" })) }),
        )
        .layer(from_fn_with_state(shop.clone(), protect))
        .layer(DefaultBodyLimit::max(4 * 1024))
        .with_state(shop)
}

/// A request that the shop will not or cannot do, by a code that the page knows.
struct Refused(StatusCode, String);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "code": self.1 }))).into_response()
    }
}

impl From<StoreFailed> for Refused {
    fn from(_: StoreFailed) -> Self {
        unavailable()
    }
}

fn unavailable() -> Refused {
    Refused(StatusCode::SERVICE_UNAVAILABLE, "unavailable".to_owned())
}

async fn checkout(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> Response {
    // The merchant's registered origin is the host name; an address would get no card frame.
    if text(&headers, &HOST).starts_with("127.") {
        return Redirect::temporary(&shop.browser_url).into_response();
    }
    Html(pages::checkout(&shop)).into_response()
}

fn file(media_type: &'static str, content: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, media_type)], content)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewOrder {
    token: String,
}

/// Places an order: writes it down, then redeems the token for its price.
async fn place(
    State(shop): State<Arc<Shop>>,
    headers: HeaderMap,
    body: axum::body::Bytes,
) -> Result<Response, Refused> {
    // Another page in the same browser must not order here.
    let own_origin = format!("http://{}", text(&headers, &HOST));
    if headers.contains_key(ORIGIN) && text(&headers, &ORIGIN) != own_origin {
        return Err(Refused(
            StatusCode::FORBIDDEN,
            "origin_not_allowed".to_owned(),
        ));
    }
    let NewOrder { token } = serde_json::from_slice(&body)
        .map_err(|_| Refused(StatusCode::BAD_REQUEST, "malformed_request".to_owned()))?;
    let mut order = Order::new(PRICE, CURRENCY).map_err(|_| unavailable())?;
    save(&shop, &order).await?;
    match shop.vault.authorize(&order, &token).await {
        Outcome::Answered(authorization) => order.answered(authorization),
        Outcome::Refused(code) => order.refused(code),
        Outcome::Unknown => {}
    }
    save(&shop, &order).await?;
    if let ("refused", Some(code)) = (order.status.as_str(), &order.reason) {
        return Err(Refused(StatusCode::UNPROCESSABLE_ENTITY, code.clone()));
    }
    let status = if order.is_open() {
        StatusCode::ACCEPTED
    } else {
        StatusCode::CREATED
    };
    let location = format!("/orders/{}", order.id);
    Ok((
        status,
        Json(json!({ "order": order, "location": location })),
    )
        .into_response())
}

/// The receipt, as a page or, for `Accept: application/json`, as the order itself. While the
/// payment is under way it asks the vault what became of it.
async fn show(
    State(shop): State<Arc<Shop>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let found = shop
        .store
        .transact(move |connection| orders::find(connection, &id))
        .await?;
    let Some((mut order, is_old)) = found else {
        return Err(Refused(StatusCode::NOT_FOUND, "not_found".to_owned()));
    };
    if order.is_open() {
        match shop.vault.find(&order).await {
            Some(Some(authorization)) => order.answered(authorization),
            Some(None) if is_old => order.refused("not_placed".to_owned()),
            _ => {}
        }
        save(&shop, &order).await?;
    }
    if text(&headers, &ACCEPT).starts_with("application/json") {
        return Ok(Json(order).into_response());
    }
    Ok(Html(pages::receipt(&order)).into_response())
}

async fn save(shop: &Shop, order: &Order) -> Result<(), StoreFailed> {
    let order = order.clone();
    shop.store
        .transact(move |connection| orders::save(connection, &order))
        .await
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Headers on every answer: this shop's own files, the vault's frame, and nothing else.
async fn protect(State(shop): State<Arc<Shop>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src {}; \
         form-action 'none'; base-uri 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        shop.vault_origin
    );
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    // The vault's frame is told the origin it is shown by, and no path.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("strict-origin"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
