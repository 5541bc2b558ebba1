//! A merchant's acquirer, and what its words mean for money.

use crate::machine::Kind;
use crate::terms::Terms;
use serde::{Deserialize, Serialize};

/// The language an acquirer is spoken to in: one connector each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConnectorKind {
    /// JSON over HTTP with signed requests.
    Json,
}

impl ConnectorKind {
    /// The connector's name in settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
        }
    }

    /// Reads what [`as_str`](Self::as_str) wrote.
    pub fn parse(text: &str) -> Option<Self> {
        (text == "json").then_some(Self::Json)
    }
}

/// Bytes sealed by the vault, with the name of the key-encryption key that opens them.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Sealed {
    /// Names the key-encryption key.
    pub kek: String,
    /// Salt, IV, ciphertext and tag, as the edge lays them out.
    #[serde(with = "crate::base64_bytes")]
    pub bytes: Vec<u8>,
}

/// A merchant's acquirer, copied into the merchant's own object so that a payment needs no other.
#[derive(Clone, Serialize, Deserialize)]
pub struct Connector {
    /// The operator's name of the acquirer.
    pub acquirer: String,
    /// How it is spoken to.
    pub kind: ConnectorKind,
    /// Base address.
    pub url: String,
    /// What requests are signed with.
    pub credentials: Sealed,
    /// What it can do, and until when.
    pub terms: Terms,
}

/// What an acquirer answered, before anyone believes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The operation it speaks of.
    pub operation: String,
    /// The kind it speaks of.
    pub kind: String,
    /// The amount it speaks of, in minor units.
    pub amount: i64,
    /// The currency it speaks of, ISO 4217.
    pub currency: String,
    /// What it says.
    pub verdict: Verdict,
}

/// What an acquirer says of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Yes, with the codes of the approval.
    Approved {
        /// The issuer's approval code.
        approval_code: Option<String>,
        /// The acquirer's retrieval reference number.
        rrn: Option<String>,
    },
    /// No, with the reason.
    Declined {
        /// The reason, in the words of the connector's table.
        decline_code: String,
        /// What to do about it.
        advice: Option<Advice>,
    },
    /// It was approved and has been undone.
    Reversed,
    /// It does not know yet.
    Pending,
}

crate::words::words! {
    /// What the merchant should do after a decline.
    Advice {
        /// Trying again will not help and may cost the merchant.
        DoNotRetry = "do_not_retry",
        /// The same card may work later.
        RetryLater = "retry_later",
        /// The shopper should correct the card data.
        NewData = "new_data",
        /// The shopper should authenticate.
        Authenticate = "authenticate",
    }
}

/// What we hold to be true of an operation after asking the acquirer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Finding {
    /// Approved; a reversal is acknowledged.
    Approved {
        /// The issuer's approval code.
        approval_code: Option<String>,
        /// The acquirer's retrieval reference number.
        rrn: Option<String>,
    },
    /// Declined.
    Declined {
        /// The reason.
        decline_code: String,
        /// What to do about it.
        advice: Option<Advice>,
    },
    /// Approved once and undone since.
    Reversed,
    /// The acquirer does not know yet.
    Pending,
    /// The acquirer has never seen it.
    NotFound,
    /// The acquirer cannot be asked what became of anything.
    CannotAsk,
    /// Nothing we can rely on: silence, an error, or words about something else.
    NoAnswer,
}

/// What was asked, to hold an answer against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The operation's id.
    pub operation: String,
    /// Its kind.
    pub kind: Kind,
    /// Its amount in minor units.
    pub amount: i64,
    /// Its currency.
    pub currency: String,
}

impl Asked {
    /// Believes a claim only where it speaks of exactly what was asked; a word about another operation,
    /// kind, amount or currency is no answer, and never an approval.
    pub fn weigh(&self, claim: Claim) -> Finding {
        let same = claim.operation == self.operation
            && claim.kind == self.kind.as_str()
            && claim.amount == self.amount
            && claim.currency == self.currency;
        if !same {
            return Finding::NoAnswer;
        }
        match claim.verdict {
            Verdict::Approved { approval_code, rrn } => Finding::Approved { approval_code, rrn },
            Verdict::Declined {
                decline_code,
                advice,
            } => Finding::Declined {
                decline_code,
                advice,
            },
            Verdict::Reversed => Finding::Reversed,
            Verdict::Pending => Finding::Pending,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Asked {
        Asked {
            operation: "op_test_1".into(),
            kind: Kind::Authorize,
            amount: 1200,
            currency: "JPY".into(),
        }
    }

    fn claim() -> Claim {
        Claim {
            operation: "op_test_1".into(),
            kind: "authorize".into(),
            amount: 1200,
            currency: "JPY".into(),
            verdict: Verdict::Approved {
                approval_code: Some("A1".into()),
                rrn: None,
            },
        }
    }

    #[test]
    fn an_approval_of_exactly_what_was_asked_is_believed() {
        assert_eq!(
            asked().weigh(claim()),
            Finding::Approved {
                approval_code: Some("A1".into()),
                rrn: None
            }
        );
    }

    #[test]
    fn an_approval_of_anything_else_is_no_answer() {
        for other in [
            Claim {
                operation: "op_test_2".into(),
                ..claim()
            },
            Claim {
                kind: "refund".into(),
                ..claim()
            },
            Claim {
                amount: 1201,
                ..claim()
            },
            Claim {
                currency: "USD".into(),
                ..claim()
            },
        ] {
            assert_eq!(asked().weigh(other), Finding::NoAnswer);
        }
    }
}
