//! Requests with a card number in every field, header, query and path, in several dresses.

use serde_json::{Value, json};
use tests::cards::VISA;
use tests::http::Request;
use tests::merchant::Merchant;
use tests::sealer::random_id;
use tests::world::World;

/// The number planted.
const PLANTED: &str = "5555555555554444";

const METHODS: [&str; 4] = ["GET", "DELETE", "POST", "PUT"];

const HEADERS: &str = "authorization idempotency-key cardseal-session cardseal-brand cardseal-version cardseal-fault \
    origin referer user-agent cookie accept content-encoding x-request-id request-id traceparent \
    x-forwarded-for cf-connecting-ip sec-fetch-dest 5555555555554444";

const ROUTES: &str = "/v1/tokens/ /v1/authorizations/ /v1/verifications/ /v1/sessions/ /v1/frame/ /assets/ \
    /v1/admin/merchants/ /v1/admin/acquirers/ /v1/admin/bin-ranges/ /.well-known/ /v1/ /";

/// All of them.
pub(crate) async fn requests(world: &World, merchant: &Merchant) -> Vec<Request> {
    let wide = PLANTED
        .chars()
        .map(|digit| char::from_u32(u32::from(digit) + 0xfee0).unwrap());
    let wide: String = wide.collect();
    let token = merchant.token(&VISA).await;
    let payment = merchant.payment(&token, 100);
    let session = merchant.session().await;
    let paid = merchant.pay(&VISA, 100).await.expect(201).string("id");
    let mut requests = Vec::new();
    for dress in [PLANTED, "5555 5555 5555 4444", "5555-5555-5555-4444", &wide] {
        requests.extend(in_payments(merchant, &payment, dress));
        requests.extend(in_sessions(merchant, dress));
        requests.extend(in_follow_ups(merchant, &paid, dress));
        requests.extend(in_settings(world, merchant, dress));
        requests.extend(in_ranges(world, dress));
        requests.extend(in_reports(dress));
    }
    requests.extend(in_raw_bodies(merchant));
    requests.extend(in_headers(merchant));
    // Read only with a good session.
    let brand = merchant.envelope_request(&session, merchant.seal(&VISA, &session));
    requests.push(brand.header("cardseal-brand", PLANTED));
    requests.extend(in_addresses(merchant));
    requests
}

/// The object with one member set.
fn with(object: &Value, member: &str, value: &Value) -> Value {
    let mut object = object.clone();
    object[member] = value.clone();
    object
}

fn in_payments(merchant: &Merchant, payment: &Value, dress: &str) -> Vec<Request> {
    let members = "token amount currency capture reference session statement_descriptor colour";
    let plain = members
        .split(' ')
        .chain([dress])
        .map(|member| with(payment, member, &json!(dress)));
    let nested = [
        ("purchaser", json!({ "name": dress })),
        ("purchaser", json!({ "email": dress })),
        ("purchaser", json!({ "phone": dress })),
        ("purchaser", json!({ "billing": { "line1": dress } })),
        ("purchaser", json!({ "shipping": { "postal_code": dress } })),
        ("metadata", json!({ "note": dress })),
        ("metadata", json!({ dress: "note" })),
    ];
    let nested = nested
        .iter()
        .map(|(member, value)| with(payment, member, value));
    plain
        .chain(nested)
        .map(|body| merchant.authorize_request(&random_id(), &body))
        .collect()
}

fn in_follow_ups(merchant: &Merchant, paid: &str, dress: &str) -> Vec<Request> {
    let paths = ["captures", "void", "refunds", "confirm"];
    let paths = paths.map(|what| format!("/v1/authorizations/{paid}/{what}"));
    let mut requests = Vec::new();
    for path in paths.into_iter().chain(["/v1/verifications".to_owned()]) {
        for member in ["token", "amount", "currency", "reference", dress] {
            let request = merchant.request("POST", path.as_str());
            let request = request.header("idempotency-key", random_id());
            requests.push(request.json(json!({ member: dress }).to_string()));
        }
    }
    requests
}

