//! From the text of a key set and a pin to a key to seal to, one signature at a time.
//!
//! Whether a signature holds is for the caller to find out: a browser asks WebCrypto and waits, a
//! native program computes. The rules are here, once: the key can only be reached by answering for
//! every signature on the way, and nothing a statement says is looked at before that.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::expected::KeySetError::{self, Malformed, WrongRoot};
use super::expected::{Expected, only_if};
use super::statement::Unchecked;
use super::{KEYS, MAX_INTERMEDIATE_SECONDS, MAX_KEY_SET, ROOT, ROOT_NEXT};
use crate::jwk::PublicJwk;
use crate::recipient::RecipientKey;

/// How far a key set has been read.
pub enum Step<'a> {
    /// Whether this signature holds must be said next.
    Check(Check<'a>),
    /// Every signature holds and every rule is kept: the first usable key.
    Done(RecipientKey),
}

/// A signature (`ES256`, RFC 7518 section 3.4) to be checked before the reading goes on.
#[must_use = "a key set is verified only when its last signature has been answered for"]
pub struct Check<'a> {
    statement: Box<Unchecked<'a>>,
    after: After<'a>,
    expected: &'a Expected<'a>,
}

/// What is read once the signature holds.
enum After<'a> {
    /// The pinned root names the next one: its statement and the key set follow.
    NextRoot(Box<Unchecked<'a>>, &'a [u8]),
    /// A trusted root names the intermediate: the key set follows.
    Root(&'a [u8]),
    /// The intermediate names the keys: nothing follows.
    Set,
}

/// Begins to read a key set. The chain is pin → root → intermediate → set, or pin → root → next
/// root → intermediate → set: two signatures, or three.
///
/// ```
/// # use envelope::key_set::{self, Check, Expected, KeySetError, Step};
/// # use envelope::RecipientKey;
/// fn verify(
///     text: &[u8],
///     expected: &Expected<'_>,
///     holds: impl Fn(&Check<'_>) -> bool,
/// ) -> Result<RecipientKey, KeySetError> {
///     let mut step = key_set::read(text, expected)?;
///     loop {
///         match step {
///             Step::Check(check) => {
///                 let answer = holds(&check);
///                 step = check.answered(answer)?;
///             }
///             Step::Done(key) => return Ok(key),
///         }
///     }
/// }
/// # let expected = Expected { pin: "", env: "", iss: "", now: 0, tolerance: 0 };
/// # assert_eq!(verify(b"", &expected, |_| true).err(), Some(KeySetError::Malformed));
/// ```
pub fn read<'a>(text: &'a [u8], expected: &'a Expected<'a>) -> Result<Step<'a>, KeySetError> {
    only_if(text.len() <= MAX_KEY_SET, Malformed)?;
    let parts: Vec<&[u8]> = text.split(|byte| *byte == b'~').collect();
    let (next, root, keys) = match *parts.as_slice() {
        [root, keys] => (None, root, keys),
        [next, root, keys] => (Some(next), root, keys),
        _ => return Err(Malformed),
    };
    // Its form is checked even when the pin makes it superfluous: one text is either good or bad.
    let next = next
        .map(|text| Unchecked::of_root(text, ROOT_NEXT).map(Box::new))
        .transpose()?;
    let root = Box::new(Unchecked::of_root(root, ROOT)?);
    let pinned = |signer: &PublicJwk| signer.thumbprint() == expected.pin;
    let (statement, after) = if pinned(root.signer()) {
        (root, After::Root(keys))
    } else {
        let next = next.filter(|next| pinned(next.signer()));
        (next.ok_or(WrongRoot)?, After::NextRoot(root, keys))
    };
    Ok(Step::Check(Check {
        statement,
        after,
        expected,
    }))
}

impl<'a> Check<'a> {
    /// The key that must have made the signature. That it is a point on the curve is part of the
    /// check. Of the check whose answer is [`Step::Done`] it is the intermediate.
    pub fn key(&self) -> &PublicJwk {
        self.statement.signer()
    }

    /// What was signed.
    pub fn signing_input(&self) -> &'a [u8] {
        self.statement.signing_input()
    }

    /// R and S, 32 bytes each.
    pub fn signature(&self) -> &[u8; 64] {
        self.statement.signature()
    }

    /// Goes on if the signature holds, and is the end of the key set if it does not.
    pub fn answered(self, holds: bool) -> Result<Step<'a>, KeySetError> {
        let expected = self.expected;
        let statement = self.statement.checked(holds)?;
        let (statement, after) = match self.after {
            After::NextRoot(root, keys) => {
                let vouched = statement.vouched_key(expected, u64::MAX)?;
                only_if(vouched == *root.signer(), WrongRoot)?;
                (root, After::Root(keys))
            }
            After::Root(keys) => {
                let key = statement.vouched_key(expected, MAX_INTERMEDIATE_SECONDS)?;
                (Box::new(Unchecked::of_set(keys, KEYS, key)?), After::Set)
            }
            After::Set => return statement.usable_key(expected).map(Step::Done),
        };
        Ok(Step::Check(Check {
            statement,
            after,
            expected,
        }))
    }
}
