//! The product's statements on rusqlite.

use payments::Sql;
use payments::sql::{Failure, Row, Value};
use rusqlite::types::{ToSqlOutput, Value as Stored, ValueRef};
use rusqlite::{Connection, ToSql};
use std::cell::RefCell;
use std::collections::BTreeSet;

pub struct Database {
    pub(super) connection: Connection,
    /// The product's statements so far, where a test wants to know them.
    pub heard: RefCell<Option<BTreeSet<&'static str>>>,
}

struct Parameter(Value);

impl ToSql for Parameter {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match &self.0 {
            Value::Null => ToSqlOutput::Owned(Stored::Null),
            Value::Integer(value) => ToSqlOutput::Owned(Stored::Integer(*value)),
            Value::Text(value) => ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes())),
            Value::Blob(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value)),
        })
    }
}

impl Sql for Database {
    fn query(&self, statement: &'static str, parameters: Vec<Value>) -> Result<Vec<Row>, Failure> {
        if let Some(heard) = self.heard.borrow_mut().as_mut() {
            heard.insert(statement);
        }
        let rows = self.values(statement, parameters)?;
        Ok(rows.into_iter().map(Row::new).collect())
    }
}

impl Database {
    pub(super) fn step(&self, statement: &str) {
        self.connection
            .prepare_cached(statement)
            .unwrap()
            .execute([])
            .unwrap();
    }

    /// How SQLite goes about a statement, step by step.
    pub fn plan(&self, statement: &str) -> Vec<String> {
        let explain = ["EXPLAIN QUERY PLAN ", statement].concat();
        let mut prepared = self.connection.prepare(&explain).unwrap();
        // Raw: a plan needs no values.
        let mut rows = prepared.raw_query();
        let mut steps = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            steps.push(row.get("detail").unwrap());
        }
        steps
    }

    /// The rows of a statement, column by column.
    pub fn values(
        &self,
        statement: &str,
        parameters: Vec<Value>,
    ) -> Result<Vec<Vec<Value>>, Failure> {
        let run = || {
            let mut prepared = self.connection.prepare_cached(statement)?;
            let columns = prepared.column_count();
            let parameters = rusqlite::params_from_iter(parameters.into_iter().map(Parameter));
            let rows = prepared.query_map(parameters, |row| {
                let values = (0..columns).map(|column| {
                    Ok(match row.get_ref(column)? {
                        ValueRef::Null => Value::Null,
                        ValueRef::Integer(value) => Value::Integer(value),
                        ValueRef::Text(value) => {
                            Value::Text(String::from_utf8_lossy(value).into_owned())
                        }
                        ValueRef::Blob(value) => Value::Blob(value.to_vec()),
                        ValueRef::Real(value) => {
                            panic!("no table holds a float, yet here is {value}")
                        }
                    })
                });
                values.collect::<rusqlite::Result<Vec<_>>>()
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        run().map_err(|error: rusqlite::Error| {
            eprintln!("{error}: {statement}");
            Failure
        })
    }
}
