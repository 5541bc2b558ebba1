//! Short names between the wasm and its glue: `i0`, `e0`, … instead of `__wbg_postMessage_` and a hash.
//!
//! No compressor can shrink a hash, and a browser needs none: both sides are made here, together.

use std::mem;

use wasm_bindgen_cli_support::Output;

/// Renames imports and exports in the wasm, without those exports that the glue does not use, and gives the
/// glue with the same names.
pub(super) fn shorten(output: &mut Output, glue: &str) -> String {
    let mut renamed = Vec::new();
    let mut direct = Vec::new();
    let module = output.wasm_mut();
    let mut unused = Vec::new();
    for export in module.exports.iter() {
        if !is_used(&export.name, glue) {
            unused.push(export.id());
        }
    }
    for export in unused {
        module.exports.delete(export);
    }
    for (number, import) in module.imports.iter_mut().enumerate() {
        if import.module.starts_with(SNIPPETS) {
            let short = format!("i{number}");
            direct.push((import.name.clone(), short.clone()));
            (import.module, import.name) = (GLUE.to_owned(), short);
        }
        if MADE_UP
            .iter()
            .any(|made_up| import.name.starts_with(made_up))
        {
            let short = format!("i{number}");
            renamed.push((mem::replace(&mut import.name, short.clone()), short));
        }
    }
    let exports = module.exports.iter_mut();
    let functions = exports.filter(|export| export.name != MEMORY);
    for (number, export) in functions.enumerate() {
        let short = format!("e{number}");
        let long = mem::replace(&mut export.name, short.clone());
        renamed.push((in_glue(&long), in_glue(&short)));
    }
    replace_all(&through_glue(glue, &direct), renamed)
}

/// The wasm's memory, which goes by its usual name: the tests of what is left in it look there.
const MEMORY: &str = "memory";

/// How the glue names an export.
fn in_glue(export: &str) -> String {
    ["wasm.", export].concat()
}

/// Whether the glue names an export: it may have a longer name that begins like this one.
fn is_used(export: &str, glue: &str) -> bool {
    let is_part = |next: char| next.is_ascii_alphanumeric() || next == '_';
    glue.split(&in_glue(export))
        .skip(1)
        .any(|rest| !rest.starts_with(is_part))
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

/// Names of imports that the generator made up begin with one of these.
const MADE_UP: [&str; 3] = ["__wb", "__externref", "wasm_bindgen__"];

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
    fn an_export_is_used_where_the_glue_has_its_whole_name() {
        let glue = "wasm.frame_begin(this.__wbg_ptr); wasm.start_all(); start();";
        assert!(is_used("frame_begin", glue) && is_used("start_all", glue));
        assert!(!is_used("start", glue) && !is_used("frame_free", glue));
    }
}
