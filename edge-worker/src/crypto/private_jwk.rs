//! A private key as the keyring holds it, on its way into WebCrypto.

use super::secrets::Members;
use envelope::{PublicJwk, RsaPublicJwk, base64url};
use zeroize::Zeroizing;

/// A private JWK (RFC 7518 section 6) whose `kid` is the thumbprint of its public half.
pub(super) struct PrivateJwk<Public> {
    /// The thumbprint.
    pub(super) kid: String,
    /// The public half.
    pub(super) public: Public,
    imported: Texts,
}

impl PrivateJwk<PublicJwk> {
    /// A key on P-256.
    pub(super) fn on_p256(mut jwk: Members) -> Option<Self> {
        let imported = Texts::take(&mut jwk, &["kty", "crv", "x", "y", "d"])?;
        if imported.get("kty")? != "EC" || imported.get("crv")? != "P-256" {
            return None;
        }
        let coordinate = |name| base64url::decode_array(imported.get(name)?.as_bytes());
        let public = PublicJwk::from_coordinates(coordinate("x")?, coordinate("y")?);
        let kid = jwk.text("kid")?.to_string();
        (public.thumbprint() == kid).then_some(Self {
            kid,
            public,
            imported,
        })
    }
}

impl PrivateJwk<RsaPublicJwk> {
    /// An RSA key of 3,072 to 4,096 bits, with its two primes and what is computed from them.
    pub(super) fn rsa(mut jwk: Members) -> Option<Self> {
        let members = ["kty", "n", "e", "d", "p", "q", "dp", "dq", "qi"];
        let imported = Texts::take(&mut jwk, &members)?;
        if imported.get("kty")? != "RSA" {
            return None;
        }
        let number = |name| base64url::decode(imported.get(name)?.as_bytes());
        let public = RsaPublicJwk::new(number("n")?, number("e")?)?;
        let kid = jwk.text("kid")?.to_string();
        (public.thumbprint() == kid).then_some(Self {
            kid,
            public,
            imported,
        })
    }
}

impl<Public> PrivateJwk<Public> {
    /// The members WebCrypto imports.
    // EXPOSE: the import makes it non-extractable.
    pub(super) fn expose(&self) -> &[(&'static str, Zeroizing<String>)] {
        &self.imported.0
    }
}

/// Members by their names; wiped when dropped.
struct Texts(Vec<(&'static str, Zeroizing<String>)>);

impl Texts {
    /// `None` where one is missing.
    fn take(jwk: &mut Members, names: &[&'static str]) -> Option<Self> {
        let texts = names.iter().map(|name| Some((*name, jwk.text(name)?)));
        texts.collect::<Option<_>>().map(Self)
    }

    fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, text)| text.as_str())
    }
}
