//! The guard in front of an acquirer, told the time by tables and by random histories.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a test says what it looked at"
)]

use access::Timestamp;
use access::time::{HOUR, SECOND};
use payments::guard::{
    AT_MOST_IN_FLIGHT, Guard, LENT_FOR, LONGEST_PAUSE, OPENS_AFTER, Pass, Refusal, Slots, State,
};
use payments::{ACQUIRER_DEADLINE, Code, Problem};
use proptest::prelude::*;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000 + millis)
}

fn fail(guard: &mut Guard, times: u32, now: Timestamp) {
    for _ in 0..times {
        let pass = guard.admit(now).unwrap();
        guard.ended(pass, false, now);
    }
}

fn opened() -> Guard {
    let mut guard = Guard::default();
    fail(&mut guard, OPENS_AFTER, at(0));
    guard
}

fn refusal(guard: &mut Guard, now: Timestamp) -> Refusal {
    guard.admit(now).err().expect("a refusal")
}

#[test]
fn no_more_calls_are_under_way_than_may_be_and_nobody_queues() {
    let mut guard = Guard::default();
    let mut passes: Vec<Pass> = (0..AT_MOST_IN_FLIGHT)
        .map(|_| guard.admit(at(0)).unwrap())
        .collect();
    assert_eq!(guard.in_flight(at(0)), AT_MOST_IN_FLIGHT);
    assert_eq!(refusal(&mut guard, at(0)), Refusal::Full);
    // One that ends makes room for one, whether it was answered, not answered, or never made.
    guard.ended(passes.pop().unwrap(), true, at(1));
    passes.push(guard.admit(at(1)).unwrap());
    guard.ended(passes.pop().unwrap(), false, at(2));
    passes.push(guard.admit(at(2)).unwrap());
    guard.turned_back(passes.pop().unwrap(), at(3));
    passes.push(guard.admit(at(3)).unwrap());
    assert_eq!(refusal(&mut guard, at(3)), Refusal::Full);
    println!("{} calls under way", passes.len());
}

#[test]
fn a_place_that_was_lost_with_its_request_comes_back_by_itself() {
    let mut slots = Slots::new(2);
    for taken in [slots.take(at(0)), slots.take(at(1))] {
        // Nobody gives it back.
        let _ = taken.unwrap();
    }
    assert!(slots.take(at(LENT_FOR - 1)).is_none());
    let late = slots.take(at(LENT_FOR)).unwrap();
    assert!(slots.take(at(LENT_FOR)).is_none());
    assert!(slots.take(at(LENT_FOR + 1)).is_some());
    slots.give_back(late);
    assert_eq!(slots.taken(at(LENT_FOR + 1)), 1);
    // A loan outlives every call that keeps its deadline.
    const { assert!(LENT_FOR > 2 * ACQUIRER_DEADLINE) };
}

#[test]
fn a_circuit_opens_after_so_many_calls_without_an_answer_and_not_one_sooner() {
    let mut guard = Guard::default();
    fail(&mut guard, OPENS_AFTER - 1, at(0));
    assert_eq!(guard.state(at(0)), State::Closed);
    // A decline or any other answer begins the count anew.
    let pass = guard.admit(at(0)).unwrap();
    guard.ended(pass, true, at(0));
    fail(&mut guard, OPENS_AFTER - 1, at(0));
    assert_eq!(guard.state(at(0)), State::Closed);
    fail(&mut guard, 1, at(0));
    assert_eq!(guard.state(at(0)), State::Open);
    assert_eq!(guard.in_flight(at(0)), 0);
}

/// When calls come (in ms after the opening), and whether each passes; probes end without an answer.
#[test]
fn an_open_circuit_lets_one_probe_pass_after_one_two_and_then_every_four_seconds() {
    let mut guard = opened();
    let table = [
        (0, Err(1_000)),
        (999, Err(1)),
        (1_000, Ok(())),
        (1_000, Err(2_000)),
        (2_999, Err(1)),
        (3_000, Ok(())),
        (3_001, Err(3_999)),
        (7_000, Ok(())),
        (10_999, Err(1)),
        // Nobody came for a while.
        (60_000, Ok(())),
        (60_000, Err(4_000)),
        (64_000, Ok(())),
    ];
    let mut probes = Vec::new();
    for (millis, expected) in table {
        let state = guard.state(at(millis));
        let admitted = guard.admit(at(millis));
        match (admitted, expected) {
            (Ok(pass), Ok(())) => {
                assert_eq!(state, State::HalfOpen, "{millis}");
                probes.push(pass);
            }
            (Err(refused), Err(left)) => {
                assert_eq!(refused, Refusal::Open(left), "{millis}");
                assert_eq!(state, State::Open, "{millis}");
            }
            (admitted, _) => panic!("{millis}: passed {}", admitted.is_ok()),
        }
    }
    assert_eq!(probes.len(), 5);
    for probe in probes {
        guard.ended(probe, false, at(64_001));
    }
    assert_eq!(guard.state(at(64_001)), State::Open);
}

