//! How fast each request is that moves money or looks at it.

use serde_json::json;

use super::orders::{self, AMOUNT};
use super::{Extent, milliseconds};
use crate::answer::Answer;
use crate::bench::baseline::Baseline;
use crate::bench::vault::tokenizations;
use crate::bench::{CONNECTIONS, Load, ROUNDS};
use crate::load::{Samples, closed_loop_with_answers};
use crate::merchant::Merchant;
use crate::table::table;
use crate::together::Bare;
use crate::world::World;

const INSERT: &str = "one-row durable insert (bare worker)";
const TOKENIZE: &str = "tokenize";
const REDEEM: &str = "authorize, captured at once";

/// Who is loaded.
struct Stage {
    baseline: Baseline,
    merchant: Merchant,
    /// One whose payments wait for their shopper.
    waiting: Merchant,
}

/// One load over one number of connections.
struct Row {
    name: &'static str,
    connections: usize,
    /// All rounds, slowest first.
    rounds: Vec<Samples>,
}

impl Row {
    fn median(&self) -> &Samples {
        &self.rounds[self.rounds.len() / 2]
    }
}

/// Measures, and says it as Markdown.
pub(super) async fn measure(world: &World, extent: Extent) -> String {
    let stage = Stage {
        baseline: Baseline::start(&world.vault.workerd_binary()),
        merchant: world.merchant().await,
        waiting: world
            .merchant_with("", json!({ "authentication": "required" }))
            .await,
    };
    let mut rows: Vec<Row> = Vec::new();
    for connections in CONNECTIONS {
        let count = extent.of(50, 10) * connections.min(8);
        for _ in 0..extent.of(ROUNDS, 1) {
            for (name, samples) in Round::run(&stage, connections, count).await {
                let known = rows
                    .iter_mut()
                    .find(|row| row.name == name && row.connections == connections);
                match known {
                    Some(row) => row.rounds.push(samples),
                    None => rows.push(Row {
                        name,
                        connections,
                        rounds: vec![samples],
                    }),
                }
            }
        }
    }
    for row in &mut rows {
        row.rounds
            .sort_by(|one, other| one.rate().total_cmp(&other.rate()));
    }
    report(&rows)
}

/// Every load once, in an order in which each finds what it needs.
struct Round<'a> {
    stage: &'a Stage,
    connections: usize,
    taken: Vec<(&'static str, Samples)>,
}

impl<'a> Round<'a> {
    async fn run(
        stage: &'a Stage,
        connections: usize,
        count: usize,
    ) -> Vec<(&'static str, Samples)> {
        let insert = stage.baseline.load(Load::Insert, connections, count).await;
        let mut round = Self {
            stage,
            connections,
            taken: vec![(INSERT, insert)],
        };
        let merchant = &stage.merchant;

        let requests = tokenizations(merchant, 4 * count).await;
        let tokens = orders::tokens_of(&round.load(TOKENIZE, requests, 201).await);
        let (at_once, later) = tokens.split_at(count);
        let requests = orders::authorizations(merchant, at_once, "automatic");
        let taken = orders::ids_of(&round.load(REDEEM, requests, 201).await);
        let requests = orders::authorizations(merchant, later, "manual");
        let reserved = round.load("authorize, captured later", requests, 201).await;
        let reserved = orders::ids_of(&reserved);
        let (whole, rest) = reserved.split_at(count);
        let (parts, voided) = rest.split_at(count);

        let (all, part) = (json!({}), json!({ "amount": AMOUNT / 3 }));
        let follow_ups = [
            ("capture", whole, "captures", &all),
            ("capture of a part", parts, "captures", &part),
            ("capture of a further part", parts, "captures", &part),
            ("void", voided, "void", &all),
            ("refund", taken.as_slice(), "refunds", &all),
        ];
        for (name, ids, what, body) in follow_ups {
            let requests = orders::follow_ups(merchant, ids, what, body);
            let _ = round.load(name, requests, 201).await;
        }

        let waiting = &stage.waiting;
        let tokens = orders::tokens(waiting, count).await;
        let requests = orders::authorizations(waiting, &tokens, "automatic");
        let held = round
            .load("authorize, waiting for the shopper", requests, 202)
            .await;
        let requests = orders::confirmations(waiting, &orders::ids_of(&held), &tokens);
        let _ = round.load("confirm", requests, 201).await;

        let one = |id: &String| orders::get(merchant, &format!("/v1/authorizations/{id}"));
        let requests = reserved.iter().take(count).map(one).collect();
        let _ = round.load("GET one authorization", requests, 200).await;
        let page = || orders::get(merchant, "/v1/authorizations?limit=20");
        let requests = std::iter::repeat_with(page).take(count).collect();
        let _ = round.load("GET a page of twenty", requests, 200).await;
        round.taken
    }

    async fn load(&mut self, name: &'static str, requests: Vec<Bare>, status: u16) -> Vec<Answer> {
        let base = self.stage.merchant.http.base();
        let (samples, answers) =
            closed_loop_with_answers(base, self.connections, requests, status).await;
        self.taken.push((name, samples));
        answers
    }
}

fn report(rows: &[Row]) -> String {
    let rate = |name: &str, connections: usize| {
        let row = rows
            .iter()
            .find(|row| row.name == name && row.connections == connections);
        row.map_or(f64::NAN, |row| row.median().rate())
    };
    let line = |row: &Row| {
        let median = row.median();
        let rounds: Vec<String> = row
            .rounds
            .iter()
            .map(|round| format!("{:.0}", round.rate()))
            .collect();
        let beside = |name| format!("{:.2}", median.rate() / rate(name, row.connections));
        vec![
            row.name.to_owned(),
            row.connections.to_string(),
            format!("{:.0} ({})", median.rate(), rounds.join(", ")),
            milliseconds(median.percentile(50)),
            milliseconds(median.percentile(99)),
            beside(INSERT),
            beside(TOKENIZE),
            beside(REDEEM),
            median.count().to_string(),
        ]
    };
    let heading = [
        "load",
        "connections",
        "a second",
        "p50 ms",
        "p99 ms",
        "of the insert",
        "of tokenize",
        "of authorize",
        "requests a round",
    ];
    let lines: Vec<Vec<String>> = rows.iter().map(line).collect();
    format!(
        "## Rates and latencies\n\n\
         Closed loop: each connection sends its next request when the last was answered. The median of {} rounds; \
         rates of all rounds in brackets.\n\n{}",
        rows.first().map_or(0, |row| row.rounds.len()),
        table(&heading, &lines)
    )
}
