//! What a key set must be for, and the ways it can fail to be.

use strict_json::Object;

/// What a key set must be for, and when.
pub struct Expected<'a> {
    /// The thumbprint of the root this page trusts.
    pub pin: &'a str,
    /// `test` or `live`.
    pub env: &'a str,
    /// The origin the key set was fetched from.
    pub iss: &'a str,
    /// Now, Unix seconds.
    pub now: u64,
    /// How far wrong `now` may be, in seconds.
    pub tolerance: u64,
}

impl Expected<'_> {
    /// Whether a payload is for this environment and origin; takes both out of it.
    pub(super) fn context(&self, payload: &mut Object) -> Result<(), KeySetError> {
        let env = payload.take_string("env").ok_or(KeySetError::Malformed)?;
        let iss = payload.take_string("iss").ok_or(KeySetError::Malformed)?;
        only_if(env.as_str() == self.env, KeySetError::WrongEnvironment)?;
        only_if(iss.as_str() == self.iss, KeySetError::WrongIssuer)
    }

    /// Whether now lies in [from, until), give or take the tolerance, and no more than `longest`
    /// seconds lie between the two.
    pub(super) fn within(&self, from: u64, until: u64, longest: u64) -> bool {
        let Some(span) = until.checked_sub(from) else {
            return false;
        };
        span <= longest
            && from <= self.now.saturating_add(self.tolerance)
            && self.now < until.saturating_add(self.tolerance)
    }
}

/// Why a key set was refused. Nothing is sealed then, and nothing sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeySetError {
    /// Not a key set in its one form, or larger than [`MAX_KEY_SET`](super::MAX_KEY_SET).
    Malformed,
    /// The root is not the pinned one, nor named by it.
    WrongRoot,
    /// A signature does not hold.
    BadSignature,
    /// For the other of `test` and `live`.
    WrongEnvironment,
    /// For another origin.
    WrongIssuer,
    /// Not valid yet, no longer, or for longer than it may be.
    OutsideTime,
    /// No key in it is valid now for an algorithm known here.
    NoUsableKey,
}

pub(super) fn only_if(condition: bool, otherwise: KeySetError) -> Result<(), KeySetError> {
    if condition { Ok(()) } else { Err(otherwise) }
}
