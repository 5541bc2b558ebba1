//! A merchant's object on rusqlite: the same statements, the same transaction around `handle`.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, unreachable_pub)]
#![allow(dead_code, reason = "each test uses its part")]
#![allow(
    clippy::print_stderr,
    reason = "a statement that fails is what one wants to read"
)]

mod database;

use access::time::MINUTE;
use access::{AuthorizationId, EventId, KeyHash, Mode, OperationId, Timestamp, TokenId};
use database::Database;
use payments::acquirer::{Connector, ConnectorKind, Finding, Sealed};
use payments::command::*;
use payments::machine::{Authentication, Capture, Kind};
use payments::terms::Terms;
use payments::view::{AuthorizationView, CardFacts, Object};
use payments::{Problem, Reply, Request, Sql, handle, install};
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::types::Value as Stored;
use std::cell::RefCell;

/// A merchant's object, its clock in the test's hand.
pub struct Vault {
    pub sql: Database,
    pub now: Timestamp,
    /// How many ids were drawn.
    pub drawn: u64,
    /// When the object's alarm goes off; it does nothing by itself at any other time.
    pub armed: Option<Timestamp>,
}

pub const START: Timestamp = Timestamp::from_secs(1_796_117_400);
pub const KEY: &str = "sk_test_of_the_merchant";
pub const SESSION: &str = "AQEBAQEBAQEBAQEBAQEBAQ";

impl Vault {
    /// A database without a table.
    pub fn empty() -> Self {
        let connection = Connection::open_in_memory().unwrap();
        // There are about sixty; parsing them is most of what a search would do.
        connection.set_prepared_statement_cache_capacity(200);
        // And so would parsing them again for each new value, to find a better plan for it.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .unwrap();
        Self {
            sql: Database {
                connection,
                heard: RefCell::default(),
            },
            now: START,
            drawn: 0,
            armed: None,
        }
    }

    pub fn new() -> Self {
        let mut vault = Self::empty();
        install(&vault.sql).unwrap();
        vault.operator(Operator::Configure(settings())).unwrap();
        vault
            .operator(Operator::AddKey {
                kid: "kid00001".into(),
                hash: KeyHash::of(KEY),
            })
            .unwrap();
        vault
    }

