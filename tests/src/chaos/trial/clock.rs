//! A clock that jumps by a day and an hour between restarts, forwards and back.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Trial;
use crate::cards::VISA;
use crate::chaos::SETTLED;
use crate::chaos::client::{Clients, pay_at_once};
use crate::chaos::network::Network;
use crate::chaos::story::{Story, Told};
use crate::eventually::eventually;
use crate::history::{Action, Forbidden, Outcome, Promise, Violation};
use crate::vault::Variant;
use crate::world::World;

/// Twenty-five hours.
const JUMP: i64 = 25 * 3_600 * 1_000;
/// Payments at each time.
const PAYMENTS: usize = 16;
/// Tokens of each sort.
const TOKENS: usize = 8;
const REACHED: Duration = Duration::from_mins(1);

struct Run {
    trial: Trial,
    world: World,
    network: Network,
    clients: Arc<Clients>,
    redeemed: usize,
    refused: usize,
    settled: Vec<Duration>,
}

/// The clock is right, a day ahead, right, a day behind, and right again. Before each jump a payment is
/// in doubt.
///
/// A token that was made before and is over by the clock of now is refused, and stays refused when the
/// clock goes back; one that is not over by the clock of now can be redeemed. The acquirer's clock is
/// right all the time.
pub(super) async fn clock_jumps(seed: u64) -> Trial {
    let mut run = Run::start(seed).await;
    let mut over = run.tokens().await;
    let mut reserved = run.clients.ready_for("capture", |_| ()).await;
    run.payments().await;

    run.jump(JUMP).await;
    run.expired(&mut over).await;
    run.takes(&mut reserved).await;
    let ahead = run.tokens().await;
    run.payments().await;

    run.jump(0).await;
    run.expired(&mut over).await;
    run.redeem(ahead).await;
    let right = run.tokens().await;
    run.payments().await;

    run.jump(-JUMP).await;
    run.expired(&mut over).await;
    run.redeem(right).await;
    let mut behind = run.tokens().await;
    run.payments().await;

    run.jump(0).await;
    run.expired(&mut over).await;
    run.expired(&mut behind).await;
    run.payments().await;
    for story in over.into_iter().chain(behind).chain([reserved]) {
        run.clients.keep(story);
    }
    run.end().await
}

impl Run {
    async fn start(seed: u64) -> Self {
        let world = tokio::task::spawn_blocking(|| World::start(Variant::Faults));
        let world = world.await.expect("a world");
        let secret = world.acquirer.signing_secret();
        let network = Network::start_signing(world.acquirer.url(), seed, secret).await;
        let clients = Clients::new(&world, network.url(), seed).await;
        Self {
            trial: Trial::new("clock jumps by 25 h"),
            world,
            network,
            clients,
            redeemed: 0,
            refused: 0,
            settled: Vec::new(),
        }
    }

    async fn tokens(&self) -> Vec<Story> {
        let mut tokens = Vec::new();
        for _ in 0..TOKENS {
            let story = Story::begin(&self.clients, self.clients.merchant(), &VISA).await;
            tokens.push(story.expect("a vault that is up"));
        }
        tokens
    }

    async fn payments(&self) {
        pay_at_once(&self.clients, PAYMENTS).await;
    }

    /// They are over.
    async fn expired(&mut self, tokens: &mut [Story]) {
        for story in tokens {
            let merchant = story.merchant.clone();
            story.try_forbidden(Forbidden::Expired, &merchant).await;
            let (status, code) = Forbidden::Expired.answer();
            let refused = Outcome::Fail(status, code.to_owned());
            let mut attempts = story.payment.attempts.iter().rev();
            let is_refused = attempts.next().is_some_and(|last| last.outcome == refused);
            self.refused += usize::from(is_refused);
        }
    }

    /// They are not over. One that is refused is a lost token for the checker.
    async fn redeem(&mut self, tokens: Vec<Story>) {
        for mut story in tokens {
            let redemption = story.redemption(4_200, true);
            story.ask(&redemption, None).await;
            self.clients.keep(story);
            self.redeemed += 1;
        }
    }

    /// What was reserved is taken.
    async fn takes(&mut self, reserved: &mut Story) {
        let id = reserved.authorization_id().expect("an authorization");
        let capture = reserved.follow_up(&id, &Action::Capture(None));
        if !matches!(reserved.ask(&capture, None).await, Told::Answer(_)) {
            self.broken(
                Promise::NoLostAnswer,
                "what was reserved a day ago is not taken",
            );
        }
    }

    /// Kills the vault with a payment in doubt, starts it with another clock, and waits for the end of the
    /// doubt.
    async fn jump(&mut self, ahead: i64) {
        let fault = "hang-before-call";
        let before = self.world.vault.faults(fault);
        let story = self.clients.ready_for("authorize", |_| ()).await;
        let path = format!("/v1/authorizations?reference={}", story.payment.reference);
        self.clients.go_on(story, "authorize", Some(fault));
        let there = || async { (self.world.vault.faults(fault) > before).then_some(()) };
        eventually(fault, REACHED, there).await;
        tokio::task::block_in_place(|| {
            self.world.vault.kill();
            self.world.vault.set_clock(ahead);
            self.world.vault.restart();
        });
        let since = Instant::now();
        let merchant = self.clients.merchant().clone();
        while since.elapsed() < SETTLED {
            let found = merchant.get(&path).await.json()["data"][0]["status"].clone();
            if found != "pending" {
                self.settled.push(since.elapsed());
                return;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        let what = format!("after a jump to {ahead} ms a payment is pending for {SETTLED:?}");
        self.broken(Promise::NothingInDoubt, &what);
    }

    fn broken(&mut self, promise: Promise, what: &str) {
        self.trial.violations.push(Violation {
            promise,
            payment: self.trial.name.to_owned(),
            what: what.to_owned(),
        });
    }

    async fn end(mut self) -> Trial {
        let longest = self.settled.iter().max().copied().unwrap_or_default();
        let trial = &mut self.trial;
        trial.count("doubts settled behind a jump", self.settled.len());
        trial.time("at the longest after", longest);
        trial.count("expired tokens refused", self.refused);
        trial.count("live tokens redeemed", self.redeemed);
        let so_far = std::mem::take(&mut trial.violations);
        trial
            .settle(&self.world, &self.clients, &self.network)
            .await;
        trial.violations.extend(so_far);
        self.trial
    }
}
