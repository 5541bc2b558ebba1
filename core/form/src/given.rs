//! What a merchant's page was given, as far as it must read it: a publishable key and a card session.
//!
//! A page cannot check either. What it reads of them only decides what it trusts and for what it seals; the
//! vault decides what comes of that.

use alloc::string::String;

use base64ct::{Base64UrlUnpadded, Encoding};
use card::Mode;
use strict_json::Object;

/// The root a publishable key pins, and the mode it is for.
#[derive(Debug, PartialEq, Eq)]
pub struct Pin<'a> {
    /// `test` or `live`.
    pub mode: Mode,
    /// The root's RFC 7638 thumbprint, 43 characters.
    pub thumbprint: &'a str,
}

impl<'a> Pin<'a> {
    /// Of `pk_{mode}_{merchant}_{thumbprint}`; `None` for any other text.
    pub fn of(publishable_key: &'a str) -> Option<Self> {
        let (mode, rest) = publishable_key.strip_prefix("pk_")?.split_once('_')?;
        // The thumbprint may have the separator in it, a merchant's id has not.
        let (_, thumbprint) = rest.split_once('_')?;
        let mode = Mode::parse(mode)?;
        (thumbprint.len() == 43).then_some(Self { mode, thumbprint })
    }
}

/// What a session says of itself.
#[derive(Debug, PartialEq, Eq)]
pub struct Session {
    /// Its 22 characters, sealed in with each card.
    pub id: String,
    /// The origin of the page it is for.
    pub origin: String,
    /// Whether the merchant's own page takes the card.
    pub is_direct: bool,
    /// When it ends, Unix seconds by the vault's clock.
    pub ends: i64,
}

impl Session {
    /// Of `cs_{mode}_{merchant}_{statement}.{tag}`; `None` for any other text.
    pub fn of(text: &str) -> Option<Self> {
        let (signed, _) = text.split_once('.')?;
        let statement = signed.strip_prefix("cs_")?.splitn(3, '_').nth(2)?;
        let json = Base64UrlUnpadded::decode_vec(statement).ok()?;
        let mut members = strict_json::parse(&json, 2).ok()?.into_object()?;
        Some(Self {
            id: text_of(&mut members, "id")?,
            origin: text_of(&mut members, "org")?,
            is_direct: members.take_expected("kind", "direct"),
            ends: members.take("exp")?.as_integer()?,
        })
    }
}

fn text_of(members: &mut Object, name: &str) -> Option<String> {
    Some(String::from(members.take_string(name)?.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_publishable_key_says_whom_to_trust() {
        // base64url has the separator in its alphabet.
        let thumbprint = "abc_efghijklmnopqrstuvwxyzABCDEFGHIJKLMNO-_";
        let key = ["pk_test_0123456789abcdef_", thumbprint].concat();
        let mode = Mode::Test;
        assert_eq!(Pin::of(&key), Some(Pin { mode, thumbprint }));
        for other in [
            "",
            "pk_test",
            "pk_test_0123456789abcdef",
            "pk_test_0123456789abcdef_short",
            &key.replace("pk_", "sk_"),
            &key.replace("test", "demo"),
            &key[..key.len() - 1],
        ] {
            assert_eq!(Pin::of(other), None, "{other}");
        }
    }

    #[test]
    fn a_session_says_for_which_page_it_is() {
        let text = |json: &str| {
            let statement = Base64UrlUnpadded::encode_string(json.as_bytes());
            ["cs_test_0123456789abcdef_", &statement, ".dGFn"].concat()
        };
        let said = text(
            r#"{"v":1,"k":"1","kind":"direct","org":"https://shop.example","iat":1,"exp":901,"id":"AAECAwQFBgcICQoLDA0ODw","att":true}"#,
        );
        let session = Session::of(&said).unwrap();
        assert_eq!(session.id, "AAECAwQFBgcICQoLDA0ODw");
        assert_eq!(session.origin, "https://shop.example");
        assert!(session.is_direct);
        assert_eq!(session.ends, 901);
        let hosted = r#"{"kind":"hosted","org":"https://shop.example","exp":901,"id":"x"}"#;
        assert!(!Session::of(&text(hosted)).unwrap().is_direct);
        for other in [
            "",
            "cs_test",
            "cs_test_a_b",
            &said.replace('.', ""),
            &text("{}"),
            &text("[]"),
        ] {
            assert_eq!(Session::of(other), None, "{other}");
        }
    }
}
