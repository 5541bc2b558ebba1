//! The places there are, and who has them.

use access::Timestamp;
use payments::guard::{Slot, Slots};
use std::collections::BTreeMap;

/// Requests that share places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The card page, sessions and tokens: a shopper waits.
    Cards,
    /// Whatever calls an acquirer.
    Money,
    /// Looking at things, and ending a token.
    Reads,
    /// The operator's.
    Operator,
}

/// Each kind's name in the metrics, and its places.
const KINDS: [(Kind, &str, usize); 4] = [
    (Kind::Cards, "cards", 2_048),
    (Kind::Money, "money", 2_048),
    (Kind::Reads, "reads", 2_048),
    (Kind::Operator, "operator", 64),
];

/// Places one merchant's requests may have, of whatever kind.
const SHARE: usize = 1_024;

impl Kind {
    /// Its name in the metrics.
    pub(super) fn name(self) -> &'static str {
        let found = KINDS.iter().find(|(kind, ..)| *kind == self);
        found.map_or("", |(_, name, _)| name)
    }
}

/// All places of the isolate.
pub(super) struct Places {
    kinds: [Slots; KINDS.len()],
    shares: BTreeMap<String, Slots>,
}

impl Default for Places {
    fn default() -> Self {
        Self {
            kinds: KINDS.map(|(_, _, places)| Slots::new(places)),
            shares: BTreeMap::new(),
        }
    }
}

impl Places {
    /// A place of a kind, where there is one.
    pub(super) fn take(&mut self, kind: Kind, now: Timestamp) -> Option<Slot> {
        self.of(kind).take(now)
    }

    /// Gives it back.
    pub(super) fn give_back(&mut self, kind: Kind, slot: Slot) {
        self.of(kind).give_back(slot);
    }

    /// A place of a merchant's share, where it is not used up.
    pub(super) fn take_share(&mut self, merchant: &str, now: Timestamp) -> Option<Slot> {
        let share = self.shares.entry(merchant.to_owned());
        share.or_insert_with(|| Slots::new(SHARE)).take(now)
    }

    /// Gives it back. A merchant without requests is forgotten.
    pub(super) fn give_back_share(&mut self, merchant: &str, slot: Slot, now: Timestamp) {
        if let Some(share) = self.shares.get_mut(merchant) {
            share.give_back(slot);
            if share.taken(now) == 0 {
                self.shares.remove(merchant);
            }
        }
    }

    /// How many of each kind are taken.
    pub(super) fn taken(&mut self, now: Timestamp) -> Vec<(&'static str, usize)> {
        let each = KINDS.map(|(kind, name, _)| (name, self.of(kind).taken(now)));
        each.to_vec()
    }

    fn of(&mut self, kind: Kind) -> &mut Slots {
        let [cards, money, reads, operator] = &mut self.kinds;
        match kind {
            Kind::Cards => cards,
            Kind::Money => money,
            Kind::Reads => reads,
            Kind::Operator => operator,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(1_800_000_000_000 + millis)
    }

    #[test]
    fn each_kind_has_places_of_its_own_and_no_more_than_it_says() {
        for (kind, name, wanted) in KINDS {
            let mut places = Places::default();
            let mut taken = Vec::new();
            while let Some(slot) = places.take(kind, at(0)) {
                taken.push(slot);
            }
            assert_eq!((kind.name(), taken.len()), (name, wanted));
            for (other, count) in places.taken(at(0)) {
                assert_eq!(count, if other == name { wanted } else { 0 }, "{other}");
            }
            // One that is over makes room for one.
            places.give_back(kind, taken.pop().unwrap());
            let _ = places.take(kind, at(1)).unwrap();
            assert!(places.take(kind, at(1)).is_none());
        }
    }

    #[test]
    fn a_merchant_has_half_the_places_of_a_kind_and_takes_none_of_another_merchants() {
        let mut places = Places::default();
        let mut hasty = Vec::new();
        while let Some(slot) = places.take_share("hasty", at(0)) {
            hasty.push(slot);
        }
        assert_eq!(hasty.len(), SHARE);
        assert!(2 * SHARE <= KINDS[1].2);
        let other = places.take_share("other", at(0)).unwrap();
        places.give_back_share("other", other, at(1));
        assert_eq!(places.shares.len(), 1);
        places.give_back_share("hasty", hasty.pop().unwrap(), at(1));
        hasty.push(places.take_share("hasty", at(1)).unwrap());
        for slot in hasty {
            places.give_back_share("hasty", slot, at(2));
        }
        assert!(places.shares.is_empty(), "nobody is remembered");
    }
}
