//! Authorizations: the row a merchant sees. Its status and sums are the fold of its operations.

use crate::acquirer::{Advice, Sealed};
use crate::command::{HeldPayment, ListAuthorizations};
use crate::machine::Capture;
use crate::operation::{self, Operation};
use crate::projection::{AcquirerCodes, Projection, Status, project};
use crate::room::Payment;
use crate::sql::{Failure, Row, Sql, bind};
use crate::view::CardFacts;
use crate::view::{AuthorizationView, Object};
use access::{AuthorizationId, Timestamp, TokenId};

pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS authorization (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    token TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    capture TEXT NOT NULL,
    reference TEXT NOT NULL,
    metadata TEXT,
    brand TEXT NOT NULL,
    last4 TEXT NOT NULL,
    exp TEXT NOT NULL,
    merchant_fingerprint TEXT,
    acquirer TEXT NOT NULL,
    created INTEGER NOT NULL,
    version INTEGER NOT NULL,
    status TEXT NOT NULL,
    stuck INTEGER NOT NULL,
    captured INTEGER NOT NULL,
    refunded INTEGER NOT NULL,
    approval_code TEXT,
    rrn TEXT,
    decline_code TEXT,
    advice TEXT,
    capture_before INTEGER,
    held_until INTEGER,
    held_kek TEXT,
    held_order BLOB,
    lapsed INTEGER NOT NULL DEFAULT 0
) STRICT";

/// What version 2 added.
pub(crate) const SINCE_2: [&str; 5] = [
    "ALTER TABLE authorization ADD COLUMN capture_before INTEGER",
    "ALTER TABLE authorization ADD COLUMN held_until INTEGER",
    "ALTER TABLE authorization ADD COLUMN held_kek TEXT",
    "ALTER TABLE authorization ADD COLUMN held_order BLOB",
    "ALTER TABLE authorization ADD COLUMN lapsed INTEGER NOT NULL DEFAULT 0",
];

pub(crate) const INDEXES: [&str; 4] = [
    "CREATE INDEX IF NOT EXISTS authorization_reference ON authorization (reference, seq)",
    "CREATE INDEX IF NOT EXISTS authorization_status ON authorization (status, seq)",
    "CREATE INDEX IF NOT EXISTS authorization_held ON authorization (held_until)
        WHERE held_until IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS authorization_untaken ON authorization (capture_before)
        WHERE capture_before IS NOT NULL AND status = 'approved' AND captured = 0 AND stuck = 0",
];

/// What a new authorization is made of.
pub(crate) struct New {
    pub(crate) id: AuthorizationId,
    pub(crate) token: TokenId,
    pub(crate) amount: i64,
    pub(crate) currency: String,
    pub(crate) capture: Capture,
    pub(crate) reference: String,
    pub(crate) metadata: Option<String>,
    pub(crate) card: CardFacts,
    pub(crate) acquirer: String,
    pub(crate) capture_before: Option<Timestamp>,
    /// Where the shopper is to authenticate first.
    pub(crate) held: Option<Held>,
}

/// What a payment that waits for its shopper keeps until it goes on.
#[derive(Clone)]
pub(crate) struct Held {
    /// No longer than this.
    pub(crate) until: Timestamp,
    /// What the acquirer will be told besides, sealed under the token as its card is.
    pub(crate) order: Sealed,
}

/// An authorization as stored.
pub(crate) struct Authorization {
    pub(crate) seq: i64,
    pub(crate) id: AuthorizationId,
    pub(crate) amount: i64,
    pub(crate) currency: String,
    pub(crate) capture: Capture,
    pub(crate) reference: String,
    card: CardFacts,
    pub(crate) acquirer: String,
    created: Timestamp,
    version: i64,
    projection: Projection,
    capture_before: Option<Timestamp>,
    pub(crate) held: Option<Held>,
    lapsed: bool,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT seq, id, amount, currency, capture, reference, brand, last4, exp,
                merchant_fingerprint, acquirer, created, version, status, stuck, captured, refunded,
                approval_code, rrn, decline_code, advice, capture_before, held_until, held_kek,
                held_order, lapsed FROM authorization ",
            $tail
        )
    };
}

