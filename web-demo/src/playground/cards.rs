//! The cards to type, as the guide lists them: `docs/test-cards.md`, which tests hold against the numbers that the
//! vault takes and against what the acquirer does.

use super::texts::{Text, Texts};

const GUIDE: &str = include_str!("../../../docs/test-cards.md");

/// A row of the guide's table.
pub(super) struct Card {
    /// In groups of four digits.
    pub(super) number: String,
    pub(super) brand: &'static str,
    /// `approved`, `time-out`, or why it is declined.
    result: &'static str,
    remark: &'static str,
}

/// What the guide remarks on cards, and what is said of it here.
#[rustfmt::skip]
const REMARKS: [(&str, Text); 15] = [
    ("", |_| ""),
    ("debit", |texts| texts.card_debit),
    ("issued in Japan", |texts| texts.card_from_japan),
    ("2-series", |texts| texts.card_two_series),
    ("prepaid", |texts| texts.card_prepaid),
    ("15 digits, 4-digit code", |texts| texts.card_four_digit_code),
    ("14 digits", |texts| texts.card_14_digits),
    ("16 digits", |texts| texts.card_16_digits),
    ("19 digits", |texts| texts.card_19_digits),
    ("only with the ranges below", |texts| texts.card_in_ranges),
    ("co-badged with the ranges below, otherwise Visa", |texts| texts.card_two_brands),
    ("whatever expiry was typed", |texts| texts.card_any_expiry),
    ("whatever code was typed", |texts| texts.card_any_code),
    ("see below", |_| ""),
    ("its captures, voids and refunds time out: see below", |texts| texts.card_slow_later),
];

/// The cards that do something today.
pub(super) fn cards() -> impl Iterator<Item = Card> {
    GUIDE
        .lines()
        .filter_map(row)
        .filter(|card| !card.remark.starts_with("reserved: "))
}

fn row(line: &'static str) -> Option<Card> {
    let (number, rest) = line.strip_prefix("| `")?.split_once("` |")?;
    let mut cells = rest.split('|').map(|cell| cell.trim().trim_matches('`'));
    let (brand, result) = (cells.next()?, cells.next()?);
    // The ISO code and the advice are the merchant's server's.
    let remark = cells.nth(2)?;
    let is_number = number.len() >= 12 && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| Card {
        number: in_groups(number),
        brand,
        result,
        remark,
    })
}

fn in_groups(number: &str) -> String {
    let mut groups = String::new();
    for (at, digit) in number.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            groups.push(' ');
        }
        groups.push(digit);
    }
    groups
}

impl Card {
    /// What comes of it, and the code where it is declined.
    pub(super) fn result(&self, texts: &Texts) -> (&'static str, &'static str) {
        match self.result {
            "approved" => (texts.card_approved, ""),
            "time-out" => (texts.card_time_out, ""),
            code => (texts.card_declined, code),
        }
    }

    /// What else there is to know.
    pub(super) fn remark(&self, texts: &Texts) -> &'static str {
        let mut known = REMARKS.iter();
        known
            .find(|(remark, _)| *remark == self.remark)
            .map_or(self.remark, |(_, text)| text(texts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_card_of_the_guide_that_does_something_is_listed() {
        let rows = GUIDE.lines().filter(|line| {
            let digits = line.bytes().filter(u8::is_ascii_digit).count();
            line.starts_with("| `") && digits >= 12
        });
        let (reserved, active): (Vec<_>, Vec<_>) =
            rows.partition(|line| line.contains("reserved: "));
        assert!(reserved.len() > 5 && active.len() > 25);
        assert_eq!(cards().count(), active.len());
        let first = cards().next().unwrap();
        assert_eq!(
            (first.number.as_str(), first.brand),
            ("4242 4242 4242 4242", "Visa")
        );
    }

    #[test]
    fn every_remark_of_the_guide_has_words_here_and_no_other() {
        let known: Vec<_> = REMARKS.iter().map(|(remark, _)| *remark).collect();
        let made: Vec<_> = cards().map(|card| card.remark).collect();
        for remark in &made {
            assert!(known.contains(remark), "{remark}");
        }
        for remark in known {
            assert!(made.contains(&remark), "{remark}");
        }
    }
}
