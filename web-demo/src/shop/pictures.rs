//! The shop's pictures: indigo patterns, drawn for it.

use std::sync::Arc;

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::routing::get;

use super::Shop;

/// They change with the program only.
const KEEP: &str = "max-age=600";

macro_rules! pictures {
    ($($name:literal),* $(,)?) => {
        pub(super) fn routes() -> Router<Arc<Shop>> {
            Router::new()$(.route(
                concat!("/pictures/", $name, ".svg"),
                get(|| async {
                    let headers = [(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, KEEP)];
                    (headers, include_str!(concat!("page/pictures/", $name, ".svg")))
                }),
            ))*
        }
    };
}

pictures![
    "band",
    "crest",
    "hero",
    "tenugui",
    "furoshiki",
    "stole",
    "noren",
    "kinchaku",
    "cover",
];
