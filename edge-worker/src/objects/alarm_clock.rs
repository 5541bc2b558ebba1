//! When the object wakes by itself. Every setting of an alarm is a commit, so it is set only where
//! something must happen earlier than what is set.

use crate::clock::{from_platform, to_platform};
use crate::http::log;
use access::Timestamp;
use js_sys::Date;
use std::cell::Cell;
use wasm_bindgen::JsValue;
use worker::{ScheduledTime, Storage};

/// One object's alarm.
pub(super) struct AlarmClock {
    storage: Storage,
    armed: Cell<Armed>,
}

#[derive(Clone, Copy)]
enum Armed {
    /// This instance of the object is young; an earlier one may have set the alarm.
    Unknown,
    /// What is set.
    Known(Option<Timestamp>),
}

impl AlarmClock {
    pub(super) fn new(storage: Storage) -> Self {
        Self {
            storage,
            armed: Cell::new(Armed::Unknown),
        }
    }

    /// Finds out what is set. Called before a transaction, so that [`arm`](Self::arm) after it need not
    /// wait and its write joins the transaction's commit.
    pub(super) async fn look(&self) {
        if let Armed::Unknown = self.armed.get()
            && let Ok(set) = self.storage.get_alarm().await
        {
            let set = set.map(Timestamp::from_millis);
            self.armed.set(Armed::Known(set.map(from_platform)));
        }
    }

    /// Has the alarm go off at `wake` at the latest.
    pub(super) async fn arm(&self, wake: Option<Timestamp>) {
        let Some(wake) = wake else { return };
        if let Armed::Known(Some(set)) = self.armed.get()
            && set <= wake
        {
            return;
        }
        #[allow(clippy::cast_precision_loss, reason = "moments are far below 2^53")]
        let at = Date::new(&JsValue::from_f64(to_platform(wake).millis() as f64));
        let before = self.armed.replace(Armed::Known(Some(wake)));
        if self
            .storage
            .set_alarm(ScheduledTime::new(at))
            .await
            .is_err()
        {
            // The sweep, once a minute, arms it again.
            self.armed.set(before);
            log::event("alarm_not_set");
        }
    }

    /// The alarm has gone off and is no longer set.
    pub(super) fn went_off(&self) {
        self.armed.set(Armed::Known(None));
    }
}
