//! The operator's ranges of first digits as this isolate knows them, and as browsers get them:
//! `GET /.well-known/cardseal-ranges`.
//!
//! A card on its way does not wait for the registry: ranges are used for five minutes at most, and asked for
//! again, beside a request, after one. Only an isolate's first request, or its first after a long sleep,
//! waits; without an answer then, it is refused rather than judged by old ranges.

use crate::crypto::sign;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::objects::Listing;
use crate::objects::stub::Registry;
use access::Timestamp;
use access::time::HOUR;
use card::BinRange;
use payments::bin_ranges::{Age, Ranges};
use payments::{Code, Problem};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The ranges, as they were when the registry was asked.
pub(crate) struct Known {
    /// As the operator set them.
    pub(crate) as_set: Ranges,
    /// As rules.
    pub(crate) rules: Vec<BinRange>,
    at: Timestamp,
}

thread_local! {
    static KNOWN: RefCell<Option<Rc<Known>>> = const { RefCell::new(None) };
    /// When they were last asked for, whether or not there was an answer.
    static ASKED: Cell<Timestamp> = const { Cell::new(Timestamp::from_secs(0)) };
}

/// The ranges a card is judged by.
pub(crate) async fn current(call: &Call) -> Result<Rc<Known>, Problem> {
    let Some(known) = KNOWN.with_borrow(Clone::clone) else {
        return look_up(call).await;
    };
    match Age::of(known.at, ASKED.get(), call.now) {
        Age::Fresh => {}
        Age::Aging => {
            let (registry, now) = (call.registry()?, call.now);
            call.go_on_with(async move {
                // Without an answer they are used as they are, until they are too old.
                let _ = ask(&registry, now).await;
            });
        }
        Age::Old => return look_up(call).await,
    }
    Ok(known)
}

/// The ranges as the registry has them now.
pub(crate) async fn look_up(call: &Call) -> Result<Rc<Known>, Problem> {
    ask(&call.registry()?, call.now).await
}

async fn ask(registry: &Registry, now: Timestamp) -> Result<Rc<Known>, Problem> {
    ASKED.set(now);
    let as_set: Ranges = registry.list(Listing::BinRanges).await?;
    let known = Rc::new(Known {
        rules: as_set.read().ok_or(Problem::overloaded())?,
        as_set,
        at: now,
    });
    // An answer that was slow does not go back behind a later change.
    KNOWN.with_borrow_mut(|latest| {
        if latest
            .as_ref()
            .is_none_or(|latest| latest.as_set.seq <= known.as_set.seq)
        {
            *latest = Some(known.clone());
        }
    });
    Ok(known)
}

struct Signed {
    origin: String,
    seq: u64,
    at: Timestamp,
    text: String,
}

thread_local! {
    static SIGNED: RefCell<Vec<Signed>> = const { RefCell::new(Vec::new()) };
}

/// The ranges for the origin that was called; signed when they have changed, and twice a day.
pub(crate) async fn statement(call: &Call) -> Result<Answer, Problem> {
    let issuer = call.issuer().ok_or(Code::NotFound)?;
    let known = current(call).await?;
    let seq = known.as_set.seq;
    let fits = |signed: &&Signed| {
        signed.origin == issuer.origin && signed.seq == seq && call.now < signed.at.plus(12 * HOUR)
    };
    let text = SIGNED.with_borrow(|all| all.iter().find(fits).map(|signed| signed.text.clone()));
    if let Some(text) = text {
        return Ok(Answer::signed(text));
    }
    let text = sign::ranges(&call.keyring, issuer, seq, &known.rules, call.now).await?;
    SIGNED.with_borrow_mut(|all| {
        all.retain(|signed| signed.origin != issuer.origin);
        all.push(Signed {
            origin: issuer.origin.clone(),
            seq,
            at: call.now,
            text: text.clone(),
        });
    });
    Ok(Answer::signed(text))
}
