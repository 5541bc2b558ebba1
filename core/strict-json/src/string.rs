//! Strings and their escapes.

use alloc::string::String;

use zeroize::Zeroizing;

use crate::cursor::Cursor;
use crate::parse::Error;

/// Reads the rest of a string whose opening quote was read.
pub(crate) fn read(cursor: &mut Cursor<'_>) -> Result<Zeroizing<String>, Error> {
    let mut text = Zeroizing::new(String::with_capacity(raw_length(cursor)));
    loop {
        let plain = cursor.take(cursor.run(|b| b >= 0x20 && b != b'"' && b != b'\\'));
        text.push_str(core::str::from_utf8(plain).map_err(|_| Error::Malformed)?);
        match cursor.next() {
            Some(b'"') => return Ok(text),
            Some(b'\\') => text.push(escape(cursor)?),
            _ => return Err(Error::Malformed),
        }
    }
}

/// How many bytes the string takes as written, which is never less than what it stands for: with
/// this much room it never grows, and growing would leave a copy of a secret behind.
fn raw_length(cursor: &Cursor<'_>) -> usize {
    let mut escaped = false;
    cursor.run(|byte| {
        let end = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        !end
    })
}

fn escape(cursor: &mut Cursor<'_>) -> Result<char, Error> {
    Ok(match cursor.next() {
        Some(plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => unicode(cursor)?,
        _ => return Err(Error::Malformed),
    })
}

/// `\uXXXX`, or a pair of them for a character outside the basic plane.
fn unicode(cursor: &mut Cursor<'_>) -> Result<char, Error> {
    let mut code = hex4(cursor)?;
    if (0xD800..0xDC00).contains(&code) {
        if !cursor.eat_word(b"\\u") {
            return Err(Error::Malformed);
        }
        let low = hex4(cursor)?;
        if !(0xDC00..0xE000).contains(&low) {
            return Err(Error::Malformed);
        }
        code = 0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    // An unpaired low surrogate is no `char`.
    char::from_u32(code).ok_or(Error::Malformed)
}

fn hex4(cursor: &mut Cursor<'_>) -> Result<u32, Error> {
    let mut code = 0;
    for _ in 0..4 {
        let digit = cursor.next().and_then(|b| char::from(b).to_digit(16));
        code = code * 16 + digit.ok_or(Error::Malformed)?;
    }
    Ok(code)
}
