//! `docs/openapi.yaml` as a test uses it: what it says of an operation, and whether an answer is as it says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::{Map, Value, json};
use tests::answer::Answer;
use tests::process::root;

const METHODS: [&str; 6] = ["get", "post", "put", "patch", "delete", "options"];

/// A method and a path template, as the router and the document both name a route.
pub(super) type Route = (String, String);

/// The document.
pub(super) struct Document(Value);

impl Document {
    pub(super) fn read() -> Self {
        let text = fs::read_to_string(root().join("docs/openapi.yaml")).expect("docs/openapi.yaml");
        Self(serde_saphyr::from_str(&text).expect("YAML"))
    }

    /// A part of the document, by its JSON pointer.
    pub(super) fn part(&self, pointer: &str) -> &Value {
        self.0
            .pointer(pointer)
            .unwrap_or_else(|| panic!("nothing at {pointer}"))
    }

    /// The same document with a part changed.
    pub(super) fn with(&self, pointer: &str, change: impl FnOnce(&mut Value)) -> Self {
        let mut changed = self.0.clone();
        change(
            changed
                .pointer_mut(pointer)
                .unwrap_or_else(|| panic!("nothing at {pointer}")),
        );
        Self(changed)
    }

    /// Every operation, by its route.
    pub(super) fn operations<'a>(&'a self) -> BTreeMap<Route, &'a Value> {
        let paths = self.part("/paths").as_object().expect("paths");
        let of_path = |(path, item): (&String, &'a Value)| {
            let named = METHODS
                .iter()
                .filter_map(|method| item.get(method).map(|operation| (method, operation)));
            let path = path.clone();
            named.map(move |(method, operation)| ((method.to_uppercase(), path.clone()), operation))
        };
        paths.iter().flat_map(of_path).collect()
    }

    /// An operation by its `operationId`.
    pub(super) fn operation(&self, id: &str) -> &Value {
        let operations = self.operations();
        let found = operations
            .values()
            .find(|operation| operation["operationId"] == id);
        found.unwrap_or_else(|| panic!("no operation {id}"))
    }

    /// What a `$ref` of this document leads to, or the value itself.
    pub(super) fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            Some(reference) => self.part(reference.trim_start_matches('#')),
            None => value,
        }
    }

    /// The codes of the problems a response may be, with the status each says it has.
    pub(super) fn codes(&self, response: &Value) -> BTreeSet<(String, u64)> {
        let schema = &self.resolve(response)["content"]["application/problem+json"]["schema"];
        let properties = &self.resolve(schema)["properties"];
        let codes = properties["code"]["enum"].as_array().into_iter().flatten();
        let status = properties["status"]["const"].as_u64().unwrap_or_default();
        codes
            .map(|code| (code.as_str().expect("a code").to_owned(), status))
            .collect()
    }

    /// Why a value is not as a schema says; nothing where it is.
    pub(super) fn faults(&self, schema: &Value, value: &Value) -> Option<String> {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$ref": "#/checked",
            "checked": schema,
            "components": self.part("/components"),
        });
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let faults: Vec<String> = validator
            .iter_errors(value)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        (!faults.is_empty()).then(|| faults.join("; "))
    }

    /// Why an answer to an operation is not as the document says; nothing where it is.
    pub(super) fn drift(&self, operation: &str, answer: &Answer) -> Option<String> {
        let responses = &self.operation(operation)["responses"];
        let Some(response) = responses.get(answer.status.to_string()) else {
            return Some(format!("{operation} does not document {}", answer.status));
        };
        let drift = self.drift_from(response, answer);
        drift.map(|drift| format!("{operation} {}: {drift}: {}", answer.status, answer.text()))
    }

    /// The same of one response.
    pub(super) fn drift_from(&self, response: &Value, answer: &Answer) -> Option<String> {
        let response = self.resolve(response);
        self.header_drift(response, answer)
            .or_else(|| self.body_drift(response, answer))
    }

    fn header_drift(&self, response: &Value, answer: &Answer) -> Option<String> {
        let none = Map::new();
        let headers = response["headers"].as_object().unwrap_or(&none);
        headers.iter().find_map(|(name, header)| {
            let header = self.resolve(header);
            match answer.header(name) {
                "" if header["required"] == true => Some(format!("no header {name}")),
                "" => None,
                text => self
                    .faults(&header["schema"], &json!(text))
                    .map(|faults| format!("{name}: {faults}")),
            }
        })
    }

    fn body_drift(&self, response: &Value, answer: &Answer) -> Option<String> {
        let Some(content) = response["content"].as_object() else {
            return (!answer.body.is_empty()).then(|| "a body".to_owned());
        };
        let media_type = answer
            .header("content-type")
            .split(';')
            .next()
            .unwrap_or_default();
        let Some(body) = content.get(media_type) else {
            return Some(format!("media type {media_type}"));
        };
        let value = if media_type.ends_with("json") {
            answer.json()
        } else {
            Value::String(answer.text())
        };
        body.get("schema")
            .and_then(|schema| self.faults(schema, &value))
    }
}
