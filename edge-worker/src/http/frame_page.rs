//! The card page: one document for one session, which one origin may show.

use super::answer::Answer;
use super::assets;
use super::call::Call;
use super::headers::PAGE;
use access::Session;
use payments::Code;

const TEMPLATE: &str = include_str!(concat!(env!("OUT_DIR"), "/card.html"));
const MEDIA_TYPE: &str = "text/html; charset=utf-8";

/// The page of a session whose signed text is `signed`, at the vault's own `origin`. One that is over
/// gets the page too, which tells the page around it so.
pub(crate) fn page(call: &Call, origin: &str, signed: &str, session: &Session) -> Answer {
    let ends = session.expires_at();
    let status = if call.now < ends {
        200
    } else {
        Code::SessionExpired.status()
    };
    let script = assets::script_for(call);
    let page = fill(&[
        ("script_url", &script.path()),
        ("script_integrity", script.integrity),
        ("session", signed),
        ("session_id", &session.id),
        ("origin", &session.org),
        ("env", call.mode().as_str()),
        ("now", &call.now.millis().to_string()),
        ("ends", &ends.millis().to_string()),
        ("vault_host", host(origin)),
    ]);
    let answer = Answer::new(status, MEDIA_TYPE, PAGE, page.into_bytes())
        .with(
            "Content-Security-Policy",
            policy(script.integrity, &session.org, origin),
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

fn policy(script: &str, ancestor: &str, origin: &str) -> String {
    // http is there for one machine in test mode only, and cannot be upgraded.
    let upgrade = if origin.starts_with("https:") {
        "; upgrade-insecure-requests"
    } else {
        ""
    };
    [
        "default-src 'none'; script-src '",
        script,
        "' 'wasm-unsafe-eval'; style-src 'none'; img-src 'none'; font-src 'none'; connect-src 'self'; \
         form-action 'none'; base-uri 'none'; object-src 'none'; worker-src 'none'; frame-src 'none'; \
         child-src 'none'; media-src 'none'; manifest-src 'none'; frame-ancestors ",
        ancestor,
        "; require-trusted-types-for 'script'; trusted-types 'none'; sandbox allow-scripts allow-same-origin",
        upgrade,
        "; report-to csp",
    ]
    .concat()
}

/// Puts each value in the place of its name in double braces, as the text of an attribute.
fn fill(values: &[(&str, &str)]) -> String {
    let mut page = String::with_capacity(TEMPLATE.len() + 2048);
    let mut rest = TEMPLATE;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        let value = values
            .iter()
            .find(|(known, _)| *known == name)
            .map_or("", |(_, value)| *value);
        page.push_str(before);
        value
            .chars()
            .for_each(|character| push_escaped(&mut page, character));
        rest = after;
    }
    page.push_str(rest);
    page
}

fn push_escaped(page: &mut String, character: char) {
    match character {
        '&' => page.push_str("&amp;"),
        '<' => page.push_str("&lt;"),
        '>' => page.push_str("&gt;"),
        '"' => page.push_str("&quot;"),
        '\'' => page.push_str("&#39;"),
        _ => page.push(character),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_one_ancestor_and_upgrades_where_there_is_https() {
        let policy = policy("sha384-x", "https://shop.example", "https://vault.example");
        assert!(policy.contains("; frame-ancestors https://shop.example; "));
        assert!(policy.contains("; upgrade-insecure-requests; "));
        let http = super::policy("sha384-x", "http://a.localhost", "http://b.localhost");
        assert!(!http.contains("upgrade"));
    }

    #[test]
    fn a_value_cannot_leave_its_attribute() {
        let mut text = String::new();
        "\"'<&>"
            .chars()
            .for_each(|character| push_escaped(&mut text, character));
        assert_eq!(text, "&quot;&#39;&lt;&amp;&gt;");
    }
}
