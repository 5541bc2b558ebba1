//! Tokens: a sealed card that can be redeemed once, until it expires.
//!
//! ```text
//! live ──► held ──► claimed | expired | revoked
//! live ───────────► claimed | expired | revoked
//! ```
//!
//! Never back to live, not even after a decline. A held token keeps its sealed card for the one payment
//! that waits for its shopper; any other step wipes the card in the same statement. The row stays a while
//! to say what happened.

mod over;

use crate::acquirer::Sealed;
use crate::command::{Issued, NewToken, TokenClaim};
use crate::sql::{Failure, Row, Sql, bind};
use crate::timing::TOKEN_REMEMBERED;
use crate::view::CardFacts;
use crate::view::{Object, SessionToken, SessionView, TokenView};
use crate::{Code, Problem};
use access::time::MINUTE;
use access::{AuthorizationId, Timestamp, TokenId};
pub(crate) use over::{next_end, sweep};

pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS token (
    id TEXT PRIMARY KEY,
    secret_hash BLOB NOT NULL,
    state TEXT NOT NULL,
    session TEXT NOT NULL,
    jti TEXT NOT NULL,
    cap INTEGER,
    cap_currency TEXT,
    sealed_kek TEXT,
    sealed BLOB,
    brand TEXT NOT NULL,
    last4 TEXT NOT NULL,
    exp TEXT NOT NULL,
    merchant_fingerprint TEXT,
    attested INTEGER NOT NULL,
    created INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    remembered_until INTEGER NOT NULL,
    held_by TEXT,
    UNIQUE (session, jti)
) STRICT, WITHOUT ROWID";

/// What version 2 changed.
pub(crate) const SINCE_2: [&str; 2] = [
    "ALTER TABLE token ADD COLUMN held_by TEXT",
    "DROP INDEX token_ends",
];

/// Housekeeping finds tokens with a card by their end, and forgotten ones by theirs.
pub(crate) const INDEXES: [&str; 2] = [
    "CREATE INDEX IF NOT EXISTS token_ends ON token (expires_at) WHERE state IN ('live', 'held')",
    "CREATE INDEX IF NOT EXISTS token_forgotten ON token (remembered_until)",
];

/// A session yields this many tokens, over all its renewals.
const TOKENS_PER_SESSION: i64 = 5;

const LIVE: &str = "live";
const HELD: &str = "held";
const CLAIMED: &str = "claimed";

/// T1: keeps a sealed card under a new token.
pub(crate) fn issue(
    sql: &impl Sql,
    now: Timestamp,
    minutes: i64,
    new: NewToken,
) -> Result<Issued, Problem> {
    // A replay is told as a replay, also where the session is full.
    let replayed = sql.query(
        "SELECT 1 FROM token WHERE session = ? AND jti = ?",
        bind![new.session.as_str(), new.jti.as_str()],
    )?;
    if !replayed.is_empty() {
        return Err(Code::EnvelopeReplayed.into());
    }
    if count(sql, &new.session)? >= TOKENS_PER_SESSION {
        return Err(Code::TooManyRequests.into());
    }
    let expires_at = now.plus(minutes * MINUTE);
    let remembered_until = expires_at.max(new.session_last_end).plus(TOKEN_REMEMBERED);
    sql.query(
        "INSERT INTO token VALUES (?, ?, 'live', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        bind![
            new.id.as_str(),
            &new.secret_hash,
            new.session,
            new.jti,
            new.cap,
            new.cap_currency,
            new.sealed.kek,
            new.sealed.bytes,
            new.card.brand,
            new.card.last4,
            new.card.exp,
            new.card.fingerprint,
            new.attested,
            now,
            expires_at,
            remembered_until
        ],
    )?;
    Ok(Issued { expires_at })
}

fn count(sql: &impl Sql, session: &str) -> Result<i64, Failure> {
    let mut rows = sql.query(
        "SELECT COUNT(*) FROM token WHERE session = ?",
        bind![session],
    )?;
    rows.pop().ok_or(Failure)?.integer()
}

/// A token whose secret the caller knows.
struct Presented {
    state: String,
    sealed: Option<Sealed>,
    expires_at: Timestamp,
    held_by: Option<String>,
}

