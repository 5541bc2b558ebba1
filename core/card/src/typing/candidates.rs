//! The brands a number can still become, from its first digits.

use super::reading::MAX_DIGITS;
use crate::{
    Badges, BinRange, Brand, Meaning,
    bin_range::find,
    brand::{ROWS, Row},
    digits::digit_value,
    secret::SecretText,
};

/// How many digits tell a brand.
const PREFIX: usize = 6;
const LONGEST: usize = 19;

/// Which brands a number that starts like this can be of: what to show beside the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Candidates {
    /// No brand we take starts like this: show the neutral card, and say so when the field is left.
    None,
    /// Only this one: show its mark and ask for a code of its length.
    One(Brand),
    /// Any of these, all of them before the first digit: show their marks.
    Several(Brands),
}

/// A set of brands, in the order of the brand table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brands(u8);

impl Brands {
    /// Each brand of the set.
    pub fn iter(self) -> impl Iterator<Item = Brand> {
        self.rows().map(|row| row.brand)
    }

    fn rows(self) -> impl Iterator<Item = &'static Row> {
        let is_in = move |place: &usize| self.0 >> place & 1 == 1;
        ROWS.iter()
            .enumerate()
            .filter(move |(place, _)| is_in(place))
            .map(|(_, row)| row)
    }
}

/// The brands whose numbers can start with the first six digits of `text`, or with all it has so
/// far; whatever is no digit is passed over.
pub fn candidates(text: &str) -> Candidates {
    candidates_of(digits(text).as_bytes())
}

/// The brands of a number that is being typed, once its digits tell them: by the operator's ranges, or
/// else by the brand table.
pub fn badges(text: &str, ranges: &[BinRange]) -> Option<Badges> {
    let digits = digits(text);
    match find(ranges, digits.as_bytes()) {
        Some(Meaning::Card(badges)) => Some(badges),
        _ => match candidates_of(digits.as_bytes()) {
            Candidates::One(brand) => Some(Badges::of(brand)),
            _ => None,
        },
    }
}

fn digits(text: &str) -> SecretText<{ 2 * MAX_DIGITS }> {
    let mut digits = SecretText::empty();
    for value in text.chars().filter_map(digit_value) {
        let _ = digits.push(b'0' + value);
    }
    digits
}

fn candidates_of(digits: &[u8]) -> Candidates {
    let found = matching(digits);
    let mut brands = found.iter();
    match (brands.next(), brands.next()) {
        (None, _) => Candidates::None,
        (Some(brand), None) => Candidates::One(brand),
        _ => Candidates::Several(found),
    }
}

/// The most digits a number that starts with `digits` can have.
pub(super) fn longest(digits: &[u8]) -> usize {
    let rows = matching(digits).rows();
    rows.map(|row| row.lengths.longest())
        .max()
        .unwrap_or(LONGEST)
}

/// Before which digits a gap stands: the brand's own where the brand is known and the number is not
/// longer than they are made for, otherwise fours.
pub(super) fn grouping(digits: &[u8]) -> &'static [usize] {
    let mut brands = matching(digits).iter();
    match (brands.next(), brands.next()) {
        (Some(Brand::Amex), None) if digits.len() <= 15 => &[4, 10],
        (Some(Brand::Diners), None) if digits.len() <= 14 => &[4, 10],
        _ => &[4, 8, 12, 16],
    }
}

/// The brands with a number that starts with `digits`: those that meet the range of first six
/// digits which the digits leave open.
fn matching(digits: &[u8]) -> Brands {
    let (mut low, mut high) = (0, 0);
    for place in 0..PREFIX {
        let digit = digits
            .get(place)
            .map(|digit| u32::from(digit.wrapping_sub(b'0')));
        low = low * 10 + digit.unwrap_or(0);
        high = high * 10 + digit.unwrap_or(9);
    }
    let meets = |row: &Row| {
        row.first_six
            .iter()
            .any(|&(from, to)| from <= high && low <= to)
    };
    let mut found = 0;
    for (place, row) in ROWS.iter().enumerate() {
        found |= u8::from(meets(row)) << place;
    }
    Brands(found)
}
