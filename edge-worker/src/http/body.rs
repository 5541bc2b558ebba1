//! Reading a request's body: no more of it, and no longer, than the route allows.

use crate::clock::within;
use futures_util::StreamExt;
use payments::{Code, Problem};
use worker::Request;
use zeroize::Zeroizing;

/// A body that takes longer to arrive is given up.
const DEADLINE: i64 = 5_000;

/// Reads the whole body, at most `limit` bytes, and then looks at its media type.
pub(super) async fn read(
    request: &mut Request,
    limit: usize,
    media_type: &str,
) -> Result<Zeroizing<Vec<u8>>, Problem> {
    let body = within(DEADLINE, collect(request, limit))
        .await
        .ok_or(Code::RequestTimeout)??;
    let given = request.headers().get("Content-Type").ok().flatten();
    if is_media_type(given.as_deref().unwrap_or_default(), media_type) {
        Ok(body)
    } else {
        Err(Code::UnsupportedMediaType.into())
    }
}

async fn collect(request: &mut Request, limit: usize) -> Result<Zeroizing<Vec<u8>>, Problem> {
    let declared = request.headers().get("Content-Length").ok().flatten();
    match declared.and_then(|length| length.parse::<usize>().ok()) {
        Some(length) if length > limit => return Err(Code::TooLarge.into()),
        // The platform holds a sender to the length it declared, so it can be read in one piece.
        Some(_) => {
            let body = request.bytes().await.map_err(|_| Code::RequestTimeout)?;
            return Ok(Zeroizing::new(body));
        }
        None => {}
    }
    // Room for all of it at once: a buffer that grew would leave copies behind.
    let mut body = Zeroizing::new(Vec::with_capacity(limit));
    let Ok(mut stream) = request.stream() else {
        return Ok(body);
    };
    while let Some(chunk) = stream.next().await {
        // The caller went away; nobody will read what we say.
        let chunk = Zeroizing::new(chunk.map_err(|_| Code::RequestTimeout)?);
        if body.len() + chunk.len() > limit {
            return Err(Code::TooLarge.into());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Whether a Content-Type names this type, whatever its parameters (RFC 9110 section 8.3.1).
fn is_media_type(given: &str, expected: &str) -> bool {
    given
        .split(';')
        .next()
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case(expected))
}

#[cfg(test)]
mod tests {
    use super::is_media_type;

    #[test]
    fn a_media_type_is_known_by_its_essence() {
        for given in [
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            " application/json ;x",
        ] {
            assert!(is_media_type(given, "application/json"), "{given}");
        }
        for given in [
            "",
            "application/jose",
            "application/jsonp",
            "text/plain; application/json",
            ";application/json",
        ] {
            assert!(!is_media_type(given, "application/json"), "{given}");
        }
    }
}