#[test]
fn one_answer_closes_the_circuit_whoever_hears_it() {
    for probe_fails_first in [false, true] {
        let mut guard = opened();
        let [first, second] = [1_000, 3_000].map(|millis| guard.admit(at(millis)).unwrap());
        if probe_fails_first {
            guard.ended(first, false, at(11_000));
            guard.ended(second, true, at(11_001));
        } else {
            guard.ended(second, true, at(3_100));
            assert_eq!(guard.state(at(3_100)), State::Closed);
            // The one into the silence before it ends later, and says nothing of now.
            guard.ended(first, false, at(11_000));
        }
        assert_eq!(guard.state(at(11_001)), State::Closed);
        let _ = guard.admit(at(11_001)).unwrap();
    }
}

#[test]
fn calls_from_before_the_acquirer_was_back_do_not_open_the_circuit_again() {
    let mut guard = Guard::default();
    let dying: Vec<Pass> = (0..100).map(|_| guard.admit(at(0)).unwrap()).collect();
    let after = guard.admit(at(1)).unwrap();
    guard.ended(after, true, at(200));
    for pass in dying {
        guard.ended(pass, false, at(10_000));
    }
    assert_eq!(guard.state(at(10_000)), State::Closed);
    // The twin: as many that began after that answer do open it.
    let dying: Vec<Pass> = (0..100).map(|_| guard.admit(at(10_000)).unwrap()).collect();
    for pass in dying {
        guard.ended(pass, false, at(20_000));
    }
    assert_eq!(guard.state(at(20_000)), State::Open);
}

#[test]
fn a_probe_that_is_turned_back_gives_its_turn_to_the_next() {
    let mut guard = opened();
    let probe = guard.admit(at(1_000)).unwrap();
    assert_eq!(refusal(&mut guard, at(1_001)), Refusal::Open(1_999));
    guard.turned_back(probe, at(1_002));
    assert_eq!(guard.state(at(1_002)), State::HalfOpen);
    let _probe = guard.admit(at(1_003)).unwrap();
    // And the pause is as long as it would have been.
    assert_eq!(refusal(&mut guard, at(1_003)), Refusal::Open(2_000));
}

#[test]
fn a_full_bulkhead_does_not_use_up_the_turn_of_a_probe() {
    let mut guard = Guard::new(2);
    fail(&mut guard, OPENS_AFTER - 1, at(0));
    let [one, other] = [0, 1].map(|millis| guard.admit(at(millis)).unwrap());
    guard.ended(one, false, at(0));
    let hung = guard.admit(at(1_000)).unwrap();
    assert_eq!(guard.in_flight(at(1_000)), 2);
    assert_eq!(refusal(&mut guard, at(3_000)), Refusal::Full);
    guard.ended(other, false, at(3_000));
    let _ = guard.admit(at(3_000)).unwrap();
    guard.ended(hung, true, at(3_100));
    assert_eq!(guard.state(at(3_100)), State::Closed);
}

#[test]
fn a_clock_that_is_put_back_neither_shuts_the_acquirer_off_nor_keeps_its_places() {
    let guard = opened();
    assert_eq!(guard.state(at(-HOUR)), State::HalfOpen);
    let mut slots = Slots::new(1);
    let _ = slots.take(at(0)).unwrap();
    assert!(slots.take(at(-1_000)).is_none());
    assert!(slots.take(at(-HOUR)).is_some());
}

#[test]
fn a_refusal_is_503_with_the_seconds_after_which_to_try_again() {
    for (refusal, seconds) in [
        (Refusal::Full, 1),
        (Refusal::Open(1), 1),
        (Refusal::Open(1_000), 1),
        (Refusal::Open(1_001), 2),
        (Refusal::Open(LONGEST_PAUSE), 4),
    ] {
        let problem = Problem::from(refusal);
        assert_eq!(problem.code, Code::Overloaded);
        assert_eq!(problem.retry_after, Some(seconds), "{refusal:?}");
    }
}

