//! Bytes on disk that a payment takes with each step of its life, journals folded in.

use serde_json::json;

use super::{Extent, orders};
use crate::memory::on_disk;
use crate::merchant::Merchant;
use crate::table::table;
use crate::world::World;

/// Enough that the fixed part of a database does not count.
const PAYMENTS: usize = 1_000;

/// Measures, and says it as Markdown.
pub(super) async fn measure(world: &mut World, extent: Extent) -> String {
    let payments = extent.of(PAYMENTS, 100);
    let mut merchant = world.merchant().await;
    // The tables are there before the first look.
    let _ = orders::authorized(&merchant, 5).await;
    let mut before = weigh(world, &mut merchant);
    let mut rows = Vec::new();
    let mut step = |name: &str, now: u64| {
        let each = now.saturating_sub(before) / payments as u64;
        rows.push(vec![name.to_owned(), each.to_string()]);
        before = now;
    };

    let tokens = orders::tokens(&merchant, payments).await;
    step("a token, live", weigh(world, &mut merchant));
    let requests = orders::authorizations(&merchant, &tokens, "manual");
    let ids = orders::ids_of(&orders::carry_out(&merchant, requests, 201).await);
    step(
        "its authorization (the card is wiped)",
        weigh(world, &mut merchant),
    );
    for (name, what) in [("its capture", "captures"), ("its refund", "refunds")] {
        let requests = orders::follow_ups(&merchant, &ids, what, &json!({}));
        let _ = orders::carry_out(&merchant, requests, 201).await;
        step(name, weigh(world, &mut merchant));
    }
    format!(
        "## Bytes of a payment\n\n\
         What each step adds to the files, with its kept answer and its event; {payments} payments. The bytes of an \
         answer go after seven days.\n\n{}",
        table(&["step", "bytes"], &rows)
    )
}

/// Bytes of all databases, of a vault that was stopped in order; it runs again afterwards.
fn weigh(world: &mut World, merchant: &mut Merchant) -> u64 {
    world.vault.stop();
    let bytes = on_disk(&world.vault.data().join("storage"));
    world.vault.restart();
    merchant.reconnect();
    bytes
}
