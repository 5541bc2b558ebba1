//! What a request tells of who sent it: the language and the cart, both kept in cookies.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Request};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use super::cart;
use crate::language::Language;
use crate::protection::text;

const CART: &str = "cart";
const LANGUAGE: &str = "lang";
const LANGUAGE_LIFE: i64 = 365 * 24 * 60 * 60;

/// Whoever sent a request.
pub(super) struct Visitor {
    pub(super) language: Language,
    /// The id of a cart, which may be one that never was.
    pub(super) cart: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let remembered = || Language::of_tag(cookie(&parts.headers, LANGUAGE)?);
        let preferred = || Language::preferred(text(&parts.headers, &ACCEPT_LANGUAGE));
        Ok(Self {
            language: Language::asked_for(&parts.uri)
                .or_else(remembered)
                .or_else(preferred)
                .unwrap_or(Language::English),
            cart: cookie(&parts.headers, CART).map(str::to_owned),
        })
    }
}

/// Keeps a language that was asked for.
pub(super) async fn remember_language(request: Request, next: Next) -> Response {
    let asked = Language::asked_for(request.uri());
    let mut response = next.run(request).await;
    if let Some(language) = asked
        && let Some(value) = set_cookie(LANGUAGE, language.tag(), LANGUAGE_LIFE)
    {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

/// The header that keeps a cart's id.
pub(super) fn keep_cart(id: &str) -> Option<HeaderValue> {
    set_cookie(CART, id, cart::LIFE)
}

/// No script reads it and no other site's form sends it. A shop on https adds `Secure` and calls it
/// `__Host-…`; this one runs on http for demonstration.
fn set_cookie(name: &str, value: &str, life: i64) -> Option<HeaderValue> {
    let text = format!("{name}={value}; Path=/; Max-Age={life}; HttpOnly; SameSite=Lax");
    HeaderValue::try_from(text).ok()
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderName;

    async fn visitor(uri: &str, headers: &[(HeaderName, &'static str)]) -> Visitor {
        let mut request = Request::builder().uri(uri);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        let Ok(visitor) = Visitor::from_request_parts(&mut parts, &()).await;
        visitor
    }

    #[tokio::test]
    async fn the_link_goes_before_the_cookie_and_the_cookie_before_the_browser() {
        let all = [(COOKIE, "a=b; lang=ja"), (ACCEPT_LANGUAGE, "en")];
        assert_eq!(visitor("/?lang=en", &all).await.language, Language::English);
        assert_eq!(
            visitor("/?x&lang=fr", &all).await.language,
            Language::Japanese
        );
        assert_eq!(visitor("/", &all[1..]).await.language, Language::English);
        assert_eq!(
            visitor("/", &[(ACCEPT_LANGUAGE, "ja")]).await.language,
            Language::Japanese
        );
        assert_eq!(visitor("/", &[]).await.language, Language::English);
    }

    #[tokio::test]
    async fn a_cart_is_known_by_its_cookie_alone() {
        let with = [(COOKIE, "lang=ja"), (COOKIE, "xcart=no; cart=abc")];
        assert_eq!(visitor("/", &with).await.cart.as_deref(), Some("abc"));
        assert_eq!(visitor("/?cart=abc", &with[..1]).await.cart, None);
    }
}
