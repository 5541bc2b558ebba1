//! Short names between the wasm and its glue: `i0`, `e0`, … instead of `__wbg_postMessage_` and a hash.
//!
//! No compressor can shrink a hash, and a browser needs none: both sides are made here, together.

use wasm_bindgen_cli_support::Output;

/// Renames imports and exports in the wasm and gives the glue with the same names.
pub(super) fn shorten(output: &mut Output) -> String {
    let mut renamed = Vec::new();
    let module = output.wasm_mut();
    for (number, import) in module.imports.iter_mut().enumerate() {
        rename(&mut import.name, 'i', number, &mut renamed);
    }
    for (number, export) in module.exports.iter_mut().enumerate() {
        rename(&mut export.name, 'e', number, &mut renamed);
    }
    replace_all(output.js(), renamed)
}

/// Names the generator made up begin with `__wb`; all others are ours and stay.
fn rename(name: &mut String, prefix: char, number: usize, renamed: &mut Vec<(String, String)>) {
    if name.starts_with("__wb") {
        let short = format!("{prefix}{number}");
        renamed.push((std::mem::replace(name, short.clone()), short));
    }
}

/// Longer names first: one may begin with another.
fn replace_all(script: &str, mut renamed: Vec<(String, String)>) -> String {
    renamed.sort_by_key(|(long, _)| std::cmp::Reverse(long.len()));
    renamed
        .iter()
        .fold(script.to_owned(), |script, (long, short)| {
            script.replace(long, short)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_begins_with_another_is_replaced_whole() {
        let renamed = [("__wbindgen_export", "e0"), ("__wbindgen_export2", "e1")];
        let renamed = renamed.map(|(long, short)| (long.to_owned(), short.to_owned()));
        assert_eq!(
            replace_all(
                "wasm.__wbindgen_export2(wasm.__wbindgen_export)",
                renamed.into()
            ),
            "wasm.e1(wasm.e0)"
        );
    }

    #[test]
    fn names_of_our_own_stay() {
        let mut renamed = Vec::new();
        let mut ours = String::from("start");
        rename(&mut ours, 'e', 0, &mut renamed);
        assert_eq!(ours, "start");
        assert!(renamed.is_empty());
    }
}
