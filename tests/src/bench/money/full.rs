//! A merchant with a million tokens beside one with none, in the same vault.

use std::time::{Duration, Instant};

use serde_json::json;

use super::alarm::{Woken, Work, wake};
use super::fill::Books;
use super::{Extent, median, milliseconds, orders};
use crate::bench::vault::tokenizations;
use crate::load::{Samples, closed_loop_with_answers};
use crate::memory::resident;
use crate::merchant::Merchant;
use crate::table::table;
use crate::world::World;

/// Live tokens in the full object.
const TOKENS: usize = 1_000_000;
/// An alarm settles at most so many payments at once.
const DUE: usize = 20;
/// Tokens that end while nobody looks.
const ENDED: usize = 10_000;
/// Connections at once.
const CONNECTIONS: usize = 8;
/// Requests of a kind in a round.
const REQUESTS: usize = 400;
/// Rounds; the two merchants take turns.
const ROUNDS: usize = 3;
/// Starts and sweeps of which the median counts.
const LOOKS: usize = 5;

/// What the whole vault takes, apart from any load.
struct Look {
    /// From the start to the ready line.
    ready: Duration,
    /// The same after `kill -9`.
    ready_after_kill: Duration,
    /// The first request to the object after a start.
    first: Duration,
    /// `POST /v1/admin/sweep`
    sweep: Duration,
    /// Resident bytes of workerd, after the first request.
    resident: u64,
}

/// Measures, and says it as Markdown.
pub(super) async fn measure(world: &mut World, extent: Extent) -> String {
    let tokens = extent.of(TOKENS, 20_000);
    let (mut full, mut empty) = (world.merchant().await, world.merchant().await);
    for merchant in [&full, &empty] {
        let _ = orders::tokens(merchant, 1).await;
        let _ = orders::authorized(merchant, DUE).await;
    }
    let before = look(world, &mut full, extent).await;
    world.vault.stop();
    let books = Books::of(world.vault.data(), &full.id);
    let empty_bytes = books.bytes();
    let begun = Instant::now();
    books.fill(tokens);
    let filled_in = begun.elapsed();
    let bytes = books.bytes() - empty_bytes;
    drop(books);
    let after = look(world, &mut full, extent).await;
    empty.reconnect();

    let rates = rates(&empty, &full, extent).await;
    let loaded = resident(world.vault.workerd());
    let alarms = alarms(world, &mut empty, &mut full, extent).await;
    format!(
        "## An object with {tokens} tokens\n\n\
         Nearly all of them live, {} bytes each on disk; put into the file while the vault was stopped, in {:.0} s. Loads \
         over {CONNECTIONS} connections, {} requests a round; the two merchants take turns, and the median round \
         counts.\n\n{rates}\n{}\n{alarms}",
        bytes / tokens as u64,
        filled_in.as_secs_f64(),
        extent.of(REQUESTS, 40),
        looks(&before, &after, loaded),
    )
}

async fn look(world: &mut World, merchant: &mut Merchant, extent: Extent) -> Look {
    let (mut ready, mut killed, mut first) = (Vec::new(), Vec::new(), Vec::new());
    let mut sweeps = Vec::new();
    for _ in 0..extent.of(LOOKS, 1) {
        world.vault.kill();
        killed.push(world.vault.restart());
        ready.push(world.vault.restart());
        merchant.reconnect();
        let begun = Instant::now();
        let list = merchant.get("/v1/authorizations?limit=1").await;
        first.push(begun.elapsed());
        let _ = list.expect(200);
        let (operator, begun) = (world.operator(), Instant::now());
        let swept = operator.send("POST", "/sweep", Some(json!({}))).await;
        sweeps.push(begun.elapsed());
        let _ = swept.expect(200);
    }
    Look {
        ready: median(&ready, Ord::cmp),
        ready_after_kill: median(&killed, Ord::cmp),
        first: median(&first, Ord::cmp),
        sweep: median(&sweeps, Ord::cmp),
        resident: resident(world.vault.workerd()),
    }
}

