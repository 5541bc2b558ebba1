//! The product's statements on rusqlite.

use payments::Sql;
use payments::sql::{Failure, Row, Value};
use rusqlite::types::{ToSqlOutput, Value as Stored, ValueRef};
use rusqlite::{Connection, ToSql};

pub struct Database(pub(super) Connection);

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
        let rows = self.values(statement, parameters)?;
        Ok(rows.into_iter().map(Row::new).collect())
    }
}

impl Database {
    pub(super) fn step(&self, statement: &str) {
        self.0
            .prepare_cached(statement)
            .unwrap()
            .execute([])
            .unwrap();
    }

    /// The rows of a statement, column by column.
    pub fn values(
        &self,
        statement: &str,
        parameters: Vec<Value>,
    ) -> Result<Vec<Vec<Value>>, Failure> {
        let run = || {
            let mut prepared = self.0.prepare_cached(statement)?;
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
