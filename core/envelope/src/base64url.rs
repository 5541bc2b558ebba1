//! base64url without padding (RFC 4648 section 5, RFC 7515 section 2), in its one canonical form.
//!
//! Refused are padding, white space, any character outside the alphabet, and unused bits that are
//! not zero: with those, several texts would decode to the same bytes. What is encoded here is public:
//! keys, signatures, ciphertexts.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Encodes `bytes`.
#[inline(never)]
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() / 3 * 4 + 4);
    let (mut bits, mut count) = (0_u32, 0);
    for &byte in bytes {
        bits = bits << 8 | u32::from(byte);
        count += 8;
        while count >= 6 {
            count -= 6;
            push_six(&mut text, bits >> count);
        }
    }
    if count > 0 {
        push_six(&mut text, bits << (6 - count));
    }
    text
}

fn push_six(text: &mut String, bits: u32) {
    let character = ALPHABET.get((bits & 63) as usize);
    text.push(char::from(character.copied().unwrap_or_default()));
}

/// Decodes `text`; `None` unless it is canonical.
#[inline(never)]
pub fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = vec![0; text.len() / 4 * 3 + 2];
    let (mut bits, mut count, mut length) = (0_u32, 0, 0);
    for &character in text {
        bits = bits << 6 | six(character)?;
        count += 6;
        if count >= 8 {
            count -= 8;
            let [byte, ..] = (bits >> count).to_le_bytes();
            *bytes.get_mut(length)? = byte;
            length += 1;
        }
    }
    bytes.truncate(length);
    let unused = bits & ((1 << count) - 1);
    (count < 6 && unused == 0).then_some(bytes)
}

fn six(character: u8) -> Option<u32> {
    let six = match character {
        b'A'..=b'Z' => character - b'A',
        b'a'..=b'z' => character - b'a' + 26,
        b'0'..=b'9' => character - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    };
    Some(six.into())
}

/// Decodes `text` to exactly `N` bytes.
pub fn decode_array<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    decode(text)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use base64ct::{Base64UrlUnpadded, Encoding};
    use proptest::prelude::*;

    #[test]
    fn the_examples_of_the_standard_and_both_characters_of_its_own() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text.as_bytes()).as_deref(), Some(bytes.as_bytes()));
        }
        assert_eq!(encode(&[0xfb, 0xff]), "-_8");
    }

    #[test]
    fn what_is_not_canonical_is_refused() {
        for text in [
            "A", "Zg=", "Zg==", "Zh", "Zm9", "Zm9vYg\n", " Zg", "Zm+v", "Zm/v", "AAAAA",
        ] {
            assert_eq!(decode(text.as_bytes()), None, "{text}");
        }
        assert_eq!(decode_array::<2>(b"Zm9v"), None);
        assert_eq!(decode_array::<3>(b"Zm9v"), Some(*b"foo"));
    }

    proptest! {
        #[test]
        fn another_implementation_encodes_and_decodes_alike(
            bytes in proptest::collection::vec(any::<u8>(), 0..80),
            text in "[A-Za-z0-9_=+/ -]{0,12}",
        ) {
            let encoded = encode(&bytes);
            prop_assert_eq!(&encoded, &Base64UrlUnpadded::encode_string(&bytes));
            prop_assert_eq!(decode(encoded.as_bytes()), Some(bytes));
            prop_assert_eq!(decode(text.as_bytes()), Base64UrlUnpadded::decode_vec(&text).ok());
        }
    }
}
