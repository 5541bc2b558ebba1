//! The shop's routes.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::json;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use super::{Shop, browsing, checkout, ordering, pictures, protection, receipts, visitor};
use crate::protection::{host_name_only, protect};

pub(super) fn router(shop: Shop) -> Router {
    let shop = Arc::new(shop);
    let pages = Router::new()
        .route("/", get(browsing::products))
        .route("/cart", get(browsing::cart))
        .route("/checkout", get(checkout::show).post(checkout::check))
        .layer(from_fn_with_state(shop.site.clone(), host_name_only));
    Router::new()
        .merge(pages)
        .merge(files())
        .merge(pictures::routes())
        .route("/cart/add", post(browsing::add))
        .route("/cart/set", post(browsing::set))
        .route("/orders", post(ordering::place))
        .route("/orders/{id}", get(receipts::show))
        .route("/tokenizer.js", get(tokenizer))
        .route(
            "/healthz",
            get(|| async { Json(json!({ "status": "ok" })) }),
        )
        .fallback(browsing::nowhere)
        .layer(from_fn(visitor::remember_language))
        .layer(from_fn(protection::own_pages_only))
        .layer(from_fn_with_state(shop.site.clone(), protect))
        // Everything here is small, so it may as well be as small as it gets.
        .layer(CompressionLayer::new().quality(CompressionLevel::Best))
        .layer(DefaultBodyLimit::max(8 * 1024))
        .with_state(shop)
}

/// The npm package's file, as it lies on disk.
async fn tokenizer(State(shop): State<Arc<Shop>>) -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/javascript")], shop.tokenizer.clone())
}

macro_rules! files {
    ($($path:literal $media_type:literal),* $(,)?) => {
        /// The pages' own styles and scripts.
        fn files() -> Router<Arc<Shop>> {
            Router::new()$(.route(
                concat!("/", $path),
                get(|| async { ([(CONTENT_TYPE, $media_type)], include_str!(concat!("page/", $path))) }),
            ))*
        }
    };
}

files! {
    "base.css" "text/css",
    "products.css" "text/css",
    "checkout.css" "text/css",
    "checkout.js" "text/javascript",
    "details.js" "text/javascript",
    "messages.js" "text/javascript",
    "receipt.js" "text/javascript",
    "server.js" "text/javascript",
    "steps.js" "text/javascript",
}
