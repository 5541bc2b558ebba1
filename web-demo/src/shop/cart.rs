//! The tables `carts` and `cart_lines`: what a shopper is about to buy.
//!
//! A cart's `checkout` is a new id after each change. A checkout page carries it, so an order is
//! made of just what its page showed, and all posts of one page are one order.

use rusqlite::{Connection, OptionalExtension, params};

use super::products::{self, Product};
use super::purchaser::Purchaser;

pub(super) const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS carts (
        id TEXT PRIMARY KEY,
        checkout TEXT NOT NULL UNIQUE,
        purchaser TEXT,
        changed INTEGER NOT NULL DEFAULT (unixepoch())
    ) STRICT;
    CREATE TABLE IF NOT EXISTS cart_lines (
        cart TEXT NOT NULL REFERENCES carts (id) ON DELETE CASCADE,
        sku TEXT NOT NULL,
        quantity INTEGER NOT NULL CHECK (quantity > 0),
        UNIQUE (cart, sku)
    ) STRICT;
";

/// A small dye house has few of each.
pub(super) const MOST_OF_ONE: i64 = 9;

/// Seconds after which nobody comes back for a cart: 30 days, as long as its cookie lives.
pub(super) const LIFE: i64 = 30 * 24 * 60 * 60;

/// A product and how many of it.
pub(super) struct Line {
    pub(super) product: &'static Product,
    pub(super) quantity: i64,
}

impl Line {
    pub(super) const fn amount(&self) -> i64 {
        self.product.price * self.quantity
    }
}

/// What one browser has chosen.
pub(super) struct Cart {
    pub(super) id: String,
    pub(super) checkout: String,
    pub(super) lines: Vec<Line>,
    /// What was typed last and was fine, so that nobody types it twice.
    pub(super) purchaser: Option<Purchaser>,
}

impl Cart {
    pub(super) fn total(&self) -> i64 {
        self.lines.iter().map(Line::amount).sum()
    }

    pub(super) fn count(&self) -> i64 {
        self.lines.iter().map(|line| line.quantity).sum()
    }
}

/// What is done to a line.
#[derive(Clone, Copy)]
pub(super) enum Change {
    /// One more of it.
    Add,
    /// So many of it; none removes the line.
    Set(i64),
}

/// The cart of this id.
pub(super) fn find(connection: &Connection, id: &str) -> rusqlite::Result<Option<Cart>> {
    let found = connection
        .prepare_cached("SELECT checkout, purchaser FROM carts WHERE id = ?1")?
        .query_row([id], |row| {
            Ok((row.get(0)?, row.get::<_, Option<String>>(1)?))
        })
        .optional()?;
    let Some((checkout, purchaser)) = found else {
        return Ok(None);
    };
    Ok(Some(Cart {
        id: id.to_owned(),
        checkout,
        lines: lines(connection, id)?,
        purchaser: purchaser.and_then(|text| serde_json::from_str(&text).ok()),
    }))
}

/// What is no longer in the catalogue is no longer in the cart.
fn lines(connection: &Connection, id: &str) -> rusqlite::Result<Vec<Line>> {
    let mut statement = connection
        .prepare_cached("SELECT sku, quantity FROM cart_lines WHERE cart = ?1 ORDER BY rowid")?;
    let rows = statement.query_map([id], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    let mut lines = Vec::new();
    for row in rows {
        let (sku, quantity) = row?;
        if let Some(product) = products::find(&sku) {
            lines.push(Line { product, quantity });
        }
    }
    Ok(lines)
}

/// Opens a cart under a new id and puts away those that nobody came back for.
pub(super) fn open(connection: &Connection, id: &str) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM carts WHERE changed + ?1 < unixepoch()", [LIFE])?;
    // Its first change gives it a checkout.
    connection.execute("INSERT INTO carts (id, checkout) VALUES (?1, ?1)", [id])?;
    Ok(())
}

