//! A vault whose storage takes no more writes while clients pay.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};

use super::Trial;
use super::disk::Disk;
use crate::chaos::client::Clients;
use crate::chaos::network::Network;
use crate::eventually::eventually;
use crate::vault::{Variant, Vault};
use crate::world::World;

const CLIENTS: usize = 16;
const ROUNDS: usize = 3;
/// Answers between two famines.
const ANSWERS: usize = 150;
/// Refusals for want of room in each.
const REFUSALS: usize = 50;
/// Something happens within this time.
const SOON: Duration = Duration::from_mins(1);
/// When there is room again, the vault takes payments again this soon.
const RECOVERED: Duration = Duration::from_secs(30);

/// The disk is full: a tmpfs of a few megabytes and a file that takes the rest of it.
pub(super) async fn full_disk(seed: u64) -> Trial {
    const NAME: &str = "disk full";
    let disk = match Disk::small() {
        Ok(disk) => disk,
        Err(why) => return Trial::skipped(NAME, why),
    };
    let world = {
        let path = disk.path().to_owned();
        start(move || Vault::start_in(Variant::Faults, &path)).await
    };
    let trial = starve(NAME, &world, seed, || disk.fill(), || disk.make_room()).await;
    drop(world);
    trial
}

/// Every write fails: no file of the vault's may grow beyond its first byte (`RLIMIT_FSIZE`).
pub(super) async fn file_limit(seed: u64) -> Trial {
    const NAME: &str = "every write fails";
    let world = start(|| Vault::start_limited(Variant::Faults)).await;
    let workerd = i32::try_from(world.vault.workerd())
        .ok()
        .and_then(Pid::from_raw);
    let maximum = getrlimit(Resource::Fsize).maximum;
    let limit = |current| {
        let limit = Rlimit { current, maximum };
        prlimit(workerd, Resource::Fsize, limit).expect("the vault is our own process");
    };
    starve(NAME, &world, seed, || limit(Some(1)), || limit(maximum)).await
}

async fn start(vault: impl FnOnce() -> Vault + Send + 'static) -> World {
    let world = tokio::task::spawn_blocking(|| World::start_with(vault));
    world.await.expect("a world")
}

async fn starve(
    name: &'static str,
    world: &World,
    seed: u64,
    begin: impl Fn(),
    end: impl Fn(),
) -> Trial {
    let mut trial = Trial::new(name);
    let network = Network::start(world.acquirer.url(), seed).await;
    let clients = Clients::new(world, network.url(), seed).await;
    let workerd = world.vault.workerd();
    clients.start(CLIENTS);
    let mut longest = Duration::ZERO;
    for _ in 0..ROUNDS {
        answers(&clients, ANSWERS, SOON).await;
        begin();
        let refused = || clients.later().iter().sum::<usize>();
        let enough = refused() + REFUSALS;
        eventually("refusals for want of room", SOON, || async {
            (refused() >= enough).then_some(())
        })
        .await;
        end();
        let since = Instant::now();
        answers(&clients, ANSWERS, RECOVERED).await;
        longest = longest.max(since.elapsed());
    }
    assert_eq!(world.vault.workerd(), workerd);
    assert!(
        std::path::Path::new("/proc")
            .join(workerd.to_string())
            .exists(),
        "the vault did not live through it"
    );
    let [overloaded, in_progress] = clients.later();
    trial.count("times", ROUNDS);
    trial.count("answers 503", overloaded);
    trial.count("answers 409 in_progress", in_progress);
    trial.time("150 answers after it, at the longest", longest);
    trial.settle(world, &clients, &network).await;
    trial
}

async fn answers(clients: &Arc<Clients>, more: usize, within: Duration) {
    let enough = clients.told() + more;
    eventually("answers with money", within, || async {
        (clients.told() >= enough).then_some(())
    })
    .await;
}

/// The disk is read-only at a start: the vault says so and nothing changes.
pub(super) async fn read_only(seed: u64) -> Vec<Trial> {
    const NAME: &str = "disk read-only at a start";
    const UNDER_WAY: &str = "disk read-only under open files";
    let disk = match Disk::small() {
        Ok(disk) => disk,
        Err(why) => {
            return [NAME, UNDER_WAY]
                .map(|name| Trial::skipped(name, why.clone()))
                .into();
        }
    };
    let path = disk.path().to_owned();
    let mut world = start(move || Vault::start_in(Variant::Faults, &path)).await;
    let mut trial = Trial::new(NAME);
    let network = Network::start(world.acquirer.url(), seed).await;
    let clients = Clients::new(&world, network.url(), seed).await;
    clients.start(CLIENTS);
    answers(&clients, ANSWERS, SOON).await;
    let under_way = match disk.set_read_only(true) {
        Err(why) => Trial::skipped(UNDER_WAY, format!("the kernel refuses it ({why})")),
        Ok(()) => Trial::skipped(UNDER_WAY, "no file was open".to_owned()),
    };
    tokio::task::block_in_place(|| world.vault.stop());
    disk.set_read_only(true).expect("nobody writes any more");
    let said = tokio::task::block_in_place(|| world.vault.refusal());
    assert!(said.contains("Read-only"), "it said: {said}");
    trial.count("refused to start with a clear word", 1);
    disk.set_read_only(false).expect("writable again");
    tokio::task::block_in_place(|| world.vault.restart());
    answers(&clients, ANSWERS, SOON).await;
    trial.settle(&world, &clients, &network).await;
    drop(world);
    vec![trial, under_way]
}
