//! The Concat KDF (RFC 7518 section 4.6.2, NIST SP 800-56A section 5.8.1).

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Derives an `N`-byte key from the shared secret `z`.
///
/// In direct key agreement `algorithm_id` is the header's `enc` (`A256GCM` for a sealed card);
/// `apu` and `apv` are the decoded members, empty when absent. One round of SHA-256 is enough for
/// every key of this profile, so `N` is at most 32, which the compiler checks.
pub fn concat_kdf<const N: usize>(
    z: &[u8],
    algorithm_id: &str,
    apu: &[u8],
    apv: &[u8],
) -> Zeroizing<[u8; N]> {
    const { assert!(N <= 32, "one round of SHA-256") };
    let mut hash = Sha256::new();
    hash.update(1_u32.to_be_bytes());
    hash.update(z);
    for field in [algorithm_id.as_bytes(), apu, apv] {
        hash.update(be32(field.len()));
        hash.update(field);
    }
    hash.update(be32(N * 8));
    let digest = Zeroizing::new(<[u8; 32]>::from(hash.finalize()));
    let mut key = Zeroizing::new([0; N]);
    for (to, from) in key.iter_mut().zip(digest.iter()) {
        *to = *from;
    }
    key
}

/// Lengths here come from a header of at most [`MAX_HEADER`](crate::MAX_HEADER) bytes.
fn be32(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes()
}
