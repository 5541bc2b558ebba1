//! Switches of crash tests: a request stops at a named point, and the harness kills the process there.
//!
//! They exist only in builds with `--cfg cardseal_faults`; in every other build this is nothing at all.

#[cfg(not(cardseal_faults))]
mod none {
    use crate::http::call::Call;
    use access::AuthorizationId;

    /// No faults.
    pub(crate) struct Faults;

    #[allow(clippy::unused_async, reason = "the same shape as the switches")]
    impl Faults {
        pub(crate) fn of(_: &Call) -> Self {
            Self
        }

        pub(crate) async fn before_call(&self, _: &AuthorizationId) {}

        pub(crate) async fn after_answer(&self, _: &AuthorizationId) {}
    }
}

#[cfg(cardseal_faults)]
mod switched {
    use crate::http::call::Call;
    use crate::http::log;
    use access::AuthorizationId;
    use serde::Serialize;
    use std::time::Duration;
    use worker::Delay;

    /// Longer than any harness waits before it kills.
    const FOR_EVER: Duration = Duration::from_mins(10);

    /// What the harness waits for in the log.
    #[derive(Serialize)]
    struct Line<'a> {
        fault: &'a str,
        authorization: &'a str,
    }

    /// The fault a request asks for in `Cardseal-Fault`.
    pub(crate) struct Faults(Option<String>);

    impl Faults {
        /// Reads the header; `panic` is one at once.
        #[allow(
            clippy::panic,
            reason = "the test is that the next request is answered"
        )]
        pub(crate) fn of(call: &Call) -> Self {
            let fault = call.header("Cardseal-Fault");
            if fault.as_deref() == Some("panic") {
                log::write(&Line {
                    fault: "panic",
                    authorization: "",
                });
                panic!("asked for by Cardseal-Fault");
            }
            Self(fault)
        }

        /// The token is claimed, and nothing has been sent.
        pub(crate) async fn before_call(&self, authorization: &AuthorizationId) {
            self.reach("hang-before-call", authorization).await;
        }

        /// The acquirer has answered, and nobody has written it down.
        pub(crate) async fn after_answer(&self, authorization: &AuthorizationId) {
            self.reach("hang-after-answer", authorization).await;
        }

        async fn reach(&self, point: &str, authorization: &AuthorizationId) {
            if self.0.as_deref() == Some(point) {
                log::write(&Line {
                    fault: point,
                    authorization: authorization.as_str(),
                });
                Delay::from(FOR_EVER).await;
            }
        }
    }
}

#[cfg(not(cardseal_faults))]
pub(crate) use none::Faults;
#[cfg(cardseal_faults)]
pub(crate) use switched::Faults;
