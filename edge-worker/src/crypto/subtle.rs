//! The few functions of `crypto.subtle` this vault uses (W3C Web Cryptography API), bound by hand.
//!
//! Every key is imported with `extractable = false` and only the usages it is for.

use super::bytes::Lent;
use super::private_jwk::PrivateJwk;
use envelope::{PublicJwk, RsaPublicJwk};
use js_sys::{Array, Object, Uint8Array};
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

#[wasm_bindgen]
extern "C" {
    /// A key inside WebCrypto.
    #[derive(Clone)]
    pub(crate) type CryptoKey;

    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = importKey)]
    async fn import_key(
        format: &str,
        data: &JsValue,
        algorithm: &JsValue,
        extractable: bool,
        usages: &Array,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = deriveBits)]
    async fn derive_bits(
        algorithm: &JsValue,
        key: &CryptoKey,
        bits: u32,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = deriveKey)]
    async fn derive_key(
        algorithm: &JsValue,
        key: &CryptoKey,
        derived: &JsValue,
        extractable: bool,
        usages: &Array,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"])]
    async fn encrypt(
        algorithm: &JsValue,
        key: &CryptoKey,
        data: &JsValue,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"])]
    async fn decrypt(
        algorithm: &JsValue,
        key: &CryptoKey,
        data: &JsValue,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"])]
    async fn sign(algorithm: &JsValue, key: &CryptoKey, data: &JsValue)
    -> Result<JsValue, JsValue>;
}

/// WebCrypto refused: a key that is none, a point off the curve, a tag that does not fit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused;

impl From<JsValue> for Refused {
    fn from(_: JsValue) -> Self {
        // What JavaScript says may quote its input.
        Self
    }
}

const EXTRACTABLE: bool = false;

/// The private half of an envelope key on P-256.
pub(super) async fn import_agreement_key(
    jwk: &PrivateJwk<PublicJwk>,
) -> Result<CryptoKey, Refused> {
    let algorithm = object(&[("name", "ECDH".into()), ("namedCurve", "P-256".into())])?;
    import_private(jwk, &algorithm, "deriveBits").await
}

/// The private half of an RSA envelope key.
pub(super) async fn import_unwrapping_key(
    jwk: &PrivateJwk<RsaPublicJwk>,
) -> Result<CryptoKey, Refused> {
    let algorithm = object(&[("name", "RSA-OAEP".into()), ("hash", "SHA-256".into())])?;
    import_private(jwk, &algorithm, "decrypt").await
}

/// The private half of the intermediate key.
pub(super) async fn import_signing_key(jwk: &PrivateJwk<PublicJwk>) -> Result<CryptoKey, Refused> {
    let algorithm = object(&[("name", "ECDSA".into()), ("namedCurve", "P-256".into())])?;
    import_private(jwk, &algorithm, "sign").await
}

async fn import_private<Public>(
    jwk: &PrivateJwk<Public>,
    algorithm: &JsValue,
    usage: &str,
) -> Result<CryptoKey, Refused> {
    // EXPOSE: here the key leaves our memory for good.
    let members = jwk.expose().iter();
    let members: Vec<_> = members
        .map(|(name, value)| (*name, JsValue::from_str(value)))
        .collect();
    let jwk = object(&members)?;
    Ok(
        import_key("jwk", &jwk, algorithm, EXTRACTABLE, &list(&[usage]))
            .await?
            .unchecked_into(),
    )
}

/// A key-encryption key, good for deriving other keys only.
pub(super) async fn import_kek(kek: &[u8; 32]) -> Result<CryptoKey, Refused> {
    let kek = Lent::copy_of(kek);
    let usages = list(&["deriveKey"]);
    Ok(
        import_key("raw", kek.js(), &"HKDF".into(), EXTRACTABLE, &usages)
            .await?
            .unchecked_into(),
    )
}

/// The AES-256-GCM key that HKDF-SHA-256 (RFC 5869) derives.
pub(super) async fn derive_sealing_key(
    kek: &CryptoKey,
    salt: &[u8; 32],
    info: &[u8],
) -> Result<CryptoKey, Refused> {
    let salt = Lent::copy_of(salt);
    let hkdf = object(&[
        ("name", "HKDF".into()),
        ("hash", "SHA-256".into()),
        ("salt", salt.js().clone()),
        ("info", Uint8Array::from(info).into()),
    ])?;
    let derived = object(&[("name", "AES-GCM".into()), ("length", 256.into())])?;
    let usages = list(&["encrypt", "decrypt"]);
    Ok(derive_key(&hkdf, kek, &derived, EXTRACTABLE, &usages)
        .await?
        .unchecked_into())
}

/// The content key of an envelope, good for opening it only.
pub(super) async fn import_content_key(key: &[u8; 32]) -> Result<CryptoKey, Refused> {
    let key = Lent::copy_of(key);
    let usages = list(&["decrypt"]);
    Ok(
        import_key("raw", key.js(), &"AES-GCM".into(), EXTRACTABLE, &usages)
            .await?
            .unchecked_into(),
    )
}

/// ECDH: the shared secret with the holder of an uncompressed public point. A point that is not on
/// the curve is refused by the import.
pub(super) async fn agree(
    private: &CryptoKey,
    peer: &[u8; 65],
) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let ecdh = object(&[("name", "ECDH".into()), ("namedCurve", "P-256".into())])?;
    let peer = import_key(
        "raw",
        &Uint8Array::from(peer.as_slice()),
        &ecdh,
        EXTRACTABLE,
        &Array::new(),
    )
    .await?;
    let agreement = object(&[("name", "ECDH".into()), ("public", peer)])?;
    Ok(Lent::returned(&derive_bits(&agreement, private, 256).await?).take())
}

/// RSA-OAEP; refused where the padding is not one, which is for nobody to know.
pub(super) async fn decrypt_oaep(
    private: &CryptoKey,
    wrapped: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let oaep = object(&[("name", "RSA-OAEP".into())])?;
    let opened = decrypt(&oaep, private, &Uint8Array::from(wrapped)).await?;
    Ok(Lent::returned(&opened).take())
}

/// AES-GCM; the result ends with the 16-byte tag.
pub(super) async fn encrypt_gcm(
    key: &CryptoKey,
    iv: &[u8; 12],
    additional: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, Refused> {
    let plaintext = Lent::copy_of(plaintext);
    let sealed = encrypt(&gcm(iv, additional)?, key, plaintext.js()).await?;
    Ok(Uint8Array::new(&sealed).to_vec())
}

/// The reverse; refused where key, IV, additional data, ciphertext or tag is not the one.
pub(super) async fn decrypt_gcm(
    key: &CryptoKey,
    iv: &[u8; 12],
    additional: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let opened = decrypt(&gcm(iv, additional)?, key, &Uint8Array::from(sealed)).await?;
    Ok(Lent::returned(&opened).take())
}

/// ES256: R and S, 32 bytes each.
pub(super) async fn sign_es256(key: &CryptoKey, message: &[u8]) -> Result<[u8; 64], Refused> {
    let algorithm = object(&[("name", "ECDSA".into()), ("hash", "SHA-256".into())])?;
    let signature = sign(&algorithm, key, &Uint8Array::from(message)).await?;
    Uint8Array::new(&signature)
        .to_vec()
        .try_into()
        .map_err(|_| Refused)
}

fn gcm(iv: &[u8; 12], additional: &[u8]) -> Result<JsValue, Refused> {
    object(&[
        ("name", "AES-GCM".into()),
        ("iv", Uint8Array::from(iv.as_slice()).into()),
        ("additionalData", Uint8Array::from(additional).into()),
        ("tagLength", 128.into()),
    ])
}

fn object(members: &[(&str, JsValue)]) -> Result<JsValue, Refused> {
    let entries: Array = members
        .iter()
        .map(|(name, value)| Array::of2(&(*name).into(), value))
        .collect();
    Ok(Object::from_entries(&entries)?.into())
}

fn list(words: &[&str]) -> Array {
    words.iter().map(|word| JsValue::from_str(word)).collect()
}
