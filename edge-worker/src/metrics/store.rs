//! The counts, and the text they make together with what holds at the moment.

use super::exposition::{Exposition, Seconds};
use super::families::{
    ACQUIRER_CALL_DURATION, ACQUIRER_CALLS, ACQUIRER_CIRCUIT, ACQUIRER_IN_FLIGHT,
    ACQUIRER_REFUSALS, Family, MERCHANTS, MERCHANTS_COUNTED, OPERATIONS_IN_DOUBT, OPERATIONS_STUCK,
    REQUEST_DURATION, REQUESTS, REQUESTS_SHED, REQUESTS_UNDER_WAY, START_TIME,
};
use super::histogram::Histogram;
use access::Timestamp;
use payments::acquirer::Finding;
use payments::guard::{Refusal, State};
use std::collections::BTreeMap;

/// What an acquirer was called for: the operation's kind, or `inquiry`.
pub(crate) type Kind = &'static str;

/// What came of a call, in a word.
pub(crate) type Outcome = &'static str;

/// All that was counted since the isolate began.
pub(super) struct Store {
    began: Timestamp,
    requests: BTreeMap<(&'static str, &'static str), u64>,
    durations: BTreeMap<&'static str, Histogram>,
    shed: BTreeMap<(&'static str, &'static str), u64>,
    calls: BTreeMap<(String, Kind, Outcome), u64>,
    call_durations: BTreeMap<String, Histogram>,
    refusals: BTreeMap<(String, &'static str), u64>,
}

/// What holds at the moment of a scrape.
pub(crate) struct Now {
    /// Kinds of requests, and how many of each are under way.
    pub(crate) under_way: Vec<(&'static str, usize)>,
    /// Every acquirer that was called.
    pub(crate) acquirers: Vec<AcquirerNow>,
    /// What the merchants' objects say, where the registry could be asked.
    pub(crate) standing: Option<Standing>,
}

/// One acquirer's guard.
pub(crate) struct AcquirerNow {
    /// The operator's name of it.
    pub(crate) name: String,
    /// Places taken.
    pub(crate) in_flight: usize,
    /// Its circuit.
    pub(crate) circuit: State,
}

/// The sums over merchants.
#[derive(Clone, Copy, Default)]
pub(crate) struct Standing {
    /// Operations whose end is not known.
    pub(crate) in_doubt: u64,
    /// Operations that need a person.
    pub(crate) stuck: u64,
    /// Merchants there are.
    pub(crate) merchants: u64,
    /// Merchants in the sums.
    pub(crate) counted: u64,
}

/// What came of a call, as a word.
pub(crate) fn outcome(finding: &Finding) -> Outcome {
    match finding {
        Finding::Approved { .. } => "approved",
        Finding::Declined { .. } => "declined",
        Finding::Reversed => "reversed",
        Finding::Pending => "pending",
        Finding::NotFound => "not_found",
        Finding::CannotAsk => "cannot_ask",
        Finding::NoAnswer => "no_answer",
    }
}

const fn class(status: u16) -> &'static str {
    match status / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}

const fn circuit(state: State) -> &'static str {
    match state {
        State::Closed => "closed",
        State::Open => "open",
        State::HalfOpen => "half_open",
    }
}

impl Store {
    pub(super) const fn new(began: Timestamp) -> Self {
        Self {
            began,
            requests: BTreeMap::new(),
            durations: BTreeMap::new(),
            shed: BTreeMap::new(),
            calls: BTreeMap::new(),
            call_durations: BTreeMap::new(),
            refusals: BTreeMap::new(),
        }
    }

    pub(super) fn request(&mut self, route: &'static str, status: u16, millis: i64) {
        *self.requests.entry((route, class(status))).or_default() += 1;
        self.durations.entry(route).or_default().add(millis);
    }

    pub(super) fn shed(&mut self, kind: &'static str, reason: &'static str) {
        *self.shed.entry((kind, reason)).or_default() += 1;
    }

    pub(super) fn acquirer_call(
        &mut self,
        acquirer: &str,
        kind: Kind,
        outcome: Outcome,
        millis: i64,
    ) {
        let key = (acquirer.to_owned(), kind, outcome);
        *self.calls.entry(key).or_default() += 1;
        let of_acquirer = self.call_durations.entry(acquirer.to_owned());
        of_acquirer.or_default().add(millis);
    }

    pub(super) fn acquirer_refusal(&mut self, acquirer: &str, refusal: Refusal) {
        let reason = match refusal {
            Refusal::Full => "full",
            Refusal::Open(_) => "open",
        };
        let key = (acquirer.to_owned(), reason);
        *self.refusals.entry(key).or_default() += 1;
    }

    /// The text: every family, also one that has no number yet.
    pub(super) fn text(&self, now: &Now) -> String {
        let mut text = Exposition::default();
        self.requests(&mut text, now);
        self.acquirers(&mut text, now);
        standing(&mut text, now.standing);
        text.family(&START_TIME);
        text.number(&START_TIME, &[], Seconds(self.began.millis()));
        text.end()
    }

    fn requests(&self, text: &mut Exposition, now: &Now) {
        text.family(&REQUESTS);
        for ((route, status), count) in &self.requests {
            text.number(&REQUESTS, &[("route", route), ("status", status)], count);
        }
        text.family(&REQUEST_DURATION);
        for (route, histogram) in &self.durations {
            histogram.write(text, &REQUEST_DURATION, ("route", route));
        }
        text.family(&REQUESTS_SHED);
        for ((kind, reason), count) in &self.shed {
            text.number(&REQUESTS_SHED, &[("kind", kind), ("reason", reason)], count);
        }
        text.family(&REQUESTS_UNDER_WAY);
        for (kind, count) in &now.under_way {
            text.number(&REQUESTS_UNDER_WAY, &[("kind", kind)], count);
        }
    }

