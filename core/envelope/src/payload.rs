//! What is inside a sealed card.

use alloc::string::String;
use alloc::vec::Vec;

use strict_json::write_string;
use zeroize::Zeroizing;

/// The most bytes the payload's JSON may have.
pub const MAX_PLAINTEXT: usize = 1024;

/// A card and the context it is sealed for, as the sender has it.
///
/// It borrows the card: whoever typed it wipes it.
pub struct Payload<'a> {
    /// The primary account number, digits only.
    pub pan: &'a str,
    /// The expiry, `YYYY-MM`.
    pub exp: &'a str,
    /// The card security code.
    pub cvc: Option<&'a str>,
    /// The cardholder's name.
    pub name: Option<&'a str>,
    /// The id of the session, 22 characters.
    pub sid: &'a str,
    /// The origin the card was typed for: of the `connect` message in a hosted frame, of the page
    /// itself in direct use, of the vault on its own page.
    pub org: &'a str,
    /// A fresh id of this envelope: 128 random bits as 22 characters of base64url.
    pub jti: &'a str,
}

impl Payload<'_> {
    /// The payload as JSON, version 1. `None` when it would exceed [`MAX_PLAINTEXT`].
    pub(crate) fn to_json(&self) -> Option<Zeroizing<Vec<u8>>> {
        let members = [
            ("pan", Some(self.pan)),
            ("exp", Some(self.exp)),
            ("cvc", self.cvc),
            ("name", self.name),
            ("sid", Some(self.sid)),
            ("org", Some(self.org)),
            ("jti", Some(self.jti)),
        ];
        let length: usize = members
            .iter()
            .filter_map(|(_, value)| value.map(str::len))
            .sum();
        if length > MAX_PLAINTEXT {
            return None;
        }
        // Room for every character escaped: a buffer that grew would leave the card behind.
        let mut json = String::with_capacity(64 + length * 6 + members.len() * 10);
        json.push_str(r#"{"v":1"#);
        for (name, value) in members {
            if let Some(value) = value {
                json.push_str(r#",""#);
                json.push_str(name);
                json.push_str(r#"":"#);
                write_string(&mut json, value);
            }
        }
        json.push('}');
        let json = Zeroizing::new(json.into_bytes());
        (json.len() <= MAX_PLAINTEXT).then_some(json)
    }
}
