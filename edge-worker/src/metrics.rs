//! What the vault counts of itself, for `GET /metrics`.
//!
//! The counts lie in the isolate's memory: an increment costs no write and no wait, and they begin anew with
//! the isolate. No label holds anything that a caller sent: routes, kinds and outcomes are words of ours, and
//! an acquirer goes by the name the operator gave it.

mod exposition;
mod families;
mod histogram;
mod store;

pub(crate) use exposition::MEDIA_TYPE;
pub(crate) use store::{AcquirerNow, Kind, Now, Standing};

use crate::clock::now;
use payments::acquirer::Finding;
use payments::guard::Refusal;
use std::cell::RefCell;
use store::{Store, outcome};

thread_local! {
    static STORE: RefCell<Option<Store>> = const { RefCell::new(None) };
}

fn count(write: impl FnOnce(&mut Store)) {
    STORE.with_borrow_mut(|store| write(store.get_or_insert_with(|| Store::new(now()))));
}

/// A request was answered.
pub(crate) fn request(route: &'static str, status: u16, millis: i64) {
    count(|store| store.request(route, status, millis));
}

/// A request was refused because too many of its kind, or of its merchant, were under way.
pub(crate) fn shed(kind: &'static str, reason: &'static str) {
    count(|store| store.shed(kind, reason));
}

/// An acquirer was called, and this came of it.
pub(crate) fn acquirer_call(acquirer: &str, kind: Kind, finding: &Finding, millis: i64) {
    count(|store| store.acquirer_call(acquirer, kind, outcome(finding), millis));
}

/// An acquirer was not called.
pub(crate) fn acquirer_refusal(acquirer: &str, refusal: Refusal) {
    count(|store| store.acquirer_refusal(acquirer, refusal));
}

/// The text of all of it (OpenMetrics 1.0).
pub(crate) fn text(now: &Now) -> String {
    let mut text = String::new();
    count(|store| text = store.text(now));
    text
}
