// What the page says. Every text comes with the page, in the shopper's language.

const place = document.getElementById("checkout-message");
const words = document.getElementById("words").content;
const find = (kind, word) => words.querySelector(`[data-${kind}="${CSS.escape(word)}"]`)?.textContent;

// Tells what is going on; an empty word takes the message away.
export function say(word) {
  delete place.dataset.code;
  place.textContent = word && find("message", word);
}

// Tells why it does not go on. A code without a sentence of its own has that of `otherwise`.
export function refuse(code, otherwise = "refused") {
  place.textContent = find("message", code) ?? find("message", otherwise);
  place.dataset.code = code;
  place.scrollIntoView({ block: "nearest" });
}

export function brandName(brand) {
  return find("brand", brand) ?? brand;
}
