//! A token's card at rest: it opens only with the KEK *and* the token's secret, which is not kept.

use super::keyring::Keyring;
use super::seal;
use super::subtle::Refused;
use access::{Mid, Token};
use card::{Brand, Card, CardholderName, Expiry, Pan, SecurityCode};
use payments::Problem;
use payments::acquirer::Sealed;
use strict_json::{Object, Value, write_string};
use zeroize::Zeroizing;

const PURPOSE: &str = "cardseal/token/v1";

/// Seals a card under a token.
pub(crate) async fn seal(
    keyring: &Keyring,
    mid: Mid,
    token: &Token,
    card: &Card,
) -> Result<Sealed, Problem> {
    let plaintext = write(card);
    // EXPOSE: the secret is the salt of the card's key.
    let salt = token.secret.expose();
    seal::seal(
        keyring,
        salt,
        &[PURPOSE, mid.as_str(), token.id.as_str()],
        plaintext.as_bytes(),
    )
    .await
}

/// Opens the card of a token; refused where the row was swapped or its KEK is gone.
pub(crate) async fn open(
    keyring: &Keyring,
    mid: Mid,
    token: &Token,
    sealed: &Sealed,
) -> Result<Card, Refused> {
    // EXPOSE: the secret is the salt of the card's key.
    let salt = token.secret.expose();
    let plaintext = seal::open(
        keyring,
        salt,
        &[PURPOSE, mid.as_str(), token.id.as_str()],
        sealed,
    )
    .await?;
    let members = strict_json::parse(&plaintext, 1)
        .ok()
        .and_then(Value::into_object);
    members.and_then(read).ok_or(Refused)
}

/// Room for the longest card with every character escaped: a text that grew would leave a copy behind.
const ROOM: usize = 2048;

fn write(card: &Card) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(ROOM));
    // EXPOSE: this text exists to be sealed.
    let members = [
        ("pan", Some(card.pan.expose())),
        ("exp", Some(card.expiry.as_str())),
        ("cvc", card.code.as_ref().map(SecurityCode::expose)),
        ("name", card.name.as_ref().map(CardholderName::expose)),
        ("brand", card.brand.map(Brand::as_str)),
    ];
    text.push('{');
    for (name, value) in members {
        if let Some(value) = value {
            if text.len() > 1 {
                text.push(',');
            }
            write_string(&mut text, name);
            text.push(':');
            write_string(&mut text, value);
        }
    }
    text.push('}');
    text
}

fn read(mut members: Object) -> Option<Card> {
    let mut text = |name| members.take(name).and_then(Value::into_string);
    Some(Card {
        pan: Pan::parse(&text("pan")?).ok()?,
        expiry: Expiry::parse(&text("exp")?).ok()?,
        code: text("cvc").and_then(|code| SecurityCode::parse(&code).ok()),
        name: text("name").and_then(|name| CardholderName::parse(&name)),
        brand: text("brand").and_then(|brand| Brand::parse(&brand)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_reads_back_as_it_was_written() {
        let card = Card {
            pan: Pan::parse("4242424242424242").ok().unwrap(),
            expiry: Expiry::parse("2030-12").unwrap(),
            code: SecurityCode::parse("123").ok(),
            name: CardholderName::parse("José \"Pepe\" \\"),
            brand: Some(Brand::MyDebit),
        };
        let text = write(&card);
        assert!(text.capacity() == ROOM);
        let back = strict_json::parse(text.as_bytes(), 1)
            .ok()
            .and_then(Value::into_object)
            .and_then(read)
            .unwrap();
        assert_eq!(back.pan.expose(), "4242424242424242");
        assert_eq!(back.expiry.as_str(), "2030-12");
        assert_eq!(back.code.unwrap().expose(), "123");
        assert_eq!(back.name.unwrap().expose(), "José \"Pepe\" \\");
        assert_eq!(back.brand, Some(Brand::MyDebit));
    }
}
