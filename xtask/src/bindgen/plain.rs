//! The generator's helpers as the card page needs them, which is a good deal less: one program that is
//! started once, lives as long as its page, hands no JavaScript object to its wasm and decodes little.
//!
//! Every shopper downloads them, so each stands in the place of the generator's own of the same name. One that
//! the generator no longer has is an error: whoever changes its version looks here.

use anyhow::{Context, Result, ensure};

/// What begins a function, a member or an entry of the script, and what stands in its place; nothing where
/// the page has no use for it.
const OURS: [(&str, &str); 10] = [
    (
        "function getDataViewMemory0()",
        "function getDataViewMemory0() { return new DataView(wasm.memory.buffer); }",
    ),
    (
        "function getUint8ArrayMemory0()",
        "function getUint8ArrayMemory0() { return new Uint8Array(wasm.memory.buffer); }",
    ),
    // It may be a card number: of the encoder's copy nothing is left behind.
    (
        "function passStringToWasm0(",
        "function passStringToWasm0(text) {
            const bytes = cachedTextEncoder.encode(text);
            WASM_VECTOR_LEN = bytes.length;
            const at = wasm.__wbindgen_malloc(WASM_VECTOR_LEN, 1) >>> 0;
            getUint8ArrayMemory0().set(bytes, at);
            bytes.fill(0);
            return at;
        }",
    ),
    // The generator changes its decoder every two gigabytes.
    (
        "function decodeText(",
        "function decodeText(bytes) { return cachedTextDecoder.decode(bytes); }",
    ),
    (
        "function initSync(",
        "function initSync({ module }) {
            wasm = new WebAssembly.Instance(module, __wbg_get_imports()).exports;
        }",
    ),
    // It would give the wasm a table of objects.
    ("function __wbg_finalize_init(", ""),
    ("__wbindgen_init_externref_table: function() {", ""),
    (
        "static __wrap(",
        "static __wrap(ptr) {
            const frame = new Frame();
            frame.__wbg_ptr = ptr;
            return frame;
        }",
    ),
    ("__destroy_into_raw() {", ""),
    ("free() {", ""),
];

/// What is given along with each text, and what our own function needs of it.
const MEMORY: (&str, &str) = (", wasm.__wbindgen_malloc, wasm.__wbindgen_realloc)", ")");

/// The script with our helpers.
pub(super) fn simplify(script: &str) -> Result<String> {
    let (theirs, ours) = MEMORY;
    ensure!(script.contains(theirs), "the glue has no {theirs}");
    let script = script.replace(theirs, ours);
    OURS.iter().try_fold(script, |script, (beginning, ours)| {
        let (before, rest) = script
            .split_once(beginning)
            .with_context(|| format!("the glue has no {beginning}"))?;
        let after = after_block(rest, beginning.ends_with('{'))
            .with_context(|| format!("{beginning} has no end"))?;
        Ok([before, ours, after.strip_prefix(',').unwrap_or(after)].concat())
    })
}

/// What follows a block in braces, the first of which may be open already.
fn after_block(text: &str, is_open: bool) -> Option<&str> {
    let mut depth = usize::from(is_open);
    for (at, brace) in text.match_indices(['{', '}']) {
        depth = match brace {
            "{" => depth + 1,
            _ => depth.checked_sub(1)?,
        };
        if depth == 0 {
            return text.get(at + 1..);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Something of each kind, with blocks inside.
    fn generated() -> String {
        let theirs = OURS.map(|(beginning, _)| {
            let open = if beginning.ends_with('{') { "" } else { "a) {" };
            [beginning, open, " if (x) { theirs(); } },\n"].concat()
        });
        let call = ["f(passStringToWasm0(a", MEMORY.0, ");\n"].concat();
        [&call, theirs.concat().as_str(), "the rest"].concat()
    }

    #[test]
    fn each_helper_of_the_generator_is_replaced_whole() {
        let script = simplify(&generated()).unwrap();
        assert!(generated().contains("theirs") && !script.contains("theirs"));
        assert!(script.contains("f(passStringToWasm0(a));"));
        for (_, ours) in OURS {
            assert!(script.contains(ours), "{ours}");
        }
        assert!(script.ends_with("\nthe rest"));
    }

    #[test]
    fn a_helper_that_the_generator_no_longer_has_is_named() {
        for (beginning, _) in OURS {
            let other = generated().replace(beginning, "function other(");
            let error = simplify(&other).unwrap_err().to_string();
            assert!(error.contains(beginning), "{error}");
        }
        assert!(simplify(&generated().replace(MEMORY.0, ")")).is_err());
    }

    #[test]
    fn a_block_ends_where_its_braces_do() {
        assert_eq!(after_block("a() { b{}{} } c", false), Some(" c"));
        assert_eq!(after_block(" b{} } c", true), Some(" c"));
        assert_eq!(after_block("{ {}", false), None);
    }
}
