//! A sealed card becomes a token: `POST /v1/tokens`.

use super::ranges;
use crate::crypto::{card_seal, fingerprint, open, random};
use crate::http::answer::Answer;
use crate::http::call::Call;
use access::{SessionKind, Token, TokenId, TokenSecret};
use card::Brand;
use payments::command::{Browser, Issued, NewToken};
use payments::view::CardFacts;
use payments::{Code, Problem, Request};
use serde::Serialize;

/// Of a co-badged card, the brand the shopper chose.
const BRAND: &str = "Cardseal-Brand";

/// A token as it is shown, once.
#[derive(Serialize)]
struct Shown<'a> {
    object: &'static str,
    id: &'a str,
    token: &'a str,
    card: CardFacts,
    expires_at: String,
}

/// `POST /v1/tokens`
pub(crate) async fn tokenize(call: &mut Call) -> Result<Answer, Problem> {
    // 1. Which session, before anything is decrypted; and before the body, so that the page of a direct
    // session can read also that its body was refused.
    let session = call.session();
    let envelope = call.envelope_body().await?;
    let (mid, session) = session?;
    let vault = call.vault(mid)?;
    let chosen = chosen_brand(call)?;
    let ranges = ranges::current(call).await?;

    // 2. Open the envelope; judge the card.
    let org = match session.kind {
        SessionKind::Hosted | SessionKind::Direct => session.org.clone(),
        SessionKind::Redirect => call.issuer().ok_or(Code::NotFound)?.origin.clone(),
    };
    let opened = open::open(&call.keyring, &envelope, &session.id, &org).await?;
    let mut card = opened.card;
    let badges = card.check(call.mode(), call.now.millis(), &ranges.rules)?;
    let brand = badges.choose(chosen).ok_or(Problem::invalid(BRAND))?;
    card.brand = Some(brand);

    // 3. Seal the card under a token of its own.
    let token = Token {
        id: TokenId::new(call.mode(), random::bytes()?),
        secret: TokenSecret::new(random::bytes()?),
    };
    let sealed = card_seal::seal(&call.keyring, mid, &token, &card).await?;
    let of_vault = fingerprint::of_vault(&call.keyring, &card.pan);
    let facts = CardFacts {
        brand: brand.as_str().to_owned(),
        last4: card.pan.last4().as_str().to_owned(),
        exp: card.expiry.as_str().to_owned(),
        fingerprint: Some(fingerprint::of_merchant(&call.keyring, mid, &of_vault)),
    };

    // 4. T1: keep it, once for each envelope.
    let issued: Issued = vault
        .ask(&Request::Browser(Browser::IssueToken(Box::new(NewToken {
            id: token.id.clone(),
            secret_hash: token.secret.hash(),
            session_last_end: session.last_end(),
            attested: session.attests(call.header("Origin").is_some()),
            session: session.id,
            jti: opened.jti,
            cap: session.cap,
            cap_currency: session.cur,
            sealed,
            card: facts.clone(),
        }))))
        .await?;

    // 5. The page sees brand and last four; the fingerprint is for the merchant's server alone.
    // EXPOSE: the one answer that hands the token out.
    let text = token.expose();
    Answer::json(
        201,
        &Shown {
            object: "token",
            id: token.id.as_str(),
            token: &text,
            card: CardFacts {
                fingerprint: None,
                ..facts
            },
            expires_at: issued.expires_at.rfc3339(),
        },
    )
}

fn chosen_brand(call: &Call) -> Result<Option<Brand>, Problem> {
    let name = call.header(BRAND);
    name.map(|name| Brand::parse(&name).ok_or(Problem::invalid(BRAND)))
        .transpose()
}
