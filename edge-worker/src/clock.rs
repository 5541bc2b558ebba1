//! Time at the edge: the one place that reads the clock, and the deadline every wait has.

use access::Timestamp;
use futures_util::future::{Either, select};
use std::pin::pin;
use std::time::Duration;
use worker::{Date, Delay};

/// The vault's clock.
pub(crate) fn now() -> Timestamp {
    from_platform(Timestamp::from_millis(
        i64::try_from(Date::now().as_millis()).unwrap_or(i64::MAX),
    ))
}

/// The vault's moment at a moment of the platform: the same.
#[cfg(not(cardseal_faults))]
pub(crate) fn from_platform(at: Timestamp) -> Timestamp {
    at
}

/// The platform's moment at a moment of the vault: the same.
#[cfg(not(cardseal_faults))]
pub(crate) fn to_platform(at: Timestamp) -> Timestamp {
    at
}

#[cfg(cardseal_faults)]
pub(crate) use jump::{from_platform, set, to_platform};

/// Crash tests start the vault with a clock that is wrong: the platform's, and so much more.
#[cfg(cardseal_faults)]
mod jump {
    use access::Timestamp;
    use std::cell::Cell;
    use worker::Env;

    thread_local! {
        static AHEAD: Cell<i64> = const { Cell::new(0) };
    }

    /// Reads how many milliseconds the clock is ahead.
    pub(crate) fn set(env: &Env) {
        let ahead = env.var("CARDSEAL_FAULT_CLOCK").ok();
        let ahead = ahead.and_then(|text| text.to_string().parse().ok());
        AHEAD.set(ahead.unwrap_or(0));
    }

    pub(crate) fn from_platform(at: Timestamp) -> Timestamp {
        at.plus(AHEAD.get())
    }

    pub(crate) fn to_platform(at: Timestamp) -> Timestamp {
        at.plus(-AHEAD.get())
    }
}

/// Lets other requests go on: the platform runs one without a pause as long as it need not wait.
pub(crate) async fn yield_to_others() {
    Delay::from(Duration::ZERO).await;
}

/// What `future` gives within `millis`, or `None`. A future lent to it can be waited for again.
pub(crate) async fn within<T>(millis: i64, future: impl Future<Output = T>) -> Option<T> {
    let limit = Duration::from_millis(u64::try_from(millis).unwrap_or(0));
    match select(pin!(future), Delay::from(limit)).await {
        Either::Left((value, _)) => Some(value),
        Either::Right(_) => None,
    }
}
