//! How requests are signed: `t=<Unix ms>,v1=<hex HMAC-SHA-256>` over `<t>.<METHOD>.<path>.<body>`.

use access::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The value of `Cardseal-Signature`.
pub(super) fn sign(secret: &[u8], at: Timestamp, method: &str, path: &str, body: &[u8]) -> String {
    let at = at.millis().to_string();
    let mut signed = ["t=", &at, ",v1="].concat();
    // HMAC takes a key of any length.
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) {
        for part in [&at, ".", method, ".", path, "."] {
            mac.update(part.as_bytes());
        }
        mac.update(body);
        for byte in mac.finalize().into_bytes() {
            signed.extend(
                [byte >> 4, byte & 15]
                    .iter()
                    .filter_map(|digit| char::from_digit((*digit).into(), 16)),
            );
        }
    }
    signed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_the_hmac_of_time_method_path_and_body() {
        // printf '1700000000000.POST./hold/500/v1/operations.{}' | openssl dgst -sha256 -hmac secret
        let at = Timestamp::from_millis(1_700_000_000_000);
        assert_eq!(
            sign(b"secret", at, "POST", "/hold/500/v1/operations", b"{}"),
            "t=1700000000000,v1=c05035c854ae5e9b54b4647222cd590345a52dbb043c0f47af5fd58aa3c44393"
        );
    }
}
