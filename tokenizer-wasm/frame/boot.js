// The entry script of the card page. The build puts in the root's pin and the name and hash of
// the wasm, so this file's own hash, which the page's CSP names, covers all of the code.
import { initSync, start } from "./tokenizer_wasm.js";
import css from "./card.css";

const pin = "__CARDSEAL_PIN__";
// What the network loses may come the next time: two more tries, and the page around waits longer than both pauses.
const load = () =>
  WebAssembly.compileStreaming(
    fetch("__CARDSEAL_WASM_URL__", { integrity: "__CARDSEAL_WASM_INTEGRITY__", credentials: "omit" }),
  );
const after = (pause) => () => new Promise((done) => setTimeout(done, pause)).then(load);
const wasm = load().catch(after(500)).catch(after(2_000));

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets = [sheet];

// Where it fails, what the page says by itself stands: it cannot take a card now.
initSync({ module: await wasm });
start(pin);
