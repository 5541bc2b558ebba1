//! Authorizations: the row a merchant sees. Its status and sums are the fold of its operations.

use crate::acquirer::Advice;
use crate::machine::Capture;
use crate::operation::{self, Operation};
use crate::projection::{AcquirerCodes, Projection, Status, project};
use crate::sql::{Failure, Row, Sql, bind};
use crate::view::CardFacts;
use crate::view::{AuthorizationList, AuthorizationView, Object};
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
    advice TEXT
) STRICT";

pub(crate) const INDEX: &str =
    "CREATE INDEX IF NOT EXISTS authorization_reference ON authorization (reference, seq)";

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
}

/// An authorization as stored.
pub(crate) struct Authorization {
    seq: i64,
    pub(crate) id: AuthorizationId,
    amount: i64,
    pub(crate) currency: String,
    capture: Capture,
    pub(crate) reference: String,
    card: CardFacts,
    acquirer: String,
    created: Timestamp,
    version: i64,
    projection: Projection,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT seq, id, amount, currency, capture, reference, brand, last4, exp,
                merchant_fingerprint, acquirer, created, version, status, stuck, captured, refunded,
                approval_code, rrn, decline_code, advice FROM authorization ",
            $tail
        )
    };
}

/// Writes a new authorization, of which nothing is known yet.
pub(crate) fn insert(sql: &impl Sql, now: Timestamp, new: New) -> Result<(), Failure> {
    sql.query(
        "INSERT INTO authorization (id, token, amount, currency, capture, reference, metadata,
            brand, last4, exp, merchant_fingerprint, acquirer, created,
            version, status, stuck, captured, refunded)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 'pending', 0, 0, 0)",
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
            now
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
    let projection = project(authorization.capture, &folded);
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

/// A page of authorizations, newest first; `before` is the cursor of the page before.
pub(crate) fn list(
    sql: &impl Sql,
    reference: Option<String>,
    limit: i64,
    before: Option<i64>,
) -> Result<AuthorizationList, Failure> {
    let before = before.unwrap_or(i64::MAX >> 11);
    let rows = match reference {
        Some(reference) => sql.query(
            select!("WHERE reference = ? AND seq < ? ORDER BY seq DESC LIMIT ?"),
            bind![reference, before, limit + 1],
        )?,
        None => sql.query(
            select!("WHERE seq < ? ORDER BY seq DESC LIMIT ?"),
            bind![before, limit + 1],
        )?,
    };
    let mut found = rows
        .into_iter()
        .map(from_row)
        .collect::<Result<Vec<_>, _>>()?;
    let wanted = usize::try_from(limit).unwrap_or_default();
    let has_more = found.len() > wanted;
    found.truncate(wanted);
    let next_cursor = found
        .last()
        .filter(|_| has_more)
        .map(|last| last.seq.to_string());
    let data = found.iter().map(|authorization| authorization.view(sql));
    Ok(AuthorizationList {
        object: Object::List,
        data: data.collect::<Result<_, _>>()?,
        has_more,
        next_cursor,
    })
}

impl Authorization {
    /// Where the payment stands.
    pub(crate) fn status(&self) -> Status {
        self.projection.status
    }

    /// The authorization as the API shows it.
    pub(crate) fn view(&self, sql: &impl Sql) -> Result<AuthorizationView, Failure> {
        Ok(self.view_with(&operation::of_authorization(sql, &self.id)?))
    }

    /// The same, where its operations are at hand.
    pub(crate) fn view_with(&self, operations: &[Operation]) -> AuthorizationView {
        let codes = self.projection.codes.clone();
        AuthorizationView {
            object: Object::Authorization,
            id: self.id.as_str().to_owned(),
            status: self.projection.status,
            stuck: self.projection.stuck,
            amount: self.amount,
            currency: self.currency.clone(),
            capture: self.capture,
            captured: self.projection.captured,
            refunded: self.projection.refunded,
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
    })
}
