//! Every family there is: a row here, a row in `docs/operations/metrics.md`, and the test below that keeps
//! them equal.

/// What kind of numbers a family holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    /// Only grows, until the isolate ends.
    Counter,
    /// Goes up and down.
    Gauge,
    /// How many were how quick.
    Histogram,
    /// Which of a few states holds.
    StateSet,
}

/// A family of numbers under one name.
pub(super) struct Family {
    pub(super) name: &'static str,
    pub(super) kind: Type,
    pub(super) help: &'static str,
}

impl Type {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
            Self::StateSet => "stateset",
        }
    }
}

impl Family {
    /// The unit, which is the end of the name.
    pub(super) fn unit(&self) -> Option<&'static str> {
        self.name.ends_with("_seconds").then_some("seconds")
    }
}

macro_rules! families {
    ($($constant:ident $kind:ident $name:literal $help:literal;)*) => {
        $(pub(super) const $constant: Family = Family { name: $name, kind: Type::$kind, help: $help };)*

        #[cfg(test)]
        pub(super) const ALL: &[Family] = &[$($constant,)*];
    };
}

families! {
    REQUESTS Counter "cardseal_requests"
        "Requests answered, by route and class of status. Counted in the isolate's memory since cardseal_isolate_start_time_seconds.";
    REQUEST_DURATION Histogram "cardseal_request_duration_seconds"
        "Time from a request's arrival to its answer, by route, the acquirer's time included. Counted in the isolate's memory.";
    REQUESTS_SHED Counter "cardseal_requests_shed"
        "Requests refused because too many were under way: of their kind (503, full) or of their merchant (429, share). Counted in the isolate's memory.";
    REQUESTS_UNDER_WAY Gauge "cardseal_requests_under_way"
        "Requests the vault is working on, by kind; those that wait for their body or for an acquirer are not among them. Of this isolate.";
    ACQUIRER_CALLS Counter "cardseal_acquirer_calls"
        "Calls to an acquirer, by kind and outcome; no_answer is silence to the deadline, an error, or words about something else. Counted in the isolate's memory.";
    ACQUIRER_CALL_DURATION Histogram "cardseal_acquirer_call_duration_seconds"
        "Time from a call to an acquirer to its answer or the deadline. Counted in the isolate's memory.";
    ACQUIRER_REFUSALS Counter "cardseal_acquirer_refusals"
        "Payments refused with 503 before anything was written, because the acquirer's circuit was open or its bulkhead full. Counted in the isolate's memory.";
    ACQUIRER_IN_FLIGHT Gauge "cardseal_acquirer_in_flight"
        "Payments that hold a place in an acquirer's bulkhead. Of this isolate.";
    ACQUIRER_CIRCUIT StateSet "cardseal_acquirer_circuit"
        "Whether payments reach an acquirer: closed, all do; open, none; half_open, the next one does as a probe. Of this isolate.";
    OPERATIONS_IN_DOUBT Gauge "cardseal_operations_in_doubt"
        "Operations whose end is not known yet, those under way included. Of the merchants in cardseal_merchants_counted, each as it was at its turn.";
    OPERATIONS_STUCK Gauge "cardseal_operations_stuck"
        "Operations that a day of trying has not settled: a person must look. Of the merchants in cardseal_merchants_counted, each as it was at its turn.";
    MERCHANTS Gauge "cardseal_merchants"
        "Merchants in the registry.";
    MERCHANTS_COUNTED Gauge "cardseal_merchants_counted"
        "Merchants whose operations the gauges of operations cover: a scrape asks 500, and the next one goes on from there. One that did not answer is left out.";
    START_TIME Gauge "cardseal_isolate_start_time_seconds"
        "When this isolate began to count, in Unix time. On Cloudflare one scrape sees one isolate of many; on workerd there is one for each process.";
}

#[cfg(test)]
mod tests {
    use super::ALL;

    /// The rows of the page's table: name, type, help.
    fn rows(page: &str) -> Vec<[&str; 3]> {
        let (_, page) = page.split_once("## Every family").unwrap();
        let rows = page.lines().filter(|line| line.starts_with("| `cardseal_"));
        rows.map(|row| {
            let mut cells = row.trim_matches('|').split(" | ").map(str::trim);
            [(); 3].map(|()| cells.next().unwrap())
        })
        .collect()
    }

    #[test]
    fn the_page_for_operators_lists_exactly_the_families_there_are() {
        let page = include_str!("../../../docs/operations/metrics.md");
        let listed = rows(page);
        let expected: Vec<[String; 3]> = ALL
            .iter()
            .map(|family| {
                let name = ["`", family.name, "`"].concat();
                [name, family.kind.as_str().into(), family.help.into()]
            })
            .collect();
        println!("{} families", expected.len());
        assert!(expected.len() > 10);
        assert_eq!(listed, expected);

        // The twin: a row that is missing is missed.
        let fewer = page.replace("| `cardseal_operations_stuck` |", "| `stuck` |");
        assert_eq!(rows(&fewer).len(), listed.len() - 1);
    }

    #[test]
    fn a_name_says_its_unit_and_no_more_than_the_format_allows() {
        for family in ALL {
            let plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
            assert!(family.name.bytes().all(plain), "{}", family.name);
            assert!(!family.name.ends_with("_total"), "{}", family.name);
            let names = ALL.iter().filter(|other| other.name == family.name);
            assert_eq!(names.count(), 1, "{}", family.name);
        }
    }
}
