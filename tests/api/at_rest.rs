//! What someone can read who holds the disk, and the key-encryption key too; and what someone can change.

mod swapped;

use tests::at_rest::{KekHolder, Storage, secret_of};
use tests::cards::VISA;
use tests::vault::Variant;
use tests::world::World;

#[tokio::test]
async fn all_files_and_the_kek_open_no_live_token_and_with_the_tokens_secret_they_do() {
    let mut world = tokio::task::spawn_blocking(|| World::start(Variant::Shipped))
        .await
        .unwrap();
    let mut merchant = world.merchant().await;
    let (live, spent) = (merchant.token(&VISA).await, merchant.token(&VISA).await);
    let revoked = merchant.token(&VISA).await;
    let secrets = world.vault.secrets();
    let thief = KekHolder::from_secrets(&secrets);
    let mid = merchant.id.clone();
    let open = |token: &tests::merchant::Token, salt: &[u8], sealed: &[u8]| {
        thief.open(&mid, &token.id, salt, sealed)
    };

    // Before the redemption: the sealed card is there, and opens with the token's secret alone.
    world.vault.kill();
    let before = Storage::copy(world.vault.data());
    let row = before.token(&live.id).expect("the live token's row");
    assert_eq!(
        (row.state.as_str(), row.kek.as_deref()),
        ("live", Some(thief.id()))
    );
    let sealed = row.sealed.expect("a live token's sealed card");
    let card = open(&live, &secret_of(&live.token), &sealed).expect("opens with the secret");
    assert_eq!(
        (&card["pan"], &card["cvc"]),
        (&VISA.pan.into(), &VISA.cvc.unwrap().into())
    );

    let values = before.values();
    let mut tried = 0;
    for (table, value) in &values {
        for salt in [
            value.as_slice(),
            value
                .first_chunk::<32>()
                .map_or(&[][..], <[u8; 32]>::as_slice),
        ] {
            tried += 1;
            assert!(
                open(&live, salt, &sealed).is_none(),
                "{table} holds what opens a card"
            );
        }
    }
    println!("{tried} values of the files tried as the secret, none opens");
    assert!(tried > 20);
    // Another token's secret does not open it, and a row moved to another token does not open either.
    assert!(open(&live, &secret_of(&spent.token), &sealed).is_none());
    assert!(open(&spent, &secret_of(&spent.token), &sealed).is_none());

    // After the redemption no row gives it, also to someone who knows the secret.
    world.vault.restart();
    merchant.reconnect();
    let _ = merchant
        .authorize(&merchant.payment(&spent, 100))
        .await
        .expect(201);
    let request = merchant.request("DELETE", format!("/v1/tokens/{}", revoked.id));
    let _ = merchant.http.send(request).await.expect(200);
    world.vault.kill();
    let after = Storage::copy(world.vault.data());
    for (token, state) in [(&spent, "claimed"), (&revoked, "revoked")] {
        let row = after.token(&token.id).expect("the row stays");
        assert_eq!((row.state.as_str(), row.sealed.is_none()), (state, true));
        let found = after
            .values()
            .iter()
            .filter(|(_, value)| open(token, &secret_of(&token.token), value).is_some())
            .count();
        assert_eq!(found, 0, "{state}");
    }
    // The twin: the same search finds the one that is still live.
    let found = after
        .values()
        .iter()
        .filter(|(_, value)| open(&live, &secret_of(&live.token), value).is_some())
        .count();
    assert_eq!(found, 1);
}
