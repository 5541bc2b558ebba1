//! Who may depend on whom. One table; what is not in it is a violation.

mod graph;

use graph::Graph;
pub(crate) use graph::read;

/// A row for each crate of the workspace: the others it may use.
const MAY_USE: [(&str, &[&str]); 14] = [
    ("strict-json", &[]),
    ("card", &[]),
    ("envelope", &["card", "strict-json"]),
    ("access", &["card"]),
    ("payments", &["access", "card", "strict-json"]),
    ("form", &["card", "strict-json"]),
    (
        "tokenizer-wasm",
        &[
            "access",
            "card",
            "envelope",
            "form",
            "ground",
            "strict-json",
        ],
    ),
    (
        "direct-wasm",
        &["card", "envelope", "form", "ground", "strict-json"],
    ),
    ("ground", &["envelope"]),
    (
        "edge-worker",
        &["access", "card", "envelope", "payments", "strict-json"],
    ),
    // These two meet the product over HTTP; tests act as clients, who seal and read ids.
    ("web-demo", &[]),
    ("tests", &["access", "card", "envelope", "strict-json"]),
    // Opens envelopes in wasm for the bench; never shipped.
    ("envelope-opener", &["envelope"]),
    ("xtask", &["access", "card", "envelope", "form"]),
];

/// Crates without I/O, clock or randomness of their own.
const CORE: [&str; 6] = [
    "strict-json",
    "card",
    "envelope",
    "access",
    "payments",
    "form",
];

/// An outside crate and the only ones of ours that may name it.
const ONLY_IN: [(&str, &[&str]); 6] = [
    ("worker", &["edge-worker"]),
    ("web-sys", &["direct-wasm"]),
    // Its private-key operations have a timing leak without a fix (RUSTSEC-2023-0071): one crate seals with the
    // public half, by a feature that only the browser switches on.
    ("rsa", &["envelope"]),
    (
        "wasm-bindgen",
        &["direct-wasm", "edge-worker", "tokenizer-wasm"],
    ),
    ("js-sys", &["edge-worker"]),
    ("wasm-bindgen-futures", &["edge-worker"]),
];

/// What core must not reach, however far away.
const NOT_FROM_CORE: [&str; 7] = [
    "getrandom",
    "js-sys",
    "reqwest",
    "tokio",
    "wasm-bindgen",
    "web-sys",
    "worker",
];

/// All violations, each as a sentence.
pub(crate) fn violations(graph: &Graph) -> Vec<String> {
    let mut found = Vec::new();
    for (from, to) in graph.inner_edges() {
        match MAY_USE.iter().find(|(name, _)| *name == from) {
            None => found.push(format!("{from} has no row in the table of arrows")),
            Some((_, allowed)) if !allowed.contains(&to) => {
                found.push(format!("{from} must not depend on {to}"));
            }
            Some(_) => {}
        }
    }
    for member in graph.members() {
        if !MAY_USE.iter().any(|(name, _)| *name == member) {
            found.push(format!("{member} has no row in the table of arrows"));
        }
        for (outside, only) in ONLY_IN {
            if graph.names(member, outside) && !only.contains(&member) {
                found.push(format!("{member} must not depend on {outside}"));
            }
        }
    }
    for (from, far) in CORE
        .iter()
        .flat_map(|core| NOT_FROM_CORE.iter().map(move |far| (*core, *far)))
        // Its private-key operations have a timing leak without a fix (RUSTSEC-2023-0071).
        .chain([("edge-worker", "rsa")])
    {
        if graph.reaches(from, far) {
            found.push(format!("{from} must not reach {far}"));
        }
    }
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests;
