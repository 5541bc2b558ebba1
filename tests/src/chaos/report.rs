//! What a run found, for people; and whether it shows what it should.

use std::time::Duration;

use super::network::Fault;
use super::{IN_FLIGHT, Outcome, Point, Strike};
use crate::history::{Forbidden, KINDS, Promise};
use crate::table::table;

/// In a run of this many kills each point must be struck this often.
const EACH_POINT: (usize, usize) = (500, 20);
/// Of this many kills a hundredth is more than one: so soon the vault is ready again.
const READY: (usize, Duration) = (200, Duration::from_secs(3));
/// From this many tokens on, all that clients do must have been done.
const ENOUGH_TOKENS: usize = 1_000;
/// From this many messages that meet a fault, each kind must have struck.
const ENOUGH_MESSAGES: u64 = 400;
/// Violations that are printed in full.
const SHOWN: usize = 20;

impl Outcome {
    /// All tables.
    pub fn tables(&self) -> String {
        let parts = [
            self.strikes(),
            self.faults(),
            self.looked_at(),
            self.promises(),
        ];
        parts.concat()
    }

    fn strikes(&self) -> String {
        if self.strikes.is_empty() {
            return "skipped: kills, none were asked for\n\n".to_owned();
        }
        let row = |name: String, struck: Vec<&Strike>| {
            let least = struck.iter().map(|strike| strike.in_flight).min();
            let mut ready: Vec<Duration> = struck.iter().map(|strike| strike.ready_after).collect();
            ready.sort();
            vec![
                name,
                struck.len().to_string(),
                least.unwrap_or(0).to_string(),
                millis(percentile(&ready, 50)),
                millis(percentile(&ready, 99)),
            ]
        };
        let mut rows: Vec<_> = Point::ALL
            .map(|point| {
                let struck = self.strikes.iter().filter(|strike| strike.point == point);
                row(point.name(), struck.collect())
            })
            .into();
        rows.push(row("all".to_owned(), self.strikes.iter().collect()));
        let heading = [
            "killed",
            "times",
            "least in flight",
            "ready after, p50",
            "p99",
        ];
        table(&heading, &rows) + "\n"
    }

    fn faults(&self) -> String {
        if self.options.faults == 0 {
            return "skipped: faults of the network, none were asked for\n\n".to_owned();
        }
        let row =
            |(fault, struck): (Fault, usize)| vec![fault.name().to_owned(), struck.to_string()];
        let mut rows: Vec<_> = Fault::ALL.into_iter().zip(self.struck).map(row).collect();
        rows.push(vec![
            "messages in all".to_owned(),
            self.messages.to_string(),
        ]);
        table(&["between vault and acquirer", "times"], &rows) + "\n"
    }

    fn looked_at(&self) -> String {
        let checked = &self.checked;
        let mut rows = Vec::new();
        let mut add = |what: String, number: String| rows.push(vec![what, number]);
        add("seed of all lots".to_owned(), self.options.seed.to_string());
        for (what, number) in [
            ("tokens acknowledged", checked.tokens),
            ("requests sent", checked.calls),
            ("requests without an answer", checked.unknown),
            ("answers given", checked.answers),
            ("answers given again", checked.repeats),
            ("entries of the ledger", checked.entries),
            ("problems given", checked.problems),
            ("races for one token", checked.races),
        ] {
            add(what.to_owned(), number.to_string());
        }
        for (kind, number) in KINDS.iter().zip(checked.operations) {
            add(format!("operations compared: {kind}"), number.to_string());
        }
        for (end, number) in ["approved", "declined", "reversed", "voided"]
            .iter()
            .zip(checked.ended)
        {
            add(format!("ended {end}"), number.to_string());
        }
        for (why, number) in Forbidden::ALL.iter().zip(checked.attempts) {
            add(format!("forbidden attempts: {why:?}"), number.to_string());
        }
        for (whose, sums) in ["vault", "acquirer"].iter().zip(checked.sums) {
            let text = format!("{} captured, {} refunded", sums.captured, sums.refunded);
            add(format!("yen by the {whose}"), text);
        }
        add("all settled after".to_owned(), millis(self.settled_after));
        table(&["looked at", "number"], &rows) + "\n"
    }

