// The entry script of the card page. The build puts in the root's pin and the name and hash of
// the wasm, so this file's own hash, which the page's CSP names, covers all of the code.
import init, { start } from "./tokenizer_wasm.js";

const pin = "__CARDSEAL_PIN__";
const wasm = fetch("__CARDSEAL_WASM_URL__", {
  integrity: "__CARDSEAL_WASM_INTEGRITY__",
  credentials: "omit",
});

try {
  await init({ module_or_path: wasm });
  if (!start(pin)) throw new Error("not a card page");
} catch {
  const status = document.getElementById("status");
  if (status) status.textContent = "This form could not be loaded. Nothing was sent.";
}
