//! What is true of every request and answer: whose pages may post, and what a page may load.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use reqwest::Url;

use super::Shop;
use super::refusal::Refused;
use super::visitor::text;

const CROSS_ORIGIN_OPENER_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-opener-policy");

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

/// The merchant's registered origin is the host name; an address would get no card frame.
pub(super) async fn host_name_only(
    State(shop): State<Arc<Shop>>,
    request: Request,
    next: Next,
) -> Response {
    if request.method().is_safe() && text(request.headers(), &HOST).starts_with("127.") {
        let path = request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str());
        return Redirect::temporary(&format!("{}{path}", shop.browser_url)).into_response();
    }
    next.run(request).await
}

/// Headers on every answer: this shop's own files, the vault's two frames, and nothing else.
pub(super) async fn protect(
    State(shop): State<Arc<Shop>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, shop.policy.clone());
    // The vault's frame is told the origin it is shown by, and no path.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("strict-origin"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        CROSS_ORIGIN_OPENER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The policy of every page. The vault shows the card form on its own origin and a bank's page on
/// its sibling's.
pub(super) fn policy(vault_origin: &str) -> anyhow::Result<HeaderValue> {
    let mut frames = vault_origin.to_owned();
    if let Some(domain) = Url::parse(vault_origin)?.domain() {
        frames.push(' ');
        frames.push_str(&vault_origin.replacen(domain, &format!("3ds.{domain}"), 1));
    }
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
         frame-src {frames}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'"
    );
    Ok(HeaderValue::try_from(policy)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vaults_sibling_for_banks_may_be_shown_where_the_vault_has_a_name() {
        let frames = |vault: &str| {
            let policy = policy(vault).unwrap();
            let (_, rest) = policy.to_str().unwrap().split_once("frame-src ").unwrap();
            rest.split(';').next().unwrap().to_owned()
        };
        assert_eq!(
            frames("http://vault.localhost:8787"),
            "http://vault.localhost:8787 http://3ds.vault.localhost:8787"
        );
        assert_eq!(
            frames("https://http.example"),
            "https://http.example https://3ds.http.example"
        );
        assert_eq!(frames("http://127.0.0.1:8787"), "http://127.0.0.1:8787");
    }
}
