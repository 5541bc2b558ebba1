//! Bad input leaves no memory behind. In a vault of its own: others' load would be measured too.

use tests::cards::VISA;
use tests::memory::resident;
use tests::merchant::{Merchant, Session};
use tests::vault::Variant;
use tests::world::World;

use crate::policy_invalid::envelopes;

/// The engine collects when it likes, so memory moves by this much without anything being kept.
const FLAT: u64 = 64 * 1024 * 1024;
/// Sent in each measured stretch: much more than `FLAT`, were it kept.
const SENT: usize = 256 * 1024 * 1024;

async fn set_up() -> (World, Merchant, Session) {
    let world = tokio::task::spawn_blocking(|| World::start(Variant::Shipped))
        .await
        .unwrap();
    let merchant = world.merchant().await;
    let session = merchant.session().await;
    (world, merchant, session)
}

#[tokio::test]
async fn envelopes_against_the_policy_leave_memory_flat() {
    let (world, merchant, session) = set_up().await;
    let cases = envelopes(&merchant, &session).await;
    let mut sizes = Vec::new();
    for _ in 0..6 {
        for envelope in &cases {
            let _ = merchant.post_envelope(&session, envelope).await;
        }
        sizes.push(resident(world.vault.workerd()));
    }
    // The first half fills caches.
    let grown = sizes[5].saturating_sub(sizes[2]);
    println!(
        "{} envelopes a round, memory after each {sizes:?}",
        cases.len()
    );
    assert!(grown < FLAT, "{grown} bytes more");
    let _ = merchant.tokenize(&VISA, &session).await.expect(201);
}

#[tokio::test]
async fn huge_bodies_are_refused_and_leave_memory_flat() {
    let (world, merchant, session) = set_up().await;
    let huge = vec![b'x'; 4 * 1024 * 1024];
    let mut refused = 0;
    let mut sizes = Vec::new();
    for _ in 0..2 {
        for number in 0..SENT / huge.len() {
            let request = if number % 2 == 0 {
                merchant.envelope_request(&session, &huge)
            } else {
                merchant.request("POST", "/v1/authorizations").json(&huge)
            };
            // The vault may hang up on a sender that goes on; what it says, if heard, is "too large".
            if let Ok(answer) = merchant.http.try_send(request).await {
                answer.assert_problem(413, "too_large");
                refused += 1;
            }
        }
        sizes.push(resident(world.vault.workerd()));
    }
    let grown = sizes[1].saturating_sub(sizes[0]);
    println!("{refused} refusals heard, memory after each stretch {sizes:?}");
    assert!(
        refused > 0 && grown < FLAT,
        "{refused} refusals, {grown} bytes more"
    );
    let _ = merchant.tokenize(&VISA, &session).await.expect(201);
}
