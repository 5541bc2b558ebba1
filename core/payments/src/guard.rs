//! What keeps one dead acquirer from taking the vault with it: in front of each acquirer a bulkhead and a
//! circuit breaker, as one machine that is told the time.
//!
//! **When it is asked.** After the object has said that a request is fresh and before Begin. What is
//! refused here has written nothing: the token is live, the Idempotency-Key unused, and the answer is
//! `503 overloaded` with Retry-After. An answer that was kept needs no acquirer and is given all the same.
//!
//! **The bulkhead.** At most [`AT_MOST_IN_FLIGHT`] calls to one acquirer are under way in one process, and
//! nobody queues: a merchant's server can wait better than the vault can. The number is above what one
//! process can begin (283 authorizations a second, measured on 4 cores) times a slow acquirer's three
//! seconds, so an acquirer that works never meets it. A call that is past its deadline holds no place any
//! more, though its connection may stay open for a late answer for as long again and a half: an acquirer
//! costs 2.5 times the number in connections, and its places are free as soon as it is back.
//!
//! **The circuit.** [`OPENS_AFTER`] calls without an answer and none with one in between open it: so many
//! in a row are one in 400,000 calls for an acquirer that loses a fifth. A decline is an answer. While it is
//! open, one real payment passes as a probe after 1, 2, 4 and then every [`LONGEST_PAUSE`] milliseconds,
//! *whether or not the probe before has ended*: a probe into silence ends after ten seconds only, and
//! waiting for it would spend the ten seconds in which payments must flow again. The first answer closes
//! it. A probe that is turned back before it calls gives its turn to the next.
//!
//! **What counts against it.** Only a call that began after the last answer was heard. The many that were
//! under way when the acquirer died end long after it is back; they must not open the circuit again.
//!
//! **What recovery has to do with it: nothing, in both directions.** The inquiries and reversals of an alarm
//! do not ask the guard: money in doubt would otherwise wait behind new payments, and each would wait
//! longest where doubts are most. They are few by themselves: twenty at a time for one merchant, each again
//! after a pause that grows to half a minute. And what they hear is not told to the guard. An acquirer
//! that answers inquiries from its books while it authorizes nothing must not close the circuit; one that
//! still does not know an operation of an hour ago, or has lost its inquiry, must not open it for payments
//! that succeed. On Cloudflare the alarm may also run on another machine, where it could tell nobody.
//!
//! **Time** may jump. What is older than any call or lies in the future by more than a pause is over.

mod circuit;
mod slots;

pub use circuit::{LONGEST_PAUSE, OPENS_AFTER, State};
pub use slots::{LENT_FOR, Slot, Slots};

use crate::{Code, Problem};
use access::Timestamp;
use access::time::SECOND;
use circuit::{Circuit, Turn};

/// Calls under way to one acquirer in one process.
pub const AT_MOST_IN_FLIGHT: usize = 1_024;

/// One acquirer's bulkhead and circuit.
pub struct Guard {
    slots: Slots,
    circuit: Circuit,
}

/// Leave to call the acquirer once. It must come back through [`Guard::ended`] or [`Guard::turned_back`];
/// one that got lost with its request frees its place after [`LENT_FOR`] milliseconds.
#[must_use]
pub struct Pass {
    slot: Slot,
    turn: Turn,
}

/// Why the acquirer is not called now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// As many calls are under way as may be.
    Full,
    /// It does not answer; in so many milliseconds somebody may try.
    Open(i64),
}

impl Default for Guard {
    fn default() -> Self {
        Self::new(AT_MOST_IN_FLIGHT)
    }
}

impl Guard {
    /// A closed circuit, and a bulkhead of so many places.
    pub const fn new(at_most: usize) -> Self {
        Self {
            slots: Slots::new(at_most),
            circuit: Circuit::new(),
        }
    }

    /// Asks for leave to call the acquirer.
    pub fn admit(&mut self, now: Timestamp) -> Result<Pass, Refusal> {
        let turn = self.circuit.turn(now).map_err(Refusal::Open)?;
        let slot = self.slots.take(now).ok_or(Refusal::Full)?;
        if turn == Turn::Probe {
            self.circuit.probe(now);
        }
        Ok(Pass { slot, turn })
    }

    /// The call was not made after all.
    pub fn turned_back(&mut self, pass: Pass, now: Timestamp) {
        if pass.turn == Turn::Probe {
            self.circuit.give_back(now);
        }
        self.slots.give_back(pass.slot);
    }

    /// The call is over: with an answer of any kind, or without one in time.
    pub fn ended(&mut self, pass: Pass, answered: bool, now: Timestamp) {
        if answered {
            self.circuit.answered(self.slots.next());
        } else {
            self.circuit.failed(pass.slot.number(), now);
        }
        self.slots.give_back(pass.slot);
    }

    /// How many calls are under way.
    pub fn in_flight(&mut self, now: Timestamp) -> usize {
        self.slots.taken(now)
    }

    /// Where the circuit stands.
    pub fn state(&self, now: Timestamp) -> State {
        self.circuit.state(now)
    }
}

impl Refusal {
    /// Whole seconds after which trying again is worth it, one at least.
    pub fn retry_after(self) -> u32 {
        let millis = match self {
            Self::Full => SECOND,
            Self::Open(millis) => millis,
        };
        u32::try_from((millis + SECOND - 1) / SECOND).map_or(1, |seconds| seconds.max(1))
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self {
            code: Code::Overloaded,
            param: None,
            retry_after: Some(refusal.retry_after()),
        }
    }
}
