//! What callers may send, member by member.
//!
//! Unknown members, members given twice and values of the wrong type are refused by name. No text may
//! hold a card number: what merchants write here is stored and shown again.

pub mod acquirer;
pub mod authorization;
pub mod bin_ranges;
pub mod empty;
pub mod follow_up;
pub mod free_text;
pub mod idempotency_key;
pub mod list;
mod members;
pub mod merchant;
pub mod secret_key;
pub mod session;
pub mod sweep;

use access::Mode;
use members::Members;

/// The largest body of an API request, in bytes.
pub const MAX_BODY: usize = 16 * 1024;

/// Only https, and in test mode http to this machine: what the vault sends there is secret.
fn is_safe_url(url: &str, mode: Mode) -> bool {
    let authority_end = url
        .match_indices('/')
        .nth(2)
        .map_or(url.len(), |(at, _)| at);
    let plain = url
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'@' | b'\\'));
    let origin = url
        .get(..authority_end)
        .and_then(|origin| access::Origin::parse(origin, mode));
    plain && url.len() <= 255 && origin.is_some()
}
