//! Tables of the product's source that the document is held against: they say what exists, and no probe
//! from outside could.

use std::collections::BTreeSet;
use std::fs;

use tests::process::root;

use super::document::Route;

/// The router's source.
pub(super) fn router() -> String {
    fs::read_to_string(root().join("edge-worker/src/http/router.rs")).expect("the router")
}

/// The routes in its table, parameters without names: lines of `("GET", ["v1", "tokens", id]) => …`, where a
/// segment without quotes is a parameter and `|` stands between paths.
pub(super) fn routes(router: &str) -> BTreeSet<Route> {
    let table = between(router, "fn match_route", "\n}\n");
    let lines = table
        .lines()
        .filter_map(|line| line.trim().split_once("=> Route::"));
    lines.flat_map(|(pattern, _)| of_pattern(pattern)).collect()
}

fn of_pattern(pattern: &str) -> Vec<Route> {
    let method = between(pattern, "(\"", "\"");
    let paths = pattern.split(['[', ']']).skip(1).step_by(2);
    paths
        .map(|path| (method.to_owned(), path.split(", ").map(segment).collect()))
        .collect()
}

fn segment(text: &str) -> String {
    let fixed = text
        .strip_prefix('"')
        .map(|text| text.trim_end_matches('"'));
    ["/", fixed.unwrap_or("{}")].concat()
}

/// A problem's code, status and title.
pub(super) type Code = (String, u64, String);

/// The codes in core's table: lines of `NotFound 404 "not_found" "There is …";`.
pub(super) fn codes() -> Vec<Code> {
    let path = root().join("core/payments/src/problem.rs");
    let source = fs::read_to_string(path).expect("the table of problems");
    let table = between(&source, "\ncodes! {", "\n}\n");
    let lines = table.lines().filter(|line| line.ends_with("\";"));
    lines.map(code).collect()
}

fn code(line: &str) -> Code {
    let parts: Vec<&str> = line.split('"').collect();
    let [head, code, _, title, _] = parts[..] else {
        panic!("not a row: {line}")
    };
    let status = head
        .split_whitespace()
        .last()
        .and_then(|status| status.parse().ok());
    (code.to_owned(), status.expect("a status"), title.to_owned())
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text
        .split_once(start)
        .unwrap_or_else(|| panic!("no {start:?}"));
    rest.split_once(end)
        .unwrap_or_else(|| panic!("no {end:?}"))
        .0
}
