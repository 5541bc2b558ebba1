//! The little of SQL that the rules need, so that the same statements run on a Durable Object's
//! database at the edge and on rusqlite in native tests.

use crate::Problem;

/// A bound parameter or a column.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// NULL
    Null,
    /// A whole number; within ±2^53, which is as far as the edge's database binding counts.
    Integer(i64),
    /// UTF-8 text
    Text(String),
    /// Bytes
    Blob(Vec<u8>),
}

/// A database with a transaction open on it.
pub trait Sql {
    /// Runs one statement with its `?` parameters bound and returns all its rows.
    fn query(&self, statement: &'static str, parameters: Vec<Value>) -> Result<Vec<Row>, Failure>;
}

/// The database could not do it: full, read-only, broken, or a row is not what we wrote.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure;

impl From<Failure> for Problem {
    fn from(_: Failure) -> Self {
        Self::overloaded()
    }
}

/// A row, read column by column from the left.
pub struct Row(std::vec::IntoIter<Value>);

impl Row {
    /// A row of these columns.
    pub fn new(columns: Vec<Value>) -> Self {
        Self(columns.into_iter())
    }

    /// The next column as a whole number.
    pub fn integer(&mut self) -> Result<i64, Failure> {
        self.optional_integer()?.ok_or(Failure)
    }

    /// The next column as a whole number, where there is one.
    pub fn optional_integer(&mut self) -> Result<Option<i64>, Failure> {
        match self.0.next() {
            Some(Value::Integer(value)) => Ok(Some(value)),
            Some(Value::Null) => Ok(None),
            _ => Err(Failure),
        }
    }

    /// The next column as text.
    pub fn text(&mut self) -> Result<String, Failure> {
        self.optional_text()?.ok_or(Failure)
    }

    /// The next column as text, where there is one.
    pub fn optional_text(&mut self) -> Result<Option<String>, Failure> {
        match self.0.next() {
            Some(Value::Text(value)) => Ok(Some(value)),
            Some(Value::Null) => Ok(None),
            _ => Err(Failure),
        }
    }

    /// The next column as bytes, where there are any.
    pub fn optional_blob(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        match self.0.next() {
            Some(Value::Blob(value)) => Ok(Some(value)),
            Some(Value::Null) => Ok(None),
            _ => Err(Failure),
        }
    }

    /// The next column as bytes.
    pub fn blob(&mut self) -> Result<Vec<u8>, Failure> {
        self.optional_blob()?.ok_or(Failure)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Integer(value.into())
    }
}

impl From<access::Timestamp> for Value {
    fn from(value: access::Timestamp) -> Self {
        Self::Integer(value.millis())
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Blob(value)
    }
}

impl From<&[u8; 32]> for Value {
    fn from(value: &[u8; 32]) -> Self {
        Self::Blob(value.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Binds each argument as a [`Value`].
macro_rules! bind {
    ($($value:expr),* $(,)?) => { vec![$($crate::sql::Value::from($value)),*] };
}
pub(crate) use bind;
