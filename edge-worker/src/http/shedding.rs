//! Load shedding: above so many requests under way, one more is refused at once, `503 overloaded` with
//! Retry-After, before its body is read.
//!
//! **Why at all.** One isolate is one thread. Beyond the few dozen requests that keep it busy, each further
//! one makes all of them later and none of them sooner; when they are later than the ten seconds an object
//! may take, work is done for callers who have been told that it failed.
//!
//! **Which limits.** Measured on 4 cores with everything on one machine, one process tokenizes 772 cards and
//! redeems 283 tokens a second. So 2,048 cards are done in 2.7 s, which a shopper waits, and 2,048 payments in
//! 7.2 s: each of a payment's three hops then takes 2.4 s of its ten. An operator's requests are few, and one
//! may touch hundreds of objects: 64. Kinds do not take each other's places: a rush on the card page stops
//! no payment, and no rush stops the operator.
//!
//! **One merchant** has half of that at most, over all kinds: above it `429 too_many_requests`. Its object does
//! one thing at a time, so a rush of its own would otherwise fill every place with requests that wait for it.
//!
//! **What is counted** is the vault's own work. A request that waits for its body has no place: a slow sender
//! could keep it for seconds. One that waits for an acquirer has none either: the acquirer's bulkhead counts
//! it, so that one acquirer's silence costs no other merchant a place. Health, key set, metrics, the
//! frame's files and preflights need none; they touch no object.

mod places;

use super::router::Route;
use crate::clock::now;
use crate::metrics;
use access::Mid;
use payments::guard::Slot;
use payments::{Code, Problem};
use places::{Kind, Places};
use std::cell::{Cell, RefCell};

thread_local! {
    static PLACES: RefCell<Places> = RefCell::default();
}

fn with<T>(act: impl FnOnce(&mut Places) -> T) -> T {
    PLACES.with_borrow_mut(act)
}

/// A request's place among those of its kind, while it has one.
pub(super) struct Place {
    kind: Option<Kind>,
    slot: Cell<Option<Slot>>,
    share: Cell<Option<(Mid, Slot)>>,
}

impl Place {
    /// For a request that has just arrived.
    pub(super) fn of(route: Route<'_>) -> Result<Self, Problem> {
        let place = Self {
            kind: kind(route),
            slot: Cell::new(None),
            share: Cell::new(None),
        };
        place.take()?;
        Ok(place)
    }

    /// Goes on working, where there is a place.
    pub(super) fn take(&self) -> Result<(), Problem> {
        let Some(kind) = self.kind else {
            return Ok(());
        };
        if let Some(slot) = with(|places| places.take(kind, now())) {
            self.slot.set(Some(slot));
            return Ok(());
        }
        metrics::shed(kind.name(), "full");
        Err(Problem::overloaded())
    }

    /// Counts it as this merchant's, where the merchant has its share not used up.
    pub(super) fn count_for(&self, mid: Mid) -> Result<(), Problem> {
        let Some(kind) = self.kind.filter(|kind| *kind != Kind::Operator) else {
            return Ok(());
        };
        self.give_back_share();
        let slot = with(|places| places.take_share(mid.as_str(), now()));
        if let Some(slot) = slot {
            self.share.set(Some((mid, slot)));
            return Ok(());
        }
        metrics::shed(kind.name(), "share");
        Err(Problem {
            code: Code::TooManyRequests,
            param: None,
            retry_after: Some(1),
        })
    }

    /// Waits for something that is not the vault's work.
    pub(super) fn give_back(&self) {
        self.give_back_share();
        if let Some((kind, slot)) = self.kind.zip(self.slot.take()) {
            with(|places| places.give_back(kind, slot));
        }
    }

    fn give_back_share(&self) {
        if let Some((mid, slot)) = self.share.take() {
            with(|places| places.give_back_share(mid.as_str(), slot, now()));
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.give_back();
    }
}

/// How many requests of each kind are under way.
pub(crate) fn under_way() -> Vec<(&'static str, usize)> {
    with(|places| places.taken(now()))
}

/// Which places a request needs; none where it does no work worth counting.
fn kind(route: Route<'_>) -> Option<Kind> {
    match route {
        Route::Health
        | Route::KeySet
        | Route::Ranges
        | Route::Metrics
        | Route::Asset(_)
        | Route::Preflight => None,

        Route::Frame
        | Route::FrameOfSession(_)
        | Route::Pay(_)
        | Route::Report
        | Route::OpenSession
        | Route::RenewSession
        | Route::Tokenize => Some(Kind::Cards),

        Route::Authorize
        | Route::Capture(_)
        | Route::Void(_)
        | Route::Refund(_)
        | Route::Confirm(_)
        | Route::Verify => Some(Kind::Money),

        Route::ReadSession(_)
        | Route::ReadToken(_)
        | Route::RevokeToken(_)
        | Route::ListAuthorizations
        | Route::ReadAuthorization(_)
        | Route::ReadVerification(_) => Some(Kind::Reads),

        Route::ListAcquirers
        | Route::PutAcquirer(_)
        | Route::ReadBinRanges
        | Route::PutBinRanges
        | Route::ListMerchants
        | Route::CreateMerchant
        | Route::ReadMerchant(_)
        | Route::PutMerchant(_)
        | Route::ChangeMerchant(_)
        | Route::CreateKey(_)
        | Route::ImportKey(..)
        | Route::RevokeKey(..)
        | Route::Sweep => Some(Kind::Operator),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn health_key_set_ranges_and_metrics_are_never_shed() {
        for route in [Route::Health, Route::KeySet, Route::Ranges, Route::Metrics] {
            assert_eq!(kind(route), None);
        }
        assert_eq!(kind(Route::Authorize), Some(Kind::Money));
    }
}
