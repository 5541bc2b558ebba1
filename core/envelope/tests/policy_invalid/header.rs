//! What a protected header may not say.

use envelope::base64url;
use rand_core::CryptoRng;

use super::Collection;
use super::forge::{escaped, quoted};

const OTHER_KEY: &str = r#"{"kty":"EC","crv":"P-256","x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0","y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps"}"#;

/// Members of JOSE (RFC 7515 to 7519, 7797, 9278) and inventions that are not in the profile.
const UNKNOWN: &[(&str, &str)] = &[
    ("zip", r#""DEF""#),
    ("zip", r#""GZ""#),
    ("zip", "null"),
    ("crit", "[]"),
    ("crit", r#"["exp"]"#),
    ("crit", r#"["alg","enc"]"#),
    ("crit", r#"["b64"]"#),
    ("b64", "true"),
    ("b64", "false"),
    ("jku", r#""https://keys.example/jwks""#),
    ("jku", r#""file:///etc/passwd""#),
    ("jwk", OTHER_KEY),
    ("jwk", "{}"),
    ("x5u", r#""https://keys.example/cert""#),
    ("x5c", r#"["MIIB"]"#),
    ("x5t", r#""AAECAwQFBgcICQoLDA0ODxAREhM""#),
    (
        "x5t#S256",
        r#""AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8""#,
    ),
    ("cty", r#""JWT""#),
    ("cty", r#""json""#),
    ("p2c", "1"),
    ("p2c", "2147483647"),
    ("p2s", r#""c2FsdHNhbHQ""#),
    ("iv", r#""AAECAwQFBgcICQoL""#),
    ("tag", r#""AAECAwQFBgcICQoLDA0ODw""#),
    ("ek", r#""AAEC""#),
    ("skid", r#""sender""#),
    ("iss", r#""https://shop.example""#),
    ("sub", r#""card""#),
    ("aud", r#""vault""#),
    ("exp", "4102444800"),
    ("iat", "1"),
    ("nonce", r#""AAEC""#),
    ("url", r#""https://vault.example/v1/tokens""#),
    ("v", "1"),
    ("Alg", r#""none""#),
    ("ENC", r#""A128GCM""#),
    ("alg ", r#""ECDH-ES""#),
    ("", r#""""#),
    ("__proto__", "{}"),
    ("constructor", "null"),
];

const WRONG_ALG: &[&str] = &[
    "none",
    "dir",
    "RSA1_5",
    "RSA-OAEP",
    "RSA-OAEP-256",
    "RSA-OAEP-384",
    "RSA-OAEP-512",
    "ECDH-ES+A128KW",
    "ECDH-ES+A192KW",
    "ECDH-ES+A256KW",
    "ECDH-SS",
    "ECDH-1PU",
    "A128KW",
    "A256KW",
    "A256GCMKW",
    "PBES2-HS256+A128KW",
    "HPKE-0",
    "ES256",
    "HS256",
    "ecdh-es",
    "ECDH-ES ",
    "",
];

const WRONG_ENC: &[&str] = &[
    "none",
    "A128GCM",
    "A192GCM",
    "A128CBC-HS256",
    "A192CBC-HS384",
    "A256CBC-HS512",
    "C20P",
    "a256gcm",
    " A256GCM",
    "",
];

const WRONG_TYP: &[&str] = &[
    "JWE",
    "JOSE",
    "JWT",
    "card+jws",
    "CARD+JWE",
    "application/card+jwe",
    "card+jwe ",
    "",
];

const WRONG_TYPES: &[&str] = &["null", "true", "1", r#"["ECDH-ES"]"#, "{}"];

pub(super) fn fill<R: CryptoRng + ?Sized>(to: &mut Collection<'_, R>) {
    for (name, value) in UNKNOWN {
        to.edited(format!("header {name} = {value}"), |d| {
            d.header.push(name, value);
        });
    }
    for (name, values) in [("alg", WRONG_ALG), ("enc", WRONG_ENC), ("typ", WRONG_TYP)] {
        for value in values {
            to.edited(format!("header {name} = '{value}'"), |d| {
                d.header.set(name, &quoted(value));
            });
        }
    }
    for name in ["alg", "enc", "kid", "typ", "apu", "apv"] {
        for value in WRONG_TYPES {
            to.edited(format!("header {name} = {value}"), |d| {
                d.header.set(name, value);
            });
        }
        repeated(to, name);
    }
    for name in ["alg", "enc", "kid"] {
        to.edited(format!("header without {name}"), |d| d.header.remove(name));
    }
    parties(to);
    kid(to);
    epk(to);
    coordinates(to);
}

/// One name twice: another reader may take the first or the last.
fn repeated<R: CryptoRng + ?Sized>(to: &mut Collection<'_, R>, name: &str) {
    to.edited(format!("header {name} twice"), |d| {
        d.header.push(name, &d.header.value(name));
    });
    to.edited(format!("header {name} twice, once by an escape"), |d| {
        d.header.push_raw(&escaped(name), &d.header.value(name));
    });
    to.edited(format!("header {name} twice, the first one wrong"), |d| {
        d.header.0.insert(0, (escaped(name), quoted("other")));
    });
}

fn parties<R: CryptoRng + ?Sized>(to: &mut Collection<'_, R>) {
    for name in ["apu", "apv"] {
        for value in ["QWxpY2U=", "QWxpY2V", "QWxp Y2U", "QWxp+2U", "A"] {
            to.edited(format!("header {name} = '{value}'"), |d| {
                d.header.set(name, &quoted(value));
            });
        }
    }
}

fn kid<R: CryptoRng + ?Sized>(to: &mut Collection<'_, R>) {
    let kid = to.key.thumbprint();
    let shorter = kid.get(..42).unwrap_or_default().to_owned();
    let wrong = [
        String::new(),
        "1".to_owned(),
        shorter.clone(),
        format!("{kid}A"),
        format!("{kid}="),
        format!("{shorter}_"),
        format!("{shorter}+"),
        format!("{shorter}/"),
        format!(" {kid}"),
        kid.to_ascii_lowercase(),
        base64url::encode(&[0; 32]),
        base64url::encode(&[7; 32]),
        base64url::encode(&[7; 16]),
        format!("urn:ietf:params:oauth:jwk-thumbprint:sha-256:{kid}"),
        "../../../keys".to_owned(),
        "' OR 1=1 --".to_owned(),
    ];
    for value in wrong.iter().filter(|wrong| **wrong != kid) {
        to.edited(format!("header kid = '{value}'"), |d| {
            d.header.set("kid", &quoted(value));
        });
    }
}

fn epk<R: CryptoRng + ?Sized>(to: &mut Collection<'_, R>) {
    for name in ["kty", "crv", "x", "y"] {
        to.edited(format!("epk without {name}"), |d| d.epk.remove(name));
        to.edited(format!("epk {name} twice"), |d| {
            d.epk.push(name, &d.epk.value(name));
        });
        to.edited(format!("epk {name} twice, once by an escape"), |d| {
            d.epk.push_raw(&escaped(name), &d.epk.value(name));
        });
        for value in ["null", "0", "[]", "{}"] {
            to.edited(format!("epk {name} = {value}"), |d| d.epk.set(name, value));
        }
    }
    for value in ["RSA", "OKP", "oct", "ec", "EC2", ""] {
        to.edited(format!("epk kty = '{value}'"), |d| {
            d.epk.set("kty", &quoted(value));
        });
    }
    for value in [
        "P-384",
        "P-521",
        "secp256k1",
        "X25519",
        "Ed25519",
        "p-256",
        "prime256v1",
        "",
    ] {
        to.edited(format!("epk crv = '{value}'"), |d| {
            d.epk.set("crv", &quoted(value));
        });
    }
    let extra = [
        ("d", r#""AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8""#),
        ("kid", r#""1""#),
        ("use", r#""enc""#),
        ("alg", r#""ECDH-ES""#),
        ("key_ops", r#"["deriveBits"]"#),
        ("ext", "true"),
        ("x5u", r#""https://keys.example/cert""#),
        ("z", r#""""#),
        ("jwk", "{}"),
        ("jwk", r#"{"a":{"b":{"c":{}}}}"#),
    ];
    for (name, value) in extra {
        to.edited(format!("epk {name} = {value}"), |d| d.epk.push(name, value));
    }
    for value in [
        "null",
        "[]",
        "{}",
        "true",
        "1",
        r#""AAEC""#,
        r#"[{"kty":"EC"}]"#,
    ] {
        let draft = to.draft();
        let mut header = draft.header.clone();
        header.push("epk", value);
        let parts = draft.seal_texts(header.json().as_bytes(), draft.payload.json().as_bytes());
        to.add(format!("header epk = {value}"), parts.text());
    }
    let draft = to.draft();
    let header = draft.header.json();
    to.add(
        "header without epk",
        draft
            .seal_texts(header.as_bytes(), draft.payload.json().as_bytes())
            .text(),
    );
    let draft = to.draft();
    let mut header = draft.header.clone();
    header.push("epk", &draft.epk.json());
    header.push_raw(&escaped("epk"), &draft.epk.json());
    let parts = draft.seal_texts(header.json().as_bytes(), draft.payload.json().as_bytes());
    to.add("header epk twice, once by an escape", parts.text());
}

/// Points that are not on the curve, and points that are but are not written in 32 bytes each.
fn coordinates<R: CryptoRng + ?Sized>(to: &mut Collection<'_, R>) {
    let bytes =
        |value: &str| base64url::decode(value.trim_matches('"').as_bytes()).unwrap_or_default();
    let write = |bytes: &[u8]| quoted(&base64url::encode(bytes));
    for name in ["x", "y"] {
        let mut change = |what: &str, change: &dyn Fn(Vec<u8>) -> String| {
            to.edited(format!("epk {name} {what}"), |d| {
                let value = change(bytes(&d.epk.value(name)));
                d.epk.set(name, &value);
            });
        };
        change("of 31 bytes", &|b| write(b.get(..31).unwrap_or_default()));
        change("of 33 bytes, the first zero", &|b| {
            write(&[&[0], b.as_slice()].concat())
        });
        change("of 33 bytes, the last zero", &|b| {
            write(&[b.as_slice(), &[0]].concat())
        });
        change("of 64 bytes", &|b| write(&b.repeat(2)));
        change("of 66 bytes, as on P-521", &|_| write(&[1; 66]));
        change("empty", &|_| quoted(""));
        change("zero", &|_| write(&[0; 32]));
        change("at least the field's prime", &|_| write(&[0xFF; 32]));
        change("one bit off the curve", &|mut b| {
            b.iter_mut().last().into_iter().for_each(|last| *last ^= 1);
            write(&b)
        });
        change("with padding", &|b| {
            quoted(&format!("{}=", base64url::encode(&b)))
        });
        change("with unused bits set", &|b| {
            let text = base64url::encode(&b);
            quoted(&format!(
                "{}{}",
                text.get(..42).unwrap_or_default(),
                next_letter(text.chars().last())
            ))
        });
        change("in decimal", &|_| quoted("1234567890"));
        change("in hex", &|b| {
            quoted(
                &b.iter()
                    .map(|b| format!("{b:02x}"))
                    .collect::<Vec<_>>()
                    .concat(),
            )
        });
    }
    to.edited("epk x and y swapped", |d| {
        let (x, y) = (d.epk.value("x"), d.epk.value("y"));
        d.epk.set("x", &y);
        d.epk.set("y", &x);
    });
    to.edited("epk at infinity", |d| {
        d.epk.set("x", &write(&[0; 32]));
        d.epk.set("y", &write(&[0; 32]));
    });
    let other = to.draft().epk;
    to.edited("epk of another sender", |d| d.epk = other);
    to.edited("epk compressed", |d| {
        let x = bytes(&d.epk.value("x"));
        d.epk.set("x", &write(&[&[2], x.as_slice()].concat()));
        d.epk.remove("y");
    });
}

/// The letter that differs from the last one of a canonical text in an unused bit.
pub(super) fn next_letter(last: Option<char>) -> char {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let at = last.and_then(|letter| ALPHABET.find(letter)).unwrap_or(0);
    ALPHABET.chars().nth(at ^ 1).unwrap_or('B')
}
