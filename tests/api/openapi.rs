//! `docs/openapi.yaml` says what the vault does: every route, every code, every answer, member by member.

mod bad;
mod document;
mod good;
mod source;

use std::collections::{BTreeMap, BTreeSet};

use card::{Brand, Currency};
use document::{Document, Route};
use serde_json::{Value, json};
use tests::answer::Answer;
use tests::cards::VISA;
use tests::http::Request;

use crate::world;

/// An operation's id and what it answered.
type Call = (&'static str, Answer);

/// What is wrong with an answer, and the change that makes it so.
type Wrong = (&'static str, fn(&mut Value));

const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// The document's routes, parameters without names, as the router's table has them.
fn documented(document: &Document) -> BTreeSet<Route> {
    document
        .operations()
        .into_keys()
        .map(|(method, path)| (method, fill(&path, "{}")))
        .collect()
}

/// A path template with one text for every parameter.
fn fill(template: &str, text: &str) -> String {
    let segments = template.split('/').map(|segment| {
        if segment.starts_with('{') {
            text
        } else {
            segment
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

#[test]
fn every_route_of_the_router_is_documented_and_no_other() {
    let (source, document) = (source::router(), Document::read());
    let (routes, documented) = (source::routes(&source), documented(&document));
    println!("{} routes", routes.len());
    assert!(routes.len() >= 28);
    assert_eq!(routes, documented);

    // The twin: a route that is planted in either is missed in the other.
    let planted = source.replace(
        "        _ => return None",
        "        (\"GET\", [\"v1\", \"x\", id]) => Route::X(id),\n        _ => return None",
    );
    let more: Vec<Route> = source::routes(&planted)
        .difference(&documented)
        .cloned()
        .collect();
    assert_eq!(more, [("GET".to_owned(), "/v1/x/{}".to_owned())]);
    let fewer = document.with("/paths", |paths| {
        drop(paths.as_object_mut().unwrap().remove("/v1/tokens/{id}"));
    });
    assert_eq!(routes.difference(&self::documented(&fewer)).count(), 2);
}

#[tokio::test]
async fn each_path_takes_exactly_the_methods_that_are_documented() {
    let document = Document::read();
    let http = world().http();
    let mut taken: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (method, path) in document.operations().into_keys() {
        taken.entry(path).or_default().insert(method);
    }
    let (mut tried, mut refused) = (0, 0);
    for (path, mut methods) in taken {
        if methods.contains("GET") {
            methods.insert("HEAD".to_owned());
        }
        for method in METHODS.into_iter().chain(["HEAD"]) {
            tried += 1;
            let answer = http.send(Request::new(method, fill(&path, "x"))).await;
            if methods.contains(method) {
                assert_ne!(answer.status, 405, "{method} {path}");
                continue;
            }
            refused += 1;
            assert_eq!(answer.status, 405, "{method} {path}");
            let allowed: BTreeSet<String> = answer
                .header("allow")
                .split(", ")
                .map(str::to_owned)
                .collect();
            assert_eq!(allowed, methods, "{method} {path}");
            if method != "HEAD" {
                let response = document.part("/components/responses/MethodNotAllowed");
                assert_eq!(
                    document.drift_from(response, &answer),
                    None,
                    "{method} {path}"
                );
            }
        }
    }
    println!("{tried} methods tried, {refused} refused");
    assert!(refused > 50 && tried > refused);
}

#[test]
fn every_problem_code_is_documented_with_its_status_and_title() {
    let document = Document::read();
    let codes = source::codes();
    println!("{} codes", codes.len());
    assert_eq!(codes.len(), 42);
    let rows = document
        .part("/components/schemas/ProblemCode/oneOf")
        .as_array()
        .unwrap();
    let text = |row: &Value, member: &str| row[member].as_str().unwrap_or_default().to_owned();
    let listed: Vec<source::Code> = rows
        .iter()
        .map(|row| {
            (
                text(row, "const"),
                row["x-status"].as_u64().unwrap_or_default(),
                text(row, "title"),
            )
        })
        .collect();
    assert_eq!(listed, codes);
}

#[test]
fn every_problem_code_is_an_answer_of_some_operation_or_said_to_come() {
    let document = Document::read();
    let rows = document
        .part("/components/schemas/ProblemCode/oneOf")
        .as_array()
        .unwrap();
    let with_status = |row: &Value| {
        (
            row["const"].as_str().unwrap().to_owned(),
            row["x-status"].as_u64().unwrap(),
        )
    };
    let (coming, there): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row["x-coming"] == true);
    let there: BTreeSet<(String, u64)> = there.into_iter().map(with_status).collect();
    assert_eq!(given(&document), there);
    println!("{} codes given, {} to come", there.len(), coming.len());

    // The twin: an operation that forgets its code is noticed.
    let fewer = document.with("/paths/~1v1~1tokens/post/responses", |all| {
        drop(all.as_object_mut().unwrap().remove("409"));
    });
    assert_eq!(there.difference(&given(&fewer)).count(), 1);
}

/// Every code some answer may have, with the status of the response it stands in.
fn given(document: &Document) -> BTreeSet<(String, u64)> {
    let mut codes = document.codes(document.part("/components/responses/MethodNotAllowed"));
    for ((method, path), operation) in document.operations() {
        for (status, response) in operation["responses"].as_object().unwrap() {
            for code in document.codes(response) {
                assert_eq!(code.1.to_string(), *status, "{method} {path}");
                codes.insert(code);
            }
        }
    }
    codes
}

#[test]
fn every_example_is_what_its_schema_says() {
    let document = Document::read();
    let schemas = document.part("/components/schemas").as_object().unwrap();
    let mut examples = 0;
    for (name, schema) in schemas {
        for example in schema["examples"].as_array().into_iter().flatten() {
            examples += 1;
            assert_eq!(document.faults(schema, example), None, "{name}");
        }
    }
    println!("{examples} examples");
    assert!(examples > 10);
}

#[test]
fn the_currencies_and_brands_are_those_of_the_vault() {
    let document = Document::read();
    let listed = |name: &str| -> BTreeSet<String> {
        let values = document
            .part(&format!("/components/schemas/{name}/enum"))
            .as_array()
            .unwrap();
        values
            .iter()
            .map(|value| value.as_str().unwrap().to_owned())
            .collect()
    };
    let letters = || (b'A'..=b'Z').map(char::from);
    let all = letters().flat_map(|a| {
        letters().flat_map(move |b| letters().map(move |c| String::from_iter([a, b, c])))
    });
    let known: BTreeSet<String> = all.filter(|code| Currency::parse(code).is_some()).collect();
    println!("{} currencies", known.len());
    assert!(known.len() > 100);
    assert_eq!(listed("Currency"), known);
    assert_eq!(listed("Brand").len(), 8);
    assert!(
        listed("Brand")
            .iter()
            .all(|brand| Brand::parse(brand).is_some())
    );
}

#[tokio::test]
async fn every_operation_answers_as_documented_when_all_is_well() {
    let document = Document::read();
    let answers = good::calls(world(), &document).await;
    for (operation, answer) in &answers {
        assert!(
            answer.status < 400,
            "{operation}: {} {}",
            answer.status,
            answer.text()
        );
        assert_eq!(document.drift(operation, answer), None);
    }
    let operations = document.operations();
    let all: BTreeSet<&str> = operations
        .values()
        .filter_map(|operation| operation["operationId"].as_str())
        .collect();
    let answered: BTreeSet<&str> = answers.iter().map(|(operation, _)| *operation).collect();
    println!("{} answers of {} operations", answers.len(), answered.len());
    assert_eq!(answered, all);
}

#[tokio::test]
async fn every_operation_refuses_as_documented() {
    let document = Document::read();
    let answers = bad::calls(world(), &document).await;
    let mut codes = BTreeSet::new();
    for (operation, answer) in &answers {
        assert!(
            (400..500).contains(&answer.status),
            "{operation}: {} {}",
            answer.status,
            answer.text()
        );
        assert_eq!(document.drift(operation, answer), None);
        codes.extend(answer.code());
    }
    println!("{} problems of {} codes", answers.len(), codes.len());
    assert!(answers.len() > 100 && codes.len() >= 20, "{codes:?}");
}

#[tokio::test]
async fn an_answer_that_is_not_as_documented_is_found() {
    let document = Document::read();
    let merchant = world().merchant().await;
    let answer = merchant.pay(&VISA, 1200).await.expect(201);
    assert_eq!(document.drift("authorize", &answer), None);
    let wrongs: [Wrong; 7] = [
        ("an extra member", |body| body["extra"] = json!(1)),
        ("a missing member", |body| {
            drop(body.as_object_mut().unwrap().remove("reference"));
        }),
        ("an extra member within", |body| {
            body["card"]["pan"] = json!("4242");
        }),
        ("a missing member within", |body| {
            drop(body["operations"][0].as_object_mut().unwrap().remove("at"));
        }),
        ("another word", |body| body["status"] = json!("fine")),
        ("another type", |body| body["amount"] = json!("1200")),
        ("another form", |body| body["created"] = json!("2026-12-01")),
    ];
    for (what, change) in wrongs {
        let (mut changed, mut body) = (answer.clone(), answer.json());
        change(&mut body);
        changed.body = body.to_string().into_bytes();
        assert!(document.drift("authorize", &changed).is_some(), "{what}");
    }
    let mut other = answer.clone();
    other.status = 200;
    assert!(document.drift("authorize", &other).is_some());
    let mut bare = answer.clone();
    bare.headers.remove("request-id");
    assert!(document.drift("authorize", &bare).is_some());
    let undocumented = document.with("/components/schemas/Authorization/properties", |members| {
        drop(members.as_object_mut().unwrap().remove("rrn"));
    });
    assert!(undocumented.drift("authorize", &answer).is_some());
}
