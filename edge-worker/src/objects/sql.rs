//! The object's database as core's rules see it.

use payments::Sql;
use payments::sql::{Failure, Row, Value};
use worker::{SqlStorage, SqlStorageValue};

/// SQLite inside a durable object.
pub(super) struct Database(SqlStorage);

impl Database {
    pub(super) fn new(sql: SqlStorage) -> Self {
        Self(sql)
    }
}

impl Sql for Database {
    fn query(&self, statement: &'static str, parameters: Vec<Value>) -> Result<Vec<Row>, Failure> {
        let parameters: Vec<SqlStorageValue> = parameters.into_iter().map(bound).collect();
        let cursor = self.0.exec(statement, parameters).map_err(|_| Failure)?;
        // Row by row: the cursor's other methods throw past wasm-bindgen.
        cursor
            .raw()
            .map(|row| {
                let columns = row.map_err(|_| Failure)?.into_iter().map(column);
                Ok(Row::new(columns.collect::<Result<_, _>>()?))
            })
            .collect()
    }
}

fn bound(value: Value) -> SqlStorageValue {
    match value {
        Value::Null => SqlStorageValue::Null,
        Value::Integer(number) => SqlStorageValue::Integer(number),
        Value::Text(text) => SqlStorageValue::String(text),
        Value::Blob(bytes) => SqlStorageValue::Blob(bytes),
    }
}

fn column(value: SqlStorageValue) -> Result<Value, Failure> {
    match value {
        SqlStorageValue::Null => Ok(Value::Null),
        SqlStorageValue::Integer(number) => Ok(Value::Integer(number)),
        SqlStorageValue::String(text) => Ok(Value::Text(text)),
        SqlStorageValue::Blob(bytes) => Ok(Value::Blob(bytes)),
        // No table of ours has such a column, and a whole number beyond 2^53 arrives as one.
        SqlStorageValue::Boolean(_) | SqlStorageValue::Float(_) => Err(Failure),
    }
}
