//! The token: an id anyone may see, and a secret that alone opens the card.

use crate::{Mode, TokenId, base64url};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The secret half of a token: 256 random bits, never stored; the vault keeps its SHA-256.
pub struct TokenSecret(Zeroizing<[u8; 32]>);

impl TokenSecret {
    /// Takes 32 random bytes.
    pub fn new(random: [u8; 32]) -> Self {
        Self(Zeroizing::new(random))
    }

    /// The salt of the key that seals the card.
    // EXPOSE: the card's key is derived from it.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// SHA-256 of the secret: what the vault stores and compares.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_slice()).into()
    }
}

/// A whole token, `tok_{mode}_00{22}.{43}`: shown once, only ever in bodies of requests and answers.
pub struct Token {
    /// Before the dot: names the token.
    pub id: TokenId,
    /// After the dot: redeems it.
    pub secret: TokenSecret,
}

impl Token {
    /// Reads a token of this mode; any other text is `None`.
    pub fn parse(text: &str, mode: Mode) -> Option<Self> {
        let (id, secret) = text.split_once('.')?;
        Some(Self {
            id: TokenId::parse(id, mode)?,
            secret: TokenSecret::new(base64url::decode_array(secret)?),
        })
    }

    /// The whole token, to be shown once.
    // EXPOSE: the one answer that hands the token out.
    pub fn expose(&self) -> Zeroizing<String> {
        let secret = Zeroizing::new(base64url::encode(self.secret.0.as_slice()));
        Zeroizing::new([self.id.as_str(), ".", &secret].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_whole() {
        let token = Token {
            id: TokenId::new(Mode::Test, [3; 16]),
            secret: TokenSecret::new([9; 32]),
        };
        let text = token.expose();
        let read = Token::parse(&text, Mode::Test).unwrap();
        assert_eq!(read.id, token.id);
        assert_eq!(read.secret.hash(), token.secret.hash());
        assert!(Token::parse(&text, Mode::Live).is_none());
    }

    #[test]
    fn half_a_token_is_no_token() {
        let token = Token {
            id: TokenId::new(Mode::Test, [3; 16]),
            secret: TokenSecret::new([9; 32]),
        };
        let text = token.expose();
        assert!(Token::parse(token.id.as_str(), Mode::Test).is_none());
        assert!(Token::parse(&text[..text.len() - 1], Mode::Test).is_none());
        assert!(Token::parse(&[text.as_str(), "A"].concat(), Mode::Test).is_none());
    }
}
