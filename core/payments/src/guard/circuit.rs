//! Whether an acquirer is worth calling.

use access::Timestamp;
use access::time::SECOND;

/// So many calls without an answer, and none with one in between, open the circuit.
pub const OPENS_AFTER: u32 = 8;

/// The pause before the first probe, in milliseconds; each one after is twice as long.
const SHORTEST_PAUSE: i64 = SECOND;

/// No pause between probes is longer, in milliseconds.
pub const LONGEST_PAUSE: i64 = 4 * SECOND;

/// Where a circuit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Every call passes.
    Closed,
    /// None does.
    Open,
    /// The next one does, as a probe.
    HalfOpen,
}

/// As whom a call passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Ordinary,
    Probe,
}

/// One acquirer's circuit.
pub(super) struct Circuit {
    /// Calls without an answer since the last one that had one.
    failures: u32,
    /// Calls with a smaller number began before the last answer was heard.
    heard_before: u64,
    open: Option<Pause>,
}

struct Pause {
    length: i64,
    until: Timestamp,
}

impl Circuit {
    pub(super) const fn new() -> Self {
        Self {
            failures: 0,
            heard_before: 0,
            open: None,
        }
    }

    /// As whom a call passes now, or in how many milliseconds one may.
    pub(super) fn turn(&self, now: Timestamp) -> Result<Turn, i64> {
        match &self.open {
            None => Ok(Turn::Ordinary),
            Some(pause) => match pause.left(now) {
                0 => Ok(Turn::Probe),
                left => Err(left),
            },
        }
    }

    /// A probe goes out, and the pause before the next one begins.
    pub(super) fn probe(&mut self, now: Timestamp) {
        if let Some(pause) = &mut self.open {
            pause.length = (pause.length * 2).min(LONGEST_PAUSE);
            pause.until = now.plus(pause.length);
        }
    }

    /// A probe did not call after all; the next one may at once.
    pub(super) fn give_back(&mut self, now: Timestamp) {
        if let Some(pause) = &mut self.open {
            pause.length = (pause.length / 2).max(SHORTEST_PAUSE);
            pause.until = now;
        }
    }

    /// A call was answered before the call of number `next` began.
    pub(super) fn answered(&mut self, next: u64) {
        *self = Self {
            heard_before: next,
            ..Self::new()
        };
    }

    /// The call of this number was not answered in time.
    pub(super) fn failed(&mut self, number: u64, now: Timestamp) {
        if number < self.heard_before || self.open.is_some() {
            return;
        }
        self.failures += 1;
        if self.failures >= OPENS_AFTER {
            self.failures = 0;
            self.open = Some(Pause {
                length: SHORTEST_PAUSE,
                until: now.plus(SHORTEST_PAUSE),
            });
        }
    }

    pub(super) fn state(&self, now: Timestamp) -> State {
        match self.turn(now) {
            Ok(Turn::Ordinary) => State::Closed,
            Ok(Turn::Probe) => State::HalfOpen,
            Err(_) => State::Open,
        }
    }
}

impl Pause {
    /// Milliseconds that are left; none where the clock was put back since.
    fn left(&self, now: Timestamp) -> i64 {
        match self.until.millis().saturating_sub(now.millis()) {
            left @ 1..=LONGEST_PAUSE => left,
            _ => 0,
        }
    }
}
