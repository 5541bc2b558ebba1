//! A fixed number of places, lent one by one and never queued for.

use access::Timestamp;
use access::time::SECOND;
use std::collections::BTreeMap;

/// A place comes back by itself after so many milliseconds. Workerd lets a request go on when its caller hangs
/// up; a platform that stops it at some await stops the one who would have given the place back. Longer
/// than all that a request waits for while it holds a place.
pub const LENT_FOR: i64 = 45 * SECOND;

/// The places.
pub struct Slots {
    at_most: usize,
    lent: BTreeMap<u64, Timestamp>,
    next: u64,
}

/// One place, by the number of its loan; numbers only grow.
#[must_use]
pub struct Slot(u64);

impl Slots {
    /// So many places.
    pub const fn new(at_most: usize) -> Self {
        Self {
            at_most,
            lent: BTreeMap::new(),
            next: 0,
        }
    }

    /// Takes a place where there is one.
    pub fn take(&mut self, now: Timestamp) -> Option<Slot> {
        if self.taken(now) >= self.at_most {
            return None;
        }
        let number = self.next;
        self.next += 1;
        self.lent.insert(number, now);
        Some(Slot(number))
    }

    /// Gives it back. One that was lent for too long is back already.
    pub fn give_back(&mut self, slot: Slot) {
        self.lent.remove(&slot.end());
    }

    /// How many are lent.
    pub fn taken(&mut self, now: Timestamp) -> usize {
        while let Some(oldest) = self.lent.first_entry()
            && is_over(*oldest.get(), now)
        {
            oldest.remove();
        }
        self.lent.len()
    }

    /// The number of the next loan.
    pub(super) const fn next(&self) -> u64 {
        self.next
    }
}

impl Slot {
    pub(super) const fn number(&self) -> u64 {
        self.0
    }

    const fn end(self) -> u64 {
        self.0
    }
}

/// Also where the clock was put back: then the loan lies in a future that may be far.
fn is_over(since: Timestamp, now: Timestamp) -> bool {
    since.plus(LENT_FOR) <= now || now.plus(LENT_FOR) <= since
}
