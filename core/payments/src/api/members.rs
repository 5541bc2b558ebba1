//! Reads an object's members as types, and refuses what is left over.

use super::free_text::holds_card_number;
use crate::{Code, Problem};
use card::Currency;
use strict_json::{Error, Object, Value};

/// Bodies nest no deeper than purchaser → billing → a line of it.
const DEPTH: usize = 4;

/// The members of one object, taken one by one.
pub(super) struct Members(Object);

impl Members {
    /// Reads a body that is one object.
    pub(super) fn of_body(body: &[u8]) -> Result<Self, Problem> {
        match strict_json::parse(body, DEPTH) {
            Ok(value) => value
                .into_object()
                .map(Self)
                .ok_or_else(|| Code::MalformedRequest.into()),
            Err(Error::Duplicate) => Err(Code::DuplicateParameter.into()),
            Err(Error::Malformed | Error::TooDeep) => Err(Code::MalformedRequest.into()),
        }
    }

    /// A nested object, where it is there.
    pub(super) fn object(&mut self, name: &'static str) -> Result<Option<Self>, Problem> {
        self.optional(name, |value| value.into_object().map(Self))
    }

    /// A list of nested objects, where it is there.
    pub(super) fn objects(&mut self, name: &'static str) -> Result<Option<Vec<Self>>, Problem> {
        self.optional(name, |value| {
            let objects = value.into_array()?.into_iter();
            objects
                .map(|object| object.into_object().map(Self))
                .collect()
        })
    }

    /// Text of 1 to `longest` characters.
    pub(super) fn text(&mut self, name: &'static str, longest: usize) -> Result<String, Problem> {
        self.optional_text(name, longest)?
            .ok_or(Problem::invalid(name))
    }

    /// The same, where it is there.
    pub(super) fn optional_text(
        &mut self,
        name: &'static str,
        longest: usize,
    ) -> Result<Option<String>, Problem> {
        self.optional(name, |value| {
            let text = value.into_string()?;
            is_free_text(&text, longest).then(|| text.as_str().to_owned())
        })
    }

    /// A secret: kept in memory that is wiped, and not searched for card numbers.
    pub(super) fn secret(
        &mut self,
        name: &'static str,
    ) -> Result<zeroize::Zeroizing<String>, Problem> {
        self.optional(name, Value::into_string)?
            .ok_or(Problem::invalid(name))
    }

    /// A whole number.
    pub(super) fn optional_integer(&mut self, name: &'static str) -> Result<Option<i64>, Problem> {
        self.optional(name, |value| value.as_integer())
    }

    /// `true` or `false`.
    pub(super) fn optional_bool(&mut self, name: &'static str) -> Result<Option<bool>, Problem> {
        self.optional(name, |value| value.as_bool())
    }

    /// A currency, ISO 4217.
    pub(super) fn optional_currency(
        &mut self,
        name: &'static str,
    ) -> Result<Option<Currency>, Problem> {
        self.optional(name, |value| Currency::parse(&value.into_string()?))
    }

    /// A list of values that `read` accepts.
    pub(super) fn optional_list<T>(
        &mut self,
        name: &'static str,
        longest: usize,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<Vec<T>>, Problem> {
        self.optional(name, |value| {
            let values = value.into_array()?;
            if values.len() > longest {
                return None;
            }
            values
                .into_iter()
                .map(|value| read(&value.into_string()?))
                .collect()
        })
    }

    /// A member read by `read`; `null` is not absence but a wrong value.
    pub(super) fn optional<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Value) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        match self.0.take(name) {
            None => Ok(None),
            Some(value) => read(value).map(Some).ok_or(Problem::invalid(name)),
        }
    }

    /// The members of an object with free names, in order.
    pub(super) fn take_first(&mut self) -> Option<(String, Value)> {
        self.0
            .take_first()
            .map(|(name, value)| (name.as_str().to_owned(), value))
    }

    /// Nothing may be left over.
    pub(super) fn end(self) -> Result<(), Problem> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Code::UnknownParameter.into())
        }
    }
}

/// Printable text of a decent length in which no card number stands.
pub(super) fn is_free_text(text: &str, longest: usize) -> bool {
    let length = text.chars().count();
    (1..=longest).contains(&length)
        && !text.chars().any(char::is_control)
        && !holds_card_number(text)
}
