//! The ways in which a number or a code may lie in a file.

use base64ct::{Base64Unpadded, Encoding as _};

use crate::hex;

/// How something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// The digits.
    Ascii,
    /// The digits in groups, with spaces or hyphens.
    Grouped,
    /// The digits, last first.
    Reversed,
    /// Two digits in a byte.
    Bcd,
    /// Base64 or base64url, at any of three alignments.
    Base64,
    /// Two hexadecimal digits for each byte of text.
    Hex,
    /// Two bytes for each character, as JavaScript engines keep some strings.
    Utf16,
}

impl Encoding {
    /// Every encoding.
    pub const ALL: [Self; 7] = [
        Self::Ascii,
        Self::Grouped,
        Self::Reversed,
        Self::Bcd,
        Self::Base64,
        Self::Hex,
        Self::Utf16,
    ];
}

/// One byte string to look for.
pub struct Needle {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What they mean.
    pub encoding: Encoding,
    /// The number's last four digits, or `code`.
    pub what: String,
    /// Half bytes that must stand before and after: BCD may begin in the middle of a byte.
    beside: Option<(u8, Option<u8>)>,
}

impl Needle {
    /// Whether the half bytes beside a find are the number's too.
    pub fn fits(&self, text: &[u8], at: usize) -> bool {
        let Some((before, after)) = self.beside else {
            return true;
        };
        let low = at
            .checked_sub(1)
            .and_then(|at| text.get(at))
            .map(|byte| byte & 15);
        let high = text.get(at + self.bytes.len()).map(|byte| byte >> 4);
        low == Some(before) && after.is_none_or(|after| high == Some(after))
    }
}

/// A number in all encodings.
pub(super) fn of_number(number: &str) -> Vec<Needle> {
    let last4 = number[number.len() - 4..].to_owned();
    let mut needles = of_text(number, &last4);
    for separator in [" ", "-"] {
        needles.push(needle(
            grouped(number, separator).into_bytes(),
            Encoding::Grouped,
            &last4,
        ));
    }
    let reversed: String = number.chars().rev().collect();
    needles.push(needle(reversed.into_bytes(), Encoding::Reversed, &last4));
    needles.extend(packed(number, &last4));
    needles
}

/// A code in all encodings, under the names it may be written with.
pub(super) fn of_code(code: &str) -> Vec<Needle> {
    let names = ["cvc", "cvv", "code", "security_code"];
    let written = names.iter().flat_map(|name| {
        [
            format!(r#"{name}":"{code}""#),
            format!(r#"{name}": "{code}""#),
            format!(r#"{name}\":\"{code}\""#),
            format!("{name}={code}"),
        ]
    });
    written.flat_map(|text| of_text(&text, "code")).collect()
}

fn of_text(text: &str, what: &str) -> Vec<Needle> {
    let hex = hex::lower(text.as_bytes());
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut needles = vec![
        needle(text.into(), Encoding::Ascii, what),
        needle(hex.to_uppercase().into_bytes(), Encoding::Hex, what),
        needle(utf16, Encoding::Utf16, what),
    ];
    if hex != hex.to_uppercase() {
        needles.push(needle(hex.into_bytes(), Encoding::Hex, what));
    }
    for alignment in 0..3 {
        needles.extend(base64(text, alignment).map(|text| needle(text, Encoding::Base64, what)));
    }
    needles
}

fn needle(bytes: Vec<u8>, encoding: Encoding, what: &str) -> Needle {
    Needle {
        bytes,
        encoding,
        what: what.to_owned(),
        beside: None,
    }
}

/// Fours from the left.
fn grouped(number: &str, separator: &str) -> String {
    let groups: Vec<&str> = (0..number.len())
        .step_by(4)
        .map(|at| &number[at..number.len().min(at + 4)])
        .collect();
    groups.join(separator)
}

/// The characters that depend on the text alone, whatever stands before and after it.
fn base64(text: &str, alignment: usize) -> Option<Vec<u8>> {
    let padded = [&vec![0; alignment], text.as_bytes()].concat();
    let encoded = Base64Unpadded::encode_string(&padded).into_bytes();
    let first = (alignment * 8).div_ceil(6);
    let last = padded.len() * 8 / 6;
    let sure = encoded.get(first..last)?.to_vec();
    (sure.len() >= 8).then_some(sure)
}

/// Both alignments of packed digits. A number that is nearly all zeros looks like any small number
/// there, so it is looked for in the other encodings only.
fn packed(number: &str, last4: &str) -> Vec<Needle> {
    let digits: Vec<u8> = number.bytes().map(|digit| digit & 15).collect();
    let pack = |digits: &[u8]| -> Vec<u8> {
        digits
            .chunks_exact(2)
            .map(|pair| pair[0] << 4 | pair[1])
            .collect()
    };
    let telling = |bytes: &[u8]| bytes.iter().filter(|byte| **byte != 0).count() >= 5;
    let whole = Needle {
        beside: None,
        ..needle(pack(&digits), Encoding::Bcd, last4)
    };
    let inner = &digits[1..];
    let after = (inner.len() % 2 == 1).then(|| inner[inner.len() - 1]);
    let shifted = Needle {
        beside: Some((digits[0], after)),
        ..needle(pack(inner), Encoding::Bcd, last4)
    };
    [whole, shifted]
        .into_iter()
        .filter(|needle| telling(&needle.bytes))
        .collect()
}
