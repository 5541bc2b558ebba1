//! A sender that can say anything: it seals correctly whatever header and payload it is given.

use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit};
use envelope::{PublicJwk, agree, base64url, concat_kdf};
use p256::elliptic_curve::Generate;
use p256::{PublicKey, SecretKey};
use rand_core::CryptoRng;

/// The members of a JSON object as they will be written: names and values are raw JSON.
#[derive(Clone)]
pub(crate) struct Members(pub(crate) Vec<(String, String)>);

impl Members {
    fn of(members: &[(&str, String)]) -> Self {
        Self(
            members
                .iter()
                .map(|(name, value)| (quoted(name), value.clone()))
                .collect(),
        )
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        let name = quoted(name);
        self.0
            .iter_mut()
            .filter(|(n, _)| *n == name)
            .for_each(|(_, v)| value.clone_into(v));
    }

    pub(crate) fn remove(&mut self, name: &str) {
        let name = quoted(name);
        self.0.retain(|(n, _)| *n != name);
    }

    pub(crate) fn push(&mut self, name: &str, value: &str) {
        self.0.push((quoted(name), value.to_owned()));
    }

    /// Appends a member whose name is written as given, quotes and escapes included.
    pub(crate) fn push_raw(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn value(&self, name: &str) -> String {
        let name = quoted(name);
        self.0
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, v)| v.clone())
            .unwrap_or_default()
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.0
            .iter()
            .map(|(name, _)| name.trim_matches('"').to_owned())
            .collect()
    }

    pub(crate) fn json(&self) -> String {
        let members: Vec<String> = self
            .0
            .iter()
            .map(|(name, value)| format!("{name}:{value}"))
            .collect();
        format!("{{{}}}", members.join(","))
    }
}

/// A JSON string of text that needs no escape.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// The name of a member with its first character written as an escape, in quotes.
pub(crate) fn escaped(name: &str) -> String {
    let first = name.chars().next().unwrap_or('a');
    format!(
        "\"\\u{:04x}{}\"",
        u32::from(first),
        name.get(1..).unwrap_or_default()
    )
}

/// The five parts of a compact JWE.
#[derive(Clone)]
pub(crate) struct Parts(pub(crate) [String; 5]);

impl Parts {
    pub(crate) fn text(&self) -> Vec<u8> {
        self.0.join(".").into_bytes()
    }

    pub(crate) fn with(&self, part: usize, change: impl FnOnce(&str) -> String) -> Self {
        let mut parts = self.clone();
        parts.0[part] = change(&self.0[part]);
        parts
    }
}

/// What an envelope is made of before it is sealed.
pub(crate) struct Draft {
    pub(crate) header: Members,
    pub(crate) epk: Members,
    pub(crate) payload: Members,
    ephemeral: SecretKey,
    recipient: PublicKey,
    iv: [u8; 12],
}

impl Draft {
    pub(crate) fn new<R: CryptoRng + ?Sized>(
        key: &PublicJwk,
        sid: &str,
        org: &str,
        rng: &mut R,
    ) -> Self {
        let ephemeral = SecretKey::generate_from_rng(rng);
        let mut random = [0; 28];
        rng.fill_bytes(&mut random);
        let (jti, iv) = random.split_at(16);
        let epk = PublicJwk::from(&ephemeral.public_key());
        let coordinate = |bytes: &[u8]| quoted(&base64url::encode(bytes));
        Self {
            header: Members::of(&[
                ("alg", quoted("ECDH-ES")),
                ("enc", quoted("A256GCM")),
                ("kid", quoted(&key.thumbprint())),
                ("typ", quoted("card+jwe")),
                ("apu", quoted("QWxpY2U")),
                ("apv", quoted("Qm9i")),
            ]),
            epk: Members::of(&[
                ("kty", quoted("EC")),
                ("crv", quoted("P-256")),
                ("x", coordinate(epk.x())),
                ("y", coordinate(epk.y())),
            ]),
            payload: Members::of(&[
                ("v", "1".to_owned()),
                ("pan", quoted("4242424242424242")),
                ("exp", quoted("2030-12")),
                ("cvc", quoted("123")),
                ("name", quoted("HANAKO YAMADA")),
                ("sid", quoted(sid)),
                ("org", quoted(org)),
                ("jti", quoted(&base64url::encode(jti))),
            ]),
            ephemeral,
            recipient: key.point().unwrap(),
            iv: iv.try_into().unwrap(),
        }
    }

    /// The header as JSON, with `epk` last.
    pub(crate) fn header_json(&self) -> String {
        let mut header = self.header.clone();
        header.push("epk", &self.epk.json());
        header.json()
    }

    /// Seals the draft as it stands.
    pub(crate) fn seal(&self) -> Parts {
        self.seal_texts(
            self.header_json().as_bytes(),
            self.payload.json().as_bytes(),
        )
    }

    /// Seals any bytes under any header.
    pub(crate) fn seal_texts(&self, header: &[u8], payload: &[u8]) -> Parts {
        self.seal_under(&base64url::encode(header), payload)
    }

    /// Seals any bytes under a header part that is written as given.
    pub(crate) fn seal_under(&self, header_part: &str, payload: &[u8]) -> Parts {
        let party = |name| {
            base64url::decode(self.header.value(name).trim_matches('"').as_bytes())
                .unwrap_or_default()
        };
        let z = agree(&self.ephemeral, &self.recipient);
        let key = concat_kdf::<32>(z.as_slice(), "A256GCM", &party("apu"), &party("apv"));
        let mut text = payload.to_vec();
        let tag = Aes256Gcm::new((&*key).into())
            .encrypt_inout_detached(
                (&self.iv).into(),
                header_part.as_bytes(),
                text.as_mut_slice().into(),
            )
            .unwrap();
        Parts([
            header_part.to_owned(),
            String::new(),
            base64url::encode(&self.iv),
            base64url::encode(&text),
            base64url::encode(&tag),
        ])
    }
}
