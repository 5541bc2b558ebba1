//! A language's file, as the build takes it.

use strict_json::{Object, Value};

use crate::line::is_line;
use crate::text::longest;

/// English, whose keys are the keys of every language.
const ENGLISH: &str = include_str!("../languages/en.json");

/// Whether this file is a language, whole: exactly the keys of English, for each a text of a line, and
/// whether somebody who speaks it has reviewed them (`reviewed`). The page never sees any other: it knows
/// each file by its hash.
pub fn is_language(file: &str) -> bool {
    let (Some(mut members), Some(mut english)) = (members(file), members(ENGLISH)) else {
        return false;
    };
    let reviewed = [&mut members, &mut english].map(|each| each.take("reviewed"));
    let mut whole = reviewed
        .iter()
        .flatten()
        .all(|value| value.as_bool().is_some());
    whole &= reviewed.iter().flatten().count() == 2 && members.len() == english.len();
    while let Some((key, _)) = english.take_first() {
        let text = members.take_string(&key);
        whole &= text.is_some_and(|text| is_line(&text, longest(&key)));
    }
    whole
}

fn members(file: &str) -> Option<Object> {
    let members = strict_json::parse(file.as_bytes(), 1).ok();
    members.and_then(Value::into_object)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    #[test]
    fn a_file_that_is_not_whole_is_no_language() {
        assert!(is_language(ENGLISH));
        let changed = |from: &str, to: &str| {
            let file = ENGLISH.replacen(from, to, 1);
            assert_ne!(file, ENGLISH);
            file
        };
        for file in [
            String::new(),
            String::from("{}"),
            String::from("[]"),
            // A key less, one more, one twice, another one in its place.
            changed("  \"submit\": \"Use this card\",\n", ""),
            changed("{", "{\"more\":\"x\","),
            changed("\"close\"", "\"title\""),
            changed("\"close\"", "\"shut\""),
            // Something that cannot be shown, or has no end.
            changed("\"Close\"", "1"),
            changed("\"Close\"", "\" \""),
            changed("Close", &"x".repeat(61)),
            // Not said to be reviewed or not.
            changed(",\n  \"reviewed\": true", ""),
            changed("true", "\"yes\""),
            // Cut off, and something after the end.
            changed("}", ""),
            changed("}", "}}"),
        ] {
            assert!(!is_language(&file), "{file}");
        }
    }
}
