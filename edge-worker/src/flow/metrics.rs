//! How the vault is doing: `GET /metrics`.
//!
//! What this isolate counted comes from its memory. How many operations are in doubt or stuck only the
//! merchants' objects know: a scrape asks [`PAGE`] of them, within [`DEADLINE`], and the next one goes on
//! where it ended. The sums are over all that were asked in their last turn; how many that are, of how many
//! there are, stands beside them.

use crate::clock::within;
use crate::connectors::guarded;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::log;
use crate::http::shedding;
use crate::metrics::{self, Now, Standing};
use crate::objects::Listing;
use access::Mid;
use futures_util::future::join_all;
use payments::command::{Gauges, Operator};
use payments::{Code, Problem, Request};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// As many merchants as one scrape asks.
const PAGE: usize = 500;
/// As many at a time.
const TOGETHER: usize = 25;
/// A scraper waits ten seconds as a rule.
const DEADLINE: i64 = 5_000;
/// An object that takes longer misses its turn, so that the turn goes on.
const EACH: i64 = 1_000;

/// What merchants said in their last turn, by their ids, and where the next scrape goes on.
#[derive(Default)]
struct Turns {
    /// How many there are.
    merchants: Option<u64>,
    gauges: BTreeMap<String, Gauges>,
    after: Option<String>,
}

thread_local! {
    static TURNS: RefCell<Turns> = RefCell::default();
}

/// `GET /metrics`
pub(crate) async fn scrape(call: &Call) -> Result<Answer, Problem> {
    call.require_operator()?;
    // What is not known by then is left out of the text; the rest of it is known all the same.
    if let Some(Err(_)) | None = within(DEADLINE, ask_some(call)).await {
        log::event("metrics_incomplete");
    }
    Ok(Answer::metrics(metrics::text(&Now {
        under_way: shedding::under_way(),
        acquirers: guarded::standing(),
        standing: sums(),
    })))
}

fn sums() -> Option<Standing> {
    TURNS.with_borrow(|turns| {
        let mut standing = Standing {
            merchants: turns.merchants?,
            ..Standing::default()
        };
        for gauges in turns.gauges.values() {
            standing.counted += 1;
            standing.in_doubt += count(gauges.in_doubt);
            standing.stuck += count(gauges.stuck);
        }
        Some(standing)
    })
}

/// Gives the next merchants their turn.
async fn ask_some(call: &Call) -> Result<(), Problem> {
    TURNS.with_borrow_mut(|turns| turns.merchants = None);
    let registry = call.registry()?;
    let merchants: u64 = registry.list(Listing::NumberOfMerchants).await?;
    TURNS.with_borrow_mut(|turns| turns.merchants = Some(merchants));
    let after = TURNS.with_borrow(|turns| turns.after.clone());
    let page = Listing::Merchants { after, limit: PAGE };
    let ids: Vec<String> = registry.list(page).await?;
    // A page that is not full is the last one; after it the first has its turn again.
    let last = ids.last().filter(|_| ids.len() == PAGE).cloned();
    for some in ids.chunks(TOGETHER) {
        let answers = join_all(some.iter().map(|id| ask(call, id))).await;
        TURNS.with_borrow_mut(|turns| {
            for (id, answer) in some.iter().zip(answers) {
                match answer {
                    Ok(gauges) => drop(turns.gauges.insert(id.clone(), gauges)),
                    Err(_) => drop(turns.gauges.remove(id)),
                }
            }
            turns.after = some.last().cloned();
        });
    }
    TURNS.with_borrow_mut(|turns| turns.after = last);
    Ok(())
}

async fn ask(call: &Call, id: &str) -> Result<Gauges, Problem> {
    let mid = Mid::parse(id, call.mode(), &call.keyring.routing).ok_or(Code::NotFound)?;
    let gauge = Request::Operator(Operator::Gauge);
    let answer = within(EACH, call.vault(mid)?.ask(&gauge)).await;
    Ok(answer.ok_or_else(Problem::overloaded)??)
}

fn count(rows: i64) -> u64 {
    u64::try_from(rows).unwrap_or(0)
}
