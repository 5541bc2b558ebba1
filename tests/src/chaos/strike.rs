//! One kill: at which point of a payment, with how much going on.

use std::sync::Arc;
use std::time::Duration;

use super::IN_FLIGHT;
use super::client::Clients;
use crate::eventually::eventually;
use crate::world::World;

const REACHED: Duration = Duration::from_mins(1);

/// When the vault is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// The operation is committed; the acquirer was not called.
    BeforeTheCall,
    /// The acquirer has acted; its answer is on its way.
    DuringTheCall,
    /// The acquirer's answer is here; it is not written yet.
    AfterTheAnswer,
    /// Whenever it happens to be.
    AnyMoment,
}

impl Point {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::BeforeTheCall,
        Self::DuringTheCall,
        Self::AfterTheAnswer,
        Self::AnyMoment,
    ];

    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Self::BeforeTheCall => "before the call",
            Self::DuringTheCall => "during the call",
            Self::AfterTheAnswer => "after the answer",
            Self::AnyMoment => "at any moment",
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
    point: Point,
    number: usize,
) -> Strike {
    match point {
        Point::BeforeTheCall => reach(world, clients, "hang-before-call").await,
        Point::AfterTheAnswer => reach(world, clients, "hang-after-answer").await,
        Point::DuringTheCall => {
            let reference = clients.victim(true, None).await;
            let acquirer = &world.acquirer;
            let acted =
                || async { (acquirer.ledger().await.authorizes(&reference) > 0).then_some(()) };
            eventually("ledger entry of a held call", REACHED, acted).await;
        }
        Point::AnyMoment => {
            // Not time but a number of answers, a different one each round.
            let enough = clients.answered() + 1 + (number * 7) % 40;
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
async fn reach(world: &World, clients: &Arc<Clients>, fault: &str) {
    let before = world.vault.faults(fault);
    clients.victim(false, Some(fault)).await;
    let there = || async { (world.vault.faults(fault) > before).then_some(()) };
    eventually(fault, REACHED, there).await;
}