/// The token a claim names; `not_found` for an unknown one, a wrong secret or a foreign session alike,
/// before its state is looked at.
fn present(sql: &impl Sql, claim: &TokenClaim) -> Result<Presented, Problem> {
    let rows = sql.query(
        "SELECT state, sealed_kek, sealed, expires_at, held_by FROM token
         WHERE id = ? AND secret_hash = ? AND session = COALESCE(?, session)",
        bind![
            claim.id.as_str(),
            &claim.secret_hash,
            claim.session.as_deref()
        ],
    )?;
    let mut row = rows.into_iter().next().ok_or(Code::NotFound)?;
    let state = row.text()?;
    let sealed = match (row.optional_text()?, row.optional_blob()?) {
        (Some(kek), Some(bytes)) => Some(Sealed { kek, bytes }),
        _ => None,
    };
    Ok(Presented {
        state,
        sealed,
        expires_at: Timestamp::from_millis(row.integer()?),
        held_by: row.optional_text()?,
    })
}

/// The sealed card of a token that can be redeemed at `now`: a live one, or for `holder` the one it holds.
pub(crate) fn redeemable(
    sql: &impl Sql,
    now: Timestamp,
    claim: &TokenClaim,
    holder: Option<&AuthorizationId>,
) -> Result<Sealed, Problem> {
    let token = present(sql, claim)?;
    if holder.is_some_and(|holder| token.held_by.as_deref() != Some(holder.as_str())) {
        return Err(Code::NotFound.into());
    }
    let takes = if holder.is_some() { HELD } else { LIVE };
    match (token.state.as_str(), token.sealed) {
        (state, Some(sealed)) if state == takes && now < token.expires_at => Ok(sealed),
        (state, _) if state == takes => Err(Code::TokenExpired.into()),
        (HELD | CLAIMED, _) => Err(Code::TokenUsed.into()),
        _ => Err(Code::TokenExpired.into()),
    }
}

/// What a claimed token says of its session and its card.
pub(crate) struct Claimed {
    /// The session's amount cap.
    pub(crate) cap: Option<i64>,
    /// The currency of the cap.
    pub(crate) cap_currency: Option<String>,
    /// What anyone may know of the card.
    pub(crate) card: CardFacts,
}

/// Takes the token for one authorization and wipes its card, in one statement: whoever gets no row back
/// has lost the race and must not go on. `holder` is the authorization that holds it, if one does.
pub(crate) fn claim(
    sql: &impl Sql,
    now: Timestamp,
    claim: &TokenClaim,
    holder: Option<&AuthorizationId>,
) -> Result<Claimed, Problem> {
    let holder_id = holder.map(AuthorizationId::as_str);
    let won = sql.query(
        CLAIM,
        bind![
            claim.id.as_str(),
            &claim.secret_hash,
            claim.session.as_deref(),
            now,
            if holder.is_some() { HELD } else { LIVE },
            holder_id
        ],
    )?;
    claimed(sql, now, won, claim, holder)
}

/// Keeps the token, with its card, for one authorization whose shopper is to authenticate until `until`.
pub(crate) fn hold(
    sql: &impl Sql,
    now: Timestamp,
    claim: &TokenClaim,
    holder: &AuthorizationId,
    until: Timestamp,
) -> Result<Claimed, Problem> {
    let won = sql.query(
        "UPDATE token SET state = 'held', held_by = ?, expires_at = ?
         WHERE id = ? AND secret_hash = ? AND session = COALESCE(?, session)
            AND state = 'live' AND expires_at > ?
         RETURNING cap, cap_currency, brand, last4, exp, merchant_fingerprint",
        bind![
            holder.as_str(),
            until,
            claim.id.as_str(),
            &claim.secret_hash,
            claim.session.as_deref(),
            now
        ],
    )?;
    claimed(sql, now, won, claim, None)
}

/// The row a claim has won; or why there is none.
fn claimed(
    sql: &impl Sql,
    now: Timestamp,
    won: Vec<Row>,
    claim: &TokenClaim,
    holder: Option<&AuthorizationId>,
) -> Result<Claimed, Problem> {
    let Some(mut row) = won.into_iter().next() else {
        redeemable(sql, now, claim, holder)?;
        return Err(Code::TokenUsed.into());
    };
    Ok(Claimed {
        cap: row.optional_integer()?,
        cap_currency: row.optional_text()?,
        card: facts(&mut row)?,
    })
}

/// Wipes the card of a token whose holder gives up.
pub(crate) fn let_go(sql: &impl Sql, holder: &AuthorizationId) -> Result<(), Failure> {
    // By its id: of a million tokens, who holds which is in no index.
    sql.query(
        "UPDATE token SET state = 'expired', sealed = NULL, sealed_kek = NULL
         WHERE id = (SELECT token FROM authorization WHERE id = ?1)
            AND held_by = ?1 AND state = 'held'",
        bind![holder.as_str()],
    )?;
    Ok(())
}

