//! The sealed card: how a card number travels from a shopper's browser to the vault.
//!
//! A browser takes the vault's public key from a [signed key set](key_set), which it checks
//! against a pinned root, and [seals](seal()) the card to it as a compact JWE (RFC 7516, `ECDH-ES`
//! with P-256 and `A256GCM`; with the feature `rsa` also `RSA-OAEP-256`) with a content key of its
//! own. The vault [parses](Envelope::parse) the text, opens it with WebCrypto, and
//! [accepts](accept()) the plaintext:
//!
//! ```text
//! browser   key_set::read ─▶ (WebCrypto: verify) ─▶ RecipientKey ─▶ seal ─▶ "eyJhbGciOi…"
//! vault     Envelope::parse ─▶ (WebCrypto: agree, decrypt) ─▶ accept ─▶ SealedCard
//! ```
//!
//! Nothing here decrypts. The private key never leaves WebCrypto; this crate does the parts of
//! opening that need no secret, and [`concat_kdf()`], which WebCrypto lacks.
//!
//! # One form only
//!
//! JWE lets a sender say many things: compress, name a key's address, mark extensions, repeat
//! itself. General libraries follow some of them and ignore others. This parser knows one profile
//! and refuses the rest, so what was authenticated and what is acted on cannot drift apart. For
//! the sender all refusals look alike ([`Rejected`]): telling wrong padding from a wrong key from
//! a wrong session would be an oracle. Only size is told ([`ParseError::TooLarge`]), which anyone
//! can count.
//!
//! The text of a JWE can be altered without altering what it says in formats laxer than this one,
//! so a replay is recognised by the payload's `jti`, never by a hash of the text.

#![no_std]

extern crate alloc;

pub mod base64url;
pub mod key_set;

mod accept;
mod agreement;
mod concat_kdf;
mod header;
mod jwk;
mod parse;
mod payload;
mod recipient;
#[cfg(feature = "rsa")]
mod rsa_oaep;
mod seal;
mod secret;

pub use accept::{Rejected, SealedCard, accept};
pub use agreement::agree;
pub use concat_kdf::concat_kdf;
pub use header::{Algorithm, Header, KeyManagement, MAX_HEADER};
pub use jwk::{PublicJwk, RsaPublicJwk};
pub use parse::{Envelope, MAX_ENVELOPE, ParseError};
pub use payload::{MAX_PLAINTEXT, Payload};
pub use recipient::RecipientKey;
pub use seal::{SealError, seal};
pub use secret::SecretString;
