//! Which route a method and a path are.

/// One route, with what its path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route<'a> {
    Health,
    Metrics,
    KeySet,
    Ranges,
    Frame,
    FrameOfSession(&'a str),
    Pay(&'a str),
    Asset(&'a str),
    Preflight,
    Report,
    OpenSession,
    RenewSession,
    ReadSession(&'a str),
    Tokenize,
    ReadToken(&'a str),
    RevokeToken(&'a str),
    Authorize,
    ListAuthorizations,
    ReadAuthorization(&'a str),
    Capture(&'a str),
    Void(&'a str),
    Refund(&'a str),
    Confirm(&'a str),
    Verify,
    ReadVerification(&'a str),
    ListAcquirers,
    PutAcquirer(&'a str),
    ReadBinRanges,
    PutBinRanges,
    ListMerchants,
    CreateMerchant,
    ReadMerchant(&'a str),
    PutMerchant(&'a str),
    ChangeMerchant(&'a str),
    CreateKey(&'a str),
    ImportKey(&'a str, &'a str),
    RevokeKey(&'a str, &'a str),
    Sweep,
}

/// Why there is no route.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Miss {
    /// Nothing lies at this path.
    NoSuchPath,
    /// Something does, and takes only these methods.
    NoSuchMethod(String),
}

const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// Finds the route. HEAD is GET without the body; OPTIONS is answered only where browsers of any
/// origin may call, so nothing that takes a secret key answers a preflight.
pub(super) fn find<'a>(method: &str, path: &'a str) -> Result<Route<'a>, Miss> {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let asked = if method == "HEAD" { "GET" } else { method };
    match_route(asked, &segments).ok_or_else(|| {
        let mut allow = METHODS.to_vec();
        allow.retain(|method| match_route(method, &segments).is_some());
        match allow.join(", ") {
            none if none.is_empty() => Miss::NoSuchPath,
            allow => Miss::NoSuchMethod(allow.replace("GET", "GET, HEAD")),
        }
    })
}

#[rustfmt::skip]
fn match_route<'a>(method: &str, path: &[&'a str]) -> Option<Route<'a>> {
    Some(match (method, path) {
        ("GET", ["healthz"]) => Route::Health,
        ("GET", ["metrics"]) => Route::Metrics,
        ("GET", [".well-known", "cardseal-keys"]) => Route::KeySet,
        ("GET", [".well-known", "cardseal-ranges"]) => Route::Ranges,
        ("GET", ["assets", name]) => Route::Asset(name),

        ("GET", ["v1", "frame"]) => Route::Frame,
        ("GET", ["v1", "frame", session]) => Route::FrameOfSession(session),
        ("GET", ["v1", "pay", session]) => Route::Pay(session),
        ("POST", ["v1", "reports"]) => Route::Report,
        ("POST", ["v1", "sessions"]) => Route::OpenSession,
        ("POST", ["v1", "sessions", "renew"]) => Route::RenewSession,
        ("GET", ["v1", "sessions", id]) if *id != "renew" => Route::ReadSession(id),
        ("POST", ["v1", "tokens"]) => Route::Tokenize,
        ("OPTIONS", ["v1", "tokens"] | ["v1", "sessions", "renew"]) => Route::Preflight,
        ("GET", ["v1", "tokens", id]) => Route::ReadToken(id),
        ("DELETE", ["v1", "tokens", id]) => Route::RevokeToken(id),
        ("POST", ["v1", "authorizations"]) => Route::Authorize,
        ("GET", ["v1", "authorizations"]) => Route::ListAuthorizations,
        ("GET", ["v1", "authorizations", id]) => Route::ReadAuthorization(id),
        ("POST", ["v1", "authorizations", id, "captures"]) => Route::Capture(id),
        ("POST", ["v1", "authorizations", id, "void"]) => Route::Void(id),
        ("POST", ["v1", "authorizations", id, "refunds"]) => Route::Refund(id),
        ("POST", ["v1", "authorizations", id, "confirm"]) => Route::Confirm(id),
        ("POST", ["v1", "verifications"]) => Route::Verify,
        ("GET", ["v1", "verifications", id]) => Route::ReadVerification(id),

        ("GET", ["v1", "admin", "acquirers"]) => Route::ListAcquirers,
        ("PUT", ["v1", "admin", "acquirers", name]) => Route::PutAcquirer(name),
        ("GET", ["v1", "admin", "bin-ranges"]) => Route::ReadBinRanges,
        ("PUT", ["v1", "admin", "bin-ranges"]) => Route::PutBinRanges,
        ("GET", ["v1", "admin", "merchants"]) => Route::ListMerchants,
        ("POST", ["v1", "admin", "merchants"]) => Route::CreateMerchant,
        ("GET", ["v1", "admin", "merchants", mid]) => Route::ReadMerchant(mid),
        ("PUT", ["v1", "admin", "merchants", mid]) => Route::PutMerchant(mid),
        ("PATCH", ["v1", "admin", "merchants", mid]) => Route::ChangeMerchant(mid),
        ("POST", ["v1", "admin", "merchants", mid, "keys"]) => Route::CreateKey(mid),
        ("PUT", ["v1", "admin", "merchants", mid, "keys", kid]) => Route::ImportKey(mid, kid),
        ("DELETE", ["v1", "admin", "merchants", mid, "keys", kid]) => Route::RevokeKey(mid, kid),
        ("POST", ["v1", "admin", "sweep"]) => Route::Sweep,
        _ => return None,
    })
}

impl Route<'_> {
    /// The name in the log, which never holds what the path named.
    #[rustfmt::skip]
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Health => "health",
            Self::Metrics => "metrics",
            Self::KeySet => "key_set",
            Self::Ranges => "ranges",
            Self::Frame => "frame",
            Self::FrameOfSession(_) => "frame_of_session",
            Self::Pay(_) => "pay",
            Self::Asset(_) => "asset",
            Self::Preflight => "preflight",
            Self::Report => "report",
            Self::OpenSession => "open_session",
            Self::RenewSession => "renew_session",
            Self::ReadSession(_) => "read_session",
            Self::Tokenize => "tokenize",
            Self::ReadToken(_) => "read_token",
            Self::RevokeToken(_) => "revoke_token",
            Self::Authorize => "authorize",
            Self::ListAuthorizations => "list_authorizations",
            Self::ReadAuthorization(_) => "read_authorization",
            Self::Capture(_) => "capture",
            Self::Void(_) => "void",
            Self::Refund(_) => "refund",
            Self::Confirm(_) => "confirm",
            Self::Verify => "verify",
            Self::ReadVerification(_) => "read_verification",
            Self::ListAcquirers => "list_acquirers",
            Self::PutAcquirer(_) => "put_acquirer",
            Self::ReadBinRanges => "read_bin_ranges",
            Self::PutBinRanges => "put_bin_ranges",
            Self::ListMerchants => "list_merchants",
            Self::CreateMerchant => "create_merchant",
            Self::ReadMerchant(_) => "read_merchant",
            Self::PutMerchant(_) => "put_merchant",
            Self::ChangeMerchant(_) => "change_merchant",
            Self::CreateKey(_) => "create_key",
            Self::ImportKey(..) => "import_key",
            Self::RevokeKey(..) => "revoke_key",
            Self::Sweep => "sweep",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_is_known_says_which_methods_it_takes() {
        assert_eq!(find("POST", "/v1/tokens"), Ok(Route::Tokenize));
        assert_eq!(find("HEAD", "/healthz"), Ok(Route::Health));
        assert_eq!(
            find("GET", "/v1/tokens"),
            Err(Miss::NoSuchMethod("POST, OPTIONS".into()))
        );
        assert_eq!(
            find("TRACE", "/v1/tokens/x"),
            Err(Miss::NoSuchMethod("GET, HEAD, DELETE".into()))
        );
        assert_eq!(
            find("GET", "/v1/sessions/renew"),
            Err(Miss::NoSuchMethod("POST, OPTIONS".into()))
        );
    }

    #[test]
    fn a_path_that_is_not_known_is_nowhere() {
        for path in [
            "/",
            "",
            "/v1",
            "/v1/",
            "/v1/tokens/",
            "//v1/tokens",
            "/v1/tokens/a/b",
            "/V1/tokens",
            "/v1/%74okens",
        ] {
            let missed = find("GET", path);
            assert!(
                matches!(missed, Err(Miss::NoSuchPath) | Ok(Route::ReadToken(""))),
                "{path}: {missed:?}"
            );
        }
    }

    #[test]
    fn nothing_that_takes_a_secret_key_answers_a_preflight() {
        let preflights = ["/v1/tokens", "/v1/sessions/renew"];
        for path in preflights {
            assert_eq!(find("OPTIONS", path), Ok(Route::Preflight));
        }
        for path in [
            "/v1/sessions",
            "/v1/tokens/x",
            "/v1/authorizations",
            "/v1/authorizations/x/refunds",
            "/v1/verifications",
            "/v1/admin/merchants",
            "/healthz",
        ] {
            assert!(
                matches!(find("OPTIONS", path), Err(Miss::NoSuchMethod(_))),
                "{path}"
            );
        }
    }
}
