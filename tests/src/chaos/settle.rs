//! The end of a run: every open question is asked until it is answered, and the books are compared.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::SETTLED;
use super::network::Network;
use super::story::Story;
use crate::acquirer::Acquirer;
use crate::history::{Checked, Payment, Promise, Violation, check};
use crate::ledger::Ledger;

/// Questions asked at the same time.
const AT_ONCE: usize = 32;
/// The pause between two looks at what is not settled yet.
const TICK: Duration = Duration::from_millis(500);

/// What came of a run.
pub(super) struct Settled {
    pub(super) checked: Checked,
    pub(super) violations: Vec<Violation>,
    /// How long after the last fault all was settled.
    pub(super) after: Duration,
}

/// Asks until nothing is open or it is [`SETTLED`] since faults ended; then asks for every answer once
/// more, and checks.
pub(super) async fn settle(
    mut stories: Vec<Story>,
    acquirer: &Acquirer,
    network: &Network,
    since: Instant,
    progress: impl Fn(String),
) -> Settled {
    let books = async |stories: &[Story]| {
        let payments: Vec<&Payment> = stories.iter().map(|story| &story.payment).collect();
        check(&payments, &ledger(acquirer, network).await)
    };
    // What was told for certain can wait: to look at all of it takes longer than to settle the rest.
    let (certain, uncertain) = stories.into_iter().partition(Story::is_certain);
    stories = uncertain;
    let mut told = 0;
    let after = loop {
        // What the acquirer still has to be told shows as a disagreement: only then is a payment over. A
        // message that is late may disturb the peace once more.
        let (_, violations) = books(&stories).await;
        let may_pass = violations.iter().filter(|one| may_pass(one.promise));
        let names: BTreeSet<&str> = may_pass.map(|one| one.payment.as_str()).collect();
        let (waiting, over): (Vec<_>, Vec<_>) = stories
            .into_iter()
            .partition(|story| story.is_open() || names.contains(story.payment.reference.as_str()));
        let is_over = waiting.is_empty() && network.is_quiet();
        stories = over;
        stories.extend(
            each(waiting, async |mut story| {
                story.ask_open().await;
                story.look().await;
                story
            })
            .await,
        );
        let elapsed = since.elapsed();
        if is_over || elapsed > SETTLED {
            break elapsed;
        }
        if std::mem::replace(&mut told, names.len()) != names.len() {
            let seconds = elapsed.as_secs();
            progress(format!("{} not settled after {seconds} s", names.len()));
        }
        tokio::time::sleep(TICK).await;
    };
    // What was late stays late, also where it is settled by the time of the last look.
    let (_, mut late) = books(&stories).await;
    late.retain(|one| may_pass(one.promise));
    stories.extend::<Vec<Story>>(certain);
    let stories = each(stories, async |mut story| {
        story.ask_again().await;
        story.look().await;
        story
    })
    .await;
    let (checked, mut violations) = books(&stories).await;
    violations.extend(late);
    violations.sort();
    violations.dedup();
    Settled {
        checked,
        violations,
        after,
    }
}

/// The acquirer's ledger, with what each reversal undid as it was seen on the way.
pub(super) async fn ledger(acquirer: &Acquirer, network: &Network) -> Ledger {
    acquirer.ledger().await.with_originals(&network.originals())
}

/// Promises that may only be kept in the end.
fn may_pass(promise: Promise) -> bool {
    matches!(
        promise,
        Promise::Agreement | Promise::NothingInDoubt | Promise::NoLostAnswer | Promise::NoLostToken
    )
}

/// Does the same with all of them, several at a time.
async fn each<F>(stories: Vec<Story>, what: impl Fn(Story) -> F + Copy) -> Vec<Story>
where
    F: Future<Output = Story> + Send + 'static,
{
    let (mut tasks, mut done) = (JoinSet::new(), Vec::with_capacity(stories.len()));
    for story in stories {
        if tasks.len() >= AT_ONCE {
            done.extend(tasks.join_next().await.map(|story| story.expect("a story")));
        }
        tasks.spawn(what(story));
    }
    done.extend(tasks.join_all().await);
    done
}
