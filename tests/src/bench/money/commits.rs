//! Commits of each request, counted in the databases' own logs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::json;

use super::orders::{self, AMOUNT};
use crate::answer::Answer;
use crate::bench::vault::tokenizations;
use crate::cards::DO_NOT_HONOR;
use crate::merchant::Merchant;
use crate::table::table;
use crate::together::{Bare, Connection};
use crate::wal::Logs;
use crate::world::World;

/// So many requests of each kind, one after the other.
const TIMES: usize = 5;
/// Nothing is written any more once two looks this far apart see the same.
const STILL: Duration = Duration::from_millis(30);
/// An object's alarm goes off within this time after a payment.
const ALARM: Duration = Duration::from_secs(30);

/// Commits of one request: in the merchant's object, and in the platform's own store of alarms.
type Counted = [u64; 2];

struct Counter {
    storage: PathBuf,
    connection: Connection,
    rows: Vec<Vec<String>>,
}

/// Measures, and says it as Markdown.
pub(super) async fn measure(world: &World) -> String {
    let merchant = world.merchant().await;
    let required = json!({ "authentication": "required" });
    let waiting = world.merchant_with("", required).await;
    let mut counter = Counter {
        storage: world.vault.data().join("storage"),
        connection: Connection::open(merchant.http.base()).await,
        rows: Vec::new(),
    };
    counter.payments(&merchant).await;
    counter.waiting(&waiting).await;
    counter.reads(&merchant).await;
    counter.alarm().await;
    let heading = ["request", "object", "alarms", "designed"];
    format!(
        "## Commits of each request\n\n\
         Counted in the write-ahead logs, one request after the other, {TIMES} of each kind; `2..3` where they \
         differ. Each commit is one fsync. *Object* is the merchant's database; *alarms* is the platform's own \
         store of when each object wakes, which it writes where an alarm moves.\n\n{}",
        table(&heading, &counter.rows)
    )
}

impl Counter {
    async fn payments(&mut self, merchant: &Merchant) {
        let mut requests = tokenizations(merchant, 4 * TIMES + 1).await;
        let first = vec![requests.remove(0)];
        let name = "tokenize, the first (sets the alarm)";
        let mut answers = self.count(name, "1 + alarm", first, 201).await;
        answers.extend(self.count("tokenize", "1", requests, 201).await);
        let tokens = orders::tokens_of(&answers);
        let (first, tokens) = tokens.split_at(1);

        let requests = orders::authorizations(merchant, first, "automatic");
        let name = "authorize, the first in a while (moves the alarm)";
        let _ = self.count(name, "2 + alarm", requests, 201).await;
        let (at_once, later) = tokens.split_at(TIMES);
        let requests = orders::authorizations(merchant, at_once, "automatic");
        let name = "authorize, captured at once";
        let taken = orders::ids_of(&self.count(name, "2", requests, 201).await);
        let requests = orders::authorizations(merchant, later, "manual");
        let name = "authorize, captured later";
        let reserved = orders::ids_of(&self.count(name, "2", requests, 201).await);

        let (whole, rest) = reserved.split_at(TIMES);
        let (parts, voided) = rest.split_at(TIMES);
        let (all, part) = (json!({}), json!({ "amount": AMOUNT / 3 }));
        for (name, ids, what, body) in [
            ("capture", whole, "captures", &all),
            ("capture of a part", parts, "captures", &part),
            ("void", voided, "void", &all),
            ("refund", taken.as_slice(), "refunds", &all),
        ] {
            let requests = orders::follow_ups(merchant, ids, what, body);
            let _ = self.count(name, "2", requests, 201).await;
        }

        let mut declined = Vec::new();
        for _ in 0..TIMES {
            declined.push(merchant.token(&DO_NOT_HONOR).await);
        }
        let requests = orders::authorizations(merchant, &declined, "automatic");
        let name = "authorize, declined";
        let _ = self.count(name, "2", requests.clone(), 201).await;
        let name = "the same keys again";
        let _ = self.count(name, "0", requests, 201).await;
        let spent = orders::authorizations(merchant, &declined, "automatic");
        let name = "authorize with a spent token";
        let _ = self.count(name, "0", spent, 409).await;
    }

