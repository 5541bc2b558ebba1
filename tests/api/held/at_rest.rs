//! What a payment that waits leaves on the disk, and what is gone once it went on.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tests::at_rest::{KekHolder, Storage, secret_of};
use tests::cards::VISA;
use tests::memory::files;
use tests::sealer::random_id;
use tests::vault::Variant;
use tests::world::World;

use super::{confirm, state_of};
use crate::wiretap::Wiretap;

/// The kinds of files in which the text stands at all, also in pages that no row uses any more.
fn kinds_of_files_with(folder: &Path, text: &str) -> Vec<String> {
    let holds = |file: &PathBuf| {
        let bytes = std::fs::read(file).unwrap_or_default();
        let mut parts = bytes.windows(text.len());
        parts.any(|part| part == text.as_bytes())
    };
    let kind = |file: PathBuf| {
        file.extension()
            .map(|end| end.to_string_lossy().into_owned())
    };
    let all = files(&folder.join("storage")).into_iter();
    all.filter(holds).filter_map(kind).collect()
}

#[tokio::test]
async fn the_purchaser_of_a_waiting_payment_reaches_the_acquirer_and_is_kept_no_longer() {
    let mut world = tokio::task::spawn_blocking(|| World::start(Variant::Shipped))
        .await
        .unwrap();
    let wire = Wiretap::to(world.acquirer.url()).await;
    let required = json!({ "authentication": "required" });
    let mut merchant = world.merchant_behind(wire.url(), required).await;
    let token = merchant.token(&VISA).await;
    let (email, descriptor) = (
        format!("{}@shop.example", random_id()),
        random_id()[..20].to_owned(),
    );
    let purchaser = json!({
        "email": email, "name": "山田 花子",
        "billing": { "line1": "1-2-3", "country": "JP" },
    });
    let mut body = merchant.payment(&token, 1_200);
    body["purchaser"] = purchaser.clone();
    body["statement_descriptor"] = json!(descriptor);
    let id = merchant.authorize(&body).await.expect(202).string("id");
    assert_eq!(wire.messages(), Vec::<Value>::new());

    // The twin: while it waits the search finds it, and the card that the token opens.
    let thief = KekHolder::from_secrets(&world.vault.secrets());
    world.vault.kill();
    let storage = Storage::copy(world.vault.data());
    let clear = |text: &str| kinds_of_files_with(world.vault.data(), text);
    assert_eq!((clear(&email).len(), clear(&descriptor).len()), (0, 0));
    assert!(
        !clear(body["reference"].as_str().unwrap()).is_empty(),
        "the search finds"
    );
    let orders = storage.held_orders();
    assert_eq!(orders.len(), 1);
    let order = thief.open_order(
        &merchant.id,
        &token.id,
        &secret_of(&token.token),
        &orders[0],
    );
    assert_eq!(order.expect("opens")["purchaser"]["email"], email);
    let guessed = thief.open_order(&merchant.id, &token.id, &[7; 32], &orders[0]);
    assert!(guessed.is_none(), "the KEK alone opens nothing");
    let row = storage.token(&token.id).expect("the token's row");
    assert_eq!(row.state, "held");
    let sealed = row.sealed.expect("a held token's sealed card");
    let opened = thief.open(&merchant.id, &token.id, &secret_of(&token.token), &sealed);
    assert_eq!(opened.expect("opens")["pan"], VISA.pan);

    world.vault.restart();
    merchant.reconnect();
    assert_eq!(state_of(&merchant, &token).await, "held");
    let confirmed = confirm(&merchant, &id, &token.token).await.expect(201);
    assert_eq!(confirmed.json()["status"], "approved");
    let messages = wire.messages();
    assert_eq!(messages.len(), 1);
    assert_eq!(
        messages[0],
        json!({
            "operation_id": confirmed.json()["operations"][0]["id"], "authorization_id": id,
            "kind": "authorize", "amount": 1_200, "currency": "JPY", "capture": "automatic",
            "reference": body["reference"],
            "card": { "pan": VISA.pan, "exp": VISA.exp, "brand": "visa", "cvc": VISA.cvc, "name": VISA.name },
            "purchaser": purchaser, "statement_descriptor": descriptor,
        })
    );

    world.vault.kill();
    let storage = Storage::copy(world.vault.data());
    assert_eq!(storage.held_orders().len(), 0);
    let row = storage.token(&token.id).expect("the row stays");
    assert_eq!((row.state.as_str(), row.sealed), ("claimed", None));
    let clear = |text: &str| kinds_of_files_with(world.vault.data(), text);
    assert_eq!((clear(&email).len(), clear(&descriptor).len()), (0, 0));
}
