//! Time at the edge: the one place that reads the clock, and the deadline every wait has.

use access::Timestamp;
use futures_util::future::{Either, select};
use std::pin::pin;
use std::time::Duration;
use worker::{Date, Delay};

/// The vault's clock.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_millis(i64::try_from(Date::now().as_millis()).unwrap_or(i64::MAX))
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
