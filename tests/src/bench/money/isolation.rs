//! What one merchant's dead acquirer costs another merchant.
//!
//! Both merchants pay at their own pace, whatever becomes of it. The other's acquirer is well, then silent,
//! then cut off; only the ratio of the first merchant's latencies says something, and only beside how far two
//! equal rounds lie apart.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::json;

use super::orders::{self, AMOUNT};
use super::{Extent, median, milliseconds};
use crate::line::{Condition, Line};
use crate::load::{Samples, open_loop};
use crate::merchant::Merchant;
use crate::table::table;
use crate::together::Bare;
use crate::world::World;

/// Payments a second of the merchant that is watched.
const WATCHED: u32 = 80;
/// Payments a second of the other: together well below what the vault can do.
const OTHER: u32 = 40;
/// Seconds of a round: longer than a call waits for an acquirer, so that it holds both the time until a silent
/// one is known to be dead and the time after.
const SECONDS: usize = 16;
/// Rounds of each condition.
const TURNS: usize = 3;
/// The bar for both ratios.
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

/// Measures, and says it as Markdown.
pub(super) async fn measure(world: &World, extent: Extent) -> String {
    let watched = world.merchant().await;
    let mut cases = [
        Case::new("well", Condition::Up),
        Case::new("silent", Condition::Silent),
        Case::new("cut off", Condition::Cut),
    ];
    let seconds = extent.of(SECONDS, 2);
    for turn in 0..extent.of(TURNS, 1) {
        for at in 0..cases.len() {
            // Each condition comes first as often as the others.
            let case = &mut cases[(turn + at) % 3];
            round(world, &watched, case, seconds).await;
        }
    }
    for case in &cases[1..] {
        // A condition that nobody felt would prove nothing.
        assert!(case.other.contains_key(&202), "{:?}", case.other);
        assert!(!case.other.contains_key(&201), "{:?}", case.other);
    }
    report(&cases)
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

fn report(cases: &[Case; 3]) -> String {
    let [well, ..] = cases;
    let ratio = |one: Duration, other: Duration| one.as_secs_f64() / other.as_secs_f64();
    let line = |case: &Case| {
        let rounds: Vec<String> = case.each(99).into_iter().map(milliseconds).collect();
        let beside = |share| format!("{:.2}", ratio(case.median(share), well.median(share)));
        vec![
            case.name.to_owned(),
            milliseconds(case.median(50)),
            format!("{} ({})", milliseconds(case.median(99)), rounds.join(", ")),
            beside(50),
            beside(99),
            words(&case.watched),
            words(&case.other),
        ]
    };
    let lines: Vec<Vec<String>> = cases.iter().map(line).collect();
    let of_well = well.each(99);
    let spread = ratio(
        of_well.iter().copied().max().unwrap_or_default(),
        of_well.iter().copied().min().unwrap_or_default(),
    );
    let heading = [
        "the other's acquirer is",
        "p50 ms",
        "p99 ms (each round)",
        "p50 beside well",
        "p99 beside well",
        "it was told",
        "the other was told",
    ];
    format!(
        "## One merchant beside another whose acquirer is dead\n\n\
         Open loop: one merchant makes {WATCHED} payments of {AMOUNT} yen a second, the other {OTHER}, in the same \
         process; latencies of the first, from the moment each was due. {} requests a round; the median of {} rounds \
         that take turns. The bar for p99 is < {BAR:.2}; two equal rounds, with both acquirers well, lie up to \
         {spread:.2} apart.\n\n{}",
        well.rounds.first().map_or(0, Samples::count),
        well.rounds.len(),
        table(&heading, &lines)
    )
}

fn words(told: &Told) -> String {
    let each = told
        .iter()
        .map(|(status, times)| format!("{times} × {status}"));
    each.collect::<Vec<_>>().join(", ")
}
