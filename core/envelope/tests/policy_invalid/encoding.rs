//! Forms an envelope may not have: other encodings, additions, sizes, and altered bytes.

use envelope::{PublicJwk, base64url};
use p256::SecretKey;
use p256::elliptic_curve::Generate;
use rand_core::CryptoRng;

use super::Collection;
use super::forge::{Draft, Parts, quoted};
use super::header::next_letter;

const PART: [&str; 5] = ["header", "encrypted key", "iv", "ciphertext", "tag"];

pub(super) fn fill<R: CryptoRng + ?Sized>(to: &mut Collection<'_, R>) {
    around(to);
    shapes(to);
    within_parts(to);
    unused_bits(to);
    sizes(to);
    header_texts(to);
    altered(to);
}

/// Bytes before and after a good envelope.
fn around<R: CryptoRng + ?Sized>(to: &mut Collection<'_, R>) {
    let after: [(&str, &[u8]); 12] = [
        ("a newline", b"\n"),
        ("CR LF", b"\r\n"),
        ("a space", b" "),
        ("a tab", b"\t"),
        ("a zero byte", b"\0"),
        ("a dot", b"."),
        ("two dots", b".."),
        ("padding", b"=="),
        ("a letter", b"A"),
        ("a tilde", b"~"),
        ("a query", b"?a=b"),
        ("a no-break space", b"\xc2\xa0"),
    ];
    for (name, bytes) in after {
        let text = to.draft().seal().text();
        to.add(format!("{name} after"), [&text, bytes].concat());
    }
    let before: [(&str, &[u8]); 6] = [
        ("a newline", b"\n"),
        ("a space", b" "),
        ("a byte order mark", b"\xef\xbb\xbf"),
        ("a zero byte", b"\0"),
        ("a dot", b"."),
        ("a scheme", b"data:,"),
    ];
    for (name, bytes) in before {
        let text = to.draft().seal().text();
        to.add(format!("{name} before"), [bytes, &text].concat());
    }
    let text = to.draft().seal().text();
    to.add("in quotes", [b"\"", text.as_slice(), b"\""].concat());
    to.add("twice", text.repeat(2));
    to.add(
        "twice with a newline",
        [text.as_slice(), b"\n", &text].concat(),
    );
    to.add("in UTF-16", text.iter().flat_map(|b| [*b, 0]).collect());
    to.add("in capitals", text.to_ascii_uppercase());
    to.add("in base64url again", base64url::encode(&text).into_bytes());
    let percent: Vec<String> = text.iter().map(|b| format!("%{b:02X}")).collect();
    to.add("in percent encoding", percent.concat().into_bytes());
}

