//! A run in which every published number is typed, and one is planted wherever text can be put.

use tests::answer::Answer;
use tests::cards::{PUBLISHED, TypedCard, VISA};
use tests::merchant::Merchant;
use tests::sealer::random_id;
use tests::world::World;

use crate::plant;

/// What was done.
pub(crate) struct Traffic {
    /// Numbers typed into the frame's way.
    pub(crate) typed: usize,
    /// Requests that had a number in a place of its own.
    pub(crate) planted: usize,
    /// Every answer: status line, headers, body.
    pub(crate) answers: Vec<u8>,
}

impl Traffic {
    fn keep(&mut self, answer: &Answer) {
        self.answers
            .extend_from_slice(format!("{} {:?}\n", answer.status, answer.headers).as_bytes());
        self.answers.extend_from_slice(&answer.body);
        self.answers.push(b'\n');
    }
}

/// Runs it all.
pub(crate) async fn run(world: &World) -> Traffic {
    let merchant = world.merchant().await;
    let mut traffic = Traffic {
        typed: 0,
        planted: 0,
        answers: Vec::new(),
    };
    type_every_number(&merchant, &mut traffic).await;
    for request in plant::requests(world, &merchant).await {
        traffic.planted += 1;
        // A request that HTTP itself cannot carry gets no answer, and leaves no trace either.
        if let Ok(answer) = merchant.http.try_send(request).await {
            // A method that HTTP does not know is answered by workerd itself, before us.
            assert!(
                answer.status < 500 || answer.status == 501,
                "{} {}",
                answer.status,
                answer.text()
            );
            traffic.keep(&answer);
        }
    }
    panic_with_a_card(world, &merchant, &mut traffic).await;
    traffic
}

async fn type_every_number(merchant: &Merchant, traffic: &mut Traffic) {
    for (number, pan) in PUBLISHED.iter().enumerate() {
        let card = TypedCard::new(pan);
        let session = merchant.session().await;
        let answer = merchant.tokenize(&card, &session).await.expect(201);
        traffic.typed += 1;
        traffic.keep(&answer);
        // Some stay live, some are revoked, most are redeemed: approved, declined or left in doubt.
        let token = tests::merchant::Token {
            id: answer.string("id"),
            token: answer.string("token"),
        };
        let answer = match number % 5 {
            0 => merchant.get(&format!("/v1/tokens/{}", token.id)).await,
            1 => {
                merchant
                    .http
                    .send(merchant.request("DELETE", format!("/v1/tokens/{}", token.id)))
                    .await
            }
            _ => merchant.authorize(&merchant.payment(&token, 1_201)).await,
        };
        traffic.keep(&answer);
    }
    // Wrong cards are typed too.
    for card in [
        TypedCard {
            exp: "2020-01",
            ..VISA
        },
        TypedCard {
            cvc: Some("73"),
            ..VISA
        },
    ] {
        let session = merchant.session().await;
        traffic.typed += 1;
        traffic.keep(&merchant.tokenize(&card, &session).await);
    }
}

/// The worst moment to panic is with an open card in memory.
async fn panic_with_a_card(world: &World, merchant: &Merchant, traffic: &mut Traffic) {
    let token = merchant.token(&VISA).await;
    let body = merchant.payment(&token, 100);
    let request = merchant
        .authorize_request(&random_id(), &body)
        .header("cardseal-fault", "panic");
    if let Ok(answer) = merchant.http.try_send(request).await {
        traffic.keep(&answer);
    }
    assert!(world.vault.faults("panic") >= 1, "the panic happened");
}
