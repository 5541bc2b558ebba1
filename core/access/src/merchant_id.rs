//! The merchant id: short, in clear in every key and session, and impossible to make up.

use crate::{Key, Mode};
use serde::Serialize;

/// Crockford's base32 alphabet in lower case: no i, l, o, u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const RANDOM: usize = 10;
const CHECK: usize = 6;

/// A merchant's id: ten random characters and six of check.
///
/// The check is the first 30 bits of HMAC-SHA-256(routing key, mode `:` first ten), so whoever holds
/// the routing key can tell a real id from a made-up one before any object is touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(into = "String")]
pub struct Mid([u8; RANDOM + CHECK]);

impl Mid {
    /// Makes an id of ten random bytes (the low five bits of each are used).
    pub fn new(random: [u8; RANDOM], mode: Mode, routing: &Key) -> Self {
        let first = random.map(character);
        let mut id = [0; RANDOM + CHECK];
        for (to, from) in id
            .iter_mut()
            .zip(first.into_iter().chain(check(&first, mode, routing)))
        {
            *to = from;
        }
        Self(id)
    }

    /// Reads an id and verifies its check; anything else is `None`.
    pub fn parse(text: &str, mode: Mode, routing: &Key) -> Option<Self> {
        let id: [u8; RANDOM + CHECK] = text.as_bytes().try_into().ok()?;
        let first: [u8; RANDOM] = id.first_chunk().copied()?;
        let known = first.iter().all(|byte| ALPHABET.contains(byte));
        (known && id.ends_with(&check(&first, mode, routing))).then_some(Self(id))
    }

    /// The sixteen characters.
    pub fn as_str(&self) -> &str {
        // Only ALPHABET's bytes get in, so this is always text.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl From<Mid> for String {
    fn from(mid: Mid) -> Self {
        mid.as_str().to_owned()
    }
}

fn check(first: &[u8; RANDOM], mode: Mode, routing: &Key) -> [u8; CHECK] {
    let [a, b, c, d, ..] = routing.tag(&[mode.as_str().as_bytes(), b":", first]);
    let bits = u32::from_be_bytes([a, b, c, d]) >> 2;
    [25, 20, 15, 10, 5, 0].map(|shift| character(low_byte(bits >> shift)))
}

fn low_byte(bits: u32) -> u8 {
    let [.., low] = bits.to_be_bytes();
    low
}

fn character(byte: u8) -> u8 {
    ALPHABET
        .get(usize::from(byte & 31))
        .copied()
        .unwrap_or(b'0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn routing() -> Key {
        Key::new([7; 32])
    }

    proptest! {
        #[test]
        fn an_id_made_here_is_read_here_in_its_own_mode_alone(random in any::<[u8; 10]>()) {
            let mid = Mid::new(random, Mode::Test, &routing());
            prop_assert_eq!(Mid::parse(mid.as_str(), Mode::Test, &routing()), Some(mid));
            prop_assert_eq!(Mid::parse(mid.as_str(), Mode::Live, &routing()), None);
            prop_assert_eq!(Mid::parse(mid.as_str(), Mode::Test, &Key::new([8; 32])), None);
        }

        #[test]
        fn one_changed_character_makes_an_id_unknown(random in any::<[u8; 10]>(), at in 0_usize..16, to in 0_usize..32) {
            let mid = Mid::new(random, Mode::Test, &routing());
            let mut text = mid.as_str().to_owned().into_bytes();
            prop_assume!(text[at] != ALPHABET[to]);
            text[at] = ALPHABET[to];
            let text = String::from_utf8(text).unwrap();
            prop_assert_eq!(Mid::parse(&text, Mode::Test, &routing()), None);
        }
    }
}