#[cfg(not(cardseal_check_then_act))]
const CLAIM: &str = "UPDATE token SET state = 'claimed', sealed = NULL, sealed_kek = NULL
     WHERE id = ? AND secret_hash = ? AND session = COALESCE(?, session)
        AND expires_at > ? AND state = ? AND held_by IS ?
     RETURNING cap, cap_currency, brand, last4, exp, merchant_fingerprint";

/// The seeded fault the race test must catch: looks at the token here, calls the acquirer, and takes the
/// token only with the answer, as if nothing could happen in between.
#[cfg(cardseal_check_then_act)]
const CLAIM: &str = "SELECT cap, cap_currency, brand, last4, exp, merchant_fingerprint FROM token
     WHERE id = ? AND secret_hash = ? AND session = COALESCE(?, session)
        AND expires_at > ? AND state = ? AND held_by IS ?";

/// The seeded fault's second half.
#[cfg(cardseal_check_then_act)]
pub(crate) fn take_late(sql: &impl Sql, by: &access::AuthorizationId) -> Result<(), Failure> {
    sql.query(
        "UPDATE token SET state = 'claimed', sealed = NULL, sealed_kek = NULL
         WHERE id = (SELECT token FROM authorization WHERE id = ?)",
        bind![by.as_str()],
    )?;
    Ok(())
}

/// Makes a token with a card unusable and wipes the card; one that is over stays as it is.
pub(crate) fn revoke(sql: &impl Sql, now: Timestamp, id: &TokenId) -> Result<TokenView, Problem> {
    sql.query(
        "UPDATE token SET state = 'revoked', sealed = NULL, sealed_kek = NULL
         WHERE id = ? AND state IN ('live', 'held') AND expires_at > ?",
        bind![id.as_str(), now],
    )?;
    view(sql, now, id)
}

/// A token's state, never its card.
pub(crate) fn view(sql: &impl Sql, now: Timestamp, id: &TokenId) -> Result<TokenView, Problem> {
    let rows = sql.query(
        "SELECT id, state, session, attested, created, expires_at, brand, last4, exp, merchant_fingerprint
         FROM token WHERE id = ?",
        bind![id.as_str()],
    )?;
    let mut row = rows.into_iter().next().ok_or(Code::NotFound)?;
    let (id, state, session) = (row.text()?, row.text()?, row.text()?);
    let attested = row.integer()? == 1;
    let created = Timestamp::from_millis(row.integer()?);
    let expires_at = Timestamp::from_millis(row.integer()?);
    Ok(TokenView {
        object: Object::Token,
        id,
        state: shown(state, now, expires_at),
        card: facts(&mut row)?,
        session,
        attested,
        created: created.rfc3339(),
        expires_at: expires_at.rfc3339(),
    })
}

/// The tokens a session has yielded, oldest first.
pub(crate) fn of_session(
    sql: &impl Sql,
    now: Timestamp,
    session: &str,
) -> Result<SessionView, Failure> {
    let rows = sql.query(
        "SELECT id, state, expires_at, brand, last4, exp, merchant_fingerprint
         FROM token WHERE session = ? ORDER BY created, id",
        bind![session],
    )?;
    let tokens = rows.into_iter().map(|mut row| {
        let (id, state) = (row.text()?, row.text()?);
        let expires_at = Timestamp::from_millis(row.integer()?);
        Ok(SessionToken {
            id,
            state: shown(state, now, expires_at),
            card: facts(&mut row)?,
        })
    });
    let tokens = tokens.collect::<Result<Vec<_>, Failure>>()?;
    let has = |state: &str| {
        tokens
            .iter()
            .any(|token: &SessionToken| token.state == state)
    };
    let status = match () {
        () if has(CLAIMED) || has(HELD) => "redeemed",
        () if has(LIVE) => "tokenized",
        () => "open",
    };
    Ok(SessionView {
        object: Object::Session,
        id: session.to_owned(),
        status: status.to_owned(),
        tokens,
    })
}

/// Expired means expired from the moment on, whether or not housekeeping has been there.
fn shown(state: String, now: Timestamp, expires_at: Timestamp) -> String {
    if (state == LIVE || state == HELD) && now >= expires_at {
        "expired".to_owned()
    } else {
        state
    }
}

fn facts(row: &mut Row) -> Result<CardFacts, Failure> {
    Ok(CardFacts {
        brand: row.text()?,
        last4: row.text()?,
        exp: row.text()?,
        fingerprint: row.optional_text()?,
    })
}
