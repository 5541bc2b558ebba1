//! The tables `orders` and `order_lines`: what was ordered and what became of its payment.

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::cart::{self, Cart};
use super::products::CURRENCY;
use super::purchaser::Purchaser;
use super::vault::Authorization;

/// The index is what makes two posts of one checkout one order: there cannot be two that are, or
/// may yet be, paid.
pub(super) const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS orders (
        id TEXT PRIMARY KEY,
        checkout TEXT NOT NULL,
        status TEXT NOT NULL,
        amount INTEGER NOT NULL,
        currency TEXT NOT NULL,
        authorization TEXT,
        approval_code TEXT,
        brand TEXT,
        last4 TEXT,
        reason TEXT,
        purchaser TEXT,
        created INTEGER NOT NULL DEFAULT (unixepoch())
    ) STRICT;
    CREATE UNIQUE INDEX IF NOT EXISTS one_order_of_a_checkout ON orders (checkout)
        WHERE status IN ('placing', 'pending', 'approved');
    CREATE TABLE IF NOT EXISTS order_lines (
        order_id TEXT NOT NULL REFERENCES orders (id),
        sku TEXT NOT NULL,
        quantity INTEGER NOT NULL,
        price INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS lines_of_an_order ON order_lines (order_id);
";

/// A vault that has no authorization for an order this many seconds old never got the request: it is
/// longer than this server itself goes on asking.
const GIVEN_UP_AFTER: i64 = 90;

/// An order. Its id is the payment's reference and idempotency key.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Order {
    /// `order-` and 32 letters.
    #[serde(rename = "reference")]
    pub(super) id: String,
    #[serde(skip)]
    pub(super) checkout: String,
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
    /// What is in the cart, under an id that nobody can guess: who knows it may see the receipt.
    pub(super) fn of_cart(cart: &Cart, id: String) -> Self {
        Self {
            id,
            checkout: cart.checkout.clone(),
            status: "placing".to_owned(),
            amount: cart.total(),
            currency: CURRENCY.to_owned(),
            authorization: None,
            approval_code: None,
            brand: None,
            last4: None,
            reason: None,
        }
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

    /// Where its receipt is.
    pub(super) fn location(&self) -> String {
        format!("/orders/{}", self.id)
    }

    /// Whether the vault may have more to say.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.status.as_str(), "placing" | "pending")
    }

    /// Whether the cart is no longer to be bought: its money has moved, or may have.
    fn is_bought(&self) -> bool {
        matches!(self.status.as_str(), "pending" | "approved")
    }
}

/// What became of a wish to order.
#[derive(Debug, PartialEq)]
pub(super) enum Placing {
    /// Written down; now its token can be redeemed.
    New(Order),
    /// This checkout has an order already, paid or under way.
    Already(Order),
    /// The cart is not what the page showed.
    CartChanged,
}

/// Makes an order of the cart, if it still is at this checkout. Everything but who buys comes from
/// the cart.
pub(super) fn place(
    connection: &Connection,
    cart: Option<&str>,
    checkout: &str,
    purchaser: &Purchaser,
    new_id: String,
) -> rusqlite::Result<Placing> {
    if let Some(order) = of_checkout(connection, checkout)? {
        return Ok(Placing::Already(order));
    }
    let cart = cart
        .map(|id| cart::find(connection, id))
        .transpose()?
        .flatten();
    let Some(cart) = cart.filter(|cart| cart.checkout == checkout && !cart.lines.is_empty()) else {
        return Ok(Placing::CartChanged);
    };
    let order = Order::of_cart(&cart, new_id);
    connection.execute(
        "INSERT INTO orders (id, checkout, status, amount, currency, purchaser) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            order.id,
            order.checkout,
            order.status,
            order.amount,
            order.currency,
            serde_json::to_string(purchaser).ok(),
        ],
    )?;
    for line in &cart.lines {
        connection.execute(
            "INSERT INTO order_lines (order_id, sku, quantity, price) VALUES (?1, ?2, ?3, ?4)",
            params![
                order.id,
                line.product.sku,
                line.quantity,
                line.product.price
            ],
        )?;
    }
    cart::remember(connection, checkout, Some(purchaser))?;
    Ok(Placing::New(order))
}

/// Writes what became of an order, unless its end is known already, and empties its cart where that
/// has been bought. What was refused is not delivered, so where it should have gone is forgotten.
pub(super) fn save(connection: &Connection, order: &Order) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE orders SET status = ?2, authorization = ?3, approval_code = ?4, brand = ?5, last4 = ?6,
                 reason = ?7, purchaser = CASE WHEN ?2 = 'refused' THEN NULL ELSE purchaser END
             WHERE id = ?1 AND status IN ('placing', 'pending')",
        )?
        .execute(params![
            order.id,
            order.status,
            order.authorization,
            order.approval_code,
            order.brand,
            order.last4,
            order.reason,
        ])?;
    if order.is_bought() {
        cart::empty(connection, &order.checkout)?;
    }
    Ok(())
}