/// Changes one line of a cart, whose next checkout gets the id `checkout`.
pub(super) fn change(
    connection: &Connection,
    id: &str,
    product: &Product,
    change: Change,
    checkout: &str,
) -> rusqlite::Result<()> {
    match change {
        Change::Add => connection.execute(
            "INSERT INTO cart_lines (cart, sku, quantity) VALUES (?1, ?2, 1)
             ON CONFLICT (cart, sku) DO UPDATE SET quantity = min(quantity + 1, ?3)",
            params![id, product.sku, MOST_OF_ONE],
        )?,
        Change::Set(quantity) if quantity < 1 => connection.execute(
            "DELETE FROM cart_lines WHERE cart = ?1 AND sku = ?2",
            [id, product.sku],
        )?,
        Change::Set(quantity) => connection.execute(
            "UPDATE cart_lines SET quantity = min(?3, ?4) WHERE cart = ?1 AND sku = ?2",
            params![id, product.sku, quantity, MOST_OF_ONE],
        )?,
    };
    connection.execute(
        "UPDATE carts SET checkout = ?2, changed = unixepoch() WHERE id = ?1",
        [id, checkout],
    )?;
    Ok(())
}

/// Keeps what the shopper typed, or forgets it.
pub(super) fn remember(
    connection: &Connection,
    checkout: &str,
    purchaser: Option<&Purchaser>,
) -> rusqlite::Result<()> {
    let text = purchaser.and_then(|purchaser| serde_json::to_string(purchaser).ok());
    connection.execute(
        "UPDATE carts SET purchaser = ?2 WHERE checkout = ?1",
        params![checkout, text],
    )?;
    Ok(())
}

/// The cart of this checkout has been bought.
pub(super) fn empty(connection: &Connection, checkout: &str) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM carts WHERE checkout = ?1", [checkout])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connection() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(SCHEMA).unwrap();
        open(&connection, "a").unwrap();
        connection
    }

    fn put(connection: &Connection, sku: &str, what: Change, checkout: &str) -> Cart {
        change(
            connection,
            "a",
            products::find(sku).unwrap(),
            what,
            checkout,
        )
        .unwrap();
        find(connection, "a").unwrap().unwrap()
    }

    #[test]
    fn a_total_is_the_sum_of_prices_times_quantities() {
        let connection = connection();
        put(&connection, "tenugui", Change::Add, "c1");
        put(&connection, "noren", Change::Add, "c2");
        let cart = put(&connection, "tenugui", Change::Add, "c3");
        assert_eq!((cart.total(), cart.count()), (2 * 1_200 + 9_800, 3));
        assert_eq!(cart.lines[0].amount(), 2_400);
        assert_eq!(cart.checkout, "c3", "each change is another checkout");
        let cart = put(&connection, "tenugui", Change::Set(0), "c4");
        assert_eq!((cart.total(), cart.lines.len()), (9_800, 1));
    }

    #[test]
    fn a_quantity_stays_within_its_bounds() {
        let connection = connection();
        for (what, quantity) in [
            (Change::Add, 1),
            (Change::Set(i64::MAX), MOST_OF_ONE),
            (Change::Add, MOST_OF_ONE),
            (Change::Set(3), 3),
        ] {
            assert_eq!(put(&connection, "cover", what, "c").count(), quantity);
        }
        assert_eq!(put(&connection, "cover", Change::Set(-1), "c").count(), 0);
        assert_eq!(
            put(&connection, "cover", Change::Set(2), "c").count(),
            0,
            "nothing to set"
        );
    }

    #[test]
    fn a_bought_cart_is_gone_with_its_lines_and_what_was_typed() {
        let connection = connection();
        put(&connection, "cover", Change::Add, "c1");
        remember(&connection, "c1", Some(&Purchaser::default())).unwrap();
        assert!(find(&connection, "a").unwrap().unwrap().purchaser.is_some());
        empty(&connection, "another").unwrap();
        assert!(find(&connection, "a").unwrap().is_some());
        empty(&connection, "c1").unwrap();
        assert!(find(&connection, "a").unwrap().is_none());
        let left: i64 = connection
            .query_row("SELECT count(*) FROM cart_lines", [], |row| row.get(0))
            .unwrap();
        assert_eq!(left, 0);
    }

    #[test]
    fn an_old_cart_is_put_away_when_another_is_opened() {
        let connection = connection();
        connection
            .execute("UPDATE carts SET changed = changed - ?1 - 1", [LIFE])
            .unwrap();
        open(&connection, "b").unwrap();
        assert!(find(&connection, "a").unwrap().is_none());
        assert!(find(&connection, "b").unwrap().is_some());
    }
}
