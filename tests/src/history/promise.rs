//! The promises a history is held against, and how a broken one is reported.

/// The invariants of the proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    /// I1: at most one authorization per token ever reaches the acquirer.
    OneAuthorization,
    /// I2: no operation is acted on twice, none is made twice for one key.
    NoDouble,
    /// I2: what is taken never exceeds what was authorized.
    NoOverCapture,
    /// I2: what is given back never exceeds what was taken.
    NoOverRefund,
    /// I3: "approved" is said of what the acquirer holds for approved, and of nothing else.
    Agreement,
    /// I4: nothing is in doubt once faults have ended.
    NothingInDoubt,
    /// I5: nothing is sent after expiry, for another merchant, or for nobody.
    Boundaries,
    /// I6: the same key gets the same bytes.
    SameBytes,
    /// I6: an answer given is an answer kept.
    NoLostAnswer,
    /// I6: a problem says that its request changed nothing.
    ProblemsChangeNothing,
    /// I7: an acknowledged token can be redeemed until it expires.
    NoLostToken,
    /// I8: what was told has an order in which it is true.
    Order,
}

impl Promise {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::OneAuthorization,
        Self::NoDouble,
        Self::NoOverCapture,
        Self::NoOverRefund,
        Self::Agreement,
        Self::NothingInDoubt,
        Self::Boundaries,
        Self::SameBytes,
        Self::NoLostAnswer,
        Self::ProblemsChangeNothing,
        Self::NoLostToken,
        Self::Order,
    ];

    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Self::OneAuthorization => "I1 one authorization per token",
            Self::NoDouble => "I2 no double capture, void or refund",
            Self::NoOverCapture => "I2 captured within authorized",
            Self::NoOverRefund => "I2 refunded within captured",
            Self::Agreement => "I3 vault and acquirer agree",
            Self::NothingInDoubt => "I4 nothing in doubt",
            Self::Boundaries => "I5 nothing expired, foreign or unasked",
            Self::SameBytes => "I6 same key, same bytes",
            Self::NoLostAnswer => "I6 no answer lost",
            Self::ProblemsChangeNothing => "I6 a problem changes nothing",
            Self::NoLostToken => "I7 no token lost",
            Self::Order => "I8 linearizable",
        }
    }
}

/// A promise that was broken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// Which.
    pub promise: Promise,
    /// The payment's reference.
    pub payment: String,
    /// In words.
    pub what: String,
}

impl Violation {
    pub(super) fn new(promise: Promise, payment: &str, what: impl Into<String>) -> Self {
        Self {
            promise,
            payment: payment.to_owned(),
            what: what.into(),
        }
    }
}
