//! What it costs to open one envelope.
//!
//! workerd's clock stands still inside a request, so whole requests are timed from outside: one that
//! opens an envelope many times, less one that opens it once.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use envelope::{Payload, PublicJwk, RecipientKey, base64url, seal};
use getrandom::SysRng;
use p256::SecretKey;
use p256::elliptic_curve::Generate as _;
use rand_core::UnwrapErr;
use serde_json::{Value, json};

use super::baseline::Baseline;
use crate::cards::VISA;
use crate::http::{Http, Request};
use crate::sealer::random_id;

const TIMES: u32 = 2_000;

/// Mean cost of one opening.
pub struct Opening {
    /// By WebCrypto in workerd.
    pub web_crypto: Duration,
    /// By `p256` and `aes-gcm` in wasm, in workerd.
    pub wasm: Duration,
}

/// Measures on this workerd.
pub(super) async fn measure(workerd: &Path) -> Opening {
    Opening {
        web_crypto: by_web_crypto(workerd).await,
        wasm: in_wasm(workerd).await,
    }
}

async fn by_web_crypto(workerd: &Path) -> Duration {
    let secret = SecretKey::generate_from_rng(&mut UnwrapErr(SysRng));
    let jwk = PublicJwk::from(&secret.public_key());
    let (sid, jti) = (random_id(), random_id());
    let payload = Payload {
        pan: VISA.pan,
        exp: VISA.exp,
        cvc: VISA.cvc,
        name: VISA.name,
        sid: &sid,
        org: "https://shop.example",
        jti: &jti,
    };
    let recipient = RecipientKey::new(&jwk).expect("a point on the curve");
    let envelope = seal(&recipient, &payload, &mut UnwrapErr(SysRng))
        .unwrap_or_else(|_| panic!("a short payload"));
    let private = json!({
        "kty": "EC", "crv": "P-256", "d": base64url::encode(&secret.to_bytes()),
        "x": base64url::encode(jwk.x()), "y": base64url::encode(jwk.y()),
    });
    let worker = Baseline::start_worker(
        workerd,
        &[("open.js", include_bytes!("../../bench/open.js").to_vec())],
    );
    let mut timed = Vec::new();
    for times in [1, TIMES, 1, TIMES] {
        let body = json!({ "jwk": private, "envelope": envelope, "times": times });
        timed.push(one_request(&worker, &body, |opened| assert_eq!(opened["pan"], VISA.pan)).await);
    }
    mean(&timed)
}

async fn in_wasm(workerd: &Path) -> Duration {
    let modules = [
        (
            "open-wasm.js",
            include_bytes!("../../bench/open-wasm.js").to_vec(),
        ),
        ("opener.wasm", opener()),
    ];
    let worker = Baseline::start_worker(workerd, &modules);
    let mut timed = Vec::new();
    for times in [1, TIMES, 1, TIMES] {
        timed.push(
            one_request(&worker, &json!({ "times": times }), |opened| {
                assert_eq!(opened["opened"], times, "all were opened");
            })
            .await,
        );
    }
    mean(&timed)
}

/// The opener, compiled as what ships is compiled.
fn opener() -> Vec<u8> {
    let target = crate::process::root().join("target/opener");
    let built = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args([
            "build",
            "--quiet",
            "--release",
            "--package",
            "envelope-opener",
        ])
        .args(["--target", "wasm32-unknown-unknown"])
        .env("CARGO_TARGET_DIR", &target)
        .current_dir(crate::process::root())
        .status();
    assert!(
        built.is_ok_and(|status| status.success()),
        "the opener does not compile"
    );
    std::fs::read(target.join("wasm32-unknown-unknown/release/envelope_opener.wasm"))
        .expect("the opener")
}

/// Times one request from outside: workerd's own clock stands still.
async fn one_request(worker: &Baseline, body: &Value, check: impl Fn(&Value)) -> Duration {
    let request = Request::new("POST", "/").json(body.to_string());
    let http = Http::new(worker.url());
    let begun = Instant::now();
    let answer = http.send(request).await.expect(200);
    let elapsed = begun.elapsed();
    check(&answer.json());
    elapsed
}

/// Of once, many, once, many: the second pair, since the first warmed up.
fn mean(timed: &[Duration]) -> Duration {
    timed[3].saturating_sub(timed[2]) / (TIMES - 1)
}
