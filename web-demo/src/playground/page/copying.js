// Buttons that copy, and the line that says whether they did.
import { word } from "/words.js";

const said = document.getElementById("copied");

async function copy(text) {
  // Said again, also where the same was said before.
  said.textContent = "";
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = word("copied");
  } catch {
    said.textContent = word("uncopied");
  }
}

for (const button of document.querySelectorAll("[data-copies]")) {
  const code = document.getElementById(button.dataset.copies);
  button.addEventListener("click", () => copy(code.textContent));
}
document.getElementById("copy-link").addEventListener("click", () => copy(location.href));
