//! More at once than the vault takes: those above are refused at once, and it is over when the rush is.

use std::collections::BTreeMap;
use std::time::Duration;

use tests::answer::Answer;
use tests::cards::VISA;
use tests::eventually::eventually;
use tests::line::Condition;
use tests::together::{Bare, bare, together};
use tests::vault::Variant;
use tests::world::World;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::{RECOVERED, TURN, merchant_on, metric, redemption, retry_after, tokens, world};

/// So many of the operator's requests may be under way.
const OPERATORS_PLACES: usize = 64;
/// So many requests of one merchant may be.
const SHARE: usize = 1_024;

/// One where nobody else is.
async fn quiet_world() -> World {
    tokio::task::spawn_blocking(|| World::start(Variant::Shipped))
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merchant_in_a_rush_is_told_to_slow_down_and_no_other_merchant_is() {
    const SENT: usize = SHARE + 400;
    let _turn = TURN.lock().await;
    let (hasty, other) = (world().merchant().await, world().merchant().await);
    let payments = tokens(&[&hasty], SENT).await;
    let requests = payments.iter().map(redemption).collect();
    let base = hasty.http.base().to_owned();
    let rush = tokio::spawn(async move { together(&base, requests).await });
    let mut paid = 0;
    while !rush.is_finished() || paid == 0 {
        let _ = other.pay(&VISA, 100).await.expect(201);
        paid += 1;
    }
    let mut counts: BTreeMap<(u16, String), usize> = BTreeMap::new();
    for answer in rush.await.unwrap() {
        let code = answer.code().unwrap_or_default();
        if [429, 503].contains(&answer.status) {
            assert!(retry_after(&answer) >= 1, "{code}");
        }
        *counts.entry((answer.status, code)).or_default() += 1;
    }
    println!("{counts:?}, {paid} payments of the other meanwhile");
    // Its own share, or its acquirer's bulkhead: whichever is full first. What has begun may be in doubt
    // where the machine is slow, and nothing else may come of it.
    let of = |status: u16, code: &str| counts.get(&(status, code.to_owned())).unwrap_or(&0);
    let refused = of(429, "too_many_requests") + of(503, "overloaded");
    let begun = of(201, "") + of(202, "") + of(409, "in_progress");
    assert!(refused > 0 && begun >= SHARE / 2);
    assert_eq!(refused + begun, SENT);
    let _ = hasty.pay(&VISA, 100).await.expect(201);
}

/// A sweep looks at every merchant, so it is long under way.
fn sweep(world: &World) -> Bare {
    let authorization = format!("Bearer {}", world.vault.admin_key());
    let headers = [
        ("authorization", authorization.as_str()),
        ("content-type", "application/json"),
    ];
    bare(
        world.vault.url(),
        "POST",
        "/v1/admin/sweep",
        &headers,
        b"{}",
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn more_requests_than_the_vault_has_places_for_are_refused_at_once_and_no_others() {
    const SENT: usize = 6 * OPERATORS_PLACES;
    const UNDER_WAY: &str = "cardseal_requests_under_way{kind=\"operator\"}";
    const SHED: &str = "cardseal_requests_shed_total{kind=\"operator\",reason=\"full\"}";
    let _turn = TURN.lock().await;
    let world = quiet_world().await;
    let merchant = world.merchant().await;
    assert_eq!(metric(&world, SHED).await, None);
    let (base, sweeps) = (
        world.vault.url().to_owned(),
        (0..SENT).map(|_| sweep(&world)),
    );
    let sweeps = sweeps.collect();
    let rush = tokio::spawn(async move { together(&base, sweeps).await });
    let mut others = 0;
    while !rush.is_finished() || others == 0 {
        // These are never shed, and payments have places of their own.
        for path in ["/healthz", "/.well-known/cardseal-keys"] {
            let _ = merchant.http.get(path).await.expect(200);
        }
        assert!(metric(&world, UNDER_WAY).await <= Some(64));
        let _ = merchant.pay(&VISA, 100).await.expect(201);
        others += 1;
    }
    let answers = rush.await.unwrap();
    let refused: Vec<&Answer> = answers.iter().filter(|one| one.status != 200).collect();
    for answer in &refused {
        answer.assert_problem(503, "overloaded");
        assert!(retry_after(answer) >= 1);
    }
    println!(
        "{} of {SENT} refused, {others} rounds of others meanwhile",
        refused.len()
    );
    assert!(!refused.is_empty() && refused.len() <= SENT - OPERATORS_PLACES);
    assert_eq!(metric(&world, SHED).await, Some(refused.len() as u64));
    // And it is over.
    let after = together(world.vault.url(), vec![sweep(&world)]).await;
    assert_eq!(after[0].status, 200);
    assert_eq!(metric(&world, UNDER_WAY).await, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_who_hang_up_keep_no_places() {
    const CALLERS: usize = 400;
    let _turn = TURN.lock().await;
    let world = quiet_world().await;
    let merchant = world.merchant().await;
    let address = world.vault.url().strip_prefix("http://").unwrap();
    let request = format!(
        "GET /v1/frame?key={}&origin={} HTTP/1.1\r\nhost: {address}\r\n\r\n",
        merchant.publishable_key, merchant.origin,
    );
    let mut connections = Vec::new();
    for _ in 0..CALLERS {
        connections.push(TcpStream::connect(address).await.unwrap());
    }
    for connection in &mut connections {
        connection.write_all(request.as_bytes()).await.unwrap();
    }
    // The first are answered, and the others in the midst of it.
    let handled = || {
        metric(
            &world,
            "cardseal_request_duration_seconds_count{route=\"frame\"}",
        )
    };
    eventually("first answer", RECOVERED, handled).await;
    drop(connections);
    let under_way = "cardseal_requests_under_way{kind=\"cards\"}";
    eventually("free places", Duration::from_secs(5), || async {
        metric(&world, under_way)
            .await
            .filter(|places| *places == 0)
    })
    .await;
    let handled = handled().await.unwrap();
    println!("{handled} of {CALLERS} requests were begun");
    assert!(handled > 50);
    let _ = merchant.pay(&VISA, 100).await.expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_for_an_acquirer_or_for_a_body_keeps_no_place_of_those_that_work() {
    const WAITING: usize = 20;
    let _turn = TURN.lock().await;
    let world = quiet_world().await;
    let (merchant, _line) = merchant_on(&world, Condition::Silent).await;
    let calls: Vec<_> = (0..WAITING)
        .map(|_| {
            let merchant = merchant.clone();
            tokio::spawn(async move { merchant.pay(&VISA, 1_000).await })
        })
        .collect();
    let acquirer = format!("line-{}", merchant.id);
    let in_flight = format!("cardseal_acquirer_in_flight{{acquirer=\"{acquirer}\"}}");
    eventually("silent calls", RECOVERED, || async {
        (metric(&world, &in_flight).await == Some(20)).then_some(())
    })
    .await;
    // Bodies of which only the beginning comes.
    let address = world.vault.url().strip_prefix("http://").unwrap();
    let head = format!(
        "POST /v1/authorizations HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
         content-length: 100\r\nconnection: close\r\n\r\n{{"
    );
    let mut slow = Vec::new();
    for _ in 0..WAITING {
        let mut connection = TcpStream::connect(address).await.unwrap();
        connection.write_all(head.as_bytes()).await.unwrap();
        slow.push(connection);
    }
    let under_way = "cardseal_requests_under_way{kind=\"money\"}";
    assert_eq!(metric(&world, under_way).await, Some(0));
    // All of them were under way indeed, and end as they should.
    let mut given_up = 0;
    for mut connection in slow {
        let mut answer = String::new();
        connection.read_to_string(&mut answer).await.unwrap();
        given_up += usize::from(answer.starts_with("HTTP/1.1 408"));
    }
    for call in calls {
        let _ = call.await.unwrap().expect(202);
    }
    assert_eq!(given_up, WAITING);
    assert_eq!(metric(&world, &in_flight).await, Some(0));
}
