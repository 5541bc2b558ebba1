//! `Envelope::parse`: any bytes, and any header, key, vector, ciphertext and tag given in the clear.
#![no_main]

mod compact;

use envelope::{
    Algorithm, Envelope, KeyManagement, MAX_ENVELOPE, MAX_HEADER, MAX_PLAINTEXT, base64url,
};
use libfuzzer_sys::fuzz_target;

/// The most bytes a party's name can have, in base64url in the header. Planted: a vault with less room.
const MOST_OF_PARTY: usize = if cfg!(feature = "planted_bug") {
    5
} else {
    MAX_HEADER * 3 / 4
};

fuzz_target!(|data: &[u8]| {
    parse(data);
    parse(&compact::from_lines(data));
});

fn parse(text: &[u8]) {
    let Ok(envelope) = Envelope::parse(text) else {
        return;
    };
    assert!(text.len() <= MAX_ENVELOPE);
    let header = envelope.header();
    let json = base64url::decode(envelope.aad()).expect("the header was decoded");
    assert!(json.len() <= MAX_HEADER);
    assert_eq!(
        base64url::decode_array::<32>(header.kid.as_bytes()).map(base64url_of),
        Some(header.kid.clone())
    );
    let wrapped = envelope.encrypted_key().len();
    match &header.key_management {
        KeyManagement::EcdhEs { epk, apu, apv } => {
            assert_eq!((header.alg(), wrapped), (Algorithm::EcdhEs, 0));
            assert!(apu.len() <= MOST_OF_PARTY && apv.len() <= MOST_OF_PARTY);
            let _ = epk.point();
        }
        KeyManagement::RsaOaep256 => {
            assert_eq!(header.alg(), Algorithm::RsaOaep256);
            assert!((384..=512).contains(&wrapped));
        }
    }
    assert!((1..=MAX_PLAINTEXT).contains(&envelope.ciphertext().len()));
    // One text for one content: a replay cannot come in other words.
    let mut again = envelope.aad().to_vec();
    for part in [
        envelope.encrypted_key(),
        envelope.iv(),
        envelope.ciphertext(),
        envelope.tag(),
    ] {
        again.push(b'.');
        again.extend(base64url::encode(part).into_bytes());
    }
    assert!(again == text, "the same bytes again");
    assert_eq!(base64url::encode(&json).as_bytes(), envelope.aad());
}

fn base64url_of(bytes: [u8; 32]) -> String {
    base64url::encode(&bytes)
}
