use std::path::Path;

use super::{Local, generate};
use crate::wrangler::parse;

const WRANGLER: &str = r#"
name = "example"
main = "somewhere/build/index.js"
compatibility_date = "2026-02-24"
compatibility_flags = ["one_flag"]

[vars]
GREETING = "say \"hello\""
MODE = "test"

[durable_objects]
bindings = [{ name = "THINGS", class_name = "Thing" }]

[[migrations]]
tag = "v1"
new_sqlite_classes = ["Thing"]
"#;

fn local(vars: &'static [(&'static str, &'static str)]) -> Local<'static> {
    Local {
        port: 8080,
        behind_proxy: false,
        bundle: Path::new("/built"),
        storage: Path::new("/data/storage"),
        vars,
        secrets: &["KEY"],
        allow: Box::leak(Box::new(["127.0.0.1/32".to_owned()])),
    }
}

#[test]
fn the_configuration_is_the_golden_one() {
    let made = generate(&parse(WRANGLER).unwrap(), &local(&[("MODE", "live")])).unwrap();
    assert_eq!(made, include_str!("golden.capnp"));
}

#[test]
fn a_class_without_sqlite_is_refused_by_name() {
    let wrangler = parse(&WRANGLER.replace("[\"Thing\"]", "[\"Other\"]")).unwrap();
    let error = generate(&wrangler, &local(&[])).unwrap_err();
    assert!(error.to_string().contains("Thing"), "{error}");
}

#[test]
fn the_checkouts_own_file_gives_both_objects_and_all_secrets() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wrangler.toml");
    let made = generate(&crate::wrangler::read(&file).unwrap(), &local(&[])).unwrap();
    for expected in [
        r#"(className = "MerchantVault", uniqueKey = "MerchantVault", enableSql = true)"#,
        r#"(className = "Registry", uniqueKey = "Registry", enableSql = true)"#,
        r#"(name = "MERCHANT_VAULT", durableObjectNamespace = "MerchantVault")"#,
        r#"(name = "REGISTRY", durableObjectNamespace = "Registry")"#,
        r#"(name = "CARDSEAL_MODE", text = "test")"#,
    ] {
        assert!(made.contains(expected), "{expected}");
    }
}

#[test]
fn only_a_vault_behind_a_proxy_believes_what_it_says_of_the_protocol() {
    let wrangler = parse(WRANGLER).unwrap();
    let mut settings = local(&[]);
    assert!(
        !generate(&wrangler, &settings)
            .unwrap()
            .contains("Forwarded")
    );
    settings.behind_proxy = true;
    let made = generate(&wrangler, &settings).unwrap();
    assert!(made.contains(r#"http = (forwardedProtoHeader = "X-Forwarded-Proto")"#));
}
