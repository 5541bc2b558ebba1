//! What others' software makes of ours: npm `jose` on both ends, and a script by the README alone.

use std::process::Stdio;

use envelope::{PublicJwk, RecipientKey, RsaPublicJwk, base64url};
use serde_json::{Value, json};
use tests::cards::VISA;
use tests::ledger::Standing;
use tests::world::World;
use tokio::process::Command;

use crate::{rsa_world, world};

const ECDH: &str = "ECDH-ES";
const RSA: &str = "RSA-OAEP-256";

/// Runs a script of tests/stranger with node and returns the last line of its stdout as JSON.
pub(crate) async fn node(script: &str, environment: &[(&str, &str)]) -> Value {
    let output = Command::new("node")
        .arg(tests::process::root().join("tests/stranger").join(script))
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .expect("node");
    let (stdout, stderr) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{script}: {stdout}\n{stderr}");
    serde_json::from_str(stdout.lines().next_back().expect("a line")).expect("JSON")
}

#[tokio::test]
async fn a_stranger_with_jose_gets_a_token_and_an_approval() {
    pays_with_jose(world(), ECDH).await;
    // Of the two kinds of keys this vault offers, either.
    pays_with_jose(rsa_world(), RSA).await;
    pays_with_jose(rsa_world(), ECDH).await;
}

async fn pays_with_jose(world: &World, alg: &str) {
    let merchant = world.merchant().await;
    let paid = node(
        "pay.mjs",
        &[
            ("CARDSEAL_URL", merchant.http.base()),
            ("CARDSEAL_PUBLISHABLE_KEY", &merchant.publishable_key),
            ("CARDSEAL_SECRET_KEY", &merchant.secret_key),
            ("CARDSEAL_ORIGIN", &merchant.origin),
            ("CARDSEAL_ALG", alg),
        ],
    )
    .await;
    assert_eq!(paid["status"], "approved");
    assert_eq!(paid["card"]["last4"], "4242");
    let ledger = world.acquirer.ledger().await;
    assert_eq!(
        ledger.standing(paid["id"].as_str().unwrap()),
        Standing::Approved
    );
}

#[tokio::test]
async fn jose_opens_what_we_seal() {
    for alg in [ECDH, RSA] {
        is_opened_by_jose(alg).await;
    }
}

async fn is_opened_by_jose(alg: &str) {
    // To a key of jose's own: the vault's private key is nobody's to lend.
    let key = node(
        "open.mjs",
        &[("CARDSEAL_STEP", "key"), ("CARDSEAL_ALG", alg)],
    )
    .await;
    let number =
        |name: &str| base64url::decode(key["public"][name].as_str().unwrap().as_bytes()).unwrap();
    let recipient = if alg == RSA {
        RecipientKey::of_rsa(&RsaPublicJwk::new(number("n"), number("e")).unwrap())
    } else {
        let coordinate = |name| number(name).try_into().unwrap();
        RecipientKey::new(&PublicJwk::from_coordinates(
            coordinate("x"),
            coordinate("y"),
        ))
    };
    let recipient = recipient.unwrap();
    assert_eq!(recipient.kid(), key["thumbprint"].as_str().unwrap());
    let payload = envelope::Payload {
        pan: VISA.pan,
        exp: VISA.exp,
        cvc: VISA.cvc,
        name: Some("渡辺 \"W\" 花子"),
        sid: "AAECAwQFBgcICQoLDA0ODw",
        org: "https://shop.example",
        jti: "AAECAwQFBgcICQoLDA0ODw",
    };
    let mut random = rand_core::UnwrapErr(getrandom::SysRng);
    let envelope = envelope::seal(&recipient, &payload, &mut random)
        .ok()
        .unwrap();
    let private = key["private"].to_string();
    let opened = node(
        "open.mjs",
        &[
            ("CARDSEAL_STEP", "open"),
            ("CARDSEAL_ALG", alg),
            ("CARDSEAL_KEY", &private),
            ("CARDSEAL_ENVELOPE", &envelope),
        ],
    )
    .await;
    let expected = json!({
        "v": 1, "pan": VISA.pan, "exp": VISA.exp, "cvc": VISA.cvc, "name": "渡辺 \"W\" 花子",
        "sid": payload.sid, "org": payload.org, "jti": payload.jti,
    });
    assert_eq!(opened["payload"], expected);
    assert_eq!(opened["header"]["typ"], "card+jwe");
}