fn in_ranges(world: &World, dress: &str) -> Vec<Request> {
    let range = json!({ "low": "945800", "high": "945899", "brand": "mydebit" });
    let put = || Request::new("PUT", "/v1/admin/bin-ranges").bearer(world.vault.admin_key());
    ["low", "high", "brand", "co_brand", "token", dress]
        .map(|member| json!({ "ranges": [with(&range, member, &json!(dress))] }))
        .map(|body| put().json(body.to_string()))
        .into()
}

fn in_sessions(merchant: &Merchant, dress: &str) -> Vec<Request> {
    let session = json!({ "origin": merchant.origin });
    let members = "origin kind amount_cap currency customer return_url";
    let bodies = members
        .split(' ')
        .chain([dress])
        .map(|member| with(&session, member, &json!(dress)));
    bodies
        .map(|body| {
            merchant
                .request("POST", "/v1/sessions")
                .json(body.to_string())
        })
        .collect()
}

fn in_settings(world: &World, merchant: &Merchant, dress: &str) -> Vec<Request> {
    let settings = json!({ "name": "x", "origins": [merchant.origin], "acquirer": "x" });
    let members = "name acquirer token_minutes active authentication direct_entry colour";
    let bodies = members
        .split(' ')
        .chain([dress])
        .map(|member| with(&settings, member, &json!(dress)));
    let post = || Request::new("POST", "/v1/admin/merchants").bearer(world.vault.admin_key());
    let lists = ["origins", "currencies"].map(|member| with(&settings, member, &json!([dress])));
    bodies
        .chain(lists)
        .map(|body| post().json(body.to_string()))
        .collect()
}

/// A page that was tampered with may have the card in what it reports: `sample` shows what was written.
fn in_reports(dress: &str) -> Vec<Request> {
    let report =
        json!({ "type": "csp-violation", "age": 1, "body": { "effectiveDirective": "img-src" } });
    let inner = "documentURL referrer blockedURL effectiveDirective originalPolicy sample";
    let within = inner.split(' ').chain([dress]).map(|member| {
        let body = with(&report["body"], member, &json!(dress));
        with(&report, "body", &body)
    });
    let around = ["type", "url", "user_agent", "age", "body", dress];
    let around = around.map(|member| with(&report, member, &json!(dress)));
    let post = || Request::new("POST", "/v1/reports");
    within
        .chain(around)
        .map(|report| post().body("application/reports+json", json!([report]).to_string()))
        .collect()
}

fn in_raw_bodies(merchant: &Merchant) -> Vec<Request> {
    let bodies = [
        format!("pan={PLANTED}&cvc=739"),
        format!("{{\"pan\":\"{PLANTED}\",\"cvc\":\"739\""),
    ];
    let mut requests = Vec::new();
    for media_type in [
        "application/json",
        "application/jose",
        "application/reports+json",
        "text/plain",
        PLANTED,
    ] {
        for path in [
            "/v1/tokens",
            "/v1/authorizations",
            "/v1/sessions",
            "/v1/reports",
        ] {
            let post = |body| merchant.request("POST", path).body(media_type, body);
            requests.extend(bodies.iter().map(post));
        }
    }
    requests
}

fn in_headers(merchant: &Merchant) -> Vec<Request> {
    let routes = [
        ("GET", "/v1/authorizations"),
        ("POST", "/v1/tokens"),
        ("GET", "/v1/frame"),
    ];
    let mut requests = Vec::new();
    for header in HEADERS.split_whitespace() {
        for (method, path) in routes {
            requests.push(Request::new(method, path).header(header, PLANTED));
            let known = merchant.request(method, path).header(header, PLANTED);
            requests.push(known.body("application/jose", PLANTED));
        }
    }
    requests
}

fn in_addresses(merchant: &Merchant) -> Vec<Request> {
    let mut requests = Vec::new();
    for route in ROUTES.split_whitespace() {
        for method in METHODS {
            requests.push(merchant.request(method, format!("{route}{PLANTED}")));
            requests.push(merchant.request(method, format!("{route}x?pan={PLANTED}")));
        }
    }
    for query in ["reference", "cursor", "limit", "key", "origin", PLANTED] {
        for path in ["/v1/authorizations", "/v1/frame"] {
            requests.push(merchant.request("GET", format!("{path}?{query}={PLANTED}")));
        }
    }
    requests.push(Request::new(PLANTED, "/v1/tokens"));
    requests
}
