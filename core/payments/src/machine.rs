//! The one state machine of everything sent to an acquirer.
//!
//! ```text
//! sent ──► approved | declined | unknown
//! unknown ──► approved | declined | reversed | stuck
//! ```
//!
//! `sent` is committed before the acquirer is called, so from `sent` on nobody can know whether the
//! request arrived; nothing is ever sent a second time except a reversal, which repeats unchanged.

use crate::words::words;

words! {
    /// What an operation asks of the acquirer.
    Kind {
        /// Reserve the amount, or take it at once where capture is automatic.
        Authorize = "authorize",
        /// Take a reserved amount.
        Capture = "capture",
        /// Give up what is reserved and not yet taken.
        Void = "void",
        /// Give back what was taken.
        Refund = "refund",
        /// Undo an operation whose end is in doubt.
        Reversal = "reversal",
        /// Ask whether the card is good, for an amount of zero.
        Verify = "verify",
    }
}

words! {
    /// Where an operation stands.
    State {
        /// Committed here; it may or may not have reached the acquirer.
        Sent = "sent",
        /// The acquirer said yes.
        Approved = "approved",
        /// The acquirer said no.
        Declined = "declined",
        /// Sent, and no answer came in time.
        Unknown = "unknown",
        /// In doubt, and undone.
        Reversed = "reversed",
        /// In doubt for longer than machines should try: a person looks.
        Stuck = "stuck",
    }
}

words! {
    /// When an authorized amount is taken.
    Capture {
        /// At once.
        Automatic = "automatic",
        /// Later, by the merchant's captures.
        Manual = "manual",
    }
}

words! {
    /// Whether a merchant's shoppers authenticate before their card is used.
    Authentication {
        /// They do not.
        None = "none",
        /// Each payment waits until the merchant's server confirms it.
        Required = "required",
    }
}

impl State {
    /// Whether the machine goes from here to `next`.
    pub const fn leads_to(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Sent, Self::Approved | Self::Declined | Self::Unknown)
                | (
                    Self::Unknown,
                    Self::Approved | Self::Declined | Self::Reversed | Self::Stuck
                )
        )
    }

    /// Whether the acquirer's view is not known.
    pub const fn is_in_doubt(self) -> bool {
        matches!(self, Self::Sent | Self::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_has_exactly_these_seven_arrows() {
        let mut arrows = Vec::new();
        for from in State::ALL {
            for to in State::ALL {
                if from.leads_to(*to) {
                    arrows.push([from.as_str(), " ", to.as_str()].concat());
                }
            }
        }
        assert_eq!(
            arrows,
            [
                "sent approved",
                "sent declined",
                "sent unknown",
                "unknown approved",
                "unknown declined",
                "unknown reversed",
                "unknown stuck",
            ]
        );
    }

    #[test]
    fn a_word_is_stored_and_answered_alike() {
        for state in State::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
            assert_eq!(State::parse(state.as_str()), Some(*state));
        }
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
            assert_eq!(Kind::parse(kind.as_str()), Some(*kind));
        }
    }
}
