//! What the shop's own pages may do: post to it, and load its files and the vault's frames.

use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::refusal::Refused;
use crate::protection::{frames_of, text};

/// Another page in the same browser must not change a cart or order here.
pub(super) async fn own_pages_only(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let own_origin = format!("http://{}", text(headers, &HOST));
    let is_foreign = headers.contains_key(ORIGIN) && text(headers, &ORIGIN) != own_origin;
    if is_foreign && !request.method().is_safe() {
        return Refused::new(StatusCode::FORBIDDEN, "origin_not_allowed").into_response();
    }
    next.run(request).await
}

/// The policy of every page: this shop's own files, the vault's two frames, and nothing else.
pub(super) fn policy(vault_origin: &str) -> anyhow::Result<HeaderValue> {
    let frames = frames_of(vault_origin)?;
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
         frame-src {frames}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'"
    );
    Ok(HeaderValue::try_from(policy)?)
}
