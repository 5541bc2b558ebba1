CREATE INDEX answer_kept ON answer (created) WHERE body IS NOT NULL
CREATE UNIQUE INDEX answer_of_operation ON answer (operation)
CREATE INDEX authorization_held ON authorization (held_until) WHERE held_until IS NOT NULL
CREATE INDEX authorization_reference ON authorization (reference, seq)
CREATE INDEX authorization_status ON authorization (status, seq)
CREATE INDEX authorization_untaken ON authorization (capture_before) WHERE capture_before IS NOT NULL AND status = 'approved' AND captured = 0 AND stuck = 0
CREATE INDEX operation_due ON operation (due) WHERE due IS NOT NULL
CREATE INDEX operation_of_authorization ON operation (authorization)
CREATE INDEX operation_open ON operation (state) WHERE state IN ('sent', 'unknown', 'stuck')
CREATE INDEX token_ends ON token (expires_at) WHERE state IN ('live', 'held')
CREATE INDEX token_forgotten ON token (remembered_until)
CREATE TABLE answer ( scope BLOB PRIMARY KEY, body_hash BLOB NOT NULL, operation TEXT NOT NULL, created INTEGER NOT NULL, status INTEGER, body TEXT ) STRICT, WITHOUT ROWID
CREATE TABLE api_key ( hash BLOB PRIMARY KEY, kid TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, revoked INTEGER ) STRICT, WITHOUT ROWID
CREATE TABLE authorization ( seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, token TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL, capture TEXT NOT NULL, reference TEXT NOT NULL, metadata TEXT, brand TEXT NOT NULL, last4 TEXT NOT NULL, exp TEXT NOT NULL, merchant_fingerprint TEXT, acquirer TEXT NOT NULL, created INTEGER NOT NULL, version INTEGER NOT NULL, status TEXT NOT NULL, stuck INTEGER NOT NULL, captured INTEGER NOT NULL, refunded INTEGER NOT NULL, approval_code TEXT, rrn TEXT, decline_code TEXT, advice TEXT, capture_before INTEGER, held_until INTEGER, held_kek TEXT, held_order BLOB, lapsed INTEGER NOT NULL DEFAULT 0 ) STRICT
CREATE TABLE connector ( acquirer TEXT PRIMARY KEY, kind TEXT NOT NULL, url TEXT NOT NULL, credentials_kek TEXT NOT NULL, credentials BLOB NOT NULL, capabilities TEXT NOT NULL, cut_off TEXT NOT NULL ) STRICT, WITHOUT ROWID
CREATE TABLE event ( id TEXT PRIMARY KEY, kind TEXT NOT NULL, authorization TEXT NOT NULL, data TEXT NOT NULL, created INTEGER NOT NULL ) STRICT, WITHOUT ROWID
CREATE TABLE operation ( seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, authorization TEXT NOT NULL, kind TEXT NOT NULL, original TEXT, amount INTEGER NOT NULL, state TEXT NOT NULL, sent INTEGER NOT NULL, at INTEGER NOT NULL, due INTEGER, attempts INTEGER NOT NULL DEFAULT 0, approval_code TEXT, rrn TEXT, decline_code TEXT, advice TEXT ) STRICT
CREATE TABLE schema (version INTEGER NOT NULL) STRICT
CREATE TABLE settings ( singleton INTEGER PRIMARY KEY CHECK (singleton = 1), id TEXT NOT NULL, name TEXT NOT NULL, active INTEGER NOT NULL, origins TEXT NOT NULL, currencies TEXT NOT NULL, token_minutes INTEGER NOT NULL, server_sessions_only INTEGER NOT NULL, acquirer TEXT NOT NULL, created INTEGER NOT NULL, authentication TEXT NOT NULL DEFAULT 'none', direct_entry INTEGER NOT NULL DEFAULT 0 ) STRICT
CREATE TABLE token ( id TEXT PRIMARY KEY, secret_hash BLOB NOT NULL, state TEXT NOT NULL, session TEXT NOT NULL, jti TEXT NOT NULL, cap INTEGER, cap_currency TEXT, sealed_kek TEXT, sealed BLOB, brand TEXT NOT NULL, last4 TEXT NOT NULL, exp TEXT NOT NULL, merchant_fingerprint TEXT, attested INTEGER NOT NULL, created INTEGER NOT NULL, expires_at INTEGER NOT NULL, remembered_until INTEGER NOT NULL, held_by TEXT, UNIQUE (session, jti) ) STRICT, WITHOUT ROWID
