//! The API on a real workerd, with a real acquirer, each test a merchant of its own, all in parallel.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise, and prints what it counted"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "runs natively, where the clock is there"
)]

mod admin;
mod at_rest;
mod authorizations;
mod bad_body;
mod bad_request;
mod bin_ranges;
mod compressed;
mod direct;
mod faults;
mod follow_ups;
mod fonts;
mod frame;
mod headers;
mod held;
mod idempotency;
mod isolation;
mod lifetime;
mod lists;
mod memory;
mod metrics;
mod openapi;
mod policy_invalid;
mod race;
mod readme;
mod recovery;
mod redeem;
mod redirect;
mod renewals;
mod reports;
mod rsa;
mod sessions;
mod stranger;
mod stuck;
mod tokenize;
mod verifications;
mod wiretap;

use std::sync::OnceLock;

use tests::vault::{Variant, Vault};
use tests::world::World;

/// The world that most tests share: what ships.
fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| World::start(Variant::Shipped))
}

/// One whose vault has an RSA key to seal to, besides its key on P-256.
fn rsa_world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| World::start_with(|| Vault::start_with_keys("both")))
}

/// The one with the switches of the fault build.
fn faulty_world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| World::start(Variant::Faults))
}
