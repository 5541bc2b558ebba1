//! Clients that pay without pause and never forget what they were told.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use access::Timestamp;
use serde_json::{Value, json};
use tokio::task::{JoinHandle, JoinSet};

use super::plan::{Manner, Plan, Step};
use super::random::Random;
use super::story::{Story, Told};
use crate::answer::Answer;
use crate::cards::VISA;
use crate::history::{Action, Call, Forbidden, Moment, Outcome};
use crate::http::Request;
use crate::merchant::Merchant;
use crate::world::World;

/// While the vault is down a client tries again this often.
const AGAIN: Duration = Duration::from_millis(10);
/// A token's life.
const TOKEN: Duration = Duration::from_mins(30);
/// The longest way of a message to the acquirer.
const WAY: Duration = Duration::from_secs(30);

/// What the clients share.
pub(super) struct Clients {
    merchants: [Merchant; 2],
    pub(super) random: Random,
    began: Instant,
    stop: AtomicBool,
    in_flight: AtomicUsize,
    answered: AtomicUsize,
    told: AtomicUsize,
    later: [AtomicUsize; 2],
    made: AtomicUsize,
    /// Payments that are over for their client.
    stories: Mutex<Vec<Story>>,
    /// Payments with a question that has no answer yet, longest waiting first.
    open: Mutex<VecDeque<Story>>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

/// What came of one request.
pub(super) struct Heard {
    pub(super) invoked: Moment,
    pub(super) outcome: Outcome,
    pub(super) returned: Moment,
    /// Whether the answer says that it was given before.
    pub(super) is_replay: bool,
}

impl Heard {
    /// As a request of a payment's history.
    pub(super) fn of(self, action: Action, key: String) -> Call {
        Call {
            action,
            key,
            invoked: self.invoked,
            returned: self.returned,
            outcome: self.outcome,
            is_replay: self.is_replay,
        }
    }
}

impl Clients {
    /// Readies them to pay through the acquirer at `url`.
    pub(super) async fn new(world: &World, url: &str, seed: u64) -> Arc<Self> {
        let one = world.merchant_behind(url, json!({})).await;
        let other = world.merchant_behind(url, json!({})).await;
        Arc::new(Self {
            merchants: [one, other],
            random: Random::new(seed),
            began: Instant::now(),
            stop: AtomicBool::new(false),
            in_flight: AtomicUsize::new(0),
            answered: AtomicUsize::new(0),
            told: AtomicUsize::new(0),
            later: Default::default(),
            made: AtomicUsize::new(0),
            stories: Mutex::default(),
            open: Mutex::default(),
            tasks: Mutex::default(),
        })
    }

    /// Lets so many of them pay, on and on.
    pub(super) fn start(self: &Arc<Self>, count: usize) {
        for _ in 0..count {
            self.spawn(pay_on(Arc::clone(self)));
        }
    }

    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.tasks.lock().expect("the tasks");
        tasks.push(tokio::spawn(task));
    }

