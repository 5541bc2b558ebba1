//! What an authorization holds, and what may still be asked of it. Pure: it is told what moved.

/// What moves money, or what is held of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// An amount is held, to be captured later.
    Authorize,
    /// An amount is held and captured at once.
    Sale,
    /// Part of what is held is taken, or all of it.
    Capture,
    /// Everything is given up, also what was taken.
    Void,
    /// Part of what was taken is given back, or all of it.
    Refund,
}

/// Why the books do not allow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// The authorization it names is not known.
    NotFound,
    /// The authorization's state does not allow it.
    InvalidTransaction,
    /// It is more than what is left.
    AmountExceeded,
}

impl Move {
    pub(super) const ALL: [Self; 5] = [
        Self::Authorize,
        Self::Sale,
        Self::Capture,
        Self::Void,
        Self::Refund,
    ];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Authorize => "authorize",
            Self::Sale => "sale",
            Self::Capture => "capture",
            Self::Void => "void",
            Self::Refund => "refund",
        }
    }
}

impl Refused {
    /// The decline code on the wire.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::InvalidTransaction => "invalid_transaction",
            Self::AmountExceeded => "amount_exceeded",
        }
    }
}

/// Where one authorization stands. Amounts are in minor units of its one currency.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    authorized: i64,
    captured: i64,
    refunded: i64,
    is_sale: bool,
    is_voided: bool,
}

impl Standing {
    /// The sum of everything that moved and was not reversed. What moved twice counts twice.
    pub(super) fn of(moves: impl IntoIterator<Item = (Move, i64)>) -> Self {
        let mut standing = Self::default();
        let add = |sum: &mut i64, amount| *sum = sum.saturating_add(amount);
        for (kind, amount) in moves {
            match kind {
                Move::Authorize => add(&mut standing.authorized, amount),
                Move::Sale => {
                    add(&mut standing.authorized, amount);
                    add(&mut standing.captured, amount);
                    standing.is_sale = true;
                }
                Move::Capture => add(&mut standing.captured, amount),
                Move::Void => standing.is_voided = true,
                Move::Refund => add(&mut standing.refunded, amount),
            }
        }
        standing
    }

    /// Why this may not move now, or `None` where it may. A new authorization always may.
    pub(super) fn refusal(&self, kind: Move, amount: i64) -> Option<Refused> {
        let is_held = self.authorized > 0 && !self.is_voided;
        let allowed = match kind {
            Move::Authorize | Move::Sale => return None,
            Move::Capture => is_held && !self.is_sale,
            Move::Void => is_held && self.refunded == 0 && amount == self.authorized,
            Move::Refund => is_held && self.captured > 0,
        };
        let left = match kind {
            Move::Capture => self.authorized.saturating_sub(self.captured),
            Move::Refund => self.captured.saturating_sub(self.refunded),
            _ => amount,
        };
        if !allowed {
            Some(Refused::InvalidTransaction)
        } else if amount > left {
            Some(Refused::AmountExceeded)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests;
