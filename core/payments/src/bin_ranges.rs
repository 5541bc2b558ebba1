//! The operator's ranges of first digits: brands that no fixed prefix tells, co-badged cards, payment tokens.

use crate::Problem;
use access::Timestamp;
use access::time::MINUTE;
use card::{Badges, BinRange, Brand, Meaning};
use serde::{Deserialize, Serialize};

/// The most ranges there may be: as many as fit a request.
const MOST: usize = 160;

/// A range as the operator writes it: the lowest and the highest first digits, both included, and what its
/// numbers are: cards of one brand, co-badged cards of two, or payment tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each is named by what it holds")]
pub struct Range {
    pub low: String,
    pub high: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub co_brand: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<bool>,
}

impl Range {
    /// What it says, where it says one thing.
    pub fn read(&self) -> Option<BinRange> {
        let meaning = match (&self.brand, &self.co_brand, self.token) {
            (Some(brand), None, None) => Meaning::Card(Badges::of(Brand::parse(brand)?)),
            (Some(brand), Some(co_brand), None) => {
                Meaning::Card(Badges::both(Brand::parse(brand)?, Brand::parse(co_brand)?)?)
            }
            (None, None, Some(true)) => Meaning::PaymentToken,
            _ => return None,
        };
        BinRange::parse(self.low.as_bytes(), self.high.as_bytes(), meaning)
    }
}

/// All ranges, as they were set last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranges {
    /// Grows by one each time they are set; 0: never.
    pub seq: u64,
    /// The ranges; no number lies in two of them.
    pub ranges: Vec<Range>,
}

impl Ranges {
    /// The ranges as rules. They were judged when they were set; `None` where they are no longer understood.
    pub fn read(&self) -> Option<Vec<BinRange>> {
        self.ranges.iter().map(Range::read).collect()
    }
}

/// After this, ranges are asked for again.
const FRESH: i64 = MINUTE;
/// After this, they are not used any more.
const LONGEST: i64 = 5 * MINUTE;

/// What ranges that were read some time ago are good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// A card is judged by them.
    Fresh,
    /// It is, and they are asked for again meanwhile.
    Aging,
    /// They must be asked for first: what the operator has set since is not known.
    Old,
}

impl Age {
    /// Of ranges that were `read` then, and `asked` for last then, whether or not there was an answer.
    pub fn of(read: Timestamp, asked: Timestamp, now: Timestamp) -> Self {
        if now >= read.plus(LONGEST) {
            Self::Old
        } else if now >= asked.plus(FRESH) {
            Self::Aging
        } else {
            Self::Fresh
        }
    }
}

/// Whether these ranges may be set: not too many, each one says something, no number lies in two of them,
/// and none claims another brand's cards.
pub fn judge(ranges: &[Range]) -> Result<(), Problem> {
    let read: Option<Vec<BinRange>> = ranges.iter().map(Range::read).collect();
    let is_fair = read.is_some_and(|read| {
        let stand_alone = |(place, range): (usize, &BinRange)| {
            let mut others = read.iter().skip(place + 1);
            !range.takes_from_another_brand() && !others.any(|other| range.meets(other))
        };
        read.len() <= MOST && read.iter().enumerate().all(stand_alone)
    });
    if is_fair {
        Ok(())
    } else {
        Err(Problem::invalid("ranges"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(low: &str, high: &str, brand: Option<&str>, co_brand: Option<&str>) -> Range {
        Range {
            low: low.into(),
            high: high.into(),
            brand: brand.map(str::to_owned),
            co_brand: co_brand.map(str::to_owned),
            token: brand.is_none().then_some(true),
        }
    }

    fn good() -> Vec<Range> {
        vec![
            range("945800", "945899", Some("mydebit"), None),
            range("400000458", "400000458", Some("visa"), Some("mydebit")),
            range("48953700", "48953799", None, None),
        ]
    }

    #[test]
    fn brands_co_badged_cards_and_tokens_lie_beside_each_other() {
        assert_eq!(judge(&good()), Ok(()));
        assert_eq!(judge(&[]), Ok(()));
        let all = Ranges {
            seq: 1,
            ranges: good(),
        };
        assert_eq!(all.read().unwrap().len(), 3);
    }

    #[test]
    fn what_could_be_understood_in_two_ways_is_not_set() {
        for wrong in [
            range("9458990", "9459000", Some("mydebit"), None),
            range("489537990000", "489537990000", None, None),
            range("510000", "510000", Some("mydebit"), None),
            range("510000", "510000", Some("visa"), Some("mydebit")),
            range("370000", "370000", Some("amex"), Some("mydebit")),
            range("945700", "945600", Some("mydebit"), None),
            range("94570", "94579", Some("mydebit"), None),
            range("945700", "945700", Some("debit"), None),
            range("945700", "945700", Some("mydebit"), Some("mydebit")),
            Range {
                token: Some(true),
                ..range("945700", "945700", Some("mydebit"), None)
            },
            Range {
                token: Some(false),
                ..range("945700", "945700", None, None)
            },
            Range {
                token: None,
                ..range("945700", "945700", None, None)
            },
            range("945700", "945700", None, Some("mydebit")),
        ] {
            let ranges = [good(), vec![wrong.clone()]].concat();
            assert_eq!(judge(&ranges), Err(Problem::invalid("ranges")), "{wrong:?}");
        }
    }

    #[test]
    fn ranges_are_used_for_five_minutes_and_asked_for_again_once_a_minute() {
        let at = |minutes| Timestamp::from_millis(minutes * MINUTE);
        let just_before = |moment: Timestamp| moment.plus(-1);
        assert_eq!(Age::of(at(0), at(0), just_before(at(1))), Age::Fresh);
        assert_eq!(Age::of(at(0), at(0), at(1)), Age::Aging);
        // Who does not answer is not asked at every card.
        assert_eq!(Age::of(at(0), at(1), just_before(at(2))), Age::Fresh);
        assert_eq!(Age::of(at(0), at(4), just_before(at(5))), Age::Fresh);
        assert_eq!(Age::of(at(0), at(4), at(5)), Age::Old);
    }

    #[test]
    fn there_are_no_more_than_fit_a_request() {
        let many = |count: usize| -> Vec<Range> {
            (0..count)
                .map(|number| {
                    let digits = format!("{:012}", 945_800_000_000 + number);
                    range(&digits, &digits, Some("mastercard"), Some("mydebit"))
                })
                .collect()
        };
        assert_eq!(judge(&many(MOST)), Ok(()));
        assert!(judge(&many(MOST + 1)).is_err());
        let ranges = many(MOST);
        let body = serde_json::json!({ "ranges": ranges }).to_string();
        assert!(body.len() <= crate::api::MAX_BODY, "{}", body.len());
    }
}
