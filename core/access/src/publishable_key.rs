//! The publishable key a page carries: `pk_{mode}_{mid}_{43: root thumbprint}`.

use crate::{Key, Mid, Mode, base64url};

/// A merchant's publishable key. It names the merchant and pins the vault's root key; it opens nothing.
#[derive(Debug, PartialEq, Eq)]
pub struct PublishableKey {
    /// The merchant whose page carries it.
    pub mid: Mid,
    /// RFC 7638 thumbprint of the vault's root key, base64url.
    pub pin: String,
}

impl PublishableKey {
    /// Reads a key of this mode; any other text is `None`.
    pub fn parse(text: &str, mode: Mode, routing: &Key) -> Option<Self> {
        let rest = text
            .strip_prefix("pk_")?
            .strip_prefix(mode.as_str())?
            .strip_prefix('_')?;
        let (mid, pin) = rest.split_once('_')?;
        base64url::decode_array::<32>(pin)?;
        Some(Self {
            mid: Mid::parse(mid, mode, routing)?,
            pin: pin.to_owned(),
        })
    }

    /// The key as a merchant writes it into a page.
    pub fn to_text(&self, mode: Mode) -> String {
        ["pk_", mode.as_str(), "_", self.mid.as_str(), "_", &self.pin].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_and_a_changed_one_does_not() {
        let routing = Key::new([7; 32]);
        let key = PublishableKey {
            mid: Mid::new([1; 10], Mode::Test, &routing),
            pin: base64url::encode(&[4; 32]),
        };
        let text = key.to_text(Mode::Test);
        assert_eq!(
            PublishableKey::parse(&text, Mode::Test, &routing),
            Some(key)
        );
        assert_eq!(PublishableKey::parse(&text, Mode::Live, &routing), None);
        assert_eq!(
            PublishableKey::parse(&text[..text.len() - 1], Mode::Test, &routing),
            None
        );
    }
}
