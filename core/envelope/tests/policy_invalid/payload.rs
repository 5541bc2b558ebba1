//! What a payload may not say.

use rand_core::CryptoRng;

use super::Collection;
use super::forge::{escaped, quoted};

const UNKNOWN: &[(&str, &str)] = &[
    ("mid", r#""0123456789abcdef""#),
    ("amount", "1200"),
    ("currency", r#""JPY""#),
    ("kid", r#""1""#),
    ("nonce", r#""AAEC""#),
    ("iat", "1"),
    ("cvv", r#""123""#),
    ("PAN", r#""4242424242424242""#),
    ("pan ", r#""4242424242424242""#),
    ("exp_month", "12"),
    ("track2", r#""4242424242424242=30121010000000000000""#),
    ("pin", r#""1234""#),
    ("zip", r#""DEF""#),
    ("", "null"),
    ("__proto__", r#"{"v":1}"#),
    ("metadata", "{}"),
    ("metadata", r#"{"a":{"b":{"c":{"d":{}}}}}"#),
];

pub(super) fn fill<R: CryptoRng + ?Sized>(to: &mut Collection<'_, R>) {
    for (name, value) in UNKNOWN {
        to.edited(format!("payload {name} = {value}"), |d| {
            d.payload.push(name, value);
        });
    }
    let names = to.draft().payload.names();
    for name in &names {
        if !["cvc", "name"].contains(&name.as_str()) {
            to.edited(format!("payload without {name}"), |d| {
                d.payload.remove(name);
            });
        }
        to.edited(format!("payload {name} twice"), |d| {
            d.payload.push(name, &d.payload.value(name));
        });
        to.edited(format!("payload {name} twice, once by an escape"), |d| {
            d.payload.push_raw(&escaped(name), &d.payload.value(name));
        });
        for value in ["null", "true", "0", "123", "1.5", "[]", "{}"] {
            to.edited(format!("payload {name} = {value}"), |d| {
                d.payload.set(name, value);
            });
        }
    }
    for value in [
        r#""1""#,
        "1.0",
        "1e0",
        "2",
        "-1",
        "18446744073709551617",
        "[1]",
        r#""""#,
    ] {
        to.edited(format!("payload v = {value}"), |d| {
            d.payload.set("v", value);
        });
    }
    context(to);
    texts(to);
}

/// Another session, another origin, an id of another form.
fn context<R: CryptoRng + ?Sized>(to: &mut Collection<'_, R>) {
    let (sid, org) = (to.sid.to_owned(), to.org.to_owned());
    let swapped: String = sid.chars().rev().collect();
    let sids = [
        String::new(),
        swapped,
        sid.get(..21).unwrap_or_default().to_owned(),
        format!("{sid}A"),
        format!("{sid}="),
        format!(" {sid}"),
        "A".repeat(22),
    ];
    for value in sids.iter().filter(|value| **value != sid) {
        to.edited(format!("payload sid = '{value}'"), |d| {
            d.payload.set("sid", &quoted(value));
        });
    }
    let orgs = [
        String::new(),
        "null".to_owned(),
        "*".to_owned(),
        "https://evil.example".to_owned(),
        format!("{org}/"),
        format!("{org} "),
        format!("{org}."),
        format!("{org}.evil.example"),
        format!("{org}@evil.example"),
        org.to_ascii_uppercase(),
        org.replacen("http", "ftp", 1),
    ];
    for value in orgs.iter().filter(|value| **value != org) {
        to.edited(format!("payload org = '{value}'"), |d| {
            d.payload.set("org", &quoted(value));
        });
    }
    let jti = "EBESExQVFhcYGRobHB0eHw";
    let jtis = [
        String::new(),
        jti.get(..21).unwrap_or_default().to_owned(),
        format!("{jti}A"),
        format!("{jti}="),
        jti.replace('E', "+"),
        jti.replace('E', "/"),
        jti.replace('E', " "),
        jti.replacen("EB", "\u{e9}", 1),
        jti.replacen('E', r"\u0000", 1),
        "00000000-0000-4000-8000-000000000000".to_owned(),
    ];
    for value in jtis {
        to.edited(format!("payload jti = '{value}'"), |d| {
            d.payload.set("jti", &quoted(&value));
        });
    }
}

/// Payloads that are not one JSON object in UTF-8.
fn texts<R: CryptoRng + ?Sized>(to: &mut Collection<'_, R>) {
    type Change = (&'static str, fn(String) -> Vec<u8>);
    let changes: [Change; 17] = [
        ("after a byte order mark", |p| {
            [b"\xef\xbb\xbf", p.as_bytes()].concat()
        }),
        ("with a byte after it", |p| [p.as_bytes(), b"x"].concat()),
        ("with a zero byte after it", |p| {
            [p.as_bytes(), b"\0"].concat()
        }),
        ("twice", |p| p.repeat(2).into_bytes()),
        ("in an array", |p| format!("[{p}]").into_bytes()),
        ("as a string", |p| format!("{p:?}").into_bytes()),
        ("null", |_| b"null".to_vec()),
        ("an empty object", |_| b"{}".to_vec()),
        ("one space", |_| b" ".to_vec()),
        ("just a card number", |_| b"4242424242424242".to_vec()),
        ("as a form", |_| {
            b"pan=4242424242424242&exp=2030-12".to_vec()
        }),
        ("with a comma at the end", |p| {
            p.replace('}', ",}").into_bytes()
        }),
        ("cut short", |p| p.as_bytes()[..p.len() - 1].to_vec()),
        ("with a raw control character", |p| {
            p.replace("HANAKO", "HANAKO\n").into_bytes()
        }),
        ("with half a surrogate pair", |p| {
            p.replace("HANAKO", r"\udc00").into_bytes()
        }),
        ("with a byte that is not UTF-8", |p| {
            p.into_bytes()
                .into_iter()
                .map(|b| if b == b' ' { 0xFF } else { b })
                .collect()
        }),
        // "stored" DEFLATE, what `zip` would announce
        ("compressed", |p| {
            let length = u16::try_from(p.len()).unwrap_or(0);
            [
                &[1][..],
                &length.to_le_bytes(),
                &(!length).to_le_bytes(),
                p.as_bytes(),
            ]
            .concat()
        }),
    ];
    for (name, change) in changes {
        let draft = to.draft();
        let parts = draft.seal_texts(
            draft.header_json().as_bytes(),
            &change(draft.payload.json()),
        );
        to.add(format!("payload {name}"), parts.text());
    }
    for depth in [2, 400] {
        let nested = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        to.edited(format!("payload nested {depth} deep"), |d| {
            d.payload.remove("name");
            d.payload.set("cvc", &nested);
        });
    }
}