/// An acquirer that is dead for a while, and payments that come all the time.
#[test]
fn payments_flow_within_ten_seconds_of_the_acquirers_return() {
    const EVERY: i64 = 100;
    let mut slowest = 0;
    for back in (5_000..40_000).step_by(250) {
        let mut guard = Guard::default();
        let mut under_way: Vec<(i64, bool, Pass)> = Vec::new();
        let mut flowing = None;
        for now in (0..60_000).step_by(usize::try_from(EVERY).unwrap()) {
            let (over, rest) = under_way.into_iter().partition(|(ends, ..)| *ends <= now);
            under_way = rest;
            for (_, answered, pass) in over {
                guard.ended(pass, answered, at(now));
            }
            // Until it is back every request is swallowed; afterwards it takes 200 ms.
            match guard.admit(at(now)) {
                Ok(pass) if now >= back => under_way.push((now + 200, true, pass)),
                Ok(pass) => under_way.push((now + ACQUIRER_DEADLINE, false, pass)),
                Err(_) => flowing = None,
            }
            if flowing.is_none() && guard.state(at(now)) == State::Closed {
                flowing = Some(now);
            }
        }
        let flowing = flowing.expect("payments flow in the end");
        slowest = slowest.max(flowing - back);
    }
    println!("the slowest recovery took {slowest} ms");
    assert!((1..=10 * SECOND).contains(&slowest), "{slowest}");
    assert!(slowest <= LONGEST_PAUSE + 2 * EVERY + 200);
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Admit,
    Answer(usize),
    Silence(usize),
    TurnBack(usize),
    Lose(usize),
    Pass(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let which = 0..64_usize;
    prop_oneof![
        6 => Just(Step::Admit),
        1 => which.clone().prop_map(Step::Answer),
        6 => which.clone().prop_map(Step::Silence),
        1 => which.clone().prop_map(Step::TurnBack),
        1 => which.prop_map(Step::Lose),
        3 => (0..2_500_i64).prop_map(Step::Pass),
    ]
}

/// What became of one random history.
#[derive(Default)]
struct Seen {
    opened: usize,
    closed: usize,
    full: usize,
    probes: usize,
}

const PLACES: usize = 12;

/// Plays a history against what must hold after every step of it.
fn play(steps: &[Step]) -> Seen {
    let mut guard = Guard::new(PLACES);
    let mut held: Vec<(usize, Pass)> = Vec::new();
    let (mut now, mut seen, mut number) = (0, Seen::default(), 0);
    // The model: failures since the last answer, by the number of the call.
    let (mut answered_at, mut silent) = (0, 0);
    let mut last_probe = None;
    for step in steps {
        let before = guard.state(at(now));
        match *step {
            Step::Admit => match guard.admit(at(now)) {
                Ok(pass) => {
                    assert_ne!(before, State::Open, "an open circuit let a call pass");
                    if before == State::HalfOpen {
                        assert_eq!(guard.state(at(now)), State::Open, "two probes at once");
                        assert!(
                            last_probe.is_none_or(|last| now > last),
                            "two probes at once"
                        );
                        (seen.probes, last_probe) = (seen.probes + 1, Some(now));
                    }
                    held.push((number, pass));
                    number += 1;
                }
                Err(Refusal::Full) => {
                    assert_eq!(guard.in_flight(at(now)), PLACES);
                    seen.full += 1;
                }
                Err(Refusal::Open(left)) => {
                    assert_eq!(before, State::Open);
                    assert!((1..=LONGEST_PAUSE).contains(&left));
                }
            },
            Step::Answer(which) if !held.is_empty() => {
                let (_, pass) = held.swap_remove(which % held.len());
                guard.ended(pass, true, at(now));
                assert_eq!(guard.state(at(now)), State::Closed, "an answer closes it");
                seen.closed += usize::from(before != State::Closed);
                (answered_at, silent, last_probe) = (number, 0, None);
            }
            Step::Silence(which) if !held.is_empty() => {
                let (began, pass) = held.swap_remove(which % held.len());
                guard.ended(pass, false, at(now));
                silent += u32::from(began >= answered_at);
                let opens = before == State::Closed && silent >= OPENS_AFTER;
                assert_eq!(guard.state(at(now)) != before, opens, "{silent} silent");
                seen.opened += usize::from(opens);
            }
            Step::TurnBack(which) if !held.is_empty() => {
                let (_, pass) = held.swap_remove(which % held.len());
                guard.turned_back(pass, at(now));
                assert_eq!(
                    guard.state(at(now)) == State::Closed,
                    before == State::Closed
                );
                last_probe = None;
            }
            Step::Lose(which) if !held.is_empty() => drop(held.swap_remove(which % held.len())),
            Step::Pass(millis) => now += millis,
            _ => {}
        }
        assert!(guard.in_flight(at(now)) <= PLACES);
    }
    // Whatever happened: the clock frees every place, and one answer closes the circuit.
    now += LENT_FOR.max(LONGEST_PAUSE);
    assert_eq!(guard.in_flight(at(now)), 0);
    let pass = guard.admit(at(now)).expect("a probe at least");
    guard.ended(pass, true, at(now));
    assert_eq!(guard.state(at(now)), State::Closed);
    seen
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn no_history_lets_too_many_pass_probes_twice_or_shuts_an_acquirer_off_for_good(
        steps in prop::collection::vec(step(), 1..200)
    ) {
        play(&steps);
    }
}

/// The twin: the histories are worth something only if they reach what they speak of.
#[test]
fn the_histories_open_close_probe_and_fill() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut all = Seen::default();
    for _ in 0..100 {
        let steps = prop::collection::vec(step(), 150..200);
        let seen = play(&steps.new_tree(&mut runner).unwrap().current());
        all.opened += seen.opened;
        all.closed += seen.closed;
        all.full += seen.full;
        all.probes += seen.probes;
    }
    println!(
        "{} openings, {} closings, {} probes, {} refusals of a full bulkhead",
        all.opened, all.closed, all.probes, all.full
    );
    assert!(all.opened > 20 && all.closed > 20 && all.probes > 20 && all.full > 20);
}
