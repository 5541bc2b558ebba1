//! Ids of the things the API names: `auth_test_00` and 22 characters of base64url.
//!
//! The two characters after the mode are reserved for shards of one merchant and are `00` today. The
//! rest is 128 random bits. An id is public: it appears in URLs, logs, lists and events.

use crate::{Mode, base64url};
use serde::{Deserialize, Serialize};

/// The only shard there is today.
const SHARD: &str = "00";

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Makes an id of 128 random bits.
            pub fn new(mode: Mode, random: [u8; 16]) -> Self {
                Self([$prefix, "_", mode.as_str(), "_", SHARD, &base64url::encode(&random)].concat())
            }

            /// Reads an id of this mode; any other text is `None`.
            pub fn parse(text: &str, mode: Mode) -> Option<Self> {
                let random = text
                    .strip_prefix($prefix)?
                    .strip_prefix('_')?
                    .strip_prefix(mode.as_str())?
                    .strip_prefix('_')?
                    .strip_prefix(SHARD)?;
                base64url::decode_array::<16>(random).map(|_| Self(text.to_owned()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// An id that was stored by us and needs no second check.
            pub fn from_stored(text: String) -> Self {
                Self(text)
            }
        }
    )*};
}

ids! {
    /// The public half of a token: names it, redeems nothing.
    TokenId = "tok";
    /// An authorization: one attempt to take money from one card.
    AuthorizationId = "auth";
    /// One message to an acquirer.
    OperationId = "op";
    /// Something that happened, told to the merchant.
    EventId = "evt";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_its_prefix_its_mode_its_shard_and_22_characters() {
        let id = OperationId::new(Mode::Test, [0xff; 16]);
        assert_eq!(id.as_str(), "op_test_00_____________________w");
        assert_eq!(OperationId::parse(id.as_str(), Mode::Test), Some(id));
    }

    #[test]
    fn an_id_of_another_kind_mode_or_shape_is_none() {
        let id = OperationId::new(Mode::Test, [1; 16]);
        assert_eq!(OperationId::parse(id.as_str(), Mode::Live), None);
        assert_eq!(AuthorizationId::parse(id.as_str(), Mode::Test), None);
        for text in [
            "",
            "op_test_00",
            "op_test_01AQEBAQEBAQEBAQEBAQEBAQ",
            "op_test_00AQEBAQEBAQEBAQEBAQEBAR",
        ] {
            assert_eq!(OperationId::parse(text, Mode::Test), None, "{text}");
        }
    }
}