/// Other numbers of parts, other serializations.
fn shapes<R: CryptoRng + ?Sized>(to: &mut Collection<'_, R>) {
    to.add("empty", Vec::new());
    for count in [1, 3, 4, 5, 12] {
        to.add(format!("{count} dots"), vec![b'.'; count]);
    }
    for (missing, name) in PART.iter().enumerate() {
        let mut parts = to.draft().seal().0.to_vec();
        parts.remove(missing);
        to.add(format!("without {name}"), parts.join(".").into_bytes());
        let parts = to.draft().seal();
        if missing != 1 {
            to.add(
                format!("{name} empty"),
                parts.with(missing, |_| String::new()).text(),
            );
        }
    }
    let Parts([header, _, iv, text, tag]) = to.draft().seal();
    to.add(
        "a sixth part",
        format!("{header}..{iv}.{text}.{tag}.{tag}").into_bytes(),
    );
    to.add(
        "a sixth part that is empty",
        format!("{header}..{iv}.{text}.{tag}.").into_bytes(),
    );
    to.add("as a JWS", format!("{header}.{text}.{tag}").into_bytes());
    to.add(
        "separated by tildes",
        format!("{header}~~{iv}~{text}~{tag}").into_bytes(),
    );
    let body = format!(r#""protected":"{header}","iv":"{iv}","ciphertext":"{text}","tag":"{tag}""#);
    to.add(
        "flattened JSON serialization",
        format!("{{{body}}}").into_bytes(),
    );
    to.add(
        "general JSON serialization",
        format!(r#"{{{body},"recipients":[{{}}]}}"#).into_bytes(),
    );
    to.add(
        "JSON serialization in an array",
        format!("[{{{body}}}]").into_bytes(),
    );
    to.add(
        "JSON serialization with an unprotected header",
        format!(r#"{{{body},"unprotected":{{}}}}"#).into_bytes(),
    );
}

/// Characters that are not in the alphabet.
fn within_parts<R: CryptoRng + ?Sized>(to: &mut Collection<'_, R>) {
    for (part, name) in PART.iter().enumerate() {
        for insert in ["=", "==", "\n", " ", "+", "/", "%3D", "\u{e9}"] {
            let parts = to.draft().seal();
            to.add(
                format!("{insert:?} after the {name}"),
                parts.with(part, |text| format!("{text}{insert}")).text(),
            );
        }
        let parts = to.draft().seal();
        let split = parts.with(part, |text| {
            format!("{}\r\n{}", &text[..text.len() / 2], &text[text.len() / 2..])
        });
        to.add(format!("a line break within the {name}"), split.text());
    }
    // With the alphabet of RFC 4648 section 4, authenticated as it is written.
    let draft = to.draft();
    let standard = base64url::encode(draft.header_json().as_bytes())
        .replace('-', "+")
        .replace('_', "/");
    let marked = format!("{standard}+");
    to.add(
        "header in the other alphabet",
        draft
            .seal_under(&marked, draft.payload.json().as_bytes())
            .text(),
    );
}

/// A last letter with bits that no byte uses: the same bytes in another spelling, authenticated as
/// it is written where it is the header.
fn unused_bits<R: CryptoRng + ?Sized>(to: &mut Collection<'_, R>) {
    let respelled = |text: &str| {
        let (rest, last) = text.split_at(text.len() - 1);
        format!("{rest}{}", next_letter(last.chars().next()))
    };
    for spaces in 0..3 {
        let draft = to.draft();
        let header = format!("{}{}", draft.header_json(), " ".repeat(spaces));
        if header.len() % 3 != 0 {
            let part = respelled(&base64url::encode(header.as_bytes()));
            to.add(
                format!("header of {} bytes with unused bits set", header.len() % 3),
                draft
                    .seal_under(&part, draft.payload.json().as_bytes())
                    .text(),
            );
        }
        let payload = format!("{}{}", draft.payload.json(), " ".repeat(spaces));
        if payload.len() % 3 != 0 {
            let parts = draft.seal_texts(draft.header_json().as_bytes(), payload.as_bytes());
            to.add(
                format!(
                    "ciphertext of {} bytes with unused bits set",
                    payload.len() % 3
                ),
                parts.with(3, respelled).text(),
            );
        }
    }
    let parts = to.draft().seal();
    to.add("tag with unused bits set", parts.with(4, respelled).text());
    let parts = to.draft().seal();
    to.add(
        "header of an impossible length",
        parts
            .with(0, |text| format!("{}A", &text[..text.len() / 4 * 4]))
            .text(),
    );
}

fn sizes<R: CryptoRng + ?Sized>(to: &mut Collection<'_, R>) {
    for (part, sizes) in [
        (2, &[1, 8, 11, 13, 16][..]),
        (4, &[1, 12, 15, 17, 32]),
        (1, &[1, 32, 40, 256, 384, 512]),
    ] {
        for size in sizes {
            let parts = to.draft().seal();
            to.add(
                format!("{} of {size} bytes", PART[part]),
                parts
                    .with(part, |_| base64url::encode(&vec![1; *size]))
                    .text(),
            );
        }
    }
    let parts = to.draft().seal();
    let cut = parts.with(4, |tag| {
        base64url::encode(&base64url::decode(tag.as_bytes()).unwrap_or_default()[..12])
    });
    to.add("tag cut to 96 bits", cut.text());
    let draft = to.draft();
    to.add(
        "nothing sealed",
        draft.seal_texts(draft.header_json().as_bytes(), b"").text(),
    );
    for size in [1025, 1500, 2000] {
        let draft = to.draft();
        let payload = format!(
            "{}{}",
            draft.payload.json(),
            " ".repeat(size - draft.payload.json().len())
        );
        to.add(
            format!("payload of {size} bytes"),
            draft
                .seal_texts(draft.header_json().as_bytes(), payload.as_bytes())
                .text(),
        );
    }
    for size in [513, 1000] {
        let draft = to.draft();
        let header = format!(
            "{}{}",
            draft.header_json(),
            " ".repeat(size - draft.header_json().len())
        );
        to.add(
            format!("header of {size} bytes"),
            draft
                .seal_texts(header.as_bytes(), draft.payload.json().as_bytes())
                .text(),
        );
    }
    to.edited("apu that makes the header too long", |d| {
        d.header.set("apu", &quoted(&"A".repeat(400)));
    });
}

/// Header parts that are not one JSON object in UTF-8.
fn header_texts<R: CryptoRng + ?Sized>(to: &mut Collection<'_, R>) {
    type Change = (&'static str, fn(String) -> Vec<u8>);
    let changes: [Change; 18] = [
        ("after a byte order mark", |h| {
            [b"\xef\xbb\xbf", h.as_bytes()].concat()
        }),
        ("with a byte after it", |h| [h.as_bytes(), b"x"].concat()),
        ("with a zero byte after it", |h| {
            [h.as_bytes(), b"\0"].concat()
        }),
        ("twice", |h| {
            h.get(..120).unwrap_or(&h).repeat(2).into_bytes()
        }),
        ("with another object after it", |h| {
            [h.as_bytes(), b"{}"].concat()
        }),
        ("in an array", |h| format!("[{h}]").into_bytes()),
        ("as a string", |h| format!("{h:?}").into_bytes()),
        ("as a number", |_| b"1".to_vec()),
        ("null", |_| b"null".to_vec()),
        ("an empty object", |_| b"{}".to_vec()),
        ("one space", |_| b" ".to_vec()),
        ("with a comma at the end", |h| {
            h.replace("}}", "},}").into_bytes()
        }),
        ("with a comment", |h| {
            h.replacen('{', "{/**/", 1).into_bytes()
        }),
        ("in single quotes", |h| h.replace('"', "'").into_bytes()),
        ("cut short", |h| h.as_bytes()[..h.len() - 1].to_vec()),
        ("with a byte that is not UTF-8", |h| {
            [b"{\"\xff\":1,", &h.as_bytes()[1..]].concat()
        }),
        ("with half a surrogate pair", |h| {
            h.replacen("card+jwe", r"\ud800", 1).into_bytes()
        }),
        ("in UTF-16", |h| {
            h.get(..200)
                .unwrap_or(&h)
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect()
        }),
    ];
    for (name, change) in changes {
        let draft = to.draft();
        let parts = draft.seal_texts(
            &change(draft.header_json()),
            draft.payload.json().as_bytes(),
        );
        to.add(format!("header {name}"), parts.text());
    }
    for depth in [3, 50, 200] {
        let nested = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        to.edited(format!("header nested {depth} deep"), |d| {
            for name in ["apu", "apv", "typ"] {
                d.header.remove(name);
            }
            d.header.push("apu", &nested);
        });
    }
}

/// Bytes that no longer are what was sealed, and seals by other keys.
fn altered<R: CryptoRng + ?Sized>(to: &mut Collection<'_, R>) {
    for part in [0, 2, 3, 4] {
        let parts = to.draft().seal();
        let flipped = parts.with(part, |text| {
            let mut bytes = base64url::decode(text.as_bytes()).unwrap_or_default();
            bytes[0] ^= 1;
            base64url::encode(&bytes)
        });
        to.add(
            format!("one bit of the {} flipped", PART[part]),
            flipped.text(),
        );
    }
    for part in [0, 2, 3, 4] {
        let (one, other) = (to.draft().seal(), to.draft().seal());
        to.add(
            format!("{} of another envelope", PART[part]),
            one.with(part, |_| other.0[part].clone()).text(),
        );
    }
    let stranger = PublicJwk::from(&SecretKey::generate_from_rng(to.rng).public_key());
    let mut draft = Draft::new(&stranger, to.sid, to.org, to.rng);
    to.add("sealed to a key of nobody's", draft.seal().text());
    draft.header.set("kid", &quoted(&to.key.thumbprint()));
    to.add("sealed to another key under this kid", draft.seal().text());
    for name in ["apu", "apv"] {
        // Derived with the party, announced without it.
        let draft = to.draft();
        let mut header = draft.header.clone();
        header.remove(name);
        header.push("epk", &draft.epk.json());
        let parts = draft.seal_texts(header.json().as_bytes(), draft.payload.json().as_bytes());
        to.add(
            format!("key derived with an {name} that the header lacks"),
            parts.text(),
        );
    }
    let draft = to.draft();
    let parts = draft.seal();
    let json = format!("{} ", draft.header_json());
    to.add(
        "header respelled after sealing",
        parts.with(0, |_| base64url::encode(json.as_bytes())).text(),
    );
}