    async fn waiting(&mut self, merchant: &Merchant) {
        let tokens = orders::tokens(merchant, TIMES + 2).await;
        let requests = orders::authorizations(merchant, &tokens, "automatic");
        let (first, rest) = requests.split_at(1);
        let first = self.count_unlisted(first.to_vec(), 202).await;
        let name = "authorize, waiting for the shopper";
        let held = self.count(name, "1", rest.to_vec(), 202).await;
        let ids = orders::ids_of(&[first, held].concat());
        let mut requests = orders::confirmations(merchant, &ids, &tokens);
        // The first of them moves the alarm, as the first payment does.
        let _ = self.count_unlisted(vec![requests.remove(0)], 201).await;
        let _ = self.count("confirm", "2", requests, 201).await;
    }

    async fn reads(&mut self, merchant: &Merchant) {
        let page = || orders::get(merchant, "/v1/authorizations?limit=20");
        let requests = std::iter::repeat_with(page).take(TIMES).collect();
        let _ = self.count("GET a page", "0", requests, 200).await;
    }

    /// What payments leave behind: an alarm that looks whether their worker has died.
    async fn alarm(&mut self) {
        let (begun, mut before) = (Instant::now(), self.at_rest().await);
        loop {
            assert!(begun.elapsed() < ALARM, "no alarm within {ALARM:?}");
            tokio::time::sleep(STILL).await;
            let now = Logs::of(&self.storage);
            match now.since(&before) {
                Some(commits) if !commits.is_empty() => break,
                // Meanwhile an object that is idle closes its database, and its log is gone.
                _ => before = now,
            }
        }
        let counted = self.since(&before).await;
        let name = "the alarm 15 s later, with nothing to do";
        self.row(name, "alarm", counted.as_slice());
    }

    async fn count(
        &mut self,
        name: &str,
        designed: &str,
        requests: Vec<Bare>,
        status: u16,
    ) -> Vec<Answer> {
        let (mut answers, mut all) = (Vec::new(), Vec::new());
        for request in requests {
            let before = self.at_rest().await;
            let answer = self.connection.send(request).await.expect("an answer");
            answers.push(answer.expect(status));
            all.extend(self.since(&before).await);
        }
        self.row(name, designed, &all);
        answers
    }

    /// Sends what must only be there, not be counted.
    async fn count_unlisted(&mut self, requests: Vec<Bare>, status: u16) -> Vec<Answer> {
        let answers = self.count("", "", requests, status).await;
        let _ = self.rows.pop();
        answers
    }

    /// The logs once nothing is written any more.
    async fn at_rest(&self) -> Logs {
        let mut logs = Logs::of(&self.storage);
        loop {
            tokio::time::sleep(STILL).await;
            let now = Logs::of(&self.storage);
            if now == logs {
                return now;
            }
            logs = now;
        }
    }

    /// Commits since then; nothing where a log began anew.
    async fn since(&self, before: &Logs) -> Option<Counted> {
        let commits = self.at_rest().await.since(before)?;
        Some(split(&commits))
    }

    fn row(&mut self, name: &str, designed: &str, all: &[Counted]) {
        let range = |which: usize| {
            let of = || all.iter().map(|counted| counted[which]);
            match (of().min(), of().max()) {
                (Some(least), Some(most)) if least == most => least.to_string(),
                (Some(least), Some(most)) => format!("{least}..{most}"),
                _ => "not counted".to_owned(),
            }
        };
        let cells = [name, &range(0), &range(1), designed].map(str::to_owned);
        self.rows.push(cells.to_vec());
    }
}

fn split(commits: &BTreeMap<PathBuf, u64>) -> Counted {
    let is_alarms = |file: &Path| file.ends_with("metadata.sqlite-wal");
    let sum = |alarms: bool| {
        let of = commits.iter().filter(|(file, _)| is_alarms(file) == alarms);
        of.map(|(_, count)| count).sum()
    };
    [sum(false), sum(true)]
}
