//! What the offline root has signed for this vault, as far as the vault that publishes it must know.

use super::secrets::Members;
use envelope::{PublicJwk, base64url};

/// What a root statement says. Its signature is for browsers to check; the vault only looks whether it
/// was given the statement for its own mode, origin and intermediate.
pub(super) struct RootStatement {
    /// `test` or `live`.
    pub(super) env: String,
    /// The origin.
    pub(super) iss: String,
    /// Thumbprint of the intermediate.
    pub(super) kid: String,
    /// Thumbprint of the root.
    pub(super) pin: String,
}

/// Reads header and payload of a compact JWS.
pub(super) fn read(jws: &str) -> Option<RootStatement> {
    let mut parts = jws.split('.');
    let mut part = || {
        parts
            .next()
            .and_then(|part| base64url::decode(part.as_bytes()))
    };
    let mut header = Members::parse(&part()?)?;
    let mut payload = Members::parse(&part()?)?;
    Some(RootStatement {
        env: payload.text("env")?.to_string(),
        iss: payload.text("iss")?.to_string(),
        kid: payload.text("kid")?.to_string(),
        pin: PublicJwk::from_object(header.object("jwk")?.into_inner())?.thumbprint(),
    })
}