    /// Sixteen bytes nobody drew before.
    pub fn draw(&mut self) -> [u8; 16] {
        self.drawn += 1;
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.drawn.to_be_bytes());
        bytes
    }

    /// One command in one transaction, as the shell runs it; a test may look at it inside of one of its own.
    pub fn handle(&mut self, request: Request) -> Result<Reply, Problem> {
        self.sql.step("SAVEPOINT command");
        let result = handle(&self.sql, self.now, request);
        if result.is_err() {
            self.sql.step("ROLLBACK TO command");
        }
        self.sql.step("RELEASE command");
        result.map(|outcome| {
            self.armed = [self.armed, outcome.wake].into_iter().flatten().min();
            outcome.reply
        })
    }

    pub fn operator(&mut self, command: Operator) -> Result<Reply, Problem> {
        self.handle(Request::Operator(command))
    }

    pub fn server(&mut self, command: Server) -> Result<Reply, Problem> {
        self.handle(Request::Server(KeyHash::of(KEY), command))
    }

    /// Statements of the test's own, one after the other.
    pub fn run(&self, statements: &[&str]) {
        for statement in statements {
            self.sql.step(statement);
        }
    }

    /// Everything in every table, to see that nothing changed.
    pub fn dump(&self) -> Vec<String> {
        let tables = self
            .sql
            .query(
                "SELECT name FROM sqlite_master WHERE type = 'table'",
                vec![],
            )
            .unwrap();
        let mut rows = Vec::new();
        for mut table in tables {
            let name = table.text().unwrap();
            let mut statement = self
                .sql
                .connection
                .prepare(&format!("SELECT * FROM {name}"))
                .unwrap();
            let columns = statement.column_count();
            let mut found = statement.query([]).unwrap();
            while let Some(row) = found.next().unwrap() {
                let values: Vec<Stored> = (0..columns)
                    .map(|column| row.get(column).unwrap())
                    .collect();
                rows.push(format!("{name} {values:?}"));
            }
        }
        rows
    }

    pub fn issue(&mut self, session: &str, jti: &str) -> Result<TokenClaim, Problem> {
        self.issue_capped(session, jti, None)
    }

    pub fn issue_capped(
        &mut self,
        session: &str,
        jti: &str,
        cap: Option<(i64, &str)>,
    ) -> Result<TokenClaim, Problem> {
        let claim = TokenClaim {
            id: TokenId::new(Mode::Test, self.draw()),
            secret_hash: [7; 32],
            session: None,
        };
        self.handle(Request::Browser(Browser::IssueToken(Box::new(NewToken {
            id: claim.id.clone(),
            secret_hash: claim.secret_hash,
            session: session.into(),
            session_last_end: START.plus(60 * MINUTE),
            jti: jti.into(),
            cap: cap.map(|(amount, _)| amount),
            cap_currency: cap.map(|(_, currency)| currency.into()),
            sealed: Sealed {
                kek: "k1".into(),
                bytes: b"sealed card".to_vec(),
            },
            card: CardFacts {
                brand: "visa".into(),
                last4: "4242".into(),
                exp: "2030-12".into(),
                fingerprint: Some("fp_1".into()),
            },
            attested: true,
        }))))?;
        Ok(claim)
    }

    pub fn prepare(&mut self, token: &TokenClaim, key: &str) -> Result<Prepared, Problem> {
        let prepare = Prepare {
            idempotency: idempotency(key, "body"),
            token: Some(token.clone()),
            purpose: None,
            payment: None,
        };
        match self.server(Server::Prepare(Box::new(prepare)))? {
            Reply::Prepared(prepared) => Ok(prepared),
            _ => panic!("Prepare replies Prepared"),
        }
    }

    pub fn begin(&mut self, token: &TokenClaim, key: &str) -> Result<Begun, Problem> {
        let begin = self.a_begin(token, key);
        self.begin_with(begin)
    }

    pub fn begin_with(&mut self, begin: Begin) -> Result<Begun, Problem> {
        match self.server(Server::Begin(Box::new(begin)))? {
            Reply::Begun(reply) => Ok(reply),
            _ => panic!("Begin replies Begun"),
        }
    }

    pub fn a_begin(&mut self, token: &TokenClaim, key: &str) -> Begin {
        Begin {
            idempotency: idempotency(key, "body"),
            token: token.clone(),
            authorization: AuthorizationId::new(Mode::Test, self.draw()),
            operation: OperationId::new(Mode::Test, self.draw()),
            purpose: Purpose::Payment,
            amount: 1200,
            currency: "JPY".into(),
            capture: Capture::Automatic,
            reference: "order-1".into(),
            metadata: None,
            order: Some(Sealed {
                kek: "k1".into(),
                bytes: b"sealed order".to_vec(),
            }),
        }
    }

    pub fn follow_up(
        &mut self,
        authorization: &str,
        kind: Kind,
        amount: Option<i64>,
        key: &str,
    ) -> Result<FollowedUp, Problem> {
        let follow_up = FollowUp {
            idempotency: idempotency(key, "follow-up"),
            authorization: AuthorizationId::from_stored(authorization.to_owned()),
            operation: OperationId::new(Mode::Test, self.draw()),
            kind,
            amount,
        };
        match self.server(Server::FollowUp(Box::new(follow_up)))? {
            Reply::FollowedUp(reply) => Ok(reply),
            _ => panic!("FollowUp replies FollowedUp"),
        }
    }

    pub fn confirm(
        &mut self,
        authorization: &str,
        token: &TokenClaim,
        key: &str,
    ) -> Result<Begun, Problem> {
        let confirm = Confirm {
            idempotency: idempotency(key, "confirm"),
            token: token.clone(),
            authorization: AuthorizationId::from_stored(authorization.to_owned()),
            operation: OperationId::new(Mode::Test, self.draw()),
        };
        match self.server(Server::Confirm(Box::new(confirm)))? {
            Reply::Begun(reply) => Ok(reply),
            _ => panic!("Confirm replies Begun"),
        }
    }

    pub fn finish(&mut self, operation: &str, finding: Finding) -> Result<Kept, Problem> {
        let finish = self.a_finish(operation, finding);
        match self.handle(Request::Worker(Worker::Finish(Box::new(finish))))? {
            Reply::Kept(kept) => Ok(kept),
            _ => panic!("Finish replies Kept"),
        }
    }

    pub fn recovered(&mut self, operation: &str, finding: Finding) {
        let finish = self.a_finish(operation, finding);
        self.handle(Request::Alarm(Alarm::Recovered(Box::new(finish))))
            .unwrap();
    }

    fn a_finish(&mut self, operation: &str, finding: Finding) -> Finish {
        Finish {
            operation: OperationId::from_stored(operation.to_owned()),
            finding,
            fresh: Fresh {
                event: EventId::new(Mode::Test, self.draw()),
                operation: OperationId::new(Mode::Test, self.draw()),
            },
        }
    }

    /// Whether the alarm goes off by now.
    pub fn rings(&self) -> bool {
        self.armed.is_some_and(|armed| armed <= self.now)
    }

    pub fn tick(&mut self) -> Due {
        self.armed = None;
        let events = (0..20)
            .map(|_| EventId::new(Mode::Test, self.draw()))
            .collect();
        match self.handle(Request::Alarm(Alarm::Tick { events })).unwrap() {
            Reply::Due(due) => due,
            _ => panic!("Tick replies Due"),
        }
    }

    pub fn authorization(&mut self, id: &str, object: Object) -> AuthorizationView {
        let read = Server::ReadAuthorization {
            id: AuthorizationId::from_stored(id.to_owned()),
            object,
        };
        match self.server(read).unwrap() {
            Reply::Authorization(view) => view,
            _ => panic!("ReadAuthorization replies Authorization"),
        }
    }

    pub fn authorizations(&mut self) -> Vec<AuthorizationView> {
        let list = Server::ListAuthorizations(ListAuthorizations {
            limit: 1_000,
            ..ListAuthorizations::default()
        });
        match self.server(list).unwrap() {
            Reply::Authorizations(list) => list.data,
            _ => panic!("ListAuthorizations replies Authorizations"),
        }
    }
}

pub fn approved() -> Finding {
    Finding::Approved {
        approval_code: Some("A12345".into()),
        rrn: Some("r1".into()),
    }
}

pub fn declined() -> Finding {
    Finding::Declined {
        decline_code: "do_not_honor".into(),
        advice: None,
    }
}

pub fn idempotency(key: &str, body: &str) -> Idempotency {
    payments::api::idempotency_key::read("/v1/authorizations", Some(key), body.as_bytes()).unwrap()
}

pub fn settings() -> Settings {
    Settings {
        id: "0123456789abcdef".into(),
        name: "Shop".into(),
        active: true,
        origins: vec!["https://shop.example".into()],
        currencies: vec![],
        token_minutes: 30,
        server_sessions_only: false,
        authentication: Authentication::None,
        direct_entry: false,
        connector: Connector {
            acquirer: "demo".into(),
            kind: ConnectorKind::Json,
            url: "https://acquirer.example".into(),
            credentials: Sealed {
                kek: "k1".into(),
                bytes: vec![1],
            },
            terms: Terms::default(),
        },
    }
}
