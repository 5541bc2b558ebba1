//! An alarm that has something to do: how long it takes, and how long others wait meanwhile.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::fill::Books;
use super::orders;
use crate::merchant::Merchant;
use crate::together::Connection;
use crate::world::World;

/// From the change of the files until the alarm: time enough for a start.
const LEAD: Duration = Duration::from_secs(6);
/// It never takes longer.
const DEADLINE: Duration = Duration::from_mins(1);

/// What an alarm finds.
#[derive(Clone, Copy)]
pub(super) struct Work {
    /// Payments whose worker has died; the acquirer knows their ends.
    pub(super) payments: usize,
    /// Tokens whose time is over.
    pub(super) tokens: usize,
}

/// What it took.
#[derive(Clone, Copy)]
pub(super) struct Woken {
    /// From the moment it was due until every payment had its end.
    pub(super) took: Duration,
    /// The longest that a request to the same object waited in that time.
    pub(super) longest_wait: Duration,
}

/// Gives a merchant's alarm something to do, and watches.
pub(super) async fn wake(world: &mut World, merchant: &mut Merchant, work: Work) -> Woken {
    world.vault.stop();
    let due = SystemTime::now() + LEAD;
    let millis = millis(due);
    let books = Books::of(world.vault.data(), &merchant.id);
    books.forget_ends(work.payments, millis);
    books.end_tokens(work.tokens, millis - 1);
    drop(books);
    world.vault.restart();
    merchant.reconnect();

    let mut connection = Connection::open(merchant.http.base()).await;
    assert_eq!(pending(merchant, &mut connection).await, work.payments);
    let until = due.duration_since(SystemTime::now());
    tokio::time::sleep(until.expect("a start that is quick enough")).await;
    let mut longest_wait = Duration::ZERO;
    loop {
        let asked = Instant::now();
        let left = pending(merchant, &mut connection).await;
        longest_wait = longest_wait.max(asked.elapsed());
        let took = due.elapsed().unwrap_or_default();
        if left == 0 {
            return Woken { took, longest_wait };
        }
        assert!(took < DEADLINE, "{left} payments have no end yet");
    }
}

/// How many of its payments have no end.
async fn pending(merchant: &Merchant, connection: &mut Connection) -> usize {
    let request = orders::get(merchant, "/v1/authorizations?status=pending&limit=100");
    let answer = connection.send(request).await.expect("an answer");
    let list = answer.expect(200).json();
    list["data"].as_array().map_or(0, Vec::len)
}

fn millis(at: SystemTime) -> u64 {
    let since = at.duration_since(UNIX_EPOCH).expect("a clock after 1970");
    u64::try_from(since.as_millis()).expect("this millennium")
}
