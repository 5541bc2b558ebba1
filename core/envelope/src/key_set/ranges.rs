//! The operator's ranges of first digits, signed by the intermediate of the key set.
//!
//! An entry is words with a space between them: the lowest and the highest first digits, both included, and
//! what the numbers are: `945800 945899 mydebit`, `400000458 400000458 visa mydebit` for co-badged cards,
//! `489537 489537 token` for payment tokens.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use card::{Badges, BinRange, Brand, Meaning};
use strict_json::{Value, write_string};

use super::expected::KeySetError::{self, Malformed};
use super::expected::{Expected, only_if};
use super::make::{list, number, open_payload, signing_input_of};
use super::statement::Unchecked;
use super::{MAX_RANGES, RANGES};
use crate::jwk::PublicJwk;

/// What payment tokens are called in an entry.
const TOKEN: &str = "token";

/// The ranges of the hour.
pub struct RangesStatement<'a> {
    /// `test` or `live`.
    pub env: &'a str,
    /// The origin the ranges are fetched from.
    pub iss: &'a str,
    /// Grows with every change of the ranges.
    pub seq: u64,
    /// Issued at, Unix seconds.
    pub iat: u64,
    /// Not at or after, Unix seconds; at most
    /// [`MAX_KEY_SET_SECONDS`](super::MAX_KEY_SET_SECONDS) after `iat`.
    pub exp: u64,
    /// The ranges.
    pub ranges: &'a [BinRange],
}

impl RangesStatement<'_> {
    /// What the intermediate whose thumbprint is `kid` signs.
    pub fn signing_input(&self, kid: &str) -> String {
        let mut payload = open_payload(self.env, self.iss);
        number(&mut payload, "seq", self.seq);
        number(&mut payload, "iat", self.iat);
        number(&mut payload, "exp", self.exp);
        let entries: Vec<String> = self.ranges.iter().map(entry).collect();
        list(&mut payload, "ranges", &entries);
        payload.push('}');
        signing_input_of(RANGES, kid, &payload)
    }
}

fn entry(range: &BinRange) -> String {
    let (first, second) = match range.meaning {
        Meaning::PaymentToken => (TOKEN, None),
        Meaning::Card(badges) => (badges.first().as_str(), badges.second().map(Brand::as_str)),
    };
    let (low, high) = (
        digits(range.low, range.digits),
        digits(range.high, range.digits),
    );
    let words: Vec<&str> = [low.as_str(), high.as_str(), first]
        .into_iter()
        .chain(second)
        .collect();
    let mut json = String::new();
    write_string(&mut json, &words.join(" "));
    json
}

/// First digits as text: a number of its own may begin with zeros.
fn digits(value: u64, count: u8) -> String {
    let value = value.to_string();
    let zeros = usize::from(count).saturating_sub(value.len());
    let mut text = "0".repeat(zeros);
    text.push_str(&value);
    text
}

/// Signed ranges whose signature is to be checked.
#[must_use = "ranges are verified only when their signature has been answered for"]
pub struct SignedRanges<'a> {
    statement: Box<Unchecked<'a>>,
    expected: &'a Expected<'a>,
}

/// Begins to read signed ranges. `intermediate` is the key that a verified chain has vouched for
/// ([`Check::key`](super::Check::key) of its last check).
pub fn read_ranges<'a>(
    text: &'a [u8],
    intermediate: PublicJwk,
    expected: &'a Expected<'a>,
) -> Result<SignedRanges<'a>, KeySetError> {
    only_if(text.len() <= MAX_RANGES, Malformed)?;
    Ok(SignedRanges {
        statement: Box::new(Unchecked::of_set(text, RANGES, intermediate)?),
        expected,
    })
}

impl<'a> SignedRanges<'a> {
    /// The key that must have made the signature.
    pub fn key(&self) -> &PublicJwk {
        self.statement.signer()
    }

    /// What was signed.
    pub fn signing_input(&self) -> &'a [u8] {
        self.statement.signing_input()
    }

    /// R and S, 32 bytes each.
    pub fn signature(&self) -> &[u8; 64] {
        self.statement.signature()
    }

    /// The ranges, if the signature holds and every rule is kept.
    pub fn answered(self, holds: bool) -> Result<Vec<BinRange>, KeySetError> {
        let statement = self.statement.checked(holds)?;
        let mut ranges = Vec::new();
        for entry in &statement.entries("ranges", self.expected)? {
            let Value::String(entry) = entry else {
                return Err(Malformed);
            };
            ranges.push(range(entry.as_bytes()).ok_or(Malformed)?);
        }
        Ok(ranges)
    }
}

/// One entry; `None` for anything missing, unknown or out of range.
fn range(entry: &[u8]) -> Option<BinRange> {
    let mut words = entry.split(|byte| *byte == b' ');
    let (low, high, first) = (words.next()?, words.next()?, words.next()?);
    let meaning = match words.next() {
        None if first == TOKEN.as_bytes() => Meaning::PaymentToken,
        None => Meaning::Card(Badges::of(Brand::named(first)?)),
        Some(second) => Meaning::Card(Badges::both(Brand::named(first)?, Brand::named(second)?)?),
    };
    let range = BinRange::parse(low, high, meaning);
    range.filter(|_| words.next().is_none())
}
