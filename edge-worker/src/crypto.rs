//! WebCrypto and what is built on it. Private keys and key-encryption keys live inside WebCrypto,
//! non-extractable; the wasm holds only what core needs to check a signature or make a fingerprint.

mod bytes;
pub(crate) mod card_seal;
pub(crate) mod credential_seal;
pub(crate) mod fingerprint;
pub(crate) mod keyring;
pub(crate) mod open;
pub(crate) mod order_seal;
mod private_jwk;
pub(crate) mod random;
pub(crate) mod recipient;
mod root_statement;
mod seal;
mod secrets;
mod shares;
pub(crate) mod sign;
mod subtle;
