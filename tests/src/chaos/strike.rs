//! One kill: at which point of which operation, with how much going on.

use std::sync::Arc;
use std::time::Duration;

use super::IN_FLIGHT;
use super::client::Clients;
use super::network::Network;
use crate::eventually::eventually;
use crate::world::World;

const REACHED: Duration = Duration::from_mins(1);

/// When the vault is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// The operation of this kind is committed; the acquirer was not called.
    BeforeTheCall(&'static str),
    /// The acquirer has acted; its answer is on its way.
    DuringTheCall(&'static str),
    /// The acquirer's answer is here; it is not written yet.
    AfterTheAnswer(&'static str),
    /// Whenever it happens to be.
    AnyMoment,
}

impl Point {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::BeforeTheCall("authorize"),
        Self::DuringTheCall("authorize"),
        Self::AfterTheAnswer("authorize"),
        Self::BeforeTheCall("capture"),
        Self::DuringTheCall("capture"),
        Self::AfterTheAnswer("capture"),
        Self::BeforeTheCall("refund"),
        Self::DuringTheCall("refund"),
        Self::AfterTheAnswer("refund"),
        Self::DuringTheCall("void"),
        Self::AnyMoment,
    ];

    /// For people.
    pub fn name(self) -> String {
        match self {
            Self::BeforeTheCall(kind) => format!("{kind}: before the call"),
            Self::DuringTheCall(kind) => format!("{kind}: during the call"),
            Self::AfterTheAnswer(kind) => format!("{kind}: after the answer"),
            Self::AnyMoment => "at any moment".to_owned(),
        }
    }
}

/// A kill that was done.
pub struct Strike {
    /// When.
    pub point: Point,
    /// Requests in flight at that moment.
    pub in_flight: usize,
    /// From the start of the new process until it was ready.
    pub ready_after: Duration,
}

/// Waits until `point` is reached with enough in flight, kills, and starts the vault again.
pub(super) async fn strike(
    world: &mut World,
    clients: &Arc<Clients>,
    network: &Network,
    point: Point,
) -> Strike {
    let spare = |reference: &str| network.spare(reference);
    match point {
        Point::BeforeTheCall(kind) => reach(world, clients, &spare, kind, "hang-before-call").await,
        Point::AfterTheAnswer(kind) => {
            reach(world, clients, &spare, kind, "hang-after-answer").await;
        }
        Point::DuringTheCall(kind) => {
            let story = clients.ready_for(kind, spare).await;
            let acted = network.hold(&story.payment.reference, kind);
            clients.go_on(story, kind, None);
            let acted = tokio::time::timeout(REACHED, acted).await;
            acted.expect("a call in time").expect("a call that is held");
        }
        Point::AnyMoment => {
            // Not time but a number of answers, a different one each round.
            let more = usize::try_from(clients.random.between(1, 40)).expect("a number");
            let enough = clients.answered() + more;
            let heard = || async { (clients.answered() >= enough).then_some(()) };
            eventually("enough answers", REACHED, heard).await;
        }
    }
    let busy = || async { Some(clients.in_flight()).filter(|count| *count >= IN_FLIGHT) };
    let in_flight = eventually("enough requests in flight", REACHED, busy).await;
    let ready_after = tokio::task::block_in_place(|| {
        world.vault.kill();
        world.vault.restart()
    });
    Strike {
        point,
        in_flight,
        ready_after,
    }
}

/// Lets a payment run into a fault and waits until the worker's log says that it is there.
async fn reach(
    world: &World,
    clients: &Arc<Clients>,
    spare: impl Fn(&str),
    kind: &str,
    fault: &'static str,
) {
    let story = clients.ready_for(kind, spare).await;
    let before = world.vault.faults(fault);
    clients.go_on(story, kind, Some(fault));
    let there = || async { (world.vault.faults(fault) > before).then_some(()) };
    eventually(fault, REACHED, there).await;
}
