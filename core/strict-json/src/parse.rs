//! Reading a value.

use alloc::vec::Vec;

use crate::cursor::Cursor;
use crate::value::{Object, Value};
use crate::{number, string};

/// The most members one object may have. Names are compared with each other, so this bounds the
/// work a hostile text can ask for; no message of ours comes near it.
pub const MAX_MEMBERS: usize = 256;

/// Why a text was refused. It never carries a part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// Not JSON, or JSON in a form two readers could understand differently.
    Malformed,
    /// Two members of one object have the same name after unescaping.
    Duplicate,
    /// Arrays and objects are nested deeper than the caller allows.
    TooDeep,
}

/// Reads `text`, which must be exactly one JSON value in UTF-8.
///
/// `max_depth` is how many arrays and objects may lie inside each other: 0 allows a scalar only,
/// 1 an object of scalars.
pub fn parse(text: &[u8], max_depth: usize) -> Result<Value, Error> {
    if core::str::from_utf8(text).is_err() {
        return Err(Error::Malformed);
    }
    let mut cursor = Cursor::new(text);
    let value = value(&mut cursor, max_depth)?;
    cursor.skip_space();
    if cursor.is_at_end() {
        Ok(value)
    } else {
        Err(Error::Malformed)
    }
}

fn value(cursor: &mut Cursor<'_>, depth: usize) -> Result<Value, Error> {
    cursor.skip_space();
    match cursor.peek().ok_or(Error::Malformed)? {
        b'{' => {
            cursor.next();
            object(cursor, depth.checked_sub(1).ok_or(Error::TooDeep)?)
        }
        b'[' => {
            cursor.next();
            array(cursor, depth.checked_sub(1).ok_or(Error::TooDeep)?)
        }
        b'"' => {
            cursor.next();
            string::read(cursor).map(Value::String)
        }
        b'-' | b'0'..=b'9' => number::read(cursor),
        _ if cursor.eat_word(b"true") => Ok(Value::Bool(true)),
        _ if cursor.eat_word(b"false") => Ok(Value::Bool(false)),
        _ if cursor.eat_word(b"null") => Ok(Value::Null),
        _ => Err(Error::Malformed),
    }
}

/// The rest of an object whose `{` was read.
fn object(cursor: &mut Cursor<'_>, depth: usize) -> Result<Value, Error> {
    let mut object = Object::default();
    cursor.skip_space();
    if cursor.eat(b'}') {
        return Ok(Value::Object(object));
    }
    loop {
        cursor.skip_space();
        if !cursor.eat(b'"') || object.len() == MAX_MEMBERS {
            return Err(Error::Malformed);
        }
        let name = string::read(cursor)?;
        if object.contains(&name) {
            return Err(Error::Duplicate);
        }
        cursor.skip_space();
        if !cursor.eat(b':') {
            return Err(Error::Malformed);
        }
        let member = value(cursor, depth)?;
        object.push(name, member);
        cursor.skip_space();
        match cursor.next() {
            Some(b',') => {}
            Some(b'}') => return Ok(Value::Object(object)),
            _ => return Err(Error::Malformed),
        }
    }
}

/// The rest of an array whose `[` was read.
fn array(cursor: &mut Cursor<'_>, depth: usize) -> Result<Value, Error> {
    let mut elements = Vec::new();
    cursor.skip_space();
    if cursor.eat(b']') {
        return Ok(Value::Array(elements));
    }
    loop {
        elements.push(value(cursor, depth)?);
        cursor.skip_space();
        match cursor.next() {
            Some(b',') => {}
            Some(b']') => return Ok(Value::Array(elements)),
            _ => return Err(Error::Malformed),
        }
    }
}
