//! What may happen, and how often.

use proptest::prelude::*;

/// One thing that happens. Numbers pick among what is there, modulo how much there is.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    Tokenize {
        session: u8,
    },
    Authentication {
        required: bool,
    },
    Prepare {
        token: u8,
        key: u8,
    },
    Begin {
        worker: u8,
    },
    Confirm {
        payment: u8,
    },
    FollowUp {
        payment: u8,
        kind: u8,
        amount: u8,
    },
    Arrive {
        message: u8,
        yes: bool,
    },
    Answer {
        worker: u8,
    },
    AnswerTwice {
        worker: u8,
    },
    GiveUp {
        worker: u8,
    },
    Crash,
    Revoke {
        token: u8,
    },
    Wait {
        seconds: u8,
    },
    Alarm,
    /// The acquirer does what the alarm asked for.
    Act {
        errand: u8,
    },
    /// The object hears of it, or of nothing.
    Heard {
        errand: u8,
        silent: bool,
    },
}

pub fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => any::<u8>().prop_map(|session| Step::Tokenize { session }),
        1 => prop::bool::weighted(0.3).prop_map(|required| Step::Authentication { required }),
        4 => any::<(u8, u8)>().prop_map(|(token, key)| Step::Prepare { token, key }),
        5 => any::<u8>().prop_map(|worker| Step::Begin { worker }),
        2 => any::<u8>().prop_map(|payment| Step::Confirm { payment }),
        6 => any::<(u8, u8, u8)>().prop_map(|(payment, kind, amount)| Step::FollowUp { payment, kind, amount }),
        6 => (any::<u8>(), prop::bool::weighted(0.8)).prop_map(|(message, yes)| Step::Arrive { message, yes }),
        6 => any::<u8>().prop_map(|worker| Step::Answer { worker }),
        1 => any::<u8>().prop_map(|worker| Step::AnswerTwice { worker }),
        2 => any::<u8>().prop_map(|worker| Step::GiveUp { worker }),
        1 => Just(Step::Crash),
        1 => any::<u8>().prop_map(|token| Step::Revoke { token }),
        3 => any::<u8>().prop_map(|seconds| Step::Wait { seconds }),
        6 => Just(Step::Alarm),
        8 => any::<u8>().prop_map(|errand| Step::Act { errand }),
        7 => (any::<u8>(), prop::bool::weighted(0.3)).prop_map(|(errand, silent)| Step::Heard { errand, silent }),
    ]
}
