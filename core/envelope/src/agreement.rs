//! ECDH on P-256 (RFC 7518 section 4.6, NIST SP 800-56A one-pass).

use p256::{PublicKey, SecretKey};
use zeroize::Zeroizing;

/// The shared secret Z: the x coordinate of `secret` × `peer`, 32 bytes.
///
/// [`seal`](crate::seal()) calls it with a fresh ephemeral key. Z is not uniform: it becomes a key
/// only through [`concat_kdf`](crate::concat_kdf()).
pub fn agree(secret: &SecretKey, peer: &PublicKey) -> Zeroizing<[u8; 32]> {
    let shared = secret.diffie_hellman(peer);
    Zeroizing::new((*shared.raw_secret_bytes()).into())
}