    fn acquirers(&self, text: &mut Exposition, now: &Now) {
        text.family(&ACQUIRER_CALLS);
        for ((acquirer, kind, outcome), count) in &self.calls {
            let labels = [
                ("acquirer", &**acquirer),
                ("kind", kind),
                ("outcome", outcome),
            ];
            text.number(&ACQUIRER_CALLS, &labels, count);
        }
        text.family(&ACQUIRER_CALL_DURATION);
        for (acquirer, histogram) in &self.call_durations {
            histogram.write(text, &ACQUIRER_CALL_DURATION, ("acquirer", acquirer));
        }
        text.family(&ACQUIRER_REFUSALS);
        for ((acquirer, reason), count) in &self.refusals {
            let labels = [("acquirer", &**acquirer), ("reason", reason)];
            text.number(&ACQUIRER_REFUSALS, &labels, count);
        }
        text.family(&ACQUIRER_IN_FLIGHT);
        for acquirer in &now.acquirers {
            let labels = [("acquirer", &*acquirer.name)];
            text.number(&ACQUIRER_IN_FLIGHT, &labels, acquirer.in_flight);
        }
        text.family(&ACQUIRER_CIRCUIT);
        for acquirer in &now.acquirers {
            for state in [State::Closed, State::Open, State::HalfOpen] {
                // The format's own way: the family's name is the label of the state.
                let labels = [
                    ("acquirer", &*acquirer.name),
                    (ACQUIRER_CIRCUIT.name, circuit(state)),
                ];
                let holds = u8::from(acquirer.circuit == state);
                text.number(&ACQUIRER_CIRCUIT, &labels, holds);
            }
        }
    }
}

fn standing(text: &mut Exposition, standing: Option<Standing>) {
    let value = |of: fn(Standing) -> u64| standing.map(of);
    let rows: [(&Family, Option<u64>); 4] = [
        (&OPERATIONS_IN_DOUBT, value(|standing| standing.in_doubt)),
        (&OPERATIONS_STUCK, value(|standing| standing.stuck)),
        (&MERCHANTS, value(|standing| standing.merchants)),
        (&MERCHANTS_COUNTED, value(|standing| standing.counted)),
    ];
    for (family, value) in rows {
        text.family(family);
        // A number that is not known is left out; 0 would say that all is well.
        if let Some(value) = value {
            text.number(family, &[], value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::families::ALL;
    use super::*;

    fn began() -> Timestamp {
        Timestamp::from_millis(1_796_117_400_250)
    }

    fn quiet() -> Now {
        Now {
            under_way: vec![("cards", 0), ("money", 2)],
            acquirers: Vec::new(),
            standing: None,
        }
    }

    #[test]
    fn the_text_is_that_of_the_golden_file() {
        let mut store = Store::new(began());
        store.request("tokenize", 201, 4);
        store.request("tokenize", 201, 26);
        store.request("tokenize", 400, 0);
        store.request("authorize", 503, 12_000);
        store.shed("money", "full");
        store.shed("reads", "share");
        for (kind, finding, millis) in [
            (
                "authorize",
                Finding::Approved {
                    approval_code: None,
                    rrn: None,
                },
                230,
            ),
            ("authorize", Finding::NoAnswer, 10_000),
            ("inquiry", Finding::NotFound, 5),
            ("reversal", Finding::Reversed, -3),
        ] {
            store.acquirer_call("acme", kind, outcome(&finding), millis);
        }
        store.acquirer_refusal("acme", Refusal::Open(900));
        store.acquirer_refusal("acme", Refusal::Open(1));
        store.acquirer_refusal("other", Refusal::Full);
        let now = Now {
            acquirers: vec![
                AcquirerNow {
                    name: "acme".into(),
                    in_flight: 0,
                    circuit: State::Open,
                },
                AcquirerNow {
                    name: "other".into(),
                    in_flight: 1_024,
                    circuit: State::Closed,
                },
            ],
            standing: Some(Standing {
                in_doubt: 7,
                stuck: 1,
                merchants: 900,
                counted: 500,
            }),
            ..quiet()
        };
        let text = store.text(&now);
        assert_eq!(text, include_str!("golden.txt"), "{text}");
    }

    #[test]
    fn every_family_is_there_before_anything_has_happened() {
        let text = Store::new(began()).text(&quiet());
        for family in ALL {
            let line = ["# TYPE ", family.name, " ", family.kind.as_str(), "\n"].concat();
            assert_eq!(text.matches(&line).count(), 1, "{line}");
        }
        println!("{} families", ALL.len());
        assert!(text.ends_with("\n# EOF\n"));
        // What is not known is not 0.
        assert!(!text.contains("\ncardseal_operations_in_doubt "));
    }

    #[test]
    fn an_acquirers_name_cannot_leave_its_label() {
        let mut store = Store::new(began());
        store.acquirer_call("a\"} 1\nforged 1", "authorize", "approved", 1);
        let text = store.text(&quiet());
        assert!(text.contains(r#"{acquirer="a\"} 1\nforged 1",kind="authorize""#));
        assert!(!text.lines().any(|line| line.starts_with("forged")));
    }
}
