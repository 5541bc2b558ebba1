//! Short names between the wasm and its glue: `i0`, `e0`, … instead of `__wbg_postMessage_` and a hash.
//!
//! No compressor can shrink a hash, and a browser needs none: both sides are made here, together.

use wasm_bindgen_cli_support::Output;

/// Renames imports and exports in the wasm and gives the glue with the same names.
pub(super) fn shorten(output: &mut Output) -> String {
    let mut renamed = Vec::new();
    let mut direct = Vec::new();
    let module = output.wasm_mut();
    for (number, import) in module.imports.iter_mut().enumerate() {
        if import.module.starts_with(SNIPPETS) {
            let short = format!("i{number}");
            direct.push((import.name.clone(), short.clone()));
            (import.module, import.name) = (GLUE.to_owned(), short);
        }
        rename(&mut import.name, 'i', number, &mut renamed);
    }
    for (number, export) in module.exports.iter_mut().enumerate() {
        rename(&mut export.name, 'e', number, &mut renamed);
    }
    replace_all(&through_glue(output.js(), &direct), renamed)
}

/// Where wasm-bindgen puts the JavaScript that the crate brings along, and its own.
const SNIPPETS: &str = "./snippets/";
const GLUE: &str = "./tokenizer_wasm_bg.js";

/// The generator imports each function that needs no translation as a whole module again, which keeps
/// the bundler from dropping names. Here they are entries of the glue like all others.
fn through_glue(script: &str, direct: &[(String, String)]) -> String {
    let is_whole_module = |line: &&str| {
        line.contains(SNIPPETS) && (line.starts_with("import * as") || line.trim().starts_with('"'))
    };
    let Some(from) = script
        .lines()
        .find(is_whole_module)
        .and_then(|line| line.split_once(" from ").map(|(_, from)| from))
    else {
        return script.to_owned();
    };
    let names: Vec<&str> = direct.iter().map(|(name, _)| name.as_str()).collect();
    let entries = direct
        .iter()
        .map(|(name, short)| [short, ": ", name, ",\n"].concat())
        .collect::<String>();
    let rest: Vec<&str> = script
        .lines()
        .filter(|line| !is_whole_module(line))
        .collect();
    let first = "__proto__: null,\n";
    let rest = rest
        .join("\n")
        .replacen(first, &format!("{first}{entries}"), 1);
    format!("import {{ {} }} from {from};\n{rest}", names.join(", "))
}

/// Names the generator made up begin with one of these; all others are ours and stay.
const MADE_UP: [&str; 3] = ["__wb", "__externref", "wasm_bindgen__"];

fn rename(name: &mut String, prefix: char, number: usize, renamed: &mut Vec<(String, String)>) {
    if MADE_UP.iter().any(|made_up| name.starts_with(made_up)) {
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
    fn a_function_imported_as_a_whole_module_becomes_an_entry_of_the_glue() {
        let script = "import * as import1 from \"./snippets/a/host.js\"\nconst import0 = {\n__proto__: null,\n\
            i0: x,\n};\nreturn {\n\"./snippets/a/host.js\": import1,\n};";
        let direct = [("listen".to_owned(), "i1".to_owned())];
        assert_eq!(
            through_glue(script, &direct),
            "import { listen } from \"./snippets/a/host.js\";\nconst import0 = {\n__proto__: null,\n\
             i1: listen,\ni0: x,\n};\nreturn {\n};"
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
