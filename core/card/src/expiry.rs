//! The month a card is good through.

use crate::{CardError, digits::folded};

/// Nothing printed on a card is further away than this; what is, was mistyped.
const FURTHEST_YEARS: u32 = 50;

const MS_PER_DAY: i64 = 86_400_000;

/// An expiry month, good through its last moment in UTC. A fact that merchants may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Expiry([u8; 7]);

impl Expiry {
    /// `YYYY-MM` with month 01–12; anything else is [`CardError::InvalidExpiry`].
    pub fn parse(text: &str) -> Result<Self, CardError> {
        match *text.as_bytes() {
            [y1, y2, y3, y4, b'-', m1, m2] => Self::from_digits([y1, y2, y3, y4], [m1, m2]),
            _ => Err(CardError::InvalidExpiry),
        }
    }

    /// Month and year as a shopper types them, `MM/YY` or `MM/YYYY`: full-width digits folded,
    /// slash, spaces and hyphens optional; two digits of a year are of this century.
    pub fn from_typed(text: &str) -> Result<Self, CardError> {
        let mut typed = [0_u8; 6];
        let mut count = 0;
        for digit in folded(
            text.chars()
                .filter(|character| !matches!(character, '/' | '／')),
        ) {
            let place = typed.get_mut(count).ok_or(CardError::InvalidExpiry)?;
            *place = digit.ok_or(CardError::InvalidExpiry)?;
            count += 1;
        }
        let [m1, m2, y1, y2, y3, y4] = typed;
        match count {
            4 => Self::from_digits([b'2', b'0', y1, y2], [m1, m2]),
            6 => Self::from_digits([y1, y2, y3, y4], [m1, m2]),
            _ => Err(CardError::InvalidExpiry),
        }
    }

    fn from_digits([y1, y2, y3, y4]: [u8; 4], [m1, m2]: [u8; 2]) -> Result<Self, CardError> {
        let expiry = Self([y1, y2, y3, y4, b'-', m1, m2]);
        let all_digits = [y1, y2, y3, y4, m1, m2].iter().all(u8::is_ascii_digit);
        if all_digits && (1..=12).contains(&expiry.month()) {
            Ok(expiry)
        } else {
            Err(CardError::InvalidExpiry)
        }
    }

    /// The text `YYYY-MM`.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The year, four digits.
    pub fn year(self) -> u32 {
        let [y1, y2, y3, y4, ..] = self.0;
        number([y1, y2]) * 100 + number([y3, y4])
    }

    /// The month, 1–12.
    pub fn month(self) -> u32 {
        let [.., m1, m2] = self.0;
        number([m1, m2])
    }

    /// Whether the month is over at `now_unix_ms` (milliseconds since 1970 in UTC).
    pub fn is_past(self, now_unix_ms: i64) -> bool {
        self.months() < months_at(now_unix_ms)
    }

    /// [`CardError::ExpiredCard`] where the month is over, [`CardError::InvalidExpiry`] where it is
    /// more than 50 years away.
    pub fn check(self, now_unix_ms: i64) -> Result<(), CardError> {
        if self.is_past(now_unix_ms) {
            Err(CardError::ExpiredCard)
        } else if self.months() > months_at(now_unix_ms) + i64::from(FURTHEST_YEARS * 12) {
            Err(CardError::InvalidExpiry)
        } else {
            Ok(())
        }
    }

    /// Months since the start of year 0.
    fn months(self) -> i64 {
        i64::from(self.year() * 12 + self.month() - 1)
    }
}

fn number([tens, ones]: [u8; 2]) -> u32 {
    u32::from(tens.wrapping_sub(b'0')) * 10 + u32::from(ones.wrapping_sub(b'0'))
}

