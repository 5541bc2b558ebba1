//! Envelopes that are sealed correctly, wherever that is possible, and must be refused all the
//! same, since they say something the profile does not know or say it in another form.
//!
//! [`cases`] are all answered alike (400 `invalid_envelope`), [`too_large`] by their size (413),
//! and [`controls`], made by the same hands, are accepted: without them a vault that refuses
//! everything would pass.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]
#![allow(
    dead_code,
    reason = "each test that includes this file uses a part of it"
)]

mod encoding;
mod forge;
mod header;
mod payload;

use envelope::PublicJwk;
use forge::{Draft, escaped};
use rand_core::CryptoRng;

/// A name and the text to send.
pub(crate) type Case = (String, Vec<u8>);

/// Where cases come from and go to.
struct Collection<'a, R: ?Sized> {
    key: &'a PublicJwk,
    sid: &'a str,
    org: &'a str,
    rng: &'a mut R,
    cases: Vec<Case>,
}

impl<R: CryptoRng + ?Sized> Collection<'_, R> {
    fn draft(&mut self) -> Draft {
        Draft::new(self.key, self.sid, self.org, self.rng)
    }

    fn add(&mut self, name: impl Into<String>, text: Vec<u8>) {
        self.cases.push((name.into(), text));
    }

    /// A case that differs from a good envelope by one edit made before sealing.
    fn edited(&mut self, name: impl Into<String>, edit: impl FnOnce(&mut Draft)) {
        let mut draft = self.draft();
        edit(&mut draft);
        self.add(name, draft.seal().text());
    }
}

fn collect<R: CryptoRng + ?Sized>(
    key: &PublicJwk,
    sid: &str,
    org: &str,
    rng: &mut R,
    fill: impl FnOnce(&mut Collection<'_, R>),
) -> Vec<Case> {
    let mut collection = Collection {
        key,
        sid,
        org,
        rng,
        cases: Vec::new(),
    };
    fill(&mut collection);
    collection.cases
}

/// More than 200 envelopes for the vault with this key, each of which gets the uniform refusal.
pub(crate) fn cases<R: CryptoRng + ?Sized>(
    key: &PublicJwk,
    sid: &str,
    org: &str,
    rng: &mut R,
) -> Vec<Case> {
    collect(key, sid, org, rng, |to| {
        header::fill(to);
        encoding::fill(to);
        payload::fill(to);
    })
}

/// Envelopes above 4,096 bytes, each refused for its size.
pub(crate) fn too_large<R: CryptoRng + ?Sized>(
    key: &PublicJwk,
    sid: &str,
    org: &str,
    rng: &mut R,
) -> Vec<Case> {
    collect(key, sid, org, rng, |to| {
        to.edited("payload that makes 4,097 bytes and more", |d| {
            d.payload.push("pad", &forge::quoted(&"x".repeat(3000)));
        });
        to.edited("header that makes 4,097 bytes and more", |d| {
            d.header.push("pad", &forge::quoted(&"x".repeat(3000)));
        });
        let good = to.draft().seal().text();
        to.add(
            "newlines after the envelope",
            [good.as_slice(), &vec![b'\n'; 4097 - good.len()]].concat(),
        );
        to.add("nothing but dots", vec![b'.'; 4097]);
        to.add("nothing but zeros", vec![0; 8000]);
    })
}

/// Envelopes in every form the profile allows, each accepted.
pub(crate) fn controls<R: CryptoRng + ?Sized>(
    key: &PublicJwk,
    sid: &str,
    org: &str,
    rng: &mut R,
) -> Vec<Case> {
    collect(key, sid, org, rng, |to| {
        to.edited("every member", |_| {});
        for name in ["typ", "apu", "apv"] {
            to.edited(format!("header without {name}"), |d| d.header.remove(name));
        }
        for name in ["alg", "enc", "kid", "typ"] {
            to.edited(format!("header with {name} written by an escape"), |d| {
                let value = d.header.value(name);
                d.header.remove(name);
                d.header.push_raw(&escaped(name), &value);
            });
        }
        for name in ["cvc", "name"] {
            to.edited(format!("payload without {name}"), |d| {
                d.payload.remove(name);
            });
        }
        to.edited("members in another order", |d| {
            d.header.0.reverse();
            d.epk.0.reverse();
            d.payload.0.reverse();
        });
        let draft = to.draft();
        let spaced = |json: String| json.replace(',', " ,\r\n\t").replace(':', " : ");
        let header = spaced(draft.header_json());
        let payload = draft.payload.json().replace(',', " ,\n ");
        to.add(
            "white space between tokens",
            draft
                .seal_texts(header.as_bytes(), payload.as_bytes())
                .text(),
        );
        let draft = to.draft();
        let full = |json: String, size: usize| format!("{json}{}", " ".repeat(size - json.len()));
        let (header, payload) = (
            full(draft.header_json(), 512),
            full(draft.payload.json(), 1024),
        );
        to.add(
            "the largest header and payload",
            draft
                .seal_texts(header.as_bytes(), payload.as_bytes())
                .text(),
        );
    })
}
