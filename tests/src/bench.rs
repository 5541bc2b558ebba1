//! What things cost on this machine: every number beside baselines of the same run.
//!
//! Load and server share the machine, so ratios inside one run mean more than any number alone.

mod baseline;
pub mod browser;
mod disk;
mod machine;
pub mod money;
mod opening;
mod report;
mod vault;

use crate::load::Samples;
use crate::vault::Variant;
use crate::world::World;
pub use report::Report;

/// Connections at once.
const CONNECTIONS: [usize; 3] = [1, 8, 32];
/// Rounds; what is measured takes turns in each, and the median round counts.
const ROUNDS: usize = 3;

/// What is loaded, in the order of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Load {
    /// A bare worker that answers a text.
    Hello,
    /// The vault's `GET /healthz`.
    Health,
    /// A bare worker that inserts one row into one object.
    Insert,
    /// `POST /v1/tokens`
    Tokenize,
    /// `POST /v1/authorizations`, with an acquirer that answers at once.
    Redeem,
}

impl Load {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Hello,
        Self::Health,
        Self::Insert,
        Self::Tokenize,
        Self::Redeem,
    ];

    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hello => "hello (bare worker)",
            Self::Health => "GET /healthz",
            Self::Insert => "one-row durable insert (bare worker)",
            Self::Tokenize => "tokenize",
            Self::Redeem => "redeem",
        }
    }

    /// How many requests a round sends over this many connections.
    fn requests(self, connections: usize) -> usize {
        let each = match self {
            Self::Hello | Self::Health => 600,
            Self::Insert => 300,
            Self::Tokenize => 200,
            Self::Redeem => 100,
        };
        each * connections.min(8)
    }
}

/// One cell of the table: the rounds of one load over one number of connections.
pub struct Cell {
    /// What.
    pub load: Load,
    /// Over how many connections.
    pub connections: usize,
    /// All rounds, slowest first.
    pub rounds: Vec<Samples>,
}

impl Cell {
    /// The round in the middle.
    pub fn median(&self) -> &Samples {
        &self.rounds[self.rounds.len() / 2]
    }
}

/// Measures everything.
pub async fn run() -> Report {
    let mut world = World::start(Variant::Shipped);
    let fsync = disk::fsync(world.vault.data());
    let bytes_per_token = vault::bytes_per_token(&mut world).await;
    let baseline = baseline::Baseline::start(&world.vault.workerd_binary());
    let merchant = world.merchant().await;
    let idle = crate::memory::resident(world.vault.workerd());
    let mut cells = Vec::new();
    for connections in CONNECTIONS {
        let mut rounds: Vec<Vec<Samples>> = Load::ALL.iter().map(|_| Vec::new()).collect();
        for _ in 0..ROUNDS {
            for (load, rounds) in Load::ALL.iter().zip(&mut rounds) {
                let count = load.requests(connections);
                rounds.push(match load {
                    Load::Hello | Load::Insert => baseline.load(*load, connections, count).await,
                    _ => vault::load(*load, &merchant, connections, count).await,
                });
            }
        }
        for (load, mut rounds) in Load::ALL.into_iter().zip(rounds) {
            rounds.sort_by(|one, other| one.rate().total_cmp(&other.rate()));
            cells.push(Cell {
                load,
                connections,
                rounds,
            });
        }
    }
    let loaded = crate::memory::resident(world.vault.workerd());
    let opening = opening::measure(&world.vault.workerd_binary()).await;
    let machine = machine::Machine::look(&world.vault.workerd_binary(), world.vault.data());
    Report {
        machine,
        fsync,
        bytes_per_token,
        idle,
        loaded,
        cells,
        opening,
    }
}
