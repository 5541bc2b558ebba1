//! The tables of `docs/payments.md` are printed by the code they describe.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, missing_docs)]

mod vault;

use access::time::DAY;
use payments::Code;
use payments::acquirer::Finding;
use payments::command::*;
use payments::machine::{Capture, Kind, State};
use vault::{SESSION, Vault, approved, declined};

const GUIDE: &str = include_str!("../../../docs/payments.md");

/// The arrows of the one machine.
fn arrows() -> String {
    let mut table = String::from("| from | to |\n|---|---|\n");
    for from in State::ALL {
        let to: Vec<_> = State::ALL.iter().filter(|to| from.leads_to(**to)).collect();
        let words: Vec<_> = to.iter().map(|to| format!("`{}`", to.as_str())).collect();
        let words = if words.is_empty() {
            "(the end)".to_owned()
        } else {
            words.join(", ")
        };
        table.push_str(&["| `", from.as_str(), "` | ", &words, " |\n"].concat());
    }
    table
}

/// A payment brought to a state of its life.
type Brought = fn(&mut Vault, &str);

fn paid(capture: Capture, finding: Option<Finding>) -> (Vault, String) {
    let mut vault = Vault::new();
    let token = vault.issue(SESSION, "j1").unwrap();
    let begin = Begin {
        capture,
        ..vault.a_begin(&token, "k1")
    };
    let (id, operation) = (begin.authorization.clone(), begin.operation.clone());
    vault.begin_with(begin).unwrap();
    if let Some(finding) = finding {
        vault.finish(operation.as_str(), finding).unwrap();
    }
    (vault, id.as_str().to_owned())
}

fn follow(vault: &mut Vault, id: &str, kind: Kind, amount: Option<i64>, end: Option<Finding>) {
    let key = format!("{}-{}", kind.as_str(), amount.unwrap_or_default());
    let Ok(FollowedUp::Ask(errand)) = vault.follow_up(id, kind, amount, &key) else {
        panic!("{kind:?} begins")
    };
    if let Some(finding) = end {
        vault.finish(&errand.asked.operation, finding).unwrap();
    }
}

/// What a merchant may do with a payment, by what has become of it.
fn follow_ups() -> String {
    let (manual, automatic) = (Capture::Manual, Capture::Automatic);
    let lives: [(&str, Capture, Option<Finding>, Brought); 13] = [
        ("without an answer", manual, None, |_, _| {}),
        ("declined", manual, Some(declined()), |_, _| {}),
        ("reserved", manual, Some(approved()), |_, _| {}),
        (
            "reserved, a week later",
            manual,
            Some(approved()),
            |vault, _| {
                vault.now = vault.now.plus(7 * DAY);
            },
        ),
        ("partly taken", manual, Some(approved()), |vault, id| {
            follow(vault, id, Kind::Capture, Some(500), Some(approved()));
        }),
        (
            "partly taken before the cut-off, more after it",
            manual,
            Some(approved()),
            |vault, id| {
                follow(vault, id, Kind::Capture, Some(500), Some(approved()));
                vault.now = vault.now.plus(DAY);
                follow(vault, id, Kind::Capture, Some(300), Some(approved()));
            },
        ),
        (
            "a capture of a part in doubt",
            manual,
            Some(approved()),
            |vault, id| {
                follow(vault, id, Kind::Capture, Some(500), Some(Finding::NoAnswer));
            },
        ),
        ("a void in doubt", manual, Some(approved()), |vault, id| {
            follow(vault, id, Kind::Void, None, Some(Finding::NoAnswer));
        }),
        ("voided", manual, Some(approved()), |vault, id| {
            follow(vault, id, Kind::Void, None, Some(approved()));
        }),
        ("taken", automatic, Some(approved()), |_, _| {}),
        (
            "taken, after the cut-off",
            automatic,
            Some(approved()),
            |vault, _| {
                vault.now = vault.now.plus(DAY);
            },
        ),
        (
            "partly given back",
            automatic,
            Some(approved()),
            |vault, id| {
                follow(vault, id, Kind::Refund, Some(500), Some(approved()));
            },
        ),
        ("given back", automatic, Some(approved()), |vault, id| {
            follow(vault, id, Kind::Refund, None, Some(approved()));
        }),
    ];
    let mut table =
        String::from("| the payment is | capture | void | refund |\n|---|---|---|---|\n");
    for (name, capture, finding, bring) in lives {
        let may = |kind| {
            let (mut vault, id) = paid(capture, finding.clone());
            bring(&mut vault, &id);
            match vault.follow_up(&id, kind, None, "asked") {
                Ok(FollowedUp::Ask(errand)) => format!("up to {}", errand.asked.amount),
                Ok(FollowedUp::Answered(_)) => panic!("a key of its own"),
                Err(problem) if problem.code == Code::InvalidTransition => "409".to_owned(),
                Err(problem) => panic!("{problem:?}"),
            }
        };
        let [capture, void, refund] = [Kind::Capture, Kind::Void, Kind::Refund].map(may);
        table.push_str(
            &[
                "| ", name, " | ", &capture, " | ", &void, " | ", &refund, " |\n",
            ]
            .concat(),
        );
    }
    table
}

#[test]
fn the_guide_has_the_arrows_of_the_machine() {
    let table = arrows();
    assert!(GUIDE.contains(&table), "docs/payments.md lacks:\n{table}");
    assert!(!GUIDE.contains(&table.replace("stuck", "lost")));
}

#[test]
fn the_guide_says_what_may_follow_what() {
    let table = follow_ups();
    assert!(GUIDE.contains(&table), "docs/payments.md lacks:\n{table}");
    assert!(!GUIDE.contains(&table.replace("409", "200")));
}
