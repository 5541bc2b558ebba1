//! What is true of every answer of a site for browsers: its name, and what its pages may load.

use std::sync::Arc;

use anyhow::Context;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use reqwest::Url;

const CROSS_ORIGIN_OPENER_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-opener-policy");

/// A site as browsers see it.
pub(crate) struct Site {
    /// Its origin: another site than the vault's.
    pub(crate) origin: String,
    /// What its pages may load.
    pub(crate) policy: HeaderValue,
}

/// The merchant's registered origin is the host name; an address would get no card frame.
pub(crate) async fn host_name_only(
    State(site): State<Arc<Site>>,
    request: Request,
    next: Next,
) -> Response {
    if request.method().is_safe() && text(request.headers(), &HOST).starts_with("127.") {
        let path = request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str());
        return Redirect::temporary(&format!("{}{path}", site.origin)).into_response();
    }
    next.run(request).await
}

/// Headers on every answer.
pub(crate) async fn protect(
    State(site): State<Arc<Site>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, site.policy.clone());
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

/// The frames that a merchant's page allows: the vault shows the card form on its own origin and a bank's page on
/// its sibling's.
pub(crate) fn frames_of(vault_origin: &str) -> anyhow::Result<String> {
    let mut frames = vault_origin.to_owned();
    if let Some(domain) = Url::parse(vault_origin)?.domain() {
        frames.push(' ');
        frames.push_str(&vault_origin.replacen(domain, &format!("3ds.{domain}"), 1));
    }
    Ok(frames)
}

/// The origin of a URL as browsers write it, without a trailing slash.
pub(crate) fn origin_of(url: &str) -> anyhow::Result<String> {
    let url = Url::parse(url).with_context(|| format!("{url:?} is not a URL"))?;
    Ok(url.origin().ascii_serialization())
}

/// A header's text, or none as empty.
pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vaults_sibling_for_banks_may_be_shown_where_the_vault_has_a_name() {
        let frames = |vault: &str| frames_of(vault).unwrap();
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
