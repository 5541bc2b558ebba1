//! Fingerprints: telling that two cards are the same without knowing them.

use super::keyring::Keyring;
use access::Mid;
use card::Pan;
use envelope::base64url;

const LENGTH: usize = 22;

/// The same for all merchants; never leaves the objects.
pub(crate) fn of_vault(keyring: &Keyring, pan: &Pan) -> [u8; 32] {
    // EXPOSE: the fingerprint is a keyed hash of the number.
    keyring
        .fingerprints
        .vault
        .tag(&[b"cardseal/fp/v1", pan.expose().as_bytes()])
}

/// One merchant's own: two merchants cannot compare theirs.
pub(crate) fn of_merchant(keyring: &Keyring, mid: Mid, vault: &[u8; 32]) -> String {
    let tag = keyring
        .fingerprints
        .merchant
        .tag(&[mid.as_str().as_bytes(), vault]);
    let text = base64url::encode(&tag);
    ["fp_", text.get(..LENGTH).unwrap_or_default()].concat()
}