    /// Requests that are being answered now.
    pub(super) fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::SeqCst)
    }

    /// Answers heard so far.
    pub(super) fn answered(&self) -> usize {
        self.answered.load(Ordering::SeqCst)
    }

    /// Answers of payments and follow-ups heard so far.
    pub(super) fn told(&self) -> usize {
        self.told.load(Ordering::SeqCst)
    }

    /// Counts an answer of a payment or a follow-up.
    pub(super) fn was_told(&self) {
        self.told.fetch_add(1, Ordering::SeqCst);
    }

    /// How often the vault said 503, and how often `in_progress`.
    pub(super) fn later(&self) -> [usize; 2] {
        let [overloaded, in_progress] = &self.later;
        [overloaded, in_progress].map(|count| count.load(Ordering::SeqCst))
    }

    /// Payments whose clients went on to the next one.
    pub(super) fn made(&self) -> usize {
        self.made.load(Ordering::SeqCst)
    }

    /// The first merchant.
    pub(super) fn merchant(&self) -> &Merchant {
        &self.merchants[0]
    }

    /// The other one.
    pub(super) fn rival(&self, of: &Merchant) -> Merchant {
        let mut others = self.merchants.iter().filter(|one| one.id != of.id);
        others.next().expect("two merchants").clone()
    }

    /// Ends the clients and hands over what they lived through.
    pub(super) async fn end(&self) -> Vec<Story> {
        self.stop.store(true, Ordering::SeqCst);
        let tasks: Vec<_> = self.tasks.lock().expect("the tasks").drain(..).collect();
        for task in tasks {
            task.await.expect("a client ends well");
        }
        let mut stories = std::mem::take(&mut *self.stories.lock().expect("the stories"));
        stories.extend(self.open.lock().expect("the open").drain(..));
        stories
    }

    /// Keeps a payment for the end, or until somebody asks again.
    pub(super) fn keep(&self, story: Story) {
        if story.was_asked() && story.is_open() {
            self.open.lock().expect("the open").push_back(story);
        } else {
            self.stories.lock().expect("the stories").push(story);
        }
    }

    /// Asks once more for what has waited longest.
    async fn ask_again(&self) {
        let waiting = self.open.lock().expect("the open").pop_front();
        if let Some(mut story) = waiting {
            story.ask_open().await;
            self.keep(story);
        }
    }

    /// When a token made now is over by the acquirer's clock.
    pub(super) fn over_at() -> String {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .expect("a clock after 1970");
        let over = i64::try_from((now + TOKEN + WAY).as_millis()).expect("a moment");
        Timestamp::from_millis(over).rfc3339()
    }

    /// When a token made now ends.
    pub(super) fn token_end(&self) -> Moment {
        self.now() + u64::try_from(TOKEN.as_micros()).expect("a moment")
    }

    /// Sends one request.
    pub(super) async fn send(&self, merchant: &Merchant, request: Request) -> Heard {
        let invoked = self.now();
        self.in_flight.fetch_add(1, Ordering::SeqCst);
        let answer = merchant.http.try_send(request).await;
        self.in_flight.fetch_sub(1, Ordering::SeqCst);
        let is_replay = |answer: &Answer| answer.header("idempotent-replayed") == "true";
        let is_replay = answer.as_ref().is_ok_and(is_replay);
        let outcome = match answer {
            Ok(answer) if matches!(answer.status, 200..=202) => {
                self.answered.fetch_add(1, Ordering::SeqCst);
                Outcome::Ok(answer.status, answer.body)
            }
            Ok(answer) => match answer.code() {
                Some(code) if code == "in_progress" => {
                    self.later[1].fetch_add(1, Ordering::SeqCst);
                    Outcome::Info
                }
                code => {
                    self.later[0].fetch_add((answer.status == 503).into(), Ordering::SeqCst);
                    Outcome::Fail(answer.status, code.unwrap_or_else(|| answer.text()))
                }
            },
            Err(_) => Outcome::Info,
        };
        Heard {
            invoked,
            outcome,
            returned: self.now(),
            is_replay,
        }
    }

    /// Sends a request that must create something; nothing where the vault is away or says "later".
    pub(super) async fn created(&self, merchant: &Merchant, request: Request) -> Option<Value> {
        match self.send(merchant, request).await.outcome {
            Outcome::Ok(201, body) => serde_json::from_slice(&body).ok(),
            Outcome::Fail(429 | 503, _) | Outcome::Info => None,
            other => panic!("nothing was created: {other:?}"),
        }
    }

    fn now(&self) -> Moment {
        u64::try_from(self.began.elapsed().as_micros()).expect("a moment")
    }

    /// A payment of which `kind` is the next thing to happen; everything before it is approved.
    pub(super) async fn ready_for(self: &Arc<Self>, kind: &str, spare: impl Fn(&str)) -> Story {
        let begun = Story::begin(self, self.merchant(), &VISA).await;
        let mut story = begun.expect("a vault that is up");
        spare(&story.payment.reference);
        if kind != "authorize" {
            let redemption = story.redemption(12_000, kind == "refund");
            let told = story.ask(&redemption, None).await;
            let approved = matches!(&told, Told::Answer(it) if it.status == "approved");
            assert!(approved, "{:?}", story.payment.calls);
        }
        story
    }

    /// Sends the next thing in the background, the first time with a fault.
    pub(super) fn go_on(
        self: &Arc<Self>,
        mut story: Story,
        kind: &str,
        fault: Option<&'static str>,
    ) {
        let id = story.authorization_id().unwrap_or_default();
        let asked = match kind {
            "capture" => story.follow_up(&id, &Action::Capture(Some(7_000))),
            "refund" => story.follow_up(&id, &Action::Refund(Some(5_000))),
            "void" => story.follow_up(&id, &Action::Void),
            _ => story.redemption(12_000, true),
        };
        let clients = Arc::clone(self);
        self.spawn(async move {
            story.ask(&asked, fault).await;
            clients.keep(story);
        });
    }
}

