//! `typing::format`: any text, caret and edit; and sessions of edits in a field as a browser keeps it.
//!
//! An input is a script that can be read: `n` or `e` for the field, then an edit a line.
//!
//! ```text
//! PSK…     the S characters from place P are replaced by …; or go, one where S is 0 and … is empty
//! !        the shopper leaves the field
//! ?CBK…    any text …, with the caret C, in a field that held B digits
//! ```
//!
//! P, S, C, B are characters that count from `0`; K picks the `inputType`.
#![no_main]

#[path = "../../../core/card/tests/typing/promises.rs"]
mod promises;

use card::typing::{Edit, Field, candidates, format};
use libfuzzer_sys::fuzz_target;
use promises::Input;

const WRITTEN: [&str; 4] = ["insertText", "insertFromPaste", "insertReplacementText", ""];
const DELETED: [&str; 6] = [
    "deleteContentBackward",
    "deleteContentForward",
    "deleteWordBackward",
    "deleteSoftLineForward",
    "deleteByCut",
    "deleteByDrag",
];

fuzz_target!(|data: &[u8]| {
    let script = String::from_utf8_lossy(data);
    let mut lines = script.split('\n');
    let field = match lines.next() {
        Some("e") => Field::Expiry,
        _ => Field::Number,
    };
    let mut input = Input::new(field);
    for line in lines {
        if line == "!" {
            input.leave();
        } else if let Some(line) = line.strip_prefix('?') {
            say(field, line);
        } else {
            edit(&mut input, line);
        }
    }
    input.is_emptied_by_backspace();
});

/// Three numbers, and the text behind them.
fn numbers(line: &str) -> Option<([usize; 3], &str)> {
    let mut characters = line.chars();
    let mut number = || {
        let character = characters.next()?;
        usize::try_from(u32::from(character).wrapping_sub(u32::from('0'))).ok()
    };
    let numbers = [number()?, number()?, number()?];
    Some((numbers, characters.as_str()))
}

fn edit(input: &mut Input, line: &str) {
    let Some(([from, selected, kind], text)) = numbers(line) else {
        return;
    };
    let places = input.text().len() + 1;
    let from = from % places;
    let to = from + selected % (places - from);
    if text.is_empty() {
        delete(input, from, to, DELETED[kind % DELETED.len()]);
    } else {
        input.replace(from, to, text, WRITTEN[kind % WRITTEN.len()]);
    }
}

fn delete(input: &mut Input, mut from: usize, mut to: usize, kind: &str) {
    if from == to && kind.ends_with("Forward") {
        to = input.text().len().min(to + 1);
    } else if from == to {
        from = from.saturating_sub(1);
    }
    if from < to {
        // Planted: a form that does not say what was a deletion.
        let told = if cfg!(feature = "planted_bug") {
            ""
        } else {
            kind
        };
        input.replace_told(from, to, "", kind, told);
    }
}

/// What no browser would say.
fn say(field: Field, line: &str) {
    let Some(([caret, before, kind], text)) = numbers(line) else {
        return;
    };
    let kinds = [WRITTEN.as_slice(), &DELETED].concat();
    let edit = Edit::of(kinds[kind % kinds.len()], before);
    let typed = format(field, text, caret, edit);
    promises::is_well_formed(field, &typed);
    promises::stays_when_formatted_again(field, &typed);
    let _ = candidates(text);
}
