//! The card page: one document for one session, in a frame of the merchant's page or by itself.

use super::answer::Answer;
use super::assets::{self, RETURN_SCRIPT};
use super::call::Call;
use super::headers::PAGE;
use super::template::fill;
use access::Session;
use payments::Code;

const MEDIA_TYPE: &str = "text/html; charset=utf-8";

/// Where the page stands, and so what it may do beside taking the card.
struct Place<'a> {
    template: &'static str,
    ancestors: &'a str,
    /// Where its form may go.
    forms: &'a str,
    sandbox: &'static str,
    /// Where it may connect and go, in browsers that hold a page to that.
    connections: String,
    /// The hash of the script that runs beside the card's own.
    beside: Option<&'static str>,
}

/// The page of a session whose signed text is `signed`, at the vault's own `origin`, in a frame of the
/// session's origin. One that has ended gets the page too: it renews the session, or where that is over tells
/// the page around it so.
pub(crate) fn in_frame(call: &Call, origin: &str, signed: &str, session: &Session) -> Answer {
    let place = Place {
        template: include_str!(concat!(env!("OUT_DIR"), "/card.html")),
        ancestors: &session.org,
        forms: "'none'",
        sandbox: "allow-scripts allow-same-origin",
        connections: "(response-origin)".to_owned(),
        beside: None,
    };
    page(call, origin, signed, session, &place, &[])
}

/// The page by itself. It sends the shopper back to `return_url`, which is the merchant's.
pub(crate) fn by_itself(
    call: &Call,
    origin: &str,
    signed: &str,
    session: &Session,
    return_url: &str,
) -> Answer {
    let place = Place {
        template: include_str!(concat!(env!("OUT_DIR"), "/redirect.html")),
        ancestors: "'none'",
        forms: &session.org,
        sandbox: "allow-scripts allow-same-origin allow-forms",
        connections: ["(response-origin \"", &session.org, "/*\")"].concat(),
        beside: Some(RETURN_SCRIPT.integrity),
    };
    // What a shopper brings back who leaves before the script has anything better to say.
    let reason = if session.is_over(call.now) {
        Code::SessionExpired.as_str()
    } else {
        "cancelled"
    };
    let more = [
        ("return_script_url", RETURN_SCRIPT.path()),
        (
            "return_script_integrity",
            RETURN_SCRIPT.integrity.to_owned(),
        ),
        ("return_url", return_url.to_owned()),
        ("merchant", host(&session.org).to_owned()),
        ("reason", reason.to_owned()),
    ];
    page(call, origin, signed, session, &place, &more)
}

fn page(
    call: &Call,
    origin: &str,
    signed: &str,
    session: &Session,
    place: &Place<'_>,
    more: &[(&'static str, String)],
) -> Answer {
    let status = if session.is_over(call.now) {
        Code::SessionExpired.status()
    } else {
        200
    };
    let script = assets::script_for(call);
    let values = [
        ("script_url", script.path()),
        ("script_integrity", script.integrity.to_owned()),
        ("session", signed.to_owned()),
        ("session_id", session.id.clone()),
        ("origin", session.org.clone()),
        ("env", call.mode().as_str().to_owned()),
        ("now", call.now.millis().to_string()),
        ("ends", session.expires_at().millis().to_string()),
        ("last", session.last_end().millis().to_string()),
        ("vault_host", host(origin).to_owned()),
    ];
    let body = fill(place.template, &[&values, more].concat());
    let answer = Answer::new(status, MEDIA_TYPE, PAGE, body.into_bytes())
        .with("Connection-Allowlist", place.connections.as_str())
        .with(
            "Content-Security-Policy",
            policy(script.integrity, place, origin),
        )
        .with(
            "Integrity-Policy",
            "blocked-destinations=(script), endpoints=(csp)",
        )
        .with("Reporting-Endpoints", reporting_endpoints(origin));
    // A compressed secret can be guessed by who puts guesses beside it, again and again. Here each
    // navigation has a session of its own, or asks for the page by the session itself.
    if call.accepts_brotli() {
        answer.sent_as_brotli()
    } else {
        answer
    }
}

/// What a page gets that may not show the form. It says nothing of why.
pub(crate) fn not_found() -> Answer {
    const BODY: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>Not found</title><p>Not found.</html>";
    const POLICY: &str =
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";
    Answer::new(404, MEDIA_TYPE, PAGE, BODY.as_bytes().to_vec())
        .with("Connection-Allowlist", "(response-origin)")
        .with("Content-Security-Policy", POLICY)
        .with("Integrity-Policy", "blocked-destinations=(script)")
}

/// Host and port of an origin.
fn host(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, host)| host)
}

/// Where the browser tells what the page's policies stopped.
fn reporting_endpoints(origin: &str) -> String {
    ["csp=\"", origin, "/v1/reports\""].concat()
}

fn policy(script: &str, place: &Place<'_>, origin: &str) -> String {
    // http is there for one machine in test mode only, and cannot be upgraded.
    let is_http = |origin: &str| origin.starts_with("http:");
    let upgrade = if is_http(origin) || is_http(place.forms) {
        ""
    } else {
        "; upgrade-insecure-requests"
    };
    let beside = place.beside.map(|hash| ["' '", hash].concat());
    [
        "default-src 'none'; script-src '",
        script,
        beside.as_deref().unwrap_or_default(),
        "' 'wasm-unsafe-eval'; style-src 'none'; img-src 'none'; font-src 'none'; connect-src 'self'; \
         form-action ",
        place.forms,
        "; base-uri 'none'; object-src 'none'; worker-src 'none'; frame-src 'none'; child-src 'none'; \
         media-src 'none'; manifest-src 'none'; frame-ancestors ",
        place.ancestors,
        "; require-trusted-types-for 'script'; trusted-types 'none'; sandbox ",
        place.sandbox,
        upgrade,
        "; report-to csp",
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_its_scripts_one_ancestor_and_one_way_out() {
        let place = Place {
            template: "",
            ancestors: "https://shop.example",
            forms: "https://back.example",
            sandbox: "allow-scripts",
            connections: String::new(),
            beside: Some("sha384-y"),
        };
        let policy = policy("sha384-x", &place, "https://vault.example");
        for part in [
            "; script-src 'sha384-x' 'sha384-y' 'wasm-unsafe-eval'; ",
            "; frame-ancestors https://shop.example; ",
            "; form-action https://back.example; ",
            "; sandbox allow-scripts; upgrade-insecure-requests; ",
        ] {
            assert!(policy.contains(part), "{part}: {policy}");
        }
    }

    #[test]
    fn nothing_is_upgraded_where_the_vault_or_the_way_out_is_on_one_machine() {
        for (origin, forms, upgrades) in [
            ("https://vault.example", "'none'", true),
            ("https://vault.example", "http://localhost:3000", false),
            ("http://vault.localhost", "'none'", false),
        ] {
            let place = Place {
                template: "",
                ancestors: "'none'",
                forms,
                sandbox: "allow-scripts",
                connections: String::new(),
                beside: None,
            };
            let policy = policy("sha384-x", &place, origin);
            assert_eq!(policy.contains("upgrade"), upgrades, "{origin} {forms}");
            assert!(policy.contains("; script-src 'sha384-x' 'wasm-unsafe-eval'; "));
        }
    }
}