/// One client: a payment, and another, until it is told to stop.
async fn pay_on(clients: Arc<Clients>) {
    while !clients.stop.load(Ordering::SeqCst) {
        pay(&clients, Plan::draw(&clients.random)).await;
        clients.ask_again().await;
    }
}

/// One payment, or a pause where the vault is away.
async fn pay(clients: &Arc<Clients>, plan: Plan) {
    let merchant = clients.merchants[clients.random.pick(&[0, 1])].clone();
    match Story::begin(clients, &merchant, &plan.card).await {
        Some(mut story) => {
            live(&mut story, &plan, clients).await;
            clients.keep(story);
            clients.made.fetch_add(1, Ordering::SeqCst);
        }
        None => tokio::time::sleep(AGAIN).await,
    }
}

/// So many payments side by side, each to its end.
pub(super) async fn pay_at_once(clients: &Arc<Clients>, count: usize) {
    let mut payments = JoinSet::new();
    for _ in 0..count {
        let clients = Arc::clone(clients);
        let mut plan = Plan::draw(&clients.random);
        if plan.manner == Manner::Later {
            plan.manner = Manner::Plain;
        }
        payments.spawn(async move { pay(&clients, plan).await });
    }
    payments.join_all().await;
}

/// One payment from its token to its last follow-up.
async fn live(story: &mut Story, plan: &Plan, clients: &Clients) {
    if plan.manner == Manner::Stolen {
        let rival = clients.rival(&story.merchant);
        story.try_forbidden(Forbidden::Foreign, &rival).await;
    }
    let redemption = story.redemption(plan.amount, plan.automatic);
    if plan.manner == Manner::Later {
        return;
    }
    let told = match plan.manner {
        Manner::Twice => story.ask_both(&redemption, &redemption).await,
        Manner::Race => {
            let mut rival = story.rival();
            let other = rival.redemption(plan.amount, plan.automatic);
            let (told, _) = tokio::join!(story.ask(&redemption, None), rival.ask(&other, None));
            clients.keep(rival);
            told
        }
        _ => story.ask(&redemption, None).await,
    };
    let Told::Answer(authorization) = told else {
        return;
    };
    if plan.manner == Manner::Again {
        let merchant = story.merchant.clone();
        story.try_forbidden(Forbidden::SecondUse, &merchant).await;
    }
    for step in &plan.steps {
        match step {
            Step::One(Action::Read) => story.read(&authorization.id).await,
            Step::One(action) => {
                let asked = story.follow_up(&authorization.id, action);
                story.ask(&asked, None).await;
            }
            Step::Both(one, other) => {
                let one = story.follow_up(&authorization.id, one);
                let other = story.follow_up(&authorization.id, other);
                story.ask_both(&one, &other).await;
            }
        }
    }
}
