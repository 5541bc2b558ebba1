//! Bytes between the worker and an object: base64 text, since JSON would spell out every byte as a number.

use base64ct::{Base64, Encoding};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

pub(crate) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&Base64::encode_string(bytes))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>, B: TryFrom<Vec<u8>>>(
    from: D,
) -> Result<B, D::Error> {
    let text = String::deserialize(from)?;
    let bytes = Base64::decode_vec(&text).map_err(D::Error::custom)?;
    B::try_from(bytes).map_err(|_| D::Error::custom("another number of bytes"))
}