/// Months since the start of year 0 in the proleptic Gregorian calendar. Years are counted from
/// March, so that the leap day is the last of a year and month lengths follow one line.
fn months_at(now_unix_ms: i64) -> i64 {
    const DAYS_TO_1970_FROM_MARCH_0: i64 = 719_468;
    const DAYS_PER_400_YEARS: i64 = 146_097;
    let days = now_unix_ms.div_euclid(MS_PER_DAY) + DAYS_TO_1970_FROM_MARCH_0;
    let era = days.div_euclid(DAYS_PER_400_YEARS);
    let day = days.rem_euclid(DAYS_PER_400_YEARS);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let months_from_march = (5 * day_of_year + 2) / 153;
    (era * 400 + year) * 12 + months_from_march + 2
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use proptest::prelude::*;
    use std::{format, string::String};

    /// 2026-11-30T23:59:59.999Z.
    const END_OF_NOVEMBER: i64 = 1_796_083_199_999;

    #[test]
    fn the_text_is_a_four_digit_year_and_a_two_digit_month() {
        let expiry = Expiry::parse("2030-09").unwrap();
        assert_eq!(
            (expiry.as_str(), expiry.year(), expiry.month()),
            ("2030-09", 2030, 9)
        );
        for text in [
            "",
            "2030",
            "2030-9",
            "2030-00",
            "2030-13",
            "2030/09",
            "30-09",
            "2030-09 ",
            "２０３０-09",
            "203a-09",
            "2030-1:",
        ] {
            assert_eq!(
                Expiry::parse(text),
                Err(CardError::InvalidExpiry),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_typed_expiry_is_month_then_year_in_any_width() {
        for text in [
            "09/30",
            "0930",
            "09 / 30",
            "０９／３０",
            "09-30",
            "09/2030",
            "092030",
        ] {
            assert_eq!(Expiry::from_typed(text), Expiry::parse("2030-09"), "{text}");
        }
        for text in [
            "", "9/30", "13/30", "00/30", "09/3", "09/20301", "ab/cd", "09/203",
        ] {
            assert_eq!(
                Expiry::from_typed(text),
                Err(CardError::InvalidExpiry),
                "{text}"
            );
        }
    }

    #[test]
    fn a_card_is_good_through_the_last_millisecond_of_its_month() {
        let november = Expiry::parse("2026-11").unwrap();
        assert_eq!(november.check(END_OF_NOVEMBER), Ok(()));
        assert_eq!(
            november.check(END_OF_NOVEMBER + 1),
            Err(CardError::ExpiredCard)
        );
        assert!(!november.is_past(END_OF_NOVEMBER) && november.is_past(END_OF_NOVEMBER + 1));
        assert!(Expiry::parse("2025-12").unwrap().is_past(END_OF_NOVEMBER));
        assert!(!Expiry::parse("2027-01").unwrap().is_past(END_OF_NOVEMBER));
    }

    #[test]
    fn a_month_more_than_fifty_years_away_was_mistyped() {
        assert_eq!(
            Expiry::parse("2076-11").unwrap().check(END_OF_NOVEMBER),
            Ok(())
        );
        assert_eq!(
            Expiry::parse("2076-12").unwrap().check(END_OF_NOVEMBER),
            Err(CardError::InvalidExpiry)
        );
    }

    #[test]
    fn months_follow_the_calendar_over_leap_years_and_centuries() {
        let (mut days, mut checked) = (0_i64, 0);
        for year in 1970_i64..=2200 {
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            for (month, length) in [
                31,
                if leap { 29 } else { 28 },
                31,
                30,
                31,
                30,
                31,
                31,
                30,
                31,
                30,
                31,
            ]
            .into_iter()
            .enumerate()
            {
                let expected = year * 12 + i64::try_from(month).unwrap();
                assert_eq!(months_at(days * MS_PER_DAY), expected);
                days += length;
                assert_eq!(months_at(days * MS_PER_DAY - 1), expected);
                checked += 1;
            }
        }
        assert_eq!(checked, 231 * 12);
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in any::<String>(), now in any::<i64>()) {
            let _ = Expiry::from_typed(&text);
            if let Ok(expiry) = Expiry::parse(&text) {
                let _ = expiry.check(now);
            }
        }

        #[test]
        fn every_month_is_read_back(year in 0_u32..=9999, month in 1_u32..=12, now in any::<i64>()) {
            let text = format!("{year:04}-{month:02}");
            let expiry = Expiry::parse(&text).unwrap();
            prop_assert_eq!((expiry.as_str(), expiry.year(), expiry.month()), (text.as_str(), year, month));
            let _ = expiry.check(now);
        }
    }
}
