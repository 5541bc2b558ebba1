//! What an acquirer can do, and until when: the operator says so once, and what is missing is refused
//! before anything is written.

use crate::words::words;
use access::Timestamp;
use access::time::{DAY, MINUTE};
use serde::{Deserialize, Serialize};

words! {
    /// Something an acquirer can do beyond authorizing, taking all of it at once, and undoing.
    Capability {
        /// Tell what became of an operation.
        Inquiry = "inquiry",
        /// Take less than was authorized.
        PartialCapture = "partial_capture",
        /// Take an authorized amount in several captures.
        MultiCapture = "multi_capture",
        /// Give money back by the id of the payment, without the card.
        RefundByReference = "refund_by_reference",
        /// Check a card for an amount of zero.
        ZeroValue = "zero_value",
    }
}

/// The terms a merchant's payments are under at its acquirer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// What the acquirer can do.
    pub capabilities: Vec<Capability>,
    /// When its day ends.
    pub cut_off: CutOff,
}

impl Default for Terms {
    /// An acquirer that can do everything, and whose day ends at midnight in Japan.
    fn default() -> Self {
        Self {
            capabilities: Capability::ALL.to_vec(),
            cut_off: CutOff(15 * 60),
        }
    }
}

impl Terms {
    /// Reads what [`capabilities_text`](Self::capabilities_text) and [`CutOff::text`] wrote.
    pub fn from_stored(capabilities: &str, cut_off: &str) -> Option<Self> {
        let words = capabilities.split_ascii_whitespace();
        Some(Self {
            capabilities: words.map(Capability::parse).collect::<Option<_>>()?,
            cut_off: CutOff::parse(cut_off)?,
        })
    }

    /// The capabilities, separated by spaces.
    pub fn capabilities_text(&self) -> String {
        let words: Vec<_> = self.capabilities.iter().map(|one| one.as_str()).collect();
        words.join(" ")
    }

    /// Whether the acquirer can do this.
    pub fn include(&self, capability: Capability) -> bool {
        self.capabilities.contains(&capability)
    }
}

/// The minute of the day, UTC, at which an acquirer settles what was taken: from then on nothing is
/// voided any more, only refunded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutOff(i64);

impl CutOff {
    /// Reads `HH:MM`.
    pub fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let two = |digits: &str| {
            let plain = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| digits.parse::<i64>().ok()).flatten()
        };
        let (hours, minutes) = (two(hours)?, two(minutes)?);
        (hours < 24 && minutes < 60).then_some(Self(hours * 60 + minutes))
    }

    /// Writes `HH:MM`.
    pub fn text(self) -> String {
        format!("{:02}:{:02}", self.0 / 60, self.0 % 60)
    }

    /// The first cut-off after a moment.
    pub fn after(self, moment: Timestamp) -> Timestamp {
        let into_the_day = (moment.millis() - self.0 * MINUTE).rem_euclid(DAY);
        moment.plus(DAY - into_the_day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_off_is_a_minute_of_the_day_in_utc() {
        for text in ["00:00", "15:00", "23:59"] {
            assert_eq!(CutOff::parse(text).unwrap().text(), text);
        }
        for text in ["", "24:00", "12:60", "1:00", "+1:00", "15.00", "15:00Z"] {
            assert_eq!(CutOff::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_next_cut_off_is_never_now_and_never_more_than_a_day_away() {
        let cut_off = CutOff::parse("15:00").unwrap();
        // 2026-12-01T15:00:00Z
        let there = Timestamp::from_secs(1_796_137_200);
        assert_eq!(cut_off.after(there.plus(-1)), there);
        assert_eq!(cut_off.after(there), there.plus(DAY));
        assert_eq!(cut_off.after(there.plus(1)), there.plus(DAY));
        assert_eq!(cut_off.after(there.plus(-DAY)), there);
    }

    #[test]
    fn an_acquirer_of_which_nothing_is_said_can_do_everything() {
        let terms = Terms::default();
        assert!(Capability::ALL.iter().all(|one| terms.include(*one)));
        let none = Terms {
            capabilities: vec![],
            ..terms
        };
        assert!(!Capability::ALL.iter().any(|one| none.include(*one)));
    }
}
