//! Requests that wait for something else to happen before they are answered.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot::{Receiver, Sender, channel};

/// The requests held now, by operation.
#[derive(Default)]
pub(super) struct Held(Mutex<HashMap<String, Vec<Sender<()>>>>);

/// One held request. It leaves the list when dropped, so also when its client went away.
pub(super) struct HeldRequest<'a> {
    held: &'a Held,
    operation_id: String,
    released: Receiver<()>,
}

impl Held {
    /// Joins the list. Do so before acting, so that no release is missed.
    pub(super) fn join(&self, operation_id: &str) -> HeldRequest<'_> {
        let (sender, released) = channel();
        self.requests()
            .entry(operation_id.to_owned())
            .or_default()
            .push(sender);
        HeldRequest {
            held: self,
            operation_id: operation_id.to_owned(),
            released,
        }
    }

    /// Lets every request held for this operation be answered.
    pub(super) fn release(&self, operation_id: &str) {
        for sender in self.requests().remove(operation_id).unwrap_or_default() {
            let _ = sender.send(());
        }
    }

    fn requests(&self) -> MutexGuard<'_, HashMap<String, Vec<Sender<()>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HeldRequest<'_> {
    /// Whether the request was released within `patience`.
    pub(super) async fn wait(&mut self, patience: Duration) -> bool {
        matches!(
            tokio::time::timeout(patience, &mut self.released).await,
            Ok(Ok(()))
        )
    }
}

impl Drop for HeldRequest<'_> {
    fn drop(&mut self) {
        self.released.close();
        let mut requests = self.held.requests();
        if let Some(senders) = requests.get_mut(&self.operation_id) {
            senders.retain(|sender| !sender.is_closed());
            if senders.is_empty() {
                requests.remove(&self.operation_id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_release_reaches_every_request_of_its_operation_and_no_other() {
        let held = Held::default();
        let (mut first, mut second, mut other) = (held.join("a"), held.join("a"), held.join("b"));
        held.release("a");
        assert!(first.wait(Duration::ZERO).await && second.wait(Duration::ZERO).await);
        assert!(!other.wait(Duration::ZERO).await);
    }

    #[test]
    fn a_request_that_ends_leaves_nothing_behind() {
        let held = Held::default();
        let (first, second) = (held.join("a"), held.join("a"));
        drop(first);
        assert_eq!(held.requests().len(), 1);
        drop(second);
        assert_eq!(held.requests().len(), 0);
    }
}
