//! Requests are signed: `Cardseal-Signature: t=<Unix ms>,v1=<hex HMAC-SHA-256>` over
//! `<t>.<METHOD>.<path as sent>.<body>` with the secret both sides were given.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::Bytes;
use axum::extract::{FromRequest, OriginalUri, Request};
use axum::http::request::Parts;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::Acquirer;
use super::routes::Refusal;

/// A recorded request must not be good for ever.
const MOST_MS_OLD: u64 = 5 * 60 * 1_000;

/// The signing secret. It cannot be printed.
pub(super) struct Secret(String);

impl Secret {
    pub(super) fn new(secret: String) -> Self {
        Self(secret)
    }

    /// Whether `header` signs this request at about `now_ms`.
    fn signed(&self, header: &str, method: &str, path: &str, body: &[u8], now_ms: u64) -> bool {
        let Some((time, code)) = parse(header) else {
            return false;
        };
        let in_time = time
            .parse::<u64>()
            .is_ok_and(|time| time.abs_diff(now_ms) <= MOST_MS_OLD);
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()) else {
            return false;
        };
        for part in [time, ".", method, ".", path, "."] {
            mac.update(part.as_bytes());
        }
        mac.update(body);
        // The comparison takes the same time wherever the codes differ.
        mac.verify_slice(&code).is_ok() && in_time
    }
}

/// The time as written and the code's bytes.
fn parse(header: &str) -> Option<(&str, [u8; 32])> {
    let (time, hex) = header.strip_prefix("t=")?.split_once(",v1=")?;
    let mut code = [0; 32];
    if hex.len() != code.len() * 2 {
        return None;
    }
    for (byte, pair) in code.iter_mut().zip(hex.as_bytes().chunks_exact(2)) {
        let pair = std::str::from_utf8(pair)
            .ok()
            .filter(|pair| !pair.starts_with('+'))?;
        *byte = u8::from_str_radix(pair, 16).ok()?;
    }
    Some((time, code))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a native program: this is its one clock"
)]
fn now_ms() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or_default()
}

/// The body of a request whose signature is right; otherwise the request is refused.
pub(super) struct Signed(pub(super) Bytes);

impl FromRequest<Arc<Acquirer>> for Signed {
    type Rejection = Refusal;

    async fn from_request(request: Request, acquirer: &Arc<Acquirer>) -> Result<Self, Refusal> {
        let (parts, body) = request.into_parts();
        let body = Bytes::from_request(Request::from_parts(parts.clone(), body), acquirer)
            .await
            .map_err(|_| Refusal::TooLarge)?;
        if is_signed(&parts, &body, &acquirer.secret) {
            Ok(Self(body))
        } else {
            Err(Refusal::Unsigned)
        }
    }
}

fn is_signed(parts: &Parts, body: &[u8], secret: &Secret) -> bool {
    // The path as it was sent: routing has already cut a prefix off `parts.uri`.
    let uri = parts
        .extensions
        .get::<OriginalUri>()
        .map_or(&parts.uri, |original| &original.0);
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    parts
        .headers
        .get("cardseal-signature")
        .and_then(|header| header.to_str().ok())
        .is_some_and(|header| secret.signed(header, parts.method.as_str(), path, body, now_ms()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed with `openssl dgst -sha256 -hmac`, not with this code.
    const HEADER: &str =
        "t=1795305600000,v1=cd2d10e2fd485bf053380f53de9ff97eb498f2e80396c3e46cc374692bb44eae";
    const NOW: u64 = 1_795_305_600_000;

    fn signed(
        secret: &str,
        header: &str,
        method: &str,
        path: &str,
        body: &str,
        now_ms: u64,
    ) -> bool {
        Secret::new(secret.to_owned()).signed(header, method, path, body.as_bytes(), now_ms)
    }

    #[test]
    fn a_signature_made_elsewhere_is_accepted_and_any_change_to_it_is_not() {
        let path = "/hold/5/v1/operations";
        assert!(signed("s3cret", HEADER, "POST", path, "{}", NOW));
        assert!(signed(
            "s3cret",
            HEADER,
            "POST",
            path,
            "{}",
            NOW + MOST_MS_OLD
        ));
        assert!(signed(
            "s3cret",
            HEADER,
            "POST",
            path,
            "{}",
            NOW - MOST_MS_OLD
        ));

        assert!(
            !signed("s3cret", HEADER, "POST", path, "{}", NOW + MOST_MS_OLD + 1),
            "too old"
        );
        assert!(
            !signed("s3cret", HEADER, "POST", path, "{}", NOW - MOST_MS_OLD - 1),
            "from the future"
        );
        assert!(!signed("secret", HEADER, "POST", path, "{}", NOW));
        assert!(!signed("s3cret", HEADER, "GET", path, "{}", NOW));
        assert!(!signed(
            "s3cret",
            HEADER,
            "POST",
            "/v1/operations",
            "{}",
            NOW
        ));
        assert!(!signed("s3cret", HEADER, "POST", path, "{ }", NOW));
        assert!(!signed(
            "s3cret",
            &HEADER.replace("t=17953056", "t=17953057"),
            "POST",
            path,
            "{}",
            NOW
        ));
    }

    #[test]
    fn a_header_of_another_form_signs_nothing() {
        for header in [
            "",
            "t=1",
            "t=1,v1=",
            "v1=00,t=1",
            &HEADER[..HEADER.len() - 1],
            &format!("{HEADER}0"),
            &HEADER.replace("v1=", "v1=+"),
        ] {
            assert!(
                !signed("s3cret", header, "POST", "/hold/5/v1/operations", "{}", NOW),
                "{header}"
            );
        }
    }
}