    fn promises(&self) -> String {
        let checked = &self.checked;
        let [_, captures, voids, refunds, _] = checked.operations;
        let looked_at = |promise| match promise {
            Promise::OneAuthorization => checked.tokens + checked.races + checked.attempts[0],
            Promise::NoDouble => captures + voids + refunds,
            Promise::NoOverCapture | Promise::Boundaries => checked.entries,
            Promise::NoOverRefund => refunds,
            Promise::Agreement => checked.operations.iter().sum(),
            Promise::NothingInDoubt | Promise::NoLostToken => checked.tokens,
            Promise::SameBytes => checked.repeats,
            Promise::NoLostAnswer => checked.answers,
            Promise::ProblemsChangeNothing => checked.problems,
            Promise::Order => checked.ordered,
        };
        let rows = Promise::ALL.map(|promise| {
            let broken = self.violations.iter().filter(|one| one.promise == promise);
            vec![
                promise.name().to_owned(),
                looked_at(promise).to_string(),
                broken.count().to_string(),
            ]
        });
        table(&["promise", "looked at", "broken"], &rows)
    }

    /// Why this run does not show what it should; nothing where it does.
    pub fn failure(&self) -> Option<String> {
        if !self.violations.is_empty() {
            let shown: Vec<_> = self.violations.iter().take(SHOWN).collect();
            return Some(format!("{} broken: {shown:#?}", self.violations.len()));
        }
        self.unseen()
            .or_else(|| self.idle())
            .or_else(|| self.late())
            .or_else(|| self.missing())
    }

    /// A promise about what never happened shows nothing.
    fn unseen(&self) -> Option<String> {
        let checked = &self.checked;
        let [_, captures, voids, refunds, reversals] = checked.operations;
        let [approved, declined, reversed, voided] = checked.ended;
        // What expires is tried where the clock jumps.
        let [second_uses, foreign, _] = checked.attempts;
        let always = [
            ("tokens", checked.tokens),
            ("answers", checked.answers),
            ("repeated answers", checked.repeats),
            ("entries", checked.entries),
            ("ordered payments", checked.ordered),
            ("captures", captures),
            ("refunds", refunds),
        ];
        let often = [
            ("races", checked.races),
            ("second uses of a token", second_uses),
            ("uses of another merchant's token", foreign),
            ("voids", voids),
            ("payments that ended approved", approved),
            ("payments that ended declined", declined),
            ("payments that ended voided", voided),
        ];
        let with_faults = [
            ("reversals", reversals),
            ("payments that ended reversed", reversed),
        ];
        let is_long = checked.tokens >= ENOUGH_TOKENS;
        let mut expected = always.to_vec();
        expected.extend(often.iter().filter(|_| is_long));
        expected.extend(
            with_faults
                .iter()
                .filter(|_| is_long && self.options.faults > 0),
        );
        let (what, _) = expected.iter().find(|(_, number)| *number == 0)?;
        Some(format!("no {what} were looked at"))
    }

    /// A vault that was killed is ready again in time.
    fn late(&self) -> Option<String> {
        let (many, in_time) = READY;
        let mut ready: Vec<Duration> = self.strikes.iter().map(|one| one.ready_after).collect();
        ready.sort();
        let slow = percentile(&ready, 99);
        (ready.len() >= many && slow > in_time)
            .then(|| format!("ready only after {}", millis(slow)))
    }

    /// A kill of a vault that had nothing to do shows nothing.
    fn idle(&self) -> Option<String> {
        let all = self.strikes.iter();
        let idle = all.filter(|strike| strike.in_flight < IN_FLIGHT).count();
        (idle > 0).then(|| format!("{idle} kills with fewer than {IN_FLIGHT} in flight"))
    }

    /// A point or a fault that never struck shows nothing either.
    fn missing(&self) -> Option<String> {
        let (many, each) = EACH_POINT;
        let of = |point| {
            self.strikes
                .iter()
                .filter(|strike| strike.point == point)
                .count()
        };
        if self.strikes.len() >= many
            && let Some(point) = Point::ALL.into_iter().find(|point| of(*point) < each)
        {
            return Some(format!("{}: only {} times", point.name(), of(point)));
        }
        let met = self.messages as u64 * self.options.faults / 100;
        let mut faults = Fault::ALL.into_iter().zip(self.struck);
        match faults.find(|(_, struck)| *struck == 0) {
            Some((fault, _)) if met >= ENOUGH_MESSAGES => {
                Some(format!("{} never struck", fault.name()))
            }
            _ => None,
        }
    }
}

fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let at = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted.get(at).copied().unwrap_or_default()
}

fn millis(duration: Duration) -> String {
    format!("{} ms", duration.as_millis())
}
