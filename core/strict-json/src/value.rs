//! What a text turned into.

use alloc::string::String;
use alloc::vec::Vec;

use zeroize::Zeroizing;

/// One JSON value. Strings in it are wiped when it is dropped.
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number written without fraction or exponent that fits an `i64`.
    Integer(i64),
    /// Any other valid number (`1.5`, `1e3`, `-0`, one beyond `i64`). Nothing here reads its
    /// value: money is counted in integers.
    Decimal,
    /// A string, unescaped.
    String(Zeroizing<String>),
    /// An array, in order.
    Array(Vec<Value>),
    /// An object.
    Object(Object),
}

impl Value {
    /// The string, if this is one.
    #[inline(never)]
    pub fn into_string(self) -> Option<Zeroizing<String>> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if this is an [`Value::Integer`].
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The truth value, if this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            _ => None,
        }
    }

    /// The elements, if this is an array.
    pub fn into_array(self) -> Option<Vec<Value>> {
        match self {
            Self::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// The object, if this is one.
    #[inline(never)]
    pub fn into_object(self) -> Option<Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }
}

/// The members of an object: each name once, in the order of the text.
///
/// Read it by [`take`](Self::take) until [`is_empty`](Self::is_empty): what is left over is
/// unknown, and an unknown member is the caller's to refuse.
#[derive(Default)]
pub struct Object {
    members: Vec<(Zeroizing<String>, Value)>,
}

impl Object {
    /// Removes the member of this name and returns its value.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        let at = self.members.iter().position(|(n, _)| n.as_str() == name)?;
        Some(self.members.remove(at).1)
    }

    /// Removes the member of this name and returns it if it is a string.
    ///
    /// This and the next are one call each because they are most of what a reader of a fixed form
    /// does, and wiping a string inline at every place makes wasm large.
    #[inline(never)]
    pub fn take_string(&mut self, name: &str) -> Option<Zeroizing<String>> {
        self.take(name)?.into_string()
    }

    /// Removes the member of this name and says whether it is the string `expected`.
    #[inline(never)]
    pub fn take_expected(&mut self, name: &str, expected: &str) -> bool {
        self.take_string(name)
            .is_some_and(|text| text.as_str() == expected)
    }

    /// Whether no member is left.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// How many members are left.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// The first member left, for a caller that names what it refuses or keeps free-form members.
    pub fn take_first(&mut self) -> Option<(Zeroizing<String>, Value)> {
        if self.members.is_empty() {
            None
        } else {
            Some(self.members.remove(0))
        }
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.members.iter().any(|(n, _)| n.as_str() == name)
    }

    pub(crate) fn push(&mut self, name: Zeroizing<String>, value: Value) {
        self.members.push((name, value));
    }
}
