//! What one merchant's dead acquirer costs another merchant.
//!
//! Both merchants pay at their own pace, whatever becomes of it. The other's acquirer is well, then silent,
//! then cut off; only the ratio of the first merchant's latencies says something, and only beside how far two
//! equal rounds lie apart.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::json;

use super::orders::{self, AMOUNT};
use super::{Extent, machine, median, milliseconds};
use crate::line::{Condition, Line};
use crate::load::{Samples, open_loop};
use crate::merchant::Merchant;
use crate::table::table;
use crate::together::Bare;
use crate::vault::Variant;
use crate::world::World;

/// Payments a second of the merchant that is watched.
const WATCHED: u32 = 25;
/// Payments a second of the other. Together a tenth of what the vault can do: V8 stops the process for about a
/// tenth of a second every 800 payments to free what they left, and where that makes up a hundredth of the time,
/// p99 says how many such pauses a round had and nothing of the acquirer.
const OTHER: u32 = 15;
/// Seconds of a round: longer than a call waits for an acquirer, so that it holds both the time until a silent
/// one is known to be dead and the time after.
const SECONDS: usize = 40;
/// Rounds of each condition.
const TURNS: usize = 5;
/// Shares of the requests whose latency is told, in hundredths; the bar is for the last.
const SHARES: [usize; 3] = [50, 90, 99];
/// The bar for the ratio of p99.
const BAR: f64 = 1.2;

/// One condition of the other merchant's acquirer, over all rounds.
struct Case {
    name: &'static str,
    condition: Condition,
    rounds: Vec<Samples>,
    /// What the watched merchant was told, by status.
    watched: Told,
    /// What the other was.
    other: Told,
}

type Told = BTreeMap<u16, usize>;

impl Case {
    fn new(name: &'static str, condition: Condition) -> Self {
        Self {
            name,
            condition,
            rounds: Vec::new(),
            watched: Told::new(),
            other: Told::new(),
        }
    }

    fn each(&self, share: usize) -> Vec<Duration> {
        let rounds = self.rounds.iter();
        rounds.map(|round| round.percentile(share)).collect()
    }

    fn median(&self, share: usize) -> Duration {
        median(&self.each(share), Ord::cmp)
    }
}

/// Measures, and says it as Markdown; says on the way how far it is.
#[expect(
    clippy::print_stdout,
    reason = "ten minutes without a word look like the end"
)]
pub async fn measure(extent: Extent) -> String {
    let world = World::start(Variant::Shipped);
    let watched = world.merchant().await;
    let mut cases = [
        Case::new("well", Condition::Up),
        Case::new("silent", Condition::Silent),
        Case::new("cut off", Condition::Cut),
    ];
    let (seconds, turns) = (extent.of(SECONDS, 12), extent.of(TURNS, 1));
    for turn in 0..turns {
        for at in 0..cases.len() {
            // Each condition comes first as often as the others.
            let case = &mut cases[(turn + at) % 3];
            round(&world, &watched, case, seconds).await;
            let p99 = case
                .rounds
                .last()
                .map_or(Duration::ZERO, |round| round.percentile(99));
            println!(
                "turn {} of {turns}, {}: p99 {} ms",
                turn + 1,
                case.name,
                milliseconds(p99)
            );
        }
    }
    for case in &cases {
        // Nor would latencies of refusals.
        assert!(case.watched.keys().eq([&201]), "{:?}", case.watched);
    }
    for case in &cases[1..] {
        // A condition that nobody felt would prove nothing.
        assert!(case.other.contains_key(&202), "{:?}", case.other);
        assert!(!case.other.contains_key(&201), "{:?}", case.other);
    }
    let machine = machine::Machine::look(&world.vault.workerd_binary(), world.vault.data());
    report(&cases, &table(&["machine", ""], &machine.rows()))
}

async fn round(world: &World, watched: &Merchant, case: &mut Case, seconds: usize) {
    let line = Line::to(world.acquirer.url(), Condition::Up).await;
    let other = world.merchant_behind(line.url(), json!({})).await;
    let of_watched = payments(watched, WATCHED, seconds).await;
    let of_other = payments(&other, OTHER, seconds).await;
    line.becomes(case.condition);
    let base = other.http.base().to_owned();
    let beside = tokio::spawn(async move { open_loop(&base, OTHER, of_other).await });
    let (samples, answers) = open_loop(watched.http.base(), WATCHED, of_watched).await;
    let (_, other) = beside.await.expect("the other merchant");
    // What is in doubt is settled beside the next round's preparations.
    line.becomes(Condition::Up);
    case.rounds.push(samples);
    for (answers, told) in [(answers, &mut case.watched), (other, &mut case.other)] {
        for answer in answers {
            *told.entry(answer.status).or_default() += 1;
        }
    }
}

/// Redemptions for so many seconds.
async fn payments(merchant: &Merchant, rate: u32, seconds: usize) -> Vec<Bare> {
    let count = rate as usize * seconds;
    let tokens = orders::tokens(merchant, count).await;
    orders::authorizations(merchant, &tokens, "automatic")
}

fn report(cases: &[Case; 3], machine: &str) -> String {
    let [well, ..] = cases;
    let latencies = |case: &Case| {
        let mut line = vec![case.name.to_owned()];
        line.extend(SHARES.map(|share| milliseconds(case.median(share))));
        let rounds = case.each(99).into_iter().map(milliseconds);
        line.push(rounds.collect::<Vec<_>>().join(", "));
        line.extend(SHARES.map(|share| ratio(case.median(share), well.median(share))));
        line
    };
    let told = |case: &Case| {
        vec![
            case.name.to_owned(),
            words(&case.watched),
            words(&case.other),
        ]
    };
    let of_well = well.each(99);
    let spread = ratio(
        of_well.iter().copied().max().unwrap_or_default(),
        of_well.iter().copied().min().unwrap_or_default(),
    );
    format!(
        "# One merchant beside another whose acquirer is dead\n\n\
         Written by `cargo xtask bench isolation`; do not edit. Open loop: one merchant makes {WATCHED} payments of \
         {AMOUNT} yen a second, the other {OTHER}, in the same process; latencies of the first, from the moment each \
         was due. {} requests a round; the median of {} rounds that take turns. The bar for p99 is < {BAR:.2} beside \
         well; two equal rounds, with both acquirers well, lie up to {spread} apart.\n\n{machine}\n{}\n{}",
        well.rounds.first().map_or(0, Samples::count),
        well.rounds.len(),
        table(
            &[
                "the other's acquirer is",
                "p50 ms",
                "p90 ms",
                "p99 ms",
                "p99 ms of each round",
                "p50 beside well",
                "p90 beside well",
                "p99 beside well",
            ],
            &cases.iter().map(latencies).collect::<Vec<_>>(),
        ),
        table(
            &[
                "the other's acquirer is",
                "it was told",
                "the other was told"
            ],
            &cases.iter().map(told).collect::<Vec<_>>(),
        ),
    )
}

fn ratio(one: Duration, other: Duration) -> String {
    format!("{:.2}", one.as_secs_f64() / other.as_secs_f64())
}

fn words(told: &Told) -> String {
    let each = told
        .iter()
        .map(|(status, times)| format!("{times} × {status}"));
    each.collect::<Vec<_>>().join(", ")
}