const COLUMNS: &str =
    "id, checkout, status, amount, currency, authorization, approval_code, brand, last4, reason";

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Order> {
    Ok(Order {
        id: row.get(0)?,
        checkout: row.get(1)?,
        status: row.get(2)?,
        amount: row.get(3)?,
        currency: row.get(4)?,
        authorization: row.get(5)?,
        approval_code: row.get(6)?,
        brand: row.get(7)?,
        last4: row.get(8)?,
        reason: row.get(9)?,
    })
}

/// The one order of this checkout that is paid or under way.
pub(super) fn of_checkout(
    connection: &Connection,
    checkout: &str,
) -> rusqlite::Result<Option<Order>> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM orders
             WHERE checkout = ?1 AND status IN ('placing', 'pending', 'approved')"
        ))?
        .query_row([checkout], read)
        .optional()
}

/// The order of this id, and whether it is so old that a vault without it never will have it.
pub(super) fn find(connection: &Connection, id: &str) -> rusqlite::Result<Option<(Order, bool)>> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS}, created + ?2 < unixepoch() FROM orders WHERE id = ?1"
        ))?
        .query_row(params![id, GIVEN_UP_AFTER], |row| {
            Ok((read(row)?, row.get(10)?))
        })
        .optional()
}

/// A line of an order, at the price of its day.
pub(super) struct OrderLine {
    pub(super) sku: String,
    pub(super) quantity: i64,
    pub(super) price: i64,
}

/// What was ordered.
pub(super) fn lines(connection: &Connection, id: &str) -> rusqlite::Result<Vec<OrderLine>> {
    connection
        .prepare_cached(
            "SELECT sku, quantity, price FROM order_lines WHERE order_id = ?1 ORDER BY rowid",
        )?
        .query_map([id], |row| {
            Ok(OrderLine {
                sku: row.get(0)?,
                quantity: row.get(1)?,
                price: row.get(2)?,
            })
        })?
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::products;
    use super::*;

    /// A file with one cart, at checkout `c`.
    fn connection() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(cart::SCHEMA).unwrap();
        connection.execute_batch(SCHEMA).unwrap();
        cart::open(&connection, "a").unwrap();
        let product = products::find("cover").unwrap();
        cart::change(&connection, "a", product, cart::Change::Add, "c").unwrap();
        connection
    }

    fn placed(connection: &Connection, id: &str) -> Placing {
        let nobody = Purchaser::default();
        place(connection, Some("a"), "c", &nobody, id.to_owned()).unwrap()
    }

    fn new(connection: &Connection, id: &str) -> Order {
        match placed(connection, id) {
            Placing::New(order) => order,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_checkout_has_one_order_until_that_is_declined_or_refused() {
        let connection = connection();
        let mut first = new(&connection, "one");
        assert_eq!(placed(&connection, "two"), Placing::Already(first.clone()));
        first.refused("token_used".to_owned());
        save(&connection, &first).unwrap();
        let second = new(&connection, "two");
        assert_eq!(placed(&connection, "three"), Placing::Already(second));

        let by_force = connection.execute(
            "INSERT INTO orders (id, checkout, status, amount, currency) VALUES ('x', 'c', 'approved', 1, 'JPY')",
            [],
        );
        assert!(by_force.unwrap_err().to_string().contains("UNIQUE"));
    }

    #[test]
    fn an_end_that_is_known_is_not_written_over_by_whoever_asked_earlier() {
        let connection = connection();
        let stale = new(&connection, "one");
        let mut order = stale.clone();
        "approved".clone_into(&mut order.status);
        save(&connection, &order).unwrap();
        save(&connection, &stale).unwrap();
        assert_eq!(find(&connection, "one").unwrap(), Some((order, false)));
        assert!(cart::find(&connection, "a").unwrap().is_none(), "bought");
    }

    #[test]
    fn a_refused_order_keeps_nobodys_address_and_any_other_does() {
        let connection = connection();
        let kept = |id: &str| -> bool {
            connection
                .query_row(
                    "SELECT purchaser IS NOT NULL FROM orders WHERE id = ?1",
                    [id],
                    |row| row.get(0),
                )
                .unwrap()
        };
        let mut order = new(&connection, "one");
        assert!(kept("one"));
        order.refused("invalid_parameter".to_owned());
        save(&connection, &order).unwrap();
        assert!(!kept("one"));
    }

    #[test]
    fn an_order_becomes_old_when_nobody_asks_any_more() {
        let connection = connection();
        let order = new(&connection, "one");
        for (seconds, is_old) in [(0, false), (GIVEN_UP_AFTER - 5, false), (6, true)] {
            connection
                .execute("UPDATE orders SET created = created - ?1", [seconds])
                .unwrap();
            assert_eq!(
                find(&connection, "one").unwrap(),
                Some((order.clone(), is_old))
            );
        }
        assert_eq!(find(&connection, "two").unwrap(), None);
    }
}