/// Writes a new authorization, of which nothing is known yet.
pub(crate) fn insert(sql: &impl Sql, now: Timestamp, new: New) -> Result<(), Failure> {
    let status = if new.held.is_some() {
        Status::RequiresAuthentication
    } else {
        Status::Pending
    };
    sql.query(
        "INSERT INTO authorization (id, token, amount, currency, capture, reference, metadata,
            brand, last4, exp, merchant_fingerprint, acquirer, created, capture_before, held_until,
            held_kek, held_order, version, status, stuck, captured, refunded)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, 0, 0, 0)",
        bind![
            new.id.as_str(),
            new.token.as_str(),
            new.amount,
            new.currency,
            new.capture.as_str(),
            new.reference,
            new.metadata,
            new.card.brand,
            new.card.last4,
            new.card.exp,
            new.card.fingerprint,
            new.acquirer,
            now,
            new.capture_before,
            new.held.as_ref().map(|held| held.until),
            new.held.as_ref().map(|held| held.order.kek.as_str()),
            new.held.map(|held| held.order.bytes),
            status.as_str()
        ],
    )?;
    Ok(())
}

/// Folds the operations into the authorization's row.
pub(crate) fn refold(
    sql: &impl Sql,
    authorization: &mut Authorization,
    operations: &[Operation],
) -> Result<(), Failure> {
    let folded: Vec<_> = operations.iter().map(Operation::folded).collect();
    let projection = project(authorization.capture, authorization.lapsed, &folded);
    let codes = &projection.codes;
    sql.query(
        "UPDATE authorization SET version = version + 1, status = ?, stuck = ?, captured = ?,
            refunded = ?, approval_code = ?, rrn = ?, decline_code = ?, advice = ?
         WHERE id = ?",
        bind![
            projection.status.as_str(),
            projection.stuck,
            projection.captured,
            projection.refunded,
            codes.approval_code.as_deref(),
            codes.rrn.as_deref(),
            codes.decline_code.as_deref(),
            codes.advice.map(Advice::as_str),
            authorization.id.as_str()
        ],
    )?;
    authorization.version += 1;
    authorization.projection = projection;
    Ok(())
}

/// One authorization.
pub(crate) fn find(sql: &impl Sql, id: &AuthorizationId) -> Result<Option<Authorization>, Failure> {
    let rows = sql.query(select!("WHERE id = ?"), bind![id.as_str()])?;
    rows.into_iter().next().map(from_row).transpose()
}

/// Ends what a payment kept for its shopper: it goes on, or has `lapsed`.
pub(crate) fn let_go(
    sql: &impl Sql,
    authorization: &mut Authorization,
    lapsed: bool,
) -> Result<(), Failure> {
    sql.query(
        "UPDATE authorization SET held_until = NULL, held_kek = NULL, held_order = NULL, lapsed = ?
         WHERE id = ?",
        bind![lapsed, authorization.id.as_str()],
    )?;
    authorization.held = None;
    authorization.lapsed = lapsed;
    Ok(())
}

/// A page of authorizations, newest first; one more than asked for tells that there is another.
pub(crate) fn page(
    sql: &impl Sql,
    wanted: &ListAuthorizations,
) -> Result<Vec<Authorization>, Failure> {
    // Each of the three has an index that walks down in order.
    let statement = match (&wanted.reference, &wanted.status) {
        (Some(_), _) => select!(
            "WHERE reference = ?1 AND (?2 IS NULL OR status = ?2) AND amount > 0
                AND created >= ?3 AND created < ?4 AND seq < ?5 ORDER BY seq DESC LIMIT ?6"
        ),
        (None, Some(_)) => select!(
            "WHERE ?1 IS NULL AND status = ?2 AND amount > 0
                AND created >= ?3 AND created < ?4 AND seq < ?5 ORDER BY seq DESC LIMIT ?6"
        ),
        (None, None) => select!(
            "WHERE ?1 IS NULL AND ?2 IS NULL AND amount > 0
                AND created >= ?3 AND created < ?4 AND seq < ?5 ORDER BY seq DESC LIMIT ?6"
        ),
    };
    // As far as the edge's database binding counts.
    let last = i64::MAX >> 11;
    let rows = sql.query(
        statement,
        bind![
            wanted.reference.as_deref(),
            wanted.status.map(Status::as_str),
            wanted.created_from.map_or(0, Timestamp::millis),
            wanted.created_before.map_or(last, Timestamp::millis),
            wanted.cursor.unwrap_or(last),
            wanted.limit + 1
        ],
    )?;
    rows.into_iter().map(from_row).collect()
}

