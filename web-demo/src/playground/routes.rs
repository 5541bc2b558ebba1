//! The playground's routes. All of them only read.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use super::{Playground, SCRIPTS, pages};
use crate::language::Language;
use crate::protection::{host_name_only, protect, text};
use crate::server::HangUp;

pub(super) fn router(playground: Playground) -> Router {
    let site = playground.site.clone();
    let router = Router::new()
        .route("/", get(page))
        .layer(from_fn_with_state(site.clone(), host_name_only))
        .merge(files())
        .merge(scripts(&playground))
        .fallback(nowhere)
        .with_state(Arc::new(playground));
    router
        .layer(from_fn_with_state(site, protect))
        .layer(CompressionLayer::new().quality(CompressionLevel::Best))
        .layer(from_fn(silence))
}

async fn page(
    State(playground): State<Arc<Playground>>,
    uri: Uri,
    headers: HeaderMap,
) -> Html<String> {
    Html(pages::playground(language(&uri, &headers), &playground))
}

async fn nowhere(uri: Uri, headers: HeaderMap) -> (StatusCode, Html<String>) {
    let page = pages::not_found(language(&uri, &headers));
    (StatusCode::NOT_FOUND, Html(page))
}

/// Asked for by a link or else by the browser; nothing is remembered.
fn language(uri: &Uri, headers: &HeaderMap) -> Language {
    Language::asked_for(uri)
        .or_else(|| Language::preferred(text(headers, &ACCEPT_LANGUAGE)))
        .unwrap_or(Language::English)
}

/// Under the name of the vault that never answers nothing is answered.
async fn silence(request: Request, next: Next) -> Response {
    if text(request.headers(), &HOST).starts_with("silent.") {
        return HangUp.into_response();
    }
    next.run(request).await
}

/// The npm package's files, as they lie on disk.
fn scripts(playground: &Playground) -> Router<Arc<Playground>> {
    let files = SCRIPTS.into_iter().zip(playground.scripts.clone());
    files.fold(Router::new(), |router, (name, script)| {
        let answer = move || async move { ([(CONTENT_TYPE, "text/javascript")], script) };
        router.route(&format!("/{name}"), get(answer))
    })
}

macro_rules! files {
    ($($path:literal $media_type:literal),* $(,)?) => {
        /// The page's own style and scripts.
        fn files() -> Router<Arc<Playground>> {
            Router::new()$(.route(
                concat!("/", $path),
                get(|| async { ([(CONTENT_TYPE, $media_type)], include_str!(concat!("page/", $path))) }),
            ))*
        }
    };
}

files! {
    "mark.svg" "image/svg+xml",
    "base.css" "text/css",
    "playground.css" "text/css",
    "choices.js" "text/javascript",
    "code.js" "text/javascript",
    "comparison.js" "text/javascript",
    "copying.js" "text/javascript",
    "forms.js" "text/javascript",
    "log.js" "text/javascript",
    "options.js" "text/javascript",
    "playground.js" "text/javascript",
    "verdict.js" "text/javascript",
    "words.js" "text/javascript",
}