fn looks(before: &Look, after: &Look, loaded: u64) -> String {
    let row = |name: &str, of: fn(&Look) -> Duration| {
        let (before, after) = (milliseconds(of(before)), milliseconds(of(after)));
        vec![name.to_owned(), before, after]
    };
    let megabytes = |bytes: u64| format!("{} MiB", bytes / 1024 / 1024);
    let rows = [
        row("ready after a start, ms", |look| look.ready),
        row("ready after `kill -9`, ms", |look| look.ready_after_kill),
        row("the first request to the object, ms", |look| look.first),
        row("the operator's sweep over all merchants, ms", |look| {
            look.sweep
        }),
        vec![
            "workerd's memory".to_owned(),
            megabytes(before.resident),
            format!(
                "{}, {} after the load",
                megabytes(after.resident),
                megabytes(loaded)
            ),
        ],
    ];
    table(&["the vault", "empty", "full"], &rows)
}

async fn rates(empty: &Merchant, full: &Merchant, extent: Extent) -> String {
    let names = ["tokenize", "authorize", "capture"];
    let mut rounds: Vec<[Vec<Samples>; 2]> = names.iter().map(|_| Default::default()).collect();
    for _ in 0..extent.of(ROUNDS, 1) {
        for (which, merchant) in [empty, full].into_iter().enumerate() {
            let taken = round(merchant, extent.of(REQUESTS, 40)).await;
            for (samples, rounds) in taken.into_iter().zip(&mut rounds) {
                rounds[which].push(samples);
            }
        }
    }
    let row = |(name, both): (&str, &[Vec<Samples>; 2])| {
        let rate = |which: usize| {
            let rates: Vec<f64> = both[which].iter().map(Samples::rate).collect();
            median(&rates, f64::total_cmp)
        };
        let p99 = |which: usize| {
            let all = both[which].iter().map(|samples| samples.percentile(99));
            milliseconds(median(&all.collect::<Vec<_>>(), Ord::cmp))
        };
        vec![
            name.to_owned(),
            format!("{:.0}", rate(0)),
            format!("{:.0}", rate(1)),
            format!("{:.2}", rate(1) / rate(0)),
            p99(0),
            p99(1),
        ]
    };
    let rows: Vec<Vec<String>> = names.into_iter().zip(&rounds).map(row).collect();
    let heading = [
        "a second",
        "empty",
        "full",
        "full / empty",
        "p99 ms empty",
        "p99 ms full",
    ];
    table(&heading, &rows)
}

/// Tokens, their payments, the captures of these.
async fn round(merchant: &Merchant, count: usize) -> [Samples; 3] {
    let load =
        |requests| closed_loop_with_answers(merchant.http.base(), CONNECTIONS, requests, 201);
    let (tokenized, answers) = load(tokenizations(merchant, count).await).await;
    let tokens = orders::tokens_of(&answers);
    let requests = orders::authorizations(merchant, &tokens, "manual");
    let (authorized, answers) = load(requests).await;
    let ids = orders::ids_of(&answers);
    let requests = orders::follow_ups(merchant, &ids, "captures", &json!({}));
    let (captured, _) = load(requests).await;
    [tokenized, authorized, captured]
}

async fn alarms(
    world: &mut World,
    empty: &mut Merchant,
    full: &mut Merchant,
    extent: Extent,
) -> String {
    let ended = extent.of(ENDED, 2_000);
    let work = |payments, tokens| Work { payments, tokens };
    let rows = [
        (
            format!("{DUE} payments, empty object"),
            wake(world, empty, work(DUE, 0)).await,
        ),
        (
            format!("{DUE} payments, full object"),
            wake(world, full, work(DUE, 0)).await,
        ),
        (
            "1 payment, full object".to_owned(),
            wake(world, full, work(1, 0)).await,
        ),
        (
            format!("1 payment and {ended} tokens that have ended, full object"),
            wake(world, full, work(1, ended)).await,
        ),
    ];
    let row = |(name, woken): (String, Woken)| {
        let Woken { took, longest_wait } = woken;
        vec![name, milliseconds(took), milliseconds(longest_wait)]
    };
    let heading = [
        "an alarm that finds",
        "ms until all payments have their end",
        "longest ms of a request meanwhile",
    ];
    table(&heading, &rows.map(row))
}
