// The entry script of the card page. The build puts in the root's pin and the name and hash of
// the wasm, so this file's own hash, which the page's CSP names, covers all of the code.
import { initSync, start } from "./tokenizer_wasm.js";
import css from "./card.css";

const pin = "__CARDSEAL_PIN__";
const wasm = fetch("__CARDSEAL_WASM_URL__", {
  integrity: "__CARDSEAL_WASM_INTEGRITY__",
  credentials: "omit",
});

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets = [sheet];

// Where it fails, what the page says by itself stands: it cannot take a card now.
initSync({ module: await WebAssembly.compileStreaming(wasm) });
start(pin);