impl Authorization {
    /// Where the payment stands.
    pub(crate) fn status(&self) -> Status {
        self.projection.status
    }

    /// Whether a person must look.
    pub(crate) fn is_stuck(&self) -> bool {
        self.projection.stuck
    }

    /// A payment, or the check of a card for an amount of zero.
    pub(crate) fn object(&self) -> Object {
        if self.amount == 0 {
            Object::Verification
        } else {
            Object::Authorization
        }
    }

    /// What its follow-ups depend on.
    pub(crate) fn payment(&self) -> Payment {
        Payment {
            status: self.projection.status,
            capture: self.capture,
            amount: self.amount,
            capture_before: self.capture_before,
            captured: self.projection.captured,
            refunded: self.projection.refunded,
        }
    }

    /// The payment as it will be sent, where it waits for its shopper.
    pub(crate) fn into_held(self) -> Option<HeldPayment> {
        let held = self.held?;
        Some(HeldPayment {
            amount: self.amount,
            currency: self.currency,
            capture: self.capture,
            reference: self.reference,
            order: held.order,
        })
    }

    /// The authorization as the API shows it.
    pub(crate) fn view(&self, sql: &impl Sql) -> Result<AuthorizationView, Failure> {
        Ok(self.view_with(&operation::of_authorization(sql, &self.id)?))
    }

    /// The same, where its operations are at hand.
    pub(crate) fn view_with(&self, operations: &[Operation]) -> AuthorizationView {
        let codes = self.projection.codes.clone();
        AuthorizationView {
            object: self.object(),
            id: self.id.as_str().to_owned(),
            status: self.projection.status,
            stuck: self.projection.stuck,
            amount: self.amount,
            currency: self.currency.clone(),
            capture: self.capture,
            captured: self.projection.captured,
            refunded: self.projection.refunded,
            capture_before: self.capture_before.map(access::Timestamp::rfc3339),
            card: self.card.clone(),
            approval_code: codes.approval_code,
            rrn: codes.rrn,
            decline_code: codes.decline_code,
            advice: codes.advice,
            reference: self.reference.clone(),
            acquirer: self.acquirer.clone(),
            operations: operations.iter().map(Operation::view).collect(),
            created: self.created.rfc3339(),
            version: self.version,
        }
    }
}

fn from_row(mut row: Row) -> Result<Authorization, Failure> {
    Ok(Authorization {
        seq: row.integer()?,
        id: AuthorizationId::from_stored(row.text()?),
        amount: row.integer()?,
        currency: row.text()?,
        capture: Capture::parse(&row.text()?).ok_or(Failure)?,
        reference: row.text()?,
        card: CardFacts {
            brand: row.text()?,
            last4: row.text()?,
            exp: row.text()?,
            fingerprint: row.optional_text()?,
        },
        acquirer: row.text()?,
        created: Timestamp::from_millis(row.integer()?),
        version: row.integer()?,
        projection: Projection {
            status: Status::parse(&row.text()?).ok_or(Failure)?,
            stuck: row.integer()? == 1,
            captured: row.integer()?,
            refunded: row.integer()?,
            codes: AcquirerCodes {
                approval_code: row.optional_text()?,
                rrn: row.optional_text()?,
                decline_code: row.optional_text()?,
                advice: row
                    .optional_text()?
                    .map(|text| Advice::parse(&text).ok_or(Failure))
                    .transpose()?,
            },
        },
        capture_before: row.optional_integer()?.map(Timestamp::from_millis),
        held: match (
            row.optional_integer()?,
            row.optional_text()?,
            row.optional_blob()?,
        ) {
            (Some(until), Some(kek), Some(bytes)) => Some(Held {
                until: Timestamp::from_millis(until),
                order: Sealed { kek, bytes },
            }),
            _ => None,
        },
        lapsed: row.integer()? == 1,
    })
}
