//! A run that did not see what it speaks of shows nothing, and says what it lacks.

use std::time::Duration;

use tests::chaos::network::Fault;
use tests::chaos::{IN_FLIGHT, Options, Outcome, Point, Strike};
use tests::history::{Checked, Promise, Violation};

use super::OPTIONS;

/// A run of so many kills that saw everything.
fn complete(kills: usize) -> Outcome {
    let strike = |number: usize| Strike {
        point: Point::ALL[number % Point::ALL.len()],
        in_flight: IN_FLIGHT,
        ready_after: Duration::from_secs(3),
    };
    Outcome {
        options: Options { kills, ..OPTIONS },
        strikes: (0..kills).map(strike).collect(),
        struck: [1; Fault::ALL.len()],
        messages: 10_000,
        settled_after: Duration::ZERO,
        checked: Checked {
            tokens: 1_000,
            calls: 1,
            unknown: 1,
            answers: 1,
            repeats: 1,
            problems: 1,
            races: 1,
            attempts: [1, 1, 0],
            entries: 1,
            operations: [1; 5],
            ended: [1; 4],
            ordered: 1,
            ..Checked::default()
        },
        violations: Vec::new(),
    }
}

#[test]
fn a_run_that_saw_everything_shows_it() {
    for kills in [0, 50, 200, 500] {
        assert_eq!(complete(kills).failure(), None, "{kills}");
    }
}

#[test]
fn a_run_that_lacks_anything_says_what() {
    type Spoil = fn(&mut Outcome);
    let lacks: [(&str, Spoil); 21] = [
        ("tokens", |run| run.checked.tokens = 0),
        ("answers", |run| run.checked.answers = 0),
        ("repeated answers", |run| run.checked.repeats = 0),
        ("entries", |run| run.checked.entries = 0),
        ("ordered payments", |run| run.checked.ordered = 0),
        ("captures", |run| run.checked.operations[1] = 0),
        ("voids", |run| run.checked.operations[2] = 0),
        ("refunds", |run| run.checked.operations[3] = 0),
        ("reversals", |run| run.checked.operations[4] = 0),
        ("races", |run| run.checked.races = 0),
        ("second uses", |run| run.checked.attempts[0] = 0),
        ("another merchant", |run| run.checked.attempts[1] = 0),
        ("ended approved", |run| run.checked.ended[0] = 0),
        ("ended declined", |run| run.checked.ended[1] = 0),
        ("ended reversed", |run| run.checked.ended[2] = 0),
        ("ended voided", |run| run.checked.ended[3] = 0),
        ("in flight", |run| run.strikes[0].in_flight -= 1),
        ("ready only after 3001 ms", |run| {
            for strike in run.strikes.iter_mut().take(6) {
                strike.ready_after += Duration::from_millis(1);
            }
        }),
        ("void: during the call: only 19 times", |run| {
            let void = Point::DuringTheCall("void");
            let mut struck = 0;
            run.strikes.retain(|strike| {
                struck += usize::from(strike.point == void);
                strike.point != void || struck < 20
            });
            run.strikes.extend((0..30).map(|_| Strike {
                point: Point::AnyMoment,
                in_flight: IN_FLIGHT,
                ready_after: Duration::ZERO,
            }));
        }),
        ("never struck", |run| run.struck[0] = 0),
        ("broken", |run| {
            run.violations.push(Violation {
                promise: Promise::Order,
                payment: "one".to_owned(),
                what: "wrong".to_owned(),
            });
        }),
    ];
    for (what, spoil) in lacks {
        let mut run = complete(500);
        spoil(&mut run);
        let failure = run.failure().unwrap_or_default();
        assert!(failure.contains(what), "{what}: {failure:?}");
    }
}

#[test]
fn a_short_run_is_not_asked_for_what_is_rare() {
    let mut run = complete(50);
    run.checked.tokens = 999;
    run.checked.races = 0;
    run.checked.operations[4] = 0;
    run.strikes[0].ready_after = Duration::from_secs(4);
    assert_eq!(run.failure(), None);
}
