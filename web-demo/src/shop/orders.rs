//! The table `orders`: what was ordered and what became of its payment.

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::vault::Authorization;

pub(super) const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS orders (
        id TEXT PRIMARY KEY,
        status TEXT NOT NULL,
        amount INTEGER NOT NULL,
        currency TEXT NOT NULL,
        authorization TEXT,
        approval_code TEXT,
        brand TEXT,
        last4 TEXT,
        reason TEXT,
        created INTEGER NOT NULL DEFAULT (unixepoch())
    ) STRICT;
";

/// A vault that has no authorization for an order this many seconds old never got the request.
const GIVEN_UP_AFTER: i64 = 60;

/// An order. Its id is the payment's reference and idempotency key.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Order {
    /// `order-` and 32 letters.
    #[serde(rename = "reference")]
    pub(super) id: String,
    /// `placing` until the vault has answered, then the authorization's status, or `refused`.
    pub(super) status: String,
    pub(super) amount: i64,
    pub(super) currency: String,
    /// The vault's id of the authorization.
    pub(super) authorization: Option<String>,
    pub(super) approval_code: Option<String>,
    pub(super) brand: Option<String>,
    pub(super) last4: Option<String>,
    /// The decline code, or the code of the vault's refusal.
    pub(super) reason: Option<String>,
}

impl Order {
    /// A new order under an id that nobody can guess: who knows it may see the receipt.
    pub(super) fn new(amount: i64, currency: &str) -> Result<Self, getrandom::Error> {
        let mut random = [0; 16];
        getrandom::fill(&mut random)?;
        Ok(Self {
            id: format!("order-{}", letters(random)),
            status: "placing".to_owned(),
            amount,
            currency: currency.to_owned(),
            authorization: None,
            approval_code: None,
            brand: None,
            last4: None,
            reason: None,
        })
    }

    /// Takes over what the vault says.
    pub(super) fn answered(&mut self, authorization: Authorization) {
        self.status = authorization.status;
        self.authorization = Some(authorization.id);
        self.approval_code = authorization.approval_code;
        self.brand = Some(authorization.card.brand);
        self.last4 = Some(authorization.card.last4);
        self.reason = authorization.decline_code;
    }

    /// The vault refused: nothing was charged.
    pub(super) fn refused(&mut self, code: String) {
        "refused".clone_into(&mut self.status);
        self.reason = Some(code);
    }

    /// Whether the vault may have more to say.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.status.as_str(), "placing" | "pending")
    }
}

/// Four bits a letter. Without digits nothing in an order can look like a card number.
fn letters(random: [u8; 16]) -> String {
    random
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|bits| char::from(b'a' + bits))
        .collect()
}

/// Writes the order as it stands.
pub(super) fn save(connection: &Connection, order: &Order) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO orders (id, status, amount, currency, authorization, approval_code, brand, last4, reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (id) DO UPDATE SET status = ?2, authorization = ?5, approval_code = ?6, brand = ?7,
                 last4 = ?8, reason = ?9",
        )?
        .execute(params![
            order.id,
            order.status,
            order.amount,
            order.currency,
            order.authorization,
            order.approval_code,
            order.brand,
            order.last4,
            order.reason,
        ])
        .map(|_| ())
}

/// The order of this id, and whether it is so old that a vault without it never will have it.
pub(super) fn find(connection: &Connection, id: &str) -> rusqlite::Result<Option<(Order, bool)>> {
    connection
        .prepare_cached(
            "SELECT id, status, amount, currency, authorization, approval_code, brand, last4, reason,
                    created + ?2 < unixepoch()
             FROM orders WHERE id = ?1",
        )?
        .query_row(params![id, GIVEN_UP_AFTER], |row| {
            let order = Order {
                id: row.get(0)?,
                status: row.get(1)?,
                amount: row.get(2)?,
                currency: row.get(3)?,
                authorization: row.get(4)?,
                approval_code: row.get(5)?,
                brand: row.get(6)?,
                last4: row.get(7)?,
                reason: row.get(8)?,
            };
            Ok((order, row.get(9)?))
        })
        .optional()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_back_as_saved_and_becomes_old_after_a_minute() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(SCHEMA).unwrap();
        let mut order = Order::new(1_200, "JPY").unwrap();
        assert_ne!(order.id, Order::new(1_200, "JPY").unwrap().id);
        save(&connection, &order).unwrap();
        order.refused("token_used".to_owned());
        save(&connection, &order).unwrap();
        assert_eq!(
            find(&connection, &order.id).unwrap(),
            Some((order.clone(), false))
        );
        connection
            .execute("UPDATE orders SET created = created - 61", [])
            .unwrap();
        assert_eq!(find(&connection, &order.id).unwrap(), Some((order, true)));
        assert_eq!(find(&connection, "order-0").unwrap(), None);
    }
}
