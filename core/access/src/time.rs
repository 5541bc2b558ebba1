//! Moments by the vault's clock.

use serde::{Deserialize, Serialize};

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

/// One second in milliseconds.
pub const SECOND: i64 = 1_000;
/// One minute in milliseconds.
pub const MINUTE: i64 = 60 * SECOND;
/// One hour in milliseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// One day in milliseconds.
pub const DAY: i64 = 24 * HOUR;

impl Timestamp {
    /// A moment from Unix milliseconds.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// A moment from Unix seconds.
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs.saturating_mul(SECOND))
    }

    /// Unix milliseconds.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Unix seconds, rounded down.
    pub const fn secs(self) -> i64 {
        self.0.div_euclid(SECOND)
    }

    /// The moment `millis` later (earlier where negative).
    #[must_use]
    pub const fn plus(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// RFC 3339 in UTC with milliseconds: `2026-12-01T09:30:00.250Z`.
    ///
    /// A moment no calendar has (beyond the year 9999) reads as the last one it has.
    pub fn rfc3339(self) -> String {
        let moment = jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::MAX);
        moment.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
    }

    /// Reads RFC 3339 in UTC (`Z`), with or without a fraction of a second.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        let in_utc = text.as_bytes().get(10) == Some(&b'T') && text.ends_with('Z');
        let moment: jiff::Timestamp = in_utc.then(|| text.parse().ok()).flatten()?;
        Some(Self(moment.as_millisecond()))
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn a_moment_reads_as_rfc_3339_with_milliseconds() {
        for (millis, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_796_117_400_250, "2026-12-01T09:30:00.250Z"),
            (951_827_696_007, "2000-02-29T12:34:56.007Z"),
        ] {
            assert_eq!(Timestamp::from_millis(millis).rfc3339(), text);
            assert_eq!(
                Timestamp::parse_rfc3339(text),
                Some(Timestamp::from_millis(millis))
            );
        }
    }

    #[test]
    fn a_moment_is_read_in_utc_only() {
        let read = Timestamp::parse_rfc3339;
        assert_eq!(read("1970-01-01T00:00:01Z"), Some(Timestamp::from_secs(1)));
        for text in [
            "",
            "today",
            "2026-12-01",
            "2026-12-01T09:30:00",
            "2026-12-01 09:30:00Z",
            "2026-12-01T09:30:00+09:00",
            "2026-13-01T09:30:00Z",
            "2026-12-01T24:30:00Z",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
